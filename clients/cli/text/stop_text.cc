#include "clients/cli/text/stop_text.h"

#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "clients/cli/text/facility_text.h"
#include "clients/cli/text/text.h"
#include "clients/cli/text/times.h"

namespace waystation::cli {
namespace {

constexpr char kWantStop[] = "STOP=PLACE,HH:MM-HH:MM,DINERS such as noon=village-3,12:00-13:30,220";
constexpr int32_t kDayMinutes = 24 * 60;

// Minutes after the service day's beginning.
int32_t OfServiceDay(int clock_minutes, int32_t day_start_minutes) {
  return (clock_minutes - day_start_minutes + kDayMinutes) % kDayMinutes;
}

std::string Clock(int32_t minutes, int32_t day_start_minutes) {
  const int32_t clock = (minutes + day_start_minutes) % kDayMinutes;
  return absl::StrFormat("%02d:%02d", clock / 60, clock % 60);
}

absl::Status TakeTimes(absl::string_view text, int32_t day_start_minutes,
                       facility::v1::PlannedStop* stop) {
  const size_t dash = text.find('-');
  if (dash == absl::string_view::npos) return WrongValue(text, "HH:MM-HH:MM");
  absl::StatusOr<int> arrive = ParseMinutes(text.substr(0, dash));
  if (!arrive.ok()) return arrive.status();
  absl::StatusOr<int> leave = ParseMinutes(text.substr(dash + 1));
  if (!leave.ok()) return leave.status();
  stop->set_arrive_minutes(OfServiceDay(*arrive, day_start_minutes));
  // The day ends where the next one begins.
  const int32_t left = OfServiceDay(*leave, day_start_minutes);
  stop->set_leave_minutes(left == 0 ? kDayMinutes : left);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<facility::v1::StopPlace> ParseStopPlace(absl::string_view text) {
  facility::v1::StopPlace place;
  absl::string_view id = text;
  absl::ConsumePrefix(&id, "facilities/");
  const size_t slash = id.find('/');
  if (slash == absl::string_view::npos) {
    if (id.empty()) return WrongValue(text, "a facility, or LATITUDE/LONGITUDE");
    place.set_facility(absl::StrCat("facilities/", id));
    return place;
  }
  absl::StatusOr<int64_t> latitude = ParseDegrees(id.substr(0, slash), 90);
  if (!latitude.ok()) return latitude.status();
  absl::StatusOr<int64_t> longitude = ParseDegrees(id.substr(slash + 1), 180);
  if (!longitude.ok()) return longitude.status();
  place.mutable_coordinates()->set_latitude_microdegrees(*latitude);
  place.mutable_coordinates()->set_longitude_microdegrees(*longitude);
  return place;
}

absl::StatusOr<facility::v1::PlannedStop> ParseStop(absl::string_view text,
                                                    int32_t day_start_minutes) {
  facility::v1::PlannedStop stop;
  const size_t equals = text.find('=');
  if (equals == absl::string_view::npos || equals == 0) return WrongValue(text, kWantStop);
  stop.set_stop(std::string(text.substr(0, equals)));
  const std::vector<absl::string_view> parts = absl::StrSplit(text.substr(equals + 1), ',');
  if (parts.size() != 2 && parts.size() != 3) return WrongValue(text, kWantStop);
  absl::StatusOr<facility::v1::StopPlace> place = ParseStopPlace(parts[0]);
  if (!place.ok()) return place.status();
  *stop.mutable_place() = *std::move(place);
  absl::Status times = TakeTimes(parts[1], day_start_minutes, &stop);
  if (!times.ok()) return times;
  int64_t diners = 0;
  if (parts.size() == 3 && !absl::SimpleAtoi(parts[2], &diners)) {
    return WrongValue(parts[2], "a whole number of people");
  }
  stop.set_expected_diners(diners);
  return stop;
}

std::string ShowStopPlace(const facility::v1::StopPlace& place) {
  if (place.has_coordinates()) {
    return absl::StrCat(FormatDegrees(place.coordinates().latitude_microdegrees()), " ",
                        FormatDegrees(place.coordinates().longitude_microdegrees()));
  }
  return std::string(absl::StripPrefix(place.facility(), "facilities/"));
}

std::string ShowStopTimes(const facility::v1::PlannedStop& stop, int32_t day_start_minutes) {
  return absl::StrCat(Clock(stop.arrive_minutes(), day_start_minutes), "-",
                      Clock(stop.leave_minutes(), day_start_minutes));
}

}  // namespace waystation::cli
