// Random operations against a plain model (support/model.h), through the committer on RocksDB, with
// reopening on the way and a rebuild at the end. WAYSTATION_OPERATIONS and WAYSTATION_SEED say how
// many and which; they are done in books of a few thousand each, since the model looks at
// everything.
#include "tests/support/random.h"

#include <algorithm>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "gtest/gtest.h"
#include "rocksdb/env.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/store/tables.h"
#include "storage/base/errors.h"
#include "storage/rebuild.h"
#include "storage/rocks/rocks_database.h"
#include "tests/inventory/support/desk.h"
#include "tests/inventory/support/exposure_audit.h"
#include "tests/inventory/support/ledger_audit.h"
#include "tests/inventory/support/lot_flow_audit.h"
#include "tests/inventory/support/model.h"
#include "tests/inventory/support/model_check.h"
#include "tests/inventory/support/random_requests.h"
#include "tests/storage/support/temp_folder.h"
#include "tests/support/fault_file_system.h"

namespace waystation::inventory {
namespace {

constexpr int64_t kDefaultOperations = 10'000;
constexpr int64_t kOperationsOfBook = 2'500;
constexpr int64_t kCompareEvery = 250;
constexpr int64_t kReopenEvery = 500;

const std::vector<std::string>& Facilities() {
  static const auto* const names = new std::vector<std::string>{"facilities/f", "facilities/shut"};
  return *names;
}

std::vector<std::string> MostlyTheFirst() {
  std::vector<std::string> names(9, Facilities()[0]);
  names.push_back(Facilities()[1]);
  return names;
}

const std::map<std::string, int64_t>& KitContents() {
  static const auto* const contents =
      new std::map<std::string, int64_t>{{"items/rice", 7}, {"items/salt", 2}};
  return *contents;
}

// One book from its birth.
class RandomBook {
 public:
  explicit RandomBook(uint64_t seed) : random_(seed) {
    model_.SetFacility("facilities/f", true);
    model_.SetFacility("facilities/shut", false);
    model_.SetKit("items/box", KitContents());
    requests_of_.AddKit("items/box", KitContents());
    Open();
    desk_->AddItem("rice");
    desk_->AddItem("salt", /*controlled=*/true);
    model_.SetControlled("items/salt");
    desk_->AddKit("box", KitContents());
    KeepTheWardTooWarm();
  }
  ~RandomBook() {
    desk_.reset();
    database_.reset();
  }

  void Run(int64_t operations) {
    for (int64_t i = 0; i < operations && !::testing::Test::HasFailure(); ++i) {
      SCOPED_TRACE(absl::StrCat("at operation ", i));
      now_ += absl::Minutes(random_.Below(15));
      desk_->SetNow(now_);
      const int64_t choice = random_.Below(24);
      if (random_.OneIn(60)) {
        RecallOrWithdraw();
      } else if (choice < 15) {
        Post();
      } else if (choice >= 22) {
        Count();
      } else if (choice < 18) {
        Reverse();
      } else if (choice < 20) {
        Resolve();
      } else {
        Sign();
      }
      if (i % kCompareEvery == 0) Compare();
      if (i % kReopenEvery == kReopenEvery / 2) Open();
    }
    Compare();
    CheckRebuild();
  }

