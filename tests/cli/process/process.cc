#include "tests/cli/process/process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace waystation {
namespace {

std::string Binary(const std::string& name) {
  return std::filesystem::read_symlink("/proc/self/exe").parent_path().parent_path().string() +
         "/bin/" + name;
}

}  // namespace

void Node::Kill() {
  if (pid_ <= 0) return;
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
  pid_ = 0;
}

void Node::Start(const std::string& listen) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  pid_ = fork();
  ASSERT_GE(pid_, 0);
  if (pid_ == 0) {
    dup2(ends[1], STDOUT_FILENO);
    int quiet = open((data_ + ".log").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    dup2(quiet, STDERR_FILENO);
    close(ends[0]);
    std::string binary = Binary("waystation-node");
    execl(binary.c_str(), binary.c_str(), "--data-dir", data_.c_str(), "--listen", listen.c_str(),
          "--exercise", nullptr);
    _exit(127);
  }
  close(ends[1]);
  FILE* output = fdopen(ends[0], "r");
  char line[256] = "";
  while (fgets(line, sizeof(line), output) != nullptr) {
    absl::string_view text = absl::StripAsciiWhitespace(line);
    if (absl::ConsumePrefix(&text, "listening on ")) {
      address_ = std::string(text);
      break;
    }
  }
  // Left open: the node may write more.
  output_ = output;
  ASSERT_FALSE(address_.empty()) << "the node did not start; see " << data_ << ".log";
}

Said ProcessTest::Run(const std::string& arguments) {
  std::string command =
      absl::StrCat("WAYSTATION_SERVER=", node_.address(), " TZ=Asia/Baku ", Binary("waystation"),
                   " --profile-dir ", folder_ / "profile", " ", arguments, " 2>&1");
  FILE* output = popen(command.c_str(), "r");
  Said said;
  char buffer[4096];
  while (size_t count = fread(buffer, 1, sizeof(buffer), output)) said.text.append(buffer, count);
  said.exit_code = WEXITSTATUS(pclose(output));
  return said;
}

void ProcessTest::MustRun(const std::string& arguments) {
  Said said = Run(arguments);
  ASSERT_EQ(said.exit_code, 0) << arguments << "\n" << said.text;
}

void ProcessTest::MakeHospital() {
  MustRun(
      "facility create a-hospital --kind field-hospital --name-en 'A hospital' "
      "--name-hy 'Հոսպիտալ' --latitude 39.9 --longitude 46.8 --time-zone Asia/Baku");
  MustRun(
      "item create rice --name-en Rice --name-hy Բրինձ --category cereals --unit gram "
      "--class vital --pack 'sack 25 kg=25000'");
}

}  // namespace waystation
