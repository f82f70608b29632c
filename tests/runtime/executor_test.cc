#include "services/runtime/executor.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

namespace waystation::runtime {
namespace {

TEST(ExecutorTest, RefusesWhenFull) {
  Executor executor(1, 2);
  std::promise<void> started, go;
  std::atomic<int> ran{0};
  ASSERT_TRUE(executor.Run([&] {
    started.set_value();
    go.get_future().wait();
  }));
  started.get_future().wait();
  EXPECT_TRUE(executor.Run([&] { ++ran; }));
  EXPECT_TRUE(executor.Run([&] { ++ran; }));
  EXPECT_FALSE(executor.Run([&] { ++ran; }));
  go.set_value();
  executor.Stop();
  EXPECT_EQ(ran, 2);
  EXPECT_FALSE(executor.Run([] {}));
}

TEST(ExecutorTest, TimersRunInOrderUnlessCancelled) {
  Executor executor(1, 2);
  std::string order;
  std::promise<void> last;
  executor.RunAfter(absl::Milliseconds(60), [&] {
    order += "c";
    last.set_value();
  });
  executor.RunAfter(absl::Milliseconds(20), [&] { order += "a"; });
  const auto cancelled = executor.RunAfter(absl::Milliseconds(40), [&] { order += "b"; });
  EXPECT_TRUE(executor.Cancel(cancelled));
  EXPECT_FALSE(executor.Cancel(cancelled));
  EXPECT_NE(executor.RunAfter(absl::InfiniteDuration(), [] {}), 0u);
  last.get_future().wait();
  EXPECT_EQ(order, "ac");
}

TEST(ExecutorTest, AQuickTimerSetDuringALongWaitIsNotLate) {
  Executor executor(2, 8);
  executor.RunAfter(absl::Hours(1), [] {});
  std::promise<void> ran;
  executor.RunAfter(absl::Milliseconds(10), [&] { ran.set_value(); });
  EXPECT_EQ(ran.get_future().wait_for(std::chrono::seconds(2)), std::future_status::ready);
}

TEST(ExecutorTest, TimersRunByTheTimeThatIsGiven) {
  std::atomic<int64_t> seconds{1000};
  Executor executor(2, 8, [&] { return absl::FromUnixSeconds(seconds); });
  std::atomic<int> ran{0};
  std::promise<void> first, second;
  executor.RunAfter(absl::Seconds(60), [&] {
    ++ran;
    second.set_value();
  });
  executor.RunAfter(absl::Seconds(10), [&] {
    ++ran;
    first.set_value();
  });
  EXPECT_EQ(executor.Now(), absl::FromUnixSeconds(1000));
  seconds = 1010;
  executor.TimeMoved();
  first.get_future().wait();
  EXPECT_EQ(ran, 1);
  seconds = 1060;
  executor.TimeMoved();
  second.get_future().wait();
}

}  // namespace
}  // namespace waystation::runtime
