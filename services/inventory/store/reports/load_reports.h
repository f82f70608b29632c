// From rows to what reports are computed from.
#ifndef SERVICES_INVENTORY_STORE_REPORTS_LOAD_REPORTS_H_
#define SERVICES_INVENTORY_STORE_REPORTS_LOAD_REPORTS_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/ledger/context.h"
#include "services/inventory/domain/reports/item_book.h"
#include "services/inventory/domain/reports/morning.h"
#include "services/inventory/store/list.h"
#include "storage/rows.h"
#include "waystation/inventory/v1/report_line.pb.h"

namespace waystation::inventory {

// The facility and the day that a report is of.
struct ReportScope {
  std::string facility;  // Its id.
  FacilityFacts facts = {};
  absl::Time as_of = {};
  ReportDays days = {};
};

// What a request says of its day; either, or neither.
struct AsOf {
  std::optional<int64_t> day = {};
  std::optional<absl::Time> time = {};
};

template <typename Request>
AsOf AsOfOf(const Request& request) {
  AsOf as_of;
  if (request.has_as_of_date()) as_of.day = DayNumber(request.as_of_date());
  if (request.has_as_of_time()) as_of.time = TimeOf(request.as_of_time());
  return as_of;
}

// By names; an empty item is none. NOT_KNOWN of a facility never heard of, or an item.
absl::StatusOr<ReportScope> LoadScope(const storage::RowReader& rows, const std::string& facility,
                                      const std::string& item, const AsOf& as_of, absl::Time now);

// What the scope says of the basis; the handler adds what the rows are of.
void SetScope(const ReportScope& scope, v1::ReportBasis& basis);

// The first day of a report that begins with `given`, or by default with `otherwise`, and at most
// kMaxReportDays days long unless `limit` is another. INVALID_FIELD of from_date.
absl::StatusOr<int64_t> FromDay(const ReportScope& scope, const common::v1::CivilDate* given,
                                int64_t otherwise, int64_t limit);

// The item's stock at the end of the as-of day, and its flows from `from` to that day. Adds the
// rows that it reads to `rows_read`.
absl::StatusOr<ItemBook> LoadItemBook(const storage::RowReader& rows, const ReportScope& scope,
                                      const v1::Item& item, int64_t from, int64_t& rows_read);

// What is done with an item; whether it counts for the page's size.
using VisitItem = std::function<absl::StatusOr<bool>(const v1::Item& item, int64_t& rows_read)>;

// Visits the item (a name), or where it is empty every item that ever moved at the facility, in
// order of ids, until the page is full or `rows_limit` rows are read. Returns where the next page
// goes on. NOT_KNOWN of an item.
absl::StatusOr<std::string> VisitItems(const storage::RowReader& rows, const ReportScope& scope,
                                       const std::string& item, const Page& page,
                                       int64_t rows_limit, const VisitItem& visit);

// What is asked for and expected at the facility.
absl::StatusOr<Coming> LoadComing(const storage::RowReader& rows, const ReportScope& scope);

// Likewise as it was at the end of the day of `scope`, which is past, by the histories of what was
// asked for and expected; received by the days on which legs count.
absl::StatusOr<Coming> LoadComingThen(const storage::RowReader& rows, const ReportScope& scope);

// The exceptions that were open then, the oldest first. `incomplete` when it could not look at all.
absl::StatusOr<std::vector<v1::Exception>> LoadOpenThen(const storage::RowReader& rows,
                                                        const ReportScope& scope, bool& incomplete);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_REPORTS_LOAD_REPORTS_H_
