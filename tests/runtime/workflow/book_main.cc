// Both book services as real processes: --services north, --services south, or both in one.
#include "services/runtime/host_main.h"
#include "tests/runtime/workflow/book_service.h"

namespace {

waystation::runtime::NamedFactory Named(const char* name) {
  return {name,
          [name](const waystation::runtime::ServiceEnvironment& env)
              -> absl::StatusOr<std::unique_ptr<waystation::runtime::Service>> {
            return waystation::test::MakeBookService(env, name);
          }};
}

}  // namespace

int main(int argc, char** argv) {
  return waystation::runtime::HostMain(argc, argv, {Named("north"), Named("south")});
}
