// Random histories against a plain model: what the service tells, after groups of any size, after
// reopening, and after folding the whole log again.
#include <cstdio>
#include <cstdlib>
#include <random>
#include <variant>

#include "gtest/gtest.h"
#include "services/facility/domain/names.h"
#include "services/facility/store/keys.h"
#include "services/facility/store/list.h"
#include "services/facility/store/load.h"
#include "tests/facility/domain/fixtures.h"
#include "tests/facility/store/facility_book.h"
#include "tests/facility/store/facility_model.h"

namespace waystation::facility {
namespace {

using Request =
    std::variant<v1::CreateFacilityRequest, v1::UpdateFacilityRequest, v1::OpenFacilityRequest,
                 v1::CloseFacilityRequest, v1::MoveFacilityRequest, v1::ReportStatusRequest>;

constexpr int kDefaultOperations = 10'000;
constexpr int kFacilities = 9;
constexpr int kMaxGroup = 6;
constexpr int kCompareEvery = 100;
constexpr int kReopenEvery = 500;
constexpr int kVerifyEvery = 2'000;

int Operations() {
  const char* text = getenv("WAYSTATION_OPERATIONS");
  const int count = text != nullptr ? atoi(text) : kDefaultOperations;
  printf("WAYSTATION_OPERATIONS=%d\n", count);
  return count;
}

// Makes one random request after another around a clock that mostly goes on.
class RandomRequests {
 public:
  explicit RandomRequests(unsigned seed) : random_(seed) {}

  absl::Time now() const { return now_; }

  void MoveClock() {
    // At times it is set back.
    const int64_t minutes = Below(20) == 0 ? -Below(600) : Below(40);
    now_ += absl::Minutes(minutes) + absl::Microseconds(Below(1'000'000));
  }

  Request Next() {
    switch (Below(12)) {
      case 0:
        return Create();
      case 1:
        return Update();
      case 2:
        return Named<v1::OpenFacilityRequest>();
      case 3:
        return Named<v1::CloseFacilityRequest>();
      case 4:
        return Move();
      default:
        return Report();
    }
  }

  int64_t Below(int64_t end) { return std::uniform_int_distribution<int64_t>(0, end - 1)(random_); }

 private:
  std::string Id() { return absl::StrCat("f", Below(kFacilities)); }

  template <typename Verb>
  Verb Named() {
    Verb request;
    request.set_name(FacilityName(Id()));
    return request;
  }

  v1::CreateFacilityRequest Create() {
    v1::CreateFacilityRequest request;
    request.set_facility_id(Id());
    *request.mutable_facility() = Hospital();
    request.mutable_facility()->set_report_interval_minutes(static_cast<int>(1 + Below(900)));
    request.set_initial_state(Below(3) == 0 ? v1::FACILITY_STATE_PLANNED : v1::FACILITY_STATE_OPEN);
    return request;
  }

  v1::UpdateFacilityRequest Update() {
    v1::UpdateFacilityRequest request;
    request.mutable_facility()->set_name(FacilityName(Id()));
    if (Below(6) == 0) request.mutable_facility()->set_etag("stale");
    request.mutable_facility()->set_people_served(Below(1000));
    request.mutable_facility()->set_report_interval_minutes(static_cast<int>(1 + Below(900)));
    request.mutable_facility()->add_beds()->set_type("inpatient");
    for (const char* path : {"people_served", "report_interval_minutes", "beds"}) {
      if (Below(2) == 0) request.mutable_update_mask()->add_paths(path);
    }
    return request;
  }

