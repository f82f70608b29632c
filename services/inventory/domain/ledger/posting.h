// A posting in the making: the legs, balances and exceptions of one command, kept consistent.
#ifndef SERVICES_INVENTORY_DOMAIN_LEDGER_POSTING_H_
#define SERVICES_INVENTORY_DOMAIN_LEDGER_POSTING_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/inventory/domain/ledger/context.h"
#include "services/inventory/domain/reservations/promises.h"
#include "waystation/inventory/v1/events.pb.h"

namespace waystation::inventory {

// The line index of legs that come from no line.
inline constexpr int32_t kNoLine = -1;

// What a line or leg is about; for exceptions.
struct Subject {
  std::string item;
  std::string place;
  std::string lot;
  v1::Condition condition = v1::CONDITION_USABLE;
  Moment moment = {};

  int64_t day() const { return moment.day; }
  PositionKey key() const { return {item, place, lot, condition}; }
};

Subject SubjectOf(const PositionKey& key, const Moment& moment);

v1::Account PositionAccount(absl::string_view place, v1::Condition condition);
v1::Account PlainAccount(v1::AccountKind kind);
// What is on its way by the transfer of that name.
v1::Account TransitAccount(const std::string& transfer);

// An exception as it is opened, now, in the book of the facility (a name), about the movement,
// which it is noted in. `which` tells it from others of the same request.
v1::Exception OpenException(v1::ExceptionKind kind, const std::string& facility,
                            const std::string& owner, absl::string_view which,
                            const DecideContext& context, v1::Movement& movement);

// Lives within one decision. Works on its own copy of the ledger's state.
class Posting {
 public:
  // `movement`: as entered, with its name; its reservation is one of the ledger's or none. `owner`:
  // of the exceptions.
  Posting(const DecideContext& context, LedgerState ledger, v1::Movement movement,
          std::string owner);

  const Book& book() const { return ledger_.book; }
  const FacilityFacts& facility() const { return *ledger_.facility; }
  LotDates& lot_dates() { return ledger_.lot_dates; }
  const LotDates& lot_dates() const { return ledger_.lot_dates; }
  Promises& promises() { return promises_; }
  const Promises& promises() const { return promises_; }
  const RecalledLots& recalled() const { return ledger_.recalled; }
  StorageState& storage() { return ledger_.storage; }
  const StorageState& storage() const { return ledger_.storage; }
  v1::Movement& movement() { return movement_; }
  const v1::Movement& movement() const { return movement_; }
  // Who did it, or else who sends it.
  const std::string& owner() const { return owner_; }
  const std::string& facility_name() const { return ledger_.facility->name; }
  // The day on which what an order takes must still be good: the movement's, or under a suspect
  // clock the latest that it may be.
  int64_t PromiseDay() const;
  // Likewise the time.
  absl::Time PromiseTime() const;
  Lowest LowestFrom(const PositionKey& key, const Moment& moment);
  // The first count of the position at or after `moment`; nullptr when there is none.
  const CountMark* NextCount(const PositionKey& key, const Moment& moment);
  // What Position::FirstBelow says of it.
  std::optional<Lowest> FirstBelow(const PositionKey& key, const Moment& moment);

  // QUANTITY_OVERFLOW when so much more of the item can't come in.
  absl::Status CheckInflow(const std::string& item, int64_t quantity) const;

  // Appends `leg`, which counts at `moment`, and moves the balances; its lot's date, its day and
  // its time are filled in. What counts after it gets into its difference. QUANTITY_OVERFLOW as
  // above.
  absl::Status Post(v1::Leg leg, const Moment& moment);
  // Likewise for the inverse of a leg that counts: what it takes back no longer counts as inflow.
  absl::Status PostInverse(v1::Leg leg, const Moment& moment);

  // Opens an exception of this movement. The pointer lives until the next call of Open or Change.
  v1::Exception* Open(v1::ExceptionKind kind);
  v1::Exception* Open(v1::ExceptionKind kind, const Subject& subject, int64_t quantity);

  // Posts a shortfall of the subject's position: the difference's leg and its exception, which is
  // settled at once where the position was counted since.
  absl::Status OpenShortfall(const Subject& subject, int64_t quantity, bool lot_named,
                             int32_t line_index);

  // Opens a shortfall on each day that ends below nothing, from the moment's on up to the next
  // count: so much came from somewhere, at once after the moment, or as a later day began.
  // REQUIRES: the moment has a time.
  absl::Status FillBelow(const PositionKey& key, const Moment& moment, int32_t line_index);

  // Ends an open shortfall when its position was counted at or after it: what there is is settled.
  void Settle(v1::Exception& shortfall);

  // Notes that an exception opened before has changed.
  void Change(const v1::Exception& exception);

  // Closes an exception: `end`, and by whom and when.
  void Close(v1::Exception& exception, v1::ExceptionEnd end) const;

  // The event, with the legs that re-derive the differences of counts, and how the lots stand that
  // are out of their range. Ends the posting.
  // QUANTITY_OVERFLOW as above.
  absl::StatusOr<v1::MovementPosted> Finish();
  // The event of a movement that is not posted. Ends the posting.
  v1::MovementPosted Take();

 private:
  enum class Sense { kNew, kInverse };
  absl::Status PostLeg(v1::Leg leg, const Moment& moment, Sense sense);
  absl::Status PostCorrections();
  void Append(v1::Leg leg, const Moment& moment);
  absl::Time TimeAt(const Moment& moment) const;
  Position& At(const PositionKey& key);

  const DecideContext context_;
  LedgerState ledger_;
  v1::Movement movement_;
  const std::string owner_;
  Promises promises_;
  std::vector<v1::Exception> exceptions_;
  int opened_ = 0;
};

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_LEDGER_POSTING_H_
