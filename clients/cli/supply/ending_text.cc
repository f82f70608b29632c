#include "clients/cli/supply/ending_text.h"

#include "absl/strings/str_cat.h"
#include "clients/cli/supply/supply_text.h"
#include "clients/cli/text/times.h"
#include "clients/cli/text/words.h"

namespace waystation::cli {
namespace {

using headquarters::v1::Ending;
using headquarters::v1::EndingGroup;

// What ends within it is said in a sentence.
constexpr absl::Duration kSoon = absl::Hours(24);

// This machine's while the facility's is not known.
absl::TimeZone ZoneOfEnding(const Ending& ending) {
  const absl::StatusOr<absl::TimeZone> zone = ZoneNamed(ending.time_zone());
  return zone.ok() ? *zone : absl::LocalTimeZone();
}

// As much of the time as it takes, seen from `now`.
std::string ShortTime(absl::Time time, absl::Time now, absl::TimeZone zone) {
  const absl::CivilDay day = absl::ToCivilDay(time, zone);
  const absl::CivilDay today = absl::ToCivilDay(now, zone);
  if (day == today) return absl::FormatTime("%H:%M", time, zone);
  if (day - today > -180 && day - today < 180) return absl::FormatTime("%m-%d %H:%M", time, zone);
  return absl::FormatTime("%Y-%m-%d", time, zone);
}

std::string ShortTimeOf(const Ending& ending, const google::protobuf::Timestamp& time,
                        absl::Time now) {
  return ShortTime(FromProto(time), now, ZoneOfEnding(ending));
}

std::string ShowUnknownWhy(const Ending& ending) {
  switch (ending.unknown()) {
    case headquarters::v1::ENDING_UNKNOWN_CLOSED:
      return "the facility is closed";
    case headquarters::v1::ENDING_UNKNOWN_SILENT:
      return "the facility is silent";
    case headquarters::v1::ENDING_UNKNOWN_NOT_DERIVED:
      return PlainWord(ending.unknown_reason());
    case headquarters::v1::ENDING_UNKNOWN_READING_TOO_OLD:
      return "reading too old";
    case headquarters::v1::ENDING_UNKNOWN_NOT_RECORDED:
      return "nothing recorded since";
    default:
      return "";
  }
}

std::string ShowSupplyEnd(facility::v1::SupplyEnd end) {
  switch (end) {
    case facility::v1::SUPPLY_END_GRID_HOURS:
      return "grid hours end";
    case facility::v1::SUPPLY_END_NEXT_REPORT:
      return "nobody has told more of the grid";
    case facility::v1::SUPPLY_END_FUEL:
      return "fuel ends";
    case facility::v1::SUPPLY_END_BATTERY:
      return "battery ends";
    case facility::v1::SUPPLY_END_SUN:
      return "the sun alone feeds it";
    case facility::v1::SUPPLY_END_CUT:
      return "it is without power";
    default:
      return "";
  }
}

std::string ShowSafeBecause(const Ending& ending) {
  switch (ending.safe_because()) {
    case facility::v1::SAFE_BECAUSE_SOURCE_ENDS:
      if (ending.supply_end() == facility::v1::SUPPLY_END_NEXT_REPORT) {
        return "it warms unless power is reported again";
      }
      return absl::StrCat("it warms once ", ShowSupplyEnd(ending.supply_end()));
    case facility::v1::SAFE_BECAUSE_CUT:
      return "it is without power";
    case facility::v1::SAFE_BECAUSE_WARM:
      return "it is warm and will be without power";
    case facility::v1::SAFE_BECAUSE_RISING:
      return "its temperature rises";
    case facility::v1::SAFE_BECAUSE_OUT_OF_RANGE:
      return "it is out of its range";
    default:
      return "";
  }
}

// "fridge fridge-1 is safe until 15:05, act by 14:05".
std::string SayEnd(const Ending& ending, absl::Time now, Context* context) {
  const std::string thing = ShowThing(ending, context);
  const std::string ends = ShortTimeOf(ending, ending.ends_time(), now);
  const std::string act_by = ShortTimeOf(ending, ending.act_by_time(), now);
  const bool ended = ending.state() == headquarters::v1::ENDING_STATE_ENDED;
  switch (ending.kind()) {
    case headquarters::v1::ENDING_KIND_COLD_CHAIN:
      if (ended) return absl::StrCat("nobody can vouch for ", thing, " since ", ends);
      return absl::StrCat(thing, " is safe until ", ends, ", act by ", act_by);
    case headquarters::v1::ENDING_KIND_POWER:
      return absl::StrCat(thing, ended ? " has been without power since " : " has power until ",
                          ends);
    case headquarters::v1::ENDING_KIND_GENERATOR_FUEL:
      return absl::StrCat(thing, ended ? " is out of fuel since " : " has fuel until ", ends);
    default:
      return absl::StrCat(thing, ended ? " is out since " : " lasts until ", ends);
  }
}

std::string SayUnknown(const EndingGroup& group, Context* context) {
  const Ending& ending = group.first();
  std::string text = absl::StrCat(ShowThing(ending, context), " is UNKNOWN: ", ShowWhy(ending));
  if (ending.has_act_by_time()) absl::StrAppend(&text, "; was ", ShowWhen(ending));
  if (ending.has_value_age()) {
    absl::StrAppend(&text, ", as told ", FormatAge(FromProto(ending.value_age())), " ago");
  }
  return text;
}

}  // namespace

std::string ShowThing(const Ending& ending, Context* context) {
  switch (ending.kind()) {
    case headquarters::v1::ENDING_KIND_GENERATOR_FUEL:
      return "generator " + ending.subject();
    case headquarters::v1::ENDING_KIND_POWER:
      return "circuit " + ending.subject();
    case headquarters::v1::ENDING_KIND_COLD_CHAIN:
      return "fridge " + ending.subject();
    case headquarters::v1::ENDING_KIND_WATER:
      return "drinking water";
    case headquarters::v1::ENDING_KIND_SUPPLY:
      return context->NameIn(ending.item_display_names(), ending.subject());
    default:
      return ending.subject();
  }
}

std::string ShowLasts(const Ending& ending, absl::Time now) {
  switch (ending.state()) {
    case headquarters::v1::ENDING_STATE_ENDED:
      return "ENDED";
    case headquarters::v1::ENDING_STATE_DUE:
      return "ACT NOW";
    case headquarters::v1::ENDING_STATE_LASTS:
      return FormatAge(FromProto(ending.act_by_time()) - now);
    case headquarters::v1::ENDING_STATE_NO_END:
      return "no end";
    case headquarters::v1::ENDING_STATE_UNKNOWN:
      return "UNKNOWN";
    default:
      return "?";
  }
}

std::string ShowGroup(const EndingGroup& group, absl::Time now) {
  return group.has_first() ? ShowLasts(group.first(), now) : "";
}

std::string ShowBinding(const EndingGroup& group, absl::Time now, Context* context) {
  if (!group.has_first()) return "";
  return absl::StrCat(ShowLasts(group.first(), now), " ", ShowThing(group.first(), context));
}

std::string ShowWhy(const Ending& ending) {
  if (ending.state() == headquarters::v1::ENDING_STATE_UNKNOWN) return ShowUnknownWhy(ending);
  switch (ending.kind()) {
    case headquarters::v1::ENDING_KIND_COLD_CHAIN:
      return ShowSafeBecause(ending);
    case headquarters::v1::ENDING_KIND_POWER:
      return ShowSupplyEnd(ending.supply_end());
    case headquarters::v1::ENDING_KIND_SUPPLY:
      return ShowResupply(ending.resupply(), ending.state() == headquarters::v1::ENDING_STATE_ENDED
                                                 ? headquarters::v1::SUPPLY_STATE_OUT
                                                 : headquarters::v1::SUPPLY_STATE_LASTS);
    default:
      return "";
  }
}

std::string ExplainGroup(const EndingGroup& group, absl::Time now, Context* context) {
  if (!group.has_first()) return "";
  const Ending& ending = group.first();
  if (ending.state() == headquarters::v1::ENDING_STATE_UNKNOWN) return SayUnknown(group, context);
  if (!ending.has_act_by_time() || FromProto(ending.act_by_time()) > now + kSoon) return "";
  const std::string why = ShowWhy(ending);
  return absl::StrCat(SayEnd(ending, now, context), " (", ShowTimeLeft(ending, now), ")",
                      why.empty() ? "" : ": ", why);
}

std::string ShowWhen(const Ending& ending) {
  if (ending.has_run_out_date()) {
    const bool out = ending.state() == headquarters::v1::ENDING_STATE_ENDED;
    return absl::StrCat(out ? "" : "end of ", FormatDay(ending.run_out_date()));
  }
  return FormatTime(ending.act_by_time(), ZoneOfEnding(ending));
}

std::string ShowTimeLeft(const Ending& ending, absl::Time now) {
  switch (ending.state()) {
    case headquarters::v1::ENDING_STATE_ENDED:
      return absl::StrCat("ENDED ", FormatAge(now - FromProto(ending.ends_time())), " ago");
    case headquarters::v1::ENDING_STATE_DUE:
      return "ACT NOW";
    default:
      return absl::StrCat("in ", FormatAge(FromProto(ending.act_by_time()) - now));
  }
}

}  // namespace waystation::cli
