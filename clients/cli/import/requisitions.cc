#include "absl/strings/str_cat.h"
#include "clients/cli/import/cells.h"
#include "clients/cli/import/grouped_kind.h"
#include "clients/cli/import/item_line.h"
#include "clients/cli/text/times.h"
#include "waystation/inventory/v1/requisition.pb.h"

namespace waystation::cli {
namespace {

using inventory::v1::CreateRequisitionRequest;
using inventory::v1::CreateRequisitionResponse;
using inventory::v1::Requisition;

// What all rows of a requisition say alike.
void SetHead(const Cells& cells, const ImportFacts& facts, absl::TimeZone zone,
             Requisition* requisition) {
  requisition->set_priority(cells.WordIn<inventory::v1::RequisitionPriority>("priority"));
  *requisition->mutable_asked_time() = ToProto(TimeOf(cells, zone, facts));
  if (!cells.Text("needed_by_day").empty()) {
    const absl::CivilDay zero = DayZero(zone, facts);
    *requisition->mutable_needed_by_date() = ToProto(
        cells.Need("needed_by_day", ParseRelativeDay(cells.Text("needed_by_day"), zero), zero));
  }
  const std::string& asked_of = cells.Text("asked_of");
  const bool facility = !asked_of.empty() && asked_of != "headquarters";
  requisition->set_asked_of(facility ? absl::StrCat("facilities/", cells.Id("asked_of"))
                                     : asked_of);
  requisition->set_recorded_by(cells.Text("recorded_by"));
  requisition->set_note(cells.Text("note"));
  if (cells.Text("requisition").empty()) {
    cells.Problem("requisition", "got nothing, want a number: by it a second import is known");
  }
}

class RequisitionImport : public GroupedKind {
 public:
  explicit RequisitionImport(const ImportFacts* facts) : facts_(*facts) {}

  std::string name() const override { return "requisitions"; }

  const std::vector<std::string>& columns() const override {
    static const auto* const kColumns = new std::vector<std::string>{
        "facility", "requisition", "day",      "time",  "priority",    "needed_by_day",
        "asked_of", "item",        "quantity", "packs", "recorded_by", "note"};
    return *kColumns;
  }

 protected:
  std::optional<std::string> GroupKey(const CsvRow& row) const override {
    if (row.Text("requisition").empty()) return std::nullopt;
    return absl::StrCat(row.Text("facility"), "\n", row.Text("requisition"));
  }

  std::vector<ImportCommand> Convert(const std::vector<CsvRow>& group,
                                     std::vector<RowProblem>* problems,
                                     std::vector<RowRemark>*) override {
    const size_t before = problems->size();
    auto request = std::make_unique<CreateRequisitionRequest>();
    Requisition* requisition = request->mutable_requisition();
    Cells first(&group[0], problems);
    request->set_parent(absl::StrCat("facilities/", first.Text("facility")));
    SetHead(first, facts_, ZoneOf(first, request->parent(), facts_), requisition);
    for (const CsvRow& row : group) {
      Cells cells(&row, problems);
      cells.SameAs(group[0],
                   {"day", "time", "priority", "needed_by_day", "asked_of", "recorded_by", "note"});
      auto* line = requisition->add_lines();
      SetItem(cells, facts_, line);
      SetQuantity(cells, facts_, line);
    }
    std::vector<ImportCommand> commands;
    if (problems->size() > before) return commands;
    const std::string lane = request->parent();
    commands.push_back(
        ImportCommand{.request = std::move(request),
                      .response = std::make_unique<CreateRequisitionResponse>(),
                      .id_kind = name(),
                      .natural_key = {first.Text("facility"), first.Text("requisition")},
                      .lane = lane,
                      .rows = group});
    return commands;
  }

 private:
  const ImportFacts& facts_;
};

}  // namespace

std::unique_ptr<ImportKind> MakeRequisitionImport(const ImportFacts* facts) {
  return std::make_unique<RequisitionImport>(facts);
}

}  // namespace waystation::cli
