#include "tests/headquarters/store/books.h"

#include <utility>

#include "services/headquarters/domain/day.h"

namespace waystation::headquarters::testing {
namespace {

std::pair<inventory::v1::AccountKind, inventory::v1::AccountKind> AccountsOf(LegKind kind) {
  using namespace inventory::v1;  // NOLINT: enumerators only
  switch (kind) {
    case LegKind::kReceipt:
      return {ACCOUNT_KIND_SOURCE, ACCOUNT_KIND_POSITION};
    case LegKind::kUse:
      return {ACCOUNT_KIND_POSITION, ACCOUNT_KIND_CONSUMED};
    case LegKind::kWaste:
      return {ACCOUNT_KIND_POSITION, ACCOUNT_KIND_WASTED};
    case LegKind::kGain:
    case LegKind::kShortfall:
    case LegKind::kCountedMore:
      return {ACCOUNT_KIND_COUNT_DIFFERENCE, ACCOUNT_KIND_POSITION};
    case LegKind::kLoss:
    case LegKind::kCover:
    case LegKind::kCountedLess:
      return {ACCOUNT_KIND_POSITION, ACCOUNT_KIND_COUNT_DIFFERENCE};
    case LegKind::kMove:
      return {ACCOUNT_KIND_POSITION, ACCOUNT_KIND_POSITION};
    case LegKind::kReturn:
      return {ACCOUNT_KIND_CONSUMED, ACCOUNT_KIND_POSITION};
    case LegKind::kSend:
      return {ACCOUNT_KIND_POSITION, ACCOUNT_KIND_IN_TRANSIT};
    case LegKind::kSentBack:
      return {ACCOUNT_KIND_IN_TRANSIT, ACCOUNT_KIND_POSITION};
  }
  return {};
}

}  // namespace

inventory::v1::Event Posted(const std::string& facility, const std::vector<LegSpec>& legs,
                            bool reversal) {
  inventory::v1::Event event;
  inventory::v1::Movement& movement = *event.mutable_movement_posted()->mutable_movement();
  movement.set_name(absl::StrCat("facilities/", facility, "/movements/m"));
  event.mutable_movement_posted()->set_facility_kind(
      facility == kDepot ? facility::v1::FACILITY_KIND_WAREHOUSE
                         : facility::v1::FACILITY_KIND_FIELD_HOSPITAL);
  const std::string transfer = absl::StrCat("facilities/", facility, "/transfers/t");
  movement.set_kind(reversal ? inventory::v1::MOVEMENT_KIND_REVERSAL
                             : inventory::v1::MOVEMENT_KIND_ISSUE);
  for (const LegSpec& spec : legs) {
    inventory::v1::Leg& leg = *movement.add_legs();
    auto [from, to] = AccountsOf(spec.kind);
    auto [from_condition, to_condition] = std::pair(spec.from, spec.to);
    if (reversal) {
      std::swap(from, to);
      std::swap(from_condition, to_condition);
    }
    leg.set_item("items/" + spec.item);
    leg.set_lot(spec.lot);
    if (spec.expiry_day != kNoDay) *leg.mutable_expiry_date() = DateOfDay(spec.expiry_day);
    leg.mutable_from()->set_kind(from);
    leg.mutable_to()->set_kind(to);
    if (from == inventory::v1::ACCOUNT_KIND_POSITION) {
      leg.mutable_from()->set_condition(from_condition);
    }
    if (to == inventory::v1::ACCOUNT_KIND_POSITION) leg.mutable_to()->set_condition(to_condition);
    if (from == inventory::v1::ACCOUNT_KIND_IN_TRANSIT) leg.mutable_from()->set_transfer(transfer);
    if (to == inventory::v1::ACCOUNT_KIND_IN_TRANSIT) leg.mutable_to()->set_transfer(transfer);
    leg.set_quantity(spec.quantity);
    *leg.mutable_day() = DateOfDay(spec.day);
    if (spec.kind == LegKind::kShortfall || spec.kind == LegKind::kCover) {
      leg.set_difference_of(absl::StrCat("facilities/", facility, "/exceptions/e"));
    }
    if (spec.kind == LegKind::kCountedMore || spec.kind == LegKind::kCountedLess) {
      leg.set_count(absl::StrCat("facilities/", facility, "/counts/c"));
    }
  }
  return event;
}

inventory::v1::Event RecallChanged(const std::string& recall, const std::string& item,
                                   const std::string& lot, int64_t day, bool open) {
  inventory::v1::Event event;
  inventory::v1::Recall& changed = open ? *event.mutable_recall_created()->mutable_recall()
                                        : *event.mutable_recall_withdrawn()->mutable_recall();
  changed.set_name("recalls/" + recall);
  changed.set_item("items/" + item);
  changed.add_lots(lot);
  changed.set_state(open ? inventory::v1::RECALL_STATE_OPEN
                         : inventory::v1::RECALL_STATE_WITHDRAWN);
  changed.mutable_record_time()->set_seconds(day * 86'400 + 80'000);
  return event;
}

inventory::v1::Event ItemCreated(const std::string& item, const std::string& category,
                                 inventory::v1::VitalClass vital_class) {
  inventory::v1::Event event;
  inventory::v1::Item& created = *event.mutable_item_created()->mutable_item();
  created.set_name("items/" + item);
  created.set_category(category);
  created.set_vital_class(vital_class);
  created.set_base_unit(inventory::v1::BASE_UNIT_EACH);
  common::v1::LocalizedText& text = *created.add_display_names();
  text.set_language("en");
  text.set_text("The " + item);
  return event;
}

facility::v1::Event FacilityCreated(const std::string& facility, facility::v1::FacilityKind kind,
                                    const std::string& time_zone) {
  facility::v1::Event event;
  facility::v1::Facility& created = *event.mutable_facility_created()->mutable_facility();
  created.set_name("facilities/" + facility);
  created.set_kind(kind);
  created.set_state(facility::v1::FACILITY_STATE_OPEN);
  created.set_time_zone(time_zone);
  created.set_report_interval_minutes(60);
  common::v1::LocalizedText& text = *created.add_display_names();
  text.set_language("en");
  text.set_text("The " + facility);
  return event;
}

facility::v1::Event AccessReported(const std::string& facility, absl::Time effective,
                                   facility::v1::Access access) {
  facility::v1::Event event;
  facility::v1::StatusReported& reported = *event.mutable_status_reported();
  reported.set_facility("facilities/" + facility);
  facility::v1::StatusRecord& record = *reported.add_records();
  record.mutable_value()->set_measure(facility::v1::MEASURE_ACCESS);
  record.mutable_value()->set_access(access);
  record.mutable_effective_time()->set_seconds(absl::ToUnixSeconds(effective));
  return event;
}

}  // namespace waystation::headquarters::testing
