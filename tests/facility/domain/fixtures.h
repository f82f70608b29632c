// Facilities, values and times for tests.
#ifndef TESTS_FACILITY_DOMAIN_FIXTURES_H_
#define TESTS_FACILITY_DOMAIN_FIXTURES_H_

#include <cstdint>
#include <string>

#include "absl/time/time.h"
#include "services/facility/domain/times.h"
#include "waystation/facility/v1/facility.pb.h"
#include "waystation/facility/v1/status.pb.h"

namespace waystation::facility {

inline absl::Time At(int hour, int minute = 0, int second = 0) {
  return absl::FromCivil(absl::CivilSecond(2026, 3, 10, hour, minute, second), absl::UTCTimeZone());
}

inline google::protobuf::Timestamp Stamp(absl::Time time) { return ToTimestamp(ToMicros(time)); }

// A field hospital with 40 inpatient and 4 intensive beds that reports every 12 hours; no
// output-only fields.
inline v1::Facility Hospital() {
  v1::Facility facility;
  facility.set_kind(v1::FACILITY_KIND_FIELD_HOSPITAL);
  for (const auto& [language, text] :
       {std::pair{"az", "Xocalı səhra hospitalı"}, std::pair{"hy", "Խոջալուի դաշտային հոսպիտալ"},
        std::pair{"ru", "Полевой госпиталь Ходжалы"}, std::pair{"en", "Khojaly field hospital"}}) {
    common::v1::LocalizedText& name = *facility.add_display_names();
    name.set_language(language);
    name.set_text(text);
  }
  facility.set_latitude_microdegrees(39'912'970);
  facility.set_longitude_microdegrees(46'790'280);
  facility.set_time_zone("Asia/Baku");
  facility.set_service_day_start_minutes(360);
  facility.set_people_served(9000);
  facility.set_report_interval_minutes(720);
  for (const auto& [type, capacity] : {std::pair{"inpatient", 40}, std::pair{"intensive", 4}}) {
    facility.add_beds()->set_type(type);
    facility.mutable_beds()->rbegin()->set_capacity(capacity);
  }
  return facility;
}

inline v1::StatusValue Amount(v1::Measure measure, int64_t amount, absl::Time observed,
                              const std::string& subject = "") {
  v1::StatusValue value;
  value.set_measure(measure);
  value.set_subject(subject);
  value.set_amount(amount);
  *value.mutable_observed_time() = Stamp(observed);
  value.set_reported_by("p-2ff1");
  return value;
}

}  // namespace waystation::facility

#endif  // TESTS_FACILITY_DOMAIN_FIXTURES_H_
