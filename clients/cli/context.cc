#include "clients/cli/context.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <iostream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/text/clock_text.h"
#include "clients/cli/text/names.h"
#include "clients/cli/text/times.h"
#include "google/protobuf/util/json_util.h"
#include "waystation/common/v1/clock.pb.h"

namespace waystation::cli {
namespace {

// Columns of the terminal that is written to; 0 for a file or pipe, which has no limit.
size_t TerminalWidth() {
  winsize size = {};
  return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

using inventory::v1::Item;

constexpr int kCataloguePage = 1000;
// Less is the difference between two good clocks.
constexpr absl::Duration kSetClock = absl::Seconds(1);
// Clocks of two devices that differ by less are taken for one: mostly it is one machine.
constexpr absl::Duration kSameClock = absl::Minutes(10);

}  // namespace

absl::Status Context::Open() {
  absl::StatusOr<client::Profile> profile = client::Profile::Open(
      options.profile_folder.empty() ? client::Profile::DefaultFolder() : options.profile_folder);
  if (!profile.ok()) return WrongOption("--profile-dir", profile.status());
  client::ClientOptions client_options;
  client_options.server = options.server;
  client_options.principal = options.principal;
  client_options.acting_for = options.acting_for;
  client_options.timeout = absl::Seconds(options.timeout_s);
  client_ = std::make_unique<client::Client>(client_options, *std::move(profile));
  return absl::OkStatus();
}

void Context::AskServer() {
  if (asked_server_) return;
  asked_server_ = true;
  // Without retries: who has no link is not to wait twice.
  absl::StatusOr<common::v1::GetClockResponse> clock =
      client().Peek<common::v1::GetClockResponse>(common::v1::GetClockRequest());
  if (!clock.ok()) return;
  clock_ = *std::move(clock);
  clock_offset_ = absl::ZeroDuration();
  absl::Duration offset = FromProto(clock_.offset());
  if (IsSuspect(clock_.state())) {
    absl::Time now = absl::Now();
    bool same_clock = absl::AbsDuration(now - FromProto(clock_.clock_time())) <= kSameClock;
    if (same_clock) clock_offset_ = FromProto(clock_.server_time()) - now;
  } else if (exercise() && absl::AbsDuration(offset) > kSetClock) {
    clock_offset_ = offset;
  }
}

absl::Time Context::Now() {
  AskServer();
  if (clock_.frozen()) return FromProto(clock_.server_time());
  return absl::Now() + clock_offset_;
}

bool Context::exercise() {
  AskServer();
  return clock_.kind() == common::v1::FOLDER_KIND_EXERCISE;
}

void Context::HearClock(common::v1::ClockState state) {
  if (asked_server_ && IsSuspect(state) != IsSuspect(clock_.state())) AskClockAgain();
}

void Context::PrintHeading(absl::string_view text) {
  if (json() || csv()) return;
  std::cout << (exercise() ? "EXERCISE  " : "") << text << "\n";
  std::string warning = ClockWarning(clock_, options.language, absl::LocalTimeZone());
  if (!warning.empty()) std::cout << warning << "\n";
}

void Context::Print(const Table& table, absl::string_view when_empty) {
  if (json() || csv()) return;
  std::cout << (table.empty() ? absl::StrCat(when_empty, "\n") : table.Render(TerminalWidth()));
}

void Context::PrintLine(absl::string_view text) {
  if (!json() && !csv()) std::cout << text << "\n";
}

void Context::PrintJson(const google::protobuf::Message& message) {
  if (!json()) return;
  google::protobuf::util::JsonPrintOptions print;
  print.preserve_proto_field_names = true;
  std::string text;
  if (!google::protobuf::util::MessageToJsonString(message, &text, print).ok()) text = "{}";
  absl::string_view rest = absl::string_view(text).substr(1);
  std::cout << "{\"folder_kind\":\"" << (exercise() ? "EXERCISE" : "REAL") << "\""
            << (IsSuspect(clock_.state())
                    ? absl::StrCat(",\"clock_state\":\"", ClockState_Name(clock_.state()), "\"")
                    : "")
            << (rest == "}" ? "" : ",") << rest << "\n";
}

std::string Context::NameIn(
    const google::protobuf::RepeatedPtrField<common::v1::LocalizedText>& texts,
    absl::string_view fallback) const {
  return cli::NameIn(texts, options.language, fallback);
}

absl::StatusOr<Item> Context::FindItem(const std::string& name) {
  if (items_.has_value()) {
    if (auto found = items_->find(name); found != items_->end()) return found->second;
  }
  inventory::v1::GetItemRequest request;
  request.set_name(name);
  auto response = client().Read<inventory::v1::GetItemResponse>(request);
  if (response.ok()) return response->item();
  if (!absl::IsUnavailable(response.status()) && !absl::IsDeadlineExceeded(response.status())) {
    return response.status();
  }
  absl::StatusOr<std::string> kept = client().profile().KeptCatalogue();
  inventory::v1::ListItemsResponse catalogue;
  if (kept.ok() && catalogue.ParseFromString(*kept)) {
    for (const Item& item : catalogue.items()) {
      if (item.name() == name) return item;
      for (const auto& alias : item.aliases()) {
        if (alias.item() == name) return item;
      }
    }
  }
  return response.status();
}

absl::StatusOr<const std::map<std::string, Item>*> Context::Items() {
  if (items_.has_value()) return &*items_;
  inventory::v1::ListItemsResponse catalogue;
  inventory::v1::ListItemsRequest request;
  request.set_page_size(kCataloguePage);
  do {
    auto page = client().Read<inventory::v1::ListItemsResponse>(request);
    if (!page.ok()) return page.status();
    catalogue.mutable_items()->MergeFrom(page->items());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  // Only a convenience for a day without a link.
  static_cast<void>(client().profile().KeepCatalogue(catalogue.SerializeAsString()));
  items_.emplace();
  for (const Item& item : catalogue.items()) (*items_)[item.name()] = item;
  return &*items_;
}

std::string FacilityName(absl::string_view text) {
  return absl::StartsWith(text, "facilities/") ? std::string(text)
                                               : absl::StrCat("facilities/", text);
}

std::string ItemName(absl::string_view text) {
  return absl::StartsWith(text, "items/") ? std::string(text) : absl::StrCat("items/", text);
}

std::string ShortName(absl::string_view name) {
  size_t slash = name.rfind('/');
  return std::string(slash == absl::string_view::npos ? name : name.substr(slash + 1));
}

absl::Status WrongOption(absl::string_view option, const absl::Status& why) {
  return absl::Status(why.code(), absl::StrCat(option, ": ", why.message()));
}

absl::Status WrongOption(absl::string_view option, absl::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat(option, ": ", why));
}

}  // namespace waystation::cli
