#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "clients/load/link.h"
#include "clients/load/region.h"
#include "clients/load/workload.h"
#include "waystation/inventory/v1/recall.pb.h"
#include "waystation/inventory/v1/reservation.pb.h"
#include "waystation/inventory/v1/stock.pb.h"

namespace waystation::load {
namespace {

namespace v1 = inventory::v1;

// After the receipts of build, before all that history records.
constexpr absl::Duration kLateAge = absl::Hours(24 * 18);
constexpr absl::Duration kPlentyAge = absl::Hours(24 * 19);
constexpr absl::Duration kHistoryAge = absl::Hours(24 * 15);
constexpr absl::Duration kHistoryStep = absl::Seconds(10);
constexpr absl::Duration kLotAge = absl::Hours(24 * 5);
constexpr absl::Duration kPromised = absl::Hours(24 * 3);
// More than any run promises or uses.
constexpr int64_t kPlenty = 100'000'000;

std::string FacilityNameOf(int64_t number) {
  return absl::StrCat("facilities/", FacilityId(number));
}

std::string ItemNameOf(int64_t number) { return absl::StrCat("items/", ItemId(number)); }

class InventoryWrite : public Workload {
 public:
  explicit InventoryWrite(const Options& options) : options_(options), now_(absl::Now()) {}
  bool writes() const override { return true; }

 protected:
  // Brings in more of the first item at the first facility than is ever needed.
  absl::Status BringPlenty(Link& link, absl::Time happened) const {
    v1::CreateMovementRequest request =
        CreateMovement(options_.seed, "plenty", 0, 0, v1::MOVEMENT_KIND_RECEIPT, happened);
    AddLine(0, kPlenty, happened, request);
    return link.Ask<v1::CreateMovementResponse>(request).status();
  }

  const Options& options_;
  const absl::Time now_;
};

// Receipts into lots of one unit each, or the uses that take all of them: each call has an item and
// a facility of its own, so --operations is at most --facilities times --items.
class Lots : public InventoryWrite {
 public:
  Lots(const Options& options, v1::MovementKind kind)
      : InventoryWrite(options), receipt_(kind == v1::MOVEMENT_KIND_RECEIPT), kind_(kind) {}

  absl::StatusOr<Call> Next(int64_t index) const override {
    const int64_t item = index / options_.facilities;
    if (item >= options_.items) {
      return absl::OutOfRangeError("--operations is above --facilities times --items");
    }
    const absl::Time happened = now_ - (receipt_ ? kLotAge : absl::ZeroDuration());
    v1::CreateMovementRequest request =
        CreateMovement(options_.seed, receipt_ ? "lots" : "issue-lots", index,
                       index % options_.facilities, kind_, happened);
    if (!receipt_) {
      AddLine(item, options_.lots, happened, request);
      return MakeCall<v1::CreateMovementResponse>(request);
    }
    for (int lot = 0; lot < options_.lots; ++lot) {
      AddLine(item, 1, happened, request);
      v1::MovementLine& line =
          *request.mutable_movement()->mutable_lines(request.movement().lines_size() - 1);
      line.set_lot(absl::StrCat("load-lot-", lot));
      // Before what build received, so that these are used first.
      line.mutable_expiry_date()->set_year(line.expiry_date().year() - 1);
    }
    return MakeCall<v1::CreateMovementResponse>(request);
  }

 private:
  const bool receipt_;
  const v1::MovementKind kind_;
};

class Reserve : public InventoryWrite {
 public:
  explicit Reserve(const Options& options) : InventoryWrite(options) {}

  absl::Status Prepare(Link& link) override {
    return options_.workload == "reserve" ? BringPlenty(link, now_) : absl::OkStatus();
  }

  absl::StatusOr<Call> Next(int64_t index) const override {
    const bool one = options_.workload == "reserve";
    v1::CreateReservationRequest request;
    request.set_request_id(RequestId(options_.seed, options_.workload, index));
    request.set_parent(
        FacilityNameOf(one ? 0 : Scattered(options_.seed, index, options_.facilities)));
    v1::Reservation& reservation = *request.mutable_reservation();
    reservation.set_owner("load-generator");
    reservation.set_priority(v1::RESERVATION_PRIORITY_OTHER);
    reservation.set_purpose("load");
    reservation.mutable_expire_time()->set_seconds(absl::ToUnixSeconds(now_ + kPromised));
    v1::ReservationLine& line = *reservation.add_lines();
    line.set_item(ItemNameOf(one ? 0 : Scattered(options_.seed + 1, index, options_.items)));
    line.set_quantity(1);
    return MakeCall<v1::CreateReservationResponse>(request);
  }
};

class History : public InventoryWrite {
 public:
  explicit History(const Options& options) : InventoryWrite(options) {}

  absl::StatusOr<Call> Next(int64_t index) const override {
    const absl::Time happened = now_ - kHistoryAge + index * kHistoryStep;
    v1::CreateMovementRequest request =
        CreateMovement(options_.seed, "history", index, 0, v1::MOVEMENT_KIND_RECEIPT, happened);
    // One date, so one lot and one position.
    AddLine(0, 1, now_, request);
    return MakeCall<v1::CreateMovementResponse>(request);
  }
};

class Late : public InventoryWrite {
 public:
  explicit Late(const Options& options) : InventoryWrite(options) {}

  absl::Status Prepare(Link& link) override { return BringPlenty(link, now_ - kPlentyAge); }

