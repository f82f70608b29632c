#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/context.h"
#include "clients/cli/count.h"
#include "clients/cli/day_options.h"
#include "clients/cli/paging.h"
#include "clients/cli/stock/movement_text.h"
#include "clients/cli/text/times.h"
#include "clients/cli/text/words.h"
#include "waystation/inventory/v1/controlled.pb.h"

namespace waystation::cli {
namespace {

using inventory::v1::GetControlledRegisterRequest;
using inventory::v1::GetControlledRegisterResponse;
using inventory::v1::RegisterEntry;

struct RegisterQuestion {
  std::string at;
  std::string item;
  std::string place;
  std::string from;
  std::string to;
  int limit = 0;
};

// "joint-convoy-1 -> main", "main -> ward-1", "main -> patient care".
std::string FromAndTo(const RegisterEntry& entry) {
  if (!entry.reverses().empty()) return "takes back " + ShortName(entry.reverses());
  const std::string from = !entry.from_place().empty() ? entry.from_place()
                           : !entry.source().empty()   ? entry.source()
                           : entry.purpose() != inventory::v1::PURPOSE_UNSPECIFIED
                               ? PlainWord(entry.purpose())
                               : PlainWord(entry.kind());
  const std::string to = !entry.to_place().empty() ? entry.to_place()
                         : entry.purpose() != inventory::v1::PURPOSE_UNSPECIFIED
                             ? PlainWord(entry.purpose())
                             : PlainWord(entry.kind());
  return from == to ? absl::StrCat(from, " (", PlainWord(entry.kind()), ")")
                    : absl::StrCat(from, " -> ", to);
}

// Nothing rather than 0, as on paper.
std::string ShowAmount(int64_t base, const std::string& item, Context* context) {
  return base == 0 ? "" : ShowQuantity(base, item, context);
}

absl::StatusOr<GetControlledRegisterRequest> ToRequest(const RegisterQuestion& question) {
  GetControlledRegisterRequest request;
  request.set_facility(FacilityName(question.at));
  request.set_item(ItemName(question.item));
  request.set_place(question.place);
  if (absl::Status status = SetFromAndToDay(question.from, question.to, &request); !status.ok()) {
    return status;
  }
  return request;
}

// The oldest entry first, as one turns the pages of a book.
void PrintRegister(const GetControlledRegisterResponse& page, const std::string& item,
                   Context* context) {
  Table table({{"day"},
               {"from and to", Align::kLeft, Fit::kElide},
               {"in", Align::kRight},
               {"out", Align::kRight},
               {"balance", Align::kRight},
               {"document"},
               {"given by"},
               {"witnessed by"},
               {"movement"},
               {""}});
  for (int i = page.entries_size() - 1; i >= 0; --i) {
    const RegisterEntry& entry = page.entries(i);
    table.Add(
        {FormatDay(entry.day()), FromAndTo(entry), ShowAmount(entry.in_quantity(), item, context),
         ShowAmount(entry.out_quantity(), item, context),
         ShowQuantity(entry.balance_quantity(), item, context), entry.document_number(),
         entry.recorded_by(),
         ShowSecondSignature(entry.second_signature(), entry.witnessed_by(), entry.signed_time()),
         ShortName(entry.movement()),
         entry.state() == inventory::v1::MOVEMENT_STATE_REVERSED ? "taken back" : ""});
  }
  context->Print(table, "nothing moved");
}

absl::Status ShowRegister(const RegisterQuestion& question, Context* context) {
  absl::StatusOr<GetControlledRegisterRequest> request = ToRequest(question);
  if (!request.ok()) return request.status();
  const std::string item = request->item();
  auto response = ReadPages<GetControlledRegisterResponse>(
      *request, question.limit, [](auto& page) { return page.mutable_entries(); }, context);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  if (context->json()) return absl::OkStatus();
  context->PrintHeading(absl::StrCat("Register of ", ShowItem(item, context), " at ",
                                     ShortName(question.at),
                                     question.place.empty() ? "" : ", place " + question.place));
  const bool whole = response->next_page_token().empty();
  if (whole && !question.from.empty()) {
    context->PrintLine(absl::StrCat("brought forward: ",
                                    ShowQuantity(response->opening_quantity(), item, context)));
  }
  if (!whole) context->PrintLine("there are older entries: raise --limit");
  PrintRegister(*response, item, context);
  context->PrintLine(
      absl::StrCat("balance: ", ShowQuantity(response->closing_quantity(), item, context)));
  const auto outstanding = std::count_if(
      response->entries().begin(), response->entries().end(), [](const RegisterEntry& entry) {
        return entry.second_signature() == inventory::v1::SECOND_SIGNATURE_OUTSTANDING &&
               entry.state() == inventory::v1::MOVEMENT_STATE_POSTED;
      });
  if (outstanding > 0) {
    context->PrintLine(absl::StrCat("second signatures outstanding: ", outstanding,
                                    "; sign with waystation movement sign --at ",
                                    ShortName(question.at), " MOVEMENT --by PERSON"));
  }
  return absl::OkStatus();
}

}  // namespace

void AddRegisterCommands(CLI::App* app, Context* context) {
  CLI::App* noun = app->add_subcommand("register", "The running register of controlled items");
  noun->require_subcommand(1);
  auto question = std::make_shared<RegisterQuestion>();
  CLI::App* show =
      noun->add_subcommand("show", "What came, what went, and what was left each time");
  show->add_option("--at", question->at, "The facility")->required();
  show->add_option("--item", question->item, "The item")->required();
  show->add_option("--place", question->place, "Only this storage place [the whole facility]");
  show->add_option("--from", question->from, "Only from this day on");
  show->add_option("--to", question->to, "Only to this day");
  show->add_option("--limit", question->limit, "At most so many, the latest; 0: all")
      ->check(CheckCount)
      ->capture_default_str();
  show->footer(
      "Example:\n  waystation register show --at khojaly-field-hospital --item "
      "morphine-10mg-ampoule "
      "\\\n    --place ward-1");
  show->callback([=] { context->action = [=] { return ShowRegister(*question, context); }; });
}

}  // namespace waystation::cli
