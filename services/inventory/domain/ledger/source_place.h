// Where stock is taken from when nobody said where.
#ifndef SERVICES_INVENTORY_DOMAIN_LEDGER_SOURCE_PLACE_H_
#define SERVICES_INVENTORY_DOMAIN_LEDGER_SOURCE_PLACE_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "services/inventory/domain/ledger/book.h"
#include "waystation/inventory/v1/movement.pb.h"

namespace waystation::inventory {

// The place from which a line of `movement`, which goes out, is taken at `moment`: the one that it
// names. Where it names none, of the places that hold the item (the lot, if it names one),
// `to_place` left out: "main" if it is one of them, the only one if there is just one, else "main"
// again. A place holds it when something could be taken on that day without any later day going
// below nothing, past its date or not. Of the conditions that the line may take (ConditionsTaken)
// only the first counts in which any place holds it: usable stock in the ward is meant before
// quarantined stock in main.
//
// PLACE_NOT_NAMED, with the places, instead of the last "main": for an ORDER when several others
// hold it; of both intents when "main" is where it goes.
//
// REQUIRES: unless the line names its place, `book` has every position of the item (of the lot, if
// the line names one) that holds something.
absl::StatusOr<std::string> SourcePlace(const Book& book, const v1::Movement& movement,
                                        const v1::MovementLine& line, const Moment& moment);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_LEDGER_SOURCE_PLACE_H_
