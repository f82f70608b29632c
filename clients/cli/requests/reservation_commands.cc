#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/context.h"
#include "clients/cli/count.h"
#include "clients/cli/paging.h"
#include "clients/cli/requests/request_text.h"
#include "clients/cli/text/text.h"
#include "clients/cli/text/times.h"
#include "clients/cli/text/words.h"
#include "clients/cpp/call_error.h"
#include "waystation/inventory/v1/reservation.pb.h"

namespace waystation::cli {
namespace {

using inventory::v1::Reservation;

// What the options of one command hold; lives as long as the command line.
struct Promise {
  std::string name;
  std::string at;
  LineText line;
  std::vector<std::string> lines;
  std::string owner;
  std::string priority = "other";
  std::string purpose;
  std::string needed_by;
  std::string expires;
  std::string by;
  std::string note;
  std::string etag;
  std::string item;
  std::vector<std::string> states;
  bool all = false;
  int limit = 50;
};

std::string MadeBy(const Promise& promise, Context* context) { return context->OrMe(promise.by); }

// "2d" and "36h" from now, or a time.
absl::StatusOr<absl::Time> ParseExpiry(const std::string& text, absl::Time now) {
  int64_t count = 0;
  const bool counted = text.size() > 1 && absl::SimpleAtoi(text.substr(0, text.size() - 1), &count);
  if (counted && count > 0 && count <= 10'000 && text.back() == 'd') {
    return now + absl::Hours(24 * count);
  }
  if (counted && count > 0 && count <= 10'000 && text.back() == 'h') {
    return now + absl::Hours(count);
  }
  absl::StatusOr<absl::Time> time = ParseTime(text, now, absl::LocalTimeZone());
  if (time.ok()) return time;
  return absl::InvalidArgumentError(absl::StrCat(
      "got \"", Quotable(text), "\", want a time such as \"2d\", \"36h\" or \"2027-06-30 18:00\""));
}

// With what to do about it.
absl::Status Explained(absl::Status status) {
  const client::CallError error = client::CallErrorOf(status);
  if (error.reason == "TIME_OUT_OF_RANGE") {
    client::SetHint(&status, "--expires must lie ahead, at most 400 days");
  } else if (error.reason == "NOT_ENOUGH_STOCK") {
    client::SetHint(&status,
                    "promise less, or let it expire before the lots do; `waystation reservation "
                    "list` tells what is reserved for whom");
  }
  return status;
}

absl::Status AddPromisedLines(const Promise& promise, Context* context, Reservation* reservation) {
  std::vector<LineText> texts;
  if (!promise.line.item.empty() || !promise.line.quantity.empty()) texts.push_back(promise.line);
  for (const std::string& typed : promise.lines) {
    absl::StatusOr<LineText> line = ParseLine(typed);
    if (!line.ok()) return line.status();
    texts.push_back(*line);
  }
  if (texts.empty()) {
    return WrongOption("--item", "got nothing, want --item and --quantity, or --line");
  }
  for (const LineText& text : texts) {
    if (text.item.empty()) return WrongOption("--item", "got nothing, want an item's id");
    if (text.quantity.empty()) return WrongOption("--quantity", "got nothing, want a quantity");
    if (!text.expires.empty() || !text.condition.empty() || !text.owner.empty()) {
      return WrongOption("--line", "want item, quantity, place and lot, and nothing else");
    }
    absl::StatusOr<inventory::v1::MovementLine> from = ToLine(text, context);
    if (!from.ok()) return from.status();
    inventory::v1::ReservationLine& line = *reservation->add_lines();
    line.set_item(from->item());
    line.set_quantity(from->quantity());
    line.set_pack_name(from->pack_name());
    line.set_pack_count(from->pack_count());
    line.set_pack_factor(from->pack_factor());
    line.set_place(from->place());
    line.set_lot(from->lot());
  }
  return absl::OkStatus();
}

void PrintReservation(const Reservation& reservation, absl::string_view heading, Context* context) {
  context->PrintHeading(absl::StrCat(heading, heading.empty() ? "" : " ", reservation.number(),
                                     "  ", PlainWord(reservation.state()), "  ",
                                     reservation.name()));
  context->PrintLine(absl::StrCat("for ", reservation.owner(), " (",
                                  PlainWord(reservation.priority()), "): ", reservation.purpose()));
  context->PrintLine(absl::StrCat(
      "expires ", FormatTime(reservation.expire_time(), absl::LocalTimeZone()),
      reservation.state() == inventory::v1::RESERVATION_STATE_PICKED ? ", but it is picked" : "",
      reservation.has_needed_by_date()
          ? absl::StrCat("; needed by ", FormatDay(reservation.needed_by_date()))
          : ""));
  Table table({{"item"},
               {"place"},
               {"lot"},
               {"promised", Align::kRight},
               {"outstanding", Align::kRight},
               {"fulfilled", Align::kRight},
               {"lost", Align::kRight}});
  for (const auto& line : reservation.lines()) {
    const auto amount = [&](int64_t quantity) {
      return quantity == 0 ? std::string() : ShowQuantity(quantity, line.item(), context);
    };
    table.Add({ShowItem(line.item(), context), line.place(), line.lot(), amount(line.quantity()),
               amount(line.outstanding_quantity()), amount(line.fulfilled_quantity()),
               amount(line.shrunk_quantity())});
  }
  context->Print(table, "");
  context->PrintLine("made by " + reservation.recorded_by());
  if (!reservation.note().empty()) context->PrintLine("note: " + reservation.note());
  if (reservation.has_change_time()) {
    context->PrintLine(
        absl::StrCat("changed by ", reservation.changed_by(), ", ",
                     FormatTime(reservation.change_time(), absl::LocalTimeZone()),
                     reservation.change_note().empty() ? "" : ": " + reservation.change_note()));
  }
  context->PrintLine("etag " + reservation.etag());
}

absl::Status CreatePromise(const Promise& promise, Context* context) {
  inventory::v1::CreateReservationRequest request;
  request.set_parent(FacilityName(promise.at));
  Reservation& reservation = *request.mutable_reservation();
  reservation.set_owner(promise.owner);
  reservation.set_purpose(promise.purpose);
  auto priority = ParseWord<inventory::v1::ReservationPriority>(promise.priority);
  if (!priority.ok()) return WrongOption("--priority", priority.status());
  reservation.set_priority(*priority);
  if (!promise.needed_by.empty()) {
    absl::StatusOr<absl::CivilDay> day = ParseDay(promise.needed_by);
    if (!day.ok()) return WrongOption("--needed-by", day.status());
    *reservation.mutable_needed_by_date() = ToProto(*day);
  }
  absl::StatusOr<absl::Time> expires = ParseExpiry(promise.expires, context->Now());
  if (!expires.ok()) return WrongOption("--expires", expires.status());
  *reservation.mutable_expire_time() = ToProto(*expires);
  absl::Status status = AddPromisedLines(promise, context, &reservation);
  if (!status.ok()) return status;
  reservation.set_recorded_by(MadeBy(promise, context));
  reservation.set_note(promise.note);
  auto response = context->client().Write<inventory::v1::CreateReservationResponse>(
      std::move(request), "reservation create at " + ShortName(promise.at));
  if (!response.ok()) return Explained(response.status());
  context->PrintJson(*response);
  if (context->json()) return absl::OkStatus();
  PrintReservation(response->reservation(),
                   response->receipt().replayed() ? "was promised before:" : "promised:", context);
  return absl::OkStatus();
}

absl::Status ListPromises(const Promise& promise, Context* context) {
  inventory::v1::ListReservationsRequest request;
  request.set_parent(FacilityName(promise.at.empty() ? "-" : promise.at));
  if (!promise.item.empty()) request.set_item(ItemName(promise.item));
  request.set_owner(promise.owner);
  for (const std::string& word : promise.states) {
    auto state = ParseWord<inventory::v1::ReservationState>(word);
    if (!state.ok()) return WrongOption("--state", state.status());
    request.add_states(*state);
  }
  if (promise.states.empty() && !promise.all) {
    request.add_states(inventory::v1::RESERVATION_STATE_ACTIVE);
    request.add_states(inventory::v1::RESERVATION_STATE_PICKED);
  }
  auto response = ReadPages<inventory::v1::ListReservationsResponse>(
      request, promise.limit, [](auto& page) { return page.mutable_reservations(); }, context);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  if (context->json()) return absl::OkStatus();
  context->PrintHeading(absl::StrCat(
      "Reservations", promise.at.empty() ? "" : " of " + ShortName(promise.at), ", newest first"));
  Table table({{"number"},
               {"facility"},
               {"for"},
               {"priority"},
               {"expires"},
               {"state"},
               {"what", Align::kLeft, Fit::kElide}});
  for (const Reservation& reservation : response->reservations()) {
    const std::string name = reservation.name();
    const std::string facility = name.substr(0, name.find("/reservations/"));
    table.Add({reservation.number(), promise.at.empty() ? ShortName(facility) : "",
               reservation.owner(), PlainWord(reservation.priority()),
               FormatTime(reservation.expire_time(), absl::LocalTimeZone()),
               PlainWord(reservation.state()), ShowLines(reservation.lines(), context)});
  }
  context->Print(table, "none");
  if (!response->next_page_token().empty()) context->PrintLine("there is more: raise --limit");
  return absl::OkStatus();
}

absl::StatusOr<std::string> PromiseName(const Promise& promise) {
  return NameOf(promise.name, promise.at, "reservations", "RESERVATION");
}

absl::Status ShowPromise(const Promise& promise, Context* context) {
  inventory::v1::GetReservationRequest request;
  absl::StatusOr<std::string> name = PromiseName(promise);
  if (!name.ok()) return name.status();
  request.set_name(*name);
  auto response = context->client().Read<inventory::v1::GetReservationResponse>(request);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  if (!context->json()) PrintReservation(response->reservation(), "", context);
  return absl::OkStatus();
}

// Sends a verb about one reservation, and shows what became of it.
template <typename Response, typename Request>
absl::Status SendVerb(const Promise& promise, const std::string& verb, Request request,
                      Context* context) {
  absl::StatusOr<std::string> name = PromiseName(promise);
  if (!name.ok()) return name.status();
  request.set_name(*name);
  request.set_etag(promise.etag);
  request.set_note(promise.note);
  request.set_recorded_by(MadeBy(promise, context));
  auto response = context->client().Write<Response>(std::move(request),
                                                    absl::StrCat("reservation ", verb, " ", *name));
  if (!response.ok()) return Explained(response.status());
  context->PrintJson(*response);
  if (!context->json()) PrintReservation(response->reservation(), "", context);
  return absl::OkStatus();
}

absl::Status ExtendPromise(const Promise& promise, Context* context) {
  inventory::v1::ExtendReservationRequest request;
  absl::StatusOr<absl::Time> expires = ParseExpiry(promise.expires, context->Now());
  if (!expires.ok()) return WrongOption("--expires", expires.status());
  *request.mutable_expire_time() = ToProto(*expires);
  return SendVerb<inventory::v1::ExtendReservationResponse>(promise, "extend", std::move(request),
                                                            context);
}

absl::Status PickPromise(const Promise& promise, Context* context) {
  return SendVerb<inventory::v1::PickReservationResponse>(
      promise, "pick", inventory::v1::PickReservationRequest(), context);
}

absl::Status ReleasePromise(const Promise& promise, Context* context) {
  return SendVerb<inventory::v1::ReleaseReservationResponse>(
      promise, "release", inventory::v1::ReleaseReservationRequest(), context);
}

void AddCreatePromise(CLI::App* noun, Context* context) {
  auto promise = std::make_shared<Promise>();
  CLI::App* command = noun->add_subcommand("create", "Promise stock to someone, for a while");
  command->add_option("--at", promise->at, "The facility where the stock is")->required();
  command->add_option("--item", promise->line.item, "The item");
  command->add_option("--quantity", promise->line.quantity,
                      "\"1000\", \"25 kg\", \"20 L\", \"3 packs\" or \"3 x box of 100\"");
  command->add_option("--place", promise->line.place, "Only stock in this storage place [any]");
  command->add_option("--lot", promise->line.lot, "Only stock of this lot [any]");
  command->add_option("--line", promise->lines,
                      "One more line, \"item=ID,quantity=Q,place=P,lot=L\"; repeat it");
  command
      ->add_option("--owner", promise->owner,
                   "For whom, and who is told when it shrinks: meals, outreach, or an opaque id")
      ->required();
  command->add_option("--purpose", promise->purpose, "What it is for")->required();
  command
      ->add_option("--priority", promise->priority,
                   "Whose promise is kept first: " + WordsOf<inventory::v1::ReservationPriority>())
      ->capture_default_str();
  command->add_option("--needed-by", promise->needed_by, "The day on which it is needed");
  command
      ->add_option("--expires", promise->expires,
                   "When it ends unless it is picked: \"2d\", \"36h\", \"2027-06-30 18:00\"")
      ->required();
  command->add_option("--recorded-by", promise->by, "Who makes it, an opaque id [you]");
  command->add_option("--note", promise->note, "A remark");
  command->footer(
      "Example:\n  waystation reservation create --at khojaly-field-hospital --owner meals \\\n"
      "    --priority meals --purpose \"lunch for three days\" --expires 3d \\\n"
      "    --line \"item=rice,quantity=40 kg\" --line \"item=salt,quantity=1 kg,place=kitchen\"");
  command->callback([=] { context->action = [=] { return CreatePromise(*promise, context); }; });
}

void AddListPromises(CLI::App* noun, Context* context) {
  auto promise = std::make_shared<Promise>();
  CLI::App* command = noun->add_subcommand("list", "What is promised, the newest first");
  command->add_option("--at", promise->at, "Only of this facility");
  command->add_option("--item", promise->item, "Only of this item");
  command->add_option("--owner", promise->owner, "Only of this owner");
  command->add_option("--state", promise->states,
                      "Only these states: " + WordsOf<inventory::v1::ReservationState>());
  command->add_flag("--all", promise->all, "Ended ones too");
  command->add_option("--limit", promise->limit, "At most so many; 0: all")
      ->check(CheckCount)
      ->capture_default_str();
  command->footer("Example:\n  waystation reservation list --at khojaly-field-hospital");
  command->callback([=] { context->action = [=] { return ListPromises(*promise, context); }; });
}

}  // namespace

void AddReservationCommands(CLI::App* app, Context* context) {
  CLI::App* noun = app->add_subcommand("reservation", "What stock is promised, to whom, how long");
  noun->require_subcommand(1);
  AddCreatePromise(noun, context);
  AddListPromises(noun, context);
  const auto add = [&](const std::string& verb, const std::string& help, auto run,
                       const std::string& example) {
    auto promise = std::make_shared<Promise>();
    CLI::App* command = noun->add_subcommand(verb, help);
    command
        ->add_option("reservation", promise->name, "Its number or id with --at, or its whole name")
        ->required();
    command->add_option("--at", promise->at, "The facility where the stock is");
    if (verb != "show") {
      command->add_option("--recorded-by", promise->by, "Who says so, an opaque id [you]");
      command->add_option("--note", promise->note, "A remark");
      command->add_option("--etag", promise->etag,
                          "As `show` printed it: refused when it was changed since");
    }
    if (verb == "extend") {
      command
          ->add_option("--expires", promise->expires,
                       "When it ends from now on: \"2d\", \"36h\", \"2027-06-30 18:00\"")
          ->required();
    }
    command->footer(absl::StrCat("Example:\n  waystation reservation ", verb,
                                 " --at khojaly-field-hospital RES-0001", example));
    command->callback([=] { context->action = [=] { return run(*promise, context); }; });
  };
  add("show", "One reservation: promised, outstanding, fulfilled, lost", ShowPromise, "");
  add("extend", "Let it expire at another time", ExtendPromise, " --expires 2d");
  add("pick", "It is picked or loaded, and does not expire by itself", PickPromise, "");
  add("release", "Give back what is outstanding", ReleasePromise, " --note \"menu changed\"");
}

}  // namespace waystation::cli
