// Many clients at once do everything there is to do with stock; then all that must hold of the
// books is looked at from the log. WAYSTATION_OPERATIONS and WAYSTATION_SEED say how many and
// which; which client's command is first is the machine's choice, so a seed does not replay.
#include <algorithm>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "storage/store.h"
#include "tests/inventory/concurrent/client.h"
#include "tests/inventory/handler/inventory_server.h"
#include "tests/inventory/support/ledger_audit.h"
#include "tests/inventory/support/lot_flow_audit.h"
#include "tests/inventory/support/report_check.h"
#include "tests/inventory/support/transfers.h"
#include "tests/storage/support/temp_folder.h"
#include "tests/support/random.h"

namespace waystation::inventory {
namespace {

constexpr int kConcurrentClients = 8;
constexpr int64_t kDefaultConcurrentOperations = 2'000;
// A test of many threads takes longer for each operation than those of one: a fifth will do.
constexpr int64_t kOperationsForEach = 5;
constexpr int kReportsLookedAt = 12;

class ConcurrentClientsTest : public HandlerTest {
 protected:
  void SetUp() override {
    HandlerTest::SetUp();
    for (const char* id : {"g", "h"}) HearOfFacility(id, facility::v1::FACILITY_STATE_OPEN);
    MakeSaltControlled();
    AddBox();
    work_.facilities = {"facilities/f", "facilities/g", "facilities/h"};
    work_.now_seconds = absl::ToUnixSeconds(Noon(20));
  }

  void MakeSaltControlled() {
    v1::GetItemRequest get;
    get.set_name("items/salt");
    v1::GetItemResponse got;
    ASSERT_TRUE(CALL(items_, GetItem, get, &got).ok());
    v1::UpdateItemRequest update;
    update.set_request_id(NextRequestId());
    *update.mutable_item() = got.item();
    update.mutable_item()->set_controlled(true);
    update.mutable_update_mask()->add_paths("controlled");
    v1::UpdateItemResponse response;
    const absl::Status status = CALL(items_, UpdateItem, update, &response);
    ASSERT_TRUE(status.ok()) << status;
  }

  void AddBox() {
    v1::CreateItemRequest request;
    request.set_request_id(NextRequestId());
    request.set_item_id("box");
    v1::Item& box = *request.mutable_item() = GoodItem("box");
    box.set_base_unit(v1::BASE_UNIT_EACH);
    for (const auto& [item, quantity] : {std::pair("items/rice", 3), std::pair("items/salt", 2)}) {
      v1::KitContent& content = *box.add_kit_contents();
      content.set_item(item);
      content.set_quantity(quantity);
    }
    const absl::Status status = CALL(items_, CreateItem, request, &created_);
    ASSERT_TRUE(status.ok()) << status;
  }

  // Half an hour further on whenever a part of the work is done.
  void RunClients(int64_t operations, uint64_t seed) {
    constexpr int kParts = 10;
    std::vector<std::unique_ptr<ConcurrentClient>> clients;
    for (int i = 0; i < kConcurrentClients; ++i) {
      clients.push_back(
          std::make_unique<ConcurrentClient>(i, seed + static_cast<uint64_t>(i), channel_, &work_));
    }
    const int64_t each = std::max<int64_t>(1, operations / kConcurrentClients / kParts);
    for (int part = 0; part < kParts && !HasFailure(); ++part) {
      std::vector<std::thread> threads;
      threads.reserve(clients.size());
      for (auto& client : clients) threads.emplace_back([&client, each] { client->Run(each); });
      for (std::thread& thread : threads) thread.join();
      work_.now_seconds += 1800;
      clock_.Set(work_.now(), /*frozen=*/true);
    }
  }

  void CheckBooks() {
    const std::shared_ptr<storage::Store> store = service_->store_host().store();
    const auto rows = store->rows().Snapshot();
    EXPECT_EQ(AuditRows(*rows), "");
    EXPECT_EQ(AuditZeroSum(*rows, store->log()), "");
    EXPECT_EQ(AuditLotFlows(*rows, store->log()), "");
    EXPECT_EQ(AuditTransit(*rows, store->log()), "");
    CheckPromises();
    const auto equal = store->Verify();
    ASSERT_TRUE(equal.ok()) << equal.status();
    EXPECT_TRUE(equal->equal()) << equal->ToString();
  }

