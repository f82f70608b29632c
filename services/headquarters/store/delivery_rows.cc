#include "services/headquarters/store/delivery_rows.h"

#include <limits>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "services/headquarters/domain/day.h"
#include "services/headquarters/domain/resupply.h"
#include "services/headquarters/store/keys.h"
#include "services/headquarters/store/merged_items.h"
#include "services/headquarters/store/tables.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"
#include "storage/key.h"

namespace waystation::headquarters {
namespace {

using inventory::v1::ExpectedDelivery;
using inventory::v1::ExpectedDeliveryLine;

absl::StatusOr<std::optional<ExpectedDelivery>> LoadDelivery(const storage::RowReader& rows,
                                                             const std::string& facility,
                                                             const std::string& name) {
  ASSIGN_OR_RETURN(const std::optional<std::string> value, rows.Get(DeliveryKey(facility, name)));
  if (!value.has_value()) return std::optional<ExpectedDelivery>();
  ExpectedDelivery delivery;
  if (!delivery.ParseFromString(*value)) {
    return Error(Reason::ERROR_REASON_LOG_DAMAGED, "a row is not in this program's row format");
  }
  return std::optional<ExpectedDelivery>(std::move(delivery));
}

int64_t SumWithin64Bits(int64_t a, int64_t b) {
  const int64_t most = std::numeric_limits<int64_t>::max();
  return a > most - b ? most : a + b;
}

bool Ended(const ExpectedDelivery& delivery) {
  return delivery.state() != inventory::v1::EXPECTED_DELIVERY_STATE_UNCONFIRMED &&
         delivery.state() != inventory::v1::EXPECTED_DELIVERY_STATE_CONFIRMED;
}

// The kept items for aliases, each in one line.
absl::Status NameKept(const storage::RowReader& rows, ExpectedDelivery& delivery) {
  google::protobuf::RepeatedPtrField<ExpectedDeliveryLine> lines;
  std::map<std::string, int> places;
  for (ExpectedDeliveryLine& line : *delivery.mutable_lines()) {
    ASSIGN_OR_RETURN(const std::string kept, KeptId(rows, IdOf(line.item())));
    line.set_item(ItemName(kept));
    const auto [place, is_new] = places.emplace(kept, lines.size());
    if (is_new) {
      *lines.Add() = std::move(line);
      continue;
    }
    ExpectedDeliveryLine& sum = lines[place->second];
    sum.set_quantity(SumWithin64Bits(sum.quantity(), line.quantity()));
    sum.set_received_quantity(SumWithin64Bits(sum.received_quantity(), line.received_quantity()));
  }
  *delivery.mutable_lines() = std::move(lines);
  return absl::OkStatus();
}

// Its row, and an index row for each item of which something is missing.
void PutDelivery(storage::RowWriter& rows, const std::string& facility,
                 const ExpectedDelivery& delivery) {
  for (const ExpectedDeliveryLine& line : delivery.lines()) {
    const std::string key = ComingKey(facility, IdOf(line.item()), delivery.name());
    if (!Ended(delivery) && line.received_quantity() < line.quantity()) {
      rows.Put(key, "");
    } else {
      rows.Delete(key);
    }
  }
  const std::string key = DeliveryKey(facility, delivery.name());
  if (Ended(delivery)) {
    rows.Delete(key);
  } else {
    rows.Put(key, delivery.SerializeAsString());
  }
}

// By item what was sent, and what of it is on its way no more.
void AddSentLines(const inventory::v1::Transfer& transfer, ExpectedDelivery& coming) {
  std::map<std::string, ExpectedDeliveryLine> lines;
  for (const inventory::v1::WaybillLine& line : transfer.waybill_lines()) {
    ExpectedDeliveryLine& sum = lines[line.item()];
    sum.set_item(line.item());
    sum.set_quantity(sum.quantity() + line.quantity());
    sum.set_received_quantity(sum.received_quantity() + line.quantity() -
                              line.in_transit_quantity());
  }
  for (auto& [item, line] : lines) *coming.add_lines() = std::move(line);
}

}  // namespace

absl::Status FoldDelivery(storage::RowWriter& rows, const ExpectedDelivery& delivery) {
  ExpectedDelivery named = delivery;
  RETURN_IF_ERROR(NameKept(rows, named));
  PutDelivery(rows, IdOf(delivery.name()), named);
  return absl::OkStatus();
}

absl::Status RenameComing(storage::RowWriter& rows, const std::string& alias) {
  std::vector<std::pair<std::string, ExpectedDelivery>> naming;
  const std::string prefix(1, static_cast<char>(kDeliveryTable));
  auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    storage::KeyReader key(cursor->key());
    const std::string facility = key.String();
    ExpectedDelivery delivery;
    if (!delivery.ParseFromArray(cursor->value().data(),
                                 static_cast<int>(cursor->value().size()))) {
      return Error(Reason::ERROR_REASON_LOG_DAMAGED, "a row is not in this program's row format");
    }
    for (const ExpectedDeliveryLine& line : delivery.lines()) {
      if (IdOf(line.item()) != alias) continue;
      naming.emplace_back(facility, std::move(delivery));
      break;
    }
  }
  RETURN_IF_ERROR(cursor->status());
  for (auto& [facility, delivery] : naming) {
    rows.Delete(ComingKey(facility, alias, delivery.name()));
    RETURN_IF_ERROR(NameKept(rows, delivery));
    PutDelivery(rows, facility, delivery);
  }
  return absl::OkStatus();
}

