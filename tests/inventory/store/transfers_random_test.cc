// Random transfers between three facilities, each of which also receives and uses stock: whatever
// is done in whatever order, what is in transit is what was sent less what arrived, came back or
// was written off, and never less than nothing. WAYSTATION_OPERATIONS and WAYSTATION_SEED say how
// many and which.
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/store/tables.h"
#include "storage/base/errors.h"
#include "storage/memory/memory_log.h"
#include "storage/memory/memory_rows.h"
#include "storage/rebuild.h"
#include "tests/inventory/support/desk.h"
#include "tests/inventory/support/ledger_audit.h"
#include "tests/inventory/support/transfers.h"
#include "tests/storage/support/temp_folder.h"
#include "tests/support/random.h"

namespace waystation::inventory {
namespace {

constexpr int64_t kDefaultOperations = 2'000;
constexpr int64_t kOperationsOfLedger = 400;
constexpr int64_t kAuditEvery = 20;

const char* const kSites[] = {"f", "g", "h"};
const char* const kGoods[] = {"rice", "salt"};

class RandomTransfers {
 public:
  explicit RandomTransfers(uint64_t seed) : random_(seed) {
    for (const char* site : kSites) desk_.SetFacility(site, facility::v1::FACILITY_STATE_OPEN);
    for (const char* item : kGoods) desk_.AddItem(item);
  }

  void Run(int64_t operations) {
    for (int64_t i = 0; i < operations && !::testing::Test::HasFailure(); ++i) {
      SCOPED_TRACE(absl::StrCat("at operation ", i));
      now_ += absl::Minutes(random_.Below(90));
      desk_.SetNow(now_);
      Step();
      if (i % kAuditEvery == 0) Audit();
    }
    Audit();
    CheckRebuild();
  }

  int64_t accepted() const { return accepted_; }

 private:
  void Step() {
    const int64_t choice = random_.Below(20);
    if (choice < 3) return Stock();
    if (choice < 6 || transfers_.empty()) return Plan();
    const v1::Transfer transfer = desk_.Transfer(
        transfers_[static_cast<size_t>(random_.Below(static_cast<int64_t>(transfers_.size())))]);
    if (choice < 7) return Note(desk_.Do(Picking(transfer)).status());
    if (choice < 10) {
      return Note(desk_.Do(Dispatching(transfer, random_.OneIn(2) ? kOrder : kHappened)).status());
    }
    if (choice < 14) return Arrive(transfer);
    if (choice < 15) return Note(desk_.Do(Returning(transfer)).status());
    if (choice < 18) return AnswerOne(transfer);
    if (choice < 19) return TakeBack(transfer);
    Note(random_.OneIn(4) ? desk_.Do(Cancelling(transfer)).status()
                          : desk_.Do(Closing(transfer)).status());
  }

  void Note(const absl::Status& status) {
    accepted_ += status.ok() ? 1 : 0;
    if (status.ok()) return;
    const std::string reason = ReasonName(ReasonOf(status));
    const bool expected = reason == "WRONG_STATE" || reason == "NOT_ENOUGH_STOCK" ||
                          reason == "INVALID_FIELD" || reason == "TRANSFER_NOT_SETTLED" ||
                          reason == "TRANSFER_NOT_REVERSIBLE" || reason == "ALREADY_REVERSED";
    EXPECT_TRUE(expected) << status;
  }

  // Comes in at a facility, or is used there.
  void Stock() {
    v1::MovementLine line = Line(kGoods[random_.Below(2)], 1 + random_.Below(50),
                                 absl::StrCat("lot-", random_.Below(3)));
    v1::CreateMovementRequest request =
        random_.OneIn(3) ? Use(20, line, kHappened) : Receipt(20, line);
    request.set_parent(absl::StrCat("facilities/", kSites[random_.Below(3)]));
    *request.mutable_movement()->mutable_happened_time() = TimestampOf(now_);
    Note(desk_.Post(request).status());
  }

  void Plan() {
    v1::CreateTransferRequest request = Sending(1 + random_.Below(40), random_.Below(30));
    const int64_t from = random_.Below(3);
    request.set_parent(absl::StrCat("facilities/", kSites[from]));
    request.mutable_transfer()->set_to_facility(
        absl::StrCat("facilities/", kSites[(from + 1 + random_.Below(2)) % 3]));
    const auto response = desk_.Do(request);
    ASSERT_TRUE(response.ok()) << response.status();
    transfers_.push_back(response->transfer().name());
  }

