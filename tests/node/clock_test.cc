// A whole node whose clock is wrong: facts kept and flagged, nothing reopened or expired, recovery
// once the clock is set right or a person confirms it.
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "gtest/gtest.h"
#include "services/runtime/civil.h"
#include "storage/base/errors.h"
#include "tests/node/node.h"
#include "waystation/common/v1/clock.grpc.pb.h"
#include "waystation/facility/v1/events.pb.h"
#include "waystation/facility/v1/facility.grpc.pb.h"
#include "waystation/facility/v1/status.grpc.pb.h"
#include "waystation/headquarters/v1/supply.grpc.pb.h"
#include "waystation/inventory/v1/catalogue.grpc.pb.h"
#include "waystation/inventory/v1/exception.grpc.pb.h"
#include "waystation/inventory/v1/movement.grpc.pb.h"

namespace waystation::test {
namespace {

using common::v1::ClockService;
using runtime::ToProto;

constexpr char kHospital[] = "facilities/hospital";

absl::Time Utc(int year, int month, int day, int hour = 0) {
  return absl::FromCivil(absl::CivilHour(year, month, day, hour), absl::UTCTimeZone());
}

const absl::Time kBuild = Utc(2026, 11, 1);
const absl::Time kStart = Utc(2027, 3, 1, 8);

class NodeClockTest : public ::testing::Test {
 protected:
  explicit NodeClockTest(common::v1::FolderKind kind = common::v1::FOLDER_KIND_REAL)
      : node_(kStart, kBuild, kind) {
    facility::v1::CreateFacilityRequest create;
    create.set_request_id(NextId());
    create.set_facility_id("hospital");
    create.set_initial_state(facility::v1::FACILITY_STATE_OPEN);
    facility::v1::Facility& hospital = *create.mutable_facility();
    hospital.set_kind(facility::v1::FACILITY_KIND_FIELD_HOSPITAL);
    hospital.set_time_zone("Asia/Baku");
    hospital.set_report_interval_minutes(720);
    SetName("Hospital", hospital.add_display_names());
    facility::v1::CreateFacilityResponse created;
    Must(node_.Call(&facility::v1::FacilityService::Stub::CreateFacility, create, &created));
    inventory::v1::CreateItemRequest item;
    item.set_request_id(NextId());
    item.set_item_id("insulin");
    item.mutable_item()->set_category("medicine");
    item.mutable_item()->set_base_unit(inventory::v1::BASE_UNIT_EACH);
    item.mutable_item()->set_vital_class(inventory::v1::VITAL_CLASS_VITAL);
    item.mutable_item()->set_storage_class("refrigerated");
    SetName("Insulin", item.mutable_item()->add_display_names());
    inventory::v1::CreateItemResponse listed;
    Must(node_.Call(&inventory::v1::ItemService::Stub::CreateItem, item, &listed));
    Report(kStart);
    inventory::v1::CreateMovementResponse received =
        Move(inventory::v1::MOVEMENT_KIND_RECEIPT, 100, kStart);
    EXPECT_EQ(received.exceptions_size(), 0);
  }

  static void Must(const absl::Status& status) { ASSERT_TRUE(status.ok()) << status; }
  static void SetName(const std::string& name, common::v1::LocalizedText* text) {
    text->set_language("en");
    text->set_text(name);
  }
  std::string NextId() { return absl::StrFormat("%016d", ++last_id_); }

  facility::v1::StatusRecord Report(absl::Time observed) {
    facility::v1::ReportStatusRequest request;
    request.set_request_id(NextId());
    request.set_parent(kHospital);
    facility::v1::StatusValue& value = *request.add_values();
    value.set_measure(facility::v1::MEASURE_PATIENTS_SEEN);
    value.set_amount(7);
    *value.mutable_observed_time() = ToProto(observed);
    facility::v1::ReportStatusResponse response;
    Must(node_.Call(&facility::v1::StatusService::Stub::ReportStatus, request, &response));
    return response.records_size() == 0 ? facility::v1::StatusRecord() : response.records(0);
  }

  inventory::v1::CreateMovementResponse Move(inventory::v1::MovementKind kind, int64_t quantity,
                                             absl::Time happened) {
    inventory::v1::CreateMovementRequest request;
    request.set_request_id(NextId());
    request.set_parent(kHospital);
    inventory::v1::Movement& movement = *request.mutable_movement();
    movement.set_kind(kind);
    movement.set_intent(inventory::v1::INTENT_HAPPENED);
    *movement.mutable_happened_time() = ToProto(happened);
    if (kind == inventory::v1::MOVEMENT_KIND_ISSUE) {
      movement.set_purpose(inventory::v1::PURPOSE_PATIENT_CARE);
    }
    movement.add_lines()->set_item("items/insulin");
    movement.mutable_lines(0)->set_quantity(quantity);
    inventory::v1::CreateMovementResponse response;
    Must(node_.Call(&inventory::v1::MovementService::Stub::CreateMovement, request, &response));
    return response;
  }

