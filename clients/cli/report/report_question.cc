#include "clients/cli/report/report_question.h"

#include <CLI/CLI.hpp>
#include <iostream>

#include "absl/strings/str_cat.h"
#include "clients/cli/stock/movement_text.h"
#include "clients/cli/text/quantity.h"
#include "clients/cli/text/text.h"
#include "clients/cli/text/times.h"

namespace waystation::cli {

void AddReportOptions(CLI::App* report, ReportQuestion* question) {
  report->add_option("--at", question->at, "The facility")->required();
  report->add_option("--as-of", question->as_of,
                     "At the end of this day there, such as 2027-06-30 [now]");
}

void AddItemOption(CLI::App* report, ReportQuestion* question) {
  report->add_option("--item", question->item, "Only this item");
}

ReportColumn ItemColumn() { return {"item", "#item+code", ShownIn::kCsv}; }

ReportColumn NameColumn() {
  return {"name", "#item+name", ShownIn::kBoth, Align::kLeft, Fit::kElide};
}

ReportColumn UnitColumn() { return {"unit", "#item+unit", ShownIn::kCsv}; }

ReportCell ItemCell(const std::string& item) { return TextCell(ShortName(item)); }

ReportCell NameCell(const std::string& item, Context* context) {
  return TextCell(ShowItem(item, context));
}

ReportCell UnitCell(const std::string& item, Context* context) {
  const auto items = context->Items();
  if (!items.ok()) return TextCell("");
  const auto found = (*items)->find(item);
  return TextCell(found == (*items)->end() ? "" : BaseUnitName(found->second.base_unit()));
}

std::string ShowReportBasis(const inventory::v1::ReportBasis& basis) {
  if (!basis.has_record_date()) return "The facility has recorded nothing by then.";
  std::string text = absl::StrCat("Last record: ", FormatDay(basis.record_date()));
  if (basis.record_age_days() > 0) {
    absl::StrAppend(&text, ", ", ShowDays(basis.record_age_days()),
                    " before; nothing is known of the time since");
  }
  return absl::StrCat(text, ". Of inventory/main up to ", WithThousands(basis.log_revision()), ".");
}

void PrintReport(const std::string& title, const ReportQuestion& question,
                 const inventory::v1::ReportBasis& basis, const ReportSheet& sheet,
                 const std::string& when_empty, Context* context) {
  const std::string facility = ShortName(FacilityName(question.at));
  if (context->csv()) {
    std::cout << sheet.ToCsv(context->exercise(), facility, basis);
    return;
  }
  context->PrintHeading(
      absl::StrCat(title, ", ", facility, ", at the end of ", FormatDay(basis.as_of_date())));
  context->Print(sheet.ToTable(), when_empty);
}

std::string ShowDailyUse(const inventory::v1::DailyUse& use, const std::string& item,
                         Context* context) {
  switch (use.evidence()) {
    case inventory::v1::USE_EVIDENCE_NONE:
      return "no evidence";
    case inventory::v1::USE_EVIDENCE_UNUSED:
      return "not used";
    default:
      break;
  }
  const auto items = context->Items();
  auto unit = inventory::v1::BASE_UNIT_EACH;
  if (items.ok()) {
    const auto found = (*items)->find(item);
    if (found != (*items)->end()) unit = found->second.base_unit();
  }
  std::string text = FormatDailyUse(use.consumed_quantity(), use.in_stock_days(), unit);
  if (use.evidence() == inventory::v1::USE_EVIDENCE_WEAK) {
    absl::StrAppend(&text, " (", ShowDays(use.in_stock_days()), ")");
  }
  return text;
}

}  // namespace waystation::cli
