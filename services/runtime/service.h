// What one service is, to whatever process hosts it.
#ifndef SERVICES_RUNTIME_SERVICE_H_
#define SERVICES_RUNTIME_SERVICE_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/runtime/clock.h"
#include "services/runtime/executor.h"
#include "services/runtime/logger.h"
#include "services/runtime/metrics.h"
#include "waystation/common/v1/log.pb.h"

namespace grpc {
class Channel;
class Service;
}  // namespace grpc

namespace rocksdb {
class Cache;
class Env;
}  // namespace rocksdb

namespace waystation::runtime {

class StoreHost;

// Given by the host. What it points to outlives the service.
struct ServiceEnvironment {
  Clock* clock = nullptr;
  Executor* readers = nullptr;
  Metrics* metrics = nullptr;
  Logger* logger = nullptr;
  // <data-dir>/<service>
  std::string data_folder;
  common::v1::FolderKind kind = common::v1::FOLDER_KIND_REAL;
  std::shared_ptr<rocksdb::Cache> block_cache;
  // For fault tests: the file system of the store; the machine's when null.
  rocksdb::Env* storage_env = nullptr;
  // To another service, such as "facility": in-process, or by its configured address. Null when
  // nothing is configured. Works from Service::Start() on.
  std::function<std::shared_ptr<grpc::Channel>(const std::string& service)> channel_to;
};

// The host calls Start once, Drain once, Close once, in this order, from one thread; Close without
// Start when the process can't start or only verifies.
class Service {
 public:
  virtual ~Service() = default;
  // Such as "inventory": the folder, the log "<name>/main", the health name.
  virtual std::string name() const = 0;
  // Its handlers; they live as long as the service.
  virtual std::vector<grpc::Service*> grpc_services() = 0;
  virtual StoreHost& store_host() = 0;
  // Starts writer thread, followers, ticks. Calls may have been queued before.
  virtual absl::Status Start() = 0;
  // Refuses new work, finishes queued writes, stops followers, ends watches. Calls may still come
  // and are refused with OVERLOADED.
  virtual void Drain() = 0;
  // REQUIRES: no call is open any more.
  virtual absl::Status Close() = 0;
};

// Opens the store and builds the handlers. Fails as StoreHost::Open does.
using ServiceFactory =
    std::function<absl::StatusOr<std::unique_ptr<Service>>(const ServiceEnvironment&)>;

}  // namespace waystation::runtime

#endif  // SERVICES_RUNTIME_SERVICE_H_
