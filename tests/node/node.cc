#include "tests/node/node.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <future>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/facility/service.h"
#include "services/headquarters/service.h"
#include "services/inventory/service.h"
#include "services/runtime/store_host.h"
#include "storage/group.h"

namespace waystation::test {

Node::Node(absl::Time now, absl::Time build, common::v1::FolderKind kind)
    : build_(build), kind_(kind), machine_(now) {
  Start();
}

Node::~Node() { Stop(); }

void Node::Reboot(absl::Time clock) {
  Stop();
  machine_.Turn(clock);
  Start();
}

void Node::Start() {
  process_ = std::make_unique<JudgedProcess>(&machine_, build_);
  const std::pair<const char*, runtime::ServiceFactory> factories[] = {
      {"facility", facility::MakeService},
      {"inventory", inventory::MakeService},
      {"headquarters", headquarters::MakeService}};
  std::vector<runtime::Service*> services;
  for (const auto& [name, make] : factories) {
    runtime::ServiceEnvironment env;
    env.clock = &process_->judged;
    env.readers = &readers_;
    env.metrics = &metrics_;
    env.logger = &logger_;
    env.data_folder = absl::StrCat(folder_.path(), "/", name);
    env.kind = kind_;
    env.channel_to = [this](const std::string&) { return channel_; };
    auto service = make(env);
    if (!service.ok()) {
      fprintf(stderr, "%s: %s\n", name, service.status().ToString().c_str());
      abort();
    }
    services_.push_back(*std::move(service));
    services.push_back(services_.back().get());
  }
  runtime::Server::Options options;
  options.clock = &process_->clock;
  options.judged = &process_->judged;
  options.metrics = &metrics_;
  options.kind = kind_;
  auto server = runtime::Server::Start(options, services);
  if (!server.ok()) abort();
  server_ = *std::move(server);
  channel_ = server_->InProcess();
  for (runtime::Service* service : services) {
    if (!service->Start().ok()) abort();
  }
  server_->SetAllServing(true);
}

void Node::Stop() {
  for (auto service = services_.rbegin(); service != services_.rend(); ++service) {
    (*service)->Drain();
  }
  channel_.reset();
  server_->Shutdown(absl::Seconds(2));
  for (auto service = services_.rbegin(); service != services_.rend(); ++service) {
    if (!(*service)->Close().ok()) abort();
  }
  server_.reset();
  services_.clear();
}

runtime::Service* Node::Named(const std::string& service) {
  for (const auto& one : services_) {
    if (one->name() == service) return one.get();
  }
  abort();
}

void Node::Poll() {
  // A writer polls when it wakes, before the commands it woke for: two in a row have one between.
  for (int round = 0; round < 2; ++round) {
    for (const auto& service : services_) {
      runtime::Writer& writer = service->store_host().writer();
      writer.PollDue();
      std::promise<void> answered;
      storage::Command refused;
      refused.request_id = std::string(16, 'p');
      refused.decide = [](const storage::RowReader&,
                          const storage::DecideContext&) -> absl::StatusOr<storage::Decision> {
        return absl::AbortedError("only to wake");
      };
      if (!writer
               .Submit(std::move(refused), absl::InfiniteFuture(),
                       [&](const storage::Outcome&) { answered.set_value(); })
               .ok()) {
        abort();
      }
      answered.get_future().wait();
    }
  }
}

void Node::Prepare(grpc::ClientContext* context) {
  context->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
  context->AddMetadata("waystation-principal", "p-1");
  for (const char* log : {"facility", "inventory"}) {
    const auto store = Named(log)->store_host().store();
    context->AddMetadata("waystation-after",
                         absl::StrCat(log, "/main@", store->log().Head().revision));
  }
}

std::vector<common::v1::LogEntry> Node::Entries(const std::string& log) {
  const auto store = Named(log.substr(0, log.find('/')))->store_host().store();
  std::vector<common::v1::LogEntry> entries;
  const auto groups = store->log().Read(0, 64 << 20);
  if (!groups.ok()) abort();
  for (const std::string& bytes : *groups) {
    const auto group = storage::DecodeGroup(bytes);
    if (!group.ok()) abort();
    for (const common::v1::LogEntry& entry : group->entries) entries.push_back(entry);
  }
  return entries;
}

bool Eventually(const std::function<bool()>& condition) {
  const absl::Time end = runtime::SteadyNow() + absl::Seconds(20);
  while (runtime::SteadyNow() < end) {
    if (condition()) return true;
    absl::SleepFor(absl::Milliseconds(5));
  }
  return condition();
}

}  // namespace waystation::test
