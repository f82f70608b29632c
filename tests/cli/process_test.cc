// The real program against a real node, as a person in a tent uses them.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "clients/cpp/durable_file.h"
#include "tests/cli/temp_folder.h"

namespace waystation {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::string Binary(const std::string& name) {
  return std::filesystem::read_symlink("/proc/self/exe").parent_path().parent_path().string() +
         "/bin/" + name;
}

// A node in an exercise folder; SIGKILL is as good as SIGTERM to it.
class Node {
 public:
  explicit Node(std::string data) : data_(std::move(data)) { Start("127.0.0.1:0"); }
  ~Node() { Kill(); }

  const std::string& address() const { return address_; }

  void Kill() {
    if (pid_ <= 0) return;
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
    pid_ = 0;
  }

  void Restart() { Start(address_); }

 private:
  void Start(const std::string& listen) {
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    pid_ = fork();
    ASSERT_GE(pid_, 0);
    if (pid_ == 0) {
      dup2(ends[1], STDOUT_FILENO);
      int quiet = open((data_ + ".log").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
      dup2(quiet, STDERR_FILENO);
      close(ends[0]);
      std::string binary = Binary("waystation-node");
      execl(binary.c_str(), binary.c_str(), "--data-dir", data_.c_str(), "--listen", listen.c_str(),
            "--exercise", nullptr);
      _exit(127);
    }
    close(ends[1]);
    FILE* output = fdopen(ends[0], "r");
    char line[256] = "";
    while (fgets(line, sizeof(line), output) != nullptr) {
      absl::string_view text = absl::StripAsciiWhitespace(line);
      if (absl::ConsumePrefix(&text, "listening on ")) {
        address_ = std::string(text);
        break;
      }
    }
    // Left open: the node may write more.
    output_ = output;
    ASSERT_FALSE(address_.empty()) << "the node did not start; see " << data_ << ".log";
  }

  std::string data_;
  std::string address_;
  FILE* output_ = nullptr;
  pid_t pid_ = 0;
};

struct Said {
  int exit_code = 0;
  // Standard output and standard error, as they came.
  std::string text;
};

class ProcessTest : public testing::Test {
 protected:
  ProcessTest() : node_(folder_ / "data") {}

  // `arguments` as typed in a shell.
  Said Run(const std::string& arguments) {
    std::string command =
        absl::StrCat("WAYSTATION_SERVER=", node_.address(), " TZ=Asia/Baku ", Binary("waystation"),
                     " --profile-dir ", folder_ / "profile", " ", arguments, " 2>&1");
    FILE* output = popen(command.c_str(), "r");
    Said said;
    char buffer[4096];
    while (size_t count = fread(buffer, 1, sizeof(buffer), output)) said.text.append(buffer, count);
    said.exit_code = WEXITSTATUS(pclose(output));
    return said;
  }

  void MustRun(const std::string& arguments) {
    Said said = Run(arguments);
    ASSERT_EQ(said.exit_code, 0) << arguments << "\n" << said.text;
  }

  void MakeHospital() {
    MustRun(
        "facility create a-hospital --kind field-hospital --name-en 'A hospital' "
        "--name-hy 'Հոսպիտալ' --latitude 39.9 --longitude 46.8 --time-zone Asia/Baku");
    MustRun(
        "item create rice --name-en Rice --name-hy Բրինձ --category cereals --unit gram "
        "--class vital --pack 'sack 25 kg=25000'");
  }

  TempFolder folder_;
  Node node_;
};

TEST_F(ProcessTest, FromReceiptToOverview) {
  MakeHospital();
  Said said =
      Run("stock receive --at a-hospital --item rice --quantity '2 packs' --lot L1 "
          "--expires 2031-06-30 --from convoy-1 --document WB-17 "
          "--line 'item=rice,quantity=1.5 kg,lot=L2,expires=2030-01-31'");
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("EXERCISE"), HasSubstr("50 kg"), HasSubstr("1.5 kg")));
  said = Run("stock issue --at a-hospital --item rice --quantity '4 kg' --for meals");
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, HasSubstr("L2"));
  said = Run("stock show --at a-hospital --language hy");
  EXPECT_THAT(said.text, AllOf(HasSubstr("EXERCISE"), HasSubstr("Բրինձ"), HasSubstr("47.5 kg")));
  // Read at once, so it has to wait for what was just written.
  said = Run("supply overview");
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("EXERCISE"), HasSubstr("a-hospital"), HasSubstr("Rice")));
  said = Run("supply levels --at a-hospital --output json");
  EXPECT_THAT(said.text, AllOf(HasSubstr("\"folder_kind\":\"EXERCISE\""),
                               HasSubstr("\"usable_quantity\":\"47500\"")));
  said = Run("supply watch --count 1");
  EXPECT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, HasSubstr("47.5 kg"));
  EXPECT_THAT(Run("movement list --at a-hospital").text, HasSubstr("WB-17"));
  EXPECT_THAT(Run("stock balance --at a-hospital --item rice").text, HasSubstr("47.5 kg"));
  EXPECT_THAT(Run("log show").text, AllOf(HasSubstr("inventory/main"), HasSubstr("exercise")));
  EXPECT_THAT(Run("supply sources").text, HasSubstr("reachable"));
}

