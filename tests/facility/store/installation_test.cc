#include "gtest/gtest.h"
#include "services/facility/store/list.h"
#include "services/facility/store/load.h"
#include "storage/base/errors.h"
#include "tests/facility/domain/fixtures.h"
#include "tests/facility/store/facility_book.h"

namespace waystation::facility {
namespace {

constexpr char kTank[] = "facilities/a/installations/tank-1";

v1::SetInstallationRequest TankOfCapacity(int64_t capacity_ml) {
  v1::SetInstallationRequest request;
  request.mutable_installation()->set_name(kTank);
  request.mutable_installation()->mutable_tank()->set_fluid(v1::FLUID_DIESEL);
  request.mutable_installation()->mutable_tank()->set_capacity_ml(capacity_ml);
  return request;
}

TEST(InstallationStoreTest, KeepsThePresentAndEveryChange) {
  FacilityBook book(At(8));
  EXPECT_EQ(ReasonOf(book.Send(TankOfCapacity(1), At(8)).status), Reason::ERROR_REASON_NOT_KNOWN);
  book.Create("a", v1::FACILITY_STATE_OPEN, At(8));
  // Its rows lie beside those of a facility whose name begins alike.
  book.Create("a-b", v1::FACILITY_STATE_OPEN, At(8));
  ASSERT_TRUE(book.Send(TankOfCapacity(1000), At(9)).status.ok());
  ASSERT_TRUE(book.Send(TankOfCapacity(2000), At(10)).status.ok());
  book.Reopen(At(11));
  EXPECT_EQ(GetInstallation(*book.Rows(), kTank)->tank().capacity_ml(), 2000);
  EXPECT_EQ(ListInstallations(*book.Rows(), "facilities/a", {10, ""})->items.size(), 1u);
  EXPECT_TRUE(ListInstallations(*book.Rows(), "facilities/a-b", {10, ""})->items.empty());

  v1::RemoveInstallationRequest remove;
  remove.set_name(kTank);
  ASSERT_TRUE(book.Send(remove, At(12)).status.ok());
  EXPECT_EQ(ReasonOf(GetInstallation(*book.Rows(), kTank).status()),
            Reason::ERROR_REASON_NOT_KNOWN);
  const auto changes = ListInstallationChanges(*book.Rows(), kTank, {10, ""});
  ASSERT_EQ(changes->items.size(), 3u);
  EXPECT_TRUE(changes->items[0].removed());
  EXPECT_EQ(changes->items[0].installation().tank().capacity_ml(), 2000);
  EXPECT_FALSE(changes->items[1].removed());
  EXPECT_EQ(changes->items[2].installation().tank().capacity_ml(), 1000);
  const auto page = ListInstallationChanges(*book.Rows(), kTank, {2, ""});
  ASSERT_EQ(page->items.size(), 2u);
  EXPECT_EQ(ListInstallationChanges(*book.Rows(), kTank, {2, page->next_key})->items.size(), 1u);
}

TEST(InstallationStoreTest, NothingIsKeptOfALevelBeyondTheTank) {
  FacilityBook book(At(8));
  book.Create("a", v1::FACILITY_STATE_OPEN, At(8));
  ASSERT_TRUE(book.Send(TankOfCapacity(1000), At(9)).status.ok());
  const size_t before = book.Events().size();
  v1::ReportStatusRequest report;
  report.set_parent("facilities/a");
  *report.add_values() = Amount(v1::MEASURE_LOAD_W, 1, At(9));
  *report.add_values() = Amount(v1::MEASURE_TANK_LEVEL_ML, 1001, At(9), "tank-1");
  const absl::Status refused = book.Send(report, At(10)).status;
  ASSERT_EQ(ReasonOf(refused), Reason::ERROR_REASON_INVALID_FIELD);
  EXPECT_EQ(FieldViolationsOf(refused)[0].field, "values[1].amount");
  EXPECT_EQ(book.Events().size(), before);
  report.mutable_values(1)->set_amount(1000);
  EXPECT_TRUE(book.Send(report, At(10)).status.ok());
}

}  // namespace
}  // namespace waystation::facility
