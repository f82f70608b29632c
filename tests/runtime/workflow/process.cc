#include "tests/runtime/workflow/process.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <random>
#include <utility>

extern char** environ;

namespace waystation::test {

Process::Process(std::string binary, std::vector<std::string> flags)
    : binary_(std::move(binary)), flags_(std::move(flags)) {}

Process::~Process() {
  if (pid_ != 0) Kill();
}

bool Process::Start() {
  int ends[2];
  if (pipe(ends) != 0) return false;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addclose(&actions, ends[0]);
  posix_spawn_file_actions_addclose(&actions, ends[1]);
  std::vector<char*> arguments = {const_cast<char*>(binary_.c_str())};
  for (const std::string& flag : flags_) arguments.push_back(const_cast<char*>(flag.c_str()));
  arguments.push_back(nullptr);
  const int failed =
      posix_spawn(&pid_, binary_.c_str(), &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  if (failed != 0) pid_ = 0;
  // The one line that it writes there.
  FILE* out = fdopen(ends[0], "r");
  char line[256] = "";
  const bool listens = failed == 0 && fgets(line, sizeof(line), out) != nullptr &&
                       strncmp(line, "listening on ", 13) == 0;
  fclose(out);
  if (!listens && pid_ != 0) Kill();
  return listens;
}

int Process::Wait() {
  int status = 0;
  waitpid(pid_, &status, 0);
  pid_ = 0;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void Process::Kill() {
  kill(pid_, SIGKILL);
  Wait();
}

int Process::Stop() {
  kill(pid_, SIGTERM);
  return Wait();
}

std::string LastingAddress() {
  std::random_device random;
  while (true) {
    const int port = 20000 + static_cast<int>(random() % 12000);
    const int probe = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int taken = bind(probe, reinterpret_cast<sockaddr*>(&address), sizeof(address));
    close(probe);
    if (taken == 0) return "127.0.0.1:" + std::to_string(port);
  }
}

}  // namespace waystation::test
