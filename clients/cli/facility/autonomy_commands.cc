// How long a facility lasts: fuel, power, cold chain, water.
#include "clients/cli/facility/autonomy_commands.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "absl/strings/str_cat.h"
#include "clients/cli/context.h"
#include "clients/cli/text/autonomy_text.h"
#include "clients/cli/text/item_text.h"
#include "clients/cli/text/times.h"
#include "clients/cli/text/words.h"

namespace waystation::cli {
namespace {

struct AutonomyEntry {
  std::string id;
  std::string as_of;
  bool working = false;
  std::string fridge;
  std::string from;
  std::string to;
};

void PrintWorking(const std::string& title, const facility::v1::Working& working,
                  Context* context) {
  context->PrintLine("");
  context->PrintLine(title);
  context->Print(WorkingTable(working, absl::LocalTimeZone()), "  nothing was read");
}

std::string Titled(const std::string& title, facility::v1::UnknownReason unknown) {
  return unknown == facility::v1::UNKNOWN_REASON_UNSPECIFIED
             ? title
             : absl::StrCat(title, ": UNKNOWN, ", DescribeUnknown(unknown));
}

void PrintWorkings(const facility::v1::Autonomy& autonomy, Context* context) {
  for (const facility::v1::GeneratorAutonomy& generator : autonomy.generators()) {
    const bool runs = generator.run_state() != facility::v1::RUN_STATE_STOPPED;
    const facility::v1::FuelHours& hours = runs ? generator.if_running() : generator.if_started();
    PrintWorking(Titled(absl::StrCat("generator ", generator.generator(),
                                     runs ? ", if it runs on" : ", if it were started now"),
                        hours.unknown()),
                 hours.working(), context);
  }
  for (const facility::v1::FuelAutonomy& fuel : autonomy.fuels()) {
    PrintWorking(Titled(PlainWord(fuel.fluid()) + ", all uses", fuel.unknown()), fuel.working(),
                 context);
  }
  for (const facility::v1::CircuitAutonomy& circuit : autonomy.circuits()) {
    PrintWorking(Titled("power of " + circuit.circuit(), circuit.unknown()), circuit.working(),
                 context);
  }
  for (const facility::v1::FridgeAutonomy& fridge : autonomy.fridges()) {
    PrintWorking(Titled("fridge " + fridge.fridge(), fridge.unknown()), fridge.working(), context);
  }
  if (autonomy.has_water()) {
    PrintWorking(Titled("drinking water", autonomy.water().unknown()), autonomy.water().working(),
                 context);
  }
}

// What the table has no room for and someone must know.
void PrintBeside(const facility::v1::Autonomy& autonomy, Context* context) {
  for (const facility::v1::FridgeAutonomy& fridge : autonomy.fridges()) {
    if (!fridge.has_falls_out_time()) continue;
    context->PrintLine(absl::StrCat("fridge ", fridge.fridge(), " gets TOO COLD at ",
                                    FormatTime(fridge.falls_out_time(), absl::LocalTimeZone()),
                                    " if it goes on so"));
  }
  for (const facility::v1::FuelAutonomy& fuel : autonomy.fuels()) {
    if (!fuel.tanks_left_out()) continue;
    context->PrintLine(
        absl::StrCat(PlainWord(fuel.fluid()), ": a tank without a dip of late counts for nothing"));
  }
}

// What its people ask first: how long a set that stands would go.
void PrintIfStarted(const facility::v1::Autonomy& autonomy, Context* context) {
  for (const facility::v1::GeneratorAutonomy& generator : autonomy.generators()) {
    if (generator.run_state() != facility::v1::RUN_STATE_STOPPED) continue;
    const facility::v1::FuelHours& hours = generator.if_started();
    context->PrintLine(
        absl::StrCat("generator ", generator.generator(), " stands; started now it would go ",
                     hours.unknown() == facility::v1::UNKNOWN_REASON_UNSPECIFIED
                         ? "until " + FormatTime(hours.ends_time(), absl::LocalTimeZone())
                         : "nobody knows how long: " + DescribeUnknown(hours.unknown())));
  }
}

absl::Status ShowAutonomy(const AutonomyEntry& entry, Context* context) {
  facility::v1::GetAutonomyRequest request;
  request.set_name(FacilityName(entry.id) + "/autonomy");
  if (!entry.as_of.empty()) {
    absl::StatusOr<absl::Time> as_of =
        ParseTime(entry.as_of, context->Now(), absl::LocalTimeZone());
    if (!as_of.ok()) return WrongOption("--as-of", as_of.status());
    *request.mutable_as_of_time() = ToProto(*as_of);
  }
  auto response = context->client().Read<facility::v1::GetAutonomyResponse>(request);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  const facility::v1::Autonomy& autonomy = response->autonomy();
  const absl::TimeZone zone = absl::LocalTimeZone();
  context->PrintHeading(absl::StrCat("How long ", ShortName(FacilityName(entry.id)),
                                     " lasts, as of ", FormatTime(autonomy.as_of_time(), zone)));
  context->Print(LimitTable(autonomy, zone), "nothing that runs out is registered");
  PrintBeside(autonomy, context);
  PrintIfStarted(autonomy, context);
  if (!autonomy.contacts().empty()) {
    context->PrintLine("");
    context->Print(ContactTable(autonomy,
                                [&](const facility::v1::Installation& office) {
                                  return context->NameIn(office.display_names(), "");
                                }),
                   "");
  }
  if (entry.working) PrintWorkings(autonomy, context);
  return absl::OkStatus();
}

absl::Status ShowExcursions(const AutonomyEntry& entry, Context* context) {
  facility::v1::GetExcursionsRequest request;
  request.set_parent(absl::StrCat(FacilityName(entry.id), "/installations/", entry.fridge));
  if (!entry.from.empty()) {
    absl::StatusOr<absl::Time> from = ParseTime(entry.from, context->Now(), absl::LocalTimeZone());
    if (!from.ok()) return WrongOption("--from", from.status());
    *request.mutable_start_time() = ToProto(*from);
  }
  if (!entry.to.empty()) {
    absl::StatusOr<absl::Time> to = ParseTime(entry.to, context->Now(), absl::LocalTimeZone());
    if (!to.ok()) return WrongOption("--to", to.status());
    *request.mutable_end_time() = ToProto(*to);
  }
  auto response = context->client().Read<facility::v1::GetExcursionsResponse>(request);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  const absl::TimeZone zone = absl::LocalTimeZone();
  const facility::v1::Excursions& excursions = response->excursions();
  context->PrintHeading(absl::StrCat(entry.fridge, " from ",
                                     FormatTime(response->start_time(), zone), " to ",
                                     FormatTime(response->end_time(), zone)));
  Table table({{""}, {"", Align::kRight}});
  table.Add({"too warm", absl::StrCat(excursions.above_minutes(), " min")});
  table.Add({"too cold", absl::StrCat(excursions.below_minutes(), " min")});
  table.Add({"of it freezing", absl::StrCat(excursions.freezing_minutes(), " min")});
  table.Add({"UNKNOWN", absl::StrCat(excursions.unknown_minutes(), " min")});
  table.Add({"readings", absl::StrCat(excursions.readings())});
  if (excursions.has_lowest_millicelsius()) {
    table.Add({"lowest", FormatCelsius(excursions.lowest_millicelsius())});
    table.Add({"highest", FormatCelsius(excursions.highest_millicelsius())});
  }
  context->Print(table, "");
  return absl::OkStatus();
}

}  // namespace

void AddAutonomyCommands(CLI::App* facility, Context* context) {
  auto asked = std::make_shared<AutonomyEntry>();
  CLI::App* autonomy =
      facility->add_subcommand("autonomy", "How long its fuel, power, cold chain and water last");
  autonomy->add_option("facility", asked->id, "Its id")->required();
  autonomy->add_option("--as-of", asked->as_of, "As of this time [now]");
  autonomy->add_flag("--working", asked->working, "Show what each value was made of");
  autonomy->footer("Example:\n  waystation facility autonomy khojaly-field-hospital --working");
  autonomy->callback([=] { context->action = [=] { return ShowAutonomy(*asked, context); }; });

  auto fridge = std::make_shared<AutonomyEntry>();
  CLI::App* excursions =
      facility->add_subcommand("excursions", "How long a fridge was out of its range");
  excursions->add_option("facility", fridge->id, "Its id")->required();
  excursions->add_option("fridge", fridge->fridge, "The fridge's id")->required();
  excursions->add_option("--from", fridge->from, "From this time [24 hours before --to]");
  excursions->add_option("--to", fridge->to, "To this time [now]");
  excursions->footer(
      "Example:\n  waystation facility excursions khojaly-field-hospital fridge-1 --from '3d ago'");
  excursions->callback([=] { context->action = [=] { return ShowExcursions(*fridge, context); }; });
}

}  // namespace waystation::cli
