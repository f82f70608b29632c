#include "services/headquarters/store/limit_rows.h"

#include <utility>

#include "services/headquarters/store/tables.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"
#include "storage/key.h"

namespace waystation::headquarters {
namespace {

constexpr int64_t kMicrosPerMinute = 60'000'000;

void DeleteLimitIndexes(storage::RowWriter& rows, const std::string& facility, const LimitId& id,
                        const Limit& limit) {
  for (const std::string& key : LimitIndexKeys(facility, id, limit)) rows.Delete(key);
}

void WriteLimit(storage::RowWriter& rows, const std::string& facility, const LimitId& id,
                const std::optional<Limit>& before, const Limit& limit) {
  if (before == limit) return;
  if (before.has_value()) DeleteLimitIndexes(rows, facility, id, *before);
  rows.Put(LimitKey(facility, id), Encode(limit));
  for (const std::string& key : LimitIndexKeys(facility, id, limit)) rows.Put(key, "");
}

}  // namespace

std::vector<std::string> LimitIndexKeys(const std::string& facility, const LimitId& id,
                                        const Limit& limit) {
  if (limit.unknown_since_us != kNoTime) {
    return {LimitTimeKey(kLimitUnknownIndex, limit.unknown_since_us, facility, id)};
  }
  std::vector<std::string> keys = {
      LimitTimeKey(kLimitKnownIndex, limit.known_until_us, facility, id)};
  if (limit.act_by_us != kNoTime) {
    keys.push_back(LimitTimeKey(kLimitDueIndex, limit.act_by_us, facility, id));
  }
  return keys;
}

absl::StatusOr<std::optional<facility::v1::Facility>> LoadFacility(const storage::RowReader& rows,
                                                                   const std::string& facility) {
  ASSIGN_OR_RETURN(const std::optional<std::string> value, rows.Get(FacilityKey(facility)));
  if (!value.has_value()) return std::optional<facility::v1::Facility>();
  facility::v1::Facility message;
  if (!message.ParseFromString(*value)) {
    return Error(Reason::ERROR_REASON_LOG_DAMAGED, "a row is not in this program's row format");
  }
  return std::optional<facility::v1::Facility>(std::move(message));
}

absl::StatusOr<std::optional<Status>> LoadStatus(const storage::RowReader& rows,
                                                 const std::string& facility) {
  ASSIGN_OR_RETURN(const std::optional<std::string> value, rows.Get(StatusKey(facility)));
  if (!value.has_value()) return std::optional<Status>();
  ASSIGN_OR_RETURN(const Status status, DecodeStatus(*value));
  return std::optional<Status>(status);
}

absl::StatusOr<Contact> LoadContact(const storage::RowReader& rows, const std::string& facility) {
  Contact contact;
  ASSIGN_OR_RETURN(const auto known, LoadFacility(rows, facility));
  if (known.has_value()) {
    contact.closed = known->state() == facility::v1::FACILITY_STATE_CLOSED;
    contact.report_interval_us = known->report_interval_minutes() * kMicrosPerMinute;
  }
  ASSIGN_OR_RETURN(const std::optional<Status> status, LoadStatus(rows, facility));
  if (!status.has_value()) return contact;
  contact.said_silent = status->said_silent != 0;
  contact.report_time_us = status->report_time_us;
  return contact;
}

absl::StatusOr<std::optional<Limit>> LoadLimit(const storage::RowReader& rows,
                                               const std::string& facility, const LimitId& id) {
  ASSIGN_OR_RETURN(const std::optional<std::string> value, rows.Get(LimitKey(facility, id)));
  if (!value.has_value()) return std::optional<Limit>();
  ASSIGN_OR_RETURN(const Limit limit, DecodeLimit(*value));
  return std::optional<Limit>(limit);
}

absl::StatusOr<std::map<LimitId, Limit>> LoadLimits(const storage::RowReader& rows,
                                                    const std::string& facility) {
  std::map<LimitId, Limit> limits;
  const std::string prefix = LimitPrefix(facility);
  auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    storage::KeyReader key(cursor->key());
    key.String();
    LimitId id;
    id.kind = key.Int64();
    id.subject = key.String();
    ASSIGN_OR_RETURN(limits[id], DecodeLimit(cursor->value()));
  }
  RETURN_IF_ERROR(cursor->status());
  return limits;
}

absl::Status FoldLimits(storage::RowWriter& rows, const facility::v1::AutonomyDerived& derived,
                        int64_t record_time_us) {
  const std::string facility = IdOf(derived.facility());
  ASSIGN_OR_RETURN(auto gone, LoadLimits(rows, facility));
  ASSIGN_OR_RETURN(const Contact contact, LoadContact(rows, facility));
  for (const facility::v1::AutonomyLimit& told : derived.limits()) {
    if (told.kind() == facility::v1::LIMIT_KIND_UNSPECIFIED ||
        !facility::v1::LimitKind_IsValid(told.kind())) {
      return Error(Reason::ERROR_REASON_FOLDER_NEWER,
                   "facility's log has a limit that this program does not know");
    }
    const LimitId id{.kind = told.kind(), .subject = told.subject()};
    std::optional<Limit> before;
    if (const auto known = gone.find(id); known != gone.end()) {
      before = known->second;
      gone.erase(known);
    }
    WriteLimit(rows, facility, id, before, ToldAgain(before, told, contact, record_time_us));
  }
  for (const auto& [id, limit] : gone) {
    rows.Delete(LimitKey(facility, id));
    DeleteLimitIndexes(rows, facility, id, limit);
  }
  return absl::OkStatus();
}

absl::Status FoldContact(storage::RowWriter& rows, const std::string& facility,
                         int64_t record_time_us) {
  ASSIGN_OR_RETURN(const auto limits, LoadLimits(rows, facility));
  if (limits.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const Contact contact, LoadContact(rows, facility));
  for (const auto& [id, limit] : limits) {
    WriteLimit(rows, facility, id, limit, InContact(limit, contact, record_time_us));
  }
  return absl::OkStatus();
}

}  // namespace waystation::headquarters
