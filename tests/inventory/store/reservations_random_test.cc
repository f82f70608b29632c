// Random promises and movements, held after each against plain rules: whether all that is promised
// can be kept is counted out over every choice of promises (Hall's condition), with nothing of the
// implementation. WAYSTATION_OPERATIONS and WAYSTATION_SEED say how many and which.
#include <algorithm>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/store/list.h"
#include "services/inventory/store/tables.h"
#include "storage/base/errors.h"
#include "storage/memory/memory_rows.h"
#include "tests/inventory/support/desk.h"
#include "tests/inventory/support/ledger_audit.h"
#include "tests/storage/support/temp_folder.h"
#include "tests/support/random.h"

namespace waystation::inventory {
namespace {

constexpr int64_t kDefaultReservationOperations = 6'000;
constexpr int64_t kOperationsOfHistory = 300;
constexpr size_t kMostAtOnce = 7;  // Counting out is exponential.

struct Stock {
  std::string place, lot;
  int64_t last_day = 0;  // 0: no date.
  int64_t quantity = 0;
};

struct Wish {
  std::string name;  // Of the reservation.
  std::string place, lot;
  int64_t day = 0;
  int64_t quantity = 0;
};

bool Serves(const Stock& stock, const Wish& wish) {
  return (wish.place.empty() || wish.place == stock.place) &&
         (wish.lot.empty() || wish.lot == stock.lot) &&
         (stock.last_day == 0 || stock.last_day >= wish.day);
}

// The most of `last` that there is beside all of `wishes`; negative when even these are too many:
// the least, over all choices of them, of what serves the chosen and `last` less what they want.
int64_t RoomFor(const Wish& last, const std::vector<Wish>& wishes,
                const std::vector<Stock>& stock) {
  int64_t room = std::numeric_limits<int64_t>::max();
  for (size_t chosen = 0; chosen < (size_t{1} << wishes.size()); ++chosen) {
    int64_t left = 0;
    for (const Stock& there : stock) {
      bool serves = Serves(there, last);
      for (size_t i = 0; i < wishes.size(); ++i) {
        serves = serves || ((chosen >> i & 1) == 1 && Serves(there, wishes[i]));
      }
      if (serves) left += there.quantity;
    }
    for (size_t i = 0; i < wishes.size(); ++i) {
      if ((chosen >> i & 1) == 1) left -= wishes[i].quantity;
    }
    room = std::min(room, left);
  }
  return room;
}

class RandomPromises {
 public:
  explicit RandomPromises(uint64_t seed) : random_(seed) {
    desk_.SetNow(now_);
    desk_.SetFacility("f", facility::v1::FACILITY_STATE_OPEN);
    desk_.AddItem("rice");
  }

  void Run(int64_t operations) {
    for (int64_t i = 0; i < operations && !::testing::Test::HasFailure(); ++i) {
      SCOPED_TRACE(absl::StrCat("at operation ", i));
      now_ += absl::Minutes(random_.Below(60));
      desk_.SetNow(now_);
      const int64_t choice = random_.Below(20);
      if (choice < 6) {
        Promise();
      } else if (choice < 9) {
        Verb();
      } else if (choice < 12) {
        Receive();
      } else if (choice < 18) {
        TakeOut();
      } else {
        Reverse();
      }
      Look();
    }
    EXPECT_EQ(AuditRows(*desk_.rows().Snapshot()), "");
  }

  int64_t refused() const { return refused_; }
  int64_t shrunk() const { return shrunk_; }

 private:
  std::string AnyOf(const std::vector<std::string>& texts) {
    return texts[static_cast<size_t>(random_.Below(static_cast<int64_t>(texts.size())))];
  }
  int64_t Today() const { return DayOf(now_, Baku()); }
  static absl::TimeZone Baku() { return absl::FixedTimeZone(4 * 3600); }

  std::vector<Stock> StockNow() {
    v1::ListStockRequest request;
    request.set_facility("facilities/f");
    request.set_condition(v1::CONDITION_USABLE);
    v1::ListStockResponse response;
    const auto rows = desk_.rows().Snapshot();
    EXPECT_TRUE(ListStock(*rows, request, {.size = 1000}, now_, &response).ok());
    std::vector<Stock> stock;
    for (const v1::StockLine& line : response.lines()) {
      stock.push_back({line.place(), line.lot(),
                       line.has_expiry_date() ? DayNumber(line.expiry_date()) : 0,
                       line.quantity()});
    }
    return stock;
  }

