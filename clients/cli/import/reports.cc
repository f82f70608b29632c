#include "absl/strings/str_cat.h"
#include "clients/cli/import/cells.h"
#include "clients/cli/import/grouped_kind.h"
#include "clients/cli/text/facility_text.h"
#include "clients/cli/text/times.h"
#include "waystation/facility/v1/status.pb.h"

namespace waystation::cli {
namespace {

using facility::v1::ReportStatusRequest;
using facility::v1::ReportStatusResponse;

// A report of a day and a time, or of a time before the log was born ("20m ago", no day): how
// things stand as a region is loaded.
absl::Time ReportTime(const Cells& cells, absl::TimeZone zone, const ImportFacts& facts) {
  if (!cells.Text("day").empty()) return TimeOf(cells, zone, facts);
  return cells.Need("time", ParseTime(cells.Text("time"), facts.log_birth, zone), facts.log_birth);
}

class ReportImport : public GroupedKind {
 public:
  explicit ReportImport(const ImportFacts* facts) : facts_(*facts) {}

  std::string name() const override { return "reports"; }

  const std::vector<std::string>& columns() const override {
    static const auto* const kColumns = new std::vector<std::string>{
        "facility", "day", "time", "reported_by", "measure", "subject", "value"};
    return *kColumns;
  }

 protected:
  std::optional<std::string> GroupKey(const CsvRow& row) const override {
    return absl::StrCat(row.Text("facility"), "\n", row.Text("day"), "\n", row.Text("time"));
  }

  std::vector<ImportCommand> Convert(const std::vector<CsvRow>& group,
                                     std::vector<RowProblem>* problems,
                                     std::vector<RowRemark>*) override {
    size_t before = problems->size();
    Cells first(&group[0], problems);
    auto request = std::make_unique<ReportStatusRequest>();
    request->set_parent(absl::StrCat("facilities/", first.Text("facility")));
    absl::TimeZone zone = ZoneOf(first, request->parent(), facts_);
    absl::Time time = ReportTime(first, zone, facts_);
    for (const CsvRow& row : group) {
      Cells cells(&row, problems);
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
    std::string when = absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", time, absl::UTCTimeZone());
    std::string lane = request->parent();
    commands.push_back(ImportCommand{.request = std::move(request),
                                     .response = std::make_unique<ReportStatusResponse>(),
                                     .id_kind = name(),
                                     .natural_key = {first.Text("facility"), when},
                                     .lane = lane,
                                     .rows = group});
    return commands;
  }

 private:
  const ImportFacts& facts_;
};

}  // namespace

std::unique_ptr<ImportKind> MakeReportImport(const ImportFacts* facts) {
  return std::make_unique<ReportImport>(facts);
}

}  // namespace waystation::cli
