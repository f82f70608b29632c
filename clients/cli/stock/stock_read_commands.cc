#include <CLI/CLI.hpp>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/commands.h"
#include "clients/cli/context.h"
#include "clients/cli/count.h"
#include "clients/cli/paging.h"
#include "clients/cli/stock/movement_text.h"
#include "clients/cli/text/times.h"
#include "clients/cli/text/words.h"
#include "waystation/inventory/v1/stock.pb.h"

namespace waystation::cli {
namespace {

struct StockQuestion {
  std::string at;
  std::string item;
  std::string day;
  std::string quantity;
  std::string place;
  std::string condition;
  std::string when = "now";
  int limit = 0;
};

// What to heed about a line; empty: nothing.
std::string HeedOf(const inventory::v1::StockLine& line) {
  std::vector<std::string> words;
  if (!line.recalls().empty()) words.push_back("RECALLED");
  if (line.expired()) {
    const bool best_before = line.date_kind() == inventory::v1::DATE_KIND_BEST_BEFORE;
    words.push_back(best_before ? "past best before" : "expired");
  }
  const std::string until =
      line.has_usable_until() ? FormatTime(line.usable_until(), absl::LocalTimeZone()) : "";
  if (line.blocked_reason() != inventory::v1::BLOCKED_REASON_UNSPECIFIED) {
    words.push_back(absl::StrCat("BLOCKED: out of its range, ", PlainWord(line.blocked_reason()),
                                 until.empty() ? "" : " " + until));
  } else if (!line.exposure_decided_by().empty()) {
    words.push_back("out of its range, released by " + line.exposure_decided_by());
  } else if (!until.empty()) {
    words.push_back("out of its range, usable until " + until);
  }
  return absl::StrJoin(words, "; ");
}

absl::Status ShowStock(const StockQuestion& question, Context* context) {
  inventory::v1::ListStockRequest request;
  if (question.at.empty() && question.item.empty()) {
    return WrongOption("--at", "got nothing, want a facility, or --item, or both");
  }
  if (!question.at.empty()) request.set_facility(FacilityName(question.at));
  if (!question.item.empty()) request.set_item(ItemName(question.item));
  if (!question.day.empty()) {
    absl::StatusOr<absl::CivilDay> day = ParseDay(question.day);
    if (!day.ok()) return WrongOption("--as-of", day.status());
    *request.mutable_as_of_date() = ToProto(*day);
  }
  if (!question.condition.empty()) {
    auto condition = ParseWord<inventory::v1::Condition>(question.condition);
    if (!condition.ok()) return WrongOption("--condition", condition.status());
    request.set_condition(*condition);
  }
  auto response = ReadPages<inventory::v1::ListStockResponse>(
      request, question.limit, [](auto& page) { return page.mutable_lines(); }, context);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  if (context->json()) return absl::OkStatus();
  context->PrintHeading(absl::StrCat(
      "Stock", question.at.empty() ? "" : " of " + ShortName(question.at),
      question.item.empty() ? "" : absl::StrCat(", ", ShowItem(ItemName(question.item), context)),
      question.condition.empty() ? "" : absl::StrCat(", ", question.condition),
      question.day.empty() ? "" : absl::StrCat(", at the end of ", question.day)));
  Table table({{question.at.empty() ? "facility" : ""},
               {"item"},
               {"name", Align::kLeft, Fit::kElide},
               {"place"},
               {"keep"},
               {"lot"},
               {"expires"},
               {"quantity", Align::kRight},
               {"reserved", Align::kRight},
               {"condition"},
               {""},
               {"owner"}});
  for (const auto& line : response->lines()) {
    std::string owner = line.owner();
    for (const std::string& other : line.other_owners()) absl::StrAppend(&owner, "; ", other);
    table.Add({question.at.empty() ? ShortName(line.facility()) : "", ShortName(line.item()),
               ShowItem(line.item(), context), line.place(), line.storage_class(), line.lot(),
               FormatDay(line.expiry_date()), ShowQuantity(line.quantity(), line.item(), context),
               line.reserved_quantity() == 0
                   ? ""
                   : ShowQuantity(line.reserved_quantity(), line.item(), context),
               ShowCondition(line.condition()), HeedOf(line), owner});
  }
  context->Print(table, "nothing in stock");
  if (!response->next_page_token().empty()) context->PrintLine("there is more: raise --limit");
  return absl::OkStatus();
}

absl::Status Balance(const StockQuestion& question, Context* context) {
  inventory::v1::GetStockBalanceRequest request;
  request.set_facility(FacilityName(question.at));
  request.set_item(ItemName(question.item));
  if (!question.day.empty()) {
    absl::StatusOr<absl::CivilDay> day = ParseDay(question.day);
    if (!day.ok()) return WrongOption("--date", day.status());
    *request.mutable_date() = ToProto(*day);
  }
  auto response = context->client().Read<inventory::v1::GetStockBalanceResponse>(request);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  if (context->json()) return absl::OkStatus();
  context->PrintHeading(absl::StrCat(ShowItem(request.item(), context), " at ",
                                     ShortName(request.facility()), ", ",
                                     FormatDay(response->date())));
  Table table({{""}, {"quantity", Align::kRight}});
  auto add = [&](const char* what, int64_t quantity) {
    table.Add({what, ShowQuantity(quantity, request.item(), context)});
  };
  add("at the end of the day before", response->opening_quantity());
  add("at the end of the day", response->closing_quantity());
  add("  of it expired", response->expired_quantity());
  if (response->recalled_quantity() > 0) {
    add("  of it recalled, not to be used", response->recalled_quantity());
  }
  if (response->blocked_quantity() > 0) {
    add("  of it blocked now, out of its range", response->blocked_quantity());
  }
  add("least on this or a later day", response->lowest_quantity());
  if (response->reserved_quantity() > 0) add("reserved now", response->reserved_quantity());
  add("available beside that", response->available_quantity());
  if (response->quarantined_quantity() > 0) {
    add("beside it in quarantine", response->quarantined_quantity());
  }
  if (response->damaged_quantity() > 0) add("beside it damaged", response->damaged_quantity());
  context->Print(table, "");
  return absl::OkStatus();
}

absl::Status Propose(const StockQuestion& question, Context* context) {
  inventory::v1::ProposeIssueRequest request;
  request.set_parent(FacilityName(question.at));
  request.set_place(question.place);
  LineText text;
  text.item = question.item;
  text.quantity = question.quantity;
  absl::StatusOr<inventory::v1::MovementLine> line = ToLine(text, context);
  if (!line.ok()) return line.status();
  request.set_item(line->item());
  request.set_quantity(line->quantity());
  absl::StatusOr<absl::Time> when = ParseTime(question.when, context->Now(), absl::LocalTimeZone());
  if (!when.ok()) return WrongOption("--when", when.status());
  *request.mutable_happened_time() = ToProto(*when);
  auto response = context->client().Read<inventory::v1::ProposeIssueResponse>(request);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  if (context->json()) return absl::OkStatus();
  context->PrintHeading(absl::StrCat("Take from ", response->place(), " for ",
                                     ShowQuantity(line->quantity(), line->item(), context), " ",
                                     ShowItem(line->item(), context)));
  Table table({{"lot"}, {"expires"}, {"quantity", Align::kRight}});
  for (const auto& lot : response->lots()) {
    table.Add({lot.lot(), FormatDay(lot.expiry_date()),
               ShowQuantity(lot.quantity(), line->item(), context)});
  }
  context->Print(table, "nothing usable is there");
  if (response->missing_quantity() > 0) {
    context->PrintLine(absl::StrCat(
        "missing: ", ShowQuantity(response->missing_quantity(), line->item(), context)));
  }
  if (response->reserved_quantity() > 0) {
    context->PrintLine(
        absl::StrCat("reserved, of what is missing: ",
                     ShowQuantity(response->reserved_quantity(), line->item(), context)));
  }
  if (response->expired_quantity() > 0) {
    context->PrintLine(
        absl::StrCat("expired and never proposed: ",
                     ShowQuantity(response->expired_quantity(), line->item(), context)));
  }
  if (response->recalled_quantity() > 0) {
    context->PrintLine(
        absl::StrCat("recalled and never proposed: ",
                     ShowQuantity(response->recalled_quantity(), line->item(), context)));
  }
  if (response->blocked_quantity() > 0) {
    context->PrintLine(
        absl::StrCat("out of its range for too long and never proposed: ",
                     ShowQuantity(response->blocked_quantity(), line->item(), context)));
  }
  if (response->quarantined_quantity() > 0) {
    context->PrintLine(
        absl::StrCat("in quarantine and never proposed: ",
                     ShowQuantity(response->quarantined_quantity(), line->item(), context)));
  }
  return absl::OkStatus();
}

}  // namespace

void AddStockReadCommands(CLI::App* stock, Context* context) {
  auto question = std::make_shared<StockQuestion>();
  CLI::App* show = stock->add_subcommand("show", "What is there, by place and lot")->alias("list");
  show->add_option("--at", question->at, "The facility");
  show->add_option("--item", question->item, "The item");
  show->add_option("--as-of", question->day, "At the end of this day, such as 2027-06-30");
  show->add_option("--condition", question->condition,
                   "Only in this condition: " + WordsOf<inventory::v1::Condition>());
  show->add_option("--limit", question->limit, "At most so many lines; 0: all")->check(CheckCount);
  show->footer("Example:\n  waystation stock show --at khojaly-field-hospital");
  show->callback([=] { context->action = [=] { return ShowStock(*question, context); }; });

  CLI::App* balance = stock->add_subcommand("balance", "How much of an item, on any day");
  balance->add_option("--at", question->at, "The facility")->required();
  balance->add_option("--item", question->item, "The item")->required();
  balance->add_option("--date", question->day, "The day [today]");
  balance->footer(
      "Example:\n  waystation stock balance --at khojaly-field-hospital --item diesel "
      "--date 2027-06-30");
  balance->callback([=] { context->action = [=] { return Balance(*question, context); }; });

  CLI::App* propose = stock->add_subcommand("propose", "Which lots to take: first expiring first");
  propose->add_option("--at", question->at, "The facility")->required();
  propose->add_option("--item", question->item, "The item")->required();
  propose->add_option("--quantity", question->quantity, "How much")->required();
  propose->add_option("--place", question->place,
                      "The storage place [main, or the only one that holds it]");
  propose->add_option("--when", question->when, "For which time")->capture_default_str();
  propose->footer(
      "Example:\n  waystation stock propose --at khojaly-field-hospital "
      "--item paracetamol-500mg-tablet --quantity 120");
  propose->callback([=] { context->action = [=] { return Propose(*question, context); }; });
}

}  // namespace waystation::cli
