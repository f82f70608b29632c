#include "absl/strings/str_cat.h"
#include "clients/cli/import/cells.h"
#include "clients/cli/import/grouped_kind.h"
#include "clients/cli/text/item_text.h"
#include "waystation/inventory/v1/storage_place.pb.h"

namespace waystation::cli {
namespace {

using inventory::v1::CreateStoragePlaceRequest;
using inventory::v1::CreateStoragePlaceResponse;
using inventory::v1::StoragePlace;

// Nothing where the cell is empty.
template <typename Set>
void SetCelsius(const Cells& cells, const char* column, Set set) {
  if (cells.Text(column).empty()) return;
  set(cells.Need(column, ParseCelsius(cells.Text(column)), int64_t{0}));
}

class StoragePlaceImport : public GroupedKind {
 public:
  std::string name() const override { return "storage-places"; }

  const std::vector<std::string>& columns() const override {
    static const auto* const kColumns = new std::vector<std::string>{
        "facility", "place",   "kind",          "name_az",     "name_hy",
        "name_ru",  "name_en", "storage_class", "min_celsius", "max_celsius"};
    return *kColumns;
  }
  const std::vector<std::string>& optional_columns() const override {
    static const auto* const kOptional = new std::vector<std::string>{"note", "installation"};
    return *kOptional;
  }

 protected:
  std::optional<std::string> GroupKey(const CsvRow&) const override { return std::nullopt; }

  std::vector<ImportCommand> Convert(const std::vector<CsvRow>& group,
                                     std::vector<RowProblem>* problems,
                                     std::vector<RowRemark>*) override {
    size_t before = problems->size();
    Cells cells(&group[0], problems);
    auto request = std::make_unique<CreateStoragePlaceRequest>();
    const std::string facility = cells.Id("facility");
    request->set_parent(absl::StrCat("facilities/", facility));
    request->set_storage_place_id(cells.Id("place"));
    StoragePlace* place = request->mutable_storage_place();
    place->set_kind(cells.WordIn<inventory::v1::StoragePlaceKind>("kind"));
    AddNames(cells, place->mutable_display_names());
    if (!cells.Text("storage_class").empty()) place->set_storage_class(cells.Id("storage_class"));
    SetCelsius(cells, "min_celsius",
               [place](int64_t c) { place->set_min_temperature_millicelsius(c); });
    SetCelsius(cells, "max_celsius",
               [place](int64_t c) { place->set_max_temperature_millicelsius(c); });
    place->set_note(cells.Text("note"));
    if (!cells.Text("installation").empty()) place->set_installation(cells.Id("installation"));
    std::vector<ImportCommand> commands;
    if (problems->size() > before) return commands;
    std::string id = request->storage_place_id();
    commands.push_back(ImportCommand{.request = std::move(request),
                                     .response = std::make_unique<CreateStoragePlaceResponse>(),
                                     .id_kind = name(),
                                     .natural_key = {facility, id},
                                     .rows = group});
    return commands;
  }
};

}  // namespace

std::unique_ptr<ImportKind> MakeStoragePlaceImport(const ImportFacts*) {
  return std::make_unique<StoragePlaceImport>();
}

}  // namespace waystation::cli
