// Counts over gRPC: every RPC and every error.
#include <memory>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/inventory/handler/inventory_server.h"
#include "tests/inventory/support/count_requests.h"
#include "waystation/inventory/v1/count.grpc.pb.h"

namespace waystation::inventory {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

class CountHandlerTest : public HandlerTest {
 protected:
  void SetUp() override {
    HandlerTest::SetUp();
    stub_ = v1::CountService::NewStub(channel_);
  }

  absl::Status Count(v1::CreateCountRequest request) {
    if (request.request_id().empty()) request.set_request_id(NextRequestId());
    counted_.Clear();
    return CALL(stub_, CreateCount, request, &counted_);
  }
  absl::Status Get(const std::string& name) {
    v1::GetCountRequest request;
    request.set_name(name);
    got_.Clear();
    return CALL(stub_, GetCount, request, &got_);
  }
  absl::Status List(const std::string& parent, int page_size, const std::string& token) {
    v1::ListCountsRequest request;
    request.set_parent(parent);
    request.set_page_size(page_size);
    request.set_page_token(token);
    listed_.Clear();
    return CALL(stub_, ListCounts, request, &listed_);
  }
  absl::Status Propose(v1::ProposeCountRequest request) {
    proposed_.Clear();
    return CALL(stub_, ProposeCount, request, &proposed_);
  }
  static v1::ProposeCountRequest Sheet(v1::CountKind kind) {
    v1::ProposeCountRequest request;
    request.set_parent("facilities/f");
    request.set_kind(kind);
    return request;
  }

