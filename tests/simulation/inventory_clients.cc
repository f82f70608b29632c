#include "tests/simulation/inventory_clients.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/inventory/store/commands.h"
#include "services/inventory/store/counts/count_commands.h"
#include "services/inventory/store/row_value.h"
#include "services/inventory/store/tables.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"

namespace waystation::simulation {
namespace {

using inventory::Model;
namespace v1 = inventory::v1;

const std::vector<std::string>& ItemIds() {
  static const auto* const ids = new std::vector<std::string>{"rice", "salt"};
  return *ids;
}

// "facilities/f/movements/m" and "facilities/f" -> "facilities/f"
std::string FacilityOf(const std::string& name) {
  return name.substr(0, name.find('/', name.find('/') + 1));
}

}  // namespace

InventoryClients::InventoryClients(testing::Random* random, Trace* trace,
                                   std::vector<std::string> facilities)
    : Clients("inventory", random, trace), requests_(random, std::move(facilities)) {}

std::vector<std::string> InventoryClients::KnownFacilities(const storage::RowReader& rows) const {
  std::vector<std::string> known;
  for (const std::string& name : told_) {
    const auto row = rows.Get(inventory::FacilityKey(inventory::LastId(name)));
    if (row.ok() && row->has_value()) known.push_back(name);
  }
  return known;
}

void InventoryClients::BeginAgain() {
  model_ = Model();
  told_.clear();
  items_.clear();
}

std::string InventoryClients::Ticked(int64_t count, absl::Time) {
  return count == 0 ? "" : "inventory has nothing that is due by time alone";
}

bool InventoryClients::TellFacility(const std::string& name, const Seen& seen) {
  if (!seen.facility.has_value()) return false;
  model_.SetFacility(name, seen.facility->state() == facility::v1::FACILITY_STATE_OPEN,
                     seen.facility->time_zone());
  if (std::find(told_.begin(), told_.end(), name) == told_.end()) told_.push_back(name);
  return true;
}

// `apply` tells the model: (request, record time, response or null, what was seen) -> the reason
// that it expects.
template <typename Response, typename Request, typename Decide, typename Apply>
Clients::Made InventoryClients::MadeOf(const Request& request, const std::string& facility,
                                       Decide decide, Apply apply) {
  const auto seen = std::make_shared<Seen>();
  Made made;
  made.command.method = Request::descriptor()->full_name();
  made.command.fingerprint = storage::Sha256({made.command.method, request.SerializeAsString()});
  made.command.decide =
      [=](const storage::RowReader& rows,
          const storage::DecideContext& context) -> absl::StatusOr<storage::Decision> {
    seen->at = context.now;
    seen->at.latest = context.LatestNow();
    seen->at.suspect = context.clock_suspect;
    ASSIGN_OR_RETURN(seen->facility,
                     inventory::GetMessage<facility::v1::Facility>(
                         rows, inventory::FacilityKey(inventory::LastId(facility))));
    return decide(rows, context, request);
  };
  made.judge = [=](const storage::Outcome& outcome) -> std::string {
    Response response;
    if (outcome.entry != nullptr) {
      if (outcome.record_time != seen->at.now)
        return "decided by another time than it is recorded by";
      const absl::Status answered = inventory::Answer(outcome, &response);
      if (!answered.ok()) return answered.ToString();
    }
    const Reason expected = apply(request, outcome.entry != nullptr ? &response : nullptr, *seen);
    if (ReasonOf(outcome.status) == expected &&
        outcome.status.ok() == (expected == common::v1::ERROR_REASON_UNSPECIFIED)) {
      return "";
    }
    return absl::StrCat("the model says ", ReasonName(expected), ", the service ",
                        outcome.status.ToString(), " to ", request.ShortDebugString());
  };
  return made;
}

Clients::Made InventoryClients::MakeItem(const std::string& item, const std::string& request_id) {
  v1::CreateItemRequest request;
  request.set_request_id(request_id);
  request.set_item_id(item);
  common::v1::LocalizedText* name = request.mutable_item()->add_display_names();
  name->set_language("en");
  name->set_text(item);
  request.mutable_item()->set_category("food");
  request.mutable_item()->set_base_unit(v1::BASE_UNIT_GRAM);
  request.mutable_item()->set_vital_class(v1::VITAL_CLASS_VITAL);
  request.mutable_item()->set_storage_class("ambient");
  return MadeOf<v1::CreateItemResponse>(
      request, "facilities/none",
      [](const auto& rows, const auto&, const auto& r) { return inventory::CreateItem(rows, r); },
      [this, item](const auto&, const v1::CreateItemResponse* response, const Seen&) -> Reason {
        const bool known = std::find(items_.begin(), items_.end(), item) != items_.end();
        if (known) return common::v1::ERROR_REASON_ALREADY_EXISTS;
        if (response != nullptr) items_.push_back(item);
        return common::v1::ERROR_REASON_UNSPECIFIED;
      });
}

Clients::Made InventoryClients::MakeMovement(const std::string& request_id,
                                             absl::Time device_time) {
  v1::CreateMovementRequest request = requests_.Movement(device_time);
  request.set_request_id(request_id);
  return MadeOf<v1::CreateMovementResponse>(
      request, request.parent(), inventory::CreateMovement,
      [this](const auto& r, const v1::CreateMovementResponse* response, const Seen& seen) {
        return TellFacility(r.parent(), seen) ? model_.Post(r, seen.at, response)
                                              : common::v1::ERROR_REASON_NOT_KNOWN;
      });
}

Clients::Made InventoryClients::MakeCount(const std::string& request_id, absl::Time device_time) {
  v1::CreateCountRequest request = requests_.Count(device_time);
  request.set_request_id(request_id);
  return MadeOf<v1::CreateCountResponse>(
      request, request.parent(), inventory::CreateCount,
      [this](const auto& r, const v1::CreateCountResponse* response, const Seen& seen) {
        return TellFacility(r.parent(), seen) ? model_.Count(r, seen.at, response)
                                              : common::v1::ERROR_REASON_NOT_KNOWN;
      });
}

Clients::Made InventoryClients::MakeReversal(const std::string& request_id) {
  v1::ReverseMovementRequest request = requests_.Reversal(model_);
  request.set_request_id(request_id);
  const std::string facility = FacilityOf(request.name());
  return MadeOf<v1::ReverseMovementResponse>(
      request, facility, inventory::ReverseMovement,
      [this, facility](const auto& r, const v1::ReverseMovementResponse* response,
                       const Seen& seen) {
        return TellFacility(facility, seen) ? model_.Reverse(r, seen.at, response)
                                            : common::v1::ERROR_REASON_NOT_KNOWN;
      });
}

Clients::Made InventoryClients::MakeResolution(const std::string& request_id) {
  v1::ResolveExceptionRequest request = requests_.Resolution(model_);
  request.set_request_id(request_id);
  const std::string facility = FacilityOf(request.name());
  return MadeOf<v1::ResolveExceptionResponse>(
      request, facility, inventory::ResolveException,
      [this, facility](const auto& r, const v1::ResolveExceptionResponse* response,
                       const Seen& seen) -> Reason {
        // Only what is held needs the facility.
        const auto trouble = model_.troubles().find(r.name());
        const bool held = trouble != model_.troubles().end() &&
                          trouble->second.kind == v1::EXCEPTION_KIND_REPEATED_DOCUMENT_NUMBER;
        if (!TellFacility(facility, seen) && held) return common::v1::ERROR_REASON_NOT_KNOWN;
        std::vector<v1::Exception> others;
        if (response != nullptr) {
          others = {response->other_exceptions().begin(), response->other_exceptions().end()};
        }
        return model_.Resolve(r, seen.at, response, others);
      });
}

Clients::Made InventoryClients::Make(const std::string& request_id, absl::Time device_time) {
  if (items_.size() < ItemIds().size()) return MakeItem(ItemIds()[items_.size()], request_id);
  const int64_t choice = random().Below(22);
  if (choice < 3 && !model_.movement_names().empty()) return MakeReversal(request_id);
  if (choice < 5 && !model_.troubles().empty()) return MakeResolution(request_id);
  if (choice == 5 && random().OneIn(10)) {
    return MakeItem(random().OneOf(ItemIds()), request_id);
  }
  if (choice >= 20) return MakeCount(request_id, device_time);
  return MakeMovement(request_id, device_time);
}

}  // namespace waystation::simulation
