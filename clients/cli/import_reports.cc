#include "absl/strings/str_cat.h"
#include "clients/cli/facility_text.h"
#include "clients/cli/import_row.h"
#include "clients/cli/times.h"
#include "clients/cpp/request_id.h"
#include "waystation/facility/v1/status.pb.h"

namespace waystation::cli {
namespace {

using facility::v1::ReportStatusRequest;
using facility::v1::ReportStatusResponse;

class ReportImport : public ImportKind {
 public:
  std::string name() const override { return "reports"; }

  const std::vector<std::string>& columns() const override {
    static const auto* const kColumns = new std::vector<std::string>{
        "facility", "day", "time", "reported_by", "measure", "subject", "value"};
    return *kColumns;
  }

  std::string GroupKey(const CsvRow& row) const override {
    return absl::StrCat(row.fields[0], "\n", row.fields[1], "\n", row.fields[2]);
  }

  std::vector<ImportCommand> Convert(const std::vector<CsvRow>& group, const ImportFacts& facts,
                                     std::vector<RowProblem>* problems) const override {
    size_t before = problems->size();
    Cells first(&columns(), &group[0], problems);
    auto request = std::make_unique<ReportStatusRequest>();
    request->set_parent(absl::StrCat("facilities/", first.Text("facility")));
    absl::TimeZone zone = ZoneOf(first, request->parent(), facts);
    absl::Time time = TimeOf(first, zone, facts);
    for (const CsvRow& row : group) {
      Cells cells(&columns(), &row, problems);
      auto measure = cells.WordIn<facility::v1::Measure>("measure");
      if (measure == facility::v1::MEASURE_UNSPECIFIED) continue;
      facility::v1::StatusValue value =
          cells.Need("value", ParseStatusValue(measure, cells.Text("subject"), cells.Text("value")),
                     facility::v1::StatusValue());
      *value.mutable_observed_time() = ToProto(time);
      value.set_reported_by(cells.Text("reported_by"));
      *request->add_values() = std::move(value);
    }
    std::vector<ImportCommand> commands;
    if (problems->size() > before) return commands;
    // The time itself is the key, so that the same report is known when day zero is given anew.
    request->set_request_id(client::DerivedRequestId(
        facts.source, name(),
        {first.Text("facility"),
         absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", time, absl::UTCTimeZone())}));
    std::string lane = request->parent();
    commands.push_back(ImportCommand{std::move(request), std::make_unique<ReportStatusResponse>(),
                                     lane, true, group});
    return commands;
  }
};

}  // namespace

std::unique_ptr<ImportKind> MakeReportImport() { return std::make_unique<ReportImport>(); }

}  // namespace waystation::cli
