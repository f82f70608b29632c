// Commands about the backups of a server.
#include <CLI/CLI.hpp>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "clients/cli/commands.h"
#include "clients/cli/context.h"
#include "clients/cli/paging.h"
#include "clients/cli/text/text.h"
#include "clients/cli/text/times.h"
#include "storage/base/errors.h"
#include "waystation/common/v1/backup.pb.h"

namespace waystation::cli {
namespace {

using common::v1::Backup;

constexpr absl::Duration kAskAgain = absl::Milliseconds(200);

std::string StateWord(Backup::State state) {
  switch (state) {
    case Backup::STATE_CREATING:
      return "being made";
    case Backup::STATE_READY:
      return "ready";
    case Backup::STATE_FAILED:
      return "failed";
    case Backup::STATE_DAMAGED:
      return "damaged";
    default:
      return "unknown";
  }
}

std::string WhenBegun(const Backup& backup) {
  return backup.has_create_time() ? FormatTime(backup.create_time(), absl::LocalTimeZone()) : "";
}

std::string Mebibytes(int64_t bytes) {
  const int64_t tenths = bytes / (1 << 20) * 10 + bytes % (1 << 20) * 10 / (1 << 20);
  return absl::StrCat(WithThousands(tenths / 10), ".", tenths % 10, " MiB");
}

void PrintBackup(const Backup& backup, Context* context) {
  context->PrintHeading(absl::StrCat(ShortName(backup.name()), ": ", StateWord(backup.state()),
                                     ", begun ", WhenBegun(backup), ", ",
                                     Mebibytes(backup.size_bytes())));
  Table table({{"service"},
               {"log"},
               {"revision", Align::kRight},
               {"files", Align::kRight},
               {"size", Align::kRight}});
  for (const auto& service : backup.services()) {
    table.Add({service.service(), service.log(), WithThousands(service.head().revision()),
               absl::StrCat(service.file_count()), Mebibytes(service.size_bytes())});
  }
  context->Print(table, "");
}

absl::Status FailureOf(const Backup& backup) {
  if (!backup.has_failure()) return absl::OkStatus();
  return Error(backup.failure().reason(), backup.failure().detail(),
               {{"backup", ShortName(backup.name())}});
}

absl::StatusOr<Backup> GetBackup(const std::string& name, Context* context) {
  common::v1::GetBackupRequest request;
  request.set_name(absl::StrCat("backups/", ShortName(name)));
  auto response = context->client().Read<common::v1::GetBackupResponse>(request);
  if (!response.ok()) return response.status();
  return *std::move(*response).mutable_backup();
}

// ALREADY_EXISTS when a backup of this name is ready: asking for it again would make none.
absl::Status CheckIsNew(const std::string& name, Context* context) {
  absl::StatusOr<Backup> before = GetBackup(name, context);
  if (absl::IsNotFound(before.status())) return absl::OkStatus();
  if (!before.ok()) return before.status();
  if (before->state() != Backup::STATE_READY) return absl::OkStatus();
  return Error(common::v1::ERROR_REASON_ALREADY_EXISTS,
               absl::StrCat("there already, taken ", WhenBegun(*before),
                            "; no new backup made: give another name"),
               {{"resource", before->name()}});
}

// `name` or, when empty, one after this machine's time: an exercise's clock may stand still. One of
// this name that is still being made is waited for.
absl::Status CreateBackup(std::string name, Context* context) {
  if (name.empty()) {
    name = absl::FormatTime("%Y-%m-%d-%H%M%S", absl::Now(), absl::LocalTimeZone());
  }
  if (absl::Status is_new = CheckIsNew(name, context); !is_new.ok()) return is_new;
  common::v1::CreateBackupRequest request;
  request.set_backup_id(name);
  auto response = context->client().Read<common::v1::CreateBackupResponse>(request);
  if (!response.ok()) return response.status();
  Backup backup = *std::move(*response).mutable_backup();
  while (backup.state() == Backup::STATE_CREATING) {
    absl::SleepFor(kAskAgain);
    absl::StatusOr<Backup> now = GetBackup(name, context);
    if (!now.ok()) return now.status();
    backup = *std::move(now);
  }
  if (absl::Status failure = FailureOf(backup); !failure.ok()) return failure;
  context->PrintJson(backup);
  PrintBackup(backup, context);
  context->PrintLine(absl::StrCat("It lies in the server's data folder, backups/", name,
                                  ": copy it to another disk."));
  return absl::OkStatus();
}

absl::Status ListBackups(Context* context) {
  auto response = ReadPages<common::v1::ListBackupsResponse>(
      common::v1::ListBackupsRequest(), 0,
      [](common::v1::ListBackupsResponse& page) { return page.mutable_backups(); }, context);
  if (!response.ok()) return response.status();
  context->PrintJson(*response);
  context->PrintHeading("backups");
  Table table({{"backup"},
               {"state"},
               {"begun"},
               {"services", Align::kRight},
               {"size", Align::kRight},
               {"why", Align::kLeft, Fit::kElide}});
  for (const Backup& backup : response->backups()) {
    table.Add({ShortName(backup.name()), StateWord(backup.state()), WhenBegun(backup),
               absl::StrCat(backup.services_size()), Mebibytes(backup.size_bytes()),
               backup.failure().detail()});
  }
  context->Print(table, "No backup yet: waystation backup create");
  return absl::OkStatus();
}

absl::Status ShowBackup(const std::string& name, Context* context) {
  absl::StatusOr<Backup> backup = GetBackup(name, context);
  if (!backup.ok()) return backup.status();
  context->PrintJson(*backup);
  PrintBackup(*backup, context);
  if (backup->has_failure()) context->PrintLine(backup->failure().detail());
  return absl::OkStatus();
}

}  // namespace

void AddBackupCommands(CLI::App* app, Context* context) {
  CLI::App* backup = app->add_subcommand("backup", "Copies of all that a server holds");
  backup->require_subcommand(1);
  auto name = std::make_shared<std::string>();
  CLI::App* create = backup->add_subcommand("create", "Make a backup while the server works");
  create->add_option("name", *name, "Such as before-the-move [the time]");
  create->footer(
      "Waits until it is ready. A name that is there already is refused.\n"
      "Restore with the server off: waystation-node --restore DATA/backups/NAME --data-dir NEW\n"
      "Example:\n  waystation backup create before-the-move");
  create->callback([=] { context->action = [=] { return CreateBackup(*name, context); }; });

  CLI::App* list = backup->add_subcommand("list", "The backups in the server's data folder");
  list->footer("Example:\n  waystation backup list");
  list->callback([=] { context->action = [=] { return ListBackups(context); }; });

  CLI::App* show = backup->add_subcommand("show", "What a backup holds, up to which revision");
  show->add_option("name", *name, "The backup")->required();
  show->footer("Example:\n  waystation backup show before-the-move");
  show->callback([=] { context->action = [=] { return ShowBackup(*name, context); }; });
}

}  // namespace waystation::cli
