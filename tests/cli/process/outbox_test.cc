#include "tests/cli/process/process.h"

namespace waystation {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST_F(ProcessTest, AnIssueThatWaitedInTheOutboxIsTakenWhereTheStockIs) {
  MakeHospital();
  MustRun("stock receive --at a-hospital --item rice --quantity '50 kg' --from c --place fridge");
  node_.Kill();
  EXPECT_EQ(Run("stock issue --at a-hospital --item rice --quantity 500 --for meals --timeout 1")
                .exit_code,
            5);
  node_.Restart();
  MustRun("outbox send");
  EXPECT_THAT(Run("exception list --at a-hospital").text, Not(HasSubstr("more used")));
  EXPECT_THAT(Run("stock show --at a-hospital").text, HasSubstr("49.5 kg"));
}

// What a command opened is told to whoever sends it at last.
TEST_F(ProcessTest, OutboxSendTellsWhatWasOpened) {
  MakeHospital();
  node_.Kill();
  const std::string at = " --at a-hospital --item rice --quantity 500 --timeout 1 ";
  EXPECT_EQ(Run("stock issue --for meals" + at).exit_code, 5);
  EXPECT_EQ(Run("stock release --decided-by p-1 --note seen" + at).exit_code, 5);
  node_.Restart();
  const Said said = Run("outbox send");
  EXPECT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("more used than the book had: 500 g"),
                               HasSubstr("not in quarantine, so not released: 500 g")));
}

// What the server would refuse whenever it came is not kept for it.
TEST_F(ProcessTest, WhatCanNeverBeRecordedIsRefusedWithoutALink) {
  MakeHospital();
  node_.Kill();
  const std::string at = " --at a-hospital --timeout 1 ";
  Said said = Run("stock damage --item rice --quantity 5 --reason wet --condition damaged" + at);
  EXPECT_EQ(said.exit_code, 2) << said.text;
  EXPECT_THAT(said.text, HasSubstr("--condition: got \"damaged\""));
  said = Run("stock issue --for meals --line item=rice,quantity=5,owner=donor-1" + at);
  EXPECT_EQ(said.exit_code, 2) << said.text;
  EXPECT_THAT(said.text, HasSubstr("--line: got owner=donor-1"));
  EXPECT_THAT(Run("outbox list").text, HasSubstr("empty"));
}

// A fact that could not be sent waits, and is recorded once however often it is sent.
TEST_F(ProcessTest, OutboxSendsOnce) {
  MakeHospital();
  MustRun("stock show --item rice");
  node_.Kill();
  Said said = Run("stock receive --at a-hospital --item rice --quantity 500 --from c --timeout 1");
  EXPECT_EQ(said.exit_code, 5) << said.text;
  EXPECT_THAT(said.text, HasSubstr("kept in the outbox"));
  // Units are understood from the item as it was last seen.
  said = Run("stock receive --at a-hospital --item rice --quantity '1 kg' --from c --timeout 1");
  EXPECT_EQ(said.exit_code, 5) << said.text;
  EXPECT_EQ(Run("outbox send --timeout 1").exit_code, 5);
  std::filesystem::copy(folder_ / "profile/outbox", folder_ / "kept");
  node_.Restart();
  said = Run("outbox send");
  EXPECT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, HasSubstr("recorded"));
  EXPECT_THAT(Run("outbox list").text, HasSubstr("empty"));
  // As if the answers had been lost on the way.
  std::filesystem::copy(folder_ / "kept", folder_ / "profile/outbox",
                        std::filesystem::copy_options::recursive);
  EXPECT_THAT(Run("outbox send").text, HasSubstr("had arrived already"));
  EXPECT_THAT(Run("stock balance --at a-hospital --item rice").text, HasSubstr("1.5 kg"));
}

// Who types a unit that can't be understood without a link is told that nothing waits to be sent.
TEST_F(ProcessTest, AUnitOfAnItemNeverSeenIsNotKeptAndThePersonIsTold) {
  MakeHospital();
  node_.Kill();
  const std::string issue = "stock issue --at a-hospital --item rice --for meals --timeout 1 ";
  Said said = Run(issue + "--quantity '2 kg'");
  EXPECT_EQ(said.exit_code, 2) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("--quantity: got \"2 kg\""), HasSubstr("NOTHING WAS KEPT"),
                               HasSubstr("items/rice"),
                               HasSubstr("2000 if it is counted in g, 2000000 if in mg")));
  EXPECT_EQ(Run(issue + "--line 'item=rice,quantity=3 packs'").exit_code, 2);
  EXPECT_THAT(Run("outbox list").text, HasSubstr("empty"));
  said = Run(issue + "--quantity 2000");
  EXPECT_EQ(said.exit_code, 5) << said.text;
  EXPECT_THAT(said.text, HasSubstr("kept in the outbox"));
  node_.Restart();
  MustRun("item list");
  node_.Kill();
  EXPECT_THAT(Run(issue + "--quantity '1 kg'").text, HasSubstr("kept in the outbox"));
}

// While the node is away for a moment, a command waits for it within its timeout.
TEST_F(ProcessTest, RetriesWithinTheTimeout) {
  MakeHospital();
  node_.Kill();
  pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    Said said =
        Run("stock receive --at a-hospital --item rice --quantity 700 --from c --timeout 30");
    _exit(said.exit_code);
  }
  usleep(800000);
  node_.Restart();
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_THAT(Run("stock balance --at a-hospital --item rice").text, HasSubstr("700 g"));
}

}  // namespace
}  // namespace waystation
