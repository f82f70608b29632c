#include "services/inventory/domain/context.h"

#include "absl/strings/str_cat.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/limits.h"

namespace waystation::inventory {

absl::Time EffectiveTime(absl::Time happened, absl::Time now) {
  return happened > now + kFutureTolerance ? now : happened;
}

std::string DocumentSeries(const v1::Movement& movement) {
  if (!movement.source().empty()) return absl::StrCat("source/", movement.source());
  return absl::StrCat("kind/", v1::MovementKind_Name(movement.kind()));
}

std::string PlaceOf(const v1::MovementLine& line) {
  return line.place().empty() ? std::string(kMainPlace) : line.place();
}

bool IsInflow(v1::MovementKind kind) {
  return kind == v1::MOVEMENT_KIND_RECEIPT || kind == v1::MOVEMENT_KIND_ADJUSTMENT_GAIN;
}

}  // namespace waystation::inventory
