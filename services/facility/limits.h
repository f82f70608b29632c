// Every limit of the facility service, in one place.
#ifndef SERVICES_FACILITY_LIMITS_H_
#define SERVICES_FACILITY_LIMITS_H_

#include <cstddef>
#include <cstdint>

namespace waystation::facility {

// Facilities.
inline constexpr int kMaxDisplayNames = 16;
inline constexpr int kMaxBedTypes = 32;
inline constexpr int64_t kMaxBedCapacity = 100'000;
inline constexpr int64_t kMaxLatitudeMicrodegrees = 90'000'000;
inline constexpr int64_t kMaxLongitudeMicrodegrees = 180'000'000;
inline constexpr int32_t kMinutesPerDay = 24 * 60;
inline constexpr int32_t kMaxReportIntervalMinutes = 30 * kMinutesPerDay;
inline constexpr int kMaxAliases = 64;
inline constexpr int kMaxAliasCharacters = 200;
inline constexpr int kMaxPeopleGroups = 32;
inline constexpr int64_t kMaxOperatingTheatres = 1'000;
inline constexpr int64_t kMaxDailyLoad = 1'000'000;

// Stops.
inline constexpr int kMaxStops = 100;
inline constexpr int64_t kMaxDiners = 1'000'000;

// Reports.
inline constexpr int kMaxReportValues = 100;
inline constexpr int kMaxNoteCharacters = 2000;
// Of an opaque id of a person; as long as a principal may be.
inline constexpr size_t kMaxPersonBytes = 128;
inline constexpr int64_t kMaxGridHours = 24;
inline constexpr int64_t kMaxTemperatureMillicelsius = 100'000;
// Photos and papers of one value.
inline constexpr int kMaxAttachments = 10;
inline constexpr int kMaxAttachmentNameCharacters = 255;
inline constexpr size_t kSha256Bytes = 32;
// Observed longer ago than this is flagged.
inline constexpr int64_t kTooOldDays = 400;

// Installations.
inline constexpr int kMaxInstallations = 500;
inline constexpr int64_t kMaxPowerW = 100'000'000;
inline constexpr int64_t kMaxEnergyWh = 1'000'000'000;
inline constexpr int kMaxFuelPoints = 20;
inline constexpr int64_t kMaxLoadPercent = 110;
inline constexpr int64_t kMaxFuelMlPerHour = 1'000'000'000;
inline constexpr int kMaxCircuits = 50;
inline constexpr int kMaxDailyWindows = 24;
inline constexpr int kMaxAnnouncedCuts = 100;
inline constexpr int kMaxAnnouncerCharacters = 200;
inline constexpr int64_t kMaxVolumeMl = 1'000'000'000'000;
inline constexpr int64_t kMaxHoldoverMinutes = 30 * int64_t{kMinutesPerDay};
inline constexpr int kMaxTelephones = 10;
inline constexpr size_t kMaxTelephoneBytes = 40;
inline constexpr int kMaxLanguages = 16;
inline constexpr int kMaxLanguageBytes = 20;
inline constexpr int kMaxHoursCharacters = 200;

// Autonomy: how many values it looks at, and how many of sources of power, whatever their age.
inline constexpr int kMaxAutonomyRecords = 20'000;
inline constexpr int kMaxSourceRecords = 500;
inline constexpr int64_t kMaxExcursionDays = 31;
// Of the readings of one load.
inline constexpr size_t kMaxLoadReadings = 1'000;
// How far back the last reading of a fridge within its range is looked for, in readings.
inline constexpr int kMaxFridgeRecords = 5'000;

// Warnings.
inline constexpr int kMaxWarningTextCharacters = 1000;
// Of one warning, as they are told.
inline constexpr int kMaxWarningChanges = 1000;

// Handovers.
inline constexpr int kMaxNewTasks = 50;
inline constexpr size_t kMaxOpenTasks = 500;
inline constexpr size_t kMaxHandedWarnings = 500;
inline constexpr int kMaxNotCountedCharacters = 500;

// Lists.
inline constexpr int kMaxSearchCharacters = 100;
inline constexpr int kMaxFilterValues = 50;
// Rows that one page looks at before it ends early with a token.
inline constexpr int kMaxRowsPerPage = 20'000;

// Hex digits of an id that is derived from a request id (80 bits), and of an etag.
inline constexpr size_t kDerivedIdDigits = 20;

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_LIMITS_H_
