#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/context.h"
#include "clients/cli/count.h"
#include "clients/cli/paging.h"
#include "clients/cli/requests/request_text.h"
#include "clients/cli/text/text.h"
#include "clients/cli/text/times.h"
#include "clients/cli/text/words.h"
#include "clients/cpp/call_error.h"
#include "waystation/inventory/v1/requisition.pb.h"

namespace waystation::cli {
namespace {

using inventory::v1::Requisition;

constexpr char kAllRequisitions[] = "-";

// What the options of one command hold; lives as long as the command line.
struct RequisitionEntry {
  std::string name;
  std::string at;
  LinesText lines;
  std::string priority = "routine";
  std::string needed_by;
  std::string asked_of;
  std::string when;
  std::string by;
  std::string note;
  std::string reason;
  std::string etag;
  std::vector<std::string> states;
  bool all = false;
  int limit = 50;
};

absl::Status CreateRequisition(const RequisitionEntry& entry, Context* context) {
  inventory::v1::CreateRequisitionRequest request;
  request.set_parent(FacilityName(entry.at));
  Requisition& requisition = *request.mutable_requisition();
  auto priority = ParseWord<inventory::v1::RequisitionPriority>(entry.priority);
  if (!priority.ok()) return WrongOption("--priority", priority.status());
  requisition.set_priority(*priority);
  if (!entry.needed_by.empty()) {
    absl::StatusOr<absl::CivilDay> day = ParseDay(entry.needed_by);
    if (!day.ok()) return WrongOption("--needed-by", day.status());
    *requisition.mutable_needed_by_date() = ToProto(*day);
  }
  const bool named = !entry.asked_of.empty() && entry.asked_of != "headquarters";
  requisition.set_asked_of(named ? FacilityName(entry.asked_of) : entry.asked_of);
  absl::Status status = AddLinesTo(entry.lines, context, requisition.mutable_lines());
  if (!status.ok()) return status;
  if (!entry.when.empty()) {
    absl::StatusOr<absl::Time> when = ParseTime(entry.when, context->Now(), absl::LocalTimeZone());
    if (!when.ok()) return WrongOption("--when", when.status());
    *requisition.mutable_asked_time() = ToProto(*when);
  }
  requisition.set_recorded_by(context->OrMe(entry.by));
  requisition.set_note(entry.note);
  auto response = context->client().Write<inventory::v1::CreateRequisitionResponse>(
      std::move(request), "requisition create at " + ShortName(entry.at));
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  if (context->json()) return absl::OkStatus();
  PrintRequisition(response->requisition(),
                   response->receipt().replayed() ? "was asked before:" : "asked:", context);
  return absl::OkStatus();
}

absl::Status ListRequisitions(const RequisitionEntry& entry, Context* context) {
  inventory::v1::ListRequisitionsRequest request;
  request.set_parent(FacilityName(entry.at.empty() ? kAllRequisitions : entry.at));
  for (const std::string& word : entry.states) {
    auto state = ParseWord<inventory::v1::RequisitionState>(word);
    if (!state.ok()) return WrongOption("--state", state.status());
    request.add_states(*state);
  }
  if (entry.states.empty() && !entry.all) {
    request.add_states(inventory::v1::REQUISITION_STATE_REQUESTED);
    request.add_states(inventory::v1::REQUISITION_STATE_APPROVED);
  }
  auto response = ReadPages<inventory::v1::ListRequisitionsResponse>(
      request, entry.limit, [](auto& page) { return page.mutable_requisitions(); }, context);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  if (context->json()) return absl::OkStatus();
  context->PrintHeading(
      absl::StrCat(entry.all || !entry.states.empty() ? "Requisitions" : "Open requisitions",
                   entry.at.empty() ? "" : " of " + ShortName(entry.at), ", newest first"));
  Table table({{"number"},
               {"facility"},
               {"priority"},
               {"needed by"},
               {"state"},
               {"what", Align::kLeft, Fit::kElide}});
  for (const Requisition& requisition : response->requisitions()) {
    const std::string name = requisition.name();
    const std::string facility = name.substr(0, name.find("/requisitions/"));
    table.Add({requisition.number(), entry.at.empty() ? ShortName(facility) : "",
               PlainWord(requisition.priority()), FormatDay(requisition.needed_by_date()),
               ShowState(requisition), ShowLines(requisition.lines(), context)});
  }
  context->Print(table, "none");
  if (!response->next_page_token().empty()) context->PrintLine("there is more: raise --limit");
  return absl::OkStatus();
}

absl::Status ShowRequisition(const RequisitionEntry& entry, Context* context) {
  inventory::v1::GetRequisitionRequest request;
  absl::StatusOr<std::string> name = NameOf(entry.name, entry.at, "requisitions", "REQUISITION");
  if (!name.ok()) return name.status();
  request.set_name(*name);
  auto response = context->client().Read<inventory::v1::GetRequisitionResponse>(request);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  if (!context->json()) PrintRequisition(response->requisition(), "", context);
  return absl::OkStatus();
}

// Sends a verb about one requisition, and shows what became of it.
template <typename Response, typename Request>
absl::Status SendRequisition(const RequisitionEntry& entry, const std::string& verb,
                             Request request, Context* context) {
  absl::StatusOr<std::string> name = NameOf(entry.name, entry.at, "requisitions", "REQUISITION");
  if (!name.ok()) return name.status();
  request.set_name(*name);
  request.set_etag(entry.etag);
  request.set_note(entry.note);
  auto response = context->client().Write<Response>(std::move(request),
                                                    absl::StrCat("requisition ", verb, " ", *name));
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  if (!context->json()) PrintRequisition(response->requisition(), "", context);
  return absl::OkStatus();
}

// "rice=25 kg" as what is approved of an item; "rice=0" for none of it.
absl::StatusOr<inventory::v1::ItemQuantity> ParseApproved(const std::string& text,
                                                          Context* context) {
  const size_t sign = text.find('=');
  if (sign == std::string::npos || sign == 0 || sign + 1 == text.size()) {
    return WrongOption("--line", absl::StrCat("got \"", Quotable(text), "\", want ITEM=QUANTITY"));
  }
  inventory::v1::ItemQuantity approved;
  approved.set_item(ItemName(text.substr(0, sign)));
  const std::string quantity = text.substr(sign + 1);
  if (quantity == "0") return approved;
  LineText typed;
  typed.item = text.substr(0, sign);
  typed.quantity = quantity;
  absl::StatusOr<inventory::v1::MovementLine> line = ToLine(typed, context);
  if (!line.ok()) return line.status();
  approved.set_quantity(line->quantity());
  return approved;
}

absl::Status Approve(const RequisitionEntry& entry, Context* context) {
  inventory::v1::ApproveRequisitionRequest request;
  for (const std::string& text : entry.lines.lines) {
    absl::StatusOr<inventory::v1::ItemQuantity> approved = ParseApproved(text, context);
    if (!approved.ok()) return approved.status();
    *request.add_approved() = *std::move(approved);
  }
  request.set_decided_by(context->OrMe(entry.by));
  absl::Status status = SendRequisition<inventory::v1::ApproveRequisitionResponse>(
      entry, "approve", std::move(request), context);
  if (status.ok() || !entry.etag.empty()) return status;
  const client::CallError error = client::CallErrorOf(status);
  const auto resource = error.variables.find("resource");
  if (error.reason == "WRONG_STATE" && resource != error.variables.end() &&
      absl::StrContains(resource->second, "/requisitions/")) {
    client::SetHint(&status,
                    "`waystation requisition show` tells what was decided; to approve it again, "
                    "give --etag as shown there");
  }
  return status;
}

absl::Status Reject(const RequisitionEntry& entry, Context* context) {
  inventory::v1::RejectRequisitionRequest request;
  auto reason = ParseWord<inventory::v1::RejectReason>(entry.reason);
  if (!reason.ok()) return WrongOption("--reason", reason.status());
  request.set_reason(*reason);
  request.set_decided_by(context->OrMe(entry.by));
  return SendRequisition<inventory::v1::RejectRequisitionResponse>(entry, "reject",
                                                                   std::move(request), context);
}

absl::Status CancelRequisition(const RequisitionEntry& entry, Context* context) {
  inventory::v1::CancelRequisitionRequest request;
  request.set_recorded_by(context->OrMe(entry.by));
  return SendRequisition<inventory::v1::CancelRequisitionResponse>(entry, "cancel",
                                                                   std::move(request), context);
}

absl::Status CloseRequisition(const RequisitionEntry& entry, Context* context) {
  inventory::v1::CloseRequisitionRequest request;
  request.set_recorded_by(context->OrMe(entry.by));
  return SendRequisition<inventory::v1::CloseRequisitionResponse>(entry, "close",
                                                                  std::move(request), context);
}

// A verb about one requisition.
CLI::App* AddRequisitionVerb(CLI::App* noun, const std::string& verb, const std::string& help,
                             RequisitionEntry* entry) {
  CLI::App* command = noun->add_subcommand(verb, help);
  command->add_option("requisition", entry->name, "Its number or id with --at, or its whole name")
      ->required();
  command->add_option("--at", entry->at, "The facility that asks");
  if (verb == "show") return command;
  command->add_option("--recorded-by,--decided-by", entry->by,
                      "Who decided it, an opaque id [you]");
  command->add_option("--note", entry->note, "A remark");
  command->add_option("--etag", entry->etag,
                      "As `show` printed it: refused when anything was decided since");
  return command;
}

void AddCreateRequisition(CLI::App* noun, Context* context) {
  auto entry = std::make_shared<RequisitionEntry>();
  CLI::App* command = noun->add_subcommand("create", "Ask for something");
  command->add_option("--at", entry->at, "The facility that asks")->required();
  AddLineOptions(command, &entry->lines);
  command->add_option("--priority", entry->priority, WordsOf<inventory::v1::RequisitionPriority>())
      ->capture_default_str();
  command->add_option("--needed-by", entry->needed_by, "The last day on which it is of use");
  command->add_option("--of", entry->asked_of,
                      "Who is asked: a facility, or headquarters [whoever can]");
  command->add_option("--when", entry->when, "When it was asked, if not now: \"3h ago\"");
  command->add_option("--recorded-by", entry->by, "Who asks, an opaque id [you]");
  command->add_option("--note", entry->note, "A remark");
  command->footer(
      "Example:\n  waystation requisition create --at khojaly-field-hospital --priority urgent \\\n"
      "    --needed-by 2027-03-31 --of central-warehouse \\\n"
      "    --line \"item=oxygen-cylinder-40l,quantity=12\" --line \"item=diesel,quantity=2000 L\"");
  command->callback([=] { context->action = [=] { return CreateRequisition(*entry, context); }; });
}

void AddListRequisition(CLI::App* noun, Context* context) {
  auto entry = std::make_shared<RequisitionEntry>();
  CLI::App* command = noun->add_subcommand("list", "What is asked for, the newest first");
  command->add_option("--at", entry->at, "Only of this facility");
  command->add_option("--state", entry->states,
                      "Only these states: " + WordsOf<inventory::v1::RequisitionState>());
  command->add_flag("--all", entry->all, "Ended ones too");
  command->add_option("--limit", entry->limit, "At most so many; 0: all")
      ->check(CheckCount)
      ->capture_default_str();
  command->footer("Example:\n  waystation requisition list --state requested");
  command->callback([=] { context->action = [=] { return ListRequisitions(*entry, context); }; });
}

}  // namespace

void AddRequisitionCommands(CLI::App* app, Context* context) {
  CLI::App* noun = app->add_subcommand("requisition", "What facilities ask for");
  noun->require_subcommand(1);
  AddCreateRequisition(noun, context);
  AddListRequisition(noun, context);
  const auto add = [&](const std::string& verb, const std::string& help, auto run,
                       const std::string& example, auto more) {
    auto entry = std::make_shared<RequisitionEntry>();
    CLI::App* command = AddRequisitionVerb(noun, verb, help, entry.get());
    more(command, entry.get());
    command->footer(absl::StrCat("Example:\n  waystation requisition ", verb,
                                 " --at khojaly-field-hospital REQ-0001", example));
    command->callback([=] { context->action = [=] { return run(*entry, context); }; });
  };
  const auto nothing_more = [](CLI::App*, RequisitionEntry*) {};
  add("show", "One requisition: asked, approved, come, back-ordered", ShowRequisition, "",
      nothing_more);
  add("approve", "Approve it, in whole or in part", Approve,
      " --line \"diesel=1500 L\" --note \"rest next week\"",
      [](CLI::App* command, RequisitionEntry* entry) {
        command->add_option(
            "--line", entry->lines.lines,
            "So much of an item, \"ITEM=QUANTITY\"; repeat it [all that was asked]");
      });
  add("reject", "Refuse it", Reject, " --reason no-transport --note \"the pass is snowed in\"",
      [](CLI::App* command, RequisitionEntry* entry) {
        command
            ->add_option("--reason", entry->reason,
                         "Why: " + WordsOf<inventory::v1::RejectReason>())
            ->required();
      });
  add("cancel", "It is needed no longer", CancelRequisition, " --note \"came from elsewhere\"",
      nothing_more);
  add("close", "It is done with", CloseRequisition, "", nothing_more);
}

}  // namespace waystation::cli
