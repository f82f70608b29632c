#include "tests/simulation/world.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/facility/store/command.h"
#include "storage/base/errors.h"
#include "tests/simulation/cluster.h"
#include "tests/simulation/oracle.h"
#include "tests/simulation/trace.h"
#include "tests/support/random.h"

namespace waystation::simulation {
namespace {

constexpr int64_t kQuietEvery = 500;
constexpr int kMaxSettlingSteps = 20'000;
constexpr int kMaxTicks = 64;
// A clock may be believed 30 days past the last record, which may be so far ahead itself.
constexpr absl::Duration kBelievedAhead = absl::Hours(24 * 60);
constexpr size_t kBatchOfQuiet = 64;

std::optional<Memtables> Disks(const WorldOptions& options) {
  if (!options.real_disks) return std::nullopt;
  return options.calm ? Memtables::kSmall : Memtables::kOnceClosed;
}

class World {
 public:
  explicit World(const WorldOptions& options)
      : options_(options), random_(options.seed), trace_(options.print) {}

  WorldReport Run();

 private:
  void Step();
  void CalmStep();
  void ArmCut();
  // Once the power has gone: it comes back, and what it had to do with starts again.
  void EndCut();
  void StepLinks(Network network);
  void RunBatch(Service& service);
  void Command(Service& service, const std::vector<storage::Command>& batch, bool faulty);
  void CheckRecordTime(Node& node);
  void Tick();
  void RunUnderFault(Service& service);
  void EndOne(Service& service, Stop how);
  void TryOpen(Service& service);
  void ChangeClock(Service& service);
  void ConfirmClock(Service& service);
  void SaveCopy(Service& service);
  void RestoreCopy(Service& service);

  void Quiet();
  void OpenAll();
  void Settle();
  void AnswerAll(Service& service);
  void NoteRows();

  void Fail(const std::string& problem) {
    if (problem_.empty()) problem_ = problem;
  }
  void Count(const std::string& what) { ++counts_[what]; }
  Service& AnyService() {
    return cluster_.services()[static_cast<size_t>(
        random_.Below(static_cast<int64_t>(cluster_.services().size())))];
  }
  Service& facility() { return cluster_.facility(); }
  Service& inventory() { return cluster_.inventory(); }

