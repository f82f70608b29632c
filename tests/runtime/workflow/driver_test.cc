#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "gtest/gtest.h"
#include "services/runtime/server.h"
#include "services/runtime/workflow/method.h"
#include "services/runtime/workflow_driver.h"
#include "tests/runtime/note_service.h"
#include "tests/runtime/workflow/book.h"
#include "tests/runtime/workflow/book_service.h"

namespace waystation::test {
namespace {

constexpr char kBook[] = "books/main";

// Takes connections and never says a word.
class MuteServer {
 public:
  MuteServer() : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    bind(socket_, reinterpret_cast<sockaddr*>(&address), size);
    listen(socket_, 64);
    getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
    address_ = absl::StrCat("127.0.0.1:", ntohs(address.sin_port));
  }
  ~MuteServer() { close(socket_); }
  std::shared_ptr<grpc::Channel> channel() const {
    return grpc::CreateChannel(address_, grpc::InsecureChannelCredentials());
  }

 private:
  const int socket_;
  std::string address_;
};

class DriverTest : public testing::Test {
 protected:
  DriverTest() {
    service_ = *MakeBookService(surroundings_.Environment("north"), "north");
    runtime::Server::Options options;
    options.listen = "127.0.0.1:0";
    options.clock = &surroundings_.clock;
    options.metrics = &surroundings_.metrics;
    options.kind = surroundings_.kind;
    server_ = *runtime::Server::Start(options, {service_.get()});
    surroundings_.channels["north"] = server_->InProcess();
  }
  ~DriverTest() override {
    service_->Drain();
    server_->Shutdown(absl::Seconds(1));
    EXPECT_TRUE(service_->Close().ok());
    surroundings_.channels.clear();
    server_.reset();
  }

  void Do(const google::protobuf::Message& request) {
    const std::string method = runtime::MethodOf(request.GetDescriptor());
    storage::Command command;
    command.request_id = RequestId(++ids_);
    command.principal = "tester";
    command.method = method;
    command.decide = [method, bytes = request.SerializeAsString()](
                         const storage::RowReader& rows, const storage::DecideContext& context) {
      return Decide("north", method, bytes, rows, context);
    };
    ASSERT_TRUE(service_->store_host()
                    .writer()
                    .Submit(std::move(command), absl::InfiniteFuture(),
                            [](const storage::Outcome& outcome) {
                              EXPECT_TRUE(outcome.status.ok()) << outcome.status;
                            })
                    .ok());
  }

  void Deposit() {
    book::v1::DepositRequest deposit;
    deposit.set_book(kBook);
    deposit.set_quantity(1000);
    Do(deposit);
  }

  void Dispatch(const std::string& transfer, const std::string& service) {
    book::v1::DispatchRequest dispatch;
    dispatch.set_book(kBook);
    dispatch.set_transfer(transfer);
    dispatch.set_quantity(1);
    dispatch.set_to_service(service);
    dispatch.set_to_book("books/other");
    Do(dispatch);
  }

  book::v1::Book Book(const std::string& name) {
    return *LoadBook(*service_->store_host().Snapshot(), name);
  }

  Surroundings surroundings_;
  std::unique_ptr<BookServer> service_;
  std::unique_ptr<runtime::Server> server_;
  int ids_ = 0;
};

TEST_F(DriverTest, AServiceMayCallItself) {
  ASSERT_TRUE(service_->Start().ok());
  Deposit();
  Dispatch("t1", "north");
  EXPECT_TRUE(Eventually([&] { return Book("books/other").expected() == 1; }));
  book::v1::ReceiveRequest receive;
  receive.set_book("books/other");
  receive.set_transfer("t1");
  Do(receive);
  EXPECT_TRUE(Eventually([&] { return service_->workflows().List()->empty(); }));
  EXPECT_EQ(Book("books/other").balance(), 1);
  EXPECT_EQ(Book(kBook).balance(), 999);
  EXPECT_EQ(Book(kBook).in_transit(), 0);
}

TEST_F(DriverTest, OperatorsSeeWhatIsOpenAndWhy) {
  ASSERT_TRUE(service_->Start().ok());
  Deposit();
  Dispatch("t1", "nowhere");
  ASSERT_TRUE(Eventually([&] {
    const auto list = service_->workflows().List();
    return list->size() == 1 && !list->at(0).last_error.empty();
  }));
  const runtime::WorkflowState state = service_->workflows().List()->at(0);
  EXPECT_EQ(state.open.workflow(), "books/main/transfers/t1");
  EXPECT_EQ(state.open.open_call().step(), "announce");
  EXPECT_EQ(state.open.principal(), "tester");
  EXPECT_GE(state.attempts, 1);
  EXPECT_GE(state.age, absl::ZeroDuration());
  EXPECT_THAT(state.last_error, testing::HasSubstr("No address is configured for nowhere"));
  EXPECT_THAT(surroundings_.metrics.Text(),
              testing::HasSubstr("waystation_workflow_calls_total{log=\"north/main\",outcome="
                                 "\"unknown\",service=\"nowhere\"}"));
}

TEST_F(DriverTest, CalleesThatHangHoldUpNobodyElseNorTheStop) {
  const MuteServer mute;
  surroundings_.channels["mute"] = mute.channel();
  ASSERT_TRUE(service_->Start().ok());
  Deposit();
  for (int i = 0; i < 100; ++i) Dispatch(absl::StrCat("mute", i), "mute");
  for (int i = 0; i < 20; ++i) Dispatch(absl::StrCat("t", i), "north");
  EXPECT_TRUE(Eventually([&] { return Book("books/other").expected() == 20; }));
  service_->workflows().Stop();
  EXPECT_EQ(service_->workflows().List()->size(), 120u);
}

TEST_F(DriverTest, WhatWasOpenWhenItStoppedGoesOnWhenItStarts) {
  ASSERT_TRUE(service_->store_host().Start().ok());
  Deposit();
  Dispatch("t1", "north");
  ASSERT_TRUE(Eventually([&] { return Book(kBook).in_transit() == 1; }));
  EXPECT_EQ(Book("books/other").expected(), 0);
  service_->workflows().Start();
  EXPECT_TRUE(Eventually([&] { return Book("books/other").expected() == 1; }));
}

}  // namespace
}  // namespace waystation::test
