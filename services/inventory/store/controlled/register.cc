#include "services/inventory/store/controlled/register.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <optional>
#include <utility>

#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/limits.h"
#include "services/inventory/store/controlled/controlled_keys.h"
#include "services/inventory/store/ledger/movement_keys.h"
#include "services/inventory/store/load.h"
#include "services/inventory/store/reports/flow_keys.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

using storage::RowReader;

constexpr int64_t kEarliest = std::numeric_limits<int64_t>::min();
constexpr int64_t kLatest = std::numeric_limits<int64_t>::max();

int64_t DayBefore(int64_t day) { return day == kEarliest ? day : day - 1; }

// Movements of an item by the days on which they count, the latest first: what is on its own day
// and what is on another, merged. Keys are without their table number.
class RegisterCursor {
 public:
  // Days from `first` to `last`.
  RegisterCursor(const RowReader& rows, const RegisterScope& scope, int64_t first, int64_t last)
      : own_(rows.Scan(MovementItemPrefix(scope.facility, scope.item, last),
                       EndOf(MovementItemPrefix(scope.facility, scope.item), first,
                             MovementItemPrefix(scope.facility, scope.item, DayBefore(first))))),
        other_(rows.Scan(
            OtherDayKey(MovementItemPrefix(scope.facility, scope.item, last)),
            EndOf(OtherDayKey(MovementItemPrefix(scope.facility, scope.item)), first,
                  OtherDayKey(MovementItemPrefix(scope.facility, scope.item, DayBefore(first)))))) {
  }

  bool Valid() const { return own_->Valid() || other_->Valid(); }
  std::string key() const { return std::string(Front().key().substr(1)); }
  void Next() { Front().Next(); }
  absl::Status status() const {
    RETURN_IF_ERROR(own_->status());
    return other_->status();
  }

 private:
  static std::string EndOf(const std::string& prefix, int64_t first, const std::string& before) {
    return first == kEarliest ? storage::PrefixEnd(prefix) : before;
  }
  storage::RowCursor& Front() const {
    if (!own_->Valid()) return *other_;
    if (!other_->Valid()) return *own_;
    return own_->key().substr(1) < other_->key().substr(1) ? *own_ : *other_;
  }

  std::unique_ptr<storage::RowCursor> own_;
  std::unique_ptr<storage::RowCursor> other_;
};

struct RegisterKey {
  int64_t day = 0;
  std::string movement;
};

absl::StatusOr<RegisterKey> ReadRegisterKey(const std::string& key_behind_table) {
  const std::string whole = "t" + key_behind_table;
  storage::KeyReader key(whole);
  key.String();
  key.String();
  IndexedMovement indexed = ReadIndexedMovement(key);
  if (!key.AtEnd()) return DamagedRow();
  return RegisterKey{indexed.at.day, std::move(indexed.movement)};
}

bool IsIn(const v1::Account& account, const RegisterScope& scope) {
  return account.kind() == v1::ACCOUNT_KIND_POSITION &&
         (scope.place.empty() || account.place() == scope.place);
}

bool CountsOn(const v1::Leg& leg, const RegisterScope& scope, int64_t day) {
  return LastId(leg.item()) == scope.item && DayNumber(leg.day()) == day &&
         (IsIn(leg.from(), scope) || IsIn(leg.to(), scope));
}

// What the leg adds; what stays within the scope adds nothing.
int64_t NetOf(const v1::Leg& leg, const RegisterScope& scope) {
  return (IsIn(leg.to(), scope) ? leg.quantity() : 0) -
         (IsIn(leg.from(), scope) ? leg.quantity() : 0);
}

// Quantities and places; false where nothing of it is in the scope on that day.
bool AddLegs(const v1::Movement& movement, const RegisterScope& scope, int64_t day,
             v1::RegisterEntry& entry) {
  bool any = false;
  for (const v1::Leg& leg : movement.legs()) {
    if (!CountsOn(leg, scope, day)) continue;
    any = true;
    const int64_t net = NetOf(leg, scope);
    if (net > 0) entry.set_in_quantity(entry.in_quantity() + net);
    if (net < 0) entry.set_out_quantity(entry.out_quantity() - net);
    if (!leg.difference_of().empty()) continue;
    entry.set_from_place(leg.from().place());
    entry.set_to_place(leg.to().place());
  }
  return any;
}

void DescribeEntry(const v1::Movement& movement, v1::RegisterEntry& entry) {
  entry.set_movement(movement.name());
  entry.set_kind(movement.kind());
  entry.set_state(movement.state());
  *entry.mutable_effective_time() = movement.effective_time();
  *entry.mutable_record_time() = movement.record_time();
  entry.set_document_number(movement.document_number());
  entry.set_source(movement.source());
  entry.set_purpose(movement.purpose());
  entry.set_recorded_by(movement.recorded_by());
  entry.set_second_signature(movement.second_signature());
  entry.set_witnessed_by(movement.witnessed_by());
  if (movement.has_signature()) {
    entry.set_witnessed_by(movement.signature().signed_by());
    *entry.mutable_signed_time() = movement.signature().signed_time();
  }
  entry.set_reverses(movement.reverses());
}

// At which time a leg counts within its day.
absl::StatusOr<absl::Time> TimeOfLeg(const RowReader& rows, const v1::Movement& movement,
                                     const v1::Leg& leg) {
  if (leg.has_effective_time()) return TimeOf(leg.effective_time());
  v1::Movement counted = movement;
  if (!leg.difference_of().empty()) {
    ASSIGN_OR_RETURN(const v1::Exception shortfall, RequireException(rows, leg.difference_of()));
    ASSIGN_OR_RETURN(counted, RequireMovement(rows, shortfall.movement()));
  }
  if (!counted.reverses().empty()) {
    ASSIGN_OR_RETURN(counted, RequireMovement(rows, counted.reverses()));
  }
  return TimeOf(counted.effective_time());
}

