#include "tests/headquarters/store/limit_books.h"

#include "services/headquarters/store/facts.h"

namespace waystation::headquarters::testing {
namespace {

google::protobuf::Timestamp TimestampOf(absl::Time time) {
  return TimestampOfMicros(absl::ToUnixMicros(time));
}

}  // namespace

facility::v1::AutonomyLimit LimitOf(const LimitSpec& spec) {
  facility::v1::AutonomyLimit limit;
  limit.set_kind(spec.kind);
  limit.set_subject(spec.subject);
  limit.set_unknown(spec.unknown);
  if (spec.unknown != facility::v1::UNKNOWN_REASON_UNSPECIFIED) return limit;
  if (spec.act_by.has_value()) {
    *limit.mutable_act_by_time() = TimestampOf(*spec.act_by);
    *limit.mutable_ends_time() = TimestampOf(spec.ends.value_or(*spec.act_by));
  }
  if (spec.known_until.has_value()) {
    *limit.mutable_known_until_time() = TimestampOf(*spec.known_until);
  }
  return limit;
}

facility::v1::Event Derived(const std::string& facility, const std::vector<LimitSpec>& limits) {
  facility::v1::Event event;
  facility::v1::AutonomyDerived& derived = *event.mutable_autonomy_derived();
  derived.set_facility("facilities/" + facility);
  for (const LimitSpec& spec : limits) *derived.add_limits() = LimitOf(spec);
  return event;
}

facility::v1::Event WentSilent(const std::string& facility) {
  facility::v1::Event event;
  event.mutable_went_silent()->set_facility("facilities/" + facility);
  return event;
}

facility::v1::Event BackInTouch(const std::string& facility) {
  facility::v1::Event event;
  event.mutable_back_in_touch()->set_facility("facilities/" + facility);
  return event;
}

facility::v1::Event BedsReported(const std::string& facility, absl::Time effective,
                                 const std::string& type, facility::v1::Measure measure,
                                 int64_t beds) {
  facility::v1::Event event;
  facility::v1::StatusReported& reported = *event.mutable_status_reported();
  reported.set_facility("facilities/" + facility);
  facility::v1::StatusRecord& record = *reported.add_records();
  record.mutable_value()->set_measure(measure);
  record.mutable_value()->set_subject(type);
  record.mutable_value()->set_amount(beds);
  *record.mutable_effective_time() = TimestampOf(effective);
  return event;
}

}  // namespace waystation::headquarters::testing