  // What is promised now, the first to be kept first; but not to `but`.
  std::vector<Wish> Wishes(const std::string& but = "") {
    std::vector<std::tuple<int, std::string, Wish>> order;
    for (const std::string& name : names_) {
      const v1::Reservation reservation = desk_.Reservation(name);
      const bool holds = reservation.state() == v1::RESERVATION_STATE_ACTIVE ||
                         reservation.state() == v1::RESERVATION_STATE_PICKED;
      const v1::ReservationLine& line = reservation.lines(0);
      if (!holds || name == but || line.outstanding_quantity() == 0) continue;
      order.emplace_back(reservation.priority(), reservation.number(),
                         Wish{name, line.place(), line.lot(), DayNumber(reservation.expire_date()),
                              line.outstanding_quantity()});
    }
    std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
      return std::tie(std::get<0>(a), std::get<1>(a)) < std::tie(std::get<0>(b), std::get<1>(b));
    });
    std::vector<Wish> wishes;
    for (auto& entry : order) wishes.push_back(std::move(std::get<2>(entry)));
    return wishes;
  }

  void Promise() {
    if (Wishes().size() >= kMostAtOnce) return;
    v1::CreateReservationRequest request = Promising("rice", 1 + random_.Below(40));
    v1::Reservation& reservation = *request.mutable_reservation();
    reservation.set_priority(static_cast<v1::ReservationPriority>(1 + random_.Below(6)));
    const absl::Time expire = now_ + absl::Hours(1 + random_.Below(24 * 6));
    *reservation.mutable_expire_time() = TimestampOf(expire);
    v1::ReservationLine& line = *reservation.mutable_lines(0);
    line.set_place(AnyOf({"", "", "main", "ward"}));
    line.set_lot(AnyOf({"", "", "A", "B"}));
    const Wish wish = {"", line.place(), line.lot(), DayOf(expire, Baku()), line.quantity()};
    const int64_t room = RoomFor(wish, Wishes(), StockNow());
    const auto made = desk_.Do(request);
    EXPECT_EQ(made.ok(), wish.quantity <= room) << made.status() << " room " << room;
    if (made.ok()) {
      names_.push_back(made->reservation().name());
    } else {
      ++refused_;
      EXPECT_EQ(ErrorVariable(made.status(), "available"),
                absl::StrCat(std::max<int64_t>(0, room)));
    }
  }

  void Verb() {
    if (names_.empty()) return;
    const std::string name = AnyOf(names_);
    const v1::Reservation before = desk_.Reservation(name);
    const bool active = before.state() == v1::RESERVATION_STATE_ACTIVE;
    const int64_t choice = random_.Below(3);
    if (choice == 0) {
      v1::PickReservationRequest request;
      request.set_name(name);
      if (random_.OneIn(2)) return;
      EXPECT_EQ(desk_.Do(request).ok(), active);
    } else if (choice == 1) {
      v1::ReleaseReservationRequest request;
      request.set_name(name);
      EXPECT_EQ(desk_.Do(request).ok(), active || before.state() == v1::RESERVATION_STATE_PICKED);
    } else {
      v1::ExtendReservationRequest request;
      request.set_name(name);
      const absl::Time expire = now_ + absl::Hours(1 + random_.Below(24 * 9));
      *request.mutable_expire_time() = TimestampOf(expire);
      const v1::ReservationLine& line = before.lines(0);
      const Wish wish = {name, line.place(), line.lot(), DayOf(expire, Baku()),
                         line.outstanding_quantity()};
      const bool fits = RoomFor(wish, Wishes(name), StockNow()) >= wish.quantity;
      EXPECT_EQ(desk_.Do(request).ok(), active && fits);
    }
  }

  v1::CreateMovementRequest At(v1::CreateMovementRequest request) {
    *request.mutable_movement()->mutable_happened_time() =
        TimestampOf(now_ - absl::Hours(random_.Below(30)));
    return request;
  }

  void Receive() {
    v1::MovementLine line =
        Line("rice", 1 + random_.Below(60), AnyOf({"A", "B", "C"}), AnyOf({"main", "ward"}));
    if (line.lot() != "C") {
      *line.mutable_expiry_date() = DateOf(Today() + random_.Below(12));
    }
    const auto wishes = Wishes();
    const auto posted = desk_.Post(At(Receipt(20, line)));
    ASSERT_TRUE(posted.ok()) << posted.status();
    movements_.push_back(posted->movement());
    CheckShrunk(wishes, posted->movement());
  }

  v1::CreateMovementRequest RandomOutflow() {
    const v1::MovementLine line =
        Line("rice", 1 + random_.Below(30), AnyOf({"", "A", "B", "C"}), AnyOf({"main", "ward"}));
    const v1::Intent intent = random_.OneIn(2) ? kOrder : kHappened;
    v1::CreateMovementRequest request = Use(20, line, intent);
    v1::Movement& movement = *request.mutable_movement();
    if (random_.OneIn(3)) {
      movement.set_to_place(line.place() == "main" ? "ward" : "main");
      movement.clear_purpose();
    } else if (random_.OneIn(4)) {
      request = MovementOf(v1::MOVEMENT_KIND_WASTE, 20, line, intent);
      request.mutable_movement()->set_waste_reason(v1::WASTE_REASON_OTHER);
    }
    if (request.movement().kind() == v1::MOVEMENT_KIND_ISSUE) {
      if (!names_.empty() && random_.OneIn(3)) {
        request.mutable_movement()->set_reservation(AnyOf(names_));
      }
      request.mutable_movement()->set_emergency(random_.OneIn(6));
    }
    return At(std::move(request));
  }

