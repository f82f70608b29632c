#include "services/headquarters/service.h"
#include "services/runtime/host_main.h"

int main(int argc, char** argv) {
  return waystation::runtime::HostMain(argc, argv,
                                       {{"headquarters", waystation::headquarters::MakeService}});
}
