#include "clients/cli/text/facility_text.h"

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "clients/cli/text/quantity.h"
#include "clients/cli/text/text.h"
#include "clients/cli/text/words.h"

namespace waystation::cli {
namespace {

using facility::v1::Measure;
using facility::v1::StatusValue;

bool ParseWhole(absl::string_view text, int64_t* number) {
  return !text.empty() && text.find_first_not_of("-0123456789") == absl::string_view::npos &&
         absl::SimpleAtoi(text, number);
}

}  // namespace

absl::StatusOr<int64_t> ParseDegrees(absl::string_view text, int most) {
  absl::string_view rest = text;
  bool negative = absl::ConsumePrefix(&rest, "-");
  size_t point = rest.find('.');
  absl::string_view whole = rest.substr(0, point);
  absl::string_view part = point == absl::string_view::npos ? "0" : rest.substr(point + 1);
  auto digits = [](absl::string_view all) {
    return !all.empty() && all.find_first_not_of("0123456789") == absl::string_view::npos;
  };
  std::string want = absl::StrCat("decimal degrees, -", most, " to ", most,
                                  ", with up to 6 digits after the point");
  if (!digits(whole) || !digits(part) || whole.size() > 3 || part.size() > 6) {
    return WrongValue(text, want);
  }
  int64_t micro = 0;
  if (!absl::SimpleAtoi(absl::StrCat(whole, part, std::string(6 - part.size(), '0')), &micro) ||
      micro > most * int64_t{1000000}) {
    return WrongValue(text, want);
  }
  return negative ? -micro : micro;
}

std::string FormatDegrees(int64_t microdegrees) {
  return absl::StrFormat("%s%d.%06d", microdegrees < 0 ? "-" : "", std::abs(microdegrees) / 1000000,
                         std::abs(microdegrees) % 1000000);
}

absl::StatusOr<facility::v1::BedCapacity> ParseBeds(absl::string_view text) {
  size_t equals = text.find('=');
  int64_t capacity = 0;
  if (equals == absl::string_view::npos || equals == 0 ||
      !ParseWhole(text.substr(equals + 1), &capacity) || capacity < 0) {
    return WrongValue(text, "TYPE=CAPACITY such as inpatient=40");
  }
  facility::v1::BedCapacity beds;
  beds.set_type(std::string(text.substr(0, equals)));
  beds.set_capacity(capacity);
  return beds;
}

absl::StatusOr<StatusValue> ParseStatusValue(Measure measure, absl::string_view subject,
                                             absl::string_view value) {
  StatusValue result;
  result.set_measure(measure);
  result.set_subject(std::string(subject));
  if (measure == facility::v1::MEASURE_POWER_SOURCE) {
    auto source = ParseWord<facility::v1::PowerSource>(value);
    if (!source.ok()) return source.status();
    result.set_power_source(*source);
  } else if (measure == facility::v1::MEASURE_ACCESS) {
    auto access = ParseWord<facility::v1::Access>(value);
    if (!access.ok()) return access.status();
    result.set_access(*access);
  } else if (measure == facility::v1::MEASURE_SOURCE_STATE) {
    auto state = ParseWord<facility::v1::SourceState>(value);
    if (!state.ok()) return state.status();
    result.set_source_state(*state);
  } else if (measure == facility::v1::MEASURE_NOTE) {
    if (value.empty()) return WrongValue(value, "a note");
    result.set_note(std::string(value));
  } else {
    int64_t amount = 0;
    if (!ParseWhole(value, &amount)) {
      return WrongValue(value, absl::StrCat("a whole number for ", Word(measure)));
    }
    result.set_amount(amount);
  }
  return result;
}

absl::StatusOr<StatusValue> ParseReport(absl::string_view text) {
  size_t equals = text.find('=');
  if (equals == absl::string_view::npos) {
    return WrongValue(text,
                      "MEASURE=VALUE or MEASURE:SUBJECT=VALUE, such as beds-occupied:inpatient=34");
  }
  absl::string_view left = text.substr(0, equals);
  size_t colon = left.find(':');
  auto measure = ParseWord<Measure>(left.substr(0, colon));
  if (!measure.ok()) return measure.status();
  absl::string_view subject =
      colon == absl::string_view::npos ? absl::string_view() : left.substr(colon + 1);
  return ParseStatusValue(*measure, subject, text.substr(equals + 1));
}

std::string FormatStatusValue(const StatusValue& value) {
  switch (value.value_case()) {
    case StatusValue::kPowerSource:
      return PlainWord(value.power_source());
    case StatusValue::kAccess:
      return PlainWord(value.access());
    case StatusValue::kNote:
      return value.note();
    case StatusValue::kSourceState:
      return PlainWord(value.source_state());
    default:
      break;
  }
  switch (value.measure()) {
    case facility::v1::MEASURE_TANK_LEVEL_ML:
    case facility::v1::MEASURE_WATER_LEVEL_ML:
    case facility::v1::MEASURE_WATER_RECEIVED_ML:
    case facility::v1::MEASURE_WATER_USED_ML:
      return FormatQuantity(value.amount(), inventory::v1::BASE_UNIT_MILLILITRE);
    case facility::v1::MEASURE_LOAD_W:
    case facility::v1::MEASURE_SOLAR_W:
      return WithThousands(value.amount()) + " W";
    case facility::v1::MEASURE_BATTERY_WH:
      return WithThousands(value.amount()) + " Wh";
    case facility::v1::MEASURE_GRID_HOURS_LAST_DAY:
      return absl::StrCat(value.amount(), " h");
    case facility::v1::MEASURE_FRIDGE_TEMPERATURE_MILLICELSIUS:
      return absl::StrFormat("%s%d.%d °C", value.amount() < 0 ? "-" : "",
                             std::abs(value.amount()) / 1000,
                             std::abs(value.amount()) % 1000 / 100);
    default:
      return WithThousands(value.amount());
  }
}

}  // namespace waystation::cli
