#include "clients/cli/report/report_sheet.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "clients/cli/import/csv_reader.h"
#include "clients/cli/stock/movement_text.h"
#include "clients/cli/text/text.h"
#include "clients/cli/text/times.h"

namespace waystation::cli {
namespace {

constexpr char kByteOrderMark[] = "\xEF\xBB\xBF";

std::string ValueOf(const ReportCell& cell) {
  return cell.is_number ? cell.value : PlainCell(cell.value);
}

}  // namespace

ReportCell TextCell(const std::string& text) { return {text, text, false}; }

ReportCell TextCell(const std::string& shown, const std::string& value) {
  return {shown, value, false};
}

ReportCell CountCell(int64_t count) {
  return {count == 0 ? "" : WithThousands(count), absl::StrCat(count), true};
}

ReportCell QuantityCell(int64_t base, const std::string& item, Context* context) {
  return {base == 0 ? "" : ShowQuantity(base, item, context), absl::StrCat(base), true};
}

ReportCell DayCell(const common::v1::CivilDate& day) { return TextCell(FormatDay(day)); }

std::string PlainCell(const std::string& text) {
  const bool formula = !text.empty() && std::string("=+-@\t\r").find(text[0]) != std::string::npos;
  return formula ? absl::StrCat("'", text) : text;
}

void ReportSheet::Add(std::vector<ReportCell> cells) { rows_.push_back(std::move(cells)); }

Table ReportSheet::ToTable() const {
  std::vector<Column> columns;
  for (const ReportColumn& column : columns_) {
    if (column.shown == ShownIn::kCsv) continue;
    columns.push_back({column.title, column.align, column.fit});
  }
  Table table(std::move(columns));
  for (const auto& row : rows_) {
    std::vector<std::string> cells;
    for (size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i].shown != ShownIn::kCsv) cells.push_back(row[i].shown);
    }
    table.Add(std::move(cells));
  }
  return table;
}

std::string ReportSheet::ToCsv(bool exercise, const std::string& facility,
                               const inventory::v1::ReportBasis& basis) const {
  std::vector<std::string> titles = {"data", "facility", "as_of", "last_record"};
  std::vector<std::string> tags = {"#meta+kind", "#loc+code", "#date+as_of", "#date+reported"};
  const std::vector<std::string> stamp = {exercise ? "EXERCISE" : "REAL", PlainCell(facility),
                                          FormatDay(basis.as_of_date()),
                                          FormatDay(basis.record_date())};
  for (const ReportColumn& column : columns_) {
    if (column.shown == ShownIn::kTable) continue;
    std::string title = column.title;
    std::replace(title.begin(), title.end(), ' ', '_');
    titles.push_back(std::move(title));
    tags.push_back(column.tag);
  }
  std::string text = absl::StrCat(kByteOrderMark, CsvLine(titles, ','), CsvLine(tags, ','));
  for (const auto& row : rows_) {
    std::vector<std::string> fields = stamp;
    for (size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i].shown != ShownIn::kTable) fields.push_back(ValueOf(row[i]));
    }
    absl::StrAppend(&text, CsvLine(fields, ','));
  }
  return text;
}

}  // namespace waystation::cli
