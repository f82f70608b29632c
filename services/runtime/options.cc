#include "services/runtime/options.h"

#include <algorithm>

#include "CLI/CLI.hpp"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/runtime/version.h"
#include "storage/base/status_macros.h"

namespace waystation::runtime {
namespace {

struct Address {
  std::string host;
  int port = 0;
};

absl::StatusOr<Address> SplitAddress(absl::string_view flag, absl::string_view address) {
  const size_t colon = address.rfind(':');
  Address result;
  const bool ok = colon != absl::string_view::npos &&
                  absl::SimpleAtoi(address.substr(colon + 1), &result.port) && result.port >= 0 &&
                  result.port <= 65535;
  if (!ok) {
    return absl::InvalidArgumentError(
        absl::StrCat(flag, ": got \"", address, "\", want host:port"));
  }
  result.host = std::string(address.substr(0, colon));
  return result;
}

// What is wrong with options that are well-formed one by one.
absl::Status Check(const Options& options, const std::vector<std::string>& known,
                   const std::vector<std::string>& raw_peers,
                   std::map<std::string, std::string>& peers) {
  for (const std::string& service : options.services) {
    if (std::find(known.begin(), known.end(), service) == known.end()) {
      return absl::InvalidArgumentError(
          absl::StrCat("--services: got \"", service, "\", want of ", absl::StrJoin(known, ", ")));
    }
  }
  RETURN_IF_ERROR(CheckLoopback("--listen", options.listen));
  if (!options.metrics_listen.empty()) {
    RETURN_IF_ERROR(CheckLoopback("--metrics-listen", options.metrics_listen));
  }
  for (const std::string& peer : raw_peers) {
    const std::pair<std::string, std::string> parts = absl::StrSplit(peer, absl::MaxSplits('=', 1));
    if (parts.first.empty() || parts.second.empty()) {
      return absl::InvalidArgumentError(
          absl::StrCat("--peer: got \"", peer, "\", want name=host:port"));
    }
    RETURN_IF_ERROR(CheckLoopback("--peer", parts.second));
    peers[parts.first] = parts.second;
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckLoopback(absl::string_view flag, absl::string_view address) {
  ASSIGN_OR_RETURN(const Address split, SplitAddress(flag, address));
  const bool loopback = split.host == "localhost" || split.host == "[::1]" ||
                        (absl::StartsWith(split.host, "127.") &&
                         split.host.find_first_not_of("0123456789.") == std::string::npos);
  if (loopback) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      flag, ": ", address,
      " is beyond this machine. Waystation speaks without TLS and accounts, so it listens and"
      " connects on loopback only: use 127.0.0.1:port, [::1]:port or localhost:port."));
}

std::variant<Options, int> ParseOptions(int argc, char** argv,
                                        const std::vector<std::string>& known_services) {
  Options options;
  std::vector<std::string> peers;
  CLI::App app("Waystation server: " + absl::StrJoin(known_services, ", ") + ".");
  app.set_version_flag("--version", kProgram);
  app.set_config("--config", "", "Read options from this file: name = value, one a line");
  app.allow_config_extras(CLI::config_extras_mode::error);
  app.add_option("--data-dir", options.data_dir, "Folder that holds one folder a service")
      ->required();
  app.add_option("--listen", options.listen, "host:port on loopback; port 0 takes a free one")
      ->capture_default_str();
  app.add_option("--metrics-listen", options.metrics_listen,
                 "host:port on loopback for a Prometheus page; off when absent");
  app.add_flag("--exercise", options.exercise, "The data is an exercise, and the clock can be set");
  app.add_flag("--verify", options.verify, "Compare all rows with the logs, report, exit");
  app.add_option("--services", options.services, "Services to run, such as inventory,facility")
      ->delimiter(',');
  app.add_option("--peer", peers, "Where another service is: name=host:port; repeatable")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  const std::map<std::string, LogLevel> levels = {{"debug", LogLevel::kDebug},
                                                  {"info", LogLevel::kInfo},
                                                  {"warning", LogLevel::kWarning},
                                                  {"error", LogLevel::kError}};
  app.add_option("--log-level", options.log_level, "debug, info, warning or error")
      ->transform(CLI::CheckedTransformer(levels, CLI::ignore_case));
  app.footer("Example:\n  " + std::string(argc > 0 ? argv[0] : "waystation-node") +
             " --data-dir data --exercise --listen 127.0.0.1:50051");
  // The library reports what is wrong, and --help, by throwing.
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  if (absl::Status status = Check(options, known_services, peers, options.peers); !status.ok()) {
    const std::string message(status.message());
    fprintf(stderr, "%s\n", message.c_str());
    return 2;
  }
  return options;
}

}  // namespace waystation::runtime
