#include "services/facility/store/stops.h"

#include "gtest/gtest.h"
#include "services/facility/domain/stops/service_day.h"
#include "services/facility/store/load.h"
#include "storage/base/errors.h"
#include "tests/facility/domain/fixtures.h"
#include "tests/facility/store/facility_book.h"

namespace waystation::facility {
namespace {

void CreateCafeteria(FacilityBook& book, const std::string& id, int64_t latitude) {
  v1::CreateFacilityRequest request;
  request.set_facility_id(id);
  *request.mutable_facility() = Hospital();
  request.mutable_facility()->set_kind(v1::FACILITY_KIND_MOBILE_CAFETERIA);
  request.mutable_facility()->set_latitude_microdegrees(latitude);
  request.set_initial_state(v1::FACILITY_STATE_OPEN);
  ASSERT_TRUE(book.Send(request, At(1)).status.ok());
}

v1::RecordArrivalRequest ArrivalOf(const std::string& facility, const std::string& stop, int day) {
  v1::RecordArrivalRequest request;
  request.set_name("facilities/" + facility);
  request.set_stop(stop);
  *request.mutable_day() = ToDate(absl::CivilDay(2026, 3, day));
  return request;
}

v1::StopDay DayOf(FacilityBook& book, const std::string& facility, int day) {
  v1::GetStopsRequest request;
  request.set_parent("facilities/" + facility);
  *request.mutable_day() = ToDate(absl::CivilDay(2026, 3, day));
  const auto found = GetStopDay(*book.Rows(), request);
  EXPECT_TRUE(found.ok()) << found.status();
  return found.value_or(v1::StopDay());
}

TEST(StopStoreTest, DaysAndFacilitiesKeepApart) {
  FacilityBook book(At(0));
  CreateCafeteria(book, "a", 1);
  CreateCafeteria(book, "a-b", 2);
  ASSERT_TRUE(book.Send(ArrivalOf("a", "noon", 10), At(8)).status.ok());
  ASSERT_TRUE(book.Send(ArrivalOf("a", "noon", 11), At(8)).status.ok());
  ASSERT_TRUE(book.Send(ArrivalOf("a", "evening", 10), At(8)).status.ok());
  ASSERT_TRUE(book.Send(ArrivalOf("a-b", "noon", 10), At(8)).status.ok());
  book.Reopen(At(9));
  EXPECT_EQ(DayOf(book, "a", 9).visits_size(), 0);
  EXPECT_EQ(DayOf(book, "a", 10).visits_size(), 2);
  EXPECT_EQ(DayOf(book, "a", 11).visits_size(), 1);
  EXPECT_EQ(DayOf(book, "a-b", 10).visits_size(), 1);
  v1::ListStopsRequest list;
  list.set_parent("facilities/a");
  EXPECT_EQ(ListStopDays(*book.Rows(), list, {10, ""})->items.size(), 2u);
  book.ExpectSameWhenFoldedAgain();
}

TEST(StopStoreTest, AnArrivalAndItsMoveAreOneEntry) {
  FacilityBook book(At(0));
  CreateCafeteria(book, "a", 1);
  CreateCafeteria(book, "village", 77);
  v1::RecordArrivalRequest request = ArrivalOf("a", "noon", 10);
  request.mutable_place()->set_facility("facilities/village");
  const storage::Outcome outcome = book.Send(request, At(8));
  ASSERT_TRUE(outcome.status.ok()) << outcome.status;
  ASSERT_EQ(outcome.entry->events_size(), 2);
  EXPECT_EQ(outcome.entry->scope(), "facilities/a");
  EXPECT_EQ(GetFacility(*book.Rows(), "facilities/a")->latitude_microdegrees(), 77);
  // Where it stood then does not follow the village.
  v1::MoveFacilityRequest move;
  move.set_name("facilities/village");
  move.set_latitude_microdegrees(78);
  ASSERT_TRUE(book.Send(move, At(9)).status.ok());
  EXPECT_EQ(DayOf(book, "a", 10).visits(0).coordinates().latitude_microdegrees(), 77);
}

TEST(StopStoreTest, APlanComesBesideWhatHappenedBefore) {
  FacilityBook book(At(0));
  CreateCafeteria(book, "a", 1);
  ASSERT_TRUE(book.Send(ArrivalOf("a", "noon", 10), At(8)).status.ok());
  EXPECT_TRUE(DayOf(book, "a", 10).visits(0).unplanned());
  v1::PlanStopsRequest request;
  request.mutable_plan()->set_facility("facilities/a");
  *request.mutable_plan()->mutable_day() = ToDate(absl::CivilDay(2026, 3, 10));
  v1::PlannedStop& stop = *request.mutable_plan()->add_stops();
  stop.set_stop("noon");
  stop.mutable_place()->mutable_coordinates()->set_latitude_microdegrees(5);
  ASSERT_TRUE(book.Send(request, At(9)).status.ok());
  EXPECT_EQ(DayOf(book, "a", 10).plan().stops_size(), 1);
  // Told again, it is by the plan.
  ASSERT_TRUE(book.Send(ArrivalOf("a", "noon", 10), At(9)).status.ok());
  EXPECT_FALSE(DayOf(book, "a", 10).visits(0).unplanned());
  EXPECT_EQ(DayOf(book, "a", 10).visits_size(), 1);
  EXPECT_EQ(GetFacility(*book.Rows(), "facilities/a")->latitude_microdegrees(), 5);
}

}  // namespace
}  // namespace waystation::facility
