// A tiny service over the real runtime and a real store in a folder of its own, for tests.
#ifndef TESTS_RUNTIME_NOTE_SERVICE_H_
#define TESTS_RUNTIME_NOTE_SERVICE_H_

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

// What a process gives to its services.
struct Surroundings {
  TempFolder folder;
  runtime::SettableClock clock;
  runtime::Metrics metrics;
  runtime::Logger logger{runtime::LogLevel::kError};
  runtime::Executor readers{4, 256};
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

// True as soon as `condition` is, false after 10 s.
bool Eventually(const std::function<bool()>& condition);

}  // namespace waystation::test

#endif  // TESTS_RUNTIME_NOTE_SERVICE_H_
