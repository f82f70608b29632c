// What comes next, and whether it comes in time.
#include "services/headquarters/domain/resupply.h"

#include <optional>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace waystation::headquarters {
namespace {

constexpr int64_t kDay = 20'000;

TEST(ResupplyTest, OutlookAndGap) {
  constexpr auto kOut = v1::SUPPLY_STATE_OUT;
  constexpr auto kLasts = v1::SUPPLY_STATE_LASTS;
  constexpr auto kInTime = v1::RESUPPLY_OUTLOOK_IN_TIME;
  constexpr auto kGap = v1::RESUPPLY_OUTLOOK_GAP;
  const Coming kConfirmed4{.latest_day = kDay + 4, .confirmed = true};
  const Coming kConfirmed9{.latest_day = kDay + 9, .confirmed = true};
  const Coming kMaybe2{.latest_day = kDay + 2, .confirmed = false};
  const Coming kLate{.latest_day = kDay - 1, .confirmed = true};
  struct Case {
    std::string what;
    std::vector<Coming> deliveries;
    v1::SupplyState state;
    int64_t run_out_day;
    v1::ResupplyOutlook outlook;
    std::optional<int64_t> gap_days;
  };
  const Case kCases[] = {
      {"comes while it lasts", {kConfirmed4}, kLasts, kDay + 4, kInTime, {}},
      {"comes the day after the last day covered", {kConfirmed4}, kLasts, kDay + 3, kInTime, {}},
      {"one day without", {kConfirmed4}, kLasts, kDay + 2, kGap, 1},
      {"three days without", {kConfirmed4}, kLasts, kDay, kGap, 3},
      {"the earliest counts, whatever the order",
       {kConfirmed9, kConfirmed4},
       kLasts,
       kDay,
       kGap,
       3},
      {"an unconfirmed one covers nothing", {kMaybe2, kConfirmed9}, kLasts, kDay + 2, kGap, 6},
      {"nothing confirmed", {kMaybe2}, kLasts, kDay, v1::RESUPPLY_OUTLOOK_NOTHING_CONFIRMED, {}},
      {"nothing at all", {}, kLasts, kDay + 50, v1::RESUPPLY_OUTLOOK_NOTHING_COMING, {}},
      {"overdue is not coming", {kLate}, kLasts, kDay, v1::RESUPPLY_OUTLOOK_NOTHING_COMING, {}},
      {"out until it comes", {kConfirmed4}, kOut, kDay - 7, kGap, 4},
      {"out since today", {kConfirmed4}, kOut, kDay, kGap, 4},
      {"out, and due today", {{.latest_day = kDay, .confirmed = true}}, kOut, kDay - 7, kGap, 0},
      {"out, nothing coming", {}, kOut, kDay - 7, v1::RESUPPLY_OUTLOOK_NOTHING_COMING, {}},
      {"not used",
       {kConfirmed4},
       v1::SUPPLY_STATE_UNUSED,
       kNoDay,
       v1::RESUPPLY_OUTLOOK_NO_RUN_OUT,
       {}},
      {"no evidence",
       {},
       v1::SUPPLY_STATE_NO_EVIDENCE,
       kNoDay,
       v1::RESUPPLY_OUTLOOK_NO_RUN_OUT,
       {}},
      {"unknown is never green",
       {kConfirmed4},
       v1::SUPPLY_STATE_UNKNOWN,
       kDay - 2,
       v1::RESUPPLY_OUTLOOK_UNKNOWN,
       {}},
  };
  for (const Case& c : kCases) {
    const ResupplyReading reading = ReadResupply(c.deliveries, c.state, c.run_out_day, kDay);
    EXPECT_EQ(reading.outlook, c.outlook) << c.what;
    EXPECT_EQ(reading.gap_days, c.gap_days) << c.what;
  }
}

TEST(ResupplyTest, TheNextOfEachSort) {
  const std::vector<Coming> deliveries = {
      {.latest_day = kDay + 5, .confirmed = false}, {.latest_day = kDay + 6, .confirmed = true},
      {.latest_day = kDay - 1, .confirmed = false}, {.latest_day = kDay - 4, .confirmed = true},
      {.latest_day = kDay, .confirmed = true},      {.latest_day = kDay + 5, .confirmed = false},
      {.latest_day = kDay, .confirmed = true},
  };
  const ResupplyReading reading = ReadResupply(deliveries, v1::SUPPLY_STATE_LASTS, kDay + 1, kDay);
  EXPECT_EQ(reading.next_confirmed, 4);
  EXPECT_EQ(reading.next_unconfirmed, 0);
  EXPECT_EQ(reading.overdue, 3);
  const ResupplyReading none = ReadResupply({}, v1::SUPPLY_STATE_LASTS, kDay + 1, kDay);
  EXPECT_EQ(none.next_confirmed, std::nullopt);
  EXPECT_EQ(none.next_unconfirmed, std::nullopt);
  EXPECT_EQ(none.overdue, std::nullopt);
}

}  // namespace
}  // namespace waystation::headquarters