absl::Status FoldTransfer(storage::RowWriter& rows, const inventory::v1::Transfer& transfer) {
  if (!transfer.has_dispatch() || !transfer.has_planned_arrival_date() ||
      !transfer.expected_delivery().empty()) {
    return absl::OkStatus();
  }
  ExpectedDelivery coming;
  coming.set_name(transfer.name());
  coming.set_number(transfer.number());
  coming.set_source(transfer.name().substr(0, transfer.name().find("/transfers/")));
  *coming.mutable_earliest_date() = transfer.planned_arrival_date();
  *coming.mutable_latest_date() = transfer.planned_arrival_date();
  coming.set_state(transfer.state() == inventory::v1::TRANSFER_STATE_IN_TRANSIT
                       ? inventory::v1::EXPECTED_DELIVERY_STATE_CONFIRMED
                       : inventory::v1::EXPECTED_DELIVERY_STATE_CLOSED);
  AddSentLines(transfer, coming);
  RETURN_IF_ERROR(NameKept(rows, coming));
  PutDelivery(rows, IdOf(transfer.to_facility()), coming);
  return absl::OkStatus();
}

namespace {

v1::Arrival ArrivalOf(const ExpectedDelivery& delivery, const std::string& item) {
  v1::Arrival arrival;
  arrival.set_expected_delivery(delivery.name());
  arrival.set_number(delivery.number());
  arrival.set_source(delivery.source());
  *arrival.mutable_earliest_date() = delivery.earliest_date();
  *arrival.mutable_latest_date() = delivery.latest_date();
  for (const ExpectedDeliveryLine& line : delivery.lines()) {
    if (line.item() == item) arrival.set_quantity(line.quantity() - line.received_quantity());
  }
  arrival.set_confirmed(delivery.state() == inventory::v1::EXPECTED_DELIVERY_STATE_CONFIRMED);
  return arrival;
}

// Those of which something of the item is missing, in order of their names.
absl::StatusOr<std::vector<ExpectedDelivery>> LoadComing(const storage::RowReader& rows,
                                                         const std::string& facility,
                                                         const std::string& item) {
  std::vector<ExpectedDelivery> coming;
  const std::string prefix = ComingPrefix(facility, item);
  auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    storage::KeyReader key(cursor->key());
    key.String();
    key.String();
    ASSIGN_OR_RETURN(std::optional<ExpectedDelivery> delivery,
                     LoadDelivery(rows, facility, key.String()));
    if (!delivery.has_value()) {
      return Error(Reason::ERROR_REASON_LOG_DAMAGED, "an index names a delivery that has no row");
    }
    coming.push_back(*std::move(delivery));
  }
  RETURN_IF_ERROR(cursor->status());
  return coming;
}

}  // namespace

