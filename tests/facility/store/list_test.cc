#include "services/facility/store/list.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/base/errors.h"
#include "tests/facility/domain/fixtures.h"
#include "tests/facility/store/facility_book.h"

namespace waystation::facility {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ListTest : public ::testing::Test {
 protected:
  // Follows the pages of `list` to the end, `size` items each, and says what `describe` made.
  template <typename Request, typename List, typename Describe>
  std::vector<std::string> Pages(int size, const Request& request, const List& list,
                                 const Describe& describe) {
    std::vector<std::string> found;
    PageRequest wanted = {size, ""};
    const auto rows = book_.Rows();
    do {
      const auto page = list(*rows, request, wanted);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) break;
      EXPECT_LE(static_cast<int>(page->items.size()), size);
      for (const auto& item : page->items) found.push_back(describe(item));
      wanted.after = page->next_key;
    } while (!wanted.after.empty());
    return found;
  }

  std::vector<std::string> Facilities(const v1::ListFacilitiesRequest& request) {
    return Pages(2, request, ListFacilities, [](const v1::Facility& f) { return f.name(); });
  }

  std::vector<std::string> Reports(v1::ListStatusReportsRequest request, int size = 3) {
    request.set_parent("facilities/a");
    return Pages(size, request, ListReports, [](const v1::StatusRecord& r) {
      return absl::StrCat(r.value().amount(), r.value().subject());
    });
  }

  FacilityBook book_{At(0)};
};

TEST_F(ListTest, FacilitiesByKindStateAndText) {
  book_.Create("b-post", v1::FACILITY_STATE_PLANNED, At(1));
  book_.Create("a", v1::FACILITY_STATE_OPEN, At(1));
  book_.Create("c", v1::FACILITY_STATE_OPEN, At(1));
  v1::UpdateFacilityRequest update;
  update.mutable_facility()->set_name("facilities/c");
  update.mutable_facility()->set_kind(v1::FACILITY_KIND_WAREHOUSE);
  update.mutable_update_mask()->add_paths("kind");
  ASSERT_TRUE(book_.Send(update, At(1)).status.ok());

  v1::ListFacilitiesRequest all;
  EXPECT_THAT(Facilities(all), ElementsAre("facilities/a", "facilities/b-post", "facilities/c"));
  v1::ListFacilitiesRequest kind;
  kind.add_kinds(v1::FACILITY_KIND_WAREHOUSE);
  kind.add_kinds(v1::FACILITY_KIND_FUEL_DEPOT);
  EXPECT_THAT(Facilities(kind), ElementsAre("facilities/c"));
  v1::ListFacilitiesRequest state;
  state.add_states(v1::FACILITY_STATE_PLANNED);
  EXPECT_THAT(Facilities(state), ElementsAre("facilities/b-post"));
  v1::ListFacilitiesRequest text;
  text.set_text("B-POST");
  EXPECT_THAT(Facilities(text), ElementsAre("facilities/b-post"));
  text.set_text("ՀՈՍՊԻՏԱԼ");
  EXPECT_EQ(Facilities(text).size(), 3u);
  text.set_text("склад");
  EXPECT_THAT(Facilities(text), IsEmpty());
}

TEST_F(ListTest, ReportsNewestFirstByMeasureSubjectAndTime) {
  book_.Create("a", v1::FACILITY_STATE_OPEN, At(1));
  book_.Create("ab", v1::FACILITY_STATE_OPEN, At(1));
  const auto send = [&](const std::string& facility, const std::vector<v1::StatusValue>& values) {
    v1::ReportStatusRequest request;
    request.set_parent(facility);
    for (const v1::StatusValue& value : values) *request.add_values() = value;
    ASSERT_TRUE(book_.Send(request, At(9)).status.ok());
  };
  send("facilities/a", {Amount(v1::MEASURE_TANK_LEVEL_ML, 1, At(4), "tank-a"),
                        Amount(v1::MEASURE_TANK_LEVEL_ML, 2, At(5), "tank-b"),
                        Amount(v1::MEASURE_LOAD_W, 3, At(4))});
  send("facilities/a", {Amount(v1::MEASURE_TANK_LEVEL_ML, 4, At(3), "tank-a"),
                        Amount(v1::MEASURE_TANK_LEVEL_ML, 5, At(4), "tank-a")});
  send("facilities/ab", {Amount(v1::MEASURE_LOAD_W, 99, At(4))});

  v1::ListStatusReportsRequest all;
  const auto in_order = ElementsAre("2tank-b", "5tank-a", "3", "1tank-a", "4tank-a");
  EXPECT_THAT(Reports(all, 1), in_order);
  EXPECT_THAT(Reports(all, 1000), in_order);
  v1::ListStatusReportsRequest tank;
  tank.set_measure(v1::MEASURE_TANK_LEVEL_ML);
  EXPECT_THAT(Reports(tank), ElementsAre("2tank-b", "5tank-a", "1tank-a", "4tank-a"));
  tank.set_subject("tank-a");
  EXPECT_THAT(Reports(tank, 1), ElementsAre("5tank-a", "1tank-a", "4tank-a"));
  // From the start time on, before the end time.
  *tank.mutable_start_time() = Stamp(At(4));
  *tank.mutable_end_time() = Stamp(At(5));
  EXPECT_THAT(Reports(tank), ElementsAre("5tank-a", "1tank-a"));
  *all.mutable_start_time() = Stamp(At(4));
  EXPECT_THAT(Reports(all), ElementsAre("2tank-b", "5tank-a", "3", "1tank-a"));
  all.clear_start_time();
  *all.mutable_end_time() = Stamp(At(4));
  EXPECT_THAT(Reports(all), ElementsAre("4tank-a"));
  *all.mutable_start_time() = Stamp(At(5));
  EXPECT_THAT(Reports(all), IsEmpty());
}

