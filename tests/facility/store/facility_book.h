// The facility service without gRPC and threads: requests go through the committer of a store on
// RocksDB, times are given.
#ifndef TESTS_FACILITY_STORE_FACILITY_BOOK_H_
#define TESTS_FACILITY_STORE_FACILITY_BOOK_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "rocksdb/env.h"
#include "services/facility/store/command.h"
#include "services/facility/store/fold.h"
#include "services/facility/store/handover_commands.h"
#include "services/facility/store/warning_commands.h"
#include "storage/committer.h"
#include "storage/store.h"
#include "tests/storage/support/temp_folder.h"
#include "tests/support/fault_file_system.h"

namespace waystation::facility {

// 16 bytes that differ for each number.
std::string RequestId(int64_t number);

// The command that a request makes; the request is copied.
template <typename Request>
storage::Command CommandOf(const Request& request) {
  storage::Command command;
  command.request_id = request.request_id();
  command.method = Request::descriptor()->name();
  command.fingerprint = storage::Sha256({command.method, request.SerializeAsString()});
  command.principal = "p-1";
  command.decide = [request](const storage::RowReader& rows,
                             const storage::DecideContext& context) {
    return Decide(request, rows, context);
  };
  return command;
}

class FacilityBook {
 public:
  // Opens the store, born at `now`.
  explicit FacilityBook(absl::Time now);
  ~FacilityBook();

  // Closes and opens the store again.
  void Reopen(absl::Time now);

  // All commands, in as few groups as they fit; one outcome each.
  std::vector<storage::Outcome> Run(const std::vector<storage::Command>& commands,
                                    const storage::ClockReading& now);

  // One command with a request id of its own.
  template <typename Request>
  storage::Outcome Send(Request request, const storage::ClockReading& now) {
    request.set_request_id(RequestId(++last_request_));
    return Run({CommandOf(request)}, now)[0];
  }

  // What is due at `now`, as the runtime polls it: until nothing more is recorded. The outcomes of
  // silences and refusals; what became of warnings is read from rows and events.
  std::vector<storage::Outcome> Tick(absl::Time now);

  std::unique_ptr<storage::RowReader> Rows() const { return store_->rows().Snapshot(); }
  storage::Store& store() { return *store_; }

  // All events of the log, in order.
  std::vector<v1::Event> Events() const;

  // Rows are what folding the log again makes of it.
  void ExpectSameWhenFoldedAgain();

  // A facility as in Hospital(), made OPEN or PLANNED.
  void Create(const std::string& id, v1::FacilityState state, absl::Time now);

 private:
  void Close();

  storage::testing::TempFolder folder_;
  // Never syncs the machine's disk: what that would be for is not tested here.
  const std::unique_ptr<rocksdb::Env> env_ =
      rocksdb::NewCompositeEnv(std::make_shared<faults::FaultFileSystem>());
  FacilityFold fold_;
  std::unique_ptr<storage::Store> store_;
  int64_t last_request_ = 0;
};

}  // namespace waystation::facility

#endif  // TESTS_FACILITY_STORE_FACILITY_BOOK_H_
