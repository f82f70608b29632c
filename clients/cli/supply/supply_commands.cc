#include <unistd.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/context.h"
#include "clients/cli/count.h"
#include "clients/cli/paging.h"
#include "clients/cli/supply/supply_question.h"
#include "clients/cli/supply/supply_text.h"
#include "clients/cli/text/clock_text.h"
#include "clients/cli/text/text.h"
#include "clients/cli/text/times.h"
#include "clients/cli/text/words.h"

namespace waystation::cli {
namespace {

using headquarters::v1::SupplyFilter;
using headquarters::v1::SupplyOrder;

constexpr char kClearScreen[] = "\x1b[H\x1b[2J";

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

std::string WhenEmpty(const SupplyQuestion& question, absl::string_view unfiltered) {
  if (!question.at.empty() || !question.item.empty()) {
    return "nothing passes the filter; is the name right? (`waystation facility list`, "
           "`waystation item list`)";
  }
  const bool all = question.kinds.empty() && question.categories.empty() &&
                   question.classes.empty() && question.states.empty() && question.endings.empty();
  return all ? std::string(unfiltered) : "nothing passes the filter";
}

void AddSupplyCommands(CLI::App* app, Context* context) {
  auto question = std::make_shared<SupplyQuestion>();
  CLI::App* supply = app->add_subcommand("supply", "How many days are left, everywhere");
  supply->require_subcommand(1);

  CLI::App* overview = supply->add_subcommand("overview", "Each facility in one line");
  overview->add_option("--at", question->at, "Only this facility");
  overview->add_option("--kind", question->kinds,
                       "Only these kinds: " + WordsOf<facility::v1::FacilityKind>());
  overview->footer("Example:\n  waystation supply overview --language hy");
  overview->callback([=] { context->action = [=] { return ShowOverview(*question, context); }; });

  CLI::App* first =
      supply->add_subcommand("first", "What ends first, everywhere, in each facility's time");
  first->add_option("--at", question->at, "Only this facility");
  first->add_option("--kind", question->kinds,
                    "Only these kinds of facility: " + WordsOf<facility::v1::FacilityKind>());
  first->add_option("--what", question->endings,
                    "Only these things: " + WordsOf<headquarters::v1::EndingKind>());
  first->add_flag("--unknown", question->unknown,
                  "Only what is unknown; in JSON it is not shown otherwise");
  first->add_option("--limit", question->limit, "At most so many of each list; 0: all")
      ->check(CheckCount)
      ->capture_default_str();
  first->footer("Example:\n  waystation supply first --what cold-chain --what power");
  first->callback([=] { context->action = [=] { return ShowFirst(*question, context); }; });

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
