#include <CLI/CLI.hpp>
#include <iostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/context.h"
#include "clients/cli/text/text.h"
#include "clients/cpp/call_error.h"

namespace waystation::cli {
namespace {

// What still waits is easily forgotten.
void RemindOfOutbox(Context* context) {
  std::vector<std::string> damaged;
  auto entries = context->client().outbox().List(&damaged);
  if (entries.ok() && !entries->empty()) {
    std::cerr << "note: " << entries->size()
              << " of your commands may not have arrived: `waystation outbox list`\n";
  }
}

int Run(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    if (FirstInvalidUtf8(argv[i]).has_value()) {
      std::cerr << "error: argument " << i << ": got \"" << Quotable(argv[i])
                << "\", want UTF-8 text\n";
      return client::kExitUsage;
    }
  }
  Context context;
  std::unique_ptr<CLI::App> app = BuildApp(&context);
  try {
    app->parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    // CLI11 reports by exceptions; they end here.
    return app->exit(error) == 0 ? client::kExitOk : client::kExitUsage;
  }
  if (context.csv() && !app->got_subcommand("report")) {
    std::cerr << "error: --output: got csv, want table or json; csv is for `waystation report`\n";
    return client::kExitUsage;
  }
  absl::Status status = context.Open();
  if (status.ok() && context.action) status = context.action();
  std::cout.flush();
  if (!status.ok()) {
    std::cerr << client::RenderError(status);
    return client::ExitCodeOf(status);
  }
  if (context.client().stale()) {
    std::cerr << "note: the server's copy does not hold your last entries yet\n";
  }
  if (!app->got_subcommand("outbox")) RemindOfOutbox(&context);
  return context.exit_code;
}

}  // namespace
}  // namespace waystation::cli

int main(int argc, char** argv) { return waystation::cli::Run(argc, argv); }
