#ifndef TESTS_SIMULATION_INVENTORY_CLIENTS_H_
#define TESTS_SIMULATION_INVENTORY_CLIENTS_H_

#include <optional>
#include <string>
#include <vector>

#include "tests/inventory/support/model.h"
#include "tests/inventory/support/random_requests.h"
#include "tests/simulation/clients.h"
#include "waystation/facility/v1/facility.pb.h"

namespace waystation::simulation {

// Those who post, count, reverse and resolve, held against the plain model of the ledger.
class InventoryClients : public Clients {
 public:
  // `facilities` are names; they are commanded whether inventory has heard of them or not.
  InventoryClients(testing::Random* random, Trace* trace, std::vector<std::string> facilities);

  const inventory::Model& model() const { return model_; }
  // The facilities that the model was told of and `rows` know: a facility service that was restored
  // may have forgotten one.
  std::vector<std::string> KnownFacilities(const storage::RowReader& rows) const;

 private:
  // What a command's decision saw.
  struct Seen {
    inventory::Model::Moment at = absl::InfinitePast();
    std::optional<facility::v1::Facility> facility;
  };

  Made Make(const std::string& request_id, absl::Time device_time) override;
  void BeginAgain() override;
  std::string Ticked(int64_t count, absl::Time record_time) override;

  template <typename Response, typename Request, typename Decide, typename Apply>
  Made MadeOf(const Request& request, const std::string& facility, Decide decide, Apply apply);
  Made MakeItem(const std::string& item, const std::string& request_id);
  Made MakeMovement(const std::string& request_id, absl::Time device_time);
  Made MakeCount(const std::string& request_id, absl::Time device_time);
  Made MakeReversal(const std::string& request_id);
  Made MakeResolution(const std::string& request_id);
  // Tells the model what inventory knew of the facility. False: nothing.
  bool TellFacility(const std::string& name, const Seen& seen);

  inventory::RandomRequests requests_;
  inventory::Model model_;
  std::vector<std::string> told_;   // Facilities that the model knows.
  std::vector<std::string> items_;  // Items that the model knows.
};

}  // namespace waystation::simulation

#endif  // TESTS_SIMULATION_INVENTORY_CLIENTS_H_
