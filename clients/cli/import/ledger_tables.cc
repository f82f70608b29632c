// The tables of sites and products that come with a ledger.
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/import/cells.h"
#include "clients/cli/import/facility_row.h"
#include "clients/cli/import/grouped_kind.h"
#include "clients/cli/import/ledger.h"
#include "clients/cli/text/facility_text.h"
#include "clients/cli/text/text.h"
#include "clients/cli/text/times.h"
#include "waystation/inventory/v1/catalogue.pb.h"

namespace waystation::cli {
namespace {

using facility::v1::CreateFacilityRequest;
using facility::v1::CreateFacilityResponse;
using facility::v1::FacilityKind;
using inventory::v1::CreateItemRequest;
using inventory::v1::CreateItemResponse;

// A month's report is due once a month: the longest interval there is.
constexpr int32_t kMonthlyReport = 43200;

// The code's id; a problem when it has none, or one that another code of the file has as well.
std::string IdOfCode(const Cells& cells, const std::string& column, int64_t line,
                     std::map<std::string, int64_t>* lines) {
  const std::string& code = cells.Text(column);
  std::string id = IdOf(code);
  if (id.empty()) {
    cells.Problem(column, absl::StrCat("got \"", Quotable(code), "\", want a code with letters"));
    return id;
  }
  auto [known, fresh] = lines->emplace(id, line);
  if (!fresh) {
    cells.Problem(column, absl::StrCat("got \"", Quotable(code), "\", want a code of its own: row ",
                                       known->second, " makes the id ", id, " as well"));
  }
  return id;
}

// Kinds of which each row is a command of its own.
class TableKind : public GroupedKind {
 public:
  CsvOptions::Others other_columns() const override { return CsvOptions::Others::kKept; }

 protected:
  std::optional<std::string> GroupKey(const CsvRow&) const override { return std::nullopt; }
};

class SiteImport : public TableKind {
 public:
  explicit SiteImport(const LedgerSiteOptions& options)
      : options_(options),
        columns_({options.columns.facility, options.columns.facility_type, options.columns.region,
                  options.columns.district, options.columns.latitude, options.columns.longitude}) {}

  std::string name() const override { return "ledger-sites"; }
  const std::vector<std::string>& columns() const override { return columns_; }

 protected:
  std::vector<ImportCommand> Convert(const std::vector<CsvRow>& group,
                                     std::vector<RowProblem>* problems,
                                     std::vector<RowRemark>* remarks) override {
    const CsvRow& row = group[0];
    const LedgerColumns& names = options_.columns;
    Cells cells(&row, problems);
    auto request = std::make_unique<CreateFacilityRequest>();
    request->set_facility_id(IdOfCode(cells, names.facility, row.line, &lines_));
    request->set_initial_state(facility::v1::FACILITY_STATE_OPEN);
    facility::v1::Facility* site = request->mutable_facility();
    site->set_kind(cells.Need(names.facility_type,
                              KindOfSite(cells.Text(names.facility_type), options_.kinds),
                              facility::v1::FACILITY_KIND_UNSPECIFIED));
    auto* text = site->add_display_names();
    text->set_language(options_.language);
    text->set_text(absl::StrCat(cells.Text(names.facility), ", ", cells.Text(names.facility_type),
                                ", ", cells.Text(names.district)));
    site->set_latitude_microdegrees(RoundedDegrees(cells, names.latitude, 90, row.line, remarks));
    site->set_longitude_microdegrees(
        RoundedDegrees(cells, names.longitude, 180, row.line, remarks));
    site->set_time_zone(options_.time_zone);
    site->set_report_interval_minutes(kMonthlyReport);
    std::vector<ImportCommand> commands;
    if (!problems->empty()) return commands;
    ImportCommand& command = commands.emplace_back();
    command.id_kind = name();
    command.natural_key = {request->facility_id()};
    if (options_.made != nullptr) options_.made->insert(request->facility_id());
    command.request = std::move(request);
    command.response = std::make_unique<CreateFacilityResponse>();
    command.rows = group;
    return commands;
  }

