#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <sstream>

#include "clients/cli/commands.h"
#include "clients/cli/context.h"

namespace waystation::cli {
namespace {

void CheckHelp(const CLI::App* app, const std::string& path) {
  auto subcommands = app->get_subcommands([](const CLI::App*) { return true; });
  for (const CLI::App* command : subcommands) CheckHelp(command, path + " " + command->get_name());
  if (!subcommands.empty()) return;
  EXPECT_THAT(app->get_footer(), testing::HasSubstr("Example:\n  " + path)) << path;
  EXPECT_FALSE(app->get_description().empty()) << path;
}

TEST(HelpTest, EveryCommandHasAnExampleOfItself) {
  Context context;
  CheckHelp(BuildApp(&context).get(), "waystation");
}

// What the examples show is understood.
TEST(HelpTest, ExamplesParse) {
  Context context;
  std::unique_ptr<CLI::App> app = BuildApp(&context);
  std::vector<std::string> examples;
  std::function<void(const CLI::App*)> collect = [&](const CLI::App* command) {
    for (const CLI::App* below : command->get_subcommands([](const CLI::App*) { return true; })) {
      collect(below);
    }
    std::string footer = command->get_footer();
    size_t at = footer.find("Example:\n  waystation ");
    if (at != std::string::npos) examples.push_back(footer.substr(at + 22));
  };
  collect(app.get());
  EXPECT_GT(examples.size(), 35u);
  for (std::string example : examples) {
    for (size_t at; (at = example.find("\\\n")) != std::string::npos;) example.erase(at, 2);
    Context fresh;
    try {
      BuildApp(&fresh)->parse(example, false);
    } catch (const CLI::ParseError& error) {
      ADD_FAILURE() << example << ": " << error.what();
    }
    EXPECT_TRUE(fresh.action) << example;
  }
}

// The ledger's help once listed options that it refused beside its tables.
TEST(HelpTest, RejectsAreOfferedOnlyWhereTheyCanBeUsed) {
  Context context;
  std::unique_ptr<CLI::App> app = BuildApp(&context);
  CLI::App* import = app->get_subcommand("import");
  for (const char* option : {"--rejects", "--remarks"}) {
    EXPECT_EQ(import->get_subcommand("starter")->get_option_no_throw(option), nullptr);
    EXPECT_THAT(import->get_subcommand("ledger")->get_option(option)->get_description(),
                testing::HasSubstr("the tables' go beside them"));
    EXPECT_THAT(import->get_subcommand("movements")->get_option(option)->get_description(),
                testing::HasSubstr("with one file only"));
  }
}

TEST(HelpTest, GlobalOptionsStandAnywhere) {
  Context context;
  BuildApp(&context)->parse("item list --server a:1 --output json", false);
  EXPECT_EQ(context.options.server, "a:1");
  EXPECT_TRUE(context.json());
}

}  // namespace
}  // namespace waystation::cli
