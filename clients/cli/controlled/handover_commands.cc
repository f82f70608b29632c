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
#include "clients/cli/text/text.h"
#include "clients/cli/text/times.h"
#include "waystation/inventory/v1/controlled.pb.h"

namespace waystation::cli {
namespace {

using inventory::v1::Handover;
using inventory::v1::HandoverCount;

struct HandoverEntry {
  std::string at;
  std::string place;
  std::string outgoing;
  std::string incoming;
  std::string when = "now";
  std::string note;
  std::vector<std::string> counts;
  int limit = 50;
};

// "morphine-10mg-ampoule=40" as what was counted of an item; 0 for none.
absl::StatusOr<HandoverCount> ParseCounted(const std::string& text, Context* context) {
  const size_t sign = text.find('=');
  if (sign == std::string::npos || sign == 0 || sign + 1 == text.size()) {
    return WrongOption("--count", absl::StrCat("got \"", Quotable(text), "\", want ITEM=QUANTITY"));
  }
  HandoverCount count;
  count.set_item(ItemName(text.substr(0, sign)));
  LineText typed;
  typed.item = text.substr(0, sign);
  typed.quantity = text.substr(sign + 1);
  if (typed.quantity == "0") return count;
  absl::StatusOr<inventory::v1::MovementLine> line = ToLine(typed, context);
  if (!line.ok()) return line.status();
  count.set_counted_quantity(line->quantity());
  return count;
}

std::string ShowHandoverDifference(const HandoverCount& count, Context* context) {
  if (count.difference_quantity() == 0) return "agrees";
  const bool missing = count.difference_quantity() < 0;
  const int64_t size = missing ? -count.difference_quantity() : count.difference_quantity();
  return absl::StrCat(ShowQuantity(size, count.item(), context),
                      missing ? " MISSING" : " TOO MANY");
}

void PrintHandover(const Handover& handover, Context* context) {
  context->PrintHeading(absl::StrCat("Handover of ", handover.place(), ", ",
                                     FormatTime(handover.effective_time(), absl::LocalTimeZone()),
                                     ": ", handover.outgoing(), " to ",
                                     handover.incoming().empty() ? "nobody" : handover.incoming()));
  Table table({{"item", Align::kLeft, Fit::kElide},
               {"counted", Align::kRight},
               {"register", Align::kRight},
               {""}});
  for (const HandoverCount& count : handover.counts()) {
    table.Add({ShowItem(count.item(), context),
               ShowQuantity(count.counted_quantity(), count.item(), context),
               ShowQuantity(count.register_quantity(), count.item(), context),
               ShowHandoverDifference(count, context)});
  }
  for (const auto& left : handover.not_counted()) {
    table.Add({ShowItem(left.item(), context), "",
               ShowQuantity(left.register_quantity(), left.item(), context), "NOT COUNTED"});
  }
  context->Print(table, "nothing was counted");
  if (!handover.note().empty()) context->PrintLine("note: " + handover.note());
}

absl::Status RecordHandover(const HandoverEntry& entry, Context* context) {
  inventory::v1::RecordHandoverRequest request;
  request.set_parent(FacilityName(entry.at));
  Handover& handover = *request.mutable_handover();
  handover.set_place(entry.place);
  handover.set_outgoing(context->OrMe(entry.outgoing));
  handover.set_incoming(entry.incoming);
  handover.set_note(entry.note);
  absl::StatusOr<absl::Time> when = ParseTime(entry.when, context->Now(), absl::LocalTimeZone());
  if (!when.ok()) return WrongOption("--when", when.status());
  *handover.mutable_counted_time() = ToProto(*when);
  for (const std::string& text : entry.counts) {
    absl::StatusOr<HandoverCount> count = ParseCounted(text, context);
    if (!count.ok()) return count.status();
    *handover.add_counts() = *std::move(count);
  }
  auto response = context->client().Write<inventory::v1::RecordHandoverResponse>(
      std::move(request), "handover record at " + ShortName(entry.at));
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  if (context->json()) return absl::OkStatus();
  PrintHandover(response->handover(), context);
  PrintExceptions(response->exceptions(), context);
  return absl::OkStatus();
}

absl::Status ListHandovers(const HandoverEntry& entry, Context* context) {
  inventory::v1::ListHandoversRequest request;
  request.set_parent(FacilityName(entry.at));
  auto response = ReadPages<inventory::v1::ListHandoversResponse>(
      request, entry.limit, [](auto& page) { return page.mutable_handovers(); }, context);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  if (context->json()) return absl::OkStatus();
  if (response->handovers().empty()) {
    context->PrintHeading("Handovers of " + ShortName(entry.at));
    context->PrintLine("none");
  }
  for (const Handover& handover : response->handovers()) PrintHandover(handover, context);
  if (!response->next_page_token().empty()) context->PrintLine("there is more: raise --limit");
  return absl::OkStatus();
}

void AddRecordHandover(CLI::App* noun, Context* context) {
  auto entry = std::make_shared<HandoverEntry>();
  CLI::App* command = noun->add_subcommand(
      "record", "Record what was counted as one shift handed over to the next");
  command->add_option("--at", entry->at, "The facility")->required();
  command->add_option("--place", entry->place, "The storage place that was counted [main]");
  command->add_option("--from", entry->outgoing, "Who hands over, an opaque id [you]");
  command->add_option("--to", entry->incoming,
                      "Who takes over, an opaque id; without it the handover is flagged");
  command->add_option("--count", entry->counts,
                      "What was there of an item, \"ITEM=QUANTITY\"; repeat it; 0 for none");
  command->add_option("--when", entry->when, "When it was counted: now, \"3h ago\"")
      ->capture_default_str();
  command->add_option("--note", entry->note, "A remark");
  command->footer(
      "Nothing is posted: a difference from the register is told and flagged.\n"
      "Example:\n  waystation handover record --at khojaly-field-hospital --place ward-1 \\\n"
      "    --from nurse-1 --to nurse-2 --count morphine-10mg-ampoule=38 --count "
      "diazepam-5mg-tablet=0");
  command->callback([=] { context->action = [=] { return RecordHandover(*entry, context); }; });
}

void AddListHandovers(CLI::App* noun, Context* context) {
  auto entry = std::make_shared<HandoverEntry>();
  CLI::App* command = noun->add_subcommand("list", "Handovers of a facility, the latest first");
  command->add_option("--at", entry->at, "The facility")->required();
  command->add_option("--limit", entry->limit, "At most so many; 0: all")
      ->check(CheckCount)
      ->capture_default_str();
  command->footer("Example:\n  waystation handover list --at khojaly-field-hospital");
  command->callback([=] { context->action = [=] { return ListHandovers(*entry, context); }; });
}

}  // namespace

void AddHandoverCommands(CLI::App* app, Context* context) {
  CLI::App* noun =
      app->add_subcommand("handover", "Counts of controlled items as shifts hand over");
  noun->require_subcommand(1);
  AddRecordHandover(noun, context);
  AddListHandovers(noun, context);
}

}  // namespace waystation::cli
