#include "services/runtime/options/options.h"

#include <arpa/inet.h>

#include <algorithm>
#include <cstdio>
#include <sstream>
#include <utility>

#include "CLI/CLI.hpp"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/runtime/limits.h"
#include "services/runtime/options/config_file.h"
#include "services/runtime/version.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"

namespace waystation::runtime {
namespace {

constexpr int kWrongOption = 2;

// Of a --peer: what services are called.
bool IsServiceName(absl::string_view name) {
  return !name.empty() && name.size() <= 63 &&
         std::all_of(name.begin(), name.end(), [](char c) { return absl::ascii_islower(c); });
}

absl::Status Fault(absl::string_view where, absl::string_view got, absl::string_view want) {
  return absl::InvalidArgumentError(absl::StrCat(
      where, ": got \"", absl::Utf8SafeCEscape(CutText(got, kMaxQuotedBytes)), "\", want ", want));
}

// One option as flag and, when `once` is false, as setting of the file.
struct Rule {
  enum class Form { kValue, kList, kSwitch };
  std::string name;
  std::string help;
  Form form = Form::kValue;
  // Takes one value into the options. `where` says whence it came: "--listen", "node.conf:3:
  // listen".
  std::function<absl::Status(absl::string_view where, const std::string& value, Options& options)>
      take;
  bool once = false;
  CLI::Option* flag = nullptr;
};

absl::Status TakeSwitch(absl::string_view where, const std::string& value, bool& target) {
  if (value != "true" && value != "false") return Fault(where, value, "true or false");
  target = value == "true";
  return absl::OkStatus();
}

absl::Status TakeServices(absl::string_view where, const std::string& value,
                          const std::vector<std::string>& known, Options& options) {
  for (absl::string_view part : absl::StrSplit(value, ',')) {
    std::string service(absl::StripAsciiWhitespace(part));
    if (std::find(known.begin(), known.end(), service) == known.end()) {
      return Fault(where, service, absl::StrCat("one of ", absl::StrJoin(known, ", ")));
    }
    options.services.push_back(std::move(service));
  }
  return absl::OkStatus();
}

absl::Status TakePeer(absl::string_view where, const std::string& value, Options& options) {
  const std::pair<std::string, std::string> parts = absl::StrSplit(value, absl::MaxSplits('=', 1));
  if (!IsServiceName(parts.first) || parts.second.empty()) {
    return Fault(where, value, "name=host:port");
  }
  RETURN_IF_ERROR(CheckLoopback(where, parts.second));
  if (!options.peers.insert(parts).second) return Fault(where, value, "one address a peer");
  return absl::OkStatus();
}

absl::Status TakeLevel(absl::string_view where, const std::string& value, Options& options) {
  static const std::map<std::string, LogLevel> levels = {{"debug", LogLevel::kDebug},
                                                         {"info", LogLevel::kInfo},
                                                         {"warning", LogLevel::kWarning},
                                                         {"error", LogLevel::kError}};
  const auto found = levels.find(absl::AsciiStrToLower(value));
  if (found == levels.end()) return Fault(where, value, "debug, info, warning or error");
  options.log_level = found->second;
  return absl::OkStatus();
}

absl::Status TakeFolder(absl::string_view where, const std::string& value, std::string& target) {
  if (value.empty()) return Fault(where, value, "a folder");
  target = value;
  return absl::OkStatus();
}

// Every option there is.
std::vector<Rule> Rules(const std::vector<std::string>& known) {
  using Where = absl::string_view;
  using Text = std::string;
  using Form = Rule::Form;
  std::vector<Rule> rules;
  rules.push_back({"data-dir", "Folder that holds one folder a service", Form::kValue,
                   [](Where where, const Text& value, Options& options) {
                     return TakeFolder(where, value, options.data_dir);
                   }});
  rules.push_back({"listen",
                   "host:port on loopback, 127.0.0.1:50051 unless said; port 0 takes a free one",
                   Form::kValue, [](Where where, const Text& value, Options& options) {
                     options.listen = value;
                     return CheckLoopback(where, value);
                   }});
  rules.push_back({"metrics-listen", "host:port on loopback for a Prometheus page; off when absent",
                   Form::kValue, [](Where where, const Text& value, Options& options) {
                     options.metrics_listen = value;
                     return CheckLoopback(where, value);
                   }});
  rules.push_back({"exercise", "The data is an exercise, and the clock can be set", Form::kSwitch,
                   [](Where where, const Text& value, Options& options) {
                     return TakeSwitch(where, value, options.exercise);
                   }});
  rules.push_back({"services", "Services to run, such as inventory,facility", Form::kList,
                   [known](Where where, const Text& value, Options& options) {
                     return TakeServices(where, value, known, options);
                   }});
  rules.push_back(
      {"peer", "Where another service is: name=host:port; repeatable", Form::kList, TakePeer});
  rules.push_back({"log-level", "debug, info, warning or error", Form::kValue, TakeLevel});
  rules.push_back({"verify", "Compare all rows with the logs, report, exit", Form::kSwitch,
                   [](Where where, const Text& value, Options& options) {
                     return TakeSwitch(where, value, options.verify);
                   },
                   /*once=*/true});
  rules.push_back({"restore", "Restore this backup into the empty --data-dir, check it, exit",
                   Form::kValue,
                   [](Where where, const Text& value, Options& options) {
                     return TakeFolder(where, value, options.restore);
                   },
                   /*once=*/true});
  return rules;
}

// The file's settings. What a flag says too is checked and left.
absl::Status TakeFile(const std::vector<Rule>& rules, const std::string& file,
                      const std::string& text, Options& options) {
  ASSIGN_OR_RETURN(const std::vector<ConfigSetting> settings, ParseConfig(file, text));
  Options outranked;
  std::map<std::string, int> lines;
  for (const ConfigSetting& setting : settings) {
    const auto rule = std::find_if(rules.begin(), rules.end(), [&setting](const Rule& one) {
      return one.name == setting.name && !one.once;
    });
    if (rule == rules.end()) {
      std::vector<std::string> names;
      for (const Rule& one : rules) {
        if (!one.once) names.push_back(one.name);
      }
      return ConfigFault(file, setting.line, "name", setting.name,
                         absl::StrCat("one of ", absl::StrJoin(names, ", ")));
    }
    const auto [first, is_first] = lines.emplace(setting.name, setting.line);
    if (!is_first && rule->form != Rule::Form::kList) {
      return ConfigFault(file, setting.line, setting.name, setting.value,
                         absl::StrCat("it once: line ", first->second, " has it"));
    }
    const std::string where = absl::StrCat(file, ":", setting.line, ": ", setting.name);
    RETURN_IF_ERROR(
        rule->take(where, setting.value, rule->flag->count() > 0 ? outranked : options));
  }
  return absl::OkStatus();
}

absl::Status TakeFlags(const std::vector<Rule>& rules, Options& options) {
  for (const Rule& rule : rules) {
    for (const std::string& value : rule.flag->results()) {
      RETURN_IF_ERROR(rule.take(absl::StrCat("--", rule.name), value, options));
    }
  }
  if (options.data_dir.empty()) {
    return absl::InvalidArgumentError("--data-dir: got nothing, want a folder");
  }
  if (options.verify && !options.restore.empty()) {
    return absl::InvalidArgumentError(
        "--restore: got --verify too, want one of them: what is restored is verified anyway");
  }
  return absl::OkStatus();
}

Ending Wrong(const absl::Status& status) {
  Ending ending;
  ending.code = kWrongOption;
  ending.error = absl::StrCat(status.message(), "\n");
  return ending;
}

}  // namespace

absl::Status CheckLoopback(absl::string_view flag, absl::string_view address) {
  const size_t colon = address.rfind(':');
  const absl::string_view digits =
      colon == absl::string_view::npos ? "" : address.substr(colon + 1);
  int port = 0;
  if (digits.empty() || digits.size() > 5 ||
      !std::all_of(digits.begin(), digits.end(), [](char c) { return absl::ascii_isdigit(c); }) ||
      !absl::SimpleAtoi(digits, &port) || port > 65535) {
    return Fault(flag, address, "host:port");
  }
  const std::string host(address.substr(0, colon));
  in_addr ipv4 = {};
  const bool loopback =
      host == "localhost" || host == "[::1]" ||
      (host.find('\0') == std::string::npos && inet_pton(AF_INET, host.c_str(), &ipv4) == 1 &&
       ntohl(ipv4.s_addr) >> 24 == 127);
  if (loopback) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      flag, ": ", absl::Utf8SafeCEscape(CutText(address, kMaxQuotedBytes)),
      " is beyond this machine. Waystation speaks without TLS and accounts, so it listens and"
      " connects on loopback only: use 127.0.0.1:port, [::1]:port or localhost:port."));
}

