// Random asking, deciding, expecting and receiving against a plain model (support/request_model.h),
// through the committer on RocksDB, with reopening on the way and a rebuild at the end.
// WAYSTATION_OPERATIONS and WAYSTATION_SEED say how many and which.
#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "gtest/gtest.h"
#include "rocksdb/env.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/store/list.h"
#include "services/inventory/store/tables.h"
#include "storage/base/errors.h"
#include "storage/rebuild.h"
#include "storage/rocks/rocks_database.h"
#include "tests/inventory/support/desk.h"
#include "tests/inventory/support/ledger_audit.h"
#include "tests/inventory/support/request_model.h"
#include "tests/storage/support/temp_folder.h"
#include "tests/support/fault_file_system.h"
#include "tests/support/random.h"

namespace waystation::inventory {
namespace {

constexpr int64_t kDefaultRequestOperations = 4'000;
constexpr int64_t kOperationsOfBookOfRequests = 1'000;
constexpr int64_t kCompareEveryOfRequests = 100;
constexpr int64_t kReopenEveryOfRequests = 250;

class RandomRequestBook {
 public:
  explicit RandomRequestBook(uint64_t seed) : random_(seed) {
    Open();
    for (const std::string& item : items_) desk_->AddItem(item);
  }
  ~RandomRequestBook() {
    desk_.reset();
    database_.reset();
  }

  void Run(int64_t operations) {
    for (int64_t i = 0; i < operations && !::testing::Test::HasFailure(); ++i) {
      SCOPED_TRACE(absl::StrCat("at operation ", i));
      now_ += absl::Seconds(1 + random_.Below(600));
      desk_->SetNow(now_);
      const int64_t choice = random_.Below(20);
      if (choice < 3) Ask();
      if (choice >= 3 && choice < 5) Expect();
      if (choice >= 5 && choice < 10) Decide();
      if (choice >= 10 && choice < 14) ChangeDelivery();
      if (choice >= 14 && choice < 18) Receive();
      if (choice >= 18) TakeBack();
      if (i % kCompareEveryOfRequests == 0) Compare();
      if (i % kReopenEveryOfRequests == kReopenEveryOfRequests / 2) Open();
    }
    Compare();
    CheckRebuild();
  }

 private:
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
  }

  template <typename Request>
  Request WithId(Request request) {
    // Of this book alone: a new desk after reopening counts from one again.
    request.set_request_id(absl::StrFormat("r%015d", ++requests_));
    return request;
  }

  void CheckReason(const absl::Status& status, const std::string& want) {
    EXPECT_EQ(status.ok() ? "" : ReasonName(ReasonOf(status)), want) << status;
  }

  Amounts RandomAmounts() {
    Amounts amounts;
    for (const std::string& item : items_) {
      if (!random_.OneIn(2)) amounts["items/" + item] = 1 + random_.Below(100);
    }
    if (amounts.empty()) amounts["items/rice"] = 1 + random_.Below(100);
    return amounts;
  }

  // A name of one that is there, by number or id; or of none, and nullopt.
  template <typename All>
  std::pair<std::string, std::optional<size_t>> Choose(const All& all,
                                                       const std::string& collection,
                                                       const std::string& series) {
    const size_t index = static_cast<size_t>(random_.Below(static_cast<int64_t>(all.size()) + 1));
    std::string name = absl::StrFormat("facilities/f/%s/%s-%04d", collection, series, index + 1);
    if (index == all.size()) return {name, std::nullopt};
    return {name, index};
  }
  auto ChooseRequisition() { return Choose(model_.requisitions, "requisitions", "req"); }
  auto ChooseDelivery() { return Choose(model_.deliveries, "expectedDeliveries", "exp"); }

