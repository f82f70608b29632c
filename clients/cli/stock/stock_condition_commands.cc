// Stock that is set apart, released, spoilt, or comes back unused.
#include <CLI/CLI.hpp>
#include <memory>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/stock/stock_entry.h"
#include "clients/cli/text/words.h"

namespace waystation::cli {
namespace {

using inventory::v1::Movement;

std::shared_ptr<Entry> AddConditionCommand(CLI::App* stock, const std::string& verb,
                                           const std::string& help, const std::string& example,
                                           CLI::App** command) {
  auto entry = std::make_shared<Entry>();
  *command = stock->add_subcommand(verb, help);
  AddCommonOptions(*command, entry.get());
  AddQuantityOption(*command, entry.get());
  (*command)->footer(absl::StrCat("Example:\n  waystation stock ", verb, " ", example));
  return entry;
}

void AddQuarantine(CLI::App* stock, Context* context) {
  CLI::App* command = nullptr;
  auto entry =
      AddConditionCommand(stock, "quarantine", "Set usable stock apart until someone has decided",
                          "--at khojaly-field-hospital \\\n    --item paracetamol-500mg-tablet "
                          "--lot B12 --quantity 500 --reason temperature-excursion",
                          &command);
  command
      ->add_option("--reason", entry->reason, "Why: " + WordsOf<inventory::v1::QuarantineReason>())
      ->required();
  command->add_option("--decided-by", entry->decided_by, "Who decided it, an opaque id");
  command->callback([entry, context] {
    context->action = [entry, context]() -> absl::Status {
      Movement movement;
      movement.set_kind(inventory::v1::MOVEMENT_KIND_QUARANTINE);
      auto reason = ParseWord<inventory::v1::QuarantineReason>(entry->reason);
      if (!reason.ok()) return WrongOption("--reason", reason.status());
      movement.set_quarantine_reason(*reason);
      return Send(*entry, "quarantine", std::move(movement), context);
    };
  });
}

void AddRelease(CLI::App* stock, Context* context) {
  CLI::App* command = nullptr;
  auto entry =
      AddConditionCommand(stock, "release", "Make quarantined stock usable, by someone's decision",
                          "--at khojaly-field-hospital \\\n    --item paracetamol-500mg-tablet "
                          "--lot B12 --quantity 500 --decided-by p-5de4 \\\n"
                          "    --note \"certificate seen, packs whole\"",
                          &command);
  command->add_option("--decided-by", entry->decided_by, "Who decided it, an opaque id")
      ->required();
  command->get_option("--note")->required();
  command->callback([entry, context] {
    context->action = [entry, context] {
      Movement movement;
      movement.set_kind(inventory::v1::MOVEMENT_KIND_RELEASE);
      return Send(*entry, "release", std::move(movement), context);
    };
  });
}

void AddDamage(CLI::App* stock, Context* context) {
  CLI::App* command = nullptr;
  auto entry = AddConditionCommand(stock, "damage", "Record stock that is of no use any more",
                                   "--at mobile-cafeteria-1 --item milk-uht \\\n"
                                   "    --quantity \"6 L\" --reason broken",
                                   &command);
  command
      ->add_option("--reason", entry->reason,
                   "What happened to it: " + WordsOf<inventory::v1::DamageReason>())
      ->required();
  command->add_option("--decided-by", entry->decided_by, "Who decided it, an opaque id");
  AddConditionOption(command, "Damaged out of: usable or quarantined", entry.get());
  command->callback([entry, context] {
    context->action = [entry, context]() -> absl::Status {
      Movement movement;
      movement.set_kind(inventory::v1::MOVEMENT_KIND_DAMAGE);
      auto reason = ParseWord<inventory::v1::DamageReason>(entry->reason);
      if (!reason.ok()) return WrongOption("--reason", reason.status());
      movement.set_damage_reason(*reason);
      return Send(*entry, "damage", std::move(movement), context);
    };
  });
}

void AddReturn(CLI::App* stock, Context* context) {
  CLI::App* command = nullptr;
  auto entry =
      AddConditionCommand(stock, "return", "Record what was issued for use and came back unused",
                          "--at khojaly-field-hospital \\\n    --item paracetamol-500mg-tablet "
                          "--lot B12 --quantity 20 --from patient-care",
                          &command);
  command
      ->add_option("--from,--purpose", entry->purpose,
                   "What it had been issued for: " + WordsOf<inventory::v1::Purpose>())
      ->required();
  command->add_option("--expires", entry->line.expires, "The last good day, if the label says it");
  command->add_option("--date-kind", entry->line.date_kind,
                      "What the day means: " + WordsOf<inventory::v1::DateKind>());
  AddConditionOption(command, "The condition it came back in", entry.get());
  AddWitnessOption(command, entry.get());
  command->callback([entry, context] {
    context->action = [entry, context]() -> absl::Status {
      Movement movement;
      movement.set_kind(inventory::v1::MOVEMENT_KIND_RETURN);
      auto purpose = ParseWord<inventory::v1::Purpose>(entry->purpose);
      if (!purpose.ok()) return WrongOption("--from", purpose.status());
      movement.set_purpose(*purpose);
      return Send(*entry, "return", std::move(movement), context);
    };
  });
}

}  // namespace

void AddStockConditionCommands(CLI::App* stock, Context* context) {
  AddQuarantine(stock, context);
  AddRelease(stock, context);
  AddDamage(stock, context);
  AddReturn(stock, context);
}

}  // namespace waystation::cli
