#include "clients/cpp/outbox.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "absl/strings/str_cat.h"
#include "clients/cpp/durable_file.h"
#include "clients/cpp/request_id.h"
#include "tests/cli/temp_folder.h"

namespace waystation::client {
namespace {

OutboxEntry Entry(const std::string& request) {
  OutboxEntry entry;
  entry.request_id = RandomRequestId();
  entry.method = "/waystation.inventory.v1.MovementService/CreateMovement";
  entry.server = "127.0.0.1:50051";
  entry.principal = "p-1";
  entry.acting_for = "p-2";
  entry.save_time = absl::FromUnixSeconds(1800000000);
  entry.summary = "stock receive at a-hospital";
  entry.request = request;
  return entry;
}

std::vector<OutboxEntry> MustList(const Outbox& outbox, size_t damaged_wanted) {
  std::vector<std::string> damaged;
  auto entries = outbox.List(&damaged);
  EXPECT_TRUE(entries.ok()) << entries.status();
  EXPECT_EQ(damaged.size(), damaged_wanted);
  return *entries;
}

TEST(OutboxTest, KeepsEveryByte) {
  TempFolder folder;
  Outbox outbox(folder.path());
  std::string request("\0\n\n\xff size: 3\n\n", 13);
  OutboxEntry entry = Entry(request);
  ASSERT_TRUE(outbox.Save(entry).ok());
  auto entries = MustList(outbox, 0);
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0].request, request);
  EXPECT_EQ(entries[0].request_id, entry.request_id);
  EXPECT_EQ(entries[0].method, entry.method);
  EXPECT_EQ(entries[0].server, entry.server);
  EXPECT_EQ(entries[0].principal, "p-1");
  EXPECT_EQ(entries[0].acting_for, "p-2");
  EXPECT_EQ(entries[0].save_time, entry.save_time);
}

TEST(OutboxTest, OldestFirstAndRemoveTwice) {
  TempFolder folder;
  Outbox outbox(folder.path());
  OutboxEntry late = Entry("late");
  late.save_time += absl::Seconds(1);
  OutboxEntry early = Entry("early");
  ASSERT_TRUE(outbox.Save(late).ok());
  ASSERT_TRUE(outbox.Save(early).ok());
  auto entries = MustList(outbox, 0);
  ASSERT_EQ(entries.size(), 2u);
  EXPECT_EQ(entries[0].request, "early");
  EXPECT_TRUE(outbox.Remove(early.request_id).ok());
  EXPECT_TRUE(outbox.Remove(early.request_id).ok());
  EXPECT_EQ(MustList(outbox, 0).size(), 1u);
}

TEST(OutboxTest, SummaryNeverBreaksTheHeader) {
  TempFolder folder;
  Outbox outbox(folder.path());
  OutboxEntry entry = Entry("bytes");
  entry.summary = "two\n\nlines";
  ASSERT_TRUE(outbox.Save(entry).ok());
  EXPECT_EQ(MustList(outbox, 0)[0].summary, "two  lines");
}

// Cut at every length, and with every byte changed: shown as damaged, never as a command.
TEST(OutboxTest, DamagedFilesAreNeverCommands) {
  TempFolder folder;
  Outbox outbox(folder.path());
  ASSERT_TRUE(outbox.Save(Entry("the request")).ok());
  std::string name;
  for (const auto& file : std::filesystem::directory_iterator(folder.path())) {
    name = file.path().filename().string();
  }
  std::string whole = *ReadWhole(folder / name);
  for (size_t size = 0; size < whole.size(); ++size) {
    folder.Write(name, whole.substr(0, size));
    EXPECT_TRUE(MustList(outbox, 1).empty()) << "cut at " << size;
  }
  for (size_t at = whole.size() - 11; at < whole.size(); ++at) {
    std::string changed = whole;
    changed[at] ^= 1;
    folder.Write(name, changed);
    EXPECT_TRUE(MustList(outbox, 1).empty()) << "changed at " << at;
  }
}

// Killed at any moment, a saver leaves whole entries and no others.
TEST(OutboxTest, KilledSaverLeavesWholeEntriesOnly) {
  TempFolder folder;
  for (int round = 0; round < 20; ++round) {
    pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      Outbox outbox(folder.path());
      for (int i = 0;; ++i) {
        if (!outbox.Save(Entry(std::string(10000, 'r'))).ok()) _exit(1);
      }
    }
    usleep(3000 + 700 * round);
    kill(child, SIGKILL);
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status));
    for (const OutboxEntry& entry : MustList(Outbox(folder.path()), 0)) {
      EXPECT_EQ(entry.request.size(), 10000u);
    }
  }
}

}  // namespace
}  // namespace waystation::client
