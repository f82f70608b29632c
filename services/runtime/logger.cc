#include "services/runtime/logger.h"

#include <unistd.h>

#include <cstdio>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "storage/base/errors.h"

namespace waystation::runtime {
namespace {

void AppendJsonString(std::string& out, absl::string_view text) {
  out.push_back('"');
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else if (byte < 0x20 || byte == 0x7f) {
      absl::StrAppendFormat(&out, "\\u%04x", byte);
    } else {
      out.push_back(c);
    }
  }
  out.push_back('"');
}

const char* LevelName(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return "debug";
    case LogLevel::kInfo:
      return "info";
    case LogLevel::kWarning:
      return "warning";
    case LogLevel::kError:
      break;
  }
  return "error";
}

}  // namespace

Logger::Logger(LogLevel level)
    : Logger(level, [](absl::string_view line) { fwrite(line.data(), 1, line.size(), stderr); }) {}

Logger::Logger(LogLevel level, Sink sink) : level_(level), sink_(std::move(sink)) {}

void Logger::Debug(absl::string_view event, const Fields& fields) {
  Write(LogLevel::kDebug, event, fields);
}
void Logger::Info(absl::string_view event, const Fields& fields) {
  Write(LogLevel::kInfo, event, fields);
}
void Logger::Warning(absl::string_view event, const Fields& fields) {
  Write(LogLevel::kWarning, event, fields);
}
void Logger::Error(absl::string_view event, const Fields& fields) {
  Write(LogLevel::kError, event, fields);
}

void Logger::Write(LogLevel level, absl::string_view event, const Fields& fields) {
  if (level < level_) return;
  std::string line = absl::StrCat(
      "{\"time\":\"", absl::FormatTime("%Y-%m-%dT%H:%M:%E6SZ", absl::Now(), absl::UTCTimeZone()),
      "\",\"level\":\"", LevelName(level), "\",\"event\":");
  AppendJsonString(line, event);
  for (const LogField& field : fields) {
    line.push_back(',');
    AppendJsonString(line, field.key);
    line.push_back(':');
    if (const auto* text = std::get_if<std::string>(&field.value)) {
      AppendJsonString(line, *text);
    } else if (const auto* number = std::get_if<int64_t>(&field.value)) {
      absl::StrAppend(&line, *number);
    } else {
      line += std::get<bool>(field.value) ? "true" : "false";
    }
  }
  line += "}\n";
  std::lock_guard<std::mutex> lock(mutex_);
  sink_(line);
}

Logger::Fields StatusFields(const absl::Status& status) {
  const Reason reason = ReasonOf(status);
  const std::string name = reason == common::v1::ERROR_REASON_UNSPECIFIED
                               ? absl::StatusCodeToString(status.code())
                               : ReasonName(reason);
  return {{"reason", name}, {"message", std::string(status.message())}};
}

std::string HexId(absl::string_view bytes) { return absl::BytesToHexString(bytes); }

}  // namespace waystation::runtime
