#include "services/inventory/domain/ledger/posting.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/ledger/condition.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/domain/places/track.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

bool IsPosition(const v1::Account& account) { return account.kind() == v1::ACCOUNT_KIND_POSITION; }

PositionKey KeyOf(const v1::Leg& leg, const v1::Account& account) {
  return {leg.item(), account.place(), leg.lot(), ConditionOf(account)};
}

}  // namespace

Subject SubjectOf(const PositionKey& key, const Moment& moment) {
  return {.item = key.item,
          .place = key.place,
          .lot = key.lot,
          .condition = key.condition,
          .moment = moment};
}

v1::Account PositionAccount(absl::string_view place, v1::Condition condition) {
  v1::Account account = PlainAccount(v1::ACCOUNT_KIND_POSITION);
  account.set_place(std::string(place));
  account.set_condition(condition);
  return account;
}

v1::Account PlainAccount(v1::AccountKind kind) {
  v1::Account account;
  account.set_kind(kind);
  return account;
}

v1::Account TransitAccount(const std::string& transfer) {
  v1::Account account = PlainAccount(v1::ACCOUNT_KIND_IN_TRANSIT);
  account.set_transfer(transfer);
  return account;
}

v1::Exception OpenException(v1::ExceptionKind kind, const std::string& facility,
                            const std::string& owner, absl::string_view which,
                            const DecideContext& context, v1::Movement& movement) {
  v1::Exception exception;
  exception.set_name(ExceptionName(*FacilityId(facility), DerivedId(context.request_id, which)));
  exception.set_kind(kind);
  exception.set_state(v1::EXCEPTION_STATE_OPEN);
  exception.set_owner(owner);
  exception.set_movement(movement.name());
  *exception.mutable_open_time() = TimestampOf(context.now);
  *exception.mutable_day() = movement.day();
  movement.add_exceptions(exception.name());
  return exception;
}

Posting::Posting(const DecideContext& context, LedgerState ledger, v1::Movement movement,
                 std::string owner)
    : context_(context),
      ledger_(std::move(ledger)),
      movement_(std::move(movement)),
      owner_(std::move(owner)),
      promises_(std::move(ledger_.reservations), movement_.reservation(), context_.now,
                ledger_.facility.has_value() ? DayOf(context_.now, ledger_.facility->zone) : 0) {
  MarkBook(ledger_);
}

int64_t Posting::PromiseDay() const {
  const int64_t day = DayNumber(movement_.day());
  if (!context_.clock_suspect) return day;
  return std::max(day, DayOf(context_.LatestNow(), ledger_.facility->zone));
}

absl::Time Posting::PromiseTime() const {
  return std::max(TimeOf(movement_.effective_time()), context_.LatestNow());
}

// One that was not loaded holds nothing, but may have been counted.
Position& Posting::At(const PositionKey& key) {
  const auto [found, added] = ledger_.book.try_emplace(key);
  if (added) found->second.SetMarks(MarksOf(ledger_.counts, key));
  return found->second;
}

Lowest Posting::LowestFrom(const PositionKey& key, const Moment& moment) {
  return At(key).LowestFrom(moment);
}

const CountMark* Posting::NextCount(const PositionKey& key, const Moment& moment) {
  return At(key).NextCount(moment);
}

std::optional<Lowest> Posting::FirstBelow(const PositionKey& key, const Moment& moment) {
  return At(key).FirstBelow(moment);
}

absl::Status Posting::CheckInflow(const std::string& item, int64_t quantity) const {
  const auto found = ledger_.gross_inflow.find(item);
  const int64_t before = found == ledger_.gross_inflow.end() ? 0 : found->second;
  if (quantity <= std::numeric_limits<int64_t>::max() - before) return absl::OkStatus();
  return Error(Reason::ERROR_REASON_QUANTITY_OVERFLOW,
               "the sum would leave the range of 64-bit integers",
               {{"quantity", absl::StrCat(quantity)}, {"item", item}});
}

absl::Status Posting::Post(v1::Leg leg, const Moment& moment) {
  return PostLeg(std::move(leg), moment, Sense::kNew);
}

absl::Status Posting::PostInverse(v1::Leg leg, const Moment& moment) {
  return PostLeg(std::move(leg), moment, Sense::kInverse);
}

absl::Status Posting::PostLeg(v1::Leg leg, const Moment& moment, Sense sense) {
  if (IsPosition(leg.to())) {
    if (sense == Sense::kNew) {
      RETURN_IF_ERROR(CheckInflow(leg.item(), leg.quantity()));
      ledger_.gross_inflow[leg.item()] += leg.quantity();
    }
    At(KeyOf(leg, leg.to())).Add(moment, leg.quantity());
  }
  if (IsPosition(leg.from())) {
    if (sense == Sense::kInverse) ledger_.gross_inflow[leg.item()] -= leg.quantity();
    At(KeyOf(leg, leg.from())).Add(moment, -leg.quantity());
  }
  Append(std::move(leg), moment);
  return absl::OkStatus();
}

// A leg tells its time where it is not the movement's own.
void Posting::Append(v1::Leg leg, const Moment& moment) {
  *leg.mutable_day() = DateOf(moment.day);
  leg.clear_effective_time();
  const Moment own = MomentOf(movement_);
  if (moment.day != own.day || moment.time_us != own.time_us) {
    *leg.mutable_effective_time() = TimestampOf(TimeAt(moment));
  }
  const LotDate date = DateOfLot(ledger_.lot_dates, leg.item(), leg.lot());
  leg.set_date_kind(date.kind);
  if (date.dated) *leg.mutable_expiry_date() = DateOf(date.expiry_day);
  *movement_.add_legs() = std::move(leg);
}

