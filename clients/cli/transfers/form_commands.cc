#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/context.h"
#include "clients/cli/transfers/papers.h"
#include "google/protobuf/struct.pb.h"

namespace waystation::cli {
namespace {

constexpr int kDefaultRows = 18;
constexpr int kMostRows = 500;

struct Wanted {
  int rows = kDefaultRows;
  bool text = false;
};

// Contacts no server.
absl::Status PrintForm(const std::string& kind, const Wanted& wanted, Context* context) {
  const Paper paper = BlankForm(kind, context->options.language, wanted.rows);
  const std::string page = wanted.text ? ToText(paper) : ToHtml(paper);
  google::protobuf::Struct json;
  (*json.mutable_fields())["page"].set_string_value(page);
  context->PrintJson(json);
  context->PrintLine(page);
  return absl::OkStatus();
}

std::string HelpOf(const std::string& kind) {
  if (kind == "waybill") return "A waybill to fill in by hand";
  if (kind == "receipt") return "A record of what came";
  if (kind == "issue") return "A record of what was handed out or used";
  return "A sheet to count stock on";
}

}  // namespace

void AddFormCommands(CLI::App* app, Context* context) {
  CLI::App* noun =
      app->add_subcommand("form", "Blank papers for when there is no power, as pages to print");
  noun->require_subcommand(1);
  for (const std::string& kind : FormKinds()) {
    auto wanted = std::make_shared<Wanted>();
    CLI::App* command = noun->add_subcommand(kind, HelpOf(kind));
    command->add_option("--rows", wanted->rows, "Empty rows")
        ->check(CLI::Range(1, kMostRows))
        ->capture_default_str();
    command->add_flag("--text", wanted->text, "Plain text instead of HTML");
    command->footer(absl::StrCat("Example:\n  waystation form ", kind, " --language az"));
    command->callback([=] { context->action = [=] { return PrintForm(kind, *wanted, context); }; });
  }
}

}  // namespace waystation::cli
