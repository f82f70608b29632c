#ifndef TESTS_SUPPORT_FAULT_ENV_H_
#define TESTS_SUPPORT_FAULT_ENV_H_

#include <memory>

#include "rocksdb/env.h"
#include "tests/support/fault_file_system.h"

namespace waystation::faults {

// An environment over `disk` in which RocksDB never pauses: after a background write that failed it
// would wait a second before anything else, closing included.
std::unique_ptr<rocksdb::Env> NewFaultEnv(const std::shared_ptr<FaultFileSystem>& disk);

}  // namespace waystation::faults

#endif  // TESTS_SUPPORT_FAULT_ENV_H_
