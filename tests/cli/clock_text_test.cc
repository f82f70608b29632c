#include "clients/cli/text/clock_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "clients/cli/text/times.h"

namespace waystation::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

common::v1::GetClockResponse Clock(common::v1::ClockState state) {
  common::v1::GetClockResponse clock;
  clock.set_state(state);
  clock.set_kind(common::v1::FOLDER_KIND_REAL);
  *clock.mutable_clock_time() = ToProto(absl::FromUnixSeconds(946'684'800));
  *clock.mutable_last_entry_time() = ToProto(absl::FromUnixSeconds(1'800'000'000));
  return clock;
}

TEST(ClockWarning, OneLineInEachLanguageForEachDoubtAndNoneWithout) {
  std::set<std::string> lines;
  for (const char* language : {"az", "hy", "ru", "en"}) {
    EXPECT_EQ(ClockWarning(Clock(common::v1::CLOCK_STATE_GOOD), language, absl::UTCTimeZone()), "");
    EXPECT_EQ(
        ClockWarning(Clock(common::v1::CLOCK_STATE_UNSPECIFIED), language, absl::UTCTimeZone()),
        "");
    for (const auto state : {common::v1::CLOCK_STATE_BEHIND, common::v1::CLOCK_STATE_AHEAD,
                             common::v1::CLOCK_STATE_BEFORE_BUILD}) {
      const std::string line = ClockWarning(Clock(state), language, absl::UTCTimeZone());
      EXPECT_THAT(line, AllOf(HasSubstr("2000-01-01 00:00"), HasSubstr("waystation clock show"),
                              Not(HasSubstr("\n")), Not(HasSubstr("$"))));
      EXPECT_EQ(line.find("2027-01-15 08:00") != std::string::npos,
                state != common::v1::CLOCK_STATE_BEFORE_BUILD);
      lines.insert(line);
    }
  }
  EXPECT_EQ(lines.size(), 12u);
}

TEST(ClockAdvice, AnExerciseIsToldThatARestartForgetsItsClock) {
  common::v1::GetClockResponse clock = Clock(common::v1::CLOCK_STATE_BEHIND);
  EXPECT_THAT(ClockAdvice(clock), AllOf(HasSubstr("clock confirm"), Not(HasSubstr("clock set"))));
  clock.set_kind(common::v1::FOLDER_KIND_EXERCISE);
  EXPECT_THAT(ClockAdvice(clock), AllOf(HasSubstr("clock confirm"), HasSubstr("clock set")));
  clock.set_state(common::v1::CLOCK_STATE_GOOD);
  EXPECT_EQ(ClockAdvice(clock), "");
}

}  // namespace
}  // namespace waystation::cli
