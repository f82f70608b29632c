// The C++ client of a Waystation server: deadlines, metadata, retries with the same request id, the
// outbox, and reading one's own writes. A command line and any other native program use it.
#ifndef CLIENTS_CPP_CLIENT_H_
#define CLIENTS_CPP_CLIENT_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "clients/cpp/method.h"
#include "clients/cpp/outbox.h"
#include "clients/cpp/profile.h"
#include "google/protobuf/message.h"

namespace waystation::client {

// What a server takes in one request; a larger one is refused here, before it is sent.
inline constexpr size_t kMaxRequestBytes = 4 << 20;

struct ClientOptions {
  // host:port.
  std::string server;
  // Opaque id; the profile's when empty.
  std::string principal;
  // Opaque id; may be empty.
  std::string acting_for;
  // For one command with all its retries.
  absl::Duration timeout = absl::Seconds(10);
};

// Thread-safe, except that the profile is written by one command at a time.
class Client {
 public:
  Client(ClientOptions options, Profile profile);
  // Waits for the answers that are under way, within the timeout.
  ~Client();

  const ClientOptions& options() const { return options_; }
  const Profile& profile() const { return profile_; }
  Outbox outbox() const { return Outbox(profile_.outbox_folder()); }

  // Asks once and again while the server is UNAVAILABLE, within the timeout. Waits for what this
  // profile wrote last to be in the answer; when the server's copy does not get there, answers
  // without it and sets stale(). Errors are as in call_error.h.
  template <typename Response, typename Request>
  absl::StatusOr<Response> Read(const Request& request) {
    Response response;
    absl::Status status = ReadMessage(request, &response);
    if (!status.ok()) return status;
    return response;
  }

  // Asks once, for what is good to know but not needed: no retry, no waiting for own writes, and
  // two seconds at most.
  template <typename Response, typename Request>
  absl::StatusOr<Response> Peek(const Request& request) {
    Response response;
    absl::Status status = PeekMessage(request, &response);
    if (!status.ok()) return status;
    return response;
  }

  // Gives the request a new id, saves it in the outbox, sends it, again with the same id while the
  // server is UNAVAILABLE, and takes it from the outbox once accepted or finally refused. `summary`
  // is one line for people who look into the outbox.
  template <typename Response, typename Request>
  absl::StatusOr<Response> Write(Request request, absl::string_view summary) {
    Response response;
    absl::Status status = WriteMessage(&request, summary, &response);
    if (!status.ok()) return status;
    return response;
  }

  // Sends what the outbox keeps, under its author's name. On success the response is the method's.
  // The entry goes from the outbox as Write's does.
  absl::StatusOr<std::unique_ptr<google::protobuf::Message>> Resend(const OutboxEntry& entry);

  // Sends one write that has its id already and is kept elsewhere (an import's file), once; trying
  // again is the caller's. Does not block. `response` is filled, then `done` runs, once, on a
  // thread of the connection or on this one. The client's end waits for it. REQUIRES: `response`
  // lives until then.
  void WriteAsync(const google::protobuf::Message& request, google::protobuf::Message* response,
                  std::function<void(absl::Status)> done);

  // Forgets what this profile wrote to the server when one of its logs does not reach that far:
  // then it is another history (a new folder, a restored one) and waiting for it would be in vain.
  // Reads and single writes see to that themselves when they waited in vain; before WriteAsync it
  // is the caller's.
  void CheckHistory();

  // Keeps the receipts of WriteAsync in the profile, for this and later commands to wait for.
  void SaveReceipts();

  // Calls `each` for every message of the stream until it returns false or the stream ends. No
  // deadline. Ok when `each` ended it.
  template <typename Response, typename Request>
  absl::Status Watch(const Request& request, const std::function<bool(const Response&)>& each) {
    Response response;
    return WatchMessages(request, &response, [&] { return each(response); });
  }

  // True when some answer did not wait for this profile's last write.
  bool stale() const;

 private:
  struct State;

  absl::Status ReadMessage(const google::protobuf::Message& request,
                           google::protobuf::Message* response);
  absl::Status PeekMessage(const google::protobuf::Message& request,
                           google::protobuf::Message* response);
  absl::Status WriteMessage(google::protobuf::Message* request, absl::string_view summary,
                            google::protobuf::Message* response);
  absl::Status WatchMessages(const google::protobuf::Message& request,
                             google::protobuf::Message* response,
                             const std::function<bool()>& each);
  absl::Status SendAndRetry(const OutboxEntry& entry, std::string* answer);
  absl::Status SendEntry(const OutboxEntry& entry, google::protobuf::Message* response);

  ClientOptions options_;
  Profile profile_;
  std::unique_ptr<State> state_;
};

}  // namespace waystation::client

#endif  // CLIENTS_CPP_CLIENT_H_
