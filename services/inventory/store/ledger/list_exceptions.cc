#include <algorithm>

#include "services/inventory/domain/ledger/exception.h"
#include "services/inventory/store/list.h"
#include "services/inventory/store/load.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {

absl::StatusOr<std::string> ListExceptions(const storage::RowReader& rows,
                                           const v1::ListExceptionsRequest& request,
                                           const Page& page, absl::Time now,
                                           v1::ListExceptionsResponse* response) {
  RETURN_IF_ERROR(RequireFacility(rows, request.parent()).status());
  const absl::string_view facility = LastId(request.parent());
  std::string prefix = ExceptionStatePrefix(facility);
  if (request.state() != v1::EXCEPTION_STATE_UNSPECIFIED) {
    prefix =
        storage::KeyBuilder(kExceptionStateTable).String(facility).Int64(request.state()).Take();
  }
  const std::string begin = std::max(prefix, page.after_key + '\0');
  std::string last_key;
  auto cursor = rows.Scan(begin, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    storage::KeyReader key(cursor->key());
    key.String();
    key.Int64();
    key.Int64();
    const std::string id = key.String();
    if (!key.AtEnd()) return DamagedRow();
    ASSIGN_OR_RETURN(std::optional<v1::Exception> exception, LoadException(rows, facility, id));
    if (!exception.has_value()) return DamagedRow();
    if (request.kind() != v1::EXCEPTION_KIND_UNSPECIFIED && exception->kind() != request.kind()) {
      continue;
    }
    if (response->exceptions_size() == page.size) return last_key;
    last_key = std::string(cursor->key());
    exception->set_age_seconds(AgeSeconds(*exception, now));
    *response->add_exceptions() = *std::move(exception);
  }
  RETURN_IF_ERROR(cursor->status());
  return std::string();
}

}  // namespace waystation::inventory
