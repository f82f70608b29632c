// Transfers between two services while requests and answers are lost, delayed and repeated, appends
// fail and processes die: whatever happened, in the end nothing is made or lost, and every step
// happened once.
#include "tests/runtime/workflow/world.h"

#include <cstdio>
#include <cstdlib>
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/key.h"
#include "tests/runtime/workflow/book.h"

namespace waystation::test {
namespace {

constexpr int kMaxTransfers = 12;
constexpr absl::Duration kPatience = absl::Hours(2);

int64_t Number(const char* name, int64_t otherwise) {
  const char* text = getenv(name);
  return text == nullptr ? otherwise : strtoll(text, nullptr, 10);
}

const char* Other(const std::string& site) { return site == "north" ? "south" : "north"; }

std::map<std::string, book::v1::Transfer> TransfersOf(const storage::RowReader& rows) {
  std::map<std::string, book::v1::Transfer> transfers;
  const std::string begin = storage::KeyBuilder(kTransfers).Take();
  for (auto cursor = rows.Scan(begin, storage::PrefixEnd(begin)); cursor->Valid(); cursor->Next()) {
    storage::KeyReader key(cursor->key());
    key.String();
    transfers[key.String()].ParseFromString(std::string(cursor->value()));
  }
  return transfers;
}

// One story: two books, a number of transfers both ways, people and accidents.
class Story {
 public:
  explicit Story(uint64_t seed) : world_(seed) {
    world_.faults = {.request_lost = world_.Random(200),
                     .answer_lost = world_.Random(200),
                     .repeated = world_.Random(200),
                     .slow = world_.Random(200)};
    for (const char* site : {"north", "south"}) {
      book::v1::DepositRequest deposit;
      deposit.set_book("books/main");
      deposit.set_quantity(1000);
      EXPECT_TRUE(world_.Do(site, deposit).ok());
    }
  }

  World& world() { return world_; }

  void Act() {
    const std::string site = world_.Chance(500) ? "north" : "south";
    const int what = world_.Random(100);
    if (what < 8) return Accident(site);
    if (!world_.site(site).up()) return;
    if (what < 35) return Dispatch(site);
    const std::string transfer = absl::StrCat("t", world_.Random(dispatched_ + 1));
    if (what < 50) {
      book::v1::CancelRequest cancel;
      cancel.set_book("books/main");
      cancel.set_transfer(transfer);
      cancel.set_to_service(Other(site));
      cancel.set_to_book("books/main");
      world_.Do(site, cancel).IgnoreError();
    } else if (what < 75) {
      book::v1::ReceiveRequest receive;
      receive.set_book("books/main");
      receive.set_transfer(transfer);
      world_.Do(site, receive).IgnoreError();
    } else if (what < 85) {
      book::v1::RefuseRequest refuse;
      refuse.set_book("books/main");
      refuse.set_transfer(transfer);
      world_.Do(site, refuse).IgnoreError();
    } else {
      book::v1::SetClosedRequest closed;
      closed.set_book("books/main");
      closed.set_closed(world_.Chance(300));
      world_.Do(site, closed).IgnoreError();
    }
  }

  // Nothing goes wrong any more; people receive what is still expected; all comes to its end.
  void Finish() {
    world_.faults = {};
    for (const char* site : {"north", "south"}) {
      if (!world_.site(site).up()) world_.site(site).Start(true);
    }
    ASSERT_TRUE(world_.RunUntilQuiet(kPatience)) << world_.OpenCalls();
    CheckConserved();
    for (const char* site : {"north", "south"}) {
      for (const auto& [id, transfer] : TransfersOf(*world_.site(site).rows())) {
        if (transfer.state() != book::v1::TRANSFER_STATE_EXPECTED) continue;
        book::v1::ReceiveRequest receive;
        receive.set_book("books/main");
        receive.set_transfer(id);
        EXPECT_TRUE(world_.Do(site, receive).ok());
      }
    }
    ASSERT_TRUE(world_.RunUntilQuiet(kPatience)) << world_.OpenCalls();
    CheckConserved();
    CheckEnds();
    CheckOnce();
  }

  // What is in both books and under way between them is what was put in.
  void CheckConserved() {
    int64_t sum = 0;
    std::map<std::string, book::v1::Transfer> ends[2];
    for (const char* site : {"north", "south"}) {
      const auto rows = world_.site(site).rows();
      sum += LoadBook(*rows, "books/main")->balance();
      for (const auto& [id, transfer] : TransfersOf(*rows)) {
        ends[transfer.state() < book::v1::TRANSFER_STATE_EXPECTED ? 0 : 1][id] = transfer;
      }
    }
    for (const auto& [id, sent] : ends[0]) {
      const bool arrived = ends[1][id].state() == book::v1::TRANSFER_STATE_RECEIVED;
      if (sent.state() == book::v1::TRANSFER_STATE_IN_TRANSIT && !arrived) sum += sent.quantity();
    }
    ASSERT_EQ(sum, 2000);
  }