  const WorldOptions options_;
  testing::Random random_;
  Trace trace_;
  Cluster cluster_{Disks(options_), options_.sabotage, &random_, &trace_};
  std::string problem_;
  int64_t confirmations_ = 0;
  std::map<std::string, int64_t> counts_;
};

WorldReport World::Run() {
  OpenAll();
  ArmCut();
  int64_t quiet = 0;
  while (problem_.empty() && cluster_.sent() < options_.operations) {
    options_.calm ? CalmStep() : Step();
    if (cluster_.sent() / kQuietEvery > quiet) {
      quiet = cluster_.sent() / kQuietEvery;
      Quiet();
    }
  }
  Quiet();
  WorldReport report;
  report.problem = problem_;
  report.operations = cluster_.sent();
  report.digest = trace_.digest();
  report.last_lines = {trace_.last_lines().begin(), trace_.last_lines().end()};
  for (const auto& link : cluster_.links()) {
    counts_["groups followed"] += link->groups_folded();
    counts_["histories changed"] += link->histories_changed();
  }
  for (const Service& service : cluster_.services()) {
    if (service.clients == nullptr) continue;
    const ClientCounts& counts = service.clients->counts();
    counts_["accepted"] += counts.accepted;
    counts_["replayed"] += counts.replayed;
    counts_["request ids reused"] += counts.reused;
    counts_["unanswered"] += counts.unanswered;
    counts_["accepted without an answer"] += counts.found_later;
  }
  report.counts = counts_;
  return report;
}

void World::Step() {
  cluster_.PassTime(absl::Minutes(random_.Below(15)) +
                    absl::Microseconds(random_.Below(1'000'000)));
  const int64_t choice = random_.Below(200);
  if (choice < 100) {
    RunBatch(inventory());
  } else if (choice < 160) {
    RunBatch(facility());
  } else if (choice < 172) {
    Tick();
  } else if (choice < 180) {
    RunUnderFault(AnyService());
  } else if (choice < 188) {
    static const std::vector<Stop> kinds = {Stop::kClosed, Stop::kKilled, Stop::kPowerLost};
    EndOne(AnyService(), random_.OneOf(kinds));
  } else if (choice == 188 && random_.OneIn(2)) {
    Service& service = AnyService();
    EndOne(service, Stop::kClosed);
    service.node->ChangeRowFormat();
    Count("row formats changed");
  } else if (choice == 189 || choice == 192) {
    ChangeClock(AnyService());
  } else if (choice == 193 || choice == 194) {
    ConfirmClock(AnyService());
  } else if (choice == 190 || choice == 195) {
    SaveCopy(AnyService());
  } else if (choice == 191) {
    RestoreCopy(AnyService());
  }
  for (Service& service : cluster_.services()) {
    if (!service.node->up() && random_.OneIn(3)) TryOpen(service);
  }
  if (random_.OneIn(2)) StepLinks(Network::kHostile);
}

void World::CalmStep() {
  cluster_.PassTime(absl::Minutes(random_.Below(15)) +
                    absl::Microseconds(random_.Below(1'000'000)));
  const int64_t choice = random_.Below(10);
  if (choice < 5) {
    RunBatch(inventory());
  } else if (choice < 9) {
    RunBatch(facility());
  } else {
    Tick();
  }
  EndCut();
  StepLinks(Network::kPerfect);
  EndCut();
}

void World::ArmCut() {
  if (!options_.cut.has_value()) return;
  Disk& disk = cluster_.services()[options_.cut->service].node->disk();
  disk.CutPowerAt(disk.syncs() + options_.cut->sync);
}

void World::EndCut() {
  if (!options_.cut.has_value()) return;
  Service& service = cluster_.services()[options_.cut->service];
  if (!service.node->disk().power_is_cut()) return;
  Count("power cuts at a sync");
  EndOne(service, Stop::kPowerLost);
  TryOpen(service);
}

void World::StepLinks(Network network) {
  for (const auto& link : cluster_.links()) link->Step(network);
}

void World::RunBatch(Service& service) {
  if (!service.node->open()) return;
  const absl::Time device_time = cluster_.true_time() + absl::Minutes(random_.Below(9) - 4);
  const bool faulty = !service.node->up() || options_.cut.has_value();
  Command(service, service.clients->NextBatch(device_time), faulty);
}

void World::Command(Service& service, const std::vector<storage::Command>& batch, bool faulty) {
  if (service.node->Read().suspect()) Count("batches under a suspect clock");
  const storage::GroupOutcome outcome = service.node->Run(batch);
  service.clients->Answered(batch, outcome, service.node->store().log(), faulty);
  Fail(service.clients->problem());
  CheckRecordTime(*service.node);
}

// However wrong a clock is, it takes a person's word to record by one that is months ahead, or from
// before the program was built.
void World::CheckRecordTime(Node& node) {
  const absl::Time recorded = node.store().committer().last_record_time();
  const bool ahead =
      recorded > cluster_.true_time() + kBelievedAhead && !node.wrong_clock_confirmed();
  if (!ahead && recorded > absl::FromCivil(kBuildDay, absl::UTCTimeZone())) return;
  Fail(absl::StrCat(node.service(), " records by ", absl::FormatTime(recorded, absl::UTCTimeZone()),
                    " on ", absl::FormatTime(cluster_.true_time(), absl::UTCTimeZone())));
}

// As the runtime's writer polls: not under a suspect clock. Nor, for the model's sake, while record
// times stand still.
void World::Tick() {
  Node& node = *facility().node;
  if (!node.up()) return;
  const storage::ClockReading reading = node.Read();
  if (reading.suspect() || reading.now < node.store().committer().last_record_time()) return;
  const absl::Time now = absl::FromUnixMicros(absl::ToUnixMicros(reading.now));
  const std::vector<storage::Command> due = facility::DueCommands(*node.Rows(), now, kMaxTicks);
  facility().clients->TicksAnswered(node.Run(due), now, node.store().log());
  counts_["ticks"] += static_cast<int64_t>(due.size());
  Fail(facility().clients->problem());
}

// Few people confirm a clock that is wrong.
void World::ConfirmClock(Service& service) {
  Node& node = *service.node;
  if (!node.up() || !node.Read().suspect()) return;
  const bool right = absl::AbsDuration(node.clock().error()) <= absl::Hours(1);
  if (!right && !random_.OneIn(4)) return;
  trace_.Note(absl::StrCat(node.service(), " has its clock confirmed"));
  Count("clocks confirmed");
  const storage::GroupOutcome outcome =
      node.ConfirmClock(absl::StrFormat("c%015d", ++confirmations_));
  if (service.clients != nullptr) {
    service.clients->ClockConfirmed(outcome, node.store().log());
  }
}

void World::RunUnderFault(Service& service) {
  static const std::vector<std::pair<Fault, const char*>> faults = {
      {Fault::kFailedSync, "failed syncs"},
      {Fault::kFull, "full disks"},
      {Fault::kUnreadable, "unreadable disks"},
      {Fault::kPowerCut, "power cuts at a sync"}};
  Node& node = *service.node;
  if (!node.up()) return;
  const auto& [fault, name] = random_.OneOf(faults);
  trace_.Note(absl::StrCat(node.service(), " has ", name));
  Count(name);
  node.disk().Arm(fault, random_.Next());
  if (service.clients != nullptr) {
    const absl::Time device_time = cluster_.true_time() + absl::Minutes(random_.Below(9) - 4);
    Command(service, service.clients->NextBatch(device_time), /*faulty=*/true);
  }
  StepLinks(Network::kHostile);
  if (fault == Fault::kPowerCut) return EndOne(service, Stop::kPowerLost);
  // A program that tries to open at once finds the disk as it is.
  if (!node.up()) {
    EndOne(service, Stop::kClosed);
    TryOpen(service);
  }
  node.disk().Heal();
}

void World::EndOne(Service& service, Stop how) {
  if (!service.node->open()) return;
  static const char* const names[] = {"closings", "kills", "power losses"};
  trace_.Note(absl::StrCat(service.node->service(), " ends: ", names[static_cast<int>(how)]));
  Count(names[static_cast<int>(how)]);
  service.node->End(how, random_.Next());
  if (how != Stop::kClosed) service.node->disk().Heal();
}

void World::TryOpen(Service& service) {
  Node& node = *service.node;
  if (node.open()) EndOne(service, Stop::kClosed);
  const absl::Status opened = node.Open();
  trace_.Note(absl::StrCat(node.service(), " opens: ", ReasonName(ReasonOf(opened))));
  if (!opened.ok()) {
    Count("failed openings");
    if (ReasonOf(opened) != common::v1::ERROR_REASON_LOG_UNAVAILABLE) {
      Fail(absl::StrCat(node.service(), " does not open: ", opened.ToString()));
    }
    return;
  }
  if (node.store().open_report().revisions_lost > 0) {
    Fail(absl::StrCat(node.service(), " found its rows ahead of its log"));
  }
  if (service.clients == nullptr) return;
  service.clients->CatchUp(node.store().log());
  Fail(service.clients->problem());
}

void World::ChangeClock(Service& service) {
  static const std::vector<absl::Duration> errors = {absl::ZeroDuration(),
                                                     absl::ZeroDuration(),
                                                     absl::ZeroDuration(),
                                                     absl::Minutes(-3),
                                                     absl::Hours(1),
                                                     absl::Hours(-1),
                                                     absl::Hours(26),
                                                     absl::Hours(-24 * 9),
                                                     absl::Hours(24 * 20),
                                                     absl::Hours(24 * 365 * 14),
                                                     absl::Hours(-24 * 365 * 26)};
  const absl::Duration error = random_.OneOf(errors);
  trace_.Note(
      absl::StrCat(service.node->service(), " has its clock off by ", absl::FormatDuration(error)));
  Count(error == absl::ZeroDuration() ? "clocks set right" : "clocks set wrong");
  service.node->clock().SetError(error);
}

void World::SaveCopy(Service& service) {
  if (!service.node->up()) return;
  EndOne(service, Stop::kClosed);
  service.node->disk().SaveCopy();
  Count("copies");
  TryOpen(service);
}

void World::RestoreCopy(Service& service) {
  if (!service.node->disk().has_copy()) return;
  EndOne(service, Stop::kKilled);
  trace_.Note(absl::StrCat(service.node->service(), " is restored"));
  service.node->disk().RestoreCopy();
  Count("restores");
  const absl::Status opened = service.node->Open();
  if (!opened.ok()) return Fail(absl::StrCat("a copy does not open: ", opened.ToString()));
  if (service.clients == nullptr) return;
  service.clients->StartAgain(service.node->store().log());
  Fail(service.clients->problem());
}

void World::Quiet() {
  if (!problem_.empty()) return;
  trace_.Note("quiet");
  Count("times quiet");
  OpenAll();
  Settle();
  AnswerAll(facility());
  Settle();
  AnswerAll(inventory());
  Tick();
  Settle();
  const int64_t day = absl::ToCivilDay(cluster_.true_time(), absl::UTCTimeZone()) -
                      absl::CivilDay(1970, 1, 1) - random_.Below(30);
  if (problem_.empty()) Fail(cluster_.CheckAgreement(day));
  if (problem_.empty()) NoteRows();
}

void World::OpenAll() {
  for (Service& service : cluster_.services()) {
    service.node->disk().Heal();
    if (!service.node->up()) TryOpen(service);
    if (!service.node->up()) Fail(absl::StrCat(service.node->service(), " does not open again"));
  }
}

void World::Settle() {
  const auto& links = cluster_.links();
  for (int step = 0; problem_.empty(); ++step) {
    StepLinks(Network::kPerfect);
    const bool settled =
        std::all_of(links.begin(), links.end(), [](const auto& link) { return link->Settled(); });
    if (settled) return;
    if (step == kMaxSettlingSteps) Fail("following does not come to rest");
  }
}

void World::AnswerAll(Service& service) {
  while (problem_.empty()) {
    std::vector<storage::Command> batch = service.clients->Unanswered();
    if (batch.empty()) return;
    batch.resize(std::min(batch.size(), kBatchOfQuiet));
    Command(service, batch, /*faulty=*/false);
  }
}

void World::NoteRows() {
  for (const Service& service : cluster_.services()) {
    trace_.Note(
        absl::StrCat(service.node->service(), " has rows ", DigestOfRows(*service.node->Rows())));
  }
}

}  // namespace

WorldReport RunWorld(const WorldOptions& options) { return World(options).Run(); }

}  // namespace waystation::simulation
