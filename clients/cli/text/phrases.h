// What stands on printed papers, in the four languages.
#ifndef CLIENTS_CLI_TEXT_PHRASES_H_
#define CLIENTS_CLI_TEXT_PHRASES_H_

#include <string>

#include "absl/strings/string_view.h"

namespace waystation::cli {

enum class Phrase {
  kWaybill,
  kGoodsReceipt,
  kIssueRecord,
  kStockCount,
  kNotDispatched,
  kNumber,
  kFrom,
  kTo,
  kFacility,
  kDate,
  kDispatched,
  kExpectedArrival,
  kVehicle,
  kCarrier,
  kRequisition,
  kSource,
  kDocument,
  kLine,
  kItem,
  kLot,
  kExpires,
  kPacks,
  kQuantity,
  kUnit,
  kReceived,
  kDifference,
  kPlace,
  kPurpose,
  kCondition,
  kByBook,
  kCounted,
  kNote,
  kLoadedBy,
  kDriver,
  kReceivedBy,
  kIssuedBy,
  kCountedBy,
  kCheckedBy,
  kSignature,
  kCodes,
  kEnterLater,
  // The differences, in the order of their numbers.
  kShort,
  kOver,
  kDamaged,
  kWrongItem,
  kWrongLot,
  kWrongPack,
  kExpired,
  kWarm,
  kNotOnWaybill,
};

// In "az", "hy" or "ru"; English for any other language.
std::string PhraseIn(Phrase phrase, absl::string_view language);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_TEXT_PHRASES_H_
