#include "tests/headquarters/handler/region.h"

#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <future>

#include "absl/strings/str_cat.h"
#include "grpcpp/impl/codegen/service_type.h"

namespace waystation::headquarters::testing {
// A source: a log that takes any event, with no rows and no calls of its own.
class SourceService : public runtime::Service {
 public:
  SourceService(const runtime::ServiceEnvironment& env, const std::string& name)
      : name_(name), host_(runtime::StoreHost::Open(env, name, 1, &fold_, {}).value()) {}

  std::string name() const override { return name_; }
  std::vector<grpc::Service*> grpc_services() override { return {}; }
  runtime::StoreHost& store_host() override { return *host_; }
  absl::Status Start() override { return host_->Start(); }
  void Drain() override { host_->Drain(); }
  absl::Status Close() override { return host_->Close(); }

  // Records `event` and answers its revision.
  int64_t Record(const std::string& event) {
    std::promise<storage::Outcome> outcome;
    storage::Command command;
    command.request_id = absl::StrCat("request-", absl::Hex(++requests_, absl::kZeroPad8));
    command.method = "test";
    command.decide = [event](const storage::RowReader&,
                             const storage::DecideContext&) -> absl::StatusOr<storage::Decision> {
      return storage::Decision{.scope = "test", .events = {event}};
    };
    const absl::Status queued =
        host_->writer().Submit(command, absl::InfiniteFuture(),
                               [&](const storage::Outcome& done) { outcome.set_value(done); });
    EXPECT_TRUE(queued.ok()) << queued;
    const storage::Outcome done = outcome.get_future().get();
    EXPECT_TRUE(done.status.ok()) << done.status;
    return done.entry->revision();
  }

 private:
  class NoRows : public storage::EventFold {
   public:
    absl::Status Fold(storage::RowWriter&, const storage::EntryContext&,
                      absl::string_view) const override {
      return absl::OkStatus();
    }
    std::vector<uint8_t> Tables() const override { return {}; }
  };

  const std::string name_;
  NoRows fold_;
  std::unique_ptr<runtime::StoreHost> host_;
  int64_t requests_ = 0;
};

SupplyHandlerTest::SupplyHandlerTest(common::v1::FolderKind inventory_kind)
    : folder_(absl::StrCat(::testing::TempDir(), "/headquarters-handler-", getpid())) {
  std::filesystem::remove_all(folder_);
  clock_.Set(kNoon, /*frozen=*/true);
  runtime::ServiceEnvironment inventory_environment = Environment("inventory");
  inventory_environment.kind = inventory_kind;
  inventory_ = std::make_unique<SourceService>(inventory_environment, "inventory");
  facility_ = std::make_unique<SourceService>(Environment("facility"), "facility");
  headquarters_ = MakeService(Environment("headquarters")).value();
  const std::vector<runtime::Service*> services = {inventory_.get(), facility_.get(),
                                                   headquarters_.get()};
  server_ = runtime::Server::Start({.listen = "",
                                    .clock = &clock_,
                                    .metrics = &metrics_,
                                    .kind = common::v1::FOLDER_KIND_EXERCISE},
                                   services)
                .value();
  channel_ = server_->InProcess();
  for (runtime::Service* service : services) EXPECT_TRUE(service->Start().ok());
  stub_ = v1::SupplyService::NewStub(channel_);
}

SupplyHandlerTest::~SupplyHandlerTest() {
  for (runtime::Service* service : Services()) service->Drain();
  server_->Shutdown(absl::Seconds(1));
  for (runtime::Service* service : Services()) EXPECT_TRUE(service->Close().ok());
  std::filesystem::remove_all(folder_);
}

std::vector<runtime::Service*> SupplyHandlerTest::Services() {
  return {headquarters_.get(), facility_.get(), inventory_.get()};
}

runtime::ServiceEnvironment SupplyHandlerTest::Environment(const std::string& service) {
  runtime::ServiceEnvironment env;
  env.clock = &clock_;
  env.readers = &readers_;
  env.metrics = &metrics_;
  env.logger = &logger_;
  env.data_folder = absl::StrCat(folder_, "/", service);
  env.kind = common::v1::FOLDER_KIND_EXERCISE;
  env.channel_to = [this](const std::string&) { return channel_; };
  return env;
}

void SupplyHandlerTest::Inventory(const inventory::v1::Event& event) {
  inventory_revision_ = inventory_->Record(event.SerializeAsString());
}

void SupplyHandlerTest::Facility(const facility::v1::Event& event) {
  facility_revision_ = facility_->Record(event.SerializeAsString());
}

void SupplyHandlerTest::FillRegion() {
  Facility(FacilityCreated("hospital", facility::v1::FACILITY_KIND_FIELD_HOSPITAL));
  Facility(FacilityCreated("kitchen", facility::v1::FACILITY_KIND_MOBILE_CAFETERIA));
  Facility(FacilityCreated("post", facility::v1::FACILITY_KIND_HEALTH_POST));
  Inventory(ItemCreated("rice", "food", inventory::v1::VITAL_CLASS_ESSENTIAL));
  Inventory(ItemCreated("insulin", "medicine", inventory::v1::VITAL_CLASS_VITAL));
  Inventory(ItemCreated("soap", "hygiene", inventory::v1::VITAL_CLASS_NORMAL));
  Inventory(Posted("hospital", {{LegKind::kReceipt, "rice", "a", kToday - 4, 10},
                                {LegKind::kUse, "rice", "a", kToday - 3, 10},
                                {LegKind::kReceipt, "insulin", "a", kToday - 4, 9},
                                {LegKind::kUse, "insulin", "a", kToday, 5}}));
  Inventory(Posted("kitchen", {{LegKind::kReceipt, "rice", "a", kToday - 1, 24},
                               {LegKind::kUse, "rice", "a", kToday, 4},
                               {LegKind::kReceipt, "soap", "a", kToday, 3}}));
}

void SupplyHandlerTest::Prepare(grpc::ClientContext& context) {
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
  context.AddMetadata("waystation-after", absl::StrCat("inventory/main@", inventory_revision_));
  context.AddMetadata("waystation-after", absl::StrCat("facility/main@", facility_revision_));
}

void SupplyHandlerTest::AwaitCopyAges(v1::ListSourcesResponse& response) {
  const auto known = [&response] {
    for (const v1::SourceState& source : response.basis().sources()) {
      if (!source.has_copy_age()) return false;
    }
    return response.basis().sources_size() > 0;
  };
  do {
    grpc::ClientContext context;
    Prepare(context);
    ASSERT_TRUE(stub_->ListSources(&context, {}, &response).ok());
  } while (!known());
}

grpc::Status SupplyHandlerTest::List(const v1::ListSupplyLevelsRequest& request,
                                     v1::ListSupplyLevelsResponse& response) {
  grpc::ClientContext context;
  Prepare(context);
  response.Clear();
  return Noted<v1::ListSupplyLevelsRequest>(stub_->ListSupplyLevels(&context, request, &response));
}

Places SupplyHandlerTest::Listed(v1::ListSupplyLevelsRequest request) {
  std::vector<std::string> places;
  v1::ListSupplyLevelsResponse response;
  do {
    const grpc::Status status = List(request, response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    if (!status.ok()) return places;
    for (const v1::SupplyLevel& level : response.supply_levels()) {
      places.push_back(absl::StrCat(level.facility().substr(11), "/", level.item().substr(6)));
    }
    request.set_page_token(response.next_page_token());
  } while (!response.next_page_token().empty());
  return places;
}

}  // namespace waystation::headquarters::testing
