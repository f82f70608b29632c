// Every limit of the inventory service, in one place.
#ifndef SERVICES_INVENTORY_LIMITS_H_
#define SERVICES_INVENTORY_LIMITS_H_

#include <cstddef>
#include <cstdint>

#include "absl/time/time.h"

namespace waystation::inventory {

// Movements.
inline constexpr int kMaxLines = 5000;
inline constexpr int kMaxLotCharacters = 64;
inline constexpr int kMaxSourceCharacters = 100;
inline constexpr int kMaxDocumentNumberCharacters = 64;
inline constexpr int kMaxRecordedByCharacters = 100;
inline constexpr int kMaxNoteCharacters = 1000;
// Places told with a refusal, so that it stays small enough for a client to take.
inline constexpr size_t kMaxPlacesTold = 20;
inline constexpr int kMaxOwnerCharacters = 100;
inline constexpr int kMaxLabelLanguages = 16;
// Owners kept for a lot beside its first.
inline constexpr int kMaxOtherOwners = 8;
// A donation with less shelf life left on the day it comes is flagged.
inline constexpr int kDonationShelfLifeMonths = 12;

// Counts.
inline constexpr int kMaxCountLines = 4000;
// Lots told with a refusal.
inline constexpr size_t kMaxLotsTold = 10;
// An item of which a count finds so much more or less than the book had needs a person. Surveys of
// stock records (USAID | DELIVER, Logistics Indicators Assessment Tool, 2008) measure the
// discrepancy between record and shelf against a margin that each programme sets; this is ours.
inline constexpr int kLargeDifferencePercent = 10;
inline constexpr int kMaxProposedItems = 500;
inline constexpr int kDefaultProposedItems = 10;
inline constexpr int kMaxSheetLines = 4000;
// A page of counts ends early when they make more than this: clients take messages of 4 MiB.
inline constexpr size_t kMaxCountPageBytes = 2 << 20;

// Requisitions and expected deliveries.
inline constexpr int kMaxRequestLines = 500;
inline constexpr int kMaxLineNoteCharacters = 200;
inline constexpr int kMaxStates = 10;
// Items counted at a handover.
inline constexpr int kMaxHandoverCounts = 500;
// What a receipt may say that it is of.
inline constexpr int kMaxReferenceCharacters = 250;

// Reservations.
inline constexpr int kMaxPurposeCharacters = 200;
// How far ahead one may expire.
inline constexpr absl::Duration kLongestReservation = absl::Hours(24 * 400);
// Recalls.
inline constexpr int kMaxRecallLots = 100;
inline constexpr int kMaxAuthorityCharacters = 200;

// Catalogue.
inline constexpr int kMaxDisplayNames = 16;
inline constexpr int kMaxDisplayNameCharacters = 200;
inline constexpr int kMaxLanguageTagCharacters = 35;
inline constexpr int kMaxPacks = 16;
inline constexpr int kMaxPackNameCharacters = 64;
inline constexpr int kMaxAllergens = 32;
inline constexpr int kMaxSearchCharacters = 100;
inline constexpr int kMaxInnCharacters = 200;
inline constexpr int kMaxIdentityCharacters = 100;
inline constexpr int kMaxCodes = 32;
inline constexpr int kMaxCodeCharacters = 64;
inline constexpr int kMaxSubstitutes = 32;
inline constexpr int kMaxRemarkCharacters = 300;
inline constexpr int kMaxKitContents = 500;
// Kits that lie in each other.
inline constexpr int kMaxKitDepth = 4;
// Different items that a kit holds, those of kits within it counted.
inline constexpr size_t kMaxKitItems = 2000;
// Items that were merged into one.
inline constexpr int kMaxAliases = 64;
// Items of the same identity that an answer names.
inline constexpr size_t kMaxSameIdentity = 20;
inline constexpr int kMaxMergedByCharacters = 100;
inline constexpr int64_t kMostKcalPer100g = 900;
inline constexpr int64_t kMostMgPer100g = 100'000;
inline constexpr int64_t kMostUgPer100g = 100'000'000;
inline constexpr int64_t kMinMillicelsius = -273'150;
inline constexpr int64_t kMaxMillicelsius = 100'000;
inline constexpr int64_t kMaxOutOfRangeMinutes = 5'256'000;

// Scans.
inline constexpr int kMaxScans = 8;
inline constexpr int kMaxScanStock = 1000;

// Lists.
inline constexpr int kMaxPageSize = 1000;
// Rows of an index that one page looks at before it ends early with a token: a filter that few rows
// pass makes short pages, never a slow call.
inline constexpr int kRowsScannedPerPage = 5000;
// The same of recalls at a facility, each of which takes a look at all its lots there.
inline constexpr int kRecallsScannedPerPage = 500;
// A page of items ends early when they make more than this: clients take messages of 4 MiB.
inline constexpr size_t kMaxItemPageBytes = 2 << 20;

// Reports.
// Days that daily use is taken from unless a request says otherwise, and how many in-stock days
// make it strong evidence: as at headquarters.
inline constexpr int32_t kUseWindowDays = 30;
inline constexpr int64_t kStrongEvidenceDays = 14;
inline constexpr int32_t kMaxReportDays = 400;
inline constexpr int32_t kExpiringWithinDays = 90;
inline constexpr int32_t kMaxExpiringWithinDays = 3650;
inline constexpr int32_t kMonthDays = 30;
inline constexpr int32_t kLeadTimeDays = 14;
inline constexpr int32_t kReviewDays = 30;
// As long as an order is assumed to take: what runs out sooner had to be ordered yesterday.
inline constexpr int32_t kMorningDays = kLeadTimeDays;
inline constexpr int kMaxMorningLines = 100;
inline constexpr int kMaxPeriodsOut = 50;
inline constexpr int kMaxCardLots = 20;
// Rows of the ledger that a page of a report reads before it ends early, with the item it is at.
inline constexpr int64_t kReportRowsPerPage = 50'000;
// What each line of an answer counts for, of reports that have many lines an item: clients take
// messages of 4 MiB.
inline constexpr int64_t kRowsOfReportLine = 5;
// The same of a morning sheet, which has no pages.
inline constexpr int64_t kMorningRows = 400'000;
// Requisitions, deliveries and exceptions, of each, that one report looks at.
inline constexpr int kReportRequests = 5'000;
// 9999-12-31, the last day that a CivilDate can say.
inline constexpr int64_t kLastReportDay = 2'932'896;

// A happened time further ahead than this is a future time: device clocks differ by minutes.
inline constexpr absl::Duration kFutureTolerance = absl::Minutes(10);
// The same while the server's clock is suspect, since the server may have been off so long: as long
// as a clock may run past the last entry without being suspect.
inline constexpr absl::Duration kSuspectTolerance = absl::Hours(24 * 30);
// The back-dating window, counted back from the latest happened time of the facility.
inline constexpr absl::Duration kBackdatingWindow = absl::Hours(24 * 400);

// Hex digits of an id that is derived from a request id (80 bits).
inline constexpr int kDerivedIdDigits = 20;

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_LIMITS_H_
