#include "storage/projector.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"
#include "storage/clock_marks.h"
#include "storage/key.h"
#include "storage/overlay.h"

namespace waystation::storage {
namespace {

// What a catch-up folds between two writes of rows.
constexpr size_t kCatchUpBytes = 2 << 20;
constexpr size_t kRevisionBytes = 8;

std::string AppliedKey(absl::string_view source) {
  return KeyBuilder(kStorageTable).String("applied").String(source).Take();
}

std::string DroppingKey(absl::string_view source) {
  return KeyBuilder(kStorageTable).String("dropping").String(source).Take();
}

std::string RequestPrefix() { return KeyBuilder(kStorageTable).String("request").Take(); }

std::string RequestKey(absl::string_view request_id) {
  return KeyBuilder(kStorageTable).String("request").String(request_id).Take();
}

std::string EncodeRevision(int64_t revision) {
  std::string bytes;
  for (int shift = 56; shift >= 0; shift -= 8) {
    bytes.push_back(static_cast<char>(static_cast<uint64_t>(revision) >> shift));
  }
  return bytes;
}

// REQUIRES: `bytes` holds at least kRevisionBytes.
int64_t DecodeRevision(absl::string_view bytes) {
  uint64_t bits = 0;
  for (size_t i = 0; i < kRevisionBytes; ++i) bits = bits << 8 | static_cast<uint8_t>(bytes[i]);
  return static_cast<int64_t>(bits);
}

absl::Status HistoryChanged(const std::string& log, const LogPosition& applied) {
  return Error(common::v1::ERROR_REASON_HISTORY_CHANGED,
               "The log holds another history than the rows.",
               {{"log", log}, {"applied_revision", absl::StrCat(applied.revision)}});
}

absl::Status DamagedRow(absl::string_view row) {
  return absl::InternalError(absl::StrCat("The row \"", row, "\" has the wrong length."));
}

}  // namespace

Projector::Projector(Options options, const EventFold* fold)
    : options_(std::move(options)), fold_(fold) {}

std::vector<std::string> Projector::StorageKeys() const {
  std::vector<std::string> keys = ClockKeys(options_.source);
  keys.push_back(AppliedKey(options_.source));
  keys.push_back(DroppingKey(options_.source));
  return keys;
}

absl::StatusOr<LogPosition> Projector::Applied(const RowReader& rows) const {
  ASSIGN_OR_RETURN(const std::optional<std::string> row, rows.Get(AppliedKey(options_.source)));
  LogPosition position;
  if (!row.has_value()) return position;
  if (row->size() != kRevisionBytes + sizeof(Digest)) return DamagedRow("applied");
  position.revision = DecodeRevision(*row);
  position.digest = DigestFromBytes(absl::string_view(*row).substr(kRevisionBytes));
  return position;
}

absl::Status Projector::FoldEntry(RowWriter& rows, const common::v1::LogEntry& entry,
                                  absl::Time record_time) const {
  RETURN_IF_ERROR(FoldClockMarks(rows, options_.source, entry, record_time));
  for (int i = 0; i < entry.events_size(); ++i) {
    const EntryContext context{entry, record_time, static_cast<size_t>(i)};
    RETURN_IF_ERROR(fold_->Fold(rows, context, entry.events(i)));
  }
  // The birth entry has no request id: nobody asked for it.
  if (options_.index_requests && !entry.request_id().empty()) {
    rows.Put(RequestKey(entry.request_id()), EncodeRevision(entry.revision()));
  }
  return absl::OkStatus();
}

void Projector::SetApplied(RowWriter& rows, const LogPosition& position) const {
  rows.Put(AppliedKey(options_.source),
           absl::StrCat(EncodeRevision(position.revision), DigestBytes(position.digest)));
}

absl::Status Projector::FoldGroup(RowWriter& rows, const Group& group) const {
  ASSIGN_OR_RETURN(const LogPosition applied, Applied(rows));
  if (group.last_revision() < applied.revision) return absl::OkStatus();
  if (group.last_revision() == applied.revision) {
    return group.digest == applied.digest ? absl::OkStatus()
                                          : HistoryChanged(options_.source, applied);
  }
  if (group.first_revision != applied.revision + 1 || group.previous_digest != applied.digest) {
    return HistoryChanged(options_.source, applied);
  }
  for (const common::v1::LogEntry& entry : group.entries) {
    RETURN_IF_ERROR(FoldEntry(rows, entry, group.record_time));
  }
  // The own log's last group tells its own time.
  if (!options_.index_requests) SetFollowedTime(rows, options_.source, group.record_time);
  SetApplied(rows, group.end());
  return absl::OkStatus();
}

absl::Status Projector::CatchUp(const Log& log, RowStore& rows, const Progress& progress) const {
  ASSIGN_OR_RETURN(LogPosition applied, Applied(*rows.Snapshot()));
  const LogPosition head = log.Head();
  if (applied.revision > 0) {
    ASSIGN_OR_RETURN(const LogPosition stored, log.GroupEndingAt(applied.revision));
    if (stored != applied) return HistoryChanged(options_.source, applied);
  }
  while (applied.revision < head.revision) {
    ASSIGN_OR_RETURN(const std::vector<std::string> groups,
                     log.Read(applied.revision, kCatchUpBytes));
    if (groups.empty()) {
      return Error(
          common::v1::ERROR_REASON_LOG_DAMAGED, "The log ends before its head.",
          {{"log", options_.source}, {"detail", absl::StrCat("after ", applied.revision)}});
    }
    const std::unique_ptr<RowReader> base = rows.WriterView();
    RowOverlay overlay(base.get());
    for (const std::string& bytes : groups) {
      ASSIGN_OR_RETURN(const Group group, DecodeGroup(bytes));
      RETURN_IF_ERROR(FoldGroup(overlay, group));
      applied = group.end();
    }
    RETURN_IF_ERROR(rows.Write(overlay.changes()));
    if (progress) progress(applied.revision, head.revision);
  }
  return absl::OkStatus();
}

absl::Status Projector::DropSource(RowStore& rows) const {
  // Ranges are not deleted in one write with the rest, so the mark comes before and leaves after:
  // whatever a crash leaves between them, FinishDrop knows to begin again.
  RETURN_IF_ERROR(rows.Write({{DroppingKey(options_.source), std::string()}}));
  return FinishDrop(rows);
}

absl::Status Projector::FinishDrop(RowStore& rows) const {
  const std::string mark = DroppingKey(options_.source);
  ASSIGN_OR_RETURN(const std::optional<std::string> marked, rows.Snapshot()->Get(mark));
  if (!marked.has_value()) return absl::OkStatus();
  for (uint8_t table : fold_->Tables()) {
    const std::string begin(1, static_cast<char>(table));
    RETURN_IF_ERROR(rows.DeleteRange(begin, PrefixEnd(begin)));
  }
  if (options_.index_requests) {
    RETURN_IF_ERROR(rows.DeleteRange(RequestPrefix(), PrefixEnd(RequestPrefix())));
  }
  RowChanges last = {{AppliedKey(options_.source), std::nullopt}, {mark, std::nullopt}};
  for (const std::string& key : ClockKeys(options_.source)) last[key] = std::nullopt;
  return rows.Write(last);
}

absl::StatusOr<std::optional<int64_t>> FindRequest(const RowReader& rows,
                                                   absl::string_view request_id) {
  ASSIGN_OR_RETURN(const std::optional<std::string> row, rows.Get(RequestKey(request_id)));
  if (!row.has_value()) return std::optional<int64_t>();
  if (row->size() != kRevisionBytes) return DamagedRow("request");
  return std::optional<int64_t>(DecodeRevision(*row));
}

}  // namespace waystation::storage
