#include "tests/inventory/support/request_model.h"

#include "absl/strings/str_cat.h"
#include "services/inventory/domain/calendar.h"

namespace waystation::inventory {
namespace {

int64_t Of(const Amounts& amounts, const std::string& item) {
  const auto found = amounts.find(item);
  return found == amounts.end() ? 0 : found->second;
}

std::string Differ(absl::string_view what, int64_t got, int64_t want) {
  return absl::StrCat(what, ": got ", got, ", want ", want);
}

// What came of the lines' items and of others, as one sum by item.
template <typename Lines, typename Quantity>
Amounts Came(const Lines& lines, const google::protobuf::RepeatedPtrField<v1::ItemQuantity>& beside,
             Quantity quantity_of) {
  Amounts came;
  for (const auto& line : lines) {
    if (quantity_of(line) != 0) came[line.item()] += quantity_of(line);
  }
  for (const auto& entry : beside) came[entry.item()] += entry.quantity();
  return came;
}

}  // namespace

std::string CompareRequisition(const ModelRequisition& want, const v1::Requisition& got) {
  if (got.state() != want.state) return Differ("state", got.state(), want.state);
  if (got.decisions_size() != want.decisions) {
    return Differ("decisions", got.decisions_size(), want.decisions);
  }
  for (const auto& line : got.lines()) {
    if (line.quantity() != Of(want.asked, line.item())) {
      return Differ("asked", line.quantity(), Of(want.asked, line.item()));
    }
    if (line.approved_quantity() != Of(want.approved, line.item())) {
      return Differ("approved", line.approved_quantity(), Of(want.approved, line.item()));
    }
  }
  for (const auto& entry : got.received_beside()) {
    if (Of(want.asked, entry.item()) != 0) return entry.item() + " is beside and on a line";
  }
  const Amounts came = Came(got.lines(), got.received_beside(),
                            [](const auto& line) { return line.fulfilled_quantity(); });
  return came == want.came ? "" : "came: " + got.DebugString();
}

std::string CompareDelivery(const ModelDelivery& want, const v1::ExpectedDelivery& got) {
  if (got.state() != want.state) return Differ("state", got.state(), want.state);
  if (DayNumber(got.latest_date()) != want.latest_day) {
    return Differ("day", DayNumber(got.latest_date()), want.latest_day);
  }
  if (got.reschedules_size() != want.reschedules) {
    return Differ("reschedules", got.reschedules_size(), want.reschedules);
  }
  for (const auto& line : got.lines()) {
    if (line.quantity() != Of(want.expected, line.item())) {
      return Differ("expected", line.quantity(), Of(want.expected, line.item()));
    }
  }
  const Amounts came = Came(got.lines(), got.received_beside(),
                            [](const auto& line) { return line.received_quantity(); });
  return came == want.came ? "" : "came: " + got.DebugString();
}

}  // namespace waystation::inventory
