#include <utility>

#include "services/facility/domain/names.h"
#include "services/facility/handler/handlers.h"
#include "services/facility/handler/paging.h"
#include "services/facility/handler/validate.h"
#include "services/facility/store/command.h"
#include "services/facility/store/list.h"
#include "services/facility/store/load.h"
#include "services/runtime/read.h"
#include "services/runtime/write.h"
#include "waystation/facility/v1/installation.grpc.pb.h"

namespace waystation::facility {
namespace {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
using storage::RowReader;

class InstallationHandler : public v1::InstallationService::CallbackService {
 public:
  explicit InstallationHandler(runtime::StoreHost* host) : host_(host) {}

  ServerUnaryReactor* SetInstallation(CallbackServerContext* context,
                                      const v1::SetInstallationRequest* request,
                                      v1::SetInstallationResponse* response) override {
    return ChangeRegister(context, request, response);
  }

  ServerUnaryReactor* RemoveInstallation(CallbackServerContext* context,
                                         const v1::RemoveInstallationRequest* request,
                                         v1::RemoveInstallationResponse* response) override {
    return ChangeRegister(context, request, response);
  }

  ServerUnaryReactor* GetInstallation(CallbackServerContext* context,
                                      const v1::GetInstallationRequest* request,
                                      v1::GetInstallationResponse* response) override {
    return runtime::Read(host_, context, request, response, Validate(*request),
                         [request](const RowReader& rows, absl::Time,
                                   v1::GetInstallationResponse* answer) -> absl::Status {
                           const std::string facility = FacilityName(FacilityIdOf(request->name()));
                           RETURN_IF_ERROR(facility::GetFacility(rows, facility).status());
                           ASSIGN_OR_RETURN(*answer->mutable_installation(),
                                            facility::GetInstallation(rows, request->name()));
                           return absl::OkStatus();
                         });
  }

  ServerUnaryReactor* ListInstallations(CallbackServerContext* context,
                                        const v1::ListInstallationsRequest* request,
                                        v1::ListInstallationsResponse* response) override {
    return runtime::Read(
        host_, context, request, response, Validate(*request),
        [request](const RowReader& rows, absl::Time,
                  v1::ListInstallationsResponse* answer) -> absl::Status {
          ASSIGN_OR_RETURN(const PageRequest wanted, PageOf(*request));
          ASSIGN_OR_RETURN(auto page, facility::ListInstallations(rows, request->parent(), wanted));
          answer->set_next_page_token(TokenFor(*request, page.next_key));
          for (v1::Installation& item : page.items) *answer->add_installations() = std::move(item);
          return absl::OkStatus();
        });
  }

  ServerUnaryReactor* ListInstallationChanges(
      CallbackServerContext* context, const v1::ListInstallationChangesRequest* request,
      v1::ListInstallationChangesResponse* response) override {
    return runtime::Read(host_, context, request, response, Validate(*request),
                         [request](const RowReader& rows, absl::Time,
                                   v1::ListInstallationChangesResponse* answer) -> absl::Status {
                           ASSIGN_OR_RETURN(const PageRequest wanted, PageOf(*request));
                           ASSIGN_OR_RETURN(auto page, facility::ListInstallationChanges(
                                                           rows, request->parent(), wanted));
                           answer->set_next_page_token(TokenFor(*request, page.next_key));
                           for (v1::InstallationChange& item : page.items)
                             *answer->add_changes() = std::move(item);
                           return absl::OkStatus();
                         });
  }

 private:
  // Both writes answer with the installation that their event carries.
  template <typename Request, typename Response>
  ServerUnaryReactor* ChangeRegister(CallbackServerContext* context, const Request* request,
                                     Response* response) {
    runtime::WriteSpec<Request, Response> spec;
    spec.violations = Validate(*request);
    spec.decide = [request](const RowReader& rows, const storage::DecideContext& decide) {
      return Decide(*request, rows, decide);
    };
    spec.answer = [](const storage::Outcome& outcome, Response* answer) -> absl::Status {
      ASSIGN_OR_RETURN(const v1::Event event, FirstEvent(outcome));
      *answer->mutable_installation() = event.has_installation_removed()
                                            ? event.installation_removed().installation()
                                            : event.installation_set().installation();
      return absl::OkStatus();
    };
    return runtime::Write(host_, context, request, response, std::move(spec));
  }

  runtime::StoreHost* const host_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeInstallationHandler(runtime::StoreHost* host) {
  return std::make_unique<InstallationHandler>(host);
}

}  // namespace waystation::facility
