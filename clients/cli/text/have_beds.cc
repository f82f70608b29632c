#include "clients/cli/text/have_beds.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "clients/cli/text/times.h"

namespace waystation::cli {

using facility::v1::CurrentValue;
using facility::v1::FacilityStatus;

namespace {

std::string TimeOfFigure(const CurrentValue* value) {
  return HaveTime(value->record().effective_time());
}

// What one figure is worth: "5 free at T", "free not known now, 5 at T", "free never told".
std::string FigureText(absl::string_view what, const CurrentValue* value,
                       const FacilityStatus& status) {
  if (value == nullptr) return absl::StrCat(what, " never told");
  if (IsPresentFigure(value, status)) {
    return absl::StrCat(BedCount(value), " ", what, " at ", TimeOfFigure(value));
  }
  return absl::StrCat(what, " not known now, last told ", BedCount(value), " at ",
                      TimeOfFigure(value));
}

}  // namespace

BedsByType BedsOf(const FacilityStatus& status) {
  BedsByType beds;
  for (const auto& listed : status.facility().beds()) {
    beds[listed.type()].capacity = listed.capacity();
  }
  for (const CurrentValue& value : status.values()) {
    const auto& told = value.record().value();
    if (told.measure() == facility::v1::MEASURE_BEDS_FREE) beds[told.subject()].free = &value;
    if (told.measure() == facility::v1::MEASURE_BEDS_OCCUPIED) {
      beds[told.subject()].occupied = &value;
    }
  }
  return beds;
}

bool IsWorking(const FacilityStatus& status) {
  return status.facility().state() == facility::v1::FACILITY_STATE_OPEN;
}

bool IsPresentFigure(const CurrentValue* value, const FacilityStatus& status) {
  return value != nullptr && IsWorking(status) &&
         value->freshness() == facility::v1::FRESHNESS_KNOWN &&
         FromProto(value->age()) <= absl::Minutes(status.facility().report_interval_minutes());
}

int64_t BedCount(const CurrentValue* value) { return value->record().value().amount(); }

std::string HaveTime(const google::protobuf::Timestamp& time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%S+00:00", FromProto(time), absl::UTCTimeZone());
}

bool IsSurgeOf(const BedFigures& beds, const FacilityStatus& status) {
  return beds.capacity.has_value() && IsPresentFigure(beds.occupied, status) &&
         BedCount(beds.occupied) > *beds.capacity;
}

std::string HaveBedText(const BedFigures& beds, const FacilityStatus& status) {
  std::vector<std::string> parts;
  parts.push_back(beds.capacity.has_value() ? absl::StrCat("set up for ", *beds.capacity)
                                            : "not among the beds that it is set up for");
  parts.push_back(FigureText("free", beds.free, status));
  parts.push_back(FigureText("occupied", beds.occupied, status));
  if (IsSurgeOf(beds, status)) {
    parts.push_back(absl::StrCat("surge of ", BedCount(beds.occupied) - *beds.capacity));
  }
  const auto inconsistent = [](int flag) { return flag == facility::v1::STATUS_FLAG_INCONSISTENT; };
  if (IsPresentFigure(beds.free, status) &&
      std::any_of(beds.free->flags().begin(), beds.free->flags().end(), inconsistent)) {
    parts.push_back("the figures disagree: more free than set up for less occupied");
  }
  return absl::StrJoin(parts, "; ");
}

std::string HaveReportingText(const FacilityStatus& status) {
  switch (status.reporting_state()) {
    case facility::v1::REPORTING_STATE_IN_TOUCH:
      return absl::StrCat("last report at ", HaveTime(status.last_report_time()));
    case facility::v1::REPORTING_STATE_SILENT:
      return absl::StrCat("SILENT since ", HaveTime(status.silent_after_time()),
                          ": nothing is known of the present; last report at ",
                          HaveTime(status.last_report_time()));
    default:
      return "never reported: nothing is known of the present";
  }
}

std::string HaveBedType(absl::string_view type) {
  static const auto* const kTypes =
      new std::map<std::string, std::string>{{"inpatient", "MedicalSurgical"},
                                             {"ward", "MedicalSurgical"},
                                             {"medical", "MedicalSurgical"},
                                             {"surgical", "MedicalSurgical"},
                                             {"intensive", "AdultICU"},
                                             {"intensive-care", "AdultICU"},
                                             {"icu", "AdultICU"},
                                             {"pediatric-intensive", "PediatricICU"},
                                             {"paediatric-intensive", "PediatricICU"},
                                             {"neonatal-intensive", "NeonatalICU"},
                                             {"emergency", "EmergencyDepartment"},
                                             {"nursery", "NurseryBeds"},
                                             {"rehabilitation", "RehabLongTermCare"},
                                             {"burn", "Burn"},
                                             {"pediatric", "Pediatrics"},
                                             {"pediatrics", "Pediatrics"},
                                             {"paediatric", "Pediatrics"},
                                             {"paediatrics", "Pediatrics"},
                                             {"psychiatric", "AdultPsychiatric"},
                                             {"negative-pressure", "NegativeFlowIsolation"},
                                             {"contact-isolation", "OtherIsolation"}};
  const auto found = kTypes->find(std::string(type));
  return found == kTypes->end() ? "" : found->second;
}

}  // namespace waystation::cli
