#include "services/runtime/options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>

namespace waystation::runtime {
namespace {

std::variant<Options, int> Parse(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "waystation-node");
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  return ParseOptions(static_cast<int>(argv.size()), argv.data(), {"inventory", "facility"});
}

TEST(OptionsTest, Flags) {
  const auto parsed = Parse({"--data-dir", "d", "--exercise", "--peer", "facility=127.0.0.1:1",
                             "--peer", "meals=localhost:2", "--services", "inventory,facility"});
  ASSERT_TRUE(std::holds_alternative<Options>(parsed));
  const auto& options = std::get<Options>(parsed);
  EXPECT_EQ(options.data_dir, "d");
  EXPECT_TRUE(options.exercise);
  EXPECT_EQ(options.peers.at("meals"), "localhost:2");
  EXPECT_EQ(options.services, (std::vector<std::string>{"inventory", "facility"}));
}

TEST(OptionsTest, AFlagOutranksTheFile) {
  const std::string path = testing::TempDir() + "/waystation-options-test.ini";
  std::ofstream(path) << "data-dir = \"from-file\"\nexercise = true\nlisten = \"127.0.0.1:1\"\n";
  const auto parsed = Parse({"--config", path, "--listen", "127.0.0.1:2"});
  remove(path.c_str());
  ASSERT_TRUE(std::holds_alternative<Options>(parsed));
  const auto& options = std::get<Options>(parsed);
  EXPECT_EQ(options.data_dir, "from-file");
  EXPECT_TRUE(options.exercise);
  EXPECT_EQ(options.listen, "127.0.0.1:2");
}

TEST(OptionsTest, Refusals) {
  const std::vector<std::vector<std::string>> cases = {
      {},
      {"--data-dir", "d", "--unknown"},
      {"--data-dir", "d", "--listen", "0.0.0.0:1"},
      {"--data-dir", "d", "--listen", "nonsense"},
      {"--data-dir", "d", "--metrics-listen", "192.168.1.1:1"},
      {"--data-dir", "d", "--services", "meals"},
      {"--data-dir", "d", "--peer", "facility"},
      {"--data-dir", "d", "--log-level", "loud"},
  };
  for (const auto& arguments : cases) {
    const auto parsed = Parse(arguments);
    ASSERT_TRUE(std::holds_alternative<int>(parsed));
    EXPECT_EQ(std::get<int>(parsed), 2);
  }
}

TEST(OptionsTest, LoopbackOnly) {
  for (const char* good : {"127.0.0.1:1", "127.9.9.9:0", "[::1]:5", "localhost:80"}) {
    EXPECT_TRUE(CheckLoopback("--listen", good).ok()) << good;
  }
  for (const char* bad : {"0.0.0.0:1", "[::]:1", ":1", "127.evil.example:1", "example.org:1"}) {
    const absl::Status status = CheckLoopback("--listen", bad);
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition) << bad;
    EXPECT_THAT(std::string(status.message()), testing::HasSubstr("TLS"));
  }
}

}  // namespace
}  // namespace waystation::runtime
