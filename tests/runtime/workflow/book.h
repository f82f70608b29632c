// The rules of the books of book.proto: rows, decisions and both workflows. Pure; tests run it in
// memory as well as behind gRPC.
#ifndef TESTS_RUNTIME_WORKFLOW_BOOK_H_
#define TESTS_RUNTIME_WORKFLOW_BOOK_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "services/runtime/workflow/workflow.h"
#include "storage/committer.h"
#include "storage/projector.h"
#include "tests/runtime/workflow/book.pb.h"

namespace waystation::test {

inline constexpr uint8_t kBooks = 1;      // KeyBuilder(kBooks).String(book) -> Book
inline constexpr uint8_t kTransfers = 2;  // KeyBuilder(kTransfers).String(book).String(transfer)
inline constexpr uint8_t kWorkflows = 3;  // services/runtime/workflow/record.h

const storage::EventFold& BookFold();

absl::StatusOr<book::v1::Book> LoadBook(const storage::RowReader& rows, absl::string_view name);

// What the command of `method` with this serialized request decides. `service` is whose it is.
absl::StatusOr<storage::Decision> Decide(const std::string& service, const std::string& method,
                                         const std::string& request, const storage::RowReader& rows,
                                         const storage::DecideContext& context);

// Of the service's log "<service>/main".
std::shared_ptr<const workflow::Definition> BookWorkflows(const std::string& service);

}  // namespace waystation::test

#endif  // TESTS_RUNTIME_WORKFLOW_BOOK_H_