  // Few distinct times, so that equal ones happen; some in the future, some long past.
  google::protobuf::Timestamp Time() {
    const int64_t kind = Below(40);
    if (kind == 0) return Stamp(absl::UnixEpoch());
    if (kind == 1) return Stamp(now_ + absl::Minutes(Below(9'999)));
    return Stamp(absl::FromUnixSeconds(absl::ToUnixSeconds(now_) / 600 * 600) -
                 absl::Minutes(10 * Below(60)));
  }

  v1::MoveFacilityRequest Move() {
    v1::MoveFacilityRequest request = Named<v1::MoveFacilityRequest>();
    request.set_latitude_microdegrees(Below(1000));
    request.set_longitude_microdegrees(-Below(1000));
    if (Below(4) != 0) *request.mutable_moved_time() = Time();
    return request;
  }

  v1::ReportStatusRequest Report() {
    constexpr v1::Measure kMeasures[] = {v1::MEASURE_BEDS_OCCUPIED, v1::MEASURE_STAFF_PRESENT,
                                         v1::MEASURE_TANK_LEVEL_ML};
    v1::ReportStatusRequest request;
    request.set_parent(FacilityName(Id()));
    for (int64_t n = 1 + Below(4); n > 0; --n) {
      v1::StatusValue& value = *request.add_values();
      value = Amount(kMeasures[Below(3)], Below(100), now_);
      if (value.measure() != v1::MEASURE_STAFF_PRESENT) {
        value.set_subject(Below(2) == 0 ? "inpatient" : "b");
      }
      value.clear_observed_time();
      if (Below(8) != 0) *value.mutable_observed_time() = Time();
    }
    return request;
  }

  std::mt19937_64 random_;
  absl::Time now_ = At(0);
};

// Everything that the service tells of one facility, in the model's words.
absl::StatusOr<std::string> DescribeStored(const storage::RowReader& rows, const std::string& name,
                                           absl::Time now) {
  ASSIGN_OR_RETURN(const v1::Facility facility, GetFacility(rows, name));
  ASSIGN_OR_RETURN(const v1::FacilityStatus status, LoadStatus(rows, facility, now));
  v1::ListStatusReportsRequest request;
  request.set_parent(name);
  ASSIGN_OR_RETURN(const auto history, ListReports(rows, request, {1'000'000, ""}));
  ASSIGN_OR_RETURN(const auto places, ListLocations(rows, name, {1'000'000, ""}));
  ASSIGN_OR_RETURN(const ContactRow contact, LoadContactRow(rows, FacilityIdOf(name)));
  return DescribeAnswers(status, history.items, places.items, contact.contact.said_silent,
                         contact.due_us);
}

class ModelTest : public testing::Test {
 protected:
  // A group of new requests, decided in order; some of them are sent again at once.
  void RunGroup() {
    std::vector<Request> requests;
    std::vector<storage::Command> commands;
    for (int64_t n = 1 + random_.Below(kMaxGroup); n > 0; --n) {
      Request request = random_.Next();
      std::visit([this](auto& r) { r.set_request_id(RequestId(++last_request_)); }, request);
      commands.push_back(std::visit([](const auto& r) { return CommandOf(r); }, request));
      requests.push_back(std::move(request));
    }
    const size_t again = random_.Below(4) == 0 ? random_.Below(commands.size()) : commands.size();
    if (again < commands.size()) commands.push_back(commands[again]);
    const std::vector<storage::Outcome> outcomes = book_->Run(commands, random_.now());
    const int64_t now = RecordTime();
    for (size_t i = 0; i < requests.size(); ++i) {
      const Reason want =
          std::visit([&](const auto& r) { return model_.Apply(r, now); }, requests[i]);
      ASSERT_EQ(ReasonOf(outcomes[i].status), want) << outcomes[i].status;
      ASSERT_EQ(outcomes[i].entry != nullptr, want == Reason{});
      accepted_ += want == Reason{} ? 1 : 0;
    }
    if (again == requests.size()) return;
    // Only success is remembered: a refused one is decided again, after the group's other commands.
    if (outcomes[again].status.ok()) {
      EXPECT_TRUE(outcomes.back().replayed);
      EXPECT_EQ(outcomes.back().entry->revision(), outcomes[again].entry->revision());
    } else {
      const Reason want =
          std::visit([&](const auto& r) { return model_.Apply(r, now); }, requests[again]);
      EXPECT_EQ(ReasonOf(outcomes.back().status), want) << outcomes.back().status;
    }
  }

  // Record time does not go back with the clock.
  int64_t RecordTime() {
    return ToMicros(std::max(random_.now(), book_->store().committer().last_record_time()));
  }

  void Tick() {
    // With a clock that stands before the last record, decisions are made by the record time.
    const absl::Time now = absl::FromUnixMicros(RecordTime());
    const std::vector<std::string> want = model_.Tick(ToMicros(now));
    EXPECT_EQ(book_->Tick(now).size(), want.size());
  }

  void Compare() {
    const auto rows = book_->Rows();
    const auto want = model_.Describe(ToMicros(random_.now()));
    const auto listed = ListFacilities(*rows, {}, {1000, ""});
    ASSERT_TRUE(listed.ok()) << listed.status();
    ASSERT_EQ(listed->items.size(), want.size());
    for (const auto& [name, text] : want) {
      const auto got = DescribeStored(*rows, name, random_.now());
      ASSERT_TRUE(got.ok()) << got.status();
      ASSERT_EQ(*got, text) << name;
    }
  }

  void Verify() {
    const auto report = book_->store().Verify();
    ASSERT_TRUE(report.ok()) << report.status();
    ASSERT_TRUE(report->equal()) << report->ToString();
  }

  RandomRequests random_{storage::testing::TestSeed()};
  std::unique_ptr<FacilityBook> book_ = std::make_unique<FacilityBook>(At(0));
  FacilityModel model_;
  int64_t last_request_ = 0;
  int accepted_ = 0;
};

TEST_F(ModelTest, RowsTellWhatTheModelTells) {
  const int operations = Operations();
  int compared = 0, reopened = 0, verified = 0;
  while (last_request_ < operations) {
    random_.MoveClock();
    ASSERT_NO_FATAL_FAILURE(RunGroup());
    if (random_.Below(4) == 0) Tick();
    if (last_request_ / kCompareEvery > compared) {
      compared = static_cast<int>(last_request_ / kCompareEvery);
      ASSERT_NO_FATAL_FAILURE(Compare()) << "after " << last_request_;
    }
    if (last_request_ / kReopenEvery > reopened) {
      reopened = static_cast<int>(last_request_ / kReopenEvery);
      book_->Reopen(random_.now());
      ASSERT_NO_FATAL_FAILURE(Compare()) << "reopened after " << last_request_;
    }
    if (last_request_ / kVerifyEvery > verified) {
      verified = static_cast<int>(last_request_ / kVerifyEvery);
      ASSERT_NO_FATAL_FAILURE(Verify());
    }
  }
  ASSERT_NO_FATAL_FAILURE(Compare());
  ASSERT_NO_FATAL_FAILURE(Verify());
  int silences = 0, returns = 0;
  for (const v1::Event& event : book_->Events()) {
    silences += event.has_went_silent() ? 1 : 0;
    returns += event.has_back_in_touch() ? 1 : 0;
  }
  EXPECT_EQ(silences, model_.silences());
  EXPECT_EQ(returns, model_.returns());
  printf("%d of %d accepted, %d silences, %d returns\n", accepted_, operations, silences, returns);
}

}  // namespace
}  // namespace waystation::facility