  // No more is promised than is there.
  void CheckPromises() {
    for (const std::string& facility : work_.facilities) {
      for (const char* item : {"items/rice", "items/salt"}) {
        v1::GetStockBalanceRequest ask;
        ask.set_facility(facility);
        ask.set_item(item);
        v1::GetStockBalanceResponse balance;
        const absl::Status status = CALL(stock_, GetStockBalance, ask, &balance);
        ASSERT_TRUE(status.ok()) << status;
        EXPECT_GE(balance.available_quantity(), 0) << balance.DebugString();
      }
    }
  }

  // What is called back is in no report's stock; the reports are computed without.
  void WithdrawRecalls() {
    const auto recalls = v1::RecallService::NewStub(channel_);
    for (const std::string& name : work_.recalls.All()) {
      v1::WithdrawRecallRequest request;
      request.set_request_id(NextRequestId());
      request.set_name(name);
      request.set_decided_by("the maker");
      request.set_note("another lot was meant");
      v1::WithdrawRecallResponse response;
      const absl::Status status = CALL(recalls, WithdrawRecall, request, &response);
      if (!status.ok()) {
        EXPECT_REASON(status, WRONG_STATE);
      }
    }
  }

  void CheckReports(uint64_t seed) {
    const std::shared_ptr<storage::Store> store = service_->store_host().store();
    const auto rows = store->rows().Snapshot();
    testing::Random random(seed);
    ReportCheck check(store->log(), *rows, work_.now(), &random);
    for (int i = 0; i < kReportsLookedAt && !HasFailure(); ++i) {
      check.Compare(random.OneOf(work_.facilities),
                    random.OneOf(std::vector<std::string>{"items/rice", "items/salt", "items/box"}),
                    March(20) + 1 - random.Below(40), 1 + random.Below(45));
    }
  }

  // All stock, and every exception, as the service answers it.
  std::string Answers() {
    std::string answers;
    for (const std::string& facility : work_.facilities) {
      v1::ListStockRequest stock;
      stock.set_facility(facility);
      stock.set_page_size(1000);
      v1::ListStockResponse lines;
      EXPECT_TRUE(CALL(stock_, ListStock, stock, &lines).ok());
      v1::ListExceptionsRequest ask;
      ask.set_parent(facility);
      ask.set_page_size(1000);
      v1::ListExceptionsResponse exceptions;
      EXPECT_TRUE(CALL(exceptions_, ListExceptions, ask, &exceptions).ok());
      absl::StrAppend(&answers, lines.DebugString(), exceptions.DebugString());
    }
    return answers;
  }

  // What was answered, so that a test that does next to nothing shows.
  void CheckVariety() {
    for (const char* request :
         {"CreateMovementRequest", "ReverseMovementRequest", "SignMovementRequest",
          "ResolveExceptionRequest", "CreateCountRequest", "CreateRecallRequest",
          "CreateReservationRequest", "PickReservationRequest", "ReleaseReservationRequest",
          "CreateTransferRequest", "DispatchTransferRequest", "ReceiveTransferRequest"}) {
      EXPECT_GT(work_.answers[request], 0) << request;
    }
    for (const auto& [answer, times] : work_.answers) {
      if (!answer.empty()) RecordProperty(answer, static_cast<int>(times));
    }
  }

  SharedWork work_;
};

TEST_F(ConcurrentClientsTest, TheBooksHoldWhateverTheyDo) {
  const uint64_t seed = storage::testing::TestSeed();
  RunClients(storage::testing::TestOperations(kDefaultConcurrentOperations * kOperationsForEach) /
                 kOperationsForEach,
             seed);
  CheckBooks();
  WithdrawRecalls();
  CheckReports(seed);
  CheckVariety();
  const std::string before = Answers();
  StopService();
  OpenService();
  Serve();
  EXPECT_EQ(Answers(), before) << "a service that was opened again answers the same";
}

}  // namespace
}  // namespace waystation::inventory
