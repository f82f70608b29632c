#include "clients/cli/text/times.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "clients/cli/text/text.h"

namespace waystation::cli {
namespace {

// Fewer than the day numbers that spreadsheets write: 36,526 is the first day of 2000.
constexpr int64_t kMaxRelativeDays = 36'000;

bool AllDigits(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isdigit(static_cast<unsigned char>(c));
  });
}

// "3h ago" and its like; false when the text is something else.
bool ParseAgo(absl::string_view text, absl::Duration* age) {
  if (!absl::ConsumeSuffix(&text, "ago")) return false;
  text = absl::StripAsciiWhitespace(text);
  size_t digits = text.find_first_not_of("0123456789");
  int64_t number = 0;
  if (digits == absl::string_view::npos || digits > 6 ||
      !absl::SimpleAtoi(text.substr(0, digits), &number)) {
    return false;
  }
  absl::string_view unit = absl::StripAsciiWhitespace(text.substr(digits));
  if (unit == "m" || unit == "min") {
    *age = absl::Minutes(number);
  } else if (unit == "h") {
    *age = absl::Hours(number);
  } else if (unit == "d" || unit == "day" || unit == "days") {
    *age = absl::Hours(24 * number);
  } else {
    return false;
  }
  return true;
}

}  // namespace

absl::StatusOr<absl::Time> ParseTime(absl::string_view text, absl::Time now, absl::TimeZone zone) {
  text = absl::StripAsciiWhitespace(text);
  if (text == "now") return now;
  absl::Duration age;
  if (ParseAgo(text, &age)) return now - age;
  absl::Time time;
  std::string error;
  if (absl::ParseTime(absl::RFC3339_full, text, &time, &error)) return time;
  for (const char* format : {"%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S"}) {
    if (absl::ParseTime(format, text, zone, &time, &error)) return time;
  }
  return WrongValue(text, "now, \"3h ago\", \"2027-06-30 14:00\" or 2027-06-30T14:00:00+04:00");
}

absl::StatusOr<absl::CivilDay> ParseDay(absl::string_view text) {
  absl::CivilDay day;
  bool shape = text.size() == 10 && text[4] == '-' && text[7] == '-' &&
               AllDigits(absl::StrCat(text.substr(0, 4), text.substr(5, 2), text.substr(8, 2)));
  // The text must come back: 2027-02-30 would otherwise become the 2nd of March.
  if (!shape || !absl::ParseCivilTime(text, &day) || absl::FormatCivilTime(day) != text ||
      day.year() < 1) {
    return WrongValue(text, "a day such as 2027-06-30");
  }
  return day;
}

absl::StatusOr<absl::CivilDay> ParseRelativeDay(absl::string_view text, absl::CivilDay day_zero) {
  absl::string_view digits = text;
  if (!absl::ConsumePrefix(&digits, "-")) absl::ConsumePrefix(&digits, "+");
  int64_t days = 0;
  if (AllDigits(digits) && absl::SimpleAtoi(text, &days)) {
    if (std::abs(days) > kMaxRelativeDays) {
      return WrongValue(text,
                        "at most 36,000 days from day zero, or a day such as 2027-06-30; is it a "
                        "spreadsheet's number of a day?");
    }
    return day_zero + days;
  }
  absl::StatusOr<absl::CivilDay> day = ParseDay(text);
  if (day.ok()) return day;
  return WrongValue(text, "whole days from day zero such as -14, or a day such as 2027-06-30");
}

absl::StatusOr<int> ParseMinutes(absl::string_view text) {
  int hours = 0;
  int minutes = 0;
  if (text.size() != 5 || text[2] != ':' || !AllDigits(text.substr(0, 2)) ||
      !AllDigits(text.substr(3)) || !absl::SimpleAtoi(text.substr(0, 2), &hours) ||
      !absl::SimpleAtoi(text.substr(3), &minutes) || hours > 23 || minutes > 59) {
    return WrongValue(text, "a time such as 07:30, 00:00 to 23:59");
  }
  return hours * 60 + minutes;
}

google::protobuf::Timestamp ToProto(absl::Time time) {
  google::protobuf::Timestamp proto;
  int64_t seconds = absl::ToUnixSeconds(time);
  proto.set_seconds(seconds);
  proto.set_nanos(
      static_cast<int32_t>(absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(seconds))));
  return proto;
}

common::v1::CivilDate ToProto(absl::CivilDay day) {
  common::v1::CivilDate proto;
  proto.set_year(static_cast<int32_t>(day.year()));
  proto.set_month(day.month());
  proto.set_day(day.day());
  return proto;
}

absl::Time FromProto(const google::protobuf::Timestamp& time) {
  return absl::FromUnixSeconds(time.seconds()) + absl::Nanoseconds(time.nanos());
}

absl::Duration FromProto(const google::protobuf::Duration& duration) {
  return absl::Seconds(duration.seconds()) + absl::Nanoseconds(duration.nanos());
}

std::string FormatDay(const common::v1::CivilDate& day) {
  if (day.year() == 0) return "";
  return absl::FormatCivilTime(absl::CivilDay(day.year(), day.month(), day.day()));
}

std::string FormatTime(const google::protobuf::Timestamp& time, absl::TimeZone zone) {
  if (time.seconds() == 0 && time.nanos() == 0) return "";
  return absl::FormatTime("%Y-%m-%d %H:%M", FromProto(time), zone);
}

std::string ShowDays(int64_t days) {
  return absl::StrCat(WithThousands(days), days == 1 ? " day" : " days");
}

std::string FormatAge(absl::Duration age) {
  int64_t seconds = std::max<int64_t>(0, absl::ToInt64Seconds(age));
  if (seconds < 60) return absl::StrCat(seconds, " s");
  if (seconds < 3600) return absl::StrCat(seconds / 60, " min");
  if (seconds < 2 * 86400) return absl::StrCat(seconds / 3600, " h");
  return absl::StrCat(seconds / 86400, " days");
}

absl::StatusOr<absl::TimeZone> ZoneNamed(absl::string_view name) {
  absl::TimeZone zone;
  if (!name.empty() && absl::LoadTimeZone(name, &zone)) return zone;
  return WrongValue(name, "a time zone that this machine knows, such as Asia/Baku");
}

}  // namespace waystation::cli
