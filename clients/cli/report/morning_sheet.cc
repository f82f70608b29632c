#include "clients/cli/report/morning_sheet.h"

#include <iostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/stock/exception_text.h"
#include "clients/cli/stock/movement_text.h"
#include "clients/cli/text/times.h"
#include "clients/cli/text/words.h"

namespace waystation::cli {
namespace {

using inventory::v1::ExpiringLot;
using inventory::v1::GetMorningSheetResponse;
using inventory::v1::OverdueLine;
using inventory::v1::QuarantineLine;
using inventory::v1::RunOutLine;

// "expired 3 days ago", "today", "12 days".
std::string ShowDaysLeft(const ExpiringLot& lot) {
  if (lot.days_left() > 0) return ShowDays(lot.days_left());
  if (lot.days_left() == 0) return "TODAY";
  return lot.date_kind() == inventory::v1::DATE_KIND_BEST_BEFORE ? "past best before" : "EXPIRED";
}

std::string ShowRunOut(const RunOutLine& line) {
  const std::string day = FormatDay(line.run_out_date());
  switch (line.state()) {
    case inventory::v1::RUN_OUT_STATE_OUT:
      return day.empty() ? "OUT for long" : absl::StrCat("OUT since ", day);
    case inventory::v1::RUN_OUT_STATE_UNKNOWN:
      return absl::StrCat("look: ended ", day, "?");
    default:
      return absl::StrCat(ShowDays(line.days_left()), ", to ", day.substr(5));
  }
}

std::string ShowNext(const RunOutLine& line) {
  if (line.next_delivery().empty()) return "nothing confirmed";
  const std::string day = FormatDay(line.next_delivery_date()).substr(5);
  if (line.gap_days() <= 0) return absl::StrCat(day, ", ", line.next_delivery());
  return absl::StrCat(day, ", ", ShowDays(line.gap_days()), " without");
}

// "vital" where it is; other classes need no word.
std::string ShowVitalInSheet(inventory::v1::VitalClass vital_class) {
  return vital_class == inventory::v1::VITAL_CLASS_VITAL ? "VITAL" : "";
}

void PrintPart(const std::string& title, int count, const Table& table, Context* context) {
  if (count == 0) return;
  context->PrintLine(absl::StrCat("\n", title, " (", count, ")"));
  context->Print(table, "");
}

// "100 kg", "100 kg, 20 kg RECALLED".
std::string ShowLeftOf(const RunOutLine& line, Context* context) {
  std::vector<std::string> parts;
  if (line.usable_quantity() != 0) {
    parts.push_back(ShowQuantity(line.usable_quantity(), line.item(), context));
  }
  if (line.recalled_quantity() != 0) {
    parts.push_back(ShowQuantity(line.recalled_quantity(), line.item(), context) + " RECALLED");
  }
  return absl::StrJoin(parts, ", ");
}

void PrintRunOuts(const GetMorningSheetResponse& sheet, Context* context) {
  Table table({{"", Align::kLeft, Fit::kElide}, {""}, {""}, {"", Align::kRight}, {""}});
  for (const RunOutLine& line : sheet.run_outs()) {
    table.Add({ShowItem(line.item(), context), ShowVitalInSheet(line.vital_class()),
               ShowRunOut(line), ShowLeftOf(line, context), ShowNext(line)});
  }
  PrintPart("Runs out before the next confirmed delivery", sheet.run_out_count(), table, context);
}

template <typename Lines>
void PrintOverdue(const std::string& title, const Lines& lines, int count, Context* context) {
  Table table({{""}, {""}, {""}, {"", Align::kLeft, Fit::kElide}});
  for (const OverdueLine& line : lines) {
    table.Add({line.number(),
               absl::StrCat("due ", FormatDay(line.due_date()), ", ", ShowDays(line.overdue_days()),
                            " ago"),
               absl::StrCat(line.item_count(), line.item_count() == 1 ? " item" : " items"),
               ShortName(line.counterpart())});
  }
  PrintPart(title, count, table, context);
}

void PrintQuarantine(const GetMorningSheetResponse& sheet, Context* context) {
  Table table({{"", Align::kLeft, Fit::kElide},
               {"", Align::kRight},
               {""},
               {"", Align::kLeft, Fit::kElide},
               {""},
               {"", Align::kLeft, Fit::kElide}});
  for (const QuarantineLine& line : sheet.quarantine()) {
    table.Add({ShowItem(line.item(), context), ShowQuantity(line.quantity(), line.item(), context),
               line.place(), line.lot(), ShowDays(line.waiting_days()), line.owner()});
  }
  PrintPart("Waits in quarantine for a decision", sheet.quarantine_count(), table, context);
}

void PrintExceptions(const GetMorningSheetResponse& sheet, Context* context) {
  Table table({{""}, {"", Align::kLeft, Fit::kElide}});
  for (const auto& exception : sheet.exceptions()) {
    table.Add(
        {FormatAge(absl::Seconds(exception.age_seconds())), ShowException(exception, context)});
  }
  PrintPart("Recorded, and needs someone (waystation exception list)", sheet.exception_count(),
            table, context);
}

void PrintParts(const GetMorningSheetResponse& sheet, Context* context) {
  PrintRunOuts(sheet, context);
  ReportSheet expiring = ExpirySheet();
  for (const ExpiringLot& lot : sheet.expiring_lots()) AddExpiringLot(lot, context, expiring);
  PrintPart(absl::StrCat("Expires within ", ShowDays(sheet.within_days())),
            sheet.expiring_lot_count(), expiring.ToTable(), context);
  PrintOverdue("Deliveries overdue", sheet.overdue_deliveries(), sheet.overdue_delivery_count(),
               context);
  PrintOverdue("Requisitions overdue", sheet.overdue_requisitions(),
               sheet.overdue_requisition_count(), context);
  PrintQuarantine(sheet, context);
  PrintExceptions(sheet, context);
}

// Part, item, lot or number, day, days, quantity, and the rest in words.
struct SheetRow {
  std::string part;
  std::string item;
  std::string reference;
  common::v1::CivilDate day;
  int64_t days = 0;
  int64_t quantity = 0;
  std::string words;
};

std::vector<SheetRow> SheetRows(const GetMorningSheetResponse& sheet, Context* context) {
  std::vector<SheetRow> rows;
  for (const RunOutLine& line : sheet.run_outs()) {
    rows.push_back({"runs-out", line.item(), line.next_delivery(), line.run_out_date(),
                    line.days_left(), line.usable_quantity(), ShowRunOut(line)});
  }
  for (const ExpiringLot& lot : sheet.expiring_lots()) {
    rows.push_back({"expires", lot.item(), lot.lot(), lot.expiry_date(), lot.days_left(),
                    lot.quantity(), ShowDaysLeft(lot)});
  }
  const auto add_overdue = [&rows](const char* part, const auto& lines) {
    for (const OverdueLine& line : lines) {
      rows.push_back({part, "", line.number(), line.due_date(), -line.overdue_days(),
                      line.item_count(), ShortName(line.counterpart())});
    }
  };
  add_overdue("delivery-overdue", sheet.overdue_deliveries());
  add_overdue("requisition-overdue", sheet.overdue_requisitions());
  for (const QuarantineLine& line : sheet.quarantine()) {
    rows.push_back({"quarantine", line.item(), line.lot(), line.since_date(), -line.waiting_days(),
                    line.quantity(), line.owner()});
  }
  for (const auto& exception : sheet.exceptions()) {
    rows.push_back({"exception", exception.item(), ShortName(exception.name()), exception.day(),
                    -exception.age_seconds() / 86400, exception.outstanding_quantity(),
                    ShowException(exception, context)});
  }
  return rows;
}

ReportSheet CsvSheet(const GetMorningSheetResponse& sheet, Context* context) {
  ReportSheet list({{"part", "#indicator+name"},
                    ItemColumn(),
                    NameColumn(),
                    UnitColumn(),
                    {"reference", "#meta+id"},
                    {"day", "#date+due"},
                    {"days", "#indicator+days+num"},
                    {"quantity", "#indicator+quantity+num"},
                    {"words", "#description"}});
  for (const SheetRow& row : SheetRows(sheet, context)) {
    const bool about_item = !row.item.empty();
    list.Add({TextCell(row.part), about_item ? ItemCell(row.item) : TextCell(""),
              about_item ? NameCell(row.item, context) : TextCell(""),
              about_item ? UnitCell(row.item, context) : TextCell(""), TextCell(row.reference),
              DayCell(row.day), CountCell(row.days), CountCell(row.quantity), TextCell(row.words)});
  }
  return list;
}

}  // namespace

ReportSheet ExpirySheet() {
  return ReportSheet({ItemColumn(),
                      NameColumn(),
                      UnitColumn(),
                      {"lot", "#item+lot", ShownIn::kBoth, Align::kLeft, Fit::kElide},
                      {"expires", "#date+expiry"},
                      {"left", "#status+text"},
                      {"days", "#indicator+days_left+num", ShownIn::kCsv},
                      {"quantity", "#indicator+stock+num", ShownIn::kBoth, Align::kRight},
                      {"unused", "#indicator+expires_unused+num", ShownIn::kBoth, Align::kRight},
                      {"use a day", "#indicator+daily_use", ShownIn::kCsv},
                      {"owner", "#org+funder+name", ShownIn::kCsv}});
}

void AddExpiringLot(const ExpiringLot& lot, Context* context, ReportSheet& sheet) {
  ReportCell unused = QuantityCell(lot.expires_unused_quantity(), lot.item(), context);
  const auto evidence = lot.daily_use().evidence();
  // Then nobody can tell, which is not the same as nothing.
  if (unused.shown.empty() && (evidence == inventory::v1::USE_EVIDENCE_UNUSED ||
                               evidence == inventory::v1::USE_EVIDENCE_NONE)) {
    unused = TextCell(ShowDailyUse(lot.daily_use(), lot.item(), context), "");
  }
  sheet.Add({ItemCell(lot.item()), NameCell(lot.item(), context), UnitCell(lot.item(), context),
             TextCell(lot.lot()), DayCell(lot.expiry_date()), TextCell(ShowDaysLeft(lot)),
             CountCell(lot.days_left()), QuantityCell(lot.quantity(), lot.item(), context), unused,
             TextCell(ShowDailyUse(lot.daily_use(), lot.item(), context)), TextCell(lot.owner())});
}

void PrintMorningSheet(const GetMorningSheetResponse& sheet, const ReportQuestion& question,
                       Context* context) {
  if (context->csv()) {
    PrintReport("", question, sheet.basis(), CsvSheet(sheet, context), "", context);
    return;
  }
  context->PrintHeading(absl::StrCat("Morning sheet, ", ShortName(FacilityName(question.at)), ", ",
                                     FormatDay(sheet.basis().as_of_date())));
  const bool quiet = sheet.run_out_count() == 0 && sheet.expiring_lot_count() == 0 &&
                     sheet.overdue_delivery_count() == 0 &&
                     sheet.overdue_requisition_count() == 0 && sheet.quarantine_count() == 0 &&
                     sheet.exception_count() == 0;
  context->PrintLine(ShowReportBasis(sheet.basis()));
  if (quiet) context->PrintLine("Nothing runs out, expires, is overdue or waits.");
  PrintParts(sheet, context);
  if (sheet.incomplete()) {
    context->PrintLine("\nNOT ALL: there is more here than one sheet can look at.");
  }
}

}  // namespace waystation::cli
