#include "services/inventory/store/places/reading_keys.h"

#include "storage/key.h"

namespace waystation::inventory {

using storage::KeyBuilder;

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