  std::unique_ptr<v1::CountService::StubInterface> stub_;
  v1::CreateCountResponse counted_;
  v1::GetCountResponse got_;
  v1::ListCountsResponse listed_;
  v1::ProposeCountResponse proposed_;
};

TEST_F(CountHandlerTest, EveryViolationAtOnce) {
  v1::CountLine odd = CountedLine("Rice!", -1, std::string(65, 'x'));
  odd.set_pack_count(2);
  odd.set_note(std::string(201, 'n'));
  odd.set_date_kind(v1::DATE_KIND_USE_BY);
  odd.set_condition(static_cast<v1::Condition>(9));
  v1::CreateCountRequest request =
      CountAt(Noon(10), {odd, CountedLine("rice", 1, "A"), CountedLine("rice", 2, "A")});
  request.set_parent("hospital");
  v1::Count& count = *request.mutable_count();
  count.set_kind(static_cast<v1::CountKind>(7));
  count.set_place("Main Hall");
  count.clear_counted_time();
  count.set_second_counted_by(count.counted_by());
  count.set_note(std::string(1001, 'n'));
  count.set_document_number(std::string(65, 'd'));
  const absl::Status status = Count(request);
  EXPECT_REASON(status, INVALID_FIELD);
  EXPECT_THAT(FieldsOf(status),
              UnorderedElementsAre("parent", "count.kind", "count.place", "count.counted_time",
                                   "count.second_counted_by", "count.note", "count.document_number",
                                   "count.lines[0].item", "count.lines[0].lot",
                                   "count.lines[0].date_kind", "count.lines[0].condition",
                                   "count.lines[0].quantity", "count.lines[0].pack_count",
                                   "count.lines[0].note", "count.lines[2].lot"));
  EXPECT_THAT(FieldsOf(Count(CountAt(Noon(10), {}))), ElementsAre("count.lines"));
  EXPECT_TRUE(Count(Complete(CountAt(Noon(10), {}), v1::COUNT_KIND_FULL)).ok());
  v1::CreateMovementRequest by_hand = Receipt(10, Line("rice", 1));
  by_hand.mutable_movement()->set_kind(v1::MOVEMENT_KIND_COUNT);
  EXPECT_THAT(FieldsOf(Post(by_hand)), ElementsAre("movement.kind"));
}

TEST_F(CountHandlerTest, ErrorsOfTheRest) {
  EXPECT_REASON(Count(CountAt(Noon(10), {CountedLine("gold", 1, "")})), NOT_KNOWN);
  ASSERT_TRUE(Post(Receipt(5, Line("rice", 10, "A"))).ok());
  EXPECT_THAT(FieldsOf(Count(CountAt(Noon(10), {CountedLine("rice", 1, "")}))),
              ElementsAre("count.lines[0].lot"));
  EXPECT_REASON(Count(CountAt(Noon(10), {CountedLine("rice", INT64_MAX, "B")})), QUANTITY_OVERFLOW);
  v1::CreateCountRequest request = CountAt(Noon(10), {CountedLine("rice", 1, "A")});
  request.set_request_id("0123456789abcdef");
  ASSERT_TRUE(Count(request).ok());
  ASSERT_TRUE(Count(request).ok());
  EXPECT_TRUE(counted_.receipt().replayed());
  EXPECT_EQ(counted_.count().number(), "CNT-0001");
  request.mutable_count()->set_note("another");
  EXPECT_REASON(Count(request), REQUEST_ID_REUSED);
  EXPECT_REASON(Get("facilities/f/counts/cnt-0009"), NOT_KNOWN);
  EXPECT_REASON(Get("facilities/f"), INVALID_FIELD);
  EXPECT_REASON(List("facilities/nowhere", 1, ""), NOT_KNOWN);
  EXPECT_REASON(List("facilities/f", -1, ""), INVALID_FIELD);
  EXPECT_REASON(List("facilities/f", 1, "nonsense"), PAGE_TOKEN_MISMATCH);
  v1::ProposeCountRequest sheet = Sheet(v1::COUNT_KIND_FULL);
  sheet.set_item_count(3);
  EXPECT_THAT(FieldsOf(Propose(sheet)), ElementsAre("item_count"));
  sheet = Sheet(v1::COUNT_KIND_UNSPECIFIED);
  sheet.set_place("Hall!");
  EXPECT_THAT(FieldsOf(Propose(sheet)), UnorderedElementsAre("kind", "place"));
  sheet = Sheet(v1::COUNT_KIND_FULL);
  sheet.set_parent("facilities/nowhere");
  EXPECT_REASON(Propose(sheet), NOT_KNOWN);
}

TEST_F(CountHandlerTest, CountsAreReadWithTheirDifferencesAsTheyAreNow) {
  ASSERT_TRUE(Post(Receipt(5, Line("rice", 100, "A"))).ok());
  for (const int day : {10, 12, 11}) {
    ASSERT_TRUE(Count(CountAt(Noon(day), {CountedLine("rice", 90, "A")})).ok());
  }
  ASSERT_TRUE(Post(Use(9, Line("rice", 4, "A"), v1::INTENT_HAPPENED)).ok());
  ASSERT_TRUE(Get("facilities/f/counts/cnt-0001").ok());
  EXPECT_EQ(got_.count().lines(0).difference_quantity(), -6);
  EXPECT_EQ(got_.count().lines(0).book_quantity(), 96);
  std::vector<std::string> numbers;
  std::string token;
  do {
    ASSERT_TRUE(List("facilities/f", 2, token).ok());
    for (const v1::Count& count : listed_.counts()) numbers.push_back(count.number());
    token = listed_.next_page_token();
  } while (!token.empty());
  EXPECT_THAT(numbers, ElementsAre("CNT-0002", "CNT-0003", "CNT-0001"));
}

TEST_F(CountHandlerTest, ASheetHasWhatTheBookHasOrWhoseTurnItIs) {
  ASSERT_TRUE(Post(Receipt(5, WithUseBy(Line("rice", 100, "A"), 28))).ok());
  ASSERT_TRUE(Post(Receipt(5, Line("salt", 7, "S"))).ok());
  ASSERT_TRUE(Post(Receipt(5, Line("salt", 9, "W", "ward"))).ok());
  ASSERT_TRUE(Count(CountAt(Noon(10), {CountedLine("rice", 100, "A")})).ok());
  ASSERT_TRUE(Propose(Sheet(v1::COUNT_KIND_FULL)).ok());
  ASSERT_EQ(proposed_.lines_size(), 2);
  EXPECT_EQ(proposed_.place(), "main");
  EXPECT_EQ(proposed_.lines(0).item(), "items/rice");
  EXPECT_EQ(proposed_.lines(0).book_quantity(), 100);
  EXPECT_EQ(proposed_.lines(0).expiry_date().day(), 28);
  EXPECT_EQ(proposed_.lines(0).last_counted_date().day(), 10);
  EXPECT_FALSE(proposed_.lines(1).has_last_counted_date());
  // Both are vital; salt was never counted.
  v1::ProposeCountRequest cyclic = Sheet(v1::COUNT_KIND_CYCLIC);
  cyclic.set_item_count(1);
  cyclic.set_blind(true);
  ASSERT_TRUE(Propose(cyclic).ok());
  ASSERT_EQ(proposed_.lines_size(), 1);
  EXPECT_EQ(proposed_.lines(0).item(), "items/salt");
  EXPECT_EQ(proposed_.lines(0).book_quantity(), 0);
  EXPECT_EQ(proposed_.lines(0).vital_class(), v1::VITAL_CLASS_VITAL);
  // A vital one before one that is not, however long ago that was counted.
  v1::UpdateItemRequest update;
  update.set_request_id(NextRequestId());
  update.mutable_item()->set_name("items/salt");
  update.mutable_item()->set_vital_class(v1::VITAL_CLASS_NORMAL);
  update.mutable_update_mask()->add_paths("vital_class");
  v1::UpdateItemResponse updated;
  ASSERT_TRUE((CALL(items_, UpdateItem, update, &updated)).ok());
  ASSERT_TRUE(Propose(cyclic).ok());
  EXPECT_EQ(proposed_.lines(0).item(), "items/rice");
}

}  // namespace
}  // namespace waystation::inventory
