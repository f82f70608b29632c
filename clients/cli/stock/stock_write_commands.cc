#include <CLI/CLI.hpp>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/requests/request_text.h"
#include "clients/cli/stock/stock_entry.h"
#include "clients/cli/text/words.h"

namespace waystation::cli {
namespace {

using inventory::v1::Movement;

absl::Status SetDonation(const Entry& entry, Movement* movement) {
  if (entry.donor.empty()) {
    const std::pair<const char*, bool> others[] = {
        {"--asked-for", !entry.asked_for.empty()},
        {"--decided-by", !entry.decided_by.empty()},
        {"--label-language", !entry.label_languages.empty()},
        {"--donation-note", !entry.donation_note.empty()}};
    for (const auto& [option, given] : others) {
      if (given) return WrongOption(option, "want --donor beside it");
    }
    return absl::OkStatus();
  }
  inventory::v1::Donation* donation = movement->mutable_donation();
  donation->set_donor(entry.donor);
  donation->set_note(entry.donation_note);
  if (!entry.asked_for.empty()) {
    donation->set_asked_for(entry.asked_for == "yes" ? inventory::v1::ASKED_FOR_YES
                                                     : inventory::v1::ASKED_FOR_NO);
  }
  for (const std::string& language : entry.label_languages) {
    donation->add_label_languages(language);
  }
  return absl::OkStatus();
}

absl::Status SetStockReferences(const Entry& entry, Movement* movement) {
  if (!entry.requisition.empty()) {
    auto name = NameOf(entry.requisition, entry.at, "requisitions", "--requisition");
    if (!name.ok()) return name.status();
    movement->set_requisition(*name);
  }
  if (!entry.delivery.empty()) {
    auto name = NameOf(entry.delivery, entry.at, "expectedDeliveries", "--delivery");
    if (!name.ok()) return name.status();
    movement->set_expected_delivery(*name);
  }
  return absl::OkStatus();
}

void AddReceive(CLI::App* stock, Context* context) {
  auto entry = std::make_shared<Entry>();
  CLI::App* command = stock->add_subcommand("receive", "Record what came in");
  AddCommonOptions(command, entry.get());
  AddWitnessOption(command, entry.get());
  AddQuantityOption(command, entry.get());
  command->add_option("--from", entry->from, "Who it came from [the donor]");
  command->add_option("--expires", entry->line.expires, "The last good day, such as 2027-06-30");
  command->add_option("--date-kind", entry->line.date_kind,
                      "What the day means: " + WordsOf<inventory::v1::DateKind>());
  AddConditionOption(command, "The condition it came in: usable, quarantined or damaged",
                     entry.get());
  command->add_option("--owner", entry->line.owner,
                      "Whose stock it is, if not the operation's own");
  command->add_option("--donor", entry->donor,
                      "It is a donation, and by whom; it waits in quarantine for a release");
  command->add_option("--asked-for", entry->asked_for, "Whether the donation was asked for")
      ->check(CLI::IsMember({"yes", "no"}));
  command->add_option("--label-language", entry->label_languages,
                      "A language on its labels, such as en; repeat it");
  command->add_option("--donation-note", entry->donation_note,
                      "What the donor or the papers say of the donation");
  command->add_option("--decided-by", entry->decided_by,
                      "Who decided that a donation need not wait, an opaque id");
  AddScanOption(command, entry.get());
  command->add_option("--delivery", entry->delivery, "The expected delivery it is of, EXP-0001");
  command->add_option("--requisition", entry->requisition,
                      "The requisition it answers, REQ-0001 [that of the delivery]");
  command->footer(
      "By barcode:\n  waystation stock receive --at khojaly-field-hospital "
      "--from joint-convoy-1 \\\n"
      "    --scan \"(01)09506000134352(17)271231(10)A1\" --quantity 3\n"
      "Example:\n  waystation stock receive --at khojaly-field-hospital \\\n"
      "    --item paracetamol-500mg-tablet --quantity 1000 --lot B12 --expires 2027-06-30 \\\n"
      "    --from joint-convoy-1 --document WB-17");
  command->callback([entry, context] {
    context->action = [entry, context]() -> absl::Status {
      Movement movement;
      movement.set_kind(inventory::v1::MOVEMENT_KIND_RECEIPT);
      if (absl::Status status = SetStockReferences(*entry, &movement); !status.ok()) return status;
      if (absl::Status status = SetDonation(*entry, &movement); !status.ok()) return status;
      movement.set_source(entry->from.empty() ? entry->donor : entry->from);
      if (movement.source().empty()) {
        return WrongOption("--from", "got nothing, want who it came from, or --donor");
      }
      return Send(*entry, "receive", std::move(movement), context);
    };
  });
}

void AddIssue(CLI::App* stock, Context* context) {
  auto entry = std::make_shared<Entry>();
  CLI::App* command =
      stock->add_subcommand("issue", "Record what was used, or moved to another place");
  AddCommonOptions(command, entry.get());
  AddWitnessOption(command, entry.get());
  AddQuantityOption(command, entry.get());
  auto* to = command->add_option("--to", entry->to, "The storage place it moves to (no use)");
  AddConditionOption(command,
                     "Taken out of [usable; what happened to a lot also out of its quarantine]",
                     entry.get());
  command
      ->add_option("--for,--purpose", entry->purpose,
                   "What it was used for: " + WordsOf<inventory::v1::Purpose>())
      ->excludes(to);
  command->add_option("--reservation", entry->reservation,
                      "The reservation that it is for, RES-0001: taken from its promise");
  command->add_flag("--emergency", entry->emergency,
                    "A life depends on it: with --order and --note it may take what is reserved");
  auto* last_resort = command->add_option(
      "--last-resort", entry->last_resort,
      "Why a recalled lot is used although it may do harm; an order then takes it");
  last_resort->excludes(to);
  command
      ->add_option("--decided-by", entry->decided_by,
                   "Who decided that, an opaque id [who recorded it]")
      ->needs(last_resort);
  AddScanOption(command, entry.get());
  command->footer(
      "By barcode:\n  waystation stock issue --at khojaly-field-hospital --for patient-care \\\n"
      "    --scan \"(01)09506000134352(17)271231(10)A1\" --quantity \"6 pcs\"\n"
      "Example:\n  waystation stock issue --at khojaly-field-hospital \\\n"
      "    --item paracetamol-500mg-tablet --quantity 120 --for patient-care");
  command->callback([entry, context] {
    context->action = [entry, context]() -> absl::Status {
      Movement movement;
      movement.set_kind(inventory::v1::MOVEMENT_KIND_ISSUE);
      movement.set_to_place(entry->to);
      if (entry->to.empty() && entry->purpose.empty()) {
        return WrongOption("--for", absl::StrCat("got nothing, want what it was used for (",
                                                 WordsOf<inventory::v1::Purpose>(),
                                                 "), or --to PLACE for a move"));
      }
      if (!entry->purpose.empty()) {
        auto purpose = ParseWord<inventory::v1::Purpose>(entry->purpose);
        if (!purpose.ok()) return WrongOption("--for", purpose.status());
        movement.set_purpose(*purpose);
      }
      if (!entry->reservation.empty()) {
        auto name = NameOf(entry->reservation, entry->at, "reservations", "--reservation");
        if (!name.ok()) return name.status();
        movement.set_reservation(*name);
      }
      movement.set_emergency(entry->emergency);
      return Send(*entry, "issue", std::move(movement), context);
    };
  });
}

void AddAdjust(CLI::App* stock, Context* context) {
  auto entry = std::make_shared<Entry>();
  CLI::App* command = stock->add_subcommand("adjust", "Post a counted difference");
  AddCommonOptions(command, entry.get());
  AddWitnessOption(command, entry.get());
  auto* gain =
      command->add_option("--gain", entry->gain, "So much more is there than the book has");
  command->add_option("--loss", entry->loss, "So much less is there")->excludes(gain);
  command->add_option("--expires", entry->line.expires, "The last good day of a gained lot");
  command->add_option("--owner", entry->line.owner, "Whose stock a gained lot is");
  AddConditionOption(command, "Of the stock that was counted [usable]", entry.get());
  command->add_option("--date-kind", entry->line.date_kind,
                      "What the day means: " + WordsOf<inventory::v1::DateKind>());
  command->footer(
      "Further --line go the same way as the first.\n"
      "Example:\n  waystation stock adjust --at central-warehouse --item rice-white --loss \"2 "
      "kg\"");
  command->callback([entry, context] {
    context->action = [entry, context] {
      if (entry->gain.empty() == entry->loss.empty()) {
        return WrongOption("--gain", "want either --gain QUANTITY or --loss QUANTITY");
      }
      Movement movement;
      movement.set_kind(entry->loss.empty() ? inventory::v1::MOVEMENT_KIND_ADJUSTMENT_GAIN
                                            : inventory::v1::MOVEMENT_KIND_ADJUSTMENT_LOSS);
      entry->line.quantity = absl::StrCat(entry->gain, entry->loss);
      return Send(*entry, "adjust", std::move(movement), context);
    };
  });
}

void AddWaste(CLI::App* stock, Context* context) {
  auto entry = std::make_shared<Entry>();
  CLI::App* command = stock->add_subcommand("waste", "Record what was thrown away or spoilt");
  AddCommonOptions(command, entry.get());
  AddWitnessOption(command, entry.get());
  AddQuantityOption(command, entry.get());
  command->add_option("--reason", entry->reason, "Why: " + WordsOf<inventory::v1::WasteReason>())
      ->required();
  AddConditionOption(command,
                     "Of the stock that is gone [usable; of a lot also quarantined, then damaged]",
                     entry.get());
  command->footer(
      "Example:\n  waystation stock waste --at mobile-cafeteria-1 --item milk-uht \\\n"
      "    --quantity \"12 L\" --reason spoiled");
  command->callback([entry, context] {
    context->action = [entry, context]() -> absl::Status {
      Movement movement;
      movement.set_kind(inventory::v1::MOVEMENT_KIND_WASTE);
      auto reason = ParseWord<inventory::v1::WasteReason>(entry->reason);
      if (!reason.ok()) return WrongOption("--reason", reason.status());
      movement.set_waste_reason(*reason);
      return Send(*entry, "waste", std::move(movement), context);
    };
  });
}

}  // namespace

void AddStockWriteCommands(CLI::App* stock, Context* context) {
  AddReceive(stock, context);
  AddIssue(stock, context);
  AddAdjust(stock, context);
  AddWaste(stock, context);
}

}  // namespace waystation::cli
