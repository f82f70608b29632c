// Requisitions and expected deliveries between people and messages: what their commands read, and
// how both are shown.
#ifndef CLIENTS_CLI_REQUESTS_REQUEST_TEXT_H_
#define CLIENTS_CLI_REQUESTS_REQUEST_TEXT_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "clients/cli/context.h"
#include "clients/cli/stock/movement_text.h"
#include "waystation/common/v1/civil_date.pb.h"
#include "waystation/inventory/v1/expected_delivery.pb.h"
#include "waystation/inventory/v1/requisition.pb.h"

namespace CLI {
class App;
}

namespace waystation::cli {

// Lines as typed: one by --item and --quantity, more by --line.
struct LinesText {
  std::string item;
  std::string quantity;
  std::vector<std::string> lines;
};

// Adds these three options; `text` outlives the parsed command.
void AddLineOptions(CLI::App* command, LinesText* text);

// Item and quantity of each line. Errors name the option.
absl::StatusOr<std::vector<inventory::v1::MovementLine>> ReadLines(const LinesText& text,
                                                                   Context* context);

// Adds them to the repeated lines of a requisition or an expected delivery.
template <typename Lines>
absl::Status AddLinesTo(const LinesText& text, Context* context, Lines* lines) {
  auto read = ReadLines(text, context);
  if (!read.ok()) return read.status();
  for (const inventory::v1::MovementLine& from : *read) {
    auto* line = lines->Add();
    line->set_item(from.item());
    line->set_quantity(from.quantity());
    line->set_pack_name(from.pack_name());
    line->set_pack_count(from.pack_count());
    line->set_pack_factor(from.pack_factor());
  }
  return absl::OkStatus();
}

// "facilities/f/requisitions/req-0001" from that, or from "REQ-0001" or an id with --at f;
// `collection` is "requisitions", `what` is how an error calls the argument.
absl::StatusOr<std::string> NameOf(const std::string& text, const std::string& at,
                                   absl::string_view collection, absl::string_view what);

// "Diesel 2,000 L, Rice 50 kg" of the lines.
template <typename Lines>
std::string ShowLines(const Lines& lines, Context* context) {
  std::string text;
  for (const auto& line : lines) {
    absl::StrAppend(&text, text.empty() ? "" : ", ", ShowItem(line.item(), context), " ",
                    ShowQuantity(line.quantity(), line.item(), context));
  }
  return text;
}

// "2026-12-01", or "2026-12-01 to 12-03".
std::string ShowDates(const common::v1::CivilDate& earliest, const common::v1::CivilDate& latest);

// Whole, for people. `heading` says what happened to it.
void PrintRequisition(const inventory::v1::Requisition& requisition, absl::string_view heading,
                      Context* context);
void PrintDelivery(const inventory::v1::ExpectedDelivery& delivery, absl::string_view heading,
                   Context* context);

// How it stands, in words: "approved in part", "confirmed, 2 days OVERDUE".
std::string ShowState(const inventory::v1::Requisition& requisition);
std::string ShowState(const inventory::v1::ExpectedDelivery& delivery);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_REQUESTS_REQUEST_TEXT_H_
