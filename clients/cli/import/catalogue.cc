#include "clients/cli/import/catalogue.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "clients/cli/import/cells.h"
#include "clients/cli/text/text.h"

namespace waystation::cli {
namespace {

using inventory::v1::CreateItemRequest;
using inventory::v1::CreateItemResponse;
using inventory::v1::Item;

__extension__ using Wide = __int128;

constexpr char kCode[] = "item code";
constexpr char kDescription[] = "item description";
constexpr char kLength[] = "length cm";
constexpr char kHeight[] = "height cm";
constexpr char kWidth[] = "width cm";
constexpr char kVolume[] = "volume litre";
constexpr char kWeight[] = "weight kg";
constexpr char kEmergency[] = "in EIC";
// How the catalogue is called among those that an item has codes of.
constexpr char kCodeSystem[] = "ifrc";

// Digits after the point that are read: micrometres and finer are no measure of a parcel.
constexpr int kDigits = 6;
constexpr int64_t kUnit = 1'000'000;
// A kilometre, a million litres, a thousand tonnes: larger is a slip, and would leave the range in
// which products are exact.
constexpr int64_t kMostCm = 100'000 * kUnit;
constexpr int64_t kMost = 1'000'000 * kUnit;
constexpr size_t kGroupAndFamily = 4;

int64_t Measure(const Cells& cells, const char* column, int64_t most) {
  int64_t value = cells.Decimal(column, kDigits);
  if (value <= most) return value;
  cells.Problem(column, absl::StrCat("got \"", Quotable(cells.Text(column)), "\", want at most ",
                                     most / kUnit));
  return 0;
}

// Up: what is planned with it must fit.
int64_t CeilDiv(int64_t value, int64_t by) { return value / by + (value % by > 0 ? 1 : 0); }

std::string Litres(int64_t microlitres) {
  return absl::StrFormat("%d.%06d L", microlitres / kUnit, microlitres % kUnit);
}

class CatalogueImport : public ImportKind {
 public:
  explicit CatalogueImport(CatalogueOptions options) : options_(std::move(options)) {}

  std::string name() const override { return "catalogue"; }

  const std::vector<std::string>& columns() const override {
    static const auto* const kColumns = new std::vector<std::string>{
        kCode, kDescription, kLength, kHeight, kWidth, kVolume, kWeight, kEmergency};
    return *kColumns;
  }

  void Add(CsvRow row, ImportSink* sink) override {
    std::vector<RowProblem> problems;
    std::vector<RowRemark> remarks;
    auto request = std::make_unique<CreateItemRequest>();
    Convert(Cells(&row, &problems), row.line, request.get(), &remarks);
    if (!problems.empty()) {
      sink->Reject({row}, problems);
      return;
    }
    for (RowRemark& remark : remarks) sink->Remark(std::move(remark));
    ImportCommand command;
    command.id_kind = name();
    command.natural_key = {request->item_id()};
    command.request = std::move(request);
    command.response = std::make_unique<CreateItemResponse>();
    command.rows.push_back(std::move(row));
    sink->Send(std::move(command));
  }

  void AddUnreadable(const CsvRow&, ImportSink*) override {}
  absl::Status Finish(ImportSink*) override { return absl::OkStatus(); }

 private:
  void Convert(const Cells& cells, int64_t line, CreateItemRequest* request,
               std::vector<RowRemark>* remarks) {
    auto remark = [&](const char* column, const char* sort, const std::string& text) {
      remarks->push_back({line, column, Quotable(cells.Text(column)), sort, text});
    };
    request->set_item_id(IdOfCode(cells, line));
    Item* item = request->mutable_item();
    auto* text = item->add_display_names();
    text->set_language(options_.language);
    text->set_text(std::string(absl::StripAsciiWhitespace(cells.Text(kDescription))));
    if (text->text().empty()) {
      cells.Problem(kDescription, "got nothing, want the item's description");
    }
    inventory::v1::ItemCode* code = item->add_codes();
    code->set_system(kCodeSystem);
    code->set_code(std::string(absl::StripAsciiWhitespace(cells.Text(kCode))));
    item->set_category(CategoryOf(cells, remark));
    item->set_base_unit(inventory::v1::BASE_UNIT_EACH);
    item->set_storage_class("ambient");
    item->set_vital_class(inventory::v1::VITAL_CLASS_NORMAL);
    if (!cells.Text(kEmergency).empty() && cells.YesNo(kEmergency)) {
      item->set_vital_class(inventory::v1::VITAL_CLASS_ESSENTIAL);
    }
    AddPack(cells, remark, item);
  }

  std::string IdOfCode(const Cells& cells, int64_t line) {
    const std::string& code = cells.Text(kCode);
    std::string id = IdOf(absl::StrReplaceAll(code, {{"+", "-plus-"}}));
    if (id.empty()) {
      cells.Problem(kCode, absl::StrCat("got \"", Quotable(code), "\", want a code with letters"));
      return id;
    }
    auto [known, fresh] = lines_.emplace(id, line);
    if (!fresh) {
      cells.Problem(
          kCode,
          absl::StrCat("got \"", Quotable(code), "\", want a code of its own: row ", known->second,
                       " has the same, or one that makes the id ", id, " as well"));
    }
    return id;
  }