absl::Status FoldArrival(storage::RowWriter& rows, const inventory::v1::Movement& movement) {
  if (movement.expected_delivery().empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(
      std::optional<ExpectedDelivery> delivery,
      LoadDelivery(rows, IdOf(movement.expected_delivery()), movement.expected_delivery()));
  // What comes of one that has ended changes nothing here.
  if (!delivery.has_value()) return absl::OkStatus();
  std::map<std::string, int64_t> received;
  const auto damaged = [](const inventory::v1::Account& account) {
    return account.condition() == inventory::v1::CONDITION_DAMAGED;
  };
  const bool of_transfer = !movement.transfer().empty();
  const auto outside = [of_transfer](const inventory::v1::Leg& leg,
                                     const inventory::v1::Account& account) {
    return account.kind() == inventory::v1::ACCOUNT_KIND_SOURCE ||
           account.kind() == inventory::v1::ACCOUNT_KIND_IN_TRANSIT ||
           (of_transfer && account.kind() == inventory::v1::ACCOUNT_KIND_COUNT_DIFFERENCE &&
            leg.difference_of().empty());
  };
  for (const inventory::v1::Leg& leg : movement.legs()) {
    // As inventory counts: what came broken has not come.
    if (damaged(leg.from()) || damaged(leg.to())) continue;
    ASSIGN_OR_RETURN(const std::string kept, KeptId(rows, IdOf(leg.item())));
    if (outside(leg, leg.from())) {
      received[ItemName(kept)] += leg.quantity();
    } else if (outside(leg, leg.to())) {
      received[ItemName(kept)] -= leg.quantity();
    }
  }
  for (ExpectedDeliveryLine& line : *delivery->mutable_lines()) {
    const auto more = received.find(line.item());
    if (more != received.end()) {
      line.set_received_quantity(line.received_quantity() + more->second);
    }
  }
  return FoldDelivery(rows, *delivery);
}

absl::StatusOr<v1::Resupply> LoadResupply(const storage::RowReader& rows,
                                          const std::string& facility, const std::string& item,
                                          v1::SupplyState state, int64_t run_out_day,
                                          int64_t today) {
  ASSIGN_OR_RETURN(const std::vector<ExpectedDelivery> deliveries,
                   LoadComing(rows, facility, item));
  std::vector<Coming> coming;
  for (const ExpectedDelivery& delivery : deliveries) {
    coming.push_back(
        {.latest_day = DayOfDate(delivery.latest_date()),
         .confirmed = delivery.state() == inventory::v1::EXPECTED_DELIVERY_STATE_CONFIRMED});
  }
  const ResupplyReading reading = ReadResupply(coming, state, run_out_day, today);
  v1::Resupply resupply;
  resupply.set_outlook(reading.outlook);
  if (reading.gap_days.has_value()) resupply.set_gap_days(*reading.gap_days);
  const std::string name = ItemName(item);
  if (reading.next_confirmed.has_value()) {
    *resupply.mutable_next_confirmed() = ArrivalOf(deliveries[*reading.next_confirmed], name);
  }
  if (reading.next_unconfirmed.has_value()) {
    *resupply.mutable_next_unconfirmed() = ArrivalOf(deliveries[*reading.next_unconfirmed], name);
  }
  if (reading.overdue.has_value()) {
    *resupply.mutable_overdue() = ArrivalOf(deliveries[*reading.overdue], name);
  }
  return resupply;
}

}  // namespace waystation::headquarters
