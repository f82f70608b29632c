// Every RPC and every error of the inventory over real gRPC in one process.
#include <unistd.h>

#include <filesystem>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "gmock/gmock.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "gtest/gtest.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/service.h"
#include "services/inventory/store/facility_fold.h"
#include "services/runtime/server.h"
#include "services/runtime/status.h"
#include "services/runtime/store_host.h"
#include "storage/base/errors.h"
#include "storage/overlay.h"
#include "tests/inventory/support/desk.h"
#include "waystation/facility/v1/events.pb.h"
#include "waystation/inventory/v1/catalogue.grpc.pb.h"
#include "waystation/inventory/v1/exception.grpc.pb.h"
#include "waystation/inventory/v1/movement.grpc.pb.h"
#include "waystation/inventory/v1/stock.grpc.pb.h"

namespace waystation::inventory {
namespace {

using ::testing::Contains;
using ::testing::UnorderedElementsAre;

class HandlerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() /
              absl::StrCat("waystation-inventory-handler-", getpid());
    std::filesystem::remove_all(folder_);
    clock_.Set(Noon(20), /*frozen=*/true);
    runtime::ServiceEnvironment env;
    env.clock = &clock_;
    env.readers = &readers_;
    env.metrics = &metrics_;
    env.logger = &logger_;
    env.data_folder = (folder_ / "inventory").string();
    env.kind = common::v1::FOLDER_KIND_EXERCISE;
    env.channel_to = [](const std::string&) { return nullptr; };
    auto service = MakeService(env);
    ASSERT_TRUE(service.ok()) << service.status();
    service_ = *std::move(service);
    HearOfFacility("f", facility::v1::FACILITY_STATE_OPEN);
    HearOfFacility("shut", facility::v1::FACILITY_STATE_CLOSED);
    runtime::Server::Options options;
    options.clock = &clock_;
    options.metrics = &metrics_;
    options.kind = env.kind;
    auto server = runtime::Server::Start(options, {service_.get()});
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    ASSERT_TRUE(service_->Start().ok());
    channel_ = server_->InProcess();
    items_ = v1::ItemService::NewStub(channel_);
    movements_ = v1::MovementService::NewStub(channel_);
    stock_ = v1::StockService::NewStub(channel_);
    exceptions_ = v1::ExceptionService::NewStub(channel_);
    for (const char* id : {"rice", "salt"}) ASSERT_TRUE(CreateItem(id).ok());
  }

  void TearDown() override {
    service_->Drain();
    server_->Shutdown(absl::Seconds(2));
    EXPECT_TRUE(service_->Close().ok());
    server_.reset();
    service_.reset();
    std::filesystem::remove_all(folder_);
  }

  // As if followed; before the service starts.
  void HearOfFacility(const std::string& id, facility::v1::FacilityState state) {
    facility::v1::Event event;
    facility::v1::Facility& facility = *event.mutable_facility_created()->mutable_facility();
    facility.set_name(FacilityName(id));
    facility.set_state(state);
    facility.set_time_zone("Asia/Baku");
    storage::RowStore& rows = service_->store_host().store().rows();
    const auto snapshot = rows.Snapshot();
    storage::RowOverlay overlay(snapshot.get());
    const common::v1::LogEntry entry;
    ASSERT_TRUE(
        FacilityFold().Fold(overlay, {entry, Noon(1), 0}, event.SerializeAsString()).ok());
    ASSERT_TRUE(rows.Write(overlay.changes()).ok());
  }

  std::string NextRequestId() { return absl::StrFormat("%016d", ++requests_); }

  // One call; the error as it was before the wire.
  template <typename Stub, typename Request, typename Response>
  absl::Status Call(const std::unique_ptr<Stub>& stub,
                    grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                    const Request& request, Response* response) {
    grpc::ClientContext context;
    context.AddMetadata("waystation-principal", "principal-1");
    return runtime::FromGrpc(((*stub).*method)(&context, request, response));
  }
#define CALL(stub, method, request, response) \
  Call(stub, &std::decay_t<decltype(*stub)>::method, request, response)

