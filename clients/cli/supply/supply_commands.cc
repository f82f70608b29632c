#include <unistd.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/context.h"
#include "clients/cli/count.h"
#include "clients/cli/paging.h"
#include "clients/cli/supply/supply_text.h"
#include "clients/cli/text/clock_text.h"
#include "clients/cli/text/text.h"
#include "clients/cli/text/times.h"
#include "clients/cli/text/words.h"

namespace waystation::cli {
namespace {

using headquarters::v1::FacilityOverview;
using headquarters::v1::SupplyFilter;
using headquarters::v1::SupplyOrder;

constexpr char kClearScreen[] = "\x1b[H\x1b[2J";

struct SupplyQuestion {
  std::string at;
  std::string item;
  std::vector<std::string> kinds;
  std::vector<std::string> categories;
  std::vector<std::string> classes;
  std::vector<std::string> states;
  std::string sort = "run-out";
  int limit = 50;
  int count = 0;
};

// Reads each word into the repeated enum field by `add`.
template <typename Enum, typename Add>
absl::Status AddWords(const std::vector<std::string>& words, absl::string_view option, Add add) {
  for (const std::string& word : words) {
    absl::StatusOr<Enum> value = ParseWord<Enum>(word);
    if (!value.ok()) return WrongOption(option, value.status());
    add(*value);
  }
  return absl::OkStatus();
}

// What to say of an empty answer; `unfiltered` where all was asked for.
std::string WhenEmpty(const SupplyQuestion& question, absl::string_view unfiltered) {
  if (!question.at.empty() || !question.item.empty()) {
    return "nothing passes the filter; is the name right? (`waystation facility list`, "
           "`waystation item list`)";
  }
  const bool all = question.kinds.empty() && question.categories.empty() &&
                   question.classes.empty() && question.states.empty();
  return all ? std::string(unfiltered) : "nothing passes the filter";
}

absl::StatusOr<SupplyFilter> FilterOf(const SupplyQuestion& question) {
  SupplyFilter filter;
  if (!question.at.empty()) filter.set_facility(FacilityName(question.at));
  if (!question.item.empty()) filter.set_item(ItemName(question.item));
  for (const std::string& category : question.categories) filter.add_categories(category);
  absl::Status status = AddWords<facility::v1::FacilityKind>(
      question.kinds, "--kind", [&](auto kind) { filter.add_facility_kinds(kind); });
  if (status.ok()) {
    status = AddWords<inventory::v1::VitalClass>(
        question.classes, "--class", [&](auto vital) { filter.add_vital_classes(vital); });
  }
  if (status.ok()) {
    status = AddWords<headquarters::v1::SupplyState>(question.states, "--state",
                                                     [&](auto state) { filter.add_states(state); });
  }
  if (!status.ok()) return status;
  return filter;
}

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

absl::Status Overview(const SupplyQuestion& question, Context* context) {
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
  context->PrintLine(ShowBasis(response->basis()));
  return absl::OkStatus();
}

absl::Status Levels(const SupplyQuestion& question, Context* context) {
  headquarters::v1::ListSupplyLevelsRequest request;
  absl::StatusOr<SupplyFilter> filter = FilterOf(question);
  if (!filter.ok()) return filter.status();
  *request.mutable_filter() = *std::move(filter);
  absl::StatusOr<SupplyOrder> order = ParseWord<SupplyOrder>(question.sort);
  if (!order.ok()) return WrongOption("--sort", order.status());
  request.set_order(*order);
  auto response = ReadPages<headquarters::v1::ListSupplyLevelsResponse>(
      request, question.limit, [](auto& page) { return page.mutable_supply_levels(); }, context);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  if (context->json()) return absl::OkStatus();
  context->PrintHeading(absl::StrCat(
      "Supply levels, ", FormatTime(response->basis().read_time(), absl::LocalTimeZone())));
  context->Print(LevelTable(response->supply_levels(), context),
                 WhenEmpty(question, "no supply levels yet"));
  if (!response->next_page_token().empty()) context->PrintLine("there is more: raise --limit");
  context->PrintLine(ShowBasis(response->basis()));
  return absl::OkStatus();
}

absl::Status Watch(const SupplyQuestion& question, Context* context) {
  headquarters::v1::WatchSupplyLevelsRequest request;
  absl::StatusOr<SupplyFilter> filter = FilterOf(question);
  if (!filter.ok()) return filter.status();
  *request.mutable_filter() = *std::move(filter);
  absl::StatusOr<SupplyOrder> order = ParseWord<SupplyOrder>(question.sort);
  if (!order.ok()) return WrongOption("--sort", order.status());
  request.set_order(*order);
  request.set_page_size(question.limit == 0 ? kLargestPage
                                            : std::min(question.limit, kLargestPage));
  int shown = 0;
  using Response = headquarters::v1::WatchSupplyLevelsResponse;
  return context->client().Watch<Response>(request, [&](const Response& response) {
    context->HearClock(response.basis().clock_state());
    context->PrintJson(response);
    if (!context->json()) {
      // On a terminal each answer takes the place of the one before; in a pipe it follows it.
      if (isatty(STDOUT_FILENO) != 0) {
        std::cout << kClearScreen;
      } else if (shown > 0) {
        context->PrintLine("");
      }
      context->PrintHeading(absl::StrCat(
          "Supply levels, ",
          absl::FormatTime("%Y-%m-%d %H:%M:%S", FromProto(response.basis().read_time()),
                           absl::LocalTimeZone()),
          "  (Ctrl-C ends)"));
      context->Print(LevelTable(response.supply_levels(), context),
                     WhenEmpty(question, "no supply levels yet"));
      if (response.more()) context->PrintLine("there is more: raise --limit");
      context->PrintLine(ShowBasis(response.basis()));
    }
    std::cout.flush();
    ++shown;
    return question.count == 0 || shown < question.count;
  });
}

absl::Status Sources(Context* context) {
  auto response = context->client().Read<headquarters::v1::ListSourcesResponse>(
      headquarters::v1::ListSourcesRequest());
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  if (context->json()) return absl::OkStatus();
  context->PrintHeading("What headquarters follows");
  Table table({{"log"},
               {"applied", Align::kRight},
               {"head", Align::kRight},
               {"heard", Align::kRight},
               {"state"}});
  for (const auto& source : response->basis().sources()) {
    table.Add(
        {source.log(), WithThousands(source.applied_revision()),
         WithThousands(source.head_revision()),
         source.has_copy_age() ? FormatAge(FromProto(source.copy_age())) + " ago" : "not yet",
         absl::StrCat(
             source.reachable() ? "reachable" : absl::StrCat("out of reach: ", source.last_error()),
             IsSuspect(source.clock_state())
                 ? absl::StrCat(", CLOCK SUSPECT: ", PlainWord(source.clock_state()))
                 : "")});
  }
  context->Print(table, "nothing");
  return absl::OkStatus();
}

void AddFilter(CLI::App* command, SupplyQuestion* question) {
  command->add_option("--at", question->at, "Only this facility");
  command->add_option("--item", question->item, "Only this item");
  command->add_option("--kind", question->kinds,
                      "Only these kinds of facility: " + WordsOf<facility::v1::FacilityKind>());
  command->add_option("--category", question->categories, "Only these categories");
  command->add_option("--class", question->classes,
                      "Only these classes: " + WordsOf<inventory::v1::VitalClass>());
  command->add_option("--state", question->states,
                      "Only these states: " + WordsOf<headquarters::v1::SupplyState>());
  command->add_option("--sort", question->sort, "In the order of " + WordsOf<SupplyOrder>())
      ->capture_default_str();
  command->add_option("--limit", question->limit, "At most so many; 0: all")
      ->check(CheckCount)
      ->capture_default_str();
}

}  // namespace

void AddSupplyCommands(CLI::App* app, Context* context) {
  auto question = std::make_shared<SupplyQuestion>();
  CLI::App* supply = app->add_subcommand("supply", "How many days are left, everywhere");
  supply->require_subcommand(1);

  CLI::App* overview = supply->add_subcommand("overview", "Each facility in one line");
  overview->add_option("--at", question->at, "Only this facility");
  overview->add_option("--kind", question->kinds,
                       "Only these kinds: " + WordsOf<facility::v1::FacilityKind>());
  overview->footer("Example:\n  waystation supply overview --language hy");
  overview->callback([=] { context->action = [=] { return Overview(*question, context); }; });

  CLI::App* levels = supply->add_subcommand("levels", "Each item at each facility");
  AddFilter(levels, question.get());
  levels->footer("Example:\n  waystation supply levels --at khojaly-field-hospital --class vital");
  levels->callback([=] { context->action = [=] { return Levels(*question, context); }; });

  CLI::App* watch = supply->add_subcommand("watch", "The levels, again after every change");
  AddFilter(watch, question.get());
  watch->add_option("--count", question->count, "End after so many; 0: go on")->check(CheckCount);
  watch->footer("Example:\n  waystation supply watch --class vital --limit 10");
  watch->callback([=] { context->action = [=] { return Watch(*question, context); }; });

  CLI::App* sources = supply->add_subcommand("sources", "What headquarters knows it from");
  sources->footer("Example:\n  waystation supply sources");
  sources->callback([=] { context->action = [=] { return Sources(context); }; });
}

}  // namespace waystation::cli
