#include "clients/cli/import/facility_table.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "clients/cli/import/csv_reader.h"
#include "clients/cli/import/import_kind.h"
#include "clients/cli/text/facility_text.h"
#include "clients/cli/text/words.h"

namespace waystation::cli {
namespace {

constexpr char kTableMark[] = "\xEF\xBB\xBF";

std::string BedsText(const facility::v1::Facility& facility) {
  std::vector<std::string> beds;
  for (const auto& listed : facility.beds()) {
    beds.push_back(absl::StrCat(listed.type(), "=", listed.capacity()));
  }
  return absl::StrJoin(beds, ";");
}

// Of what nobody has said the cell is empty.
void AddDailyLoad(const facility::v1::DailyLoad& load, std::map<std::string, std::string>* cells) {
  const auto add = [cells](const char* column, bool told, int64_t count) {
    if (told) (*cells)[column] = absl::StrCat(count);
  };
  add("outpatients_per_day", load.has_outpatients_per_day(), load.outpatients_per_day());
  add("operations_per_day", load.has_operations_per_day(), load.operations_per_day());
  add("staff", load.has_staff(), load.staff());
  add("residents", load.has_residents(), load.residents());
}

// Spellings of one language in one cell; those of a language without a column stay in `rest`.
void AddAliases(const facility::v1::Facility& facility, std::map<std::string, std::string>* rest) {
  for (const facility::v1::FacilityAlias& alias : facility.aliases()) {
    const std::string column =
        alias.language().empty() ? "alias" : absl::StrCat("alias_", alias.language());
    std::string& cell = (*rest)[column];
    absl::StrAppend(&cell, cell.empty() ? "" : " | ", alias.text());
  }
}

void AddPeople(const facility::v1::Facility& facility, std::map<std::string, std::string>* cells) {
  std::vector<std::string> groups;
  for (const facility::v1::PeopleGroup& group : facility.people_groups()) {
    groups.push_back(absl::StrCat(group.group(), "=", group.people()));
  }
  (*cells)["people_groups"] = absl::StrJoin(groups, ";");
  if (facility.operating_theatres() > 0) {
    (*cells)["operating_theatres"] = absl::StrCat(facility.operating_theatres());
  }
}

std::map<std::string, std::string> CellsOf(const facility::v1::Facility& facility) {
  const std::string& name = facility.name();
  const int start = facility.service_day_start_minutes();
  return {{"facility", name.substr(name.rfind('/') + 1)},
          {"kind", Word(facility.kind())},
          {"latitude", FormatDegrees(facility.latitude_microdegrees())},
          {"longitude", FormatDegrees(facility.longitude_microdegrees())},
          {"time_zone", facility.time_zone()},
          {"service_day_start", absl::StrFormat("%02d:%02d", start / 60, start % 60)},
          {"people_served", absl::StrCat(facility.people_served())},
          {"report_interval_minutes", absl::StrCat(facility.report_interval_minutes())},
          {"beds", BedsText(facility)},
          {"state", Word(facility.state())}};
}

}  // namespace

FacilityTable TableOf(const std::vector<facility::v1::Facility>& facilities) {
  const std::unique_ptr<ImportKind> kind = MakeFacilityImport(nullptr);
  FacilityTable table;
  std::vector<std::string> columns = kind->columns();
  columns.insert(columns.end(), kind->optional_columns().begin(), kind->optional_columns().end());
  table.csv = absl::StrCat(kTableMark, CsvLine(columns));
  for (const facility::v1::Facility& facility : facilities) {
    std::map<std::string, std::string> cells = CellsOf(facility);
    AddDailyLoad(facility.daily_load(), &cells);
    AddPeople(facility, &cells);
    std::map<std::string, std::string> names;
    for (const auto& name : facility.display_names()) {
      names[absl::StrCat("name_", name.language())] = name.text();
    }
    AddAliases(facility, &names);
    std::vector<std::string> row;
    for (const std::string& column : columns) {
      auto name = names.extract(column);
      row.push_back(name.empty() ? cells[column] : name.mapped());
    }
    table.names_left_out += static_cast<int64_t>(names.size());
    absl::StrAppend(&table.csv, CsvLine(row));
  }
  return table;
}

}  // namespace waystation::cli