 private:
  void Dispatch(const std::string& site) {
    if (dispatched_ >= kMaxTransfers) return;
    book::v1::DispatchRequest dispatch;
    dispatch.set_book("books/main");
    dispatch.set_transfer(absl::StrCat("t", ++dispatched_));
    dispatch.set_quantity(1 + world_.Random(400));
    dispatch.set_to_service(Other(site));
    dispatch.set_to_book("books/main");
    world_.Do(site, dispatch).IgnoreError();
  }

  void Accident(const std::string& name) {
    Site& site = world_.site(name);
    if (!site.up()) return site.Start(world_.Chance(500));
    if (world_.Chance(300)) return site.FailNextAppend(world_.Chance(500));
    site.Crash();
    if (world_.Chance(700)) site.Start(world_.Chance(500));
  }

  void CheckEnds() {
    for (const char* name : {"north", "south"}) {
      const auto rows = world_.site(name).rows();
      EXPECT_TRUE(workflow::ListOpen(*rows, kWorkflows)->empty());
      EXPECT_TRUE(workflow::ListCalls(*rows, kWorkflows, 0)->empty());
      EXPECT_EQ(LoadBook(*rows, "books/main")->in_transit(), 0);
      EXPECT_EQ(LoadBook(*rows, "books/main")->expected(), 0);
      for (const auto& [id, transfer] : TransfersOf(*rows)) {
        EXPECT_NE(transfer.state(), book::v1::TRANSFER_STATE_IN_TRANSIT);
        if (transfer.state() != book::v1::TRANSFER_STATE_SETTLED) continue;
        const auto other = TransfersOf(*world_.site(Other(name)).rows());
        EXPECT_EQ(other.at(id).state(), book::v1::TRANSFER_STATE_RECEIVED);
      }
    }
  }

  // By the logs: each step of each transfer at most once, each request id once, each call resolved.
  void CheckOnce() {
    std::set<std::pair<std::string, int>> steps;
    for (const char* name : {"north", "south"}) {
      std::set<std::string> ids;
      std::set<std::string> open;
      for (const common::v1::LogEntry& entry : world_.site(name).Entries()) {
        EXPECT_TRUE(ids.insert(entry.request_id()).second);
        for (const std::string& bytes : entry.events()) {
          book::v1::Event event;
          ASSERT_TRUE(event.ParseFromString(bytes));
          const std::string id = TransferOf(event);
          EXPECT_TRUE(id.empty() || steps.insert({id, event.event_case()}).second) << id;
          const workflow::WorkflowEvent& step = event.workflow();
          if (step.has_call_intended()) {
            EXPECT_TRUE(open.insert(step.call_intended().call().request_id()).second);
          } else if (step.has_call_resolved()) {
            EXPECT_EQ(open.erase(step.call_resolved().request_id()), 1u);
          }
          EXPECT_FALSE(step.has_call_repeated()) << "nothing was lost";
        }
      }
      EXPECT_TRUE(open.empty());
    }
  }

  static std::string TransferOf(const book::v1::Event& event) {
    switch (event.event_case()) {
      case book::v1::Event::kDispatched:
        return event.dispatched().transfer();
      case book::v1::Event::kReturned:
        return event.returned().transfer();
      case book::v1::Event::kSettled:
        return event.settled().transfer();
      case book::v1::Event::kAnnounced:
        return event.announced().transfer();
      case book::v1::Event::kWithdrawn:
        return event.withdrawn().transfer();
      case book::v1::Event::kReceived:
        return event.received().transfer();
      case book::v1::Event::kRefused:
        return event.refused().transfer();
      default:
        return "";
    }
  }

  World world_;
  int dispatched_ = 0;
};

TEST(WorldTest, NothingIsMadeOrLostWhateverHappens) {
  const int64_t first = Number("WAYSTATION_SEED", 1);
  const int64_t actions = Number("WAYSTATION_OPERATIONS", 6000);
  constexpr int kActionsOfAStory = 60;
  printf("WAYSTATION_SEED=%lld WAYSTATION_OPERATIONS=%lld\n", static_cast<long long>(first),
         static_cast<long long>(actions));
  for (int64_t seed = first; seed < first + actions / kActionsOfAStory; ++seed) {
    SCOPED_TRACE(
        absl::StrCat("WAYSTATION_SEED=", seed, " WAYSTATION_OPERATIONS=", kActionsOfAStory));
    Story story(static_cast<uint64_t>(seed));
    for (int i = 0; i < kActionsOfAStory; ++i) {
      story.Act();
      World& world = story.world();
      world.RunUntil(world.now() +
                     absl::Milliseconds(world.Random(world.Chance(100) ? 30000 : 300)));
    }
    story.Finish();
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace waystation::test
