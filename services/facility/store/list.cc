#include "services/facility/store/list.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "services/facility/domain/names.h"
#include "services/facility/domain/text_search.h"
#include "services/facility/domain/times.h"
#include "services/facility/store/keys.h"
#include "services/facility/store/load.h"
#include "services/facility/store/load_handovers.h"
#include "services/facility/store/load_warnings.h"
#include "services/facility/store/read_page.h"
#include "services/facility/store/tables.h"
#include "storage/base/status_macros.h"
#include "storage/key.h"

namespace waystation::facility {
namespace {

using storage::KeyBuilder;
using storage::PrefixEnd;
using storage::RowReader;

template <typename Values, typename Value>
bool AnyOf(const Values& wanted, const Value& value) {
  return wanted.empty() || std::find(wanted.begin(), wanted.end(), value) != wanted.end();
}

KeyRange AllFacilities() {
  const std::string prefix = KeyBuilder(kFacilityTable).Take();
  return {prefix, PrefixEnd(prefix)};
}

// Keys descend in time: from the last microsecond before end_time to start_time.
KeyRange HistoryRange(const v1::ListStatusReportsRequest& request) {
  const std::string id = FacilityIdOf(request.parent());
  const auto prefix = [&] {
    if (request.measure() == v1::MEASURE_UNSPECIFIED) {
      return std::move(KeyBuilder(kHistoryTable).String(id));
    }
    return std::move(KeyBuilder(kMeasureIndex).String(id).Int64(request.measure()));
  };
  KeyRange range = {prefix().Take(), ""};
  range.end = PrefixEnd(range.begin);
  if (request.has_start_time()) {
    range.end = PrefixEnd(prefix().DescendingInt64(ToMicros(request.start_time())).Take());
  }
  if (request.has_end_time()) {
    range.begin = prefix().DescendingInt64(ToMicros(request.end_time()) - 1).Take();
  }
  return range;
}

constexpr int64_t kOpenBucket = 0;
constexpr int64_t kClosedBucket = 1;

KeyBuilder WarningOrderOf(const std::string& facility) {
  if (facility == "-") return KeyBuilder(kWarningOrderIndex);
  KeyBuilder key(kFacilityWarningOrderIndex);
  key.String(facility);
  return key;
}

// Those not closed, those closed, or both.
KeyRange WarningRange(const std::string& facility, bool open, bool closed) {
  KeyRange range;
  range.begin = WarningOrderOf(facility).Int64(open ? kOpenBucket : kClosedBucket).Take();
  range.end =
      PrefixEnd(WarningOrderOf(facility).Int64(closed ? kClosedBucket : kOpenBucket).Take());
  return range;
}

// The facility and warning that a key of either index ends with.
absl::StatusOr<std::string> WarningNameOf(absl::string_view key, const std::string& facility) {
  storage::KeyReader reader(key);
  std::string owner = facility == "-" ? "" : reader.String();
  const bool closed = reader.Int64() == kClosedBucket;
  closed ? reader.DescendingInt64() : reader.Int64();
  if (facility == "-") owner = reader.String();
  const std::string id = reader.String();
  if (!reader.AtEnd()) return DamagedRow("order of warnings");
  return WarningName(FacilityName(owner), id);
}

}  // namespace

absl::StatusOr<Page<v1::Facility>> ListFacilities(const RowReader& rows,
                                                  const v1::ListFacilitiesRequest& request,
                                                  const PageRequest& page) {
  const FacilitySearch search(request.text());
  const auto take = [&](absl::string_view,
                        absl::string_view value) -> absl::StatusOr<std::optional<v1::Facility>> {
    ASSIGN_OR_RETURN(v1::Facility facility, ParseRow<v1::Facility>(value));
    const bool wanted = AnyOf(request.kinds(), facility.kind()) &&
                        AnyOf(request.states(), facility.state()) && search.Finds(facility);
    if (!wanted) return std::optional<v1::Facility>();
    return std::optional<v1::Facility>(std::move(facility));
  };
  return ReadPage<v1::Facility>(rows, AllFacilities(), page, take);
}

absl::StatusOr<Page<v1::FacilityStatus>> ListStatuses(
    const RowReader& rows, const v1::ListFacilityStatusesRequest& request, absl::Time now,
    const PageRequest& page) {
  const auto take =
      [&](absl::string_view,
          absl::string_view value) -> absl::StatusOr<std::optional<v1::FacilityStatus>> {
    ASSIGN_OR_RETURN(const v1::Facility facility, ParseRow<v1::Facility>(value));
    if (!AnyOf(request.kinds(), facility.kind()) || !AnyOf(request.states(), facility.state())) {
      return std::optional<v1::FacilityStatus>();
    }
    ASSIGN_OR_RETURN(v1::FacilityStatus status, LoadStatus(rows, facility, now));
    if (!AnyOf(request.reporting_states(), status.reporting_state())) {
      return std::optional<v1::FacilityStatus>();
    }
    return std::optional<v1::FacilityStatus>(std::move(status));
  };
  return ReadPage<v1::FacilityStatus>(rows, AllFacilities(), page, take);
}

absl::StatusOr<Page<v1::FacilityLocation>> ListLocations(const RowReader& rows,
                                                         absl::string_view parent,
                                                         const PageRequest& page) {
  RETURN_IF_ERROR(GetFacility(rows, parent).status());
  const std::string prefix = LocationPrefix(FacilityIdOf(parent));
  const auto take =
      [](absl::string_view,
         absl::string_view value) -> absl::StatusOr<std::optional<v1::FacilityLocation>> {
    return ParseRow<v1::FacilityLocation>(value);
  };
  return ReadPage<v1::FacilityLocation>(rows, {prefix, PrefixEnd(prefix)}, page, take);
}

absl::StatusOr<Page<v1::StatusRecord>> ListReports(const RowReader& rows,
                                                   const v1::ListStatusReportsRequest& request,
                                                   const PageRequest& page) {
  RETURN_IF_ERROR(GetFacility(rows, request.parent()).status());
  const bool by_measure = request.measure() != v1::MEASURE_UNSPECIFIED;
  const auto take =
      [&](absl::string_view key,
          absl::string_view value) -> absl::StatusOr<std::optional<v1::StatusRecord>> {
    if (!by_measure) return ParseRow<v1::StatusRecord>(value);
    if (!request.subject().empty() && value != absl::string_view(request.subject())) {
      return std::optional<v1::StatusRecord>();
    }
    ASSIGN_OR_RETURN(const std::string history_key, HistoryKeyOf(key));
    return LoadMessage<v1::StatusRecord>(rows, history_key);
  };
  return ReadPage<v1::StatusRecord>(rows, HistoryRange(request), page, take);
}

absl::StatusOr<Page<v1::Installation>> ListInstallations(const RowReader& rows,
                                                         absl::string_view parent,
                                                         const PageRequest& page) {
  RETURN_IF_ERROR(GetFacility(rows, parent).status());
  const std::string prefix = InstallationPrefix(FacilityIdOf(parent));
  const auto take = [](absl::string_view,
                       absl::string_view value) -> absl::StatusOr<std::optional<v1::Installation>> {
    return ParseRow<v1::Installation>(value);
  };
  return ReadPage<v1::Installation>(rows, {prefix, PrefixEnd(prefix)}, page, take);
}

absl::StatusOr<Page<v1::InstallationChange>> ListInstallationChanges(const RowReader& rows,
                                                                     absl::string_view parent,
                                                                     const PageRequest& page) {
  const std::string facility = FacilityIdOf(parent);
  RETURN_IF_ERROR(GetFacility(rows, FacilityName(facility)).status());
  const std::string prefix = InstallationChangePrefix(facility, InstallationIdOf(parent));
  const auto take =
      [](absl::string_view,
         absl::string_view value) -> absl::StatusOr<std::optional<v1::InstallationChange>> {
    return ParseRow<v1::InstallationChange>(value);
  };
  return ReadPage<v1::InstallationChange>(rows, {prefix, PrefixEnd(prefix)}, page, take);
}

absl::StatusOr<Page<v1::Warning>> ListWarnings(const RowReader& rows,
                                               const v1::ListWarningsRequest& request,
                                               const PageRequest& page) {
  const std::string facility = FacilityIdOf(request.parent());
  if (facility != "-") RETURN_IF_ERROR(GetFacility(rows, request.parent()).status());
  bool open = request.states().empty();
  bool closed = false;
  for (const int state : request.states()) {
    (state == v1::WARNING_STATE_CLOSED ? closed : open) = true;
  }
  const auto take = [&](absl::string_view key,
                        absl::string_view) -> absl::StatusOr<std::optional<v1::Warning>> {
    ASSIGN_OR_RETURN(const std::string name, WarningNameOf(key, facility));
    ASSIGN_OR_RETURN(std::optional<v1::Warning> warning, LoadWarning(rows, name));
    if (!warning.has_value()) return DamagedRow("order of warnings");
    if (!AnyOf(request.states(), warning->state())) return std::optional<v1::Warning>();
    return warning;
  };
  return ReadPage<v1::Warning>(rows, WarningRange(facility, open, closed), page, take);
}

absl::StatusOr<Page<v1::Handover>> ListHandovers(const RowReader& rows, absl::string_view parent,
                                                 const PageRequest& page) {
  RETURN_IF_ERROR(GetFacility(rows, parent).status());
  const std::string prefix = HandoverOrderPrefix(FacilityIdOf(parent));
  const auto take = [&](absl::string_view key,
                        absl::string_view) -> absl::StatusOr<std::optional<v1::Handover>> {
    ASSIGN_OR_RETURN(const std::string id, HandoverOrTaskOf(key));
    ASSIGN_OR_RETURN(std::optional<v1::Handover> handover,
                     LoadHandover(rows, HandoverName(parent, id)));
    if (!handover.has_value()) return DamagedRow("order of handovers");
    return handover;
  };
  return ReadPage<v1::Handover>(rows, {prefix, PrefixEnd(prefix)}, page, take);
}

}  // namespace waystation::facility
