#include "services/headquarters/handler/supply_handler.h"

#include <string>
#include <utility>

#include "services/headquarters/domain/day.h"
#include "services/headquarters/handler/basis.h"
#include "services/headquarters/handler/validate.h"
#include "services/headquarters/store/facts.h"
#include "services/headquarters/store/list_endings.h"
#include "services/headquarters/store/list_levels.h"
#include "services/headquarters/store/list_overviews.h"
#include "services/runtime/page.h"
#include "services/runtime/read.h"
#include "services/runtime/watch.h"
#include "storage/base/status_macros.h"
#include "waystation/headquarters/v1/supply.grpc.pb.h"

namespace waystation::headquarters {
namespace {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
using storage::RowReader;

template <typename Request>
LevelQuery QueryOf(const Request& request) {
  return {.filter = request.filter(),
          .order = request.order(),
          .page_size = runtime::PageSize(request.page_size()),
          .after_key = ""};
}

// The moment of a read, or as of the day that the request gives.
template <typename Request>
ReadMoment MomentOf(const Request& request, absl::Time now, const v1::Basis& basis) {
  ReadMoment moment = MakeMoment(now, basis);
  if (request.has_as_of_date()) moment.as_of_day = DayOfDate(request.as_of_date());
  return moment;
}

// The key where `request`'s page begins; next tokens are made for the same request.
template <typename Request>
absl::StatusOr<std::string> AfterKey(const Request& request) {
  return runtime::DecodePageToken(request.page_token(), runtime::FilterHash(request),
                                  kInventoryLog);
}

template <typename Request>
std::string NextToken(const Request& request, const std::string& next_key) {
  if (next_key.empty()) return "";
  return runtime::EncodePageToken(
      {.filter_hash = runtime::FilterHash(request), .log = kInventoryLog, .last_key = next_key});
}

class SupplyHandler : public v1::SupplyService::WithRawCallbackMethod_WatchSupplyLevels<
                          v1::SupplyService::CallbackService> {
 public:
  explicit SupplyHandler(runtime::StoreHost* host) : host_(host) {}

  ServerUnaryReactor* ListSupplyLevels(CallbackServerContext* context,
                                       const v1::ListSupplyLevelsRequest* request,
                                       v1::ListSupplyLevelsResponse* response) override {
    return runtime::Read(
        host_, context, request, response, ValidateListSupplyLevels(*request),
        [host = host_, request](const RowReader& rows, absl::Time now,
                                v1::ListSupplyLevelsResponse* answer) -> absl::Status {
          LevelQuery query = QueryOf(*request);
          // The index by run-out is of today's.
          if (request->has_as_of_date() && query.order == v1::SUPPLY_ORDER_UNSPECIFIED) {
            query.order = v1::SUPPLY_ORDER_FACILITY;
          }
          ASSIGN_OR_RETURN(query.after_key, AfterKey(*request));
          ASSIGN_OR_RETURN(*answer->mutable_basis(), MakeBasis(*host, rows, now));
          const ReadMoment moment = MomentOf(*request, now, answer->basis());
          Facts facts(rows, moment);
          ASSIGN_OR_RETURN(LevelPage page, ListLevels(facts, query));
          for (v1::SupplyLevel& level : page.levels) {
            *answer->add_supply_levels() = std::move(level);
          }
          answer->set_next_page_token(NextToken(*request, page.next_key));
          return absl::OkStatus();
        });
  }

  ServerUnaryReactor* GetSupplyLevel(CallbackServerContext* context,
                                     const v1::GetSupplyLevelRequest* request,
                                     v1::GetSupplyLevelResponse* response) override {
    return runtime::Read(
        host_, context, request, response, ValidateGetSupplyLevel(*request),
        [host = host_, request](const RowReader& rows, absl::Time now,
                                v1::GetSupplyLevelResponse* answer) -> absl::Status {
          const auto ids = runtime::SplitName(request->name(), "facilities/*/supplyLevels/*");
          ASSIGN_OR_RETURN(*answer->mutable_basis(), MakeBasis(*host, rows, now));
          const ReadMoment moment = MomentOf(*request, now, answer->basis());
          Facts facts(rows, moment);
          ASSIGN_OR_RETURN(*answer->mutable_supply_level(),
                           LoadSupplyLevel(facts, (*ids)[0], (*ids)[1]));
          return absl::OkStatus();
        });
  }

  runtime::WatchReactor* WatchSupplyLevels(CallbackServerContext* context,
                                           const grpc::ByteBuffer* bytes) override {
    return runtime::Watch<v1::WatchSupplyLevelsRequest, v1::WatchSupplyLevelsResponse>(
        host_, context, *bytes, ValidateWatchSupplyLevels,
        [host = host_](const v1::WatchSupplyLevelsRequest& request, const RowReader& rows,
                       absl::Time now, v1::WatchSupplyLevelsResponse* answer) -> absl::Status {
          ASSIGN_OR_RETURN(*answer->mutable_basis(), MakeBasis(*host, rows, now));
          const ReadMoment moment = MakeMoment(now, answer->basis());
          Facts facts(rows, moment);
          ASSIGN_OR_RETURN(LevelPage page, ListLevels(facts, QueryOf(request)));
          for (v1::SupplyLevel& level : page.levels) {
            *answer->add_supply_levels() = std::move(level);
          }
          answer->set_more(!page.next_key.empty());
          return absl::OkStatus();
        });
  }

  ServerUnaryReactor* ListEndings(CallbackServerContext* context,
                                  const v1::ListEndingsRequest* request,
                                  v1::ListEndingsResponse* response) override {
    return runtime::Read(
        host_, context, request, response, ValidateListEndings(*request),
        [host = host_, request](const RowReader& rows, absl::Time now,
                                v1::ListEndingsResponse* answer) -> absl::Status {
          ASSIGN_OR_RETURN(const std::string after_key, AfterKey(*request));
          ASSIGN_OR_RETURN(*answer->mutable_basis(), MakeBasis(*host, rows, now));
          const ReadMoment moment = MakeMoment(now, answer->basis());
          Facts facts(rows, moment);
          ASSIGN_OR_RETURN(
              EndingPage page,
              LoadEndings(facts, *request, runtime::PageSize(request->page_size()), after_key));
          for (v1::Ending& ending : page.endings) *answer->add_endings() = std::move(ending);
          answer->set_next_page_token(NextToken(*request, page.next_key));
          return absl::OkStatus();
        });
  }

  ServerUnaryReactor* ListFacilityOverviews(CallbackServerContext* context,
                                            const v1::ListFacilityOverviewsRequest* request,
                                            v1::ListFacilityOverviewsResponse* response) override {
    return runtime::Read(
        host_, context, request, response, ValidateListFacilityOverviews(*request),
        [host = host_, request](const RowReader& rows, absl::Time now,
                                v1::ListFacilityOverviewsResponse* answer) -> absl::Status {
          ASSIGN_OR_RETURN(const std::string after_key, AfterKey(*request));
          ASSIGN_OR_RETURN(*answer->mutable_basis(), MakeBasis(*host, rows, now));
          const ReadMoment moment = MakeMoment(now, answer->basis());
          Facts facts(rows, moment);
          ASSIGN_OR_RETURN(
              OverviewPage page,
              ListOverviews(facts, *request, runtime::PageSize(request->page_size()), after_key));
          for (v1::FacilityOverview& overview : page.overviews) {
            *answer->add_facility_overviews() = std::move(overview);
          }
          answer->set_next_page_token(NextToken(*request, page.next_key));
          return absl::OkStatus();
        });
  }

  ServerUnaryReactor* ListSources(CallbackServerContext* context,
                                  const v1::ListSourcesRequest* request,
                                  v1::ListSourcesResponse* response) override {
    return runtime::Read(host_, context, request, response, {},
                         [host = host_](const RowReader& rows, absl::Time now,
                                        v1::ListSourcesResponse* answer) -> absl::Status {
                           ASSIGN_OR_RETURN(*answer->mutable_basis(), MakeBasis(*host, rows, now));
                           return absl::OkStatus();
                         });
  }

 private:
  runtime::StoreHost* const host_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeSupplyHandler(runtime::StoreHost* host) {
  return std::make_unique<SupplyHandler>(host);
}

}  // namespace waystation::headquarters
