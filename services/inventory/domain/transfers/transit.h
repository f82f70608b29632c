// What is on its way: the counts of a transfer, and how it stands.
#ifndef SERVICES_INVENTORY_DOMAIN_TRANSFERS_TRANSIT_H_
#define SERVICES_INVENTORY_DOMAIN_TRANSFERS_TRANSIT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/inventory/domain/ledger/context.h"
#include "waystation/inventory/v1/events.pb.h"
#include "waystation/inventory/v1/transfer.pb.h"

namespace waystation::inventory {

// Of one entry, in their order: MovementPosted where stock moves, then what the transfer became.
using TransferEvents = std::vector<v1::Event>;

// It has left, so its waybill lines tell what was sent.
bool IsDispatched(const v1::Transfer& transfer);
// Not dispatched, and it still may be.
bool IsWaiting(const v1::Transfer& transfer);

// Neither answered nor withdrawn.
bool IsOpenDifference(const v1::TransferDifference& difference);
// SHORT of the waybill line, from 1, in open differences.
int64_t OpenShort(const v1::Transfer& transfer, int waybill_line);

// How many lines of the waybill have something in transit.
int LinesInTransit(const v1::Transfer& transfer);

// Counts so much as gone from transit to where `counter` stands (received, returned, written off).
enum class Arrival { kReceived, kReturned, kWrittenOff };
// Negative: back into transit. REQUIRES: no more than is in transit.
void CountArrival(int64_t quantity, Arrival arrival, v1::WaybillLine& line);

// WRONG_STATE with `message` unless `applies`.
absl::Status CheckTransferState(const v1::Transfer& transfer, bool applies,
                                absl::string_view message);

// What every change ends with: the state that follows from what is in transit, the count of open
// differences, and the etag. What is short of a line that has nothing in transit any more is
// withdrawn.
void Settle(const DecideContext& context, v1::Transfer& transfer);

// Moves the transfer into its place in the event, and notes the day.
template <typename Change>
void PutTransfer(v1::Transfer transfer, const common::v1::CivilDate& today, Change* change) {
  *change->mutable_transfer() = std::move(transfer);
  *change->mutable_day() = today;
}

// What the event says of a transfer; nullptr when it is about something else.
const v1::Transfer* TransferOf(const v1::Event& event);
// The day in it. REQUIRES: it is about a transfer.
const common::v1::CivilDate& TransferDayOf(const v1::Event& event);

// The stored transfer as it is answered: how long it has been on its way at `now`, and by how many
// days it is overdue on `day` of the receiver.
v1::Transfer WithStanding(v1::Transfer transfer, absl::Time now, int64_t day);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_TRANSFERS_TRANSIT_H_
