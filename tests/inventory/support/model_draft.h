// A command in the making; for the model's own sources.
#ifndef TESTS_INVENTORY_SUPPORT_MODEL_DRAFT_H_
#define TESTS_INVENTORY_SUPPORT_MODEL_DRAFT_H_

#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "tests/inventory/support/model.h"

namespace waystation::inventory {

inline constexpr auto kFine = common::v1::ERROR_REASON_UNSPECIFIED;

// Whether line `index` brings stock in from outside.
inline bool Incoming(const v1::Movement& movement, int index) {
  if (movement.kind() == v1::MOVEMENT_KIND_UNPACK) return index > 0;
  if (movement.kind() == v1::MOVEMENT_KIND_PACK) return index == 0;
  return movement.kind() == v1::MOVEMENT_KIND_RECEIPT ||
         movement.kind() == v1::MOVEMENT_KIND_ADJUSTMENT_GAIN ||
         movement.kind() == v1::MOVEMENT_KIND_RETURN;
}

struct Model::Draft {
  std::string facility;
  int64_t day = 0;
  When when;
  int64_t promise_day = 0;  // By which what an order takes must still be good.
  bool order = false;
  Timing timing = {};
  ModelStock stock;
  std::map<std::tuple<std::string, std::string, std::string>, Date> lots;
  std::map<std::string, Trouble> old = {};  // Troubles before, as changed.
  std::vector<Trouble> opened = {};
  std::vector<Leg> legs = {};
  v1::SecondSignature second = v1::SECOND_SIGNATURE_UNSPECIFIED;

  void Move(Leg leg) {
    if (!leg.to_place.empty()) {
      stock.Move({facility, leg.item, leg.to_place, leg.lot, leg.to}, leg.when, leg.quantity);
    }
    if (!leg.from_place.empty()) {
      stock.Move({facility, leg.item, leg.from_place, leg.lot, leg.from}, leg.when, -leg.quantity);
    }
    lots.insert({{facility, leg.item, leg.lot}, Date{}});
    legs.push_back(std::move(leg));
  }
  Trouble& Open(v1::ExceptionKind kind, int64_t on_day) {
    Trouble& trouble = opened.emplace_back();
    trouble.facility = facility;
    trouble.kind = kind;
    trouble.day = on_day;
    return trouble;
  }
  // Opens a trouble about a line or leg.
  Trouble& About(v1::ExceptionKind kind, const Spot& spot, const When& at, int64_t quantity) {
    Trouble& trouble = Open(kind, at.day);
    trouble.when = at;
    std::tie(std::ignore, trouble.item, trouble.place, trouble.lot, trouble.condition) = spot;
    trouble.quantity = quantity;
    if (kind == v1::EXCEPTION_KIND_SHORTFALL) {
      trouble.outstanding = quantity;
      Move({trouble.item, trouble.lot, "", trouble.place, quantity, at, "", v1::CONDITION_USABLE,
            trouble.condition});
    }
    return trouble;
  }
};

}  // namespace waystation::inventory

#endif  // TESTS_INVENTORY_SUPPORT_MODEL_DRAFT_H_
