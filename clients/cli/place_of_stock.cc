#include "clients/cli/place_of_stock.h"

#include <map>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/movement_text.h"
#include "clients/cli/paging.h"
#include "waystation/inventory/v1/stock.pb.h"

namespace waystation::cli {
namespace {

constexpr char kMainPlace[] = "main";

using QuantityByPlace = std::map<std::string, int64_t>;

absl::StatusOr<QuantityByPlace> PlacesOf(const std::string& facility, const std::string& item,
                                         const std::string& lot, Context* context) {
  inventory::v1::ListStockRequest request;
  request.set_facility(facility);
  request.set_item(item);
  auto response = ReadPages<inventory::v1::ListStockResponse>(
      request, 0, [](auto& page) { return page.mutable_lines(); }, context);
  if (!response.ok()) return response.status();
  QuantityByPlace places;
  for (const auto& line : response->lines()) {
    if (lot.empty() || line.lot() == lot) places[line.place()] += line.quantity();
  }
  return places;
}

}  // namespace

absl::Status NamePlaces(const std::string& facility, inventory::v1::Movement* movement,
                        Context* context) {
  for (auto& line : *movement->mutable_lines()) {
    if (!line.place().empty()) continue;
    absl::StatusOr<QuantityByPlace> places = PlacesOf(facility, line.item(), line.lot(), context);
    if (!places.ok()) continue;
    places->erase(movement->to_place());
    if (places->empty() || places->contains(kMainPlace)) continue;
    if (places->size() > 1) {
      const std::string held =
          absl::StrJoin(*places, ", ", [&](std::string* out, const auto& place) {
            absl::StrAppend(out, place.first, " (",
                            ShowQuantity(place.second, line.item(), context), ")");
          });
      return WrongOption("--place", absl::StrCat("got nothing, want one of those that hold ",
                                                 ShowItem(line.item(), context), ": ", held));
    }
    line.set_place(places->begin()->first);
    context->PrintLine(absl::StrCat("from ", line.place(), ", the only place that holds ",
                                    ShowItem(line.item(), context)));
  }
  return absl::OkStatus();
}

}  // namespace waystation::cli
