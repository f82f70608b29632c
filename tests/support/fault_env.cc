#include "tests/support/fault_env.h"

#include <utility>

#include "rocksdb/system_clock.h"

namespace waystation::faults {
namespace {

class SleeplessClock : public rocksdb::SystemClockWrapper {
 public:
  using SystemClockWrapper::SystemClockWrapper;
  void SleepForMicroseconds(int) override {}
  const char* Name() const override { return "SleeplessClock"; }
};

class FaultEnv : public rocksdb::EnvWrapper {
 public:
  explicit FaultEnv(std::unique_ptr<rocksdb::Env> files) : EnvWrapper(std::move(files)) {
    file_system_ = target()->GetFileSystem();
    system_clock_ = std::make_shared<SleeplessClock>(target()->GetSystemClock());
  }
  void SleepForMicroseconds(int) override {}
};

}  // namespace

std::unique_ptr<rocksdb::Env> NewFaultEnv(const std::shared_ptr<FaultFileSystem>& disk) {
  return std::make_unique<FaultEnv>(rocksdb::NewCompositeEnv(disk));
}

}  // namespace waystation::faults
