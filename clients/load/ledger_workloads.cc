#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "clients/load/link.h"
#include "clients/load/region.h"
#include "clients/load/workload.h"
#include "waystation/inventory/v1/recall.pb.h"
#include "waystation/inventory/v1/reservation.pb.h"
#include "waystation/inventory/v1/stock.pb.h"

namespace waystation::load {
namespace {

using inventory::v1::CreateMovementRequest;
using inventory::v1::CreateMovementResponse;

// Lines of a movement while nothing is timed.
constexpr int kSetUpLines = 2000;
// More than any run takes.
constexpr int64_t kPlenty = 1'000'000'000;

std::string FacilityNameOf(int64_t number) {
  return absl::StrCat("facilities/", FacilityId(number));
}

std::string ItemNameOf(int64_t number) { return absl::StrCat("items/", ItemId(number)); }

absl::Status Record(Link& link, const CreateMovementRequest& request) {
  return link.Ask<CreateMovementResponse>(request).status();
}

// Each call empties the lots of another item at another facility, which were received before.
class Issues : public Workload {
 public:
  explicit Issues(const Options& options) : options_(options), now_(absl::Now()) {}

  absl::Status Prepare(Link& link) override {
    int64_t movements = 0;
    for (int64_t facility = 0; facility < options_.facilities; ++facility) {
      CreateMovementRequest request = Empty(facility, movements);
      for (int64_t item = 0; item < options_.items; ++item) {
        for (int lot = 0; lot < options_.lots; ++lot) {
          AddLine(item, 1, now_, request);
          // First of all to go, whatever else there is.
          auto& line = *request.mutable_movement()->mutable_lines()->rbegin();
          line.set_lot(absl::StrCat("issue-", options_.seed, "-", lot));
          line.mutable_expiry_date()->set_year(line.expiry_date().year() - 1);
          if (request.movement().lines_size() < kSetUpLines) continue;
          const absl::Status recorded = Record(link, request);
          if (!recorded.ok()) return recorded;
          request = Empty(facility, ++movements);
        }
      }
      if (request.movement().lines().empty()) continue;
      const absl::Status recorded = Record(link, request);
      if (!recorded.ok()) return recorded;
      ++movements;
    }
    return absl::OkStatus();
  }

  absl::StatusOr<Call> Next(int64_t index) const override {
    if (index >= options_.facilities * options_.items) {
      return absl::OutOfRangeError("every item of every facility was issued: give --operations");
    }
    CreateMovementRequest request =
        CreateMovement(options_.seed, "issue", index, index % options_.facilities,
                       inventory::v1::MOVEMENT_KIND_ISSUE, now_);
    request.mutable_movement()->set_intent(inventory::v1::INTENT_ORDER);
    AddLine(index / options_.facilities, options_.lots, now_, request);
    return MakeCall<CreateMovementResponse>(request);
  }

  std::string unit() const override { return "issues"; }
  bool writes() const override { return true; }

 private:
  CreateMovementRequest Empty(int64_t facility, int64_t index) const {
    return CreateMovement(options_.seed, "issue-lots", index, facility,
                          inventory::v1::MOVEMENT_KIND_RECEIPT, now_ - absl::Minutes(1));
  }

  const Options& options_;
  const absl::Time now_;
};

// All want the same item of the same facility, and there is enough for all.
class Promises : public Workload {
 public:
  explicit Promises(const Options& options) : options_(options), now_(absl::Now()) {}

  absl::Status Prepare(Link& link) override {
    CreateMovementRequest request =
        CreateMovement(options_.seed, "promised", 0, 0, inventory::v1::MOVEMENT_KIND_RECEIPT, now_);
    AddLine(0, kPlenty, now_, request);
    return Record(link, request);
  }

