// What every command of the program works with: the global options, the server, and how it prints.
#ifndef CLIENTS_CLI_CONTEXT_H_
#define CLIENTS_CLI_CONTEXT_H_

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "clients/cli/text/table.h"
#include "clients/cpp/client.h"
#include "google/protobuf/message.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "waystation/common/v1/clock.pb.h"
#include "waystation/common/v1/localized_text.pb.h"
#include "waystation/inventory/v1/catalogue.pb.h"

namespace waystation::cli {

struct GlobalOptions {
  std::string server = "127.0.0.1:50051";
  // "table", "json", or of reports "csv".
  std::string output = "table";
  // Language of names shown: "az", "hy", "ru", "en".
  std::string language = "en";
  // The profile's when empty.
  std::string principal;
  std::string acting_for;
  double timeout_s = 10;
  // The default profile when empty.
  std::string profile_folder;
};

// One run of the program; one thread.
class Context {
 public:
  GlobalOptions options;
  // Set by the subcommand that was given; run once the whole command line is understood.
  std::function<absl::Status()> action;
  // The exit code when the action is ok.
  int exit_code = 0;

  bool json() const { return options.output == "json"; }
  bool csv() const { return options.output == "csv"; }

  // Opens the profile. Contacts no server.
  absl::Status Open();
  // REQUIRES: Open was ok.
  client::Client& client() { return *client_; }

  // The person given, or when empty the profile's.
  std::string OrMe(const std::string& person) {
    return person.empty() ? client_->options().principal : person;
  }

  // The time to record facts by: this machine's, or the server's where an exercise has set its
  // clock, or where the server does not believe its clock and this machine's says the same. A
  // server out of reach does not matter here.
  absl::Time Now();
  // "EXERCISE" when the server's data is one; asked once a run.
  bool exercise();
  // The next heading asks the server for its clock again.
  void AskClockAgain() { asked_server_ = false; }
  // What an answer told of the server's clock; asks again when it is not what was known.
  void HearClock(common::v1::ClockState state);

  // A heading, stamped when it has to be, with a warning while the server's clock is suspect.
  // Nothing in JSON and CSV; so below.
  void PrintHeading(absl::string_view text);
  void Print(const Table& table, absl::string_view when_empty);
  // Text for people.
  void PrintLine(absl::string_view text);
  // A message for programs: one JSON object with "folder_kind" first, and "clock_state" while the
  // server's clock is suspect. Nothing in a table.
  void PrintJson(const google::protobuf::Message& message);

  // The text in the language asked for, else English, else the first, else `fallback`.
  std::string NameIn(const google::protobuf::RepeatedPtrField<common::v1::LocalizedText>& texts,
                     absl::string_view fallback) const;

  // The item, from the server, or as last seen when the server can't be reached.
  absl::StatusOr<inventory::v1::Item> FindItem(const std::string& name);
  // Items by name: the whole catalogue, read once a run.
  absl::StatusOr<const std::map<std::string, inventory::v1::Item>*> Items();

 private:
  void AskServer();

  std::unique_ptr<client::Client> client_;
  bool asked_server_ = false;
  // As last told; empty while the server was not reached.
  common::v1::GetClockResponse clock_;
  // What to add to this machine's time to record by.
  absl::Duration clock_offset_;
  std::optional<std::map<std::string, inventory::v1::Item>> items_;
};

// "facilities/x" for "x" or "facilities/x"; likewise for items.
std::string FacilityName(absl::string_view text);
std::string ItemName(absl::string_view text);
// "x" for "facilities/x" and for "facilities/x/movements/y" "y".
std::string ShortName(absl::string_view name);

// An error of the command line itself: INVALID_ARGUMENT "--quantity: got X, want Y".
absl::Status WrongOption(absl::string_view option, const absl::Status& why);
absl::Status WrongOption(absl::string_view option, absl::string_view why);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_CONTEXT_H_
