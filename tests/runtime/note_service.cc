#include "tests/runtime/note_service.h"

#include <stdlib.h>

#include <atomic>
#include <filesystem>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "grpcpp/client_context.h"
#include "grpcpp/completion_queue.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/security/credentials.h"
#include "services/runtime/read.h"
#include "services/runtime/validate.h"
#include "services/runtime/watch.h"
#include "services/runtime/write.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"
#include "storage/key.h"
#include "tests/runtime/note.grpc.pb.h"

namespace waystation::test {
namespace {

std::atomic<int> decisions_begun{0};
std::atomic<int> reads_begun{0};

class NoteFold : public storage::EventFold {
 public:
  explicit NoteFold(uint8_t table) : table_(table) {}

  absl::Status Fold(storage::RowWriter& rows, const storage::EntryContext&,
                    absl::string_view bytes) const override {
    v1::Event event;
    if (!event.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
      return Error(common::v1::ERROR_REASON_FOLDER_NEWER, "undecodable event");
    }
    rows.Put(storage::KeyBuilder(table_).String(event.id()).Take(), event.text());
    return absl::OkStatus();
  }

  std::vector<uint8_t> Tables() const override { return {table_}; }

 private:
  const uint8_t table_;
};

const NoteFold kOwnFold(kNotes);
const NoteFold kFollowedFold(kFollowedNotes);

std::string IdOf(const std::string& name) {
  const auto ids = runtime::SplitName(name, "notes/*");
  return ids.has_value() ? ids->at(0) : "";
}

absl::StatusOr<int> Count(const storage::RowReader& rows, uint8_t table) {
  int count = 0;
  const std::string begin = storage::KeyBuilder(table).Take();
  auto cursor = rows.Scan(begin, storage::PrefixEnd(begin));
  for (; cursor->Valid(); cursor->Next()) ++count;
  RETURN_IF_ERROR(cursor->status());
  return count;
}

storage::Decision WriteDecision(const std::string& id, const std::string& text) {
  v1::Event event;
  event.set_id(id);
  event.set_text(text);
  return {"catalogue", {event.SerializeAsString()}};
}

class Handler
    : public v1::NoteService::WithRawCallbackMethod_WatchNotes<v1::NoteService::CallbackService> {
 public:
  explicit Handler(runtime::StoreHost* host) : host_(host) {}

  grpc::ServerUnaryReactor* WriteNote(grpc::CallbackServerContext* context,
                                      const v1::WriteNoteRequest* request,
                                      v1::WriteNoteResponse* response) override {
    runtime::Violations violations;
    runtime::CheckName(violations, "name", request->name(), "notes/*");
    runtime::CheckText(violations, "text", request->text(), 0, 100);
    return runtime::Write(
        host_, context, request, response,
        runtime::WriteSpec<v1::WriteNoteRequest, v1::WriteNoteResponse>{
            .violations = violations,
            .decide = [request](const storage::RowReader&, const storage::DecideContext&)
                -> absl::StatusOr<storage::Decision> {
              ++decisions_begun;
              absl::SleepFor(absl::Milliseconds(request->sleep_ms()));
              if (request->fail_reason() < 0) return absl::UnknownError("a secret of the inside");
              if (request->fail_reason() > 0) {
                return Error(static_cast<Reason>(request->fail_reason()), "as asked for",
                             {{"resource", request->name()}});
              }
              return WriteDecision(IdOf(request->name()), request->text());
            },
            .answer = [](const storage::Outcome& outcome,
                         v1::WriteNoteResponse* answer) -> absl::Status {
              v1::Event event;
              event.ParseFromString(outcome.entry->events(0));
              answer->set_text(event.text());
              return absl::OkStatus();
            }});
  }

  grpc::ServerUnaryReactor* ReadNote(grpc::CallbackServerContext* context,
                                     const v1::ReadNoteRequest* request,
                                     v1::ReadNoteResponse* response) override {
    runtime::Violations violations;
    runtime::CheckName(violations, "name", request->name(), "notes/*");
    return runtime::Read(
        host_, context, request, response, violations,
        [request](const storage::RowReader& rows, absl::Time,
                  v1::ReadNoteResponse* answer) -> absl::Status {
          ++reads_begun;
          const std::string id = IdOf(request->name());
          ASSIGN_OR_RETURN(const std::optional<std::string> own,
                           rows.Get(storage::KeyBuilder(kNotes).String(id).Take()));
          ASSIGN_OR_RETURN(const std::optional<std::string> followed,
                           rows.Get(storage::KeyBuilder(kFollowedNotes).String(id).Take()));
          if (!own && !followed) return NotKnown(request->name());
          answer->set_text(own.value_or(""));
          answer->set_followed_text(followed.value_or(""));
          return absl::OkStatus();
        });
  }

  runtime::WatchReactor* WatchNotes(grpc::CallbackServerContext* context,
                                    const grpc::ByteBuffer* bytes) override {
    return runtime::Watch<v1::WatchNotesRequest, v1::WatchNotesResponse>(
        host_, context, *bytes,
        [](const v1::WatchNotesRequest&) { return std::vector<FieldViolation>(); },
        [](const v1::WatchNotesRequest& request, const storage::RowReader& rows, absl::Time,
           v1::WatchNotesResponse* answer) -> absl::Status {
          ASSIGN_OR_RETURN(const int own, Count(rows, kNotes));
          ASSIGN_OR_RETURN(const int followed, Count(rows, kFollowedNotes));
          answer->set_count(own);
          answer->set_followed_count(followed);
          answer->set_padding(std::string(static_cast<size_t>(request.padding_bytes()), 'p'));
          return absl::OkStatus();
        },
        {.min_interval = absl::Milliseconds(100), .max_interval = absl::Seconds(2)});
  }

 private:
  runtime::StoreHost* const host_;
};

class NoteServiceImpl : public runtime::Service {
 public:
  NoteServiceImpl(const std::string& name, std::unique_ptr<runtime::StoreHost> host)
      : name_(name), host_(std::move(host)), handler_(host_.get()) {}

