#include <map>
#include <string>
#include <utility>

#include "services/facility/domain/names.h"
#include "services/facility/domain/warnings/warning_change.h"
#include "services/facility/domain/warnings/warning_rules.h"
#include "services/facility/handler/answer.h"
#include "services/facility/handler/basis.h"
#include "services/facility/handler/handlers.h"
#include "services/facility/handler/paging.h"
#include "services/facility/store/list.h"
#include "services/facility/store/load.h"
#include "services/facility/store/load_warnings.h"
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
  RETURN_IF_ERROR(
      FillPage(request, answer, answer->mutable_warnings(),
               [&](const PageRequest& page) { return ListWarnings(rows, request, page); }));
  ContactFinder contacts(rows);
  for (v1::Warning& warning : *answer->mutable_warnings()) RETURN_IF_ERROR(contacts.Fill(warning));
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

template <typename Response>
void FillWarning(const v1::Event& event, Response* answer) {
  const v1::WarningChange* change = WarningChangeOf(event);
  if (change != nullptr) *answer->mutable_warning() = change->warning();
}

class WarningHandler : public v1::WarningService::CallbackService {
 public:
  explicit WarningHandler(runtime::StoreHost* host) : host_(host) {}

  ServerUnaryReactor* ListWarnings(CallbackServerContext* context,
                                   const v1::ListWarningsRequest* request,
                                   v1::ListWarningsResponse* response) override {
    return Answer(host_, context, request, response, TellWarnings);
  }

  ServerUnaryReactor* GetWarning(CallbackServerContext* context,
                                 const v1::GetWarningRequest* request,
                                 v1::GetWarningResponse* response) override {
    return Answer(host_, context, request, response, TellWarning);
  }

  ServerUnaryReactor* MarkSeen(CallbackServerContext* context, const v1::MarkSeenRequest* request,
                               v1::MarkSeenResponse* response) override {
    return Record(host_, context, request, response, FillWarning);
  }

  ServerUnaryReactor* StartDoing(CallbackServerContext* context,
                                 const v1::StartDoingRequest* request,
                                 v1::StartDoingResponse* response) override {
    return Record(host_, context, request, response, FillWarning);
  }

  ServerUnaryReactor* CloseWarning(CallbackServerContext* context,
                                   const v1::CloseWarningRequest* request,
                                   v1::CloseWarningResponse* response) override {
    return Record(host_, context, request, response, FillWarning);
  }

 private:
  runtime::StoreHost* const host_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeWarningHandler(runtime::StoreHost* host) {
  return std::make_unique<WarningHandler>(host);
}

}  // namespace waystation::facility
