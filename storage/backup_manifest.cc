#include "storage/backup_manifest.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "storage/base/errors.h"

namespace waystation::storage {
namespace {

constexpr absl::string_view kFirstWords = "waystation backup ";
constexpr absl::string_view kFormat = "1";
constexpr absl::string_view kTimeFormat = "%Y-%m-%dT%H:%M:%E6SZ";
constexpr size_t kMaxNameBytes = 63;

std::string Hex(const Digest& digest) { return absl::BytesToHexString(DigestBytes(digest)); }

std::optional<Digest> FromHex(absl::string_view hex) {
  if (hex.size() != 64 || !std::all_of(hex.begin(), hex.end(), absl::ascii_isxdigit)) {
    return std::nullopt;
  }
  return DigestFromBytes(absl::HexStringToBytes(hex));
}

bool IsFileName(absl::string_view text) {
  return !text.empty() && text != "." && text != ".." &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '_' ||
                  c == '-';
         });
}

std::string KindWord(common::v1::FolderKind kind) {
  return kind == common::v1::FOLDER_KIND_EXERCISE ? "exercise" : "real";
}

absl::Status DamagedManifest(absl::string_view detail) {
  return Error(common::v1::ERROR_REASON_BACKUP_DAMAGED, "The backup's manifest is damaged.",
               {{"detail", std::string(detail)}});
}

// Takes lines off the front of the text. What is not there gives an empty value and clears ok().
class Lines {
 public:
  explicit Lines(absl::string_view text) : rest_(text) {}

  bool ok() const { return ok_; }
  bool AtEnd() const { return rest_.empty(); }
  bool NextIs(absl::string_view word) const {
    return absl::StartsWith(rest_, absl::StrCat(word, " "));
  }
  // What follows `word` and a space in the next line.
  absl::string_view Take(absl::string_view word) {
    const size_t end = rest_.find('\n');
    absl::string_view line = rest_.substr(0, end);
    ok_ = ok_ && end != absl::string_view::npos && absl::ConsumePrefix(&line, word) &&
          absl::ConsumePrefix(&line, " ");
    if (!ok_) return "";
    rest_.remove_prefix(end + 1);
    return line;
  }

 private:
  absl::string_view rest_;
  bool ok_ = true;
};

bool TakeFile(Lines& lines, BackupFile& file) {
  const std::vector<absl::string_view> parts = absl::StrSplit(lines.Take("file"), ' ');
  if (parts.size() != 3) return false;
  const std::optional<Digest> digest = FromHex(parts[0]);
  if (!digest.has_value() || !absl::SimpleAtoi(parts[1], &file.bytes) || file.bytes < 0 ||
      !IsFileName(parts[2])) {
    return false;
  }
  file.sha256 = *digest;
  file.name = std::string(parts[2]);
  return true;
}

bool TakeStore(Lines& lines, StoreBackup& store) {
  store.store = std::string(lines.Take("store"));
  store.log = std::string(lines.Take("log"));
  const absl::string_view kind = lines.Take("kind");
  if (kind != "real" && kind != "exercise") return false;
  store.kind = kind == "real" ? common::v1::FOLDER_KIND_REAL : common::v1::FOLDER_KIND_EXERCISE;
  const std::vector<absl::string_view> head = absl::StrSplit(lines.Take("head"), ' ');
  if (head.size() != 2 || !absl::SimpleAtoi(head[0], &store.head.revision)) return false;
  const std::optional<Digest> digest = FromHex(head[1]);
  if (!digest.has_value() || store.head.revision < 1) return false;
  store.head.digest = *digest;
  while (lines.NextIs("file")) {
    BackupFile file;
    if (!TakeFile(lines, file)) return false;
    // In order, so each once.
    if (!store.files.empty() && store.files.back().name >= file.name) return false;
    store.files.push_back(std::move(file));
  }
  return lines.ok() && IsBackupName(store.store) && !store.files.empty();
}

std::string Body(const BackupManifest& manifest) {
  std::string text =
      absl::StrCat(kFirstWords, kFormat, "\nname ", manifest.name, "\ntaken ",
                   absl::FormatTime(kTimeFormat, manifest.taken, absl::UTCTimeZone()), "\nprogram ",
                   manifest.program, "\n");
  for (const StoreBackup& store : manifest.stores) {
    absl::StrAppend(&text, "store ", store.store, "\nlog ", store.log, "\nkind ",
                    KindWord(store.kind), "\nhead ", store.head.revision, " ",
                    Hex(store.head.digest), "\n");
    for (const BackupFile& file : store.files) {
      absl::StrAppend(&text, "file ", Hex(file.sha256), " ", file.bytes, " ", file.name, "\n");
    }
  }
  return text;
}

}  // namespace

int64_t StoreBackup::bytes() const {
  int64_t sum = 0;
  for (const BackupFile& file : files) sum += file.bytes;
  return sum;
}

int64_t BackupManifest::bytes() const {
  int64_t sum = 0;
  for (const StoreBackup& store : stores) sum += store.bytes();
  return sum;
}

bool IsBackupName(absl::string_view text) {
  return !text.empty() && text.size() <= kMaxNameBytes && text.front() != '-' &&
         text.back() != '-' && std::all_of(text.begin(), text.end(), [](char c) {
           return absl::ascii_islower(static_cast<unsigned char>(c)) ||
                  absl::ascii_isdigit(static_cast<unsigned char>(c)) || c == '-';
         });
}

std::string EncodeManifest(const BackupManifest& manifest) {
  const std::string body = Body(manifest);
  return absl::StrCat(body, "end ", Hex(Sha256({body})), "\n");
}

absl::StatusOr<BackupManifest> DecodeManifest(absl::string_view text) {
  absl::string_view format = text.substr(0, text.find('\n'));
  if (!absl::ConsumePrefix(&format, kFirstWords)) return DamagedManifest("it is no manifest");
  if (format != kFormat) {
    return Error(
        common::v1::ERROR_REASON_FOLDER_NEWER, "The backup is of a newer program.",
        {{"found", absl::StrCat("backup format ", absl::CEscape(format.substr(0, kMaxNameBytes)))},
         {"supported", absl::StrCat("backup format ", kFormat)}});
  }
  const size_t end = text.rfind("\nend ");
  if (end == absl::string_view::npos ||
      text.substr(end + 1) != absl::StrCat("end ", Hex(Sha256({text.substr(0, end + 1)})), "\n")) {
    return DamagedManifest("its own digest does not match: it is cut short or was changed");
  }
  Lines lines(text.substr(0, end + 1));
  BackupManifest manifest;
  lines.Take("waystation backup");
  manifest.name = std::string(lines.Take("name"));
  std::string ignored;
  const bool time_ok = absl::ParseTime(kTimeFormat, std::string(lines.Take("taken")),
                                       absl::UTCTimeZone(), &manifest.taken, &ignored);
  manifest.program = std::string(lines.Take("program"));
  std::set<std::string> names;
  bool stores_ok = true;
  while (stores_ok && !lines.AtEnd() && lines.ok()) {
    StoreBackup store;
    stores_ok = TakeStore(lines, store) && names.insert(store.store).second;
    manifest.stores.push_back(std::move(store));
  }
  if (!lines.ok() || !time_ok || !stores_ok || !IsBackupName(manifest.name) ||
      manifest.stores.empty() || EncodeManifest(manifest) != text) {
    return DamagedManifest("a line does not follow the grammar");
  }
  return manifest;
}

}  // namespace waystation::storage
