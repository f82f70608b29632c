#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/context.h"
#include "clients/cli/import/commands/import_run.h"
#include "clients/cli/import/commands/import_table_commands.h"
#include "clients/cli/import/ledger.h"
#include "clients/cli/paging.h"
#include "clients/cli/text/text.h"
#include "clients/cli/text/times.h"
#include "clients/cli/text/words.h"
#include "waystation/inventory/v1/stock.pb.h"

namespace waystation::cli {
namespace {

// One name for all of an operation's ledger files: next month's export, which repeats this month's
// lines, then adds only its own.
constexpr char kLedgerImportSource[] = "ledger";

struct LedgerImportOrder {
  ImportOrder shared;
  std::string lines;
  std::string sites;
  std::string products;
  std::vector<std::string> columns;
  std::vector<std::string> kinds;
  std::string time_zone;
  std::string language = "en";
  std::string vital_class = "essential";
  std::string purpose = "distribution";
  std::string supplier;
};

class ServerBalances : public LedgerBalances {
 public:
  explicit ServerBalances(Context* context) : context_(context) {}

  absl::StatusOr<std::map<std::string, int64_t>> At(const std::string& facility,
                                                    absl::CivilDay day) override {
    inventory::v1::ListStockRequest request;
    request.set_facility(facility);
    *request.mutable_as_of_date() = ToProto(day);
    // A ledger counts what may be handed out.
    request.set_condition(inventory::v1::CONDITION_USABLE);
    auto stock = ReadPages<inventory::v1::ListStockResponse>(
        request, 0, [](auto& page) { return page.mutable_lines(); }, context_);
    std::map<std::string, int64_t> balances;
    // A dry run before the facility is there.
    if (absl::IsNotFound(stock.status())) return balances;
    if (!stock.ok()) return stock.status();
    for (const auto& line : stock->lines()) balances[line.item()] += line.quantity();
    return balances;
  }

