#include "storage/rocks/rocks_log.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "rocksdb/db.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"
#include "storage/rocks/rocks_status.h"

namespace waystation::storage {
namespace {

std::string RevisionKey(int64_t revision) {
  std::string key;
  for (int shift = 56; shift >= 0; shift -= 8) {
    key.push_back(static_cast<char>(static_cast<uint64_t>(revision) >> shift));
  }
  return key;
}

rocksdb::ReadOptions LogReadOptions() {
  rocksdb::ReadOptions options;
  // Groups are read once, by followers: they must not push rows out of the cache.
  options.fill_cache = false;
  return options;
}

// More than the WAL files of a store hold: what is older lies in table files, and of those RocksDB
// misses none.
constexpr size_t kCheckedBytes = 24 << 20;

// A WAL file that is gone leaves a hole. `last` stands on the last group, which `later` describes.
absl::Status CheckChain(rocksdb::Iterator& last, GroupFrame later) {
  size_t bytes = 0;
  while (bytes < kCheckedBytes) {
    bytes += last.value().size();
    last.Prev();
    RETURN_IF_ERROR(FromRocks(last.status()));
    LogPosition before;
    if (last.Valid()) {
      ASSIGN_OR_RETURN(const GroupFrame frame, ReadGroupFrame(ToView(last.value())));
      before = frame.end;
      if (later.first_revision == before.revision + 1 && later.previous_digest == before.digest) {
        later = frame;
        continue;
      }
    } else if (later.first_revision == 1 && later.previous_digest == Digest{}) {
      break;
    }
    return Error(common::v1::ERROR_REASON_LOG_DAMAGED, "The log lacks groups.",
                 {{"detail", absl::StrCat("revision ", later.first_revision, " comes after ",
                                          before.revision)}});
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<RocksLog>> RocksLog::Open(rocksdb::DB* db,
                                                         rocksdb::ColumnFamilyHandle* family) {
  const std::unique_ptr<rocksdb::Iterator> last(db->NewIterator(LogReadOptions(), family));
  last->SeekToLast();
  RETURN_IF_ERROR(FromRocks(last->status()));
  LogPosition head;
  if (last->Valid()) {
    ASSIGN_OR_RETURN(const Group group, DecodeGroup(ToView(last->value())));
    head = group.end();
    ASSIGN_OR_RETURN(const GroupFrame frame, ReadGroupFrame(ToView(last->value())));
    RETURN_IF_ERROR(CheckChain(*last, frame));
  }
  std::unique_ptr<RocksLog> log(new RocksLog(db, family, head));
  RETURN_IF_ERROR(log->CompareWithMarker());
  return log;
}

absl::Status RocksLog::CompareWithMarker() {
  const LogPosition& marker = marker_.found();
  revisions_lost_ = std::max<int64_t>(marker.revision - head_.revision, 0);
  if (revisions_lost_ > 0 || marker.revision == 0) return absl::OkStatus();
  ASSIGN_OR_RETURN(const LogPosition stored, GroupEndingAt(marker.revision));
  if (stored != marker) revisions_lost_ = 1;
  return absl::OkStatus();
}

RocksLog::RocksLog(rocksdb::DB* db, rocksdb::ColumnFamilyHandle* family, const LogPosition& head)
    : db_(db), family_(family), head_(head), marker_(db->GetEnv(), db->GetName()) {}

LogPosition RocksLog::Head() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return head_;
}

AppendResult RocksLog::Append(const LogPosition& expected_head, absl::string_view group) {
  const bool fenced = !alive_ || expected_head != Head();
  // Alive again only if all goes well.
  alive_ = false;
  if (fenced) return AppendResult::kFenced;
  const absl::StatusOr<GroupFrame> frame = ReadGroupFrame(group);
  if (!frame.ok() || frame->first_revision != expected_head.revision + 1 ||
      frame->previous_digest != expected_head.digest) {
    return AppendResult::kUnavailable;
  }
  rocksdb::WriteOptions options;
  options.sync = true;
  const rocksdb::Status status =
      db_->Put(options, family_, RevisionKey(frame->end.revision), ToSlice(group));
  // Whether the failed write or sync left the bytes on disk, only a reopen can tell.
  failure_ = FromRocks(status);
  if (!failure_.ok()) return AppendResult::kUnknown;
  marker_.Advance(frame->end);
  std::lock_guard<std::mutex> lock(mutex_);
  head_ = frame->end;
  alive_ = true;
  return AppendResult::kOk;
}

absl::StatusOr<std::vector<std::string>> RocksLog::Read(int64_t after_revision,
                                                        size_t max_bytes) const {
  std::vector<std::string> groups;
  const int64_t head = Head().revision;
  after_revision = std::max<int64_t>(after_revision, 0);
  if (after_revision >= head) return groups;
  rocksdb::ReadOptions options = LogReadOptions();
  // Bounded by the head known above: a group written meanwhile is not durable yet.
  const std::string end = RevisionKey(head + 1);
  const rocksdb::Slice upper_bound(end);
  options.iterate_upper_bound = &upper_bound;
  const std::unique_ptr<rocksdb::Iterator> row(db_->NewIterator(options, family_));
  size_t bytes = 0;
  for (row->Seek(RevisionKey(after_revision + 1)); row->Valid(); row->Next()) {
    if (!groups.empty() && bytes + row->value().size() > max_bytes) break;
    bytes += row->value().size();
    groups.push_back(row->value().ToString());
  }
  RETURN_IF_ERROR(FromRocks(row->status()));
  return groups;
}

absl::StatusOr<LogPosition> RocksLog::GroupEndingAt(int64_t revision) const {
  if (revision <= 0 || revision > Head().revision) return LogPosition();
  rocksdb::PinnableSlice group;
  const rocksdb::Status status = db_->Get(LogReadOptions(), family_, RevisionKey(revision), &group);
  if (status.IsNotFound()) return LogPosition();
  RETURN_IF_ERROR(FromRocks(status));
  return GroupEnd(ToView(group));
}

}  // namespace waystation::storage
