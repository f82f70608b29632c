#ifndef TESTS_RUNTIME_WORKFLOW_PROCESS_H_
#define TESTS_RUNTIME_WORKFLOW_PROCESS_H_

#include <sys/types.h>

#include <string>
#include <vector>

namespace waystation::test {

// A server process of ours, started anew on the same flags as often as wanted.
class Process {
 public:
  Process(std::string binary, std::vector<std::string> flags);
  // Kills it if it runs.
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  // Returns when it says that it listens; false when it ends before.
  bool Start();
  // SIGKILL: no chance to write anything more.
  void Kill();
  // SIGTERM; its exit code.
  int Stop();

 private:
  int Wait();

  const std::string binary_;
  const std::vector<std::string> flags_;
  pid_t pid_ = 0;
};

// "127.0.0.1:port" of a free port that stays free while its server is down: below those that the
// system gives to outgoing connections.
std::string LastingAddress();

}  // namespace waystation::test

#endif  // TESTS_RUNTIME_WORKFLOW_PROCESS_H_
