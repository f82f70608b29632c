// What there is to warn of, by what is known of a facility.
#ifndef SERVICES_FACILITY_DOMAIN_WARNINGS_WARNING_SIGNS_H_
#define SERVICES_FACILITY_DOMAIN_WARNINGS_WARNING_SIGNS_H_

#include <compare>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "services/facility/domain/register/register.h"
#include "services/facility/domain/silence.h"
#include "waystation/facility/v1/events.pb.h"
#include "waystation/facility/v1/warning.pb.h"

namespace waystation::facility {

// Which limit: its kind and subject.
using LimitName = std::pair<int, std::string>;

// All that is known of one facility where warnings are concerned.
struct WarningInputs {
  v1::Facility facility;
  Contact contact;
  // As last derived.
  std::vector<v1::AutonomyLimit> limits;
  // Those that were known once.
  std::set<LimitName> once_known;
  // The last observed value of each measure and subject.
  std::vector<v1::StatusRecord> current;
  Register installed;
  // Warnings that are not over: not closed, or closed by a person while the cause goes on.
  std::vector<v1::Warning> live;
};

// What a warning is about; no two live ones of a facility are about the same.
struct WarningTopic {
  v1::WarningKind kind = v1::WARNING_KIND_UNSPECIFIED;
  // Of UNKNOWN: of which kind of limit.
  v1::LimitKind limit = v1::LIMIT_KIND_UNSPECIFIED;
  std::string subject;

  friend auto operator<=>(const WarningTopic&, const WarningTopic&) = default;
};

WarningTopic TopicOf(const v1::Warning& warning);

// A cause to warn, now or in time. Times in microseconds.
struct WarningSign {
  WarningTopic topic;
  v1::WarningCause cause;
  std::optional<int64_t> ends_us;
  std::optional<int64_t> act_by_us;
  // From then on it is raised; nullopt: it only keeps a warning that there is.
  std::optional<int64_t> raised_from_us;
  // From then on a warning that there is stays.
  int64_t kept_from_us = 0;
};

// At most one a topic. None unless the facility is open.
std::vector<WarningSign> SignsOf(const WarningInputs& inputs, int64_t now_us);

}  // namespace waystation::facility

#endif  // SERVICES_FACILITY_DOMAIN_WARNINGS_WARNING_SIGNS_H_