absl::StatusOr<v1::Movement> LoadEntryMovement(const RowReader& rows, const RegisterScope& scope,
                                               const std::string& id) {
  ASSIGN_OR_RETURN(std::optional<v1::Movement> movement, LoadMovement(rows, scope.facility, id));
  if (!movement.has_value()) return DamagedRow();
  return *std::move(movement);
}

}  // namespace

absl::StatusOr<int64_t> RegisterBalance(const RowReader& rows, const RegisterScope& scope,
                                        int64_t day) {
  const std::string prefix =
      DayPrefixOf(scope.place.empty() ? PositionPrefix(scope.facility, scope.item)
                                      : PositionPrefix(scope.facility, scope.item, scope.place));
  int64_t balance = 0;
  auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    storage::KeyReader key(cursor->key());
    key.String();
    ReadPosition(key);
    const int64_t changed_on = key.Int64();
    key.Int64();
    if (!key.AtEnd()) return DamagedRow();
    ASSIGN_OR_RETURN(const int64_t change, DecodeInt64(cursor->value()));
    if (changed_on <= day) balance += change;
  }
  RETURN_IF_ERROR(cursor->status());
  return balance;
}

absl::StatusOr<int64_t> RegisterBalanceAt(const RowReader& rows, const RegisterScope& scope,
                                          absl::Time time, absl::TimeZone zone) {
  const int64_t day = DayOf(time, zone);
  ASSIGN_OR_RETURN(int64_t balance, RegisterBalance(rows, scope, day));
  RegisterCursor cursor(rows, scope, day, day);
  for (; cursor.Valid(); cursor.Next()) {
    ASSIGN_OR_RETURN(const RegisterKey key, ReadRegisterKey(cursor.key()));
    ASSIGN_OR_RETURN(const v1::Movement movement, LoadEntryMovement(rows, scope, key.movement));
    for (const v1::Leg& leg : movement.legs()) {
      if (!CountsOn(leg, scope, day)) continue;
      ASSIGN_OR_RETURN(const absl::Time counted, TimeOfLeg(rows, movement, leg));
      if (counted > time) balance -= NetOf(leg, scope);
    }
  }
  RETURN_IF_ERROR(cursor.status());
  return balance;
}

absl::StatusOr<std::string> GetControlledRegister(const RowReader& rows,
                                                  const v1::GetControlledRegisterRequest& request,
                                                  const Page& page,
                                                  v1::GetControlledRegisterResponse* response) {
  RETURN_IF_ERROR(RequireFacility(rows, request.facility()).status());
  RETURN_IF_ERROR(RequireItem(rows, request.item()).status());
  const RegisterScope scope = {std::string(LastId(request.facility())),
                               std::string(LastId(request.item())), request.place()};
  const int64_t first = request.has_from_date() ? DayNumber(request.from_date()) : kEarliest;
  const int64_t last = request.has_to_date() ? DayNumber(request.to_date()) : kLatest;
  if (first != kEarliest) {
    ASSIGN_OR_RETURN(const int64_t opening, RegisterBalance(rows, scope, first - 1));
    response->set_opening_quantity(opening);
  }
  ASSIGN_OR_RETURN(const int64_t closing, RegisterBalance(rows, scope, last));
  response->set_closing_quantity(closing);
  // A page goes on within a day: its balance is that of the day's end less what was told of it.
  int64_t begin_day = last;
  int64_t balance = closing;
  if (!page.after_key.empty()) {
    ASSIGN_OR_RETURN(const RegisterKey after, ReadRegisterKey(page.after_key));
    begin_day = after.day;
    ASSIGN_OR_RETURN(balance, RegisterBalance(rows, scope, begin_day));
  }
  std::string last_key;
  int scanned = 0;
  RegisterCursor cursor(rows, scope, first, begin_day);
  for (; cursor.Valid(); cursor.Next()) {
    const std::string row = cursor.key();
    const bool told_before = row <= page.after_key;
    if (!told_before) {
      if (response->entries_size() == page.size || scanned == kRowsScannedPerPage) return last_key;
      ++scanned;
      last_key = row;
    }
    ASSIGN_OR_RETURN(const RegisterKey key, ReadRegisterKey(row));
    ASSIGN_OR_RETURN(const v1::Movement movement, LoadEntryMovement(rows, scope, key.movement));
    v1::RegisterEntry entry;
    if (!AddLegs(movement, scope, key.day, entry)) continue;
    DescribeEntry(movement, entry);
    *entry.mutable_day() = DateOf(key.day);
    entry.set_balance_quantity(balance);
    balance -= entry.in_quantity() - entry.out_quantity();
    if (!told_before) *response->add_entries() = std::move(entry);
  }
  RETURN_IF_ERROR(cursor.status());
  return std::string();
}

absl::StatusOr<std::string> ListHandovers(const RowReader& rows,
                                          const v1::ListHandoversRequest& request, const Page& page,
                                          v1::ListHandoversResponse* response) {
  RETURN_IF_ERROR(RequireFacility(rows, request.parent()).status());
  const std::string prefix = HandoverPrefix(LastId(request.parent()));
  std::string last_key;
  auto cursor = rows.Scan(std::max(prefix, page.after_key + '\0'), storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    if (response->handovers_size() == page.size) return last_key;
    last_key = std::string(cursor->key());
    v1::Handover& handover = *response->add_handovers();
    const absl::string_view value = cursor->value();
    if (!handover.ParseFromArray(value.data(), static_cast<int>(value.size()))) return DamagedRow();
  }
  RETURN_IF_ERROR(cursor->status());
  return std::string();
}

}  // namespace waystation::inventory
