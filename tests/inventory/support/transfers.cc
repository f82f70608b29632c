#include "tests/inventory/support/transfers.h"

#include <map>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/store/transfers/load_transfers.h"
#include "tests/inventory/support/posted_movements.h"
#include "waystation/inventory/v1/events.pb.h"

namespace waystation::inventory {
namespace {

template <typename Request>
Request About(const v1::Transfer& transfer) {
  Request request;
  request.set_name(transfer.name());
  return request;
}

// Transfer, item, lot.
using TransitKey = std::tuple<std::string, std::string, std::string>;
using Transit = std::map<TransitKey, int64_t>;

void AddLegs(const v1::Movement& movement, Transit& transit) {
  for (const v1::Leg& leg : movement.legs()) {
    if (leg.to().kind() == v1::ACCOUNT_KIND_IN_TRANSIT) {
      transit[{leg.to().transfer(), leg.item(), leg.lot()}] += leg.quantity();
    }
    if (leg.from().kind() == v1::ACCOUNT_KIND_IN_TRANSIT) {
      transit[{leg.from().transfer(), leg.item(), leg.lot()}] -= leg.quantity();
    }
  }
}

std::string AuditEntry(const common::v1::LogEntry& entry, Transit& transit) {
  std::string damaged = VisitPosted(entry, [&transit](const v1::Movement& movement) {
    AddLegs(movement, transit);
    return "";
  });
  if (!damaged.empty()) return damaged;
  for (const auto& [key, quantity] : transit) {
    if (quantity < 0) {
      return absl::StrCat(std::get<0>(key), " has ", quantity, " in transit at revision ",
                          entry.revision());
    }
  }
  return "";
}

std::string AuditTransfer(const v1::Transfer& transfer, Transit& transit) {
  for (const v1::WaybillLine& line : transfer.waybill_lines()) {
    if (!transfer.has_dispatch()) continue;
    const int64_t gone =
        line.received_quantity() + line.returned_quantity() + line.written_off_quantity();
    if (line.quantity() != gone + line.in_transit_quantity() || line.in_transit_quantity() < 0) {
      return absl::StrCat(transfer.number(), " does not add up: ", line.ShortDebugString());
    }
    transit[{transfer.name(), line.item(), line.lot()}] -= line.in_transit_quantity();
  }
  return "";
}

}  // namespace

v1::CreateTransferRequest Sending(int64_t rice, int64_t salt) {
  v1::CreateTransferRequest request;
  request.set_parent("facilities/f");
  request.mutable_transfer()->set_to_facility("facilities/g");
  for (const auto& [item, quantity] : {std::pair("rice", rice), std::pair("salt", salt)}) {
    if (quantity == 0) continue;
    v1::TransferLine& line = *request.mutable_transfer()->add_lines();
    line.set_item(ItemName(item));
    line.set_quantity(quantity);
  }
  return request;
}

v1::PickTransferRequest Picking(const v1::Transfer& transfer) {
  return About<v1::PickTransferRequest>(transfer);
}

v1::DispatchTransferRequest Dispatching(const v1::Transfer& transfer, v1::Intent intent) {
  auto request = About<v1::DispatchTransferRequest>(transfer);
  request.set_intent(intent);
  return request;
}

v1::ReceiveTransferRequest Receiving(const v1::Transfer& transfer) {
  return About<v1::ReceiveTransferRequest>(transfer);
}

v1::ReturnTransferRequest Returning(const v1::Transfer& transfer) {
  return About<v1::ReturnTransferRequest>(transfer);
}

v1::CancelTransferRequest Cancelling(const v1::Transfer& transfer) {
  return About<v1::CancelTransferRequest>(transfer);
}

v1::CloseTransferRequest Closing(const v1::Transfer& transfer) {
  return About<v1::CloseTransferRequest>(transfer);
}

v1::AnswerDifferenceRequest Answering(const v1::Transfer& transfer, int difference,
                                      v1::DifferenceAnswer answer) {
  auto request = About<v1::AnswerDifferenceRequest>(transfer);
  request.set_difference(difference);
  request.set_answer(answer);
  request.set_answered_by("storekeeper");
  request.set_note("counted again");
  return request;
}

v1::ReceivedLine Came(int waybill_line, int64_t quantity, v1::DifferenceKind difference) {
  v1::ReceivedLine line;
  line.set_waybill_line(waybill_line);
  line.set_quantity(quantity);
  line.set_difference(difference);
  return line;
}

std::string AuditTransit(const storage::RowReader& rows, const storage::Log& log) {
  Transit transit;
  std::string wrong = VisitEntries(
      log, [&](const common::v1::LogEntry& entry) { return AuditEntry(entry, transit); });
  if (!wrong.empty()) return wrong;
  std::map<std::string, bool> seen;
  for (const auto& [key, quantity] : Transit(transit)) {
    const std::string& name = std::get<0>(key);
    if (std::exchange(seen[name], true)) continue;
    const absl::StatusOr<v1::Transfer> transfer = RequireTransfer(rows, name);
    if (!transfer.ok()) return transfer.status().ToString();
    wrong = AuditTransfer(*transfer, transit);
    if (!wrong.empty()) return wrong;
  }
  for (const auto& [key, quantity] : transit) {
    if (quantity == 0) continue;
    return absl::StrCat(std::get<0>(key), ", ", std::get<1>(key), " lot ", std::get<2>(key),
                        ": the movements have ", quantity, " more in transit than the transfer");
  }
  return "";
}

}  // namespace waystation::inventory