  absl::StatusOr<Call> Next(int64_t index) const override {
    const absl::Time happened = now_ - kLateAge;
    v1::CreateMovementRequest request =
        CreateMovement(options_.seed, "late", index, 0, v1::MOVEMENT_KIND_ISSUE, happened);
    AddLine(0, 1, happened, request);
    return MakeCall<v1::CreateMovementResponse>(request);
  }
};

class RecallLots : public InventoryWrite {
 public:
  explicit RecallLots(const Options& options) : InventoryWrite(options) {}

  // What build received of every item has the same date, so lots of one name.
  absl::Status Prepare(Link& link) override {
    v1::ListStockRequest request;
    request.set_facility(FacilityNameOf(0));
    request.set_item(ItemNameOf(0));
    const auto stock = link.Ask<v1::ListStockResponse>(request);
    if (!stock.ok()) return stock.status();
    if (stock->lines().empty()) return absl::NotFoundError("there is no stock: build the region");
    lot_ = stock->lines(0).lot();
    if (options_.workload == "recall") return absl::OkStatus();
    const auto recall = link.Ask<v1::CreateRecallResponse>(Recalling(0));
    if (!recall.ok()) return recall.status();
    name_ = recall->recall().name();
    return absl::OkStatus();
  }

  absl::StatusOr<Call> Next(int64_t index) const override {
    if (options_.workload == "recall") {
      return MakeCall<v1::CreateRecallResponse>(Recalling(index));
    }
    v1::GetRecallProgressRequest request;
    request.set_name(name_);
    return MakeCall<v1::GetRecallProgressResponse>(request);
  }

 private:
  v1::CreateRecallRequest Recalling(int64_t index) const {
    v1::CreateRecallRequest request;
    request.set_request_id(RequestId(options_.seed, options_.workload, index));
    v1::Recall& recall = *request.mutable_recall();
    recall.set_item(ItemNameOf(index % options_.items));
    recall.add_lots(lot_);
    recall.set_recall_class(v1::RECALL_CLASS_II);
    recall.set_authority("load-generator");
    recall.set_reason("load");
    recall.set_instruction(v1::RECALL_INSTRUCTION_QUARANTINE);
    return request;
  }

  std::string lot_;
  std::string name_;
};

absl::StatusOr<std::vector<std::string>> LinesOf(const std::string& file) {
  std::ifstream stream(file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) {
    if (!line.empty()) lines.push_back(line);
  }
  if (lines.empty()) return absl::InvalidArgumentError(absl::StrCat(file, " has no lines"));
  return lines;
}

class Catalogue : public InventoryWrite {
 public:
  explicit Catalogue(const Options& options) : InventoryWrite(options) {}

  absl::Status Prepare(Link&) override {
    auto lines = LinesOf(options_.catalogue);
    if (!lines.ok()) return lines.status();
    lines_ = *std::move(lines);
    return absl::OkStatus();
  }

  absl::StatusOr<Call> Next(int64_t index) const override {
    if (index >= static_cast<int64_t>(lines_.size())) {
      return absl::OutOfRangeError("--operations is above the lines of --catalogue");
    }
    const std::vector<std::string> parts = absl::StrSplit(lines_[static_cast<size_t>(index)], '\t');
    if (parts.size() < 3 || parts.size() % 2 == 0) {
      return absl::InvalidArgumentError(absl::StrCat(
          "line ", index + 1, " of --catalogue is not an id with languages and names"));
    }
    v1::CreateItemRequest request = CreateItem(options_.seed, index);
    request.set_item_id(parts[0]);
    request.mutable_item()->clear_display_names();
    for (size_t at = 1; at < parts.size(); at += 2) {
      auto& name = *request.mutable_item()->add_display_names();
      name.set_language(parts[at]);
      name.set_text(parts[at + 1]);
    }
    return MakeCall<v1::CreateItemResponse>(request);
  }

 private:
  std::vector<std::string> lines_;
};

class Search : public Workload {
 public:
  explicit Search(const Options& options) : options_(options) {}

  absl::Status Prepare(Link&) override {
    auto lines = LinesOf(options_.texts);
    if (!lines.ok()) return lines.status();
    lines_ = *std::move(lines);
    return absl::OkStatus();
  }

  absl::StatusOr<Call> Next(int64_t index) const override {
    v1::ListItemsRequest request;
    request.set_text(lines_[static_cast<size_t>(index) % lines_.size()]);
    request.set_page_size(options_.page_size);
    return MakeCall<v1::ListItemsResponse>(request);
  }

 private:
  const Options& options_;
  std::vector<std::string> lines_;
};

}  // namespace

std::unique_ptr<Workload> MakeInventoryWorkload(const Options& options) {
  const std::string& name = options.workload;
  if (name == "lots") return std::make_unique<Lots>(options, v1::MOVEMENT_KIND_RECEIPT);
  if (name == "issue-lots") return std::make_unique<Lots>(options, v1::MOVEMENT_KIND_ISSUE);
  if (name == "reserve" || name == "reserve-spread") return std::make_unique<Reserve>(options);
  if (name == "history") return std::make_unique<History>(options);
  if (name == "late") return std::make_unique<Late>(options);
  if (name == "recall" || name == "recall-progress") return std::make_unique<RecallLots>(options);
  if (name == "catalogue") return std::make_unique<Catalogue>(options);
  if (name == "search") return std::make_unique<Search>(options);
  return nullptr;
}

}  // namespace waystation::load
