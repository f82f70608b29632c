// The register of one item: its movements in order, and what each left.
#ifndef SERVICES_INVENTORY_STORE_CONTROLLED_REGISTER_H_
#define SERVICES_INVENTORY_STORE_CONTROLLED_REGISTER_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/inventory/store/list.h"
#include "storage/rows.h"
#include "waystation/inventory/v1/controlled.pb.h"

namespace waystation::inventory {

// Whose register: ids. No place: the whole facility.
struct RegisterScope {
  std::string facility;
  std::string item;
  std::string place;
};

// What the ledger has at the end of `day`, over all lots and conditions.
absl::StatusOr<int64_t> RegisterBalance(const storage::RowReader& rows, const RegisterScope& scope,
                                        int64_t day);

// What the register has at a time within its day, corrections since included: what undoes or covers
// something counts at the time of what it undoes or covers.
absl::StatusOr<int64_t> RegisterBalanceAt(const storage::RowReader& rows,
                                          const RegisterScope& scope, absl::Time time,
                                          absl::TimeZone zone);

// As the lists in store/list.h.
absl::StatusOr<std::string> GetControlledRegister(const storage::RowReader& rows,
                                                  const v1::GetControlledRegisterRequest& request,
                                                  const Page& page,
                                                  v1::GetControlledRegisterResponse* response);
absl::StatusOr<std::string> ListHandovers(const storage::RowReader& rows,
                                          const v1::ListHandoversRequest& request, const Page& page,
                                          v1::ListHandoversResponse* response);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_CONTROLLED_REGISTER_H_
