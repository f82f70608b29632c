#include "clients/cli/text/have_document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/time/time.h"
#include "clients/cli/text/have_beds.h"
#include "clients/cli/text/times.h"

namespace waystation::cli {
namespace {

using facility::v1::FacilityStatus;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const absl::Time kRead = absl::FromUnixSeconds(1'800'000'000);

FacilityStatus Hospital() {
  FacilityStatus status;
  status.mutable_facility()->set_name("facilities/a-hospital");
  status.mutable_facility()->set_kind(facility::v1::FACILITY_KIND_FIELD_HOSPITAL);
  status.mutable_facility()->set_state(facility::v1::FACILITY_STATE_OPEN);
  auto* name = status.mutable_facility()->add_display_names();
  name->set_language("en");
  name->set_text("A & B <hospital>");
  status.mutable_facility()->set_latitude_microdegrees(39912970);
  status.mutable_facility()->set_longitude_microdegrees(-46790280);
  status.mutable_facility()->set_report_interval_minutes(60);
  auto* beds = status.mutable_facility()->add_beds();
  beds->set_type("inpatient");
  beds->set_capacity(40);
  status.set_reporting_state(facility::v1::REPORTING_STATE_IN_TOUCH);
  *status.mutable_last_report_time() = ToProto(kRead - absl::Minutes(5));
  return status;
}

facility::v1::CurrentValue* Tell(facility::v1::Measure measure, const std::string& type,
                                 int64_t amount, absl::Duration age, FacilityStatus* status) {
  auto* value = status->add_values();
  value->mutable_record()->mutable_value()->set_measure(measure);
  value->mutable_record()->mutable_value()->set_subject(type);
  value->mutable_record()->mutable_value()->set_amount(amount);
  *value->mutable_record()->mutable_effective_time() = ToProto(kRead - age);
  value->mutable_age()->set_seconds(absl::ToInt64Seconds(age));
  value->set_freshness(facility::v1::FRESHNESS_KNOWN);
  return value;
}

std::string Document(const FacilityStatus& status, bool exercise = false) {
  HaveReport report;
  report.exercise = exercise;
  report.read_time = ToProto(kRead);
  report.statuses = {status};
  return HaveDocument(report);
}

TEST(HaveDocumentTest, PresentFiguresAreCounts) {
  FacilityStatus status = Hospital();
  Tell(facility::v1::MEASURE_BEDS_FREE, "inpatient", 6, absl::Minutes(10), &status);
  Tell(facility::v1::MEASURE_BEDS_OCCUPIED, "inpatient", 34, absl::Minutes(20), &status);
  const std::string text = Document(status);
  EXPECT_THAT(text, AllOf(HasSubstr("<have:availableCount>6</have:availableCount>"),
                          HasSubstr("<have:baselineCount>40</have:baselineCount>"),
                          HasSubstr("<have:availability>Open</have:availability>"),
                          HasSubstr(">MedicalSurgical<"), HasSubstr("34 occupied at ")));
  EXPECT_THAT(text, HasSubstr("<gml:pos>39.912970 -46.790280</gml:pos>")) << "latitude first";
  EXPECT_THAT(text, HasSubstr("A &amp; B &lt;hospital&gt;"));
  EXPECT_THAT(text, HasSubstr("<edxl-ct:fromDateTime>2027-01-15T07:40:00+00:00<"))
      << "the oldest figure that counts";
}

TEST(HaveDocumentTest, NothingFreeIsFullAndMoreThanAllIsExceeded) {
  FacilityStatus status = Hospital();
  Tell(facility::v1::MEASURE_BEDS_FREE, "inpatient", 0, absl::Minutes(1), &status);
  EXPECT_THAT(Document(status),
              AllOf(HasSubstr(">0</have:availableCount>"), HasSubstr(">Full</have:availability>")));
  Tell(facility::v1::MEASURE_BEDS_OCCUPIED, "inpatient", 52, absl::Minutes(1), &status);
  EXPECT_THAT(Document(status),
              AllOf(HasSubstr(">Exceeded</have:availability>"), HasSubstr("surge of 12")));
}

// What is not known now is in no count, and its last figure is told with its time.
TEST(HaveDocumentTest, WhatIsNotKnownIsNoCount) {
  FacilityStatus never = Hospital();
  EXPECT_THAT(Document(never),
              AllOf(Not(HasSubstr("serviceBedCapacity")),
                    HasSubstr("set up for 40; free never told; occupied never told")));
  FacilityStatus stale = Hospital();
  Tell(facility::v1::MEASURE_BEDS_FREE, "inpatient", 6, absl::Minutes(61), &stale);
  EXPECT_THAT(Document(stale),
              AllOf(Not(HasSubstr("serviceBedCapacity")),
                    HasSubstr("free not known now, last told 6 at 2027-01-15T06:59:00+00:00")));
  FacilityStatus silent = Hospital();
  silent.set_reporting_state(facility::v1::REPORTING_STATE_SILENT);
  Tell(facility::v1::MEASURE_BEDS_FREE, "inpatient", 6, absl::Minutes(5), &silent)
      ->set_freshness(facility::v1::FRESHNESS_UNKNOWN);
  EXPECT_THAT(Document(silent),
              AllOf(Not(HasSubstr("serviceBedCapacity")), HasSubstr("SILENT since")));
  FacilityStatus occupied = Hospital();
  Tell(facility::v1::MEASURE_BEDS_OCCUPIED, "inpatient", 34, absl::Minutes(5), &occupied);
  EXPECT_THAT(Document(occupied), AllOf(Not(HasSubstr("availableCount")),
                                        HasSubstr("free never told; 34 occupied at")));
}

TEST(HaveDocumentTest, WhatDoesNotWorkHasNoBeds) {
  FacilityStatus status = Hospital();
  status.mutable_facility()->set_state(facility::v1::FACILITY_STATE_CLOSED);
  Tell(facility::v1::MEASURE_BEDS_FREE, "inpatient", 6, absl::Minutes(1), &status);
  EXPECT_THAT(Document(status),
              AllOf(Not(HasSubstr("serviceBedCapacity")), HasSubstr(">false</have:isAvailable>"),
                    HasSubstr("state: closed")));
}

TEST(HaveDocumentTest, TypesThatTheStandardLacksAreInAListOfTheirOwn) {
  FacilityStatus status = Hospital();
  Tell(facility::v1::MEASURE_BEDS_FREE, "maternity", 3, absl::Minutes(1), &status);
  const std::string text = Document(status);
  EXPECT_LT(text.find("EDXL-HAVE 1.0 BedType"), text.find("urn:waystation:bed-type"));
  EXPECT_THAT(text, AllOf(HasSubstr("<have:serviceTaxonomyKeyValue>maternity<"),
                          HasSubstr("not among the beds that it is set up for")));
  EXPECT_EQ(HaveBedType("intensive"), "AdultICU");
  EXPECT_EQ(HaveBedType("isolation"), "") << "it does not say what of";
}

std::string Document1(const FacilityStatus& status) {
  HaveReport report;
  report.read_time = ToProto(kRead);
  report.organization = "Relief & Co";
  report.statuses = {status};
  return Have1Document(report);
}

// Here what is set up can be told without what is free.
TEST(HaveDocumentTest, Version1LeavesOutWhatIsNotKnown) {
  FacilityStatus status = Hospital();
  EXPECT_THAT(Document1(status),
              AllOf(HasSubstr("<have:BedType>MedicalSurgical</have:BedType>"),
                    HasSubstr("<have:BaselineCount>40</have:BaselineCount>"),
                    Not(HasSubstr("AvailableCount")), Not(HasSubstr("<have:CapacityStatus>")),
                    HasSubstr("<have:LastUpdateTime>2027-01-15T07:55:00+00:00<")));
  Tell(facility::v1::MEASURE_BEDS_FREE, "inpatient", 0, absl::Minutes(1), &status);
  EXPECT_THAT(Document1(status), AllOf(HasSubstr("<have:AvailableCount>0<"),
                                       HasSubstr("<have:CapacityStatus>NotAvailable<")));
  status.mutable_facility()->set_state(facility::v1::FACILITY_STATE_CLOSED);
  EXPECT_THAT(Document1(status),
              AllOf(Not(HasSubstr("AvailableCount")), HasSubstr("<have:FacilityStatus>Closed<"),
                    HasSubstr("<have:CapacityStatus>NotAvailable<")));
}

TEST(HaveDocumentTest, Version1WithoutReportsHasTheRegistersTime) {
  FacilityStatus status = Hospital();
  status.clear_last_report_time();
  status.set_reporting_state(facility::v1::REPORTING_STATE_NEVER_REPORTED);
  *status.mutable_facility()->mutable_update_time() = ToProto(kRead - absl::Hours(1));
  status.mutable_facility()->mutable_beds(0)->set_type("maternity");
  EXPECT_THAT(Document1(status),
              AllOf(HasSubstr("<have:LastUpdateTime>2027-01-15T07:00:00+00:00<"),
                    Not(HasSubstr("<have:BedType>")), HasSubstr("maternity, which is none of"),
                    HasSubstr("never reported"), HasSubstr("Relief &amp; Co")));
}

TEST(HaveDocumentTest, IdsAreXmlIds) {
  FacilityStatus status = Hospital();
  status.mutable_facility()->set_name("facilities/5th-post");
  EXPECT_THAT(Document(status), HasSubstr("<have:facilityID>_5th-post</have:facilityID>"));
}

TEST(HaveDocumentTest, AnExerciseSaysSoEverywhere) {
  const std::string text = Document(Hospital(), true);
  EXPECT_THAT(text, AllOf(HasSubstr("<!-- EXERCISE"), HasSubstr("<have:reportComment>EXERCISE"),
                          HasSubstr("<have:commentText have:language=\"en\">EXERCISE")));
  EXPECT_THAT(Document(Hospital()), Not(HasSubstr("EXERCISE")));
}

}  // namespace
}  // namespace waystation::cli
