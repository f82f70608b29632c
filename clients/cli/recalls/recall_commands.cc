#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/commands.h"
#include "clients/cli/context.h"
#include "clients/cli/count.h"
#include "clients/cli/paging.h"
#include "clients/cli/recalls/recall_text.h"
#include "clients/cli/stock/movement_text.h"
#include "clients/cli/text/words.h"
#include "waystation/inventory/v1/recall.pb.h"

namespace waystation::cli {
namespace {

using inventory::v1::Recall;

// What the options of one command hold; lives as long as the command line.
struct RecallQuestion {
  std::string name;
  std::string at;
  std::string item;
  std::vector<std::string> lots;
  std::string recall_class;
  std::string authority;
  std::string reference;
  std::string reason;
  std::string instruction = "quarantine";
  std::string found;
  std::string returned;
  std::string destroyed;
  std::string by;
  std::string note;
  std::string etag;
  bool all = false;
  bool not_acknowledged = false;
  int limit = 50;
};

// "recalls/rcl-0001" from that, or from "RCL-0001" or an id.
std::string RecallNameOf(const std::string& text) {
  return absl::StartsWith(text, "recalls/") ? text : "recalls/" + absl::AsciiStrToLower(text);
}

absl::Status CreateRecall(const RecallQuestion& question, Context* context) {
  inventory::v1::CreateRecallRequest request;
  Recall& recall = *request.mutable_recall();
  recall.set_item(ItemName(question.item));
  for (const std::string& lot : question.lots) recall.add_lots(lot);
  if (!question.recall_class.empty()) {
    auto recall_class = ParseWord<inventory::v1::RecallClass>(question.recall_class);
    if (!recall_class.ok()) return WrongOption("--class", recall_class.status());
    recall.set_recall_class(*recall_class);
  }
  auto instruction = ParseWord<inventory::v1::RecallInstruction>(question.instruction);
  if (!instruction.ok()) return WrongOption("--instruction", instruction.status());
  recall.set_instruction(*instruction);
  recall.set_authority(question.authority);
  recall.set_reference(question.reference);
  recall.set_reason(question.reason);
  recall.set_recorded_by(context->OrMe(question.by));
  recall.set_note(question.note);
  auto response = context->client().Write<inventory::v1::CreateRecallResponse>(
      std::move(request), "recall create of " + question.item);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  if (context->json()) return absl::OkStatus();
  PrintRecall(
      response->recall(),
      response->receipt().replayed() ? "was recalled before:" : "recalled, and blocked:", context);
  return absl::OkStatus();
}

absl::Status ListRecalls(const RecallQuestion& question, Context* context) {
  inventory::v1::ListRecallsRequest request;
  if (!question.at.empty()) request.set_facility(FacilityName(question.at));
  if (question.not_acknowledged && question.at.empty()) {
    return WrongOption("--not-acknowledged", "want --at beside it");
  }
  request.set_not_acknowledged(question.not_acknowledged);
  if (!question.all) request.set_state(inventory::v1::RECALL_STATE_OPEN);
  auto response = ReadPages<inventory::v1::ListRecallsResponse>(
      request, question.limit, [](auto& page) { return page.mutable_entries(); }, context);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  if (context->json()) return absl::OkStatus();
  const bool at = !question.at.empty();
  context->PrintHeading(absl::StrCat(question.all ? "Recalls" : "Open recalls",
                                     at ? " that concern " + ShortName(question.at) : "",
                                     ", newest first"));
  Table table({{"number"},
               {"item", Align::kLeft, Fit::kElide},
               {"lots"},
               {"class"},
               {"do"},
               {question.all ? "state" : ""},
               {at ? "in the books" : "", Align::kRight},
               {at ? "acknowledged" : ""}});
  for (const auto& entry : response->entries()) {
    const Recall& recall = entry.recall();
    table.Add({recall.number(), ShowItem(recall.item(), context),
               absl::StrJoin(recall.lots(), ", "), ShowClass(recall),
               PlainWord(recall.instruction()), question.all ? PlainWord(recall.state()) : "",
               at ? ShowQuantity(entry.site().in_books_quantity(), recall.item(), context) : "",
               at ? ShowAcknowledged(entry.site(), recall.item(), context) : ""});
  }
  context->Print(table, "none");
  if (!response->next_page_token().empty()) context->PrintLine("there is more: raise --limit");
  return absl::OkStatus();
}

absl::StatusOr<Recall> ReadRecall(const RecallQuestion& question, Context* context) {
  inventory::v1::GetRecallRequest request;
  request.set_name(RecallNameOf(question.name));
  auto response = context->client().Read<inventory::v1::GetRecallResponse>(request);
  if (!response.ok()) return response.status();
  return response->recall();
}

absl::Status ShowRecall(const RecallQuestion& question, Context* context) {
  inventory::v1::GetRecallRequest request;
  request.set_name(RecallNameOf(question.name));
  auto response = context->client().Read<inventory::v1::GetRecallResponse>(request);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  if (!context->json()) PrintRecall(response->recall(), "", context);
  return absl::OkStatus();
}

absl::Status Progress(const RecallQuestion& question, Context* context) {
  inventory::v1::GetRecallProgressRequest request;
  request.set_name(RecallNameOf(question.name));
  auto response = context->client().Read<inventory::v1::GetRecallProgressResponse>(request);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  if (!context->json()) PrintProgress(*response, context);
  return absl::OkStatus();
}

absl::Status Withdraw(const RecallQuestion& question, Context* context) {
  inventory::v1::WithdrawRecallRequest request;
  request.set_name(RecallNameOf(question.name));
  request.set_etag(question.etag);
  request.set_decided_by(context->OrMe(question.by));
  request.set_note(question.note);
  const std::string what = "recall withdraw " + request.name();
  auto response =
      context->client().Write<inventory::v1::WithdrawRecallResponse>(std::move(request), what);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  if (!context->json()) PrintRecall(response->recall(), "", context);
  return absl::OkStatus();
}

// Of the recall's item; "" and "0" are nothing.
absl::StatusOr<int64_t> ReadQuantity(const char* option, const std::string& text,
                                     const RecallQuestion& question, Context* context) {
  if (text.empty() || text == "0") return 0;
  LineText typed;
  typed.quantity = text;
  typed.item = question.item;
  if (text.find_first_not_of("0123456789") != std::string::npos && question.item.empty()) {
    absl::StatusOr<Recall> recall = ReadRecall(question, context);
    if (!recall.ok()) return recall.status();
    typed.item = ShortName(recall->item());
  }
  absl::StatusOr<inventory::v1::MovementLine> line = ToLine(typed, context);
  if (!line.ok()) return WrongOption(option, line.status());
  return line->quantity();
}

absl::Status Acknowledge(const RecallQuestion& question, Context* context) {
  inventory::v1::AcknowledgeRecallRequest request;
  request.set_name(RecallNameOf(question.name));
  request.set_facility(FacilityName(question.at));
  auto& told = *request.mutable_acknowledgement();
  const auto read = [&](const char* option, const std::string& text) {
    return ReadQuantity(option, text, question, context);
  };
  absl::StatusOr<int64_t> found = read("--found", question.found);
  if (!found.ok()) return found.status();
  absl::StatusOr<int64_t> returned = read("--returned", question.returned);
  if (!returned.ok()) return returned.status();
  absl::StatusOr<int64_t> destroyed = read("--destroyed", question.destroyed);
  if (!destroyed.ok()) return destroyed.status();
  told.set_found_quantity(*found);
  told.set_returned_quantity(*returned);
  told.set_destroyed_quantity(*destroyed);
  told.set_recorded_by(context->OrMe(question.by));
  told.set_note(question.note);
  auto response = context->client().Write<inventory::v1::AcknowledgeRecallResponse>(
      std::move(request), absl::StrCat("recall acknowledge at ", ShortName(question.at)));
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  if (context->json()) return absl::OkStatus();
  absl::StatusOr<Recall> recall = ReadRecall(question, context);
  inventory::v1::RecallSite site;
  *site.mutable_acknowledgement() = response->acknowledgement();
  context->PrintLine(
      absl::StrCat("acknowledged by ", ShortName(response->acknowledgement().facility()), ": ",
                   ShowAcknowledged(site, recall.ok() ? recall->item() : std::string(), context)));
  return absl::OkStatus();
}

void AddCreateRecall(CLI::App* noun, Context* context) {
  auto question = std::make_shared<RecallQuestion>();
  CLI::App* command = noun->add_subcommand("create", "Record that lots are called back");
  command->add_option("--item", question->item, "The item")->required();
  command->add_option("--lot", question->lots, "A lot, as on the label; repeat it")
      ->required()
      ->allow_extra_args(false);
  command->add_option("--authority", question->authority, "Who calls it back")->required();
  command->add_option("--reason", question->reason, "Why")->required();
  command
      ->add_option("--instruction", question->instruction,
                   "What to do: " + WordsOf<inventory::v1::RecallInstruction>())
      ->capture_default_str();
  command->add_option("--class", question->recall_class,
                      "How dangerous: " + WordsOf<inventory::v1::RecallClass>());
  command->add_option("--reference", question->reference, "The number of the notice");
  command->add_option("--recorded-by", question->by, "Who records it, an opaque id [you]");
  command->add_option("--note", question->note, "A remark");
  command->footer(
      "Example:\n  waystation recall create --item paracetamol-500mg-tablet --lot B12 --lot B13 "
      "\\\n"
      "    --authority \"the maker\" --reference FSN-2027-11 --class ii --instruction return \\\n"
      "    --reason \"glass in the blister\"");
  command->callback([=] { context->action = [=] { return CreateRecall(*question, context); }; });
}

void AddListRecall(CLI::App* noun, Context* context) {
  auto question = std::make_shared<RecallQuestion>();
  CLI::App* command = noun->add_subcommand("list", "Open recalls, the newest first");
  command->add_option("--at", question->at, "Only what this facility has or ever had");
  command->add_flag("--not-acknowledged", question->not_acknowledged,
                    "Only what the facility has not acknowledged");
  command->add_flag("--all", question->all, "Withdrawn ones too");
  command->add_option("--limit", question->limit, "At most so many; 0: all")
      ->check(CheckCount)
      ->capture_default_str();
  command->footer(
      "Example:\n  waystation recall list --at khojaly-field-hospital --not-acknowledged");
  command->callback([=] { context->action = [=] { return ListRecalls(*question, context); }; });
}

void AddAcknowledgeOptions(CLI::App* command, RecallQuestion* question) {
  command->add_option("--at", question->at, "The facility that looked")->required();
  command
      ->add_option("--found", question->found,
                   "What was there, sent back or destroyed since included; 0: nothing")
      ->required();
  command->add_option("--returned", question->returned, "Of it sent back [0]");
  command->add_option("--destroyed", question->destroyed, "Of it destroyed [0]");
  command->add_option("--recorded-by", question->by, "Who looked, an opaque id [you]");
  command->add_option("--note", question->note, "A remark");
}

void AddWithdrawOptions(CLI::App* command, RecallQuestion* question) {
  command->add_option("--note", question->note, "Why")->required();
  command->add_option("--recorded-by,--decided-by", question->by,
                      "Who decided it, an opaque id [you]");
  command->add_option("--etag", question->etag,
                      "As `show` printed it: refused when it changed since");
}

}  // namespace

void AddRecallCommands(CLI::App* app, Context* context) {
  CLI::App* noun = app->add_subcommand("recall", "Lots that are called back");
  noun->require_subcommand(1);
  AddCreateRecall(noun, context);
  AddListRecall(noun, context);
  const auto add = [&](const std::string& verb, const std::string& help, auto run,
                       const std::string& example, auto more) {
    auto question = std::make_shared<RecallQuestion>();
    CLI::App* command = noun->add_subcommand(verb, help);
    command->add_option("recall", question->name, "Its number, id or whole name")->required();
    more(command, question.get());
    command->footer(absl::StrCat("Example:\n  waystation recall ", verb, " RCL-0001", example));
    command->callback([=] { context->action = [=] { return run(*question, context); }; });
  };
  const auto nothing_more = [](CLI::App*, RecallQuestion*) {};
  add("show", "One recall", ShowRecall, "", nothing_more);
  add("progress", "Where the lots are and went, facility by facility", Progress, "", nothing_more);
  add("acknowledge", "Tell what was found of the lots", Acknowledge,
      " --at khojaly-field-hospital --found 120 --destroyed 120", AddAcknowledgeOptions);
  add("withdraw", "Take a recall back", Withdraw, " --note \"lifted by the maker\"",
      AddWithdrawOptions);
}

}  // namespace waystation::cli