  v1::ReceivedLine RandomLine(const v1::Transfer& transfer) {
    const int lines = transfer.waybill_lines_size();
    if (lines == 0 || random_.OneIn(6)) {
      v1::ReceivedLine line = Came(0, 1 + random_.Below(10));
      line.set_item(ItemName(kGoods[random_.Below(2)]));
      return line;
    }
    v1::ReceivedLine line = Came(1 + static_cast<int>(random_.Below(lines)), 1 + random_.Below(25));
    // Half of them as on the waybill; all kinds of a line but what is on none.
    if (random_.OneIn(2)) line.set_difference(static_cast<v1::DifferenceKind>(random_.Below(9)));
    if (line.difference() == v1::DIFFERENCE_KIND_WRONG_LOT) line.set_lot("lot-other");
    if (line.difference() == v1::DIFFERENCE_KIND_WRONG_ITEM) line.set_item(ItemName("salt"));
    return line;
  }

  void Arrive(const v1::Transfer& transfer) {
    if (random_.OneIn(5)) {
      v1::ReturnTransferRequest back = Returning(transfer);
      *back.add_lines() = RandomLine(transfer);
      return Note(desk_.Do(back).status());
    }
    v1::ReceiveTransferRequest request = Receiving(transfer);
    for (int64_t i = random_.Below(4); i > 0; --i) *request.add_lines() = RandomLine(transfer);
    request.set_complete(random_.OneIn(3));
    Note(desk_.Do(request).status());
  }

  void AnswerOne(const v1::Transfer& transfer) {
    if (transfer.differences().empty()) return;
    const int difference = 1 + static_cast<int>(random_.Below(transfer.differences_size()));
    Note(desk_
             .Do(Answering(transfer, difference,
                           static_cast<v1::DifferenceAnswer>(1 + random_.Below(6))))
             .status());
  }

  // Any movement of the transfer.
  void TakeBack(const v1::Transfer& transfer) {
    std::vector<std::string> names;
    for (const auto& receipt : transfer.receipts()) names.push_back(receipt.movement());
    for (const auto& each : transfer.differences()) names.push_back(each.answer_movement());
    names.push_back(transfer.dispatch().movement());
    std::erase(names, "");
    if (names.empty()) return;
    v1::Movement movement;
    movement.set_name(
        names[static_cast<size_t>(random_.Below(static_cast<int64_t>(names.size())))]);
    Note(desk_.Reverse(ReversalOf(movement, random_.OneIn(2) ? kOrder : kHappened)).status());
  }

  void Audit() {
    const auto rows = rows_.Snapshot();
    EXPECT_EQ(AuditRows(*rows), "");
    EXPECT_EQ(AuditZeroSum(*rows, *log_), "");
    EXPECT_EQ(AuditTransit(*rows, *log_), "");
    for (const std::string& name : transfers_) AuditState(desk_.Transfer(name));
  }

  static void AuditState(const v1::Transfer& transfer) {
    bool in_transit = false;
    int open = 0;
    for (const auto& line : transfer.waybill_lines()) {
      in_transit = in_transit || line.in_transit_quantity() > 0;
    }
    for (const auto& each : transfer.differences()) {
      open += !each.withdrawn() && each.answer() == v1::DIFFERENCE_ANSWER_UNSPECIFIED ? 1 : 0;
    }
    EXPECT_EQ(in_transit, transfer.state() == v1::TRANSFER_STATE_IN_TRANSIT) << transfer.name();
    EXPECT_EQ(open, transfer.open_difference_count()) << transfer.name();
  }

  // Rows are what the log folds to.
  void CheckRebuild() {
    ASSERT_TRUE(rows_
                    .DeleteRange(std::string(1, static_cast<char>(kFacilityTable)),
                                 std::string(1, static_cast<char>(kFacilityTable + 1)))
                    .ok());
    storage::MemoryRowStore rebuilt;
    const auto live = rows_.Snapshot();
    const storage::RebuildSource source = {log_.get(), &desk_.projector()};
    const auto report = storage::RebuildAndCompare({&source, 1}, *live, rebuilt);
    ASSERT_TRUE(report.ok()) << report.status();
    EXPECT_TRUE(report->equal()) << report->ToString();
  }

  testing::Random random_;
  storage::MemoryLogEngine engine_;
  std::unique_ptr<storage::Log> log_ = *engine_.Open("main");
  storage::MemoryRowStore rows_;
  Desk desk_{log_.get(), &rows_};
  absl::Time now_ = Noon(20);
  std::vector<std::string> transfers_;
  int64_t accepted_ = 0;
};

TEST(TransfersRandomTest, WhatIsInTransitAddsUpWhateverIsDone) {
  const uint64_t seed = storage::testing::TestSeed();
  const int64_t operations = storage::testing::TestOperations(kDefaultOperations);
  for (int64_t done = 0; done < operations && !HasFailure(); done += kOperationsOfLedger) {
    const uint64_t ledger = seed + static_cast<uint64_t>(done / kOperationsOfLedger);
    SCOPED_TRACE(absl::StrCat("WAYSTATION_SEED=", ledger));
    RandomTransfers random(ledger);
    random.Run(std::min(kOperationsOfLedger, operations - done));
    EXPECT_GT(random.accepted(), 0);
  }
}

}  // namespace
}  // namespace waystation::inventory
