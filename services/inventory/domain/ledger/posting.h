// A posting in the making: the legs, balances and exceptions of one command, kept consistent.
#ifndef SERVICES_INVENTORY_DOMAIN_LEDGER_POSTING_H_
#define SERVICES_INVENTORY_DOMAIN_LEDGER_POSTING_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/inventory/domain/ledger/context.h"
#include "services/inventory/domain/reservations/promises.h"
#include "waystation/inventory/v1/events.pb.h"

namespace waystation::inventory {

// What a line or leg is about; for exceptions.
struct Subject {
  std::string item;
  std::string place;
  std::string lot;
  v1::Condition condition = v1::CONDITION_USABLE;
  int64_t day = 0;
};

v1::Account PositionAccount(absl::string_view place, v1::Condition condition);
v1::Account PlainAccount(v1::AccountKind kind);
// What is on its way by the transfer of that name.
v1::Account TransitAccount(const std::string& transfer);

// Lives within one decision. Works on its own copy of the ledger's state.
class Posting {
 public:
  // `movement`: as entered, with its name; its reservation is one of the ledger's or none. `owner`:
  // of the exceptions.
  Posting(const DecideContext& context, LedgerState ledger, v1::Movement movement,
          std::string owner);

  const Book& book() const { return ledger_.book; }
  LotDates& lot_dates() { return ledger_.lot_dates; }
  const LotDates& lot_dates() const { return ledger_.lot_dates; }
  Promises& promises() { return promises_; }
  const Promises& promises() const { return promises_; }
  const RecalledLots& recalled() const { return ledger_.recalled; }
  v1::Movement& movement() { return movement_; }
  const v1::Movement& movement() const { return movement_; }
  // Who did it, or else who sends it.
  const std::string& owner() const { return owner_; }
  const std::string& facility_name() const { return ledger_.facility->name; }
  // The day on which what an order takes must still be good: the movement's, or under a suspect
  // clock the latest that it may be.
  int64_t PromiseDay() const;
  Lowest LowestFrom(const PositionKey& key, int64_t day) const;

  // QUANTITY_OVERFLOW when so much more of the item can't come in.
  absl::Status CheckInflow(const std::string& item, int64_t quantity) const;

  // Appends `leg` (its date is filled in) and moves the balances. QUANTITY_OVERFLOW as above.
  absl::Status Post(v1::Leg leg);
  // Likewise for the inverse of a leg that counts: what it takes back no longer counts as inflow.
  absl::Status PostInverse(v1::Leg leg);

  // Opens an exception of this movement. The pointer lives until the next call of Open or Change.
  v1::Exception* Open(v1::ExceptionKind kind);
  v1::Exception* Open(v1::ExceptionKind kind, const Subject& subject, int64_t quantity);

  // Posts a shortfall of the subject's position: the difference's leg and its exception.
  absl::Status OpenShortfall(const Subject& subject, int64_t quantity, bool lot_named,
                             int32_t line_index);

  // Notes that an exception opened before has changed.
  void Change(const v1::Exception& exception);

  // Closes an exception: `end`, and by whom and when.
  void Close(v1::Exception& exception, v1::ExceptionEnd end) const;

  // The event. Ends the posting.
  v1::MovementPosted Take();

 private:
  enum class Sense { kNew, kInverse };
  absl::Status PostLeg(v1::Leg leg, Sense sense);

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
