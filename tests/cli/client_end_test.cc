#include <memory>

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "clients/cpp/client.h"
#include "gtest/gtest.h"
#include "tests/cli/temp_folder.h"
#include "waystation/inventory/v1/movement.pb.h"

namespace waystation::client {
namespace {

// A command ends as soon as it has its last answer, while the thread that brought it is still in
// the call.
TEST(ClientEndTest, AClientMayEndWhileItsLastAnswerIsBeingTold) {
  TempFolder folder;
  for (int i = 0; i < 20; ++i) {
    // Nobody listens there.
    ClientOptions options;
    options.server = "127.0.0.1:1";
    auto client = std::make_unique<Client>(options, *Profile::Open(folder.path()));
    absl::Notification told;
    inventory::v1::CreateMovementResponse response;
    absl::Status answer;
    client->WriteAsync(inventory::v1::CreateMovementRequest(), &response,
                       [&told, &answer](const absl::Status& status) {
                         answer = status;
                         told.Notify();
                         absl::SleepFor(absl::Milliseconds(5));
                       });
    told.WaitForNotification();
    EXPECT_FALSE(answer.ok());
    client.reset();
  }
}

}  // namespace
}  // namespace waystation::client
