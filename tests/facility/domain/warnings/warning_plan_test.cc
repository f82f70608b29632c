#include "services/facility/domain/warnings/warning_plan.h"

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/facility/domain/times.h"
#include "services/facility/domain/warnings/warning_change.h"
#include "services/facility/domain/warnings/warning_verbs.h"
#include "storage/base/errors.h"
#include "tests/facility/domain/fixtures.h"

namespace waystation::facility {
namespace {

// A hospital with a fridge, 2 to 8 degrees, that freezes at 0; it last reported at midnight.
WarningInputs OpenHospital() {
  WarningInputs inputs;
  inputs.facility = Hospital();
  inputs.facility.set_name("facilities/a");
  inputs.facility.set_state(v1::FACILITY_STATE_OPEN);
  inputs.contact.last_report_us = ToMicros(At(0));
  v1::Installation& fridge = inputs.installed.emplace_back();
  fridge.set_name("facilities/a/installations/fridge");
  fridge.mutable_fridge()->set_class_minimum_millicelsius(2'000);
  fridge.mutable_fridge()->set_class_maximum_millicelsius(8'000);
  fridge.mutable_fridge()->set_freezes_at_millicelsius(0);
  return inputs;
}

v1::AutonomyLimit LimitOf(v1::LimitKind kind, const std::string& subject, absl::Time act_by,
                          absl::Time known_until) {
  v1::AutonomyLimit limit;
  limit.set_kind(kind);
  limit.set_subject(subject);
  *limit.mutable_ends_time() = Stamp(act_by);
  *limit.mutable_act_by_time() = Stamp(act_by);
  *limit.mutable_known_until_time() = Stamp(known_until);
  return limit;
}

v1::AutonomyLimit UnknownLimit(v1::LimitKind kind, const std::string& subject,
                               v1::UnknownReason reason) {
  v1::AutonomyLimit limit;
  limit.set_kind(kind);
  limit.set_subject(subject);
  limit.set_unknown(reason);
  return limit;
}

void Read(WarningInputs& inputs, v1::Measure measure, int64_t amount, absl::Time observed,
          const std::string& subject = "") {
  inputs.current.clear();
  v1::StatusRecord& record = inputs.current.emplace_back();
  *record.mutable_value() = Amount(measure, amount, observed, subject);
  *record.mutable_effective_time() = Stamp(observed);
}

// Puts the changes due at `now` into what is live. "raised power of main, ...".
std::string Step(WarningInputs& inputs, absl::Time now) {
  static int requests = 0;
  std::string text;
  for (const v1::Event& event :
       DueWarningEvents(inputs, now, absl::StrCat("request ", ++requests))) {
    const v1::WarningChange& change = *WarningChangeOf(event);
    const v1::Warning& warning = change.warning();
    absl::StrAppend(&text, text.empty() ? "" : ", ",
                    v1::WarningChangeKind_Name(change.kind()).substr(20), " ",
                    v1::WarningKind_Name(warning.kind()).substr(13), " ", warning.subject());
    std::erase_if(inputs.live,
                  [&](const v1::Warning& live) { return TopicOf(live) == TopicOf(warning); });
    const bool over = warning.state() == v1::WARNING_STATE_CLOSED && warning.has_cause_ended_time();
    if (!over) inputs.live.push_back(warning);
  }
  return text;
}

void Close(WarningInputs& inputs, absl::Time now) {
  v1::CloseWarningRequest request;
  request.set_reason("dealt with");
  const auto events = DecideCloseWarning(inputs.live.at(0), request, {now, "p-1"});
  ASSERT_TRUE(events.ok()) << events.status();
  inputs.live[0] = events->at(0).warning_closed().warning();
}

TEST(WarningPlan, ALimitIsWarnedOfFromItsLeadTimeOnAndAtOnceWhenPast) {
  WarningInputs inputs = OpenHospital();
  inputs.limits = {LimitOf(v1::LIMIT_KIND_POWER, "main", At(8), At(12))};
  EXPECT_EQ(Step(inputs, At(3, 59, 59)), "");
  EXPECT_EQ(NextWarningTime(inputs, At(0)), ToMicros(At(4)));
  EXPECT_EQ(Step(inputs, At(4)), "RAISED POWER main");
  EXPECT_EQ(ToMicros(inputs.live[0].act_by_time()), ToMicros(At(8)));
  EXPECT_EQ(Step(inputs, At(4)), "");
  EXPECT_EQ(NextWarningTime(inputs, At(4)), ToMicros(At(4, 30)));
  EXPECT_EQ(Step(inputs, At(4, 30)), "ESCALATED POWER main");
  EXPECT_EQ(Step(inputs, At(9)), "");

  inputs.live.clear();
  EXPECT_EQ(Step(inputs, At(9)), "RAISED POWER main");
}

TEST(WarningPlan, WhatHasEndedForEverIsWarnedOfToo) {
  WarningInputs inputs = OpenHospital();
  inputs.limits = {
      LimitOf(v1::LIMIT_KIND_FUEL, "diesel", absl::FromUnixSeconds(-62'135'596'800), At(12))};
  EXPECT_EQ(Step(inputs, At(4)), "RAISED FUEL diesel");
  EXPECT_EQ(NextWarningTime(inputs, At(4)), ToMicros(At(4, 10)));
  Close(inputs, At(4));
  EXPECT_EQ(Step(inputs, At(5)), "");
}

TEST(WarningPlan, FollowsItsLimitByTheMinuteAndClosesOnlyBeyondTheMargin) {
  WarningInputs inputs = OpenHospital();
  inputs.limits = {LimitOf(v1::LIMIT_KIND_POWER, "main", At(8), At(23))};
  ASSERT_EQ(Step(inputs, At(4)), "RAISED POWER main");
  const auto move_to = [&](absl::Time act_by) {
    inputs.limits = {LimitOf(v1::LIMIT_KIND_POWER, "main", act_by, At(23))};
    return Step(inputs, At(4));
  };
  EXPECT_EQ(move_to(At(8, 0, 59)), "");
  EXPECT_EQ(move_to(At(8, 1)), "UPDATED POWER main");
  EXPECT_EQ(move_to(At(7)), "UPDATED POWER main");
  // Four hours and a quarter of them.
  EXPECT_EQ(move_to(At(9)), "UPDATED POWER main");
  EXPECT_EQ(move_to(At(9, 0, 1)), "CLOSED POWER main");
  EXPECT_TRUE(inputs.live.empty());
  EXPECT_EQ(move_to(At(9)), "");
  EXPECT_EQ(move_to(At(8)), "RAISED POWER main");
  inputs.limits.clear();
  EXPECT_EQ(Step(inputs, At(4)), "CLOSED POWER main");
}

TEST(WarningPlan, WhatAPersonClosedReturnsOnlyWhenItWasGoneOrCameNearer) {
  WarningInputs inputs = OpenHospital();
  inputs.limits = {LimitOf(v1::LIMIT_KIND_POWER, "main", At(8), At(23))};
  ASSERT_EQ(Step(inputs, At(4)), "RAISED POWER main");
  Close(inputs, At(4));
  EXPECT_EQ(Step(inputs, At(9)), "");
  inputs.limits = {LimitOf(v1::LIMIT_KIND_POWER, "main", At(7), At(23))};
  EXPECT_EQ(Step(inputs, At(5)), "");
  inputs.limits = {LimitOf(v1::LIMIT_KIND_POWER, "main", At(6, 59, 59), At(23))};
  EXPECT_EQ(Step(inputs, At(5)), "RAISED POWER main");
  Close(inputs, At(5));
  inputs.limits.clear();
  EXPECT_EQ(Step(inputs, At(5)), "CAUSE_ENDED POWER main");
  EXPECT_TRUE(inputs.live.empty());
}

TEST(WarningPlan, WhatIsUnknownClosesNothingAndIsAWarningItself) {
  WarningInputs inputs = OpenHospital();
  inputs.limits = {LimitOf(v1::LIMIT_KIND_COLD_CHAIN, "fridge", At(8), At(10))};
  ASSERT_EQ(Step(inputs, At(6)), "RAISED COLD_CHAIN fridge");
  ASSERT_EQ(Step(inputs, At(10)), "ESCALATED COLD_CHAIN fridge");
  EXPECT_EQ(NextWarningTime(inputs, At(10)), ToMicros(At(10)) + 1);
  EXPECT_EQ(Step(inputs, At(10, 0, 1)), "RAISED UNKNOWN fridge");
  const v1::WarningCause& cause = inputs.live[1].cause();
  EXPECT_EQ(cause.limit(), v1::LIMIT_KIND_COLD_CHAIN);
  EXPECT_EQ(cause.unknown(), v1::UNKNOWN_REASON_READING_TOO_OLD);
  ASSERT_EQ(cause.wanted_size(), 1);
  EXPECT_EQ(cause.wanted(0).measure(), v1::MEASURE_FRIDGE_TEMPERATURE_MILLICELSIUS);
  EXPECT_EQ(cause.wanted(0).subject(), "fridge");
  inputs.limits = {
      UnknownLimit(v1::LIMIT_KIND_COLD_CHAIN, "fridge", v1::UNKNOWN_REASON_READING_TOO_OLD)};
  EXPECT_EQ(Step(inputs, At(10, 1)), "");
  inputs.limits = {LimitOf(v1::LIMIT_KIND_COLD_CHAIN, "fridge", At(20), At(22))};
  EXPECT_EQ(Step(inputs, At(10, 1)), "CLOSED COLD_CHAIN fridge, CLOSED UNKNOWN fridge");
}

TEST(WarningPlan, UnknownMattersOfFridgesAndOfWhatWasKnownOnce) {
  struct Case {
    v1::LimitKind kind;
    v1::UnknownReason reason;
    bool known_once;
    const char* want;
  };
  const Case cases[] = {
      {v1::LIMIT_KIND_COLD_CHAIN, v1::UNKNOWN_REASON_NO_READING, false, "RAISED UNKNOWN x"},
      {v1::LIMIT_KIND_COLD_CHAIN, v1::UNKNOWN_REASON_CUT_TIME_NOT_KNOWN, false, "RAISED UNKNOWN x"},
      {v1::LIMIT_KIND_COLD_CHAIN, v1::UNKNOWN_REASON_NOT_REGISTERED, true, ""},
      {v1::LIMIT_KIND_POWER, v1::UNKNOWN_REASON_NO_READING, false, ""},
      {v1::LIMIT_KIND_POWER, v1::UNKNOWN_REASON_READING_TOO_OLD, true, "RAISED UNKNOWN x"},
      {v1::LIMIT_KIND_FUEL, v1::UNKNOWN_REASON_NO_USE, true, ""},
      {v1::LIMIT_KIND_GENERATOR_FUEL, v1::UNKNOWN_REASON_OVERLOADED, true, "RAISED UNKNOWN x"},
  };
  for (const Case& c : cases) {
    WarningInputs inputs = OpenHospital();
    inputs.limits = {UnknownLimit(c.kind, "x", c.reason)};
    if (c.known_once) inputs.once_known.insert({c.kind, "x"});
    EXPECT_EQ(Step(inputs, At(1)), c.want) << c.kind << " " << c.reason;
    // Of a silent facility SILENT says it all.
    inputs.live.clear();
    EXPECT_EQ(Step(inputs, At(13)), "") << c.kind << " " << c.reason;
    inputs.contact.said_silent = true;
    EXPECT_EQ(Step(inputs, At(13)), "RAISED SILENT ") << c.kind << " " << c.reason;
    inputs.facility.set_state(v1::FACILITY_STATE_CLOSED);
    EXPECT_EQ(Step(inputs, At(13)), "CLOSED SILENT ");
  }
}

TEST(WarningPlan, ReadingsOutOfRangeAreWarnedOfWhileTheyAreFresh) {
  struct Case {
    v1::Measure measure;
    const char* subject;
    int64_t amount;
    const char* want;
  };
  const Case cases[] = {
      {v1::MEASURE_FRIDGE_TEMPERATURE_MILLICELSIUS, "fridge", 8'001, "RAISED EXCURSION fridge"},
      {v1::MEASURE_FRIDGE_TEMPERATURE_MILLICELSIUS, "fridge", 8'000, ""},
      {v1::MEASURE_FRIDGE_TEMPERATURE_MILLICELSIUS, "fridge", 1'999, "RAISED EXCURSION fridge"},
      {v1::MEASURE_FRIDGE_TEMPERATURE_MILLICELSIUS, "fridge", 0, "RAISED FREEZING fridge"},
      {v1::MEASURE_FRIDGE_TEMPERATURE_MILLICELSIUS, "elsewhere", 0, ""},
      {v1::MEASURE_BEDS_OCCUPIED, "inpatient", 41, "RAISED BEDS inpatient"},
      {v1::MEASURE_BEDS_OCCUPIED, "inpatient", 40, ""},
      {v1::MEASURE_BEDS_OCCUPIED, "other", 41, ""},
      {v1::MEASURE_OXYGEN_CYLINDERS_FULL, "", 0, "RAISED OXYGEN "},
      {v1::MEASURE_OXYGEN_CYLINDERS_FULL, "", 1, ""},
  };
  for (const Case& c : cases) {
    WarningInputs inputs = OpenHospital();
    Read(inputs, c.measure, c.amount, At(0), c.subject);
    EXPECT_EQ(Step(inputs, At(12)), c.want) << c.amount;
    inputs.live.clear();
    EXPECT_EQ(Step(inputs, At(12, 0, 1)), "") << c.amount;
  }
}

TEST(WarningPlan, AnExcursionEndsWithAReadingInRangeWhatFrozeDoesNot) {
  WarningInputs inputs = OpenHospital();
  const auto read = [&](int64_t millicelsius, absl::Time at) {
    Read(inputs, v1::MEASURE_FRIDGE_TEMPERATURE_MILLICELSIUS, millicelsius, at, "fridge");
    return Step(inputs, at);
  };
  EXPECT_EQ(read(9'000, At(1)), "RAISED EXCURSION fridge");
  EXPECT_EQ(read(9'500, At(1, 5)), "UPDATED EXCURSION fridge");
  EXPECT_EQ(ToMicros(inputs.live[0].act_by_time()), ToMicros(At(1)));
  EXPECT_EQ(inputs.live[0].cause().amount(), 9'500);
  EXPECT_EQ(read(7'000, At(1, 6)), "CLOSED EXCURSION fridge");
  EXPECT_EQ(read(-1'000, At(2)), "RAISED FREEZING fridge");
  EXPECT_EQ(read(5'000, At(2, 5)), "");
  Close(inputs, At(2, 6));
  EXPECT_EQ(Step(inputs, At(2, 7)), "CAUSE_ENDED FREEZING fridge");
  EXPECT_EQ(read(-1'000, At(3)), "RAISED FREEZING fridge");
}

TEST(WarningVerbs, GoOneWay) {
  using common::v1::ERROR_REASON_NOT_KNOWN;
  using common::v1::ERROR_REASON_WRONG_STATE;
  const CommandContext now = {At(3), "p-1"};
  EXPECT_EQ(ReasonOf(DecideSeen(std::nullopt, {}, now).status()), ERROR_REASON_NOT_KNOWN);
  EXPECT_EQ(ReasonOf(DecideDoing(std::nullopt, {}, now).status()), ERROR_REASON_NOT_KNOWN);
  EXPECT_EQ(ReasonOf(DecideCloseWarning(std::nullopt, {}, now).status()), ERROR_REASON_NOT_KNOWN);
  for (int number = 1; number < v1::WarningState_ARRAYSIZE; ++number) {
    v1::Warning warning;
    warning.set_name("facilities/a/warnings/w");
    warning.set_state(static_cast<v1::WarningState>(number));
    const bool closed = warning.state() == v1::WARNING_STATE_CLOSED;
    const auto seen = DecideSeen(warning, {}, now);
    EXPECT_EQ(seen.ok(), warning.state() == v1::WARNING_STATE_RAISED);
    if (!seen.ok()) {
      EXPECT_EQ(ReasonOf(seen.status()), ERROR_REASON_WRONG_STATE);
    }
    const auto doing = DecideDoing(warning, {}, now);
    EXPECT_EQ(doing.ok(), !closed);
    const auto close = DecideCloseWarning(warning, {}, now);
    EXPECT_EQ(close.ok(), !closed);
    if (closed) continue;
    EXPECT_EQ(doing->at(0).warning_started().warning().doing_by(), "p-1");
    const v1::Warning& done = close->at(0).warning_closed().warning();
    EXPECT_EQ(done.end(), v1::WARNING_END_BY_PERSON);
    EXPECT_EQ(done.seen_by(), "p-1");
    EXPECT_FALSE(done.has_cause_ended_time());
  }
}

}  // namespace
}  // namespace waystation::facility
