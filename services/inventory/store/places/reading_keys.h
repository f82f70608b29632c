// The tables of what facilities measure in tanks and fridges, and of what is worked out of it.
//
//   table              key                                       value
//   90 reading         facility measure installation time(desc)  facility.v1.StatusRecord, without
//                                                                measure and subject; of one time
//                                                                the last recorded
//   91 reading_day     facility installation day                 int64 pair: of a fridge the least
//                                                                and the most read on the UTC day
//   92 installation    facility installation                     facility.v1.Installation: tanks
//                                                                and fridges, name and kind
//   93 fridge_heard    facility installation                     int64: readings of it so far
//   94 measured_place  facility place                            MeasuredPlace; only while it names
//                                                                an installation
//
// 90 to 93 of log facility/main, 94 of the own one.
#ifndef SERVICES_INVENTORY_STORE_PLACES_READING_KEYS_H_
#define SERVICES_INVENTORY_STORE_PLACES_READING_KEYS_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "waystation/facility/v1/status.pb.h"

namespace waystation::inventory {

inline constexpr uint8_t kReadingTable = 90;
inline constexpr uint8_t kReadingDayTable = 91;
inline constexpr uint8_t kInstallationTable = 92;
inline constexpr uint8_t kFridgeHeardTable = 93;
inline constexpr uint8_t kMeasuredPlaceTable = 94;

// What is kept of a place that is measured.
struct MeasuredPlace {
  int64_t changes = 0;    // Of the place and of what lies there, so far.
  int64_t weighings = 0;  // Of its readings, so far.
  int64_t heard = 0;      // Readings, when they were weighed last.
};

std::string EncodeMeasuredPlace(const MeasuredPlace& place);
// INTERNAL for other bytes than the encoding makes.
absl::StatusOr<MeasuredPlace> DecodeMeasuredPlace(absl::string_view bytes);

std::string ReadingPrefix(absl::string_view facility, facility::v1::Measure measure);
std::string ReadingPrefix(absl::string_view facility, facility::v1::Measure measure,
                          absl::string_view installation);
std::string ReadingKey(absl::string_view facility, facility::v1::Measure measure,
                       absl::string_view installation, absl::Time time);
std::string ReadingDayPrefix(absl::string_view facility, absl::string_view installation);
std::string ReadingDayKey(absl::string_view facility, absl::string_view installation, int64_t day);
std::string InstallationKey(absl::string_view facility, absl::string_view installation);
std::string FridgeHeardKey(absl::string_view facility, absl::string_view installation);
std::string MeasuredPlaceKey(absl::string_view facility, absl::string_view place);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_PLACES_READING_KEYS_H_
