// When a warning of each kind is raised, when others have to know, and whom to call: the one table.
//
//   kind            raised before   seen within   done within   why so long before
//                   act_by_time
//   GENERATOR_FUEL  12 h            1 h           2 h           fuel ordered in the evening comes
//                                                               in the morning
//   FUEL            72 h            4 h           12 h          a lorry, its papers, a closed road
//   POWER           4 h             30 min        1 h           a set is fetched and connected, and
//                                                               what is kept cold is packed
//   COLD_CHAIN      2 h             30 min        1 h           act_by_time holds the time to move
//                                                               already: to find a place that takes
//                                                               it
//   WATER           24 h            2 h           4 h           a tanker comes once a day
//   EXCURSION                       15 min        30 min        it is so already, so of all below
//   FREEZING                        15 min        30 min
//   UNKNOWN                         2 h           8 h           someone reads it in his next round
//   SILENT                          1 h           4 h           someone calls, then someone drives
//   BEDS                            1 h           2 h
//   OXYGEN                          15 min        30 min
//   ACCESS                          1 h           4 h
//
// The times to escalation count from raised_time, or from seen_time. When act_by_time is nearer
// they are half of what is left until then, but at least ten minutes.
//
// A warning of a limit that moved away is closed by itself when it is further off than a quarter
// more than the time at which it is raised: a limit that wavers about it makes one warning.
#ifndef SERVICES_FACILITY_DOMAIN_WARNINGS_WARNING_RULES_H_
#define SERVICES_FACILITY_DOMAIN_WARNINGS_WARNING_RULES_H_

#include <cstdint>
#include <optional>

#include "services/facility/domain/register/register.h"
#include "waystation/facility/v1/warning.pb.h"

namespace waystation::facility {

struct WarningRule {
  v1::WarningKind kind = v1::WARNING_KIND_UNSPECIFIED;
  // Raised so long before act_by_time; 0: there is none to wait for.
  int64_t lead_minutes = 0;
  int64_t seen_within_minutes = 0;
  int64_t done_within_minutes = 0;
  // Of whom to call.
  v1::ContactRole role = v1::CONTACT_ROLE_UNSPECIFIED;
};

// REQUIRES: a kind of the contract other than 0.
const WarningRule& WarningRuleOf(v1::WarningKind kind);

// Of a limit. REQUIRES: a kind of the contract other than 0.
v1::WarningKind WarningKindOf(v1::LimitKind limit);

// From when, and until how long before act_by_us a warning stays: microseconds.
int64_t RaisedFrom(const WarningRule& rule, int64_t act_by_us);
int64_t KeptFrom(const WarningRule& rule, int64_t act_by_us);

// When others have to know, microseconds; nullopt: they do already, someone does something, or it
// is closed.
std::optional<int64_t> EscalatesAt(const v1::Warning& warning);

// Whom to call; nullptr: none of the role is registered. UNKNOWN: as for the limit.
const v1::Installation* ContactFor(const v1::Warning& warning, const Register& installed);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_DOMAIN_WARNINGS_WARNING_RULES_H_
