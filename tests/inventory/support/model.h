// The ledger's rules once more, as plainly as possible and with nothing of the implementation: maps
// of days, no rows, no keys, no loading. The random test holds one against the other.
#ifndef TESTS_INVENTORY_SUPPORT_MODEL_H_
#define TESTS_INVENTORY_SUPPORT_MODEL_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "absl/time/time.h"
#include "waystation/common/v1/error_reason.pb.h"
#include "waystation/inventory/v1/movement.pb.h"

namespace waystation::inventory {

class Model {
 public:
  // {facility, item, place, lot} of names as in requests.
  using Spot = std::tuple<std::string, std::string, std::string, std::string>;
  struct Trouble {
    std::string facility, movement, item, place, lot;
    v1::ExceptionKind kind = v1::EXCEPTION_KIND_UNSPECIFIED;
    int64_t day = 0;
    int64_t quantity = 0;
    int64_t outstanding = 0;
    bool lot_named = false;
    bool open = true;
    v1::ExceptionEnd end = v1::EXCEPTION_END_UNSPECIFIED;
    absl::Time open_time;
    // {movement, lot} -> quantity.
    std::map<std::pair<std::string, std::string>, int64_t> covers;
  };
  using Reason = common::v1::ErrorReason;

  void SetFacility(const std::string& name, bool open) { facility_open_[name] = open; }

  // What the command must answer; unspecified when it must succeed. `response` is what it did
  // answer, for the names alone; null when it was refused.
  Reason Post(const v1::CreateMovementRequest& request, absl::Time now,
              const v1::CreateMovementResponse* response);
  Reason Reverse(const v1::ReverseMovementRequest& request, absl::Time now,
                 const v1::ReverseMovementResponse* response);
  Reason Resolve(const v1::ResolveExceptionRequest& request, absl::Time now,
                 const v1::ResolveExceptionResponse* response,
                 const std::vector<v1::Exception>& opened);

  int64_t BalanceAt(const Spot& spot, int64_t day) const;
  const std::map<Spot, std::map<int64_t, int64_t>>& stock() const { return stock_; }
  const std::map<std::string, Trouble>& troubles() const { return troubles_; }
  // Names of movements that were posted, reversals included, and of held ones.
  const std::vector<std::string>& movement_names() const { return movement_names_; }

 private:
  struct Leg {
    std::string item, lot;
    std::string from_place, to_place;  // Empty: not a position.
    int64_t quantity = 0;
    int64_t day = 0;
    std::string covers;  // The trouble it covers.
  };
  struct Record {
    v1::CreateMovementRequest request;
    std::vector<Leg> legs;
    std::vector<std::string> shortfalls;
    bool held = false, dropped = false, reversal = false, reversed = false;
    std::string held_trouble;
  };
  struct Date {
    int64_t day = 0;  // 0: none.
    bool use_by = false;
  };
  // A command in the making: changes are kept only if it succeeds.
  struct Draft;

  std::map<Spot, std::map<int64_t, int64_t>> StockOf(const std::string& facility) const;
  int64_t Lowest(const std::map<Spot, std::map<int64_t, int64_t>>& stock, const Spot& spot,
                 int64_t day) const;
  Reason PostLines(const v1::CreateMovementRequest& request, absl::Time now, Draft& draft) const;
  void CoverFrom(const Spot& spot, int64_t quantity, int64_t day, Draft& draft) const;
  std::vector<std::pair<std::string, int64_t>> Shares(const Draft& draft, const Spot& any_lot,
                                                      const v1::Movement& movement, int64_t day,
                                                      int64_t* wanted) const;
  Reason PostOut(const v1::Movement& movement, const v1::MovementLine& line, Draft& draft) const;
  void Commit(Draft& draft, const std::string& name, const std::vector<v1::Exception>& opened,
              absl::Time now, absl::Time effective);

  std::map<std::string, bool> facility_open_;
  std::map<Spot, std::map<int64_t, int64_t>> stock_;
  std::map<std::tuple<std::string, std::string, std::string>, Date> lots_;
  std::map<std::tuple<std::string, std::string, std::string>, std::string> documents_;
  std::map<std::string, Record> records_;
  std::map<std::string, Trouble> troubles_;
  std::map<std::string, absl::Time> latest_;
  std::vector<std::string> movement_names_;
};

}  // namespace waystation::inventory

#endif  // TESTS_INVENTORY_SUPPORT_MODEL_H_
