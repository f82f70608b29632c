#include "clients/cli/import/gazetteer.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/cli/import/cells.h"
#include "clients/cli/import/facility_row.h"
#include "clients/cli/import/spellings.h"
#include "clients/cli/text/facility_text.h"
#include "clients/cli/text/text.h"
#include "clients/cli/text/times.h"
#include "waystation/facility/v1/facility.pb.h"

namespace waystation::cli {
namespace {

constexpr int kMostAliases = 64;

using facility::v1::CreateFacilityRequest;
using facility::v1::Facility;

constexpr double kEarthRadiusKm = 6371.0088;
constexpr int64_t kLargestRadiusKm = 20'037;
constexpr double kRadiansPerMicrodegree = 3.14159265358979323846 / 180e6;

// Feature codes of places where nobody lives any more.
bool IsLeft(const std::string& code) {
  return code == "PPLQ" || code == "PPLW" || code == "PPLH" || code == "PPLCH";
}

class GazetteerImport : public ImportKind {
 public:
  explicit GazetteerImport(GazetteerOptions options) : options_(std::move(options)) {}

  std::string name() const override { return "gazetteer"; }

  const std::vector<std::string>& columns() const override {
    static const auto* const kColumns = new std::vector<std::string>{
        "geonameid",     "name",         "asciiname",    "alternatenames", "latitude", "longitude",
        "feature_class", "feature_code", "country_code", "population",     "timezone"};
    return *kColumns;
  }
  CsvOptions::Others other_columns() const override { return CsvOptions::Others::kKept; }

  void Add(CsvRow row, ImportSink* sink) override {
    if (rows_.size() >= kMostGazetteerRows) {
      sink->Reject({row}, {{row.line, "", "",
                            absl::StrCat("got more than ", kMostGazetteerRows,
                                         " rows, want a file of fewer: split it by country")}});
      return;
    }
    ++alike_[IdOf(row.Text("asciiname"))];
    rows_.push_back(std::move(row));
  }

  void AddUnreadable(const CsvRow&, ImportSink*) override {}

  absl::Status Finish(ImportSink* sink) override {
    for (CsvRow& row : rows_) Convert(std::move(row), sink);
    rows_.clear();
    return absl::OkStatus();
  }

 private:
  void Convert(CsvRow row, ImportSink* sink) {
    std::vector<RowProblem> problems;
    std::vector<RowRemark> remarks;
    const Cells cells(&row, &problems);
    if (!options_.countries.empty() && options_.countries.count(row.Text("country_code")) == 0) {
      sink->Nothing(1);
      return;
    }
    auto request = std::make_unique<CreateFacilityRequest>();
    Facility* place = request->mutable_facility();
    place->set_latitude_microdegrees(RoundedDegrees(cells, "latitude", 90, row.line, &remarks));
    place->set_longitude_microdegrees(RoundedDegrees(cells, "longitude", 180, row.line, &remarks));
    if (problems.empty() && options_.within.has_value() &&
        !IsWithin(*options_.within, place->latitude_microdegrees(),
                  place->longitude_microdegrees())) {
      sink->Nothing(1);
      return;
    }
    const int64_t number = NumberOf(cells, row.line);
    request->set_facility_id(IdFor(row, number));
    Describe(cells, row, place, &remarks);
    if (!problems.empty()) {
      sink->Reject({row}, problems);
      return;
    }
    for (RowRemark& remark : remarks) sink->Remark(std::move(remark));
    const auto state = IsLeft(row.Text("feature_code")) ? facility::v1::FACILITY_STATE_CLOSED
                                                        : facility::v1::FACILITY_STATE_PLANNED;
    for (ImportCommand& command :
         FacilityCommands(std::move(request), state, name(), {absl::StrCat(number)}, {row})) {
      sink->Send(std::move(command));
    }
  }

