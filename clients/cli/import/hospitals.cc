#include "clients/cli/import/hospitals.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/import/cells.h"
#include "clients/cli/import/facility_row.h"
#include "clients/cli/import/grouped_kind.h"
#include "clients/cli/text/text.h"

namespace waystation::cli {
namespace {

using facility::v1::CreateFacilityRequest;
using facility::v1::Facility;
using facility::v1::FacilityKind;
using facility::v1::FacilityState;

constexpr int64_t kMostBeds = 100'000;

std::string SmallLetters(const std::string& text) {
  return absl::AsciiStrToLower(absl::StripAsciiWhitespace(text));
}

class HospitalImport : public GroupedKind {
 public:
  explicit HospitalImport(HospitalOptions options) : options_(std::move(options)) {}

  std::string name() const override { return "hospitals"; }
  std::string text_column() const override { return "Comments"; }

  const std::vector<std::string>& columns() const override {
    static const auto* const kColumns = new std::vector<std::string>{
        "Name", "Code", "Type", "Status", "Beds Total", "Country", "Lat", "Lon"};
    return *kColumns;
  }
  CsvOptions::Others other_columns() const override { return CsvOptions::Others::kKept; }

 protected:
  std::optional<std::string> GroupKey(const CsvRow&) const override { return std::nullopt; }

  std::vector<ImportCommand> Convert(const std::vector<CsvRow>& group,
                                     std::vector<RowProblem>* problems,
                                     std::vector<RowRemark>* remarks) override {
    const CsvRow& row = group[0];
    const Cells cells(&row, problems);
    auto request = std::make_unique<CreateFacilityRequest>();
    Facility* hospital = request->mutable_facility();
    const std::string called = NameOf(cells);
    AddName(options_.language, called, hospital);
    request->set_facility_id(called.empty() ? "" : IdFor(cells, called, row.line));
    hospital->set_kind(KindOf(cells));
    const FacilityState state = StateOf(cells);
    AddBeds(cells, row.line, hospital, remarks);
    hospital->set_latitude_microdegrees(PlaceOf(cells, "Lat", 90, row.line, remarks));
    hospital->set_longitude_microdegrees(PlaceOf(cells, "Lon", 180, row.line, remarks));
    AddZone(cells, hospital);
    hospital->set_report_interval_minutes(options_.report_interval_minutes);
    if (!problems->empty()) return {};
    const std::string id = request->facility_id();
    return FacilityCommands(std::move(request), state, name(), {id}, group);
  }

 private:
  static std::string NameOf(const Cells& cells) {
    const std::string& text = cells.Text("Name");
    if (!SmallLetters(text).empty() && SmallLetters(text) != "no name") {
      return std::string(absl::StripAsciiWhitespace(text));
    }
    cells.Problem("Name", absl::StrCat("got \"", Quotable(text), "\", want what people call it"));
    return "";
  }

  std::string IdFor(const Cells& cells, const std::string& called, int64_t line) {
    const bool coded = !SmallLetters(cells.Text("Code")).empty();
    const char* column = coded ? "Code" : "Name";
    std::string id = IdOf(coded ? cells.Text("Code") : called);
    if (id.empty()) {
      cells.Problem("Code", absl::StrCat("got \"", Quotable(cells.Text("Code")),
                                         "\", want a code with letters a to z"));
      return id;
    }
    const auto [known, fresh] = lines_.emplace(id, line);
    if (!fresh) {
      cells.Problem(column, absl::StrCat("got \"", Quotable(cells.Text(column)),
                                         "\", want one of its own: row ", known->second,
                                         " makes the id ", id, " as well"));
    }
    return id;
  }

  FacilityKind KindOf(const Cells& cells) const {
    static const auto* const kUsual = new std::map<std::string, FacilityKind>{
        {"etc", facility::v1::FACILITY_KIND_FIELD_HOSPITAL},
        {"hospital", facility::v1::FACILITY_KIND_FIELD_HOSPITAL},
        {"triage", facility::v1::FACILITY_KIND_HEALTH_POST},
        {"holding centre", facility::v1::FACILITY_KIND_HEALTH_POST},
        {"transit centre", facility::v1::FACILITY_KIND_HEALTH_POST}};
    const std::string type = SmallLetters(cells.Text("Type"));
    for (const auto* kinds : {&options_.kinds, kUsual}) {
      if (const auto found = kinds->find(type); found != kinds->end()) return found->second;
    }
    cells.Problem("Type",
                  absl::StrCat("got \"", Quotable(cells.Text("Type")),
                               "\", want ETC, Hospital, Triage, Holding Centre or Transit Centre; ",
                               "say what it is with --site-kind \"TYPE=KIND\""));
    return facility::v1::FACILITY_KIND_UNSPECIFIED;
  }

  static FacilityState StateOf(const Cells& cells) {
    const std::string status = SmallLetters(cells.Text("Status"));
    if (status == "functional") return facility::v1::FACILITY_STATE_OPEN;
    if (status == "pending") return facility::v1::FACILITY_STATE_PLANNED;
    if (status == "closed") return facility::v1::FACILITY_STATE_CLOSED;
    cells.Problem("Status", absl::StrCat("got \"", Quotable(cells.Text("Status")),
                                         "\", want Functional, Pending or Closed"));
    return facility::v1::FACILITY_STATE_UNSPECIFIED;
  }

  static void AddBeds(const Cells& cells, int64_t line, Facility* hospital,
                      std::vector<RowRemark>* remarks) {
    const std::string& text = cells.Text("Beds Total");
    if (text.empty()) return;
    const int64_t beds = cells.Number("Beds Total", 0, kMostBeds, std::nullopt);
    if (beds == 0) {
      remarks->push_back({line, "Beds Total", Quotable(text), "no-beds",
                          "0 beds are taken as not told: none are listed"});
      return;
    }
    facility::v1::BedCapacity* listed = hospital->add_beds();
    listed->set_type(SmallLetters(cells.Text("Type")) == "hospital" ? "inpatient" : "isolation");
    listed->set_capacity(beds);
  }

  static int64_t PlaceOf(const Cells& cells, const char* column, int most, int64_t line,
                         std::vector<RowRemark>* remarks) {
    if (!cells.Text(column).empty()) return RoundedDegrees(cells, column, most, line, remarks);
    cells.Problem(column, "got nothing, want where it is, in decimal degrees");
    return 0;
  }

  void AddZone(const Cells& cells, Facility* hospital) const {
    const std::string& country = cells.Text("Country");
    for (const std::string& key : {country, std::string()}) {
      const auto zone = options_.zones.find(key);
      if (zone == options_.zones.end()) continue;
      SetZone(cells, "Country", zone->second, hospital);
      return;
    }
    cells.Problem("Country",
                  absl::StrCat("got \"", Quotable(country), "\", want its time zone: --time-zone ",
                               IsId(absl::AsciiStrToLower(country)) ? country : "COUNTRY",
                               "=ZONE, or --time-zone ZONE for all"));
  }

  HospitalOptions options_;
  // Ids of this file, and the rows that have them.
  std::map<std::string, int64_t> lines_;
};

}  // namespace

std::unique_ptr<ImportKind> MakeHospitalImport(HospitalOptions options) {
  return std::make_unique<HospitalImport>(std::move(options));
}

}  // namespace waystation::cli
