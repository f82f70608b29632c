// Handovers through the log: tasks carry over across restarts, and rows are the same when folded
// again.
#include <set>

#include "gtest/gtest.h"
#include "services/facility/store/handover_commands.h"
#include "services/facility/store/list.h"
#include "services/facility/store/load_handovers.h"
#include "tests/facility/domain/fixtures.h"
#include "tests/facility/store/facility_book.h"
#include "tests/support/random.h"

namespace waystation::facility {
namespace {

constexpr char kWard[] = "facilities/khojaly";

// Random handovers and tasks done, told in any order of times, against two plain sets.
TEST(HandoverStored, TasksCarryOverUntilTheyAreDone) {
  testing::Random random(storage::testing::TestSeed());
  FacilityBook book(At(0));
  book.Create("khojaly", v1::FACILITY_STATE_OPEN, At(0));
  std::vector<std::string> open;
  size_t handovers = 0;
  absl::Time now = At(1);
  for (int i = 0; i < 200; ++i) {
    now += absl::Minutes(1 + random.Below(60));
    if (!open.empty() && random.OneIn(2)) {
      v1::CompleteTaskRequest request;
      request.set_name(random.OneOf(open));
      ASSERT_TRUE(book.Send(request, now).status.ok());
      std::erase(open, request.name());
      ASSERT_FALSE(book.Send(request, now).status.ok());
    } else {
      v1::CreateHandoverRequest request;
      request.set_parent(kWard);
      v1::Handover& handover = *request.mutable_handover();
      handover.set_outgoing("p-1");
      handover.set_incoming("p-2");
      *handover.mutable_handed_over_time() = Stamp(now - absl::Minutes(random.Below(900)));
      for (int64_t n = random.Below(3); n > 0; --n) handover.add_tasks()->set_text("dip tank-1");
      const storage::Outcome outcome = book.Send(request, now);
      ASSERT_TRUE(outcome.status.ok()) << outcome.status;
      const v1::Handover made = FirstEvent(outcome)->handover_created().handover();
      ASSERT_EQ(made.tasks_size(), static_cast<int>(open.size()) + handover.tasks_size());
      for (size_t task = 0; task < open.size(); ++task) {
        ASSERT_EQ(made.tasks(static_cast<int>(task)).name(), open[task]);
      }
      open.clear();
      for (const v1::HandoverTask& task : made.tasks()) open.push_back(task.name());
      ++handovers;
    }
    if (random.OneIn(40)) book.Reopen(now);
  }
  const auto page = ListHandovers(*book.Rows(), kWard, {1000, ""});
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_EQ(page->items.size(), handovers);
  const std::set<std::string> left(open.begin(), open.end());
  int64_t last = INT64_MAX;
  for (const v1::Handover& handover : page->items) {
    EXPECT_LE(ToMicros(handover.effective_time()), last);
    last = ToMicros(handover.effective_time());
    for (const v1::HandoverTask& task : handover.tasks()) {
      EXPECT_EQ(task.has_completed_time(), !left.contains(task.name()));
    }
  }
  book.ExpectSameWhenFoldedAgain();
}

}  // namespace
}  // namespace waystation::facility
