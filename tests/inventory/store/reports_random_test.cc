// Random movements and reversals, and every report held against one computed from the log
// (support/report_check.h). WAYSTATION_OPERATIONS and WAYSTATION_SEED as in random_test.cc.
#include <algorithm>
#include <map>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "gtest/gtest.h"
#include "services/inventory/domain/calendar.h"
#include "storage/memory/memory_log.h"
#include "storage/memory/memory_rows.h"
#include "tests/inventory/support/desk.h"
#include "tests/inventory/support/model.h"
#include "tests/inventory/support/random_requests.h"
#include "tests/inventory/support/report_check.h"
#include "tests/storage/support/temp_folder.h"
#include "tests/support/random.h"

namespace waystation::inventory {
namespace {

constexpr int64_t kDefaultReportOperations = 1'500;
constexpr int64_t kOperationsOfReportBook = 150;
constexpr int64_t kReportEvery = 25;
constexpr char kHere[] = "facilities/f";

class ReportBook {
 public:
  explicit ReportBook(uint64_t seed) : random_(seed) {
    model_.SetFacility(kHere, true);
    desk_.SetNow(now_);
    desk_.SetFacility("f", facility::v1::FACILITY_STATE_OPEN);
    desk_.AddItem("rice");
    desk_.AddItem("salt");
    const std::map<std::string, int64_t> contents = {{"items/rice", 3}, {"items/salt", 2}};
    desk_.AddKit("box", contents);
    model_.SetKit("items/box", contents);
    requests_of_.AddKit("items/box", contents);
  }

  void Run(int64_t operations) {
    for (int64_t i = 1; i <= operations && !::testing::Test::HasFailure(); ++i) {
      SCOPED_TRACE(absl::StrCat("at operation ", i));
      now_ += absl::Minutes(random_.Below(600));
      desk_.SetNow(now_);
      if (random_.OneIn(4) && !model_.movement_names().empty()) {
        Reverse();
      } else {
        Post();
      }
      if (i % kReportEvery == 0) Compare();
    }
  }

 private:
  void Post() {
    v1::CreateMovementRequest request = requests_of_.Movement(now_);
    request.set_request_id(absl::StrFormat("r%015d", ++requests_));
    const auto response = desk_.Post(request);
    model_.Post(request, now_, response.ok() ? &*response : nullptr);
  }

  void Reverse() {
    v1::ReverseMovementRequest request = requests_of_.Reversal(model_);
    request.set_request_id(absl::StrFormat("r%015d", ++requests_));
    const auto response = desk_.Reverse(request);
    model_.Reverse(request, now_, response.ok() ? &*response : nullptr);
  }

  void Compare() {
    const auto rows = rows_.Snapshot();
    ReportCheck check(*log_, *rows, now_, &random_);
    const int64_t as_of = DayOf(now_, absl::UTCTimeZone()) + 1 - random_.Below(40);
    const int64_t window = 1 + random_.Below(45);
    for (const char* item : {"items/rice", "items/salt", "items/box"}) {
      check.Compare(kHere, item, as_of, window);
    }
  }

  testing::Random random_;
  RandomRequests requests_of_{&random_, {kHere}};
  storage::MemoryLogEngine engine_;
  const std::unique_ptr<storage::Log> log_ = *engine_.Open("main");
  storage::MemoryRowStore rows_;
  Desk desk_{log_.get(), &rows_};
  Model model_;
  absl::Time now_ = Noon(20);
  int64_t requests_ = 0;
};

TEST(ReportsRandomTest, EveryReportEqualsOneComputedFromTheLog) {
  const uint64_t seed = storage::testing::TestSeed();
  const int64_t operations = storage::testing::TestOperations(kDefaultReportOperations);
  for (int64_t done = 0; done < operations && !HasFailure(); done += kOperationsOfReportBook) {
    const uint64_t book = seed + static_cast<uint64_t>(done / kOperationsOfReportBook);
    SCOPED_TRACE(absl::StrCat("WAYSTATION_SEED=", book));
    ReportBook(book).Run(std::min(kOperationsOfReportBook, operations - done));
  }
}

}  // namespace
}  // namespace waystation::inventory
