#include <limits>

#include "clients/cli/import/cells.h"
#include "clients/cli/import/grouped_kind.h"
#include "clients/cli/text/item_text.h"
#include "waystation/inventory/v1/storage_class.pb.h"

namespace waystation::cli {
namespace {

using inventory::v1::CreateStorageClassRequest;
using inventory::v1::CreateStorageClassResponse;
using inventory::v1::StorageClass;

constexpr int64_t kMostOfClass = std::numeric_limits<int64_t>::max();

std::optional<int64_t> Celsius(const Cells& cells, const char* column) {
  if (cells.Text(column).empty()) return std::nullopt;
  return cells.Need(column, ParseCelsius(cells.Text(column)), int64_t{0});
}

void AddOutOfRange(const Cells& cells, StorageClass* row) {
  const std::optional<int64_t> up_to = Celsius(cells, "allowed_up_to_celsius");
  if (!up_to.has_value() && cells.Text("allowed_minutes").empty()) return;
  if (!up_to.has_value()) {
    cells.Problem("allowed_up_to_celsius", "got nothing, want it with allowed_minutes");
  }
  row->mutable_out_of_range()->set_max_minutes(
      cells.Number("allowed_minutes", 1, kMostOfClass, std::nullopt));
  if (up_to.has_value()) {
    row->mutable_out_of_range()->set_max_temperature_millicelsius(*up_to);
  }
}

class StorageClassImport : public GroupedKind {
 public:
  std::string name() const override { return "storage-classes"; }

  const std::vector<std::string>& columns() const override {
    static const auto* const kColumns = new std::vector<std::string>{"storage_class",
                                                                     "name_az",
                                                                     "name_hy",
                                                                     "name_ru",
                                                                     "name_en",
                                                                     "min_celsius",
                                                                     "max_celsius",
                                                                     "freeze_sensitive",
                                                                     "allowed_minutes",
                                                                     "allowed_up_to_celsius",
                                                                     "protect_from_light",
                                                                     "protect_from_moisture",
                                                                     "note",
                                                                     "source"};
    return *kColumns;
  }

 protected:
  std::optional<std::string> GroupKey(const CsvRow&) const override { return std::nullopt; }

  std::vector<ImportCommand> Convert(const std::vector<CsvRow>& group,
                                     std::vector<RowProblem>* problems,
                                     std::vector<RowRemark>*) override {
    size_t before = problems->size();
    Cells cells(&group[0], problems);
    auto request = std::make_unique<CreateStorageClassRequest>();
    request->set_storage_class_id(cells.Id("storage_class"));
    StorageClass* row = request->mutable_storage_class();
    AddNames(cells, row->mutable_display_names());
    if (auto min = Celsius(cells, "min_celsius")) row->set_min_temperature_millicelsius(*min);
    if (auto max = Celsius(cells, "max_celsius")) row->set_max_temperature_millicelsius(*max);
    row->set_freeze_sensitive(cells.YesNo("freeze_sensitive"));
    AddOutOfRange(cells, row);
    row->set_protect_from_light(cells.YesNo("protect_from_light"));
    row->set_protect_from_moisture(cells.YesNo("protect_from_moisture"));
    row->set_note(cells.Text("note"));
    row->set_source(cells.Text("source"));
    std::vector<ImportCommand> commands;
    if (problems->size() > before) return commands;
    std::string id = request->storage_class_id();
    commands.push_back(ImportCommand{.request = std::move(request),
                                     .response = std::make_unique<CreateStorageClassResponse>(),
                                     .id_kind = name(),
                                     .natural_key = {id},
                                     .rows = group});
    return commands;
  }
};

}  // namespace

std::unique_ptr<ImportKind> MakeStorageClassImport(const ImportFacts*) {
  return std::make_unique<StorageClassImport>();
}

}  // namespace waystation::cli
