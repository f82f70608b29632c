// Requisitions and expected deliveries: from rows to what the rules and the answers need.
#ifndef SERVICES_INVENTORY_STORE_REQUESTS_LOAD_REQUESTS_H_
#define SERVICES_INVENTORY_STORE_REQUESTS_LOAD_REQUESTS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/inventory/domain/ledger/context.h"
#include "services/inventory/domain/requests/verb.h"
#include "storage/rows.h"
#include "waystation/inventory/v1/expected_delivery.pb.h"
#include "waystation/inventory/v1/movement.pb.h"
#include "waystation/inventory/v1/requisition.pb.h"

namespace waystation::inventory {

// The id that a name's last part stands for; empty when it is a number that nothing has.
absl::StatusOr<std::string> IdOf(const storage::RowReader& rows, absl::string_view facility,
                                 absl::string_view series, const std::string& part);
// 0: none yet.
absl::StatusOr<int64_t> LastNumber(const storage::RowReader& rows, absl::string_view facility,
                                   absl::string_view series);

// By name, whose last part may be a number in small letters ("req-0001"); nullopt when not known.
// As stored: without what answers derive. REQUIRES: a well-formed name, or an empty one.
absl::StatusOr<std::optional<v1::Requisition>> LoadRequisition(const storage::RowReader& rows,
                                                               const std::string& name);
absl::StatusOr<std::optional<v1::ExpectedDelivery>> LoadExpectedDelivery(
    const storage::RowReader& rows, const std::string& name);

// NOT_KNOWN with the name when there is none.
absl::StatusOr<v1::Requisition> RequireRequisition(const storage::RowReader& rows,
                                                   const std::string& name);
absl::StatusOr<v1::ExpectedDelivery> RequireExpectedDelivery(const storage::RowReader& rows,
                                                             const std::string& name);

// The id that the last part of a name stands for, which may be a number of that series; empty when
// it is one that nothing has.
absl::StatusOr<std::string> IdOf(const storage::RowReader& rows, absl::string_view facility,
                                 absl::string_view series, const std::string& part);
// The last number of the series at the facility; 0: none yet.
absl::StatusOr<int64_t> LastNumber(const storage::RowReader& rows, absl::string_view facility,
                                   absl::string_view series);
// What a new one at `parent` needs.
absl::StatusOr<NewcomerState> LoadNewcomer(const storage::RowReader& rows,
                                           const std::string& parent,
                                           const v1::Requisition& requisition);
absl::StatusOr<NewcomerState> LoadNewcomer(const storage::RowReader& rows,
                                           const std::string& parent,
                                           const v1::ExpectedDelivery& delivery);

// What a movement of the facility (its id) names, as far as it is known and of the same facility.
absl::StatusOr<References> LoadReferences(const storage::RowReader& rows,
                                          absl::string_view facility, const v1::Movement& movement);

// Days in facilities' zones, each looked up once. `rows` must outlive it.
class FacilityDays {
 public:
  explicit FacilityDays(const storage::RowReader& rows) : rows_(rows) {}

  // The civil day of `time` at the facility; at one that is not known the day where it is furthest
  // ahead on Earth, so that nothing overdue is told to be in time.
  absl::StatusOr<int64_t> DayAt(const std::string& facility_id, absl::Time time);

 private:
  const storage::RowReader& rows_;
  std::map<std::string, absl::TimeZone> zones_;
};

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_REQUESTS_LOAD_REQUESTS_H_