  common::v1::GetClockResponse Clock() {
    common::v1::GetClockResponse response;
    Must(node_.Call(&ClockService::Stub::GetClock, common::v1::GetClockRequest(), &response));
    return response;
  }

  absl::Status Confirm(absl::Time seen, common::v1::ConfirmClockResponse* response,
                       const std::string& request_id = "") {
    common::v1::ConfirmClockRequest request;
    request.set_request_id(request_id.empty() ? NextId() : request_id);
    *request.mutable_clock_time() = ToProto(seen);
    request.set_note("radio");
    return node_.Call(&ClockService::Stub::ConfirmClock, request, response);
  }

  headquarters::v1::FacilityOverview Overview(headquarters::v1::Basis* basis = nullptr) {
    headquarters::v1::ListFacilityOverviewsResponse response;
    Must(node_.Call(&headquarters::v1::SupplyService::Stub::ListFacilityOverviews,
                    headquarters::v1::ListFacilityOverviewsRequest(), &response));
    if (basis != nullptr) *basis = response.basis();
    EXPECT_EQ(response.facility_overviews_size(), 1);
    return response.facility_overviews(0);
  }
  facility::v1::ReportingState Reporting() {
    facility::v1::GetFacilityStatusRequest request;
    request.set_name(absl::StrCat(kHospital, "/status"));
    facility::v1::GetFacilityStatusResponse response;
    Must(node_.Call(&facility::v1::StatusService::Stub::GetFacilityStatus, request, &response));
    return response.status().reporting_state();
  }
  // How often the hospital was said to have fallen silent.
  int Silences() {
    int count = 0;
    for (const common::v1::LogEntry& entry : node_.Entries("facility/main")) {
      count += entry.method() == "tick/went-silent" ? 1 : 0;
    }
    return count;
  }

