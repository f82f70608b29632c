#include <CLI/CLI.hpp>
#include <memory>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/context.h"
#include "clients/cli/count.h"
#include "clients/cli/day_options.h"
#include "clients/cli/paging.h"
#include "clients/cli/stock/exception_text.h"
#include "clients/cli/stock/movement_text.h"
#include "clients/cli/text/times.h"
#include "clients/cli/text/words.h"
#include "waystation/inventory/v1/controlled.pb.h"

namespace waystation::cli {
namespace {

using inventory::v1::ListMovementsRequest;
using inventory::v1::ListMovementsResponse;

struct MovementQuestion {
  std::string at;
  std::string item;
  std::string from;
  std::string to;
  std::string name;
  std::string note;
  std::string recorded_by;
  std::string by;
  bool order = false;
  bool passed_over = false;
  int limit = 50;
};

absl::Status ListMovements(const MovementQuestion& question, Context* context) {
  ListMovementsRequest request;
  request.set_parent(FacilityName(question.at));
  if (!question.item.empty()) request.set_item(ItemName(question.item));
  request.set_passed_over_only(question.passed_over);
  if (absl::Status status = SetFromAndToDay(question.from, question.to, &request); !status.ok()) {
    return status;
  }
  auto response = ReadPages<ListMovementsResponse>(
      request, question.limit, [](auto& page) { return page.mutable_movements(); }, context);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  if (context->json()) return absl::OkStatus();
  context->PrintHeading("Movements of " + ShortName(question.at) + ", newest first");
  Table table({{"day"},
               {"kind"},
               {"item", Align::kLeft, Fit::kElide},
               {"lot"},
               {"quantity", Align::kRight},
               {"moved"},
               {"document"},
               {"by"},
               {"movement"},
               {""}});
  for (const auto& movement : response->movements()) {
    std::string state = movement.state() == inventory::v1::MOVEMENT_STATE_POSTED
                            ? (movement.exceptions().empty() ? "" : "exception")
                            : PlainWord(movement.state());
    for (int i = 0; i < movement.lines_size(); ++i) {
      const auto& line = movement.lines(i);
      const bool of_item = question.item.empty() || line.item() == request.item() ||
                           line.entered_item() == request.item();
      if (!of_item) continue;
      table.Add({FormatDay(movement.day()), PlainWord(movement.kind()),
                 ShowItem(line.item(), context), line.lot(),
                 ShowQuantity(line.quantity(), line.item(), context), ShowAccounts(movement, i),
                 movement.document_number(), movement.recorded_by(), ShortName(movement.name()),
                 state});
    }
    if (movement.lines().empty()) {
      const std::string what = movement.reverses().empty()
                                   ? ShortName(movement.count())
                                   : "takes back " + ShortName(movement.reverses());
      table.Add({FormatDay(movement.day()), PlainWord(movement.kind()), "", "", "", what,
                 movement.document_number(), movement.recorded_by(), ShortName(movement.name()),
                 state});
    }
  }
  context->Print(table, "no movements");
  if (!response->next_page_token().empty()) context->PrintLine("there is more: raise --limit");
  return absl::OkStatus();
}

// "facilities/f/movements/m" from that, or from "m" with --at f.
absl::StatusOr<std::string> MovementName(const MovementQuestion& question) {
  if (question.name.find('/') != std::string::npos) return question.name;
  if (question.at.empty()) {
    return WrongOption("MOVEMENT", absl::StrCat("got \"", question.name,
                                                "\", want facilities/F/movements/M, or --at F"));
  }
  return absl::StrCat(FacilityName(question.at), "/movements/", question.name);
}

absl::Status ShowMovement(const MovementQuestion& question, Context* context) {
  inventory::v1::GetMovementRequest request;
  absl::StatusOr<std::string> name = MovementName(question);
  if (!name.ok()) return name.status();
  request.set_name(*name);
  auto response = context->client().Read<inventory::v1::GetMovementResponse>(request);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  if (!context->json()) PrintMovement(response->movement(), context);
  return absl::OkStatus();
}

absl::Status Reverse(const MovementQuestion& question, Context* context) {
  inventory::v1::ReverseMovementRequest request;
  absl::StatusOr<std::string> name = MovementName(question);
  if (!name.ok()) return name.status();
  request.set_name(*name);
  request.set_intent(question.order ? inventory::v1::INTENT_ORDER : inventory::v1::INTENT_HAPPENED);
  request.set_recorded_by(context->OrMe(question.recorded_by));
  request.set_note(question.note);
  auto response = context->client().Write<inventory::v1::ReverseMovementResponse>(
      request, "movement reverse " + *name);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  if (context->json()) return absl::OkStatus();
  PrintMovement(response->movement(), context);
  for (const auto& exception : response->exceptions()) {
    context->PrintLine(absl::StrCat("exception ", PlainWord(exception.state()), ": ",
                                    ShowException(exception, context), "  (", exception.name(),
                                    ")"));
  }
  return absl::OkStatus();
}

absl::Status Sign(const MovementQuestion& question, Context* context) {
  inventory::v1::SignMovementRequest request;
  absl::StatusOr<std::string> name = MovementName(question);
  if (!name.ok()) return name.status();
  request.set_name(*name);
  request.set_signed_by(context->OrMe(question.by));
  request.set_note(question.note);
  auto response = context->client().Write<inventory::v1::SignMovementResponse>(
      request, "movement sign " + *name);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  if (context->json()) return absl::OkStatus();
  const inventory::v1::Signature& signature = response->signature();
  context->PrintHeading(absl::StrCat("signed ", response->movement(), " by ", signature.signed_by(),
                                     ", ", FormatAge(absl::Seconds(signature.late_seconds())),
                                     " after it was recorded"));
  context->PrintLine(absl::StrCat("exception ", PlainWord(response->exception().state()), ": ",
                                  ShowException(response->exception(), context), "  (",
                                  response->exception().name(), ")"));
  return absl::OkStatus();
}

void AddSign(CLI::App* movement, std::shared_ptr<MovementQuestion> question, Context* context) {
  CLI::App* sign =
      movement->add_subcommand("sign", "Give the second signature that a controlled item needs");
  sign->add_option("movement", question->name, "Its name, or its id with --at")->required();
  sign->add_option("--at", question->at, "The facility");
  sign->add_option("--by", question->by,
                   "Who signs, an opaque id; not the one who recorded it [you]");
  sign->add_option("--note", question->note, "A remark");
  sign->footer(
      "What waits for one: waystation exception list --kind signature-outstanding\n"
      "Example:\n  waystation movement sign --at khojaly-field-hospital 0f3a5c... --by nurse-2");
  sign->callback([=] { context->action = [=] { return Sign(*question, context); }; });
}

}  // namespace

void AddMovementCommands(CLI::App* app, Context* context) {
  auto question = std::make_shared<MovementQuestion>();
  CLI::App* movement =
      app->add_subcommand("movement", "The ledger: what moved, and taking it back");
  movement->require_subcommand(1);

  CLI::App* list = movement->add_subcommand("list", "Movements of a facility, newest first");
  list->add_option("--at", question->at, "The facility")->required();
  list->add_option("--item", question->item, "Only this item");
  list->add_option("--from", question->from, "Only from this day on");
  list->add_option("--to", question->to, "Only to this day");
  list->add_flag("--passed-over", question->passed_over,
                 "Only those that took a lot by name where another expires sooner");
  list->add_option("--limit", question->limit, "At most so many; 0: all")
      ->check(CheckCount)
      ->capture_default_str();
  list->footer("Example:\n  waystation movement list --at khojaly-field-hospital --item diesel");
  list->callback([=] { context->action = [=] { return ListMovements(*question, context); }; });

  CLI::App* show = movement->add_subcommand("show", "One movement with all that it moved");
  show->add_option("movement", question->name, "Its name, or its id with --at")->required();
  show->add_option("--at", question->at, "The facility");
  show->footer("Example:\n  waystation movement show --at khojaly-field-hospital 0f3a5c...");
  show->callback([=] { context->action = [=] { return ShowMovement(*question, context); }; });

  CLI::App* reverse = movement->add_subcommand("reverse", "Take a movement back by its inverse");
  reverse->add_option("movement", question->name, "Its name, or its id with --at")->required();
  reverse->add_option("--at", question->at, "The facility");
  reverse->add_option("--note", question->note, "Why");
  reverse->add_option("--recorded-by", question->recorded_by, "Who decided it, an opaque id [you]");
  reverse->add_flag("--order", question->order,
                    "Refuse when what it brought in is used already; without it that is recorded "
                    "as a shortfall");
  reverse->footer(
      "Example:\n  waystation movement reverse --at khojaly-field-hospital 0f3a5c... "
      "--note \"typed twice\"");
  reverse->callback([=] { context->action = [=] { return Reverse(*question, context); }; });
  AddSign(movement, question, context);
}

}  // namespace waystation::cli
