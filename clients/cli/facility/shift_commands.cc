// Handover between shifts: what is open, what is to be done, and the controlled register's count.
#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/context.h"
#include "clients/cli/count.h"
#include "clients/cli/paging.h"
#include "clients/cli/text/times.h"
#include "clients/cli/text/words.h"
#include "waystation/facility/v1/handover.pb.h"
#include "waystation/inventory/v1/controlled.pb.h"

namespace waystation::cli {
namespace {

using facility::v1::HandoverTask;
using ShiftHandover = facility::v1::Handover;

struct ShiftEntry {
  std::string at;
  std::string id;
  std::string outgoing;
  std::string incoming;
  std::string when = "now";
  std::string note;
  std::vector<std::string> tasks;
  std::string controlled;
  std::string not_counted;
  std::string outgoing_signature;
  std::string incoming_signature;
  std::string by;
  int limit = 20;
};

std::string NameIn(const ShiftEntry& entry, const char* collection) {
  if (entry.id.find('/') != std::string::npos) return entry.id;
  return absl::StrCat(FacilityName(entry.at), "/", collection, "/", entry.id);
}

// "text", or "PERSON: text" of a task that is someone's.
HandoverTask TaskOf(const std::string& text) {
  HandoverTask task;
  const size_t colon = text.find(": ");
  const bool named = colon != std::string::npos && text.substr(0, colon).rfind("p-", 0) == 0;
  if (named) task.set_assigned_to(text.substr(0, colon));
  task.set_text(named ? text.substr(colon + 2) : text);
  return task;
}

// Inventory's count of the controlled register, by name or id.
absl::StatusOr<inventory::v1::Handover> FindControlled(const ShiftEntry& entry, Context* context) {
  inventory::v1::ListHandoversRequest request;
  request.set_parent(FacilityName(entry.at));
  auto response = ReadPages<inventory::v1::ListHandoversResponse>(
      request, 0, [](auto& page) { return page.mutable_handovers(); }, context);
  if (!response.ok()) return response.status();
  for (const inventory::v1::Handover& handover : response->handovers()) {
    if (handover.name() == entry.controlled || ShortName(handover.name()) == entry.controlled) {
      return handover;
    }
  }
  return WrongOption("--controlled", absl::StrCat("got ", entry.controlled,
                                                  ", want a handover of the facility: "
                                                  "waystation handover list --at ",
                                                  ShortName(entry.at)));
}

bool DiffersFromRegister(const inventory::v1::Handover& counted) {
  if (!counted.not_counted().empty()) return true;
  for (const inventory::v1::HandoverCount& count : counted.counts()) {
    if (count.difference_quantity() != 0) return true;
  }
  return false;
}

void PrintControlled(const inventory::v1::Handover& counted, Context* context) {
  for (const inventory::v1::HandoverCount& count : counted.counts()) {
    if (count.difference_quantity() == 0) continue;
    context->PrintLine(absl::StrCat("controlled register: ", ShortName(count.item()), " counted ",
                                    count.counted_quantity(), ", register ",
                                    count.register_quantity()));
  }
  for (const auto& left : counted.not_counted()) {
    context->PrintLine(absl::StrCat("controlled register: ", ShortName(left.item()),
                                    " NOT COUNTED, register ", left.register_quantity()));
  }
}

std::string ShowTaskState(const HandoverTask& task) {
  if (!task.has_completed_time()) return "open";
  return absl::StrCat("done ", FormatTime(task.completed_time(), absl::LocalTimeZone()), " by ",
                      task.completed_by());
}

void PrintHandedWarnings(const ShiftHandover& handover, Context* context) {
  Table warnings({{"warning"}, {"act by"}, {"state"}});
  for (const facility::v1::HandedWarning& warning : handover.warnings()) {
    warnings.Add(
        {absl::StrCat(PlainWord(warning.kind()), warning.subject().empty() ? "" : " of ",
                      warning.subject()),
         warning.has_act_by_time() ? FormatTime(warning.act_by_time(), absl::LocalTimeZone())
                                   : "unknown",
         absl::StrCat(PlainWord(warning.state()), warning.escalated() ? ", ESCALATED" : "")});
  }
  context->Print(warnings, "no open warnings");
}

void PrintShift(const ShiftHandover& handover, Context* context) {
  context->PrintHeading(absl::StrCat(handover.name(), "  ",
                                     FormatTime(handover.effective_time(), absl::LocalTimeZone()),
                                     ": ", handover.outgoing(), " to ", handover.incoming()));
  for (const int flag : handover.flags()) {
    context->PrintLine(PlainWord(static_cast<facility::v1::HandoverFlag>(flag)));
  }
  context->PrintLine(
      handover.controlled_handover().empty()
          ? "controlled register not counted: " + handover.controlled_not_counted_reason()
          : absl::StrCat("controlled register ", PlainWord(handover.controlled_result()), ": ",
                         handover.controlled_handover()));
  if (!handover.note().empty()) context->PrintLine("note: " + handover.note());
  PrintHandedWarnings(handover, context);
  Table tasks({{"task", Align::kLeft, Fit::kElide}, {"who"}, {""}, {"id"}});
  for (const HandoverTask& task : handover.tasks()) {
    tasks.Add({task.text(), task.assigned_to(), ShowTaskState(task), ShortName(task.name())});
  }
  context->Print(tasks, "no tasks");
}

template <typename Response>
absl::Status AnswerShift(const absl::StatusOr<Response>& response, Context* context) {
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  if (!context->json()) PrintShift(response->handover(), context);
  return absl::OkStatus();
}

absl::Status CreateShiftHandover(const ShiftEntry& entry, Context* context) {
  facility::v1::CreateHandoverRequest request;
  request.set_parent(FacilityName(entry.at));
  ShiftHandover& handover = *request.mutable_handover();
  handover.set_outgoing(context->OrMe(entry.outgoing));
  handover.set_incoming(entry.incoming);
  handover.set_note(entry.note);
  absl::StatusOr<absl::Time> when = ParseTime(entry.when, context->Now(), absl::LocalTimeZone());
  if (!when.ok()) return WrongOption("--when", when.status());
  *handover.mutable_handed_over_time() = ToProto(*when);
  for (const std::string& text : entry.tasks) *handover.add_tasks() = TaskOf(text);
  handover.set_controlled_not_counted_reason(entry.not_counted);
  handover.set_outgoing_signature(entry.outgoing_signature);
  handover.set_incoming_signature(entry.incoming_signature);
  inventory::v1::Handover counted;
  if (!entry.controlled.empty()) {
    auto found = FindControlled(entry, context);
    if (!found.ok()) return found.status();
    counted = *std::move(found);
    handover.set_controlled_handover(counted.name());
    handover.set_controlled_result(DiffersFromRegister(counted)
                                       ? facility::v1::CONTROLLED_RESULT_DIFFERS
                                       : facility::v1::CONTROLLED_RESULT_AGREES);
  }
  absl::Status answered =
      AnswerShift(context->client().Write<facility::v1::CreateHandoverResponse>(
                      std::move(request), "shift handover at " + ShortName(entry.at)),
                  context);
  if (answered.ok()) PrintControlled(counted, context);
  return answered;
}

absl::Status ListShiftHandovers(const ShiftEntry& entry, Context* context) {
  facility::v1::ListHandoversRequest request;
  request.set_parent(FacilityName(entry.at));
  auto response = ReadPages<facility::v1::ListHandoversResponse>(
      request, entry.limit, [](auto& page) { return page.mutable_handovers(); }, context);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  context->PrintHeading("Handovers of shifts, the latest first");
  Table table({{"when"},
               {"from"},
               {"to"},
               {"warnings", Align::kRight},
               {"open tasks", Align::kRight},
               {"", Align::kLeft, Fit::kElide},
               {"id"}});
  for (const ShiftHandover& handover : response->handovers()) {
    int open = 0;
    for (const HandoverTask& task : handover.tasks()) open += task.has_completed_time() ? 0 : 1;
    std::string flags;
    for (const int flag : handover.flags()) {
      absl::StrAppend(&flags, flags.empty() ? "" : ", ",
                      PlainWord(static_cast<facility::v1::HandoverFlag>(flag)));
    }
    table.Add({FormatTime(handover.effective_time(), absl::LocalTimeZone()), handover.outgoing(),
               handover.incoming(), absl::StrCat(handover.warnings_size()), absl::StrCat(open),
               flags, ShortName(handover.name())});
  }
  context->Print(table, "none");
  if (!response->next_page_token().empty()) context->PrintLine("there is more: raise --limit");
  return absl::OkStatus();
}

absl::Status ShowShiftHandover(const ShiftEntry& entry, Context* context) {
  facility::v1::GetHandoverRequest request;
  request.set_name(NameIn(entry, "handovers"));
  return AnswerShift(context->client().Read<facility::v1::GetHandoverResponse>(request), context);
}

absl::Status AcceptShiftHandover(const ShiftEntry& entry, Context* context) {
  facility::v1::AcceptHandoverRequest request;
  request.set_name(NameIn(entry, "handovers"));
  request.set_accepted_by(entry.by);
  request.set_signature(entry.incoming_signature);
  return AnswerShift(context->client().Write<facility::v1::AcceptHandoverResponse>(
                         std::move(request), "shift handover accept " + entry.id),
                     context);
}

absl::Status CompleteShiftTask(const ShiftEntry& entry, Context* context) {
  facility::v1::CompleteTaskRequest request;
  request.set_name(NameIn(entry, "tasks"));
  request.set_completed_by(entry.by);
  request.set_note(entry.note);
  auto response = context->client().Write<facility::v1::CompleteTaskResponse>(
      std::move(request), "shift task done " + entry.id);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  context->PrintHeading(response->task().name());
  context->PrintLine(absl::StrCat(response->task().text(), ": ", ShowTaskState(response->task())));
  return absl::OkStatus();
}

void AddCreateShift(CLI::App* noun, Context* context) {
  auto entry = std::make_shared<ShiftEntry>();
  CLI::App* command = noun->add_subcommand("create", "Record that one shift hands over");
  command->add_option("--at", entry->at, "The facility")->required();
  command->add_option("--from", entry->outgoing, "Who hands over, an opaque id [you]");
  command->add_option("--to", entry->incoming, "Who takes over, an opaque id")->required();
  command->add_option("--when", entry->when, "When it was")->capture_default_str();
  command
      ->add_option("--task", entry->tasks,
                   "Something to be done, \"TEXT\" or \"p-PERSON: TEXT\"; repeat it")
      ->allow_extra_args(false);
  CLI::Option* controlled =
      command->add_option("--controlled", entry->controlled,
                          "The controlled register's count: waystation handover list");
  command->add_option("--not-counted", entry->not_counted, "Why it was not counted")
      ->excludes(controlled);
  command->add_option("--note", entry->note, "Anything else; no patient data");
  command->add_option("--from-signature", entry->outgoing_signature,
                      "What who hands over signed with or on");
  command->add_option("--to-signature", entry->incoming_signature,
                      "What who takes over signed with or on; it is accepted then");
  command->footer(
      "Example:\n  waystation shift handover create --at khojaly-field-hospital --from p-night \\\n"
      "    --to p-day --task 'dip tank-1 at eight' --not-counted 'none is kept here'");
  command->callback(
      [=] { context->action = [=] { return CreateShiftHandover(*entry, context); }; });
}

void AddOneShift(CLI::App* noun, Context* context) {
  auto listed = std::make_shared<ShiftEntry>();
  CLI::App* list = noun->add_subcommand("list", "Handovers of a facility, the latest first");
  list->add_option("--at", listed->at, "The facility")->required();
  list->add_option("--limit", listed->limit, "At most so many; 0: all")
      ->check(CheckCount)
      ->capture_default_str();
  list->footer("Example:\n  waystation shift handover list --at khojaly-field-hospital");
  list->callback([=] { context->action = [=] { return ListShiftHandovers(*listed, context); }; });

  auto shown = std::make_shared<ShiftEntry>();
  CLI::App* show = noun->add_subcommand("show", "One handover, its tasks as they are now");
  show->add_option("handover", shown->id, "Its id, or its full name")->required();
  show->add_option("--at", shown->at, "The facility, where only the id is given");
  show->footer(
      "Example:\n  waystation shift handover show 3f2a9c0d1e4b5a697887 --at "
      "khojaly-field-hospital");
  show->callback([=] { context->action = [=] { return ShowShiftHandover(*shown, context); }; });

  auto accepted = std::make_shared<ShiftEntry>();
  CLI::App* accept = noun->add_subcommand("accept", "Who takes over says so");
  accept->add_option("handover", accepted->id, "Its id, or its full name")->required();
  accept->add_option("--at", accepted->at, "The facility, where only the id is given");
  accept->add_option("--by", accepted->by, "Who takes over, an opaque id [you]");
  accept->add_option("--signature", accepted->incoming_signature, "What was signed with or on");
  accept->footer(
      "Example:\n  waystation shift handover accept 3f2a9c0d1e4b5a697887 --at "
      "khojaly-field-hospital \\\n    --by p-day --signature s-81");
  accept->callback(
      [=] { context->action = [=] { return AcceptShiftHandover(*accepted, context); }; });
}

void AddShiftTask(CLI::App* noun, Context* context) {
  auto entry = std::make_shared<ShiftEntry>();
  CLI::App* done = noun->add_subcommand("done", "A task is done and carries over no longer");
  done->add_option("task", entry->id, "Its id, or its full name")->required();
  done->add_option("--at", entry->at, "The facility, where only the id is given");
  done->add_option("--by", entry->by, "Who did it, an opaque id [you]");
  done->add_option("--note", entry->note, "A remark; no patient data");
  done->footer(
      "Example:\n  waystation shift task done 3f2a9c0d1e4b5a697887 --at khojaly-field-hospital");
  done->callback([=] { context->action = [=] { return CompleteShiftTask(*entry, context); }; });
}

}  // namespace

void AddShiftCommands(CLI::App* app, Context* context) {
  CLI::App* shift = app->add_subcommand("shift", "What one shift leaves to the next");
  shift->require_subcommand(1);
  CLI::App* handover = shift->add_subcommand("handover", "Handovers between shifts");
  handover->require_subcommand(1);
  AddCreateShift(handover, context);
  AddOneShift(handover, context);
  CLI::App* task = shift->add_subcommand("task", "What is left to be done");
  task->require_subcommand(1);
  AddShiftTask(task, context);
}

}  // namespace waystation::cli
