// Power, cold, tanks, water and contacts of a facility: one verb for each kind, then reading.
#include "clients/cli/facility/installation_commands.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/context.h"
#include "clients/cli/paging.h"
#include "clients/cli/text/installation_text.h"
#include "clients/cli/text/names.h"
#include "clients/cli/text/times.h"

namespace waystation::cli {
namespace {

using facility::v1::Installation;

struct InstallationEntry {
  std::string at;
  std::string id;
  std::map<std::string, std::string> names;
  std::map<std::string, std::vector<std::string>> values;
  std::string note;
  std::string etag;
};

std::string InstallationNameOf(const InstallationEntry& entry) {
  return absl::StrCat(FacilityName(entry.at), "/installations/", entry.id);
}

std::string KindWordOf(const Installation& installation) {
  const InstallationKind* kind = FindInstallationKind(installation.kind_case());
  return kind == nullptr ? "" : kind->word;
}

void PrintInstallation(const Installation& installation, Context* context) {
  context->PrintHeading(
      absl::StrCat(installation.name(), "  ", context->NameIn(installation.display_names(), "")));
  Table table({{""}, {""}});
  table.Add({"kind", KindWordOf(installation)});
  table.Add({"is", DescribeInstallation(installation, absl::LocalTimeZone())});
  if (!installation.note().empty()) table.Add({"note", installation.note()});
  table.Add({"changed", absl::StrCat(FormatTime(installation.update_time(), absl::LocalTimeZone()),
                                     " by ", installation.changed_by())});
  table.Add({"etag", installation.etag()});
  context->Print(table, "");
}

template <typename Response>
absl::Status AnswerInstallation(const absl::StatusOr<Response>& response, Context* context) {
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  PrintInstallation(response->installation(), context);
  return absl::OkStatus();
}

absl::Status SetInstallation(const InstallationEntry& entry, const InstallationKind& kind,
                             Context* context) {
  facility::v1::SetInstallationRequest request;
  Installation* installation = request.mutable_installation();
  installation->set_name(InstallationNameOf(entry));
  *installation->mutable_display_names() = NamesOf(entry.names);
  installation->set_note(entry.note);
  installation->set_etag(entry.etag);
  kind.begin(installation);
  const TimeReading reading = {context->Now(), absl::LocalTimeZone()};
  for (const InstallationField& field : kind.fields) {
    for (const std::string& value : entry.values.at(field.word)) {
      absl::Status taken = field.take(value, reading, installation);
      if (!taken.ok()) return WrongOption("--" + field.word, taken);
    }
  }
  return AnswerInstallation(context->client().Write<facility::v1::SetInstallationResponse>(
                                std::move(request), absl::StrCat("installation ", entry.id)),
                            context);
}

absl::StatusOr<facility::v1::ListInstallationsResponse> ReadInstallations(
    const std::string& facility, Context* context) {
  facility::v1::ListInstallationsRequest request;
  request.set_parent(facility);
  return ReadPages<facility::v1::ListInstallationsResponse>(
      request, 0, [](auto& page) { return page.mutable_installations(); }, context);
}

Table InstallationTable(const facility::v1::ListInstallationsResponse& response, Context* context) {
  Table table({{"kind"},
               {"id"},
               {"name", Align::kLeft, Fit::kElide},
               {"is", Align::kLeft, Fit::kElide},
               {"note", Align::kLeft, Fit::kElide}});
  for (const InstallationKind& kind : InstallationKinds()) {
    for (const Installation& each : response.installations()) {
      if (each.kind_case() != kind.kind_case) continue;
      table.Add({kind.word, ShortName(each.name()), context->NameIn(each.display_names(), ""),
                 DescribeInstallation(each, absl::LocalTimeZone()), each.note()});
    }
  }
  return table;
}

absl::Status ListInstallations(const InstallationEntry& entry, Context* context) {
  auto response = ReadInstallations(FacilityName(entry.at), context);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  context->PrintHeading("Installations of " + entry.at);
  context->Print(InstallationTable(*response, context), "none are registered");
  return absl::OkStatus();
}

absl::Status ShowInstallation(const InstallationEntry& entry, Context* context) {
  facility::v1::GetInstallationRequest request;
  request.set_name(InstallationNameOf(entry));
  return AnswerInstallation(context->client().Read<facility::v1::GetInstallationResponse>(request),
                            context);
}

absl::Status RemoveInstallation(const InstallationEntry& entry, Context* context) {
  facility::v1::RemoveInstallationRequest request;
  request.set_name(InstallationNameOf(entry));
  request.set_etag(entry.etag);
  auto response = context->client().Write<facility::v1::RemoveInstallationResponse>(
      std::move(request), "installation remove " + entry.id);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  context->PrintHeading(response->installation().name());
  context->PrintLine("is registered no longer");
  return absl::OkStatus();
}

absl::Status ListChanges(const InstallationEntry& entry, Context* context) {
  facility::v1::ListInstallationChangesRequest request;
  request.set_parent(InstallationNameOf(entry));
  auto response = ReadPages<facility::v1::ListInstallationChangesResponse>(
      request, 0, [](auto& page) { return page.mutable_changes(); }, context);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  context->PrintHeading("Changes of " + request.parent());
  Table table({{"when"}, {"by"}, {"what"}, {"is", Align::kLeft, Fit::kElide}});
  for (const facility::v1::InstallationChange& change : response->changes()) {
    const Installation& installation = change.installation();
    table.Add({FormatTime(installation.update_time(), absl::LocalTimeZone()),
               installation.changed_by(), change.removed() ? "removed" : "set",
               DescribeInstallation(installation, absl::LocalTimeZone())});
  }
  context->Print(table, "it was never registered");
  return absl::OkStatus();
}

void AddAt(CLI::App* command, InstallationEntry* entry) {
  command->add_option("--at", entry->at, "The facility")->required();
}

void AddId(CLI::App* command, InstallationEntry* entry) {
  command->add_option("installation", entry->id, "Its id: a-z, 0-9 and -")->required();
  AddAt(command, entry);
}

void AddSet(CLI::App* noun, const InstallationKind& kind, Context* context) {
  auto entry = std::make_shared<InstallationEntry>();
  CLI::App* command = noun->add_subcommand(kind.word, "Register or change: " + kind.help);
  AddId(command, entry.get());
  for (const InstallationField& field : kind.fields) {
    CLI::Option* option =
        command->add_option("--" + field.word, entry->values[field.word], field.help);
    option->allow_extra_args(false);
    if (!field.repeated) option->expected(1);
  }
  for (const char* language : {"az", "hy", "ru", "en"}) {
    command->add_option(absl::StrCat("--name-", language), entry->names[language],
                        absl::StrCat("Its name in ", language));
  }
  command->add_option("--note", entry->note, "A remark");
  command->add_option("--etag", entry->etag, "Only if it still has this etag");
  command->footer(
      "All of it is said anew; what is left out is not there any more.\nExample:\n"
      "  waystation installation " +
      kind.word + " --at khojaly-field-hospital \\\n    " + kind.example);
  const InstallationKind* which = &kind;
  command->callback(
      [=] { context->action = [=] { return SetInstallation(*entry, *which, context); }; });
}

using InstallationAction = absl::Status (*)(const InstallationEntry& entry, Context* context);

// A verb about one installation.
CLI::App* AddOneVerb(CLI::App* noun, const std::string& verb, const std::string& help,
                     const std::shared_ptr<InstallationEntry>& entry, InstallationAction action,
                     Context* context) {
  CLI::App* command = noun->add_subcommand(verb, help);
  AddId(command, entry.get());
  command->footer("Example:\n  waystation installation " + verb +
                  " --at khojaly-field-hospital generator-1");
  command->callback([=] { context->action = [=] { return action(*entry, context); }; });
  return command;
}

}  // namespace

absl::Status PrintInstallationsOf(const std::string& facility, Context* context) {
  auto response = ReadInstallations(facility, context);
  if (!response.ok()) return response.status();
  if (response->installations().empty()) return absl::OkStatus();
  context->Print(InstallationTable(*response, context), "");
  return absl::OkStatus();
}

void AddInstallationCommands(CLI::App* app, Context* context) {
  CLI::App* noun =
      app->add_subcommand("installation", "Power, cold, tanks, water and contacts of a facility");
  noun->require_subcommand(1);
  for (const InstallationKind& kind : InstallationKinds()) AddSet(noun, kind, context);
  auto listed = std::make_shared<InstallationEntry>();
  CLI::App* list = noun->add_subcommand("list", "All of a facility");
  AddAt(list, listed.get());
  list->footer("Example:\n  waystation installation list --at khojaly-field-hospital");
  list->callback([=] { context->action = [=] { return ListInstallations(*listed, context); }; });
  AddOneVerb(noun, "show", "One of them", std::make_shared<InstallationEntry>(), ShowInstallation,
             context);
  AddOneVerb(noun, "history", "Every change of one, who made it and when",
             std::make_shared<InstallationEntry>(), ListChanges, context);
  auto removed = std::make_shared<InstallationEntry>();
  CLI::App* remove = AddOneVerb(noun, "remove", "Take one out of the register", removed,
                                RemoveInstallation, context);
  remove->add_option("--etag", removed->etag, "Only if it still has this etag");
}

}  // namespace waystation::cli
