// Autonomy as facility's log tells it, made by hand for the tests of headquarters.
#ifndef TESTS_HEADQUARTERS_STORE_LIMIT_BOOKS_H_
#define TESTS_HEADQUARTERS_STORE_LIMIT_BOOKS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "waystation/facility/v1/events.pb.h"

namespace waystation::headquarters::testing {

struct LimitSpec {
  facility::v1::LimitKind kind = facility::v1::LIMIT_KIND_COLD_CHAIN;
  std::string subject;
  std::optional<absl::Time> act_by = {};
  std::optional<absl::Time> ends = {};  // act_by when not said.
  std::optional<absl::Time> known_until = {};
  facility::v1::UnknownReason unknown = facility::v1::UNKNOWN_REASON_UNSPECIFIED;
};

facility::v1::AutonomyLimit LimitOf(const LimitSpec& spec);

facility::v1::Event Derived(const std::string& facility, const std::vector<LimitSpec>& limits);

facility::v1::Event WentSilent(const std::string& facility);
facility::v1::Event BackInTouch(const std::string& facility);

facility::v1::Event BedsReported(const std::string& facility, absl::Time effective,
                                 const std::string& type, facility::v1::Measure measure,
                                 int64_t beds);

}  // namespace waystation::headquarters::testing

#endif  // TESTS_HEADQUARTERS_STORE_LIMIT_BOOKS_H_
