#include "services/inventory/domain/places/fridge_curve.h"

#include <vector>

#include "gtest/gtest.h"

namespace waystation::inventory {
namespace {

constexpr absl::Duration kHour = absl::Hours(1);

absl::Time At(int64_t minutes) { return absl::FromUnixSeconds(0) + absl::Minutes(minutes); }

TimeSpan Span(int64_t from, int64_t to) { return {At(from), At(to)}; }

// Between 2 and 8 degrees, frost spoils it, up to 15 for 30 minutes.
FridgeLimits Vaccine() {
  return {.min = 2'000,
          .max = 8'000,
          .freeze_sensitive = true,
          .allowed_up_to = 15'000,
          .allowed_minutes = 30};
}

OutOfRange OutWith(const std::vector<FridgeReading>& readings, int64_t now,
                   const FridgeLimits& limits = Vaccine()) {
  return OutOf(limits, CurveOf(readings, kHour, At(now)));
}

// From 5 degrees at minute 0 to 11 at minute 60: above 8 from minute 30 on. Down to 5 again at 120:
// until minute 90.
TEST(FridgeCurveTest, OnTheLineBetweenReadings) {
  const OutOfRange out = OutWith({{At(0), 5'000}, {At(60), 11'000}, {At(120), 5'000}}, 120);
  EXPECT_EQ(out.warm, TimeSpans({Span(30, 90)}));
  EXPECT_TRUE(out.hot.empty());
  EXPECT_TRUE(out.cold.empty());
  EXPECT_EQ(SecondsOf(out.warm), 3'600);
}

// From 7 at minute 0 to 19 at minute 60: above 8 from minute 5, above 15 from minute 40.
TEST(FridgeCurveTest, BeyondWhatIsAllowedIsToldApart) {
  const OutOfRange out = OutWith({{At(0), 7'000}, {At(60), 19'000}}, 60);
  EXPECT_EQ(out.warm.front().from, At(5));
  EXPECT_EQ(out.hot.front().from, At(40));
  FridgeLimits strict = Vaccine();
  strict.allowed_up_to.reset();
  EXPECT_EQ(OutWith({{At(0), 7'000}, {At(60), 19'000}}, 60, strict).hot.front().from, At(5));
}

// From 4 at minute 0 to -4 at minute 40: below 2 from minute 10, below zero from minute 20.
TEST(FridgeCurveTest, FrostIsToldApart) {
  const OutOfRange out = OutWith({{At(0), 4'000}, {At(40), -4'000}, {At(60), 4'000}}, 60);
  EXPECT_EQ(out.cold, TimeSpans({Span(10, 55)}));
  EXPECT_EQ(out.frozen, TimeSpans({Span(20, 50)}));
  FridgeLimits hardy = Vaccine();
  hardy.freeze_sensitive = false;
  EXPECT_TRUE(OutWith({{At(0), 4'000}, {At(40), -4'000}}, 60, hardy).frozen.empty());
}

TEST(FridgeCurveTest, ABoundIsInTheRange) {
  EXPECT_TRUE(AnyWay(OutWith({{At(0), 8'000}, {At(30), 2'000}, {At(60), 8'000}}, 90)).empty());
  FridgeLimits none;
  EXPECT_TRUE(AnyWay(OutWith({{At(0), 50'000}}, 90, none)).empty());
  EXPECT_FALSE(IsOut(Vaccine(), 2'000, 8'000));
  EXPECT_TRUE(IsOut(Vaccine(), 1'999, 8'000));
  EXPECT_TRUE(IsOut(Vaccine(), 2'000, 8'001));
}

TEST(FridgeCurveTest, AfterAReadingItIsHeldForOneIntervalAndNoLongerThanNow) {
  EXPECT_EQ(OutWith({{At(0), 9'000}}, 20).warm, TimeSpans({Span(0, 20)}));
  EXPECT_EQ(OutWith({{At(0), 9'000}}, 500).warm, TimeSpans({Span(0, 60)}));
  EXPECT_EQ(OutWith({{At(0), 9'000}, {At(61), 9'000}}, 61).warm.front(), Span(0, 60));
  EXPECT_EQ(SecondsOf(OutWith({{At(0), 9'000}}, 0).warm), 1) << "it counts at once";
}

TEST(FridgeCurveTest, WhatIsNotKnownIsNeverFine) {
  const std::vector<FridgeReading> readings = {
      {At(0), 5'000}, {At(30), 5'000}, {At(200), 9'000}, {At(400), 5'000}};
  EXPECT_EQ(UnknownSpans(readings, kHour, At(440), {Vaccine()}),
            TimeSpans({Span(30, 200), Span(260, 400)}));
  EXPECT_EQ(UnknownSpans(readings, kHour, At(500), {Vaccine()}),
            TimeSpans({Span(30, 200), Span(260, 500)}))
      << "not since minute 400 either";
}

TEST(FridgeCurveTest, SpansMeetAndAreSpent) {
  const TimeSpans a = {Span(0, 10), Span(20, 30)};
  EXPECT_EQ(Intersection(a, {Span(5, 25)}), TimeSpans({Span(5, 10), Span(20, 25)}));
  EXPECT_EQ(Union(a, {Span(10, 20), Span(40, 41)}), TimeSpans({Span(0, 30), Span(40, 41)}));
  EXPECT_EQ(WhenSpent(a, absl::Minutes(15)), At(25));
  EXPECT_EQ(WhenSpent(a, absl::Minutes(-1)), At(0));
  EXPECT_EQ(WhenSpent(a, absl::Minutes(20)), std::nullopt);
}

}  // namespace
}  // namespace waystation::inventory
