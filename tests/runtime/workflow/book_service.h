// The books behind gRPC, over a real store, with their workflows driven.
#ifndef TESTS_RUNTIME_WORKFLOW_BOOK_SERVICE_H_
#define TESTS_RUNTIME_WORKFLOW_BOOK_SERVICE_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "services/runtime/service.h"
#include "services/runtime/workflow_driver.h"

namespace waystation::test {

class BookServer : public runtime::Service {
 public:
  virtual runtime::WorkflowDriver& workflows() = 0;
};

// The service `name`.
absl::StatusOr<std::unique_ptr<BookServer>> MakeBookService(const runtime::ServiceEnvironment& env,
                                                            const std::string& name);

}  // namespace waystation::test

#endif  // TESTS_RUNTIME_WORKFLOW_BOOK_SERVICE_H_