  int last_id_ = 0;
  Node node_;
};

constexpr auto kIssue = inventory::v1::MOVEMENT_KIND_ISSUE;
constexpr auto kClockSuspect = inventory::v1::EXCEPTION_KIND_CLOCK_SUSPECT;

TEST_F(NodeClockTest, BootedIn2000KeepsAndFlagsFactsAndRecoversWhenTheClockIsSetRight) {
  node_.machine().Pass(absl::Hours(1));
  node_.Reboot(Utc(2000, 1, 1));
  EXPECT_EQ(Clock().state(), common::v1::CLOCK_STATE_BEFORE_BUILD);
  EXPECT_EQ(runtime::FromProto(Clock().server_time()), kStart);
  // A program on the machine tells the time of 2000.
  const auto use = Move(kIssue, 10, Utc(2000, 1, 1));
  EXPECT_TRUE(use.movement().clock_suspect());
  EXPECT_TRUE(use.receipt().has_suspect_clock());
  ASSERT_EQ(use.exceptions_size(), 1);
  EXPECT_EQ(use.exceptions(0).kind(), kClockSuspect);
  EXPECT_EQ(use.movement().day().year(), 2027);
  EXPECT_EQ(Report(Utc(2000, 1, 1)).time_flag(), facility::v1::TIME_FLAG_CLOCK_SUSPECT);
  // Nothing happens by time alone, for however long it stands so.
  node_.machine().Pass(absl::Hours(20));
  node_.Poll();
  EXPECT_EQ(Silences(), 0);
  headquarters::v1::Basis basis;
  const auto overview = Overview(&basis);
  EXPECT_EQ(overview.open_exception_count(), 1);
  EXPECT_EQ(overview.record_date().year(), 2027);
  EXPECT_EQ(basis.clock_state(), common::v1::CLOCK_STATE_BEFORE_BUILD);
  ASSERT_EQ(basis.sources_size(), 2);
  for (const auto& source : basis.sources()) {
    EXPECT_EQ(source.clock_state(), common::v1::CLOCK_STATE_BEFORE_BUILD) << source.log();
  }
  // The network sets it: no restart, no person.
  node_.machine().Turn(kStart + absl::Hours(48));
  EXPECT_EQ(Clock().state(), common::v1::CLOCK_STATE_GOOD);
  node_.Poll();
  EXPECT_EQ(Silences(), 1);
  EXPECT_FALSE(Move(kIssue, 10, kStart + absl::Hours(48)).movement().clock_suspect());
  EXPECT_TRUE(Eventually([&] {
    Overview(&basis);
    return basis.sources(0).clock_state() == common::v1::CLOCK_STATE_GOOD &&
           basis.sources(1).clock_state() == common::v1::CLOCK_STATE_GOOD;
  }));
}

TEST_F(NodeClockTest, AClockBeforeTheBuildIsNotConfirmed) {
  const absl::Time clock = Utc(2000, 1, 1);
  node_.Reboot(clock);
  common::v1::ConfirmClockResponse confirmed;
  EXPECT_EQ(ReasonOf(Confirm(clock, &confirmed)), common::v1::ERROR_REASON_TIME_OUT_OF_RANGE);
  node_.machine().Turn(kStart + absl::Hours(48));
  EXPECT_EQ(Clock().state(), common::v1::CLOCK_STATE_GOOD);
}

TEST_F(NodeClockTest, BootedIn2040ExpiresNothingUntilAPersonConfirmsAlsoAcrossARestart) {
  const absl::Time clock = Utc(2040, 1, 1);
  node_.Reboot(clock);
  EXPECT_EQ(Clock().state(), common::v1::CLOCK_STATE_AHEAD);
  node_.Poll();
  EXPECT_EQ(Silences(), 0);
  EXPECT_EQ(Reporting(), facility::v1::REPORTING_STATE_IN_TOUCH);
  EXPECT_EQ(Move(kIssue, 10, clock).movement().day().year(), 2027);
  // Asked again after a restart, it is no more believed than before.
  node_.Reboot(clock);
  EXPECT_EQ(Clock().state(), common::v1::CLOCK_STATE_AHEAD);

  common::v1::ConfirmClockResponse confirmed;
  EXPECT_EQ(ReasonOf(Confirm(clock + absl::Minutes(11), &confirmed)),
            common::v1::ERROR_REASON_TIME_OUT_OF_RANGE);
  EXPECT_EQ(Clock().state(), common::v1::CLOCK_STATE_AHEAD);
  Must(Confirm(clock, &confirmed));
  EXPECT_EQ(confirmed.receipts_size(), 3);
  EXPECT_EQ(confirmed.state(), common::v1::CLOCK_STATE_GOOD);
  for (const char* log : {"facility/main", "inventory/main", "headquarters/main"}) {
    const common::v1::LogEntry last = node_.Entries(log).back();
    const common::v1::LogEntry entry =
        last.has_clock_confirmation() ? last : *(node_.Entries(log).rbegin() + 1);
    EXPECT_EQ(entry.clock_confirmation().confirmed_by(), "p-1") << log;
    EXPECT_EQ(entry.clock_confirmation().note(), "radio") << log;
    EXPECT_EQ(entry.clock_confirmation().clock_time().seconds(), absl::ToUnixSeconds(clock));
  }
  node_.Poll();
  EXPECT_EQ(Silences(), 1);
  EXPECT_EQ(Reporting(), facility::v1::REPORTING_STATE_SILENT);

  node_.Reboot(clock + absl::Hours(2));
  EXPECT_EQ(Clock().state(), common::v1::CLOCK_STATE_GOOD);
  EXPECT_EQ(Move(kIssue, 10, clock + absl::Hours(2)).movement().day().year(), 2040);
}

TEST_F(NodeClockTest, AConfirmationSentTwiceIsRecordedOnceInEachLog) {
  const absl::Time clock = Utc(2040, 1, 1);
  node_.Reboot(clock);
  const std::string id = NextId();
  common::v1::ConfirmClockResponse first;
  common::v1::ConfirmClockResponse again;
  Must(Confirm(clock, &first, id));
  // Later, and when the clock says something else: the first answer, and no new word for it.
  node_.machine().Turn(Utc(2043, 1, 1));
  Must(Confirm(clock, &again, id));
  ASSERT_EQ(again.receipts_size(), 3);
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(again.receipts(i).replayed());
    EXPECT_EQ(again.receipts(i).revision(), first.receipts(i).revision());
  }
  EXPECT_EQ(Clock().state(), common::v1::CLOCK_STATE_AHEAD);
}

TEST_F(NodeClockTest, SetBackWhileRunningReopensNothingAndOnceConfirmedIsBelievedAfterARestart) {
  node_.machine().Pass(absl::Hours(13));
  node_.Poll();
  ASSERT_EQ(Silences(), 1);
  // Ten hours back: the hospital reported two hours before that.
  node_.machine().Turn(kStart + absl::Hours(3));
  EXPECT_EQ(Clock().state(), common::v1::CLOCK_STATE_BEHIND);
  EXPECT_EQ(runtime::FromProto(Clock().server_time()), kStart + absl::Hours(13));
  EXPECT_EQ(Reporting(), facility::v1::REPORTING_STATE_SILENT);
  EXPECT_EQ(Overview().reporting_state(), facility::v1::REPORTING_STATE_SILENT);
  common::v1::ConfirmClockResponse confirmed;
  Must(Confirm(kStart + absl::Hours(3), &confirmed));
  node_.Poll();
  for (const bool reboot : {false, true}) {
    if (reboot) node_.Reboot(kStart + absl::Hours(4));
    EXPECT_EQ(Clock().state(), common::v1::CLOCK_STATE_GOOD) << reboot;
    EXPECT_EQ(Reporting(), facility::v1::REPORTING_STATE_SILENT) << reboot;
    EXPECT_EQ(Overview().reporting_state(), facility::v1::REPORTING_STATE_SILENT) << reboot;
    EXPECT_EQ(Silences(), 1) << reboot;
  }
  // A report ends it; record times have not caught up, and that is no reason to wait.
  EXPECT_EQ(Report(kStart + absl::Hours(4)).time_flag(), facility::v1::TIME_FLAG_IN_RANGE);
  EXPECT_EQ(Reporting(), facility::v1::REPORTING_STATE_IN_TOUCH);
  EXPECT_EQ(Overview().reporting_state(), facility::v1::REPORTING_STATE_IN_TOUCH);
  const auto use = Move(kIssue, 10, kStart + absl::Hours(4));
  EXPECT_EQ(use.exceptions_size(), 0);
  // Each log's own never go back; whether inventory's had come to the thirteenth hour depends on
  // which log recorded the confirmation first.
  const absl::Time recorded = runtime::FromProto(use.receipt().record_time());
  EXPECT_TRUE(recorded == kStart + absl::Hours(4) || recorded == kStart + absl::Hours(13))
      << recorded;
}

TEST_F(NodeClockTest, AnHourOfSummerTimeIsSuspectBackAndAnHoursRestAhead) {
  node_.machine().Turn(kStart + absl::Hours(1));
  EXPECT_EQ(Clock().state(), common::v1::CLOCK_STATE_GOOD);
  EXPECT_FALSE(Move(kIssue, 1, kStart + absl::Hours(1)).movement().clock_suspect());
  node_.machine().Turn(kStart);
  EXPECT_EQ(Clock().state(), common::v1::CLOCK_STATE_BEHIND);
  // By the server's own time the report is overdue on time, neither an hour early nor late.
  node_.machine().Pass(absl::Hours(11));
  EXPECT_EQ(Reporting(), facility::v1::REPORTING_STATE_IN_TOUCH);
  node_.machine().Pass(absl::Minutes(1));
  EXPECT_EQ(Reporting(), facility::v1::REPORTING_STATE_SILENT);
}

class ExerciseClockTest : public NodeClockTest {
 protected:
  ExerciseClockTest() : NodeClockTest(common::v1::FOLDER_KIND_EXERCISE) {}

