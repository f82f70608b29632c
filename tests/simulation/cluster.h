#ifndef TESTS_SIMULATION_CLUSTER_H_
#define TESTS_SIMULATION_CLUSTER_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/facility/store/fold.h"
#include "services/headquarters/store/fold_facility.h"
#include "services/headquarters/store/fold_inventory.h"
#include "services/inventory/store/facility_fold.h"
#include "services/inventory/store/fold.h"
#include "tests/simulation/facility_clients.h"
#include "tests/simulation/inventory_clients.h"
#include "tests/simulation/link.h"
#include "tests/simulation/node.h"
#include "tests/simulation/trace.h"
#include "tests/support/random.h"

namespace waystation::simulation {

struct Service {
  std::unique_ptr<Node> node;
  std::unique_ptr<Clients> clients;  // Null for headquarters, which records nothing.
};

// Facility, inventory and headquarters, their clients, and the links by which they follow each
// other.
class Cluster {
 public:
  // On memory disks unless real ones are asked for. `random` and `trace` must outlive it. Nothing
  // is open yet.
  Cluster(std::optional<Memtables> real_disks, Sabotage sabotage, testing::Random* random,
          Trace* trace);

  Service& facility() { return services_[0]; }
  Service& inventory() { return services_[1]; }
  Service& headquarters() { return services_[2]; }
  std::vector<Service>& services() { return services_; }
  const std::vector<std::unique_ptr<Link>>& links() const { return links_; }

  absl::Time true_time() const { return true_time_; }
  void PassTime(absl::Duration duration) { true_time_ += duration; }

  // Commands sent so far, to all services.
  int64_t sent() const;

  // Empty when all agree, else the first thing that is wrong: logs with what was acknowledged, rows
  // with a fold of the logs, reads with the models, headquarters with plain bookkeeping. REQUIRES:
  // all are open and have caught up. `day`: one of the past, to ask about.
  std::string CheckAgreement(int64_t day);

 private:
  void AddService(NodeSpec spec, std::unique_ptr<Disk> disk, std::unique_ptr<Clients> clients);
  std::string CheckInventory(int64_t day);

  absl::Time true_time_;
  // The folds outlive the nodes.
  const facility::FacilityFold facility_fold_;
  const inventory::InventoryFold inventory_fold_;
  const inventory::FacilityFold inventory_facility_fold_;
  const headquarters::OwnFold headquarters_fold_;
  const headquarters::InventoryFold headquarters_inventory_fold_;
  const headquarters::FacilityFold headquarters_facility_fold_;
  FacilityClients* facility_clients_ = nullptr;
  InventoryClients* inventory_clients_ = nullptr;
  std::vector<Service> services_;
  std::vector<std::unique_ptr<Link>> links_;
};

}  // namespace waystation::simulation

#endif  // TESTS_SIMULATION_CLUSTER_H_