TEST_F(ProcessTest, AnIssueWithoutAPlaceIsTakenWhereTheStockIs) {
  MakeHospital();
  MustRun("stock receive --at a-hospital --item rice --quantity '50 kg' --from c --place fridge");
  const std::string issue = "stock issue --at a-hospital --item rice --quantity '1 kg' --for meals";
  Said said = Run(issue);
  EXPECT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("fridge -> used for meals"), Not(HasSubstr("exception"))));
  EXPECT_THAT(Run("movement list --at a-hospital").text, HasSubstr("fridge -> used for meals"));
  EXPECT_THAT(Run("stock propose --at a-hospital --item rice --quantity '2 kg'").text,
              HasSubstr("Take from fridge for 2 kg Rice"));
  // Several: a promise is asked about, a fact recorded, and the person told where it may have been.
  MustRun("stock receive --at a-hospital --item rice --quantity '9 kg' --from c --place ward");
  said = Run(issue + " --order");
  EXPECT_EQ(said.exit_code, 2) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("PLACE_NOT_NAMED"), HasSubstr("places fridge ward"),
                               HasSubstr("--place")));
  said = Run(issue);
  EXPECT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text,
              AllOf(HasSubstr("main -> used for meals"), HasSubstr("more used than the book had"),
                    HasSubstr("Rice is also in fridge (49 kg), ward (9 kg)"),
                    HasSubstr("waystation movement reverse facilities/a-hospital/movements/")));
  said = Run(issue + " --place ward");
  EXPECT_THAT(said.text, AllOf(HasSubstr("ward -> used for meals"), Not(HasSubstr("also in"))));
}

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

TEST_F(ProcessTest, ARestartedExerciseSaysThatItsClockHadBeenSet) {
  MakeHospital();
  MustRun("clock set '2035-06-30 22:00'");
  MustRun("stock receive --at a-hospital --item rice --quantity '50 kg' --from convoy-1");
  EXPECT_THAT(Run("supply overview").text, AllOf(HasSubstr("2035-06-30"), Not(HasSubstr("WARN"))));
  node_.Kill();
  node_.Restart();
  for (const char* command : {"supply overview", "stock show --at a-hospital", "facility list",
                              "exception list --at a-hospital", "movement list --at a-hospital"}) {
    EXPECT_THAT(Run(command).text, HasSubstr("WARNING: the server's clock can't be believed"))
        << command;
  }
  EXPECT_THAT(Run("supply overview --language ru").text, HasSubstr("ВНИМАНИЕ"));
  EXPECT_THAT(Run("supply overview --output json").text,
              HasSubstr("\"clock_state\":\"CLOCK_STATE_BEHIND\""));
  EXPECT_THAT(Run("supply sources").text, HasSubstr("CLOCK SUSPECT: behind"));
  EXPECT_THAT(Run("clock show").text,
              AllOf(HasSubstr("a restart forgets that"), HasSubstr("2035-06-30 22:")));
  // What is done now goes on in the exercise's time, marked.
  Said said = Run("stock issue --at a-hospital --item rice --quantity '4 kg' --for meals");
  EXPECT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("2035-06-30"), HasSubstr("clock was suspect")));
  // Nobody confirms a time that the clock does not show, nor without looking at another.
  EXPECT_THAT(Run("clock confirm now").text, HasSubstr("want the time that another clock shows"));
  said = Run("clock confirm '2035-06-30 22:00'");
  EXPECT_EQ(said.exit_code, 2) << said.text;
  EXPECT_THAT(said.text, HasSubstr("TIME_OUT_OF_RANGE"));
  MustRun("clock set '2035-06-30 23:00'");
  EXPECT_THAT(Run("supply overview").text, Not(HasSubstr("WARNING")));
  node_.Kill();
  node_.Restart();
  said = Run("clock confirm \"$(TZ=Asia/Baku date '+%Y-%m-%d %H:%M')\" --note 'a phone'");
  EXPECT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("clock confirmed"), HasSubstr("headquarters/main"),
                               Not(HasSubstr("WARNING"))));
  node_.Kill();
  node_.Restart();
  EXPECT_THAT(Run("supply overview").text, Not(HasSubstr("WARNING")));
}

