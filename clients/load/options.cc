#include "clients/load/options.h"

#include <CLI/CLI.hpp>
#include <random>

namespace waystation::load {
namespace {

constexpr char kWorkloads[] =
    "Workloads:\n"
    "  build          makes the region: items, facilities, and for each facility a receipt and\n"
    "                 then a use of every item, --lines lines a movement. The others need it.\n"
    "  empty          the emptiest call of the server (Health/Check): what a call costs at all\n"
    "  clock          GetClock: the emptiest call that passes our own code\n"
    "  receipts       durable receipts of one line each\n"
    "  batches        durable receipts of --lines lines each\n"
    "  stock          ListStock: one item at one facility\n"
    "  stock-page     ListStock: the first page of a facility\n"
    "  levels         ListSupplyLevels: the first page by what runs out first\n"
    "  levels-deep    the same, --depth rows further on\n"
    "  levels-filter  the same, vital items of field hospitals only\n"
    "  overviews      ListFacilityOverviews: the first page\n"
    "  overviews-deep the same, --depth / --items facilities further on\n"
    "  endings        ListEndings: the first page of what ends first everywhere\n"
    "  plants         registers a circuit, a tank, a generator and two fridges at each facility\n"
    "  reports        status reports of all of these, facility by facility\n"
    "  lots           receipts into --lots lots of one unit, facility by facility, item by item\n"
    "  issue-lots     uses of --lots units from as many lots, in the same order\n"
    "  reserve        reservations of one unit, all of one item at one facility\n"
    "  reserve-spread the same, scattered over the region\n"
    "  history        receipts of one item at one facility, 10 seconds apart, from 15 days ago on\n"
    "  late           uses of that item, entered as of before all of these\n"
    "  recall         recalls of a lot that all facilities received in build, item by item\n"
    "  recall-progress GetRecallProgress of such a recall\n"
    "  catalogue      CreateItem of every line of --catalogue: id, then languages and names, tabs\n"
    "                 between all\n"
    "  search         ListItems with the lines of --texts, one after another\n"
    "  catch-up       waits until headquarters has folded all of inventory's log: entries a "
    "second\n"
    "\n"
    "The last line of the output is one JSON object for programs.";

void AddOptions(CLI::App& app, Options& options) {
  app.add_option("workload", options.workload, "What to send, see below")
      ->required()
      ->check(CLI::IsMember({"build",       "empty",         "clock",      "receipts",
                             "batches",     "stock",         "stock-page", "levels",
                             "levels-deep", "levels-filter", "overviews",  "overviews-deep",
                             "lots",        "issue-lots",    "reserve",    "reserve-spread",
                             "history",     "late",          "recall",     "recall-progress",
                             "catalogue",   "search",        "endings",    "plants",
                             "reports",     "catch-up"}));
  app.add_option("--server", options.server, "The node, host:port")
      ->envname("WAYSTATION_SERVER")
      ->capture_default_str();
  app.add_option("--in-flight", options.in_flight, "Calls sent and not yet answered")
      ->check(CLI::Range(1, 4096))
      ->capture_default_str();
  app.add_option("--connections", options.connections, "Threads that send and hear")
      ->check(CLI::Range(1, 16))
      ->capture_default_str();
  auto* seconds = app.add_option("--seconds", options.seconds, "How long to measure")
                      ->check(CLI::Range(0.1, 86400.0))
                      ->capture_default_str();
  app.add_option("--warm-up", options.warm_up_seconds, "Seconds that are not counted before")
      ->check(CLI::Range(0.0, 3600.0))
      ->capture_default_str();
  app.add_option("--operations", options.operations, "Calls to make, in place of --seconds")
      ->check(CLI::Range(int64_t{1}, int64_t{1'000'000'000}))
      ->excludes(seconds);
  app.add_option("--facilities", options.facilities, "Facilities of the region")
      ->check(CLI::Range(int64_t{1}, int64_t{1'000'000}))
      ->capture_default_str();
  app.add_option("--items", options.items, "Items of the region")
      ->check(CLI::Range(int64_t{1}, int64_t{100'000}))
      ->capture_default_str();
  app.add_option("--lines", options.lines, "Lines of a batch")
      ->check(CLI::Range(1, 5000))
      ->capture_default_str();
  app.add_option("--lots", options.lots, "Lots of an item")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  app.add_option("--catalogue", options.catalogue, "Items for the workload of that name")
      ->check(CLI::ExistingFile);
  app.add_option("--texts", options.texts, "What to search for, one a line")
      ->check(CLI::ExistingFile);
  app.add_option("--page-size", options.page_size, "Rows of a page")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  app.add_option("--depth", options.depth, "Rows before a deep page")
      ->check(CLI::Range(int64_t{1}, int64_t{1'000'000'000}))
      ->capture_default_str();
  app.add_option("--seed", options.seed,
                 "Makes request ids and quantities: the same seed sends the same, which a server "
                 "records once. Drawn when not given.");
  app.add_flag("--write-into-real-data", options.write_into_real_data,
               "Record load in a folder that is not an exercise");
}

}  // namespace

std::variant<Options, int> ParseOptions(int argc, char** argv) {
  CLI::App app("Loads a running Waystation node and tells how fast it answers.", "waystation-load");
  Options options;
  AddOptions(app, options);
  app.footer(kWorkloads);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    // CLI11 reports by exceptions; they end here.
    return app.exit(error) == 0 ? 0 : 1;
  }
  if (options.seed == 0) options.seed = std::random_device{}();
  return options;
}

}  // namespace waystation::load
