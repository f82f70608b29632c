#include <CLI/CLI.hpp>
#include <memory>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "clients/cli/commands.h"
#include "clients/cli/context.h"
#include "clients/cli/paging.h"
#include "clients/cli/stock/movement_text.h"
#include "clients/cli/text/text.h"
#include "google/protobuf/struct.pb.h"
#include "services/inventory/gs1/encode.h"
#include "services/inventory/gs1/visible.h"
#include "waystation/inventory/v1/stock.pb.h"

namespace waystation::cli {
namespace {

using inventory::gs1::Label;
using inventory::gs1::PackFacts;
using inventory::v1::Item;
using inventory::v1::Pack;
using inventory::v1::StockLine;

struct LabelQuestion {
  std::string at;
  std::string item;
  std::string lot;
  std::string pack;
};

// The pack named, or the only one with a GTIN.
absl::StatusOr<Pack> PackOf(const Item& item, const std::string& name) {
  std::vector<Pack> fitting;
  std::vector<std::string> names;
  for (const Pack& pack : item.packs()) {
    if (pack.gtin().empty()) continue;
    names.push_back(absl::StrCat("\"", pack.name(), "\""));
    if (name.empty() || pack.name() == name) fitting.push_back(pack);
  }
  if (fitting.size() == 1) return fitting[0];
  return WrongOption(
      "--pack",
      absl::StrCat("got \"", Quotable(name), "\", want one of the item's packs with a GTIN: ",
                   names.empty() ? "none has one, `waystation item update --gtin` gives it"
                                 : absl::StrJoin(names, ", ")));
}

absl::StatusOr<StockLine> StockOf(const LabelQuestion& question, Context* context) {
  inventory::v1::ListStockRequest request;
  request.set_facility(FacilityName(question.at));
  request.set_item(ItemName(question.item));
  auto response = ReadPages<inventory::v1::ListStockResponse>(
      request, 0, [](auto& page) { return page.mutable_lines(); }, context);
  if (!response.ok()) return response.status();
  std::vector<std::string> lots;
  for (const StockLine& line : response->lines()) {
    if (line.lot() == question.lot) return line;
    lots.push_back(line.lot());
  }
  return WrongOption(
      "--lot", absl::StrCat("got \"", Quotable(question.lot), "\", want a lot that is there: ",
                            lots.empty() ? "none is" : absl::StrJoin(lots, ", ")));
}

void PrintOwnLabel(const Label& label, Context* context) {
  const std::string readable = inventory::gs1::ReadableText(label);
  const std::string symbol = inventory::gs1::ElementString(label);
  google::protobuf::Struct json;
  (*json.mutable_fields())["readable_text"].set_string_value(readable);
  (*json.mutable_fields())["element_string"].set_string_value(symbol);
  context->PrintJson(json);
  context->PrintLine(absl::StrCat("below the bars: ", readable));
  context->PrintLine(
      absl::StrCat("in the symbol:  ",
                   absl::StrReplaceAll(symbol, {{std::string(1, inventory::gs1::kFnc1), "^"}}),
                   "  (^ is FNC1, which begins it too)"));
}

absl::Status PrintLabelOfLot(const LabelQuestion& question, Context* context) {
  absl::StatusOr<Item> item = context->FindItem(ItemName(question.item));
  if (!item.ok()) return item.status();
  absl::StatusOr<Pack> pack = PackOf(*item, question.pack);
  if (!pack.ok()) return pack.status();
  absl::StatusOr<StockLine> stock = StockOf(question, context);
  if (!stock.ok()) return stock.status();
  PackFacts facts = {.gtin = pack->gtin(), .kind = stock->date_kind()};
  if (stock->has_expiry_date()) {
    const auto& day = stock->expiry_date();
    facts.expiry = absl::CivilDay(day.year(), day.month(), day.day());
  }
  // Names that stock without a lot is kept under; a scan of the label leads back to them.
  const bool nameless = stock->lot() == "none" ||
                        (facts.expiry.has_value() && absl::StartsWith(stock->lot(), "exp-"));
  if (!nameless) facts.lot = stock->lot();
  const int year = static_cast<int>(absl::ToCivilYear(context->Now(), absl::UTCTimeZone()).year());
  absl::StatusOr<Label> label = inventory::gs1::LabelFor(facts, year);
  if (!label.ok()) return WrongOption("--lot", label.status());
  context->PrintHeading(absl::StrCat("Label of ", ShowItem(item->name(), context), ", ",
                                     pack->name(), ", lot ", stock->lot()));
  PrintOwnLabel(*label, context);
  return absl::OkStatus();
}

}  // namespace

void AddLabelCommands(CLI::App* stock, Context* context) {
  auto question = std::make_shared<LabelQuestion>();
  CLI::App* label =
      stock->add_subcommand("label", "The text of a barcode label for a lot that came without one");
  label->add_option("--at", question->at, "The facility")->required();
  label->add_option("--item", question->item, "The item")->required();
  label->add_option("--lot", question->lot, "The lot, as `stock show` has it")->required();
  label->add_option("--pack", question->pack, "The pack [the only one with a GTIN]");
  label->footer(
      "Example:\n  waystation stock label --at khojaly-field-hospital "
      "--item paracetamol-500mg-tablet --lot B12");
  label->callback([=] { context->action = [=] { return PrintLabelOfLot(*question, context); }; });
}

}  // namespace waystation::cli
