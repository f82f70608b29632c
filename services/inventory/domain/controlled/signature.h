// Second signatures: which movements of controlled items need a second person, and who may be it.
#ifndef SERVICES_INVENTORY_DOMAIN_CONTROLLED_SIGNATURE_H_
#define SERVICES_INVENTORY_DOMAIN_CONTROLLED_SIGNATURE_H_

#include <optional>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/inventory/domain/ledger/context.h"
#include "services/inventory/domain/ledger/posting.h"
#include "waystation/inventory/v1/controlled.pb.h"
#include "waystation/inventory/v1/events.pb.h"

namespace waystation::inventory {

// When a movement of a controlled item needs its second signature.
enum class SignatureNeed { kNone, kInTime, kBeforeOrder };

// kInTime: posted at once whatever the intent, since it is how stock gets to a patient.
SignatureNeed SignatureNeedOf(const v1::Movement& movement);

// Whether the place is, by its id, where patients are treated.
bool IsPatientArea(absl::string_view place);

// Who should see to controlled items and to fridges at a facility: a role, whoever has it.
std::string ManagerOf(absl::string_view facility_name);

// Refuses a promise that needs a second signature now. `given_by`: the first person.
//   SECOND_SIGNATURE_MISSING, SIGNER_NOT_DIFFERENT
absl::Status CheckSecondSignature(const v1::Movement& movement,
                                  const std::set<std::string>& controlled_items,
                                  const std::string& given_by);

// Says in the posting's movement whether a second person stands for it; one that is outstanding
// opens SIGNATURE_OUTSTANDING.
void ApplySecondSignature(Posting& posting, const std::set<std::string>& controlled_items);
// Likewise of a movement whose lines don't tell what it is about: `item` is a controlled one, or
// empty where there is none.
void ApplySecondSignatureOf(const std::string& item, Posting& posting);

// For a signature: the movement, and its SIGNATURE_OUTSTANDING, where it has one.
struct SignState {
  v1::Movement movement;
  std::optional<v1::Exception> outstanding;
};

// Decides a signature: MovementSigned. Errors, in this order: WRONG_STATE (held, dropped, reversed,
// signed, not needed), SIGNER_NOT_DIFFERENT.
absl::StatusOr<v1::Event> DecideSignMovement(const v1::SignMovementRequest& request,
                                             const SignState& state, const DecideContext& context);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_CONTROLLED_SIGNATURE_H_
