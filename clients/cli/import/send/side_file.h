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
  // Last column of every such file of this sort: by it an earlier one is known, and no other file
  // is ever written over. FAILED_PRECONDITION when another file is at `path`, or the folder does
  // not let one be made.
  static absl::StatusOr<SideFile> At(std::string path, std::string last_column);

  // Where the file of this ending goes by default: beside the input, or where that folder can't be
  // written, in the current one.
  static std::string DefaultPath(const std::string& input, absl::string_view ending);

  // What stands before the first line: the header, without the last column's name.
  void SetHeader(std::vector<std::string> header, char separator);
  void Add(const std::vector<std::string>& fields);

  // Where it is; empty when there was nothing to write. DATA_LOSS when it could not be written.
  absl::StatusOr<std::string> Close();

 private:
  SideFile(std::string path, std::string last_column)
      : path_(std::move(path)), last_column_(std::move(last_column)) {}

  std::string path_;
  std::string last_column_;
  std::vector<std::string> header_;
  char separator_ = ',';
  std::ofstream file_;
};

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_IMPORT_SEND_SIDE_FILE_H_
