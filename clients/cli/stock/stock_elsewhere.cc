#include "clients/cli/stock/stock_elsewhere.h"

#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/paging.h"
#include "clients/cli/stock/movement_text.h"
#include "waystation/inventory/v1/stock.pb.h"

namespace waystation::cli {
namespace {

using inventory::v1::Condition;
using inventory::v1::Exception;
using inventory::v1::Movement;
using inventory::v1::MovementLine;

// The line that `shortfall` is about, where the movement opened it and the line names no place.
const MovementLine* LineWithoutPlace(const Movement& movement, const Exception& shortfall) {
  for (const auto& leg : movement.legs()) {
    if (leg.difference_of() != shortfall.name()) continue;
    const bool opened = leg.from().kind() == inventory::v1::ACCOUNT_KIND_COUNT_DIFFERENCE;
    if (!opened || leg.line_index() < 0) return nullptr;
    const MovementLine& line = movement.lines(leg.line_index());
    return line.place().empty() ? &line : nullptr;
  }
  return nullptr;
}

// Of which condition stock was short.
Condition ShortOf(const Exception& shortfall) {
  return shortfall.condition() == inventory::v1::CONDITION_UNSPECIFIED
             ? inventory::v1::CONDITION_USABLE
             : shortfall.condition();
}

// "fridge (20 L), main (3 L, quarantined)": what holds the line's item (its lot) beside what it was
// booked out of and where it went; "" too when the server does not answer, since the movement is
// recorded already.
std::string HeldElsewhere(const Movement& movement, const MovementLine& line,
                          const Exception& shortfall, Context* context) {
  inventory::v1::ListStockRequest request;
  request.set_facility(movement.name().substr(0, movement.name().find("/movements/")));
  request.set_item(line.item());
  auto response = ReadPages<inventory::v1::ListStockResponse>(
      request, 0, [](auto& page) { return page.mutable_lines(); }, context);
  if (!response.ok()) return "";
  std::map<std::pair<std::string, Condition>, int64_t> shelves;
  for (const auto& held : response->lines()) {
    if (!line.lot().empty() && held.lot() != line.lot()) continue;
    if (held.place() == movement.to_place()) continue;
    shelves[{held.place(), held.condition()}] += held.quantity();
  }
  shelves.erase({shortfall.place(), ShortOf(shortfall)});
  // What the movement itself put somewhere was not there before.
  for (const auto& leg : movement.legs()) {
    if (leg.item() == line.item() && leg.difference_of().empty()) {
      shelves.erase({leg.to().place(), leg.to().condition()});
    }
  }
  return absl::StrJoin(shelves, ", ", [&](std::string* out, const auto& shelf) {
    const auto& [place, condition] = shelf.first;
    absl::StrAppend(out, place, " (", ShowQuantity(shelf.second, line.item(), context),
                    condition == inventory::v1::CONDITION_USABLE ? "" : ", ",
                    ShowCondition(condition), ")");
  });
}

}  // namespace

void PrintElsewhere(const inventory::v1::CreateMovementResponse& response, Context* context) {
  const Movement& movement = response.movement();
  bool told = false;
  for (const Exception& exception : response.exceptions()) {
    if (exception.kind() != inventory::v1::EXCEPTION_KIND_SHORTFALL) continue;
    const MovementLine* line = LineWithoutPlace(movement, exception);
    if (line == nullptr) continue;
    const std::string held = HeldElsewhere(movement, *line, exception, context);
    if (held.empty()) continue;
    context->PrintLine(absl::StrCat(ShowItem(line->item(), context), " is also in ", held,
                                    ": was it taken there?"));
    told = true;
  }
  if (!told) return;
  context->PrintLine(
      absl::StrCat("then take this back and record it again with --place, and --condition if it ",
                   "was not usable:  waystation movement reverse ", movement.name()));
}

}  // namespace waystation::cli
