#include "tests/inventory/support/report_check.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/field_mask_util.h"
#include "gtest/gtest.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/store/reports/list_reports.h"

namespace waystation::inventory {
namespace {

// Equal when only `fields` of both are looked at.
template <typename Message>
void ExpectSame(const Message& got, const Message& want, const std::vector<const char*>& fields) {
  google::protobuf::FieldMask mask;
  for (const char* field : fields) mask.add_paths(field);
  Message a;
  Message b;
  google::protobuf::util::FieldMaskUtil::MergeMessageTo(got, mask, {}, &a);
  google::protobuf::util::FieldMaskUtil::MergeMessageTo(want, mask, {}, &b);
  EXPECT_EQ(a.DebugString(), b.DebugString());
}

}  // namespace

void ReportCheck::Compare(const std::string& facility, const std::string& item, int64_t as_of_day,
                          int64_t window_days) {
  facility_ = facility;
  as_of_ = as_of_day;
  window_ = window_days;
  SCOPED_TRACE(
      absl::StrCat(facility, " ", item, " as of ", DateText(as_of_), ", ", window_, " days"));
  CompareCard(item);
  CompareConsumption(item);
  CompareStockOuts(item);
  CompareUse(item);
  CompareDonors(item);
}

template <typename Request>
Request ReportCheck::Ask(const std::string& item) {
  Request request;
  request.set_facility(facility_);
  request.set_item(item);
  *request.mutable_as_of_date() = DateOf(as_of_);
  return request;
}

void ReportCheck::CompareCard(const std::string& item) {
  auto request = Ask<v1::GetStockCardRequest>(item);
  const int64_t from = as_of_ - window_ + 1;
  *request.mutable_from_date() = DateOf(from);
  if (random_.OneIn(2)) request.set_place("ward");
  const std::vector<v1::StockCardLine> want =
      oracle_.Card(facility_, item, request.place(), from, as_of_);
  Page page = {.after_key = "", .size = static_cast<int>(1 + random_.Below(9))};
  std::vector<v1::StockCardLine> got;
  int64_t opening = 0;
  do {
    v1::GetStockCardResponse response;
    const auto next = GetStockCard(rows_, request, page, now_, &response);
    ASSERT_TRUE(next.ok()) << next.status();
    got.insert(got.end(), response.lines().begin(), response.lines().end());
    opening = response.opening_quantity();
    page.after_key = *next;
  } while (!page.after_key.empty());
  ASSERT_EQ(got.size(), want.size());
  for (size_t i = 0; i < got.size(); ++i) {
    ExpectSame(
        got[i], want[i],
        {"day", "movement", "in_quantity", "out_quantity", "moved_quantity", "balance_quantity"});
  }
  if (!got.empty()) {
    const v1::StockCardLine& oldest = got.back();
    EXPECT_EQ(oldest.balance_quantity() - oldest.in_quantity() + oldest.out_quantity(), opening);
  }
}

void ReportCheck::CompareConsumption(const std::string& item) {
  auto request = Ask<v1::ListConsumptionRequest>(item);
  const int64_t from = as_of_ - window_ + 1;
  *request.mutable_from_date() = DateOf(from);
  v1::ListConsumptionResponse whole;
  ASSERT_TRUE(ListConsumption(rows_, request, {.after_key = "", .size = 9}, now_, &whole).ok());
  const v1::ConsumptionLine want = oracle_.Consumption(facility_, item, from, as_of_);
  if (whole.lines_size() == 0) {
    EXPECT_EQ(want.opening_quantity(), want.closing_quantity());
    EXPECT_EQ(want.consumed_quantity() + want.received_quantity(), 0);
    return;
  }
  ExpectSame(whole.lines(0), want,
             {"opening_quantity", "received_quantity", "consumed_quantity", "consumed",
              "returned_quantity", "wasted_quantity", "wasted", "count_gain_quantity",
              "count_loss_quantity", "shortfall_quantity", "transferred_in_quantity",
              "transferred_out_quantity", "from_kits_quantity", "into_kits_quantity",
              "other_in_quantity", "other_out_quantity", "closing_quantity"});
  // Days add up to the whole, each opening with what the one before closed with.
  request.set_period(v1::REPORT_PERIOD_DAY);
  v1::ListConsumptionResponse days;
  ASSERT_TRUE(ListConsumption(rows_, request, {.after_key = "", .size = 9}, now_, &days).ok());
  int64_t consumed = 0;
  int64_t balance = want.opening_quantity();
  for (const v1::ConsumptionLine& day : days.lines()) {
    consumed += day.consumed_quantity();
    EXPECT_EQ(day.opening_quantity(), balance);
    balance = day.closing_quantity();
  }
  EXPECT_EQ(consumed, want.consumed_quantity());
  EXPECT_EQ(balance, want.closing_quantity());
}

void ReportCheck::CompareStockOuts(const std::string& item) {
  auto request = Ask<v1::ListStockOutsRequest>(item);
  request.set_look_back_days(static_cast<int32_t>(window_));
  v1::ListStockOutsResponse response;
  ASSERT_TRUE(ListStockOuts(rows_, request, {.after_key = "", .size = 9}, now_, &response).ok());
  if (!oracle_.FirstDay(facility_, item, as_of_).has_value()) {
    EXPECT_EQ(response.lines_size(), 0);
    return;
  }
  ASSERT_EQ(response.lines_size(), 1);
  ExpectSame(response.lines(0), oracle_.StockOut(facility_, item, as_of_, window_),
             {"in_stock_days", "stock_out_days", "expired_only_days", "before_first_days",
              "unknown_days", "periods"});
}

void ReportCheck::CompareUse(const std::string& item) {
  auto request = Ask<v1::ListMinimumMaximumRequest>(item);
  request.set_look_back_days(static_cast<int32_t>(window_));
  v1::ListMinimumMaximumResponse response;
  ASSERT_TRUE(
      ListMinimumMaximum(rows_, request, {.after_key = "", .size = 9}, now_, &response).ok());
  const v1::MinimumMaximumLine want = oracle_.Use(facility_, item, as_of_, window_);
  if (response.lines_size() == 1) {
    const v1::MinimumMaximumLine& got = response.lines(0);
    ExpectSame(got, want,
               {"usable_quantity", "quarantined_quantity", "daily_use.consumed_quantity",
                "daily_use.in_stock_days", "daily_use.window_days"});
    CompareOrder(got);
  }
  auto expiring = Ask<v1::ListExpiringLotsRequest>(item);
  expiring.set_look_back_days(static_cast<int32_t>(window_));
  expiring.set_within_days(3650);
  v1::ListExpiringLotsResponse lots;
  ASSERT_TRUE(ListExpiringLots(rows_, expiring, {.after_key = "", .size = 9}, now_, &lots).ok());
  const auto want_lots = oracle_.Expiring(facility_, item, as_of_, window_);
  ASSERT_EQ(lots.lots_size(), static_cast<int>(want_lots.size()));
  for (int i = 0; i < lots.lots_size(); ++i) {
    ExpectSame(lots.lots(i), want_lots[static_cast<size_t>(i)],
               {"lot", "days_left", "quantity", "expires_unused_quantity"});
  }
}

// By the rules of the contract, from the line's own daily use.
void ReportCheck::CompareOrder(const v1::MinimumMaximumLine& line) {
  const v1::DailyUse& use = line.daily_use();
  EXPECT_EQ(line.has_minimum_quantity(), use.in_stock_days() > 0 && use.consumed_quantity() > 0);
  if (!line.has_minimum_quantity()) return;
  const auto use_of = [&use](int64_t days) {
    return (use.consumed_quantity() * days + use.in_stock_days() - 1) / use.in_stock_days();
  };
  EXPECT_EQ(line.minimum_quantity(), use_of(14 + 15));
  EXPECT_EQ(line.maximum_quantity(), use_of(14 + 15 + 30));
  EXPECT_EQ(line.proposed_quantity(),
            std::max<int64_t>(0, line.maximum_quantity() - line.usable_quantity() +
                                     line.expires_unused_quantity()));
}

void ReportCheck::CompareDonors(const std::string& item) {
  auto request = Ask<v1::ListDonorStockRequest>(item);
  request.set_with_unowned(true);
  v1::ListDonorStockResponse response;
  ASSERT_TRUE(ListDonorStock(rows_, request, {.after_key = "", .size = 9}, now_, &response).ok());
  const std::map<std::string, v1::DonorLine> want = oracle_.Donors(facility_, item, as_of_);
  int64_t all = 0;
  for (const v1::DonorLine& line : response.lines()) {
    SCOPED_TRACE(line.owner());
    const auto found = want.find(line.owner());
    const v1::DonorLine sums = found == want.end() ? v1::DonorLine() : found->second;
    ExpectSame(line, sums, {"received_quantity", "used_quantity", "wasted_quantity"});
    const int64_t left = line.left_quantity() + line.expired_quantity() +
                         line.quarantined_quantity() + line.damaged_quantity();
    EXPECT_EQ(left, sums.left_quantity());
    EXPECT_EQ(line.opening_quantity(), 0) << "from the beginning nothing was there before";
    all += left;
  }
  int64_t want_all = 0;
  for (const auto& [owner, line] : want) want_all += line.left_quantity();
  EXPECT_EQ(all, want_all);
}

}  // namespace waystation::inventory
