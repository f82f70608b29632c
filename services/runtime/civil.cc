#include "services/runtime/civil.h"

#include <map>
#include <mutex>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "storage/base/errors.h"

namespace waystation::runtime {
namespace {

constexpr size_t kMaxZoneName = 64;

// The loader takes paths too; only names of zones may pass.
bool IsZoneName(absl::string_view name) {
  if (name.empty() || name.size() > kMaxZoneName || name.front() == '/') return false;
  for (const char c : name) {
    const bool allowed = absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '/' ||
                         c == '_' || c == '-' || c == '+';
    if (!allowed) return false;
  }
  return name == "UTC" || absl::StrContains(name, "/");
}

}  // namespace

absl::StatusOr<absl::TimeZone> LoadZone(absl::string_view name) {
  static std::mutex mutex;
  static auto* cache = new std::map<std::string, absl::TimeZone>;
  if (!IsZoneName(name)) return NotKnown(name);
  const std::string key(name);
  std::lock_guard<std::mutex> lock(mutex);
  const auto known = cache->find(key);
  if (known != cache->end()) return known->second;
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(key, &zone)) return NotKnown(name);
  cache->emplace(key, zone);
  return zone;
}

int64_t DayNumber(absl::CivilDay day) { return day - absl::CivilDay(1970, 1, 1); }

absl::CivilDay DayOfNumber(int64_t number) { return absl::CivilDay(1970, 1, 1) + number; }

absl::CivilDay FromProto(const common::v1::CivilDate& date) {
  return absl::CivilDay(date.year(), date.month(), date.day());
}

common::v1::CivilDate ToProto(absl::CivilDay day) {
  common::v1::CivilDate date;
  date.set_year(static_cast<int32_t>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
  return date;
}

absl::Time FromProto(const google::protobuf::Timestamp& time) {
  return absl::FromUnixSeconds(time.seconds()) + absl::Microseconds(time.nanos() / 1000);
}

google::protobuf::Timestamp ToProto(absl::Time time) {
  const int64_t micros = absl::ToUnixMicros(time);
  int64_t seconds = micros / 1000000;
  int64_t rest = micros % 1000000;
  if (rest < 0) {
    rest += 1000000;
    --seconds;
  }
  google::protobuf::Timestamp result;
  result.set_seconds(seconds);
  result.set_nanos(static_cast<int32_t>(rest * 1000));
  return result;
}

std::string UtcText(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d%ET%H:%M:%SZ", time, absl::UTCTimeZone());
}

}  // namespace waystation::runtime
