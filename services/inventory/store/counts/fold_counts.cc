#include "services/inventory/store/counts/fold_counts.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "services/inventory/domain/counts/count.h"
#include "services/inventory/domain/ledger/condition.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/store/counts/count_keys.h"
#include "services/inventory/store/requests/fold_requests.h"
#include "services/inventory/store/requests/request_keys.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

using storage::RowWriter;

struct CountId {
  std::string facility;
  std::string own;
};

absl::StatusOr<CountId> IdOfCount(const std::string& name) {
  const auto ids = CountIds(name);
  if (!ids.has_value()) return DamagedRow();
  return CountId{ids->first, ids->second};
}

absl::StatusOr<v1::Count> GetCount(const RowWriter& rows, const CountId& id) {
  ASSIGN_OR_RETURN(std::optional<v1::Count> count,
                   GetMessage<v1::Count>(rows, CountKey(id.facility, id.own)));
  if (!count.has_value()) return DamagedRow();
  return *std::move(count);
}

absl::Status NoteLastCount(RowWriter& rows, absl::string_view facility, const Moment& moment) {
  const std::string key = LastCountKey(facility);
  ASSIGN_OR_RETURN(const std::optional<std::string> before, rows.Get(key));
  const std::pair<int64_t, int64_t> now(moment.day, moment.time_us);
  if (before.has_value()) {
    ASSIGN_OR_RETURN(const auto latest, DecodeInt64Pair(*before));
    if (latest >= now) return absl::OkStatus();
  }
  rows.Put(key, EncodeInt64Pair(now.first, now.second));
  return absl::OkStatus();
}

// A lot that was counted is known from then on, with the stricter date, whether it differed or not.
absl::Status PutLot(RowWriter& rows, absl::string_view facility, const PositionKey& key,
                    const LotDate& entered) {
  const std::string row = LotKey(facility, LastId(key.item), key.lot);
  ASSIGN_OR_RETURN(const std::optional<std::string> before, rows.Get(row));
  LotFacts lot;
  if (before.has_value()) {
    ASSIGN_OR_RETURN(lot, DecodeLot(*before));
  }
  lot.date = MergeDates(lot.date, entered).kept;
  const std::string after = EncodeLot(lot);
  if (before != after) rows.Put(row, after);
  return absl::OkStatus();
}

absl::Status PutCount(RowWriter& rows, const v1::Count& count) {
  ASSIGN_OR_RETURN(const CountId id, IdOfCount(count.name()));
  const Moment moment = MomentOf(count);
  std::set<std::string> items;
  for (const auto* lines : {&count.lines(), &count.not_named()}) {
    for (const v1::CountLine& line : *lines) {
      rows.Put(CountedKey(id.facility, id.own, PositionOf(count, line)),
               EncodeInt64Pair(line.quantity(), line.difference_quantity()));
      items.insert(line.item());
    }
  }
  for (const v1::CountLine& line : count.lines()) {
    RETURN_IF_ERROR(PutLot(rows, id.facility, PositionOf(count, line), EnteredDate(line)));
  }
  for (const std::string& item : items) {
    rows.Put(CountedItemKey(id.facility, LastId(item), moment),
             EncodeCountedItem(
                 {.count = id.own, .place = count.place(), .whole = IsWhole(count, item)}));
  }
  if (count.complete() && count.kind() == v1::COUNT_KIND_FULL) {
    rows.Put(CountedItemKey(id.facility, kEveryItem, moment),
             EncodeCountedItem({.count = id.own, .place = count.place(), .whole = true}));
  }
  rows.Put(CountKey(id.facility, id.own), count.SerializeAsString());
  rows.Put(CountTimeKey(id.facility, count), "");
  RETURN_IF_ERROR(PutNumber(rows, id.facility, kCountSeries, moment.count_number, id.own));
  return NoteLastCount(rows, id.facility, moment);
}

absl::Status PutReversed(RowWriter& rows, const v1::Movement& reversal) {
  ASSIGN_OR_RETURN(const CountId id, IdOfCount(reversal.count()));
  ASSIGN_OR_RETURN(v1::Count count, GetCount(rows, id));
  const std::string prefix = CountedPrefix(id.facility, id.own);
  std::set<std::string> keys;
  std::set<std::string> items = {std::string(kEveryItem)};
  auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    keys.insert(std::string(cursor->key()));
    storage::KeyReader key(cursor->key());
    key.String();
    key.String();
    items.insert(key.String());
  }
  RETURN_IF_ERROR(cursor->status());
  for (const std::string& key : keys) rows.Delete(key);
  for (const std::string& item : items) {
    rows.Delete(CountedItemKey(id.facility, item, MomentOf(count)));
  }
  count.set_state(v1::COUNT_STATE_REVERSED);
  count.set_reversed_by(reversal.name());
  rows.Put(CountKey(id.facility, id.own), count.SerializeAsString());
  return absl::OkStatus();
}

absl::Status AddDifference(RowWriter& rows, const v1::Leg& leg) {
  ASSIGN_OR_RETURN(const CountId id, IdOfCount(leg.count()));
  const bool more = leg.to().kind() == v1::ACCOUNT_KIND_POSITION;
  const v1::Account& there = more ? leg.to() : leg.from();
  const std::string key =
      CountedKey(id.facility, id.own, {leg.item(), there.place(), leg.lot(), ConditionOf(there)});
  ASSIGN_OR_RETURN(const auto before, GetInt64Pair(rows, key));
  rows.Put(key, EncodeInt64Pair(before.first,
                                before.second + (more ? leg.quantity() : -leg.quantity())));
  return absl::OkStatus();
}

absl::Status NoteEnded(RowWriter& rows, const v1::Exception& shortfall) {
  ASSIGN_OR_RETURN(const CountId id, IdOfCount(shortfall.count()));
  ASSIGN_OR_RETURN(v1::Count count, GetCount(rows, id));
  const auto& ended = count.ended_shortfalls();
  if (std::find(ended.begin(), ended.end(), shortfall.name()) != ended.end()) {
    return absl::OkStatus();
  }
  count.add_ended_shortfalls(shortfall.name());
  rows.Put(CountKey(id.facility, id.own), count.SerializeAsString());
  return absl::OkStatus();
}

}  // namespace

absl::Status FoldCounts(RowWriter& rows, const v1::MovementPosted& posted) {
  const v1::Movement& movement = posted.movement();
  if (posted.has_count()) {
    RETURN_IF_ERROR(PutCount(rows, posted.count()));
  } else if (!movement.count().empty()) {
    RETURN_IF_ERROR(PutReversed(rows, movement));
  }
  for (const v1::Leg& leg : movement.legs()) {
    if (leg.count().empty() || leg.count() == movement.count()) continue;
    RETURN_IF_ERROR(AddDifference(rows, leg));
  }
  for (const v1::Exception& exception : posted.exceptions()) {
    if (exception.end() == v1::EXCEPTION_END_COUNTED) {
      RETURN_IF_ERROR(NoteEnded(rows, exception));
    }
  }
  return absl::OkStatus();
}

}  // namespace waystation::inventory