TEST_F(ProcessTest, AClockThatStandsStillIsShownAsOne) {
  MustRun("clock set '2035-06-30 22:00' --frozen");
  EXPECT_THAT(Run("clock show").text, AllOf(HasSubstr("2035-06-30 22:00:00"),
                                            HasSubstr("it stands still until set again")));
  EXPECT_THAT(Run("clock show --output json").text, HasSubstr("\"frozen\":true"));
  MustRun("clock set '2035-06-30 22:00'");
  EXPECT_THAT(Run("clock show").text, Not(HasSubstr("stands still")));
}

TEST_F(ProcessTest, ErrorsNameTheFieldAndHaveTheirExitCodes) {
  MakeHospital();
  struct Case {
    const char* arguments;
    int exit_code;
    const char* text;
  };
  const Case kCases[] = {
      {"stock recieve", 1, ""},
      {"stock issue --at a-hospital --item rice --quantity 5", 2, "error: --for: got nothing"},
      {"stock receive --at a-hospital --item rice --quantity 1,000 --from c", 2, "--quantity: got"},
      {"stock receive --at a-hospital --item rice --quantity 0 --from c", 2,
       "--quantity: got \"0\""},
      {"stock receive --at a-hospital --item rice --quantity '20 L' --from c", 2, "mg, g, kg, t"},
      {"stock receive --at a-hospital --item rise --quantity 5 --from c", 3, "items/rise"},
      {"stock receive --at b-hospital --item rice --quantity 5 --from c", 3,
       "facilities/b-hospital"},
      {"stock issue --order --at a-hospital --item rice --quantity 5 --for meals", 2,
       "NOT_ENOUGH_STOCK"},
      {"stock receive --at a-hospital --item rice --quantity 5 --from c --when soon", 2, "--when"},
      {"item create rice --name-en Rice --category cereals --unit gram --class vital", 4,
       "ALREADY_EXISTS"},
      {"stock receive --at a-hospital --item rice --quantity 5 --from \xff", 1, "want UTF-8"},
      {"movement show --at a-hospital nothing", 3, "NOT_KNOWN"},
      {"stock scan --at a-hospital 6291041500214", 2,
       "SCAN: got \"6291041500214\", want the check"},
      {"stock scan --at a-hospital 6291041500213", 3, "item update ITEM --gtin"},
      {"stock receive --at a-hospital --from c --scan '(10)L1'", 2,
       "--scan: got (10)L1, want a GTIN"},
      {"stock receive --at a-hospital --from c --scan 96385074 --item rice", 1, "--scan"},
  };
  for (const Case& c : kCases) {
    Said said = Run(c.arguments);
    EXPECT_EQ(said.exit_code, c.exit_code) << c.arguments << "\n" << said.text;
    EXPECT_THAT(said.text, HasSubstr(c.text)) << c.arguments;
  }
  EXPECT_THAT(Run("outbox list").text, HasSubstr("empty"));
  EXPECT_THAT(Run("stock show --at a-hospital").text, HasSubstr("nothing in stock"));
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

// Two packs of one item with the same date: the one in hand is recorded, also from two barcodes and
// without a link.
TEST_F(ProcessTest, ReceivesAndIssuesByScan) {
  MakeHospital();
  MustRun(
      "item update rice --pack 'bag=1000' --pack 'sack 25 kg=25000' "
      "--gtin bag=6291041500213 --gtin 'sack 25 kg=10614141000019'");
  EXPECT_THAT(Run("item show rice").text, HasSubstr("bag = 1 kg, GTIN 06291041500213"));
  EXPECT_THAT(Run("item list --text 10614141000019").text, HasSubstr("rice"));
  Said said =
      Run("stock receive --at a-hospital --from c --scan ']d20110614141000019' "
          "--scan '10L/1\x1D"
          "17310600' --quantity 2");
  EXPECT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("lot L/1, use by 2031-06-30: 2 x sack 25 kg\n"),
                               HasSubstr("50 kg"), Not(HasSubstr("note:"))));
  said = Run("stock issue --at a-hospital --for meals --scan '(01)06291041500213(10)L/1'");
  EXPECT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("L/1"), HasSubstr("1 kg")));
  said = Run("stock issue --at a-hospital --for meals --scan 6291041500213 --quantity '500 g'");
  EXPECT_THAT(said.text, AllOf(HasSubstr("first expiring first"), HasSubstr("500 g")));
  said = Run("stock scan --at a-hospital '(01)10614141000019(17)310601(10)L/1'");
  EXPECT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("48.5 kg"), HasSubstr("1 x sack 25 kg + 23.5 kg"),
                               HasSubstr("recorded is 2031-06-30")));
  said = Run("stock label --at a-hospital --item rice --lot L/1 --pack bag");
  EXPECT_THAT(said.text, AllOf(HasSubstr("(01)06291041500213(17)310630(10)L/1"),
                               HasSubstr("01062910415002131731063010L/1")));
  node_.Kill();
  said = Run("stock receive --at a-hospital --from c --scan '(01)06291041500213' --timeout 1");
  EXPECT_EQ(said.exit_code, 5) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("no link: read with the items"), HasSubstr("lot none"),
                               HasSubstr("kept in the outbox")));
  said = Run("stock scan --at a-hospital '(01)06291041500213(17)200101' --timeout 1");
  EXPECT_THAT(said.text, AllOf(HasSubstr("what is held is not known"), HasSubstr("EXPIRED")));
  said = Run("stock receive --at a-hospital --from c --scan 96385074 --timeout 1");
  EXPECT_EQ(said.exit_code, 5) << said.text;
  EXPECT_THAT(said.text,
              AllOf(HasSubstr("nothing is recorded or kept"), HasSubstr("00000096385074"),
                    Not(HasSubstr("kept in the outbox as"))));
  node_.Restart();
  MustRun("outbox send");
  EXPECT_THAT(Run("stock balance --at a-hospital --item rice").text, HasSubstr("49.5 kg"));
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

