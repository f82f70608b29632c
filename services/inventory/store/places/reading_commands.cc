#include "services/inventory/store/places/reading_commands.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/domain/places/fridge_weigh.h"
#include "services/inventory/store/commands.h"
#include "services/inventory/store/places/load_fridge.h"
#include "services/inventory/store/places/load_places.h"
#include "services/inventory/store/places/reading_keys.h"
#include "services/inventory/store/row_value.h"
#include "storage/base/digest.h"
#include "storage/base/status_macros.h"
#include "storage/key.h"

namespace waystation::inventory {
namespace {

using storage::RowReader;

constexpr char kWeighMethod[] = "tick/weigh-readings";
constexpr char kWeighPrincipal[] = "inventory";
constexpr size_t kWeighRequestIdBytes = 16;
// Looks at one poll: each is some milliseconds in which nothing is written.
constexpr int kMaxLooks = 32;
constexpr absl::Duration kLookAgainAfter = absl::Minutes(1);

// The same until it is recorded, another one after that.
storage::Command WeighCommand(const std::string& place, int64_t weighings) {
  storage::Command command;
  command.fingerprint = storage::Sha256({kWeighMethod, " ", place, " ", absl::StrCat(weighings)});
  command.request_id = storage::DigestBytes(command.fingerprint).substr(0, kWeighRequestIdBytes);
  command.principal = kWeighPrincipal;
  command.method = kWeighMethod;
  command.decide = [place](const RowReader& rows, const storage::DecideContext& context) {
    return WeighReadingsOf(rows, context, place);
  };
  return command;
}

bool GoesOn(const FridgeState& state) {
  return std::any_of(state.lots.begin(), state.lots.end(),
                     [](const FridgeLot& lot) { return lot.goes_on; });
}

}  // namespace

absl::StatusOr<storage::Decision> WeighReadingsOf(const RowReader& rows,
                                                  const storage::DecideContext& context,
                                                  const std::string& place) {
  ASSIGN_OR_RETURN(const v1::StoragePlace row, RequireStoragePlace(rows, place));
  const std::string facility = StoragePlaceIds(place)->first;
  ASSIGN_OR_RETURN(FridgeState state, LoadFridgeState(rows, row, context.now));
  v1::Event event;
  v1::ReadingsWeighed& weighed = *event.mutable_readings_weighed();
  weighed = WeighReadings(std::move(state), ContextOf(context));
  ASSIGN_OR_RETURN(const int64_t heard,
                   GetInt64(rows, FridgeHeardKey(facility, row.installation())));
  weighed.set_readings_heard(heard);
  return storage::Decision{.scope = FacilityName(facility), .events = {event.SerializeAsString()}};
}

absl::StatusOr<bool> ReadingWatch::IsDue(const RowReader& rows, absl::Time now,
                                         const std::string& place, const MeasuredPlace& measured) {
  ASSIGN_OR_RETURN(const v1::StoragePlace row, RequireStoragePlace(rows, place));
  const std::string facility = StoragePlaceIds(place)->first;
  ASSIGN_OR_RETURN(const int64_t heard,
                   GetInt64(rows, FridgeHeardKey(facility, row.installation())));
  // Fewer than before: the followed log is being read anew.
  if (heard == 0 || heard < measured.heard) return false;
  const auto found = looked_.find(place);
  if (found != looked_.end() && found->second.heard == heard &&
      found->second.changes == measured.changes && now < found->second.again) {
    return false;
  }
  ++looks_;
  ASSIGN_OR_RETURN(FridgeState state, LoadFridgeState(rows, row, now));
  Looked looked = {.heard = heard, .changes = measured.changes};
  if (GoesOn(state)) looked.again = now + kLookAgainAfter;
  const DecideContext trial = {.now = now,
                               .request_id = std::string(kWeighRequestIdBytes, '\0'),
                               .principal = kWeighPrincipal};
  const bool due = !WeighReadings(std::move(state), trial).lot_exposures().empty();
  // What is due is looked at again, to see that it was recorded.
  if (!due) looked_[place] = looked;
  return due;
}

std::vector<storage::Command> ReadingWatch::Due(const RowReader& rows, absl::Time now, int max) {
  std::vector<storage::Command> commands;
  const std::string prefix(1, static_cast<char>(kMeasuredPlaceTable));
  looks_ = 0;
  auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid() && looks_ < std::min(max, kMaxLooks); cursor->Next()) {
    storage::KeyReader key(cursor->key());
    const std::string facility = key.String();
    const std::string place = StoragePlaceName(facility, key.String());
    const absl::StatusOr<MeasuredPlace> measured = DecodeMeasuredPlace(cursor->value());
    // Rows that can't be read are found and told of by the reads that need them.
    if (!key.AtEnd() || !measured.ok()) continue;
    const absl::StatusOr<bool> due = IsDue(rows, now, place, *measured);
    if (due.ok() && *due) commands.push_back(WeighCommand(place, measured->weighings));
  }
  return commands;
}

}  // namespace waystation::inventory
