#ifndef CLIENTS_CLI_TEXT_TABLE_H_
#define CLIENTS_CLI_TEXT_TABLE_H_

#include <cstddef>
#include <string>
#include <vector>

namespace waystation::cli {

enum class Align { kLeft, kRight };

// What a narrow terminal may do to a column: ids, dates and numbers are shown whole or are useless.
enum class Fit { kWhole, kElide };

struct Column {
  std::string title;
  Align align = Align::kLeft;
  Fit fit = Fit::kWhole;
};

// Rows of text under titles, aligned by what a terminal shows, two spaces apart.
class Table {
 public:
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  // REQUIRES: one cell per column. Line breaks in a cell are shown as spaces.
  void Add(std::vector<std::string> cells);

  bool empty() const { return rows_.empty(); }

  // Titles, unless none has any, then rows; each line ends without blanks and with a newline.
  // Columns that are empty in every row are left out. When a line would be wider than `max_width`
  // the widest kElide columns are narrowed, their cells elided, as far as kLeastWidth; 0 sets no
  // limit.
  std::string Render(size_t max_width = 0) const;

 private:
  static constexpr size_t kLeastWidth = 12;

  void Narrow(const std::vector<size_t>& shown, size_t max_width,
              std::vector<size_t>& widths) const;

  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_TEXT_TABLE_H_