 private:
  Context* context_;
};

// Options as the kinds take them.
struct Typed {
  LedgerColumns columns;
  LedgerSiteOptions sites;
  LedgerItemOptions items;
  LedgerOptions lines;
};

absl::Status ReadSiteOptions(const LedgerImportOrder& order, LedgerSiteOptions* sites) {
  for (const std::string& text : order.kinds) {
    size_t equals = text.rfind('=');
    absl::StatusOr<facility::v1::FacilityKind> kind = ParseWord<facility::v1::FacilityKind>(
        equals == std::string::npos ? "" : text.substr(equals + 1));
    if (!kind.ok()) return WrongOption("--site-kind", kind.status());
    sites->kinds[absl::AsciiStrToLower(text.substr(0, equals))] = *kind;
  }
  sites->language = order.language;
  sites->time_zone = order.time_zone;
  if (order.sites.empty()) return absl::OkStatus();
  absl::StatusOr<absl::TimeZone> zone = ZoneNamed(order.time_zone);
  if (zone.ok()) return absl::OkStatus();
  return WrongOption("--time-zone", zone.status());
}

absl::StatusOr<Typed> ReadOptions(const LedgerImportOrder& order) {
  Typed typed;
  for (const std::string& column : order.columns) {
    absl::Status status = SetLedgerColumn(column, &typed.columns);
    if (!status.ok()) return WrongOption("--column", status);
  }
  if (absl::Status status = ReadSiteOptions(order, &typed.sites); !status.ok()) return status;
  absl::StatusOr<inventory::v1::VitalClass> vital =
      ParseWord<inventory::v1::VitalClass>(order.vital_class);
  if (!vital.ok()) return WrongOption("--vital-class", vital.status());
  absl::StatusOr<inventory::v1::Purpose> purpose = ParseWord<inventory::v1::Purpose>(order.purpose);
  if (!purpose.ok()) return WrongOption("--purpose", purpose.status());
  typed.items.vital_class = *vital;
  typed.items.language = order.language;
  typed.lines.purpose = *purpose;
  if (!order.supplier.empty()) typed.lines.supplier = order.supplier;
  typed.sites.columns = typed.items.columns = typed.lines.columns = typed.columns;
  return typed;
}

// Facilities and items as they are on the server, and in a dry run those that would be by now.
absl::Status ReadLedgerFacts(const Typed& typed, const std::set<std::string>& sites,
                             const std::set<std::string>& products, Context* context,
                             ImportFacts* facts) {
  auto zones = FacilityZones(context);
  if (!zones.ok()) return zones.status();
  facts->zones = *std::move(zones);
  auto items = context->Items();
  if (!items.ok()) return items.status();
  facts->items = **items;
  for (const std::string& id : sites) {
    absl::StatusOr<absl::TimeZone> zone = ZoneNamed(typed.sites.time_zone);
    if (zone.ok()) facts->zones.emplace(FacilityName(id), *zone);
  }
  for (const std::string& id : products) {
    facts->items.emplace(ItemName(id), inventory::v1::Item());
  }
  return absl::OkStatus();
}

absl::Status ImportLedger(const LedgerImportOrder& order, Context* context) {
  absl::StatusOr<Typed> typed = ReadOptions(order);
  if (!typed.ok()) return typed.status();
  std::set<std::string> sites;
  std::set<std::string> products;
  if (order.shared.dry_run) {
    typed->sites.made = &sites;
    typed->items.made = &products;
  }
  context->client().CheckHistory();
  // The tables' rejects and remarks go beside them: what is named is the lines'.
  ImportOrder of_tables = order.shared;
  of_tables.rejects.clear();
  of_tables.remarks.clear();
  for (const auto& [path, make] :
       {std::pair(&order.sites, std::function([&] { return MakeLedgerSiteImport(typed->sites); })),
        {&order.products, std::function([&] { return MakeLedgerItemImport(typed->items); })}}) {
    if (path->empty()) continue;
    std::unique_ptr<ImportKind> kind = make();
    absl::Status status = RunImport(*path, kLedgerImportSource, kind.get(), of_tables, context);
    if (!status.ok()) return status;
  }
  ImportFacts facts;
  absl::Status status = ReadLedgerFacts(*typed, sites, products, context, &facts);
  if (!status.ok()) return status;
  ServerBalances balances(context);
  std::unique_ptr<ImportKind> kind = MakeLedgerImport(typed->lines, &facts, &balances);
  return RunImport(order.lines, kLedgerImportSource, kind.get(), order.shared, context);
}

}  // namespace

void AddLedgerImport(CLI::App* import, Context* context) {
  auto order = std::make_shared<LedgerImportOrder>();
  CLI::App* command = import->add_subcommand(
      "ledger", "A monthly stock ledger: opening, received, distributed, adjustment, closing");
  command->add_option("lines", order->lines, "A line a facility, item and month, CSV")->required();
  command->add_option("--facilities", order->sites, "Its table of sites, CSV [they exist already]");
  command->add_option("--items", order->products,
                      "Its table of products, CSV [they exist already]");
  command->add_option(
      "--column", order->columns,
      "MEANING=COLUMN where the file's names are others, such as opening=StockStart");
  command->add_option("--time-zone", order->time_zone, "Of the sites, such as Africa/Abidjan");
  command->add_option("--site-kind", order->kinds, "TYPE=KIND, such as \"Cold Store=warehouse\"");
  command->add_option("--name-language", order->language, "Language of names")
      ->capture_default_str();
  command->add_option("--vital-class", order->vital_class, "Of all its items")
      ->capture_default_str();
  command->add_option("--purpose", order->purpose, "What was distributed is used for")
      ->capture_default_str();
  command->add_option("--supplier", order->supplier, "Who received stock came from");
  AddImportOptions(command, kLedgerImportSource, "utf-8", &order->shared);
  command->get_option("--rejects")
      ->description(
          "Where rows of the lines go that did not get in, to be mended "
          "[FILE.rejects.csv]; the tables' go beside them");
  command->get_option("--remarks")
      ->description(
          "Where remarks go on lines that did [FILE.remarks.csv]; the tables' go beside "
          "them");
  command->footer(
      "Example:\n  waystation import ledger lines.csv --facilities sites.csv --items products.csv "
      "--time-zone Africa/Abidjan");
  command->callback([=] { context->action = [=] { return ImportLedger(*order, context); }; });
}

}  // namespace waystation::cli
