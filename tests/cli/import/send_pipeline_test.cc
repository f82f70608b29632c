#include "clients/cli/import/send/send_pipeline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <mutex>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "waystation/inventory/v1/catalogue.pb.h"

namespace waystation::cli {
namespace {

ImportCommand Command(const std::string& lane, int64_t line) {
  ImportCommand command;
  command.request = std::make_unique<inventory::v1::CreateItemRequest>();
  command.response = std::make_unique<inventory::v1::CreateItemResponse>();
  command.lane = lane;
  command.rows.emplace_back().line = line;
  return command;
}

// Answers on threads of its own, after a short and varying while.
class SlowServer {
 public:
  ~SlowServer() {
    for (std::thread& thread : threads_) thread.join();
  }

  SendCommand Sender() {
    return [this](const ImportCommand& command, std::function<void(absl::Status)> done) {
      std::lock_guard<std::mutex> lock(mutex_);
      most_ = std::max(most_, ++under_way_);
      most_in_lane_ = std::max(most_in_lane_, ++lanes_[command.lane]);
      order_[command.lane].push_back(command.rows[0].line);
      int pause = static_cast<int>(command.rows[0].line * 7919 % 900);
      bool fail = failures_ > 0 && failures_-- > 0;
      threads_.emplace_back([this, lane = command.lane, pause, fail, done = std::move(done)] {
        absl::SleepFor(absl::Microseconds(pause));
        {
          std::lock_guard<std::mutex> inner(mutex_);
          --under_way_;
          --lanes_[lane];
        }
        done(fail || down_ ? absl::UnavailableError("away") : absl::OkStatus());
      });
    };
  }

  std::mutex mutex_;
  int under_way_ = 0;
  int most_ = 0;
  int most_in_lane_ = 0;
  int failures_ = 0;
  std::atomic<bool> down_ = false;
  std::map<std::string, int> lanes_;
  std::map<std::string, std::vector<int64_t>> order_;
  std::vector<std::thread> threads_;
};

TEST(SendPipelineTest, LanesKeepTheirOrderOneAtATime) {
  SlowServer server;
  int ended = 0;
  {
    SendPipeline pipeline({8, 20, absl::Seconds(5)}, server.Sender(),
                          [&](const ImportCommand&, const absl::Status& status) {
                            EXPECT_TRUE(status.ok());
                            ++ended;
                            return SendPipeline::Chain::kGoesOn;
                          });
    for (int64_t i = 0; i < 300; ++i) pipeline.Offer(Command(absl::StrCat("lane-", i % 12), i));
    pipeline.Finish();
    EXPECT_EQ(ended, 300);
  }
  EXPECT_LE(server.most_, 8);
  EXPECT_EQ(server.most_in_lane_, 1);
  for (const auto& [lane, lines] : server.order_) {
    EXPECT_TRUE(std::is_sorted(lines.begin(), lines.end())) << lane;
  }
}

TEST(SendPipelineTest, UnavailableIsSentAgainInPlace) {
  SlowServer server;
  server.failures_ = 2;
  std::vector<int64_t> ended;
  SendPipeline pipeline({4, 20, absl::Seconds(5)}, server.Sender(),
                        [&](const ImportCommand& command, const absl::Status& status) {
                          EXPECT_TRUE(status.ok());
                          ended.push_back(command.rows[0].line);
                          return SendPipeline::Chain::kGoesOn;
                        });
  for (int64_t i = 0; i < 20; ++i) pipeline.Offer(Command("one", i));
  pipeline.Finish();
  ASSERT_EQ(ended.size(), 20u);
  EXPECT_TRUE(std::is_sorted(ended.begin(), ended.end()));
  EXPECT_FALSE(pipeline.gave_up());
}

TEST(SendPipelineTest, GivesUpAndAccountsForEverything) {
  SlowServer server;
  server.down_ = true;
  int unavailable = 0;
  SendPipeline pipeline({4, 20, absl::Milliseconds(300)}, server.Sender(),
                        [&](const ImportCommand&, const absl::Status& status) {
                          unavailable += absl::IsUnavailable(status) ? 1 : 0;
                          return SendPipeline::Chain::kBroken;
                        });
  for (int64_t i = 0; i < 100; ++i) pipeline.Offer(Command(absl::StrCat(i % 7), i));
  pipeline.Finish();
  EXPECT_TRUE(pipeline.gave_up());
  EXPECT_EQ(unavailable, 100);
}

TEST(SendPipelineTest, WhatFollowsInABrokenChainIsHeldBack) {
  SlowServer server;
  std::vector<int64_t> sent;
  std::vector<std::string> held_back;
  SendPipeline pipeline({4, 20, absl::Seconds(5)}, server.Sender(),
                        [&](const ImportCommand& command, const absl::Status& status) {
                          if (absl::IsCancelled(status)) {
                            held_back.emplace_back(status.message());
                          } else {
                            sent.push_back(command.rows[0].line);
                          }
                          return command.rows[0].line == 4 ? SendPipeline::Chain::kBroken
                                                           : SendPipeline::Chain::kGoesOn;
                        });
  for (int64_t i = 0; i < 12; ++i) {
    ImportCommand command = Command("one", i);
    command.chain = i % 2 == 0 ? "even" : "odd";
    pipeline.Offer(std::move(command));
  }
  pipeline.Finish();
  EXPECT_THAT(sent, testing::ElementsAre(0, 1, 2, 3, 4, 5, 7, 9, 11));
  ASSERT_EQ(held_back.size(), 3u);
  EXPECT_EQ(held_back[0], "held back: row 4, on which this one builds, was not recorded");
}

}  // namespace
}  // namespace waystation::cli
