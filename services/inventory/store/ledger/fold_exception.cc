#include "services/inventory/store/ledger/fold_exception.h"

#include <optional>
#include <string>

#include "services/inventory/store/ledger/item_at_facility.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

using storage::RowWriter;

bool IsOpenShortfall(const v1::Exception& exception) {
  return exception.kind() == v1::EXCEPTION_KIND_SHORTFALL &&
         exception.state() == v1::EXCEPTION_STATE_OPEN;
}

// Counted by item, so that what comes in looks for shortfalls only where there are some.
absl::Status CountOpenShortfall(RowWriter& rows, absl::string_view facility,
                                const v1::Exception& exception, int64_t change) {
  const absl::string_view item = LastId(exception.item());
  ASSIGN_OR_RETURN(ItemAtFacility kept, GetItemAtFacility(rows, item, facility));
  kept.open_shortfalls += change;
  PutItemAtFacility(rows, item, facility, kept);
  return absl::OkStatus();
}

}  // namespace

absl::Status PutException(RowWriter& rows, absl::string_view facility,
                          const v1::Exception& exception) {
  const std::string key = ExceptionKey(facility, LastId(exception.name()));
  ASSIGN_OR_RETURN(const std::optional<v1::Exception> before, GetMessage<v1::Exception>(rows, key));
  // A shortfall of an alias becomes the kept item's.
  const bool moved = before.has_value() &&
                     (before->state() != exception.state() || before->item() != exception.item());
  if (moved) {
    rows.Delete(ExceptionStateKey(facility, *before));
    if (IsOpenShortfall(*before)) {
      rows.Delete(OpenShortfallKey(facility, *before));
      RETURN_IF_ERROR(CountOpenShortfall(rows, facility, *before, -1));
    }
  }
  if (!before.has_value() || moved) {
    rows.Put(ExceptionStateKey(facility, exception), "");
    if (IsOpenShortfall(exception)) {
      rows.Put(OpenShortfallKey(facility, exception), "");
      RETURN_IF_ERROR(CountOpenShortfall(rows, facility, exception, 1));
    }
  }
  rows.Put(key, exception.SerializeAsString());
  if (exception.kind() == v1::EXCEPTION_KIND_CLOCK_SUSPECT && !exception.has_entered_time()) {
    if (exception.state() == v1::EXCEPTION_STATE_OPEN) {
      rows.Put(ClockExceptionKey(facility), LastId(exception.name()));
    } else {
      rows.Delete(ClockExceptionKey(facility));
    }
  }
  return absl::OkStatus();
}

}  // namespace waystation::inventory
