#include "services/runtime/options/config_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace waystation::runtime {
namespace {

using testing::HasSubstr;

std::string Shown(absl::string_view text) {
  const auto settings = ParseConfig("f", text);
  if (!settings.ok()) return std::string(settings.status().message());
  std::string shown;
  for (const ConfigSetting& setting : *settings) {
    shown += std::to_string(setting.line) + "[" + setting.name + "][" + setting.value + "]";
  }
  return shown;
}

TEST(ConfigFileTest, Grammar) {
  EXPECT_EQ(Shown(""), "");
  EXPECT_EQ(Shown("\n\r\n \t\n# a = b\n;x"), "");
  EXPECT_EQ(Shown("a=b"), "1[a][b]");
  EXPECT_EQ(Shown("a = b\r\n\n\tc = d e \n"), "1[a][b]3[c][d e]");
  EXPECT_EQ(Shown("peer = facility=127.0.0.1:1"), "1[peer][facility=127.0.0.1:1]");
  EXPECT_EQ(Shown("a = ' b '"), "1[a][ b ]");
  EXPECT_EQ(Shown("a = \"it's # here\""), "1[a][it's # here]");
  EXPECT_EQ(Shown("a = b # c"), "1[a][b # c]");
  EXPECT_EQ(Shown("a = 1\na = 2"), "1[a][1]2[a][2]");
}

TEST(ConfigFileTest, WhatIsNoSettingIsNamedWithItsLine) {
  EXPECT_EQ(Shown("\nexercise"), "f:2: setting: got \"exercise\", want name = value");
  EXPECT_THAT(Shown("[section]"), HasSubstr("f:1: setting: got \"[section]\""));
  EXPECT_THAT(Shown("= b"), HasSubstr("f:1: setting: got \"= b\""));
  for (const char* empty : {"a =", "a = ''", "a = \"", "a = \"b", "a = \"b'"}) {
    EXPECT_THAT(Shown(empty), HasSubstr("f:1: a: got")) << empty;
    EXPECT_THAT(Shown(empty), HasSubstr("want a value")) << empty;
  }
}

TEST(ConfigFileTest, ControlCharactersAreRefusedAndShownHarmless) {
  EXPECT_EQ(Shown(absl::string_view("a = b\0c", 7)),
            "f:1: text: got \"a = b\\000c\", want no control characters");
  EXPECT_THAT(Shown("a = \x1b[31m"), HasSubstr("\\033[31m"));
  EXPECT_THAT(Shown("a = b\rc = d"), HasSubstr("no control characters"));
}

TEST(ConfigFileTest, ALongLineIsCutInTheMessage) {
  const std::string fault = Shown(std::string(5000, 'x'));
  EXPECT_LT(fault.size(), 300u);
  EXPECT_THAT(fault, HasSubstr("and 4900 more bytes"));
}

TEST(ConfigFileTest, OnlyARegularFileOfModestSizeIsRead) {
  const std::string folder = testing::TempDir() + "/waystation-config-test";
  std::filesystem::create_directories(folder);
  const std::string file = folder + "/node.conf";
  EXPECT_EQ(ReadConfigFile(file).status().code(), absl::StatusCode::kNotFound);
  std::ofstream(file) << "a = b\n";
  EXPECT_EQ(ReadConfigFile(file).value(), "a = b\n");
  std::ofstream(file) << std::string(kMaxConfigBytes, '#');
  EXPECT_EQ(ReadConfigFile(file).value().size(), kMaxConfigBytes);
  std::ofstream(file) << std::string(kMaxConfigBytes + 1, '#');
  EXPECT_THAT(std::string(ReadConfigFile(file).status().message()), HasSubstr("65536 bytes"));
  EXPECT_THAT(std::string(ReadConfigFile(folder).status().message()), HasSubstr("regular file"));
  EXPECT_THAT(std::string(ReadConfigFile("/dev/zero").status().message()),
              HasSubstr("regular file"));
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace waystation::runtime
