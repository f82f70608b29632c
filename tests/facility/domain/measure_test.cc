#include "services/facility/domain/measure.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/facility/domain/fixtures.h"

namespace waystation::facility {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> Problems(const v1::StatusValue& value) {
  std::vector<FieldViolation> violations;
  CheckStatusValue(value, "values[0]", violations);
  std::vector<std::string> lines;
  for (const FieldViolation& v : violations) lines.push_back(v.field + ": " + v.description);
  return lines;
}

// The least value that the rule takes.
v1::StatusValue Plain(const MeasureRule& rule) {
  v1::StatusValue value = Amount(rule.measure, rule.min, At(9), rule.subject.empty() ? "" : "a-1");
  if (rule.value_case == v1::StatusValue::kPowerSource) {
    value.set_power_source(v1::POWER_SOURCE_NONE);
  }
  if (rule.value_case == v1::StatusValue::kAccess) value.set_access(v1::ACCESS_OPEN);
  if (rule.value_case == v1::StatusValue::kNote) value.set_note("n");
  if (rule.value_case == v1::StatusValue::kSourceState) {
    value.set_source_state(v1::SOURCE_STATE_OFF);
  }
  return value;
}

TEST(CheckStatusValue, EveryMeasureHasARuleThatTakesItsRange) {
  for (int number = v1::Measure_MIN + 1; number <= v1::Measure_MAX; ++number) {
    const MeasureRule* rule = FindMeasureRule(static_cast<v1::Measure>(number));
    ASSERT_NE(rule, nullptr) << number;
    SCOPED_TRACE(v1::Measure_Name(rule->measure));
    v1::StatusValue value = Plain(*rule);
    EXPECT_THAT(Problems(value), IsEmpty());
    if (rule->value_case != v1::StatusValue::kAmount) continue;
    value.set_amount(rule->max);
    EXPECT_THAT(Problems(value), IsEmpty());
    value.set_amount(rule->min - 1);
    EXPECT_EQ(Problems(value).size(), 1u);
    if (rule->max == INT64_MAX) continue;
    value.set_amount(rule->max + 1);
    EXPECT_EQ(Problems(value).size(), 1u);
  }
}

TEST(CheckStatusValue, EveryMeasureRefusesAMissingOrExtraSubjectAndTheWrongKindOfValue) {
  for (int number = v1::Measure_MIN + 1; number <= v1::Measure_MAX; ++number) {
    const MeasureRule* rule = FindMeasureRule(static_cast<v1::Measure>(number));
    SCOPED_TRACE(v1::Measure_Name(rule->measure));
    v1::StatusValue subject = Plain(*rule);
    subject.set_subject(rule->subject.empty() ? "a-1" : "");
    EXPECT_EQ(Problems(subject).size(), rule->subject_optional ? 0u : 1u);
    v1::StatusValue kind = Plain(*rule);
    if (rule->value_case == v1::StatusValue::kNote) {
      kind.set_amount(1);
    } else {
      kind.set_note("n");
    }
    EXPECT_EQ(Problems(kind).size(), 1u);
    v1::StatusValue nothing = Plain(*rule);
    nothing.clear_value();
    EXPECT_EQ(Problems(nothing).size(), 1u);
  }
}

TEST(CheckStatusValue, WordsWhatItGotAndWants) {
  EXPECT_THAT(Problems(Amount(v1::MEASURE_UNSPECIFIED, 1, At(9))),
              ElementsAre("values[0].measure: got 0, want a measure"));
  EXPECT_THAT(Problems(Amount(static_cast<v1::Measure>(99), 1, At(9))),
              ElementsAre("values[0].measure: got 99, want a measure"));
  EXPECT_THAT(Problems(Amount(v1::MEASURE_LOAD_W, -5, At(9))),
              ElementsAre("values[0].amount: got -5, want 0 or more"));
  EXPECT_THAT(Problems(Amount(v1::MEASURE_GRID_HOURS_LAST_DAY, 25, At(9))),
              ElementsAre("values[0].amount: got 25, want 0 to 24"));
  EXPECT_THAT(
      Problems(Amount(v1::MEASURE_FRIDGE_TEMPERATURE_MILLICELSIUS, -100'001, At(9), "fridge")),
      ElementsAre("values[0].amount: got -100001, want -100000 to 100000"));
  EXPECT_THAT(Problems(Amount(v1::MEASURE_ACCESS, 1, At(9))),
              ElementsAre("values[0].value: got amount, want access"));
  EXPECT_THAT(Problems(Amount(v1::MEASURE_MEALS_SERVED, 1, At(9), "lunch")),
              ElementsAre("values[0].subject: got \"lunch\", want none"));
  v1::StatusValue unknown_enum;
  unknown_enum.set_measure(v1::MEASURE_POWER_SOURCE);
  unknown_enum.set_power_source(static_cast<v1::PowerSource>(77));
  EXPECT_THAT(Problems(unknown_enum),
              ElementsAre("values[0].power_source: got 77, want a power source"));
}

TEST(CheckStatusValue, CollectsAllThatIsWrongAtOnce) {
  v1::StatusValue value = Amount(v1::MEASURE_TANK_LEVEL_ML, -1, At(9), "Tank A");
  value.mutable_observed_time()->set_nanos(-1);
  value.set_reported_by(std::string(129, 'p'));
  EXPECT_EQ(Problems(value).size(), 4u);
}

TEST(CheckStatusValue, NoTimeIsTooUnlikely) {
  for (const int64_t seconds : {-62'135'596'800, 0l, 253'402'300'799}) {
    v1::StatusValue value = Amount(v1::MEASURE_LOAD_W, 1, At(9));
    value.mutable_observed_time()->set_seconds(seconds);
    EXPECT_THAT(Problems(value), IsEmpty()) << seconds;
  }
  v1::StatusValue unset = Amount(v1::MEASURE_LOAD_W, 1, At(9));
  unset.clear_observed_time();
  unset.clear_reported_by();
  EXPECT_THAT(Problems(unset), IsEmpty());
}

TEST(CheckStatusValue, NotesAreCountedInCharacters) {
  v1::StatusValue value;
  value.set_measure(v1::MEASURE_NOTE);
  std::string text;
  for (int i = 0; i < 2000; ++i) text += "Ə";
  value.set_note(text);
  EXPECT_THAT(Problems(value), IsEmpty());
  value.set_note(text + "!");
  EXPECT_THAT(Problems(value), ElementsAre("values[0].note: got 2001 characters, want 1 to 2000"));
  value.set_note("");
  EXPECT_THAT(Problems(value), ElementsAre("values[0].note: got 0 characters, want 1 to 2000"));
}

TEST(CheckStatusValue, OnlyASourcesStateHasASinceAndNotAfterItWasSeen) {
  v1::StatusValue value = Plain(*FindMeasureRule(v1::MEASURE_SOURCE_STATE));
  *value.mutable_since_time() = ToTimestamp(At(9));
  EXPECT_THAT(Problems(value), IsEmpty());
  *value.mutable_since_time() = ToTimestamp(At(9, 1));
  EXPECT_THAT(Problems(value),
              ElementsAre("values[0].since_time: got a time after observed_time, want a time no "
                          "later than it"));
  value.mutable_since_time()->set_nanos(-1);
  EXPECT_EQ(Problems(value).size(), 1u);
  v1::StatusValue load = Amount(v1::MEASURE_LOAD_W, 1, At(9));
  *load.mutable_since_time() = ToTimestamp(At(8));
  EXPECT_THAT(Problems(load), ElementsAre("values[0].since_time: got a time, want none: only a "
                                          "source's state has one"));
  value.clear_since_time();
  value.set_source_state(v1::SOURCE_STATE_UNSPECIFIED);
  EXPECT_THAT(Problems(value), ElementsAre("values[0].source_state: got 0, want on or off"));
}

TEST(CheckStatusValue, PhotosAndPapersHaveANameAndAWholeHash) {
  v1::StatusValue value = Amount(v1::MEASURE_LOAD_W, 1, At(9));
  value.add_attachments()->set_name("log book 7, page 12");
  value.add_attachments()->set_name("dip.jpg");
  value.mutable_attachments(1)->set_sha256(std::string(32, 'x'));
  EXPECT_THAT(Problems(value), IsEmpty());
  value.mutable_attachments(0)->set_name("");
  value.mutable_attachments(1)->set_sha256("x");
  EXPECT_THAT(Problems(value),
              ElementsAre("values[0].attachments[0].name: got 0 characters, want 1 to 255",
                          "values[0].attachments[1].sha256: got 1 bytes, want 32, or none"));
  for (int i = 0; i < 20; ++i) value.add_attachments()->set_name("p");
  EXPECT_EQ(Problems(value)[0], "values[0].attachments: got 22 of them, want at most 10");
}

}  // namespace
}  // namespace waystation::facility
