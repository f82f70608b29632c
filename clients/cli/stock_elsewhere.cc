#include "clients/cli/stock_elsewhere.h"

#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/movement_text.h"
#include "clients/cli/paging.h"
#include "waystation/inventory/v1/stock.pb.h"

namespace waystation::cli {
namespace {

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

// "fridge (20 L), ward-1 (5 L)": what holds the line's item (its lot) beside where it was booked
// and where it went; "" too when the server does not answer, since the movement is recorded
// already.
std::string HeldElsewhere(const Movement& movement, const MovementLine& line,
                          const std::string& booked, Context* context) {
  inventory::v1::ListStockRequest request;
  request.set_facility(movement.name().substr(0, movement.name().find("/movements/")));
  request.set_item(line.item());
  auto response = ReadPages<inventory::v1::ListStockResponse>(
      request, 0, [](auto& page) { return page.mutable_lines(); }, context);
  if (!response.ok()) return "";
  std::map<std::string, int64_t> places;
  for (const auto& held : response->lines()) {
    if (line.lot().empty() || held.lot() == line.lot()) places[held.place()] += held.quantity();
  }
  places.erase(booked);
  places.erase(movement.to_place());
  return absl::StrJoin(places, ", ", [&](std::string* out, const auto& place) {
    absl::StrAppend(out, place.first, " (", ShowQuantity(place.second, line.item(), context), ")");
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
    const std::string held = HeldElsewhere(movement, *line, exception.place(), context);
    if (held.empty()) continue;
    context->PrintLine(absl::StrCat(ShowItem(line->item(), context), " is also in ", held,
                                    ": was it taken there?"));
    told = true;
  }
  if (!told) return;
  context->PrintLine(absl::StrCat("then take this back and record it again with --place:  ",
                                  "waystation movement reverse ", movement.name()));
}

}  // namespace waystation::cli
