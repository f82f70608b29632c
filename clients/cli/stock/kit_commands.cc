// Kits that are opened and put together.
#include <CLI/CLI.hpp>
#include <memory>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/stock/stock_entry.h"
#include "clients/cli/text/times.h"

namespace waystation::cli {
namespace {

using inventory::v1::Movement;

// The lot of the kit that is meant, with its date: the one named, or the one to take first.
absl::StatusOr<inventory::v1::ProposedLot> LotOfKit(const Entry& entry,
                                                    const inventory::v1::MovementLine& kit,
                                                    Context* context) {
  inventory::v1::ProposeIssueRequest request;
  request.set_parent(FacilityName(entry.at));
  request.set_item(kit.item());
  request.set_place(kit.place());
  request.set_quantity(kit.quantity());
  auto proposed = context->client().Read<inventory::v1::ProposeIssueResponse>(request);
  if (!proposed.ok()) return proposed.status();
  if (proposed->lots_size() != 1) {
    return WrongOption("--lot",
                       proposed->lots().empty()
                           ? "got nothing, want the kit's lot: the book has none here"
                           : "got nothing, want one lot at a time: so many lie in several");
  }
  return proposed->lots(0);
}

// What the packing list says is in so many kits. Without dates of its own it is as good as the kit:
// in a lot named as the kit's, with the kit's date.
absl::Status AddPackingList(const inventory::v1::MovementLine& kit, Entry* entry,
                            Context* context) {
  absl::StatusOr<inventory::v1::Item> item = context->FindItem(kit.item());
  if (!item.ok()) return item.status();
  if (item->kit_contents().empty()) {
    return WrongOption("--item", absl::StrCat("got ", kit.item(),
                                              ", want a kit: it has no packing list. Say with "
                                              "--line what was in it"));
  }
  for (const auto& content : item->kit_contents()) {
    std::string line = absl::StrCat("item=", ShortName(content.item()),
                                    ",quantity=", content.quantity() * kit.quantity());
    if (!kit.lot().empty()) absl::StrAppend(&line, ",lot=", kit.lot());
    if (kit.has_expiry_date()) absl::StrAppend(&line, ",expires=", FormatDay(kit.expiry_date()));
    if (!kit.place().empty()) absl::StrAppend(&line, ",place=", kit.place());
    entry->lines.push_back(std::move(line));
  }
  return absl::OkStatus();
}

absl::Status Unpack(Entry entry, Context* context) {
  if (entry.line.quantity.empty()) entry.line.quantity = "1";
  if (entry.lines.empty()) {
    absl::StatusOr<inventory::v1::MovementLine> kit = ToLine(entry.line, context);
    if (!kit.ok()) return kit.status();
    if (kit->lot().empty()) {
      auto lot = LotOfKit(entry, *kit, context);
      if (!lot.ok()) return lot.status();
      entry.line.lot = lot->lot();
      entry.line.expires = FormatDay(lot->expiry_date());
      kit->set_lot(lot->lot());
      if (lot->has_expiry_date()) *kit->mutable_expiry_date() = lot->expiry_date();
    }
    if (absl::Status status = AddPackingList(*kit, &entry, context); !status.ok()) return status;
    context->PrintLine("contents as in the packing list, good as long as the kit");
  }
  Movement movement;
  movement.set_kind(inventory::v1::MOVEMENT_KIND_UNPACK);
  return Send(entry, "unpack", std::move(movement), context);
}

absl::Status PackKits(Entry entry, Context* context) {
  if (entry.line.quantity.empty()) entry.line.quantity = "1";
  if (entry.lines.empty()) {
    absl::StatusOr<inventory::v1::MovementLine> kit = ToLine(entry.line, context);
    if (!kit.ok()) return kit.status();
    // First expiring first, of whatever lots there are.
    kit->clear_lot();
    kit->clear_expiry_date();
    if (absl::Status status = AddPackingList(*kit, &entry, context); !status.ok()) return status;
    context->PrintLine("contents as in the packing list, first expiring first");
  }
  Movement movement;
  movement.set_kind(inventory::v1::MOVEMENT_KIND_PACK);
  return Send(entry, "pack", std::move(movement), context);
}

std::shared_ptr<Entry> AddKitCommand(CLI::App* stock, const std::string& verb,
                                     const std::string& help, const std::string& example,
                                     CLI::App** command) {
  auto entry = std::make_shared<Entry>();
  *command = stock->add_subcommand(verb, help);
  AddCommonOptions(*command, entry.get());
  AddWitnessOption(*command, entry.get());
  AddQuantityOption(*command, entry.get());
  (*command)->get_option("--item")->description("The kit")->required();
  (*command)->get_option("--quantity")->description("How many kits [1]");
  (*command)->add_option("--expires", entry->line.expires, "The kit's last good day");
  (*command)->footer(absl::StrCat("Example:\n  waystation stock ", verb, " ", example));
  return entry;
}

}  // namespace

void AddKitCommands(CLI::App* stock, Context* context) {
  CLI::App* command = nullptr;
  auto unpack = AddKitCommand(
      stock, "unpack", "Open a kit: its contents become stock",
      "--at khojaly-field-hospital --item dressing-kit \\\n    --quantity 2 --lot K7", &command);
  command->get_option("--line")->description(
      "What was in it, \"item=ID,quantity=Q,lot=L,expires=DAY\"; repeat it [the packing list]");
  command->callback([unpack, context] {
    context->action = [unpack, context] { return Unpack(*unpack, context); };
  });
  auto pack = AddKitCommand(
      stock, "pack", "Put a kit together: its contents leave the stock",
      "--at khojaly-field-hospital --item dressing-kit \\\n    --lot K8 --expires 2027-06-30",
      &command);
  command->get_option("--line")->description(
      "What went into it, \"item=ID,quantity=Q,lot=L\"; repeat it [the packing list]");
  command->callback(
      [pack, context] { context->action = [pack, context] { return PackKits(*pack, context); }; });
}

}  // namespace waystation::cli
