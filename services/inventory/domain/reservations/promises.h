// Reservations within a posting: what its movement takes from the promise that it names, what it
// must leave to others, and which shrink when it can't.
#ifndef SERVICES_INVENTORY_DOMAIN_RESERVATIONS_PROMISES_H_
#define SERVICES_INVENTORY_DOMAIN_RESERVATIONS_PROMISES_H_

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/inventory/domain/ledger/book.h"
#include "services/inventory/domain/ledger/lot.h"
#include "services/inventory/domain/reservations/keep.h"
#include "waystation/inventory/v1/movement.pb.h"
#include "waystation/inventory/v1/reservation.pb.h"

namespace waystation::inventory {

class Posting;

// The reservations that a posting works with, as they are by now.
class Promises {
 public:
  // `reservations` in the order in which they are kept. `named`: the one that the movement is for;
  // empty: none. `today`: the civil day of `now`.
  Promises(std::vector<v1::Reservation> reservations, std::string named, absl::Time now,
           int64_t today);

  int64_t today() const { return today_; }
  absl::Time now() const { return now_; }
  // Whether any of the item is promised.
  bool Hold(const std::string& item) const;
  // The one that the movement is for, while it holds; nullptr otherwise.
  const v1::Reservation* named() const;
  const std::vector<v1::Reservation>& all() const { return reservations_; }

  // Takes from what the named one promises of the item, as far as place and lot match; notes it in
  // `movement`.
  void Fulfil(const std::string& item, const std::string& place, const std::string& lot,
              int64_t quantity, v1::Movement& movement);
  // To be changed: it is then one of those that the event tells.
  v1::Reservation& Change(const std::string& name);
  // Those that have changed.
  std::vector<v1::Reservation> TakeChanged();

 private:
  std::vector<v1::Reservation> reservations_;
  const std::string named_;
  const absl::Time now_;
  const int64_t today_;
  std::set<std::string> changed_;
};

// How much of one item may go without more of what is promised to others being broken. A recall may
// have broken some already: recalled lots keep no promise here, so whoever takes good stock leaves
// it to those who were promised any, and the recalled lots themselves may be set apart. Changes
// only itself.
class SpareStock {
 public:
  // Of `item` in `book`, by what is promised now. `dates` and `recalled` must outlive it.
  SpareStock(const Promises& promises, const Book& book, const LotDates& dates,
             const RecalledLots& recalled, std::string item);

  // The most of `up_to` that may go at `moment` from a place and lot, to another place or (empty)
  // for good. It is gone then: the next call finds it so.
  int64_t Take(const std::string& place, const std::string& lot, const std::string& to_place,
               const Moment& moment, int64_t up_to);

 private:
  struct Trial {
    Book book;
    std::optional<v1::Reservation> named;
  };
  Trial After(const std::string& place, const std::string& lot, const std::string& to_place,
              const Moment& moment, int64_t quantity) const;
  int64_t LackingIn(const Trial& trial) const;
  bool Keeps(const Trial& trial) const { return LackingIn(trial) <= lacking_before_; }

  const std::string item_;
  const LotDates& dates_;
  const RecalledLots& recalled_;
  const absl::Time now_;
  const int64_t today_;
  std::vector<Claim> others_;
  Trial state_;
  int64_t lacking_before_ = 0;
};

// The line as it is taken under the named reservation: where it names no place or no lot, those
// that all the reservation's lines of the item name.
v1::MovementLine UnderReservation(const Promises& promises, const v1::MovementLine& line);

// What can't be kept any more of the items that the posting moved.
struct Lack {
  std::string reservation;  // Name.
  int line_index = 0;
  std::string item;
  int64_t quantity = 0;
};
std::vector<Lack> LacksOf(const Posting& posting);

// Shrinks what can't be kept any more, and tells the owners. REQUIRES: all legs are posted.
void ShrinkPromises(Posting& posting);

// Of the reversal of a movement that took from a promise: gives back what it took, as far as it can
// be kept beside all others. REQUIRES: all legs are posted, and what can't be kept has shrunk.
void GiveBack(Posting& posting, const v1::Movement& original);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_RESERVATIONS_PROMISES_H_
