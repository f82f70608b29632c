#include <CLI/CLI.hpp>
#include <fstream>
#include <memory>

#include "absl/strings/str_cat.h"
#include "clients/cli/context.h"
#include "clients/cli/import/catalogue.h"
#include "clients/cli/import/commands/import_run.h"
#include "clients/cli/import/commands/import_table_commands.h"
#include "clients/cli/text/text.h"

namespace waystation::cli {
namespace {

constexpr char kCatalogueImportSource[] = "catalogue";
// The catalogue is UTF-8 with a few rows of ISO-8859-1.
constexpr char kEncoding[] = "mixed";

struct CatalogueImportOrder {
  ImportOrder shared;
  std::string file;
  std::string categories;
  std::string language = "en";
};

absl::Status ImportCatalogue(const CatalogueImportOrder& order, Context* context) {
  CatalogueOptions options;
  options.language = order.language;
  if (!order.categories.empty()) {
    std::ifstream input(order.categories, std::ios::binary);
    if (!input) {
      return WrongOption("--categories", absl::StrCat("got \"", Quotable(order.categories),
                                                      "\", want a file that can be read"));
    }
    absl::StatusOr<Decoder> decoder = Decoder::Named(order.shared.encoding);
    if (!decoder.ok()) return WrongOption("--encoding", decoder.status());
    CsvOptions csv;
    csv.decoder = *std::move(decoder);
    auto categories = ReadCategories(&input, FileName(order.categories), csv);
    if (!categories.ok()) return categories.status();
    options.categories = *std::move(categories);
  }
  context->client().CheckHistory();
  std::unique_ptr<ImportKind> kind = MakeCatalogueImport(std::move(options));
  return RunImport(order.file, kCatalogueImportSource, kind.get(), order.shared, context);
}

}  // namespace

void AddCatalogueImport(CLI::App* import, Context* context) {
  auto order = std::make_shared<CatalogueImportOrder>();
  CLI::App* command =
      import->add_subcommand("catalogue", "Items of the IFRC/ICRC standard products catalogue");
  command->add_option("file", order->file, "The catalogue, CSV")->required();
  command->add_option("--categories", order->categories,
                      "Its table of groups and families, CSV [families by their letters]");
  command->add_option("--name-language", order->language, "Language of the descriptions")
      ->capture_default_str();
  AddImportOptions(command, kCatalogueImportSource, kEncoding, &order->shared);
  command->footer(absl::StrCat("Columns: ", "item code,item description,length cm,height cm,",
                               "width cm,volume litre,weight kg,in EIC\nExample:\n  waystation ",
                               "import catalogue ifrc.csv --categories ifrc_categories.csv"));
  command->callback([=] { context->action = [=] { return ImportCatalogue(*order, context); }; });
}

}  // namespace waystation::cli
