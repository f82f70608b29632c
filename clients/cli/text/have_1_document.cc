#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/text/facility_text.h"
#include "clients/cli/text/have_beds.h"
#include "clients/cli/text/have_document.h"
#include "clients/cli/text/names.h"
#include "clients/cli/text/words.h"
#include "clients/cli/text/xml_writer.h"

namespace waystation::cli {
namespace {

using facility::v1::FacilityStatus;

constexpr char kHave1[] = "urn:oasis:names:tc:emergency:EDXL:HAVE:1.0";
constexpr char kPartyInformation3[] = "urn:oasis:names:tc:ciq:xpil:3";
constexpr char kPartyNames3[] = "urn:oasis:names:tc:ciq:xnl:3";
constexpr char kGml31[] = "http://www.opengis.net/gml";

void Comment1(absl::string_view text, XmlWriter* xml) { xml->Leaf("have:CommentText", text); }

void WriteOrganization1(const HaveReport& report, const FacilityStatus& status, XmlWriter* xml) {
  const facility::v1::Facility& facility = status.facility();
  const std::string id = facility.name().substr(facility.name().rfind('/') + 1);
  xml->Open("have:Organization");
  xml->Open("have:OrganizationInformation");
  xml->Open("xnl:OrganisationName");
  xml->Leaf("xnl:NameElement", NameIn(facility.display_names(), report.language, id));
  xml->Close();
  xml->Open("xpil:Identifiers");
  xml->Open("xpil:Identifier");
  xml->Leaf("xpil:IdentifierElement", id);
  if (!report.organization.empty()) {
    xml->Open("xpil:IssuerName");
    xml->Leaf("xnl:NameElement", report.organization);
    xml->Close();
  }
  xml->Close();
  xml->Close();
  xml->Close();
  xml->Open("have:OrganizationGeoLocation");
  xml->Open("gml:Point");
  xml->Leaf("gml:pos", absl::StrCat(FormatDegrees(facility.latitude_microdegrees()), " ",
                                    FormatDegrees(facility.longitude_microdegrees())));
  xml->Close();
  xml->Close();
  if (report.exercise) Comment1("EXERCISE: no real facility", xml);
  Comment1(absl::StrCat("What was known at ", HaveTime(report.read_time),
                        ". A count that is not there is not known, never 0."),
           xml);
  if (!report.clock_warning.empty()) Comment1(report.clock_warning, xml);
  Comment1(HaveReportingText(status), xml);
  xml->Close();
}

// What was set up is known whoever is silent; what is free is not.
void WriteCapacity1(const BedFigures& beds, const FacilityStatus& status, XmlWriter* xml) {
  const bool known = IsPresentFigure(beds.free, status);
  if (!known && !beds.capacity.has_value()) return;
  xml->Open("have:Capacity");
  if (known || !IsWorking(status)) {
    const bool vacant = known && BedCount(beds.free) > 0;
    xml->Leaf("have:CapacityStatus", vacant ? "Vacant/Available" : "NotAvailable");
  }
  if (known) xml->Leaf("have:AvailableCount", absl::StrCat(BedCount(beds.free)));
  if (beds.capacity.has_value()) xml->Leaf("have:BaselineCount", absl::StrCat(*beds.capacity));
  xml->Close();
}

void WriteBeds1(const FacilityStatus& status, XmlWriter* xml) {
  const BedsByType beds = BedsOf(status);
  if (beds.empty()) return;
  xml->Open("have:HospitalBedCapacityStatus");
  for (const auto& [type, figures] : beds) {
    xml->Open("have:BedCapacity");
    const std::string standard = HaveBedType(type);
    if (!standard.empty()) xml->Leaf("have:BedType", standard);
    WriteCapacity1(figures, status, xml);
    Comment1(absl::StrCat("type: ", type, standard.empty() ? ", which is none of BedType" : "",
                          "; ", HaveBedText(figures, status)),
             xml);
    xml->Close();
  }
  xml->Close();
}

// Of what works nobody here judges how well.
void WriteState1(const FacilityStatus& status, XmlWriter* xml) {
  xml->Open("have:HospitalFacilityStatus");
  if (status.facility().state() == facility::v1::FACILITY_STATE_CLOSED) {
    xml->Leaf("have:FacilityStatus", "Closed");
  }
  Comment1(absl::StrCat("kind: ", PlainWord(status.facility().kind()),
                        "; state: ", PlainWord(status.facility().state())),
           xml);
  xml->Close();
}

}  // namespace

std::string Have1Document(const HaveReport& report) {
  XmlWriter xml;
  if (report.exercise) xml.Comment("EXERCISE: an exercise, not a real situation");
  xml.Open("have:HospitalStatus", {{"xmlns:have", kHave1},
                                   {"xmlns:xpil", kPartyInformation3},
                                   {"xmlns:xnl", kPartyNames3},
                                   {"xmlns:gml", kGml31}});
  for (const FacilityStatus& status : report.statuses) {
    xml.Open("have:Hospital");
    WriteOrganization1(report, status, &xml);
    WriteBeds1(status, &xml);
    WriteState1(status, &xml);
    // Of one that never reported: when it was last changed in the register.
    xml.Leaf("have:LastUpdateTime",
             HaveTime(status.has_last_report_time() ? status.last_report_time()
                                                    : status.facility().update_time()));
    xml.Close();
  }
  return xml.Finish();
}

}  // namespace waystation::cli
