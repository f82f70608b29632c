#include "clients/cli/text/have_document.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "clients/cli/text/facility_text.h"
#include "clients/cli/text/names.h"
#include "clients/cli/text/text.h"
#include "clients/cli/text/times.h"
#include "clients/cli/text/words.h"
#include "clients/cli/text/xml_writer.h"

namespace waystation::cli {
namespace {

using facility::v1::CurrentValue;
using facility::v1::FacilityStatus;

constexpr char kHave[] = "urn:oasis:names:tc:emergency:edxl:have:2.0";
constexpr char kCommonTypes[] = "urn:oasis:names:tc:emergency:edxl:ct:1.0";
constexpr char kPartyNames[] = "urn:oasis:names:tc:emergency:edxl:ciq:1.0:xnl";
constexpr char kGml[] = "http://www.opengis.net/gml/3.2";
constexpr char kWgs84[] = "urn:ogc:def:crs:EPSG::4326";
// The list of bed types is version 1.0's; 2.0 lets a report name the list it takes.
constexpr char kStandardTypes[] = "urn:oasis:names:tc:emergency:EDXL:HAVE:1.0";
constexpr char kOwnTypes[] = "urn:waystation:bed-type";

// One type of bed at one facility: as it is set up and as told.
struct BedFigures {
  std::optional<int64_t> capacity;
  const CurrentValue* free = nullptr;
  const CurrentValue* occupied = nullptr;
};

using BedsByType = std::map<std::string, BedFigures>;

BedsByType BedsOf(const FacilityStatus& status) {
  BedsByType beds;
  for (const auto& listed : status.facility().beds()) {
    beds[listed.type()].capacity = listed.capacity();
  }
  for (const CurrentValue& value : status.values()) {
    const auto& told = value.record().value();
    if (told.measure() == facility::v1::MEASURE_BEDS_FREE) beds[told.subject()].free = &value;
    if (told.measure() == facility::v1::MEASURE_BEDS_OCCUPIED) {
      beds[told.subject()].occupied = &value;
    }
  }
  return beds;
}

bool Works(const FacilityStatus& status) {
  return status.facility().state() == facility::v1::FACILITY_STATE_OPEN;
}

// A figure that may be taken for the present. A facility can be in touch about other things.
bool IsPresent(const CurrentValue* value, const FacilityStatus& status) {
  return value != nullptr && Works(status) && value->freshness() == facility::v1::FRESHNESS_KNOWN &&
         FromProto(value->age()) <= absl::Minutes(status.facility().report_interval_minutes());
}

int64_t Amount(const CurrentValue* value) { return value->record().value().amount(); }

// The common types know no "Z" and no parts of a second.
std::string DateTime(const google::protobuf::Timestamp& time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%S+00:00", FromProto(time), absl::UTCTimeZone());
}

std::string TimeOfFigure(const CurrentValue* value) {
  return DateTime(value->record().effective_time());
}

// What one figure is worth: "5 free at T", "free not known now, 5 at T", "free never told".
std::string FigureText(absl::string_view what, const CurrentValue* value,
                       const FacilityStatus& status) {
  if (value == nullptr) return absl::StrCat(what, " never told");
  if (IsPresent(value, status)) {
    return absl::StrCat(Amount(value), " ", what, " at ", TimeOfFigure(value));
  }
  return absl::StrCat(what, " not known now, last told ", Amount(value), " at ",
                      TimeOfFigure(value));
}

bool IsSurge(const BedFigures& beds, const FacilityStatus& status) {
  return beds.capacity.has_value() && IsPresent(beds.occupied, status) &&
         Amount(beds.occupied) > *beds.capacity;
}

std::string BedText(const BedFigures& beds, const FacilityStatus& status) {
  std::vector<std::string> parts;
  parts.push_back(beds.capacity.has_value() ? absl::StrCat("set up for ", *beds.capacity)
                                            : "not among the beds that it is set up for");
  parts.push_back(FigureText("free", beds.free, status));
  parts.push_back(FigureText("occupied", beds.occupied, status));
  if (IsSurge(beds, status)) {
    parts.push_back(absl::StrCat("surge of ", Amount(beds.occupied) - *beds.capacity));
  }
  const auto inconsistent = [](int flag) { return flag == facility::v1::STATUS_FLAG_INCONSISTENT; };
  if (IsPresent(beds.free, status) &&
      std::any_of(beds.free->flags().begin(), beds.free->flags().end(), inconsistent)) {
    parts.push_back("the figures disagree: more free than set up for less occupied");
  }
  return absl::StrJoin(parts, "; ");
}

void WriteBeds(const std::string& key, const std::string& type, const BedFigures& beds,
               const FacilityStatus& status, XmlWriter* xml) {
  xml->Open("have:serviceListItem");
  xml->Leaf("have:serviceTaxonomyKeyValue", key);
  xml->Leaf("have:serviceName", type);
  if (!Works(status)) {
    xml->Open("have:serviceStatus");
    xml->Leaf("have:isAvailable", "false");
    xml->Close();
  }
  // The count of free beds is required in there: without one there is nothing to write.
  if (IsPresent(beds.free, status)) {
    const bool surge = IsSurge(beds, status);
    xml->Open("have:serviceBedCapacity");
    xml->Leaf("have:availableCount", absl::StrCat(Amount(beds.free)));
    if (beds.capacity.has_value()) {
      xml->Leaf("have:baselineCount", absl::StrCat(*beds.capacity));
    }
    xml->Leaf("have:capacityNote", BedText(beds, status));
    xml->Leaf("have:availability", surge ? "Exceeded" : Amount(beds.free) > 0 ? "Open" : "Full");
    xml->Close();
  } else {
    xml->Leaf("have:comment", BedText(beds, status), {{"have:language", "en"}});
  }
  xml->Close();
}

void OpenServices(const char* uri, const char* name, XmlWriter* xml) {
  xml->Open("have:serviceList");
  xml->Leaf("have:taxonomyURI", uri);
  xml->Leaf("have:taxonomyName", name);
}

// At least one list with one item is required.
void WriteServices(const FacilityStatus& status, const BedsByType& beds, XmlWriter* xml) {
  for (const bool standard : {true, false}) {
    bool opened = false;
    for (const auto& [type, figures] : beds) {
      const std::string key = HaveBedType(type);
      if (key.empty() == standard) continue;
      if (!std::exchange(opened, true)) {
        OpenServices(standard ? kStandardTypes : kOwnTypes,
                     standard ? "EDXL-HAVE 1.0 BedType" : "Waystation bed types", xml);
      }
      WriteBeds(standard ? key : type, type, figures, status, xml);
    }
    if (opened) xml->Close();
  }
  if (!beds.empty()) return;
  OpenServices(kOwnTypes, "Waystation bed types", xml);
  xml->Open("have:serviceListItem");
  xml->Leaf("have:serviceTaxonomyKeyValue", "none");
  xml->Leaf("have:serviceName", "beds");
  xml->Leaf("have:comment", "no beds are registered or told of", {{"have:language", "en"}});
  xml->Close();
  xml->Close();
}

// As an xs:ID, which can't begin with a digit.
std::string XmlId(const FacilityStatus& status) {
  const std::string& name = status.facility().name();
  const std::string id = name.substr(name.rfind('/') + 1);
  return absl::ascii_isdigit(static_cast<unsigned char>(id[0])) ? absl::StrCat("_", id) : id;
}

void WriteOrganization(const char* element, absl::string_view name, XmlWriter* xml) {
  xml->Open(element);
  if (name.empty()) {
    xml->Leaf("xnl:OrganisationName", "");
  } else {
    xml->Open("xnl:OrganisationName");
    xml->Leaf("xnl:NameElement", name);
    xml->Close();
  }
  xml->Close();
}

void WriteInformation(const HaveReport& report, const FacilityStatus& status, XmlWriter* xml) {
  const facility::v1::Facility& facility = status.facility();
  const std::string id = XmlId(status);
  const std::string name = NameIn(facility.display_names(), report.language, id);
  xml->Open("have:facilityInformation");
  xml->Leaf("have:facilityID", id);
  xml->Leaf("have:facilityName", name);
  xml->Open("have:facilityGeoLocation");
  xml->Open("edxl-ct:EDXLGeoLocation");
  xml->Open("gml:Point", {{"gml:id", absl::StrCat("place-of-", id)}, {"srsName", kWgs84}});
  xml->Leaf("gml:pos", absl::StrCat(FormatDegrees(facility.latitude_microdegrees()), " ",
                                    FormatDegrees(facility.longitude_microdegrees())));
  xml->Close();
  xml->Close();
  xml->Close();
  WriteOrganization("have:facilityDetails", name, xml);
  if (facility.kind() == facility::v1::FACILITY_KIND_FIELD_HOSPITAL) {
    xml->Leaf("have:facilityKind", "TemporaryFacility");
  }
  xml->Close();
}

// From the oldest figure that counts to the last word of the facility.
void WritePeriod(const FacilityStatus& status, const BedsByType& beds, XmlWriter* xml) {
  if (!status.has_last_report_time()) return;
  absl::Time from = FromProto(status.last_report_time());
  for (const auto& entry : beds) {
    for (const CurrentValue* value : {entry.second.free, entry.second.occupied}) {
      if (!IsPresent(value, status)) continue;
      from = std::min(from, FromProto(value->record().effective_time()));
    }
  }
  xml->Open("have:reportingPeriod");
  xml->Leaf("edxl-ct:fromDateTime", DateTime(ToProto(from)));
  xml->Leaf("edxl-ct:toDateTime", DateTime(status.last_report_time()));
  xml->Close();
}

std::string ReportingText(const FacilityStatus& status) {
  switch (status.reporting_state()) {
    case facility::v1::REPORTING_STATE_IN_TOUCH:
      return absl::StrCat("last report at ", DateTime(status.last_report_time()));
    case facility::v1::REPORTING_STATE_SILENT:
      return absl::StrCat("SILENT since ", DateTime(status.silent_after_time()),
                          ": nothing is known of the present; last report at ",
                          DateTime(status.last_report_time()));
    default:
      return "never reported: nothing is known of the present";
  }
}

void WriteFacility(const HaveReport& report, const FacilityStatus& status, XmlWriter* xml) {
  const BedsByType beds = BedsOf(status);
  xml->Open("have:facility");
  WriteInformation(report, status, xml);
  WritePeriod(status, beds, xml);
  WriteServices(status, beds, xml);
  const auto comment = [xml](absl::string_view text) {
    xml->Leaf("have:commentText", text, {{"have:language", "en"}});
  };
  if (report.exercise) comment("EXERCISE: no real facility");
  comment(absl::StrCat("kind: ", PlainWord(status.facility().kind()),
                       "; state: ", PlainWord(status.facility().state())));
  comment(ReportingText(status));
  xml->Close();
}

}  // namespace

std::string HaveBedType(absl::string_view type) {
  static const auto* const kTypes =
      new std::map<std::string, std::string>{{"inpatient", "MedicalSurgical"},
                                             {"ward", "MedicalSurgical"},
                                             {"medical", "MedicalSurgical"},
                                             {"surgical", "MedicalSurgical"},
                                             {"intensive", "AdultICU"},
                                             {"intensive-care", "AdultICU"},
                                             {"icu", "AdultICU"},
                                             {"pediatric-intensive", "PediatricICU"},
                                             {"paediatric-intensive", "PediatricICU"},
                                             {"neonatal-intensive", "NeonatalICU"},
                                             {"emergency", "EmergencyDepartment"},
                                             {"nursery", "NurseryBeds"},
                                             {"rehabilitation", "RehabLongTermCare"},
                                             {"burn", "Burn"},
                                             {"pediatric", "Pediatrics"},
                                             {"pediatrics", "Pediatrics"},
                                             {"paediatric", "Pediatrics"},
                                             {"paediatrics", "Pediatrics"},
                                             {"psychiatric", "AdultPsychiatric"},
                                             {"negative-pressure", "NegativeFlowIsolation"},
                                             {"contact-isolation", "OtherIsolation"}};
  const auto found = kTypes->find(std::string(type));
  return found == kTypes->end() ? "" : found->second;
}

std::string HaveDocument(const HaveReport& report) {
  XmlWriter xml;
  if (report.exercise) xml.Comment("EXERCISE: an exercise, not a real situation");
  xml.Open("have:HAVE", {{"xmlns:have", kHave},
                         {"xmlns:edxl-ct", kCommonTypes},
                         {"xmlns:xnl", kPartyNames},
                         {"xmlns:gml", kGml},
                         {"have:defaultLanguage", report.language}});
  WriteOrganization("have:organizationInformation", report.organization, &xml);
  xml.Open("have:reportingPeriod");
  xml.Leaf("edxl-ct:fromDateTime", DateTime(report.read_time));
  xml.Leaf("edxl-ct:toDateTime", DateTime(report.read_time));
  xml.Close();
  std::vector<std::string> comments;
  if (report.exercise) comments.push_back("EXERCISE: an exercise, not a real situation.");
  comments.push_back(absl::StrCat("What was known at ", DateTime(report.read_time),
                                  ". A count that is not there is not known, never 0."));
  if (!report.clock_warning.empty()) comments.push_back(report.clock_warning);
  xml.Leaf("have:reportComment", absl::StrJoin(comments, " "));
  for (const FacilityStatus& status : report.statuses) WriteFacility(report, status, &xml);
  return xml.Finish();
}

}  // namespace waystation::cli
