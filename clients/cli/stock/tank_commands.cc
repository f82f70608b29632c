#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "clients/cli/commands.h"
#include "clients/cli/context.h"
#include "clients/cli/count.h"
#include "clients/cli/paging.h"
#include "clients/cli/stock/exception_text.h"
#include "clients/cli/stock/movement_text.h"
#include "clients/cli/text/quantity.h"
#include "clients/cli/text/times.h"
#include "clients/cli/text/words.h"
#include "waystation/inventory/v1/tank.pb.h"

namespace waystation::cli {
namespace {

using inventory::v1::TankDip;
using inventory::v1::TankPlace;

struct TankQuestion {
  std::string at;
  std::string place;
  std::string from;
  std::string to;
  std::string above;
  std::string when;
  std::string item;
  std::string counted_by;
  std::string second;
  std::string note;
  int limit = 0;
};

std::string Litres(int64_t millilitres) {
  const std::string sign = millilitres < 0 ? "-" : "";
  return sign + FormatQuantity(millilitres < 0 ? -millilitres : millilitres,
                               inventory::v1::BASE_UNIT_MILLILITRE);
}

std::string SignedLitres(int64_t millilitres) {
  return absl::StrCat(millilitres > 0 ? "+" : "", Litres(millilitres));
}

// "-2.38 %", or "" where the book had nothing.
std::string ShowVariancePercent(const TankDip& dip) {
  if (!dip.has_variance_hundredths_percent()) return "";
  constexpr double kHundredths = 100.0;
  return absl::StrFormat("%+.2f %%",
                         static_cast<double>(dip.variance_hundredths_percent()) / kHundredths);
}

// " quarantined", or "" of usable stock.
std::string ShowTankCondition(inventory::v1::Condition condition) {
  const std::string shown = ShowCondition(condition);
  return shown.empty() ? "" : " " + shown;
}

// A volume to which "0" is none.
absl::Status TakeVarianceAbove(const std::string& text, int64_t* millilitres) {
  if (text.empty() || text == "0") return absl::OkStatus();
  inventory::v1::Item liquid;
  liquid.set_base_unit(inventory::v1::BASE_UNIT_MILLILITRE);
  const absl::StatusOr<Quantity> volume = ParseQuantity(text, liquid);
  if (!volume.ok()) return WrongOption("--variance-above", volume.status());
  *millilitres = volume->base;
  return absl::OkStatus();
}

// The sums by which a variance comes about, one under the other.
void PrintWorking(const TankPlace& tank, Context* context) {
  const TankDip& dip = tank.latest_dip();
  context->PrintLine("");
  context->PrintLine(
      absl::StrCat(ShortName(tank.storage_place()), ": ", Litres(dip.level_ml()), " dipped ",
                   FormatTime(dip.dip_time(), absl::LocalTimeZone()), " by ", dip.reported_by(),
                   tank.capacity_ml() > 0 ? " of a tank of " + Litres(tank.capacity_ml()) : ""));
  std::vector<std::string> parts;
  for (const inventory::v1::TankItem& item : dip.items()) {
    parts.push_back(absl::StrCat(Litres(item.quantity()), " ", ShowItem(item.item(), context),
                                 " lot ", item.lot(), ShowTankCondition(item.condition())));
  }
  context->PrintLine(absl::StrCat("  book at that time  ", Litres(dip.book_ml()),
                                  parts.empty() ? "" : " = " + absl::StrJoin(parts, " + ")));
  const std::string percent = ShowVariancePercent(dip);
  context->PrintLine(absl::StrCat("  variance           ", Litres(dip.level_ml()), " - ",
                                  Litres(dip.book_ml()), " = ", SignedLitres(dip.variance_ml()),
                                  percent.empty() ? "" : " (" + percent + ")"));
  context->PrintLine(absl::StrCat(
      "  book now           ", Litres(dip.book_ml()), " + ", Litres(dip.booked_in_since_ml()),
      " in - ", Litres(dip.booked_out_since_ml()), " out = ", Litres(tank.book_now_ml())));
  for (const std::string& other : tank.other_items()) {
    context->PrintLine(absl::StrCat("  beside it          ", ShowItem(other, context),
                                    ", which is not counted in millilitres"));
  }
}

absl::Status ShowTanks(const TankQuestion& question, Context* context) {
  inventory::v1::ListTanksRequest request;
  request.set_parent(FacilityName(question.at));
  int64_t above = 0;
  absl::Status status = TakeVarianceAbove(question.above, &above);
  if (!status.ok()) return status;
  request.set_variance_above_ml(above);
  auto response = ReadPages<inventory::v1::ListTanksResponse>(
      request, question.limit, [](auto& page) { return page.mutable_tanks(); }, context);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  if (context->json()) return absl::OkStatus();
  context->PrintHeading(absl::StrCat("Tanks of ", ShortName(request.parent())));
  Table table({{"place"},
               {"tank"},
               {"fluid"},
               {"dipped"},
               {"age"},
               {"dip", Align::kRight},
               {"book then", Align::kRight},
               {"variance", Align::kRight},
               {"", Align::kRight},
               {"book now", Align::kRight}});
  for (const TankPlace& tank : response->tanks()) {
    const TankDip& dip = tank.latest_dip();
    const bool dipped = tank.has_latest_dip();
    table.Add({ShortName(tank.storage_place()), tank.installation(), PlainWord(tank.fluid()),
               dipped ? FormatTime(dip.dip_time(), absl::LocalTimeZone()) : "never",
               dipped ? FormatAge(absl::Seconds(tank.dip_age_seconds())) : "",
               dipped ? Litres(dip.level_ml()) : "", dipped ? Litres(dip.book_ml()) : "",
               dipped ? SignedLitres(dip.variance_ml()) : "",
               dipped ? ShowVariancePercent(dip) : "", Litres(tank.book_now_ml())});
  }
  context->Print(table, "no storage place is a tank: waystation place update PLACE --installation");
  for (const TankPlace& tank : response->tanks()) {
    if (tank.has_latest_dip()) PrintWorking(tank, context);
  }
  if (!response->next_page_token().empty()) context->PrintLine("there is more: raise --limit");
  return absl::OkStatus();
}

// A time that is left out bounds nothing.
template <typename Set>
absl::Status TakeTankTime(const char* option, const std::string& text, Context* context, Set set) {
  if (text.empty()) return absl::OkStatus();
  const absl::StatusOr<absl::Time> time = ParseTime(text, context->Now(), absl::LocalTimeZone());
  if (!time.ok()) return WrongOption(option, time.status());
  set(ToProto(*time));
  return absl::OkStatus();
}

absl::Status ShowDips(const TankQuestion& question, Context* context) {
  inventory::v1::ListTankDipsRequest request;
  request.set_parent(FacilityName(question.at));
  request.set_place(question.place);
  int64_t above = 0;
  absl::Status status = TakeVarianceAbove(question.above, &above);
  request.set_variance_above_ml(above);
  if (status.ok()) {
    status = TakeTankTime("--from", question.from, context,
                          [&](auto time) { *request.mutable_start_time() = time; });
  }
  if (status.ok()) {
    status = TakeTankTime("--to", question.to, context,
                          [&](auto time) { *request.mutable_end_time() = time; });
  }
  if (!status.ok()) return status;
  auto response = ReadPages<inventory::v1::ListTankDipsResponse>(
      request, question.limit, [](auto& page) { return page.mutable_dips(); }, context);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  if (context->json()) return absl::OkStatus();
  context->PrintHeading(
      absl::StrCat("Dips of ", ShortName(request.parent()), ", of each tank the latest first"));
  Table table({{"tank"},
               {"places"},
               {"dipped"},
               {"by"},
               {"dip", Align::kRight},
               {"book then", Align::kRight},
               {"variance", Align::kRight},
               {"", Align::kRight},
               {"in since", Align::kRight},
               {"out since", Align::kRight}});
  for (const TankDip& dip : response->dips()) {
    table.Add({dip.installation(), absl::StrJoin(dip.places(), ", "),
               FormatTime(dip.dip_time(), absl::LocalTimeZone()), dip.reported_by(),
               Litres(dip.level_ml()), Litres(dip.book_ml()), SignedLitres(dip.variance_ml()),
               ShowVariancePercent(dip), Litres(dip.booked_in_since_ml()),
               Litres(dip.booked_out_since_ml())});
  }
  context->Print(table, "none");
  if (!response->next_page_token().empty()) context->PrintLine("there is more: raise --limit");
  return absl::OkStatus();
}

// The latest dip of the place, or the one of that time.
absl::StatusOr<google::protobuf::Timestamp> DipTime(const TankQuestion& question,
                                                    Context* context) {
  inventory::v1::ListTankDipsRequest request;
  request.set_parent(FacilityName(question.at));
  request.set_place(question.place);
  request.set_page_size(1);
  if (!question.when.empty()) {
    const absl::StatusOr<absl::Time> when =
        ParseTime(question.when, context->Now(), absl::LocalTimeZone());
    if (!when.ok()) return WrongOption("--when", when.status());
    // People see minutes.
    *request.mutable_start_time() = ToProto(*when);
    *request.mutable_end_time() = ToProto(*when + absl::Minutes(1));
  }
  auto response = context->client().Read<inventory::v1::ListTankDipsResponse>(request);
  if (!response.ok()) return response.status();
  if (response->dips().empty()) {
    return WrongOption("--when", "no dip of that minute is recorded: waystation stock dips");
  }
  return response->dips(0).dip_time();
}

absl::Status PostDip(const TankQuestion& question, Context* context) {
  const absl::StatusOr<google::protobuf::Timestamp> time = DipTime(question, context);
  if (!time.ok()) return time.status();
  inventory::v1::PostTankDipRequest request;
  request.set_name(absl::StrCat(FacilityName(question.at), "/storagePlaces/", question.place));
  *request.mutable_dip_time() = *time;
  if (!question.item.empty()) request.set_item(ItemName(question.item));
  request.set_counted_by(question.counted_by);
  request.set_second_counted_by(question.second);
  request.set_note(question.note);
  auto response = context->client().Write<inventory::v1::PostTankDipResponse>(
      std::move(request), "stock post-dip " + question.place);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  if (context->json()) return absl::OkStatus();
  context->PrintHeading(absl::StrCat("Count ", response->count().number(), " of ", question.place,
                                     " as dipped ", FormatTime(*time, absl::LocalTimeZone())));
  Table table({{"item"},
               {"lot"},
               {"counted", Align::kRight},
               {"book", Align::kRight},
               {"difference", Align::kRight}});
  for (const inventory::v1::CountLine& line : response->count().lines()) {
    table.Add({ShowItem(line.item(), context), line.lot(), Litres(line.quantity()),
               Litres(line.book_quantity()), SignedLitres(line.difference_quantity())});
  }
  context->Print(table, "");
  PrintExceptions(response->exceptions(), context);
  return absl::OkStatus();
}

void AddTanksAndDips(CLI::App* stock, Context* context) {
  auto asking = std::make_shared<TankQuestion>();
  CLI::App* tanks = stock->add_subcommand(
      "tanks", "What was dipped last in each tank, beside what the book had there then");
  tanks->add_option("--at", asking->at, "The facility")->required();
  tanks->add_option("--variance-above", asking->above,
                    "Only tanks that differ by more, such as \"50 L\"");
  tanks->add_option("--limit", asking->limit, "At most so many; 0: all")->check(CheckCount);
  tanks->footer("Example:\n  waystation stock tanks --at fuel-depot --variance-above \"50 L\"");
  tanks->callback([=] { context->action = [=] { return ShowTanks(*asking, context); }; });

  auto listing = std::make_shared<TankQuestion>();
  listing->limit = 20;
  CLI::App* dips = stock->add_subcommand("dips", "Every dip of tanks, beside the book");
  dips->add_option("--at", listing->at, "The facility")->required();
  dips->add_option("--place", listing->place, "Only of the tank that this place is");
  dips->add_option("--from", listing->from, "Only dips from this time on");
  dips->add_option("--to", listing->to, "Only dips before this time");
  dips->add_option("--variance-above", listing->above, "Only those that differ by more");
  dips->add_option("--limit", listing->limit, "At most so many; 0: all")
      ->check(CheckCount)
      ->capture_default_str();
  dips->footer(
      "Example:\n  waystation stock dips --at fuel-depot --place tank-a --from \"7d ago\"");
  dips->callback([=] { context->action = [=] { return ShowDips(*listing, context); }; });
}

}  // namespace

void AddTankCommands(CLI::App* stock, Context* context) {
  AddTanksAndDips(stock, context);

  auto posting = std::make_shared<TankQuestion>();
  CLI::App* post = stock->add_subcommand("post-dip", "Make a count of a dip");
  post->add_option("place", posting->place, "The storage place that is the tank")->required();
  post->add_option("--at", posting->at, "The facility")->required();
  post->add_option("--when", posting->when, "The minute of the dip [the latest]");
  post->add_option("--item", posting->item, "What it is, where the book has nothing there");
  post->add_option("--counted-by", posting->counted_by, "Who dipped it [as reported]");
  post->add_option("--second", posting->second, "The second person");
  post->add_option("--note", posting->note, "What to know about it");
  post->footer("Example:\n  waystation stock post-dip tank-a --at fuel-depot --second p-17c2");
  post->callback([=] { context->action = [=] { return PostDip(*posting, context); }; });
}

}  // namespace waystation::cli
