// What needs a second process: its lock, and its death.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "rocksdb/env.h"
#include "storage/rocks/head_marker.h"
#include "tests/storage/support/command_book.h"
#include "tests/storage/support/store_fixture.h"

namespace waystation::storage {
namespace {

using testing::AddOne;
using testing::SetWord;

const absl::Time kStoreNow = testing::kStoreTestNow;
// Children that this binary starts of itself find their folder here.
constexpr char kChildFolder[] = "WAYSTATION_TEST_CHILD_FOLDER";

class StoreProcessTest : public testing::StoreTest {};

// Starts this binary again to run one test in a process of its own.
pid_t StartChild(const std::string& test, const std::string& folder, int output) {
  const pid_t pid = fork();
  if (pid != 0) return pid;
  dup2(output, STDOUT_FILENO);
  setenv(kChildFolder, folder.c_str(), 1);
  const std::string filter = "--gtest_filter=" + test;
  execl("/proc/self/exe", "storage_test", filter.c_str(), static_cast<char*>(nullptr));
  _exit(127);
}

// Reads lines until one says `word`, gives the rest of that line; nullopt at the end.
std::optional<std::string> NextLine(FILE* input, const std::string& word) {
  char line[4096];
  while (fgets(line, sizeof(line), input) != nullptr) {
    absl::string_view text(line);
    if (absl::ConsumePrefix(&text, word)) return std::string(absl::StripSuffix(text, "\n"));
  }
  return std::nullopt;
}

TEST_F(StoreProcessTest, ChildHoldsTheFolder) {
  const char* folder = getenv(kChildFolder);
  if (folder == nullptr) GTEST_SKIP() << "runs as a child only";
  options_.rocks.folder = folder;
  const auto store = MustOpen();
  printf("holding\n");
  fflush(stdout);
  pause();
}

TEST_F(StoreProcessTest, AFolderInUseByAnotherProcessNamesIt) {
  int pipe_ends[2];
  ASSERT_EQ(pipe(pipe_ends), 0);
  const pid_t child =
      StartChild("StoreProcessTest.ChildHoldsTheFolder", options_.rocks.folder, pipe_ends[1]);
  close(pipe_ends[1]);
  FILE* output = fdopen(pipe_ends[0], "r");
  ASSERT_TRUE(NextLine(output, "holding").has_value());
  const absl::Status status = Open().status();
  EXPECT_EQ(ReasonOf(status), common::v1::ERROR_REASON_FOLDER_IN_USE) << status;
  EXPECT_EQ(ErrorVariable(status, "folder"), options_.rocks.folder);
  EXPECT_TRUE(absl::StrContains(ErrorVariable(status, "holder").value_or(""),
                                absl::StrCat("process ", child)))
      << status;
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  fclose(output);
  MustOpen();
}

// The child commits groups of three and prints each revision once it is acknowledged.
TEST_F(StoreProcessTest, ChildCommitsUntilKilled) {
  const char* folder = getenv(kChildFolder);
  if (folder == nullptr) GTEST_SKIP() << "runs as a child only";
  options_.rocks.folder = folder;
  const auto store = MustOpen();
  for (int64_t request = store->log().Head().revision * 10;; request += 3) {
    const Command commands[] = {AddOne(request, "a", fold_), AddOne(request + 1, "b", fold_),
                                SetWord(request + 2, absl::StrCat("w", request), 1)};
    const GroupOutcome outcome = store->committer().RunGroup(commands, kStoreNow);
    for (size_t i = 0; i < outcome.taken; ++i) {
      if (!outcome.outcomes[i].status.ok()) exit(3);
      printf("acknowledged %ld %s\n", static_cast<long>(outcome.outcomes[i].entry->revision()),
             commands[i].request_id.c_str());
    }
    fflush(stdout);
  }
}

using Acknowledged = std::map<int64_t, std::string>;  // Revision to request id.

// Lets a child commit until it has acknowledged that many commands, then kills it. Adds all that it
// acknowledged, what came between the last line read and its death too.
void CommitAndKill(const std::string& folder, int commands, Acknowledged& acknowledged) {
  int pipe_ends[2];
  ASSERT_EQ(pipe(pipe_ends), 0);
  const pid_t child = StartChild("StoreProcessTest.ChildCommitsUntilKilled", folder, pipe_ends[1]);
  close(pipe_ends[1]);
  FILE* output = fdopen(pipe_ends[0], "r");
  for (int i = 0;; ++i) {
    if (i == commands) kill(child, SIGKILL);
    const auto line = NextLine(output, "acknowledged ");
    if (!line.has_value()) break;
    const size_t space = line->find(' ');
    acknowledged[std::stol(line->substr(0, space))] = line->substr(space + 1);
  }
  fclose(output);
  int status = 0;
  waitpid(child, &status, 0);
  ASSERT_TRUE(WIFSIGNALED(status));
}

// Checks every digest on the way.
Acknowledged ReadLog(const Log& log) {
  Acknowledged stored;
  for (const auto& [revision, entry] : testing::ReadWholeLog(log)) {
    stored[revision] = entry.request_id();
  }
  return stored;
}

TEST_F(StoreProcessTest, WhatWasAcknowledgedSurvivesAKill) {
  constexpr int kKills = 4;
  constexpr int kCommands = 620;  // More than 200 groups before each kill.
  Acknowledged acknowledged;
  for (int round = 0; round < kKills; ++round) {
    ASSERT_NO_FATAL_FAILURE(
        CommitAndKill(options_.rocks.folder, kCommands + 37 * round, acknowledged));
    const auto store = MustOpen();
    EXPECT_EQ(store->open_report().revisions_lost, 0);
    Acknowledged stored = ReadLog(store->log());
    for (const auto& [revision, request_id] : acknowledged) {
      ASSERT_EQ(stored[revision], request_id) << revision;
    }
    ExpectVerified(*store);
  }
}

std::string NewestWal(const std::string& folder) {
  std::string newest;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    if (file.path().extension() == ".log") newest = std::max(newest, file.path().string());
  }
  return newest;
}

int64_t HeadByMarker(const std::string& folder) {
  return HeadMarker(rocksdb::Env::Default(), folder).found().revision;
}

// A disk that lied about its syncs: what is left is a whole prefix, and the loss is told if seen.
TEST_F(StoreProcessTest, ATornWalLeavesAPrefix) {
  Acknowledged acknowledged;
  ASSERT_NO_FATAL_FAILURE(CommitAndKill(options_.rocks.folder, 300, acknowledged));
  const std::string original = options_.rocks.folder;
  const int64_t last = HeadByMarker(original);
  ASSERT_GE(last, acknowledged.rbegin()->first);
  for (uintmax_t cut : {1, 7, 40, 1000, 20000}) {
    options_.rocks.folder = absl::StrCat(temp_.path(), "/cut", cut);
    std::filesystem::copy(original, options_.rocks.folder,
                          std::filesystem::copy_options::recursive);
    const std::string wal = NewestWal(options_.rocks.folder);
    const uintmax_t size = std::filesystem::file_size(wal);
    ASSERT_GT(size, cut);
    std::filesystem::resize_file(wal, size - cut);
    const auto store = MustOpen();
    const Acknowledged stored = ReadLog(store->log());
    EXPECT_EQ(store->open_report().revisions_lost, last - store->log().Head().revision);
    EXPECT_GT(stored.size(), 100u);
    for (const auto& [revision, request_id] : stored) {
      const auto known = acknowledged.find(revision);
      ASSERT_TRUE(known == acknowledged.end() || known->second == request_id) << revision;
    }
    ExpectVerified(*store);
    EXPECT_TRUE(Run(*store, AddOne(7'000'000, "a", fold_)).status.ok());
  }
}

// RocksDB takes a bad record for the WAL's end: what follows it is gone, what is left is whole.
TEST_F(StoreProcessTest, AFlippedByteInTheWalLeavesAPrefixAndIsTold) {
  Acknowledged acknowledged;
  ASSERT_NO_FATAL_FAILURE(CommitAndKill(options_.rocks.folder, 300, acknowledged));
  const int64_t last = HeadByMarker(options_.rocks.folder);
  const std::string wal = NewestWal(options_.rocks.folder);
  const auto middle = static_cast<std::streamoff>(std::filesystem::file_size(wal) / 2);
  std::fstream file(wal, std::ios::in | std::ios::out | std::ios::binary);
  file.seekg(middle);
  const int byte = file.get();
  file.seekp(middle);
  file.put(static_cast<char>(byte ^ 1));
  file.close();
  const auto store = MustOpen();
  EXPECT_EQ(store->open_report().revisions_lost, last - store->log().Head().revision);
  const Acknowledged stored = ReadLog(store->log());
  EXPECT_GT(stored.size(), 50u);
  EXPECT_LT(stored.size(), acknowledged.size());
  ExpectVerified(*store);
}

}  // namespace
}  // namespace waystation::storage
