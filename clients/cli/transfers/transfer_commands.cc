#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/context.h"
#include "clients/cli/count.h"
#include "clients/cli/paging.h"
#include "clients/cli/requests/request_text.h"
#include "clients/cli/stock/movement_text.h"
#include "clients/cli/text/times.h"
#include "clients/cli/text/words.h"
#include "clients/cli/transfers/transfer_entry.h"
#include "clients/cli/transfers/transfer_text.h"
#include "waystation/inventory/v1/transfer.pb.h"

namespace waystation::cli {
namespace {

using inventory::v1::Transfer;

constexpr char kAllTransfers[] = "-";

absl::Status SetDay(const char* option, const std::string& text, common::v1::CivilDate* date) {
  absl::StatusOr<absl::CivilDay> day = ParseDay(text);
  if (!day.ok()) return WrongOption(option, day.status());
  *date = ToProto(*day);
  return absl::OkStatus();
}

absl::Status AddTransferLines(const TransferEntry& entry, Context* context, Transfer* transfer) {
  std::vector<LineText> texts;
  if (!entry.line.item.empty() || !entry.line.quantity.empty()) texts.push_back(entry.line);
  for (const std::string& typed : entry.lines) {
    absl::StatusOr<LineText> line = ParseLine(typed);
    if (!line.ok()) return line.status();
    texts.push_back(*std::move(line));
  }
  if (texts.empty()) {
    return WrongOption("--item", "got nothing, want --item and --quantity, or --line");
  }
  for (const LineText& text : texts) {
    auto read = ToLine(text, context);
    if (!read.ok()) return read.status();
    inventory::v1::TransferLine& line = *transfer->add_lines();
    line.set_item(read->item());
    line.set_quantity(read->quantity());
    line.set_pack_name(read->pack_name());
    line.set_pack_count(read->pack_count());
    line.set_pack_factor(read->pack_factor());
    line.set_lot(read->lot());
    line.set_place(read->place());
    line.set_condition(read->condition());
  }
  return absl::OkStatus();
}

absl::Status SetTransferReferences(const TransferEntry& entry, Transfer* transfer) {
  if (!entry.requisition.empty()) {
    auto name = NameOf(entry.requisition, entry.to, "requisitions", "--requisition");
    if (!name.ok()) return name.status();
    transfer->set_requisition(*name);
  }
  if (!entry.delivery.empty()) {
    auto name = NameOf(entry.delivery, entry.to, "expectedDeliveries", "--delivery");
    if (!name.ok()) return name.status();
    transfer->set_expected_delivery(*name);
  }
  return absl::OkStatus();
}

absl::Status CreateTransfer(const TransferEntry& entry, Context* context) {
  inventory::v1::CreateTransferRequest request;
  request.set_parent(FacilityName(entry.from));
  Transfer& transfer = *request.mutable_transfer();
  transfer.set_to_facility(FacilityName(entry.to));
  absl::Status status = AddTransferLines(entry, context, &transfer);
  if (status.ok()) status = SetTransferReferences(entry, &transfer);
  if (status.ok() && !entry.leaves.empty()) {
    status = SetDay("--leaves", entry.leaves, transfer.mutable_planned_dispatch_date());
  }
  if (status.ok() && !entry.arrives.empty()) {
    status = SetDay("--arrives", entry.arrives, transfer.mutable_planned_arrival_date());
  }
  if (!status.ok()) return status;
  transfer.set_recorded_by(context->OrMe(entry.by));
  transfer.set_note(entry.note);
  auto response = context->client().Write<inventory::v1::CreateTransferResponse>(
      std::move(request), "transfer create from " + ShortName(entry.from));
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  if (context->json()) return absl::OkStatus();
  PrintTransfer(response->transfer(),
                response->receipt().replayed() ? "was planned before:" : "planned:", context);
  return absl::OkStatus();
}

absl::Status ListTransfers(const TransferEntry& entry, Context* context) {
  inventory::v1::ListTransfersRequest request;
  request.set_parent(FacilityName(entry.at.empty() ? kAllTransfers : entry.at));
  if (entry.incoming) request.set_direction(inventory::v1::TRANSFER_DIRECTION_INCOMING);
  for (const std::string& word : entry.states) {
    auto state = ParseWord<inventory::v1::TransferState>(word);
    if (!state.ok()) return WrongOption("--state", state.status());
    request.add_states(*state);
  }
  if (entry.states.empty() && !entry.all && !entry.open_differences) {
    request.add_states(inventory::v1::TRANSFER_STATE_PLANNED);
    request.add_states(inventory::v1::TRANSFER_STATE_PICKED);
    request.add_states(inventory::v1::TRANSFER_STATE_IN_TRANSIT);
    request.add_states(inventory::v1::TRANSFER_STATE_RECEIVED);
  }
  request.set_with_open_differences(entry.open_differences);
  auto response = ReadPages<inventory::v1::ListTransfersResponse>(
      request, entry.limit, [](auto& page) { return page.mutable_transfers(); }, context);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  if (context->json()) return absl::OkStatus();
  context->PrintHeading(absl::StrCat("Transfers",
                                     entry.at.empty() ? ""
                                     : entry.incoming ? " to "
                                                      : " from ",
                                     entry.at.empty() ? "" : ShortName(entry.at),
                                     ", newest first"));
  Table table({{"number"},
               {"from"},
               {"to"},
               {"should arrive"},
               {"state"},
               {"what", Align::kLeft, Fit::kElide}});
  for (const Transfer& transfer : response->transfers()) {
    const std::string& name = transfer.name();
    table.Add({transfer.number(), ShortName(name.substr(0, name.find("/transfers/"))),
               ShortName(transfer.to_facility()), FormatDay(transfer.planned_arrival_date()),
               ShowState(transfer), ShowLines(transfer.lines(), context)});
  }
  context->Print(table, "none");
  if (!response->next_page_token().empty()) context->PrintLine("there is more: raise --limit");
  return absl::OkStatus();
}

void AddCreateTransfer(CLI::App* noun, Context* context) {
  auto entry = std::make_shared<TransferEntry>();
  CLI::App* command = noun->add_subcommand("create", "Plan a transfer; no stock moves");
  command->add_option("--from", entry->from, "The facility that sends")->required();
  command->add_option("--to", entry->to, "The facility that receives")->required();
  command->add_option("--item", entry->line.item, "The item");
  command->add_option("--quantity", entry->line.quantity, "\"25 kg\", \"3 packs\" and so on");
  command->add_option("--line", entry->lines,
                      "One more line, \"item=ID,quantity=Q\", also lot and place; repeat it");
  command->add_option("--requisition", entry->requisition, "The receiver's requisition, REQ-0001");
  command->add_option("--delivery", entry->delivery, "The receiver's expected delivery, EXP-0001");
  command->add_option("--leaves", entry->leaves, "The day on which it should leave");
  command->add_option("--arrives", entry->arrives, "The day on which it should arrive");
  AddRemark(command, entry.get());
  command->footer(
      "Example:\n  waystation transfer create --from tartar-depot --to khojaly-field-hospital \\\n"
      "    --item rice --quantity \"200 kg\" --arrives 2027-04-01 --requisition REQ-0001");
  command->callback([=] { context->action = [=] { return CreateTransfer(*entry, context); }; });
}

void AddListTransfer(CLI::App* noun, Context* context) {
  auto entry = std::make_shared<TransferEntry>();
  CLI::App* command = noun->add_subcommand("list", "Transfers, the newest first");
  auto* at = command->add_option("--at", entry->at, "Only those sent by this facility");
  command->add_flag("--incoming", entry->incoming, "Those sent to it instead")->needs(at);
  command->add_option("--state", entry->states,
                      "Only these states: " + WordsOf<inventory::v1::TransferState>());
  command->add_flag("--open-differences", entry->open_differences,
                    "Only those with a difference that waits for an answer");
  command->add_flag("--all", entry->all, "Ended ones too");
  command->add_option("--limit", entry->limit, "At most so many; 0: all")
      ->check(CheckCount)
      ->capture_default_str();
  command->footer("Example:\n  waystation transfer list --state in-transit");
  command->callback([=] { context->action = [=] { return ListTransfers(*entry, context); }; });
}

}  // namespace

void AddTransferCommands(CLI::App* app, Context* context) {
  CLI::App* noun = app->add_subcommand("transfer", "Stock on its way between facilities");
  noun->require_subcommand(1);
  AddCreateTransfer(noun, context);
  AddListTransfer(noun, context);
  AddTransferVerbs(noun, context);
}

}  // namespace waystation::cli
