#include "clients/cli/requests/request_text.h"

#include <CLI/CLI.hpp>

#include "absl/strings/ascii.h"
#include "clients/cli/text/text.h"
#include "clients/cli/text/times.h"
#include "clients/cli/text/words.h"

namespace waystation::cli {
namespace {

using inventory::v1::ExpectedDelivery;
using inventory::v1::MovementLine;
using inventory::v1::Requisition;

// A quantity, nothing for none.
std::string Amount(int64_t base, const std::string& item, Context* context) {
  return base == 0 ? "" : ShowQuantity(base, item, context);
}

void PrintBeside(const google::protobuf::RepeatedPtrField<inventory::v1::ItemQuantity>& beside,
                 Context* context) {
  for (const auto& entry : beside) {
    context->PrintLine(absl::StrCat("came beside its lines: ", ShowItem(entry.item(), context), " ",
                                    ShowQuantity(entry.quantity(), entry.item(), context)));
  }
}

void PrintIfAny(absl::string_view what, const std::string& text, Context* context) {
  if (!text.empty()) context->PrintLine(absl::StrCat(what, text));
}

std::string Facility(absl::string_view name) {
  return ShortName(name.substr(0, name.find('/', name.find('/') + 1)));
}

std::string ShowDecision(const inventory::v1::RequisitionDecision& decision) {
  std::string reason = PlainWord(decision.reject_reason());
  return absl::StrCat(PlainWord(decision.state()), reason.empty() ? "" : " (" + reason + ")",
                      " by ", decision.decided_by(), ", ",
                      FormatTime(decision.decide_time(), absl::LocalTimeZone()),
                      decision.note().empty() ? "" : ": " + decision.note());
}

}  // namespace

void AddLineOptions(CLI::App* command, LinesText* text) {
  command->add_option("--item", text->item, "The item");
  command->add_option("--quantity", text->quantity,
                      "\"1000\", \"25 kg\", \"20 L\", \"3 packs\" or \"3 x box of 100\"");
  command->add_option("--line", text->lines, "One more line, \"item=ID,quantity=Q\"; repeat it");
}

absl::StatusOr<std::vector<MovementLine>> ReadLines(const LinesText& text, Context* context) {
  std::vector<LineText> texts;
  if (!text.item.empty() || !text.quantity.empty()) {
    if (text.item.empty()) return WrongOption("--item", "got nothing, want an item's id");
    if (text.quantity.empty()) return WrongOption("--quantity", "got nothing, want a quantity");
    LineText& line = texts.emplace_back();
    line.item = text.item;
    line.quantity = text.quantity;
  }
  for (const std::string& typed : text.lines) {
    absl::StatusOr<LineText> line = ParseLine(typed);
    if (!line.ok()) return line.status();
    if (!(line->lot.empty() && line->expires.empty() && line->date_kind.empty() &&
          line->place.empty() && line->condition.empty() && line->owner.empty())) {
      return WrongOption("--line", absl::StrCat("got \"", Quotable(typed),
                                                "\", want item=ID,quantity=Q and nothing else: "
                                                "lots and places are told on receipt"));
    }
    texts.push_back(*line);
  }
  if (texts.empty()) {
    return WrongOption("--item", "got nothing, want --item and --quantity, or --line");
  }
  std::vector<MovementLine> lines;
  for (const LineText& line : texts) {
    absl::StatusOr<MovementLine> read = ToLine(line, context);
    if (!read.ok()) return read.status();
    lines.push_back(*std::move(read));
  }
  return lines;
}

absl::StatusOr<std::string> NameOf(const std::string& text, const std::string& at,
                                   absl::string_view collection, absl::string_view what) {
  if (text.find('/') != std::string::npos) return text;
  if (at.empty()) {
    return WrongOption(what, absl::StrCat("got \"", Quotable(text), "\", want facilities/F/",
                                          collection, "/X, or a number with --at F"));
  }
  return absl::StrCat(FacilityName(at), "/", collection, "/", absl::AsciiStrToLower(text));
}

std::string ShowDates(const common::v1::CivilDate& earliest, const common::v1::CivilDate& latest) {
  const std::string first = FormatDay(earliest);
  const std::string last = FormatDay(latest);
  if (first.empty() || first == last) return last;
  return absl::StrCat(first, " to ",
                      earliest.year() == latest.year() ? last.substr(last.find('-') + 1) : last);
}

std::string ShowState(const Requisition& requisition) {
  std::string state = PlainWord(requisition.state());
  if (requisition.state() != inventory::v1::REQUISITION_STATE_APPROVED) return state;
  bool outstanding = false;
  bool back_ordered = false;
  for (const auto& line : requisition.lines()) {
    outstanding = outstanding || line.outstanding_quantity() > 0;
    back_ordered = back_ordered || line.back_ordered_quantity() > 0;
  }
  if (back_ordered) return outstanding ? "approved in part" : "rest back-ordered";
  return outstanding ? state : "approved, all here";
}

std::string ShowState(const ExpectedDelivery& delivery) {
  std::string state = PlainWord(delivery.state());
  if (delivery.received_state() == inventory::v1::RECEIVED_STATE_IN_PART) state += ", part here";
  if (delivery.received_state() == inventory::v1::RECEIVED_STATE_IN_FULL) state += ", all here";
  if (delivery.received_state() == inventory::v1::RECEIVED_STATE_OVER) state += ", more here";
  if (delivery.overdue_days() > 0) {
    absl::StrAppend(&state, ", ", ShowDays(delivery.overdue_days()), " OVERDUE");
  }
  return state;
}

void PrintRequisition(const Requisition& requisition, absl::string_view heading, Context* context) {
  context->PrintHeading(absl::StrCat(heading, heading.empty() ? "" : " ", requisition.number(),
                                     " of ", Facility(requisition.name()), ": ",
                                     PlainWord(requisition.priority()), ", ",
                                     ShowState(requisition)));
  Table lines({{"item", Align::kLeft, Fit::kElide},
               {"asked", Align::kRight},
               {"approved", Align::kRight},
               {"came", Align::kRight},
               {"to come", Align::kRight},
               {"back-ordered", Align::kRight},
               {"note", Align::kLeft, Fit::kElide}});
  for (const auto& line : requisition.lines()) {
    auto amount = [&](int64_t base) { return Amount(base, line.item(), context); };
    lines.Add({ShowItem(line.item(), context), amount(line.quantity()),
               amount(line.approved_quantity()), amount(line.fulfilled_quantity()),
               amount(line.outstanding_quantity()), amount(line.back_ordered_quantity()),
               line.note()});
  }
  context->Print(lines, "no lines");
  PrintBeside(requisition.received_beside(), context);
  context->PrintLine(absl::StrCat(
      "asked ", FormatTime(requisition.asked_time(), absl::LocalTimeZone()), " by ",
      requisition.recorded_by().empty() ? "?" : requisition.recorded_by(),
      requisition.asked_of().empty() ? "" : ", of " + ShortName(requisition.asked_of()),
      requisition.has_needed_by_date() ? ", needed by " + FormatDay(requisition.needed_by_date())
                                       : ""));
  if (requisition.facility_not_open()) {
    context->PrintLine("the facility was not open when it asked");
  }
  PrintIfAny("note: ", requisition.note(), context);
  for (const auto& decision : requisition.decisions()) {
    context->PrintLine(ShowDecision(decision));
  }
  context->PrintLine(absl::StrCat(requisition.name(), "  etag ", requisition.etag()));
}

void PrintDelivery(const ExpectedDelivery& delivery, absl::string_view heading, Context* context) {
  context->PrintHeading(absl::StrCat(
      heading, heading.empty() ? "" : " ", delivery.number(), " from ", delivery.source(), " to ",
      Facility(delivery.name()), ", ", ShowDates(delivery.earliest_date(), delivery.latest_date()),
      ": ", ShowState(delivery)));
  Table lines({{"item", Align::kLeft, Fit::kElide},
               {"expected", Align::kRight},
               {"came", Align::kRight},
               {"missing", Align::kRight},
               {"note", Align::kLeft, Fit::kElide}});
  for (const auto& line : delivery.lines()) {
    auto amount = [&](int64_t base) { return Amount(base, line.item(), context); };
    lines.Add({ShowItem(line.item(), context), amount(line.quantity()),
               amount(line.received_quantity()), amount(line.missing_quantity()), line.note()});
  }
  context->Print(lines, "no lines");
  PrintBeside(delivery.received_beside(), context);
  PrintIfAny("transport: ", delivery.transport_note(), context);
  PrintIfAny("for requisition ", delivery.requisition(), context);
  PrintIfAny("note: ", delivery.note(), context);
  if (!delivery.confirmed_by().empty()) {
    context->PrintLine(absl::StrCat("confirmed by ", delivery.confirmed_by(), ", ",
                                    FormatTime(delivery.confirm_time(), absl::LocalTimeZone())));
  }
  for (const auto& before : delivery.reschedules()) {
    context->PrintLine(absl::StrCat(
        "was expected ", ShowDates(before.earliest_date(), before.latest_date()),
        before.confirmed_by().empty() ? "" : " (confirmed by " + before.confirmed_by() + ")",
        "; changed ", FormatTime(before.record_time(), absl::LocalTimeZone()), " by ",
        before.recorded_by(), ", ", PlainWord(before.reason()),
        before.note().empty() ? "" : ": " + before.note()));
  }
  if (delivery.has_end_time()) {
    std::string reason = PlainWord(delivery.cancel_reason());
    context->PrintLine(absl::StrCat(PlainWord(delivery.state()), " ",
                                    FormatTime(delivery.end_time(), absl::LocalTimeZone()), " by ",
                                    delivery.ended_by(), reason.empty() ? "" : ", " + reason,
                                    delivery.end_note().empty() ? "" : ": " + delivery.end_note()));
  }
  context->PrintLine(absl::StrCat(delivery.name(), "  etag ", delivery.etag()));
}

}  // namespace waystation::cli
