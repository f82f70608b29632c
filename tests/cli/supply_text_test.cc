#include "clients/cli/supply/supply_text.h"

#include <gtest/gtest.h>

namespace waystation::cli {
namespace {

using headquarters::v1::Arrival;
using headquarters::v1::Resupply;

void Set(const char* number, int day, Arrival* arrival) {
  arrival->set_number(number);
  arrival->mutable_latest_date()->set_year(2026);
  arrival->mutable_latest_date()->set_month(12);
  arrival->mutable_latest_date()->set_day(day);
}

TEST(SupplyTextTest, RedAndGreenInWords) {
  constexpr auto kOut = headquarters::v1::SUPPLY_STATE_OUT;
  constexpr auto kLasts = headquarters::v1::SUPPLY_STATE_LASTS;
  Resupply resupply;
  Set("EXP-0002", 6, resupply.mutable_next_confirmed());
  resupply.set_outlook(headquarters::v1::RESUPPLY_OUTLOOK_IN_TIME);
  EXPECT_EQ(ShowResupply(resupply, kLasts), "12-06, in time");
  EXPECT_EQ(ExplainResupply(resupply, kLasts), "");

  resupply.set_outlook(headquarters::v1::RESUPPLY_OUTLOOK_GAP);
  resupply.set_gap_days(3);
  EXPECT_EQ(ShowResupply(resupply, kLasts), "12-06, 3 days late");
  EXPECT_EQ(ExplainResupply(resupply, kLasts),
            "runs out 3 days before the next confirmed delivery (EXP-0002, 2026-12-06)");
  resupply.set_gap_days(1);
  EXPECT_EQ(ShowResupply(resupply, kOut), "12-06, in 1 day");
  EXPECT_EQ(ExplainResupply(resupply, kOut),
            "is out for 1 day more, until the next confirmed delivery (EXP-0002, 2026-12-06)");
  resupply.set_gap_days(0);
  EXPECT_EQ(ShowResupply(resupply, kOut), "12-06, today");
  EXPECT_EQ(ExplainResupply(resupply, kOut),
            "is out until today's confirmed delivery (EXP-0002, 2026-12-06)");

  resupply.clear_next_confirmed();
  resupply.clear_gap_days();
  Set("EXP-0003", 9, resupply.mutable_next_unconfirmed());
  resupply.set_outlook(headquarters::v1::RESUPPLY_OUTLOOK_NOTHING_CONFIRMED);
  EXPECT_EQ(ShowResupply(resupply, kLasts), "nothing confirmed");
  EXPECT_EQ(ExplainResupply(resupply, kLasts),
            "has no confirmed delivery, only a possible one (EXP-0003, 2026-12-09)");

  resupply.clear_next_unconfirmed();
  resupply.set_outlook(headquarters::v1::RESUPPLY_OUTLOOK_NOTHING_COMING);
  EXPECT_EQ(ShowResupply(resupply, kLasts), "nothing is coming");
  EXPECT_EQ(ExplainResupply(resupply, kLasts), "");
  Set("EXP-0001", 1, resupply.mutable_overdue());
  EXPECT_EQ(ShowResupply(resupply, kLasts), "OVERDUE");
  EXPECT_EQ(ExplainResupply(resupply, kLasts),
            "has nothing coming; EXP-0001 was due 2026-12-01 and has not come");

  resupply.set_outlook(headquarters::v1::RESUPPLY_OUTLOOK_UNKNOWN);
  EXPECT_EQ(ShowResupply(resupply, headquarters::v1::SUPPLY_STATE_UNKNOWN), "");
  EXPECT_EQ(ExplainResupply(resupply, headquarters::v1::SUPPLY_STATE_UNKNOWN),
            "has no confirmed delivery; EXP-0001 was due 2026-12-01 and has not come");
}

}  // namespace
}  // namespace waystation::cli
