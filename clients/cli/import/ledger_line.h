#ifndef CLIENTS_CLI_IMPORT_LEDGER_LINE_H_
#define CLIENTS_CLI_IMPORT_LEDGER_LINE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "clients/cli/import/import_kind.h"
#include "clients/cli/import/ledger.h"
#include "waystation/inventory/v1/movement.pb.h"

namespace waystation::cli {

// Quantities of a line are at most this, so that no sum of a few leaves 64 bits.
inline constexpr int64_t kMaxLedgerQuantity = 1'000'000'000'000'000;

// Which line it is.
struct LedgerKey {
  // Ids.
  std::string facility;
  std::string item;
  absl::CivilMonth month;
};

struct LedgerLine {
  LedgerKey key;
  int64_t opening = 0;
  int64_t received = 0;
  int64_t distributed = 0;
  int64_t adjustment = 0;
  int64_t closing = 0;

  friend bool SameFigures(const LedgerLine& a, const LedgerLine& b) {
    return a.opening == b.opening && a.received == b.received && a.distributed == b.distributed &&
           a.adjustment == b.adjustment && a.closing == b.closing;
  }
};

// The key. Problems when it can't all be told: nullopt when not even the series can, and a key
// whose month means nothing when only the month can't.
std::optional<LedgerKey> ReadLedgerKey(const CsvRow& row, const LedgerColumns& columns,
                                       std::vector<RowProblem>* problems);

// The figures, into `line`. Problems: what is no whole number, negative where that can't be, and a
// closing that is not opening + received - distributed + adjustment.
void ReadLedgerFigures(const CsvRow& row, const LedgerColumns& columns, LedgerLine* line,
                       std::vector<RowProblem>* problems);

// One movement of a line.
struct LedgerPart {
  // "opening", "received", "found", "distributed" or "lost".
  absl::string_view word;
  inventory::v1::MovementKind kind;
  int64_t quantity = 0;
  // In the site's zone.
  absl::CivilMinute time;
};

// The line's movements when `before` was there as the month began, in order of time. None when
// nothing moved and the opening is as it was.
std::vector<LedgerPart> PartsOfLine(const LedgerLine& line, int64_t before);

// "2019-01".
std::string MonthText(absl::CivilMonth month);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_IMPORT_LEDGER_LINE_H_
