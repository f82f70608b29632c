#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/context.h"
#include "clients/cli/count.h"
#include "clients/cli/paging.h"
#include "clients/cli/requests/request_text.h"
#include "clients/cli/text/times.h"
#include "clients/cli/text/words.h"
#include "waystation/inventory/v1/expected_delivery.pb.h"

namespace waystation::cli {
namespace {

using inventory::v1::ExpectedDelivery;

constexpr char kAllDeliveries[] = "-";
constexpr char kCollection[] = "expectedDeliveries";

// What the options of one command hold; lives as long as the command line.
struct DeliveryEntry {
  std::string name;
  std::string at;
  LinesText lines;
  std::string from;
  std::string on;
  std::string earliest;
  std::string latest;
  std::string transport;
  std::string requisition;
  std::string confirmed_by;
  std::string by;
  std::string note;
  std::string reason;
  std::string etag;
  std::string as_of;
  std::vector<std::string> states;
  bool all = false;
  int limit = 50;
};

void AddDayOptions(CLI::App* command, DeliveryEntry* entry) {
  auto* on = command->add_option("--on", entry->on, "The day on which it comes");
  command->add_option("--earliest", entry->earliest, "Or the first day on which it may")
      ->excludes(on);
  command->add_option("--latest", entry->latest, "and the last")->excludes(on);
}

// Sets earliest_date and latest_date as given.
template <typename Message>
absl::Status SetDays(const DeliveryEntry& entry, Message* message) {
  const bool window = entry.on.empty();
  const char* option = window ? "--latest" : "--on";
  if (window && entry.latest.empty()) {
    return WrongOption("--on", "got nothing, want the day, or --earliest DAY --latest DAY");
  }
  absl::StatusOr<absl::CivilDay> latest = ParseDay(window ? entry.latest : entry.on);
  if (!latest.ok()) return WrongOption(option, latest.status());
  *message->mutable_latest_date() = ToProto(*latest);
  if (!window || entry.earliest.empty()) return absl::OkStatus();
  absl::StatusOr<absl::CivilDay> earliest = ParseDay(entry.earliest);
  if (!earliest.ok()) return WrongOption("--earliest", earliest.status());
  *message->mutable_earliest_date() = ToProto(*earliest);
  return absl::OkStatus();
}

absl::Status Expect(const DeliveryEntry& entry, Context* context) {
  inventory::v1::CreateExpectedDeliveryRequest request;
  request.set_parent(FacilityName(entry.at));
  ExpectedDelivery& delivery = *request.mutable_expected_delivery();
  delivery.set_source(entry.from);
  if (absl::Status status = SetDays(entry, &delivery); !status.ok()) return status;
  absl::Status status = AddLinesTo(entry.lines, context, delivery.mutable_lines());
  if (!status.ok()) return status;
  if (!entry.requisition.empty()) {
    auto name = NameOf(entry.requisition, entry.at, "requisitions", "--requisition");
    if (!name.ok()) return name.status();
    delivery.set_requisition(*name);
  }
  delivery.set_transport_note(entry.transport);
  delivery.set_confirmed_by(entry.confirmed_by);
  delivery.set_recorded_by(context->OrMe(entry.by));
  delivery.set_note(entry.note);
  auto response = context->client().Write<inventory::v1::CreateExpectedDeliveryResponse>(
      std::move(request), "delivery expect at " + ShortName(entry.at));
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  if (context->json()) return absl::OkStatus();
  PrintDelivery(response->expected_delivery(),
                response->receipt().replayed() ? "was expected before:" : "expected:", context);
  return absl::OkStatus();
}

absl::Status ListDeliveries(const DeliveryEntry& entry, Context* context) {
  inventory::v1::ListExpectedDeliveriesRequest request;
  request.set_parent(FacilityName(entry.at.empty() ? kAllDeliveries : entry.at));
  for (const std::string& word : entry.states) {
    auto state = ParseWord<inventory::v1::ExpectedDeliveryState>(word);
    if (!state.ok()) return WrongOption("--state", state.status());
    request.add_states(*state);
  }
  if (entry.states.empty() && !entry.all) {
    request.add_states(inventory::v1::EXPECTED_DELIVERY_STATE_UNCONFIRMED);
    request.add_states(inventory::v1::EXPECTED_DELIVERY_STATE_CONFIRMED);
  }
  if (!entry.as_of.empty()) {
    absl::StatusOr<absl::CivilDay> day = ParseDay(entry.as_of);
    if (!day.ok()) return WrongOption("--as-of", day.status());
    *request.mutable_as_of_date() = ToProto(*day);
  }
  auto response = ReadPages<inventory::v1::ListExpectedDeliveriesResponse>(
      request, entry.limit, [](auto& page) { return page.mutable_expected_deliveries(); }, context);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  if (context->json()) return absl::OkStatus();
  context->PrintHeading(absl::StrCat("Expected deliveries",
                                     entry.at.empty() ? "" : " to " + ShortName(entry.at),
                                     ", the next first"));
  Table table({{"number"},
               {"facility"},
               {"comes"},
               {"from", Align::kLeft, Fit::kElide},
               {"state"},
               {"what", Align::kLeft, Fit::kElide}});
  for (const ExpectedDelivery& delivery : response->expected_deliveries()) {
    const std::string name = delivery.name();
    const std::string facility = name.substr(0, name.find("/expectedDeliveries/"));
    table.Add({delivery.number(), entry.at.empty() ? ShortName(facility) : "",
               ShowDates(delivery.earliest_date(), delivery.latest_date()), delivery.source(),
               ShowState(delivery), ShowLines(delivery.lines(), context)});
  }
  context->Print(table, "nothing is expected");
  if (!response->next_page_token().empty()) context->PrintLine("there is more: raise --limit");
  return absl::OkStatus();
}

absl::Status ShowDelivery(const DeliveryEntry& entry, Context* context) {
  inventory::v1::GetExpectedDeliveryRequest request;
  absl::StatusOr<std::string> name = NameOf(entry.name, entry.at, kCollection, "DELIVERY");
  if (!name.ok()) return name.status();
  request.set_name(*name);
  auto response = context->client().Read<inventory::v1::GetExpectedDeliveryResponse>(request);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  if (!context->json()) PrintDelivery(response->expected_delivery(), "", context);
  return absl::OkStatus();
}

// Sends a verb about one delivery, and shows what became of it.
template <typename Response, typename Request>
absl::Status SendDelivery(const DeliveryEntry& entry, const std::string& verb, Request request,
                          Context* context) {
  absl::StatusOr<std::string> name = NameOf(entry.name, entry.at, kCollection, "DELIVERY");
  if (!name.ok()) return name.status();
  request.set_name(*name);
  request.set_etag(entry.etag);
  auto response = context->client().Write<Response>(std::move(request),
                                                    absl::StrCat("delivery ", verb, " ", *name));
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  if (!context->json()) PrintDelivery(response->expected_delivery(), "", context);
  return absl::OkStatus();
}

// The reason, for the verbs that need one.
template <typename Request>
absl::Status SetReason(const DeliveryEntry& entry, Request* request) {
  auto reason = ParseWord<inventory::v1::DeliveryReason>(entry.reason);
  if (!reason.ok()) return WrongOption("--reason", reason.status());
  request->set_reason(*reason);
  return absl::OkStatus();
}

absl::Status Confirm(const DeliveryEntry& entry, Context* context) {
  inventory::v1::ConfirmExpectedDeliveryRequest request;
  request.set_confirmed_by(context->OrMe(entry.by));
  return SendDelivery<inventory::v1::ConfirmExpectedDeliveryResponse>(entry, "confirm",
                                                                      std::move(request), context);
}

absl::Status Reschedule(const DeliveryEntry& entry, Context* context) {
  inventory::v1::RescheduleExpectedDeliveryRequest request;
  if (absl::Status status = SetDays(entry, &request); !status.ok()) return status;
  if (absl::Status status = SetReason(entry, &request); !status.ok()) return status;
  request.set_recorded_by(context->OrMe(entry.by));
  request.set_note(entry.note);
  return SendDelivery<inventory::v1::RescheduleExpectedDeliveryResponse>(
      entry, "reschedule", std::move(request), context);
}

absl::Status CancelDelivery(const DeliveryEntry& entry, Context* context) {
  inventory::v1::CancelExpectedDeliveryRequest request;
  if (absl::Status status = SetReason(entry, &request); !status.ok()) return status;
  request.set_recorded_by(context->OrMe(entry.by));
  request.set_note(entry.note);
  return SendDelivery<inventory::v1::CancelExpectedDeliveryResponse>(entry, "cancel",
                                                                     std::move(request), context);
}

absl::Status CloseDelivery(const DeliveryEntry& entry, Context* context) {
  inventory::v1::CloseExpectedDeliveryRequest request;
  request.set_recorded_by(context->OrMe(entry.by));
  request.set_note(entry.note);
  return SendDelivery<inventory::v1::CloseExpectedDeliveryResponse>(entry, "close",
                                                                    std::move(request), context);
}

void AddExpect(CLI::App* noun, Context* context) {
  auto entry = std::make_shared<DeliveryEntry>();
  CLI::App* command = noun->add_subcommand("expect", "Record what should come");
  command->add_option("--at", entry->at, "The facility that it comes to")->required();
  command->add_option("--from", entry->from, "Who it comes from: supplier, donor, facility")
      ->required();
  AddDayOptions(command, entry.get());
  AddLineOptions(command, &entry->lines);
  command->add_option("--requisition", entry->requisition, "The requisition it is for, REQ-0001");
  command->add_option("--confirmed-by", entry->confirmed_by,
                      "Who has confirmed the dates, an opaque id [nobody yet]");
  command->add_option("--transport", entry->transport, "Convoy, plates, an office's telephone");
  command->add_option("--recorded-by", entry->by, "Who recorded it, an opaque id [you]");
  command->add_option("--note", entry->note, "A remark");
  command->footer(
      "Example:\n  waystation delivery expect --at khojaly-field-hospital --from joint-convoy \\\n"
      "    --earliest 2027-03-30 --latest 2027-04-01 --item diesel --quantity \"2000 L\" \\\n"
      "    --requisition REQ-0001");
  command->callback([=] { context->action = [=] { return Expect(*entry, context); }; });
}

void AddListDelivery(CLI::App* noun, Context* context) {
  auto entry = std::make_shared<DeliveryEntry>();
  CLI::App* command = noun->add_subcommand("list", "What should come, the next first");
  command->add_option("--at", entry->at, "Only to this facility");
  command->add_option("--state", entry->states,
                      "Only these states: " + WordsOf<inventory::v1::ExpectedDeliveryState>());
  command->add_flag("--all", entry->all, "Ended ones too");
  command->add_option("--as-of", entry->as_of, "Overdue on this day [today]");
  command->add_option("--limit", entry->limit, "At most so many; 0: all")
      ->check(CheckCount)
      ->capture_default_str();
  command->footer("Example:\n  waystation delivery list --at khojaly-field-hospital");
  command->callback([=] { context->action = [=] { return ListDeliveries(*entry, context); }; });
}

}  // namespace

void AddDeliveryCommands(CLI::App* app, Context* context) {
  CLI::App* noun = app->add_subcommand("delivery", "What should come, and when");
  noun->require_subcommand(1);
  AddExpect(noun, context);
  AddListDelivery(noun, context);
  const auto add = [&](const std::string& verb, const std::string& help, auto run,
                       const std::string& example, auto more) {
    auto entry = std::make_shared<DeliveryEntry>();
    CLI::App* command = noun->add_subcommand(verb, help);
    command->add_option("delivery", entry->name, "Its number or id with --at, or its whole name")
        ->required();
    command->add_option("--at", entry->at, "The facility that it comes to");
    if (verb != "show") {
      command->add_option("--etag", entry->etag,
                          "As `show` printed it: refused when anything was said since");
    }
    more(command, entry.get());
    command->footer(absl::StrCat("Example:\n  waystation delivery ", verb,
                                 " --at khojaly-field-hospital EXP-0001", example));
    command->callback([=] { context->action = [=] { return run(*entry, context); }; });
  };
  const auto remark = [](CLI::App* command, DeliveryEntry* entry) {
    command->add_option("--recorded-by", entry->by, "Who says so, an opaque id [you]");
    command->add_option("--note", entry->note, "A remark");
  };
  const auto reason = [remark](CLI::App* command, DeliveryEntry* entry) {
    command
        ->add_option("--reason", entry->reason, "Why: " + WordsOf<inventory::v1::DeliveryReason>())
        ->required();
    remark(command, entry);
  };
  add("show", "One expected delivery: expected, come, missing", ShowDelivery, "",
      [](CLI::App*, DeliveryEntry*) {});
  add("confirm", "Someone who can know says that it comes", Confirm, " --by dispatcher-2",
      [](CLI::App* command, DeliveryEntry* entry) {
        command->add_option("--by", entry->by, "Who confirmed it, an opaque id [you]");
      });
  add("reschedule", "It comes on other days", Reschedule, " --on 2027-04-03 --reason road",
      [reason](CLI::App* command, DeliveryEntry* entry) {
        AddDayOptions(command, entry);
        reason(command, entry);
      });
  add("cancel", "It will not come", CancelDelivery, " --reason diverted", reason);
  add("close", "It has come; nothing more of it is expected", CloseDelivery, "", remark);
}

}  // namespace waystation::cli
