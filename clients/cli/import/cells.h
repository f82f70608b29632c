#ifndef CLIENTS_CLI_IMPORT_CELLS_H_
#define CLIENTS_CLI_IMPORT_CELLS_H_

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "clients/cli/import/import_kind.h"
#include "clients/cli/text/words.h"
#include "google/protobuf/repeated_field.h"
#include "waystation/common/v1/localized_text.pb.h"

namespace waystation::cli {

// Reads the cells of one row, noting all that is wrong with them. Columns are named as the file
// names them; REQUIRES: it has them.
class Cells {
 public:
  // REQUIRES: both outlive this.
  Cells(const CsvRow* row, std::vector<RowProblem>* problems) : row_(row), problems_(problems) {}

  const std::string& Text(absl::string_view column) const { return row_->Text(column); }
  // An id: 1 to 63 of a-z, 0-9 and '-', neither first nor last a '-'.
  std::string Id(absl::string_view column) const;
  // A whole number from `least` to `most`; `when_empty` for an empty cell, else a problem.
  int64_t Number(absl::string_view column, int64_t least, int64_t most,
                 std::optional<int64_t> when_empty) const;
  // A decimal number of at least 0 in units of 10^-`digits`: "1.5" with 3 digits is 1500. Further
  // digits than that, signs, exponents and a decimal comma are problems. Empty is 0.
  int64_t Decimal(absl::string_view column, int digits) const;
  // "yes" or "no".
  bool YesNo(absl::string_view column) const;
  // A word of the enum; `when_empty` for an empty cell when it is given.
  template <typename Enum>
  Enum WordIn(absl::string_view column, std::optional<Enum> when_empty = std::nullopt) const {
    const std::string& text = Text(column);
    if (text.empty() && when_empty.has_value()) return *when_empty;
    absl::StatusOr<Enum> value = ParseWord<Enum>(text);
    if (value.ok()) return *value;
    Problem(column, std::string(value.status().message()));
    return Enum{};
  }
  // Notes a problem with a cell; `text` is worded "got X, want Y".
  void Problem(absl::string_view column, const std::string& text) const;
  // The value, or a problem and `otherwise`.
  template <typename Value>
  Value Need(absl::string_view column, absl::StatusOr<Value> value, Value otherwise) const {
    if (value.ok()) return *std::move(value);
    Problem(column, std::string(value.status().message()));
    return otherwise;
  }
  // Notes a problem for each of the columns whose text differs from `first`'s.
  void SameAs(const CsvRow& first, std::initializer_list<absl::string_view> same) const;

 private:
  const CsvRow* row_;
  std::vector<RowProblem>* problems_;
};

using Names = google::protobuf::RepeatedPtrField<common::v1::LocalizedText>;

// Adds the names in the columns name_az, name_hy, name_ru and name_en; a problem when all are
// empty.
void AddNames(const Cells& cells, Names* names);

// As in Cells::Id.
bool IsId(absl::string_view text);

// An id made of a code or a name: letters of ASCII small, all else one '-', at most 63. Empty when
// nothing is left of it. Two texts may make the same id.
std::string IdOf(absl::string_view text);

// The zone of a facility of `facts`; UTC and a problem when there is none.
absl::TimeZone ZoneOf(const Cells& cells, const std::string& facility, const ImportFacts& facts);

// The time that the columns `day` and `time` say, in the zone.
absl::Time TimeOf(const Cells& cells, absl::TimeZone zone, const ImportFacts& facts);

// Day zero in the zone.
absl::CivilDay DayZero(absl::TimeZone zone, const ImportFacts& facts);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_IMPORT_CELLS_H_
