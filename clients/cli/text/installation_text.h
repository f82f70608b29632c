// Installations between people and messages: fields as words and values, the same for options of
// the command line and for the cells of an import.
#ifndef CLIENTS_CLI_TEXT_INSTALLATION_TEXT_H_
#define CLIENTS_CLI_TEXT_INSTALLATION_TEXT_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "waystation/facility/v1/installation.pb.h"

namespace waystation::cli {

// What times of day and dates are read by.
struct TimeReading {
  absl::Time now;
  absl::TimeZone zone;
};

// One field of one kind of installation.
struct InstallationField {
  std::string word;  // "capacity-ml"
  std::string help;
  bool repeated = false;
  // Puts the value into the message; INVALID_ARGUMENT worded "got X, want Y".
  absl::Status (*take)(absl::string_view value, const TimeReading& reading,
                       facility::v1::Installation* installation);
};

struct InstallationKind {
  std::string word;     // "generator"
  std::string help;     // One line.
  std::string example;  // Its options in an example that works.
  facility::v1::Installation::KindCase kind_case;
  std::vector<InstallationField> fields;
  // Makes the installation one of this kind, before its fields are taken.
  void (*begin)(facility::v1::Installation* installation);
};

// All kinds, in the order in which they can be registered: what others name comes first.
const std::vector<InstallationKind>& InstallationKinds();

// nullptr for a word or a case that is none.
const InstallationKind* FindInstallationKind(absl::string_view word);
const InstallationKind* FindInstallationKind(facility::v1::Installation::KindCase kind_case);

// What a person wants to read of it in one line, such as "20,000 W; burns from tank-1; feeds main".
std::string DescribeInstallation(const facility::v1::Installation& installation,
                                 absl::TimeZone zone);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_TEXT_INSTALLATION_TEXT_H_
