#include "services/runtime/logger.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "storage/base/errors.h"

namespace waystation::runtime {
namespace {

TEST(LoggerTest, OneJsonObjectALine) {
  std::string lines;
  Logger logger(LogLevel::kInfo, [&lines](absl::string_view line) { lines += std::string(line); });
  logger.Debug("hidden");
  logger.Info("write", {{"request_id", HexId("\x01\xff")},
                        {"revision", 7},
                        {"replayed", false},
                        {"text", "a \"quoted\"\nline"}});
  EXPECT_THAT(lines, testing::StartsWith("{\"time\":\""));
  EXPECT_THAT(lines,
              testing::EndsWith("\"event\":\"write\",\"request_id\":\"01ff\",\"revision\":7,"
                                "\"replayed\":false,\"text\":\"a \\\"quoted\\\"\\u000aline\"}\n"));
}

TEST(LoggerTest, ErrorsByReason) {
  const auto fields = StatusFields(Error(common::v1::ERROR_REASON_OVERLOADED, "full"));
  EXPECT_EQ(std::get<std::string>(fields[0].value), "OVERLOADED");
}

}  // namespace
}  // namespace waystation::runtime
