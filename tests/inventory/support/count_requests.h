// Counts as tests make them: at "facilities/f", by person-1.
#ifndef TESTS_INVENTORY_SUPPORT_COUNT_REQUESTS_H_
#define TESTS_INVENTORY_SUPPORT_COUNT_REQUESTS_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/names.h"
#include "tests/inventory/support/desk.h"
#include "waystation/inventory/v1/count.pb.h"

namespace waystation::inventory {

inline v1::CountLine CountedLine(const std::string& item, int64_t quantity,
                                 const std::string& lot) {
  v1::CountLine line;
  line.set_item(ItemName(item));
  line.set_quantity(quantity);
  line.set_lot(lot);
  return line;
}

// CYCLIC, of main, not complete.
inline v1::CreateCountRequest CountAt(absl::Time time, const std::vector<v1::CountLine>& lines) {
  v1::CreateCountRequest request;
  request.set_parent("facilities/f");
  v1::Count& count = *request.mutable_count();
  count.set_kind(v1::COUNT_KIND_CYCLIC);
  *count.mutable_counted_time() = TimestampOf(time);
  count.set_counted_by("person-1");
  for (const v1::CountLine& line : lines) *count.add_lines() = line;
  return request;
}

inline v1::CreateCountRequest Complete(v1::CreateCountRequest request, v1::CountKind kind) {
  request.mutable_count()->set_kind(kind);
  request.mutable_count()->set_complete(true);
  return request;
}

}  // namespace waystation::inventory

#endif  // TESTS_INVENTORY_SUPPORT_COUNT_REQUESTS_H_
