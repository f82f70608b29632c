// Movements between people and messages: what stock commands read, and how movements are shown.
#ifndef CLIENTS_CLI_STOCK_MOVEMENT_TEXT_H_
#define CLIENTS_CLI_STOCK_MOVEMENT_TEXT_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clients/cli/context.h"
#include "waystation/inventory/v1/exception.pb.h"
#include "waystation/inventory/v1/movement.pb.h"

namespace waystation::cli {

// One line as typed; empty where not given.
struct LineText {
  std::string item;
  std::string quantity;
  std::string lot;
  std::string expires;
  std::string date_kind;
  std::string place;
  std::string condition = {};
  std::string owner = {};
};

// Understands "item=rice,quantity=25 kg,lot=B12,expires=2027-06-30,date-kind=use-by,place=main".
absl::StatusOr<LineText> ParseLine(absl::string_view text);

// Says the condition in `line`; nothing said: none. Errors name the option.
absl::Status SetCondition(const std::string& text, inventory::v1::MovementLine* line);

// Looks the item up when the quantity needs it. Errors name the option.
absl::StatusOr<inventory::v1::MovementLine> ToLine(const LineText& text, Context* context);

// "1,250 kg" when the item is known, else "1,250,000 base units".
std::string ShowQuantity(int64_t base, const std::string& item, Context* context);

// The item's name in the language asked for.
std::string ShowItem(const std::string& item, Context* context);

// What line `index` of a movement in the ledger did: "main -> ward-1", "fridge -> used for patient
// care", "joint-convoy-1 -> main".
std::string ShowAccounts(const inventory::v1::Movement& movement, int index);

// "quarantined" or "damaged" where the leg takes or puts such stock, "" where it is usable, "usable
// -> damaged" where the leg changes it.
std::string ShowCondition(const inventory::v1::Leg& leg);
// The same of stock.
std::string ShowCondition(inventory::v1::Condition condition);

// A line for each lot that expires sooner than the one that was named.
void PrintPassedOver(const inventory::v1::Movement& movement, Context* context);

// The whole movement with its lines, for people.
void PrintMovement(const inventory::v1::Movement& movement, Context* context);

// What a receipt counts for.
void PrintReferences(const inventory::v1::Movement& movement, Context* context);

// The second person of a movement of controlled items: who and, if later, when; "OUTSTANDING" where
// one is needed and none is there; empty where none is needed.
std::string ShowSecondSignature(inventory::v1::SecondSignature state,
                                const std::string& witnessed_by,
                                const google::protobuf::Timestamp& signed_time);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_STOCK_MOVEMENT_TEXT_H_
