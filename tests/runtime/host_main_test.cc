// HostMain as a process: forked before this program has any thread.
#include "services/runtime/host_main.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/runtime/note_service.h"

namespace waystation::test {
namespace {

using testing::HasSubstr;

// Two services of one kind can not both have their handler in one server.
class WithoutHandler : public runtime::Service {
 public:
  explicit WithoutHandler(std::unique_ptr<runtime::Service> service)
      : service_(std::move(service)) {}
  std::string name() const override { return service_->name(); }
  std::vector<grpc::Service*> grpc_services() override { return {}; }
  runtime::StoreHost& store_host() override { return service_->store_host(); }
  absl::Status Start() override { return service_->Start(); }
  void Drain() override { service_->Drain(); }
  absl::Status Close() override { return service_->Close(); }

 private:
  std::unique_ptr<runtime::Service> service_;
};

absl::StatusOr<std::unique_ptr<runtime::Service>> MakeCopy(const runtime::ServiceEnvironment& env) {
  auto service = MakeNoteService(env, "copy", "source");
  if (!service.ok()) return service.status();
  return std::unique_ptr<runtime::Service>(new WithoutHandler(*std::move(service)));
}

// A child that runs HostMain over two note services; its standard output and error come back.
class Child {
 public:
  explicit Child(const std::vector<std::string>& arguments) {
    int ends[2];
    if (pipe(ends) != 0) abort();
    pid_ = fork();
    if (pid_ == 0) {
      dup2(ends[1], STDOUT_FILENO);
      dup2(ends[1], STDERR_FILENO);
      close(ends[0]);
      std::vector<std::string> all = {"waystation-note"};
      all.insert(all.end(), arguments.begin(), arguments.end());
      std::vector<char*> argv;
      for (std::string& argument : all) argv.push_back(argument.data());
      const auto source = [](const runtime::ServiceEnvironment& env) {
        return MakeNoteService(env, "source", "");
      };
      const int code = runtime::HostMain(static_cast<int>(argv.size()), argv.data(),
                                         {{"source", source}, {"copy", MakeCopy}});
      fflush(stdout);
      _exit(code);
    }
    close(ends[1]);
    output_end_ = ends[0];
  }

  ~Child() {
    if (pid_ > 0) {
      kill(pid_, SIGKILL);
      waitpid(pid_, nullptr, 0);
    }
    close(output_end_);
  }

  // Reads until `text` shows or the child ends.
  bool WaitFor(const std::string& text) {
    while (!absl::StrContains(output_, text)) {
      char buffer[512];
      const ssize_t got = read(output_end_, buffer, sizeof(buffer));
      if (got <= 0) return false;
      output_.append(buffer, got);
    }
    return true;
  }

  void Signal(int signal) { kill(pid_, signal); }

  int Exit() {
    WaitFor("\x01 never");
    int status = 0;
    waitpid(pid_, &status, 0);
    pid_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }

  const std::string& output() const { return output_; }

 private:
  pid_t pid_ = 0;
  int output_end_ = -1;
  std::string output_;
};

std::vector<std::string> Arguments(const TempFolder& folder, std::vector<std::string> more = {}) {
  std::vector<std::string> arguments = {"--data-dir", folder.path(), "--listen", "127.0.0.1:0"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

TEST(HostMainTest, StartsStopsInOrderAndVerifies) {
  TempFolder folder;
  for (const int signal : {SIGTERM, SIGINT}) {
    Child child(Arguments(folder, {"--exercise"}));
    ASSERT_TRUE(child.WaitFor("listening on 127.0.0.1:")) << child.output();
    ASSERT_TRUE(child.WaitFor("\"event\":\"source_reached\"")) << child.output();
    child.Signal(signal);
    EXPECT_EQ(child.Exit(), 0) << child.output();
  }
  Child verify(Arguments(folder, {"--exercise", "--verify"}));
  EXPECT_EQ(verify.Exit(), 0) << verify.output();
  EXPECT_THAT(verify.output(), HasSubstr("source: "));
  EXPECT_THAT(verify.output(), HasSubstr("copy: "));
}

TEST(HostMainTest, ASecondProcessNamesTheHolder) {
  TempFolder folder;
  Child first(Arguments(folder));
  ASSERT_TRUE(first.WaitFor("listening on")) << first.output();
  Child second(Arguments(folder));
  EXPECT_EQ(second.Exit(), 1);
  EXPECT_THAT(second.output(), HasSubstr("holder"));
  EXPECT_THAT(second.output(), HasSubstr(folder.path()));
}

TEST(HostMainTest, AFolderOfTheOtherKindIsRefused) {
  TempFolder folder;
  {
    Child child(Arguments(folder, {"--exercise"}));
    ASSERT_TRUE(child.WaitFor("listening on")) << child.output();
    child.Signal(SIGTERM);
    EXPECT_EQ(child.Exit(), 0);
  }
  Child child(Arguments(folder));
  EXPECT_EQ(child.Exit(), 1);
  EXPECT_THAT(child.output(), HasSubstr("wanted"));
}

TEST(HostMainTest, RefusesToListenBeyondLoopback) {
  TempFolder folder;
  Child child({"--data-dir", folder.path(), "--listen", "0.0.0.0:7600"});
  EXPECT_EQ(child.Exit(), 2);
  EXPECT_THAT(child.output(), HasSubstr("TLS"));
}

TEST(HostMainTest, RunsTheServicesAskedFor) {
  TempFolder folder;
  Child child(Arguments(folder, {"--services", "source"}));
  ASSERT_TRUE(child.WaitFor("listening on")) << child.output();
  child.Signal(SIGTERM);
  EXPECT_EQ(child.Exit(), 0);
  EXPECT_EQ(access((folder.path() + "/source").c_str(), F_OK), 0);
  EXPECT_NE(access((folder.path() + "/copy").c_str(), F_OK), 0);
}

TEST(HostMainTest, ServesMetricsWhenAsked) {
  TempFolder folder;
  Child child(Arguments(folder, {"--metrics-listen", "127.0.0.1:0"}));
  ASSERT_TRUE(child.WaitFor("listening on")) << child.output();
  child.Signal(SIGTERM);
  EXPECT_EQ(child.Exit(), 0) << child.output();
}

}  // namespace
}  // namespace waystation::test
