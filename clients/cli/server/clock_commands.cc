// Commands about the clock by which a server decides.
#include <CLI/CLI.hpp>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "clients/cli/commands.h"
#include "clients/cli/context.h"
#include "clients/cli/text/clock_text.h"
#include "clients/cli/text/text.h"
#include "clients/cli/text/times.h"
#include "clients/cli/text/words.h"
#include "clients/cpp/call_error.h"
#include "waystation/common/v1/clock.pb.h"

namespace waystation::cli {
namespace {

struct ClockEntry {
  std::string time;
  bool frozen = false;
  std::string confirmed_by;
  std::string note;
};

std::string FullTime(const google::protobuf::Timestamp& time) {
  return absl::FormatTime("%Y-%m-%d %H:%M:%S %Z", FromProto(time), absl::LocalTimeZone());
}

// ", set 6 days ahead of the machine's"; "" when it is not set, or by less than a second.
std::string ShowOffset(absl::Duration offset) {
  if (absl::AbsDuration(offset) < absl::Seconds(1)) return "";
  return absl::StrCat(", set ", FormatAge(absl::AbsDuration(offset)),
                      offset > absl::ZeroDuration() ? " ahead of" : " behind", " the machine's");
}

absl::Status ShowClock(Context* context) {
  auto response =
      context->client().Read<common::v1::GetClockResponse>(common::v1::GetClockRequest());
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  context->PrintHeading(absl::StrCat(
      "server time ", FullTime(response->server_time()), ShowOffset(FromProto(response->offset())),
      response->frozen() ? "; it stands still until set again" : ""));
  if (!IsSuspect(response->state())) return absl::OkStatus();
  Table table({{""}, {""}});
  table.Add({"clock", absl::StrCat(PlainWord(response->state()), ", not believed")});
  table.Add({"the clock says", FullTime(response->clock_time())});
  if (response->has_last_entry_time()) {
    table.Add({"last trusted entry", FullTime(response->last_entry_time())});
  }
  table.Add({"program built", FullTime(response->build_time())});
  context->Print(table, "");
  context->PrintLine(ClockAdvice(*response));
  return absl::OkStatus();
}

absl::Status SetClock(const ClockEntry& entry, Context* context) {
  // "now" is this machine's: by the exercise's own clock it would change nothing.
  absl::StatusOr<absl::Time> time = ParseTime(entry.time, absl::Now(), absl::LocalTimeZone());
  if (!time.ok()) return WrongOption("TIME", time.status());
  common::v1::SetClockRequest request;
  *request.mutable_server_time() = ToProto(*time);
  request.set_frozen(entry.frozen);
  auto response = context->client().Read<common::v1::SetClockResponse>(request);
  if (!response.ok()) return response.status();
  context->AskClockAgain();
  context->PrintJson(*response);
  context->PrintHeading(absl::StrCat("server time is now ",
                                     FormatTime(response->server_time(), absl::LocalTimeZone()),
                                     entry.frozen ? " and stands still" : ""));
  return absl::OkStatus();
}

absl::Status ConfirmClock(const ClockEntry& entry, Context* context) {
  // Another clock's time: "now" would be this machine's, which may well be the clock in question.
  absl::StatusOr<absl::Time> time =
      entry.time == "now"
          ? absl::InvalidArgumentError("got \"now\", want the time that another clock shows")
          : ParseTime(entry.time, context->Now(), absl::LocalTimeZone());
  if (!time.ok()) return WrongOption("TIME", time.status());
  common::v1::ConfirmClockRequest request;
  *request.mutable_clock_time() = ToProto(*time);
  request.set_confirmed_by(entry.confirmed_by);
  request.set_note(entry.note);
  auto response = context->client().Write<common::v1::ConfirmClockResponse>(
      std::move(request), "clock confirm " + entry.time);
  if (!response.ok()) {
    absl::Status status = response.status();
    if (client::CallErrorOf(status).reason == "TIME_OUT_OF_RANGE") {
      client::SetHint(&status,
                      "`waystation clock show` prints what the server's clock says; where it is "
                      "wrong, set it right instead of confirming it");
    }
    return status;
  }
  context->AskClockAgain();
  context->PrintJson(*response);
  context->PrintHeading(absl::StrCat("clock confirmed, server time is ",
                                     FormatTime(response->server_time(), absl::LocalTimeZone())));
  Table table({{"recorded in"}, {"revision", Align::kRight}});
  for (const auto& receipt : response->receipts()) {
    table.Add({receipt.log(), WithThousands(receipt.revision())});
  }
  context->Print(table, "");
  return absl::OkStatus();
}

}  // namespace

void AddClockCommands(CLI::App* app, Context* context) {
  CLI::App* clock = app->add_subcommand("clock", "The clock by which the server decides");
  clock->require_subcommand(1);
  CLI::App* show = clock->add_subcommand("show", "What time it is there, and if it is believed");
  show->footer("Example:\n  waystation clock show");
  show->callback([=] { context->action = [=] { return ShowClock(context); }; });

  auto entry = std::make_shared<ClockEntry>();
  CLI::App* set = clock->add_subcommand("set", "Set the clock of an exercise");
  set->add_option("time", entry->time,
                  "\"2027-06-30 14:00\", with an offset 2027-06-30T14:00:00+04:00, or now: this "
                  "machine's time")
      ->required();
  set->add_flag("--frozen", entry->frozen, "It stands still until set again");
  set->footer("Example:\n  waystation clock set \"2027-06-30 22:00\"");
  set->callback([=] { context->action = [=] { return SetClock(*entry, context); }; });

  CLI::App* confirm =
      clock->add_subcommand("confirm", "Say that a clock which is not believed is right");
  confirm
      ->add_option("time", entry->time,
                   "What another clock shows now, such as a phone: \"2027-06-30 14:00\"; the "
                   "server's must say the same within 10 minutes")
      ->required();
  confirm->add_option("--by", entry->confirmed_by, "Who looked, an opaque id [the sender]");
  confirm->add_option("--note", entry->note, "How it was checked");
  confirm->footer(
      "Example:\n  waystation clock confirm \"2027-06-30 14:00\" --note \"radio and phone\"");
  confirm->callback([=] { context->action = [=] { return ConfirmClock(*entry, context); }; });
}

}  // namespace waystation::cli
