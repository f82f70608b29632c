#include "services/facility/store/stops.h"

#include <utility>

#include "services/facility/domain/names.h"
#include "services/facility/domain/stops/service_day.h"
#include "services/facility/domain/stops/stops.h"
#include "services/facility/store/keys.h"
#include "services/facility/store/load.h"
#include "services/facility/store/read_page.h"
#include "storage/base/status_macros.h"
#include "storage/key.h"

namespace waystation::facility {
namespace {

using storage::PrefixEnd;
using storage::RowReader;

absl::StatusOr<v1::StopDay> WithVisits(const RowReader& rows, v1::StopPlan plan) {
  v1::StopDay day;
  const std::string prefix = StopVisitPrefix(FacilityIdOf(plan.facility()), DayNumber(plan.day()));
  const auto cursor = rows.Scan(prefix, PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    if (!day.add_visits()->ParseFromString(std::string(cursor->value()))) {
      return DamagedRow("stop visit");
    }
  }
  RETURN_IF_ERROR(cursor->status());
  *day.mutable_plan() = std::move(plan);
  return day;
}

KeyRange DaysOf(const v1::ListStopsRequest& request) {
  const std::string id = FacilityIdOf(request.parent());
  const std::string prefix = StopPlanPrefix(id);
  KeyRange range = {prefix, PrefixEnd(prefix)};
  if (request.has_first_day()) range.begin = StopPlanKey(id, DayNumber(request.first_day()));
  if (request.has_last_day()) range.end = StopPlanKey(id, DayNumber(request.last_day()) + 1);
  return range;
}

}  // namespace

absl::StatusOr<std::optional<v1::StopPlan>> LoadStopPlan(const RowReader& rows,
                                                         absl::string_view id, int64_t day) {
  return LoadMessage<v1::StopPlan>(rows, StopPlanKey(id, day));
}

absl::StatusOr<std::optional<v1::StopVisit>> LoadStopVisit(const RowReader& rows,
                                                           absl::string_view id, int64_t day,
                                                           absl::string_view stop) {
  return LoadMessage<v1::StopVisit>(rows, StopVisitKey(id, day, stop));
}

absl::StatusOr<v1::StopDay> GetStopDay(const RowReader& rows, const v1::GetStopsRequest& request) {
  RETURN_IF_ERROR(GetFacility(rows, request.parent()).status());
  ASSIGN_OR_RETURN(std::optional<v1::StopPlan> plan,
                   LoadStopPlan(rows, FacilityIdOf(request.parent()), DayNumber(request.day())));
  if (!plan.has_value()) plan = EmptyPlan(request.parent(), request.day());
  return WithVisits(rows, *std::move(plan));
}

absl::StatusOr<Page<v1::StopDay>> ListStopDays(const RowReader& rows,
                                               const v1::ListStopsRequest& request,
                                               const PageRequest& page) {
  RETURN_IF_ERROR(GetFacility(rows, request.parent()).status());
  const auto take = [&](absl::string_view,
                        absl::string_view value) -> absl::StatusOr<std::optional<v1::StopDay>> {
    ASSIGN_OR_RETURN(v1::StopPlan plan, ParseRow<v1::StopPlan>(value));
    ASSIGN_OR_RETURN(v1::StopDay day, WithVisits(rows, std::move(plan)));
    return std::optional<v1::StopDay>(std::move(day));
  };
  return ReadPage<v1::StopDay>(rows, DaysOf(request), page, take);
}

}  // namespace waystation::facility
