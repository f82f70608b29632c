#include "services/runtime/validate.h"

#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "services/runtime/limits.h"

namespace waystation::runtime {
namespace {

constexpr size_t kMaxIdLength = 63;
constexpr size_t kRequestIdBytes = 16;
constexpr size_t kMaxLanguageBytes = 35;
constexpr size_t kMaxLocalizedLength = 200;
constexpr int64_t kMinSeconds = 946684800;   // 2000-01-01
constexpr int64_t kMaxSeconds = 7258118399;  // 2199-12-31T23:59:59Z
constexpr int kMinYear = 2000;
constexpr int kMaxYear = 2199;

std::string Quoted(absl::string_view text) {
  const bool cut = text.size() > kMaxQuotedBytes;
  return absl::StrCat("\"", absl::Utf8SafeCEscape(CutText(text, kMaxQuotedBytes)),
                      cut ? "\"..." : "\"");
}

bool IsLanguageTag(absl::string_view tag) {
  if (tag.size() < 2 || tag.size() > kMaxLanguageBytes) return false;
  for (const absl::string_view part : absl::StrSplit(tag, '-')) {
    if (part.empty() || part.size() > 8) return false;
    for (const char c : part) {
      if (!absl::ascii_isalnum(static_cast<unsigned char>(c))) return false;
    }
  }
  return absl::ascii_isalpha(static_cast<unsigned char>(tag[0]));
}

}  // namespace

void AddViolation(Violations& violations, absl::string_view field, absl::string_view got,
                  absl::string_view want) {
  const bool cut = got.size() > kMaxQuotedBytes;
  violations.push_back({std::string(field), absl::StrCat("got ", CutText(got, kMaxQuotedBytes),
                                                         cut ? "..." : "", ", want ", want)});
}

bool IsId(absl::string_view text) {
  if (text.empty() || text.size() > kMaxIdLength) return false;
  if (text.front() == '-' || text.back() == '-') return false;
  for (const char c : text) {
    const bool allowed = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    if (!allowed) return false;
  }
  return true;
}

std::optional<std::vector<std::string>> SplitName(absl::string_view name,
                                                  absl::string_view pattern) {
  const std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
  const std::vector<absl::string_view> wanted = absl::StrSplit(pattern, '/');
  if (parts.size() != wanted.size()) return std::nullopt;
  std::vector<std::string> ids;
  for (size_t i = 0; i < parts.size(); ++i) {
    if (wanted[i] != "*") {
      if (parts[i] != wanted[i]) return std::nullopt;
    } else {
      if (!IsId(parts[i])) return std::nullopt;
      ids.emplace_back(parts[i]);
    }
  }
  return ids;
}

void CheckId(Violations& violations, absl::string_view field, absl::string_view id) {
  if (IsId(id)) return;
  AddViolation(violations, field, Quoted(id),
               "1 to 63 of a-z, 0-9 and -, neither first nor last a -");
}

void CheckName(Violations& violations, absl::string_view field, absl::string_view name,
               absl::string_view pattern) {
  if (!SplitName(name, pattern).has_value()) {
    AddViolation(violations, field, Quoted(name), absl::StrCat("a name like ", pattern));
  }
}

void CheckRequestId(Violations& violations, absl::string_view field, absl::string_view request_id) {
  if (request_id.size() == kRequestIdBytes) return;
  AddViolation(violations, field, absl::StrCat(request_id.size(), " bytes"), "16");
}

void CheckText(Violations& violations, absl::string_view field, absl::string_view text, size_t min,
               size_t max) {
  size_t length = 0;
  bool control = false;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    length += (byte & 0xc0) != 0x80 ? 1 : 0;
    control = control || (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7f;
  }
  if (length < min || length > max) {
    AddViolation(violations, field, absl::StrCat(length, " characters"),
                 absl::StrCat(min, " to ", max));
  } else if (control) {
    AddViolation(violations, field, Quoted(text), "no control characters");
  }
}

void CheckLocalizedTexts(
    Violations& violations, absl::string_view field,
    const google::protobuf::RepeatedPtrField<common::v1::LocalizedText>& texts) {
  if (texts.empty()) AddViolation(violations, field, "none", "at least one text");
  std::set<std::string> languages;
  for (int i = 0; i < texts.size(); ++i) {
    const std::string path = absl::StrCat(field, "[", i, "]");
    const std::string& language = texts[i].language();
    if (!IsLanguageTag(language)) {
      AddViolation(violations, absl::StrCat(path, ".language"), Quoted(language),
                   "a BCP-47 tag such as az, hy, ru, en");
    } else if (!languages.insert(language).second) {
      AddViolation(violations, absl::StrCat(path, ".language"), Quoted(language),
                   "each language once");
    }
    CheckText(violations, absl::StrCat(path, ".text"), texts[i].text(), 1, kMaxLocalizedLength);
  }
}

void CheckRange(Violations& violations, absl::string_view field, int64_t value, int64_t min,
                int64_t max) {
  if (value >= min && value <= max) return;
  AddViolation(violations, field, absl::StrCat(value), absl::StrCat(min, " to ", max));
}

void CheckTimestamp(Violations& violations, absl::string_view field, bool has,
                    const google::protobuf::Timestamp& time, Presence presence) {
  if (!has) {
    if (presence == Presence::kRequired) AddViolation(violations, field, "nothing", "a time");
    return;
  }
  if (time.seconds() < kMinSeconds || time.seconds() > kMaxSeconds) {
    AddViolation(violations, field, absl::StrCat(time.seconds(), " s since 1970"),
                 "a time from 2000 to 2199");
  } else if (time.nanos() < 0 || time.nanos() > 999999999) {
    AddViolation(violations, field, absl::StrCat(time.nanos(), " ns"), "0 to 999999999");
  }
}

void CheckDate(Violations& violations, absl::string_view field, bool has,
               const common::v1::CivilDate& date, Presence presence) {
  if (!has) {
    if (presence == Presence::kRequired) AddViolation(violations, field, "nothing", "a date");
    return;
  }
  const absl::CivilDay day(date.year(), date.month(), date.day());
  const bool exists =
      day.year() == date.year() && day.month() == date.month() && day.day() == date.day();
  if (!exists || date.year() < kMinYear || date.year() > kMaxYear) {
    AddViolation(violations, field, absl::StrCat(date.year(), "-", date.month(), "-", date.day()),
                 "a day that exists, from 2000 to 2199");
  }
}

void CheckPageSize(Violations& violations, absl::string_view field, int32_t page_size) {
  if (page_size < 0) AddViolation(violations, field, absl::StrCat(page_size), "0 or more");
}

}  // namespace waystation::runtime
