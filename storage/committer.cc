#include "storage/committer.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"
#include "storage/clock_marks.h"
#include "storage/overlay.h"

namespace waystation::storage {
namespace {

constexpr size_t kRequestIdBytes = 16;

using EntryPtr = std::shared_ptr<const common::v1::LogEntry>;

// `why` is ok when nobody knows.
absl::Status LogUnavailable(const absl::Status& why) {
  ErrorMetadata metadata;
  const std::string detail = ErrorVariable(why, "detail").value_or(std::string(why.message()));
  if (!detail.empty()) metadata.emplace_back("detail", detail);
  return Error(common::v1::ERROR_REASON_LOG_UNAVAILABLE,
               "The log can't be written now. Nothing acknowledged is lost; send the same request "
               "again, with its request_id, once the service is back.",
               metadata);
}

absl::StatusOr<Group> ReadGroupHolding(const Log& log, int64_t revision) {
  ASSIGN_OR_RETURN(const std::vector<std::string> groups, log.Read(revision - 1, 1));
  if (groups.empty()) {
    return Error(common::v1::ERROR_REASON_LOG_DAMAGED, "The log lacks an entry that rows name.",
                 {{"detail", absl::StrCat("revision ", revision)}});
  }
  return DecodeGroup(groups[0]);
}

// One group on its way: what is accepted so far and the rows as they will be.
class PendingGroup {
 public:
  PendingGroup(const Log& log, const Projector& projector, const RowReader& rows,
               const LogPosition& head, absl::Time record_time, const ClockReading& clock)
      : log_(log),
        projector_(projector),
        head_(head),
        record_time_(record_time),
        clock_(clock),
        overlay_(&rows) {}

  bool empty() const { return entries_.empty(); }
  bool full() const { return entries_.size() == kMaxGroupEntries; }

  // The command's outcome; nullopt when it does not fit beside those before it.
  std::optional<Outcome> Run(const Command& command) {
    absl::StatusOr<std::optional<Outcome>> outcome = TryRun(command);
    if (outcome.ok()) return *std::move(outcome);
    return Outcome{outcome.status(), nullptr, absl::Time(), false};
  }

  // The group's bytes. REQUIRES: not empty.
  std::string Encode() const {
    return EncodeGroup(head_.revision + 1, record_time_, head_.digest, encoded_);
  }

  // The rows to write once the group is durable and ends at `end`.
  RowChanges TakeChanges(const LogPosition& end) {
    projector_.SetApplied(overlay_, end);
    return overlay_.TakeChanges();
  }

 private:
  int64_t next_revision() const {
    return head_.revision + 1 + static_cast<int64_t>(entries_.size());
  }

  absl::StatusOr<std::optional<Outcome>> TryRun(const Command& command) {
    if (command.request_id.size() != kRequestIdBytes) {
      return InvalidFields(
          {{"request_id", absl::StrCat("got ", command.request_id.size(), " bytes, want ",
                                       kRequestIdBytes, " bytes")}});
    }
    ASSIGN_OR_RETURN(const std::optional<int64_t> earlier,
                     FindRequest(overlay_, command.request_id));
    if (earlier.has_value()) return Replay(command, *earlier);

    DecideContext context{record_time_, next_revision(), command.request_id, command.principal,
                          command.acting_for};
    context.clock_suspect = clock_.suspect();
    context.latest_now = clock_.latest();
    context.clock_now = clock_.now;
    ASSIGN_OR_RETURN(Decision decision, command.decide(overlay_, context));
    if (decision.scope.empty() ||
        decision.events.empty() != decision.clock_confirmation.has_value()) {
      return absl::InternalError("A decision lacks its scope or its events.");
    }
    return Accept(Record(command, std::move(decision)));
  }

  EntryPtr Record(const Command& command, Decision decision) const {
    auto entry = std::make_shared<common::v1::LogEntry>();
    entry->set_revision(next_revision());
    entry->set_request_id(command.request_id);
    entry->set_fingerprint(DigestBytes(command.fingerprint));
    entry->set_principal(command.principal);
    entry->set_acting_for(command.acting_for);
    entry->set_method(command.method);
    entry->set_scope(std::move(decision.scope));
    for (std::string& event : decision.events) entry->add_events(std::move(event));
    if (decision.clock_confirmation.has_value()) {
      *entry->mutable_clock_confirmation() = *std::move(decision.clock_confirmation);
    } else if (clock_.suspect()) {
      entry->mutable_suspect_clock()->set_state(clock_.state);
      *entry->mutable_suspect_clock()->mutable_clock_time() = ToTimestamp(clock_.clock);
    }
    return entry;
  }

