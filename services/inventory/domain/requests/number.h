// Numbers for people: "REQ-0001", counted at each facility, recalls over all ("RCL-0001").
// In names a number in small letters stands for the id, "req-0001": an id is hex digits, so the two
// can't be mistaken.
#ifndef SERVICES_INVENTORY_DOMAIN_REQUESTS_NUMBER_H_
#define SERVICES_INVENTORY_DOMAIN_REQUESTS_NUMBER_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace waystation::inventory {

// What is counted together.
inline constexpr absl::string_view kRequisitionSeries = "REQ";
inline constexpr absl::string_view kExpectedDeliverySeries = "EXP";
inline constexpr absl::string_view kTransferSeries = "WB";
inline constexpr absl::string_view kGoodsReceiptSeries = "GRN";
inline constexpr absl::string_view kReservationSeries = "RES";
inline constexpr absl::string_view kRecallSeries = "RCL";

// "REQ-0001"; four digits or as many as it takes.
std::string NumberText(absl::string_view series, int64_t number);

// 1 for "REQ-0001" and for "req-0001" of that series; nullopt for anything else.
std::optional<int64_t> NumberIn(absl::string_view series, absl::string_view text);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_REQUESTS_NUMBER_H_
