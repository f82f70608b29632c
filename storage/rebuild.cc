#include "storage/rebuild.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "storage/base/status_macros.h"

namespace waystation::storage {
namespace {

constexpr size_t kMaxDifferencesKept = 100;
constexpr size_t kMaxDifferencesShown = 10;

std::string WithThousands(int64_t number) {
  const std::string digits = absl::StrCat(number);
  std::string grouped;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) grouped.push_back(',');
    grouped.push_back(digits[i]);
  }
  return grouped;
}

}  // namespace

std::string EqualityReport::ToString() const {
  const std::string rows =
      absl::StrCat(WithThousands(rows_compared), rows_compared == 1 ? " row" : " rows");
  if (equal()) return absl::StrCat(rows, ", all equal");
  std::string text = absl::StrCat(rows, ", ", WithThousands(difference_count), " differ");
  const size_t shown = std::min(differences.size(), kMaxDifferencesShown);
  for (size_t i = 0; i < shown; ++i) {
    const RowDifference& difference = differences[i];
    absl::string_view kind = "changed";
    if (!difference.live_present) kind = "missing";
    if (!difference.rebuilt_present) kind = "extra";
    absl::StrAppend(&text, "\n", kind, " ", absl::BytesToHexString(difference.key));
  }
  return text;
}

absl::StatusOr<EqualityReport> CompareRows(const RowReader& live, const RowReader& rebuilt) {
  EqualityReport report;
  const auto a = live.Scan("", "");
  const auto b = rebuilt.Scan("", "");
  while (a->Valid() || b->Valid()) {
    // A cursor that failed must not pass for one at its end.
    if (!a->Valid()) RETURN_IF_ERROR(a->status());
    if (!b->Valid()) RETURN_IF_ERROR(b->status());
    const bool in_live = a->Valid() && (!b->Valid() || a->key() <= b->key());
    const bool in_rebuilt = b->Valid() && (!a->Valid() || b->key() <= a->key());
    ++report.rows_compared;
    if (!in_live || !in_rebuilt || a->value() != b->value()) {
      ++report.difference_count;
      if (report.differences.size() < kMaxDifferencesKept) {
        RowDifference difference;
        difference.key = std::string(in_live ? a->key() : b->key());
        difference.live_present = in_live;
        difference.rebuilt_present = in_rebuilt;
        if (in_live) difference.live = std::string(a->value());
        if (in_rebuilt) difference.rebuilt = std::string(b->value());
        report.differences.push_back(std::move(difference));
      }
    }
    if (in_live) a->Next();
    if (in_rebuilt) b->Next();
  }
  RETURN_IF_ERROR(a->status());
  RETURN_IF_ERROR(b->status());
  return report;
}

absl::StatusOr<EqualityReport> RebuildAndCompare(absl::Span<const RebuildSource> sources,
                                                 const RowReader& live, RowStore& empty_rows) {
  for (const RebuildSource& source : sources) {
    RETURN_IF_ERROR(source.projector->CatchUp(*source.log, empty_rows));
  }
  return CompareRows(live, *empty_rows.Snapshot());
}

}  // namespace waystation::storage
