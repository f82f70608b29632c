// Logs as inventory and facility write them, made by hand for the tests of headquarters.
#ifndef TESTS_HEADQUARTERS_STORE_BOOKS_H_
#define TESTS_HEADQUARTERS_STORE_BOOKS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "services/headquarters/domain/level.h"
#include "storage/group.h"
#include "storage/log.h"
#include "waystation/facility/v1/events.pb.h"
#include "waystation/inventory/v1/events.pb.h"

namespace waystation::headquarters::testing {

inline constexpr int64_t kToday = 20'000;

inline absl::Time RecordTime(int64_t revision) {
  return absl::FromUnixSeconds(kToday * 86'400 + revision);
}

// Appends to a log, one group at a time.
class LogWriter {
 public:
  explicit LogWriter(storage::Log* log) : log_(log) {}

  // Each string is the one event of one command; all commands make one group.
  void Append(const std::vector<std::string>& events) {
    const storage::LogPosition head = log_->Head();
    storage::Group group;
    group.first_revision = head.revision + 1;
    group.record_time = RecordTime(group.first_revision);
    group.previous_digest = head.digest;
    for (const std::string& event : events) {
      common::v1::LogEntry& entry = group.entries.emplace_back();
      entry.set_revision(head.revision + static_cast<int64_t>(group.entries.size()));
      entry.set_request_id(absl::StrCat("request-", absl::Hex(entry.revision(), absl::kZeroPad8)));
      entry.add_events(event);
    }
    ASSERT_EQ(log_->Append(head, storage::EncodeGroup(group)), storage::AppendResult::kOk);
  }

 private:
  storage::Log* const log_;
};

enum class LegKind {
  kReceipt,
  kUse,
  kWaste,
  kGain,
  kLoss,
  kMove,
  kShortfall,
  kCover,
  kReturn,
  // Parts of a count's difference.
  kCountedMore,
  kCountedLess,
  // Into transit of a transfer of the facility's own, and back out of it.
  kSend,
  kSentBack
};

// Movements recorded at this facility say that it is a warehouse, those elsewhere a hospital.
inline constexpr char kDepot[] = "depot";

struct LegSpec {
  LegKind kind;
  std::string item;
  std::string lot;
  int64_t day;
  int64_t quantity;
  int64_t expiry_day = kNoDay;
  // Of the positions it goes from and to; a kMove between two of them is a change of condition.
  inventory::v1::Condition from = inventory::v1::CONDITION_USABLE;
  inventory::v1::Condition to = inventory::v1::CONDITION_USABLE;
};

// The legs of one movement at a facility; with `reversal` the movement that takes them back.
inventory::v1::Event Posted(const std::string& facility, const std::vector<LegSpec>& legs,
                            bool reversal = false);

// Of one lot of an item, as recorded on the day; `open`: in force, else withdrawn.
inventory::v1::Event RecallChanged(const std::string& recall, const std::string& item,
                                   const std::string& lot, int64_t day, bool open);

inventory::v1::Event ItemCreated(const std::string& item, const std::string& category,
                                 inventory::v1::VitalClass vital_class);

// Open, to report every 60 minutes.
facility::v1::Event FacilityCreated(const std::string& facility, facility::v1::FacilityKind kind,
                                    const std::string& time_zone = "Asia/Baku");

facility::v1::Event AccessReported(const std::string& facility, absl::Time effective,
                                   facility::v1::Access access);

}  // namespace waystation::headquarters::testing

#endif  // TESTS_HEADQUARTERS_STORE_BOOKS_H_
