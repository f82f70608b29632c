#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/inventory/domain/counts/count.h"
#include "services/inventory/handler/validate_packs.h"
#include "services/inventory/handler/validation.h"
#include "services/inventory/limits.h"

namespace waystation::inventory {
namespace {

using runtime::AddViolation;
using runtime::Presence;
using runtime::Violations;

void CheckLabel(Violations& violations, const std::string& path, const v1::CountLine& line) {
  runtime::CheckText(violations, path + ".lot", line.lot(), 0, kMaxLotCharacters);
  runtime::CheckDate(violations, path + ".expiry_date", line.has_expiry_date(), line.expiry_date(),
                     Presence::kOptional);
  CheckDateKind(violations, path, line.date_kind(), line.has_expiry_date());
  if (!v1::Condition_IsValid(line.condition())) {
    AddViolation(violations, path + ".condition", absl::StrCat(line.condition()),
                 "USABLE, QUARANTINED or DAMAGED");
  }
}

void CheckCountLines(Violations& violations, const v1::Count& count) {
  const bool nothing_there = count.kind() == v1::COUNT_KIND_FULL && count.complete();
  if ((count.lines().empty() && !nothing_there) || count.lines_size() > kMaxCountLines) {
    AddViolation(violations, "count.lines", absl::StrCat(count.lines_size(), " lines"),
                 absl::StrCat("1 to ", kMaxCountLines,
                              " lines; none only where all of a place is counted and complete"));
    return;
  }
  std::set<PositionKey> positions;
  for (int i = 0; i < count.lines_size(); ++i) {
    const v1::CountLine& line = count.lines(i);
    const std::string path = absl::StrCat("count.lines[", i, "]");
    const size_t before = violations.size();
    runtime::CheckName(violations, path + ".item", line.item(), "items/*");
    CheckLabel(violations, path, line);
    if (violations.size() == before && !positions.insert(PositionOf(count, line)).second) {
      AddViolation(violations, path + ".lot", absl::StrCat("lot ", PositionOf(count, line).lot),
                   "each item, lot and condition in one line");
    }
    if (line.quantity() < 0) {
      AddViolation(violations, path + ".quantity", absl::StrCat(line.quantity()),
                   "a whole number of base units, 0 or more");
    }
    CheckPacks(violations, path, line);
    runtime::CheckText(violations, path + ".note", line.note(), 0, kMaxLineNoteCharacters);
  }
}

// Who counted, and the second person, who is another one.
void CheckCounters(Violations& violations, const v1::Count& count) {
  runtime::CheckText(violations, "count.counted_by", count.counted_by(), 0,
                     kMaxRecordedByCharacters);
  runtime::CheckText(violations, "count.second_counted_by", count.second_counted_by(), 0,
                     kMaxRecordedByCharacters);
  if (!count.second_counted_by().empty() && count.second_counted_by() == count.counted_by()) {
    AddViolation(violations, "count.second_counted_by", count.second_counted_by(),
                 "another person than counted_by, or nothing");
  }
}

}  // namespace

Violations Validate(const v1::CreateCountRequest& request) {
  Violations violations;
  const v1::Count& count = request.count();
  runtime::CheckName(violations, "parent", request.parent(), "facilities/*");
  runtime::CheckEnum(violations, "count.kind", count.kind(), v1::CountKind_IsValid);
  if (!count.place().empty()) runtime::CheckId(violations, "count.place", count.place());
  runtime::CheckTimestamp(violations, "count.counted_time", count.has_counted_time(),
                          count.counted_time(), Presence::kRequired);
  CheckCounters(violations, count);
  runtime::CheckText(violations, "count.note", count.note(), 0, kMaxNoteCharacters);
  runtime::CheckText(violations, "count.document_number", count.document_number(), 0,
                     kMaxDocumentNumberCharacters);
  CheckCountLines(violations, count);
  return violations;
}

Violations Validate(const v1::GetCountRequest& request) {
  Violations violations;
  runtime::CheckName(violations, "name", request.name(), "facilities/*/counts/*");
  return violations;
}

Violations Validate(const v1::ListCountsRequest& request) {
  Violations violations;
  runtime::CheckName(violations, "parent", request.parent(), "facilities/*");
  runtime::CheckPageSize(violations, "page_size", request.page_size());
  return violations;
}

Violations Validate(const v1::ProposeCountRequest& request) {
  Violations violations;
  runtime::CheckName(violations, "parent", request.parent(), "facilities/*");
  runtime::CheckEnum(violations, "kind", request.kind(), v1::CountKind_IsValid);
  if (!request.place().empty()) runtime::CheckId(violations, "place", request.place());
  const int most = request.kind() == v1::COUNT_KIND_FULL ? 0 : kMaxProposedItems;
  if (request.item_count() < 0 || request.item_count() > most) {
    AddViolation(
        violations, "item_count", absl::StrCat(request.item_count()),
        most == 0 ? "0 for a FULL count, which is of all items" : absl::StrCat("0 to ", most));
  }
  return violations;
}

}  // namespace waystation::inventory
