#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "clients/load/region.h"
#include "clients/load/workload.h"

namespace waystation::load {
namespace {

using inventory::v1::CreateMovementRequest;
using inventory::v1::CreateMovementResponse;

constexpr int64_t kLargestQuantity = 1000;

// Receipts, now, scattered over the region: `lines` items a movement, one after another.
class Receipts : public Workload {
 public:
  Receipts(const Options& options, int lines, std::string unit)
      : options_(options), lines_(lines), unit_(std::move(unit)), happened_(absl::Now()) {}

  absl::StatusOr<Call> Next(int64_t index) const override {
    const int64_t facility = Scattered(options_.seed, index, options_.facilities);
    CreateMovementRequest request = CreateMovement(options_.seed, unit_, index, facility,
                                                   inventory::v1::MOVEMENT_KIND_RECEIPT, happened_);
    const int64_t first = Scattered(options_.seed + 1, index, options_.items);
    for (int line = 0; line < lines_; ++line) {
      AddLine((first + line) % options_.items,
              1 + Scattered(options_.seed, index + line, kLargestQuantity), happened_, request);
    }
    return MakeCall<CreateMovementResponse>(request);
  }

  int64_t units_per_call() const override { return lines_; }
  std::string unit() const override { return unit_; }
  bool writes() const override { return true; }

 private:
  const Options& options_;
  const int lines_;
  const std::string unit_;
  const absl::Time happened_;
};

}  // namespace

std::unique_ptr<Workload> MakeWriteWorkload(const Options& options) {
  if (options.workload == "receipts") return std::make_unique<Receipts>(options, 1, "receipts");
  if (options.workload == "batches") {
    return std::make_unique<Receipts>(options, options.lines, "lines");
  }
  if (auto workload = MakeFacilityWorkload(options); workload != nullptr) return workload;
  return MakeInventoryWorkload(options);
}

}  // namespace waystation::load
