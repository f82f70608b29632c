// Requests as people send them, about few things on days of March 2026.
#ifndef TESTS_INVENTORY_SUPPORT_SAMPLE_REQUESTS_H_
#define TESTS_INVENTORY_SUPPORT_SAMPLE_REQUESTS_H_

#include <cstdint>
#include <string>

#include "absl/time/time.h"
#include "waystation/inventory/v1/exception.pb.h"
#include "waystation/inventory/v1/expected_delivery.pb.h"
#include "waystation/inventory/v1/movement.pb.h"
#include "waystation/inventory/v1/recall.pb.h"
#include "waystation/inventory/v1/requisition.pb.h"
#include "waystation/inventory/v1/reservation.pb.h"

namespace waystation::inventory {

inline constexpr v1::Intent kOrder = v1::INTENT_ORDER;
inline constexpr v1::Intent kHappened = v1::INTENT_HAPPENED;

// 2026-03-<day>, noon in Baku (UTC+4).
absl::Time Noon(int day);
// Its day number.
int64_t March(int day);
common::v1::CivilDate MarchDate(int day);

// A desk gives requests an id of their own unless they have one.
v1::MovementLine Line(const std::string& item, int64_t quantity, const std::string& lot = "",
                      const std::string& place = "");
v1::MovementLine WithUseBy(v1::MovementLine line, int day);
v1::MovementLine WithBestBefore(v1::MovementLine line, int day);

// At facility "f", happened at noon of the day in March 2026.
v1::CreateMovementRequest Receipt(int day, const v1::MovementLine& line,
                                  v1::Intent intent = v1::INTENT_HAPPENED);
v1::CreateMovementRequest Use(int day, const v1::MovementLine& line, v1::Intent intent);
v1::CreateMovementRequest MovementOf(v1::MovementKind kind, int day, const v1::MovementLine& line,
                                     v1::Intent intent);
v1::ReverseMovementRequest ReversalOf(const v1::Movement& movement, v1::Intent intent);
v1::ResolveExceptionRequest Resolving(const v1::Exception& exception, v1::Resolution resolution);

// At facility "f": rice and salt, in these amounts; none of an item at 0.
v1::CreateRequisitionRequest Asking(int64_t rice, int64_t salt = 0);
// Of one lot of an item.
v1::CreateRecallRequest Recalling(const std::string& item, const std::string& lot);
// At facility "f", for "meals", until noon of the day in March 2026.
v1::CreateReservationRequest Promising(
    const std::string& item, int64_t quantity, int expire_day = 28,
    v1::ReservationPriority priority = v1::RESERVATION_PRIORITY_MEALS);
v1::CreateExpectedDeliveryRequest Expecting(int latest_day, int64_t rice, int64_t salt = 0);

}  // namespace waystation::inventory

#endif  // TESTS_INVENTORY_SUPPORT_SAMPLE_REQUESTS_H_
