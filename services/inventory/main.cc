#include "services/inventory/service.h"
#include "services/runtime/host_main.h"

int main(int argc, char** argv) {
  return waystation::runtime::HostMain(argc, argv,
                                       {{"inventory", waystation::inventory::MakeService}});
}