  void Set(absl::Time time, bool frozen = false) {
    common::v1::SetClockRequest request;
    *request.mutable_server_time() = ToProto(time);
    request.set_frozen(frozen);
    common::v1::SetClockResponse response;
    Must(node_.Call(&ClockService::Stub::SetClock, request, &response));
  }
};

TEST_F(ExerciseClockTest, AClockThatStandsStillSaysSoUntilItGoesAgain) {
  EXPECT_FALSE(Clock().frozen());
  const absl::Time night = kStart + absl::Hours(14);
  Set(night, /*frozen=*/true);
  node_.machine().Pass(absl::Minutes(5));
  EXPECT_TRUE(Clock().frozen());
  EXPECT_EQ(runtime::FromProto(Clock().server_time()), night);
  Set(night);
  EXPECT_FALSE(Clock().frozen());
}

TEST_F(ExerciseClockTest, ASetClockIsBelievedAndForgottenByARestartThatSaysSo) {
  const absl::Time later = kStart + absl::Hours(24 * 200);
  Set(later);
  EXPECT_EQ(Clock().state(), common::v1::CLOCK_STATE_GOOD);
  node_.Poll();
  EXPECT_EQ(Silences(), 1);
  EXPECT_EQ(Move(kIssue, 10, later).exceptions_size(), 0);
  node_.Reboot(kStart + absl::Hours(1));
  EXPECT_EQ(Clock().state(), common::v1::CLOCK_STATE_BEHIND);
  EXPECT_EQ(Clock().kind(), common::v1::FOLDER_KIND_EXERCISE);
  EXPECT_GE(runtime::FromProto(Clock().server_time()), later);
  EXPECT_EQ(runtime::FromProto(Clock().last_entry_time()), later);
  // Set again, it goes on; set back, that is a person's word too, and nothing reopens.
  Set(later + absl::Hours(1));
  EXPECT_EQ(Clock().state(), common::v1::CLOCK_STATE_GOOD);
  Set(kStart + absl::Hours(2));
  EXPECT_EQ(Clock().state(), common::v1::CLOCK_STATE_GOOD);
  EXPECT_EQ(Reporting(), facility::v1::REPORTING_STATE_SILENT);
}

}  // namespace
}  // namespace waystation::test
