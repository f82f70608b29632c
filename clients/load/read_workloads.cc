#include "absl/strings/str_cat.h"
#include "clients/load/link.h"
#include "clients/load/region.h"
#include "clients/load/workload.h"
#include "waystation/common/v1/clock.pb.h"
#include "waystation/headquarters/v1/supply.pb.h"
#include "waystation/inventory/v1/stock.pb.h"

namespace waystation::load {
namespace {

using headquarters::v1::ListFacilityOverviewsRequest;
using headquarters::v1::ListFacilityOverviewsResponse;
using headquarters::v1::ListSupplyLevelsRequest;
using headquarters::v1::ListSupplyLevelsResponse;

constexpr int kLargestPage = 1000;

// The same call again and again.
class Same : public Workload {
 public:
  explicit Same(absl::StatusOr<Call> call) : call_(std::move(call)) {}
  absl::StatusOr<Call> Next(int64_t) const override { return call_; }

 protected:
  absl::StatusOr<Call> call_;
};

class Stock : public Workload {
 public:
  explicit Stock(const Options& options) : options_(options) {}

  absl::StatusOr<Call> Next(int64_t index) const override {
    inventory::v1::ListStockRequest request;
    request.set_facility(absl::StrCat(
        "facilities/", FacilityId(Scattered(options_.seed, index, options_.facilities))));
    if (options_.workload == "stock") {
      request.set_item(
          absl::StrCat("items/", ItemId(Scattered(options_.seed + 1, index, options_.items))));
    }
    request.set_page_size(options_.page_size);
    return MakeCall<inventory::v1::ListStockResponse>(request);
  }

 private:
  const Options& options_;
};

// A page that begins `skipped` rows into a list. A page token holds for any page size, so that the
// way there is short.
template <typename Request, typename Response, int (Response::*kRows)() const>
class DeepPage : public Same {
 public:
  DeepPage(Request request, int page_size, int64_t skipped)
      : Same(absl::InternalError("the page token was not asked for")),
        request_(std::move(request)),
        page_size_(page_size),
        skipped_(skipped) {}

  absl::Status Prepare(Link& link) override {
    for (int64_t left = skipped_; left > 0;) {
      request_.set_page_size(static_cast<int>(std::min<int64_t>(left, kLargestPage)));
      const absl::StatusOr<Response> page = link.Ask<Response>(request_);
      if (!page.ok()) return page.status();
      left -= (*page.*kRows)();
      request_.set_page_token(page->next_page_token());
      if (page->next_page_token().empty()) {
        return absl::OutOfRangeError("the list ends before so deep a page: lower --depth");
      }
    }
    request_.set_page_size(page_size_);
    call_ = MakeCall<Response>(request_);
    return call_.status();
  }

 private:
  Request request_;
  const int page_size_;
  const int64_t skipped_;
};

using DeepLevels = DeepPage<ListSupplyLevelsRequest, ListSupplyLevelsResponse,
                            &ListSupplyLevelsResponse::supply_levels_size>;
using DeepOverviews = DeepPage<ListFacilityOverviewsRequest, ListFacilityOverviewsResponse,
                               &ListFacilityOverviewsResponse::facility_overviews_size>;

std::unique_ptr<Workload> MakeLevels(const Options& options) {
  ListSupplyLevelsRequest request;
  request.set_order(headquarters::v1::SUPPLY_ORDER_RUN_OUT);
  if (options.workload == "levels-deep") {
    return std::make_unique<DeepLevels>(request, options.page_size, options.depth);
  }
  if (options.workload == "levels-filter") {
    request.mutable_filter()->add_facility_kinds(facility::v1::FACILITY_KIND_FIELD_HOSPITAL);
    request.mutable_filter()->add_vital_classes(inventory::v1::VITAL_CLASS_VITAL);
  }
  request.set_page_size(options.page_size);
  return std::make_unique<Same>(MakeCall<ListSupplyLevelsResponse>(request));
}

std::unique_ptr<Workload> MakeOverviews(const Options& options) {
  ListFacilityOverviewsRequest request;
  if (options.workload == "overviews-deep") {
    return std::make_unique<DeepOverviews>(request, options.page_size,
                                           options.depth / options.items);
  }
  request.set_page_size(options.page_size);
  return std::make_unique<Same>(MakeCall<ListFacilityOverviewsResponse>(request));
}

}  // namespace

std::unique_ptr<Workload> MakeWorkload(const Options& options) {
  const std::string& name = options.workload;
  if (name == "empty") {
    // An empty HealthCheckRequest: the server as a whole.
    return std::make_unique<Same>(Call{.method = "/grpc.health.v1.Health/Check", .request = ""});
  }
  if (name == "clock") {
    return std::make_unique<Same>(
        MakeCall<common::v1::GetClockResponse>(common::v1::GetClockRequest()));
  }
  if (name == "stock" || name == "stock-page") return std::make_unique<Stock>(options);
  if (name.rfind("levels", 0) == 0) return MakeLevels(options);
  if (name == "endings") {
    headquarters::v1::ListEndingsRequest request;
    request.set_page_size(options.page_size);
    return std::make_unique<Same>(MakeCall<headquarters::v1::ListEndingsResponse>(request));
  }
  if (name.rfind("overviews", 0) == 0) return MakeOverviews(options);
  return MakeWriteWorkload(options);
}

}  // namespace waystation::load
