#include "services/headquarters/store/level_rows.h"

#include <algorithm>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "services/headquarters/limits.h"
#include "services/headquarters/store/keys.h"
#include "services/headquarters/store/recall_rows.h"
#include "services/headquarters/store/tables.h"
#include "storage/base/status_macros.h"
#include "storage/key.h"

namespace waystation::headquarters {
namespace {

using storage::KeyBuilder;
using storage::KeyReader;
using storage::PrefixEnd;

// From `first_day` on.
absl::StatusOr<std::vector<LotDay>> LoadDays(const storage::RowReader& rows,
                                             absl::string_view facility, absl::string_view item,
                                             int64_t first_day) {
  std::vector<LotDay> days;
  const std::string prefix = KeyBuilder(kLotDayTable).String(facility).String(item).Take();
  const std::string begin =
      KeyBuilder(kLotDayTable).String(facility).String(item).Int64(first_day).Take();
  auto cursor = rows.Scan(begin, PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    KeyReader key(cursor->key());
    key.String();
    key.String();
    LotDay line;
    line.day = key.Int64();
    line.lot = key.String();
    ASSIGN_OR_RETURN(const LotDayRow row, DecodeLotDayRow(cursor->value()));
    line.expiry_day = row.expiry_day;
    line.flow = row.flow;
    days.push_back(std::move(line));
  }
  RETURN_IF_ERROR(cursor->status());
  return days;
}

void DeleteIndexes(storage::RowWriter& rows, absl::string_view facility, absl::string_view item,
                   int64_t run_out_day) {
  rows.Delete(RunOutKey(run_out_day, facility, item));
  rows.Delete(FacilityRunOutKey(facility, run_out_day, item));
  rows.Delete(ItemRunOutKey(item, run_out_day, facility));
}

void PutVitalLevel(storage::RowWriter& rows, absl::string_view facility, absl::string_view item,
                   const Level& level) {
  rows.Put(VitalLevelKey(facility, item), Encode(level));
  const std::string ending = EndingIndexKey(facility, item, level);
  if (!ending.empty()) rows.Put(ending, "");
}

void DeleteVitalLevel(storage::RowWriter& rows, absl::string_view facility, absl::string_view item,
                      const Level& level) {
  rows.Delete(VitalLevelKey(facility, item));
  const std::string ending = EndingIndexKey(facility, item, level);
  if (!ending.empty()) rows.Delete(ending);
}

absl::StatusOr<Vital> VitalOf(const storage::RowReader& rows, absl::string_view item) {
  ASSIGN_OR_RETURN(const std::optional<std::string> row, rows.Get(VitalItemKey(item)));
  return row.has_value() ? Vital::kYes : Vital::kNo;
}

void WriteLevel(storage::RowWriter& rows, absl::string_view facility, absl::string_view item,
                const std::optional<Level>& prior, const Level& level, Vital vital) {
  rows.Put(LevelKey(facility, item), Encode(level));
  if (vital == Vital::kYes) {
    if (prior.has_value()) DeleteVitalLevel(rows, facility, item, *prior);
    PutVitalLevel(rows, facility, item, level);
  }
  if (!prior.has_value()) rows.Put(ItemIndexKey(item, facility), "");
  if (prior.has_value() && prior->run_out_day == level.run_out_day) return;
  if (prior.has_value()) DeleteIndexes(rows, facility, item, prior->run_out_day);
  rows.Put(RunOutKey(level.run_out_day, facility, item), "");
  rows.Put(FacilityRunOutKey(facility, level.run_out_day, item), "");
  rows.Put(ItemRunOutKey(item, level.run_out_day, facility), "");
}

// Of usable stock: what only ever was in quarantine was never here for use.
absl::StatusOr<int64_t> LoadFirstDay(const storage::RowReader& rows, absl::string_view facility,
                                     absl::string_view item) {
  const std::string prefix = KeyBuilder(kLotDayTable).String(facility).String(item).Take();
  auto cursor = rows.Scan(prefix, PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    ASSIGN_OR_RETURN(const LotDayRow row, DecodeLotDayRow(cursor->value()));
    if (!row.flow.of_usable()) continue;
    KeyReader key(cursor->key());
    key.String();
    key.String();
    return key.Int64();
  }
  RETURN_IF_ERROR(cursor->status());
  return kNoDay;
}

absl::StatusOr<std::vector<LotStock>> LoadLotStock(const storage::RowReader& rows,
                                                   absl::string_view facility,
                                                   absl::string_view item) {
  ASSIGN_OR_RETURN(Lots lots, LoadLots(rows, facility, item));
  std::vector<LotStock> stock;
  stock.reserve(lots.size());
  for (auto& [name, lot] : lots) stock.push_back(std::move(lot));
  return stock;
}

// Takes the lines after `day` out of the book.
void TakeBackAfter(int64_t day, StockBook& book) {
  std::map<std::string, LotStock> lots;
  for (LotStock& lot : book.lots) {
    const std::string name = lot.lot;
    lots[name] = std::move(lot);
  }
  for (const LotDay& line : book.days) {
    LotStock& lot = lots[line.lot];
    lot.lot = line.lot;
    lot.expiry_day = std::min(lot.expiry_day, line.expiry_day);
    if (line.day <= day) continue;
    lot.quantity -= line.flow.net();
    lot.quarantined -= line.flow.quarantined;
  }
  std::erase_if(book.days, [day](const LotDay& line) { return line.day > day; });
  book.lots.clear();
  for (auto& [name, lot] : lots) {
    if (lot.holds_something()) book.lots.push_back(std::move(lot));
  }
}

bool RunOutNotFound(const Level& level) {
  return level.standing == Standing::kOut && level.run_out_day == kNoDay;
}

}  // namespace

std::string EndingIndexKey(absl::string_view facility, absl::string_view item, const Level& level) {
  if (level.run_out_day == kNoDay) return "";
  const Table table = level.standing == Standing::kOut ? kVitalOutIndex : kVitalLastingIndex;
  return VitalRunOutKey(table, level.run_out_day, facility, item);
}

absl::StatusOr<std::optional<Level>> LoadLevel(const storage::RowReader& rows,
                                               absl::string_view facility, absl::string_view item) {
  ASSIGN_OR_RETURN(const std::optional<std::string> value, rows.Get(LevelKey(facility, item)));
  if (!value.has_value()) return std::optional<Level>();
  return DecodeLevel(*value);
}

absl::StatusOr<std::optional<Level>> LoadLevelAsOf(const storage::RowReader& rows,
                                                   absl::string_view facility,
                                                   absl::string_view item, int64_t record_day,
                                                   int64_t as_of_day, int64_t& rows_read) {
  const std::optional<Level> never;
  StockBook book;
  book.record_day = record_day;
  ASSIGN_OR_RETURN(book.recalled, LoadRecalledLots(rows, item, as_of_day));
  ASSIGN_OR_RETURN(book.first_day, LoadFirstDay(rows, facility, item));
  ++rows_read;
  if (book.first_day > record_day) return never;
  for (const int64_t from : {record_day - kUseWindowDays + 1, book.first_day}) {
    ASSIGN_OR_RETURN(book.lots, LoadLotStock(rows, facility, item));
    ASSIGN_OR_RETURN(book.days, LoadDays(rows, facility, item, from));
    rows_read += static_cast<int64_t>(book.lots.size() + book.days.size());
    TakeBackAfter(record_day, book);
    const Level level = ComputeLevel(book);
    if (!RunOutNotFound(level)) return std::optional<Level>(level);
  }
  return never;
}

absl::StatusOr<std::optional<int64_t>> RecordDayAsOf(const storage::RowReader& rows,
                                                     absl::string_view facility, int64_t day) {
  const std::string prefix = KeyBuilder(kRecordDayTable).String(facility).Take();
  auto cursor = rows.Scan(RecordDayKey(facility, day), PrefixEnd(prefix));
  RETURN_IF_ERROR(cursor->status());
  if (!cursor->Valid()) return std::optional<int64_t>();
  KeyReader key(cursor->key());
  key.String();
  return std::optional<int64_t>(key.DescendingInt64());
}

absl::StatusOr<std::optional<Record>> LoadRecord(const storage::RowReader& rows,
                                                 absl::string_view facility) {
  ASSIGN_OR_RETURN(const std::optional<std::string> value, rows.Get(RecordKey(facility)));
  if (!value.has_value()) return std::optional<Record>();
  return DecodeRecord(*value);
}

absl::StatusOr<Refresh> AddFlow(storage::RowWriter& rows, absl::string_view facility,
                                absl::string_view item, absl::string_view lot, int64_t expiry_day,
                                int64_t day, const Flow& flow, Lots& lots) {
  LotStock& stock = lots[std::string(lot)];
  stock.lot = std::string(lot);
  stock.expiry_day = std::min(stock.expiry_day, expiry_day);
  stock.quantity += flow.net();
  stock.quarantined += flow.quarantined;

  const std::string day_key = LotDayKey(facility, item, day, lot);
  LotDayRow line;
  ASSIGN_OR_RETURN(const std::optional<std::string> day_value, rows.Get(day_key));
  if (day_value.has_value()) {
    ASSIGN_OR_RETURN(line, DecodeLotDayRow(*day_value));
  }
  line.expiry_day = std::min(line.expiry_day, expiry_day);
  line.flow.inflow += flow.inflow;
  line.flow.consumed += flow.consumed;
  line.flow.other_out += flow.other_out;
  line.flow.quarantined += flow.quarantined;
  line.flow.dispatched += flow.dispatched;
  if (line.flow.empty()) {
    rows.Delete(day_key);
    return Refresh::kTakenBack;
  }
  rows.Put(day_key, Encode(line));
  return line.flow.of_usable() ? Refresh::kTouched : Refresh::kTakenBack;
}

absl::Status NoteVital(storage::RowWriter& rows, absl::string_view item, Vital vital) {
  ASSIGN_OR_RETURN(const Vital before, VitalOf(rows, item));
  if (before == vital) return absl::OkStatus();
  std::vector<std::string> facilities;
  const std::string prefix = KeyBuilder(kItemIndex).String(item).Take();
  auto cursor = rows.Scan(prefix, PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    KeyReader key(cursor->key());
    key.String();
    facilities.push_back(key.String());
  }
  RETURN_IF_ERROR(cursor->status());
  if (vital == Vital::kYes) {
    rows.Put(VitalItemKey(item), "");
  } else {
    rows.Delete(VitalItemKey(item));
  }
  for (const std::string& facility : facilities) {
    ASSIGN_OR_RETURN(const std::optional<Level> level, LoadLevel(rows, facility, item));
    if (!level.has_value()) continue;
    if (vital == Vital::kYes) {
      PutVitalLevel(rows, facility, item, *level);
    } else {
      DeleteVitalLevel(rows, facility, item, *level);
    }
  }
  return absl::OkStatus();
}

absl::Status RefreshLevel(storage::RowWriter& rows, absl::string_view facility,
                          absl::string_view item, int64_t record_day, Refresh refresh,
                          int64_t touched_day) {
  ASSIGN_OR_RETURN(const std::optional<Level> prior, LoadLevel(rows, facility, item));
  StockBook book;
  book.record_day = record_day;
  ASSIGN_OR_RETURN(book.recalled, LoadRecalledLots(rows, item, kNoDay));
  if (prior.has_value() && refresh != Refresh::kTakenBack) {
    book.first_day = std::min(prior->first_day, touched_day);
  } else {
    ASSIGN_OR_RETURN(book.first_day, LoadFirstDay(rows, facility, item));
  }
  ASSIGN_OR_RETURN(book.lots, LoadLotStock(rows, facility, item));
  ASSIGN_OR_RETURN(book.days, LoadDays(rows, facility, item, record_day - kUseWindowDays + 1));
  Level level = ComputeLevel(book);
  if (RunOutNotFound(level)) {
    if (refresh == Refresh::kDayOnly && prior.has_value() && prior->standing == Standing::kOut) {
      level.run_out_day = prior->run_out_day;
    } else {
      ASSIGN_OR_RETURN(book.days,
                       LoadDays(rows, facility, item, std::numeric_limits<int64_t>::min()));
      level = ComputeLevel(book);
    }
  }
  if (!RunOutNotFound(level)) {
    ASSIGN_OR_RETURN(const Vital vital, VitalOf(rows, item));
    WriteLevel(rows, facility, item, prior, level, vital);
  } else if (prior.has_value()) {
    rows.Delete(LevelKey(facility, item));
    DeleteVitalLevel(rows, facility, item, *prior);
    rows.Delete(ItemIndexKey(item, facility));
    DeleteIndexes(rows, facility, item, prior->run_out_day);
  }
  return absl::OkStatus();
}

}  // namespace waystation::headquarters
