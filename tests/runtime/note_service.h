// A tiny service over the real runtime and a real store in a folder of its own, for tests.
#ifndef TESTS_RUNTIME_NOTE_SERVICE_H_
#define TESTS_RUNTIME_NOTE_SERVICE_H_

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "grpcpp/channel.h"
#include "services/runtime/server.h"
#include "services/runtime/store_host.h"

namespace waystation::test {

inline constexpr uint8_t kNotes = 1;          // KeyBuilder(kNotes).String(id) -> text
inline constexpr uint8_t kFollowedNotes = 2;  // The same, of the followed log.

// The service "name", which follows `follows` ("" for none); both are note services.
absl::StatusOr<std::unique_ptr<runtime::Service>> MakeNoteService(
    const runtime::ServiceEnvironment& env, const std::string& name, const std::string& follows);

// A command that writes one note, for the writer without gRPC.
storage::Command NoteCommand(const std::string& request_id, const std::string& id,
                             const std::string& text);

// 16 bytes that differ for each number.
std::string RequestId(int number);

// A folder that goes when this does.
class TempFolder {
 public:
  TempFolder();
  ~TempFolder();
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// A steady time that goes when a test says so.
class TestTime {
 public:
  std::function<absl::Time()> Reader() {
    return [this] { return absl::FromUnixMicros(micros_); };
  }
  // `executor` runs by it.
  void Advance(absl::Duration duration, runtime::Executor& executor) {
    micros_ += absl::ToInt64Microseconds(duration);
    executor.TimeMoved();
  }

 private:
  std::atomic<int64_t> micros_{1000000000};
};

// What a process gives to its services.
struct Surroundings {
  Surroundings() : Surroundings(runtime::SteadyNow) {}
  explicit Surroundings(std::function<absl::Time()> steady) : readers(4, 256, std::move(steady)) {}

  TempFolder folder;
  runtime::SettableClock clock;
  runtime::Metrics metrics;
  runtime::Logger logger{runtime::LogLevel::kError};
  runtime::Executor readers;
  rocksdb::Env* storage_env = nullptr;
  absl::Duration keepalive = runtime::kKeepalive;
  absl::Duration keepalive_timeout = runtime::kKeepaliveTimeout;
  size_t receiving_bytes = runtime::kMaxReceivingBytes;
  common::v1::FolderKind kind = common::v1::FOLDER_KIND_EXERCISE;
  // Where other services are, by name.
  std::map<std::string, std::shared_ptr<grpc::Channel>> channels;

  runtime::ServiceEnvironment Environment(const std::string& service);
};

// One note service behind one server, listening on a free port. Started at once; stops in order.
class NoteServer {
 public:
  NoteServer(Surroundings* surroundings, const std::string& name, const std::string& follows = "");
  ~NoteServer();

  runtime::StoreHost& host() { return service_->store_host(); }
  runtime::Server& server() { return *server_; }
  runtime::Service& service() { return *service_; }
  // Over a socket.
  std::shared_ptr<grpc::Channel> channel() { return channel_; }
  void Stop();

 private:
  std::unique_ptr<runtime::Service> service_;
  std::unique_ptr<runtime::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
};

// How many decisions of WriteNote have begun in this process: a test waits for it instead of
// sleeping.
int DecisionsBegun();
// The same of the work of ReadNote.
int ReadsBegun();

// Sends raw bytes as a request, and gives the raw answer.
grpc::Status RawCall(const std::shared_ptr<grpc::Channel>& channel, const std::string& method,
                     const std::string& bytes, std::string* response);

// What standard health says of `service`, "" for the server as a whole.
bool IsServing(const std::shared_ptr<grpc::Channel>& channel, const std::string& service);

// True as soon as `condition` is, false after 10 s.
bool Eventually(const std::function<bool()>& condition);

}  // namespace waystation::test

#endif  // TESTS_RUNTIME_NOTE_SERVICE_H_
