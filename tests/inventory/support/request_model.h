// A plain model of requisitions and expected deliveries at one facility: what each verb does to
// numbers kept in maps. Shares nothing with the product but the meaning.
#ifndef TESTS_INVENTORY_SUPPORT_REQUEST_MODEL_H_
#define TESTS_INVENTORY_SUPPORT_REQUEST_MODEL_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "waystation/inventory/v1/expected_delivery.pb.h"
#include "waystation/inventory/v1/requisition.pb.h"

namespace waystation::inventory {

// By item name.
using Amounts = std::map<std::string, int64_t>;

struct ModelRequisition {
  v1::RequisitionState state = v1::REQUISITION_STATE_REQUESTED;
  Amounts asked;
  Amounts approved;
  Amounts came;  // Of any item; none at zero.
  int decisions = 0;

  bool open() const {
    return state == v1::REQUISITION_STATE_REQUESTED || state == v1::REQUISITION_STATE_APPROVED;
  }
};

struct ModelDelivery {
  v1::ExpectedDeliveryState state = v1::EXPECTED_DELIVERY_STATE_UNCONFIRMED;
  int64_t latest_day = 0;
  Amounts expected;
  Amounts came;
  std::optional<size_t> requisition;
  int reschedules = 0;

  bool open() const {
    return state == v1::EXPECTED_DELIVERY_STATE_UNCONFIRMED ||
           state == v1::EXPECTED_DELIVERY_STATE_CONFIRMED;
  }
};

struct ModelReceipt {
  std::string movement;
  std::optional<size_t> requisition;
  std::optional<size_t> delivery;
  Amounts brought;
};

struct RequestModel {
  // The number of each is its index + 1.
  std::vector<ModelRequisition> requisitions;
  std::vector<ModelDelivery> deliveries;
  std::vector<ModelReceipt> receipts;  // Those not taken back.

  // `sign` 1 brings, -1 takes back.
  void Count(const ModelReceipt& receipt, int64_t sign) {
    if (receipt.requisition.has_value()) {
      Add(receipt.brought, sign, requisitions[*receipt.requisition].came);
    }
    if (receipt.delivery.has_value()) {
      Add(receipt.brought, sign, deliveries[*receipt.delivery].came);
    }
  }

 private:
  static void Add(const Amounts& amounts, int64_t sign, Amounts& came) {
    for (const auto& [item, quantity] : amounts) {
      came[item] += sign * quantity;
      if (came[item] == 0) came.erase(item);
    }
  }
};

// The first way in which what is stored is not what the model says; empty when it is.
std::string CompareRequisition(const ModelRequisition& want, const v1::Requisition& got);
std::string CompareDelivery(const ModelDelivery& want, const v1::ExpectedDelivery& got);

}  // namespace waystation::inventory

#endif  // TESTS_INVENTORY_SUPPORT_REQUEST_MODEL_H_
