#ifndef CLIENTS_CPP_TRANSPORT_H_
#define CLIENTS_CPP_TRANSPORT_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "clients/cpp/profile.h"

namespace waystation::client {

// Who sends, and what the answer must hold.
struct CallMetadata {
  std::string principal;
  std::string acting_for;
  std::vector<AfterToken> after;
};

// One connection to a server, carrying serialized messages. Knows no message type. Thread-safe.
class Transport {
 public:
  explicit Transport(const std::string& server);
  ~Transport();

  using Done = std::function<void(absl::Status, std::string response)>;

  // One unary call. `done` runs once, on a thread of this transport. A connection that can't be
  // made fails the call at once as UNAVAILABLE.
  void Call(const std::string& method, absl::string_view request, const CallMetadata& metadata,
            absl::Time deadline, Done done);

  // The same, waiting for the answer.
  absl::Status CallAndWait(const std::string& method, absl::string_view request,
                           const CallMetadata& metadata, absl::Time deadline,
                           std::string* response);

  // A call whose answer is a stream, without a deadline. `each` runs on this thread for every
  // message and ends the stream by returning false; then the result is ok.
  absl::Status Stream(const std::string& method, absl::string_view request,
                      const CallMetadata& metadata,
                      const std::function<bool(const std::string& message)>& each);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace waystation::client

#endif  // CLIENTS_CPP_TRANSPORT_H_
