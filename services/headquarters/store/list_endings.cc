#include "services/headquarters/store/list_endings.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "services/headquarters/domain/vital_class.h"
#include "services/headquarters/limits.h"
#include "services/headquarters/store/ending_messages.h"
#include "services/headquarters/store/key_stream.h"
#include "services/headquarters/store/keys.h"
#include "services/headquarters/store/level_rows.h"
#include "services/headquarters/store/limit_rows.h"
#include "services/headquarters/store/tables.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"
#include "storage/key.h"

namespace waystation::headquarters {
namespace {

using storage::KeyBuilder;
using storage::KeyReader;

// Days between where a day begins last and where it begins first, rounded up.
constexpr int64_t kDaysAround = 2;

// The tables of a list, of two things that end at the same time the one of the earlier table first.
constexpr Table kKnownTables[] = {kVitalOutIndex, kLimitDueIndex, kVitalLastingIndex};
constexpr Table kUnknownTables[] = {kLimitUnknownIndex, kLimitKnownIndex, kVitalLastingIndex};
constexpr size_t kTableCount = std::size(kKnownTables);

bool IsSupplyTable(Table table) { return table == kVitalOutIndex || table == kVitalLastingIndex; }

// When days begin in the first of some zones to begin them.
class DayStarts {
 public:
  DayStarts(const ReadMoment& moment, std::vector<std::string> zones)
      : moment_(moment), zones_(std::move(zones)) {
    if (zones_.empty()) zones_.emplace_back();
  }

  int64_t StartOf(int64_t day) {
    day = std::min(day, kLastDay);
    auto [known, added] = starts_.emplace(day, kNoTime);
    if (!added) return known->second;
    for (const std::string& zone : zones_) {
      known->second = std::min(known->second, absl::ToUnixMicros(moment_.day_start(zone, day)));
    }
    return known->second;
  }

 private:
  const ReadMoment& moment_;
  std::vector<std::string> zones_;
  std::map<int64_t, int64_t> starts_;
};

// What a row of a table of either list names.
struct Candidate {
  int64_t time_us = 0;
  std::string facility;
  v1::EndingKind kind = v1::ENDING_KIND_SUPPLY;
  std::string subject;
};

Candidate CandidateOf(absl::string_view row_key, DayStarts& days) {
  KeyReader key(row_key);
  Candidate candidate;
  const auto table = static_cast<Table>(key.table());
  if (IsSupplyTable(table)) {
    const int64_t run_out_day = key.Int64();
    candidate.time_us = days.StartOf(table == kVitalOutIndex ? run_out_day : run_out_day + 1);
  } else {
    candidate.time_us = key.Int64();
    candidate.kind = static_cast<v1::EndingKind>(key.Int64());
  }
  candidate.facility = key.String();
  candidate.subject = key.String();
  return candidate;
}

// Keys of a table that may be in the list: [begin, end).
struct Range {
  std::string begin;
  std::string end;
};

Range RangeOf(Table table, bool unknown, const ReadMoment& moment) {
  const std::string prefix = KeyBuilder(table).Take();
  Range range{.begin = prefix, .end = storage::PrefixEnd(prefix)};
  const int64_t latest_today = moment.today("");
  if (table == kVitalLastingIndex && unknown) {
    range.end = KeyBuilder(table).Int64(latest_today).Take();
  } else if (table == kVitalLastingIndex) {
    range.begin = KeyBuilder(table).Int64(latest_today - kDaysAround).Take();
  } else if (table == kLimitKnownIndex) {
    range.end = KeyBuilder(table).Int64(absl::ToUnixMicros(moment.now)).Take();
  }
  return range;
}

// All rows of one facility in the tables of both lists, in order.
absl::StatusOr<std::vector<std::string>> KeysAt(Facts& facts, const std::string& facility_id) {
  std::vector<std::string> keys;
  ASSIGN_OR_RETURN(const auto limits, LoadLimits(facts.rows(), facility_id));
  for (const auto& [id, limit] : limits) {
    for (std::string& key : LimitIndexKeys(facility_id, id, limit)) keys.push_back(std::move(key));
  }
  const std::string prefix = KeyBuilder(kVitalLevelTable).String(facility_id).Take();
  auto cursor = facts.rows().Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    KeyReader key(cursor->key());
    key.String();
    ASSIGN_OR_RETURN(const Level level, DecodeLevel(cursor->value()));
    std::string ending = EndingIndexKey(facility_id, key.String(), level);
    if (!ending.empty()) keys.push_back(std::move(ending));
  }
  RETURN_IF_ERROR(cursor->status());
  std::sort(keys.begin(), keys.end());
  return keys;
}

absl::StatusOr<std::vector<std::string>> ZonesInUse(const storage::RowReader& rows) {
  std::vector<std::string> zones;
  const std::string prefix = KeyBuilder(kZoneTable).Take();
  auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) zones.push_back(KeyReader(cursor->key()).String());
  RETURN_IF_ERROR(cursor->status());
  return zones;
}