  // Its geonameid, by which it is known; a problem where another row has it as well.
  int64_t NumberOf(const Cells& cells, int64_t line) {
    const int64_t number = cells.Number("geonameid", 1, 99'999'999'999, std::nullopt);
    const auto [known, fresh] = lines_.emplace(cells.Text("geonameid"), line);
    if (!fresh) {
      cells.Problem("geonameid", absl::StrCat("got \"", Quotable(cells.Text("geonameid")),
                                              "\", want a number of its own: row ", known->second,
                                              " has the same"));
    }
    return number;
  }

  std::string IdFor(const CsvRow& row, int64_t number) const {
    const std::string id = IdOf(row.Text("asciiname"));
    if (id.empty()) return absl::StrCat("place-", number);
    if (alike_.at(id) == 1) return id;
    const std::string ending = absl::StrCat("-", number);
    return absl::StrCat(IdOf(id.substr(0, kMostIdLetters - ending.size())), ending);
  }

  void Describe(const Cells& cells, const CsvRow& row, Facility* place,
                std::vector<RowRemark>* remarks) const {
    const auto remark = [&](const char* column, const std::string& value, const char* sort,
                            const std::string& text) {
      remarks->push_back({row.line, column, Quotable(value), sort, text});
    };
    if (row.Text("feature_class") != "P") {
      cells.Problem("feature_class", absl::StrCat("got \"", Quotable(row.Text("feature_class")),
                                                  "\", want P, a populated place"));
    }
    if (row.Text("name").empty()) cells.Problem("name", "got nothing, want the place's name");
    place->set_kind(facility::v1::FACILITY_KIND_SETTLEMENT);
    const Spellings spellings =
        SpellingsOf(row.Text("name"), row.Text("alternatenames"), row.Text("country_code"));
    AddName("en", row.Text("name"), place);
    for (const auto& [language, text] : spellings.names) AddName(language, text, place);
    for (const std::string& other : spellings.others) {
      if (place->aliases_size() < kMostAliases) {
        place->add_aliases()->set_text(other);
      } else {
        remark("alternatenames", other, "spelling-left-out",
               absl::StrCat("a facility has at most ", kMostAliases, " more spellings"));
      }
    }
    if (spellings.several_russian) {
      remark("alternatenames", spellings.names.at("ru"), "several-in-russian-letters",
             "the first of them was taken; look whether it is the Russian one");
    }
    if (const int64_t people = cells.Number("population", 0, 9'000'000'000, 0); people > 0) {
      remark("population", absl::StrCat(people), "population-left-out",
             "a count of some year before; people_served is 0 until someone tells it");
    }
    if (IsLeft(row.Text("feature_code"))) {
      remark("feature_code", row.Text("feature_code"), "place-left",
             "abandoned, destroyed or historical: recorded as closed");
    }
    SetZone(cells, "timezone", row.Text("timezone"), place);
    place->set_report_interval_minutes(options_.report_interval_minutes);
  }

  GazetteerOptions options_;
  std::vector<CsvRow> rows_;
  // How many rows make each id.
  std::map<std::string, int64_t> alike_;
  // Numbers of this file, and the rows that have them.
  std::map<std::string, int64_t> lines_;
};

}  // namespace

absl::StatusOr<Circle> ParseCircle(absl::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, ',');
  Circle circle;
  if (parts.size() != 3 || !absl::SimpleAtoi(parts[2], &circle.radius_km) || circle.radius_km < 1 ||
      circle.radius_km > kLargestRadiusKm) {
    return WrongValue(text, "LATITUDE,LONGITUDE,KILOMETRES such as 39.82,46.75,150");
  }
  absl::StatusOr<int64_t> latitude = ParseDegrees(parts[0], 90);
  if (!latitude.ok()) return latitude.status();
  absl::StatusOr<int64_t> longitude = ParseDegrees(parts[1], 180);
  if (!longitude.ok()) return longitude.status();
  circle.latitude_microdegrees = *latitude;
  circle.longitude_microdegrees = *longitude;
  return circle;
}

bool IsWithin(const Circle& circle, int64_t latitude_microdegrees, int64_t longitude_microdegrees) {
  const double here = static_cast<double>(circle.latitude_microdegrees) * kRadiansPerMicrodegree;
  const double there = static_cast<double>(latitude_microdegrees) * kRadiansPerMicrodegree;
  const double across =
      static_cast<double>(longitude_microdegrees - circle.longitude_microdegrees) *
      kRadiansPerMicrodegree;
  const double half_up = std::sin((there - here) / 2);
  const double half_across = std::sin(across / 2);
  const double chord =
      half_up * half_up + std::cos(here) * std::cos(there) * half_across * half_across;
  const double km = 2 * kEarthRadiusKm * std::asin(std::sqrt(std::min(1.0, chord)));
  return km <= static_cast<double>(circle.radius_km);
}

std::unique_ptr<ImportKind> MakeGazetteerImport(GazetteerOptions options) {
  return std::make_unique<GazetteerImport>(std::move(options));
}

}  // namespace waystation::cli
