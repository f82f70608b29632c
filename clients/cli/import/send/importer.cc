#include "clients/cli/import/send/importer.h"

#include <filesystem>
#include <fstream>
#include <memory>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/import/send/import_tally.h"
#include "clients/cli/import/send/progress.h"
#include "clients/cli/import/send/side_file.h"
#include "clients/cli/text/text.h"
#include "clients/cpp/call_error.h"
#include "clients/cpp/method.h"
#include "clients/cpp/request_id.h"
#include "waystation/inventory/v1/movement.pb.h"

namespace waystation::cli {
namespace {

std::string Reason(const absl::Status& status) {
  std::string text = client::RenderError(status);
  text = text.substr(sizeof("error: ") - 1);
  while (!text.empty() && text.back() == '\n') text.pop_back();
  for (char& c : text) c = c == '\n' ? ' ' : c;
  return text;
}

// The import of one file, while it goes on.
class Import : public ImportSink {
 public:
  Import(std::string file, ImportKind* kind, const ImportOptions& options, const SendCommand& send,
         ImportTally* tally, Progress* progress)
      : file_(std::move(file)),
        kind_(kind),
        options_(options),
        tally_(tally),
        progress_(progress),
        pipeline_(options.pipeline, send,
                  [this](const ImportCommand& command, const absl::Status& status) {
                    return Outcome(command, status);
                  }) {}

  absl::Status Run(CsvReader* reader) {
    while (!pipeline_.gave_up()) {
      CsvReader::Step step = reader->Next();
      progress_->Show(reader->bytes_read(), tally_->result().rows);
      if (step.outcome == CsvReader::Outcome::kEnd) break;
      tally_->CountRow();
      if (step.outcome == CsvReader::Outcome::kRow) {
        if (step.row.guessed) {
          tally_->Remark({step.row.line, "", "", "not-utf-8",
                          "not all of the row is UTF-8; the rest was read as ISO-8859-1"});
        }
        if (step.row.open) {
          tally_->Remark({step.row.line, "", "", "no-line-end",
                          "the file ends in this row: look whether its last text is whole"});
        }
        kind_->Add(std::move(step.row), this);
        continue;
      }
      tally_->BadRow(step);
      kind_->AddUnreadable(step.row, this);
      if (step.outcome == CsvReader::Outcome::kBroken) break;
    }
    absl::Status status = kind_->Finish(this);
    pipeline_.Finish();
    progress_->Done();
    return status;
  }

  void Send(ImportCommand command) override {
    if (options_.dry_run) {
      tally_->Recorded(command);
      return;
    }
    std::vector<absl::string_view> key(command.natural_key.begin(), command.natural_key.end());
    client::SetRequestId(command.request.get(),
                         client::DerivedRequestId(options_.source, command.id_kind, key));
    if (command.after_all_before) pipeline_.Finish();
    pipeline_.Offer(std::move(command));
    if (expected_ > 0) progress_->ShowPart(++sent_, expected_, tally_->result().rows);
  }

  void Expect(int64_t commands) override { expected_ = commands; }

  void Nothing(int64_t rows) override { tally_->Nothing(rows); }

  void Reject(const std::vector<CsvRow>& rows, const std::vector<RowProblem>& problems) override {
    tally_->Reject(rows, problems);
  }

  void Remark(RowRemark remark) override { tally_->Remark(remark); }

 private:
  SendPipeline::Chain Outcome(const ImportCommand& command, const absl::Status& status) {
    if (status.ok()) {
      auto receipt = client::ReceiptOf(*command.response);
      bool replayed = receipt.has_value() && receipt->replayed();
      replayed ? tally_->AlreadyThere(command) : tally_->Recorded(command);
      return CountMovement(*command.response, replayed);
    }
    if (absl::IsCancelled(status)) {
      tally_->HeldBack(command, std::string(status.message()));
    } else if (!client::IsFinalRefusal(status)) {
      tally_->NotSent(command, absl::StrCat(file_, ": ", Reason(status)));
    } else if (absl::IsAlreadyExists(status)) {
      tally_->Conflict(command, Reason(status));
    } else {
      tally_->Refused(command, Reason(status));
    }
    return SendPipeline::Chain::kBroken;
  }

