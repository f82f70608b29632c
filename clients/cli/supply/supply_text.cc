#include "clients/cli/supply/supply_text.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "clients/cli/text/clock_text.h"
#include "clients/cli/text/quantity.h"
#include "clients/cli/text/text.h"
#include "clients/cli/text/times.h"
#include "clients/cli/text/words.h"

namespace waystation::cli {

using headquarters::v1::SupplyLevel;

std::string ShowLeft(const SupplyLevel& level) {
  std::string day = FormatDay(level.run_out_date());
  switch (level.state()) {
    case headquarters::v1::SUPPLY_STATE_OUT:
      return day.empty() ? "OUT" : absl::StrCat("OUT since ", day);
    case headquarters::v1::SUPPLY_STATE_LASTS:
      return absl::StrCat(ShowDays(level.days_left()), ", until ", day);
    case headquarters::v1::SUPPLY_STATE_UNUSED:
      return "in stock, not used";
    case headquarters::v1::SUPPLY_STATE_NO_EVIDENCE:
      return "in stock, use not known";
    case headquarters::v1::SUPPLY_STATE_UNKNOWN:
      return absl::StrCat("unknown: would have run out ", day);
    default:
      return "?";
  }
}

namespace {

// "EXP-0001, 2026-12-06".
std::string ShowArrival(const headquarters::v1::Arrival& arrival) {
  return absl::StrCat(arrival.number(), ", ", FormatDay(arrival.latest_date()));
}

// Its last day without the year: "12-06".
std::string ShortDay(const headquarters::v1::Arrival& arrival) {
  const std::string day = FormatDay(arrival.latest_date());
  return day.substr(std::min(day.size(), day.find('-') + 1));
}

std::string ExplainOutlook(const headquarters::v1::Resupply& resupply,
                           headquarters::v1::SupplyState state) {
  const std::string confirmed = ShowArrival(resupply.next_confirmed());
  switch (resupply.outlook()) {
    case headquarters::v1::RESUPPLY_OUTLOOK_GAP:
      if (state != headquarters::v1::SUPPLY_STATE_OUT) {
        return absl::StrCat("runs out ", ShowDays(resupply.gap_days()),
                            " before the next confirmed delivery (", confirmed, ")");
      }
      return absl::StrCat(
          "is out",
          resupply.gap_days() == 0
              ? " until today's"
              : absl::StrCat(" for ", ShowDays(resupply.gap_days()), " more, until the next"),
          " confirmed delivery (", confirmed, ")");
    case headquarters::v1::RESUPPLY_OUTLOOK_NOTHING_CONFIRMED:
      return absl::StrCat("has no confirmed delivery, only a possible one (",
                          ShowArrival(resupply.next_unconfirmed()), ")");
    case headquarters::v1::RESUPPLY_OUTLOOK_IN_TIME:
      return absl::StrCat("lasts until the next confirmed delivery (", confirmed, ")");
    case headquarters::v1::RESUPPLY_OUTLOOK_NOTHING_COMING:
      return "has nothing coming";
    default:
      return resupply.has_next_confirmed()
                 ? absl::StrCat("has a confirmed delivery coming (", confirmed, ")")
                 : "has no confirmed delivery";
  }
}

}  // namespace

std::string ShowResupply(const headquarters::v1::Resupply& resupply,
                         headquarters::v1::SupplyState state) {
  const std::string confirmed = ShortDay(resupply.next_confirmed());
  switch (resupply.outlook()) {
    case headquarters::v1::RESUPPLY_OUTLOOK_IN_TIME:
      return confirmed + ", in time";
    case headquarters::v1::RESUPPLY_OUTLOOK_GAP:
      if (state != headquarters::v1::SUPPLY_STATE_OUT) {
        return absl::StrCat(confirmed, ", ", ShowDays(resupply.gap_days()), " late");
      }
      return confirmed +
             (resupply.gap_days() == 0 ? ", today" : ", in " + ShowDays(resupply.gap_days()));
    case headquarters::v1::RESUPPLY_OUTLOOK_NOTHING_CONFIRMED:
      return "nothing confirmed";
    case headquarters::v1::RESUPPLY_OUTLOOK_NOTHING_COMING:
      return resupply.has_overdue() ? "OVERDUE" : "nothing is coming";
    default:
      return confirmed;
  }
}

std::string ExplainResupply(const headquarters::v1::Resupply& resupply,
                            headquarters::v1::SupplyState state) {
  const bool late = resupply.outlook() == headquarters::v1::RESUPPLY_OUTLOOK_GAP ||
                    resupply.outlook() == headquarters::v1::RESUPPLY_OUTLOOK_NOTHING_CONFIRMED;
  if (!late && !resupply.has_overdue()) return "";
  std::string text = ExplainOutlook(resupply, state);
  if (resupply.has_overdue()) {
    absl::StrAppend(&text, "; ", resupply.overdue().number(), " was due ",
                    FormatDay(resupply.overdue().latest_date()), " and has not come");
  }
  return text;
}

std::string ShowEvidence(const headquarters::v1::DailyUse& use, inventory::v1::BaseUnit base_unit) {
  const std::string sent =
      use.dispatched_quantity() <= 0
          ? ""
          : absl::StrCat(", ", FormatQuantity(use.dispatched_quantity(), base_unit),
                         " of it sent on");
  switch (use.evidence()) {
    case headquarters::v1::USE_EVIDENCE_NONE:
      return "none";
    case headquarters::v1::USE_EVIDENCE_WEAK:
      return absl::StrCat("weak, ", use.in_stock_days(),
                          use.in_stock_days() == 1 ? " day" : " days", sent);
    case headquarters::v1::USE_EVIDENCE_STRONG:
      return absl::StrCat("strong, ", use.in_stock_days(), " days", sent);
    case headquarters::v1::USE_EVIDENCE_UNUSED:
      return "never used";
    default:
      return "?";
  }
}

Table LevelTable(const google::protobuf::RepeatedPtrField<SupplyLevel>& levels, Context* context) {
  Table table({{"facility"},
               {"item", Align::kLeft, Fit::kElide},
               {"class"},
               {"usable", Align::kRight},
               {"daily use", Align::kRight},
               {"left"},
               {"next delivery"},
               {"evidence"},
               {"expires unused", Align::kRight},
               {"expired", Align::kRight},
               {"in quarantine", Align::kRight},
               {"recalled", Align::kRight},
               {"as of"}});
  for (const SupplyLevel& level : levels) {
    auto amount = [&level](int64_t base) {
      return base == 0 ? std::string() : FormatQuantity(base, level.base_unit());
    };
    bool used = level.daily_use().consumed_quantity() > 0;
    table.Add({ShortName(level.facility()),
               context->NameIn(level.item_display_names(), ShortName(level.item())),
               PlainWord(level.vital_class()),
               FormatQuantity(level.usable_quantity(), level.base_unit()),
               used ? FormatDailyUse(level.daily_use().consumed_quantity(),
                                     level.daily_use().in_stock_days(), level.base_unit())
                    : "",
               ShowLeft(level), ShowResupply(level.resupply(), level.state()),
               ShowEvidence(level.daily_use(), level.base_unit()),
               amount(level.expires_unused_quantity()), amount(level.expired_quantity()),
               amount(level.quarantined_quantity()), amount(level.recalled_quantity()),
               FormatDay(level.record_date())});
  }
  return table;
}

std::string ShowBasis(const headquarters::v1::Basis& basis) {
  std::string text;
  for (const auto& source : basis.sources()) {
    absl::StrAppend(&text, text.empty() ? "from " : "; ", source.log(), " ",
                    WithThousands(source.applied_revision()),
                    source.has_copy_age()
                        ? absl::StrCat(", heard ", FormatAge(FromProto(source.copy_age())), " ago")
                        : ", NOT HEARD since the server's start");
    if (IsSuspect(source.clock_state())) {
      absl::StrAppend(&text, ", its CLOCK SUSPECT (", PlainWord(source.clock_state()), ")");
    }
    int64_t behind = source.head_revision() - source.applied_revision();
    if (behind > 0) absl::StrAppend(&text, ", ", WithThousands(behind), " commands BEHIND");
    if (!source.reachable()) {
      absl::StrAppend(&text, ", OUT OF REACH",
                      source.last_error().empty() ? "" : ": " + source.last_error());
    }
  }
  return text;
}

}  // namespace waystation::cli
