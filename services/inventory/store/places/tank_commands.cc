#include "services/inventory/store/places/tank_commands.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/checker.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/domain/places/tank.h"
#include "services/inventory/store/catalogue/aliases.h"
#include "services/inventory/store/counts/count_commands.h"
#include "services/inventory/store/places/load_places.h"
#include "services/inventory/store/places/load_tanks.h"
#include "services/inventory/store/places/reading_keys.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

using storage::RowReader;

absl::Status WrongField(const char* field, absl::string_view got, absl::string_view want) {
  std::vector<FieldViolation> violations;
  Checker(violations, "").Add(field, got, want);
  return InvalidFields(violations);
}

// INVALID_FIELD of name where a dip does not say what is in this place.
absl::Status CheckOneTank(const TankReader& reader, const v1::StoragePlace& place) {
  const auto found = reader.tanks().find(place.installation());
  if (found == reader.tanks().end()) {
    return WrongField("name",
                      place.installation().empty() ? "a place without an installation"
                                                   : "a place that is no tank",
                      "a storage place whose installation is a tank");
  }
  if (found->second.places.size() == 1) return absl::OkStatus();
  return WrongField("name",
                    absl::StrCat("the tank of ", absl::StrJoin(found->second.places, " and ")),
                    "a tank that is one storage place; count these by hand");
}

absl::StatusOr<v1::TankDip> RequireDip(const RowReader& rows, TankReader& reader,
                                       const std::string& installation,
                                       const v1::PostTankDipRequest& request) {
  const absl::Time time = TimeOf(request.dip_time());
  ASSIGN_OR_RETURN(const std::optional<facility::v1::StatusRecord> record,
                   GetMessage<facility::v1::StatusRecord>(
                       rows, ReadingKey(reader.facility(), facility::v1::MEASURE_TANK_LEVEL_ML,
                                        installation, time)));
  if (!record.has_value()) return NotKnown(absl::StrCat(request.name(), "/", TimeText(time)));
  return reader.DipOf(installation, *record);
}

// Items that the book has there are counted in millilitres; others are looked at.
absl::Status CheckLiquid(const RowReader& rows, const std::string& item) {
  ASSIGN_OR_RETURN(const std::optional<v1::Item> row, LoadItemOrAlias(rows, LastId(item)));
  if (!row.has_value() || row->base_unit() == v1::BASE_UNIT_MILLILITRE) return absl::OkStatus();
  return WrongField("item", item, "an item that is counted in millilitres");
}

absl::StatusOr<v1::CreateCountRequest> CountOfDip(const v1::TankDip& dip, const std::string& item,
                                                  const v1::PostTankDipRequest& request) {
  v1::CreateCountRequest create;
  create.set_request_id(request.request_id());
  create.set_parent(FacilityName(StoragePlaceIds(request.name())->first));
  v1::Count& count = *create.mutable_count();
  count.set_kind(v1::COUNT_KIND_CYCLIC);
  count.set_complete(true);
  count.set_place(StoragePlaceIds(request.name())->second);
  *count.mutable_counted_time() = dip.dip_time();
  count.set_counted_by(request.counted_by().empty() ? dip.reported_by() : request.counted_by());
  count.set_second_counted_by(request.second_counted_by());
  count.set_note(request.note());
  for (v1::CountLine& line : SpreadDip(dip, item)) *count.add_lines() = std::move(line);
  if (!count.second_counted_by().empty() && count.second_counted_by() == count.counted_by()) {
    return WrongField("second_counted_by", count.second_counted_by(),
                      "another person than who dipped it, or nothing");
  }
  return create;
}

}  // namespace

absl::StatusOr<storage::Decision> PostTankDip(const RowReader& rows,
                                              const storage::DecideContext& context,
                                              const v1::PostTankDipRequest& request) {
  const auto ids = StoragePlaceIds(request.name());
  if (!ids.has_value()) return NotKnown(request.name());
  ASSIGN_OR_RETURN(TankReader reader, TankReader::Load(rows, FacilityName(ids->first)));
  ASSIGN_OR_RETURN(const v1::StoragePlace place, RequireStoragePlace(rows, request.name()));
  RETURN_IF_ERROR(CheckOneTank(reader, place));
  ASSIGN_OR_RETURN(const v1::TankDip dip, RequireDip(rows, reader, place.installation(), request));
  ASSIGN_OR_RETURN(const std::string item, ItemOfDip(dip, request.item()));
  RETURN_IF_ERROR(CheckLiquid(rows, item));
  ASSIGN_OR_RETURN(const v1::CreateCountRequest create, CountOfDip(dip, item, request));
  return CreateCount(rows, context, create);
}

absl::Status Answer(const storage::Outcome& outcome, v1::PostTankDipResponse* response) {
  v1::CreateCountResponse counted;
  RETURN_IF_ERROR(Answer(outcome, &counted));
  response->mutable_count()->Swap(counted.mutable_count());
  response->mutable_exceptions()->Swap(counted.mutable_exceptions());
  return absl::OkStatus();
}

}  // namespace waystation::inventory
