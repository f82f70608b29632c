// What is known of facilities and their beds as one document of OASIS EDXL-HAVE 2.0, Hospital
// AVailability Exchange: namespace urn:oasis:names:tc:emergency:edxl:have:2.0. Names, order and
// enumerations of the elements are those of the schema that its editor published with examples
// (March 2013, after working draft 8); README says what is filled and what is not.
//
// Only what may be taken for the present is in a count: figures of a facility that works and is in
// touch, no older than its report interval. All else is told in comments with its time, and left
// out of the counts; 0 is always a count of nothing.
#ifndef CLIENTS_CLI_TEXT_HAVE_DOCUMENT_H_
#define CLIENTS_CLI_TEXT_HAVE_DOCUMENT_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
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

// REQUIRES: at least one status; the standard knows no empty report.
std::string HaveDocument(const HaveReport& report);

// The standard's bed type (the list of version 1.0, the only one it has) for one of ours, where one
// means the same; else empty.
std::string HaveBedType(absl::string_view type);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_TEXT_HAVE_DOCUMENT_H_