template <typename Values, typename Value>
bool Among(const Values& allowed, const Value& value) {
  return allowed.empty() || std::find(allowed.begin(), allowed.end(), value) != allowed.end();
}

std::optional<v1::Ending> IfOfList(v1::Ending ending, const v1::ListEndingsRequest& request) {
  if ((ending.state() == v1::ENDING_STATE_UNKNOWN) != request.unknown()) return std::nullopt;
  return ending;
}

// nullopt when the filter leaves it out, or it is of the other list.
absl::StatusOr<std::optional<v1::Ending>> EndingIfAllowed(Facts& facts, const Candidate& candidate,
                                                          const v1::ListEndingsRequest& request) {
  const std::optional<v1::Ending> left_out;
  if (!Among(request.kinds(), candidate.kind)) return left_out;
  ASSIGN_OR_RETURN(const FacilityFacts* facility, facts.Facility(candidate.facility));
  if (!Among(request.facility_kinds(), facility->kind())) return left_out;
  if (candidate.kind != v1::ENDING_KIND_SUPPLY) {
    const LimitId id{.kind = candidate.kind, .subject = candidate.subject};
    ASSIGN_OR_RETURN(const auto limit, LoadLimit(facts.rows(), candidate.facility, id));
    if (!limit.has_value()) {
      return Error(Reason::ERROR_REASON_LOG_DAMAGED, "an index names a limit that has no row");
    }
    ASSIGN_OR_RETURN(v1::Ending ending, MakeLimitEnding(facts, candidate.facility, id, *limit));
    return IfOfList(std::move(ending), request);
  }
  ASSIGN_OR_RETURN(const inventory::v1::Item* item, facts.Item(candidate.subject));
  if (VitalClassAt(*item, facility->kind()) != inventory::v1::VITAL_CLASS_VITAL) return left_out;
  ASSIGN_OR_RETURN(const auto level,
                   LoadLevel(facts.rows(), candidate.facility, candidate.subject));
  if (!level.has_value()) {
    return Error(Reason::ERROR_REASON_LOG_DAMAGED, "an index names a level that has no row");
  }
  ASSIGN_OR_RETURN(v1::Ending ending,
                   MakeSupplyEnding(facts, candidate.facility, candidate.subject, *level));
  return IfOfList(std::move(ending), request);
}

// Where each table of the list has been read to; empty: not begun.
struct Position {
  std::string after[kTableCount];

  std::string Encode() const {
    KeyBuilder key(0);
    for (const std::string& each : after) key.String(each);
    return key.Take();
  }
};

absl::StatusOr<Position> DecodePosition(const std::string& bytes) {
  Position position;
  if (bytes.empty()) return position;
  KeyReader key(bytes);
  for (std::string& each : position.after) each = key.String();
  if (key.AtEnd()) return position;
  return Error(Reason::ERROR_REASON_PAGE_TOKEN_MISMATCH,
               "The page token is not one of this list. Begin without one.");
}

