#include "tests/inventory/support/posted_movements.h"

#include "storage/group.h"
#include "waystation/inventory/v1/events.pb.h"

namespace waystation::inventory {
namespace {

constexpr size_t kLogReadBytes = 1 << 20;

}  // namespace

std::string VisitEntries(const storage::Log& log, const VisitEntry& visit) {
  int64_t revision = 0;
  while (revision < log.Head().revision) {
    const auto groups = log.Read(revision, kLogReadBytes);
    if (!groups.ok() || groups->empty()) return "the log can't be read";
    for (const std::string& bytes : *groups) {
      const absl::StatusOr<storage::Group> group = storage::DecodeGroup(bytes);
      if (!group.ok()) return group.status().ToString();
      revision = group->last_revision();
      for (const common::v1::LogEntry& entry : group->entries) {
        std::string wrong = visit(entry);
        if (!wrong.empty()) return wrong;
      }
    }
  }
  return "";
}

std::string VisitPosted(const common::v1::LogEntry& entry, const VisitMovement& visit) {
  for (const std::string& serialized : entry.events()) {
    v1::Event event;
    if (!event.ParseFromString(serialized)) return "a damaged event";
    if (!event.has_movement_posted()) continue;
    std::string wrong = visit(event.movement_posted().movement());
    if (!wrong.empty()) return wrong;
  }
  return "";
}

std::string VisitPosted(const storage::Log& log, const VisitMovement& visit) {
  return VisitEntries(log,
                      [&](const common::v1::LogEntry& entry) { return VisitPosted(entry, visit); });
}

}  // namespace waystation::inventory
