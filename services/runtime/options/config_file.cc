#include "services/runtime/options/config_file.h"

#include <filesystem>
#include <fstream>
#include <system_error>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/runtime/limits.h"
#include "storage/base/errors.h"

namespace waystation::runtime {
namespace {

constexpr absl::string_view kBlanks = " \t";

absl::string_view Trim(absl::string_view text) {
  const size_t begin = text.find_first_not_of(kBlanks);
  if (begin == absl::string_view::npos) return "";
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

bool HasControlCharacter(absl::string_view text) {
  for (const char c : text) {
    if (absl::ascii_iscntrl(static_cast<unsigned char>(c)) && c != '\t') return true;
  }
  return false;
}

// The value without its quotes; empty when it is, or when a quote lacks its other.
absl::string_view Unquote(absl::string_view value) {
  if (value.empty() || (value.front() != '"' && value.front() != '\'')) return value;
  if (value.size() < 2 || value.back() != value.front()) return "";
  return value.substr(1, value.size() - 2);
}

}  // namespace

absl::Status ConfigFault(absl::string_view file, int line, absl::string_view what,
                         absl::string_view got, absl::string_view want) {
  const absl::string_view cut = CutText(got, kMaxQuotedBytes);
  return absl::InvalidArgumentError(absl::StrCat(
      file, ":", line, ": ", what, ": got \"", absl::Utf8SafeCEscape(cut), "\"",
      cut.size() < got.size() ? absl::StrCat(" and ", got.size() - cut.size(), " more bytes") : "",
      ", want ", want));
}

absl::StatusOr<std::vector<ConfigSetting>> ParseConfig(absl::string_view file,
                                                       absl::string_view text) {
  std::vector<ConfigSetting> settings;
  for (int number = 1; !text.empty(); ++number) {
    const size_t end = text.find('\n');
    absl::string_view line = text.substr(0, end);
    text.remove_prefix(end == absl::string_view::npos ? text.size() : end + 1);
    absl::ConsumeSuffix(&line, "\r");
    if (HasControlCharacter(line)) {
      return ConfigFault(file, number, "text", line, "no control characters");
    }
    line = Trim(line);
    if (line.empty() || line.front() == '#' || line.front() == ';') continue;
    const size_t equals = line.find('=');
    if (equals == absl::string_view::npos || equals == 0) {
      return ConfigFault(file, number, "setting", line, "name = value");
    }
    const absl::string_view name = Trim(line.substr(0, equals));
    const absl::string_view written = Trim(line.substr(equals + 1));
    const absl::string_view value = Unquote(written);
    if (value.empty()) {
      return ConfigFault(file, number, name, written, "a value, quoted at both ends or not at all");
    }
    settings.push_back({number, std::string(name), std::string(value)});
  }
  return settings;
}

absl::StatusOr<std::string> ReadConfigFile(const std::string& file) {
  std::error_code error;
  const std::filesystem::file_status found = std::filesystem::status(file, error);
  if (!std::filesystem::exists(found)) {
    return absl::NotFoundError(
        absl::StrCat("--config: there is no file \"", absl::Utf8SafeCEscape(file), "\""));
  }
  const auto fault = [&file](absl::string_view got, absl::string_view want) {
    return absl::InvalidArgumentError(
        absl::StrCat("--config ", absl::Utf8SafeCEscape(file), ": got ", got, ", want ", want));
  };
  // A device or a pipe may never end.
  if (!std::filesystem::is_regular_file(found)) return fault("no regular file", "one");
  std::ifstream stream(file, std::ios::binary);
  std::string text(kMaxConfigBytes + 1, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!stream.is_open() || stream.bad())
    return fault("a file that can't be read", "a readable one");
  text.resize(static_cast<size_t>(stream.gcount()));
  if (text.size() > kMaxConfigBytes) {
    return fault("a larger file", absl::StrCat("at most ", kMaxConfigBytes, " bytes"));
  }
  return text;
}

}  // namespace waystation::runtime