 private:
  // For so long that nothing is ever blocked: what the model does not know changes no balance.
  void KeepTheWardTooWarm() {
    desk_->AddClass("ambient", 15, 20, 10'000'000'000);
    for (const auto& [id, max] : {std::pair<const char*, int64_t>{"ward", 25}, {"fridge", 18}}) {
      v1::CreateStoragePlaceRequest request;
      request.set_parent("facilities/f");
      request.set_storage_place_id(id);
      request.mutable_storage_place()->set_min_temperature_millicelsius(16'000);
      request.mutable_storage_place()->set_max_temperature_millicelsius(max * 1000);
      ASSERT_TRUE(desk_->Do(request).ok());
    }
  }

  void Open() {
    if (database_ != nullptr) {
      desk_.reset();
      ASSERT_TRUE(database_->Close().ok());
      database_.reset();
    }
    storage::RocksOptions options;
    options.folder = folder_.path() + "/inventory";
    options.row_format = kRowFormat;
    options.env = env_.get();
    auto database = storage::RocksDatabase::Open(options);
    ASSERT_TRUE(database.ok()) << database.status();
    database_ = *std::move(database);
    desk_ = std::make_unique<Desk>(&database_->log(), &database_->rows());
    ASSERT_TRUE(desk_->projector().CatchUp(database_->log(), database_->rows()).ok());
    desk_->SetNow(now_);
    desk_->SetFacility("f", facility::v1::FACILITY_STATE_OPEN);
    desk_->SetFacility("shut", facility::v1::FACILITY_STATE_CLOSED);
  }

  std::string NextRequestId() { return absl::StrFormat("r%015d", ++requests_); }

  void CheckReason(const absl::Status& status, Model::Reason expected, const std::string& what) {
    EXPECT_EQ(ReasonName(ReasonOf(status)), ReasonName(expected)) << what << "\n" << status;
    EXPECT_EQ(status.ok(), expected == common::v1::ERROR_REASON_UNSPECIFIED) << status;
  }

  void Post() {
    v1::CreateMovementRequest request = requests_of_.Movement(now_);
    request.set_request_id(NextRequestId());
    const auto response = desk_->Post(request);
    const Model::Reason expected = model_.Post(request, now_, response.ok() ? &*response : nullptr);
    CheckReason(response.status(), expected, request.DebugString());
    if (!response.ok() || !random_.OneIn(20)) return;
    const auto again = desk_->Post(request);
    ASSERT_TRUE(again.ok()) << again.status();
    EXPECT_TRUE(again->receipt().replayed());
    EXPECT_EQ(again->movement().SerializeAsString(), response->movement().SerializeAsString());
  }

  void Count() {
    v1::CreateCountRequest request = requests_of_.Count(now_);
    request.set_request_id(NextRequestId());
    const auto response = desk_->Count(request);
    const Model::Reason expected =
        model_.Count(request, now_, response.ok() ? &*response : nullptr);
    CheckReason(response.status(), expected, request.DebugString());
  }

  void Reverse() {
    if (model_.movement_names().empty()) return;
    v1::ReverseMovementRequest request = requests_of_.Reversal(model_);
    request.set_request_id(NextRequestId());
    const auto response = desk_->Reverse(request);
    const Model::Reason expected =
        model_.Reverse(request, now_, response.ok() ? &*response : nullptr);
    CheckReason(response.status(), expected, request.DebugString());
  }

  void Resolve() {
    if (model_.troubles().empty()) return;
    v1::ResolveExceptionRequest request = requests_of_.Resolution(model_);
    request.set_request_id(NextRequestId());
    const auto response = desk_->Resolve(request);
    std::vector<v1::Exception> others;
    if (response.ok()) {
      others = {response->other_exceptions().begin(), response->other_exceptions().end()};
    }
    const Model::Reason expected =
        model_.Resolve(request, now_, response.ok() ? &*response : nullptr, others);
    CheckReason(response.status(), expected, request.DebugString());
  }

  void Sign() {
    if (model_.movement_names().empty()) return;
    v1::SignMovementRequest request = requests_of_.Signature(model_);
    request.set_request_id(NextRequestId());
    const auto response = desk_->Do(request);
    CheckReason(response.status(), model_.Sign(request, response.ok()), request.DebugString());
  }

  // At most a few lots are recalled at a time, or little could be done.
  void RecallOrWithdraw() {
    if (model_.recalls.size() < 3 && random_.OneIn(2)) {
      v1::CreateRecallRequest request = requests_of_.Recall();
      const std::pair lot = {request.recall().item(), request.recall().lots(0)};
      if (model_.recalls.contains(lot)) return;
      request.set_request_id(NextRequestId());
      const auto response = desk_->Do(request);
      ASSERT_TRUE(response.ok()) << response.status();
      model_.recalls[lot] = response->recall().name();
    } else if (!model_.recalls.empty()) {
      v1::WithdrawRecallRequest request;
      request.set_request_id(NextRequestId());
      request.set_name(model_.recalls.begin()->second);
      request.set_decided_by("boss");
      const auto response = desk_->Do(request);
      ASSERT_TRUE(response.ok()) << response.status();
      model_.recalls.erase(model_.recalls.begin());
    }
  }

  void Compare() {
    const auto rows = desk_->rows().Snapshot();
    const int64_t day = DayOf(now_, absl::UTCTimeZone()) - random_.Below(30);
    EXPECT_EQ(CompareStock(model_, *rows, Facilities(), std::nullopt, now_), "");
    EXPECT_EQ(CompareStock(model_, *rows, Facilities(), day, now_), "");
    EXPECT_EQ(CompareExceptions(model_, *rows, Facilities(), now_), "");
    EXPECT_EQ(CompareSignatures(model_, *rows), "");
    for (const char* place : {"", "main", "ward"}) {
      EXPECT_EQ(CompareRegister(model_, *rows, Facilities()[0], "items/salt", place), "");
    }
    EXPECT_EQ(CompareCounts(model_, *rows, Facilities()), "");
    EXPECT_EQ(AuditRows(*rows), "");
    EXPECT_EQ(AuditExposures(*rows), "");
    EXPECT_EQ(AuditZeroSum(*rows, database_->log()), "");
    EXPECT_EQ(AuditLotFlows(*rows, database_->log()), "");
  }

  // Rows are what the log folds to.
  void CheckRebuild() {
    ASSERT_TRUE(database_->rows()
                    .DeleteRange(std::string(1, static_cast<char>(kFacilityTable)),
                                 std::string(1, static_cast<char>(kFacilityTable + 1)))
                    .ok());
    storage::MemoryRowStore rebuilt;
    const auto live = database_->rows().Snapshot();
    const storage::RebuildSource source = {&database_->log(), &desk_->projector()};
    const auto report = storage::RebuildAndCompare({&source, 1}, *live, rebuilt);
    ASSERT_TRUE(report.ok()) << report.status();
    EXPECT_TRUE(report->equal()) << report->ToString();
  }

  testing::Random random_;
  RandomRequests requests_of_{&random_, MostlyTheFirst()};
  const storage::testing::TempFolder folder_;
  // Never syncs the machine's disk: what that would be for is not tested here.
  const std::unique_ptr<rocksdb::Env> env_ =
      rocksdb::NewCompositeEnv(std::make_shared<faults::FaultFileSystem>());
  absl::Time now_ = Noon(20);
  int64_t requests_ = 0;
  std::unique_ptr<storage::RocksDatabase> database_;
  std::unique_ptr<Desk> desk_;
  Model model_;
};

TEST(RandomTest, TheLedgerIsWhatThePlainModelSays) {
  const uint64_t seed = storage::testing::TestSeed();
  const int64_t operations = storage::testing::TestOperations(kDefaultOperations);
  for (int64_t done = 0; done < operations && !HasFailure(); done += kOperationsOfBook) {
    const uint64_t book = seed + static_cast<uint64_t>(done / kOperationsOfBook);
    SCOPED_TRACE(absl::StrCat("WAYSTATION_SEED=", book));
    RandomBook(book).Run(std::min(kOperationsOfBook, operations - done));
  }
}

}  // namespace
}  // namespace waystation::inventory
