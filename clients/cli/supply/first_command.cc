#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/cli/context.h"
#include "clients/cli/paging.h"
#include "clients/cli/supply/ending_text.h"
#include "clients/cli/supply/supply_question.h"
#include "clients/cli/supply/supply_text.h"
#include "clients/cli/text/times.h"

namespace waystation::cli {
namespace {

using headquarters::v1::Ending;
using headquarters::v1::ListEndingsRequest;
using headquarters::v1::ListEndingsResponse;

absl::StatusOr<ListEndingsResponse> ReadEndings(ListEndingsRequest request, int limit,
                                                Context* context) {
  return ReadPages<ListEndingsResponse>(
      std::move(request), limit, [](auto& page) { return page.mutable_endings(); }, context);
}

void PrintKnownEndings(const ListEndingsResponse& response, const SupplyQuestion& question,
                       Context* context) {
  const absl::Time now = FromProto(response.basis().read_time());
  context->PrintHeading(absl::StrCat(
      "What ends first, ", FormatTime(response.basis().read_time(), absl::LocalTimeZone())));
  Table table({{"act by"},
               {"left"},
               {"facility"},
               {"what", Align::kLeft, Fit::kElide},
               {"because, or what comes", Align::kLeft, Fit::kElide}});
  for (const Ending& ending : response.endings()) {
    table.Add({ShowWhen(ending), ShowTimeLeft(ending, now), ShortName(ending.facility()),
               ShowThing(ending, context), ShowWhy(ending)});
  }
  context->Print(table, WhenEmpty(question, "nothing is known to end"));
  if (!response.next_page_token().empty()) context->PrintLine("there is more: raise --limit");
}

void PrintUnknownEndings(const ListEndingsResponse& response, const SupplyQuestion& question,
                         Context* context) {
  if (response.endings().empty() && !question.unknown) return;
  context->PrintHeading("UNKNOWN, with the last value; longest unknown first");
  Table table({{"was"},
               {"told", Align::kRight},
               {"facility"},
               {"what", Align::kLeft, Fit::kElide},
               {"because", Align::kLeft, Fit::kElide}});
  for (const Ending& ending : response.endings()) {
    const std::string was = ShowWhen(ending);
    table.Add({!was.empty()             ? was
               : ending.has_value_age() ? "no end told"
                                        : "none told",
               ending.has_value_age() ? FormatAge(FromProto(ending.value_age())) + " ago" : "",
               ShortName(ending.facility()), ShowThing(ending, context), ShowWhy(ending)});
  }
  context->Print(table, WhenEmpty(question, "nothing is unknown"));
  if (!response.next_page_token().empty()) {
    context->PrintLine("there is more that is unknown: raise --limit");
  }
}

}  // namespace

absl::Status ShowFirst(const SupplyQuestion& question, Context* context) {
  ListEndingsRequest request;
  if (!question.at.empty()) request.set_facility(FacilityName(question.at));
  absl::Status status = AddWords<facility::v1::FacilityKind>(
      question.kinds, "--kind", [&](auto kind) { request.add_facility_kinds(kind); });
  if (status.ok()) {
    status = AddWords<headquarters::v1::EndingKind>(question.endings, "--what",
                                                    [&](auto kind) { request.add_kinds(kind); });
  }
  if (!status.ok()) return status;
  request.set_unknown(question.unknown);
  absl::StatusOr<ListEndingsResponse> response = ReadEndings(request, question.limit, context);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  if (context->json()) return absl::OkStatus();
  if (!question.unknown) {
    PrintKnownEndings(*response, question, context);
    request.set_unknown(true);
    response = ReadEndings(request, question.limit, context);
    if (!response.ok()) return response.status();
  }
  PrintUnknownEndings(*response, question, context);
  context->PrintLine(ShowBasis(response->basis()));
  return absl::OkStatus();
}

}  // namespace waystation::cli
