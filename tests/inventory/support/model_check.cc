#include "tests/inventory/support/model_check.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/store/counts/load_counts.h"
#include "services/inventory/store/list.h"

namespace waystation::inventory {
namespace {

// Pages are short in the one and long in the other list, so that both ways of ending are seen.
constexpr int kStockPage = 3;
constexpr int kExceptionPage = 100;
constexpr int64_t kAfterAllDays = int64_t{1} << 40;

using Balances = std::map<Model::Spot, int64_t>;

bool IsOneOf(const std::vector<std::string>& facilities, const std::string& name) {
  return std::find(facilities.begin(), facilities.end(), name) != facilities.end();
}

std::string SpotText(const Model::Spot& spot) {
  const auto& [facility, item, place, lot, condition] = spot;
  return absl::StrCat(facility, " ", item, " ", place, " ", lot, " ",
                      v1::Condition_Name(condition));
}

std::string Difference(const Balances& model, const Balances& service) {
  for (const auto& [spot, balance] : model) {
    const auto found = service.find(spot);
    const int64_t told = found == service.end() ? 0 : found->second;
    if (told != balance) {
      return absl::StrCat(SpotText(spot), ": the model says ", balance, ", the service ", told);
    }
  }
  for (const auto& [spot, balance] : service) {
    if (!model.contains(spot)) {
      return absl::StrCat(SpotText(spot), ": the model says 0, the service ", balance);
    }
  }
  return "";
}

// Of a shortfall; of a large difference the name is the movement's to tell.
std::string CountToldBy(const v1::Exception& exception) {
  return exception.kind() == v1::EXCEPTION_KIND_SHORTFALL ? exception.count() : "";
}

std::string CompareException(const Model& model, const v1::Exception& exception) {
  const auto trouble = model.troubles().find(exception.name());
  if (trouble == model.troubles().end()) {
    return absl::StrCat("the model has no ", exception.ShortDebugString());
  }
  if (exception.kind() != trouble->second.kind ||
      exception.condition() != trouble->second.condition ||
      exception.place() != trouble->second.place || exception.lot() != trouble->second.lot ||
      exception.quantity() != trouble->second.quantity ||
      exception.days_left() != trouble->second.days_left) {
    return absl::StrCat("the model says kind ", trouble->second.kind, ", ",
                        v1::Condition_Name(trouble->second.condition), " ",
                        trouble->second.quantity, " of ", trouble->second.lot, " in ",
                        trouble->second.place, ", days left ", trouble->second.days_left,
                        ", the service ", exception.ShortDebugString());
  }
  if ((exception.state() == v1::EXCEPTION_STATE_OPEN) != trouble->second.open ||
      exception.end() != trouble->second.end || CountToldBy(exception) != trouble->second.count ||
      exception.outstanding_quantity() != trouble->second.outstanding) {
    return absl::StrCat("the model says open ", trouble->second.open, ", end ", trouble->second.end,
                        ", outstanding ", trouble->second.outstanding, ", the service ",
                        exception.ShortDebugString());
  }
  return "";
}

// The differences of one count, where there are any, by spot.
Balances DifferencesOf(const std::string& facility, const v1::Count& count) {
  Balances differences;
  for (const auto* lines : {&count.lines(), &count.not_named()}) {
    for (const v1::CountLine& line : *lines) {
      if (line.difference_quantity() == 0) continue;
      differences[{facility, line.item(), count.place(), line.lot(), line.condition()}] =
          line.difference_quantity();
    }
  }
  return differences;
}

}  // namespace

std::string CompareCounts(const Model& model, const storage::RowReader& rows,
                          const std::vector<std::string>& facilities) {
  for (const auto& [key, count] : model.stock().counts) {
    if (!IsOneOf(facilities, count.facility)) continue;
    const auto told = RequireCount(rows, count.name);
    if (!told.ok()) return absl::StrCat(count.name, ": ", told.status().ToString());
    Balances expected;
    for (const auto& [spot, flows] : model.stock().flows) {
      const std::optional<int64_t> figure = count.FigureOf(spot);
      if (!figure.has_value()) continue;
      const int64_t difference = *figure - model.stock().BookAt(spot, count);
      if (difference != 0) expected[spot] = difference;
    }
    const std::string difference = Difference(expected, DifferencesOf(count.facility, *told));
    if (!difference.empty()) return absl::StrCat("differences of ", count.name, ": ", difference);
  }
  return "";
}

std::string CompareStock(const Model& model, const storage::RowReader& rows,
                         const std::vector<std::string>& facilities, std::optional<int64_t> day,
                         absl::Time now) {
  Balances expected;
  for (const auto& [spot, flows] : model.stock().flows) {
    if (!IsOneOf(facilities, std::get<0>(spot))) continue;
    const int64_t balance = model.stock().BalanceAt(spot, day.value_or(kAfterAllDays));
    if (balance < 0) return absl::StrCat(SpotText(spot), ": the model says ", balance);
    if (balance != 0) expected[spot] = balance;
  }
  Balances found;
  for (const std::string& facility : facilities) {
    v1::ListStockRequest request;
    request.set_facility(facility);
    if (day.has_value()) *request.mutable_as_of_date() = DateOf(*day);
    Page page = {.size = kStockPage};
    do {
      v1::ListStockResponse response;
      const auto next = ListStock(rows, request, page, now, &response);
      if (!next.ok()) return absl::StrCat("listing stock: ", next.status().ToString());
      for (const v1::StockLine& line : response.lines()) {
        found[{line.facility(), line.item(), line.place(), line.lot(), line.condition()}] +=
            line.quantity();
      }
      page.after_key = *next;
    } while (!page.after_key.empty());
  }
  const std::string difference = Difference(expected, found);
  if (difference.empty()) return "";
  return absl::StrCat("stock ", day ? "as of " + DateText(*day) : "in all", ": ", difference);
}

std::string CompareExceptions(const Model& model, const storage::RowReader& rows,
                              const std::vector<std::string>& facilities, absl::Time now) {
  size_t count = 0;
  for (const std::string& facility : facilities) {
    v1::ListExceptionsRequest request;
    request.set_parent(facility);
    Page page = {.size = kExceptionPage};
    do {
      v1::ListExceptionsResponse response;
      const auto next = ListExceptions(rows, request, page, now, &response);
      if (!next.ok()) return absl::StrCat("listing exceptions: ", next.status().ToString());
      for (const v1::Exception& exception : response.exceptions()) {
        // Where stock lies too warm is no matter of balances (support/exposure_audit.h).
        if (exception.kind() == v1::EXCEPTION_KIND_STORED_OUT_OF_RANGE) continue;
        ++count;
        const std::string difference = CompareException(model, exception);
        if (!difference.empty()) return difference;
      }
      page.after_key = *next;
    } while (!page.after_key.empty());
  }
  const auto troubles = static_cast<size_t>(std::count_if(
      model.troubles().begin(), model.troubles().end(),
      [&](const auto& trouble) { return IsOneOf(facilities, trouble.second.facility); }));
  if (count == troubles) return "";
  return absl::StrCat("the model has ", troubles, " exceptions, the service ", count);
}

}  // namespace waystation::inventory
