// The lines of a stock card.
#ifndef SERVICES_INVENTORY_DOMAIN_REPORTS_STOCK_CARD_H_
#define SERVICES_INVENTORY_DOMAIN_REPORTS_STOCK_CARD_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "services/inventory/domain/ledger/book.h"
#include "waystation/inventory/v1/movement.pb.h"
#include "waystation/inventory/v1/report_line.pb.h"

namespace waystation::inventory {

// Which stock a card is of; what is empty or unspecified does not limit.
struct CardFilter {
  std::string item;  // "items/{item}", always given.
  std::string place = {};
  std::string lot = {};
  v1::Condition condition = v1::CONDITION_UNSPECIFIED;
};

bool IsOfCard(const CardFilter& filter, const PositionKey& position);

// What the movement's legs on `day` did to the card's stock, without the balance; nullopt when they
// did nothing to it. `about` as in FlowOfLeg; `other_facility`: with which its transfer is, empty
// where it is of none.
std::optional<v1::StockCardLine> StockCardLineOf(const v1::Movement& movement,
                                                 const v1::Movement& about,
                                                 const std::string& other_facility,
                                                 const CardFilter& filter, int64_t day,
                                                 absl::TimeZone zone);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_REPORTS_STOCK_CARD_H_
