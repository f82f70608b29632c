// Real processes, real gRPC, SIGKILL: every transfer arrives once, whoever dies meanwhile.
#include <stdlib.h>

#include <filesystem>
#include <memory>
#include <random>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "gtest/gtest.h"
#include "tests/runtime/note_service.h"
#include "tests/runtime/workflow/book.grpc.pb.h"
#include "tests/runtime/workflow/process.h"

namespace waystation::test {
namespace {

constexpr char kKilledBook[] = "books/main";
constexpr absl::Duration kPatience = absl::Seconds(60);

class Site {
 public:
  Site(const std::string& folder, const std::string& name, const std::string& address,
       const std::string& peer, const std::string& peer_address)
      : process_(WAYSTATION_BOOK_SERVER,
                 {"--data-dir", folder, "--services", name, "--listen", address, "--peer",
                  absl::StrCat(peer, "=", peer_address), "--exercise", "--log-level", "error"}) {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 200);
    stub_ = book::v1::BookService::NewStub(
        grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments));
  }

  Process& process() { return process_; }
  book::v1::BookService::Stub* operator->() { return stub_.get(); }

  book::v1::Book Book() {
    book::v1::Book book;
    Until([&](grpc::ClientContext* context) {
      book::v1::GetBookRequest request;
      request.set_book(kKilledBook);
      return stub_->GetBook(context, request, &book);
    });
    return book;
  }

  // Asks until it is answered: with the same request id, as every client does. The last status.
  template <typename Ask>
  grpc::Status Until(Ask ask) {
    const absl::Time end = absl::Now() + kPatience;
    while (true) {
      grpc::ClientContext context;
      context.set_wait_for_ready(true);
      context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(5)));
      const grpc::Status status = ask(&context);
      const bool unclear = status.error_code() == grpc::StatusCode::UNAVAILABLE ||
                           status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED;
      if (!unclear || absl::Now() > end) return status;
    }
  }

 private:
  Process process_;
  std::unique_ptr<book::v1::BookService::Stub> stub_;
};

class KilledTest : public testing::Test {
 protected:
  void SetUp() override {
    const std::string north = LastingAddress();
    const std::string south = LastingAddress();
    north_ = std::make_unique<Site>(folder_.path(), "north", north, "south", south);
    south_ = std::make_unique<Site>(folder_.path(), "south", south, "north", north);
    ASSERT_TRUE(north_->process().Start());
    ASSERT_TRUE(south_->process().Start());
    book::v1::DepositRequest deposit;
    deposit.set_request_id(NextId());
    deposit.set_book(kKilledBook);
    deposit.set_quantity(kDeposit);
    book::v1::WriteResponse response;
    ASSERT_TRUE(north_
                    ->Until([&](grpc::ClientContext* context) {
                      return (*north_)->Deposit(context, deposit, &response);
                    })
                    .ok());
  }

  std::string NextId() { return absl::StrFormat("person-%09d", ++ids_); }

  void Dispatch(int number) {
    book::v1::DispatchRequest dispatch;
    dispatch.set_request_id(NextId());
    dispatch.set_book(kKilledBook);
    dispatch.set_transfer(absl::StrCat("t", number));
    dispatch.set_quantity(number);
    dispatch.set_to_service("south");
    dispatch.set_to_book(kKilledBook);
    book::v1::WriteResponse response;
    const grpc::Status status = north_->Until([&](grpc::ClientContext* context) {
      return (*north_)->Dispatch(context, dispatch, &response);
    });
    EXPECT_TRUE(status.ok()) << status.error_message();
  }

  grpc::Status Receive(int number) {
    book::v1::ReceiveRequest receive;
    receive.set_request_id(NextId());
    receive.set_book(kKilledBook);
    receive.set_transfer(absl::StrCat("t", number));
    book::v1::WriteResponse response;
    return south_->Until([&](grpc::ClientContext* context) {
      return (*south_)->Receive(context, receive, &response);
    });
  }

  // False after kPatience.
  template <typename Condition>
  bool Becomes(Condition condition) {
    const absl::Time end = absl::Now() + kPatience;
    while (!condition()) {
      if (absl::Now() > end) return false;
      absl::SleepFor(absl::Milliseconds(10));
    }
    return true;
  }

  bool NoCallIsOpen(Site& site) {
    const book::v1::Book book = site.Book();
    for (const auto& open : book.open_workflows()) {
      if (open.has_open_call()) return false;
    }
    return true;
  }

