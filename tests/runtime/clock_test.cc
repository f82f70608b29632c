#include "services/runtime/clock.h"

#include <gtest/gtest.h>

namespace waystation::runtime {
namespace {

TEST(SettableClockTest, SetFrozenReset) {
  SettableClock clock;
  EXPECT_LT(absl::AbsDuration(clock.Now() - absl::Now()), absl::Seconds(1));
  const absl::Time night = absl::FromUnixSeconds(1770000000);
  clock.Set(night, /*frozen=*/true);
  EXPECT_EQ(clock.Now(), night);
  EXPECT_EQ(clock.Now(), night);
  EXPECT_TRUE(clock.frozen());
  clock.Set(night, /*frozen=*/false);
  EXPECT_GE(clock.Now(), night);
  EXPECT_FALSE(clock.frozen());
  EXPECT_LT(clock.Now() - night, absl::Seconds(5));
  EXPECT_LT(absl::AbsDuration(clock.offset() - (night - absl::Now())), absl::Seconds(5));
  clock.Reset();
  EXPECT_EQ(clock.offset(), absl::ZeroDuration());
}

}  // namespace
}  // namespace waystation::runtime
