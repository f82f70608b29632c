// Stock and exceptions over gRPC: every RPC and every error.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/inventory/handler/inventory_server.h"

namespace waystation::inventory {
namespace {

using ::testing::Contains;
using ::testing::UnorderedElementsAre;

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

}  // namespace
}  // namespace waystation::inventory
