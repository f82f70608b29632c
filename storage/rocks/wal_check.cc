#include "storage/rocks/wal_check.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "rocksdb/env.h"
#include "storage/rocks/record_file.h"

namespace waystation::storage {
namespace {

// RocksDB begins a file with an empty write when it opens a folder, before it notes that the older
// files are replayed: a record of 12 bytes.
constexpr uint64_t kEmptyFileBytes = 7 + 12;

// Of "000012.log"; 0 for any other name.
uint64_t WalNumber(absl::string_view name) {
  uint64_t number = 0;
  if (!absl::ConsumeSuffix(&name, ".log") || !absl::SimpleAtoi(name, &number)) return 0;
  return number;
}

}  // namespace

WalCheck::WalCheck(rocksdb::Env* env, std::string folder, std::vector<std::string> logged)
    : env_(env), folder_(std::move(folder)), logged_(std::move(logged)) {}

void WalCheck::ColumnFamilyLogNumberMap(const std::map<uint32_t, uint64_t>& log_numbers,
                                        const std::map<std::string, uint32_t>& ids) {
  // Older files are in tables already, whatever became of them.
  uint64_t first = std::numeric_limits<uint64_t>::max();
  for (const std::string& family : logged_) {
    const auto id = ids.find(family);
    if (id == ids.end()) continue;
    const auto number = log_numbers.find(id->second);
    if (number != log_numbers.end()) first = std::min(first, number->second);
  }
  std::vector<std::string> names;
  if (!env_->GetChildren(folder_, &names).ok()) return;
  std::map<uint64_t, std::string> files;
  for (std::string& name : names) {
    const uint64_t number = WalNumber(name);
    if (number >= std::max<uint64_t>(first, 1)) files[number] = std::move(name);
  }
  std::string ended_badly;  // An earlier file.
  for (const auto& [number, name] : files) {
    const auto report = InspectRecordFile(env_, absl::StrCat(folder_, "/", name));
    if (!report.ok()) return;  // RocksDB meets the same error and says so.
    // Nothing is written to a file before all that was written to the one before is synced.
    if (!ended_badly.empty() && report->whole_bytes > kEmptyFileBytes)
      damaged_.push_back(ended_badly);
    if (report->goes_on) damaged_.push_back(name);
    ended_badly = report->ends_badly && !report->goes_on ? name : "";
  }
  for (const std::string& name : damaged_) Keep(name);
}

void WalCheck::Keep(const std::string& name) const {
  const std::string folder = absl::StrCat(folder_, "/damaged");
  env_->CreateDirIfMissing(folder).PermitUncheckedError();
  env_->LinkFile(absl::StrCat(folder_, "/", name), absl::StrCat(folder, "/", name))
      .PermitUncheckedError();
}

}  // namespace waystation::storage
