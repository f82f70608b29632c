#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/commands.h"
#include "clients/cli/context.h"
#include "clients/cli/count.h"
#include "clients/cli/paging.h"
#include "clients/cli/stock/movement_text.h"
#include "clients/cli/text/item_text.h"
#include "clients/cli/text/times.h"
#include "waystation/inventory/v1/storage_place.pb.h"

namespace waystation::cli {
namespace {

using inventory::v1::Excursion;
using inventory::v1::ExcursionLot;

constexpr int64_t kSecondsAMinute = 60;

struct ExcursionQuestion {
  std::string at;
  std::string place;
  std::string from;
  std::string to;
  int limit = 20;
};

// Whole minutes, a begun one too.
std::string MinutesOut(int64_t seconds) {
  return absl::StrCat((seconds + kSecondsAMinute - 1) / kSecondsAMinute, " min");
}

std::string ExcursionTime(const google::protobuf::Timestamp& time) {
  return FormatTime(time, absl::LocalTimeZone());
}

// "12 min too warm, 3 min of it beyond what is allowed; frozen for 4 min".
std::string ShowWays(const ExcursionLot& lot) {
  std::vector<std::string> ways;
  if (lot.warm_seconds() > 0) {
    const bool beyond = lot.hot_seconds() > 0 && lot.allowed_minutes() > 0;
    ways.push_back(absl::StrCat(
        MinutesOut(lot.warm_seconds()), " too warm",
        beyond ? absl::StrCat(", ", MinutesOut(lot.hot_seconds()), " of it beyond what is allowed")
               : ""));
  }
  if (lot.cold_seconds() > 0) ways.push_back(MinutesOut(lot.cold_seconds()) + " too cold");
  if (lot.frozen_seconds() > 0) ways.push_back("FROZEN for " + MinutesOut(lot.frozen_seconds()));
  return absl::StrJoin(ways, "; ");
}

std::string ShowProposal(const ExcursionLot& lot) {
  if (!lot.decided_by().empty()) {
    return absl::StrCat("may be used, decided by ", lot.decided_by(), " ",
                        ExcursionTime(lot.decide_time()), ": ", lot.decision_note());
  }
  const std::string used =
      absl::StrCat(MinutesOut(lot.spent_seconds()), " of ", lot.allowed_minutes(), " min used");
  if (lot.gone()) return "nothing is left of it; " + used;
  if (lot.proposal() == inventory::v1::EXPOSURE_PROPOSAL_QUARANTINE) {
    return absl::StrCat("quarantine: nobody has decided",
                        lot.allowed_minutes() > 0 ? "; " + used : "; no time is allowed");
  }
  return "allowance charged: " + used;
}

void PrintExcursion(const Excursion& excursion, Context* context) {
  context->PrintLine("");
  const bool open = !excursion.has_end_time();
  context->PrintLine(absl::StrCat(
      ShortName(excursion.storage_place()), " (", excursion.installation(),
      "): ", ExcursionTime(excursion.start_time()), " to ",
      open ? "now, STILL OPEN" : ExcursionTime(excursion.end_time()), ", ",
      MinutesOut(excursion.seconds()), ", ", FormatCelsius(excursion.min_millicelsius()), " to ",
      FormatCelsius(excursion.max_millicelsius())));
  Table table({{"item"}, {"lot"}, {"keep"}, {"out of its range"}, {"proposal"}});
  for (const ExcursionLot& lot : excursion.lots()) {
    table.Add({ShowItem(lot.item(), context), lot.lot(), lot.storage_class(), ShowWays(lot),
               ShowProposal(lot)});
  }
  context->Print(table, "no lot was there that is known not to bear it");
}

void PrintUnknown(const inventory::v1::ListExcursionsResponse& response, Context* context) {
  if (response.unknown_times().empty()) return;
  context->PrintLine("");
  context->PrintLine("No reading tells how warm it was:");
  for (const inventory::v1::UnknownTime& time : response.unknown_times()) {
    context->PrintLine(absl::StrCat("  ", ShortName(time.storage_place()), ": ",
                                    ExcursionTime(time.start_time()), " to ",
                                    time.has_end_time() ? ExcursionTime(time.end_time()) : "now"));
  }
}

template <typename Set>
absl::Status TakeExcursionTime(const char* option, const std::string& text, Context* context,
                               Set set) {
  if (text.empty()) return absl::OkStatus();
  const absl::StatusOr<absl::Time> time = ParseTime(text, context->Now(), absl::LocalTimeZone());
  if (!time.ok()) return WrongOption(option, time.status());
  set(ToProto(*time));
  return absl::OkStatus();
}

absl::Status ShowExcursions(const ExcursionQuestion& question, Context* context) {
  inventory::v1::ListExcursionsRequest request;
  request.set_parent(FacilityName(question.at));
  request.set_place(question.place);
  absl::Status status = TakeExcursionTime("--from", question.from, context,
                                          [&](auto time) { *request.mutable_start_time() = time; });
  if (status.ok()) {
    status = TakeExcursionTime("--to", question.to, context,
                               [&](auto time) { *request.mutable_end_time() = time; });
  }
  if (!status.ok()) return status;
  inventory::v1::ListExcursionsResponse unknown;
  auto response = ReadPages<inventory::v1::ListExcursionsResponse>(
      request, question.limit, [](auto& page) { return page.mutable_excursions(); }, context,
      [&](const auto& page) { unknown.mutable_unknown_times()->MergeFrom(page.unknown_times()); });
  if (!response.ok()) return response.status();
  *response->mutable_unknown_times() = unknown.unknown_times();
  context->PrintJson(*response);
  if (context->json()) return absl::OkStatus();
  context->PrintHeading(absl::StrCat("Out of range by readings, ", ShortName(request.parent())));
  for (const Excursion& excursion : response->excursions()) PrintExcursion(excursion, context);
  if (response->excursions().empty()) context->PrintLine("no reading was out of range");
  PrintUnknown(*response, context);
  if (!response->next_page_token().empty()) context->PrintLine("there is more: raise --limit");
  return absl::OkStatus();
}

}  // namespace

void AddExcursionCommands(CLI::App* place, Context* context) {
  auto asking = std::make_shared<ExcursionQuestion>();
  CLI::App* excursions = place->add_subcommand(
      "excursions",
      "When fridges were out of range by their readings, and which lots that touched");
  excursions->add_option("--at", asking->at, "The facility")->required();
  excursions->add_option("--place", asking->place, "Only this storage place");
  excursions->add_option("--from", asking->from, "Only what ended after this time");
  excursions->add_option("--to", asking->to, "Only what began before this time");
  excursions->add_option("--limit", asking->limit, "At most so many; 0: all")
      ->check(CheckCount)
      ->capture_default_str();
  excursions->footer(
      "Example:\n  waystation place excursions --at khojaly-field-hospital --from \"7d ago\"");
  excursions->callback([=] { context->action = [=] { return ShowExcursions(*asking, context); }; });
}

}  // namespace waystation::cli