// The first and the last of a day are told as times of the facility's zone.
absl::Time Posting::TimeAt(const Moment& moment) const {
  if (moment.time_us == kBeginningOfDay) return StartOfDay(moment.day, ledger_.facility->zone);
  if (moment.time_us == kEndOfDay) {
    return StartOfDay(moment.day + 1, ledger_.facility->zone) - absl::Microseconds(1);
  }
  return absl::FromUnixMicros(moment.time_us);
}

absl::Status Posting::PostCorrections() {
  for (const auto& [key, position] : ledger_.book) {
    for (const CountMark& mark : position.marks()) {
      if (mark.correction == 0) continue;
      const v1::Account there = PositionAccount(key.place, key.condition);
      const v1::Account difference = PlainAccount(v1::ACCOUNT_KIND_COUNT_DIFFERENCE);
      const bool more = mark.correction > 0;
      v1::Leg leg;
      leg.set_item(key.item);
      leg.set_lot(key.lot);
      *leg.mutable_from() = more ? difference : there;
      *leg.mutable_to() = more ? there : difference;
      leg.set_quantity(more ? mark.correction : -mark.correction);
      leg.set_count(mark.count);
      leg.set_line_index(kNoLine);
      if (more) {
        RETURN_IF_ERROR(CheckInflow(key.item, leg.quantity()));
        ledger_.gross_inflow[key.item] += leg.quantity();
      }
      Append(std::move(leg), mark.moment);
    }
  }
  return absl::OkStatus();
}

v1::Exception* Posting::Open(v1::ExceptionKind kind) {
  return &exceptions_.emplace_back(OpenException(
      kind, facility_name(), owner_, absl::StrCat("exception/", opened_++), context_, movement_));
}

v1::Exception* Posting::Open(v1::ExceptionKind kind, const Subject& subject, int64_t quantity) {
  v1::Exception* exception = Open(kind);
  exception->set_item(subject.item);
  exception->set_place(subject.place);
  exception->set_lot(subject.lot);
  exception->set_condition(subject.condition);
  *exception->mutable_day() = DateOf(subject.day());
  exception->set_quantity(quantity);
  return exception;
}

absl::Status Posting::OpenShortfall(const Subject& subject, int64_t quantity, bool lot_named,
                                    int32_t line_index) {
  v1::Exception* exception = Open(v1::EXCEPTION_KIND_SHORTFALL, subject, quantity);
  exception->set_lot_named(lot_named);
  exception->set_outstanding_quantity(quantity);
  *exception->mutable_effective_time() = TimestampOf(TimeAt(subject.moment));
  v1::Leg leg;
  leg.set_item(subject.item);
  leg.set_lot(subject.lot);
  *leg.mutable_from() = PlainAccount(v1::ACCOUNT_KIND_COUNT_DIFFERENCE);
  *leg.mutable_to() = PositionAccount(subject.place, subject.condition);
  leg.set_quantity(quantity);
  leg.set_difference_of(exception->name());
  leg.set_line_index(line_index);
  Settle(*exception);
  return Post(std::move(leg), subject.moment);
}

absl::Status Posting::FillBelow(const PositionKey& key, const Moment& moment, int32_t line_index) {
  const Moment at_once(moment.day, moment.time_us + 1);
  Moment from = moment;
  while (const std::optional<Lowest> below = FirstBelow(key, from)) {
    const Moment when = below->day == moment.day ? at_once : Moment(below->day, kBeginningOfDay);
    RETURN_IF_ERROR(
        OpenShortfall(SubjectOf(key, when), -below->quantity, /*lot_named=*/true, line_index));
    from = Moment(below->day + 1, kBeginningOfDay);
  }
  return absl::OkStatus();
}

void Posting::Settle(v1::Exception& shortfall) {
  if (shortfall.state() != v1::EXCEPTION_STATE_OPEN) return;
  const PositionKey key = {shortfall.item(), shortfall.place(), shortfall.lot(),
                           KnownCondition(shortfall.condition())};
  const CountMark* count = NextCount(key, MomentOf(shortfall));
  if (count == nullptr) return;
  Close(shortfall, v1::EXCEPTION_END_COUNTED);
  shortfall.set_count(count->count);
}

void Posting::Change(const v1::Exception& exception) {
  for (v1::Exception& known : exceptions_) {
    if (known.name() == exception.name()) {
      known = exception;
      return;
    }
  }
  exceptions_.push_back(exception);
}

void Posting::Close(v1::Exception& exception, v1::ExceptionEnd end) const {
  exception.set_state(v1::EXCEPTION_STATE_CLOSED);
  exception.set_end(end);
  *exception.mutable_close_time() = TimestampOf(context_.now);
  exception.set_closed_by(context_.principal);
}

absl::StatusOr<v1::MovementPosted> Posting::Finish() {
  RETURN_IF_ERROR(PostCorrections());
  std::vector<v1::LotExposure> exposures = TrackExposures(*this);
  v1::MovementPosted posted = Take();
  for (v1::LotExposure& lot : exposures) *posted.add_lot_exposures() = std::move(lot);
  return posted;
}

v1::MovementPosted Posting::Take() {
  v1::MovementPosted posted;
  *posted.mutable_movement() = std::move(movement_);
  for (v1::Exception& exception : exceptions_) *posted.add_exceptions() = std::move(exception);
  posted.set_time_zone(ledger_.facility->zone_name);
  posted.set_facility_open(ledger_.facility->open);
  posted.set_facility_kind(ledger_.facility->kind);
  for (v1::Reservation& reservation : promises_.TakeChanged()) {
    *posted.add_reservations() = std::move(reservation);
  }
  return posted;
}

}  // namespace waystation::inventory
