#include <string>

#include "absl/strings/str_cat.h"
#include "clients/cli/context.h"
#include "clients/cli/paging.h"
#include "clients/cli/supply/ending_text.h"
#include "clients/cli/supply/supply_question.h"
#include "clients/cli/supply/supply_text.h"
#include "clients/cli/text/text.h"
#include "clients/cli/text/times.h"
#include "clients/cli/text/words.h"

namespace waystation::cli {
namespace {

using headquarters::v1::FacilityOverview;

std::string ShowBindingItem(const FacilityOverview& overview, Context* context) {
  if (!overview.has_binding_item()) return "";
  const auto& binding = overview.binding_item();
  return context->NameIn(binding.item_display_names(), ShortName(binding.item()));
}

std::string ShowBindingLeft(const FacilityOverview& overview) {
  if (!overview.has_binding_item()) return "";
  const auto& binding = overview.binding_item();
  headquarters::v1::SupplyLevel level;
  level.set_state(binding.state());
  *level.mutable_run_out_date() = binding.run_out_date();
  level.set_days_left(binding.days_left());
  return ShowLeft(level);
}

std::string ShowBindingResupply(const FacilityOverview& overview) {
  if (!overview.has_binding_item()) return "";
  return ShowResupply(overview.binding_item().resupply(), overview.binding_item().state());
}

// Those that someone must think of; the rest last a week or more, or are not used.
std::string ShowVitalOverview(const headquarters::v1::VitalCounts& counts) {
  std::string text;
  auto add = [&text](int32_t count, const char* what) {
    if (count != 0) absl::StrAppend(&text, text.empty() ? "" : ", ", count, " ", what);
  };
  add(counts.out_count(), "OUT");
  add(counts.under_3_days_count(), "under 3 days");
  add(counts.under_7_days_count(), "under 7 days");
  add(counts.unknown_count(), "unknown");
  return text;
}

std::string ShowContact(const FacilityOverview& overview) {
  std::string age =
      overview.has_report_age() ? FormatAge(FromProto(overview.report_age())) + " ago" : "";
  switch (overview.reporting_state()) {
    case facility::v1::REPORTING_STATE_IN_TOUCH:
      return absl::StrCat("in touch, ", age);
    case facility::v1::REPORTING_STATE_SILENT:
      return absl::StrCat("SILENT, last ", age);
    case facility::v1::REPORTING_STATE_NEVER_REPORTED:
      return "never reported";
    default:
      return "?";
  }
}

// "34 of 40", of all types; "34+ of 40" where one of them was never told.
std::string ShowBeds(const FacilityOverview& overview) {
  int64_t occupied = 0;
  int64_t capacity = 0;
  bool known = false;
  bool all = true;
  for (const headquarters::v1::BedStatus& bed : overview.beds()) {
    occupied += bed.occupied();
    capacity += bed.capacity();
    known = known || (bed.has_occupied() && !bed.unknown());
    all = all && bed.has_occupied();
  }
  if (overview.beds().empty()) return "";
  if (!known) return "UNKNOWN";
  return absl::StrCat(WithThousands(occupied), all ? "" : "+", " of ", WithThousands(capacity));
}

// Of a facility that is not in touch nothing of it is known now.
std::string ShowAccess(const FacilityOverview& overview) {
  if (overview.access() == facility::v1::ACCESS_UNSPECIFIED) return "";
  if (overview.reporting_state() != facility::v1::REPORTING_STATE_IN_TOUCH) return "UNKNOWN";
  return PlainWord(overview.access());
}

std::string ShowUnknown(const headquarters::v1::EndingGroup& group) {
  return group.unknown_count() == 0 ? "" : absl::StrCat(group.unknown_count());
}

// That it is silent or closed makes all of it unknown, and is said once.
bool OfWholeFacility(const headquarters::v1::Ending& ending) {
  return ending.unknown() == headquarters::v1::ENDING_UNKNOWN_SILENT ||
         ending.unknown() == headquarters::v1::ENDING_UNKNOWN_CLOSED;
}

void ExplainSurge(const FacilityOverview& overview, Context* context) {
  for (const headquarters::v1::BedStatus& bed : overview.beds()) {
    if (bed.surge() == 0 || bed.unknown()) continue;
    context->PrintLine(
        absl::StrCat(ShortName(overview.facility()), ": ", WithThousands(bed.occupied()), " ",
                     bed.type(), " beds have a patient, set up for ", WithThousands(bed.capacity()),
                     ": SURGE of ", WithThousands(bed.surge())));
  }
}

void ExplainRunning(const FacilityOverview& overview, absl::Time now, Context* context) {
  bool said = false;
  for (const auto* group :
       {&overview.cold_chain(), &overview.power(), &overview.fuel(), &overview.water()}) {
    const bool of_whole = OfWholeFacility(group->first());
    if (of_whole && said) continue;
    said = said || of_whole;
    const std::string why = ExplainGroup(*group, now, context);
    if (!why.empty()) context->PrintLine(absl::StrCat(ShortName(overview.facility()), ": ", why));
  }
  ExplainSurge(overview, context);
}

// What keeps each facility running; nothing where nothing is told of any.
void PrintRunning(const headquarters::v1::ListFacilityOverviewsResponse& response,
                  Context* context) {
  const absl::Time now = FromProto(response.basis().read_time());
  Table table({{"facility"},
               {"ends first", Align::kLeft, Fit::kElide},
               {"fuel"},
               {"power"},
               {"cold"},
               {"water"},
               {"beds"},
               {"access"},
               {"?", Align::kRight}});
  for (const FacilityOverview& overview : response.facility_overviews()) {
    const bool told = overview.has_fuel() || overview.has_power() || overview.has_cold_chain() ||
                      overview.has_water() || !overview.beds().empty() || overview.access() != 0;
    if (!told) continue;
    table.Add({ShortName(overview.facility()), ShowBinding(overview.binding(), now, context),
               ShowGroup(overview.fuel(), now), ShowGroup(overview.power(), now),
               ShowGroup(overview.cold_chain(), now), ShowGroup(overview.water(), now),
               ShowBeds(overview), ShowAccess(overview), ShowUnknown(overview.binding())});
  }
  if (table.empty()) return;
  context->PrintLine("");
  context->PrintLine(
      "What keeps them running, and for how long (?: how many things are not known)");
  context->Print(table, "");
  for (const FacilityOverview& overview : response.facility_overviews()) {
    ExplainRunning(overview, now, context);
  }
}

// Of one facility, type by type.
void PrintBeds(const FacilityOverview& overview, Context* context) {
  if (overview.beds().empty()) return;
  Table table({{"beds"},
               {"occupied", Align::kRight},
               {"free", Align::kRight},
               {"set up for", Align::kRight},
               {""}});
  for (const headquarters::v1::BedStatus& bed : overview.beds()) {
    table.Add({bed.type(), bed.has_occupied() ? WithThousands(bed.occupied()) : "?",
               bed.has_free() ? WithThousands(bed.free()) : "?",
               bed.has_capacity() ? WithThousands(bed.capacity()) : "?",
               bed.unknown()     ? "UNKNOWN now"
               : bed.surge() > 0 ? absl::StrCat("SURGE of ", WithThousands(bed.surge()))
                                 : ""});
  }
  context->PrintLine("");
  context->Print(table, "");
}

}  // namespace

absl::Status ShowOverview(const SupplyQuestion& question, Context* context) {
  headquarters::v1::ListFacilityOverviewsRequest request;
  if (!question.at.empty()) request.set_facility(FacilityName(question.at));
  absl::Status status = AddWords<facility::v1::FacilityKind>(
      question.kinds, "--kind", [&](auto kind) { request.add_facility_kinds(kind); });
  if (!status.ok()) return status;
  auto response = ReadPages<headquarters::v1::ListFacilityOverviewsResponse>(
      request, 0, [](auto& page) { return page.mutable_facility_overviews(); }, context);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  if (context->json()) return absl::OkStatus();
  context->PrintHeading(absl::StrCat(
      "Supply overview, ", FormatTime(response->basis().read_time(), absl::LocalTimeZone())));
  Table table({{"facility"},
               {"state"},
               {"first vital item to run out", Align::kLeft, Fit::kElide},
               {"left"},
               {"next delivery"},
               {"vital items low", Align::kLeft, Fit::kElide},
               {"exceptions", Align::kRight},
               {"stock as of"},
               {"status"}});
  for (const auto& overview : response->facility_overviews()) {
    table.Add(
        {ShortName(overview.facility()),
         overview.state() == facility::v1::FACILITY_STATE_OPEN ? "" : PlainWord(overview.state()),
         ShowBindingItem(overview, context), ShowBindingLeft(overview),
         ShowBindingResupply(overview), ShowVitalOverview(overview.vital_counts()),
         overview.open_exception_count() == 0 ? "" : absl::StrCat(overview.open_exception_count()),
         overview.has_record_date() ? FormatDay(overview.record_date()) : "never",
         ShowContact(overview)});
  }
  context->Print(table, WhenEmpty(question, "no facilities yet"));
  for (const auto& overview : response->facility_overviews()) {
    const auto& binding = overview.binding_item();
    const std::string why = ExplainResupply(binding.resupply(), binding.state());
    if (why.empty()) continue;
    context->PrintLine(absl::StrCat(ShortName(overview.facility()), ": ",
                                    ShowBindingItem(overview, context), " ", why));
  }
  PrintRunning(*response, context);
  if (!question.at.empty() && response->facility_overviews_size() == 1) {
    PrintBeds(response->facility_overviews(0), context);
  }
  context->PrintLine(ShowBasis(response->basis()));
  return absl::OkStatus();
}

}  // namespace waystation::cli
