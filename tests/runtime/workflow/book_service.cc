#include "tests/runtime/workflow/book_service.h"

#include <utility>

#include "services/runtime/read.h"
#include "services/runtime/workflow/method.h"
#include "services/runtime/write.h"
#include "storage/base/status_macros.h"
#include "tests/runtime/workflow/book.grpc.pb.h"
#include "tests/runtime/workflow/book.h"

namespace waystation::test {
namespace {

using book::v1::WriteResponse;

class Handler : public book::v1::BookService::CallbackService {
 public:
  explicit Handler(runtime::StoreHost* host) : host_(host) {}

  grpc::ServerUnaryReactor* Deposit(grpc::CallbackServerContext* context,
                                    const book::v1::DepositRequest* request,
                                    WriteResponse* response) override {
    return Answer(context, request, response);
  }
  grpc::ServerUnaryReactor* SetClosed(grpc::CallbackServerContext* context,
                                      const book::v1::SetClosedRequest* request,
                                      WriteResponse* response) override {
    return Answer(context, request, response);
  }
  grpc::ServerUnaryReactor* Dispatch(grpc::CallbackServerContext* context,
                                     const book::v1::DispatchRequest* request,
                                     WriteResponse* response) override {
    return Answer(context, request, response);
  }
  grpc::ServerUnaryReactor* Cancel(grpc::CallbackServerContext* context,
                                   const book::v1::CancelRequest* request,
                                   WriteResponse* response) override {
    return Answer(context, request, response);
  }
  grpc::ServerUnaryReactor* Receive(grpc::CallbackServerContext* context,
                                    const book::v1::ReceiveRequest* request,
                                    WriteResponse* response) override {
    return Answer(context, request, response);
  }
  grpc::ServerUnaryReactor* Refuse(grpc::CallbackServerContext* context,
                                   const book::v1::RefuseRequest* request,
                                   WriteResponse* response) override {
    return Answer(context, request, response);
  }
  grpc::ServerUnaryReactor* Announce(grpc::CallbackServerContext* context,
                                     const book::v1::AnnounceRequest* request,
                                     WriteResponse* response) override {
    return Answer(context, request, response);
  }
  grpc::ServerUnaryReactor* Withdraw(grpc::CallbackServerContext* context,
                                     const book::v1::WithdrawRequest* request,
                                     WriteResponse* response) override {
    return Answer(context, request, response);
  }
  grpc::ServerUnaryReactor* Settle(grpc::CallbackServerContext* context,
                                   const book::v1::SettleRequest* request,
                                   WriteResponse* response) override {
    return Answer(context, request, response);
  }

  grpc::ServerUnaryReactor* GetBook(grpc::CallbackServerContext* context,
                                    const book::v1::GetBookRequest* request,
                                    book::v1::Book* response) override {
    return runtime::Read(
        host_, context, request, response, {},
        [request](const storage::RowReader& rows, absl::Time, book::v1::Book* answer) {
          return Load(rows, request->book(), answer);
        });
  }

 private:
  static absl::Status Load(const storage::RowReader& rows, const std::string& name,
                           book::v1::Book* answer) {
    ASSIGN_OR_RETURN(*answer, LoadBook(rows, name));
    ASSIGN_OR_RETURN(const auto list, workflow::ListOpen(rows, kWorkflows));
    for (const workflow::OpenWorkflow& open : list) {
      if (open.scope() == name) *answer->add_open_workflows() = open;
    }
    return absl::OkStatus();
  }

  template <typename Request>
  grpc::ServerUnaryReactor* Answer(grpc::CallbackServerContext* context, const Request* request,
                                   WriteResponse* response) {
    return runtime::Write(
        host_, context, request, response,
        runtime::WriteSpec<Request, WriteResponse>{
            .violations = {},
            .decide = [request, service = host_->service()](const storage::RowReader& rows,
                                                            const storage::DecideContext& asked) {
              return Decide(service, runtime::MethodOf(request->GetDescriptor()),
                            request->SerializeAsString(), rows, asked);
            }});
  }

  runtime::StoreHost* const host_;
};

class BookServiceImpl : public BookServer {
 public:
  BookServiceImpl(const std::string& name, std::unique_ptr<runtime::StoreHost> host)
      : name_(name),
        host_(std::move(host)),
        handler_(host_.get()),
        workflows_(runtime::WorkflowDriver::Make(host_.get(), BookWorkflows(name))) {}

  std::string name() const override { return name_; }
  std::vector<grpc::Service*> grpc_services() override { return {&handler_}; }
  runtime::StoreHost& store_host() override { return *host_; }
  runtime::WorkflowDriver& workflows() override { return *workflows_; }

  absl::Status Start() override {
    RETURN_IF_ERROR(host_->Start());
    workflows_->Start();
    return absl::OkStatus();
  }
  void Drain() override {
    workflows_->Stop();
    host_->Drain();
  }
  absl::Status Close() override {
    workflows_.reset();
    return host_->Close();
  }

 private:
  const std::string name_;
  std::unique_ptr<runtime::StoreHost> host_;
  Handler handler_;
  std::unique_ptr<runtime::WorkflowDriver> workflows_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<BookServer>> MakeBookService(const runtime::ServiceEnvironment& env,
                                                            const std::string& name) {
  ASSIGN_OR_RETURN(std::unique_ptr<runtime::StoreHost> host,
                   runtime::StoreHost::Open(env, name, 1, &BookFold(), {}));
  return std::unique_ptr<BookServer>(new BookServiceImpl(name, std::move(host)));
}

}  // namespace waystation::test
