// Commands about a server itself: its clock and its logs.
#include <CLI/CLI.hpp>
#include <memory>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/context.h"
#include "clients/cli/text.h"
#include "clients/cli/times.h"
#include "clients/cli/words.h"
#include "clients/cpp/call_error.h"
#include "waystation/common/v1/clock.pb.h"
#include "waystation/common/v1/log.pb.h"

namespace waystation::cli {
namespace {

// The logs of today's services; one that this server does not have is left out.
constexpr const char* kLogs[] = {"facility/main", "inventory/main", "headquarters/main"};

absl::Status ShowClock(Context* context) {
  auto response =
      context->client().Read<common::v1::GetClockResponse>(common::v1::GetClockRequest());
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  absl::Duration offset = FromProto(response->offset());
  context->PrintHeading(absl::StrCat(
      "server time ",
      absl::FormatTime("%Y-%m-%d %H:%M:%S %Z", FromProto(response->server_time()),
                       absl::LocalTimeZone()),
      offset == absl::ZeroDuration()
          ? ""
          : absl::StrCat(", set ", absl::FormatDuration(offset), " from the machine's")));
  return absl::OkStatus();
}

absl::Status SetClock(const std::string& text, bool frozen, Context* context) {
  absl::StatusOr<absl::Time> time = ParseTime(text, context->Now(), absl::LocalTimeZone());
  if (!time.ok()) return WrongOption("TIME", time.status());
  common::v1::SetClockRequest request;
  *request.mutable_server_time() = ToProto(*time);
  request.set_frozen(frozen);
  auto response = context->client().Read<common::v1::SetClockResponse>(request);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  context->PrintHeading(absl::StrCat("server time is now ",
                                     FormatTime(response->server_time(), absl::LocalTimeZone()),
                                     frozen ? " and stands still" : ""));
  return absl::OkStatus();
}

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
  CLI::App* clock = app->add_subcommand("clock", "The clock by which the server decides");
  clock->require_subcommand(1);
  CLI::App* show = clock->add_subcommand("show", "What time it is there");
  show->footer("Example:\n  waystation clock show");
  show->callback([=] { context->action = [=] { return ShowClock(context); }; });

  auto text = std::make_shared<std::string>();
  auto frozen = std::make_shared<bool>(false);
  CLI::App* set = clock->add_subcommand("set", "Set the clock of an exercise");
  set->add_option("time", *text,
                  "\"2027-06-30 14:00\" or with an offset, 2027-06-30T14:00:00+04:00")
      ->required();
  set->add_flag("--frozen", *frozen, "It stands still until set again");
  set->footer("Example:\n  waystation clock set \"2027-06-30 22:00\"");
  set->callback([=] { context->action = [=] { return SetClock(*text, *frozen, context); }; });

  auto names = std::make_shared<std::vector<std::string>>();
  CLI::App* log = app->add_subcommand("log", "The logs, where all truth is kept");
  log->require_subcommand(1);
  CLI::App* show_log = log->add_subcommand("show", "Where each log stands");
  show_log->add_option("log", *names, "Such as inventory/main [all]");
  show_log->footer("Example:\n  waystation log show inventory/main");
  show_log->callback([=] { context->action = [=] { return ShowLogs(*names, context); }; });
}

}  // namespace waystation::cli
