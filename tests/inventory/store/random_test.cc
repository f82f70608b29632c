// Random operations against a plain model (support/model.h), through the committer on RocksDB, with
// reopening on the way and a rebuild at the end.
//   WAYSTATION_RANDOM_OPERATIONS  how many (10000)
//   WAYSTATION_RANDOM_SEED        which (the time)
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "gtest/gtest.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/store/list.h"
#include "services/inventory/store/tables.h"
#include "storage/base/errors.h"
#include "storage/rebuild.h"
#include "storage/rocks/rocks_database.h"
#include "tests/inventory/support/desk.h"
#include "tests/inventory/support/model.h"

namespace waystation::inventory {
namespace {

int64_t FromEnvironment(const char* name, int64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::atoll(text);
}

class RandomTest : public ::testing::Test {
 protected:
  RandomTest()
      : seed_(FromEnvironment("WAYSTATION_RANDOM_SEED", absl::ToUnixSeconds(absl::Now()))),
        random_(static_cast<uint64_t>(seed_)),
        folder_(std::filesystem::temp_directory_path() /
                absl::StrCat("waystation-inventory-random-", getpid())) {
    std::cout << "WAYSTATION_RANDOM_SEED=" << seed_ << std::endl;
    model_.SetFacility("facilities/f", true);
    model_.SetFacility("facilities/shut", false);
  }
  ~RandomTest() override {
    desk_.reset();
    database_.reset();
    std::filesystem::remove_all(folder_);
  }

  void Open() {
    if (database_ != nullptr) {
      desk_.reset();
      ASSERT_TRUE(database_->Close().ok());
      database_.reset();
    }
    storage::RocksOptions options;
    options.folder = folder_.string();
    options.row_format = kRowFormat;
    auto database = storage::RocksDatabase::Open(options);
    ASSERT_TRUE(database.ok()) << database.status();
    database_ = *std::move(database);
    desk_ = std::make_unique<Desk>(&database_->log(), &database_->rows());
    ASSERT_TRUE(desk_->projector().CatchUp(database_->log(), database_->rows()).ok());
    desk_->SetNow(now_);
    desk_->SetFacility("f", facility::v1::FACILITY_STATE_OPEN);
    desk_->SetFacility("shut", facility::v1::FACILITY_STATE_CLOSED);
  }

  int64_t Below(int64_t bound) { return static_cast<int64_t>(random_() % bound); }
  template <typename T>
  const T& OneOf(const std::vector<T>& all) {
    return all[Below(static_cast<int64_t>(all.size()))];
  }
  std::string NextRequestId() { return absl::StrFormat("r%015d", ++requests_); }

  v1::CreateMovementRequest RandomMovement() {
    static const std::vector<v1::MovementKind> kinds = {
        v1::MOVEMENT_KIND_RECEIPT,         v1::MOVEMENT_KIND_RECEIPT,
        v1::MOVEMENT_KIND_ISSUE,           v1::MOVEMENT_KIND_ISSUE,
        v1::MOVEMENT_KIND_ISSUE,           v1::MOVEMENT_KIND_ADJUSTMENT_GAIN,
        v1::MOVEMENT_KIND_ADJUSTMENT_LOSS, v1::MOVEMENT_KIND_WASTE};
    v1::CreateMovementRequest request;
    request.set_request_id(NextRequestId());
    request.set_parent(Below(10) == 0 ? "facilities/shut" : "facilities/f");
    v1::Movement& movement = *request.mutable_movement();
    movement.set_kind(OneOf(kinds));
    movement.set_intent(Below(2) == 0 ? v1::INTENT_ORDER : v1::INTENT_HAPPENED);
    const int64_t minutes = Below(30) == 0 ? -Below(3000) : Below(25 * 24 * 60);
    *movement.mutable_happened_time() = TimestampOf(now_ - absl::Minutes(minutes));
    if (movement.kind() == v1::MOVEMENT_KIND_ISSUE) {
      if (Below(3) == 0) {
        movement.set_to_place("ward");
      } else {
        movement.set_purpose(v1::PURPOSE_MEALS);
      }
    }
    if (movement.kind() == v1::MOVEMENT_KIND_RECEIPT && Below(2) == 0) movement.set_source("donor");
    if (Below(4) == 0) movement.set_document_number(absl::StrCat(Below(200)));
    const int64_t lines = 1 + Below(3);
    for (int64_t i = 0; i < lines; ++i) *movement.add_lines() = RandomLine(movement);
    return request;
  }

  v1::MovementLine RandomLine(const v1::Movement& movement) {
    static const std::vector<std::string> lots = {"", "", "A", "B", "C", "D"};
    v1::MovementLine line;
    line.set_item(Below(2) == 0 ? "items/rice" : "items/salt");
    line.set_lot(OneOf(lots));
    line.set_quantity(1 + Below(60));
    if (Below(3) == 0 && movement.to_place() != "ward") line.set_place("ward");
    if (Below(3) == 0) {
      *line.mutable_expiry_date() = DateOf(March(1) + 7 * (line.lot().size() + Below(4)) + 12);
      line.set_date_kind(Below(2) == 0 ? v1::DATE_KIND_USE_BY : v1::DATE_KIND_BEST_BEFORE);
    }
    return line;
  }

  void CheckReason(const absl::Status& status, Model::Reason expected, const std::string& what) {
    EXPECT_EQ(ReasonName(ReasonOf(status)), ReasonName(expected)) << what << "\n" << status;
    EXPECT_EQ(status.ok(), expected == common::v1::ERROR_REASON_UNSPECIFIED) << status;
  }

