#include "services/inventory/domain/reservations/promises.h"

#include <algorithm>
#include <tuple>

#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/ledger/posting.h"
#include "services/inventory/domain/reservations/reservation.h"

namespace waystation::inventory {
namespace {

bool Matches(const v1::ReservationLine& line, const std::string& item, const std::string& place,
             const std::string& lot) {
  return line.item() == item && (line.place().empty() || line.place() == place) &&
         (line.lot().empty() || line.lot() == lot);
}

// {line index, quantity} of what is taken from the reservation's lines: from those first that say
// most about place and lot, since the others can be kept from elsewhere. Changes the lines.
std::vector<std::pair<int, int64_t>> TakeFromLines(v1::Reservation& reservation,
                                                   const std::string& item,
                                                   const std::string& place, const std::string& lot,
                                                   int64_t quantity) {
  std::vector<std::tuple<bool, bool, int>> order;
  for (int i = 0; i < reservation.lines_size(); ++i) {
    const v1::ReservationLine& line = reservation.lines(i);
    if (Matches(line, item, place, lot)) {
      order.emplace_back(line.lot().empty(), line.place().empty(), i);
    }
  }
  std::sort(order.begin(), order.end());
  std::vector<std::pair<int, int64_t>> taken;
  for (const auto& [any_lot, any_place, index] : order) {
    v1::ReservationLine& line = *reservation.mutable_lines(index);
    const int64_t part = std::min(quantity, line.outstanding_quantity());
    if (part <= 0) continue;
    line.set_outstanding_quantity(line.outstanding_quantity() - part);
    line.set_fulfilled_quantity(line.fulfilled_quantity() + part);
    quantity -= part;
    taken.emplace_back(index, part);
  }
  return taken;
}

v1::ReservationTaking& TakingOf(v1::Movement& movement, int line_index) {
  for (v1::ReservationTaking& taking : *movement.mutable_reservation_takings()) {
    if (taking.reservation_line_index() == line_index) return taking;
  }
  v1::ReservationTaking& taking = *movement.add_reservation_takings();
  taking.set_reservation_line_index(line_index);
  return taking;
}

// Usable stock of one item.
Book UsableOf(const Book& book, const std::string& item) {
  Book usable;
  for (auto row = book.lower_bound({item, "", ""}); row != book.end(); ++row) {
    if (row->first.item != item) break;
    if (row->first.condition == v1::CONDITION_USABLE) usable.insert(*row);
  }
  return usable;
}

std::set<std::string> PromisedItemsMoved(const Posting& posting) {
  std::set<std::string> items;
  for (const v1::Leg& leg : posting.movement().legs()) {
    if (posting.promises().Hold(leg.item())) items.insert(leg.item());
  }
  return items;
}

void TellOwner(Posting& posting, const v1::Reservation& reservation,
               const v1::ReservationLine& line, int64_t quantity) {
  v1::Exception& exception = *posting.Open(v1::EXCEPTION_KIND_RESERVATION_SHRUNK);
  exception.set_owner(reservation.owner());
  exception.set_item(line.item());
  exception.set_place(line.place());
  exception.set_lot(line.lot());
  exception.set_condition(v1::CONDITION_USABLE);
  exception.set_quantity(quantity);
  exception.set_reservation(reservation.name());
  exception.set_reservation_number(reservation.number());
  exception.set_still_promised_quantity(line.outstanding_quantity());
}

}  // namespace

Promises::Promises(std::vector<v1::Reservation> reservations, std::string named, absl::Time now,
                   int64_t today)
    : reservations_(std::move(reservations)), named_(std::move(named)), now_(now), today_(today) {}

bool Promises::Hold(const std::string& item) const {
  return std::any_of(reservations_.begin(), reservations_.end(), [&](const v1::Reservation& r) {
    return Holds(r, now_) &&
           std::any_of(r.lines().begin(), r.lines().end(), [&](const v1::ReservationLine& line) {
             return line.item() == item && line.outstanding_quantity() > 0;
           });
  });
}

const v1::Reservation* Promises::named() const {
  if (named_.empty()) return nullptr;
  for (const v1::Reservation& reservation : reservations_) {
    if (reservation.name() == named_ && Holds(reservation, now_)) return &reservation;
  }
  return nullptr;
}

void Promises::Fulfil(const std::string& item, const std::string& place, const std::string& lot,
                      int64_t quantity, v1::Movement& movement) {
  if (named() == nullptr) return;
  for (const auto& [index, part] : TakeFromLines(Change(named_), item, place, lot, quantity)) {
    v1::ReservationTaking& taking = TakingOf(movement, index);
    taking.set_quantity(taking.quantity() + part);
  }
}

v1::Reservation& Promises::Change(const std::string& name) {
  changed_.insert(name);
  return *std::find_if(reservations_.begin(), reservations_.end(),
                       [&](const v1::Reservation& r) { return r.name() == name; });
}

std::vector<v1::Reservation> Promises::TakeChanged() {
  std::vector<v1::Reservation> changed;
  for (v1::Reservation& reservation : reservations_) {
    if (changed_.contains(reservation.name())) changed.push_back(std::move(reservation));
  }
  return changed;
}

SpareStock::SpareStock(const Promises& promises, const Book& book, const LotDates& dates,
                       const RecalledLots& recalled, std::string item)
    : item_(std::move(item)),
      dates_(dates),
      recalled_(recalled),
      now_(promises.now()),
      today_(promises.today()) {
  const v1::Reservation* named = promises.named();
  others_ = ClaimsOf(promises.all(), item_, now_, named == nullptr ? "" : named->name());
  state_.book = UsableOf(book, item_);
  if (named != nullptr) state_.named = *named;
  lacking_before_ = LackingIn(state_);
}

SpareStock::Trial SpareStock::After(const std::string& place, const std::string& lot,
                                    const std::string& to_place, const Moment& moment,
                                    int64_t quantity) const {
  Trial trial = state_;
  trial.book[{item_, place, lot}].Add(moment, -quantity);
  if (!to_place.empty()) trial.book[{item_, to_place, lot}].Add(moment, quantity);
  if (trial.named.has_value()) TakeFromLines(*trial.named, item_, place, lot, quantity);
  return trial;
}

int64_t SpareStock::LackingIn(const Trial& trial) const {
  std::vector<Claim> claims = others_;
  if (trial.named.has_value()) {
    for (Claim& claim : ClaimsOf({*trial.named}, item_, now_)) claims.push_back(std::move(claim));
  }
  return Lacking(claims, SuppliesOf(trial.book, dates_, item_, today_, recalled_));
}

int64_t SpareStock::Take(const std::string& place, const std::string& lot,
                         const std::string& to_place, const Moment& moment, int64_t up_to) {
  // What may go is a range from nothing on: halved until its end is found.
  int64_t may = Keeps(After(place, lot, to_place, moment, up_to)) ? up_to : 0;
  for (int64_t may_not = up_to; may + 1 < may_not;) {
    const int64_t tried = may + (may_not - may) / 2;
    if (Keeps(After(place, lot, to_place, moment, tried))) {
      may = tried;
    } else {
      may_not = tried;
    }
  }
  if (may > 0) state_ = After(place, lot, to_place, moment, may);
  return may;
}

v1::MovementLine UnderReservation(const Promises& promises, const v1::MovementLine& line) {
  v1::MovementLine taken = line;
  const v1::Reservation* named = promises.named();
  if (named == nullptr) return taken;
  std::set<std::string> places;
  std::set<std::string> lots;
  for (const v1::ReservationLine& promised : named->lines()) {
    if (promised.item() != line.item() || promised.outstanding_quantity() == 0) continue;
    places.insert(promised.place());
    lots.insert(promised.lot());
  }
  if (taken.place().empty() && places.size() == 1) taken.set_place(*places.begin());
  if (taken.lot().empty() && lots.size() == 1) taken.set_lot(*lots.begin());
  return taken;
}

std::vector<Lack> LacksOf(const Posting& posting) {
  const Promises& promises = posting.promises();
  std::vector<Lack> lacks;
  for (const std::string& item : PromisedItemsMoved(posting)) {
    std::vector<Claim> claims;
    std::vector<Lack> wanted;
    for (const v1::Reservation& reservation : promises.all()) {
      if (!Holds(reservation, promises.now())) continue;
      for (int i = 0; i < reservation.lines_size(); ++i) {
        if (reservation.lines(i).item() != item) continue;
        claims.push_back(ClaimOf(reservation, reservation.lines(i)));
        wanted.push_back({reservation.name(), i, item, claims.back().quantity});
      }
    }
    const std::vector<int64_t> kept =
        Keep(claims, SuppliesOf(posting.book(), posting.lot_dates(), item, promises.today()));
    for (size_t i = 0; i < kept.size(); ++i) {
      wanted[i].quantity -= kept[i];
      if (wanted[i].quantity > 0) lacks.push_back(std::move(wanted[i]));
    }
  }
  return lacks;
}

void ShrinkPromises(Posting& posting) {
  for (const Lack& lack : LacksOf(posting)) {
    v1::Reservation& reservation = posting.promises().Change(lack.reservation);
    v1::ReservationLine& line = *reservation.mutable_lines(lack.line_index);
    line.set_outstanding_quantity(line.outstanding_quantity() - lack.quantity);
    line.set_shrunk_quantity(line.shrunk_quantity() + lack.quantity);
    TellOwner(posting, reservation, line, lack.quantity);
  }
}

void GiveBack(Posting& posting, const v1::Movement& original) {
  Promises& promises = posting.promises();
  const std::string& name = original.reservation();
  const auto found =
      std::find_if(promises.all().begin(), promises.all().end(),
                   [&](const v1::Reservation& reservation) { return reservation.name() == name; });
  if (found == promises.all().end()) return;
  for (const v1::ReservationTaking& taking : original.reservation_takings()) {
    v1::Reservation& reservation = promises.Change(name);
    v1::ReservationLine& line = *reservation.mutable_lines(taking.reservation_line_index());
    line.set_fulfilled_quantity(line.fulfilled_quantity() - taking.quantity());
    line.set_outstanding_quantity(line.outstanding_quantity() + taking.quantity());
    v1::ReservationTaking& back = TakingOf(posting.movement(), taking.reservation_line_index());
    back.set_quantity(taking.quantity());
    // What has ended or expired promises nothing again.
    if (!Holds(reservation, promises.now())) continue;
    line.set_outstanding_quantity(line.outstanding_quantity() - taking.quantity());
    std::vector<Claim> claims = ClaimsOf(promises.all(), line.item(), promises.now());
    claims.push_back(ClaimOf(reservation, line));
    claims.back().quantity = taking.quantity();
    const int64_t kept =
        Keep(claims, SuppliesOf(posting.book(), posting.lot_dates(), line.item(), promises.today()))
            .back();
    line.set_outstanding_quantity(line.outstanding_quantity() + kept);
    line.set_shrunk_quantity(line.shrunk_quantity() + taking.quantity() - kept);
    back.set_promised_again_quantity(kept);
    if (kept < taking.quantity()) TellOwner(posting, reservation, line, taking.quantity() - kept);
  }
}

}  // namespace waystation::inventory