std::variant<Options, Ending> ReadOptions(const std::string& program,
                                          const std::vector<std::string>& arguments,
                                          const std::vector<std::string>& known_services,
                                          const ConfigSource& config) {
  CLI::App app("Waystation server: " + absl::StrJoin(known_services, ", ") + ".", program);
  app.set_version_flag("--version", kProgram);
  std::vector<Rule> rules = Rules(known_services);
  for (Rule& rule : rules) {
    const std::string flag = "--" + rule.name;
    // Const, since the library takes a text that can be changed for the variable to set.
    const std::string& help = rule.help;
    rule.flag = rule.form == Rule::Form::kSwitch ? app.add_flag(flag, help)
                                                 : app.add_option(flag, help)->type_name("TEXT");
    if (rule.form == Rule::Form::kList) rule.flag->take_all();
  }
  CLI::Option* file =
      app.add_option("--config", "Read options from this file: name = value, one a line");
  app.footer("Example:\n  " + program + " --data-dir data --exercise --listen 127.0.0.1:50051");
  Ending ending;
  // The library reports what is wrong, and --help, by throwing.
  try {
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::Error& error) {
    std::ostringstream out, err;
    ending.code = app.exit(error, out, err) == 0 ? 0 : kWrongOption;
    ending.text = out.str();
    ending.error = err.str();
    return ending;
  }
  Options options;
  if (file->count() > 0) {
    const std::string path = file->results()[0];
    const absl::StatusOr<std::string> text = config(path);
    if (!text.ok()) return Wrong(text.status());
    if (absl::Status status = TakeFile(rules, path, *text, options); !status.ok()) {
      return Wrong(status);
    }
  }
  if (absl::Status status = TakeFlags(rules, options); !status.ok()) return Wrong(status);
  return options;
}

std::variant<Options, int> ParseOptions(int argc, char** argv,
                                        const std::vector<std::string>& known_services) {
  const std::string program = argc > 0 ? argv[0] : "waystation-node";
  const std::vector<std::string> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
  std::variant<Options, Ending> read =
      ReadOptions(program, arguments, known_services, ReadConfigFile);
  if (const Ending* ending = std::get_if<Ending>(&read)) {
    fputs(ending->text.c_str(), stdout);
    fputs(ending->error.c_str(), stderr);
    return ending->code;
  }
  return std::get<Options>(std::move(read));
}

}  // namespace waystation::runtime
