// What is known of facilities and their beds as one document of OASIS EDXL-HAVE, Hospital
// AVailability Exchange. README says what is filled and what is not.
#ifndef CLIENTS_CLI_TEXT_HAVE_DOCUMENT_H_
#define CLIENTS_CLI_TEXT_HAVE_DOCUMENT_H_

#include <string>
#include <vector>

#include "google/protobuf/timestamp.pb.h"
#include "waystation/facility/v1/status.pb.h"

namespace waystation::cli {

struct HaveReport {
  // The standard has no field for it: that is its envelope's, EDXL-DE. So every facility says it.
  bool exercise = false;
  // About the server's clock; empty while it is good.
  std::string clock_warning = {};
  // Who answers for the report; empty: not told.
  std::string organization = {};
  // Of names.
  std::string language = "en";
  // All ages count to it.
  google::protobuf::Timestamp read_time = {};
  std::vector<facility::v1::FacilityStatus> statuses = {};
};

// Version 2.0, namespace urn:oasis:names:tc:emergency:edxl:have:2.0. Names, order and enumerations
// of the elements are those of the schema that its editor published with examples (March 2013,
// after working draft 8). REQUIRES: at least one status; the standard knows no empty report.
std::string HaveDocument(const HaveReport& report);

// Version 1.0, the OASIS standard of 2008, namespace urn:oasis:names:tc:emergency:EDXL:HAVE:1.0, by
// its schema. REQUIRES: as above.
std::string Have1Document(const HaveReport& report);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_TEXT_HAVE_DOCUMENT_H_
