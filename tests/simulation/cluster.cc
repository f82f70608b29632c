#include "tests/simulation/cluster.h"

#include <functional>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/facility/store/tables.h"
#include "services/headquarters/store/tables.h"
#include "services/inventory/store/tables.h"
#include "tests/facility/support/model_check.h"
#include "tests/inventory/support/ledger_audit.h"
#include "tests/inventory/support/model_check.h"
#include "tests/simulation/oracle.h"

namespace waystation::simulation {
namespace {

// Days around which zones of the simulation change their clocks, and one around which none does.
const std::vector<absl::CivilDay>& FirstDays() {
  static const auto* const days = new std::vector<absl::CivilDay>{
      absl::CivilDay(2026, 3, 7), absl::CivilDay(2026, 3, 27), absl::CivilDay(2026, 10, 23),
      absl::CivilDay(2026, 10, 31), absl::CivilDay(2026, 6, 20)};
  return *days;
}

std::vector<std::string> Zones() {
  return {"Asia/Baku", "Europe/Berlin", "America/St_Johns", "Asia/Yerevan"};
}

std::vector<std::string> FacilityNames() {
  std::vector<std::string> names;
  for (size_t i = 0; i < Zones().size(); ++i) names.push_back(absl::StrCat("facilities/f", i));
  return names;
}

std::string FirstOf(const std::vector<std::function<std::string()>>& checks) {
  for (const auto& check : checks) {
    std::string wrong = check();
    if (!wrong.empty()) return wrong;
  }
  return "";
}

}  // namespace

Cluster::Cluster(std::optional<Memtables> real_disks, Sabotage sabotage, testing::Random* random,
                 Trace* trace) {
  true_time_ = absl::FromCivil(random->OneOf(FirstDays()), absl::UTCTimeZone()) +
               absl::Minutes(random->Below(24 * 60));
  auto facility_clients = std::make_unique<FacilityClients>(random, trace, Zones());
  facility_clients_ = facility_clients.get();
  auto inventory_clients = std::make_unique<InventoryClients>(random, trace, FacilityNames());
  inventory_clients_ = inventory_clients.get();
  const auto disk = [&] {
    return real_disks.has_value() ? MakeRealDisk(*real_disks)
                                  : MakeMemoryDisk(random->Next(), sabotage);
  };
  AddService({"facility", facility::kRowFormat, &facility_fold_, {}}, disk(),
             std::move(facility_clients));
  AddService({"inventory",
              inventory::kRowFormat,
              &inventory_fold_,
              {{inventory::kFacilityLog, &inventory_facility_fold_}}},
             disk(), std::move(inventory_clients));
  AddService({"headquarters",
              headquarters::kRowFormat,
              &headquarters_fold_,
              {{"inventory/main", &headquarters_inventory_fold_},
               {"facility/main", &headquarters_facility_fold_}}},
             disk(), nullptr);
  for (const auto& [source, follower] : {std::pair{0, 1}, std::pair{0, 2}, std::pair{1, 2}}) {
    links_.push_back(std::make_unique<Link>(services_[source].node.get(),
                                            services_[follower].node.get(), random, trace));
  }
}

void Cluster::AddService(NodeSpec spec, std::unique_ptr<Disk> disk,
                         std::unique_ptr<Clients> clients) {
  Service service;
  service.node = std::make_unique<Node>(std::move(spec), std::move(disk), &true_time_);
  service.clients = std::move(clients);
  services_.push_back(std::move(service));
}

int64_t Cluster::sent() const {
  return facility_clients_->counts().sent + inventory_clients_->counts().sent;
}

std::string Cluster::CheckAgreement(int64_t day) {
  Node& f = *facility().node;
  Node& i = *inventory().node;
  Node& h = *headquarters().node;
  for (Service* service : {&facility(), &inventory()}) {
    service->clients->CheckLog(service->node->store().log());
    if (!service->clients->problem().empty()) return service->clients->problem();
  }
  return FirstOf({
      [&] { return CheckRebuild(f, {}); },
      [&] { return CheckRebuild(i, {&f}); },
      [&] {
        return CheckRebuild(h, {&i, &f});
      },
      [&] {
        return facility::CompareFacilities(facility_clients_->model(), *f.Rows(), f.Read().now);
      },
      [&] { return CheckInventory(day); },
      [&] { return CheckLevels(*h.Rows(), i.store().log()); },
  });
}

std::string Cluster::CheckInventory(int64_t day) {
  Node& node = *inventory().node;
  const auto rows = node.Rows();
  const inventory::Model& model = inventory_clients_->model();
  const std::vector<std::string> known = inventory_clients_->KnownFacilities(*rows);
  const absl::Time now = node.Read().now;
  return FirstOf({
      [&] { return inventory::CompareStock(model, *rows, known, std::nullopt, now); },
      [&] { return inventory::CompareStock(model, *rows, known, day, now); },
      [&] { return inventory::CompareExceptions(model, *rows, known, now); },
      [&] { return inventory::CompareCounts(model, *rows, known); },
      [&] { return inventory::AuditRows(*rows); },
      [&] { return inventory::AuditZeroSum(*rows, node.store().log()); },
  });
}

}  // namespace waystation::simulation
