#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/context.h"
#include "clients/cli/count.h"
#include "clients/cli/counts/count_sheet.h"
#include "clients/cli/paging.h"
#include "clients/cli/requests/request_text.h"
#include "clients/cli/stock/exception_text.h"
#include "clients/cli/stock/movement_text.h"
#include "clients/cli/text/quantity.h"
#include "clients/cli/text/text.h"
#include "clients/cli/text/times.h"
#include "clients/cli/text/words.h"
#include "waystation/inventory/v1/count.pb.h"

namespace waystation::cli {
namespace {

using inventory::v1::Count;
using inventory::v1::CountLine;

// What the options of one command hold; lives as long as the command line.
struct CountEntry {
  std::string at;
  std::string name;
  std::string place;
  std::string kind = "cyclic";
  LineText line;
  std::vector<std::string> lines;
  bool complete = false;
  bool blind = false;
  std::string when = "now";
  std::string counted_by;
  std::string second;
  std::string document;
  std::string note;
  int items = 0;
  int limit = 20;
};

absl::StatusOr<CountLine> ToCountLine(LineText text, Context* context) {
  if (!text.place.empty() || !text.owner.empty()) {
    return WrongOption("--line",
                       "want no place= and no owner=: a count is of one place, its --place");
  }
  const bool nothing = text.quantity == "0";
  if (nothing) text.quantity = "1";
  absl::StatusOr<inventory::v1::MovementLine> read = ToLine(text, context);
  if (!read.ok()) return read.status();
  CountLine line;
  line.set_item(read->item());
  line.set_lot(read->lot());
  if (read->has_expiry_date()) *line.mutable_expiry_date() = read->expiry_date();
  line.set_date_kind(read->date_kind());
  line.set_condition(read->condition());
  if (nothing) return line;
  line.set_quantity(read->quantity());
  line.set_pack_name(read->pack_name());
  line.set_pack_count(read->pack_count());
  line.set_pack_factor(read->pack_factor());
  return line;
}

absl::Status AddCountLines(const CountEntry& entry, Context* context, Count* count) {
  std::vector<LineText> texts;
  if (!entry.line.item.empty() || !entry.line.quantity.empty()) {
    if (entry.line.item.empty()) return WrongOption("--item", "got nothing, want an item's id");
    if (entry.line.quantity.empty()) {
      return WrongOption("--quantity", "got nothing, want what was counted; 0 for none");
    }
    texts.push_back(entry.line);
  }
  for (const std::string& typed : entry.lines) {
    absl::StatusOr<LineText> line = ParseLine(typed);
    if (!line.ok()) return line.status();
    texts.push_back(*line);
  }
  for (const LineText& text : texts) {
    absl::StatusOr<CountLine> line = ToCountLine(text, context);
    if (!line.ok()) return line.status();
    *count->add_lines() = *std::move(line);
  }
  return absl::OkStatus();
}

std::string ShowCountDifference(const CountLine& line, Context* context) {
  const int64_t difference = line.difference_quantity();
  if (difference == 0) return "";
  return absl::StrCat(
      difference > 0 ? "+" : "-",
      ShowQuantity(difference > 0 ? difference : -difference, line.item(), context));
}

void AddRow(const CountLine& line, absl::string_view note, Context* context, Table* table) {
  const int64_t book = line.book_quantity();
  table->Add({ShowItem(line.item(), context), line.lot(), FormatDay(line.expiry_date()),
              ShowCondition(line.condition()), ShowQuantity(line.quantity(), line.item(), context),
              book < 0 ? "-" + ShowQuantity(-book, line.item(), context)
                       : ShowQuantity(book, line.item(), context),
              ShowCountDifference(line, context), std::string(note)});
}

void PrintCount(const Count& count, absl::string_view heading, Context* context) {
  context->PrintHeading(absl::StrCat(
      heading, heading.empty() ? "" : " ", count.number(), "  ", PlainWord(count.kind()),
      " count of ", count.place(), count.complete() ? ", complete" : "",
      count.state() == inventory::v1::COUNT_STATE_REVERSED ? ", TAKEN BACK" : ""));
  context->PrintLine(
      absl::StrCat("counted ", FormatTime(count.counted_time(), absl::LocalTimeZone()), " by ",
                   count.counted_by(),
                   count.second_counted_by().empty() ? "" : " and " + count.second_counted_by(),
                   count.document_number().empty() ? "" : ", sheet " + count.document_number(),
                   count.note().empty() ? "" : ": " + count.note()));
  Table table({{"item"},
               {"lot"},
               {"expires"},
               {"condition"},
               {"counted", Align::kRight},
               {"book", Align::kRight},
               {"difference", Align::kRight},
               {"note"}});
  for (const CountLine& line : count.lines()) AddRow(line, line.note(), context, &table);
  for (const CountLine& line : count.not_named()) AddRow(line, "not named", context, &table);
  context->Print(table, "nothing was there, and the book had nothing");
  context->PrintLine(absl::StrCat(count.name(), ", posted by ", count.movement()));
  if (!count.reversed_by().empty()) context->PrintLine("taken back by " + count.reversed_by());
}

absl::Status CreateCount(const CountEntry& entry, Context* context) {
  inventory::v1::CreateCountRequest request;
  request.set_parent(FacilityName(entry.at));
  Count& count = *request.mutable_count();
  auto kind = ParseWord<inventory::v1::CountKind>(entry.kind);
  if (!kind.ok()) return WrongOption("--kind", kind.status());
  count.set_kind(*kind);
  count.set_place(entry.place);
  count.set_complete(entry.complete);
  if (absl::Status status = AddCountLines(entry, context, &count); !status.ok()) return status;
  if (count.lines().empty() && !(entry.complete && *kind == inventory::v1::COUNT_KIND_FULL)) {
    return WrongOption("--line",
                       "got none, want at least one; none is for a full count with --complete");
  }
  absl::StatusOr<absl::Time> when = ParseTime(entry.when, context->Now(), absl::LocalTimeZone());
  if (!when.ok()) return WrongOption("--when", when.status());
  *count.mutable_counted_time() = ToProto(*when);
  count.set_counted_by(context->OrMe(entry.counted_by));
  count.set_second_counted_by(entry.second);
  count.set_document_number(entry.document);
  count.set_note(entry.note);
  auto response = context->client().Write<inventory::v1::CreateCountResponse>(
      std::move(request), "count at " + ShortName(entry.at));
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  if (context->json()) return absl::OkStatus();
  PrintCount(response->count(),
             response->receipt().replayed() ? "was recorded before:" : "recorded", context);
  PrintExceptions(response->exceptions(), context);
  return absl::OkStatus();
}

absl::Status ShowCount(const CountEntry& entry, Context* context) {
  absl::StatusOr<std::string> name = NameOf(entry.name, entry.at, "counts", "COUNT");
  if (!name.ok()) return name.status();
  inventory::v1::GetCountRequest request;
  request.set_name(*name);
  auto response = context->client().Read<inventory::v1::GetCountResponse>(request);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  if (!context->json()) PrintCount(response->count(), "", context);
  return absl::OkStatus();
}

absl::Status ListCounts(const CountEntry& entry, Context* context) {
  inventory::v1::ListCountsRequest request;
  request.set_parent(FacilityName(entry.at));
  auto response = ReadPages<inventory::v1::ListCountsResponse>(
      request, entry.limit, [](auto& page) { return page.mutable_counts(); }, context);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  if (context->json()) return absl::OkStatus();
  context->PrintHeading(absl::StrCat("Counts of ", ShortName(entry.at), ", the latest first"));
  Table table({{"number"},
               {"counted"},
               {"kind"},
               {"place"},
               {"lines", Align::kRight},
               {"differing", Align::kRight},
               {"by"},
               {"state"}});
  for (const Count& count : response->counts()) {
    int differing = 0;
    for (const auto* lines : {&count.lines(), &count.not_named()}) {
      for (const CountLine& line : *lines) differing += line.difference_quantity() != 0 ? 1 : 0;
    }
    const bool reversed = count.state() == inventory::v1::COUNT_STATE_REVERSED;
    table.Add({count.number(), FormatTime(count.counted_time(), absl::LocalTimeZone()),
               absl::StrCat(PlainWord(count.kind()), count.complete() ? ", complete" : ""),
               count.place(), absl::StrCat(count.lines_size()), absl::StrCat(differing),
               count.counted_by(), reversed ? "taken back" : ""});
  }
  context->Print(table, "none");
  if (!response->next_page_token().empty()) context->PrintLine("there is more: raise --limit");
  return absl::OkStatus();
}

SheetNames NamesOf(Context* context) {
  return {
      .item = [context](const std::string& item) { return ShowItem(item, context); },
      .quantity = [context](int64_t base,
                            const std::string& item) { return ShowQuantity(base, item, context); },
      .unit =
          [context](const std::string& item) {
            absl::StatusOr<inventory::v1::Item> found = context->FindItem(item);
            return found.ok() ? BaseUnitName(found->base_unit()) : std::string();
          }};
}

absl::Status Sheet(const CountEntry& entry, Context* context) {
  inventory::v1::ProposeCountRequest request;
  request.set_parent(FacilityName(entry.at));
  auto kind = ParseWord<inventory::v1::CountKind>(entry.kind);
  if (!kind.ok()) return WrongOption("--kind", kind.status());
  request.set_kind(*kind);
  request.set_place(entry.place);
  request.set_item_count(entry.items);
  request.set_blind(entry.blind);
  auto response = context->client().Read<inventory::v1::ProposeCountResponse>(request);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  if (context->json()) return absl::OkStatus();
  const std::string& language = context->options.language;
  context->PrintHeading(SheetHeading(*response, ShortName(entry.at), language));
  context->Print(SheetTable(*response, NamesOf(context), language), NothingToCount(language));
  context->PrintLine(SheetFoot(*response, language));
  return absl::OkStatus();
}

void AddKindAndPlace(CLI::App* command, CountEntry* entry) {
  command->add_option("--at", entry->at, "The facility")->required();
  command->add_option("--place", entry->place, "The storage place [main]");
  command
      ->add_option("--kind", entry->kind,
                   "full: all that is at the place; cyclic: some items of it")
      ->capture_default_str();
}

void AddCreateCount(CLI::App* noun, Context* context) {
  auto entry = std::make_shared<CountEntry>();
  CLI::App* command = noun->add_subcommand("create", "Record what was counted");
  AddKindAndPlace(command, entry.get());
  command->add_option("--item", entry->line.item, "The item");
  command->add_option("--quantity", entry->line.quantity,
                      "What was counted: \"0\", \"1000\", \"25 kg\", \"3 packs\"");
  command->add_option("--lot", entry->line.lot, "The lot on the label");
  command->add_option("--expires", entry->line.expires, "The last good day on the label");
  command->add_option("--condition", entry->line.condition,
                      WordsOf<inventory::v1::Condition>() + " [usable]");
  command->add_option("--line", entry->lines,
                      "One more line, \"item=ID,quantity=Q,lot=L,expires=DAY,condition=C\"; "
                      "repeat it");
  command->add_flag("--complete", entry->complete,
                    "What is not named was not there: of a full count anything, of a cyclic one "
                    "other lots of its items");
  command
      ->add_option("--when", entry->when,
                   "When it was counted: now, \"3h ago\", \"2027-06-30 14:00\"")
      ->capture_default_str();
  command->add_option("--counted-by", entry->counted_by, "Who counted, an opaque id [you]");
  command->add_option("--second", entry->second,
                      "The second person, an opaque id; controlled items need one");
  command->add_option("--document", entry->document, "The number on the sheet");
  command->add_option("--note", entry->note, "A remark");
  command->footer(
      "A count sets the balance as of its time; later movements stand. To take one back:\n"
      "waystation movement reverse with the movement that `show` names.\n"
      "Example:\n  waystation count create --at khojaly-field-hospital --place ward-1 --complete "
      "\\\n"
      "    --line \"item=paracetamol-500mg-tablet,lot=B12,quantity=340\" --second p-7f01");
  command->callback([=] { context->action = [=] { return CreateCount(*entry, context); }; });
}

void AddSheet(CLI::App* noun, Context* context) {
  auto entry = std::make_shared<CountEntry>();
  CLI::App* command =
      noun->add_subcommand("sheet", "A sheet to print and count by; cyclic: whose turn it is");
  AddKindAndPlace(command, entry.get());
  command->add_option("--items", entry->items, "Cyclic: at most so many items [10]")
      ->check(CheckCount);
  command->add_flag("--blind", entry->blind, "Without quantities, so that nobody counts by them");
  command->footer(
      "In the language of --language.\nExample:\n  waystation count sheet --language hy --at "
      "khojaly-field-hospital --kind full --blind");
  command->callback([=] { context->action = [=] { return Sheet(*entry, context); }; });
}

}  // namespace

void AddCountCommands(CLI::App* app, Context* context) {
  CLI::App* noun = app->add_subcommand("count", "What was counted, and what to count");
  noun->require_subcommand(1);
  AddCreateCount(noun, context);
  auto shown = std::make_shared<CountEntry>();
  CLI::App* show = noun->add_subcommand("show", "One count, its differences as they are now");
  show->add_option("count", shown->name, "Its number or id with --at, or its whole name")
      ->required();
  show->add_option("--at", shown->at, "The facility");
  show->footer("Example:\n  waystation count show --at khojaly-field-hospital CNT-0001");
  show->callback([=] { context->action = [=] { return ShowCount(*shown, context); }; });
  auto listed = std::make_shared<CountEntry>();
  CLI::App* list = noun->add_subcommand("list", "Counts of a facility, the latest first");
  list->add_option("--at", listed->at, "The facility")->required();
  list->add_option("--limit", listed->limit, "At most so many; 0: all")
      ->check(CheckCount)
      ->capture_default_str();
  list->footer("Example:\n  waystation count list --at khojaly-field-hospital");
  list->callback([=] { context->action = [=] { return ListCounts(*listed, context); }; });
  AddSheet(noun, context);
}

}  // namespace waystation::cli
