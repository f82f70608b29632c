#include "clients/cli/import/send/side_file.h"

#include <unistd.h>

#include <filesystem>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/import/csv_reader.h"
#include "clients/cli/text/text.h"

namespace waystation::cli {
namespace {

// So that these files are read as UTF-8 whatever is said of the input they come from.
constexpr char kBom[] = "\xEF\xBB\xBF";

std::string FolderOf(const std::string& path) {
  std::string folder = std::filesystem::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

// Devices and folders are never a side file, though they may look empty.
bool IsEarlierOne(const std::string& path, const std::string& beginning,
                  const std::string& last_column) {
  std::error_code ignored;
  std::ifstream file(path, std::ios::binary);
  if (!file || !std::filesystem::is_regular_file(path, ignored)) return false;
  std::string first;
  std::getline(file, first);
  if (file.bad()) return false;
  if (absl::EndsWith(absl::StripTrailingAsciiWhitespace(first), last_column)) return true;
  // A line end is part of the beginning and would make it whole.
  return file.eof() && absl::StartsWith(beginning, first);
}

}  // namespace

absl::StatusOr<SideFile> SideFile::At(std::string path, const std::vector<std::string>& header,
                                      char separator) {
  std::string beginning = absl::StrCat(kBom, CsvLine(header, separator));
  std::error_code ignored;
  if (std::filesystem::exists(path, ignored)) {
    if (!IsEarlierOne(path, beginning, header.back())) {
      return absl::FailedPreconditionError(
          absl::StrCat("got \"", Quotable(path), "\", which is another file, want a new one"));
    }
    std::filesystem::remove(path, ignored);
  }
  if (access(FolderOf(path).c_str(), W_OK) != 0) {
    return absl::FailedPreconditionError(
        absl::StrCat("got \"", Quotable(path), "\", want a file in a folder that can be written"));
  }
  return SideFile(std::move(path), std::move(beginning), separator);
}

std::string SideFile::DefaultPath(const std::string& input, absl::string_view ending) {
  std::string beside = absl::StrCat(input, ending);
  if (access(FolderOf(input).c_str(), W_OK) == 0) return beside;
  return std::filesystem::path(beside).filename().string();
}

void SideFile::Add(const std::vector<std::string>& fields) {
  if (!file_.is_open()) {
    file_.open(path_, std::ios::binary | std::ios::trunc);
    // At once, so that a run that is killed leaves a file that says what it is.
    file_ << beginning_ << std::flush;
  }
  file_ << CsvLine(fields, separator_);
}

absl::StatusOr<std::string> SideFile::Close() {
  if (!file_.is_open()) return std::string();
  file_.close();
  if (file_.good()) return path_;
  return absl::DataLossError(absl::StrCat(path_, " could not be written"));
}

}  // namespace waystation::cli
