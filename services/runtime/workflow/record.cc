#include "services/runtime/workflow/record.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/runtime/workflow/method.h"
#include "storage/base/digest.h"
#include "storage/base/status_macros.h"
#include "storage/key.h"

namespace waystation::workflow {
namespace {

std::string OpenPrefix(uint8_t table) { return storage::KeyBuilder(table).String("open").Take(); }

std::string OpenKey(uint8_t table, absl::string_view name) {
  return storage::KeyBuilder(table).String("open").String(name).Take();
}

std::string CallKey(uint8_t table, int64_t revision, absl::string_view name) {
  return storage::KeyBuilder(table).String("call").Int64(revision).String(name).Take();
}

absl::Status Wrong(const WorkflowEvent& event, absl::string_view what) {
  return absl::InternalError(absl::StrCat("workflow ", event.workflow(), ": ", what));
}

absl::StatusOr<OpenWorkflow> Parse(absl::string_view value) {
  OpenWorkflow open;
  if (!open.ParseFromArray(value.data(), static_cast<int>(value.size()))) {
    return absl::InternalError("the row of a workflow can't be read");
  }
  return open;
}

OpenWorkflow Begun(const storage::EntryContext& context, const WorkflowEvent& event) {
  OpenWorkflow open;
  open.set_workflow(event.workflow());
  open.set_kind(event.begun().kind());
  open.set_scope(context.entry.scope());
  open.set_intent_id(context.entry.request_id());
  const int64_t micros = absl::ToUnixMicros(context.record_time);
  open.mutable_begin_time()->set_seconds(micros / 1'000'000);
  open.mutable_begin_time()->set_nanos(static_cast<int32_t>(micros % 1'000'000) * 1000);
  open.set_principal(context.entry.principal());
  open.set_acting_for(context.entry.acting_for());
  return open;
}

absl::Status Intend(storage::RowWriter& rows, uint8_t table, const storage::EntryContext& context,
                    const WorkflowEvent& event, OpenWorkflow& open) {
  if (open.has_open_call()) return Wrong(event, "a call is open already");
  if (open.call_count() >= kMaxCalls) return Wrong(event, "too many calls");
  *open.mutable_open_call() = event.call_intended().call();
  open.set_open_revision(context.entry.revision());
  open.set_call_count(open.call_count() + 1);
  rows.Put(CallKey(table, open.open_revision(), open.workflow()), "");
  return absl::OkStatus();
}

absl::Status Resolve(storage::RowWriter& rows, uint8_t table, const WorkflowEvent& event,
                     OpenWorkflow& open) {
  const common::v1::CallResolved& resolved = event.call_resolved();
  if (open.open_call().request_id() != resolved.request_id()) {
    return Wrong(event, "another call is open");
  }
  rows.Delete(CallKey(table, open.open_revision(), open.workflow()));
  if (resolved.result().refusal() == common::v1::ERROR_REASON_UNSPECIFIED) {
    common::v1::AcceptedCall* accepted = open.add_accepted_calls();
    accepted->mutable_call()->Swap(open.mutable_open_call());
    *accepted->mutable_result() = resolved.result();
  }
  open.clear_open_call();
  open.clear_open_revision();
  return absl::OkStatus();
}

absl::Status Repeat(const WorkflowEvent& event, OpenWorkflow& open) {
  for (common::v1::AcceptedCall& accepted : *open.mutable_accepted_calls()) {
    if (accepted.call().request_id() != event.call_repeated().request_id()) continue;
    *accepted.mutable_result() = event.call_repeated().result();
    return absl::OkStatus();
  }
  return Wrong(event, "no such call was accepted");
}

}  // namespace

std::string DerivedId(absl::string_view intent_id, absl::string_view what) {
  return storage::DigestBytes(storage::Sha256({"workflow", intent_id, what})).substr(0, 16);
}

Plan::Plan(absl::string_view name, std::string intent_id, int calls)
    : name_(name), intent_id_(std::move(intent_id)), calls_(calls) {}

Plan Plan::Begin(absl::string_view name, absl::string_view kind,
                 const storage::DecideContext& context) {
  Plan plan(name, context.request_id, 0);
  plan.Add().mutable_begun()->set_kind(std::string(kind));
  return plan;
}

Plan Plan::GoOn(const OpenWorkflow& open) {
  return Plan(open.workflow(), open.intent_id(), open.call_count());
}

WorkflowEvent& Plan::Add() {
  WorkflowEvent& event = events_.emplace_back();
  event.set_workflow(name_);
  return event;
}

void Plan::Call(absl::string_view step, absl::string_view service,
                const google::protobuf::Message& request) {
  WorkflowCall& call = *Add().mutable_call_intended()->mutable_call();
  call.set_step(std::string(step));
  call.set_request_id(DerivedId(intent_id_, absl::StrCat(++calls_, " ", step)));
  call.set_service(std::string(service));
  call.set_method(runtime::MethodOf(request.GetDescriptor()));
  call.set_request(runtime::WithRequestId(request, call.request_id()));
}

void Plan::AskCancel() { Add().mutable_cancel_asked(); }

void Plan::End(absl::string_view outcome) {
  Add().mutable_ended()->set_outcome(std::string(outcome));
}

absl::Status Fold(storage::RowWriter& rows, uint8_t table, const storage::EntryContext& context,
                  const WorkflowEvent& event) {
  ASSIGN_OR_RETURN(std::optional<OpenWorkflow> found, Find(rows, table, event.workflow()));
  if (event.has_begun()) {
    if (found.has_value()) return Wrong(event, "is open already");
    found = Begun(context, event);
  }
  if (!found.has_value()) return Wrong(event, "is not open");
  OpenWorkflow& open = *found;
  if (open.scope() != context.entry.scope()) return Wrong(event, "is of another scope");
  switch (event.event_case()) {
    case WorkflowEvent::kBegun:
      break;
    case WorkflowEvent::kCallIntended:
      RETURN_IF_ERROR(Intend(rows, table, context, event, open));
      break;
    case WorkflowEvent::kCallResolved:
      RETURN_IF_ERROR(Resolve(rows, table, event, open));
      break;
    case WorkflowEvent::kCancelAsked:
      open.set_cancel_asked(true);
      break;
    case WorkflowEvent::kCallRepeated:
      RETURN_IF_ERROR(Repeat(event, open));
      break;
    case WorkflowEvent::kEnded:
      if (open.has_open_call()) return Wrong(event, "can't end while a call is open");
      rows.Delete(OpenKey(table, event.workflow()));
      return absl::OkStatus();
    case WorkflowEvent::EVENT_NOT_SET:
      return Wrong(event, "an event of a newer program");
  }
  rows.Put(OpenKey(table, event.workflow()), open.SerializeAsString());
  return absl::OkStatus();
}

absl::StatusOr<std::optional<OpenWorkflow>> Find(const storage::RowReader& rows, uint8_t table,
                                                 absl::string_view name) {
  ASSIGN_OR_RETURN(const std::optional<std::string> row, rows.Get(OpenKey(table, name)));
  if (!row.has_value()) return std::optional<OpenWorkflow>();
  ASSIGN_OR_RETURN(OpenWorkflow open, Parse(*row));
  return std::optional<OpenWorkflow>(std::move(open));
}

absl::StatusOr<std::vector<OpenWorkflow>> ListOpen(const storage::RowReader& rows, uint8_t table) {
  std::vector<OpenWorkflow> list;
  const std::string begin = OpenPrefix(table);
  auto cursor = rows.Scan(begin, storage::PrefixEnd(begin));
  for (; cursor->Valid(); cursor->Next()) {
    ASSIGN_OR_RETURN(OpenWorkflow open, Parse(cursor->value()));
    list.push_back(std::move(open));
  }
  RETURN_IF_ERROR(cursor->status());
  return list;
}

absl::StatusOr<std::vector<OpenCall>> ListCalls(const storage::RowReader& rows, uint8_t table,
                                                int64_t revision) {
  std::vector<OpenCall> calls;
  const std::string begin = storage::KeyBuilder(table).String("call").Int64(revision + 1).Take();
  const std::string prefix = storage::KeyBuilder(table).String("call").Take();
  auto cursor = rows.Scan(begin, storage::PrefixEnd(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    storage::KeyReader key(cursor->key());
    key.String();
    OpenCall call;
    call.revision = key.Int64();
    call.workflow = key.String();
    if (!key.AtEnd()) return absl::InternalError("the row of a call can't be read");
    calls.push_back(std::move(call));
  }
  RETURN_IF_ERROR(cursor->status());
  return calls;
}

}  // namespace waystation::workflow
