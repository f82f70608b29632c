#include "clients/cli/text/have_document.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "clients/cli/text/facility_text.h"
#include "clients/cli/text/have_beds.h"
#include "clients/cli/text/names.h"
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

void WriteBeds(const std::string& key, const std::string& type, const BedFigures& beds,
               const FacilityStatus& status, XmlWriter* xml) {
  xml->Open("have:serviceListItem");
  xml->Leaf("have:serviceTaxonomyKeyValue", key);
  xml->Leaf("have:serviceName", type);
  if (!IsWorking(status)) {
    xml->Open("have:serviceStatus");
    xml->Leaf("have:isAvailable", "false");
    xml->Close();
  }
  // The count of free beds is required in there: without one there is nothing to write.
  if (IsPresentFigure(beds.free, status)) {
    const bool surge = IsSurgeOf(beds, status);
    xml->Open("have:serviceBedCapacity");
    xml->Leaf("have:availableCount", absl::StrCat(BedCount(beds.free)));
    if (beds.capacity.has_value()) {
      xml->Leaf("have:baselineCount", absl::StrCat(*beds.capacity));
    }
    xml->Leaf("have:capacityNote", HaveBedText(beds, status));
    xml->Leaf("have:availability", surge ? "Exceeded" : BedCount(beds.free) > 0 ? "Open" : "Full");
    xml->Close();
  } else {
    xml->Leaf("have:comment", HaveBedText(beds, status), {{"have:language", "en"}});
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
  xml->Open("gml:Point", {{"gml:id", absl::StrCat("place_", id)}, {"srsName", kWgs84}});
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
      if (!IsPresentFigure(value, status)) continue;
      from = std::min(from, FromProto(value->record().effective_time()));
    }
  }
  xml->Open("have:reportingPeriod");
  xml->Leaf("edxl-ct:fromDateTime", HaveTime(ToProto(from)));
  xml->Leaf("edxl-ct:toDateTime", HaveTime(status.last_report_time()));
  xml->Close();
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
  comment(HaveReportingText(status));
  xml->Close();
}

}  // namespace

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
  xml.Leaf("edxl-ct:fromDateTime", HaveTime(report.read_time));
  xml.Leaf("edxl-ct:toDateTime", HaveTime(report.read_time));
  xml.Close();
  std::vector<std::string> comments;
  if (report.exercise) comments.push_back("EXERCISE: an exercise, not a real situation.");
  comments.push_back(absl::StrCat("What was known at ", HaveTime(report.read_time),
                                  ". A count that is not there is not known, never 0."));
  if (!report.clock_warning.empty()) comments.push_back(report.clock_warning);
  xml.Leaf("have:reportComment", absl::StrJoin(comments, " "));
  for (const FacilityStatus& status : report.statuses) WriteFacility(report, status, &xml);
  return xml.Finish();
}

}  // namespace waystation::cli
