// Pages of lists. Each takes where to go on (`after`, the next_key of the page before; empty for
// the first) and looks at a bounded number of rows, so a page may be short and still have a next
// one.
#ifndef SERVICES_FACILITY_STORE_LIST_H_
#define SERVICES_FACILITY_STORE_LIST_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "storage/rows.h"
#include "waystation/facility/v1/facility.pb.h"
#include "waystation/facility/v1/handover.pb.h"
#include "waystation/facility/v1/installation.pb.h"
#include "waystation/facility/v1/status.pb.h"
#include "waystation/facility/v1/warning.pb.h"

namespace waystation::facility {

// Where a page begins and how long it may be.
struct PageRequest {
  int size = 0;  // At least 1.
  std::string after;
};

// Items in the order of the list; never more than asked for.
template <typename Item>
struct Page {
  std::vector<Item> items;
  // The last key looked at; empty when nothing comes after it.
  std::string next_key;
};

// By the filter fields of `request`, in order of names. Its page fields are not looked at, here and
// below.
absl::StatusOr<Page<v1::Facility>> ListFacilities(const storage::RowReader& rows,
                                                  const v1::ListFacilitiesRequest& request,
                                                  const PageRequest& page);

// By the filter fields of `request`, in order of names; the statuses are those at `now`.
absl::StatusOr<Page<v1::FacilityStatus>> ListStatuses(
    const storage::RowReader& rows, const v1::ListFacilityStatusesRequest& request, absl::Time now,
    const PageRequest& page);

// Of one facility, the latest first. NOT_KNOWN.
absl::StatusOr<Page<v1::FacilityLocation>> ListLocations(const storage::RowReader& rows,
                                                         absl::string_view parent,
                                                         const PageRequest& page);

// By the filter fields of `request`, the last observed first. NOT_KNOWN.
absl::StatusOr<Page<v1::StatusRecord>> ListReports(const storage::RowReader& rows,
                                                   const v1::ListStatusReportsRequest& request,
                                                   const PageRequest& page);

// Of one facility, in order of names. NOT_KNOWN.
absl::StatusOr<Page<v1::Installation>> ListInstallations(const storage::RowReader& rows,
                                                         absl::string_view parent,
                                                         const PageRequest& page);

// Of one installation, the latest first; none when there never was one. NOT_KNOWN for the facility.
absl::StatusOr<Page<v1::InstallationChange>> ListInstallationChanges(const storage::RowReader& rows,
                                                                     absl::string_view parent,
                                                                     const PageRequest& page);

// By the filter fields of `request`; "facilities/-" is of all. The binding one first: tables.h says
// how. NOT_KNOWN.
absl::StatusOr<Page<v1::Warning>> ListWarnings(const storage::RowReader& rows,
                                               const v1::ListWarningsRequest& request,
                                               const PageRequest& page);

// Of one facility, the latest first; their tasks as they are now. NOT_KNOWN.
absl::StatusOr<Page<v1::Handover>> ListHandovers(const storage::RowReader& rows,
                                                 absl::string_view parent, const PageRequest& page);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_STORE_LIST_H_
