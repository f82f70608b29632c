// Transfers between people and messages: what their commands read, and how they are shown.
#ifndef CLIENTS_CLI_TRANSFERS_TRANSFER_TEXT_H_
#define CLIENTS_CLI_TRANSFERS_TRANSFER_TEXT_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clients/cli/context.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "waystation/inventory/v1/transfer.pb.h"

namespace waystation::cli {

// "line=1,lot=B12,quantity=20 kg,place=shed" of what is picked or loaded; each names the option.
// `transfer` tells of which item a line is.
absl::StatusOr<google::protobuf::RepeatedPtrField<inventory::v1::PickedLot>> ParsePickedLots(
    const std::vector<std::string>& texts, const inventory::v1::Transfer& transfer,
    Context* context);

// "line=1,quantity=5 kg,difference=damaged" of what came, or with no line on the waybill
// "item=rice,quantity=5 kg".
absl::StatusOr<google::protobuf::RepeatedPtrField<inventory::v1::ReceivedLine>> ParseReceivedLines(
    const std::vector<std::string>& texts, const inventory::v1::Transfer& transfer,
    Context* context);

// "in transit, 2 days OVERDUE", "received, 1 difference open".
std::string ShowState(const inventory::v1::Transfer& transfer);

// Whole, for people. `heading` says what happened to it.
void PrintTransfer(const inventory::v1::Transfer& transfer, absl::string_view heading,
                   Context* context);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_TRANSFERS_TRANSFER_TEXT_H_
