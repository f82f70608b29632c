#include "clients/cli/transfers/transfer_text.h"

#include <map>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "clients/cli/stock/movement_text.h"
#include "clients/cli/text/quantity.h"
#include "clients/cli/text/text.h"
#include "clients/cli/text/times.h"
#include "clients/cli/text/words.h"

namespace waystation::cli {
namespace {

using google::protobuf::RepeatedPtrField;
using inventory::v1::PickedLot;
using inventory::v1::ReceivedLine;
using inventory::v1::Transfer;
using inventory::v1::TransferDifference;
using inventory::v1::WaybillLine;

using Parts = std::map<std::string, std::string>;

absl::StatusOr<Parts> ParseParts(const char* option, const std::string& text,
                                 const std::vector<std::string>& keys) {
  Parts parts;
  for (absl::string_view part : absl::StrSplit(text, ',')) {
    const std::pair<std::string, std::string> pair = absl::StrSplit(part, absl::MaxSplits('=', 1));
    if (std::find(keys.begin(), keys.end(), pair.first) == keys.end() || pair.second.empty()) {
      return WrongOption(option, absl::StrCat("got \"", Quotable(std::string(part)),
                                              "\", want KEY=VALUE of ", absl::StrJoin(keys, ", ")));
    }
    parts[pair.first] = pair.second;
  }
  return parts;
}

std::string Take(const Parts& parts, const std::string& key) {
  const auto found = parts.find(key);
  return found == parts.end() ? "" : found->second;
}

absl::StatusOr<int> ParseLineNumber(const char* option, const std::string& text, int lines) {
  int number = 0;
  if (absl::SimpleAtoi(text, &number) && number >= 1 && number <= lines) return number;
  return WrongOption(option, absl::StrCat("got line=", Quotable(text), ", want 1 to ", lines,
                                          ", a line of the transfer"));
}

// Sets quantity and packs as typed.
template <typename Line>
absl::Status SetQuantity(const std::string& text, const std::string& item, Context* context,
                         Line* line) {
  LineText typed;
  typed.item = item;
  typed.quantity = text;
  auto read = ToLine(typed, context);
  if (!read.ok()) return read.status();
  line->set_quantity(read->quantity());
  if constexpr (std::is_same_v<Line, ReceivedLine>) {
    line->set_pack_name(read->pack_name());
    line->set_pack_count(read->pack_count());
    line->set_pack_factor(read->pack_factor());
  }
  return absl::OkStatus();
}

absl::Status SetDate(const std::string& text, ReceivedLine* line) {
  if (text.empty()) return absl::OkStatus();
  absl::StatusOr<absl::CivilDay> day = ParseDay(text);
  if (!day.ok()) return WrongOption("--line", day.status());
  *line->mutable_expiry_date() = ToProto(*day);
  return absl::OkStatus();
}

absl::StatusOr<ReceivedLine> ParseReceivedLine(const std::string& text, const Transfer& transfer,
                                               Context* context) {
  auto parts =
      ParseParts("--line", text,
                 {"line", "item", "lot", "expires", "quantity", "place", "difference", "note"});
  if (!parts.ok()) return parts.status();
  ReceivedLine line;
  std::string item = Take(*parts, "item");
  if (!item.empty()) line.set_item(ItemName(item));
  if (const std::string number = Take(*parts, "line"); !number.empty()) {
    auto parsed = ParseLineNumber("--line", number, transfer.waybill_lines_size());
    if (!parsed.ok()) return parsed.status();
    line.set_waybill_line(*parsed);
    if (item.empty()) item = transfer.waybill_lines(*parsed - 1).item();
  } else if (item.empty()) {
    return WrongOption("--line",
                       "got neither line nor item, want line=N of the waybill, or item=ID "
                       "of what is not on it");
  }
  if (const std::string word = Take(*parts, "difference"); !word.empty()) {
    auto kind = ParseWord<inventory::v1::DifferenceKind>(word);
    if (!kind.ok()) return WrongOption("--line", kind.status());
    line.set_difference(*kind);
  }
  line.set_lot(Take(*parts, "lot"));
  line.set_place(Take(*parts, "place"));
  line.set_note(Take(*parts, "note"));
  if (absl::Status status = SetDate(Take(*parts, "expires"), &line); !status.ok()) return status;
  absl::Status status = SetQuantity(Take(*parts, "quantity"), ItemName(item), context, &line);
  if (!status.ok()) return status;
  return line;
}

std::string SenderOf(const Transfer& transfer) {
  const std::string& name = transfer.name();
  return ShortName(name.substr(0, name.find("/transfers/")));
}

// A quantity, nothing for none.
std::string AmountOf(int64_t base, const WaybillLine& line, Context* context) {
  return base == 0 ? "" : ShowQuantity(base, line.item(), context);
}

void PrintWaybill(const Transfer& transfer, Context* context) {
  Table table({{"line", Align::kRight},
               {"item", Align::kLeft, Fit::kElide},
               {"lot"},
               {"expires"},
               {"condition"},
               {"place"},
               {transfer.has_dispatch() ? "sent" : "picked", Align::kRight},
               {"received", Align::kRight},
               {"returned", Align::kRight},
               {"written off", Align::kRight},
               {"in transit", Align::kRight}});
  int number = 0;
  for (const WaybillLine& line : transfer.waybill_lines()) {
    const auto amount = [&](int64_t base) { return AmountOf(base, line, context); };
    table.Add({absl::StrCat(++number), ShowItem(line.item(), context), line.lot(),
               FormatDay(line.expiry_date()), ShowCondition(line.condition()), line.place(),
               amount(line.quantity()), amount(line.received_quantity()),
               amount(line.returned_quantity()), amount(line.written_off_quantity()),
               amount(line.in_transit_quantity())});
  }
  context->Print(table, "no lines");
}

void PrintPlan(const Transfer& transfer, Context* context) {
  Table table({{"line", Align::kRight},
               {"item", Align::kLeft, Fit::kElide},
               {"planned", Align::kRight},
               {"lot"},
               {"place"},
               {"note", Align::kLeft, Fit::kElide}});
  int number = 0;
  for (const auto& line : transfer.lines()) {
    table.Add({absl::StrCat(++number), ShowItem(line.item(), context),
               ShowQuantity(line.quantity(), line.item(), context), line.lot(), line.place(),
               line.note()});
  }
  context->Print(table, "no lines");
}

void PrintDifferences(const Transfer& transfer, Context* context) {
  if (transfer.differences().empty()) return;
  Table table({{"difference", Align::kRight},
               {"kind"},
               {"line", Align::kRight},
               {"item", Align::kLeft, Fit::kElide},
               {"lot"},
               {"quantity", Align::kRight},
               {"answer"},
               {"note", Align::kLeft, Fit::kElide}});
  for (const TransferDifference& each : transfer.differences()) {
    const bool open = each.answer() == inventory::v1::DIFFERENCE_ANSWER_UNSPECIFIED;
    table.Add({absl::StrCat(each.number()), PlainWord(each.kind()),
               each.waybill_line() == 0 ? "" : absl::StrCat(each.waybill_line()),
               ShowItem(each.item(), context), each.lot(),
               ShowQuantity(each.quantity(), each.item(), context),
               each.withdrawn() ? "withdrawn"
               : open           ? "OPEN"
                                : PlainWord(each.answer()),
               each.answer_note().empty() ? each.note() : each.answer_note()});
  }
  context->Print(table, "");
}

void PrintHistory(const Transfer& transfer, Context* context) {
  const absl::TimeZone zone = absl::LocalTimeZone();
  if (transfer.has_dispatch()) {
    const auto& dispatch = transfer.dispatch();
    context->PrintLine(
        absl::StrCat("left ", FormatTime(dispatch.dispatched_time(), zone), ", recorded by ",
                     dispatch.recorded_by(), dispatch.vehicle().empty() ? "" : ", vehicle ",
                     dispatch.vehicle(), dispatch.carrier().empty() ? "" : ", carrier ",
                     dispatch.carrier(), dispatch.note().empty() ? "" : ": ", dispatch.note()));
  }
  for (const auto& receipt : transfer.receipts()) {
    context->PrintLine(absl::StrCat(receipt.number().empty() ? "nothing" : receipt.number(),
                                    receipt.returned() ? " came back " : " came ",
                                    FormatTime(receipt.happened_time(), zone), ", recorded by ",
                                    receipt.recorded_by(), receipt.reversed() ? ", taken back" : "",
                                    receipt.note().empty() ? "" : ": ", receipt.note()));
  }
  for (const auto& early : transfer.received_early()) {
    context->PrintLine(
        absl::StrCat("came before it was dispatched: ", ShowItem(early.item(), context), " ",
                     ShowQuantity(early.quantity(), early.item(), context)));
  }
  if (transfer.has_end_time()) {
    context->PrintLine(absl::StrCat(
        PlainWord(transfer.state()), " ", FormatTime(transfer.end_time(), zone), " by ",
        transfer.ended_by(), transfer.end_note().empty() ? "" : ": ", transfer.end_note()));
  }
}

}  // namespace

absl::StatusOr<RepeatedPtrField<PickedLot>> ParsePickedLots(const std::vector<std::string>& texts,
                                                            const Transfer& transfer,
                                                            Context* context) {
  RepeatedPtrField<PickedLot> lots;
  for (const std::string& text : texts) {
    auto parts = ParseParts("--lot", text, {"line", "lot", "quantity", "place", "condition"});
    if (!parts.ok()) return parts.status();
    auto number = ParseLineNumber("--lot", Take(*parts, "line"), transfer.lines_size());
    if (!number.ok()) return number.status();
    PickedLot& lot = *lots.Add();
    lot.set_line(*number);
    lot.set_lot(Take(*parts, "lot"));
    lot.set_place(Take(*parts, "place"));
    if (const std::string word = Take(*parts, "condition"); !word.empty()) {
      auto condition = ParseWord<inventory::v1::Condition>(word);
      if (!condition.ok()) return WrongOption("--lot", condition.status());
      lot.set_condition(*condition);
    }
    const std::string& item = transfer.lines(*number - 1).item();
    absl::Status status = SetQuantity(Take(*parts, "quantity"), item, context, &lot);
    if (!status.ok()) return status;
  }
  return lots;
}

absl::StatusOr<RepeatedPtrField<ReceivedLine>> ParseReceivedLines(
    const std::vector<std::string>& texts, const Transfer& transfer, Context* context) {
  RepeatedPtrField<ReceivedLine> lines;
  for (const std::string& text : texts) {
    auto line = ParseReceivedLine(text, transfer, context);
    if (!line.ok()) return line.status();
    *lines.Add() = *std::move(line);
  }
  return lines;
}

std::string ShowState(const Transfer& transfer) {
  std::string state = PlainWord(transfer.state());
  if (transfer.state() == inventory::v1::TRANSFER_STATE_IN_TRANSIT) {
    absl::StrAppend(&state, " for ", FormatAge(absl::Seconds(transfer.in_transit_seconds())));
  }
  if (transfer.overdue_days() > 0) {
    absl::StrAppend(&state, ", ", transfer.overdue_days(),
                    transfer.overdue_days() == 1 ? " day OVERDUE" : " days OVERDUE");
  }
  if (const int open = transfer.open_difference_count(); open > 0) {
    absl::StrAppend(&state, ", ", open, open == 1 ? " difference" : " differences", " open");
  }
  return state;
}

void PrintTransfer(const Transfer& transfer, absl::string_view heading, Context* context) {
  context->PrintHeading(absl::StrCat(heading, heading.empty() ? "" : " ", transfer.number(),
                                     " from ", SenderOf(transfer), " to ",
                                     ShortName(transfer.to_facility()), ": ", ShowState(transfer)));
  if (transfer.waybill_lines().empty()) {
    PrintPlan(transfer, context);
  } else {
    PrintWaybill(transfer, context);
  }
  PrintDifferences(transfer, context);
  PrintHistory(transfer, context);
  if (transfer.has_planned_arrival_date()) {
    context->PrintLine("should arrive " + FormatDay(transfer.planned_arrival_date()));
  }
  if (!transfer.requisition().empty()) {
    context->PrintLine("for requisition " + transfer.requisition());
  }
  if (!transfer.expected_delivery().empty()) {
    context->PrintLine("of expected delivery " + transfer.expected_delivery());
  }
  if (!transfer.note().empty()) context->PrintLine("note: " + transfer.note());
  context->PrintLine(absl::StrCat(transfer.name(), "  etag ", transfer.etag()));
}

}  // namespace waystation::cli
