#include "tests/facility/store/facility_book.h"

#include <cstdlib>
#include <utility>

#include "absl/strings/str_format.h"
#include "absl/types/span.h"
#include "gtest/gtest.h"
#include "services/facility/store/tables.h"
#include "storage/group.h"
#include "tests/facility/domain/fixtures.h"

namespace waystation::facility {

std::string RequestId(int64_t number) { return absl::StrFormat("%016d", number); }

FacilityBook::FacilityBook(absl::Time now) { Reopen(now); }

FacilityBook::~FacilityBook() { Close(); }

void FacilityBook::Close() {
  if (store_ == nullptr) return;
  EXPECT_TRUE(store_->Close().ok());
  store_.reset();
}

void FacilityBook::Reopen(absl::Time now) {
  Close();
  storage::StoreOptions options;
  options.rocks.folder = folder_.path() + "/facility";
  options.rocks.row_format = kRowFormat;
  options.rocks.env = env_.get();
  options.log = kLogName;
  options.kind = common::v1::FOLDER_KIND_EXERCISE;
  options.program = "test";
  options.now = now;
  options.fold = &fold_;
  auto store = storage::Store::Open(options, {});
  if (!store.ok()) {
    ADD_FAILURE() << store.status();
    abort();
  }
  store_ = *std::move(store);
}

std::vector<storage::Outcome> FacilityBook::Run(const std::vector<storage::Command>& commands,
                                                const storage::ClockReading& now) {
  std::vector<storage::Outcome> outcomes;
  while (outcomes.size() < commands.size()) {
    storage::GroupOutcome group =
        store_->committer().RunGroup(absl::MakeConstSpan(commands).subspan(outcomes.size()), now);
    EXPECT_GT(group.taken, 0u);
    for (storage::Outcome& outcome : group.outcomes) outcomes.push_back(std::move(outcome));
  }
  return outcomes;
}

std::vector<storage::Outcome> FacilityBook::Tick(absl::Time now) {
  constexpr int kMaxTicks = 4;
  std::vector<storage::Outcome> all;
  while (true) {
    const std::vector<storage::Command> due = DueCommands(*Rows(), now, kMaxTicks);
    for (storage::Outcome& outcome : Run(due, now)) {
      const bool of_warnings = outcome.status.ok() && outcome.entry->method() == "tick/warnings";
      if (!of_warnings) all.push_back(std::move(outcome));
    }
    if (due.size() < kMaxTicks) return all;
  }
}

std::vector<v1::Event> FacilityBook::Events() const {
  std::vector<v1::Event> events;
  int64_t after = 0;
  while (true) {
    const auto groups = store_->log().Read(after, 1 << 20);
    EXPECT_TRUE(groups.ok()) << groups.status();
    if (!groups.ok() || groups->empty()) return events;
    for (const std::string& bytes : *groups) {
      const auto group = storage::DecodeGroup(bytes);
      EXPECT_TRUE(group.ok()) << group.status();
      for (const common::v1::LogEntry& entry : group->entries) {
        for (const std::string& event : entry.events()) {
          EXPECT_TRUE(events.emplace_back().ParseFromString(event));
        }
      }
      after = group->last_revision();
    }
  }
}

void FacilityBook::ExpectSameWhenFoldedAgain() {
  const auto report = store_->Verify();
  ASSERT_TRUE(report.ok()) << report.status();
  ASSERT_TRUE(report->equal()) << report->ToString();
}

void FacilityBook::Create(const std::string& id, v1::FacilityState state, absl::Time now) {
  v1::CreateFacilityRequest request;
  request.set_facility_id(id);
  *request.mutable_facility() = Hospital();
  request.set_initial_state(state);
  const storage::Outcome outcome = Send(request, now);
  EXPECT_TRUE(outcome.status.ok()) << outcome.status;
}

}  // namespace waystation::facility
