#include <map>
#include <string>
#include <utility>

#include "services/facility/domain/names.h"
#include "services/facility/domain/warnings/warning_change.h"
#include "services/facility/domain/warnings/warning_rules.h"
#include "services/facility/handler/basis.h"
#include "services/facility/handler/handlers.h"
#include "services/facility/handler/paging.h"
#include "services/facility/handler/validate.h"
#include "services/facility/store/command.h"
#include "services/facility/store/list.h"
#include "services/facility/store/load.h"
#include "services/facility/store/load_warnings.h"
#include "services/facility/store/warning_commands.h"
#include "services/runtime/read.h"
#include "services/runtime/write.h"
#include "storage/base/errors.h"
#include "waystation/facility/v1/warning.grpc.pb.h"

namespace waystation::facility {
namespace {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
using storage::RowReader;

// Finds whom to call; reads each facility's register once.
class ContactFinder {
 public:
  explicit ContactFinder(const RowReader& rows) : rows_(rows) {}

  absl::Status Fill(v1::Warning& warning) {
    const std::string facility = FacilityIdOf(warning.name());
    auto found = registers_.find(facility);
    if (found == registers_.end()) {
      ASSIGN_OR_RETURN(Register installed, LoadRegister(rows_, facility));
      found = registers_.emplace(facility, std::move(installed)).first;
    }
    const v1::Installation* contact = ContactFor(warning, found->second);
    if (contact != nullptr) *warning.mutable_contact() = *contact;
    return absl::OkStatus();
  }

 private:
  const RowReader& rows_;
  std::map<std::string, Register> registers_;
};

absl::Status TellWarnings(const v1::ListWarningsRequest& request, const RowReader& rows,
                          absl::Time now, v1::ListWarningsResponse* answer) {
  ASSIGN_OR_RETURN(const PageRequest wanted, PageOf(request));
  ASSIGN_OR_RETURN(auto page, facility::ListWarnings(rows, request, wanted));
  answer->set_next_page_token(TokenFor(request, page.next_key));
  ContactFinder contacts(rows);
  for (v1::Warning& item : page.items) {
    RETURN_IF_ERROR(contacts.Fill(item));
    *answer->add_warnings() = std::move(item);
  }
  return FillBasis(rows, now, answer->mutable_basis());
}

absl::Status TellWarning(const v1::GetWarningRequest& request, const RowReader& rows,
                         absl::Time now, v1::GetWarningResponse* answer) {
  ASSIGN_OR_RETURN(std::optional<v1::Warning> warning, LoadWarning(rows, request.name()));
  if (!warning.has_value()) return NotKnown(request.name());
  RETURN_IF_ERROR(ContactFinder(rows).Fill(*warning));
  *answer->mutable_warning() = *std::move(warning);
  ASSIGN_OR_RETURN(const auto changes, LoadWarningChanges(rows, request.name()));
  answer->mutable_changes()->Assign(changes.begin(), changes.end());
  return FillBasis(rows, now, answer->mutable_basis());
}

class WarningHandler : public v1::WarningService::CallbackService {
 public:
  explicit WarningHandler(runtime::StoreHost* host) : host_(host) {}

  ServerUnaryReactor* ListWarnings(CallbackServerContext* context,
                                   const v1::ListWarningsRequest* request,
                                   v1::ListWarningsResponse* response) override {
    return runtime::Read(host_, context, request, response, Validate(*request),
                         [request](const RowReader& rows, absl::Time now,
                                   v1::ListWarningsResponse* answer) -> absl::Status {
                           return TellWarnings(*request, rows, now, answer);
                         });
  }

  ServerUnaryReactor* GetWarning(CallbackServerContext* context,
                                 const v1::GetWarningRequest* request,
                                 v1::GetWarningResponse* response) override {
    return runtime::Read(host_, context, request, response, Validate(*request),
                         [request](const RowReader& rows, absl::Time now,
                                   v1::GetWarningResponse* answer) -> absl::Status {
                           return TellWarning(*request, rows, now, answer);
                         });
  }

  ServerUnaryReactor* MarkSeen(CallbackServerContext* context, const v1::MarkSeenRequest* request,
                               v1::MarkSeenResponse* response) override {
    return Say(context, request, response);
  }

  ServerUnaryReactor* StartDoing(CallbackServerContext* context,
                                 const v1::StartDoingRequest* request,
                                 v1::StartDoingResponse* response) override {
    return Say(context, request, response);
  }

  ServerUnaryReactor* CloseWarning(CallbackServerContext* context,
                                   const v1::CloseWarningRequest* request,
                                   v1::CloseWarningResponse* response) override {
    return Say(context, request, response);
  }

 private:
  // Every write answers with the warning that its event carries.
  template <typename Request, typename Response>
  ServerUnaryReactor* Say(CallbackServerContext* context, const Request* request,
                          Response* response) {
    runtime::WriteSpec<Request, Response> spec;
    spec.violations = Validate(*request);
    spec.decide = [request](const RowReader& rows, const storage::DecideContext& decide) {
      return Decide(*request, rows, decide);
    };
    spec.answer = [](const storage::Outcome& outcome, Response* answer) -> absl::Status {
      ASSIGN_OR_RETURN(const v1::Event event, FirstEvent(outcome));
      const v1::WarningChange* change = WarningChangeOf(event);
      if (change != nullptr) *answer->mutable_warning() = change->warning();
      return absl::OkStatus();
    };
    return runtime::Write(host_, context, request, response, std::move(spec));
  }

  runtime::StoreHost* const host_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeWarningHandler(runtime::StoreHost* host) {
  return std::make_unique<WarningHandler>(host);
}

}  // namespace waystation::facility