  template <typename RemarkFunction>
  std::string CategoryOf(const Cells& cells, const RemarkFunction& remark) const {
    std::string family = cells.Text(kCode).substr(0, kGroupAndFamily);
    if (options_.categories.empty()) return IdOf(absl::StrCat("catalogue ", family));
    auto found = options_.categories.find(family);
    if (found != options_.categories.end()) return found->second;
    found = options_.categories.find(family.substr(0, 1));
    std::string category =
        found != options_.categories.end() ? found->second : IdOf("catalogue other");
    remark(kCode, "category-unknown",
           absl::StrCat("no family ", Quotable(family),
                        " in the table of categories; it is put in ", category));
    return category;
  }

  template <typename RemarkFunction>
  static void AddPack(const Cells& cells, const RemarkFunction& remark, Item* item) {
    int64_t weight = Measure(cells, kWeight, kMost);
    int64_t volume = Measure(cells, kVolume, kMost);
    Wide sizes = Wide{Measure(cells, kLength, kMostCm)} * Measure(cells, kHeight, kMostCm) *
                 Measure(cells, kWidth, kMostCm);
    // From cubic centimetres, 10^18 of `sizes`, to microlitres, up.
    constexpr Wide kPerMicrolitre = Wide{kUnit} * kUnit * 1'000;
    Wide exact = Wide{volume} * kPerMicrolitre;
    auto of_sizes = static_cast<int64_t>(
        std::min((sizes + kPerMicrolitre - 1) / kPerMicrolitre, Wide{kMost} * kUnit));
    if (sizes > 0 && volume == 0) {
      remark(kVolume, "volume-from-sizes",
             absl::StrCat("no volume; the sizes make ", Litres(of_sizes), ", which is taken"));
      volume = of_sizes;
    } else if (sizes > 0 && (sizes > exact ? sizes - exact : exact - sizes) * 50 > sizes) {
      remark(kVolume, "volume-differs",
             absl::StrCat("the sizes make ", Litres(of_sizes),
                          ", which is more than 2 % off; the larger, ",
                          Litres(std::max(volume, of_sizes)), ", is kept: it fits either way"));
      volume = std::max(volume, of_sizes);
    }
    if (weight == 0 && volume == 0) return;
    if (weight % 1'000 != 0) remark(kWeight, "weight-finer-than-gram", "rounded up to whole grams");
    if (volume % 1'000 != 0) {
      remark(kVolume, "volume-finer-than-millilitre", "rounded up to whole millilitres");
    }
    inventory::v1::Pack* pack = item->add_packs();
    pack->set_name("piece");
    pack->set_quantity(1);
    pack->set_weight_g(CeilDiv(weight, 1'000));
    pack->set_volume_ml(CeilDiv(volume, 1'000));
  }

  CatalogueOptions options_;
  // Ids of this file, and the rows that have them.
  std::map<std::string, int64_t> lines_;
};

}  // namespace

absl::StatusOr<CatalogueCategories> ReadCategories(std::istream* input, const std::string& file,
                                                   const CsvOptions& options) {
  const std::vector<std::string> columns = {"GROUP_CODE", "GROUP_DESCRIPTION", "FAM",
                                            "FAMILY_DESCRITPION"};
  CsvOptions with_others = options;
  with_others.others = CsvOptions::Others::kKept;
  CsvReader reader(input, file, with_others);
  if (absl::Status status = reader.ReadHeader(columns); !status.ok()) return status;
  CatalogueCategories categories;
  while (true) {
    CsvReader::Step step = reader.Next();
    if (step.outcome == CsvReader::Outcome::kEnd) return categories;
    if (step.outcome != CsvReader::Outcome::kRow) return absl::InvalidArgumentError(step.error);
    const std::string& group = step.row.Text(columns[0]);
    const std::string& family = step.row.Text(columns[2]);
    std::string group_id = IdOf(step.row.Text(columns[1]));
    std::string id = IdOf(absl::StrCat(step.row.Text(columns[1]), " ", step.row.Text(columns[3])));
    if (group.size() != 1 || family.size() + 1 != kGroupAndFamily || group_id.empty()) {
      return absl::InvalidArgumentError(absl::StrCat(
          file, ": row ", step.row.line, ": got group \"", Quotable(group), "\" and family \"",
          Quotable(family), "\", want a letter with a description and three letters"));
    }
    categories.emplace(group, group_id);
    if (!categories.emplace(group + family, id).second) {
      return absl::InvalidArgumentError(absl::StrCat(file, ": row ", step.row.line, ": got family ",
                                                     group, family, ", which is there already"));
    }
  }
}

std::unique_ptr<ImportKind> MakeCatalogueImport(CatalogueOptions options) {
  return std::make_unique<CatalogueImport>(std::move(options));
}

}  // namespace waystation::cli
