// The inventory behind an in-process gRPC server; "f" is open, "shut" is closed, items rice and
// salt.
#ifndef TESTS_INVENTORY_HANDLER_INVENTORY_SERVER_H_
#define TESTS_INVENTORY_HANDLER_INVENTORY_SERVER_H_

#include <unistd.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "gtest/gtest.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/service.h"
#include "services/inventory/store/facility_fold.h"
#include "services/runtime/server.h"
#include "services/runtime/status.h"
#include "services/runtime/store_host.h"
#include "storage/base/errors.h"
#include "storage/overlay.h"
#include "tests/inventory/support/desk.h"
#include "tests/support/provoked.h"
#include "waystation/facility/v1/events.pb.h"
#include "waystation/inventory/v1/catalogue.grpc.pb.h"
#include "waystation/inventory/v1/exception.grpc.pb.h"
#include "waystation/inventory/v1/movement.grpc.pb.h"
#include "waystation/inventory/v1/scan.grpc.pb.h"
#include "waystation/inventory/v1/stock.grpc.pb.h"
#include "waystation/inventory/v1/storage_class.grpc.pb.h"

namespace waystation::inventory {

class HandlerTest : public ::testing::Test {
 protected:
  void SetUp() override;
  void TearDown() override;

  // Opens the service on the folder as it is, has it answer, and stops it in order.
  void OpenService();
  void Serve();
  void StopService();

  // As if followed; before the service starts.
  void HearOfFacility(const std::string& id, facility::v1::FacilityState state);
  // Likewise, but at any time that nothing is being written.
  void Hear(const facility::v1::Event& event);

  std::string NextRequestId() { return absl::StrFormat("%016d", ++requests_); }

  // One call; the error as it was before the wire.
  template <typename Stub, typename Request, typename Response>
  absl::Status Call(const std::unique_ptr<Stub>& stub,
                    grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                    const Request& request, Response* response) {
    grpc::ClientContext context;
    context.AddMetadata("waystation-principal", "principal-1");
    const absl::Status status = runtime::FromGrpc(((*stub).*method)(&context, request, response));
    testing::NoteProvoked<Request>(status);
    return status;
  }
#define CALL(stub, method, request, response) \
  Call(stub, &std::decay_t<decltype(*stub)>::method, request, response)

  static v1::Item GoodItem(const std::string& text) {
    v1::Item item;
    common::v1::LocalizedText* name = item.add_display_names();
    name->set_language("az");
    name->set_text(text);
    item.set_category("food");
    item.set_base_unit(v1::BASE_UNIT_GRAM);
    item.set_vital_class(v1::VITAL_CLASS_VITAL);
    item.set_storage_class("ambient");
    return item;
  }
  absl::Status CreateItem(const std::string& id) {
    v1::CreateItemRequest request;
    request.set_request_id(NextRequestId());
    request.set_item_id(id);
    *request.mutable_item() = GoodItem(id);
    return CALL(items_, CreateItem, request, &created_);
  }
  absl::Status Post(v1::CreateMovementRequest request) {
    if (request.request_id().empty()) request.set_request_id(NextRequestId());
    posted_.Clear();
    return CALL(movements_, CreateMovement, request, &posted_);
  }

  std::filesystem::path folder_;
  runtime::SettableClock clock_;
  runtime::Metrics metrics_;
  runtime::Logger logger_{runtime::LogLevel::kError};
  runtime::Executor readers_{2, 64};
  std::unique_ptr<runtime::Service> service_;
  std::unique_ptr<runtime::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::ItemService::StubInterface> items_;
  std::unique_ptr<v1::StorageClassService::StubInterface> storage_classes_;
  std::unique_ptr<v1::MovementService::StubInterface> movements_;
  std::unique_ptr<v1::StockService::StubInterface> stock_;
  std::unique_ptr<v1::ScanService::StubInterface> scans_;
  std::unique_ptr<v1::ExceptionService::StubInterface> exceptions_;
  v1::CreateItemResponse created_;
  v1::CreateMovementResponse posted_;
  int requests_ = 0;
};

#define EXPECT_REASON(status, name) EXPECT_EQ(ReasonName(ReasonOf(status)), #name) << (status)

inline std::vector<std::string> FieldsOf(const absl::Status& status) {
  std::vector<std::string> fields;
  for (const FieldViolation& violation : FieldViolationsOf(status)) {
    fields.push_back(violation.field);
  }
  return fields;
}

}  // namespace waystation::inventory

#endif  // TESTS_INVENTORY_HANDLER_INVENTORY_SERVER_H_
