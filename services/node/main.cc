// One process with every service. Followed services come first.
#include "services/facility/service.h"
#include "services/headquarters/service.h"
#include "services/inventory/service.h"
#include "services/runtime/host_main.h"

int main(int argc, char** argv) {
  return waystation::runtime::HostMain(argc, argv,
                                       {{"facility", waystation::facility::MakeService},
                                        {"inventory", waystation::inventory::MakeService},
                                        {"headquarters", waystation::headquarters::MakeService}});
}