  std::string name() const override { return name_; }
  std::vector<grpc::Service*> grpc_services() override { return {&handler_}; }
  runtime::StoreHost& store_host() override { return *host_; }
  absl::Status Start() override { return host_->Start(); }
  void Drain() override { host_->Drain(); }
  absl::Status Close() override { return host_->Close(); }

 private:
  const std::string name_;
  std::unique_ptr<runtime::StoreHost> host_;
  Handler handler_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<runtime::Service>> MakeNoteService(
    const runtime::ServiceEnvironment& env, const std::string& name, const std::string& follows) {
  std::vector<storage::FollowedLog> followed;
  if (!follows.empty()) followed.push_back({absl::StrCat(follows, "/main"), &kFollowedFold});
  ASSIGN_OR_RETURN(std::unique_ptr<runtime::StoreHost> host,
                   runtime::StoreHost::Open(env, name, 1, &kOwnFold, std::move(followed)));
  return std::unique_ptr<runtime::Service>(new NoteServiceImpl(name, std::move(host)));
}

storage::Command NoteCommand(const std::string& request_id, const std::string& id,
                             const std::string& text) {
  storage::Command command;
  command.request_id = request_id;
  command.fingerprint = storage::Sha256({id, text});
  command.principal = "tester";
  command.method = "/test/Write";
  command.decide = [id, text](const storage::RowReader&, const storage::DecideContext&) {
    return WriteDecision(id, text);
  };
  return command;
}

std::string RequestId(int number) { return absl::StrFormat("%016d", number); }

TempFolder::TempFolder() {
  char pattern[] = "/tmp/waystation-test-XXXXXX";
  path_ = mkdtemp(pattern);
}

TempFolder::~TempFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

runtime::ServiceEnvironment Surroundings::Environment(const std::string& service) {
  runtime::ServiceEnvironment env;
  env.clock = &clock;
  env.readers = &readers;
  env.metrics = &metrics;
  env.logger = &logger;
  env.data_folder = absl::StrCat(folder.path(), "/", service);
  env.kind = kind;
  env.storage_env = storage_env;
  env.channel_to = [this](const std::string& name) {
    const auto found = channels.find(name);
    return found == channels.end() ? nullptr : found->second;
  };
  return env;
}

NoteServer::NoteServer(Surroundings* surroundings, const std::string& name,
                       const std::string& follows) {
  auto service = MakeNoteService(surroundings->Environment(name), name, follows);
  if (!service.ok()) {
    fprintf(stderr, "%s\n", service.status().ToString().c_str());
    abort();
  }
  service_ = *std::move(service);
  runtime::Server::Options options;
  options.listen = "127.0.0.1:0";
  options.clock = &surroundings->clock;
  options.metrics = &surroundings->metrics;
  options.kind = surroundings->kind;
  options.keepalive = surroundings->keepalive;
  options.keepalive_timeout = surroundings->keepalive_timeout;
  options.receiving_bytes = surroundings->receiving_bytes;
  server_ = *runtime::Server::Start(options, {service_.get()});
  if (!service_->Start().ok()) abort();
  server_->SetAllServing(true);
  channel_ = grpc::CreateChannel(server_->address(), grpc::InsecureChannelCredentials());
}

NoteServer::~NoteServer() { Stop(); }

void NoteServer::Stop() {
  if (server_ == nullptr) return;
  server_->SetAllServing(false);
  service_->Drain();
  server_->Shutdown(absl::Seconds(2));
  if (absl::Status closed = service_->Close(); !closed.ok()) {
    fprintf(stderr, "%s\n", closed.ToString().c_str());
  }
  server_.reset();
  service_.reset();
}

grpc::Status RawCall(const std::shared_ptr<grpc::Channel>& channel, const std::string& method,
                     const std::string& bytes, std::string* response) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(20)));
  grpc::CompletionQueue queue;
  grpc::GenericStub stub(channel);
  grpc::Slice slice(bytes);
  const grpc::ByteBuffer request(&slice, 1);
  auto call = stub.PrepareUnaryCall(&context, method, request, &queue);
  call->StartCall();
  grpc::ByteBuffer answer;
  grpc::Status status;
  call->Finish(&answer, &status, &queue);
  void* tag = nullptr;
  bool ok = false;
  queue.Next(&tag, &ok);
  response->clear();
  if (!status.ok()) return status;
  std::vector<grpc::Slice> slices;
  answer.Dump(&slices);
  for (const auto& part : slices) response->append(part.begin(), part.end());
  return status;
}

bool IsServing(const std::shared_ptr<grpc::Channel>& channel, const std::string& service) {
  std::string request;
  if (!service.empty()) {
    request = absl::StrCat("\x0a", std::string(1, static_cast<char>(service.size())), service);
  }
  std::string response;
  return RawCall(channel, "/grpc.health.v1.Health/Check", request, &response).ok() &&
         response == "\x08\x01";
}

int DecisionsBegun() { return decisions_begun; }

int ReadsBegun() { return reads_begun; }

bool Eventually(const std::function<bool()>& condition) {
  const absl::Time end = absl::Now() + absl::Seconds(10);
  while (absl::Now() < end) {
    if (condition()) return true;
    absl::SleepFor(absl::Milliseconds(5));
  }
  return condition();
}

}  // namespace waystation::test
