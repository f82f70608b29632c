#include "tests/cli/process/process.h"

namespace waystation {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

// Registered, too warm, blocked, decided about, closed.
TEST_F(ProcessTest, AColdItemInAWarmPlace) {
  MakeHospital();
  MustRun("storage-class create cells --name-en 'Red cells' --min 2 --max 6");
  MustRun(
      "storage-class create insulin --name-en Insulin --min 2 --max 8 --allowed-minutes 40320 "
      "--allowed-up-to 30");
  MustRun("item update rice --storage cells");
  MustRun(
      "item create insulin --name-en Insulin --category medicines --unit millilitre --class vital "
      "--storage insulin");
  MustRun(
      "place create main --at a-hospital --kind shelf --name-en 'Main store' --min 15 --max 25");
  Said said =
      Run("place create fridge --at a-hospital --kind fridge --name-en Fridge --name-hy Սառնարան "
          "--storage-class refrigerated");
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text,
              AllOf(HasSubstr("Սառնարան"), HasSubstr("refrigerated"), HasSubstr("open")));
  MustRun("place update fridge --at a-hospital --min 2 --max 5 --note 'door alarm'");
  EXPECT_THAT(Run("place show fridge --at a-hospital").text,
              AllOf(HasSubstr("2 °C to 5 °C"), HasSubstr("door alarm"), HasSubstr("fridge")));
  EXPECT_EQ(Run("place show cellar --at a-hospital").exit_code, 3);

  said = Run("stock receive --at a-hospital --item rice --quantity '5 kg' --lot C1 --from bank-1");
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("too warm in main"), HasSubstr("no time is allowed")));
  said =
      Run("stock receive --at a-hospital --item insulin --quantity '1 L' --lot I1 --from convoy-1");
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("too warm in main"), HasSubstr("usable until")));
  EXPECT_THAT(Run("place list --at a-hospital").text,
              AllOf(HasSubstr("2 lots"), HasSubstr("Main store"), HasSubstr("15 °C to 25 °C")));
  EXPECT_THAT(Run("stock show --at a-hospital").text,
              AllOf(HasSubstr("cells"), HasSubstr("BLOCKED"), HasSubstr("usable until")));
  EXPECT_THAT(Run("stock balance --at a-hospital --item rice").text, HasSubstr("blocked now"));
  EXPECT_THAT(Run("stock propose --at a-hospital --item rice --quantity '1 kg'").text,
              HasSubstr("never proposed"));
  const std::string issue =
      "stock issue --at a-hospital --item rice --quantity '1 kg' --lot C1 --for meals --order";
  said = Run(issue);
  EXPECT_EQ(said.exit_code, 2);
  EXPECT_THAT(said.text, AllOf(HasSubstr("STOCK_BLOCKED"), HasSubstr("place decide")));

  said =
      Run("place decide main --at a-hospital --item rice --lot C1 --decided-by doctor-1 "
          "--note 'it was ten minutes'");
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("doctor-1"), HasSubstr("it was ten minutes")));
  EXPECT_THAT(Run("stock show --at a-hospital").text,
              AllOf(HasSubstr("released by doctor-1"), Not(HasSubstr("BLOCKED"))));
  MustRun(issue);
  EXPECT_EQ(Run("place close main --at a-hospital").exit_code, 2);
  said = Run("place close fridge --at a-hospital");
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, HasSubstr("closed"));
  EXPECT_EQ(Run("stock receive --at a-hospital --item insulin --quantity '1 L' --lot I2 "
                "--from convoy-1 --place fridge --order")
                .exit_code,
            2);
  EXPECT_THAT(Run("stock receive --at a-hospital --item insulin --quantity '1 L' --lot I2 "
                  "--from convoy-1 --place fridge")
                  .text,
              HasSubstr("closed place fridge"));
  EXPECT_THAT(Run("place open fridge --at a-hospital --output json").text,
              HasSubstr("\"state\":\"STORAGE_PLACE_STATE_OPEN\""));
}

// The fridge was too warm, by its thermometer.
TEST_F(ProcessTest, AFridgeThatWasTooWarm) {
  MakeHospital();
  MustRun("facility update a-hospital --report-interval 60");
  MustRun("storage-class create cells --name-en 'Red cells' --min 2 --max 6");
  MustRun("item update rice --storage cells");
  MustRun("installation fridge cold-1 --range 2..8 --instrument -40..60 --at a-hospital");
  MustRun(
      "place create fridge --at a-hospital --kind fridge --name-en Fridge --min 3 --max 5 "
      "--installation cold-1");
  MustRun(
      "stock receive --at a-hospital --item rice --quantity '5 kg' --lot C1 --from bank-1 --place "
      "fridge --when '5h ago'");
  const std::string report = "facility report a-hospital fridge-temperature-millicelsius:cold-1=";
  MustRun(report + "4000 --when '4h ago'");
  MustRun(report + "12000 --when '200m ago'");
  std::string shown;
  for (int i = 0; i < 50 && shown.find("BLOCKED") == std::string::npos; ++i) {
    shown = Run("stock show --at a-hospital").text;
  }
  EXPECT_THAT(shown, HasSubstr("BLOCKED"));
  EXPECT_THAT(Run("exception list --at a-hospital").text,
              HasSubstr("too warm in fridge by the readings of cold-1"));
  const std::string excursions = "place excursions --at a-hospital --from '1d ago'";
  EXPECT_THAT(Run(excursions).text, AllOf(HasSubstr("12 °C"), HasSubstr("min too warm"),
                                          HasSubstr("quarantine"), HasSubstr("No reading tells")));
  MustRun(
      "place decide fridge --at a-hospital --item rice --lot C1 --decided-by doctor-1 --note "
      "'looked at'");
  EXPECT_THAT(Run(excursions).text, HasSubstr("decided by doctor-1"));
  EXPECT_THAT(Run("place excursions --at a-hospital --to '1d ago'").text,
              HasSubstr("no reading was out of range"));
  EXPECT_EQ(Run("place excursions --at a-hospital --place cellar").exit_code, 3);
}

}  // namespace
}  // namespace waystation
