// A record of the errors that tests have really got over gRPC, which
// tests/architecture/documented_errors_test.py holds against those that the contracts promise.
#ifndef TESTS_SUPPORT_PROVOKED_H_
#define TESTS_SUPPORT_PROVOKED_H_

#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "storage/base/errors.h"

namespace waystation::testing {

// Appends "request-type REASON" to a file of this process in folder WAYSTATION_PROVOKED; nothing
// for OK, or when that is not set. Thread-safe enough: a line is written at once.
template <typename Request>
void NoteProvoked(const absl::Status& status) {
  const char* folder = std::getenv("WAYSTATION_PROVOKED");
  if (status.ok() || folder == nullptr) return;
  std::ofstream file(absl::StrCat(folder, "/", getpid()), std::ios::app);
  file << absl::StrCat(Request::descriptor()->full_name(), " ", ReasonName(ReasonOf(status)), "\n");
}

}  // namespace waystation::testing

#endif  // TESTS_SUPPORT_PROVOKED_H_
