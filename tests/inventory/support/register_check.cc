#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/store/controlled/register.h"
#include "services/inventory/store/load.h"
#include "tests/inventory/support/model_check.h"

namespace waystation::inventory {
namespace {

constexpr int kRegisterPage = 7;

// By the model, over all lots and conditions.
int64_t BalanceOf(const Model& model, const std::string& facility, const std::string& item,
                  const std::string& place, int64_t day) {
  int64_t balance = 0;
  for (const auto& [spot, flows] : model.stock().flows) {
    if (std::get<0>(spot) != facility || std::get<1>(spot) != item) continue;
    if (!place.empty() && std::get<2>(spot) != place) continue;
    balance += model.stock().BalanceAt(spot, day);
  }
  return balance;
}

// All pages.
absl::StatusOr<std::vector<v1::RegisterEntry>> ReadRegister(
    const storage::RowReader& rows, const v1::GetControlledRegisterRequest& request) {
  std::vector<v1::RegisterEntry> entries;
  Page page = {.size = kRegisterPage};
  do {
    v1::GetControlledRegisterResponse response;
    const auto next = GetControlledRegister(rows, request, page, &response);
    if (!next.ok()) return next.status();
    entries.insert(entries.end(), response.entries().begin(), response.entries().end());
    page.after_key = *next;
  } while (!page.after_key.empty());
  return entries;
}

}  // namespace

std::string CompareSignatures(const Model& model, const storage::RowReader& rows) {
  for (const std::string& name : model.movement_names()) {
    const auto movement = RequireMovement(rows, name);
    if (!movement.ok()) return absl::StrCat(name, ": ", movement.status().ToString());
    if (movement->second_signature() != model.SignatureOf(name)) {
      return absl::StrCat(name, ": the model says second signature ", model.SignatureOf(name),
                          ", the service ", movement->second_signature());
    }
    if (movement->second_signature() != v1::SECOND_SIGNATURE_OUTSTANDING) continue;
    bool told = false;
    for (const std::string& exception : movement->exceptions()) {
      const auto found = RequireException(rows, exception);
      if (!found.ok()) return found.status().ToString();
      const bool waits = found->state() == v1::EXCEPTION_STATE_OPEN ||
                         found->end() == v1::EXCEPTION_END_CLOSED ||
                         movement->state() == v1::MOVEMENT_STATE_REVERSED;
      told |= found->kind() == v1::EXCEPTION_KIND_SIGNATURE_OUTSTANDING && waits;
    }
    if (!told) return absl::StrCat(name, ": waits for a second signature and nobody is told");
  }
  return "";
}

std::string CompareRegister(const Model& model, const storage::RowReader& rows,
                            const std::string& facility, const std::string& item,
                            const std::string& place) {
  v1::GetControlledRegisterRequest request;
  request.set_facility(facility);
  request.set_item(item);
  request.set_place(place);
  const auto entries = ReadRegister(rows, request);
  if (!entries.ok()) return entries.status().ToString();
  std::optional<int64_t> day;
  std::optional<int64_t> balance;
  for (const v1::RegisterEntry& entry : *entries) {
    const std::string where = absl::StrCat(item, " ", place, ": ", entry.ShortDebugString());
    const int64_t entry_day = DayNumber(entry.day());
    if (day.has_value() && entry_day > *day) return absl::StrCat("out of order: ", where);
    if (day != entry_day) {
      const int64_t expected = BalanceOf(model, facility, item, place, entry_day);
      if (entry.balance_quantity() != expected) {
        return absl::StrCat("the model has ", expected, " at the end of the day: ", where);
      }
    }
    if (balance.has_value() && entry.balance_quantity() != *balance) {
      return absl::StrCat("the later entry began with ", *balance, ": ", where);
    }
    day = entry_day;
    balance = entry.balance_quantity() - entry.in_quantity() + entry.out_quantity();
  }
  return balance.value_or(0) == 0 ? "" : absl::StrCat("begins with ", *balance);
}

}  // namespace waystation::inventory