  absl::StatusOr<Call> Next(int64_t index) const override {
    inventory::v1::CreateReservationRequest request;
    request.set_request_id(RequestId(options_.seed, "promise", index));
    request.set_parent(FacilityNameOf(0));
    inventory::v1::Reservation& reservation = *request.mutable_reservation();
    reservation.set_owner(absl::StrCat("ward-", index));
    reservation.set_priority(inventory::v1::RESERVATION_PRIORITY_CLINICAL);
    reservation.mutable_expire_time()->set_seconds(absl::ToUnixSeconds(now_ + absl::Hours(24)));
    inventory::v1::ReservationLine& line = *reservation.add_lines();
    line.set_item(ItemNameOf(0));
    line.set_quantity(1);
    return MakeCall<inventory::v1::CreateReservationResponse>(request);
  }

  std::string unit() const override { return "reservations"; }
  bool writes() const override { return true; }

 private:
  const Options& options_;
  const absl::Time now_;
};

// Receipts of an item on a day before all that was used of it, a day's uses in one movement.
class LateEntries : public Workload {
 public:
  explicit LateEntries(const Options& options)
      : options_(options), first_(absl::Now() - absl::Hours(24) * (kDays + 2)) {}

  absl::Status Prepare(Link& link) override {
    CreateMovementRequest opening = Movement("late-opening", 0, kReceipt, first_);
    AddLine(0, kPlenty, first_, opening);
    absl::Status recorded = Record(link, opening);
    const int64_t a_day = (options_.later + kDays - 1) / kDays;
    for (int64_t done = 0, day = 0; recorded.ok() && done < options_.later; ++day) {
      const absl::Time happened = first_ + absl::Hours(24) * (1 + day % kDays);
      CreateMovementRequest uses =
          Movement("late-use", day, inventory::v1::MOVEMENT_KIND_ISSUE, happened);
      const int64_t until = std::min({options_.later, done + a_day, done + kSetUpLines});
      for (; done < until; ++done) AddLine(0, 1, happened, uses);
      recorded = Record(link, uses);
    }
    return recorded;
  }

  absl::StatusOr<Call> Next(int64_t index) const override {
    CreateMovementRequest request = Movement("late", index, kReceipt, first_);
    AddLine(0, 1, first_, request);
    return MakeCall<CreateMovementResponse>(request);
  }

  std::string unit() const override { return "late receipts"; }
  bool writes() const override { return true; }

 private:
  static constexpr int64_t kDays = 390;
  static constexpr auto kReceipt = inventory::v1::MOVEMENT_KIND_RECEIPT;

  CreateMovementRequest Movement(absl::string_view what, int64_t index,
                                 inventory::v1::MovementKind kind, absl::Time happened) const {
    return CreateMovement(options_.seed, what, index, 0, kind, happened);
  }

  const Options& options_;
  const absl::Time first_;
};

// The lot of the item that lies at the first facility, and with it at all others of the region.
absl::StatusOr<std::string> LotOf(const Options& options, Link& link, int64_t item) {
  inventory::v1::ListStockRequest request;
  request.set_facility(FacilityNameOf(0));
  request.set_item(ItemNameOf(item));
  request.set_page_size(1);
  const auto stock = link.Ask<inventory::v1::ListStockResponse>(request);
  if (!stock.ok()) return stock.status();
  if (stock->lines().empty()) {
    return absl::NotFoundError(absl::StrCat("no stock of ", ItemNameOf(item), " in ",
                                            options.server, ": run the workload build first"));
  }
  return stock->lines(0).lot();
}

class Recalls : public Workload {
 public:
  explicit Recalls(const Options& options) : options_(options) {}

  absl::Status Prepare(Link& link) override {
    const absl::StatusOr<std::string> lot = LotOf(options_, link, 0);
    if (!lot.ok()) return lot.status();
    lot_ = *lot;
    return absl::OkStatus();
  }

  absl::StatusOr<Call> Next(int64_t index) const override {
    return MakeCall<inventory::v1::CreateRecallResponse>(Request(index));
  }

  std::string unit() const override { return "recalls"; }
  bool writes() const override { return true; }

