#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/context.h"
#include "clients/cli/count.h"
#include "clients/cli/paging.h"
#include "clients/cli/stock/exception_text.h"
#include "clients/cli/stock/movement_text.h"
#include "clients/cli/text/times.h"
#include "clients/cli/text/words.h"
#include "waystation/facility/v1/facility.pb.h"

namespace waystation::cli {
namespace {

using inventory::v1::Exception;
using inventory::v1::ListExceptionsResponse;

struct ExceptionQuestion {
  std::string at;
  std::string kind;
  std::string name;
  std::string note;
  bool all = false;
  bool post = false;
  bool close = false;
  int limit = 0;
};

Table ExceptionTable() {
  return Table(
      {{"facility"}, {"exception"}, {"state"}, {"age", Align::kRight}, {"owner"}, {"about"}});
}

// `facility` is empty where the heading says it.
void AddException(const Exception& exception, const std::string& facility, Context* context,
                  Table* table) {
  std::string state = exception.state() == inventory::v1::EXCEPTION_STATE_CLOSED
                          ? absl::StrCat("ended: ", PlainWord(exception.end()))
                          : PlainWord(exception.state());
  table->Add({facility, ShortName(exception.name()), state,
              FormatAge(absl::Seconds(exception.age_seconds())), exception.owner(),
              ShowException(exception, context)});
}

absl::StatusOr<std::vector<std::string>> FacilitiesOf(const ExceptionQuestion& question,
                                                      Context* context) {
  if (!question.at.empty()) return std::vector<std::string>{FacilityName(question.at)};
  auto response = ReadPages<facility::v1::ListFacilitiesResponse>(
      facility::v1::ListFacilitiesRequest(), 0,
      [](auto& page) { return page.mutable_facilities(); }, context);
  if (!response.ok()) return response.status();
  std::vector<std::string> names;
  for (const auto& facility : response->facilities()) names.push_back(facility.name());
  return names;
}

absl::Status ListExceptions(const ExceptionQuestion& question, Context* context) {
  inventory::v1::ListExceptionsRequest request;
  if (!question.all) request.set_state(inventory::v1::EXCEPTION_STATE_OPEN);
  if (!question.kind.empty()) {
    auto kind = ParseWord<inventory::v1::ExceptionKind>(question.kind);
    if (!kind.ok()) return WrongOption("--kind", kind.status());
    request.set_kind(*kind);
  }
  absl::StatusOr<std::vector<std::string>> facilities = FacilitiesOf(question, context);
  if (!facilities.ok()) return facilities.status();
  ListExceptionsResponse all;
  Table table = ExceptionTable();
  for (const std::string& facility : *facilities) {
    request.set_parent(facility);
    auto response = ReadPages<ListExceptionsResponse>(
        request, question.limit, [](auto& page) { return page.mutable_exceptions(); }, context);
    if (!response.ok()) return response.status();
    all.MergeFrom(*response);
    for (const Exception& exception : response->exceptions()) {
      AddException(exception, question.at.empty() ? ShortName(facility) : "", context, &table);
    }
  }
  context->PrintJson(all);
  if (context->json()) return absl::OkStatus();
  context->PrintHeading(absl::StrCat(question.all ? "Exceptions" : "Open exceptions",
                                     question.at.empty() ? "" : " of " + ShortName(question.at)));
  context->Print(table, "none");
  return absl::OkStatus();
}

absl::StatusOr<std::string> ExceptionName(const ExceptionQuestion& question) {
  if (question.name.find('/') != std::string::npos) return question.name;
  if (question.at.empty()) {
    return WrongOption("EXCEPTION", absl::StrCat("got \"", question.name,
                                                 "\", want facilities/F/exceptions/E, or --at F"));
  }
  return absl::StrCat(FacilityName(question.at), "/exceptions/", question.name);
}

absl::Status ShowException(const ExceptionQuestion& question, Context* context) {
  inventory::v1::GetExceptionRequest request;
  absl::StatusOr<std::string> name = ExceptionName(question);
  if (!name.ok()) return name.status();
  request.set_name(*name);
  auto response = context->client().Read<inventory::v1::GetExceptionResponse>(request);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  if (context->json()) return absl::OkStatus();
  const Exception& exception = response->exception();
  context->PrintHeading(absl::StrCat(exception.name(), "  ", PlainWord(exception.kind())));
  Table table = ExceptionTable();
  AddException(exception, "", context, &table);
  context->Print(table, "");
  context->PrintLine("movement " + exception.movement());
  for (const auto& cover : exception.covers()) {
    context->PrintLine(absl::StrCat("covered by ", cover.movement(), ": ",
                                    ShowQuantity(cover.quantity(), exception.item(), context)));
  }
  if (!exception.note().empty()) context->PrintLine("note: " + exception.note());
  return absl::OkStatus();
}

absl::Status Resolve(const ExceptionQuestion& question, Context* context) {
  inventory::v1::ResolveExceptionRequest request;
  if (question.post == question.close)
    return WrongOption("--post", "want either --post or --close");
  absl::StatusOr<std::string> name = ExceptionName(question);
  if (!name.ok()) return name.status();
  request.set_name(*name);
  request.set_resolution(question.post ? inventory::v1::RESOLUTION_POST
                                       : inventory::v1::RESOLUTION_CLOSE);
  request.set_note(question.note);
  auto response = context->client().Write<inventory::v1::ResolveExceptionResponse>(
      request, "exception resolve " + *name);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  if (context->json()) return absl::OkStatus();
  context->PrintHeading(absl::StrCat("ended ", response->exception().name(), ": ",
                                     PlainWord(response->exception().end())));
  if (!response->posted_movement().empty()) {
    context->PrintLine("posted " + response->posted_movement());
  }
  for (const Exception& other : response->other_exceptions()) {
    context->PrintLine(absl::StrCat("exception ", PlainWord(other.state()), ": ",
                                    ShowException(other, context), "  (", other.name(), ")"));
  }
  return absl::OkStatus();
}

}  // namespace

void AddExceptionCommands(CLI::App* app, Context* context) {
  auto question = std::make_shared<ExceptionQuestion>();
  CLI::App* exception =
      app->add_subcommand("exception", "What was recorded although something about it is odd");
  exception->require_subcommand(1);

  CLI::App* list = exception->add_subcommand("list", "Open exceptions, by facility, oldest first");
  list->add_option("--at", question->at, "Only this facility");
  list->add_option("--kind", question->kind,
                   "Only this kind: " + WordsOf<inventory::v1::ExceptionKind>());
  list->add_flag("--all", question->all, "Ended ones too");
  list->add_option("--limit", question->limit, "At most so many of each facility; 0: all")
      ->check(CheckCount);
  list->footer("Example:\n  waystation exception list --at khojaly-field-hospital");
  list->callback([=] { context->action = [=] { return ListExceptions(*question, context); }; });

  CLI::App* show = exception->add_subcommand("show", "One exception");
  show->add_option("exception", question->name, "Its name, or its id with --at")->required();
  show->add_option("--at", question->at, "The facility");
  show->footer("Example:\n  waystation exception show --at khojaly-field-hospital 0f3a5c-1");
  show->callback([=] { context->action = [=] { return ShowException(*question, context); }; });

  CLI::App* resolve = exception->add_subcommand("resolve", "End an exception");
  resolve->add_option("exception", question->name, "Its name, or its id with --at")->required();
  resolve->add_option("--at", question->at, "The facility");
  resolve->add_flag("--post", question->post, "Post the held movement");
  resolve->add_flag("--close", question->close, "It has been seen to; a held movement is dropped");
  resolve->add_option("--note", question->note, "Why; needed with --close");
  resolve->footer(
      "Example:\n  waystation exception resolve --at khojaly-field-hospital 0f3a5c-1 --close "
      "--note \"counted again, agrees\"");
  resolve->callback([=] { context->action = [=] { return Resolve(*question, context); }; });
}

}  // namespace waystation::cli
