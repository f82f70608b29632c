// Reports computed from the log alone, by plain bookkeeping, to hold the service's against. It
// knows nothing of rows or flows: what was taken back is dropped with what took it back, days are
// walked one by one.
#ifndef TESTS_INVENTORY_SUPPORT_REPORT_ORACLE_H_
#define TESTS_INVENTORY_SUPPORT_REPORT_ORACLE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "storage/log.h"
#include "waystation/inventory/v1/movement.pb.h"
#include "waystation/inventory/v1/report.pb.h"

namespace waystation::inventory {

class ReportOracle {
 public:
  // Reads the whole log.
  explicit ReportOracle(const storage::Log& log);

  // Of an item (name) at a facility (name), as of the end of a day. Fields that say whose class or
  // name it is are left empty.
  v1::ConsumptionLine Consumption(const std::string& facility, const std::string& item,
                                  int64_t from, int64_t as_of) const;
  v1::StockOutLine StockOut(const std::string& facility, const std::string& item, int64_t as_of,
                            int64_t window_days) const;
  // Of every lot with a date and something usable.
  std::vector<v1::ExpiringLot> Expiring(const std::string& facility, const std::string& item,
                                        int64_t as_of, int64_t window_days) const;
  // Daily use, usable and what of it expires, in quarantine.
  v1::MinimumMaximumLine Use(const std::string& facility, const std::string& item, int64_t as_of,
                             int64_t window_days) const;
  // The whole card, newest first: day, movement, in, out, moved, balance.
  std::vector<v1::StockCardLine> Card(const std::string& facility, const std::string& item,
                                      const std::string& place, int64_t from, int64_t as_of) const;
  // By owner; those who have none under "".
  std::map<std::string, v1::DonorLine> Donors(const std::string& facility, const std::string& item,
                                              int64_t as_of) const;
  // The first day with usable stock or use, by as_of.
  std::optional<int64_t> FirstDay(const std::string& facility, const std::string& item,
                                  int64_t as_of) const;

 private:
  struct Step {
    const v1::Movement* movement;
    v1::Leg leg;
    int64_t day;
    bool stands;        // Neither taken back nor taking back.
    bool of_shortfall;  // Posts one or takes it back.
  };
  struct Sums {
    int64_t inflow = 0;
    int64_t consumed = 0;
    int64_t other_out = 0;
  };

  static bool IsCounted(const Step& step);
  static void AddCounted(const Step& step, v1::ConsumptionLine& line);
  static void AddStanding(const Step& step, v1::ConsumptionLine& line,
                          std::map<v1::Purpose, int64_t>& used,
                          std::map<v1::WasteReason, int64_t>& wasted);
  std::vector<const Step*> StepsOf(const std::string& facility, const std::string& item) const;
  std::optional<int64_t> RecordDay(const std::string& facility, int64_t as_of) const;
  std::map<std::string, int64_t> StockBefore(const std::vector<const Step*>& steps, int64_t day,
                                             v1::Condition condition) const;
  std::map<std::string, Sums> SumsOf(const std::vector<const Step*>& steps, int64_t day) const;
  std::optional<int64_t> Expiry(const std::string& facility, const std::string& item,
                                const std::string& lot) const;
  bool InStock(const std::vector<const Step*>& steps, const std::string& facility,
               const std::string& item, int64_t day) const;

  std::vector<v1::Movement> movements_;
  std::map<std::string, int64_t> revisions_;  // By movement.
  std::vector<Step> steps_;
  std::map<std::string, std::optional<int64_t>> expiries_;  // Facility, item and lot joined.
  std::map<std::string, std::vector<std::string>> owners_;  // Likewise.
};

}  // namespace waystation::inventory

#endif  // TESTS_INVENTORY_SUPPORT_REPORT_ORACLE_H_
