#include "clients/cli/import/facility_table.h"

#include <gmock/gmock.h>

#include "clients/cli/import/import_kind.h"
#include "google/protobuf/util/message_differencer.h"
#include "tests/cli/import/recording_sink.h"

namespace waystation::cli {
namespace {

using facility::v1::CreateFacilityRequest;
using facility::v1::Facility;

Facility Everything() {
  Facility facility;
  facility.set_name("facilities/a");
  facility.set_kind(facility::v1::FACILITY_KIND_HEALTH_POST);
  for (const auto& [language, text] :
       {std::pair("az", "Bir, \"iki\""), {"hy", "Մեկ"}, {"ru", "=1+1"}, {"en", "two\nlines"}}) {
    auto* name = facility.add_display_names();
    name->set_language(language);
    name->set_text(text);
  }
  facility.set_latitude_microdegrees(-1);
  facility.set_longitude_microdegrees(-180000000);
  facility.set_time_zone("Asia/Baku");
  facility.set_service_day_start_minutes(365);
  facility.set_people_served(9000);
  facility.set_report_interval_minutes(43200);
  for (const char* type : {"inpatient", "maternity"}) {
    auto* beds = facility.add_beds();
    beds->set_type(type);
    beds->set_capacity(40);
  }
  facility.mutable_daily_load()->set_staff(0);
  facility.mutable_daily_load()->set_residents(12);
  return facility;
}

// With all that an import of facilities can say.
TEST(FacilityTableTest, IsReadBackUnchanged) {
  Facility whole = Everything();
  Facility least;
  least.set_name("facilities/b");
  least.set_kind(facility::v1::FACILITY_KIND_WAREHOUSE);
  least.add_display_names()->set_language("en");
  least.mutable_display_names(0)->set_text("B");
  least.set_time_zone("UTC");
  least.set_report_interval_minutes(1);
  std::vector<Facility> facilities = {whole, least, least};
  facilities[0].set_state(facility::v1::FACILITY_STATE_OPEN);
  facilities[1].set_state(facility::v1::FACILITY_STATE_PLANNED);
  facilities[2].set_name("facilities/c");
  facilities[2].set_state(facility::v1::FACILITY_STATE_CLOSED);
  const FacilityTable table = TableOf(facilities);
  EXPECT_EQ(table.names_left_out, 0);
  auto kind = MakeFacilityImport(nullptr);
  RecordingSink sink = TakeFile(kind.get(), table.csv);
  EXPECT_TRUE(sink.problems.empty()) << sink.problems[0].column << sink.problems[0].text;
  ASSERT_EQ(sink.commands.size(), 4u);
  for (size_t i = 0; i < 3; ++i) {
    const auto& request = static_cast<const CreateFacilityRequest&>(*sink.commands[i].request);
    EXPECT_EQ("facilities/" + request.facility_id(), facilities[i].name());
    Facility expected = facilities[i];
    expected.clear_name();
    expected.clear_state();
    EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(request.facility(), expected))
        << request.DebugString();
  }
  EXPECT_EQ(sink.commands[3].request->GetTypeName(), "waystation.facility.v1.CloseFacilityRequest");
}

TEST(FacilityTableTest, NamesWithoutAColumnAreCounted) {
  Facility facility = Everything();
  auto* name = facility.add_display_names();
  name->set_language("fr");
  name->set_text("un");
  EXPECT_EQ(TableOf({facility}).names_left_out, 1);
}

}  // namespace
}  // namespace waystation::cli
