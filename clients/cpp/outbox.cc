#include "clients/cpp/outbox.h"

#include <openssl/evp.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <system_error>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "clients/cpp/durable_file.h"
#include "clients/cpp/request_id.h"

namespace waystation::client {
namespace {

constexpr char kFirstLine[] = "waystation outbox 1\n";
constexpr char kSuffix[] = ".request";

std::string Sha256Hex(absl::string_view bytes) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  EVP_Digest(bytes.data(), bytes.size(), digest, &size, EVP_sha256(), nullptr);
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(digest), size));
}

std::string OneLine(absl::string_view value) {
  return absl::StrReplaceAll(value, {{"\n", " "}, {"\r", " "}});
}

std::string Encode(const OutboxEntry& entry) {
  return absl::StrCat(
      kFirstLine, "method: ", OneLine(entry.method), "\nserver: ", OneLine(entry.server),
      "\nprincipal: ", OneLine(entry.principal), "\nacting-for: ", OneLine(entry.acting_for),
      "\nsaved: ", absl::FormatTime(absl::RFC3339_full, entry.save_time, absl::UTCTimeZone()),
      "\nsummary: ", OneLine(entry.summary), "\nsize: ", entry.request.size(),
      "\nsha256: ", Sha256Hex(entry.request), "\n\n", entry.request);
}

absl::StatusOr<OutboxEntry> Decode(absl::string_view bytes) {
  if (!absl::StartsWith(bytes, kFirstLine)) return absl::DataLossError("not an outbox file");
  size_t header_end = bytes.find("\n\n");
  if (header_end == absl::string_view::npos) return absl::DataLossError("no end of header");
  std::map<std::string, std::string> values;
  size_t at = sizeof(kFirstLine) - 1;
  while (at < header_end + 1) {
    size_t line_end = bytes.find('\n', at);
    absl::string_view line = bytes.substr(at, line_end - at);
    size_t colon = line.find(": ");
    if (colon == absl::string_view::npos) return absl::DataLossError("bad header line");
    values[std::string(line.substr(0, colon))] = std::string(line.substr(colon + 2));
    at = line_end + 1;
  }
  OutboxEntry entry;
  entry.request = std::string(bytes.substr(header_end + 2));
  if (values["size"] != absl::StrCat(entry.request.size()) ||
      values["sha256"] != Sha256Hex(entry.request)) {
    return absl::DataLossError("size or digest disagrees");
  }
  entry.method = values["method"];
  entry.server = values["server"];
  entry.principal = values["principal"];
  entry.acting_for = values["acting-for"];
  entry.summary = values["summary"];
  std::string error;
  if (!absl::ParseTime(absl::RFC3339_full, values["saved"], &entry.save_time, &error)) {
    return absl::DataLossError("bad time");
  }
  return entry;
}

}  // namespace

std::string Outbox::PathOf(absl::string_view request_id) const {
  return absl::StrCat(folder_, "/", absl::BytesToHexString(request_id), kSuffix);
}

absl::Status Outbox::Save(const OutboxEntry& entry) const {
  return WriteDurably(PathOf(entry.request_id), Encode(entry));
}

absl::StatusOr<std::vector<OutboxEntry>> Outbox::List(std::vector<std::string>* damaged) const {
  std::vector<OutboxEntry> entries;
  std::error_code error;
  for (const auto& file : std::filesystem::directory_iterator(folder_, error)) {
    std::string name = file.path().filename().string();
    if (!absl::EndsWith(name, kSuffix)) continue;
    absl::StatusOr<std::string> bytes = ReadWhole(file.path().string());
    // Another process may have removed it meanwhile.
    if (!bytes.ok()) continue;
    absl::StatusOr<OutboxEntry> entry = Decode(*bytes);
    std::string id = absl::HexStringToBytes(name.substr(0, name.find('.')));
    if (!entry.ok() || id.size() != kRequestIdBytes) {
      damaged->push_back(name);
      continue;
    }
    entry->request_id = id;
    entries.push_back(*std::move(entry));
  }
  if (error) return absl::ErrnoToStatus(error.value(), absl::StrCat("can't list ", folder_));
  std::sort(entries.begin(), entries.end(), [](const OutboxEntry& a, const OutboxEntry& b) {
    return std::pair(a.save_time, a.request_id) < std::pair(b.save_time, b.request_id);
  });
  std::sort(damaged->begin(), damaged->end());
  return entries;
}

absl::Status Outbox::Remove(absl::string_view request_id) const {
  return RemoveDurably(PathOf(request_id));
}

}  // namespace waystation::client
