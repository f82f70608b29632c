// Random histories against a plain model: what the service tells, after groups of any size, after
// reopening, and after folding the whole log again. WAYSTATION_OPERATIONS and WAYSTATION_SEED say
// how many and which; they are done in books of a few thousand each, since the model looks at
// everything.
#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/facility/domain/fixtures.h"
#include "tests/facility/store/facility_book.h"
#include "tests/facility/support/facility_model.h"
#include "tests/facility/support/model_check.h"
#include "tests/facility/support/random_requests.h"

namespace waystation::facility {
namespace {

constexpr int64_t kDefaultOperations = 10'000;
constexpr int64_t kOperationsOfBook = 2'500;
constexpr size_t kFacilities = 9;
constexpr int64_t kMaxGroup = 6;
constexpr int64_t kCompareEvery = 100;
constexpr int64_t kReopenEvery = 500;
constexpr int64_t kVerifyEvery = 2'000;

// One book from its birth.
class RandomBook {
 public:
  explicit RandomBook(uint64_t seed) : random_(seed) {}

  void Run(int64_t operations) {
    int64_t compared = 0, reopened = 0, verified = 0;
    while (last_request_ < operations) {
      SCOPED_TRACE(absl::StrCat("after operation ", last_request_));
      MoveClock();
      ASSERT_NO_FATAL_FAILURE(RunGroup());
      if (random_.OneIn(4)) Tick();
      if (IsTime(kReopenEvery, &reopened)) book_.Reopen(now_);
      if (IsTime(kCompareEvery, &compared)) {
        ASSERT_NO_FATAL_FAILURE(Compare());
      }
      if (IsTime(kVerifyEvery, &verified)) {
        ASSERT_NO_FATAL_FAILURE(book_.ExpectSameWhenFoldedAgain());
      }
    }
    ASSERT_NO_FATAL_FAILURE(Compare());
    ASSERT_NO_FATAL_FAILURE(book_.ExpectSameWhenFoldedAgain());
    CountSilences();
    std::printf("%d of %d accepted, %d silences, %d returns\n", accepted_,
                static_cast<int>(last_request_), model_.silences(), model_.returns());
  }

 private:
  bool IsTime(int64_t every, int64_t* times) const {
    if (last_request_ / every <= *times) return false;
    *times = last_request_ / every;
    return true;
  }

  void MoveClock() {
    // At times it is set back.
    const int64_t minutes = random_.OneIn(20) ? -random_.Below(600) : random_.Below(40);
    now_ += absl::Minutes(minutes) + absl::Microseconds(random_.Below(1'000'000));
  }

  // A group of new requests, decided in order; some of them are sent again at once.
  void RunGroup() {
    std::vector<Request> requests;
    std::vector<storage::Command> commands;
    for (int64_t n = 1 + random_.Below(kMaxGroup); n > 0; --n) {
      Request request = requests_of_.Next(now_);
      std::visit([this](auto& r) { r.set_request_id(RequestId(++last_request_)); }, request);
      commands.push_back(std::visit([](const auto& r) { return CommandOf(r); }, request));
      requests.push_back(std::move(request));
    }
    const size_t again =
        random_.OneIn(4) ? static_cast<size_t>(random_.Below(static_cast<int64_t>(commands.size())))
                         : commands.size();
    if (again < commands.size()) commands.push_back(commands[again]);
    const std::vector<storage::Outcome> outcomes = book_.Run(commands, now_);
    FacilityModel::Moment now = RecordTime();
    now.clock = ToMicros(now_);
    for (size_t i = 0; i < requests.size(); ++i) {
      const Reason want =
          std::visit([&](const auto& r) { return model_.Apply(r, now); }, requests[i]);
      ASSERT_EQ(ReasonOf(outcomes[i].status), want) << outcomes[i].status;
      ASSERT_EQ(outcomes[i].entry != nullptr, want == Reason{});
      accepted_ += want == Reason{} ? 1 : 0;
    }
    if (again == requests.size()) return;
    // Only success is remembered: a refused one is decided again, after the group's other commands.
    if (outcomes[again].status.ok()) {
      EXPECT_TRUE(outcomes.back().replayed);
      EXPECT_EQ(outcomes.back().entry->revision(), outcomes[again].entry->revision());
    } else {
      const Reason want =
          std::visit([&](const auto& r) { return model_.Apply(r, now); }, requests[again]);
      EXPECT_EQ(ReasonOf(outcomes.back().status), want) << outcomes.back().status;
    }
  }

  // Record time does not go back with the clock.
  int64_t RecordTime() {
    return ToMicros(std::max(now_, book_.store().committer().last_record_time()));
  }

  void Tick() {
    // With a clock that stands before the last record, decisions are made by the record time.
    const absl::Time now = absl::FromUnixMicros(RecordTime());
    const std::vector<std::string> want = model_.Tick(ToMicros(now));
    EXPECT_EQ(book_.Tick(now).size(), want.size());
  }

  void Compare() { ASSERT_EQ(CompareFacilities(model_, *book_.Rows(), now_), ""); }

  void CountSilences() {
    int silences = 0, returns = 0;
    for (const v1::Event& event : book_.Events()) {
      silences += event.has_went_silent() ? 1 : 0;
      returns += event.has_back_in_touch() ? 1 : 0;
    }
    EXPECT_EQ(silences, model_.silences());
    EXPECT_EQ(returns, model_.returns());
  }

  testing::Random random_;
  RandomRequests requests_of_{&random_, std::vector<std::string>(kFacilities, "Asia/Baku")};
  absl::Time now_ = At(0);
  FacilityBook book_{now_};
  FacilityModel model_;
  int64_t last_request_ = 0;
  int accepted_ = 0;
};

TEST(ModelTest, RowsTellWhatTheModelTells) {
  const uint64_t seed = storage::testing::TestSeed();
  const int64_t operations = storage::testing::TestOperations(kDefaultOperations);
  for (int64_t done = 0; done < operations && !HasFailure(); done += kOperationsOfBook) {
    const uint64_t book = seed + static_cast<uint64_t>(done / kOperationsOfBook);
    SCOPED_TRACE(absl::StrCat("WAYSTATION_SEED=", book));
    RandomBook(book).Run(std::min(kOperationsOfBook, operations - done));
  }
}

}  // namespace
}  // namespace waystation::facility
