#include "services/inventory/domain/catalogue/storage_class.h"

#include "absl/strings/str_cat.h"
#include "services/inventory/domain/checker.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/domain/resource.h"
#include "services/inventory/limits.h"

namespace waystation::inventory {
namespace {

void CheckTemperature(Checker& check, absl::string_view field, int64_t millicelsius) {
  check.InRange(field, millicelsius, kMinMillicelsius, kMaxMillicelsius);
}

void CheckAllowance(Checker& check, const v1::StorageClass& storage_class) {
  const v1::OutOfRangeAllowance& allowance = storage_class.out_of_range();
  constexpr char kMost[] = "out_of_range.max_temperature_millicelsius";
  check.InRange("out_of_range.max_minutes", allowance.max_minutes(), 1, kMaxOutOfRangeMinutes);
  if (!allowance.has_max_temperature_millicelsius()) {
    check.Add(kMost, "nothing", "the temperature up to which it may be out of the range");
    return;
  }
  CheckTemperature(check, kMost, allowance.max_temperature_millicelsius());
  if (!storage_class.has_max_temperature_millicelsius()) {
    check.Add("out_of_range", "an allowance without an upper end of the range",
              "max_temperature_millicelsius too");
  } else if (allowance.max_temperature_millicelsius() <=
             storage_class.max_temperature_millicelsius()) {
    check.Add(kMost, absl::StrCat(allowance.max_temperature_millicelsius()),
              absl::StrCat("more than max_temperature_millicelsius, which is ",
                           storage_class.max_temperature_millicelsius()));
  }
}

}  // namespace

std::string StorageClassEtag(const v1::StorageClass& storage_class) {
  v1::StorageClass content = storage_class;
  content.clear_etag();
  return ContentEtag(content);
}

void CheckStorageClass(std::vector<FieldViolation>& violations, absl::string_view prefix,
                       const v1::StorageClass& storage_class) {
  Checker check(violations, prefix);
  check.DisplayNames(storage_class.display_names());
  const int64_t min = storage_class.min_temperature_millicelsius();
  const int64_t max = storage_class.max_temperature_millicelsius();
  CheckTemperature(check, "min_temperature_millicelsius", min);
  CheckTemperature(check, "max_temperature_millicelsius", max);
  if (storage_class.has_min_temperature_millicelsius() &&
      storage_class.has_max_temperature_millicelsius() && max < min) {
    check.Add("max_temperature_millicelsius", absl::StrCat(max),
              absl::StrCat("at least min_temperature_millicelsius, which is ", min));
  }
  if (storage_class.has_out_of_range()) CheckAllowance(check, storage_class);
  check.Text("source", storage_class.source(), 0, kMaxRemarkCharacters);
  check.Text("note", storage_class.note(), 0, kMaxRemarkCharacters);
}

absl::StatusOr<v1::Event> DecideCreateStorageClass(
    const v1::CreateStorageClassRequest& request, const std::optional<v1::StorageClass>& existing) {
  if (existing.has_value()) {
    return Error(Reason::ERROR_REASON_ALREADY_EXISTS, "the id is taken",
                 {{"resource", existing->name()}});
  }
  v1::Event event;
  v1::StorageClass& created = *event.mutable_storage_class_created()->mutable_storage_class();
  created = request.storage_class();
  created.set_name(StorageClassName(request.storage_class_id()));
  created.set_etag(StorageClassEtag(created));
  return event;
}

absl::StatusOr<v1::Event> DecideUpdateStorageClass(
    const v1::UpdateStorageClassRequest& request, const std::optional<v1::StorageClass>& existing) {
  const v1::StorageClass& wanted = request.storage_class();
  if (!existing.has_value()) return NotKnown(wanted.name());
  if (!wanted.etag().empty() && wanted.etag() != existing->etag()) {
    return Error(Reason::ERROR_REASON_ETAG_MISMATCH, "the storage class changed since it was read",
                 {{"resource", existing->name()}, {"etag", existing->etag()}});
  }
  std::vector<FieldViolation> violations;
  CheckUpdateMask(violations, request.update_mask(), *v1::StorageClass::descriptor());
  if (!violations.empty()) return InvalidFields(violations);

  v1::Event event;
  v1::StorageClass& updated = *event.mutable_storage_class_updated()->mutable_storage_class();
  updated = *existing;
  CopyFields(wanted, request.update_mask(), updated);
  CheckStorageClass(violations, "storage_class", updated);
  if (!violations.empty()) return InvalidFields(violations);
  updated.set_etag(StorageClassEtag(updated));
  return event;
}

}  // namespace waystation::inventory
