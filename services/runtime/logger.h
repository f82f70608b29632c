#ifndef SERVICES_RUNTIME_LOGGER_H_
#define SERVICES_RUNTIME_LOGGER_H_

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <mutex>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace waystation::runtime {

enum class LogLevel { kDebug, kInfo, kWarning, kError };

// One variable of a log line.
struct LogField {
  std::string key;
  std::variant<std::string, int64_t, bool> value;

  LogField(absl::string_view k, absl::string_view v) : key(k), value(std::string(v)) {}
  LogField(absl::string_view k, const std::string& v) : key(k), value(v) {}
  LogField(absl::string_view k, const char* v) : key(k), value(std::string(v)) {}
  LogField(absl::string_view k, int64_t v) : key(k), value(v) {}
  LogField(absl::string_view k, int v) : key(k), value(static_cast<int64_t>(v)) {}
  LogField(absl::string_view k, bool v) : key(k), value(v) {}
};

// Writes one JSON object a line:
//   {"time":"2026-03-01T08:00:00.123456Z","level":"info","event":"write","method":"/...",...}
// `event` is a short fixed name; what varies goes into fields. Never a person's name: principals
// are opaque ids, and requests are named by id, not by content. Thread-safe.
class Logger {
 public:
  using Fields = std::vector<LogField>;
  using Sink = std::function<void(absl::string_view line)>;

  // To standard error. Lines below `level` are dropped.
  explicit Logger(LogLevel level = LogLevel::kInfo);
  // To `sink`, which gets whole lines, newline included, one at a time.
  Logger(LogLevel level, Sink sink);

  void Debug(absl::string_view event, const Fields& fields = {});
  void Info(absl::string_view event, const Fields& fields = {});
  void Warning(absl::string_view event, const Fields& fields = {});
  void Error(absl::string_view event, const Fields& fields = {});

 private:
  void Write(LogLevel level, absl::string_view event, const Fields& fields);

  const LogLevel level_;
  std::mutex mutex_;
  Sink sink_;
};

// "reason" and "message" of a failed status, for a log line.
Logger::Fields StatusFields(const absl::Status& status);

// Bytes as lower-case hex, such as a request id.
std::string HexId(absl::string_view bytes);

}  // namespace waystation::runtime

#endif  // SERVICES_RUNTIME_LOGGER_H_
