#include "clients/cpp/profile.h"

#include <algorithm>
#include <cstdlib>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "clients/cpp/durable_file.h"
#include "clients/cpp/request_id.h"

namespace waystation::client {
namespace {

// One line of the file "after": server, log, revision, Unix seconds, separated by tabs.
struct AfterLine {
  std::string server;
  AfterToken token;
  int64_t unix_seconds = 0;
};

std::vector<AfterLine> ReadAfter(const std::string& path) {
  std::vector<AfterLine> lines;
  absl::StatusOr<std::string> text = ReadWhole(path);
  if (!text.ok()) return lines;
  for (absl::string_view line : absl::StrSplit(*text, '\n', absl::SkipEmpty())) {
    std::vector<std::string> parts = absl::StrSplit(line, '\t');
    AfterLine after;
    if (parts.size() != 4 || !absl::SimpleAtoi(parts[2], &after.token.revision) ||
        !absl::SimpleAtoi(parts[3], &after.unix_seconds)) {
      continue;
    }
    after.server = parts[0];
    after.token.log = parts[1];
    lines.push_back(std::move(after));
  }
  return lines;
}

absl::Status WriteAfter(const std::string& path, const std::vector<AfterLine>& lines) {
  std::string text;
  for (const AfterLine& line : lines) {
    absl::StrAppend(&text, line.server, "\t", line.token.log, "\t", line.token.revision, "\t",
                    line.unix_seconds, "\n");
  }
  return WriteDurably(path, text);
}

}  // namespace

std::string Profile::DefaultFolder() {
  if (const char* xdg = std::getenv("XDG_CONFIG_HOME"); xdg != nullptr && xdg[0] == '/') {
    return absl::StrCat(xdg, "/waystation");
  }
  const char* home = std::getenv("HOME");
  return absl::StrCat(home == nullptr ? "." : home, "/.config/waystation");
}

absl::StatusOr<Profile> Profile::Open(const std::string& folder) {
  for (const std::string& path : {folder, folder + "/outbox"}) {
    if (absl::Status status = MakeFolder(path); !status.ok()) return status;
  }
  FileLock lock(folder + "/lock");
  std::string path = folder + "/principal";
  absl::StatusOr<std::string> kept = ReadWhole(path);
  if (kept.ok()) {
    std::string principal(absl::StripAsciiWhitespace(*kept));
    if (!principal.empty()) return Profile(folder, principal);
  }
  std::string principal = absl::StrCat("p-", absl::BytesToHexString(RandomRequestId()).substr(20));
  if (absl::Status status = WriteDurably(path, principal + "\n"); !status.ok()) return status;
  return Profile(folder, principal);
}

std::vector<AfterToken> Profile::After(absl::string_view server, absl::Time now) const {
  std::vector<AfterToken> tokens;
  int64_t oldest = absl::ToUnixSeconds(now - kAfterTokenLife);
  for (AfterLine& line : ReadAfter(folder_ + "/after")) {
    if (line.server == server && line.unix_seconds >= oldest) tokens.push_back(line.token);
  }
  return tokens;
}

absl::Status Profile::AddAfter(absl::string_view server, const std::vector<AfterToken>& tokens,
                               absl::Time now) const {
  FileLock lock(folder_ + "/lock");
  int64_t now_seconds = absl::ToUnixSeconds(now);
  int64_t oldest = absl::ToUnixSeconds(now - kAfterTokenLife);
  std::vector<AfterLine> lines = ReadAfter(folder_ + "/after");
  std::erase_if(lines, [&](const AfterLine& line) { return line.unix_seconds < oldest; });
  for (const AfterToken& token : tokens) {
    auto same = std::find_if(lines.begin(), lines.end(), [&](const AfterLine& line) {
      return line.server == server && line.token.log == token.log;
    });
    if (same == lines.end()) {
      lines.push_back(AfterLine{std::string(server), token, now_seconds});
    } else {
      same->token.revision = std::max(same->token.revision, token.revision);
      same->unix_seconds = now_seconds;
    }
  }
  return WriteAfter(folder_ + "/after", lines);
}

absl::Status Profile::ForgetAfter(absl::string_view server) const {
  FileLock lock(folder_ + "/lock");
  std::vector<AfterLine> lines = ReadAfter(folder_ + "/after");
  std::erase_if(lines, [&](const AfterLine& line) { return line.server == server; });
  return WriteAfter(folder_ + "/after", lines);
}

absl::StatusOr<std::string> Profile::KeptCatalogue() const {
  return ReadWhole(folder_ + "/catalogue");
}

absl::Status Profile::KeepCatalogue(absl::string_view bytes) const {
  absl::StatusOr<std::string> kept = KeptCatalogue();
  if (kept.ok() && *kept == bytes) return absl::OkStatus();
  return WriteDurably(folder_ + "/catalogue", bytes);
}

}  // namespace waystation::client
