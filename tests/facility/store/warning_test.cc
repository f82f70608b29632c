// Warnings through the log: in the commit of what showed them, by time, across restarts, and while
// the clock is suspect.
#include <map>
#include <set>

#include "gtest/gtest.h"
#include "services/facility/domain/names.h"
#include "services/facility/domain/warnings/warning_change.h"
#include "services/facility/store/keys.h"
#include "services/facility/store/list.h"
#include "services/facility/store/load.h"
#include "services/facility/store/load_warnings.h"
#include "storage/key.h"
#include "tests/facility/domain/fixtures.h"
#include "tests/facility/store/facility_book.h"
#include "tests/support/random.h"

namespace waystation::facility {
namespace {

constexpr char kWarned[] = "facilities/khojaly";

v1::Installation Installed(const std::string& id) {
  v1::Installation installation;
  installation.set_name(InstallationName(kWarned, id));
  return installation;
}

v1::Installation FridgeAt(const std::string& circuit) {
  v1::Installation installation = Installed("fridge");
  v1::Fridge& fridge = *installation.mutable_fridge();
  fridge.set_circuit(circuit);
  fridge.set_class_minimum_millicelsius(2'000);
  fridge.set_class_maximum_millicelsius(8'000);
  fridge.set_instrument_minimum_millicelsius(-40'000);
  fridge.set_instrument_maximum_millicelsius(60'000);
  fridge.set_holdover_minutes(240);
  fridge.set_content_move_minutes(60);
  fridge.set_freezes_at_millicelsius(0);
  return installation;
}

class WarningTest : public ::testing::Test {
 protected:
  WarningTest() { book_.Create("khojaly", v1::FACILITY_STATE_OPEN, At(0)); }

  void Set(const v1::Installation& installation, absl::Time now) {
    v1::SetInstallationRequest request;
    *request.mutable_installation() = installation;
    const auto outcome = book_.Send(request, now);
    ASSERT_TRUE(outcome.status.ok()) << outcome.status;
  }

  // A feeder, the circuit that it feeds, and a fridge on that.
  void SetCold(absl::Time now) {
    v1::Installation circuit = Installed("main");
    circuit.mutable_circuit();
    Set(circuit, now);
    v1::Installation feeder = Installed("grid");
    feeder.mutable_grid_feeder()->add_circuits("main");
    Set(feeder, now);
    Set(FridgeAt("main"), now);
  }

  static v1::StatusValue Grid(bool on, absl::Time observed) {
    v1::StatusValue value;
    value.set_measure(v1::MEASURE_SOURCE_STATE);
    value.set_subject("grid");
    value.set_source_state(on ? v1::SOURCE_STATE_ON : v1::SOURCE_STATE_OFF);
    *value.mutable_observed_time() = Stamp(observed);
    if (!on) *value.mutable_since_time() = Stamp(observed);
    return value;
  }
  static v1::StatusValue Celsius(int64_t millicelsius, absl::Time observed) {
    return Amount(v1::MEASURE_FRIDGE_TEMPERATURE_MILLICELSIUS, millicelsius, observed, "fridge");
  }

  void Report(const std::vector<v1::StatusValue>& values, const storage::ClockReading& now) {
    v1::ReportStatusRequest request;
    request.set_parent(kWarned);
    for (const v1::StatusValue& value : values) *request.add_values() = value;
    const auto outcome = book_.Send(request, now);
    ASSERT_TRUE(outcome.status.ok()) << outcome.status;
  }

  std::vector<v1::Warning> List(bool closed = false) const {
    v1::ListWarningsRequest request;
    request.set_parent(kWarned);
    if (closed) request.add_states(v1::WARNING_STATE_CLOSED);
    const auto page = ListWarnings(*book_.Rows(), request, {1000, ""});
    EXPECT_TRUE(page.ok()) << page.status();
    return page.ok() ? page->items : std::vector<v1::Warning>();
  }

  // "COLD_CHAIN RAISED, POWER SEEN!": those not closed in their order; escalated ones with a mark.
  std::string Open() const {
    std::string text;
    for (const v1::Warning& warning : List()) {
      absl::StrAppend(&text, text.empty() ? "" : ", ",
                      v1::WarningKind_Name(warning.kind()).substr(13), " ",
                      v1::WarningState_Name(warning.state()).substr(14),
                      warning.has_escalated_time() ? "!" : "");
    }
    return text;
  }

  // What the events of warnings say since the last time.
  std::string Said() {
    std::string text;
    const std::vector<v1::Event> events = book_.Events();
    for (; told_ < events.size(); ++told_) {
      const v1::WarningChange* change = WarningChangeOf(events[told_]);
      if (change == nullptr) continue;
      absl::StrAppend(&text, text.empty() ? "" : ", ",
                      v1::WarningChangeKind_Name(change->kind()).substr(20), " ",
                      v1::WarningKind_Name(change->warning().kind()).substr(13));
    }
    return text;
  }

  FacilityBook book_{At(0)};
  size_t told_ = 0;
};

TEST_F(WarningTest, ACutIsWarnedOfByTimeUpToEscalationAcrossRestarts) {
  SetCold(At(0));
  EXPECT_EQ(Open(), "UNKNOWN RAISED");
  Report({Grid(true, At(1)), Celsius(4'000, At(1))}, At(1));
  EXPECT_EQ(Open(), "");
  // The grid goes at two; four hours of holdover, one to move: act by five.
  Report({Grid(false, At(2)), Celsius(4'000, At(2))}, At(2));
  EXPECT_EQ(Open(), "POWER RAISED");
  Said();
  book_.Tick(At(2, 5));
  EXPECT_EQ(Said(), "");
  book_.Tick(At(2, 10));
  EXPECT_EQ(Said(), "ESCALATED POWER");
  book_.Reopen(At(2, 50));
  book_.Tick(At(2, 59, 59));
  EXPECT_EQ(Said(), "");
  book_.Reopen(At(3));
  book_.Tick(At(3));
  EXPECT_EQ(Said(), "RAISED COLD_CHAIN");
  EXPECT_EQ(Open(), "POWER RAISED!, COLD_CHAIN RAISED");
  EXPECT_EQ(ToMicros(List()[1].act_by_time()), ToMicros(At(5)));
  EXPECT_EQ(ToMicros(List()[1].ends_time()), ToMicros(At(6)));
  // The whole night passes while it is down.
  book_.Reopen(At(13));
  book_.Tick(At(13));
  EXPECT_EQ(Said(), "ESCALATED COLD_CHAIN");
  Report({Grid(true, At(13)), Celsius(5'000, At(13))}, At(13));
  EXPECT_EQ(Said(), "CLOSED POWER, CLOSED COLD_CHAIN");
  EXPECT_EQ(List(true).size(), 3u);
  EXPECT_EQ(List(true)[0].end(), v1::WARNING_END_BY_ITSELF);
  book_.ExpectSameWhenFoldedAgain();
}

TEST_F(WarningTest, PeopleTakeItOverAndItReturnsWhenTheCauseDoes) {
  Report({Amount(v1::MEASURE_OXYGEN_CYLINDERS_FULL, 0, At(1))}, At(1));
  const std::string name = List().at(0).name();
  v1::MarkSeenRequest seen;
  seen.set_name(name);
  ASSERT_TRUE(book_.Send(seen, At(1, 5)).status.ok());
  book_.Tick(At(1, 14));
  EXPECT_EQ(Open(), "OXYGEN SEEN");
  v1::StartDoingRequest doing;
  doing.set_name(name);
  doing.set_doing("cylinders on their way");
  ASSERT_TRUE(book_.Send(doing, At(1, 14)).status.ok());
  book_.Tick(At(9));
  EXPECT_EQ(Open(), "OXYGEN DOING");
  v1::CloseWarningRequest close;
  close.set_name(name);
  close.set_reason("concentrators do");
  ASSERT_TRUE(book_.Send(close, At(9)).status.ok());
  // The cause goes on, and is not told again.
  Report({Amount(v1::MEASURE_OXYGEN_CYLINDERS_FULL, 0, At(10))}, At(10));
  EXPECT_EQ(Open(), "");
  EXPECT_FALSE(List(true)[0].has_cause_ended_time());
  Report({Amount(v1::MEASURE_OXYGEN_CYLINDERS_FULL, 2, At(11))}, At(11));
  EXPECT_TRUE(List(true)[0].has_cause_ended_time());
  Report({Amount(v1::MEASURE_OXYGEN_CYLINDERS_FULL, 0, At(12))}, At(12));
  EXPECT_EQ(Open(), "OXYGEN RAISED");
  EXPECT_NE(List()[0].name(), name);
  const auto changes = LoadWarningChanges(*book_.Rows(), name);
  ASSERT_EQ(changes->size(), 5u);
  EXPECT_EQ((*changes)[0].kind(), v1::WARNING_CHANGE_KIND_CAUSE_ENDED);
  EXPECT_EQ((*changes)[1].changed_by(), "p-1");
  EXPECT_EQ((*changes)[4].kind(), v1::WARNING_CHANGE_KIND_RAISED);
  book_.ExpectSameWhenFoldedAgain();
}

TEST_F(WarningTest, NothingIsRaisedUnderASuspectClockAndAllIsOnceItIsBelieved) {
  SetCold(At(0));
  Report({Grid(true, At(1)), Celsius(4'000, At(1))}, At(1));
  ASSERT_EQ(Open(), "");
  storage::ClockReading suspect(At(2));
  suspect.clock = At(2) + absl::Hours(24 * 3000);
  suspect.state = common::v1::CLOCK_STATE_AHEAD;
  Report({Celsius(12'000, At(2))}, suspect);
  EXPECT_EQ(Open(), "");
  book_.ExpectSameWhenFoldedAgain();
  book_.Tick(At(2, 1));
  EXPECT_EQ(Open(), "COLD_CHAIN RAISED, EXCURSION RAISED");
  // A clock set back reopens and closes nothing.
  Said();
  book_.Tick(At(1));
  EXPECT_EQ(Said(), "");
}

TEST_F(WarningTest, SilenceIsAWarningAndAClosedFacilityHasNone) {
  Report({Amount(v1::MEASURE_LOAD_W, 9000, At(0))}, At(0));
  ASSERT_EQ(book_.Tick(At(12, 0, 1)).size(), 1u);
  EXPECT_EQ(Open(), "SILENT RAISED");
  EXPECT_FALSE(List()[0].has_act_by_time());
  book_.Tick(At(13, 0, 1));
  EXPECT_EQ(Open(), "SILENT RAISED!");
  v1::CloseFacilityRequest close;
  close.set_name(kWarned);
  ASSERT_TRUE(book_.Send(close, At(14)).status.ok());
  EXPECT_EQ(Open(), "");
  book_.ExpectSameWhenFoldedAgain();
}

// Rows of before there were warnings have none, nor a time to look: the next tick finds them.
TEST_F(WarningTest, AReviewThatFindsNothingIsSaidAndNotRepeated) {
  SetCold(At(0));
  Report({Grid(true, At(1)), Celsius(4'000, At(1))}, At(1));
  storage::ClockReading suspect(At(2));
  suspect.state = common::v1::CLOCK_STATE_AHEAD;
  suspect.clock = At(2) + absl::Hours(24 * 3000);
  Report({Celsius(12'000, At(2))}, suspect);
  Report({Celsius(4'000, At(2, 1))}, suspect);
  const size_t before = book_.Events().size();
  book_.Tick(At(2, 2));
  const size_t after = book_.Events().size();
  EXPECT_LE(after, before + 1);
  book_.Tick(At(2, 2));
  EXPECT_EQ(book_.Events().size(), after);
}

// Random reports, verbs and hours of one facility: whatever comes, there is at most one live
// warning of a topic, the lists hold every warning once and in order, what is read out of range is
// warned of, nothing is left to do after a tick, and folding again gives the same.
class RandomWarningTest : public WarningTest {
 protected:
  void Do(absl::Time now) {
    switch (random_.Below(8)) {
      case 0:
        return Report({Grid(random_.OneIn(2), now)}, now);
      case 1:
        return Report({Amount(v1::MEASURE_BEDS_OCCUPIED, 36 + random_.Below(8), now, "inpatient")},
                      now);
      case 2:
        return Report({Amount(v1::MEASURE_OXYGEN_CYLINDERS_FULL, random_.Below(2), now)}, now);
      case 3:
        return Say(now);
      case 4:
        return OpenOrClose(now);
      default:
        // Some arrive late.
        return Report({Celsius(random_.Below(12'000) - 2'000,
                               now - absl::Minutes(random_.OneIn(4) ? random_.Below(900) : 0))},
                      now);
    }
  }

  void OpenOrClose(absl::Time now) {
    if (!random_.OneIn(4)) return;
    v1::CloseFacilityRequest close;
    close.set_name(kWarned);
    v1::OpenFacilityRequest open;
    open.set_name(kWarned);
    (void)book_.Send(close, now);
    if (random_.OneIn(2)) book_.Tick(now + absl::Hours(1));
    ASSERT_TRUE(book_.Send(open, now).status.ok());
  }

  void Say(absl::Time now) {
    const std::vector<v1::Warning> open = List();
    if (open.empty()) return;
    const v1::Warning& warning = random_.OneOf(open);
    v1::MarkSeenRequest seen;
    seen.set_name(warning.name());
    v1::CloseWarningRequest close;
    close.set_name(warning.name());
    close.set_reason("done");
    if (random_.OneIn(2)) {
      EXPECT_EQ(book_.Send(seen, now).status.ok(), warning.state() == v1::WARNING_STATE_RAISED);
    } else {
      EXPECT_TRUE(book_.Send(close, now).status.ok());
    }
  }

  void Check(absl::Time now) {
    std::set<WarningTopic> topics;
    int64_t last = INT64_MIN;
    for (const v1::Warning& warning : List()) {
      ASSERT_TRUE(topics.insert(TopicOf(warning)).second) << warning.ShortDebugString();
      const int64_t order = warning.has_act_by_time() ? ToMicros(warning.act_by_time()) : INT64_MAX;
      ASSERT_LE(last, order);
      last = order;
    }
    const auto rows = book_.Rows();
    const auto inputs = LoadWarningInputs(*rows, *GetFacility(*rows, kWarned));
    ASSERT_TRUE(inputs.ok()) << inputs.status();
    std::set<WarningTopic> live;
    for (const v1::Warning& warning : inputs->live) live.insert(TopicOf(warning));
    ASSERT_EQ(live.size(), inputs->live.size());
    for (const WarningTopic& topic : topics) ASSERT_TRUE(live.contains(topic));
    for (const WarningSign& sign : SignsOf(*inputs, ToMicros(now))) {
      const bool due = sign.raised_from_us.has_value() && *sign.raised_from_us <= ToMicros(now);
      ASSERT_TRUE(!due || live.contains(sign.topic)) << sign.topic.kind << sign.topic.subject;
    }
    ASSERT_TRUE(DueCommands(*rows, now, 10).empty());
  }

  testing::Random random_{storage::testing::TestSeed()};
};

TEST_F(RandomWarningTest, HoldsWhateverComes) {
  SetCold(At(0));
  absl::Time now = At(1);
  const int64_t operations = storage::testing::TestOperations(2'000);
  for (int64_t i = 0; i < operations && !HasFatalFailure(); ++i) {
    SCOPED_TRACE(absl::StrCat("operation ", i, " at ", absl::FormatTime(now)));
    now += absl::Minutes(random_.OneIn(20) ? random_.Below(1'500) : random_.Below(40));
    Do(now);
    if (!random_.OneIn(3)) continue;
    now = std::max(now, book_.store().committer().last_record_time());
    book_.Tick(now);
    Check(now);
    if (random_.OneIn(100)) book_.Reopen(now);
  }
  book_.ExpectSameWhenFoldedAgain();
  EXPECT_GT(List(true).size(), 10u);
}

}  // namespace
}  // namespace waystation::facility
