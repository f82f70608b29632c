#include "services/runtime/host_main.h"

#include <signal.h>

#include <algorithm>
#include <cstdio>
#include <variant>

#include "services/runtime/backup_restore.h"
#include "services/runtime/options/options.h"
#include "services/runtime/process.h"

namespace waystation::runtime {
namespace {

int Fail(const absl::Status& status) {
  fprintf(stderr, "%s\n", Explain(status).c_str());
  return 1;
}

int Verify(Process& process) {
  bool equal = true;
  for (const Finding& finding : process.Verify()) {
    printf("%s\n", finding.text.c_str());
    equal =
        equal && (finding.kind == Finding::Kind::kEqual || finding.kind == Finding::Kind::kNotHere);
  }
  return process.Stop() && equal ? 0 : 1;
}

}  // namespace

int HostMain(int argc, char** argv, std::vector<NamedFactory> factories) {
  std::vector<std::string> known;
  for (const NamedFactory& factory : factories) known.push_back(factory.name);
  const std::variant<Options, int> parsed = ParseOptions(argc, argv, known);
  if (const int* code = std::get_if<int>(&parsed)) return *code;

  const auto& options = std::get<Options>(parsed);
  if (!options.restore.empty()) return RestoreBackup(options, factories);
  // Before any thread: all of them inherit the mask, so that only sigwait gets the signals. A
  // verification or a restore serves nobody and may be ended at any moment.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  if (!options.verify) pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);

  Process process(options);
  if (absl::Status status = process.Open(factories); !status.ok()) {
    process.Stop();
    return Fail(status);
  }
  if (options.verify) return Verify(process);
  if (absl::Status status = process.Serve(); !status.ok()) {
    process.Stop();
    return Fail(status);
  }
  process.WaitForSignal(signals);
  return process.Stop() ? 0 : 1;
}

}  // namespace waystation::runtime
