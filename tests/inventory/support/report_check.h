// Reports as the store answers them, held against those that support/report_oracle.h computes from
// the log.
#ifndef TESTS_INVENTORY_SUPPORT_REPORT_CHECK_H_
#define TESTS_INVENTORY_SUPPORT_REPORT_CHECK_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "storage/log.h"
#include "storage/rows.h"
#include "tests/inventory/support/report_oracle.h"
#include "tests/support/random.h"

namespace waystation::inventory {

// Differences fail the test that runs. All that is given must outlive it.
class ReportCheck {
 public:
  // REQUIRES: the rows hold all of the log.
  ReportCheck(const storage::Log& log, const storage::RowReader& rows, absl::Time now,
              testing::Random* random)
      : oracle_(log), rows_(rows), now_(now), random_(*random) {}

  // Stock card, consumption, stock-outs, minimum and maximum, what expires and whose it is, of an
  // item (name) at a facility (name), as of the end of a day, over so many days before.
  void Compare(const std::string& facility, const std::string& item, int64_t as_of_day,
               int64_t window_days);

 private:
  template <typename Request>
  Request Ask(const std::string& item);
  void CompareCard(const std::string& item);
  void CompareConsumption(const std::string& item);
  void CompareStockOuts(const std::string& item);
  void CompareUse(const std::string& item);
  void CompareOrder(const v1::MinimumMaximumLine& line);
  void CompareDonors(const std::string& item);

  const ReportOracle oracle_;
  const storage::RowReader& rows_;
  const absl::Time now_;
  testing::Random& random_;
  std::string facility_;
  int64_t as_of_ = 0;
  int64_t window_ = 0;
};

}  // namespace waystation::inventory

#endif  // TESTS_INVENTORY_SUPPORT_REPORT_CHECK_H_
