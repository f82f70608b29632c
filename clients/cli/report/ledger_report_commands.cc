#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/commands.h"
#include "clients/cli/count.h"
#include "clients/cli/day_options.h"
#include "clients/cli/paging.h"
#include "clients/cli/report/report_question.h"
#include "clients/cli/stock/movement_text.h"
#include "clients/cli/text/times.h"
#include "clients/cli/text/words.h"
#include "waystation/inventory/v1/report.pb.h"

namespace waystation::cli {
namespace {

using inventory::v1::ConsumptionLine;
using inventory::v1::DonorLine;
using inventory::v1::StockCardLine;

std::string ShowCounterpart(const StockCardLine& line) {
  const bool facility = absl::StartsWith(line.counterpart(), "facilities/");
  return facility ? ShortName(line.counterpart()) : line.counterpart();
}

// "receipt, joint-convoy", "issue to ward-1", "waste, expired": what, and of whom or what for.
std::string ShowWhat(const StockCardLine& line) {
  std::string text = PlainWord(line.kind());
  if (!line.counterpart().empty()) absl::StrAppend(&text, ", ", ShowCounterpart(line));
  const std::string purpose = PlainWord(line.purpose());
  if (!purpose.empty()) absl::StrAppend(&text, ", ", purpose);
  const std::string reason = PlainWord(line.waste_reason());
  if (!reason.empty()) absl::StrAppend(&text, ", ", reason);
  return text;
}

// The same as short as a column of a table is narrow: "from joint-convoy", "generator", "move,
// ward-1".
std::string ShowShortly(const StockCardLine& line) {
  if (line.counterpart().empty()) {
    return line.kind() == inventory::v1::MOVEMENT_KIND_ISSUE ? PlainWord(line.purpose())
                                                             : ShowWhat(line);
  }
  switch (line.kind()) {
    case inventory::v1::MOVEMENT_KIND_RECEIPT:
    case inventory::v1::MOVEMENT_KIND_TRANSFER_IN:
      return absl::StrCat("from ", ShowCounterpart(line));
    case inventory::v1::MOVEMENT_KIND_TRANSFER_OUT:
      return absl::StrCat("sent to ", ShowCounterpart(line));
    case inventory::v1::MOVEMENT_KIND_ISSUE:
      return absl::StrCat("move, ", ShowCounterpart(line));
    default:
      return ShowWhat(line);
  }
}

// What the reader must not miss about a line.
std::string ShowMarks(const StockCardLine& line, const std::string& item, Context* context) {
  std::vector<std::string> marks;
  if (!line.reversed_by().empty()) marks.push_back("taken back");
  if (line.late_days() > 0) marks.push_back(absl::StrCat(ShowDays(line.late_days()), " late"));
  if (line.shortfall_quantity() > 0) {
    marks.push_back(absl::StrCat("SHORT ", ShowQuantity(line.shortfall_quantity(), item, context)));
  }
  if (line.moved_quantity() > 0) {
    marks.push_back(absl::StrCat("moved ", ShowQuantity(line.moved_quantity(), item, context)));
  }
  if (line.clock_suspect()) marks.push_back("clock?");
  return absl::StrJoin(marks, ", ");
}

ReportSheet CardSheet() {
  return ReportSheet({ItemColumn(),
                      {"name", "#item+name", ShownIn::kCsv},
                      UnitColumn(),
                      {"day", "#date+occurred"},
                      {"what", "#activity+type", ShownIn::kBoth, Align::kLeft, Fit::kElide},
                      {"document", "#meta+document", ShownIn::kBoth, Align::kLeft, Fit::kElide},
                      {"receipt note", "#meta+receipt"},
                      {"in", "#indicator+in+num", ShownIn::kBoth, Align::kRight},
                      {"out", "#indicator+out+num", ShownIn::kBoth, Align::kRight},
                      {"balance", "#indicator+balance+num", ShownIn::kBoth, Align::kRight},
                      {"by", "#meta+recorded_by", ShownIn::kBoth, Align::kLeft, Fit::kElide},
                      {"remarks", "#description", ShownIn::kBoth, Align::kLeft, Fit::kElide},
                      {"lots", "#item+lot", ShownIn::kCsv},
                      {"moved", "#indicator+moved+num", ShownIn::kCsv},
                      {"short", "#indicator+shortfall+num", ShownIn::kCsv},
                      {"recorded", "#date+recorded", ShownIn::kCsv},
                      {"movement", "#meta+id", ShownIn::kCsv}});
}

void AddCardLine(const StockCardLine& line, const std::string& item, Context* context,
                 ReportSheet& sheet) {
  ReportCell balance = QuantityCell(line.balance_quantity(), item, context);
  if (balance.shown.empty()) balance.shown = "0";
  sheet.Add({ItemCell(item), NameCell(item, context), UnitCell(item, context), DayCell(line.day()),
             TextCell(ShowShortly(line), ShowWhat(line)), TextCell(line.document_number()),
             TextCell(line.goods_receipt_number()), QuantityCell(line.in_quantity(), item, context),
             QuantityCell(line.out_quantity(), item, context), balance,
             TextCell(line.recorded_by()), TextCell(ShowMarks(line, item, context)),
             TextCell(absl::StrJoin(line.lots(), " ")), CountCell(line.moved_quantity()),
             CountCell(line.shortfall_quantity()),
             TextCell(FormatTime(line.record_time(), absl::UTCTimeZone())),
             TextCell(ShortName(line.movement()))});
}

absl::Status StockCard(const ReportQuestion& question, Context* context) {
  inventory::v1::GetStockCardRequest request;
  if (absl::Status status = AskOf(question, context, &request); !status.ok()) return status;
  if (absl::Status status = SetFromDay(question.from, &request); !status.ok()) return status;
  const std::string item = ItemName(question.item);
  request.set_item(item);
  request.set_place(question.place);
  request.set_lot(question.lot);
  if (!question.condition.empty()) {
    auto condition = ParseWord<inventory::v1::Condition>(question.condition);
    if (!condition.ok()) return WrongOption("--condition", condition.status());
    request.set_condition(*condition);
  }
  auto card = ReadPages<inventory::v1::GetStockCardResponse>(
      request, question.limit, [](auto& page) { return page.mutable_lines(); }, context);
  if (!card.ok()) return card.status();
  context->PrintJson(*card);
  if (context->json()) return absl::OkStatus();
  ReportSheet sheet = CardSheet();
  // A card on paper grows downwards.
  std::reverse(card->mutable_lines()->begin(), card->mutable_lines()->end());
  for (const StockCardLine& line : card->lines()) AddCardLine(line, item, context, sheet);
  std::string title = absl::StrCat("Stock card of ", ShowItem(item, context));
  for (const std::string& part : {question.place, question.lot, question.condition}) {
    if (!part.empty()) absl::StrAppend(&title, ", ", part);
  }
  PrintReport(title, question, card->basis(), sheet, "nothing moved in these days", context);
  if (!card->next_page_token().empty()) {
    context->PrintLine("earlier lines are left out: raise --limit");
  }
  context->PrintLine(
      absl::StrCat("Opening ", FormatDay(card->from_date()), ": ",
                   ShowQuantity(card->opening_quantity(), item, context),
                   "; closing: ", ShowQuantity(card->closing_quantity(), item, context), "."));
  context->PrintLine(ShowReportBasis(card->basis()));
  return absl::OkStatus();
}

template <typename Parts, typename Name>
std::string ShowParts(const Parts& parts, const std::string& item, Context* context, Name name) {
  std::vector<std::string> texts;
  for (const auto& part : parts) {
    const std::string word = name(part);
    texts.push_back(absl::StrCat(word.empty() ? "not said" : word, " ",
                                 ShowQuantity(part.quantity(), item, context)));
  }
  return absl::StrJoin(texts, ", ");
}

// The same for programs: "patient-care=1200 meals=50", base units.
template <typename Parts, typename Name>
std::string PlainParts(const Parts& parts, Name name) {
  std::vector<std::string> texts;
  for (const auto& part : parts) {
    const std::string word = name(part);
    texts.push_back(absl::StrCat(word.empty() ? "unspecified" : word, "=", part.quantity()));
  }
  return absl::StrJoin(texts, " ");
}

void AddConsumptionLine(const ConsumptionLine& line, Context* context, ReportSheet& sheet) {
  const std::string& item = line.item();
  const auto purpose = [](const auto& part) { return Word(part.purpose()); };
  const auto reason = [](const auto& part) { return Word(part.waste_reason()); };
  std::vector<std::string> shown;
  for (const std::string& part : {ShowParts(line.consumed(), item, context, purpose),
                                  ShowParts(line.wasted(), item, context, reason)}) {
    if (!part.empty()) shown.push_back(part);
  }
  const auto quantity = [&](int64_t base) { return QuantityCell(base, item, context); };
  const int64_t counted = line.count_gain_quantity() - line.count_loss_quantity();
  const int64_t transferred = line.transferred_in_quantity() - line.transferred_out_quantity();
  const int64_t other = line.other_in_quantity() - line.other_out_quantity();
  sheet.Add({ItemCell(item), NameCell(item, context), UnitCell(item, context),
             DayCell(line.first_date()), DayCell(line.last_date()),
             quantity(line.opening_quantity()), quantity(line.received_quantity()),
             quantity(line.consumed_quantity()), quantity(line.wasted_quantity()),
             quantity(counted), quantity(line.shortfall_quantity()), quantity(transferred),
             quantity(line.from_kits_quantity() - line.into_kits_quantity()), quantity(other),
             quantity(line.closing_quantity()),
             TextCell(absl::StrJoin(shown, "; "), PlainParts(line.consumed(), purpose)),
             TextCell("", PlainParts(line.wasted(), reason)), quantity(line.returned_quantity())});
}

absl::Status Consumption(const ReportQuestion& question, Context* context) {
  inventory::v1::ListConsumptionRequest request;
  if (absl::Status status = AskOf(question, context, &request); !status.ok()) return status;
  if (absl::Status status = SetFromDay(question.from, &request); !status.ok()) return status;
  if (!question.item.empty()) request.set_item(ItemName(question.item));
  auto period = ParseWord<inventory::v1::ReportPeriod>(question.by);
  if (!period.ok()) return WrongOption("--by", period.status());
  request.set_period(*period);
  auto answer = ReadPages<inventory::v1::ListConsumptionResponse>(
      request, 0, [](auto& page) { return page.mutable_lines(); }, context);
  if (!answer.ok()) return answer.status();
  context->PrintJson(*answer);
  if (context->json()) return absl::OkStatus();
  const ShownIn days =
      *period == inventory::v1::REPORT_PERIOD_WHOLE ? ShownIn::kCsv : ShownIn::kBoth;
  ReportSheet sheet(
      {ItemColumn(),
       NameColumn(),
       UnitColumn(),
       {"from", "#date+start", days},
       {"to", "#date+end", ShownIn::kCsv},
       {"opening", "#indicator+opening+num", ShownIn::kCsv, Align::kRight},
       {"received", "#indicator+received+num", ShownIn::kBoth, Align::kRight},
       {"used", "#indicator+used+num", ShownIn::kBoth, Align::kRight},
       {"wasted", "#indicator+wasted+num", ShownIn::kBoth, Align::kRight},
       {"counted", "#indicator+counted+num", ShownIn::kBoth, Align::kRight},
       {"short", "#indicator+shortfall+num", ShownIn::kBoth, Align::kRight},
       {"transferred", "#indicator+transferred+num", ShownIn::kBoth, Align::kRight},
       {"kits", "#indicator+kits+num", ShownIn::kBoth, Align::kRight},
       {"other", "#indicator+other+num", ShownIn::kBoth, Align::kRight},
       {"closing", "#indicator+closing+num", ShownIn::kBoth, Align::kRight},
       {"what for", "#indicator+used+type", ShownIn::kBoth, Align::kLeft, Fit::kElide},
       {"why wasted", "#indicator+wasted+type", ShownIn::kCsv},
       {"came back", "#indicator+returned+num", ShownIn::kCsv}});
  for (const ConsumptionLine& line : answer->lines()) AddConsumptionLine(line, context, sheet);
  PrintReport(absl::StrCat("Use and waste from ", FormatDay(answer->from_date())), question,
              answer->basis(), sheet, "nothing moved in these days", context);
  context->PrintLine(ShowReportBasis(answer->basis()));
  return absl::OkStatus();
}

absl::Status Donors(const ReportQuestion& question, Context* context) {
  inventory::v1::ListDonorStockRequest request;
  if (absl::Status status = AskOf(question, context, &request); !status.ok()) return status;
  if (absl::Status status = SetFromDay(question.from, &request); !status.ok()) return status;
  if (!question.item.empty()) request.set_item(ItemName(question.item));
  request.set_owner(question.owner);
  request.set_with_unowned(question.all);
  auto answer = ReadPages<inventory::v1::ListDonorStockResponse>(
      request, 0, [](auto& page) { return page.mutable_lines(); }, context);
  if (!answer.ok()) return answer.status();
  context->PrintJson(*answer);
  if (context->json()) return absl::OkStatus();
  ReportSheet sheet({{"owner", "#org+funder+name", ShownIn::kBoth, Align::kLeft, Fit::kElide},
                     ItemColumn(),
                     NameColumn(),
                     UnitColumn(),
                     {"opening", "#indicator+opening+num", ShownIn::kBoth, Align::kRight},
                     {"came", "#indicator+received+num", ShownIn::kBoth, Align::kRight},
                     {"used", "#indicator+used+num", ShownIn::kBoth, Align::kRight},
                     {"wasted", "#indicator+wasted+num", ShownIn::kBoth, Align::kRight},
                     {"counted", "#indicator+counted+num", ShownIn::kCsv, Align::kRight},
                     {"transferred", "#indicator+transferred+num", ShownIn::kCsv, Align::kRight},
                     {"kits", "#indicator+kits+num", ShownIn::kCsv, Align::kRight},
                     {"other", "#indicator+other+num", ShownIn::kCsv, Align::kRight},
                     {"left", "#indicator+left+num", ShownIn::kBoth, Align::kRight},
                     {"expired", "#indicator+expired+num", ShownIn::kBoth, Align::kRight},
                     {"quarantine", "#indicator+quarantined+num", ShownIn::kBoth, Align::kRight},
                     {"damaged", "#indicator+damaged+num", ShownIn::kBoth, Align::kRight},
                     {"mixed", "#indicator+mixed+num", ShownIn::kCsv, Align::kRight},
                     {"with", "#org+other+name", ShownIn::kBoth, Align::kLeft, Fit::kElide}});
  std::vector<DonorLine> lines(answer->lines().begin(), answer->lines().end());
  std::stable_sort(lines.begin(), lines.end(), [](const DonorLine& a, const DonorLine& b) {
    return std::string(a.owner()) < std::string(b.owner());
  });
  for (const DonorLine& line : lines) {
    const std::string& item = line.item();
    const auto quantity = [&](int64_t base) { return QuantityCell(base, item, context); };
    sheet.Add({TextCell(line.owner().empty() ? "not recorded" : line.owner(), line.owner()),
               ItemCell(item), NameCell(item, context), UnitCell(item, context),
               quantity(line.opening_quantity()), quantity(line.received_quantity()),
               quantity(line.used_quantity()), quantity(line.wasted_quantity()),
               quantity(line.found_quantity() - line.lost_quantity()),
               quantity(line.transferred_in_quantity() - line.transferred_out_quantity()),
               quantity(line.kits_quantity()), quantity(-line.other_out_quantity()),
               quantity(line.left_quantity()), quantity(line.expired_quantity()),
               quantity(line.quarantined_quantity()), quantity(line.damaged_quantity()),
               quantity(line.mixed_quantity()),
               TextCell(absl::StrJoin(line.other_owners(), "; "))});
  }
  PrintReport("Donors and owners", question, answer->basis(), sheet,
              "nothing of anybody's is recorded", context);
  context->PrintLine(
      "A lot of several owners is told whole under the first; the others stand beside it.");
  context->PrintLine(ShowReportBasis(answer->basis()));
  return absl::OkStatus();
}

}  // namespace

void AddLedgerReportCommands(CLI::App* report, Context* context) {
  auto question = std::make_shared<ReportQuestion>();
  CLI::App* card =
      report->add_subcommand("stock-card", "Every movement of an item, with the balance after it");
  AddReportOptions(card, question.get());
  card->add_option("--item", question->item, "The item")->required();
  card->add_option("--from", question->from, "From this day on [30 days up to --as-of]");
  card->add_option("--place", question->place, "Only at this place");
  card->add_option("--lot", question->lot, "Only this lot");
  card->add_option("--condition", question->condition,
                   "Only in this condition: " + WordsOf<inventory::v1::Condition>());
  card->add_option("--limit", question->limit, "At most the last so many lines; 0: all")
      ->check(CheckCount);
  card->footer(
      "Example:\n  waystation report stock-card --at khojaly-field-hospital --item diesel "
      "--from 2027-06-01");
  card->callback([=] { context->action = [=] { return StockCard(*question, context); }; });

  CLI::App* consumption = report->add_subcommand(
      "consumption", "What was used and what for, wasted and why, counted and received");
  AddReportOptions(consumption, question.get());
  AddItemOption(consumption, question.get());
  consumption->add_option("--from", question->from, "From this day on [the month's first]");
  consumption->add_option("--by", question->by, "A line for each whole, month or day")
      ->capture_default_str();
  consumption->footer(
      "Example:\n  waystation report consumption --at khojaly-field-hospital --from 2027-04-01 "
      "--by month");
  consumption->callback([=] { context->action = [=] { return Consumption(*question, context); }; });

  CLI::App* donor =
      report->add_subcommand("donor", "What each donor or owner brought, and what became of it");
  AddReportOptions(donor, question.get());
  AddItemOption(donor, question.get());
  donor->add_option("--owner", question->owner, "Only this one, as recorded");
  donor->add_option("--from", question->from, "From this day on [the beginning]");
  donor->add_flag("--with-unowned", question->all, "Also what has no owner recorded");
  donor->footer(
      "Example:\n  waystation report donor --at khojaly-field-hospital --owner \"Red Cross\"");
  donor->callback([=] { context->action = [=] { return Donors(*question, context); }; });
}

}  // namespace waystation::cli
