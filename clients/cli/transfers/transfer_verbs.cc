#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/cli/requests/request_text.h"
#include "clients/cli/stock/exception_text.h"
#include "clients/cli/text/times.h"
#include "clients/cli/text/words.h"
#include "clients/cli/transfers/papers.h"
#include "clients/cli/transfers/transfer_entry.h"
#include "clients/cli/transfers/transfer_text.h"

namespace waystation::cli {

absl::StatusOr<std::string> TransferName(const TransferEntry& entry) {
  return NameOf(entry.name, entry.from, "transfers", "TRANSFER");
}

absl::StatusOr<inventory::v1::Transfer> ReadTransfer(const TransferEntry& entry, Context* context) {
  absl::StatusOr<std::string> name = TransferName(entry);
  if (!name.ok()) return name.status();
  inventory::v1::GetTransferRequest request;
  request.set_name(*name);
  auto response = context->client().Read<inventory::v1::GetTransferResponse>(request);
  if (!response.ok()) return response.status();
  return response->transfer();
}

void AddRemark(CLI::App* command, TransferEntry* entry) {
  command->add_option("--recorded-by", entry->by, "Who says so, an opaque id [you]");
  command->add_option("--note", entry->note, "A remark");
}

namespace {

using inventory::v1::Transfer;

absl::Status ShowTransfer(const TransferEntry& entry, Context* context) {
  absl::StatusOr<std::string> name = TransferName(entry);
  if (!name.ok()) return name.status();
  inventory::v1::GetTransferRequest request;
  request.set_name(*name);
  auto response = context->client().Read<inventory::v1::GetTransferResponse>(request);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  if (!context->json()) PrintTransfer(response->transfer(), "", context);
  return absl::OkStatus();
}

absl::Status PrintWaybillPaper(const TransferEntry& entry, Context* context) {
  auto transfer = ReadTransfer(entry, context);
  if (!transfer.ok()) return transfer.status();
  if (context->json()) {
    context->PrintJson(*transfer);
    return absl::OkStatus();
  }
  const Paper paper = WaybillOf(*transfer, context);
  context->PrintLine(entry.text ? ToText(paper) : ToHtml(paper));
  return absl::OkStatus();
}

template <typename Response>
void PrintTransferOutcome(const Response& response, Context* context) {
  context->PrintJson(response);
  if (context->json()) return;
  PrintTransfer(response.transfer(), "", context);
  if constexpr (requires { response.exceptions(); }) {
    for (const auto& exception : response.exceptions()) {
      context->PrintLine(ShowException(exception, context));
    }
  }
}

// Sends a verb about one transfer, and shows what became of it.
template <typename Response, typename Request>
absl::Status SendTransferStep(const TransferEntry& entry, const std::string& verb, Request request,
                              Context* context) {
  absl::StatusOr<std::string> name = TransferName(entry);
  if (!name.ok()) return name.status();
  request.set_name(*name);
  request.set_etag(entry.etag);
  auto response = context->client().Write<Response>(std::move(request),
                                                    absl::StrCat("transfer ", verb, " ", *name));
  if (!response.ok()) return response.status();
  PrintTransferOutcome(*response, context);
  return absl::OkStatus();
}

// The lots typed, where there are any.
template <typename Request>
absl::Status SetLots(const TransferEntry& entry, Context* context, Request* request) {
  if (entry.lots.empty()) return absl::OkStatus();
  auto transfer = ReadTransfer(entry, context);
  if (!transfer.ok()) return transfer.status();
  auto lots = ParsePickedLots(entry.lots, *transfer, context);
  if (!lots.ok()) return lots.status();
  *request->mutable_lots() = *std::move(lots);
  return absl::OkStatus();
}

absl::Status SetTime(const TransferEntry& entry, Context* context,
                     google::protobuf::Timestamp* time) {
  auto parsed = ParseTime(entry.when, context->Now(), absl::LocalTimeZone());
  if (!parsed.ok()) return WrongOption("--when", parsed.status());
  *time = ToProto(*parsed);
  return absl::OkStatus();
}

absl::Status Pick(const TransferEntry& entry, Context* context) {
  inventory::v1::PickTransferRequest request;
  if (absl::Status status = SetLots(entry, context, &request); !status.ok()) return status;
  request.set_recorded_by(context->OrMe(entry.by));
  return SendTransferStep<inventory::v1::PickTransferResponse>(entry, "pick", std::move(request),
                                                               context);
}

absl::Status Dispatch(const TransferEntry& entry, Context* context) {
  inventory::v1::DispatchTransferRequest request;
  absl::Status status = SetLots(entry, context, &request);
  if (status.ok()) status = SetTime(entry, context, request.mutable_dispatched_time());
  if (!status.ok()) return status;
  request.set_intent(entry.order ? inventory::v1::INTENT_ORDER : inventory::v1::INTENT_HAPPENED);
  request.set_vehicle(entry.vehicle);
  request.set_carrier(entry.carrier);
  request.set_recorded_by(context->OrMe(entry.by));
  request.set_witnessed_by(entry.witnessed_by);
  request.set_note(entry.note);
  return SendTransferStep<inventory::v1::DispatchTransferResponse>(entry, "dispatch",
                                                                   std::move(request), context);
}

template <typename Request>
absl::StatusOr<Request> ArrivalOf(const TransferEntry& entry, Context* context) {
  Request request;
  if (!entry.lines.empty()) {
    auto transfer = ReadTransfer(entry, context);
    if (!transfer.ok()) return transfer.status();
    auto lines = ParseReceivedLines(entry.lines, *transfer, context);
    if (!lines.ok()) return lines.status();
    *request.mutable_lines() = *std::move(lines);
  }
  absl::Status status = SetTime(entry, context, request.mutable_happened_time());
  if (!status.ok()) return status;
  request.set_complete(entry.complete);
  request.set_recorded_by(context->OrMe(entry.by));
  request.set_witnessed_by(entry.witnessed_by);
  request.set_note(entry.note);
  return request;
}

absl::Status Receive(const TransferEntry& entry, Context* context) {
  auto request = ArrivalOf<inventory::v1::ReceiveTransferRequest>(entry, context);
  if (!request.ok()) return request.status();
  return SendTransferStep<inventory::v1::ReceiveTransferResponse>(entry, "receive",
                                                                  *std::move(request), context);
}

absl::Status Return(const TransferEntry& entry, Context* context) {
  auto request = ArrivalOf<inventory::v1::ReturnTransferRequest>(entry, context);
  if (!request.ok()) return request.status();
  return SendTransferStep<inventory::v1::ReturnTransferResponse>(entry, "return",
                                                                 *std::move(request), context);
}

absl::Status AnswerOne(const TransferEntry& entry, Context* context) {
  inventory::v1::AnswerDifferenceRequest request;
  auto answer = ParseWord<inventory::v1::DifferenceAnswer>(entry.answer);
  if (!answer.ok()) return WrongOption("--answer", answer.status());
  request.set_answer(*answer);
  request.set_difference(entry.difference);
  request.set_answered_by(context->OrMe(entry.by));
  request.set_witnessed_by(entry.witnessed_by);
  request.set_note(entry.note);
  return SendTransferStep<inventory::v1::AnswerDifferenceResponse>(entry, "answer",
                                                                   std::move(request), context);
}

absl::Status CancelTransfer(const TransferEntry& entry, Context* context) {
  inventory::v1::CancelTransferRequest request;
  request.set_recorded_by(context->OrMe(entry.by));
  request.set_note(entry.note);
  return SendTransferStep<inventory::v1::CancelTransferResponse>(entry, "cancel",
                                                                 std::move(request), context);
}

absl::Status CloseTransfer(const TransferEntry& entry, Context* context) {
  inventory::v1::CloseTransferRequest request;
  request.set_recorded_by(context->OrMe(entry.by));
  request.set_note(entry.note);
  return SendTransferStep<inventory::v1::CloseTransferResponse>(entry, "close", std::move(request),
                                                                context);
}

void AddWitness(CLI::App* command, TransferEntry* entry) {
  command->add_option("--witnessed-by", entry->witnessed_by,
                      "The second person, an opaque id; controlled items need one");
}

void AddWhen(CLI::App* command, TransferEntry* entry) {
  command->add_option("--when", entry->when, "When it happened: now, 3h ago, 2027-06-30 14:00")
      ->capture_default_str();
}

void AddLots(CLI::App* command, TransferEntry* entry) {
  command->add_option("--lot", entry->lots,
                      "What is taken for a line, \"line=1,lot=B12,quantity=20 kg\", also place and "
                      "condition; repeat it");
}

void AddDispatchOptions(CLI::App* command, TransferEntry* entry) {
  command->add_option("--vehicle", entry->vehicle, "Plates or a call sign");
  command->add_option("--carrier", entry->carrier, "Driver or carrier, an opaque id");
  AddLots(command, entry);
  AddWhen(command, entry);
  command->add_flag("--order", entry->order, "A promise: refused when the stock is not there");
  AddWitness(command, entry);
  AddRemark(command, entry);
}

void AddArrivalOptions(CLI::App* command, TransferEntry* entry) {
  command->add_option(
      "--line", entry->lines,
      "What came of a line of the waybill, \"line=1,quantity=20 kg\", also difference (" +
          WordsOf<inventory::v1::DifferenceKind>() +
          "), place, lot, expires, note; of what is on no line \"item=rice,quantity=5 kg\"; "
          "repeat it [all that is in transit]");
  command->add_flag("--complete", entry->complete,
                    "Nothing more comes: what is still in transit is short");
  AddWhen(command, entry);
  AddWitness(command, entry);
  AddRemark(command, entry);
}

void AddAnswerOptions(CLI::App* command, TransferEntry* entry) {
  command->add_option("--difference", entry->difference, "Which one, as `show` numbers them")
      ->required();
  command
      ->add_option("--answer", entry->answer,
                   "What the sender says: " + WordsOf<inventory::v1::DifferenceAnswer>())
      ->required();
  AddWitness(command, entry);
  AddRemark(command, entry);
}

}  // namespace

void AddTransferVerbs(CLI::App* noun, Context* context) {
  const auto add = [&](const std::string& verb, const std::string& help, auto run,
                       const std::string& example, auto more) {
    auto entry = std::make_shared<TransferEntry>();
    CLI::App* command = noun->add_subcommand(verb, help);
    command->add_option("transfer", entry->name, "Its number or id with --from, or its whole name")
        ->required();
    command->add_option("--from", entry->from, "The facility that sends it");
    if (verb != "show" && verb != "waybill") {
      command->add_option("--etag", entry->etag,
                          "As `show` printed it: refused when anything happened since");
    }
    more(command, entry.get());
    command->footer(absl::StrCat("Example:\n  waystation transfer ", verb,
                                 " --from tartar-depot WB-0001", example));
    command->callback([=] { context->action = [=] { return run(*entry, context); }; });
  };
  add("show", "One transfer: sent, received, in transit, differences", ShowTransfer, "",
      [](CLI::App*, TransferEntry*) {});
  add("waybill", "Its waybill as a page to print (HTML)", PrintWaybillPaper, " --language ru",
      [](CLI::App* command, TransferEntry* entry) {
        command->add_flag("--text", entry->text, "Plain text instead");
      });
  add("pick", "Choose the lots, first expiring first", Pick, "",
      [](CLI::App* command, TransferEntry* entry) {
        AddLots(command, entry);
        AddRemark(command, entry);
      });
  add("dispatch", "It leaves, or has left", Dispatch, " --vehicle 10-AB-123 --order",
      AddDispatchOptions);
  add("receive", "What came of it, at the receiver", Receive,
      " --line \"line=1,quantity=150 kg\" \\\n"
      "    --line \"line=1,quantity=5 kg,difference=damaged\" --complete",
      AddArrivalOptions);
  add("return", "What came back to the sender", Return, " --note \"road closed\"",
      AddArrivalOptions);
  add("answer", "The sender answers a difference", AnswerOne,
      " --difference 1 --answer lost --note stolen", AddAnswerOptions);
  add("cancel", "It will not be sent", CancelTransfer, "", AddRemark);
  add("close", "It is done with", CloseTransfer, "", AddRemark);
}

}  // namespace waystation::cli
