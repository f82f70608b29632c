#include "clients/cli/stock/stock_entry.h"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "clients/cli/stock/exception_text.h"
#include "clients/cli/stock/scan.h"
#include "clients/cli/stock/stand_ins.h"
#include "clients/cli/stock/stock_elsewhere.h"
#include "clients/cli/text/quantity.h"
#include "clients/cli/text/text.h"
#include "clients/cli/text/times.h"
#include "clients/cli/text/words.h"
#include "clients/cpp/call_error.h"

namespace waystation::cli {
namespace {

using inventory::v1::CreateMovementRequest;
using inventory::v1::CreateMovementResponse;
using inventory::v1::Movement;

// Only the item says what a unit comes to, so a line whose item can't be had can't be kept in the
// outbox either: who typed it must not take it for kept.
absl::Status NothingKept(const LineText& text, const absl::Status& no_item) {
  if (!absl::IsUnavailable(no_item) && !absl::IsDeadlineExceeded(no_item)) return no_item;
  absl::Status status =
      WrongOption("--quantity", absl::StrCat("got \"", Quotable(text.quantity),
                                             "\", want base units; NOTHING WAS KEPT: the ",
                                             "server can't be reached, and ", ItemName(text.item),
                                             " was never seen here, so its units are not known"));
  const std::string base = BaseUnitsOf(text.quantity);
  client::SetHint(&status,
                  absl::StrCat("enter the number alone, in the item's base units",
                               base.empty() ? "" : absl::StrCat(" (", base, ")"),
                               ": that is kept and sent later. Or enter it again with a link; ",
                               "`waystation item list` then keeps the items' units for "
                               "days without one"));
  return status;
}

// The line of what was scanned; tells the person what was read.
absl::Status AddScannedLine(const Entry& entry, Context* context, Movement* movement) {
  absl::StatusOr<Scanned> scanned = ReadScans("--scan", entry.at, entry.scans, context);
  if (!scanned.ok()) return scanned.status();
  absl::StatusOr<inventory::v1::MovementLine> line =
      LineOfScan(*scanned, movement->kind(), entry.line.quantity);
  if (!line.ok()) return line.status();
  const std::string packs = line->pack_count() > 0
                                ? absl::StrCat(": ", line->pack_count(), " x ", line->pack_name())
                                : "";
  context->PrintLine(absl::StrCat(ShowScanned(*scanned, context), packs));
  for (const std::string& note : NotesOf(*scanned, movement->kind())) {
    context->PrintLine(absl::StrCat("note: ", note));
  }
  line->set_place(entry.line.place);
  if (absl::Status status = SetCondition(entry.line.condition, &*line); !status.ok()) {
    return status;
  }
  line->set_owner(entry.line.owner);
  *movement->add_lines() = *std::move(line);
  return absl::OkStatus();
}

absl::Status AddLines(const Entry& entry, Context* context, Movement* movement) {
  std::vector<LineText> texts;
  if (!entry.scans.empty()) {
    absl::Status status = AddScannedLine(entry, context, movement);
    if (!status.ok()) return status;
  } else if (!entry.line.item.empty() || !entry.line.quantity.empty()) {
    if (entry.line.item.empty()) return WrongOption("--item", "got nothing, want an item's id");
    if (entry.line.quantity.empty())
      return WrongOption("--quantity", "got nothing, want a quantity");
    texts.push_back(entry.line);
  }
  for (const std::string& text : entry.lines) {
    absl::StatusOr<LineText> line = ParseLine(text);
    if (!line.ok()) return line.status();
    texts.push_back(*line);
  }
  if (texts.empty() && entry.scans.empty()) {
    return WrongOption("--item", "got nothing, want --item and --quantity, or --line");
  }
  for (const LineText& text : texts) {
    absl::StatusOr<inventory::v1::MovementLine> line = ToLine(text, context);
    if (!line.ok()) return NothingKept(text, line.status());
    *movement->add_lines() = *std::move(line);
  }
  return absl::OkStatus();
}

// A donation of which something is said to be usable at once.
bool PassesQuarantineBy(const Movement& movement) {
  return movement.has_donation() &&
         std::any_of(movement.lines().begin(), movement.lines().end(), [](const auto& line) {
           return line.condition() == inventory::v1::CONDITION_USABLE;
         });
}

// What a line can't say in a movement of its kind. Asked here already: without a link the server
// can't, and what it refuses later may be lost.
absl::Status CheckLines(const Movement& movement) {
  for (const inventory::v1::MovementLine& line : movement.lines()) {
    if (movement.kind() == inventory::v1::MOVEMENT_KIND_DAMAGE &&
        line.condition() == inventory::v1::CONDITION_DAMAGED) {
      return WrongOption("--condition",
                         "got \"damaged\", want usable or quarantined: what is damaged "
                         "already goes by `stock waste`");
    }
    if (!line.owner().empty() && movement.kind() != inventory::v1::MOVEMENT_KIND_RECEIPT &&
        movement.kind() != inventory::v1::MOVEMENT_KIND_ADJUSTMENT_GAIN &&
        movement.kind() != inventory::v1::MOVEMENT_KIND_UNPACK) {
      return WrongOption("--line",
                         absl::StrCat("got owner=", line.owner(),
                                      ", want no owner: a lot keeps the one it came with"));
    }
  }
  if (PassesQuarantineBy(movement) && movement.decided_by().empty()) {
    return WrongOption("--decided-by",
                       "got nothing, want who decided that the donation need not wait in "
                       "quarantine");
  }
  return absl::OkStatus();
}

std::string WhatMoved(const Movement& movement, const inventory::v1::Leg& leg) {
  if (!leg.count().empty()) {
    return absl::StrCat("out of the difference of the count of ", FormatDay(leg.day()),
                        ", which stands");
  }
  return leg.difference_of().empty() ? ShowAccounts(movement, leg.line_index())
                                     : "count difference, see the exception";
}

void PrintStockOutcome(const CreateMovementResponse& response, Context* context) {
  context->PrintJson(response);
  if (context->json()) return;
  if (response.held()) {
    context->PrintHeading(
        "held, not posted: this document number was used before, by the movement "
        "shown here");
    PrintMovement(response.movement(), context);
    for (const auto& exception : response.exceptions()) {
      context->PrintLine(absl::StrCat("to post or drop it: waystation exception resolve ",
                                      exception.name(), " --post | --close --note TEXT"));
    }
    return;
  }
  const Movement& movement = response.movement();
  context->PrintHeading(
      absl::StrCat("recorded ", PlainWord(movement.kind()), " ", movement.name(),
                   response.receipt().replayed() ? " (was recorded before)" : ""));
  Table table(
      {{"item"}, {"lot"}, {"condition"}, {"quantity", Align::kRight}, {"expires"}, {"moved"}});
  for (const auto& leg : movement.legs()) {
    table.Add({ShowItem(leg.item(), context), leg.lot(), ShowCondition(leg),
               ShowQuantity(leg.quantity(), leg.item(), context), FormatDay(leg.expiry_date()),
               WhatMoved(movement, leg)});
  }
  context->Print(table, "no stock moved");
  PrintPassedOver(movement, context);
  PrintReferences(movement, context);
  PrintExceptions(response.exceptions(), context);
  PrintElsewhere(response, context);
  PrintStandIns(response, context);
}

}  // namespace

void AddCommonOptions(CLI::App* command, Entry* entry) {
  command->add_option("--at", entry->at, "The facility")->required();
  command->add_option("--item", entry->line.item, "The item");
  command->add_option("--lot", entry->line.lot, "The lot on the label");
  command->add_option("--place", entry->line.place,
                      "The storage place [main; taken from: the only one that holds it, where "
                      "main does not]");
  command->add_option(
      "--line", entry->lines,
      "One more line, \"item=ID,quantity=Q,lot=L,expires=DAY,place=P,condition=C\"; repeat it");
  command->add_option("--document", entry->document, "The number on the paper");
  command
      ->add_option("--when", entry->when, "When it happened: now, \"3h ago\", \"2027-06-30 14:00\"")
      ->capture_default_str();
  command->add_option("--recorded-by", entry->recorded_by, "Who did it, an opaque id [you]");
  command->add_option("--note", entry->note, "A remark");
  command->add_flag(
      "--order", entry->order,
      "A promise, refused when it can't be kept; without it, what happened is recorded");
}

void AddQuantityOption(CLI::App* command, Entry* entry) {
  command->add_option("--quantity", entry->line.quantity,
                      "\"1000\", \"25 kg\", \"20 L\", \"3 packs\" or \"3 x box of 100\"");
}

void AddScanOption(CLI::App* command, Entry* entry) {
  CLI::Option* scan = command->add_option("--scan", entry->scans,
                                          "The pack's barcode in place of --item, --lot and "
                                          "--expires; repeat it for a pack with several barcodes");
  scan->allow_extra_args(false);
  for (const char* other : {"--item", "--lot", "--expires", "--date-kind"}) {
    if (CLI::Option* option = command->get_option_no_throw(other); option != nullptr) {
      scan->excludes(option);
    }
  }
  command->get_option("--quantity")
      ->description(
          "\"1000\", \"25 kg\", \"20 L\", \"3 packs\" or \"3 x box of 100\"; with --scan \"3\" is "
          "so many of that pack, \"6 pcs\" a part of it [one pack]");
}

void AddWitnessOption(CLI::App* command, Entry* entry) {
  command->add_option("--witnessed-by", entry->witnessed_by,
                      "The second person, an opaque id; controlled items need one");
}

void AddConditionOption(CLI::App* command, const std::string& help, Entry* entry) {
  command->add_option("--condition", entry->line.condition, help);
}

absl::Status Send(const Entry& entry, const std::string& verb, Movement movement,
                  Context* context) {
  CreateMovementRequest request;
  request.set_parent(FacilityName(entry.at));
  if (absl::Status status = AddLines(entry, context, &movement); !status.ok()) return status;
  absl::StatusOr<absl::Time> when = ParseTime(entry.when, context->Now(), absl::LocalTimeZone());
  if (!when.ok()) return WrongOption("--when", when.status());
  *movement.mutable_happened_time() = ToProto(*when);
  movement.set_intent(entry.order ? inventory::v1::INTENT_ORDER : inventory::v1::INTENT_HAPPENED);
  movement.set_document_number(entry.document);
  movement.set_recorded_by(context->OrMe(entry.recorded_by));
  movement.set_witnessed_by(entry.witnessed_by);
  movement.set_decided_by(entry.decided_by);
  movement.set_last_resort(entry.last_resort);
  movement.set_note(entry.note);
  if (absl::Status status = CheckLines(movement); !status.ok()) return status;
  *request.mutable_movement() = std::move(movement);
  auto response = context->client().Write<CreateMovementResponse>(
      request, absl::StrCat("stock ", verb, " at ", ShortName(entry.at)));
  if (!response.ok()) {
    PrintStandIns(request, response.status(), context);
    return response.status();
  }
  PrintStockOutcome(*response, context);
  return absl::OkStatus();
}

}  // namespace waystation::cli
