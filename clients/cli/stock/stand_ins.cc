#include "clients/cli/stock/stand_ins.h"

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "clients/cli/catalogue/item_show.h"
#include "clients/cli/stock/movement_text.h"
#include "clients/cpp/call_error.h"

namespace waystation::cli {
namespace {

using inventory::v1::Movement;

bool IsForUse(const Movement& movement) {
  return movement.kind() == inventory::v1::MOVEMENT_KIND_ISSUE && movement.to_place().empty();
}

void PrintStandInsOf(const std::set<std::string>& items, const std::string& facility,
                     Context* context) {
  if (context->json()) return;
  for (const std::string& name : items) {
    const absl::StatusOr<inventory::v1::Item> item = context->FindItem(name);
    if (!item.ok() || item->substitutes().empty()) continue;
    context->PrintLine(absl::StrCat(ShowItem(name, context), " was short:"));
    static_cast<void>(PrintSubstitutes(*item, facility, context));
  }
}

}  // namespace

void PrintStandIns(const inventory::v1::CreateMovementResponse& response, Context* context) {
  const Movement& movement = response.movement();
  if (!IsForUse(movement)) return;
  std::set<std::string> items;
  for (const auto& exception : response.exceptions()) {
    const bool shortfall = exception.kind() == inventory::v1::EXCEPTION_KIND_SHORTFALL;
    if (shortfall && exception.state() == inventory::v1::EXCEPTION_STATE_OPEN) {
      items.insert(exception.item());
    }
  }
  PrintStandInsOf(items, movement.name().substr(0, movement.name().find("/movements/")), context);
}

void PrintStandIns(const inventory::v1::CreateMovementRequest& request, const absl::Status& status,
                   Context* context) {
  if (!IsForUse(request.movement())) return;
  const client::CallError error = client::CallErrorOf(status);
  if (error.reason != "NOT_ENOUGH_STOCK") return;
  std::set<std::string> items;
  for (const auto& line : request.movement().lines()) {
    const auto item = error.variables.find("item");
    if (item == error.variables.end() || item->second == line.item()) items.insert(line.item());
  }
  PrintStandInsOf(items, request.parent(), context);
}

}  // namespace waystation::cli
