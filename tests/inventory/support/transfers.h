// Transfers from facility "f" to facility "g", and what holds of every transfer.
#ifndef TESTS_INVENTORY_SUPPORT_TRANSFERS_H_
#define TESTS_INVENTORY_SUPPORT_TRANSFERS_H_

#include <cstdint>
#include <string>

#include "storage/log.h"
#include "storage/rows.h"
#include "waystation/inventory/v1/transfer.pb.h"

namespace waystation::inventory {

// Rice and salt, in these amounts; none of an item at 0.
v1::CreateTransferRequest Sending(int64_t rice, int64_t salt = 0);
v1::PickTransferRequest Picking(const v1::Transfer& transfer);
v1::DispatchTransferRequest Dispatching(const v1::Transfer& transfer, v1::Intent intent);
v1::ReceiveTransferRequest Receiving(const v1::Transfer& transfer);
v1::ReturnTransferRequest Returning(const v1::Transfer& transfer);
v1::CancelTransferRequest Cancelling(const v1::Transfer& transfer);
v1::CloseTransferRequest Closing(const v1::Transfer& transfer);
v1::AnswerDifferenceRequest Answering(const v1::Transfer& transfer, int difference,
                                      v1::DifferenceAnswer answer);

v1::ReceivedLine Came(int waybill_line, int64_t quantity,
                      v1::DifferenceKind difference = v1::DIFFERENCE_KIND_UNSPECIFIED);

// What is in transit by all movements of the log is, for each transfer, item and lot, what the
// transfer's row says, and never less than nothing after any entry; every line of a waybill adds
// up. Empty when all is well. REQUIRES: the rows hold all of the log.
std::string AuditTransit(const storage::RowReader& rows, const storage::Log& log);

}  // namespace waystation::inventory

#endif  // TESTS_INVENTORY_SUPPORT_TRANSFERS_H_
