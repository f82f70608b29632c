#include "tests/inventory/support/lot_flow_audit.h"

#include <cstdint>
#include <map>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/inventory/store/recalls/recall_keys.h"
#include "services/inventory/store/recalls/recall_rows.h"
#include "storage/key.h"
#include "tests/inventory/support/posted_movements.h"
#include "waystation/inventory/v1/events.pb.h"

namespace waystation::inventory {
namespace {

// Item, lot and facility (ids).
using LotAt = std::tuple<std::string, std::string, std::string>;
// Account and purpose, as numbers, to base units.
using Sums = std::map<std::pair<int64_t, int64_t>, int64_t>;

struct LegsOfLog {
  std::map<LotAt, Sums> flows;
  std::map<LotAt, int64_t> held;
  std::map<std::string, int64_t> purposes;  // Of movements, by name.
};

std::string LastPart(const std::string& name) { return name.substr(name.rfind('/') + 1); }

void AddMovement(const v1::Movement& movement, LegsOfLog& sums) {
  const std::string& told_by = movement.reverses().empty() ? movement.name() : movement.reverses();
  if (movement.reverses().empty()) sums.purposes[movement.name()] = movement.purpose();
  const int64_t purpose = sums.purposes[told_by];
  const std::vector<std::string> parts = absl::StrSplit(movement.name(), '/');
  for (const v1::Leg& leg : movement.legs()) {
    const LotAt lot = {LastPart(leg.item()), leg.lot(), parts[1]};
    for (const auto& [account, sign] : {std::pair(leg.from(), -1), std::pair(leg.to(), 1)}) {
      const int64_t change = sign * leg.quantity();
      if (account.kind() == v1::ACCOUNT_KIND_POSITION) {
        sums.held[lot] += change;
      } else {
        const bool used = account.kind() == v1::ACCOUNT_KIND_CONSUMED;
        sums.flows[lot][{account.kind(), used ? purpose : 0}] -= change;
      }
    }
  }
}

std::string AddLog(const storage::Log& log, LegsOfLog& sums) {
  return VisitPosted(log, [&sums](const v1::Movement& movement) {
    AddMovement(movement, sums);
    return "";
  });
}

std::string TextOf(const LotAt& lot) {
  return absl::StrCat(std::get<0>(lot), " ", std::get<1>(lot), " at ", std::get<2>(lot));
}

// One row against what the log says; takes that out of `sums`.
std::string CompareFlow(const LotAt& lot, absl::string_view value, LegsOfLog& sums) {
  const absl::StatusOr<LotFlow> flow = DecodeLotFlow(value);
  if (!flow.ok()) return absl::StrCat("a damaged flow of ", TextOf(lot));
  int64_t held = 0;
  Sums told;
  for (const auto& [key, quantity] : *flow) {
    told[{key.first, key.second}] = quantity;
    held += quantity;
  }
  Sums& expected = sums.flows[lot];
  std::erase_if(expected, [](const auto& sum) { return sum.second == 0; });
  if (told != expected)
    return absl::StrCat("the flow of ", TextOf(lot), " is not that of its legs");
  if (held != sums.held[lot]) {
    return absl::StrCat(TextOf(lot), " holds ", sums.held[lot], ", its flow comes to ", held);
  }
  sums.flows.erase(lot);
  return "";
}

}  // namespace

std::string AuditLotFlows(const storage::RowReader& rows, const storage::Log& log) {
  LegsOfLog sums;
  std::string wrong = AddLog(log, sums);
  if (!wrong.empty()) return wrong;
  const std::string prefix(1, static_cast<char>(kLotFlowTable));
  auto cursor = rows.Scan(prefix, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    storage::KeyReader key(cursor->key());
    const std::string item = key.String();
    const std::string lot = key.String();
    const std::string facility = key.String();
    if (!key.AtEnd()) return "a damaged key of a flow";
    wrong = CompareFlow({item, lot, facility}, cursor->value(), sums);
    if (!wrong.empty()) return wrong;
  }
  if (!cursor->status().ok()) return cursor->status().ToString();
  if (sums.flows.empty()) return "";
  return absl::StrCat("no flow of ", TextOf(sums.flows.begin()->first));
}

}  // namespace waystation::inventory
