#include "storage/base/errors.h"

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "google/rpc/error_details.pb.h"

namespace waystation {
namespace {

// Details travel in a trailer of which gRPC's clients take 8 KiB in all, a third more than the
// bytes themselves: past that the caller would learn nothing at all.
constexpr size_t kMaxViolationBytes = 4096;

constexpr absl::string_view kReasonPrefix = "ERROR_REASON_";
constexpr absl::string_view kDomain = "waystation";
constexpr absl::string_view kErrorInfoUrl = "type.googleapis.com/google.rpc.ErrorInfo";
constexpr absl::string_view kBadRequestUrl = "type.googleapis.com/google.rpc.BadRequest";

// The one table of codes. A switch without default: the compiler names a reason that lacks one.
absl::StatusCode CodeOf(Reason reason) {
  switch (reason) {
    case common::v1::ERROR_REASON_INVALID_FIELD:
    case common::v1::ERROR_REASON_PAGE_TOKEN_MISMATCH:
      return absl::StatusCode::kInvalidArgument;
    case common::v1::ERROR_REASON_REQUEST_ID_REUSED:
    case common::v1::ERROR_REASON_ALREADY_EXISTS:
    case common::v1::ERROR_REASON_DOCUMENT_NUMBER_REPEATED:
      return absl::StatusCode::kAlreadyExists;
    case common::v1::ERROR_REASON_REQUEST_TOO_LARGE:
      return absl::StatusCode::kResourceExhausted;
    case common::v1::ERROR_REASON_NOT_KNOWN:
      return absl::StatusCode::kNotFound;
    case common::v1::ERROR_REASON_ETAG_MISMATCH:
      return absl::StatusCode::kAborted;
    case common::v1::ERROR_REASON_WRONG_STATE:
    case common::v1::ERROR_REASON_NOT_ENOUGH_STOCK:
    case common::v1::ERROR_REASON_LOT_EXPIRED:
    case common::v1::ERROR_REASON_LOT_RECALLED:
    case common::v1::ERROR_REASON_STOCK_BLOCKED:
    case common::v1::ERROR_REASON_PLACE_NOT_EMPTY:
    case common::v1::ERROR_REASON_LOT_DATE_DISAGREES:
    case common::v1::ERROR_REASON_TIME_OUT_OF_RANGE:
    case common::v1::ERROR_REASON_ALREADY_REVERSED:
    case common::v1::ERROR_REASON_REVERSAL_NOT_REVERSIBLE:
    case common::v1::ERROR_REASON_QUANTITY_OVERFLOW:
    case common::v1::ERROR_REASON_PLACE_NOT_NAMED:
    case common::v1::ERROR_REASON_KIT_CONTENT_DIFFERS:
    case common::v1::ERROR_REASON_TRANSFER_NOT_REVERSIBLE:
    case common::v1::ERROR_REASON_TRANSFER_NOT_SETTLED:
    case common::v1::ERROR_REASON_SECOND_SIGNATURE_MISSING:
    case common::v1::ERROR_REASON_SIGNER_NOT_DIFFERENT:
    case common::v1::ERROR_REASON_ITEM_IS_ALIAS:
    case common::v1::ERROR_REASON_ITEMS_DIFFER:
    case common::v1::ERROR_REASON_HISTORY_CHANGED:
    case common::v1::ERROR_REASON_CLOCK_NOT_SETTABLE:
    case common::v1::ERROR_REASON_FOLDER_IN_USE:
    case common::v1::ERROR_REASON_FOLDER_NEWER:
    case common::v1::ERROR_REASON_FOLDER_KIND:
    case common::v1::ERROR_REASON_FOLDER_NOT_EMPTY:
    case common::v1::ERROR_REASON_FOLDER_UNFINISHED:
      return absl::StatusCode::kFailedPrecondition;
    case common::v1::ERROR_REASON_NOT_YET_FOLLOWED:
    case common::v1::ERROR_REASON_OVERLOADED:
    case common::v1::ERROR_REASON_LOG_UNAVAILABLE:
    case common::v1::ERROR_REASON_BACKUP_FAILED:
      return absl::StatusCode::kUnavailable;
    case common::v1::ERROR_REASON_DEADLINE_PASSED:
      return absl::StatusCode::kDeadlineExceeded;
    case common::v1::ERROR_REASON_LOG_DAMAGED:
    case common::v1::ERROR_REASON_BACKUP_DAMAGED:
      return absl::StatusCode::kDataLoss;
    case common::v1::ERROR_REASON_UNSPECIFIED:
    case common::v1::ErrorReason_INT_MIN_SENTINEL_DO_NOT_USE_:
    case common::v1::ErrorReason_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return absl::StatusCode::kInternal;
}

template <typename Message>
std::optional<Message> PayloadOf(const absl::Status& status, absl::string_view url) {
  const auto bytes = status.GetPayload(url);
  Message message;
  if (!bytes.has_value() || !message.ParseFromString(std::string(*bytes))) return std::nullopt;
  return message;
}

}  // namespace

absl::Status Error(Reason reason, absl::string_view message, const ErrorMetadata& metadata) {
  absl::Status status(CodeOf(reason), message);
  google::rpc::ErrorInfo info;
  info.set_reason(ReasonName(reason));
  info.set_domain(std::string(kDomain));
  for (const auto& [key, value] : metadata) (*info.mutable_metadata())[key] = value;
  status.SetPayload(kErrorInfoUrl, absl::Cord(info.SerializeAsString()));
  return status;
}

absl::string_view CutText(absl::string_view text, size_t max_bytes) {
  if (text.size() <= max_bytes) return text;
  size_t end = max_bytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end);
}

absl::Status InvalidFields(const std::vector<FieldViolation>& violations) {
  if (violations.empty()) return absl::OkStatus();
  std::string message = absl::StrCat(violations[0].field, ": ", violations[0].description);
  if (violations.size() > 1) absl::StrAppend(&message, " (and ", violations.size() - 1, " more)");
  absl::Status status = Error(common::v1::ERROR_REASON_INVALID_FIELD, message);
  google::rpc::BadRequest bad_request;
  for (size_t i = 0; i < violations.size(); ++i) {
    auto* added = bad_request.add_field_violations();
    added->set_field(violations[i].field);
    added->set_description(violations[i].description);
    if (i == 0 || bad_request.ByteSizeLong() <= kMaxViolationBytes) continue;
    added->set_field("request");
    added->set_description(
        absl::StrCat("got ", violations.size() - i, " more faults, want these mended first"));
    break;
  }
  status.SetPayload(kBadRequestUrl, absl::Cord(bad_request.SerializeAsString()));
  return status;
}

absl::Status NotKnown(absl::string_view resource) {
  return Error(common::v1::ERROR_REASON_NOT_KNOWN, "The resource is not known here.",
               {{"resource", std::string(resource)}});
}

Reason ReasonOf(const absl::Status& status) {
  const auto info = PayloadOf<google::rpc::ErrorInfo>(status, kErrorInfoUrl);
  Reason reason = common::v1::ERROR_REASON_UNSPECIFIED;
  if (info.has_value() && info->domain() == std::string(kDomain)) {
    common::v1::ErrorReason_Parse(absl::StrCat(kReasonPrefix, info->reason()), &reason);
  }
  return reason;
}

std::optional<std::string> ErrorVariable(const absl::Status& status, absl::string_view key) {
  const auto info = PayloadOf<google::rpc::ErrorInfo>(status, kErrorInfoUrl);
  if (!info.has_value()) return std::nullopt;
  const auto found = info->metadata().find(std::string(key));
  if (found == info->metadata().end()) return std::nullopt;
  return found->second;
}

std::vector<FieldViolation> FieldViolationsOf(const absl::Status& status) {
  std::vector<FieldViolation> violations;
  const auto bad_request = PayloadOf<google::rpc::BadRequest>(status, kBadRequestUrl);
  if (!bad_request.has_value()) return violations;
  for (const auto& violation : bad_request->field_violations()) {
    violations.push_back({violation.field(), violation.description()});
  }
  return violations;
}

std::string ReasonName(Reason reason) {
  const std::string name = common::v1::ErrorReason_Name(reason);
  return std::string(absl::StripPrefix(name, kReasonPrefix));
}

}  // namespace waystation
