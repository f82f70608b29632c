#include "tests/inventory/handler/inventory_server.h"

namespace waystation::inventory {

void HandlerTest::SetUp() {
  folder_ = std::filesystem::temp_directory_path() /
            absl::StrCat("waystation-inventory-handler-", getpid());
  std::filesystem::remove_all(folder_);
  clock_.Set(Noon(20), /*frozen=*/true);
  OpenService();
  HearOfFacility("f", facility::v1::FACILITY_STATE_OPEN);
  HearOfFacility("shut", facility::v1::FACILITY_STATE_CLOSED);
  Serve();
  for (const char* id : {"rice", "salt"}) ASSERT_TRUE(CreateItem(id).ok());
}

void HandlerTest::OpenService() {
  runtime::ServiceEnvironment env;
  env.clock = &clock_;
  env.readers = &readers_;
  env.metrics = &metrics_;
  env.logger = &logger_;
  env.data_folder = (folder_ / "inventory").string();
  env.kind = common::v1::FOLDER_KIND_EXERCISE;
  env.channel_to = [](const std::string&) { return nullptr; };
  auto service = MakeService(env);
  ASSERT_TRUE(service.ok()) << service.status();
  service_ = *std::move(service);
}

void HandlerTest::Serve() {
  runtime::Server::Options options;
  options.clock = &clock_;
  options.metrics = &metrics_;
  options.kind = common::v1::FOLDER_KIND_EXERCISE;
  auto server = runtime::Server::Start(options, {service_.get()});
  ASSERT_TRUE(server.ok()) << server.status();
  server_ = *std::move(server);
  ASSERT_TRUE(service_->Start().ok());
  channel_ = server_->InProcess();
  items_ = v1::ItemService::NewStub(channel_);
  storage_classes_ = v1::StorageClassService::NewStub(channel_);
  movements_ = v1::MovementService::NewStub(channel_);
  stock_ = v1::StockService::NewStub(channel_);
  scans_ = v1::ScanService::NewStub(channel_);
  exceptions_ = v1::ExceptionService::NewStub(channel_);
}

void HandlerTest::TearDown() {
  StopService();
  std::filesystem::remove_all(folder_);
}

void HandlerTest::StopService() {
  service_->Drain();
  server_->Shutdown(absl::Seconds(2));
  EXPECT_TRUE(service_->Close().ok());
  server_.reset();
  service_.reset();
}

void HandlerTest::HearOfFacility(const std::string& id, facility::v1::FacilityState state) {
  facility::v1::Event event;
  facility::v1::Facility& facility = *event.mutable_facility_created()->mutable_facility();
  facility.set_name(FacilityName(id));
  facility.set_state(state);
  facility.set_time_zone("Asia/Baku");
  facility.set_report_interval_minutes(60);
  Hear(event);
}

void HandlerTest::Hear(const facility::v1::Event& event) {
  const std::shared_ptr<storage::Store> store = service_->store_host().store();
  storage::RowStore& rows = store->rows();
  const auto snapshot = rows.Snapshot();
  storage::RowOverlay overlay(snapshot.get());
  const common::v1::LogEntry entry;
  ASSERT_TRUE(FacilityFold().Fold(overlay, {entry, Noon(1), 0}, event.SerializeAsString()).ok());
  ASSERT_TRUE(rows.Write(overlay.changes()).ok());
}

}  // namespace waystation::inventory