  void Ask() {
    v1::CreateRequisitionRequest request;
    request.set_parent("facilities/f");
    ModelRequisition want;
    want.asked = RandomAmounts();
    for (const auto& [item, quantity] : want.asked) {
      v1::RequisitionLine& line = *request.mutable_requisition()->add_lines();
      line.set_item(item);
      line.set_quantity(quantity);
    }
    const auto response = desk_->Do(WithId(request));
    ASSERT_TRUE(response.ok()) << response.status();
    model_.requisitions.push_back(want);
    EXPECT_EQ(response->requisition().number(),
              absl::StrFormat("REQ-%04d", model_.requisitions.size()));
  }

  void Expect() {
    v1::CreateExpectedDeliveryRequest request;
    request.set_parent("facilities/f");
    v1::ExpectedDelivery& delivery = *request.mutable_expected_delivery();
    ModelDelivery want;
    want.expected = RandomAmounts();
    want.latest_day = March(10) + random_.Below(40);
    *delivery.mutable_latest_date() = DateOf(want.latest_day);
    for (const auto& [item, quantity] : want.expected) {
      v1::ExpectedDeliveryLine& line = *delivery.add_lines();
      line.set_item(item);
      line.set_quantity(quantity);
    }
    if (random_.OneIn(3)) {
      delivery.set_confirmed_by("dispatcher");
      want.state = v1::EXPECTED_DELIVERY_STATE_CONFIRMED;
    }
    bool known = true;
    if (random_.OneIn(2)) {
      const auto [name, index] = ChooseRequisition();
      delivery.set_requisition(name);
      want.requisition = index;
      known = index.has_value();
    }
    CheckReason(desk_->Do(WithId(request)).status(), known ? "" : "NOT_KNOWN");
    if (known) model_.deliveries.push_back(want);
  }

  // The etag that a request gives: none, the one that is there, or one that is not.
  std::string RandomEtag(const std::string& current) {
    const int64_t choice = random_.Below(4);
    return choice == 0 ? "stale" : choice == 1 ? current : "";
  }

  void Decide() {
    // Not a structured binding: clang 14 lets no lambda capture one.
    const auto chosen = ChooseRequisition();
    const auto& name = chosen.first;
    const auto& index = chosen.second;
    ModelRequisition none;
    ModelRequisition& want = index.has_value() ? model_.requisitions[*index] : none;
    const std::string etag = index.has_value() ? RandomEtag(desk_->Requisition(name).etag()) : "";
    const bool requested = want.state == v1::REQUISITION_STATE_REQUESTED;
    const auto expected = [&](bool applies) -> std::string {
      if (!index.has_value()) return "NOT_KNOWN";
      if (etag == "stale") return "ETAG_MISMATCH";
      return applies ? "" : "WRONG_STATE";
    };
    const auto send = [&](auto request, bool applies, v1::RequisitionState then) {
      request.set_name(name);
      request.set_etag(etag);
      const std::string reason = expected(applies);
      CheckReason(desk_->Do(WithId(request)).status(), reason);
      if (!reason.empty()) return false;
      want.state = then;
      ++want.decisions;
      return true;
    };
    switch (random_.Below(5)) {
      case 0:
        send(v1::RejectRequisitionRequest(), requested, v1::REQUISITION_STATE_REJECTED);
        return;
      case 1:
        send(v1::CancelRequisitionRequest(), want.open(), v1::REQUISITION_STATE_CANCELLED);
        return;
      case 2:
        send(v1::CloseRequisitionRequest(), want.open(), v1::REQUISITION_STATE_CLOSED);
        return;
      default:
        break;
    }
    v1::ApproveRequisitionRequest request;
    Amounts approved = want.asked;
    if (random_.OneIn(2)) {
      approved = want.approved;
      for (const auto& [item, asked] : want.asked) {
        // At least one of something.
        approved[item] = 1 + random_.Below(asked);
        v1::ItemQuantity& entry = *request.add_approved();
        entry.set_item(item);
        entry.set_quantity(approved[item]);
        if (random_.OneIn(3)) break;
      }
    }
    const bool again = want.state == v1::REQUISITION_STATE_APPROVED && !etag.empty();
    if (send(request, requested || again, v1::REQUISITION_STATE_APPROVED)) want.approved = approved;
  }

