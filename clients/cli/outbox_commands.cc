#include <google/protobuf/struct.pb.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/context.h"
#include "clients/cli/stock/exception_text.h"
#include "clients/cli/stock/movement_text.h"
#include "clients/cli/text/times.h"
#include "clients/cpp/call_error.h"

namespace waystation::cli {
namespace {

using client::OutboxEntry;

// All entries, or those whose hex id begins with one of `ids`.
absl::StatusOr<std::vector<OutboxEntry>> Chosen(const std::vector<std::string>& ids,
                                                Context* context) {
  std::vector<std::string> damaged;
  auto entries = context->client().outbox().List(&damaged);
  if (!entries.ok()) return entries.status();
  for (const std::string& name : damaged) {
    std::cerr << "note: damaged, never sent: " << name << "\n";
  }
  if (ids.empty()) return entries;
  std::vector<OutboxEntry> chosen;
  for (const std::string& id : ids) {
    size_t before = chosen.size();
    for (const OutboxEntry& entry : *entries) {
      if (absl::StartsWith(absl::BytesToHexString(entry.request_id), id)) chosen.push_back(entry);
    }
    if (chosen.size() != before + 1) {
      return absl::NotFoundError(absl::StrCat("ID: got \"", id,
                                              "\", want the first letters of one "
                                              "entry of the outbox"));
    }
  }
  return chosen;
}

absl::Status ListOutbox(Context* context) {
  auto entries = Chosen({}, context);
  if (!entries.ok()) return entries.status();
  google::protobuf::ListValue list;
  Table table({{"id"}, {"saved"}, {"age", Align::kRight}, {"command"}, {"server"}, {"principal"}});
  for (const OutboxEntry& entry : *entries) {
    std::string id = absl::BytesToHexString(entry.request_id);
    table.Add({id.substr(0, 8),
               absl::FormatTime("%Y-%m-%d %H:%M", entry.save_time, absl::LocalTimeZone()),
               FormatAge(absl::Now() - entry.save_time), entry.summary, entry.server,
               entry.principal});
    auto* fields = list.add_values()->mutable_struct_value()->mutable_fields();
    (*fields)["request_id"].set_string_value(id);
    (*fields)["method"].set_string_value(entry.method);
    (*fields)["summary"].set_string_value(entry.summary);
    (*fields)["server"].set_string_value(entry.server);
    (*fields)["principal"].set_string_value(entry.principal);
    (*fields)["save_time"].set_string_value(
        absl::FormatTime(absl::RFC3339_full, entry.save_time, absl::UTCTimeZone()));
  }
  google::protobuf::Struct json;
  *(*json.mutable_fields())["entries"].mutable_list_value() = list;
  context->PrintJson(json);
  context->Print(table, "the outbox is empty: everything arrived or was refused");
  return absl::OkStatus();
}

// Who sends what waited learns here what it opened.
void PrintExceptionsOf(const google::protobuf::Message& response, Context* context) {
  if (context->json()) return;
  if (const auto* created = dynamic_cast<const inventory::v1::CreateMovementResponse*>(&response)) {
    if (created->held()) {
      context->PrintLine("held, not posted: this document number was used before");
    }
    PrintExceptions(created->exceptions(), context);
  } else if (const auto* reversed =
                 dynamic_cast<const inventory::v1::ReverseMovementResponse*>(&response)) {
    PrintExceptions(reversed->exceptions(), context);
  }
}

absl::Status SendOutbox(const std::vector<std::string>& ids, Context* context) {
  auto entries = Chosen(ids, context);
  if (!entries.ok()) return entries.status();
  absl::Status first_failure;
  for (const OutboxEntry& entry : *entries) {
    std::string id = absl::BytesToHexString(entry.request_id).substr(0, 8);
    if (ids.empty() && entry.server != context->options.server) {
      std::cerr << "note: " << id << " is for " << entry.server << "; name its id to send it to "
                << context->options.server << "\n";
      continue;
    }
    auto response = context->client().Resend(entry);
    if (response.ok()) {
      context->PrintJson(**response);
      auto receipt = client::ReceiptOf(**response);
      context->PrintLine(absl::StrCat(
          id, "  ", entry.summary, ": ",
          receipt.has_value() && receipt->replayed() ? "had arrived already" : "recorded"));
      PrintExceptionsOf(**response, context);
      continue;
    }
    std::cerr << id << "  " << entry.summary << ": " << client::RenderError(response.status());
    if (first_failure.ok()) {
      first_failure = response.status();
      context->exit_code = client::ExitCodeOf(first_failure);
    }
    // The next one would wait in vain as well.
    if (!client::IsFinalRefusal(response.status())) break;
  }
  if (entries->empty()) context->PrintLine("the outbox is empty");
  return absl::OkStatus();
}

absl::Status Drop(const std::vector<std::string>& ids, Context* context) {
  auto entries = Chosen(ids, context);
  if (!entries.ok()) return entries.status();
  for (const OutboxEntry& entry : *entries) {
    absl::Status status = context->client().outbox().Remove(entry.request_id);
    if (!status.ok()) return status;
    context->PrintLine(absl::StrCat(
        "dropped ", absl::BytesToHexString(entry.request_id).substr(0, 8), "  ", entry.summary));
  }
  return absl::OkStatus();
}

}  // namespace

void AddOutboxCommands(CLI::App* app, Context* context) {
  auto ids = std::make_shared<std::vector<std::string>>();
  CLI::App* outbox = app->add_subcommand(
      "outbox", "Commands that may not have arrived; sending again is harmless");
  outbox->require_subcommand(1);
  CLI::App* list = outbox->add_subcommand("list", "What waits, oldest first");
  list->footer("Example:\n  waystation outbox list");
  list->callback([=] { context->action = [=] { return ListOutbox(context); }; });
  CLI::App* send = outbox->add_subcommand("send", "Send what waits, with the ids it had");
  send->add_option("id", *ids, "First letters of ids [all for this server]");
  send->footer("Example:\n  waystation outbox send");
  send->callback([=] { context->action = [=] { return SendOutbox(*ids, context); }; });
  CLI::App* drop = outbox->add_subcommand("drop", "Throw away what waits, unsent");
  drop->add_option("id", *ids, "First letters of ids")->required();
  drop->footer("Example:\n  waystation outbox drop 0f3a5c77");
  drop->callback([=] { context->action = [=] { return Drop(*ids, context); }; });
}

}  // namespace waystation::cli
