#include "clients/load/region.h"

#include <cstring>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"
#include "clients/cpp/request_id.h"

namespace waystation::load {
namespace {

using facility::v1::FacilityKind;
using inventory::v1::Item;

constexpr uint64_t kGolden = 0x9E3779B97F4A7C15u;

// SplitMix64: one to one.
uint64_t Mix(uint64_t bits) {
  bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9u;
  bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EBu;
  return bits ^ (bits >> 31);
}

template <typename Message>
void AddNames(absl::string_view name, Message& message) {
  for (const char* language : {"az", "hy", "ru", "en"}) {
    auto* text = message.add_display_names();
    text->set_language(language);
    text->set_text(absl::StrCat(name, " ", language));
  }
}

google::protobuf::Timestamp TimestampOf(absl::Time time) {
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(absl::ToUnixSeconds(time));
  return timestamp;
}

common::v1::CivilDate DateOf(absl::CivilDay day) {
  common::v1::CivilDate date;
  date.set_year(static_cast<int32_t>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
  return date;
}

}  // namespace

// Spread over all ids like a person's, but cheaper than a digest: the generator shares the machine
// with what it measures.
std::string RequestId(uint64_t seed, absl::string_view what, int64_t index) {
  uint64_t kind = seed;
  for (const char c : what) kind = Mix(kind + kGolden + static_cast<uint8_t>(c));
  std::string id(client::kRequestIdBytes, '\0');
  const uint64_t halves[] = {Mix(kind + static_cast<uint64_t>(index) * kGolden), kind};
  static_assert(sizeof(halves) == client::kRequestIdBytes);
  std::memcpy(id.data(), halves, sizeof(halves));
  return id;
}

std::string FacilityId(int64_t number) { return absl::StrFormat("load-facility-%05d", number); }

std::string ItemId(int64_t number) { return absl::StrFormat("load-item-%04d", number); }

inventory::v1::CreateItemRequest CreateItem(uint64_t seed, int64_t number) {
  inventory::v1::CreateItemRequest request;
  request.set_request_id(RequestId(seed, "item", number));
  request.set_item_id(ItemId(number));
  Item& item = *request.mutable_item();
  AddNames(absl::StrCat("Load item ", number), item);
  item.set_category(absl::StrCat("load-category-", number % 10));
  item.set_base_unit(inventory::v1::BASE_UNIT_EACH);
  item.set_vital_class(number % kItemsPerVital == 0 ? inventory::v1::VITAL_CLASS_VITAL
                                                    : inventory::v1::VITAL_CLASS_ESSENTIAL);
  item.set_storage_class("ambient");
  return request;
}

facility::v1::CreateFacilityRequest CreateFacility(uint64_t seed, int64_t number) {
  constexpr FacilityKind kKinds[] = {
      facility::v1::FACILITY_KIND_FIELD_HOSPITAL, facility::v1::FACILITY_KIND_MOBILE_CAFETERIA,
      facility::v1::FACILITY_KIND_WAREHOUSE, facility::v1::FACILITY_KIND_HEALTH_POST};
  facility::v1::CreateFacilityRequest request;
  request.set_request_id(RequestId(seed, "facility", number));
  request.set_facility_id(FacilityId(number));
  facility::v1::Facility& facility = *request.mutable_facility();
  facility.set_kind(kKinds[number % 4]);
  AddNames(absl::StrCat("Load facility ", number), facility);
  facility.set_latitude_microdegrees(39'800'000 + Scattered(1, number, 300'000));
  facility.set_longitude_microdegrees(46'700'000 + Scattered(2, number, 300'000));
  facility.set_time_zone("Asia/Baku");
  facility.set_service_day_start_minutes(360);
  facility.set_people_served(Scattered(3, number, 1000));
  facility.set_report_interval_minutes(1440);
  request.set_initial_state(facility::v1::FACILITY_STATE_OPEN);
  return request;
}

inventory::v1::CreateMovementRequest CreateMovement(uint64_t seed, absl::string_view what,
                                                    int64_t index, int64_t facility,
                                                    inventory::v1::MovementKind kind,
                                                    absl::Time happened) {
  inventory::v1::CreateMovementRequest request;
  request.set_request_id(RequestId(seed, what, index));
  request.set_parent(absl::StrCat("facilities/", FacilityId(facility)));
  inventory::v1::Movement& movement = *request.mutable_movement();
  movement.set_kind(kind);
  movement.set_intent(inventory::v1::INTENT_HAPPENED);
  if (kind == inventory::v1::MOVEMENT_KIND_RECEIPT) {
    movement.set_source("load-generator");
  } else {
    movement.set_purpose(inventory::v1::PURPOSE_PATIENT_CARE);
  }
  *movement.mutable_happened_time() = TimestampOf(happened);
  return request;
}

void AddLine(int64_t item, int64_t quantity, absl::Time happened,
             inventory::v1::CreateMovementRequest& request) {
  inventory::v1::MovementLine& line = *request.mutable_movement()->add_lines();
  line.set_item(absl::StrCat("items/", ItemId(item)));
  line.set_quantity(quantity);
  if (request.movement().kind() != inventory::v1::MOVEMENT_KIND_RECEIPT) return;
  const absl::CivilDay day = absl::ToCivilDay(happened, absl::UTCTimeZone());
  *line.mutable_expiry_date() = DateOf(absl::CivilDay(day.year() + 2, day.month(), 28));
  line.set_date_kind(inventory::v1::DATE_KIND_USE_BY);
}

int64_t Scattered(uint64_t seed, int64_t index, int64_t bound) {
  return static_cast<int64_t>(Mix((seed + static_cast<uint64_t>(index)) * kGolden) %
                              static_cast<uint64_t>(bound));
}

}  // namespace waystation::load
