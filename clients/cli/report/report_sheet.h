// A report's lines, as a table for a terminal or as CSV for a spreadsheet and for other programs.
//
// CSV is RFC 4180 with a byte order mark, without which spreadsheets misread Azerbaijani, Armenian
// and Russian. Its second row holds HXL hashtags (HXL standard 1.1, hxlstandard.org): the tags are
// those of its dictionary (#item, #loc, #org, #date, #indicator, #status, #activity, #description,
// #meta); attributes that the dictionary has not, such as +expiry, are allowed by it. Quantities
// are whole base units, whose name stands beside them. Text that a spreadsheet would take for a
// formula
// (= + - @, tab or CR first) gets an apostrophe before it.
#ifndef CLIENTS_CLI_REPORT_REPORT_SHEET_H_
#define CLIENTS_CLI_REPORT_REPORT_SHEET_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "clients/cli/context.h"
#include "clients/cli/text/table.h"
#include "waystation/common/v1/civil_date.pb.h"
#include "waystation/inventory/v1/report_line.pb.h"

namespace waystation::cli {

enum class ShownIn { kBoth, kTable, kCsv };

struct ReportColumn {
  std::string title;
  std::string tag;  // HXL; not needed of a column that the table alone has.
  ShownIn shown = ShownIn::kBoth;
  Align align = Align::kLeft;
  Fit fit = Fit::kWhole;
};

// One value as people read it and as programs do.
struct ReportCell {
  std::string shown;
  std::string value;
  bool is_number = false;
};

ReportCell TextCell(const std::string& text);
ReportCell TextCell(const std::string& shown, const std::string& value);
// Nothing in a table when 0.
ReportCell CountCell(int64_t count);
// With its unit, in a table; nothing when 0.
ReportCell QuantityCell(int64_t base, const std::string& item, Context* context);
ReportCell DayCell(const common::v1::CivilDate& day);

// A text that a spreadsheet does not take for a formula.
std::string PlainCell(const std::string& text);

class ReportSheet {
 public:
  explicit ReportSheet(std::vector<ReportColumn> columns) : columns_(std::move(columns)) {}

  // REQUIRES: a cell for each column.
  void Add(std::vector<ReportCell> cells);
  bool empty() const { return rows_.empty(); }

  Table ToTable() const;
  // Every row begins with what the report is of: kind of data (an exercise is stamped), facility,
  // day asked about, and the facility's last record.
  std::string ToCsv(bool exercise, const std::string& facility,
                    const inventory::v1::ReportBasis& basis) const;

 private:
  const std::vector<ReportColumn> columns_;
  std::vector<std::vector<ReportCell>> rows_;
};

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_REPORT_REPORT_SHEET_H_
