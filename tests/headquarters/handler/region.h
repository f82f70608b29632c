// Headquarters in one process with the two logs it follows, called by gRPC without a socket.
#ifndef TESTS_HEADQUARTERS_HANDLER_REGION_H_
#define TESTS_HEADQUARTERS_HANDLER_REGION_H_

#include <memory>
#include <string>
#include <vector>

#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "gtest/gtest.h"
#include "services/headquarters/service.h"
#include "services/runtime/server.h"
#include "services/runtime/status.h"
#include "services/runtime/store_host.h"
#include "tests/headquarters/store/books.h"
#include "tests/support/provoked.h"
#include "waystation/headquarters/v1/supply.grpc.pb.h"

namespace waystation::headquarters::testing {

class SourceService;

using Places = std::vector<std::string>;

// Noon of the record day in Baku; the clock stands there until a test sets it.
inline const absl::Time kNoon = absl::FromUnixSeconds(kToday * 86'400 + 8 * 3600);

class SupplyHandlerTest : public ::testing::Test {
 protected:
  // `inventory_kind` is what inventory's folder is; everything else is an exercise.
  explicit SupplyHandlerTest(
      common::v1::FolderKind inventory_kind = common::v1::FOLDER_KIND_EXERCISE);
  ~SupplyHandlerTest() override;

  // Records an event in the source's log.
  void Inventory(const inventory::v1::Event& event);
  void Facility(const facility::v1::Event& event);

  // Three facilities, three items: rice is out at the hospital and lasts 10 days at the kitchen;
  // insulin lasts 4 days at the hospital; soap is unused at the kitchen; the post has nothing.
  void FillRegion();

  // The status of a call, in the record of what was provoked.
  template <typename Request>
  static grpc::Status Noted(const grpc::Status& status) {
    waystation::testing::NoteProvoked<Request>(runtime::FromGrpc(status));
    return status;
  }

  // For a call that sees all that was recorded.
  void Prepare(grpc::ClientContext& context);

  // Until each source has said, after its last group, that there is no more: from then on copies
  // have an age.
  void AwaitCopyAges(v1::ListSourcesResponse& response);

  grpc::Status List(const v1::ListSupplyLevelsRequest& request,
                    v1::ListSupplyLevelsResponse& response);

  // "facility/item" of every level listed, over all pages.
  Places Listed(v1::ListSupplyLevelsRequest request);

  const std::string folder_;
  runtime::SettableClock clock_;
  runtime::Executor readers_{2, 100};
  runtime::Metrics metrics_;
  runtime::Logger logger_{runtime::LogLevel::kError};
  std::unique_ptr<SourceService> inventory_;
  std::unique_ptr<SourceService> facility_;
  std::unique_ptr<runtime::Service> headquarters_;
  std::unique_ptr<runtime::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::SupplyService::Stub> stub_;
  // What Prepare waits for.
  int64_t inventory_revision_ = 1;
  int64_t facility_revision_ = 1;

 private:
  runtime::ServiceEnvironment Environment(const std::string& service);
  std::vector<runtime::Service*> Services();
};

}  // namespace waystation::headquarters::testing

#endif  // TESTS_HEADQUARTERS_HANDLER_REGION_H_
