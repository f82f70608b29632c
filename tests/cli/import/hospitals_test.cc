#include "clients/cli/import/hospitals.h"

#include <gmock/gmock.h>

#include "tests/cli/import/recording_sink.h"

namespace waystation::cli {
namespace {

using facility::v1::CreateFacilityRequest;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr char kHospitalHeader[] =
    "Name,Code,Type,Status,Beds Total,Organisation,Country,L1,Lat,Lon,Comments\n";

RecordingSink TakeHospitals(const std::string& rows, HospitalOptions options) {
  auto kind = MakeHospitalImport(std::move(options));
  return TakeFile(kind.get(), kHospitalHeader + rows);
}

RecordingSink TakeHospitals(const std::string& rows) {
  HospitalOptions options;
  options.zones[""] = "Africa/Monrovia";
  return TakeHospitals(rows, options);
}

const CreateFacilityRequest& Hospital(const RecordingSink& sink, size_t i) {
  return static_cast<const CreateFacilityRequest&>(*sink.commands[i].request);
}

TEST(HospitalImportTest, ARowIsAFacility) {
  RecordingSink sink = TakeHospitals("A Hospital ,LibA,ETC,Functional,70,MSF,LR,,6.5,-10.25,x\n");
  ASSERT_EQ(sink.commands.size(), 1u);
  EXPECT_EQ(Hospital(sink, 0).facility_id(), "liba");
  EXPECT_EQ(Hospital(sink, 0).initial_state(), facility::v1::FACILITY_STATE_OPEN);
  const auto& hospital = Hospital(sink, 0).facility();
  EXPECT_EQ(hospital.kind(), facility::v1::FACILITY_KIND_FIELD_HOSPITAL);
  EXPECT_EQ(hospital.display_names(0).text(), "A Hospital");
  EXPECT_EQ(hospital.latitude_microdegrees(), 6500000);
  EXPECT_EQ(hospital.longitude_microdegrees(), -10250000);
  EXPECT_EQ(hospital.time_zone(), "Africa/Monrovia");
  ASSERT_EQ(hospital.beds_size(), 1);
  EXPECT_EQ(hospital.beds(0).type(), "isolation");
  EXPECT_EQ(hospital.beds(0).capacity(), 70);
  EXPECT_EQ(hospital.people_served(), 0);
}

TEST(HospitalImportTest, TypesAndStates) {
  RecordingSink sink = TakeHospitals(
      "A,A,Hospital,Closed,5,,LR,,6,-10,\n"
      "B,B,Triage,Pending,,,LR,,6,-10,\n"
      "C,C,transit centre,functional,0,,LR,,6,-10,\n");
  ASSERT_EQ(sink.commands.size(), 4u) << "the closed one is planned, then closed";
  EXPECT_EQ(Hospital(sink, 0).initial_state(), facility::v1::FACILITY_STATE_PLANNED);
  EXPECT_EQ(Hospital(sink, 0).facility().beds(0).type(), "inpatient");
  EXPECT_EQ(sink.commands[1].request->GetTypeName(), "waystation.facility.v1.CloseFacilityRequest");
  EXPECT_EQ(sink.commands[0].chain, sink.commands[1].chain);
  EXPECT_EQ(Hospital(sink, 2).initial_state(), facility::v1::FACILITY_STATE_PLANNED);
  EXPECT_EQ(Hospital(sink, 2).facility().beds_size(), 0) << "empty is not known";
  EXPECT_EQ(Hospital(sink, 3).facility().kind(), facility::v1::FACILITY_KIND_HEALTH_POST);
  EXPECT_EQ(Hospital(sink, 3).facility().beds_size(), 0) << "nor is 0";
  ASSERT_EQ(sink.remarks.size(), 1u);
  EXPECT_EQ(sink.remarks[0].sort, "no-beds");
}

TEST(HospitalImportTest, WhatIsWantingIsNamed) {
  RecordingSink sink = TakeHospitals(
      "no name,A,ETC,Functional,,,LR,,6,-10,\n"
      "B,B,,Functional,,,LR,,6,-10,\n"
      "C,C,ETC,Unknown,,,LR,,6,-10,\n"
      "D,D,ETC,Functional,,,LR,,,,\n"
      "E,E,ETC,Functional,-1,,LR,,6,-10,\n"
      "F,D,ETC,Functional,1,,LR,,6,-10,\n"
      "G,ժ,ETC,Functional,1,,LR,,6,-10,\n");
  EXPECT_TRUE(sink.commands.empty());
  EXPECT_THAT(sink.rejected, ElementsAre(2, 3, 4, 5, 6, 7, 8));
  std::vector<std::string> columns;
  for (const RowProblem& problem : sink.problems) columns.push_back(problem.column);
  EXPECT_THAT(columns,
              ElementsAre("Name", "Type", "Status", "Lat", "Lon", "Beds Total", "Code", "Code"));
  EXPECT_THAT(sink.problems[1].text, HasSubstr("--site-kind"));
}

TEST(HospitalImportTest, OptionsSayWhatTheTableDoesNot) {
  HospitalOptions options;
  options.zones["GN"] = "Africa/Conakry";
  options.kinds[""] = facility::v1::FACILITY_KIND_HEALTH_POST;
  options.report_interval_minutes = 60;
  RecordingSink sink = TakeHospitals(
      "A,A,,Functional,3,,GN,,6.1234567,-10.1234564,\n"
      "B,B,ETC,Functional,,,SL,,6,-10,\n",
      options);
  ASSERT_EQ(sink.commands.size(), 1u);
  EXPECT_EQ(Hospital(sink, 0).facility().time_zone(), "Africa/Conakry");
  EXPECT_EQ(Hospital(sink, 0).facility().latitude_microdegrees(), 6123457);
  EXPECT_EQ(Hospital(sink, 0).facility().longitude_microdegrees(), -10123456);
  EXPECT_EQ(Hospital(sink, 0).facility().report_interval_minutes(), 60);
  EXPECT_EQ(sink.remarks.size(), 2u);
  ASSERT_EQ(sink.problems.size(), 1u);
  EXPECT_THAT(sink.problems[0].text, HasSubstr("--time-zone SL=ZONE"));
}

TEST(HospitalImportTest, WithoutACodeTheNameMakesTheId) {
  RecordingSink sink = TakeHospitals("Île d'Or 2,,ETC,Functional,,,LR,,6,-10,\n");
  ASSERT_EQ(sink.commands.size(), 1u);
  EXPECT_EQ(Hospital(sink, 0).facility_id(), "le-d-or-2");
}

}  // namespace
}  // namespace waystation::cli