  SendPipeline::Chain CountMovement(const google::protobuf::Message& message, bool replayed) {
    auto* response =
        google::protobuf::DynamicCastToGenerated<inventory::v1::CreateMovementResponse>(&message);
    if (response == nullptr) return SendPipeline::Chain::kGoesOn;
    if (!replayed) tally_->Exceptions(response->exceptions_size(), response->held());
    return response->held() ? SendPipeline::Chain::kBroken : SendPipeline::Chain::kGoesOn;
  }

  std::string file_;
  ImportKind* kind_;
  const ImportOptions& options_;
  ImportTally* tally_;
  Progress* progress_;
  int64_t expected_ = 0;
  int64_t sent_ = 0;
  // Last: its end waits for outcomes, which use the rest.
  SendPipeline pipeline_;
};

absl::StatusOr<SideFile> OpenSideFile(const std::string& input, const std::string& asked_for,
                                      absl::string_view option, absl::string_view ending,
                                      const std::vector<std::string>& header, char separator) {
  std::string path = asked_for.empty() ? SideFile::DefaultPath(input, ending) : asked_for;
  absl::StatusOr<SideFile> file = SideFile::At(path, header, separator);
  if (file.ok()) return file;
  return absl::Status(file.status().code(), absl::StrCat(option, ": ", file.status().message()));
}

}  // namespace

absl::StatusOr<ImportResult> ImportFile(const std::string& path, ImportKind* kind,
                                        const ImportOptions& options, const SendCommand& send) {
  std::ifstream input(path, std::ios::binary);
  std::error_code error;
  auto size = std::filesystem::file_size(path, error);
  if (!input || error) {
    return absl::InvalidArgumentError(
        absl::StrCat("FILE: got \"", Quotable(path), "\", want a file that can be read"));
  }
  // Rejects that are mended in place and imported again must not be taken for an earlier run's.
  for (const std::string& side : {options.rejects_path, options.remarks_path}) {
    if (!side.empty() && std::filesystem::equivalent(side, path, error)) {
      return absl::InvalidArgumentError(
          absl::StrCat("--rejects: got \"", Quotable(side), "\", want another than the input"));
    }
  }
  const std::string file = std::filesystem::path(path).filename().string();
  CsvReader reader(
      &input, file,
      {options.decoder, options.separator, kind->other_columns(), kind->text_column()});
  if (absl::Status status = reader.ReadHeader(kind->columns(), kind->optional_columns());
      !status.ok()) {
    return status;
  }
  absl::StatusOr<SideFile> rejects =
      OpenSideFile(path, options.rejects_path, "--rejects", ".rejects.csv",
                   RejectsHeader(reader.header().columns()), options.separator);
  if (!rejects.ok()) return rejects.status();
  absl::StatusOr<SideFile> remarks = OpenSideFile(
      path, options.remarks_path, "--remarks", ".remarks.csv", RemarksHeader(), options.separator);
  if (!remarks.ok()) return remarks.status();
  ImportTally tally(file, reader.header().columns(), *std::move(rejects), *std::move(remarks));
  Progress progress(file, static_cast<int64_t>(size), options.progress);
  absl::Status status = Import(file, kind, options, send, &tally, &progress).Run(&reader);
  if (!status.ok()) return status;
  return tally.Finish();
}

std::string DescribeResult(const ImportResult& result, bool dry_run) {
  std::string text =
      absl::StrCat(WithThousands(result.rows),
                   result.rows == 1 ? " row: " : " rows: ", WithThousands(result.recorded),
                   dry_run ? " can be sent" : " recorded");
  auto add = [&text](int64_t count, const char* what) {
    if (count != 0) absl::StrAppend(&text, ", ", WithThousands(count), " ", what);
  };
  add(result.already_there, "already there");
  add(result.nothing, "with nothing to record");
  add(result.conflicts, "in conflict with what is recorded");
  add(result.rejected, "rejected");
  add(result.held_back, "held back");
  add(result.not_sent, "not sent");
  add(result.held, "movements held: document number used before");
  add(result.exceptions, "exceptions opened or changed");
  if (result.broken) absl::StrAppend(&text, "; the file was not read to its end");
  return text;
}

}  // namespace waystation::cli
