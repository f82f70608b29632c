#include "tests/simulation/node.h"

#include <utility>

#include "storage/base/status_macros.h"
#include "storage/overlay.h"

namespace waystation::simulation {

Node::Node(NodeSpec spec, std::unique_ptr<Disk> disk, const absl::Time* true_time)
    : spec_(std::move(spec)), disk_(std::move(disk)), true_time_(true_time), clock_(true_time) {}

Node::~Node() { End(Stop::kClosed, 0); }

absl::Status Node::Open() {
  runtime::JudgedClock::Options judge;
  judge.clock = &settable_;
  judge.passing = [this] { return *true_time_; };
  judge.build = absl::FromCivil(kBuildDay, absl::UTCTimeZone());
  judged_ = std::make_unique<runtime::JudgedClock>(judge);
  storage::StoreOptions options;
  options.rocks.row_format = spec_.row_format;
  options.log = log_name();
  options.kind = common::v1::FOLDER_KIND_EXERCISE;
  options.program = "simulation";
  options.now = judged_->Read();
  options.fold = spec_.fold;
  disk_->Attach(&options);
  ASSIGN_OR_RETURN(store_, storage::Store::Open(options, spec_.followed));
  judged_->LogOpened(store_->clock_evidence());
  rows_failed_ = false;
  ++openings_;
  disk_->Settle();
  return absl::OkStatus();
}

void Node::End(Stop how, uint64_t seed) {
  if (store_ == nullptr) return;
  if (how != Stop::kClosed) disk_->Cut();
  // What closing says of a disk that fails is no news.
  store_->Close().IgnoreError();
  store_.reset();
  disk_->Settle();
  disk_->Finish(how, seed);
}

storage::GroupOutcome Node::Run(absl::Span<const storage::Command> commands) {
  const storage::ClockReading reading = judged_->Read();
  storage::GroupOutcome outcome = store_->committer().RunGroup(commands, reading);
  if (outcome.appended && up()) judged_->EntryRecorded(reading);
  disk_->Settle();
  return outcome;
}

storage::GroupOutcome Node::ConfirmClock(const std::string& request_id) {
  const storage::ClockReading reading = judged_->Read();
  storage::Command command;
  command.request_id = request_id;
  command.principal = "person-0";
  command.method = "ConfirmClock";
  command.decide = [&reading](const storage::RowReader&, const storage::DecideContext&) {
    storage::Decision decision;
    decision.scope = "clock";
    decision.clock_confirmation.emplace();
    *decision.clock_confirmation->mutable_clock_time() = storage::ToTimestamp(reading.clock);
    decision.clock_confirmation->set_state_before(reading.state);
    return decision;
  };
  if (absl::AbsDuration(clock_.error()) > absl::Hours(1)) wrong_clock_confirmed_ = true;
  storage::GroupOutcome outcome = Run({&command, 1});
  if (outcome.appended && up()) judged_->Confirmed();
  return outcome;
}

absl::Status Node::FoldFollowed(const std::string& log, const storage::Group& group) {
  storage::RowChanges changes;
  {
    const std::unique_ptr<storage::RowReader> rows = Rows();
    storage::RowOverlay overlay(rows.get());
    RETURN_IF_ERROR(store_->followed_projector(log)->FoldGroup(overlay, group));
    changes = overlay.TakeChanges();
  }
  const absl::Status written = store_->rows().Write(changes);
  disk_->Settle();
  // As the writer does: what a disk once refused is not tried again on the same opening.
  if (!written.ok()) rows_failed_ = true;
  if (written.ok()) judged_->EntryFollowed(group.record_time);
  return written;
}

absl::Status Node::DropFollowed(const std::string& log) {
  const absl::Status dropped = store_->followed_projector(log)->DropSource(store_->rows());
  disk_->Settle();
  if (!dropped.ok()) rows_failed_ = true;
  return dropped;
}

absl::StatusOr<storage::LogPosition> Node::Applied(const std::string& log) {
  return store_->followed_projector(log)->Applied(*Rows());
}

}  // namespace waystation::simulation