  // Adds the entry and folds it for the commands after it.
  absl::StatusOr<std::optional<Outcome>> Accept(EntryPtr entry) {
    std::string bytes = entry->SerializeAsString();
    if (bytes.size() > kMaxEntryBytes) {
      return Error(common::v1::ERROR_REASON_REQUEST_TOO_LARGE,
                   "The request would be too large once recorded.",
                   {{"limit_bytes", absl::StrCat(kMaxEntryBytes)}});
    }
    const size_t group_bytes =
        entry_bytes_ + bytes.size() + GroupOverheadBytes(entries_.size() + 1);
    if (!entries_.empty() && group_bytes > kMaxGroupBytes) return std::optional<Outcome>();

    // What could not be read back must never be written: a text that is not UTF-8 is serialized all
    // the same, and refused only when parsed.
    if (common::v1::LogEntry read_back; !read_back.ParseFromString(bytes)) {
      return absl::InvalidArgumentError("The entry holds text that is not UTF-8.");
    }

    // Folded apart first: a fold that fails half-way must leave nothing behind.
    RowOverlay folded(&overlay_);
    RETURN_IF_ERROR(projector_.FoldEntry(folded, *entry, record_time_));
    overlay_.Apply(folded.TakeChanges());
    entry_bytes_ += bytes.size();
    encoded_.push_back(std::move(bytes));
    entries_.push_back(entry);
    return std::optional<Outcome>(Outcome{absl::OkStatus(), std::move(entry), record_time_, false});
  }

  absl::StatusOr<std::optional<Outcome>> Replay(const Command& command, int64_t revision) const {
    Outcome outcome{absl::OkStatus(), nullptr, record_time_, true};
    if (revision > head_.revision) {
      outcome.entry = entries_[static_cast<size_t>(revision - head_.revision - 1)];
    } else {
      ASSIGN_OR_RETURN(const Group group, ReadGroupHolding(log_, revision));
      outcome.record_time = group.record_time;
      outcome.entry = std::make_shared<const common::v1::LogEntry>(
          group.entries[static_cast<size_t>(revision - group.first_revision)]);
    }
    if (outcome.entry->fingerprint() != DigestBytes(command.fingerprint) ||
        outcome.entry->method() != command.method ||
        outcome.entry->principal() != command.principal) {
      return Error(common::v1::ERROR_REASON_REQUEST_ID_REUSED,
                   "request_id was accepted before for another request.",
                   {{"first_method", outcome.entry->method()}});
    }
    return std::optional<Outcome>(std::move(outcome));
  }

  const Log& log_;
  const Projector& projector_;
  const LogPosition head_;
  const absl::Time record_time_;
  const ClockReading clock_;
  RowOverlay overlay_;
  std::vector<EntryPtr> entries_;
  std::vector<std::string> encoded_;  // The same, as they will be stored.
  size_t entry_bytes_ = 0;
};

GroupOutcome AllRefused(size_t taken, const absl::Status& status) {
  GroupOutcome result;
  result.taken = taken;
  result.outcomes.assign(taken, Outcome{status, nullptr, absl::Time(), false});
  return result;
}

}  // namespace

Committer::Committer(Log* log, RowStore* rows, const Projector* projector,
                     absl::Time last_record_time)
    : log_(log), rows_(rows), projector_(projector), last_record_time_(last_record_time) {}

GroupOutcome Committer::Fail(size_t taken, const absl::Status& why) {
  failure_ = LogUnavailable(why);
  return AllRefused(taken, failure_);
}

GroupOutcome Committer::RunGroup(absl::Span<const Command> commands, const ClockReading& clock) {
  if (!alive()) return AllRefused(commands.size(), failure_);
  const LogPosition head = log_->Head();
  // To the microsecond, as it is stored: decisions and replays must see the same time.
  const absl::Time record_time =
      std::max(absl::FromUnixMicros(absl::ToUnixMicros(clock.now)), last_record_time_);
  std::unique_ptr<RowReader> snapshot = rows_->WriterView();
  const absl::StatusOr<LogPosition> applied = projector_->Applied(*snapshot);
  if (!applied.ok() || *applied != head) {
    return Fail(commands.size(), applied.status());
  }

  GroupOutcome result;
  PendingGroup group(*log_, *projector_, *snapshot, head, record_time, clock);
  for (const Command& command : commands) {
    if (group.full()) break;
    std::optional<Outcome> outcome = group.Run(command);
    if (!outcome.has_value()) break;
    result.outcomes.push_back(*std::move(outcome));
  }
  result.taken = result.outcomes.size();
  if (group.empty()) return result;

  const std::string bytes = group.Encode();
  const absl::StatusOr<LogPosition> end = GroupEnd(bytes);
  if (!end.ok() || log_->Append(head, bytes) != AppendResult::kOk) {
    return Fail(result.taken, log_->failure());
  }
  last_record_time_ = record_time;
  const RowChanges changes = group.TakeChanges(*end);
  snapshot.reset();
  if (const absl::Status written = rows_->Write(changes); !written.ok()) {
    // Durable, but not to be seen in rows before a restart: the same request id finds it then.
    result = Fail(result.taken, written);
  }
  result.appended = true;
  return result;
}

}  // namespace waystation::storage