 protected:
  inventory::v1::CreateRecallRequest Request(int64_t index) const {
    inventory::v1::CreateRecallRequest request;
    request.set_request_id(RequestId(options_.seed, "recall", index));
    inventory::v1::Recall& recall = *request.mutable_recall();
    recall.set_item(ItemNameOf(index % options_.items));
    recall.add_lots(lot_);
    recall.set_recall_class(inventory::v1::RECALL_CLASS_II);
    recall.set_authority("load-generator");
    recall.set_reason("load");
    recall.set_instruction(inventory::v1::RECALL_INSTRUCTION_QUARANTINE);
    recall.set_recorded_by("load-generator");
    return request;
  }

  const Options& options_;
  std::string lot_;
};

class RecallProgress : public Recalls {
 public:
  using Recalls::Recalls;

  absl::Status Prepare(Link& link) override {
    const absl::Status prepared = Recalls::Prepare(link);
    if (!prepared.ok()) return prepared;
    const auto recall = link.Ask<inventory::v1::CreateRecallResponse>(Request(0));
    if (!recall.ok()) return recall.status();
    inventory::v1::GetRecallProgressRequest request;
    request.set_name(recall->recall().name());
    call_ = MakeCall<inventory::v1::GetRecallProgressResponse>(request);
    return call_.status();
  }

  absl::StatusOr<Call> Next(int64_t) const override { return call_; }
  std::string unit() const override { return "answers"; }

 private:
  absl::StatusOr<Call> call_ = absl::InternalError("no recall was made");
};

// Every beginning of the names of items that the server has, as a person types them.
class Search : public Workload {
 public:
  explicit Search(const Options& options) : options_(options) {}

  absl::Status Prepare(Link& link) override {
    inventory::v1::ListItemsRequest request;
    request.set_page_size(kNamesPage);
    do {
      const auto page = link.Ask<inventory::v1::ListItemsResponse>(request);
      if (!page.ok()) return page.status();
      // Scattered over the catalogue, so that one page's words do not stand for all.
      for (int i = 0; i < page->items_size(); i += kItemsPerName) AddName(page->items(i));
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    if (!typed_.empty()) return absl::OkStatus();
    return absl::NotFoundError("the catalogue is empty: there is nothing to search");
  }

  absl::StatusOr<Call> Next(int64_t index) const override {
    inventory::v1::ListItemsRequest request;
    request.set_text(typed_[static_cast<size_t>(index) % typed_.size()]);
    request.set_page_size(options_.page_size);
    return MakeCall<inventory::v1::ListItemsResponse>(request);
  }

  std::string unit() const override { return "searches"; }

 private:
  static constexpr int kNamesPage = 500;
  static constexpr int kItemsPerName = 50;
  static constexpr size_t kLongestTyped = 24;

  void AddName(const inventory::v1::Item& item) {
    if (item.display_names().empty()) return;
    const std::string& name =
        item.display_names(static_cast<int>(typed_.size()) % item.display_names_size()).text();
    for (size_t end = 1; end <= std::min(name.size(), kLongestTyped); ++end) {
      const bool inside_letter =
          end < name.size() && (static_cast<unsigned char>(name[end]) & 0xC0) == 0x80;
      if (!inside_letter && name[end - 1] != ' ') typed_.push_back(name.substr(0, end));
    }
  }

  const Options& options_;
  std::vector<std::string> typed_;
};

}  // namespace

std::unique_ptr<Workload> MakeLedgerWorkload(const Options& options) {
  const std::string& name = options.workload;
  if (name == "issues") return std::make_unique<Issues>(options);
  if (name == "promises") return std::make_unique<Promises>(options);
  if (name == "late") return std::make_unique<LateEntries>(options);
  if (name == "recalls") return std::make_unique<Recalls>(options);
  if (name == "recall-progress") return std::make_unique<RecallProgress>(options);
  if (name == "search") return std::make_unique<Search>(options);
  return nullptr;
}

}  // namespace waystation::load
