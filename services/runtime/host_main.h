#ifndef SERVICES_RUNTIME_HOST_MAIN_H_
#define SERVICES_RUNTIME_HOST_MAIN_H_

#include <string>
#include <vector>

#include "services/runtime/service.h"

namespace waystation::runtime {

struct NamedFactory {
  std::string name;  // Such as "inventory".
  ServiceFactory make;
};

// The whole main() of every server binary:
//   int main(int argc, char** argv) {
//     return waystation::runtime::HostMain(argc, argv,
//                                          {{"inventory", waystation::inventory::MakeService}});
//   }
// Flags: services/runtime/options/options.h. Opens each service in <data-dir>/<name>, serves all of
// them with LogService, ClockService, health and reflection on one address, prints "listening on
// <address>" to standard output when ready, and stops in order on SIGTERM or SIGINT: health down,
// services drained, calls ended, stores closed. 0 after that; 1 when it can't start (the reason on
// standard error) or a store does not close; 2 for wrong flags. With --verify: opens, compares rows
// with the logs, prints one report a service and one for each log that it follows; 0 when all are
// equal, 1 otherwise. With --restore: backup_restore.h. Factories are opened in the order given,
// which is the order in which services depend on each other (followed ones first).
int HostMain(int argc, char** argv, std::vector<NamedFactory> factories);

}  // namespace waystation::runtime

#endif  // SERVICES_RUNTIME_HOST_MAIN_H_
