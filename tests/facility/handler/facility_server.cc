#include "tests/facility/handler/facility_server.h"

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "storage/group.h"

namespace waystation::facility {

std::string RequestId(int number) { return absl::StrFormat("%016d", number); }

FacilityServer::FacilityServer(absl::Time now) { Start(now); }
FacilityServer::~FacilityServer() { Stop(); }

void FacilityServer::Restart(absl::Time now) {
  Stop();
  Start(now);
}

void FacilityServer::Start(absl::Time now) {
  clock_.Set(now, true);
  runtime::ServiceEnvironment env;
  env.clock = &clock_;
  env.readers = &readers_;
  env.metrics = &metrics_;
  env.logger = &logger_;
  env.data_folder = folder_.path() + "/facility";
  env.kind = common::v1::FOLDER_KIND_EXERCISE;
  env.channel_to = [](const std::string&) { return nullptr; };
  auto service = MakeService(env);
  if (!service.ok()) {
    fprintf(stderr, "%s\n", service.status().ToString().c_str());
    abort();
  }
  service_ = *std::move(service);
  runtime::Server::Options options;
  options.clock = &clock_;
  options.metrics = &metrics_;
  options.kind = env.kind;
  auto server = runtime::Server::Start(options, {service_.get()});
  if (!server.ok() || !service_->Start().ok()) abort();
  server_ = *std::move(server);
  server_->SetAllServing(true);
  channel_ = server_->InProcess();
}

void FacilityServer::Stop() {
  channel_.reset();
  service_->Drain();
  server_->Shutdown(absl::Seconds(2));
  if (!service_->Close().ok()) abort();
  server_.reset();
  service_.reset();
}

void FacilityServer::SetTime(absl::Time now) {
  clock_.Set(now, true);
  service_->store_host().writer().PollDue();
}

std::vector<v1::Event> FacilityServer::Events() {
  std::vector<v1::Event> events;
  const auto groups = service_->store_host().store()->log().Read(0, 64 << 20);
  if (!groups.ok()) abort();
  for (const std::string& bytes : *groups) {
    const auto group = storage::DecodeGroup(bytes);
    if (!group.ok()) abort();
    for (const common::v1::LogEntry& entry : group->entries) {
      for (const std::string& event : entry.events()) events.emplace_back().ParseFromString(event);
    }
  }
  return events;
}

int64_t FacilityServer::HeadRevision() {
  return service_->store_host().store()->log().Head().revision;
}

bool Eventually(const std::function<bool()>& condition) {
  const absl::Time end = absl::Now() + absl::Seconds(10);
  while (absl::Now() < end) {
    if (condition()) return true;
    absl::SleepFor(absl::Milliseconds(5));
  }
  return condition();
}

std::vector<std::string> Fields(const absl::Status& status) {
  std::vector<std::string> fields;
  for (const FieldViolation& violation : FieldViolationsOf(status)) {
    fields.push_back(violation.field);
    const bool worded = violation.description.rfind("got ", 0) == 0 &&
                        violation.description.find(", want ") != std::string::npos;
    if (!worded) fields.push_back("badly worded: " + violation.description);
  }
  return fields;
}

}  // namespace waystation::facility
