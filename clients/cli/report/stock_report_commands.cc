#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "clients/cli/commands.h"
#include "clients/cli/paging.h"
#include "clients/cli/report/morning_sheet.h"
#include "clients/cli/report/report_question.h"
#include "clients/cli/stock/movement_text.h"
#include "clients/cli/text/words.h"
#include "waystation/inventory/v1/report.pb.h"

namespace waystation::cli {
namespace {

using inventory::v1::ExpiringLot;
using inventory::v1::MinimumMaximumLine;
using inventory::v1::StockOutLine;

absl::Status Expiry(const ReportQuestion& question, Context* context) {
  inventory::v1::ListExpiringLotsRequest request;
  if (absl::Status status = AskOf(question, context, &request); !status.ok()) return status;
  if (!question.item.empty()) request.set_item(ItemName(question.item));
  request.set_within_days(question.days);
  request.set_look_back_days(question.look_back_days);
  auto answer = ReadPages<inventory::v1::ListExpiringLotsResponse>(
      request, 0, [](auto& page) { return page.mutable_lots(); }, context);
  if (!answer.ok()) return answer.status();
  context->PrintJson(*answer);
  if (context->json()) return absl::OkStatus();
  ReportSheet sheet = ExpirySheet();
  std::vector<ExpiringLot> lots(answer->lots().begin(), answer->lots().end());
  std::stable_sort(lots.begin(), lots.end(), [](const ExpiringLot& a, const ExpiringLot& b) {
    return a.days_left() < b.days_left();
  });
  for (const ExpiringLot& lot : lots) AddExpiringLot(lot, context, sheet);
  PrintReport(absl::StrCat("Expiring within ", ShowDays(question.days == 0 ? 90 : question.days)),
              question, answer->basis(), sheet, "nothing expires", context);
  context->PrintLine(ShowReportBasis(answer->basis()));
  return absl::OkStatus();
}

// "06-03 to 06-07, 06-20": the days out, the last first, as far as there is room.
std::string ShowPeriods(const StockOutLine& line) {
  std::string text;
  for (int i = line.periods_size(); i-- > 0;) {
    const std::string first = FormatDay(line.periods(i).first_date());
    const std::string last = FormatDay(line.periods(i).last_date());
    absl::StrAppend(&text, text.empty() ? "" : ", ", first.substr(5),
                    first == last ? "" : absl::StrCat(" to ", last.substr(5)));
  }
  return text;
}

std::string ShowShare(int64_t out, int64_t days) {
  if (days == 0) return "no days known";
  return absl::StrFormat("%d of %d item-days (%.1f %%)", out, days,
                         100.0 * static_cast<double>(out) / static_cast<double>(days));
}

void Sum(const inventory::v1::StockOutTotals& page, inventory::v1::StockOutTotals* all) {
  all->set_item_count(all->item_count() + page.item_count());
  all->set_item_days(all->item_days() + page.item_days());
  all->set_stock_out_item_days(all->stock_out_item_days() + page.stock_out_item_days());
  all->set_vital_item_count(all->vital_item_count() + page.vital_item_count());
  all->set_vital_item_days(all->vital_item_days() + page.vital_item_days());
  all->set_vital_stock_out_item_days(all->vital_stock_out_item_days() +
                                     page.vital_stock_out_item_days());
}

ReportSheet StockOutSheet() {
  return ReportSheet(
      {ItemColumn(),
       NameColumn(),
       {"class", "#item+type"},
       {"out", "#indicator+stockout_days+num", ShownIn::kBoth, Align::kRight},
       {"in", "#indicator+in_stock_days+num", ShownIn::kBoth, Align::kRight},
       {"expired", "#indicator+expired_only_days+num", ShownIn::kBoth, Align::kRight},
       {"before first", "#indicator+before_first_days+num", ShownIn::kCsv},
       {"unknown", "#indicator+unknown_days+num", ShownIn::kBoth, Align::kRight},
       {"now", "#status"},
       {"when", "#date+out", ShownIn::kBoth, Align::kLeft, Fit::kElide}});
}

absl::Status StockOuts(const ReportQuestion& question, Context* context) {
  inventory::v1::ListStockOutsRequest request;
  if (absl::Status status = AskOf(question, context, &request); !status.ok()) return status;
  if (!question.item.empty()) request.set_item(ItemName(question.item));
  if (!question.vital_class.empty()) {
    auto vital_class = ParseWord<inventory::v1::VitalClass>(question.vital_class);
    if (!vital_class.ok()) return WrongOption("--class", vital_class.status());
    request.set_vital_class(*vital_class);
  }
  request.set_look_back_days(question.days);
  inventory::v1::StockOutTotals totals;
  auto answer = ReadPages<inventory::v1::ListStockOutsResponse>(
      request, 0, [](auto& page) { return page.mutable_lines(); }, context,
      [&totals](const auto& page) { Sum(page.totals(), &totals); });
  if (!answer.ok()) return answer.status();
  *answer->mutable_totals() = totals;
  context->PrintJson(*answer);
  if (context->json()) return absl::OkStatus();
  ReportSheet sheet = StockOutSheet();
  std::vector<StockOutLine> lines(answer->lines().begin(), answer->lines().end());
  std::stable_sort(lines.begin(), lines.end(), [](const StockOutLine& a, const StockOutLine& b) {
    return std::tuple(a.vital_class(), -a.stock_out_days()) <
           std::tuple(b.vital_class(), -b.stock_out_days());
  });
  for (const StockOutLine& line : lines) {
    // What never was out is in the sums; in CSV every item has its line.
    if (!question.all && !context->csv() && line.stock_out_days() == 0) continue;
    sheet.Add({ItemCell(line.item()), NameCell(line.item(), context),
               TextCell(Word(line.vital_class())), CountCell(line.stock_out_days()),
               CountCell(line.in_stock_days()), CountCell(line.expired_only_days()),
               CountCell(line.before_first_days()), CountCell(line.unknown_days()),
               TextCell(line.out_now() ? "OUT" : ""), TextCell(ShowPeriods(line))});
  }
  PrintReport(absl::StrCat("Days out of stock from ", FormatDay(answer->from_date())), question,
              answer->basis(), sheet, "nothing was out of stock", context);
  context->PrintLine(absl::StrCat(
      "Vital items out: ", ShowShare(totals.vital_stock_out_item_days(), totals.vital_item_days()),
      "; all: ", ShowShare(totals.stock_out_item_days(), totals.item_days()), "."));
  context->PrintLine(ShowReportBasis(answer->basis()));
  return absl::OkStatus();
}

// With a star where the daily use is weak evidence.
std::string ShowLevelState(const MinimumMaximumLine& line) {
  const bool weak = line.daily_use().evidence() == inventory::v1::USE_EVIDENCE_WEAK;
  switch (line.state()) {
    case inventory::v1::MINIMUM_MAXIMUM_STATE_OUT:
      return weak ? "OUT *" : "OUT";
    case inventory::v1::MINIMUM_MAXIMUM_STATE_BELOW_MINIMUM:
      return weak ? "BELOW *" : "BELOW";
    case inventory::v1::MINIMUM_MAXIMUM_STATE_BETWEEN:
      return weak ? "*" : "";
    case inventory::v1::MINIMUM_MAXIMUM_STATE_ABOVE_MAXIMUM:
      return weak ? "above *" : "above";
    default:
      return PlainWord(line.state());
  }
}

// "2.4": months with a tenth.
std::string ShowMonths(const MinimumMaximumLine& line) {
  if (!line.has_stock_months_tenths()) return "";
  return absl::StrCat(line.stock_months_tenths() / 10, ".", line.stock_months_tenths() % 10);
}

ReportSheet MinimumMaximumSheet() {
  return ReportSheet({ItemColumn(),
                      NameColumn(),
                      UnitColumn(),
                      {"class", "#item+type", ShownIn::kCsv},
                      {"state", "#status"},
                      {"usable", "#indicator+usable+num", ShownIn::kBoth, Align::kRight},
                      {"months", "#indicator+months_of_stock+num", ShownIn::kBoth, Align::kRight},
                      {"a day", "#indicator+daily_use", ShownIn::kCsv},
                      {"a month", "#indicator+monthly_use+num", ShownIn::kCsv},
                      {"minimum", "#indicator+minimum+num", ShownIn::kBoth, Align::kRight},
                      {"maximum", "#indicator+maximum+num", ShownIn::kBoth, Align::kRight},
                      {"on order", "#indicator+on_order+num", ShownIn::kBoth, Align::kRight},
                      {"to order", "#indicator+proposed+num", ShownIn::kBoth, Align::kRight},
                      {"expires unused", "#indicator+expires_unused+num", ShownIn::kCsv},
                      {"quarantine", "#indicator+quarantined+num", ShownIn::kCsv},
                      {"used", "#indicator+used+num", ShownIn::kCsv},
                      {"in stock days", "#indicator+in_stock_days+num", ShownIn::kCsv},
                      {"evidence", "#indicator+evidence", ShownIn::kCsv}});
}

// What has no value has none in CSV either: nothing known is not nothing.
ReportCell MaybeQuantity(bool has, int64_t base, const std::string& item, Context* context) {
  if (!has) return TextCell("");
  ReportCell cell = QuantityCell(base, item, context);
  if (cell.shown.empty()) cell.shown = "0";
  return cell;
}

void AddMinimumMaximum(const MinimumMaximumLine& line, Context* context, ReportSheet& sheet) {
  const std::string& item = line.item();
  const auto quantity = [&](int64_t base) { return QuantityCell(base, item, context); };
  sheet.Add(
      {ItemCell(item), NameCell(item, context), UnitCell(item, context),
       TextCell(Word(line.vital_class())), TextCell(ShowLevelState(line), Word(line.state())),
       quantity(line.usable_quantity()), TextCell(ShowMonths(line)),
       TextCell(ShowDailyUse(line.daily_use(), item, context)),
       MaybeQuantity(line.has_average_monthly_quantity(), line.average_monthly_quantity(), item,
                     context),
       MaybeQuantity(line.has_minimum_quantity(), line.minimum_quantity(), item, context),
       MaybeQuantity(line.has_maximum_quantity(), line.maximum_quantity(), item, context),
       quantity(line.on_order_quantity()),
       MaybeQuantity(line.has_proposed_quantity(), line.proposed_quantity(), item, context),
       MaybeQuantity(line.has_minimum_quantity(), line.expires_unused_quantity(), item, context),
       quantity(line.quarantined_quantity()), quantity(line.daily_use().consumed_quantity()),
       CountCell(line.daily_use().in_stock_days()), TextCell(Word(line.daily_use().evidence()))});
}

absl::Status MinimumMaximum(const ReportQuestion& question, Context* context) {
  inventory::v1::ListMinimumMaximumRequest request;
  if (absl::Status status = AskOf(question, context, &request); !status.ok()) return status;
  if (!question.item.empty()) request.set_item(ItemName(question.item));
  request.set_look_back_days(question.look_back_days);
  if (question.lead_time_days >= 0) request.set_lead_time_days(question.lead_time_days);
  if (question.safety_days >= 0) request.set_safety_days(question.safety_days);
  if (question.review_days >= 0) request.set_review_days(question.review_days);
  auto answer = ReadPages<inventory::v1::ListMinimumMaximumResponse>(
      request, 0, [](auto& page) { return page.mutable_lines(); }, context);
  if (!answer.ok()) return answer.status();
  context->PrintJson(*answer);
  if (context->json()) return absl::OkStatus();
  ReportSheet sheet = MinimumMaximumSheet();
  std::vector<MinimumMaximumLine> lines(answer->lines().begin(), answer->lines().end());
  std::stable_sort(
      lines.begin(), lines.end(), [](const MinimumMaximumLine& a, const MinimumMaximumLine& b) {
        return std::tuple(a.state(), a.vital_class()) < std::tuple(b.state(), b.vital_class());
      });
  for (const MinimumMaximumLine& line : lines) AddMinimumMaximum(line, context, sheet);
  PrintReport("Minimum and maximum", question, answer->basis(), sheet, "nothing was ever here",
              context);
  context->PrintLine(absl::StrCat("Daily use of the last ", ShowDays(answer->look_back_days()),
                                  " in stock; minimum = ", answer->lead_time_days(),
                                  question.lead_time_days < 0 ? " (assumed: give --lead-time)" : "",
                                  " + ", answer->safety_days(),
                                  " days of it; maximum = ", answer->review_days(),
                                  " days more. * used on fewer than 14 days in stock."));
  context->PrintLine(ShowReportBasis(answer->basis()));
  return absl::OkStatus();
}

absl::Status Morning(const ReportQuestion& question, Context* context) {
  inventory::v1::GetMorningSheetRequest request;
  if (absl::Status status = AskOf(question, context, &request); !status.ok()) return status;
  request.set_within_days(question.days);
  auto sheet = context->client().Read<inventory::v1::GetMorningSheetResponse>(request);
  if (!sheet.ok()) return sheet.status();
  context->PrintJson(*sheet);
  if (!context->json()) PrintMorningSheet(*sheet, question, context);
  return absl::OkStatus();
}

// A number of days for `option`, where `least` is the least that makes sense.
void AddDays(CLI::App* report, const char* option, int* days, const char* help, int least = 1) {
  report->add_option(option, *days, help)->check(CLI::Range(least, 3650));
}

void AddOrderOptions(CLI::App* report, ReportQuestion* question) {
  AddDays(report, "--look-back", &question->look_back_days, "Days to take the daily use from [30]");
  AddDays(report, "--lead-time", &question->lead_time_days,
          "Days from an order to its arrival [14]", 0);
  AddDays(report, "--safety", &question->safety_days,
          "Days that the safety stock covers [half of --review]", 0);
  AddDays(report, "--review", &question->review_days, "Days from one order to the next [30]");
}

}  // namespace

void AddStockReportCommands(CLI::App* report, Context* context) {
  auto question = std::make_shared<ReportQuestion>();
  CLI::App* morning = report->add_subcommand(
      "morning", "What needs someone today: what runs out, expires, is overdue, or waits");
  AddReportOptions(morning, question.get());
  AddDays(morning, "--within", &question->days, "Look so many days ahead [14]");
  morning->footer("Example:\n  waystation report morning --at khojaly-field-hospital");
  morning->callback([=] { context->action = [=] { return Morning(*question, context); }; });

  CLI::App* expiry =
      report->add_subcommand("expiry", "Lots by date, and what will expire before it is used");
  AddReportOptions(expiry, question.get());
  AddItemOption(expiry, question.get());
  AddDays(expiry, "--within", &question->days, "Look so many days ahead [90]");
  AddDays(expiry, "--look-back", &question->look_back_days, "Days to take the daily use from [30]");
  expiry->footer("Example:\n  waystation report expiry --at khojaly-field-hospital --within 60");
  expiry->callback([=] { context->action = [=] { return Expiry(*question, context); }; });

  CLI::App* outs = report->add_subcommand("stock-outs", "Days on which items were out of stock");
  AddReportOptions(outs, question.get());
  AddItemOption(outs, question.get());
  AddDays(outs, "--days", &question->days, "So many days up to --as-of [30]");
  outs->add_option("--class", question->vital_class,
                   "Only items that are " + WordsOf<inventory::v1::VitalClass>() + " there");
  outs->add_flag("--all", question->all, "Also items that never were out");
  outs->footer(
      "Example:\n  waystation report stock-outs --at khojaly-field-hospital --as-of 2027-06-30");
  outs->callback([=] { context->action = [=] { return StockOuts(*question, context); }; });

  CLI::App* minimum = report->add_subcommand("min-max", "Minimum, maximum and what to order");
  AddReportOptions(minimum, question.get());
  AddItemOption(minimum, question.get());
  AddOrderOptions(minimum, question.get());
  minimum->footer(
      "Example:\n  waystation report min-max --at khojaly-field-hospital --lead-time 10 "
      "--review 30");
  minimum->callback([=] { context->action = [=] { return MinimumMaximum(*question, context); }; });
}

}  // namespace waystation::cli