// What was written to a folder that is gone is not waited for in the one that took its place.
TEST_F(ProcessTest, AnotherFolderAtTheSameAddress) {
  MakeHospital();
  node_.Kill();
  std::filesystem::remove_all(folder_ / "data");
  node_.Restart();
  MustRun("facility list --timeout 4");
  MakeHospital();
}

TEST_F(ProcessTest, StarterTwice) {
  // Imports write beside their files.
  std::filesystem::copy("deploy/starter", folder_ / "starter");
  Said said = Run("import starter " + (folder_ / "starter"));
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(Not(HasSubstr("rejected")), Not(HasSubstr("already there"))));
  std::string log = Run("log show inventory/main").text;
  node_.Kill();
  node_.Restart();
  said = Run("import starter " + (folder_ / "starter"));
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr(" 0 recorded"), HasSubstr("already there")));
  EXPECT_EQ(Run("log show inventory/main").text, log);
  EXPECT_THAT(Run("supply overview").text,
              AllOf(HasSubstr("khojaly-field-hospital"), HasSubstr("health-post-4")));
}

TEST_F(ProcessTest, ImportNamesBadRowsAndGoesOn) {
  MakeHospital();
  std::string header =
      "facility,document_number,kind,day,time,source,item,lot,expiry_day,date_kind,place,to_place,"
      "purpose,quantity,packs,recorded_by,note\n";
  std::string good = "a-hospital,W-1,receipt,-1,08:00,c,rice,L1,300,use-by,,,,5000,,p,\n";
  std::string path = folder_.Write(
      "movements.csv", header + good +
                           "a-hospital,W-2,receipt,-1,09:00,c,rice,L1,300,use-by,,,,5.5,,p,\n" +
                           "a-hospital,W-3,receipt,-1,09:30,c,r\xE9z,L1,300,use-by,,,,5,,p,\n" +
                           "a-hospital,W-4,receipt,-1,10:00,c,rice,L1,300,use-by,,,,5");
  Said said = Run("import movements " + path);
  EXPECT_EQ(said.exit_code, 6) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("4 rows: 1 recorded, 3 rejected"),
                               HasSubstr("movements.csv: row 3, column quantity: got \"5.5\""),
                               HasSubstr("row 4, column item"), HasSubstr("row 5")));
  folder_.Write("movements.csv", header + absl::StrCat("a-hospital,W-1,receipt,-1,08:00,c,rice,L1,",
                                                       "300,use-by,,,,6000,,p,\n"));
  said = Run("import movements " + path);
  EXPECT_EQ(said.exit_code, 6) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("in conflict"), HasSubstr("REQUEST_ID_REUSED")));
  EXPECT_THAT(Run("stock balance --at a-hospital --item rice").text, HasSubstr("5 kg"));
  said = Run("import movements " + folder_.Write("m.csv", "facility,day\n"));
  EXPECT_EQ(said.exit_code, 2);
  EXPECT_THAT(said.text, HasSubstr("column document_number is missing"));
}

}  // namespace
}  // namespace waystation
