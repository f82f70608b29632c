#include "services/facility/domain/warnings/warning_rules.h"

#include "gtest/gtest.h"
#include "services/facility/domain/times.h"
#include "tests/facility/domain/fixtures.h"

namespace waystation::facility {
namespace {

TEST(WarningRules, EveryKindHasOneAndLimitsLeadBeforeThem) {
  for (int kind = 1; kind < v1::WarningKind_ARRAYSIZE; ++kind) {
    const WarningRule& rule = WarningRuleOf(static_cast<v1::WarningKind>(kind));
    EXPECT_EQ(rule.kind, kind);
    EXPECT_GE(rule.seen_within_minutes, 15);
    EXPECT_GT(rule.done_within_minutes, rule.seen_within_minutes);
    EXPECT_EQ(rule.lead_minutes > 0, kind <= v1::WARNING_KIND_WATER);
  }
  for (int limit = 1; limit < v1::LimitKind_ARRAYSIZE; ++limit) {
    const v1::WarningKind kind = WarningKindOf(static_cast<v1::LimitKind>(limit));
    EXPECT_EQ(v1::WarningKind_Name(kind).substr(13),
              v1::LimitKind_Name(static_cast<v1::LimitKind>(limit)).substr(11));
  }
}

TEST(WarningRules, AreRaisedBeforeAndKeptAQuarterLonger) {
  const WarningRule& power = WarningRuleOf(v1::WARNING_KIND_POWER);
  EXPECT_EQ(RaisedFrom(power, ToMicros(At(12))), ToMicros(At(8)));
  EXPECT_EQ(KeptFrom(power, ToMicros(At(12))), ToMicros(At(7)));
}

TEST(WarningRules, EscalateByStateAndByWhatIsLeft) {
  struct Case {
    const char* name;
    v1::WarningState state;
    std::optional<absl::Time> act_by;
    std::optional<absl::Time> escalates;
  };
  // Raised at 8, seen at 9; a power warning: 30 minutes, then an hour.
  const Case cases[] = {
      {"nobody saw it", v1::WARNING_STATE_RAISED, At(12), At(8, 30)},
      {"nobody saw it, nobody knows by when", v1::WARNING_STATE_RAISED, std::nullopt, At(8, 30)},
      {"half of what is left", v1::WARNING_STATE_RAISED, At(8, 40), At(8, 20)},
      {"at least ten minutes", v1::WARNING_STATE_RAISED, At(8, 2), At(8, 10)},
      {"it has ended", v1::WARNING_STATE_RAISED, At(3), At(8, 10)},
      {"nobody does anything", v1::WARNING_STATE_SEEN, At(12), At(10)},
      {"nobody does anything, soon", v1::WARNING_STATE_SEEN, At(10), At(9, 30)},
      {"someone does something", v1::WARNING_STATE_DOING, At(3), std::nullopt},
      {"closed", v1::WARNING_STATE_CLOSED, At(3), std::nullopt},
  };
  for (const Case& c : cases) {
    v1::Warning warning;
    warning.set_kind(v1::WARNING_KIND_POWER);
    warning.set_state(c.state);
    *warning.mutable_raised_time() = Stamp(At(8));
    *warning.mutable_seen_time() = Stamp(At(9));
    if (c.act_by.has_value()) *warning.mutable_act_by_time() = Stamp(*c.act_by);
    std::optional<int64_t> want;
    if (c.escalates.has_value()) want = ToMicros(*c.escalates);
    EXPECT_EQ(EscalatesAt(warning), want) << c.name;
    *warning.mutable_escalated_time() = Stamp(At(9));
    EXPECT_EQ(EscalatesAt(warning), std::nullopt) << c.name;
  }
}

TEST(WarningRules, SayWhomToCall) {
  Register installed(3);
  installed[0].set_name("facilities/a/installations/clinic");
  installed[0].mutable_contact()->set_role(v1::CONTACT_ROLE_HEALTH);
  installed[1].set_name("facilities/a/installations/main");
  installed[1].mutable_circuit();
  installed[2].set_name("facilities/a/installations/utility");
  installed[2].mutable_contact()->set_role(v1::CONTACT_ROLE_UTILITY);
  const auto called = [&](v1::WarningKind kind, v1::LimitKind limit) -> std::string {
    v1::Warning warning;
    warning.set_kind(kind);
    warning.mutable_cause()->set_limit(limit);
    const v1::Installation* contact = ContactFor(warning, installed);
    return contact == nullptr ? "nobody" : contact->name().substr(27);
  };
  EXPECT_EQ(called(v1::WARNING_KIND_POWER, v1::LIMIT_KIND_POWER), "utility");
  EXPECT_EQ(called(v1::WARNING_KIND_WATER, v1::LIMIT_KIND_WATER), "utility");
  EXPECT_EQ(called(v1::WARNING_KIND_OXYGEN, v1::LIMIT_KIND_UNSPECIFIED), "clinic");
  EXPECT_EQ(called(v1::WARNING_KIND_UNKNOWN, v1::LIMIT_KIND_COLD_CHAIN), "clinic");
  EXPECT_EQ(called(v1::WARNING_KIND_UNKNOWN, v1::LIMIT_KIND_POWER), "utility");
  EXPECT_EQ(called(v1::WARNING_KIND_ACCESS, v1::LIMIT_KIND_UNSPECIFIED), "nobody");
}

}  // namespace
}  // namespace waystation::facility
