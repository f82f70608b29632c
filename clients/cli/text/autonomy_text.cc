#include "clients/cli/text/autonomy_text.h"

#include <array>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "clients/cli/text/item_text.h"
#include "clients/cli/text/names.h"
#include "clients/cli/text/quantity.h"
#include "clients/cli/text/text.h"
#include "clients/cli/text/times.h"
#include "clients/cli/text/words.h"

namespace waystation::cli {
namespace {

using facility::v1::AutonomyLimit;

std::string Litres(int64_t millilitres) {
  return FormatQuantity(millilitres, inventory::v1::BASE_UNIT_MILLILITRE);
}

// "2 d 04:06"
std::string ShowMinutes(int64_t minutes) {
  const int64_t total = std::abs(minutes);
  const int64_t days = total / (24 * 60);
  return absl::StrCat(minutes < 0 ? "-" : "", days > 0 ? absl::StrCat(days, " d ") : "",
                      absl::StrFormat("%02d:%02d", total / 60 % 24, total % 60));
}

std::string DescribeSupplyEnd(facility::v1::SupplyEnd end) {
  switch (end) {
    case facility::v1::SUPPLY_END_GRID_HOURS:
      return "the grid is promised no longer";
    case facility::v1::SUPPLY_END_NEXT_REPORT:
      return "nobody has said more of the grid";
    case facility::v1::SUPPLY_END_FUEL:
      return "fuel runs out";
    case facility::v1::SUPPLY_END_BATTERY:
      return "the battery runs out";
    case facility::v1::SUPPLY_END_SUN:
      return "only the sun feeds it";
    case facility::v1::SUPPLY_END_CUT:
      return "it has no power";
    default:
      return "";
  }
}

// The unit that a quantity's name ends in, taken off its words.
struct Unit {
  absl::string_view word;
  std::string (*show)(int64_t value);
};

constexpr std::array<Unit, 9> kUnits = {{
    {" ml per hour", [](int64_t value) { return Litres(value) + "/h"; }},
    {" ml per day", [](int64_t value) { return Litres(value) + "/day"; }},
    {" ml", [](int64_t value) { return Litres(value); }},
    {" wh", [](int64_t value) { return WithThousands(value) + " Wh"; }},
    {" w", [](int64_t value) { return WithThousands(value) + " W"; }},
    {" millicelsius", [](int64_t value) { return FormatCelsius(value); }},
    {" minutes left", [](int64_t value) { return ShowMinutes(value); }},
    {" minutes per day", [](int64_t value) { return ShowMinutes(value) + " a day"; }},
    {" minutes", [](int64_t value) { return ShowMinutes(value); }},
}};

struct ShownQuantity {
  std::string name;
  std::string value;
};

ShownQuantity Show(facility::v1::Quantity quantity, const std::string& subject, int64_t value) {
  ShownQuantity shown = {PlainWord(quantity), WithThousands(value)};
  if (quantity == facility::v1::QUANTITY_GRID_STATE) {
    shown.value = value != 0 ? "on" : "off";
  } else if (quantity == facility::v1::QUANTITY_GENERATOR_STATE) {
    shown.value = value != 0 ? "runs" : "stands";
  } else {
    for (const Unit& unit : kUnits) {
      absl::string_view rest = shown.name;
      if (!absl::ConsumeSuffix(&rest, unit.word)) continue;
      shown = {std::string(rest), unit.show(value)};
      break;
    }
  }
  if (!subject.empty() && subject != shown.name) absl::StrAppend(&shown.name, ", ", subject);
  return shown;
}

}  // namespace

std::string DescribeLimit(const AutonomyLimit& limit) {
  switch (limit.kind()) {
    case facility::v1::LIMIT_KIND_GENERATOR_FUEL:
      return "generator " + limit.subject();
    case facility::v1::LIMIT_KIND_FUEL:
      return limit.subject() + ", all uses";
    case facility::v1::LIMIT_KIND_POWER:
      return "power of " + limit.subject();
    case facility::v1::LIMIT_KIND_COLD_CHAIN:
      return "fridge " + limit.subject();
    case facility::v1::LIMIT_KIND_WATER:
      return "drinking water";
    default:
      return PlainWord(limit.kind());
  }
}

std::string DescribeUnknown(facility::v1::UnknownReason reason) {
  switch (reason) {
    case facility::v1::UNKNOWN_REASON_NOT_REGISTERED:
      return "something that it needs is not registered";
    case facility::v1::UNKNOWN_REASON_NO_READING:
      return "nobody ever read it";
    case facility::v1::UNKNOWN_REASON_READING_TOO_OLD:
      return "last read too long ago";
    case facility::v1::UNKNOWN_REASON_BAD_CURVE:
      return "the fuel curve can't be computed with";
    case facility::v1::UNKNOWN_REASON_OVERLOADED:
      return "overloaded: it may trip at any time";
    case facility::v1::UNKNOWN_REASON_NOT_RUNNING:
      return "it stands";
    case facility::v1::UNKNOWN_REASON_ALREADY_RUNNING:
      return "it runs";
    case facility::v1::UNKNOWN_REASON_NO_USE:
      return "nothing uses it";
    case facility::v1::UNKNOWN_REASON_CUT_TIME_NOT_KNOWN:
      return "without power, nobody said since when";
    default:
      return "";
  }
}

std::string DescribeCause(const AutonomyLimit& limit) {
  if (limit.unknown() != facility::v1::UNKNOWN_REASON_UNSPECIFIED) {
    return DescribeUnknown(limit.unknown());
  }
  const std::string supply = DescribeSupplyEnd(limit.supply_end());
  switch (limit.safe_because()) {
    case facility::v1::SAFE_BECAUSE_SOURCE_ENDS:
    case facility::v1::SAFE_BECAUSE_CUT:
      return supply + ", then it holds";
    case facility::v1::SAFE_BECAUSE_WARM:
      return supply + ", and it is warm already";
    case facility::v1::SAFE_BECAUSE_RISING:
      return "its readings rise";
    case facility::v1::SAFE_BECAUSE_OUT_OF_RANGE:
      return "OUT OF RANGE";
    default:
      return supply;
  }
}

Table LimitTable(const facility::v1::Autonomy& autonomy, absl::TimeZone zone) {
  Table table({{"act by"},
               {"what"},
               {"until"},
               {"left", Align::kRight},
               {"because", Align::kLeft, Fit::kElide}});
  const absl::Time as_of = FromProto(autonomy.as_of_time());
  for (const AutonomyLimit& limit : autonomy.limits()) {
    const bool known = limit.unknown() == facility::v1::UNKNOWN_REASON_UNSPECIFIED;
    if (!known || !limit.has_act_by_time()) {
      table.Add({known ? "no end known" : "UNKNOWN", DescribeLimit(limit),
                 known ? FormatTime(limit.known_until_time(), zone) : "", known ? "as told" : "",
                 DescribeCause(limit)});
      continue;
    }
    const absl::Duration left = FromProto(limit.ends_time()) - as_of;
    const bool over = left <= absl::ZeroDuration();
    const bool late = !over && FromProto(limit.act_by_time()) <= as_of;
    table.Add({late ? "NOW" : FormatTime(limit.act_by_time(), zone), DescribeLimit(limit),
               FormatTime(limit.ends_time(), zone),
               over ? "OVER" : ShowMinutes(absl::ToInt64Minutes(left)), DescribeCause(limit)});
  }
  return table;
}

Table WorkingTable(const facility::v1::Working& working, absl::TimeZone zone) {
  Table table({{""}, {"", Align::kRight}, {""}});
  for (const facility::v1::UsedReading& reading : working.readings()) {
    const ShownQuantity shown = Show(reading.quantity(), reading.subject(), reading.value());
    table.Add({"  " + shown.name, shown.value,
               absl::StrCat("read ", FormatTime(reading.observed_time(), zone), ", ",
                            ShowMinutes(reading.age_minutes()), " before")});
  }
  for (const facility::v1::WorkingStep& step : working.steps()) {
    const ShownQuantity shown = Show(step.quantity(), step.subject(), step.value());
    table.Add({"  " + shown.name, shown.value, ""});
  }
  for (const facility::v1::MissingInput& missing : working.missing()) {
    const ShownQuantity shown = Show(missing.quantity(), missing.subject(), 0);
    table.Add({"  " + shown.name, "missing", DescribeUnknown(missing.reason())});
  }
  return table;
}

Table ContactTable(const facility::v1::Autonomy& autonomy,
                   const std::function<std::string(const facility::v1::Installation&)>& name_of) {
  Table table({{"call"},
               {"", Align::kLeft, Fit::kElide},
               {"telephone"},
               {"speaks"},
               {"answers", Align::kLeft, Fit::kElide}});
  for (const facility::v1::Installation& installation : autonomy.contacts()) {
    const facility::v1::Contact& contact = installation.contact();
    table.Add({PlainWord(contact.role()), name_of(installation),
               absl::StrJoin(contact.telephones(), ", "), absl::StrJoin(contact.languages(), ", "),
               contact.hours()});
  }
  return table;
}

}  // namespace waystation::cli