 private:
  LedgerSiteOptions options_;
  std::vector<std::string> columns_;
  std::map<std::string, int64_t> lines_;
};

class ProductImport : public TableKind {
 public:
  explicit ProductImport(const LedgerItemOptions& options)
      : options_(options),
        columns_({options.columns.item, options.columns.item_type, options.columns.item_name}) {}

  std::string name() const override { return "ledger-products"; }
  std::string text_column() const override { return options_.columns.item_name; }
  const std::vector<std::string>& columns() const override { return columns_; }

 protected:
  std::vector<ImportCommand> Convert(const std::vector<CsvRow>& group,
                                     std::vector<RowProblem>* problems,
                                     std::vector<RowRemark>*) override {
    const CsvRow& row = group[0];
    const LedgerColumns& names = options_.columns;
    Cells cells(&row, problems);
    auto request = std::make_unique<CreateItemRequest>();
    request->set_item_id(IdOfCode(cells, names.item, row.line, &lines_));
    inventory::v1::Item* item = request->mutable_item();
    auto* text = item->add_display_names();
    text->set_language(options_.language);
    text->set_text(std::string(absl::StripAsciiWhitespace(cells.Text(names.item_name))));
    if (text->text().empty()) cells.Problem(names.item_name, "got nothing, want the item's name");
    item->set_category(IdOf(cells.Text(names.item_type)));
    if (item->category().empty()) {
      cells.Problem(names.item_type, "got nothing, want what kind of item it is");
    }
    item->set_base_unit(inventory::v1::BASE_UNIT_EACH);
    item->set_storage_class("ambient");
    item->set_vital_class(options_.vital_class);
    std::vector<ImportCommand> commands;
    if (!problems->empty()) return commands;
    ImportCommand& command = commands.emplace_back();
    command.id_kind = name();
    command.natural_key = {request->item_id()};
    if (options_.made != nullptr) options_.made->insert(request->item_id());
    command.request = std::move(request);
    command.response = std::make_unique<CreateItemResponse>();
    command.rows = group;
    return commands;
  }

 private:
  LedgerItemOptions options_;
  std::vector<std::string> columns_;
  std::map<std::string, int64_t> lines_;
};

}  // namespace

absl::StatusOr<FacilityKind> KindOfSite(absl::string_view type,
                                        const std::map<std::string, FacilityKind>& more) {
  static const auto* const kUsual = new std::map<std::string, FacilityKind>{
      {"hospital", facility::v1::FACILITY_KIND_FIELD_HOSPITAL},
      {"university hospital/national institute", facility::v1::FACILITY_KIND_FIELD_HOSPITAL},
      {"health center", facility::v1::FACILITY_KIND_HEALTH_POST},
      {"health centre", facility::v1::FACILITY_KIND_HEALTH_POST},
      {"health post", facility::v1::FACILITY_KIND_HEALTH_POST},
      {"clinic", facility::v1::FACILITY_KIND_HEALTH_POST},
      {"dispensary", facility::v1::FACILITY_KIND_HEALTH_POST},
      {"warehouse", facility::v1::FACILITY_KIND_WAREHOUSE},
      {"store", facility::v1::FACILITY_KIND_WAREHOUSE}};
  std::string key = absl::AsciiStrToLower(absl::StripAsciiWhitespace(type));
  for (const auto* kinds : {&more, kUsual}) {
    if (auto found = kinds->find(key); found != kinds->end()) return found->second;
  }
  if (auto word = ParseWord<FacilityKind>(key); word.ok()) return *word;
  return absl::InvalidArgumentError(
      absl::StrCat("got \"", Quotable(type), "\", want a type that is known, such as Hospital or ",
                   "Health Center; say what it is with --site-kind \"TYPE=KIND\""));
}

std::unique_ptr<ImportKind> MakeLedgerSiteImport(const LedgerSiteOptions& options) {
  return std::make_unique<SiteImport>(options);
}

std::unique_ptr<ImportKind> MakeLedgerItemImport(const LedgerItemOptions& options) {
  return std::make_unique<ProductImport>(options);
}

}  // namespace waystation::cli
