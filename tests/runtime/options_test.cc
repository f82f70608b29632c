#include "services/runtime/options/options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>

namespace waystation::runtime {
namespace {

using testing::HasSubstr;

std::variant<Options, Ending> Read(const std::vector<std::string>& arguments,
                                   const std::string& config = "") {
  return ReadOptions("waystation-node", arguments, {"inventory", "facility"},
                     [&config](const std::string&) { return config; });
}

// With "--data-dir d --config f" and `config` in that file.
std::variant<Options, Ending> ReadFile(const std::string& config,
                                       std::vector<std::string> more = {}) {
  more.insert(more.begin(), {"--data-dir", "d", "--config", "f"});
  return Read(more, config);
}

std::string FileFault(const std::string& config) {
  const auto read = ReadFile(config);
  const Ending* ending = std::get_if<Ending>(&read);
  if (ending == nullptr) return "no fault";
  EXPECT_EQ(ending->code, 2);
  EXPECT_EQ(ending->text, "");
  return ending->error;
}

TEST(OptionsTest, Flags) {
  const auto read = Read({"--data-dir", "d", "--exercise", "--peer", "facility=127.0.0.1:1",
                          "--peer", "meals=localhost:2", "--services", "inventory,facility",
                          "--log-level", "Warning", "--metrics-listen=127.0.0.1:3"});
  ASSERT_TRUE(std::holds_alternative<Options>(read)) << std::get<Ending>(read).error;
  const auto& options = std::get<Options>(read);
  EXPECT_EQ(options.data_dir, "d");
  EXPECT_TRUE(options.exercise);
  EXPECT_FALSE(options.verify);
  EXPECT_EQ(options.listen, "127.0.0.1:50051");
  EXPECT_EQ(options.metrics_listen, "127.0.0.1:3");
  EXPECT_EQ(options.peers.at("meals"), "localhost:2");
  EXPECT_EQ(options.services, (std::vector<std::string>{"inventory", "facility"}));
  EXPECT_EQ(options.log_level, LogLevel::kWarning);
}

TEST(OptionsTest, AFlagOutranksTheFile) {
  const std::string path = testing::TempDir() + "/waystation-options-test.conf";
  std::ofstream(path) << "data-dir = \"from-file\"\nexercise = true\nlisten = 127.0.0.1:1\n"
                      << "peer = facility=127.0.0.1:4\nservices = facility\n";
  std::vector<std::string> arguments = {
      "waystation-node",     "--config", path, "--listen", "127.0.0.1:2", "--peer",
      "facility=127.0.0.1:5"};
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  const auto parsed = ParseOptions(static_cast<int>(argv.size()), argv.data(), {"facility"});
  remove(path.c_str());
  ASSERT_TRUE(std::holds_alternative<Options>(parsed));
  const auto& options = std::get<Options>(parsed);
  EXPECT_EQ(options.data_dir, "from-file");
  EXPECT_TRUE(options.exercise);
  EXPECT_EQ(options.listen, "127.0.0.1:2");
  EXPECT_EQ(options.peers.at("facility"), "127.0.0.1:5");
  EXPECT_EQ(options.services, std::vector<std::string>{"facility"});
}

TEST(OptionsTest, HelpAndVersionEndWell) {
  for (const char* flag : {"--help", "--version"}) {
    const auto read = Read({flag});
    ASSERT_TRUE(std::holds_alternative<Ending>(read));
    EXPECT_EQ(std::get<Ending>(read).code, 0);
    EXPECT_NE(std::get<Ending>(read).text, "");
    EXPECT_EQ(std::get<Ending>(read).error, "");
  }
}

TEST(OptionsTest, HelpTellsWhatEachFlagIsFor) {
  const auto read = Read({"--help"});
  ASSERT_TRUE(std::holds_alternative<Ending>(read));
  const std::string& text = std::get<Ending>(read).text;
  for (const char* words : {"Folder that holds one folder a service", "The data is an exercise",
                            "Services to run", "Compare all rows with the logs"}) {
    EXPECT_NE(text.find(words), std::string::npos) << words << " in " << text;
  }
}

TEST(OptionsTest, AWrongFlagIsNamed) {
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases = {
      {{}, "--data-dir: got nothing"},
      {{"--data-dir", ""}, "--data-dir"},
      {{"--data-dir", "d", "--data-dir", "e"}, "--data-dir"},
      {{"--data-dir", "d", "--unknown"}, "--unknown"},
      {{"--data-dir", "d", "--listen", "0.0.0.0:1"}, "--listen: 0.0.0.0:1 is beyond"},
      {{"--data-dir", "d", "--listen", "nonsense"}, "--listen: got \"nonsense\", want host:port"},
      {{"--data-dir", "d", "--metrics-listen", "192.168.1.1:1"}, "--metrics-listen: 192"},
      {{"--data-dir", "d", "--services", "meals"}, "--services: got \"meals\", want one of inv"},
      {{"--data-dir", "d", "--peer", "facility"}, "--peer: got \"facility\", want name="},
      {{"--data-dir", "d", "--peer", "a=127.0.0.1:1", "--peer", "a=127.0.0.1:2"}, "one address"},
      {{"--data-dir", "d", "--log-level", "loud"}, "--log-level: got \"loud\""},
      {{"--data-dir", "d", "--exercise=perhaps"}, "--exercise"},
      {{"--data-dir", "d", "--verify", "--restore", "b"}, "--restore: got --verify"},
  };
  for (const auto& [arguments, want] : cases) {
    const auto read = Read(arguments);
    ASSERT_TRUE(std::holds_alternative<Ending>(read)) << want;
    EXPECT_EQ(std::get<Ending>(read).code, 2);
    EXPECT_THAT(std::get<Ending>(read).error, HasSubstr(want));
  }
}

// The library's own reader passed over what it did not understand: short lines, sections, settings
// of subcommands; and took the last of two.
TEST(OptionsTest, AWrongSettingNamesFileLineNameValueAndWant) {
  EXPECT_THAT(FileFault("\nlisen = 127.0.0.1:1\n"),
              HasSubstr("f:2: name: got \"lisen\", want one of data-dir, listen"));
  EXPECT_THAT(FileFault("listen = 127.0.0.1:99999\n"),
              HasSubstr("f:1: listen: got \"127.0.0.1:99999\", want host:port"));
  EXPECT_THAT(FileFault("listen = 127.0.0.1:1\nlisten = 127.0.0.1:2\n"),
              HasSubstr("f:2: listen: got \"127.0.0.1:2\", want it once: line 1 has it"));
  EXPECT_THAT(FileFault("exercise = yes"), HasSubstr("f:1: exercise: got \"yes\", want true or"));
  EXPECT_THAT(FileFault("x"), HasSubstr("f:1: setting: got \"x\", want name = value"));
  EXPECT_THAT(FileFault("[node]\nlisten = 127.0.0.1:1"), HasSubstr("f:1: setting"));
  EXPECT_THAT(FileFault("services = inventory,,facility"), HasSubstr("f:1: services: got \"\""));
  EXPECT_THAT(FileFault("peer = facility=10.0.0.1:1"), HasSubstr("f:1: peer: 10.0.0.1:1 is bey"));
}

TEST(OptionsTest, WhatIsDoneOnceIsNoSettingOfAFile) {
  for (const char* name : {"verify", "restore", "config", "help", "version"}) {
    EXPECT_THAT(FileFault(std::string(name) + " = true"), HasSubstr("f:1: name: got")) << name;
  }
}

TEST(OptionsTest, AnOutrankedSettingIsStillChecked) {
  const auto read = ReadFile("listen = nonsense", {"--listen", "127.0.0.1:1"});
  ASSERT_TRUE(std::holds_alternative<Ending>(read));
  EXPECT_THAT(std::get<Ending>(read).error, HasSubstr("f:1: listen: got \"nonsense\""));
}

TEST(OptionsTest, LoopbackOnly) {
  for (const char* good : {"127.0.0.1:1", "127.9.9.9:0", "[::1]:5", "localhost:80"}) {
    EXPECT_TRUE(CheckLoopback("--listen", good).ok()) << good;
  }
  for (const char* bad : {"0.0.0.0:1", "[::]:1", ":1", "127.evil.example:1", "example.org:1",
                          "127.1:1", "127.0.0.1.1:1", "127.:1"}) {
    const absl::Status status = CheckLoopback("--listen", bad);
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition) << bad;
    EXPECT_THAT(std::string(status.message()), HasSubstr("TLS"));
  }
  for (const char* none : {"", ":", "localhost", "localhost:", "localhost:+1", "localhost: 1",
                           "localhost:-1", "localhost:65536", "localhost:000001"}) {
    EXPECT_EQ(CheckLoopback("--listen", none).code(), absl::StatusCode::kInvalidArgument) << none;
  }
}

}  // namespace
}  // namespace waystation::runtime
