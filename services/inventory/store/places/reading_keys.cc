#include "services/inventory/store/places/reading_keys.h"

#include "services/inventory/store/row_value.h"
#include "storage/base/status_macros.h"
#include "storage/key.h"

namespace waystation::inventory {

using storage::KeyBuilder;

std::string EncodeMeasuredPlace(const MeasuredPlace& place) {
  return EncodeInt64Pair(place.changes, place.weighings) + EncodeInt64(place.heard);
}

absl::StatusOr<MeasuredPlace> DecodeMeasuredPlace(absl::string_view bytes) {
  const size_t pair_bytes = 2 * sizeof(int64_t);
  if (bytes.size() < pair_bytes) return DamagedRow();
  MeasuredPlace place;
  ASSIGN_OR_RETURN(const auto counted, DecodeInt64Pair(bytes.substr(0, pair_bytes)));
  ASSIGN_OR_RETURN(place.heard, DecodeInt64(bytes.substr(pair_bytes)));
  place.changes = counted.first;
  place.weighings = counted.second;
  return place;
}

std::string ReadingPrefix(absl::string_view facility, facility::v1::Measure measure) {
  return KeyBuilder(kReadingTable).String(facility).Int64(measure).Take();
}

std::string ReadingPrefix(absl::string_view facility, facility::v1::Measure measure,
                          absl::string_view installation) {
  return KeyBuilder(kReadingTable).String(facility).Int64(measure).String(installation).Take();
}

std::string ReadingKey(absl::string_view facility, facility::v1::Measure measure,
                       absl::string_view installation, absl::Time time) {
  return KeyBuilder(kReadingTable)
      .String(facility)
      .Int64(measure)
      .String(installation)
      .DescendingInt64(absl::ToUnixMicros(time))
      .Take();
}

std::string ReadingDayPrefix(absl::string_view facility, absl::string_view installation) {
  return KeyBuilder(kReadingDayTable).String(facility).String(installation).Take();
}

std::string ReadingDayKey(absl::string_view facility, absl::string_view installation, int64_t day) {
  return KeyBuilder(kReadingDayTable).String(facility).String(installation).Int64(day).Take();
}

std::string InstallationKey(absl::string_view facility, absl::string_view installation) {
  return KeyBuilder(kInstallationTable).String(facility).String(installation).Take();
}

std::string FridgeHeardKey(absl::string_view facility, absl::string_view installation) {
  return KeyBuilder(kFridgeHeardTable).String(facility).String(installation).Take();
}

std::string MeasuredPlaceKey(absl::string_view facility, absl::string_view place) {
  return KeyBuilder(kMeasuredPlaceTable).String(facility).String(place).Take();
}

}  // namespace waystation::inventory