TEST_F(ListTest, LocationsLatestFirstAndOneToldLateInItsPlace) {
  book_.Create("a", v1::FACILITY_STATE_OPEN, At(1));
  const auto move = [&](int64_t latitude, absl::Time moved, absl::Time now) {
    v1::MoveFacilityRequest request;
    request.set_name("facilities/a");
    request.set_latitude_microdegrees(latitude);
    *request.mutable_moved_time() = Stamp(moved);
    ASSERT_TRUE(book_.Send(request, now).status.ok());
  };
  move(2, At(5), At(5));
  move(1, At(3), At(6));
  move(3, At(23), At(7));  // In the future: since 7.
  move(4, At(8), At(8));
  const auto list = [](const storage::RowReader& rows, const std::string& parent,
                       const PageRequest& page) { return ListLocations(rows, parent, page); };
  const auto latitude = [](const v1::FacilityLocation& l) {
    return absl::StrCat(l.latitude_microdegrees());
  };
  EXPECT_THAT(Pages(2, std::string("facilities/a"), list, latitude),
              ElementsAre("4", "3", "2", "1", "39912970"));
}

TEST_F(ListTest, OfAnUnknownFacilityNothingIsListed) {
  v1::ListStatusReportsRequest request;
  request.set_parent("facilities/none");
  const auto rows = book_.Rows();
  EXPECT_EQ(ReasonOf(ListReports(*rows, request, {10, ""}).status()),
            common::v1::ERROR_REASON_NOT_KNOWN);
  EXPECT_EQ(ReasonOf(ListLocations(*rows, "facilities/none", {10, ""}).status()),
            common::v1::ERROR_REASON_NOT_KNOWN);
}

// A token is only where to go on; whatever it holds, a list stays within its own rows.
TEST_F(ListTest, AKeyFromElsewhereLeadsNowhereElse) {
  book_.Create("a", v1::FACILITY_STATE_OPEN, At(1));
  const auto rows = book_.Rows();
  EXPECT_EQ(ListFacilities(*rows, {}, {10, std::string(1, '\0')})->items.size(), 1u);
  EXPECT_EQ(ListFacilities(*rows, {}, {10, "\xff"})->items.size(), 0u);
}

TEST_F(ListTest, StatusesByReportingState) {
  book_.Create("never", v1::FACILITY_STATE_OPEN, At(1));
  book_.Create("silent", v1::FACILITY_STATE_OPEN, At(1));
  book_.Create("touch", v1::FACILITY_STATE_PLANNED, At(1));
  for (const auto& [name, observed] :
       {std::pair{"facilities/silent", At(2)}, std::pair{"facilities/touch", At(12)}}) {
    v1::ReportStatusRequest request;
    request.set_parent(name);
    *request.add_values() = Amount(v1::MEASURE_LOAD_W, 1, observed);
    ASSERT_TRUE(book_.Send(request, At(12)).status.ok());
  }
  const auto list = [](const storage::RowReader& rows,
                       const v1::ListFacilityStatusesRequest& request, const PageRequest& page) {
    return ListStatuses(rows, request, At(20), page);
  };
  const auto name = [](const v1::FacilityStatus& s) { return s.facility().name(); };
  v1::ListFacilityStatusesRequest request;
  EXPECT_EQ(Pages(1, request, list, name).size(), 3u);
  request.add_reporting_states(v1::REPORTING_STATE_SILENT);
  EXPECT_THAT(Pages(1, request, list, name), ElementsAre("facilities/silent"));
  request.add_reporting_states(v1::REPORTING_STATE_NEVER_REPORTED);
  EXPECT_THAT(Pages(1, request, list, name), ElementsAre("facilities/never", "facilities/silent"));
  request.add_states(v1::FACILITY_STATE_PLANNED);
  EXPECT_THAT(Pages(1, request, list, name), IsEmpty());
}

}  // namespace
}  // namespace waystation::facility