  void ChangeDelivery() {
    const auto chosen = ChooseDelivery();
    const auto& name = chosen.first;
    const auto& index = chosen.second;
    ModelDelivery none;
    ModelDelivery& want = index.has_value() ? model_.deliveries[*index] : none;
    const std::string etag = index.has_value() ? RandomEtag(desk_->Delivery(name).etag()) : "";
    const auto send = [&](auto request, bool applies, v1::ExpectedDeliveryState then) {
      request.set_name(name);
      request.set_etag(etag);
      const std::string reason = !index.has_value() ? "NOT_KNOWN"
                                 : etag == "stale"  ? "ETAG_MISMATCH"
                                 : applies          ? ""
                                                    : "WRONG_STATE";
      CheckReason(desk_->Do(WithId(request)).status(), reason);
      if (!reason.empty()) return false;
      want.state = then;
      return true;
    };
    const bool unconfirmed = want.state == v1::EXPECTED_DELIVERY_STATE_UNCONFIRMED;
    switch (random_.Below(4)) {
      case 0:
        send(v1::ConfirmExpectedDeliveryRequest(), unconfirmed,
             v1::EXPECTED_DELIVERY_STATE_CONFIRMED);
        return;
      case 1:
        send(v1::CancelExpectedDeliveryRequest(), want.open(),
             v1::EXPECTED_DELIVERY_STATE_CANCELLED);
        return;
      case 2:
        send(v1::CloseExpectedDeliveryRequest(), want.open(), v1::EXPECTED_DELIVERY_STATE_CLOSED);
        return;
      default:
        break;
    }
    v1::RescheduleExpectedDeliveryRequest request;
    const int64_t day = want.latest_day + 1 + random_.Below(10);
    *request.mutable_latest_date() = DateOf(day);
    if (send(request, want.open(), v1::EXPECTED_DELIVERY_STATE_UNCONFIRMED)) {
      want.latest_day = day;
      ++want.reschedules;
    }
  }

  void Receive() {
    v1::CreateMovementRequest request = Receipt(1 + static_cast<int>(random_.Below(20)), {});
    request.mutable_movement()->clear_lines();
    const bool order = random_.OneIn(4);
    request.mutable_movement()->set_intent(order ? v1::INTENT_ORDER : v1::INTENT_HAPPENED);
    ModelReceipt want;
    want.brought = RandomAmounts();
    for (const auto& [item, quantity] : want.brought) {
      // In two lots, so that an item comes in two lines.
      if (quantity > 1) *request.mutable_movement()->add_lines() = Line(item.substr(6), 1, "A");
      *request.mutable_movement()->add_lines() =
          Line(item.substr(6), quantity > 1 ? quantity - 1 : 1, "B");
    }
    int unknown = 0;
    if (!random_.OneIn(3)) {
      const auto [name, index] = ChooseDelivery();
      request.mutable_movement()->set_expected_delivery(name);
      want.delivery = index;
      unknown += index.has_value() ? 0 : 1;
    }
    if (random_.OneIn(2)) {
      const auto [name, index] = ChooseRequisition();
      request.mutable_movement()->set_requisition(name);
      want.requisition = index;
      unknown += index.has_value() ? 0 : 1;
    } else if (want.delivery.has_value()) {
      want.requisition = model_.deliveries[*want.delivery].requisition;
    }
    const auto response = desk_->Post(WithId(request));
    CheckReason(response.status(), order && unknown > 0 ? "NOT_KNOWN" : "");
    if (!response.ok()) return;
    EXPECT_EQ(response->exceptions_size(), unknown) << response->DebugString();
    want.movement = response->movement().name();
    model_.Count(want, 1);
    model_.receipts.push_back(want);
  }

