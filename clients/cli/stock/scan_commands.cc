#include <CLI/CLI.hpp>
#include <memory>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/context.h"
#include "clients/cli/stock/movement_text.h"
#include "clients/cli/stock/scan.h"
#include "clients/cli/text/quantity.h"
#include "clients/cli/text/times.h"
#include "clients/cli/text/words.h"

namespace waystation::cli {
namespace {

using inventory::v1::ResolveScanResponse;

struct ScanQuestion {
  std::string at;
  std::vector<std::string> scans;
};

void PrintScannedLabel(const ResolveScanResponse& scan, Context* context) {
  Table table({{""}, {""}});
  for (const auto& element : scan.elements()) {
    table.Add({absl::StrCat("(", element.identifier(), ") ", element.title()), element.value()});
  }
  context->Print(table, "");
}

// "20 x box of 100 + 94".
std::string InPacks(int64_t quantity, const ResolveScanResponse& scan) {
  const int64_t packs = quantity / scan.pack().quantity();
  const int64_t rest = quantity % scan.pack().quantity();
  if (packs == 0) return "less than one";
  return absl::StrCat(
      packs, " x ", scan.pack().name(),
      rest == 0 ? "" : absl::StrCat(" + ", FormatQuantity(rest, scan.item().base_unit())));
}

void PrintStock(const ResolveScanResponse& scan, const std::string& at, Context* context) {
  const bool one_lot = !scan.lot().empty();
  context->PrintLine(absl::StrCat(
      "held at ", ShortName(at),
      one_lot ? absl::StrCat(" of lot ", scan.lot()) : std::string(" of every lot"), ":"));
  Table table(
      {{"place"}, {"lot"}, {"expires"}, {"quantity", Align::kRight}, {"in packs"}, {"condition"}});
  for (const auto& stock : scan.stock()) {
    table.Add({stock.place(), stock.lot(), FormatDay(stock.expiry_date()),
               FormatQuantity(stock.quantity(), scan.item().base_unit()),
               InPacks(stock.quantity(), scan), ShowCondition(stock.condition())});
  }
  context->Print(table, "nothing");
}

absl::Status Scan(const ScanQuestion& question, Context* context) {
  absl::StatusOr<Scanned> scanned = ReadScans("SCAN", question.at, question.scans, context);
  if (!scanned.ok()) return scanned.status();
  const ResolveScanResponse& scan = scanned->pack;
  context->PrintJson(scan);
  if (context->json()) return absl::OkStatus();
  context->PrintHeading(ShowScanned(*scanned, context));
  PrintScannedLabel(scan, context);
  if (!scan.alias().empty()) {
    context->PrintLine(absl::StrCat("the barcode is of ", ShortName(scan.alias()), ", an alias of ",
                                    ShortName(scan.item().name())));
  }
  if (scanned->offline) {
    context->PrintLine(
        "no link: read with the items as this profile last saw them; what is held is not known");
  } else {
    PrintStock(scan, question.at, context);
  }
  for (const std::string& recall : scan.recalls()) {
    context->PrintLine(absl::StrCat("note: RECALLED: not to be used (", recall, ")"));
  }
  for (int i = 0; i < scan.findings_size(); ++i) {
    context->PrintLine(absl::StrCat("note: ", ShowFinding(scan.findings(i), scan)));
  }
  return absl::OkStatus();
}

}  // namespace

void AddScanCommands(CLI::App* stock, Context* context) {
  auto question = std::make_shared<ScanQuestion>();
  CLI::App* scan =
      stock->add_subcommand("scan", "What a pack's barcode says, and what is held of it");
  scan->add_option("--at", question->at, "The facility")->required();
  scan->add_option("scan", question->scans,
                   "What the scanner read, or what is printed below the bars; all barcodes of one "
                   "pack")
      ->required();
  scan->footer(
      "A scan is GS1 data with FNC1 as ASCII 29 or ^, \"(01)...(17)...(10)...\" as printed, or "
      "the\n"
      "digits of an EAN, UPC or ITF-14 code.\n"
      "Example:\n  waystation stock scan --at khojaly-field-hospital \\\n"
      "    \"(01)09506000134352(17)271231(10)A1\"");
  scan->callback([=] { context->action = [=] { return Scan(*question, context); }; });
}

}  // namespace waystation::cli
