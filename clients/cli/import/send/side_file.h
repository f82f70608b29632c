#ifndef CLIENTS_CLI_IMPORT_SEND_SIDE_FILE_H_
#define CLIENTS_CLI_IMPORT_SEND_SIDE_FILE_H_

#include <fstream>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace waystation::cli {

// A CSV file that an import leaves beside its input (rejects, remarks). Made with its first line;
// an import without any leaves none, and takes away what an earlier one left.
class SideFile {
 public:
  // The last column is the same in every such file of this sort: by it an earlier one is known. So
  // is what an import leaves that was killed as it made one: an empty file, or a beginning of this
  // `header`. No other file is ever written over. FAILED_PRECONDITION when another file is at
  // `path`, or the folder does not let one be made. REQUIRES: a column.
  static absl::StatusOr<SideFile> At(std::string path, const std::vector<std::string>& header,
                                     char separator);

  // Where the file of this ending goes by default: beside the input, or where that folder can't be
  // written, in the current one.
  static std::string DefaultPath(const std::string& input, absl::string_view ending);

  void Add(const std::vector<std::string>& fields);

  // Where it is; empty when there was nothing to write. DATA_LOSS when it could not be written.
  absl::StatusOr<std::string> Close();

 private:
  SideFile(std::string path, std::string beginning, char separator)
      : path_(std::move(path)), beginning_(std::move(beginning)), separator_(separator) {}

  std::string path_;
  // What stands before the first line.
  std::string beginning_;
  char separator_;
  std::ofstream file_;
};

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_IMPORT_SEND_SIDE_FILE_H_
