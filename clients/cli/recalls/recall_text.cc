#include "clients/cli/recalls/recall_text.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/stock/movement_text.h"
#include "clients/cli/text/times.h"
#include "clients/cli/text/words.h"

namespace waystation::cli {
namespace {

using inventory::v1::Recall;
using inventory::v1::RecallSite;

// "main (quarantined) 5 kg, ward-1 2 kg": where what is in the books lies, lots together.
std::string ShowPlaces(const RecallSite& site, const std::string& item, Context* context) {
  std::string text;
  for (const auto& place : site.places()) {
    const std::string condition = ShowCondition(place.condition());
    absl::StrAppend(&text, text.empty() ? "" : ", ", place.place(),
                    condition.empty() ? "" : absl::StrCat(" (", condition, ")"), " ",
                    ShowQuantity(place.quantity(), item, context));
  }
  return text;
}

std::string ShowUses(const RecallSite& site, const std::string& item, Context* context) {
  std::string text;
  for (const auto& use : site.uses()) {
    absl::StrAppend(&text, text.empty() ? "" : ", ", ShowQuantity(use.quantity(), item, context),
                    " for ", PlainWord(use.purpose()));
  }
  return text;
}

std::string ShowNonZero(int64_t quantity, const std::string& item, Context* context) {
  return quantity == 0 ? "" : ShowQuantity(quantity, item, context);
}

}  // namespace

std::string ShowClass(const Recall& recall) {
  const std::string word = Word(recall.recall_class());
  return word.empty() ? "" : "class " + word;
}

std::string ShowAcknowledged(const RecallSite& site, const std::string& item, Context* context) {
  if (!site.has_acknowledgement()) return "NOT YET";
  const auto& told = site.acknowledgement();
  std::string text = absl::StrCat("found ", ShowQuantity(told.found_quantity(), item, context));
  const auto add = [&](const char* what, int64_t quantity) {
    if (quantity == 0) return;
    absl::StrAppend(&text, ", ", what, " ", ShowQuantity(quantity, item, context));
  };
  add("returned", told.returned_quantity());
  add("destroyed", told.destroyed_quantity());
  add("MISSING", told.missing_quantity());
  add("not in the books", told.unexpected_quantity());
  return text;
}

void PrintRecall(const Recall& recall, const std::string& heading, Context* context) {
  if (!heading.empty()) context->PrintLine(heading);
  const std::string recall_class = ShowClass(recall);
  context->PrintHeading(absl::StrCat(recall.number(), "  ", ShowItem(recall.item(), context), ", ",
                                     recall.lots_size() == 1 ? "lot " : "lots ",
                                     absl::StrJoin(recall.lots(), ", "), "  ",
                                     PlainWord(recall.state())));
  Table facts({{"by"}, {"class"}, {"do"}, {"reference"}, {"recorded"}, {"recorded by"}});
  facts.Add({recall.authority(), recall_class, PlainWord(recall.instruction()), recall.reference(),
             FormatTime(recall.record_time(), absl::LocalTimeZone()), recall.recorded_by()});
  context->Print(facts, "");
  context->PrintLine("reason: " + recall.reason());
  if (!recall.note().empty()) context->PrintLine("note: " + recall.note());
  if (recall.state() == inventory::v1::RECALL_STATE_WITHDRAWN) {
    context->PrintLine(absl::StrCat("withdrawn by ", recall.withdrawn_by(), ", ",
                                    FormatTime(recall.withdraw_time(), absl::LocalTimeZone()), ": ",
                                    recall.withdraw_note()));
  }
  context->PrintLine(absl::StrCat("name: ", recall.name(), "  etag: ", recall.etag()));
}

void PrintProgress(const inventory::v1::GetRecallProgressResponse& progress, Context* context) {
  const std::string& item = progress.recall().item();
  PrintRecall(progress.recall(), "", context);
  Table table({{"facility"},
               {"received", Align::kRight},
               {"from others", Align::kRight},
               {"sent on", Align::kRight},
               {"in kits", Align::kRight},
               {"used"},
               {"wasted", Align::kRight},
               {"in the books", Align::kRight},
               {"where"},
               {"acknowledged"}});
  for (const RecallSite& site : progress.sites()) {
    table.Add({ShortName(site.facility()), ShowNonZero(site.received_quantity(), item, context),
               ShowNonZero(std::max<int64_t>(0, -site.sent_on_quantity()), item, context),
               ShowNonZero(std::max<int64_t>(0, site.sent_on_quantity()), item, context),
               ShowNonZero(site.packed_quantity(), item, context), ShowUses(site, item, context),
               ShowNonZero(site.wasted_quantity(), item, context),
               ShowQuantity(site.in_books_quantity(), item, context),
               ShowPlaces(site, item, context), ShowAcknowledged(site, item, context)});
  }
  context->Print(table, "no facility ever had any of it");
  const auto line = [&](const char* what, int64_t quantity) {
    if (quantity == 0) return;
    context->PrintLine(absl::StrCat(what, ": ", ShowQuantity(quantity, item, context)));
  };
  line("in the books of all", progress.in_books_quantity());
  line("between facilities", progress.in_transit_quantity());
  line("used", progress.used_quantity());
  line("found", progress.found_quantity());
  line("returned", progress.returned_quantity());
  line("destroyed", progress.destroyed_quantity());
  line("MISSING", progress.missing_quantity());
  if (progress.not_acknowledged_count() > 0) {
    context->PrintLine(absl::StrCat("not yet acknowledged: ", progress.not_acknowledged_count(),
                                    " of ", progress.sites_size(), " facilities"));
  }
}

}  // namespace waystation::cli
