#include "clients/cpp/steady.h"

#include <chrono>

#include "absl/time/clock.h"

namespace waystation::client {

absl::Time SteadyNow() {
  return absl::UnixEpoch() + absl::FromChrono(std::chrono::steady_clock::now().time_since_epoch());
}

absl::Time MachineTime(absl::Time steady) { return absl::Now() + (steady - SteadyNow()); }

}  // namespace waystation::client