  void TakeBack() {
    if (model_.receipts.empty()) return;
    const size_t which =
        static_cast<size_t>(random_.Below(static_cast<int64_t>(model_.receipts.size())));
    v1::ReverseMovementRequest request;
    request.set_name(model_.receipts[which].movement);
    request.set_intent(v1::INTENT_HAPPENED);
    const auto response = desk_->Reverse(WithId(request));
    ASSERT_TRUE(response.ok()) << response.status();
    model_.Count(model_.receipts[which], -1);
    model_.receipts.erase(model_.receipts.begin() + static_cast<int64_t>(which));
  }

  void Compare() {
    for (size_t i = 0; i < model_.requisitions.size(); ++i) {
      const std::string name = absl::StrFormat("facilities/f/requisitions/req-%04d", i + 1);
      EXPECT_EQ(CompareRequisition(model_.requisitions[i], desk_->Requisition(name)), "") << name;
    }
    for (size_t i = 0; i < model_.deliveries.size(); ++i) {
      const std::string name = absl::StrFormat("facilities/f/expectedDeliveries/exp-%04d", i + 1);
      EXPECT_EQ(CompareDelivery(model_.deliveries[i], desk_->Delivery(name)), "") << name;
    }
    CompareLists();
    EXPECT_EQ(AuditRows(*desk_->rows().Snapshot()), "");
  }

  // Each is in the lists of its facility and of all, once, under the state that it has.
  void CompareLists() {
    const auto rows = desk_->rows().Snapshot();
    for (const char* parent : {"facilities/f", "facilities/-"}) {
      size_t listed = 0;
      for (int state = v1::REQUISITION_STATE_REQUESTED; state <= v1::REQUISITION_STATE_CLOSED;
           ++state) {
        v1::ListRequisitionsRequest request;
        request.set_parent(parent);
        request.add_states(static_cast<v1::RequisitionState>(state));
        v1::ListRequisitionsResponse response;
        ASSERT_TRUE(ListRequisitions(*rows, request, {.size = 100'000}, &response).ok());
        for (const auto& requisition : response.requisitions()) {
          EXPECT_EQ(requisition.state(), state);
        }
        listed += static_cast<size_t>(response.requisitions_size());
      }
      EXPECT_EQ(listed, model_.requisitions.size());
      v1::ListExpectedDeliveriesRequest request;
      request.set_parent(parent);
      v1::ListExpectedDeliveriesResponse response;
      ASSERT_TRUE(ListExpectedDeliveries(*rows, request, {.size = 100'000}, now_, &response).ok());
      std::set<std::string> names;
      for (const auto& delivery : response.expected_deliveries()) names.insert(delivery.name());
      EXPECT_EQ(names.size(), model_.deliveries.size());
      EXPECT_EQ(response.expected_deliveries_size(), static_cast<int>(names.size()));
    }
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
  const std::vector<std::string> items_ = {"rice", "salt", "oil"};
  const storage::testing::TempFolder folder_;
  // Never syncs the machine's disk: what that would be for is not tested here.
  const std::unique_ptr<rocksdb::Env> env_ =
      rocksdb::NewCompositeEnv(std::make_shared<faults::FaultFileSystem>());
  absl::Time now_ = Noon(20);
  int64_t requests_ = 0;
  std::unique_ptr<storage::RocksDatabase> database_;
  std::unique_ptr<Desk> desk_;
  RequestModel model_;
};

TEST(RequestsRandomTest, StatesAndWhatCameAreWhatThePlainModelSays) {
  const uint64_t seed = storage::testing::TestSeed();
  const int64_t operations = storage::testing::TestOperations(kDefaultRequestOperations);
  for (int64_t done = 0; done < operations && !HasFailure(); done += kOperationsOfBookOfRequests) {
    const uint64_t book = seed + static_cast<uint64_t>(done / kOperationsOfBookOfRequests);
    SCOPED_TRACE(absl::StrCat("WAYSTATION_SEED=", book));
    RandomRequestBook(book).Run(std::min(kOperationsOfBookOfRequests, operations - done));
  }
}

}  // namespace
}  // namespace waystation::inventory
