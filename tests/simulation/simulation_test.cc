// Lives of a whole operation from a seed (world.h). WAYSTATION_OPERATIONS and WAYSTATION_SEED say
// how many operations and which. A life that fails is printed with the least number of operations
// that still fails, and lived again with all that happened printed by
//   WAYSTATION_SEED=… WAYSTATION_LIFE=memory|real WAYSTATION_OPERATIONS=…
//   simulation_test --gtest_filter='*OneLife*'
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gtest/gtest.h"
#include "tests/simulation/world.h"
#include "tests/storage/support/fault_stride.h"
#include "tests/storage/support/temp_folder.h"

namespace waystation::simulation {
namespace {

constexpr int64_t kDefaultOperations = 6'000;
constexpr int64_t kOperationsOfMemoryLife = 1'500;
constexpr int64_t kOperationsOfRealLife = 300;
constexpr int64_t kOperationsOfCutLife = 400;
constexpr size_t kServices = 3;
// One life of this many is on real disks.
constexpr int64_t kRealLifeOneIn = 4;

using storage::testing::kFaultStride;
using storage::testing::TestOperations;
using storage::testing::TestSeed;

std::string Describe(const WorldOptions& options, const WorldReport& report) {
  return absl::StrCat("WAYSTATION_SEED=", options.seed,
                      " WAYSTATION_LIFE=", options.real_disks ? "real" : "memory",
                      " WAYSTATION_OPERATIONS=", options.operations, "\n", report.problem, "\n  ",
                      absl::StrJoin(report.last_lines, "\n  "));
}

void Live(WorldOptions options, std::map<std::string, int64_t>* counts) {
  const WorldReport report = RunWorld(options);
  for (const auto& [what, times] : report.counts) (*counts)[what] += times;
  if (report.problem.empty()) return;
  ADD_FAILURE() << Describe(options, report);
  options.operations = ShortestFailure(options);
  ADD_FAILURE() << "the shortest that fails:\n" << Describe(options, RunWorld(options));
}

TEST(SimulationTest, EverythingAgreesOnceQuiet) {
  const uint64_t seed = TestSeed();
  const int64_t operations = TestOperations(kDefaultOperations);
  std::map<std::string, int64_t> counts;
  int64_t life = 0;
  for (int64_t done = 0; done < operations && !HasFailure(); ++life) {
    WorldOptions options;
    options.seed = seed + static_cast<uint64_t>(life);
    options.real_disks = life % kRealLifeOneIn == 0;
    options.operations = std::min(
        options.real_disks ? kOperationsOfRealLife : kOperationsOfMemoryLife, operations - done);
    done += options.operations;
    Live(options, &counts);
  }
  std::printf("%ld lives\n", static_cast<long>(life));
  for (const auto& [what, times] : counts) {
    std::printf("%8ld %s\n", static_cast<long>(times), what.c_str());
  }
  // A run is worth something only if it went through these; a short one need not.
  if (operations < kDefaultOperations || HasFailure()) return;
  for (const char* what : {"accepted",
                           "accepted without an answer",
                           "batches under a suspect clock",
                           "clocks confirmed",
                           "clocks set wrong",
                           "closings",
                           "copies",
                           "failed syncs",
                           "full disks",
                           "groups followed",
                           "histories changed",
                           "kills",
                           "power cuts at a sync",
                           "power losses",
                           "replayed",
                           "request ids reused",
                           "restores",
                           "row formats changed",
                           "ticks",
                           "unanswered",
                           "unreadable disks"}) {
    EXPECT_GT(counts[what], 0) << what;
  }
}

// A calm life is lived again with a power cut at each sync point of each service, until one does
// not get so far: when a memtable is full, so how many there are, also depends on the processor
// that a thread happens to be on.
TEST(SimulationTest, APowerCutAtAnySyncOfAnyServiceLosesNothing) {
  WorldOptions options;
  options.seed = TestSeed();
  options.operations = kOperationsOfCutLife;
  options.real_disks = true;
  options.calm = true;
  int64_t all = 0;
  for (size_t service = 0; service < kServices; ++service) {
    int64_t lives = 0;
    for (int64_t sync = 1;; sync += kFaultStride, ++lives) {
      options.cut = {.service = service, .sync = sync};
      WorldReport report = RunWorld(options);
      ASSERT_EQ(report.problem, "") << "service " << service << ", sync " << sync;
      if (report.counts["power cuts at a sync"] == 0) break;
    }
    std::printf("%ld power cuts of service %zu\n", static_cast<long>(lives), service);
    EXPECT_GT(lives, 0) << service;
    all += lives;
  }
  EXPECT_GT(all, 60 / kFaultStride);
}

// By hand, to look at a life.
TEST(SimulationTest, OneLife) {
  const char* life = std::getenv("WAYSTATION_LIFE");
  if (life == nullptr) GTEST_SKIP() << "WAYSTATION_LIFE names none";
  WorldOptions options;
  options.seed = TestSeed();
  options.operations = TestOperations(kOperationsOfMemoryLife);
  options.real_disks = std::string(life) == "real";
  options.print = true;
  const WorldReport report = RunWorld(options);
  EXPECT_EQ(report.problem, "");
}

TEST(SimulationTest, ASeedLivesTheSameLifeAgain) {
  for (const bool real_disks : {false, true}) {
    WorldOptions options;
    options.seed = TestSeed();
    options.operations = 200;
    options.real_disks = real_disks;
    const WorldReport first = RunWorld(options);
    const WorldReport again = RunWorld(options);
    EXPECT_EQ(first.digest, again.digest) << (real_disks ? "real" : "memory");
    EXPECT_EQ(first.counts, again.counts);
    ++options.seed;
    EXPECT_NE(RunWorld(options).digest, first.digest);
  }
}

class SabotageTest : public ::testing::TestWithParam<Sabotage> {};

TEST_P(SabotageTest, IsFoundOut) {
  WorldOptions options;
  options.sabotage = GetParam();
  options.operations = kOperationsOfMemoryLife;
  std::string problem;
  for (options.seed = 1; problem.empty() && options.seed <= 3; ++options.seed) {
    problem = RunWorld(options).problem;
  }
  EXPECT_NE(problem, "");
  std::printf("%s\n", problem.c_str());
}

INSTANTIATE_TEST_SUITE_P(All, SabotageTest,
                         ::testing::Values(Sabotage::kAnswersBeforeSync, Sabotage::kForgetsRequests,
                                           Sabotage::kForgetsApplied, Sabotage::kLosesARow,
                                           Sabotage::kKeepsADeletedRow));

}  // namespace
}  // namespace waystation::simulation
