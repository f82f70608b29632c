// Random movements of items that turn out to be one thing, at random times: nothing vanishes, and
// nothing is there twice.
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/store/catalogue/aliases.h"
#include "services/inventory/store/list.h"
#include "services/inventory/store/load.h"
#include "services/inventory/store/tables.h"
#include "storage/base/errors.h"
#include "storage/memory/memory_log.h"
#include "storage/memory/memory_rows.h"
#include "tests/inventory/support/desk.h"
#include "tests/inventory/support/ledger_audit.h"
#include "tests/storage/support/temp_folder.h"
#include "tests/support/random.h"

namespace waystation::inventory {
namespace {

constexpr int64_t kOperationsOfOneLife = 120;
constexpr int64_t kDefaultMergeOperations = 1200;

class RandomMerges {
 public:
  explicit RandomMerges(uint64_t seed) : random_(seed), log_(*engine_.Open("main")) {
    desk_ = std::make_unique<Desk>(log_.get(), &rows_);
    desk_->SetFacility("f", facility::v1::FACILITY_STATE_OPEN);
    for (const std::string& item : items_) desk_->AddItem(item);
  }

  void Run(int64_t operations) {
    for (int64_t i = 0; i < operations && !::testing::Test::HasFailure(); ++i) {
      SCOPED_TRACE(absl::StrCat("at operation ", i));
      now_ += absl::Minutes(random_.Below(300));
      desk_->SetNow(now_);
      const int64_t choice = random_.Below(20);
      if (choice < 8) {
        Move(Receipt(1, Line(random_.OneOf(items_), 1 + random_.Below(20), random_.OneOf(lots_))));
      } else if (choice < 15) {
        Move(Use(1,
                 Line(random_.OneOf(items_), 1 + random_.Below(20),
                      random_.OneIn(3) ? random_.OneOf(lots_) : ""),
                 random_.OneIn(2) ? kOrder : kHappened));
      } else if (choice < 17) {
        Promise();
      } else if (choice < 19) {
        TakeBack();
      } else {
        Merge();
      }
      Look();
    }
  }

  int merges() const { return merges_; }

 private:
  // Up to three days late.
  void Move(v1::CreateMovementRequest request) {
    const absl::Time happened = now_ - absl::Minutes(random_.Below(3 * 24 * 60));
    *request.mutable_movement()->mutable_happened_time() = TimestampOf(happened);
    const auto posted = desk_->Post(request);
    if (!posted.ok()) {
      EXPECT_EQ(request.movement().intent(), kOrder) << posted.status();
      return;
    }
    EXPECT_FALSE(IsAlias(posted->movement().lines(0).item()));
    posted_.push_back(posted->movement());
  }

  bool IsAlias(const std::string& name) {
    return LoadAlias(*rows_.Snapshot(), LastId(name))->has_value();
  }

  void Promise() {
    v1::CreateReservationRequest request =
        Promising(random_.OneOf(items_), 1 + random_.Below(10), 28);
    *request.mutable_reservation()->mutable_expire_time() = TimestampOf(now_ + absl::Hours(72));
    const auto promised = desk_->Do(request);
    if (!promised.ok()) {
      EXPECT_EQ(ReasonOf(promised.status()), Reason::ERROR_REASON_NOT_ENOUGH_STOCK)
          << promised.status();
    }
  }

  void TakeBack() {
    if (posted_.empty()) return;
    const auto at = static_cast<size_t>(random_.Below(static_cast<int64_t>(posted_.size())));
    const auto reversed =
        desk_->Reverse(ReversalOf(posted_[at], random_.OneIn(2) ? kOrder : kHappened));
    if (reversed.ok()) posted_.erase(posted_.begin() + static_cast<std::ptrdiff_t>(at));
  }

  void Merge() {
    v1::MergeItemRequest request;
    request.set_name("items/" + random_.OneOf(items_));
    request.set_into("items/" + random_.OneOf(items_));
    request.set_reason("one thing");
    request.set_merged_by("p");
    const auto merged = desk_->Merge(request);
    if (merged.ok()) ++merges_;
  }

  // Of all items together, and of exceptions that say that something was missing.
  struct Sums {
    int64_t stock = 0;
    int64_t missing = 0;
  };

  Sums Add() {
    Sums sums;
    v1::ListStockRequest request;
    request.set_facility("facilities/f");
    v1::ListStockResponse stock;
    EXPECT_TRUE(ListStock(*rows_.Snapshot(), request, {.size = 1000}, now_, &stock).ok());
    for (const v1::StockLine& line : stock.lines()) {
      sums.stock += line.quantity();
      if (IsAlias(line.item())) left_of_alias_ = line.ShortDebugString();
    }
    v1::ListExceptionsRequest open;
    open.set_parent("facilities/f");
    v1::ListExceptionsResponse exceptions;
    EXPECT_TRUE(ListExceptions(*rows_.Snapshot(), open, {.size = 1000}, now_, &exceptions).ok());
    for (const v1::Exception& exception : exceptions.exceptions()) {
      if (exception.kind() != v1::EXCEPTION_KIND_SHORTFALL) continue;
      if (exception.state() != v1::EXCEPTION_STATE_OPEN) continue;
      sums.missing += exception.outstanding_quantity();
      if (IsAlias(exception.item())) left_of_alias_ = exception.ShortDebugString();
    }
    return sums;
  }

  void Look() {
    const Sums before = Add();
    const auto moved = desk_->MoveMerged();
    ASSERT_TRUE(moved.ok()) << moved.status();
    left_of_alias_.clear();
    const Sums after = Add();
    // What is less is what was missing.
    EXPECT_EQ(before.stock - before.missing, after.stock - after.missing);
    EXPECT_EQ(left_of_alias_, "") << "nothing is left of an alias";
    EXPECT_EQ(AuditRows(*rows_.Snapshot()), "");
    EXPECT_EQ(AuditZeroSum(*rows_.Snapshot(), *log_), "");
  }

  testing::Random random_;
  storage::MemoryLogEngine engine_;
  std::unique_ptr<storage::Log> log_;
  storage::MemoryRowStore rows_;
  std::unique_ptr<Desk> desk_;
  absl::Time now_ = Noon(20);
  const std::vector<std::string> items_ = {"a", "b", "c", "d"};
  const std::vector<std::string> lots_ = {"L1", "L2"};
  std::vector<v1::Movement> posted_;
  std::string left_of_alias_;
  int merges_ = 0;
};

TEST(MergeRandomTest, NothingVanishesAndNothingIsThereTwice) {
  uint64_t seed = storage::testing::TestSeed();
  int64_t operations = storage::testing::TestOperations(kDefaultMergeOperations);
  int merges = 0;
  for (; operations > 0 && !HasFailure(); operations -= kOperationsOfOneLife, ++seed) {
    SCOPED_TRACE(absl::StrCat("WAYSTATION_SEED=", seed));
    RandomMerges life(seed);
    life.Run(std::min(operations, kOperationsOfOneLife));
    merges += life.merges();
  }
  EXPECT_GT(merges, 3);
}

}  // namespace
}  // namespace waystation::inventory
