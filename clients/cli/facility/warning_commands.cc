// Warnings: what has to be seen to, the binding one first, and what people do about it.
#include "clients/cli/facility/warning_commands.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/commands.h"
#include "clients/cli/context.h"
#include "clients/cli/paging.h"
#include "clients/cli/text/times.h"
#include "clients/cli/text/warning_text.h"
#include "clients/cli/text/words.h"

namespace waystation::cli {
namespace {

using facility::v1::Warning;

struct WarningEntry {
  std::string at;
  std::string id;
  std::string by;
  std::string text;
  bool all = false;
};

std::string WarningNameOf(const WarningEntry& entry) {
  if (entry.id.find('/') != std::string::npos) return entry.id;
  return absl::StrCat(FacilityName(entry.at), "/warnings/", entry.id);
}

// "Power company +994 12 000"
std::string ShowWhomToCall(const Warning& warning, Context* context) {
  if (!warning.has_contact()) return "";
  const facility::v1::Installation& contact = warning.contact();
  return absl::StrCat(context->NameIn(contact.display_names(), ShortName(contact.name())), " ",
                      absl::StrJoin(contact.contact().telephones(), ", "));
}

std::string ShowWarningTime(bool has, const google::protobuf::Timestamp& time) {
  return has ? FormatTime(time, absl::LocalTimeZone()) : "";
}

std::string ShowActBy(const Warning& warning) {
  if (warning.has_act_by_time()) return ShowWarningTime(true, warning.act_by_time());
  return "unknown";
}

absl::StatusOr<facility::v1::ListWarningsResponse> ReadWarnings(const std::string& parent, bool all,
                                                                Context* context) {
  facility::v1::ListWarningsRequest request;
  request.set_parent(parent);
  if (all) {
    for (int state = 1; state < facility::v1::WarningState_ARRAYSIZE; ++state) {
      request.add_states(static_cast<facility::v1::WarningState>(state));
    }
  }
  return ReadPages<facility::v1::ListWarningsResponse>(
      request, 0, [](auto& page) { return page.mutable_warnings(); }, context);
}

absl::Status ShowWarnings(const WarningEntry& entry, Context* context) {
  const std::string parent = entry.at.empty() ? "facilities/-" : FacilityName(entry.at);
  auto response = ReadWarnings(parent, entry.all, context);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  context->PrintHeading(
      absl::StrCat("Warnings", entry.at.empty() ? "" : " of " + ShortName(parent)));
  Table table({{"act by"},
               {"facility"},
               {"warning", Align::kLeft, Fit::kElide},
               {"state"},
               {"call", Align::kLeft, Fit::kElide},
               {"id"}});
  for (const Warning& warning : response->warnings()) {
    const std::string facility = warning.name().substr(0, warning.name().find("/warnings/"));
    table.Add({ShowActBy(warning), ShortName(facility), DescribeWarning(warning),
               DescribeWarningState(warning), ShowWhomToCall(warning, context),
               ShortName(warning.name())});
  }
  context->Print(table, "no warnings");
  return absl::OkStatus();
}

void AddPersonRow(const std::string& what, bool has, const google::protobuf::Timestamp& time,
                  const std::string& person, const std::string& text, Table* table) {
  if (!has) return;
  table->Add({what, absl::StrCat(ShowWarningTime(true, time), person.empty() ? "" : " by ", person,
                                 text.empty() ? "" : ": ", text)});
}

void PrintWarning(const Warning& warning, Context* context) {
  context->PrintHeading(absl::StrCat(warning.name(), "  ", DescribeWarning(warning)));
  Table table({{""}, {""}});
  table.Add({"state", DescribeWarningState(warning)});
  table.Add({"raised", ShowWarningTime(true, warning.raised_time())});
  table.Add({"act by", ShowActBy(warning)});
  if (warning.has_ends_time()) table.Add({"ends", ShowWarningTime(true, warning.ends_time())});
  for (const facility::v1::WantedReading& wanted : warning.cause().wanted()) {
    table.Add({"wanted", absl::StrCat(PlainWord(wanted.measure()),
                                      wanted.subject().empty() ? "" : ", ", wanted.subject())});
  }
  AddPersonRow("seen", warning.has_seen_time(), warning.seen_time(), warning.seen_by(), "", &table);
  AddPersonRow("doing", warning.has_doing_time(), warning.doing_time(), warning.doing_by(),
               warning.doing(), &table);
  AddPersonRow("closed", warning.has_closed_time(), warning.closed_time(), warning.closed_by(),
               warning.closed_reason(), &table);
  AddPersonRow("escalated", warning.has_escalated_time(), warning.escalated_time(), "", "", &table);
  table.Add({"call", warning.has_contact() ? ShowWhomToCall(warning, context)
                                           : "none is registered for this"});
  context->Print(table, "");
}

absl::Status ShowWarning(const WarningEntry& entry, Context* context) {
  facility::v1::GetWarningRequest request;
  request.set_name(WarningNameOf(entry));
  auto response = context->client().Read<facility::v1::GetWarningResponse>(request);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  PrintWarning(response->warning(), context);
  Table table({{"when"}, {"what"}, {"by"}, {"act by"}});
  for (const facility::v1::WarningChange& change : response->changes()) {
    table.Add({ShowWarningTime(true, change.change_time()), PlainWord(change.kind()),
               change.changed_by().empty() ? "by itself" : change.changed_by(),
               ShowActBy(change.warning())});
  }
  context->Print(table, "");
  return absl::OkStatus();
}

template <typename Response>
absl::Status AnswerWarning(const absl::StatusOr<Response>& response, Context* context) {
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  const Warning& warning = response->warning();
  context->PrintHeading(warning.name());
  context->PrintLine(absl::StrCat(DescribeWarning(warning), ": ", DescribeWarningState(warning)));
  return absl::OkStatus();
}

absl::Status MarkWarningSeen(const WarningEntry& entry, Context* context) {
  facility::v1::MarkSeenRequest request;
  request.set_name(WarningNameOf(entry));
  request.set_seen_by(entry.by);
  return AnswerWarning(context->client().Write<facility::v1::MarkSeenResponse>(
                           std::move(request), "warning seen " + entry.id),
                       context);
}

absl::Status StartDoing(const WarningEntry& entry, Context* context) {
  facility::v1::StartDoingRequest request;
  request.set_name(WarningNameOf(entry));
  request.set_doing_by(entry.by);
  request.set_doing(entry.text);
  return AnswerWarning(context->client().Write<facility::v1::StartDoingResponse>(
                           std::move(request), "warning doing " + entry.id),
                       context);
}

absl::Status CloseWarning(const WarningEntry& entry, Context* context) {
  facility::v1::CloseWarningRequest request;
  request.set_name(WarningNameOf(entry));
  request.set_closed_by(entry.by);
  request.set_reason(entry.text);
  return AnswerWarning(context->client().Write<facility::v1::CloseWarningResponse>(
                           std::move(request), "warning close " + entry.id),
                       context);
}

using WarningAction = absl::Status (*)(const WarningEntry& entry, Context* context);

struct WarningVerb {
  const char* word;
  const char* help;
  const char* person;  // What --by means; null: it has none.
  const char* option;  // The option of its text; null: it has none.
  const char* text;    // What that means.
  const char* example;
  WarningAction action;
};

void AddWarningVerb(CLI::App* noun, const WarningVerb& verb, Context* context) {
  auto entry = std::make_shared<WarningEntry>();
  CLI::App* command = noun->add_subcommand(verb.word, verb.help);
  command->add_option("warning", entry->id, "Its id, or its full name")->required();
  command->add_option("--at", entry->at, "The facility, where only the id is given");
  if (verb.person != nullptr) command->add_option("--by", entry->by, verb.person);
  if (verb.option != nullptr) {
    command->add_option(verb.option, entry->text, verb.text)->required();
  }
  command->footer(absl::StrCat("Example:\n  waystation warning ", verb.word,
                               " --at khojaly-field-hospital 3f2a9c0d1e4b5a697887", verb.example));
  const WarningAction action = verb.action;
  command->callback([=] { context->action = [=] { return action(*entry, context); }; });
}

}  // namespace

absl::Status PrintOpenWarningsOf(const std::string& facility, Context* context) {
  auto response = ReadWarnings(facility, false, context);
  if (!response.ok()) return response.status();
  if (response->warnings().empty()) return absl::OkStatus();
  const Warning& first = response->warnings(0);
  const std::string contact = ShowWhomToCall(first, context);
  context->PrintLine(absl::StrCat(
      response->warnings_size(), response->warnings_size() == 1 ? " warning" : " warnings",
      " open; first: ", DescribeWarning(first), ", act by ", ShowActBy(first), ", ",
      DescribeWarningState(first), contact.empty() ? "" : "; call ", contact));
  return absl::OkStatus();
}

void AddWarningCommands(CLI::App* app, Context* context) {
  CLI::App* noun = app->add_subcommand("warning", "What has to be seen to, the binding one first");
  noun->require_subcommand(1);
  auto entry = std::make_shared<WarningEntry>();
  CLI::App* list = noun->add_subcommand("list", "Warnings of a facility, or of all");
  list->add_option("--at", entry->at, "The facility [all]");
  list->add_flag("--all", entry->all, "The closed ones too");
  list->footer("Example:\n  waystation warning list --at khojaly-field-hospital");
  list->callback([=] { context->action = [=] { return ShowWarnings(*entry, context); }; });
  const WarningVerb verbs[] = {
      {"show", "One warning and all that became of it", nullptr, nullptr, nullptr, "", ShowWarning},
      {"seen", "Say that someone has seen it", "Who saw it, an opaque id [you]", nullptr, nullptr,
       "", MarkWarningSeen},
      {"doing", "Say that someone does something about it", "Who does it, an opaque id [you]",
       "--what", "What is done", " --what 'fuel ordered, comes at six'", StartDoing},
      {"close", "Say that it is dealt with", "Who closes it, an opaque id [you]", "--reason", "Why",
       " --reason 'content moved to the depot'", CloseWarning},
  };
  for (const WarningVerb& verb : verbs) AddWarningVerb(noun, verb, context);
}

}  // namespace waystation::cli