  static v1::Item GoodItem(const std::string& text) {
    v1::Item item;
    common::v1::LocalizedText* name = item.add_display_names();
    name->set_language("az");
    name->set_text(text);
    item.set_category("food");
    item.set_base_unit(v1::BASE_UNIT_GRAM);
    item.set_vital_class(v1::VITAL_CLASS_VITAL);
    item.set_storage_class("ambient");
    return item;
  }
  absl::Status CreateItem(const std::string& id) {
    v1::CreateItemRequest request;
    request.set_request_id(NextRequestId());
    request.set_item_id(id);
    *request.mutable_item() = GoodItem(id);
    return CALL(items_, CreateItem, request, &created_);
  }
  absl::Status Post(v1::CreateMovementRequest request) {
    if (request.request_id().empty()) request.set_request_id(NextRequestId());
    posted_.Clear();
    return CALL(movements_, CreateMovement, request, &posted_);
  }

  std::filesystem::path folder_;
  runtime::SettableClock clock_;
  runtime::Metrics metrics_;
  runtime::Logger logger_{runtime::LogLevel::kError};
  runtime::Executor readers_{2, 64};
  std::unique_ptr<runtime::Service> service_;
  std::unique_ptr<runtime::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::ItemService::StubInterface> items_;
  std::unique_ptr<v1::MovementService::StubInterface> movements_;
  std::unique_ptr<v1::StockService::StubInterface> stock_;
  std::unique_ptr<v1::ExceptionService::StubInterface> exceptions_;
  v1::CreateItemResponse created_;
  v1::CreateMovementResponse posted_;
  int requests_ = 0;
};

