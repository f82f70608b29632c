#include "clients/cli/import/commands/import_run.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/context.h"
#include "clients/cli/import/send/importer.h"
#include "clients/cli/paging.h"
#include "clients/cli/text/text.h"
#include "clients/cli/text/times.h"
#include "clients/cpp/call_error.h"
#include "google/protobuf/struct.pb.h"
#include "waystation/facility/v1/facility.pb.h"

namespace waystation::cli {
namespace {

absl::StatusOr<ImportOptions> OptionsOf(const ImportOrder& order, const Context& context) {
  ImportOptions options;
  options.dry_run = order.dry_run;
  options.progress = isatty(STDERR_FILENO) != 0 && !context.json();
  options.rejects_path = order.rejects;
  options.remarks_path = order.remarks;
  options.pipeline.patience = absl::Seconds(context.options.timeout_s);
  absl::StatusOr<Decoder> decoder = Decoder::Named(order.encoding);
  if (!decoder.ok()) return WrongOption("--encoding", decoder.status());
  options.decoder = *std::move(decoder);
  const std::string separator = order.separator == "tab" ? "\t" : order.separator;
  if (separator.size() != 1 || std::string(",;\t|").find(separator) == std::string::npos) {
    return WrongOption("--separator", absl::StrCat("got \"", Quotable(order.separator),
                                                   "\", want one of , ; | and tab"));
  }
  options.separator = separator[0];
  return options;
}

void PrintJson(const std::string& path, const ImportKind& kind, const ImportOptions& options,
               const ImportResult& result, Context* context) {
  google::protobuf::Struct json;
  auto& fields = *json.mutable_fields();
  auto number = [&fields](const char* key, int64_t value) {
    fields[key].set_number_value(static_cast<double>(value));
  };
  fields["file"].set_string_value(path);
  fields["kind"].set_string_value(kind.name());
  fields["source"].set_string_value(options.source);
  fields["dry_run"].set_bool_value(options.dry_run);
  number("rows", result.rows);
  number("recorded", options.dry_run ? 0 : result.recorded);
  number("already_there", result.already_there);
  number("nothing_to_record", result.nothing);
  number("conflicts", result.conflicts);
  number("rejected", result.rejected);
  number("held_back", result.held_back);
  number("not_sent", result.not_sent);
  number("held", result.held);
  number("exceptions", result.exceptions);
  auto& remarks = *fields["remarks"].mutable_struct_value()->mutable_fields();
  for (const auto& [sort, count] : result.remarks) {
    remarks[sort].set_number_value(static_cast<double>(count));
  }
  fields["rejects_file"].set_string_value(result.rejects_file);
  fields["remarks_file"].set_string_value(result.remarks_file);
  context->PrintJson(json);
}

void PrintResult(const std::string& path, const ImportKind& kind, const ImportOptions& options,
                 const ImportResult& result, Context* context) {
  PrintJson(path, kind, options, result, context);
  context->PrintHeading(absl::StrCat(path, ": ", DescribeResult(result, options.dry_run)));
  for (const auto& [sort, count] : result.remarks) {
    context->PrintLine(absl::StrCat("  ", sort, ": ", WithThousands(count)));
  }
  if (!result.remarks_file.empty()) {
    context->PrintLine(absl::StrCat("  each of them: ", result.remarks_file));
  }
  for (const std::string& problem : result.problems) std::cerr << problem << "\n";
  if (!result.rejects_file.empty()) {
    std::cerr << "hint: mend the rows in " << result.rejects_file
              << " and import that file with --source " << options.source << "\n";
  }
}

}  // namespace

void AddImportOptions(CLI::App* command, const std::string& default_source,
                      const std::string& default_encoding, ImportOrder* order) {
  order->encoding = default_encoding;
  command->add_option("--source", order->source,
                      absl::StrCat("Name under which rows are known, so that a second import adds "
                                   "nothing [",
                                   default_source, "]"));
  command
      ->add_option("--encoding", order->encoding,
                   absl::StrCat("How text is written: ", absl::StrJoin(EncodingNames(), ", "),
                                "; mixed is UTF-8 with ISO-8859-1 in between"))
      ->capture_default_str();
  command->add_option("--separator", order->separator, "What columns are separated by: , ; | tab")
      ->capture_default_str();
  command->add_option("--rejects", order->rejects,
                      "Where rows go that did not get in, to be mended [FILE.rejects.csv]");
  command->add_option("--remarks", order->remarks,
                      "Where remarks go on rows that did [FILE.remarks.csv]");
  command->add_flag("--dry-run", order->dry_run, "Check every row and send nothing");
}

absl::Status RunImport(const std::string& path, const std::string& default_source, ImportKind* kind,
                       const ImportOrder& order, Context* context) {
  absl::StatusOr<ImportOptions> options = OptionsOf(order, *context);
  if (!options.ok()) return options.status();
  options->source = order.source.empty() ? default_source : order.source;
  client::Client* client = &context->client();
  absl::StatusOr<ImportResult> result =
      ImportFile(path, kind, *options,
                 [client](const ImportCommand& command, std::function<void(absl::Status)> done) {
                   client->WriteAsync(*command.request, command.response.get(), std::move(done));
                 });
  client->SaveReceipts();
  if (!result.ok()) return result.status();
  PrintResult(path, *kind, *options, *result, context);
  if (result->not_sent > 0) {
    return absl::UnavailableError(
        absl::StrCat(result->not_sent, " rows of ", path,
                     " were not sent; the same import again sends them, and nothing twice"));
  }
  if (result->rejected + result->conflicts + result->held_back > 0) {
    context->exit_code = client::kExitPartialImport;
  }
  return absl::OkStatus();
}

absl::StatusOr<std::map<std::string, absl::TimeZone>> FacilityZones(Context* context) {
  auto facilities = ReadPages<facility::v1::ListFacilitiesResponse>(
      facility::v1::ListFacilitiesRequest(), 0,
      [](auto& page) { return page.mutable_facilities(); }, context);
  if (!facilities.ok()) return facilities.status();
  std::map<std::string, absl::TimeZone> zones;
  for (const auto& facility : facilities->facilities()) {
    absl::StatusOr<absl::TimeZone> zone = ZoneNamed(facility.time_zone());
    if (!zone.ok()) return WrongOption(facility.name(), zone.status());
    zones[facility.name()] = *zone;
  }
  return zones;
}

std::string FileName(const std::string& path) {
  return std::filesystem::path(path).filename().string();
}

}  // namespace waystation::cli
