#include "services/facility/domain/names.h"
#include "services/facility/handler/answer.h"
#include "services/facility/handler/handlers.h"
#include "services/facility/handler/paging.h"
#include "services/facility/store/list.h"
#include "services/facility/store/load.h"
#include "waystation/facility/v1/installation.grpc.pb.h"

namespace waystation::facility {
namespace {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
using storage::RowReader;

void FillInstallation(const v1::Event& event, v1::SetInstallationResponse* answer) {
  *answer->mutable_installation() = event.installation_set().installation();
}

void FillInstallation(const v1::Event& event, v1::RemoveInstallationResponse* answer) {
  *answer->mutable_installation() = event.installation_removed().installation();
}

absl::Status TellInstallation(const v1::GetInstallationRequest& request, const RowReader& rows,
                              absl::Time, v1::GetInstallationResponse* answer) {
  const std::string facility = FacilityName(FacilityIdOf(request.name()));
  RETURN_IF_ERROR(GetFacility(rows, facility).status());
  ASSIGN_OR_RETURN(*answer->mutable_installation(), GetInstallation(rows, request.name()));
  return absl::OkStatus();
}

absl::Status TellInstallations(const v1::ListInstallationsRequest& request, const RowReader& rows,
                               absl::Time, v1::ListInstallationsResponse* answer) {
  return FillPage(request, answer, answer->mutable_installations(), [&](const PageRequest& page) {
    return ListInstallations(rows, request.parent(), page);
  });
}

absl::Status TellInstallationChanges(const v1::ListInstallationChangesRequest& request,
                                     const RowReader& rows, absl::Time,
                                     v1::ListInstallationChangesResponse* answer) {
  return FillPage(request, answer, answer->mutable_changes(), [&](const PageRequest& page) {
    return ListInstallationChanges(rows, request.parent(), page);
  });
}

class InstallationHandler : public v1::InstallationService::CallbackService {
 public:
  explicit InstallationHandler(runtime::StoreHost* host) : host_(host) {}

  ServerUnaryReactor* SetInstallation(CallbackServerContext* context,
                                      const v1::SetInstallationRequest* request,
                                      v1::SetInstallationResponse* response) override {
    return Record(host_, context, request, response, FillInstallation);
  }

  ServerUnaryReactor* RemoveInstallation(CallbackServerContext* context,
                                         const v1::RemoveInstallationRequest* request,
                                         v1::RemoveInstallationResponse* response) override {
    return Record(host_, context, request, response, FillInstallation);
  }

  ServerUnaryReactor* GetInstallation(CallbackServerContext* context,
                                      const v1::GetInstallationRequest* request,
                                      v1::GetInstallationResponse* response) override {
    return Answer(host_, context, request, response, TellInstallation);
  }

  ServerUnaryReactor* ListInstallations(CallbackServerContext* context,
                                        const v1::ListInstallationsRequest* request,
                                        v1::ListInstallationsResponse* response) override {
    return Answer(host_, context, request, response, TellInstallations);
  }

  ServerUnaryReactor* ListInstallationChanges(
      CallbackServerContext* context, const v1::ListInstallationChangesRequest* request,
      v1::ListInstallationChangesResponse* response) override {
    return Answer(host_, context, request, response, TellInstallationChanges);
  }

 private:
  runtime::StoreHost* const host_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeInstallationHandler(runtime::StoreHost* host) {
  return std::make_unique<InstallationHandler>(host);
}

}  // namespace waystation::facility
