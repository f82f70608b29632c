// What a person asks of headquarters, as the options of its commands say it.
#ifndef CLIENTS_CLI_SUPPLY_SUPPLY_QUESTION_H_
#define CLIENTS_CLI_SUPPLY_SUPPLY_QUESTION_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clients/cli/context.h"
#include "clients/cli/text/words.h"

namespace waystation::cli {

struct SupplyQuestion {
  std::string at;
  std::string item;
  std::vector<std::string> kinds;
  std::vector<std::string> categories;
  std::vector<std::string> classes;
  std::vector<std::string> states;
  std::vector<std::string> endings;
  bool unknown = false;
  std::string sort = "run-out";
  int limit = 50;
  int count = 0;
};

// Reads each word into the repeated enum field by `add`.
template <typename Enum, typename Add>
absl::Status AddWords(const std::vector<std::string>& words, absl::string_view option, Add add) {
  for (const std::string& word : words) {
    absl::StatusOr<Enum> value = ParseWord<Enum>(word);
    if (!value.ok()) return WrongOption(option, value.status());
    add(*value);
  }
  return absl::OkStatus();
}

// What to say of an empty answer; `unfiltered` where all was asked for.
std::string WhenEmpty(const SupplyQuestion& question, absl::string_view unfiltered);

// Each facility in one line.
absl::Status ShowOverview(const SupplyQuestion& question, Context* context);

// What ends first.
absl::Status ShowFirst(const SupplyQuestion& question, Context* context);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_SUPPLY_SUPPLY_QUESTION_H_
