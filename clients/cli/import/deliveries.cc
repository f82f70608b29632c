#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/import/cells.h"
#include "clients/cli/import/grouped_kind.h"
#include "clients/cli/import/item_line.h"
#include "clients/cli/text/times.h"
#include "waystation/inventory/v1/expected_delivery.pb.h"

namespace waystation::cli {
namespace {

using inventory::v1::CreateExpectedDeliveryRequest;
using inventory::v1::CreateExpectedDeliveryResponse;
using inventory::v1::ExpectedDelivery;

// What all rows of a delivery say alike.
void SetHead(const Cells& cells, const ImportFacts& facts, const std::string& facility,
             ExpectedDelivery* delivery) {
  delivery->set_source(cells.Text("source"));
  if (delivery->source().empty()) {
    cells.Problem("source", "got nothing, want who it comes from");
  }
  const absl::CivilDay zero = DayZero(ZoneOf(cells, facility, facts), facts);
  const absl::CivilDay latest =
      cells.Need("latest_day", ParseRelativeDay(cells.Text("latest_day"), zero), zero);
  absl::CivilDay earliest = latest;
  if (!cells.Text("earliest_day").empty()) {
    earliest = cells.Need("earliest_day", ParseRelativeDay(cells.Text("earliest_day"), zero), zero);
  }
  if (earliest > latest) {
    cells.Problem("earliest_day", absl::StrCat("got \"", cells.Text("earliest_day"),
                                               "\", want a day not after latest_day"));
  }
  *delivery->mutable_latest_date() = ToProto(latest);
  *delivery->mutable_earliest_date() = ToProto(earliest);
  delivery->set_confirmed_by(cells.Text("confirmed_by"));
  if (!cells.Text("requisition").empty()) {
    delivery->set_requisition(
        absl::StrCat(facility, "/requisitions/", absl::AsciiStrToLower(cells.Text("requisition"))));
  }
  delivery->set_transport_note(cells.Text("transport_note"));
  delivery->set_recorded_by(cells.Text("recorded_by"));
  delivery->set_note(cells.Text("note"));
  if (cells.Text("delivery").empty()) {
    cells.Problem("delivery", "got nothing, want a number: by it a second import is known");
  }
}

class DeliveryImport : public GroupedKind {
 public:
  explicit DeliveryImport(const ImportFacts* facts) : facts_(*facts) {}

  std::string name() const override { return "deliveries"; }

  const std::vector<std::string>& columns() const override {
    static const auto* const kColumns = new std::vector<std::string>{
        "facility",       "delivery",    "source", "earliest_day", "latest_day",
        "confirmed_by",   "requisition", "item",   "quantity",     "packs",
        "transport_note", "recorded_by", "note"};
    return *kColumns;
  }

 protected:
  std::optional<std::string> GroupKey(const CsvRow& row) const override {
    if (row.Text("delivery").empty()) return std::nullopt;
    return absl::StrCat(row.Text("facility"), "\n", row.Text("delivery"));
  }

  std::vector<ImportCommand> Convert(const std::vector<CsvRow>& group,
                                     std::vector<RowProblem>* problems,
                                     std::vector<RowRemark>*) override {
    const size_t before = problems->size();
    auto request = std::make_unique<CreateExpectedDeliveryRequest>();
    ExpectedDelivery* delivery = request->mutable_expected_delivery();
    Cells first(&group[0], problems);
    request->set_parent(absl::StrCat("facilities/", first.Text("facility")));
    SetHead(first, facts_, request->parent(), delivery);
    for (const CsvRow& row : group) {
      Cells cells(&row, problems);
      cells.SameAs(group[0], {"source", "earliest_day", "latest_day", "confirmed_by", "requisition",
                              "transport_note", "recorded_by", "note"});
      auto* line = delivery->add_lines();
      SetItem(cells, facts_, line);
      SetQuantity(cells, facts_, line);
    }
    std::vector<ImportCommand> commands;
    if (problems->size() > before) return commands;
    const std::string lane = request->parent();
    commands.push_back(
        ImportCommand{.request = std::move(request),
                      .response = std::make_unique<CreateExpectedDeliveryResponse>(),
                      .id_kind = name(),
                      .natural_key = {first.Text("facility"), first.Text("delivery")},
                      .lane = lane,
                      .rows = group});
    return commands;
  }

 private:
  const ImportFacts& facts_;
};

}  // namespace

std::unique_ptr<ImportKind> MakeDeliveryImport(const ImportFacts* facts) {
  return std::make_unique<DeliveryImport>(facts);
}

}  // namespace waystation::cli
