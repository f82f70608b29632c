// The real program against a real node, as a person in a tent uses them: what these tests share.
#ifndef TESTS_CLI_PROCESS_PROCESS_H_
#define TESTS_CLI_PROCESS_PROCESS_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/types.h>

#include <cstdio>
#include <string>

#include "tests/cli/temp_folder.h"

namespace waystation {

// A node in an exercise folder; SIGKILL is as good as SIGTERM to it.
class Node {
 public:
  explicit Node(std::string data) : data_(std::move(data)) { Start("127.0.0.1:0"); }
  ~Node() { Kill(); }

  const std::string& address() const { return address_; }

  void Kill();
  void Restart() { Start(address_); }

 private:
  void Start(const std::string& listen);

  std::string data_;
  std::string address_;
  FILE* output_ = nullptr;
  pid_t pid_ = 0;
};

struct Said {
  int exit_code = 0;
  // Standard output and standard error, as they came.
  std::string text;
};

class ProcessTest : public testing::Test {
 protected:
  ProcessTest() : node_(folder_ / "data") {}

  // `arguments` as typed in a shell.
  Said Run(const std::string& arguments);
  void MustRun(const std::string& arguments);
  // A hospital, "a-hospital", and an item, "rice".
  void MakeHospital();

  TempFolder folder_;
  Node node_;
};

}  // namespace waystation

#endif  // TESTS_CLI_PROCESS_PROCESS_H_
