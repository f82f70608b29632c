// The ledger's rules once more, as plainly as possible and with nothing of the implementation: maps
// of days, no rows, no keys, no loading. The random test holds one against the other.
#ifndef TESTS_INVENTORY_SUPPORT_MODEL_H_
#define TESTS_INVENTORY_SUPPORT_MODEL_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "absl/time/time.h"
#include "tests/inventory/support/model_parts.h"
#include "tests/inventory/support/model_stock.h"
#include "waystation/common/v1/error_reason.pb.h"
#include "waystation/inventory/v1/controlled.pb.h"
#include "waystation/inventory/v1/count.pb.h"
#include "waystation/inventory/v1/movement.pb.h"

namespace waystation::inventory {

class Model {
 public:
  using Spot = ModelStock::Spot;
  using When = ModelStock::When;
  using Trouble = ModelTrouble;
  using Reason = common::v1::ErrorReason;
  using Moment = ModelMoment;

  // What one piece of a kit holds, by item.
  void SetKit(const std::string& kit, std::map<std::string, int64_t> contents) {
    kits_[kit] = std::move(contents);
  }

  // A facility as the inventory has heard of it; again when that changes. REQUIRES: before any
  // command about it.
  void SetFacility(const std::string& name, bool open, const std::string& zone = "Asia/Baku");

  // Two people stand for what moves this item, from now on.
  void SetControlled(const std::string& item) { controlled_.insert(item); }

  // What the command must answer; unspecified when it must succeed. `response` is what
  // it did answer, for the names alone; null when it was refused.
  Reason Post(const v1::CreateMovementRequest& request, const Moment& at,
              const v1::CreateMovementResponse* response);
  Reason Reverse(const v1::ReverseMovementRequest& request, const Moment& at,
                 const v1::ReverseMovementResponse* response);
  Reason Resolve(const v1::ResolveExceptionRequest& request, const Moment& at,
                 const v1::ResolveExceptionResponse* response,
                 const std::vector<v1::Exception>& opened);

  Reason Sign(const v1::SignMovementRequest& request, bool succeeded);
  Reason Count(const v1::CreateCountRequest& request, const Moment& at,
               const v1::CreateCountResponse* response);

  // Whether a second person stands for the movement. REQUIRES: one of movement_names.
  v1::SecondSignature SignatureOf(const std::string& name) const {
    return records_.at(name).second;
  }
  const ModelStock& stock() const { return stock_; }
  const std::map<std::string, Trouble>& troubles() const { return troubles_; }
  // Names of movements that were posted, reversals included, and of held ones.
  const std::vector<std::string>& movement_names() const { return movement_names_; }
  std::map<std::pair<std::string, std::string>, std::string> recalls;  // Open: {item, lot}, name.

 private:
  struct Leg {
    std::string item, lot;
    std::string from_place, to_place;  // Empty: not a position.
    int64_t quantity = 0;
    When when;
    std::string covers;  // The trouble it covers.
    // Of its positions.
    v1::Condition from = v1::CONDITION_USABLE, to = v1::CONDITION_USABLE;
  };
  // Of legs that go out, when taken back: the earliest day first, and on a day what only moves.
  static bool ComesBefore(const Leg& a, const Leg& b);
  struct Record {
    v1::CreateMovementRequest request;
    std::vector<Leg> legs;
    std::vector<std::string> shortfalls;
    bool held = false, dropped = false, reversal = false, reversed = false;
    std::string held_trouble;
    v1::SecondSignature second = v1::SECOND_SIGNATURE_UNSPECIFIED;
    std::string unsigned_trouble;  // Where a signature was outstanding.
    std::string count;
  };
  using Date = ModelDate;
  using Timing = ModelTiming;
  // A command in the making: changes are kept only if it succeeds.
  struct Draft;

  ModelStock StockOf(const std::string& facility) const;
  // Whether what is unpacked or packed is what the kit holds.
  Reason CompareKit(const v1::Movement& movement, Draft& draft) const;
  Reason PostLines(const v1::CreateMovementRequest& request, Draft& draft) const;
  // The controlled item that needs two people in this movement; empty: none does.
  std::string NeedsTwo(const v1::Movement& movement) const;
  bool HasTwo(const v1::Movement& movement) const;
  Reason CheckTwo(const v1::Movement& movement) const;
  void AskForSecond(const v1::Movement& movement, Draft& draft) const;
  void AskNoMore(const Record& reversed, Draft& draft) const;
  std::vector<Leg> InverseLegs(const std::string& movement, Draft& draft) const;
  ModelStock::Count TakeOutCount(const std::string& movement, Draft& draft) const;
  bool StandsWithout(const ModelStock::Count& it, const std::vector<Leg>& undone, Draft& in) const;
  void PostIn(const v1::Movement& movement, const v1::MovementLine& line, Draft& draft) const;
  void CoverFrom(const Spot& spot, int64_t quantity, Draft& draft) const;
  std::vector<std::pair<std::string, int64_t>> Shares(const Draft& draft, const Spot& any_lot,
                                                      const v1::Movement& movement,
                                                      int64_t* wanted) const;
  // Where the line is taken from; nullopt where that must be named.
  std::optional<std::string> TakenFrom(const v1::Movement& movement, const v1::MovementLine& line,
                                       const Draft& draft) const;
  std::vector<std::pair<Spot, int64_t>> Taken(const v1::Movement& movement,
                                              const v1::MovementLine& line,
                                              const std::string& place, const Draft& draft,
                                              int64_t* missing) const;
  Reason PostOut(const v1::Movement& movement, const v1::MovementLine& line, Draft& draft) const;
  void Commit(Draft& draft, const std::string& name, const std::vector<v1::Exception>& opened,
              absl::Time now, absl::Time effective);

  int64_t DayAt(const std::string& facility, absl::Time time) const;
  bool TooOld(const std::string& facility, absl::Time happened) const;
  Timing TimingOf(const std::string& facility, absl::Time happened, const Moment& at) const;
  // The draft of a command that happened then.
  Draft DraftOf(const std::string& facility, const Timing& timing, const Moment& at) const;
  void CountLots(const v1::Count& count, Draft& draft) const;
  void FillBelow(const Spot& spot, const When& when, Draft& draft) const;
  void FlagLarge(const ModelStock::Count& count, Draft& draft) const;
  void SettleShortfalls(Draft& draft) const;
  void OpenTimingTroubles(const Timing& timing, Draft& draft) const;

  std::set<std::string> controlled_;
  std::map<std::string, bool> facility_open_;
  std::map<std::string, absl::TimeZone> zones_;
  ModelStock stock_;
  std::map<std::tuple<std::string, std::string, std::string>, Date> lots_;
  std::map<std::string, std::map<std::string, int64_t>> kits_;
  std::map<std::tuple<std::string, std::string, std::string>, std::string> documents_;
  std::map<std::string, Record> records_;
  std::map<std::string, Trouble> troubles_;
  std::map<std::string, absl::Time> latest_;
  std::vector<std::string> movement_names_;
};

}  // namespace waystation::inventory

#endif  // TESTS_INVENTORY_SUPPORT_MODEL_H_
