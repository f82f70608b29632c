// Commands about the logs of a server.
#include <CLI/CLI.hpp>
#include <memory>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/context.h"
#include "clients/cli/text/text.h"
#include "clients/cli/text/times.h"
#include "clients/cli/text/words.h"
#include "clients/cpp/call_error.h"
#include "waystation/common/v1/log.pb.h"

namespace waystation::cli {
namespace {

// The logs of today's services; one that this server does not have is left out.
constexpr const char* kLogs[] = {"facility/main", "inventory/main", "headquarters/main"};

absl::Status ShowLogs(const std::vector<std::string>& names, Context* context) {
  std::vector<std::string> logs = names;
  if (logs.empty()) logs.assign(std::begin(kLogs), std::end(kLogs));
  Table table({{"log"}, {"revision", Align::kRight}, {"kind"}, {"born"}, {"by"}, {"digest"}});
  for (const std::string& log : logs) {
    common::v1::GetLogRequest request;
    request.set_log(log);
    auto response = context->client().Read<common::v1::GetLogResponse>(request);
    if (!response.ok()) {
      if (names.empty() && absl::IsNotFound(response.status())) continue;
      return response.status();
    }
    context->PrintJson(*response);
    table.Add({response->log(), WithThousands(response->head().revision()),
               PlainWord(response->birth().kind()),
               FormatTime(response->birth_time(), absl::LocalTimeZone()),
               response->birth().program(),
               absl::BytesToHexString(response->head().digest()).substr(0, 16)});
  }
  context->PrintHeading("Logs of " + context->options.server);
  context->Print(table, "none");
  return absl::OkStatus();
}

}  // namespace

void AddServerCommands(CLI::App* app, Context* context) {
  auto names = std::make_shared<std::vector<std::string>>();
  CLI::App* log = app->add_subcommand("log", "The logs, where all truth is kept");
  log->require_subcommand(1);
  CLI::App* show_log = log->add_subcommand("show", "Where each log stands");
  show_log->add_option("log", *names, "Such as inventory/main [all]");
  show_log->footer("Example:\n  waystation log show inventory/main");
  show_log->callback([=] { context->action = [=] { return ShowLogs(*names, context); }; });
}

}  // namespace waystation::cli