// The tables of a list, merged by time.
class Merge {
 public:
  Merge(Position position, DayStarts days)
      : position_(std::move(position)), days_(std::move(days)) {}

  // In the order of `position`.
  void Add(KeyStream stream) { streams_.push_back(std::move(stream)); }

  // The earliest, which is then behind; nullopt at the end.
  absl::StatusOr<std::optional<Candidate>> Take() {
    std::optional<Candidate> first;
    size_t at = 0;
    for (size_t i = 0; i < streams_.size(); ++i) {
      if (!streams_[i].Valid()) {
        RETURN_IF_ERROR(streams_[i].status());
        continue;
      }
      Candidate next = CandidateOf(streams_[i].key(), days_);
      if (first.has_value() && first->time_us <= next.time_us) continue;
      first = std::move(next);
      at = i;
    }
    if (!first.has_value()) return first;
    position_.after[at] = std::string(streams_[at].key());
    streams_[at].Next();
    return first;
  }

  bool AtEnd() const {
    return std::none_of(streams_.begin(), streams_.end(),
                        [](const KeyStream& stream) { return stream.Valid(); });
  }
  const Position& position() const { return position_; }

 private:
  Position position_;
  DayStarts days_;
  std::vector<KeyStream> streams_;
};

absl::StatusOr<Merge> MergeOf(Facts& facts, const v1::ListEndingsRequest& request,
                              const std::string& after_key) {
  const std::string only = request.facility() == "facilities/-" ? "" : IdOf(request.facility());
  std::vector<std::string> keys;
  std::vector<std::string> zones;
  if (only.empty()) {
    ASSIGN_OR_RETURN(zones, ZonesInUse(facts.rows()));
  } else {
    ASSIGN_OR_RETURN(const FacilityFacts* facility, facts.Facility(only));
    zones.push_back(facility->time_zone());
    ASSIGN_OR_RETURN(keys, KeysAt(facts, only));
  }
  ASSIGN_OR_RETURN(Position position, DecodePosition(after_key));
  Merge merge(position, DayStarts(facts.moment(), std::move(zones)));
  for (size_t i = 0; i < kTableCount; ++i) {
    const Table table = (request.unknown() ? kUnknownTables : kKnownTables)[i];
    Range range = RangeOf(table, request.unknown(), facts.moment());
    // The least key after a key is that key with a zero byte behind it.
    if (!position.after[i].empty()) range.begin = std::max(range.begin, position.after[i] + '\0');
    if (only.empty()) {
      merge.Add(KeyStream(facts.rows(), range.begin, range.end));
    } else {
      const auto begin = std::lower_bound(keys.begin(), keys.end(), range.begin);
      const auto end = std::lower_bound(begin, keys.end(), range.end);
      merge.Add(KeyStream(std::vector<std::string>(begin, end)));
    }
  }
  return merge;
}

}  // namespace

absl::StatusOr<EndingPage> LoadEndings(Facts& facts, const v1::ListEndingsRequest& request,
                                       int page_size, const std::string& after_key) {
  ASSIGN_OR_RETURN(Merge merge, MergeOf(facts, request, after_key));
  EndingPage page;
  for (int64_t scanned = 0; !merge.AtEnd(); ++scanned) {
    if (static_cast<int>(page.endings.size()) == page_size || scanned >= kRowsScannedPerPage) {
      page.next_key = merge.position().Encode();
      return page;
    }
    ASSIGN_OR_RETURN(const std::optional<Candidate> next, merge.Take());
    if (!next.has_value()) break;
    ASSIGN_OR_RETURN(std::optional<v1::Ending> ending, EndingIfAllowed(facts, *next, request));
    if (ending.has_value()) page.endings.push_back(*std::move(ending));
  }
  return page;
}

}  // namespace waystation::headquarters
