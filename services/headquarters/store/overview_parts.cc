#include "services/headquarters/store/overview_parts.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "services/headquarters/store/ending_messages.h"
#include "services/headquarters/store/keys.h"
#include "services/headquarters/store/limit_rows.h"
#include "services/headquarters/store/tables.h"
#include "storage/base/status_macros.h"
#include "storage/key.h"

namespace waystation::headquarters {
namespace {

// Of one sort of limits.
struct GroupTallies {
  EndingTally fuel;
  EndingTally power;
  EndingTally cold_chain;
  EndingTally water;

  EndingTally& Of(v1::EndingKind kind) {
    switch (kind) {
      case v1::ENDING_KIND_POWER:
        return power;
      case v1::ENDING_KIND_COLD_CHAIN:
        return cold_chain;
      case v1::ENDING_KIND_WATER:
        return water;
      default:
        return fuel;
    }
  }
};

absl::Status FillGroup(Facts& facts, const std::string& facility_id, const EndingTally& tally,
                       v1::FacilityOverview& out,
                       v1::EndingGroup* (v1::FacilityOverview::*mutable_group)()) {
  if (!tally.first().has_value()) return absl::OkStatus();
  ASSIGN_OR_RETURN(*(out.*mutable_group)(), MakeGroup(facts, facility_id, tally));
  return absl::OkStatus();
}

// In the order of the facility's own list, then those that it reported beside.
absl::StatusOr<std::vector<v1::BedStatus>> LoadBeds(Facts& facts, const std::string& facility_id) {
  std::vector<v1::BedStatus> beds;
  ASSIGN_OR_RETURN(const FacilityFacts* facility, facts.Facility(facility_id));
  if (facility->facility.has_value()) {
    for (const facility::v1::BedCapacity& listed : facility->facility->beds()) {
      v1::BedStatus& bed = beds.emplace_back();
      bed.set_type(listed.type());
      bed.set_capacity(listed.capacity());
    }
  }
  const std::string prefix = storage::KeyBuilder(kBedTable).String(facility_id).Take();
  auto cursor = facts.rows().Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    storage::KeyReader key(cursor->key());
    key.String();
    const std::string type = key.String();
    ASSIGN_OR_RETURN(const BedRow row, DecodeBedRow(cursor->value()));
    auto bed = std::find_if(beds.begin(), beds.end(),
                            [&type](const v1::BedStatus& each) { return each.type() == type; });
    if (bed == beds.end()) bed = beds.insert(beds.end(), v1::BedStatus());
    bed->set_type(type);
    if (row.occupied_time_us != 0) {
      bed->set_occupied(row.occupied);
      *bed->mutable_occupied_time() = TimestampOfMicros(row.occupied_time_us);
    }
    if (row.free_time_us != 0) {
      bed->set_free(row.free);
      *bed->mutable_free_time() = TimestampOfMicros(row.free_time_us);
    }
  }
  RETURN_IF_ERROR(cursor->status());
  return beds;
}

}  // namespace

absl::Status FillAutonomy(Facts& facts, const std::string& facility_id, EndingTally& binding,
                          v1::FacilityOverview& out) {
  ASSIGN_OR_RETURN(const auto limits, LoadLimits(facts.rows(), facility_id));
  ASSIGN_OR_RETURN(const Contact* contact, facts.ContactWith(facility_id));
  const int64_t now_us = absl::ToUnixMicros(facts.moment().now);
  GroupTallies groups;
  for (const auto& [id, limit] : limits) {
    const auto kind = static_cast<v1::EndingKind>(id.kind);
    const EndingMark mark = MarkOf(kind, id.subject, limit, ReadLimit(limit, *contact, now_us));
    groups.Of(kind).Add(mark);
    binding.Add(mark);
  }
  RETURN_IF_ERROR(
      FillGroup(facts, facility_id, groups.fuel, out, &v1::FacilityOverview::mutable_fuel));
  RETURN_IF_ERROR(
      FillGroup(facts, facility_id, groups.power, out, &v1::FacilityOverview::mutable_power));
  RETURN_IF_ERROR(FillGroup(facts, facility_id, groups.cold_chain, out,
                            &v1::FacilityOverview::mutable_cold_chain));
  RETURN_IF_ERROR(
      FillGroup(facts, facility_id, groups.water, out, &v1::FacilityOverview::mutable_water));
  return FillGroup(facts, facility_id, binding, out, &v1::FacilityOverview::mutable_binding);
}

absl::Status FillBeds(Facts& facts, const std::string& facility_id, v1::FacilityOverview& out) {
  ASSIGN_OR_RETURN(std::vector<v1::BedStatus> beds, LoadBeds(facts, facility_id));
  const bool unknown = out.reporting_state() != facility::v1::REPORTING_STATE_IN_TOUCH ||
                       out.state() == facility::v1::FACILITY_STATE_CLOSED;
  for (v1::BedStatus& bed : beds) {
    bed.set_unknown(unknown);
    if (bed.has_capacity()) {
      bed.set_surge(std::max<int64_t>(0, bed.occupied() - bed.capacity()));
    }
    *out.add_beds() = std::move(bed);
  }
  return absl::OkStatus();
}

}  // namespace waystation::headquarters
