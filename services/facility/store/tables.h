// Every row of the facility service. Keys as in storage/key.h; `facility` is the {facility} of
// "facilities/{facility}", times are int64 microseconds since 1970-01-01.
//
//    1 facility                                         -> waystation.facility.v1.Facility
//    2 facility ~located revision~                      -> waystation.facility.v1.FacilityLocation
//    3 facility measure subject                         -> StatusRecord: the current value
//    4 facility ~effective revision index~              -> StatusRecord: every value reported
//    5 facility measure ~effective revision index~      -> the subject; one for each row of 4
//    6 due facility                                     -> due_row
//    7 facility                                         -> contact
//   10 facility installation                           -> waystation.facility.v1.Installation
//   11 facility installation ~revision~                -> InstallationChange
//   12 facility                                        -> AutonomyDerived: the last one
//   40 facility day                                    -> StopPlan; without etag: visits are all
//   41 facility day stop                               -> StopVisit
//
//   50 facility warning                                -> Warning
//   51 facility warning ~revision index~               -> WarningChange
//   52 facility kind limit subject                     -> {warning}: the one that is not over
//   53 facility limit subject                          -> empty: this limit was known once
//   54 bucket order facility warning                   -> empty
//   55 facility bucket order warning                   -> empty
//   56 due facility                                    -> due_row: warnings are to be looked at
//   57 facility                                        -> due: what table 56 holds for it
//   60 facility handover                               -> Handover; its tasks as they were then
//   61 facility ~effective revision~ handover          -> empty
//   62 facility task                                   -> HandoverTask
//   63 facility created index task                     -> empty: it is not done; index within
//                                                         its handover
//
//   ~x y~      each part descending, so that the latest comes first
//   located    when the place counts from; effective: StatusRecord.effective_time
//   index      (event of the entry << 16) + record of the event
//   day        days since 1970-01-01
//   due        WentSilent is due after this time; changes of warnings are
//   bucket     0 not closed, 1 closed
//   order      act_by_time, or the last int64 without one; of closed ones closed_time, descending
//   due_row    := format revision; the revision that set it, so that two silences differ
//   contact    := format last_report said_silent has_due due: what table 6 holds for it
//   format     := 1 byte, 1; the other fields of values are int64 as in a key
#ifndef SERVICES_FACILITY_STORE_TABLES_H_
#define SERVICES_FACILITY_STORE_TABLES_H_

#include <cstdint>

namespace waystation::facility {

// Raise with any change of what is above: rows are then folded again.
inline constexpr int64_t kRowFormat = 2;

// The log that these rows are folded from.
inline constexpr char kServiceName[] = "facility";
inline constexpr char kLogName[] = "facility/main";

// Never reused.
enum Table : uint8_t {
  kFacilityTable = 1,
  kLocationTable = 2,
  kCurrentTable = 3,
  kHistoryTable = 4,
  kMeasureIndex = 5,
  kDueTable = 6,
  kContactTable = 7,
  kInstallationTable = 10,
  kInstallationChangeTable = 11,
  kAutonomyTable = 12,
  kStopPlanTable = 40,
  kStopVisitTable = 41,
  kWarningTable = 50,
  kWarningChangeTable = 51,
  kLiveWarningTable = 52,
  kKnownLimitTable = 53,
  kWarningOrderIndex = 54,
  kFacilityWarningOrderIndex = 55,
  kReviewDueTable = 56,
  kReviewTable = 57,
  kHandoverTable = 60,
  kHandoverOrderIndex = 61,
  kTaskTable = 62,
  kOpenTaskIndex = 63,
};

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_STORE_TABLES_H_
