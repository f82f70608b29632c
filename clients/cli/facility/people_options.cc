#include "clients/cli/facility/people_options.h"

#include <CLI/CLI.hpp>

#include "clients/cli/context.h"
#include "clients/cli/text/people_text.h"

namespace waystation::cli {
namespace {

using facility::v1::DailyLoad;

struct LoadOption {
  const char* option;
  const char* help;
  void (DailyLoad::*set)(int64_t value);
};

constexpr LoadOption kLoadOptions[] = {
    {"--outpatients-per-day", "Outpatients planned for an ordinary day",
     &DailyLoad::set_outpatients_per_day},
    {"--operations-per-day", "Operations planned for an ordinary day",
     &DailyLoad::set_operations_per_day},
    {"--staff", "People on duty through an ordinary day", &DailyLoad::set_staff},
    {"--residents", "People who live there and draw from its water", &DailyLoad::set_residents}};

}  // namespace

void AddPeopleOptions(CLI::App* command, PeopleEntry* entry) {
  command->add_option("--alias", entry->aliases,
                      "LANGUAGE=TEXT such as az=Xocalı, or TEXT; repeat it; '' takes all away");
  command->add_option("--people-group", entry->groups,
                      "GROUP=PEOPLE, such as displaced=1200; repeat it; '' takes all away");
  command->add_option("--theatres", entry->theatres, "Operating theatres it is set up for");
  for (const LoadOption& each : kLoadOptions) {
    command->add_option(each.option, entry->load[each.option], each.help);
  }
}

absl::Status FillPeople(const PeopleEntry& entry, const CLI::App* command,
                        facility::v1::Facility* facility, std::vector<std::string>* fields) {
  if (command->count("--alias") > 0) fields->push_back("aliases");
  for (const std::string& text : entry.aliases) {
    if (text.empty()) continue;
    auto alias = ParseAlias(text);
    if (!alias.ok()) return WrongOption("--alias", alias.status());
    *facility->add_aliases() = *std::move(alias);
  }
  if (command->count("--people-group") > 0) fields->push_back("people_groups");
  for (const std::string& text : entry.groups) {
    if (text.empty()) continue;
    auto group = ParsePeopleGroup(text);
    if (!group.ok()) return WrongOption("--people-group", group.status());
    *facility->add_people_groups() = *std::move(group);
  }
  if (command->count("--theatres") > 0) {
    fields->push_back("operating_theatres");
    facility->set_operating_theatres(entry.theatres);
  }
  bool loaded = false;
  for (const LoadOption& each : kLoadOptions) {
    if (command->count(each.option) == 0) continue;
    (facility->mutable_daily_load()->*each.set)(entry.load.at(each.option));
    loaded = true;
  }
  if (loaded) fields->push_back("daily_load");
  return absl::OkStatus();
}

}  // namespace waystation::cli