  void TakeOut() {
    const v1::CreateMovementRequest request = RandomOutflow();
    const auto wishes = Wishes();
    const auto posted = desk_.Post(request);
    if (!posted.ok()) {
      EXPECT_EQ(request.movement().intent(), kOrder) << posted.status();
      return;
    }
    movements_.push_back(posted->movement());
    const bool polite = request.movement().intent() == kOrder && !request.movement().emergency();
    const int64_t lost = CheckShrunk(wishes, posted->movement());
    if (polite) {
      EXPECT_EQ(lost, 0) << posted->movement().DebugString();
    }
  }

  void Reverse() {
    if (movements_.empty()) return;
    const auto& movement =
        movements_[static_cast<size_t>(random_.Below(static_cast<int64_t>(movements_.size())))];
    const bool order = random_.OneIn(2);
    const auto wishes = Wishes();
    const auto reversed = desk_.Reverse(ReversalOf(movement, order ? kOrder : kHappened));
    if (!reversed.ok()) return;
    int64_t lost = 0;
    for (const v1::Exception& exception : reversed->exceptions()) {
      // What can't be given back is another thing.
      if (exception.kind() == v1::EXCEPTION_KIND_RESERVATION_SHRUNK &&
          exception.reservation() != movement.reservation()) {
        lost += exception.quantity();
      }
    }
    if (order) {
      EXPECT_EQ(lost, 0);
    }
    shrunk_ += lost;
  }

  // That the promises left are what plain rules leave of `before`. Returns what was lost.
  int64_t CheckShrunk(std::vector<Wish> before, const v1::Movement& movement) {
    if (!movement.reservation_takings().empty()) {
      for (Wish& wish : before) {
        if (wish.name != movement.reservation()) continue;
        wish.quantity -= movement.reservation_takings(0).quantity();
      }
    }
    const std::vector<Stock> stock = StockNow();
    std::vector<Wish> kept;
    int64_t lost = 0;
    for (Wish wish : before) {
      const int64_t wanted = wish.quantity;
      wish.quantity = std::min(wanted, std::max<int64_t>(0, RoomFor(wish, kept, stock)));
      EXPECT_EQ(desk_.Reservation(wish.name).lines(0).outstanding_quantity(), wish.quantity)
          << wish.name << " of " << wanted << "\n"
          << movement.DebugString();
      lost += wanted - wish.quantity;
      kept.push_back(std::move(wish));
    }
    shrunk_ += lost;
    return lost;
  }

  // What holds at every moment.
  void Look() {
    const std::vector<Wish> wishes = Wishes();
    const std::vector<Stock> stock = StockNow();
    const Wish nothing = {"", "nowhere", "", 0, 0};
    EXPECT_GE(RoomFor(nothing, wishes, stock), 0) << "more is promised than is there";
    for (const std::string& name : names_) {
      const v1::ReservationLine line = desk_.Reservation(name).lines(0);
      EXPECT_EQ(line.quantity(),
                line.outstanding_quantity() + line.fulfilled_quantity() + line.shrunk_quantity());
      EXPECT_GE(line.outstanding_quantity(), 0);
      EXPECT_GE(line.fulfilled_quantity(), 0);
      EXPECT_GE(line.shrunk_quantity(), 0);
    }
    v1::GetStockBalanceRequest request;
    request.set_facility("facilities/f");
    request.set_item("items/rice");
    v1::GetStockBalanceResponse balance;
    const auto rows = desk_.rows().Snapshot();
    ASSERT_TRUE(GetStockBalance(*rows, request, now_, &balance).ok());
    const Wish any = {"", "", "", Today(), 0};
    EXPECT_EQ(balance.available_quantity(), RoomFor(any, wishes, stock));
  }

  testing::Random random_;
  absl::Time now_ = Noon(20);
  Desk desk_;
  std::vector<std::string> names_;
  std::vector<v1::Movement> movements_;
  int64_t refused_ = 0;
  int64_t shrunk_ = 0;
};

TEST(ReservationsRandomTest, PromisesAreWhatPlainRulesSay) {
  const uint64_t seed = storage::testing::TestSeed();
  const int64_t operations = storage::testing::TestOperations(kDefaultReservationOperations);
  int64_t refused = 0;
  int64_t shrunk = 0;
  for (int64_t done = 0; done < operations && !HasFailure(); done += kOperationsOfHistory) {
    const uint64_t history = seed + static_cast<uint64_t>(done / kOperationsOfHistory);
    SCOPED_TRACE(absl::StrCat("WAYSTATION_SEED=", history));
    RandomPromises promises(history);
    promises.Run(std::min(kOperationsOfHistory, operations - done));
    refused += promises.refused();
    shrunk += promises.shrunk();
  }
  // Else nothing was tried.
  EXPECT_GT(refused, 0);
  EXPECT_GT(shrunk, 0);
}

}  // namespace
}  // namespace waystation::inventory
