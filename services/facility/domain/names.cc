#include "services/facility/domain/names.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/facility/limits.h"
#include "storage/base/digest.h"

namespace waystation::facility {
namespace {

constexpr absl::string_view kFacilities = "facilities/";
constexpr absl::string_view kInstallations = "/installations/";
constexpr absl::string_view kWarnings = "/warnings/";
constexpr absl::string_view kHandovers = "/handovers/";
constexpr absl::string_view kTasks = "/tasks/";
constexpr size_t kMaxIdLength = 63;

// What stands behind `collection` in the name; empty when it is not there.
std::string IdAfter(absl::string_view collection, absl::string_view name) {
  const size_t found = name.find(collection);
  if (found == absl::string_view::npos) return "";
  return std::string(name.substr(found + collection.size()));
}

}  // namespace

bool IsId(absl::string_view text) {
  if (text.empty() || text.size() > kMaxIdLength) return false;
  if (text.front() == '-' || text.back() == '-') return false;
  for (const char c : text) {
    const bool allowed = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    if (!allowed) return false;
  }
  return true;
}

std::string FacilityName(absl::string_view facility_id) {
  return absl::StrCat(kFacilities, facility_id);
}

std::string StatusName(absl::string_view facility_name) {
  return absl::StrCat(facility_name, "/status");
}

std::string AutonomyName(absl::string_view facility_name) {
  return absl::StrCat(facility_name, "/autonomy");
}

std::string WarningName(absl::string_view facility_name, absl::string_view warning_id) {
  return absl::StrCat(facility_name, kWarnings, warning_id);
}

std::string WarningIdOf(absl::string_view name) { return IdAfter(kWarnings, name); }

std::string HandoverName(absl::string_view facility_name, absl::string_view handover_id) {
  return absl::StrCat(facility_name, kHandovers, handover_id);
}

std::string HandoverIdOf(absl::string_view name) { return IdAfter(kHandovers, name); }

std::string TaskName(absl::string_view facility_name, absl::string_view task_id) {
  return absl::StrCat(facility_name, kTasks, task_id);
}

std::string TaskIdOf(absl::string_view name) { return IdAfter(kTasks, name); }

std::string ReportName(absl::string_view facility_name, absl::string_view request_id) {
  return absl::StrCat(facility_name, "/statusReports/", ShortDigest({"status-report", request_id}));
}

std::string FacilityIdOf(absl::string_view name) {
  if (!absl::ConsumePrefix(&name, kFacilities)) return "";
  return std::string(name.substr(0, name.find('/')));
}

std::string InstallationIdOf(absl::string_view name) { return IdAfter(kInstallations, name); }

std::string InstallationName(absl::string_view facility_name, absl::string_view installation_id) {
  return absl::StrCat(facility_name, kInstallations, installation_id);
}

std::string ShortDigest(std::initializer_list<absl::string_view> parts) {
  const std::string digest = storage::DigestBytes(storage::Sha256(parts));
  return absl::BytesToHexString(digest).substr(0, kDerivedIdDigits);
}

}  // namespace waystation::facility