#define EXPECT_REASON(status, name) \
  EXPECT_EQ(ReasonName(ReasonOf(status)), #name) << (status)

std::vector<std::string> FieldsOf(const absl::Status& status) {
  std::vector<std::string> fields;
  for (const FieldViolation& violation : FieldViolationsOf(status)) {
    fields.push_back(violation.field);
  }
  return fields;
}

TEST_F(HandlerTest, Items) {
  EXPECT_REASON(CreateItem("rice"), ALREADY_EXISTS);
  const absl::Status bad = CreateItem("Rice Long");
  EXPECT_REASON(bad, INVALID_FIELD);
  EXPECT_THAT(FieldsOf(bad), UnorderedElementsAre("item_id"));

  v1::GetItemRequest get;
  get.set_name("items/rice");
  v1::GetItemResponse got;
  ASSERT_TRUE(CALL(items_, GetItem, get, &got).ok());
  EXPECT_EQ(got.item().display_names(0).text(), "rice");
  get.set_name("items/gold");
  EXPECT_REASON(CALL(items_, GetItem, get, &got), NOT_KNOWN);
  get.set_name("gold");
  EXPECT_REASON(CALL(items_, GetItem, get, &got), INVALID_FIELD);

  v1::UpdateItemRequest update;
  update.set_request_id(NextRequestId());
  update.mutable_item()->set_name("items/rice");
  update.mutable_item()->set_etag("0000");
  update.mutable_item()->set_controlled(true);
  update.mutable_update_mask()->add_paths("controlled");
  v1::UpdateItemResponse updated;
  EXPECT_REASON(CALL(items_, UpdateItem, update, &updated), ETAG_MISMATCH);
  update.mutable_item()->set_etag(got.item().etag());
  get.set_name("items/rice");
  ASSERT_TRUE(CALL(items_, GetItem, get, &got).ok());
  update.mutable_item()->set_etag(got.item().etag());
  ASSERT_TRUE(CALL(items_, UpdateItem, update, &updated).ok());
  EXPECT_TRUE(updated.item().controlled());
  EXPECT_EQ(updated.receipt().log(), "inventory/main");
  update.clear_update_mask();
  update.set_request_id("short");
  EXPECT_THAT(FieldsOf(CALL(items_, UpdateItem, update, &updated)),
              UnorderedElementsAre("request_id", "update_mask.paths"));
}

TEST_F(HandlerTest, ItemsAreListedByTextInPages) {
  v1::CreateItemRequest create;
  create.set_request_id(NextRequestId());
  create.set_item_id("ziniq");
  *create.mutable_item() = GoodItem("İŞIQ lampası");
  ASSERT_TRUE(CALL(items_, CreateItem, create, &created_).ok());
  v1::ListItemsRequest list;
  v1::ListItemsResponse listed;
  list.set_text("işıq LAMP");
  ASSERT_TRUE(CALL(items_, ListItems, list, &listed).ok());
  ASSERT_EQ(listed.items_size(), 1);
  EXPECT_EQ(listed.items(0).name(), "items/ziniq");

  list.clear_text();
  list.set_page_size(2);
  ASSERT_TRUE(CALL(items_, ListItems, list, &listed).ok());
  ASSERT_EQ(listed.items_size(), 2);
  list.set_page_token(listed.next_page_token());
  ASSERT_TRUE(CALL(items_, ListItems, list, &listed).ok());
  ASSERT_EQ(listed.items_size(), 1);
  EXPECT_EQ(listed.next_page_token(), "");
  list.set_category("food");
  EXPECT_REASON(CALL(items_, ListItems, list, &listed), PAGE_TOKEN_MISMATCH);
  list.set_page_size(-1);
  EXPECT_REASON(CALL(items_, ListItems, list, &listed), INVALID_FIELD);
}

TEST_F(HandlerTest, EveryViolationOfAMovementAtOnce) {
  v1::CreateMovementRequest request;
  request.set_request_id("short");
  request.set_parent("hospital");
  v1::Movement& movement = *request.mutable_movement();
  movement.set_kind(v1::MOVEMENT_KIND_ISSUE);
  movement.set_to_place("ward");
  movement.set_purpose(v1::PURPOSE_MEALS);
  movement.set_source("donor");
  *movement.add_lines() = Line("rice", 0, "A\x01");
  *movement.add_lines() = Line("rice", 10, "", "ward");
  movement.mutable_lines(1)->set_pack_count(3);
  movement.mutable_lines(1)->set_pack_factor(4);
  movement.mutable_lines(1)->set_date_kind(v1::DATE_KIND_USE_BY);
  movement.add_lines()->set_item("rice");
  movement.mutable_lines(2)->set_quantity(1);
  movement.mutable_lines(2)->mutable_expiry_date()->set_year(2026);
  const absl::Status status = Post(request);
  EXPECT_REASON(status, INVALID_FIELD);
  EXPECT_THAT(FieldsOf(status),
              UnorderedElementsAre(
                  "request_id", "parent", "movement.purpose", "movement.source",
                  "movement.intent", "movement.happened_time", "movement.lines[0].lot",
                  "movement.lines[0].quantity", "movement.lines[1].place",
                  "movement.lines[1].pack_count", "movement.lines[1].date_kind",
                  "movement.lines[2].item", "movement.lines[2].expiry_date"));
  for (const FieldViolation& violation : FieldViolationsOf(status)) {
    if (violation.field != "movement.lines[0].quantity") continue;
    EXPECT_EQ(violation.description, "got 0, want a whole number of base units greater than 0");
  }
}

TEST_F(HandlerTest, KindsAndLineCounts) {
  v1::CreateMovementRequest request = Receipt(10, Line("rice", 1));
  request.mutable_movement()->set_kind(v1::MOVEMENT_KIND_REVERSAL);
  EXPECT_THAT(FieldsOf(Post(request)), Contains("movement.kind"));
  request = Receipt(10, Line("rice", 1));
  request.mutable_movement()->set_kind(v1::MOVEMENT_KIND_WASTE);
  EXPECT_THAT(FieldsOf(Post(request)), UnorderedElementsAre("movement.waste_reason"));
  request = Receipt(10, Line("rice", 1));
  request.mutable_movement()->clear_lines();
  EXPECT_THAT(FieldsOf(Post(request)), UnorderedElementsAre("movement.lines"));
  for (int i = 0; i < 257; ++i) *request.mutable_movement()->add_lines() = Line("rice", 1);
  EXPECT_THAT(FieldsOf(Post(request)), UnorderedElementsAre("movement.lines"));
  request.mutable_movement()->mutable_lines()->RemoveLast();
  EXPECT_TRUE(Post(request).ok());
  EXPECT_EQ(posted_.movement().legs_size(), 256);
}

TEST_F(HandlerTest, MovementsStockAndBalance) {
  ASSERT_TRUE(Post(Receipt(10, WithUseBy(Line("rice", 100, "A"), 15))).ok());
  EXPECT_EQ(posted_.receipt().log(), "inventory/main");
  EXPECT_GT(posted_.receipt().revision(), 1);
  const std::string first = posted_.movement().name();
  ASSERT_TRUE(Post(Receipt(11, Line("salt", 5))).ok());
  ASSERT_TRUE(Post(Use(12, Line("rice", 30), v1::INTENT_ORDER)).ok());

  v1::GetMovementRequest get;
  get.set_name(first);
  v1::GetMovementResponse got;
  ASSERT_TRUE(CALL(movements_, GetMovement, get, &got).ok());
  EXPECT_EQ(got.movement().lines(0).quantity(), 100);
  get.set_name("facilities/f/movements/none");
  EXPECT_REASON(CALL(movements_, GetMovement, get, &got), NOT_KNOWN);

  v1::ListMovementsRequest list;
  list.set_parent("facilities/f");
  v1::ListMovementsResponse listed;
  ASSERT_TRUE(CALL(movements_, ListMovements, list, &listed).ok());
  ASSERT_EQ(listed.movements_size(), 3);
  EXPECT_EQ(listed.movements(2).name(), first) << "newest first";
  *list.mutable_from_date() = MarchDate(11);
  *list.mutable_to_date() = MarchDate(11);
  ASSERT_TRUE(CALL(movements_, ListMovements, list, &listed).ok());
  ASSERT_EQ(listed.movements_size(), 1);
  EXPECT_EQ(listed.movements(0).lines(0).item(), "items/salt");
  list.clear_from_date();
  list.clear_to_date();
  list.set_item("items/rice");
  list.set_page_size(1);
  ASSERT_TRUE(CALL(movements_, ListMovements, list, &listed).ok());
  EXPECT_EQ(listed.movements(0).day().day(), 12);
  list.set_page_token(listed.next_page_token());
  ASSERT_TRUE(CALL(movements_, ListMovements, list, &listed).ok());
  EXPECT_EQ(listed.movements(0).name(), first);
  EXPECT_EQ(listed.next_page_token(), "");
  list.clear_page_token();
  list.set_item("items/gold");
  EXPECT_REASON(CALL(movements_, ListMovements, list, &listed), NOT_KNOWN);

  v1::GetStockBalanceRequest balance;
  balance.set_facility("facilities/f");
  balance.set_item("items/rice");
  v1::GetStockBalanceResponse balanced;
  ASSERT_TRUE(CALL(stock_, GetStockBalance, balance, &balanced).ok());
  EXPECT_EQ(balanced.date().day(), 20);
  EXPECT_EQ(balanced.closing_quantity(), 70);
  EXPECT_EQ(balanced.expired_quantity(), 70);
  *balance.mutable_date() = MarchDate(10);
  ASSERT_TRUE(CALL(stock_, GetStockBalance, balance, &balanced).ok());
  EXPECT_EQ(balanced.opening_quantity(), 0);
  EXPECT_EQ(balanced.closing_quantity(), 100);
  EXPECT_EQ(balanced.expired_quantity(), 0);
  EXPECT_EQ(balanced.lowest_quantity(), 70);
  balance.set_facility("facilities/nowhere");
  EXPECT_REASON(CALL(stock_, GetStockBalance, balance, &balanced), NOT_KNOWN);
}

TEST_F(HandlerTest, StockByFacilityAndByItem) {
  v1::CreateMovementRequest there = Receipt(10, Line("rice", 7));
  there.set_parent("facilities/shut");
  ASSERT_TRUE(Post(there).ok());
  ASSERT_TRUE(Post(Receipt(10, WithUseBy(Line("rice", 100, "A"), 15))).ok());
  ASSERT_TRUE(Post(Receipt(12, Line("rice", 1, "B", "ward"))).ok());
  v1::ListStockRequest list;
  list.set_item("items/rice");
  list.set_page_size(1);
  std::vector<std::string> seen;
  v1::ListStockResponse listed;
  do {
    list.set_page_token(listed.next_page_token());
    ASSERT_TRUE(CALL(stock_, ListStock, list, &listed).ok());
    ASSERT_EQ(listed.lines_size(), 1);
    const v1::StockLine& line = listed.lines(0);
    seen.push_back(absl::StrCat(line.facility(), " ", line.place(), " ", line.lot(), " ",
                                line.quantity(), line.expired() ? " expired" : ""));
  } while (!listed.next_page_token().empty());
  EXPECT_THAT(seen, ::testing::ElementsAre("facilities/f main A 100 expired",
                                           "facilities/f ward B 1", "facilities/shut main none 7"));
  list.Clear();
  list.set_facility("facilities/f");
  *list.mutable_as_of_date() = MarchDate(11);
  ASSERT_TRUE(CALL(stock_, ListStock, list, &listed).ok());
  ASSERT_EQ(listed.lines_size(), 1);
  EXPECT_FALSE(listed.lines(0).expired());
  list.Clear();
  EXPECT_THAT(FieldsOf(CALL(stock_, ListStock, list, &listed)), UnorderedElementsAre("facility"));
  list.set_facility("facilities/nowhere");
  EXPECT_REASON(CALL(stock_, ListStock, list, &listed), NOT_KNOWN);
}

TEST_F(HandlerTest, RefusalsOfOrders) {
  EXPECT_REASON(Post(Use(12, Line("rice", 1), v1::INTENT_ORDER)), NOT_ENOUGH_STOCK);
  EXPECT_REASON(Post(Use(12, Line("rice", 1, "Z"), v1::INTENT_ORDER)), NOT_KNOWN);
  EXPECT_REASON(Post(Receipt(22, Line("rice", 1), v1::INTENT_ORDER)), TIME_OUT_OF_RANGE);
  v1::CreateMovementRequest shut = Receipt(12, Line("rice", 1), v1::INTENT_ORDER);
  shut.set_parent("facilities/shut");
  EXPECT_REASON(Post(shut), WRONG_STATE);
  ASSERT_TRUE(Post(Receipt(10, WithUseBy(Line("rice", 9, "A"), 11))).ok());
  EXPECT_REASON(Post(Use(12, Line("rice", 1, "A"), v1::INTENT_ORDER)), LOT_EXPIRED);
  EXPECT_REASON(Post(Receipt(10, WithUseBy(Line("rice", 9, "A"), 13), v1::INTENT_ORDER)),
                LOT_DATE_DISAGREES);
  EXPECT_REASON(Post(Receipt(10, Line("rice", std::numeric_limits<int64_t>::max()))),
                QUANTITY_OVERFLOW);
  v1::CreateMovementRequest numbered = Receipt(10, Line("rice", 1), v1::INTENT_ORDER);
  numbered.mutable_movement()->set_document_number("W-1");
  ASSERT_TRUE(Post(numbered).ok());
  EXPECT_REASON(Post(numbered), DOCUMENT_NUMBER_REPEATED);
}

TEST_F(HandlerTest, TheSameRequestIdAgain) {
  v1::CreateMovementRequest request = Receipt(10, Line("rice", 1));
  request.set_request_id(NextRequestId());
  ASSERT_TRUE(Post(request).ok());
  const v1::CreateMovementResponse first = posted_;
  ASSERT_TRUE(Post(request).ok());
  EXPECT_TRUE(posted_.receipt().replayed());
  EXPECT_EQ(posted_.receipt().revision(), first.receipt().revision());
  EXPECT_EQ(posted_.movement().name(), first.movement().name());
  request.mutable_movement()->set_note("other");
  EXPECT_REASON(Post(request), REQUEST_ID_REUSED);
}

TEST_F(HandlerTest, ExceptionsHaveAnAgeAndAnEnd) {
  ASSERT_TRUE(Post(Use(12, Line("rice", 5), v1::INTENT_HAPPENED)).ok());
  const std::string shortfall = posted_.exceptions(0).name();
  clock_.Set(Noon(20) + absl::Minutes(2), /*frozen=*/true);
  ASSERT_TRUE(Post(Receipt(25, Line("rice", 5))).ok());
  v1::ListExceptionsRequest list;
  list.set_parent("facilities/f");
  v1::ListExceptionsResponse listed;
  ASSERT_TRUE(CALL(exceptions_, ListExceptions, list, &listed).ok());
  ASSERT_EQ(listed.exceptions_size(), 2);
  EXPECT_EQ(listed.exceptions(0).name(), shortfall) << "oldest first";
  EXPECT_EQ(listed.exceptions(0).age_seconds(), 120);
  list.set_kind(v1::EXCEPTION_KIND_FUTURE_TIME);
  ASSERT_TRUE(CALL(exceptions_, ListExceptions, list, &listed).ok());
  EXPECT_EQ(listed.exceptions_size(), 1);

  v1::ResolveExceptionRequest resolve;
  resolve.set_request_id(NextRequestId());
  resolve.set_name(shortfall);
  resolve.set_resolution(v1::RESOLUTION_CLOSE);
  v1::ResolveExceptionResponse resolved;
  EXPECT_THAT(FieldsOf(CALL(exceptions_, ResolveException, resolve, &resolved)),
              UnorderedElementsAre("note"));
  resolve.set_note("counted");
  ASSERT_TRUE(CALL(exceptions_, ResolveException, resolve, &resolved).ok());
  EXPECT_EQ(resolved.exception().closed_by(), "principal-1");
  resolve.set_request_id(NextRequestId());
  EXPECT_REASON(CALL(exceptions_, ResolveException, resolve, &resolved), WRONG_STATE);
  resolve.set_name("facilities/f/exceptions/none");
  EXPECT_REASON(CALL(exceptions_, ResolveException, resolve, &resolved), NOT_KNOWN);
  v1::GetExceptionRequest get;
  get.set_name(shortfall);
  v1::GetExceptionResponse got;
  ASSERT_TRUE(CALL(exceptions_, GetException, get, &got).ok());
  EXPECT_EQ(got.exception().state(), v1::EXCEPTION_STATE_CLOSED);
}

TEST_F(HandlerTest, ReverseAndPropose) {
  ASSERT_TRUE(Post(Receipt(10, WithUseBy(Line("rice", 5, "A"), 30))).ok());
  const std::string receipt = posted_.movement().name();
  ASSERT_TRUE(Post(Receipt(10, WithUseBy(Line("rice", 5, "old"), 19))).ok());
  v1::ProposeIssueRequest propose;
  propose.set_parent("facilities/f");
  propose.set_item("items/rice");
  propose.set_quantity(8);
  v1::ProposeIssueResponse proposed;
  ASSERT_TRUE(CALL(movements_, ProposeIssue, propose, &proposed).ok());
  ASSERT_EQ(proposed.lots_size(), 1);
  EXPECT_EQ(proposed.lots(0).lot(), "A");
  EXPECT_EQ(proposed.missing_quantity(), 3);
  EXPECT_EQ(proposed.expired_quantity(), 5);
  propose.set_quantity(0);
  EXPECT_THAT(FieldsOf(CALL(movements_, ProposeIssue, propose, &proposed)),
              UnorderedElementsAre("quantity"));

  ASSERT_TRUE(Post(Use(11, Line("rice", 2, "A"), v1::INTENT_ORDER)).ok());
  v1::ReverseMovementRequest reverse;
  reverse.set_request_id(NextRequestId());
  reverse.set_name(receipt);
  v1::ReverseMovementResponse reversed;
  EXPECT_THAT(FieldsOf(CALL(movements_, ReverseMovement, reverse, &reversed)),
              UnorderedElementsAre("intent"));
  reverse.set_intent(v1::INTENT_ORDER);
  EXPECT_REASON(CALL(movements_, ReverseMovement, reverse, &reversed), NOT_ENOUGH_STOCK);
  reverse.set_intent(v1::INTENT_HAPPENED);
  ASSERT_TRUE(CALL(movements_, ReverseMovement, reverse, &reversed).ok());
  EXPECT_EQ(reversed.exceptions_size(), 1);
  reverse.set_request_id(NextRequestId());
  EXPECT_REASON(CALL(movements_, ReverseMovement, reverse, &reversed), ALREADY_REVERSED);
  reverse.set_name(reversed.movement().name());
  EXPECT_REASON(CALL(movements_, ReverseMovement, reverse, &reversed), REVERSAL_NOT_REVERSIBLE);
  reverse.set_name("facilities/f/movements/none");
  EXPECT_REASON(CALL(movements_, ReverseMovement, reverse, &reversed), NOT_KNOWN);
}

}  // namespace
}  // namespace waystation::inventory
