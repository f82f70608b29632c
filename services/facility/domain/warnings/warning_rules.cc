#include "services/facility/domain/warnings/warning_rules.h"

#include <algorithm>
#include <cstddef>
#include <iterator>

#include "services/facility/domain/times.h"

namespace waystation::facility {
namespace {

constexpr int64_t kRuleMinute = 60'000'000;
constexpr int64_t kSoonestEscalation = 10 * kRuleMinute;

// In the order of the kinds.
constexpr WarningRule kWarningRules[] = {
    {},
    {v1::WARNING_KIND_GENERATOR_FUEL, 720, 60, 120, v1::CONTACT_ROLE_CIVIL_SERVICES},
    {v1::WARNING_KIND_FUEL, 4320, 240, 720, v1::CONTACT_ROLE_CIVIL_SERVICES},
    {v1::WARNING_KIND_POWER, 240, 30, 60, v1::CONTACT_ROLE_UTILITY},
    {v1::WARNING_KIND_COLD_CHAIN, 120, 30, 60, v1::CONTACT_ROLE_HEALTH},
    {v1::WARNING_KIND_WATER, 1440, 120, 240, v1::CONTACT_ROLE_UTILITY},
    {v1::WARNING_KIND_EXCURSION, 0, 15, 30, v1::CONTACT_ROLE_HEALTH},
    {v1::WARNING_KIND_FREEZING, 0, 15, 30, v1::CONTACT_ROLE_HEALTH},
    {v1::WARNING_KIND_UNKNOWN, 0, 120, 480, v1::CONTACT_ROLE_UNSPECIFIED},
    {v1::WARNING_KIND_SILENT, 0, 60, 240, v1::CONTACT_ROLE_CIVIL_SERVICES},
    {v1::WARNING_KIND_BEDS, 0, 60, 120, v1::CONTACT_ROLE_HEALTH},
    {v1::WARNING_KIND_OXYGEN, 0, 15, 30, v1::CONTACT_ROLE_HEALTH},
    {v1::WARNING_KIND_ACCESS, 0, 60, 240, v1::CONTACT_ROLE_CIVIL_SERVICES},
};
static_assert(std::size(kWarningRules) == v1::WarningKind_ARRAYSIZE);

}  // namespace

const WarningRule& WarningRuleOf(v1::WarningKind kind) {
  return kWarningRules[static_cast<size_t>(kind)];
}

v1::WarningKind WarningKindOf(v1::LimitKind limit) {
  switch (limit) {
    case v1::LIMIT_KIND_GENERATOR_FUEL:
      return v1::WARNING_KIND_GENERATOR_FUEL;
    case v1::LIMIT_KIND_FUEL:
      return v1::WARNING_KIND_FUEL;
    case v1::LIMIT_KIND_POWER:
      return v1::WARNING_KIND_POWER;
    case v1::LIMIT_KIND_COLD_CHAIN:
      return v1::WARNING_KIND_COLD_CHAIN;
    case v1::LIMIT_KIND_WATER:
      return v1::WARNING_KIND_WATER;
    default:
      return v1::WARNING_KIND_UNSPECIFIED;
  }
}

int64_t RaisedFrom(const WarningRule& rule, int64_t act_by_us) {
  return act_by_us - rule.lead_minutes * kRuleMinute;
}

int64_t KeptFrom(const WarningRule& rule, int64_t act_by_us) {
  return act_by_us - rule.lead_minutes * kRuleMinute / 4 * 5;
}

std::optional<int64_t> EscalatesAt(const v1::Warning& warning) {
  const bool raised = warning.state() == v1::WARNING_STATE_RAISED;
  if (warning.has_escalated_time()) return std::nullopt;
  if (!raised && warning.state() != v1::WARNING_STATE_SEEN) return std::nullopt;
  const WarningRule& rule = WarningRuleOf(warning.kind());
  const int64_t since_us = ToMicros(raised ? warning.raised_time() : warning.seen_time());
  int64_t within_us = (raised ? rule.seen_within_minutes : rule.done_within_minutes) * kRuleMinute;
  if (warning.has_act_by_time()) {
    const int64_t left_us = ToMicros(warning.act_by_time()) - since_us;
    within_us = std::min(within_us, std::max(left_us / 2, kSoonestEscalation));
  }
  return since_us + within_us;
}

const v1::Installation* ContactFor(const v1::Warning& warning, const Register& installed) {
  const v1::WarningKind kind = warning.kind() == v1::WARNING_KIND_UNKNOWN
                                   ? WarningKindOf(warning.cause().limit())
                                   : warning.kind();
  const v1::ContactRole role = WarningRuleOf(kind).role;
  const auto found =
      std::find_if(installed.begin(), installed.end(), [role](const v1::Installation& each) {
        return each.has_contact() && each.contact().role() == role;
      });
  return found == installed.end() ? nullptr : &*found;
}

}  // namespace waystation::facility
