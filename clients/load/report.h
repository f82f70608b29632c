#ifndef CLIENTS_LOAD_REPORT_H_
#define CLIENTS_LOAD_REPORT_H_

#include <string>

#include "clients/load/options.h"
#include "clients/load/runner.h"
#include "clients/load/workload.h"

namespace waystation::load {

// On stdout: a line for people, one for programs.
void PrintRun(const Options& options, const Workload& workload, const std::string& name,
              const RunResult& result);

}  // namespace waystation::load

#endif  // CLIENTS_LOAD_REPORT_H_