  void Post(const v1::CreateMovementRequest& request) {
    const auto response = desk_->Post(request);
    const Model::Reason expected = model_.Post(request, now_, response.ok() ? &*response : nullptr);
    CheckReason(response.status(), expected, request.DebugString());
    if (!response.ok() || Below(20) != 0) return;
    const auto again = desk_->Post(request);
    ASSERT_TRUE(again.ok()) << again.status();
    EXPECT_TRUE(again->receipt().replayed());
    EXPECT_EQ(again->movement().SerializeAsString(), response->movement().SerializeAsString());
  }

  void Reverse() {
    if (model_.movement_names().empty()) return;
    v1::ReverseMovementRequest request;
    request.set_request_id(NextRequestId());
    request.set_name(OneOf(model_.movement_names()));
    request.set_intent(Below(2) == 0 ? v1::INTENT_ORDER : v1::INTENT_HAPPENED);
    const auto response = desk_->Reverse(request);
    const Model::Reason expected =
        model_.Reverse(request, now_, response.ok() ? &*response : nullptr);
    CheckReason(response.status(), expected, request.DebugString());
  }

  void Resolve() {
    if (model_.troubles().empty()) return;
    auto trouble = model_.troubles().begin();
    std::advance(trouble, Below(static_cast<int64_t>(model_.troubles().size())));
    v1::ResolveExceptionRequest request;
    request.set_request_id(NextRequestId());
    request.set_name(trouble->first);
    request.set_resolution(Below(2) == 0 ? v1::RESOLUTION_POST : v1::RESOLUTION_CLOSE);
    request.set_note("seen");
    const auto response = desk_->Resolve(request);
    std::vector<v1::Exception> others;
    if (response.ok()) {
      others = {response->other_exceptions().begin(), response->other_exceptions().end()};
    }
    const Model::Reason expected =
        model_.Resolve(request, now_, response.ok() ? &*response : nullptr, others);
    CheckReason(response.status(), expected, request.DebugString());
  }

  // All stock at the end of a day, or all that is recorded.
  void CompareStock(std::optional<int64_t> as_of) {
    std::map<Model::Spot, int64_t> expected;
    for (const auto& [spot, days] : model_.stock()) {
      const int64_t balance = model_.BalanceAt(spot, as_of.value_or(March(1) + 10'000));
      EXPECT_GE(balance, 0) << std::get<1>(spot) << " " << std::get<3>(spot);
      if (balance != 0) expected[spot] = balance;
    }
    std::map<Model::Spot, int64_t> found;
    const auto rows = desk_->rows().Snapshot();
    for (const char* facility : {"facilities/f", "facilities/shut"}) {
      v1::ListStockRequest request;
      request.set_facility(facility);
      if (as_of.has_value()) *request.mutable_as_of_date() = DateOf(*as_of);
      Page page = {.size = 3};
      do {
        v1::ListStockResponse response;
        const auto next = ListStock(*rows, request, page, now_, &response);
        ASSERT_TRUE(next.ok()) << next.status();
        for (const v1::StockLine& line : response.lines()) {
          found[{line.facility(), line.item(), line.place(), line.lot()}] += line.quantity();
        }
        page.after_key = *next;
      } while (!page.after_key.empty());
    }
    EXPECT_EQ(found, expected) << "as of " << (as_of ? DateText(*as_of) : "now");
  }

  void CompareExceptions() {
    size_t count = 0;
    const auto rows = desk_->rows().Snapshot();
    for (const char* facility : {"facilities/f", "facilities/shut"}) {
      v1::ListExceptionsRequest request;
      request.set_parent(facility);
      Page page = {.size = 100};
      do {
        v1::ListExceptionsResponse response;
        const auto next = ListExceptions(*rows, request, page, now_, &response);
        ASSERT_TRUE(next.ok()) << next.status();
        for (const v1::Exception& exception : response.exceptions()) {
          ++count;
          const auto model = model_.troubles().find(exception.name());
          ASSERT_NE(model, model_.troubles().end()) << exception.DebugString();
          EXPECT_EQ(exception.state() == v1::EXCEPTION_STATE_OPEN, model->second.open)
              << exception.DebugString();
          EXPECT_EQ(exception.end(), model->second.end) << exception.DebugString();
          EXPECT_EQ(exception.outstanding_quantity(), model->second.outstanding)
              << exception.DebugString();
        }
        page.after_key = *next;
      } while (!page.after_key.empty());
    }
    EXPECT_EQ(count, model_.troubles().size());
  }

  void CompareAll() {
    CompareStock(std::nullopt);
    CompareStock(DayOf(now_, absl::UTCTimeZone()) - Below(30));
    CompareExceptions();
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
    std::cout << report->ToString() << std::endl;
  }

  const int64_t seed_;
  std::mt19937_64 random_;
  const std::filesystem::path folder_;
  absl::Time now_ = Noon(20);
  int64_t requests_ = 0;
  std::unique_ptr<storage::RocksDatabase> database_;
  std::unique_ptr<Desk> desk_;
  Model model_;
};

TEST_F(RandomTest, TheLedgerIsWhatThePlainModelSays) {
  const int64_t operations = FromEnvironment("WAYSTATION_RANDOM_OPERATIONS", 10'000);
  Open();
  desk_->AddItem("rice");
  desk_->AddItem("salt");
  for (int64_t i = 0; i < operations && !HasFailure(); ++i) {
    now_ += absl::Minutes(Below(15));
    desk_->SetNow(now_);
    const int64_t choice = Below(20);
    if (choice < 15) {
      Post(RandomMovement());
    } else if (choice < 18) {
      Reverse();
    } else {
      Resolve();
    }
    if (i % 250 == 0) CompareAll();
    if (i % (operations / 5 + 1) == operations / 7) Open();
    if (HasFailure()) std::cout << "at operation " << i << std::endl;
  }
  CompareAll();
  CheckRebuild();
}

}  // namespace
}  // namespace waystation::inventory