  static constexpr int64_t kDeposit = 100000;
  TempFolder folder_;
  std::unique_ptr<Site> north_;
  std::unique_ptr<Site> south_;
  int ids_ = 0;
};

TEST_F(KilledTest, ACalleeThatIsDownHearsOfEverythingOnce) {
  for (int i = 1; i <= 5; ++i) Dispatch(i);
  south_->process().Kill();
  for (int i = 6; i <= 10; ++i) Dispatch(i);
  EXPECT_EQ(north_->Book().open_workflows_size(), 10);
  ASSERT_TRUE(south_->process().Start());
  ASSERT_TRUE(Becomes([&] { return NoCallIsOpen(*north_); }));
  EXPECT_EQ(south_->Book().expected(), 55);

  north_->process().Kill();
  for (int i = 1; i <= 10; ++i) EXPECT_TRUE(Receive(i).ok());
  ASSERT_TRUE(north_->process().Start());
  ASSERT_TRUE(Becomes([&] { return south_->Book().open_workflows_size() == 0; }));
  EXPECT_EQ(south_->Book().balance(), 55);
  EXPECT_EQ(north_->Book().balance(), kDeposit - 55);
  EXPECT_EQ(north_->Book().in_transit(), 0);
  EXPECT_EQ(north_->Book().open_workflows_size(), 0);
}

TEST_F(KilledTest, ACalleeThatWasRestoredHearsAgainOfWhatItLost) {
  ASSERT_EQ(south_->process().Stop(), 0);
  const std::filesystem::path data = std::filesystem::path(folder_.path()) / "south";
  const std::filesystem::path backup = std::filesystem::path(folder_.path()) / "south-before";
  std::filesystem::copy(data, backup, std::filesystem::copy_options::recursive);
  ASSERT_TRUE(south_->process().Start());
  for (int i = 1; i <= 3; ++i) Dispatch(i);
  ASSERT_TRUE(Becomes([&] { return south_->Book().expected() == 6; }));
  ASSERT_TRUE(Becomes([&] { return NoCallIsOpen(*north_); }));

  south_->process().Kill();
  std::filesystem::remove_all(data);
  std::filesystem::rename(backup, data);
  ASSERT_TRUE(south_->process().Start());
  ASSERT_TRUE(Becomes([&] { return south_->Book().expected() == 6; }));
  for (int i = 1; i <= 3; ++i) EXPECT_TRUE(Receive(i).ok());
  ASSERT_TRUE(Becomes([&] { return north_->Book().open_workflows_size() == 0; }));
  EXPECT_EQ(south_->Book().balance(), 6);
  EXPECT_EQ(north_->Book().balance(), kDeposit - 6);
}

TEST_F(KilledTest, RandomKillsOfEither) {
  const char* given = getenv("WAYSTATION_SEED");
  const uint64_t seed = given == nullptr ? 1 : strtoull(given, nullptr, 10);
  printf("WAYSTATION_SEED=%llu\n", static_cast<unsigned long long>(seed));
  std::mt19937_64 random(seed);
  int dispatched = 0;
  int64_t sum = 0;
  for (int round = 0; round < 10; ++round) {
    const int more = 1 + static_cast<int>(random() % 8);
    for (int i = 0; i < more; ++i) {
      Dispatch(++dispatched);
      sum += dispatched;
    }
    for (int i = 0; i < more; ++i) {
      // Perhaps not announced yet, or received before.
      Receive(1 + static_cast<int>(random() % static_cast<uint64_t>(dispatched)));
    }
    Site& victim = random() % 2 == 0 ? *north_ : *south_;
    absl::SleepFor(absl::Milliseconds(static_cast<int64_t>(random() % 30)));
    victim.process().Kill();
    ASSERT_TRUE(victim.process().Start());
  }
  ASSERT_TRUE(Becomes([&] { return NoCallIsOpen(*north_) && NoCallIsOpen(*south_); }));
  for (int i = 1; i <= dispatched; ++i) Receive(i);
  ASSERT_TRUE(Becomes([&] {
    return north_->Book().open_workflows_size() == 0 && south_->Book().open_workflows_size() == 0;
  }));
  EXPECT_EQ(south_->Book().balance(), sum);
  EXPECT_EQ(north_->Book().balance(), kDeposit - sum);
  EXPECT_EQ(north_->process().Stop(), 0);
  EXPECT_EQ(south_->process().Stop(), 0);
}

}  // namespace
}  // namespace waystation::test
