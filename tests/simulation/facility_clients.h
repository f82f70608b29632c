#ifndef TESTS_SIMULATION_FACILITY_CLIENTS_H_
#define TESTS_SIMULATION_FACILITY_CLIENTS_H_

#include <string>
#include <vector>

#include "tests/facility/support/facility_model.h"
#include "tests/facility/support/random_requests.h"
#include "tests/simulation/clients.h"

namespace waystation::simulation {

// Those who found, change and report of facilities, held against the plain model of them.
class FacilityClients : public Clients {
 public:
  // One facility in each zone: f0, f1 and so on.
  FacilityClients(testing::Random* random, Trace* trace, std::vector<std::string> zones);

  const facility::FacilityModel& model() const { return model_; }

 private:
  Made Make(const std::string& request_id, absl::Time device_time) override;
  void BeginAgain() override { model_ = facility::FacilityModel(); }
  std::string Ticked(int64_t count, absl::Time record_time) override;

  facility::RandomRequests requests_;
  facility::FacilityModel model_;
};

}  // namespace waystation::simulation

#endif  // TESTS_SIMULATION_FACILITY_CLIENTS_H_
