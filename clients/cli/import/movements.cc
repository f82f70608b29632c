#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "clients/cli/import/cells.h"
#include "clients/cli/import/grouped_kind.h"
#include "clients/cli/import/item_line.h"
#include "clients/cli/text/text.h"
#include "clients/cli/text/times.h"
#include "waystation/inventory/v1/movement.pb.h"

namespace waystation::cli {
namespace {

using inventory::v1::CreateMovementRequest;
using inventory::v1::CreateMovementResponse;
using inventory::v1::Movement;
using inventory::v1::MovementKind;
using inventory::v1::MovementLine;
using inventory::v1::WasteReason;

// The words that paper has for the kinds, which are not always the contract's.
constexpr std::pair<const char*, MovementKind> kKinds[] = {
    {"receipt", inventory::v1::MOVEMENT_KIND_RECEIPT},
    {"issue", inventory::v1::MOVEMENT_KIND_ISSUE},
    {"waste", inventory::v1::MOVEMENT_KIND_WASTE},
    {"gain", inventory::v1::MOVEMENT_KIND_ADJUSTMENT_GAIN},
    {"loss", inventory::v1::MOVEMENT_KIND_ADJUSTMENT_LOSS},
    {"quarantine", inventory::v1::MOVEMENT_KIND_QUARANTINE},
    {"release", inventory::v1::MOVEMENT_KIND_RELEASE},
    {"damage", inventory::v1::MOVEMENT_KIND_DAMAGE},
    {"return", inventory::v1::MOVEMENT_KIND_RETURN}};

MovementKind KindOf(const Cells& cells) {
  const std::string& text = cells.Text("kind");
  std::vector<std::string> words;
  for (const auto& [word, kind] : kKinds) {
    if (text == word) return kind;
    words.push_back(word);
  }
  cells.Problem("kind", absl::StrCat("got \"", Quotable(text), "\", want one of ",
                                     absl::StrJoin(words, ", ")));
  return inventory::v1::MOVEMENT_KIND_UNSPECIFIED;
}

// Paper seldom has a column for it: the note says "damaged", or something longer.
WasteReason ReasonOf(const Cells& cells) {
  for (const char* column : {"purpose", "note"}) {
    absl::StatusOr<WasteReason> reason = ParseWord<WasteReason>(cells.Text(column));
    if (reason.ok()) return *reason;
  }
  if (!cells.Text("purpose").empty()) cells.WordIn<WasteReason>("purpose");
  return inventory::v1::WASTE_REASON_OTHER;
}

// What an issue, and what comes back of one, was for, and where a move goes.
void SetPurpose(const Cells& cells, Movement* movement) {
  movement->set_to_place(cells.Text("to_place"));
  movement->set_purpose(
      cells.WordIn<inventory::v1::Purpose>("purpose", inventory::v1::PURPOSE_UNSPECIFIED));
  const bool purpose = movement->purpose() != inventory::v1::PURPOSE_UNSPECIFIED;
  const bool issue = movement->kind() == inventory::v1::MOVEMENT_KIND_ISSUE;
  const bool comes_back = movement->kind() == inventory::v1::MOVEMENT_KIND_RETURN;
  if (issue && cells.Text("purpose").empty() == movement->to_place().empty()) {
    cells.Problem("purpose", "want either a purpose or a to_place for an issue");
  }
  if (comes_back && cells.Text("purpose").empty()) {
    cells.Problem("purpose", "got nothing, want what it had been issued for");
  }
  if (!issue && !movement->to_place().empty()) {
    cells.Problem("to_place", "want nothing here: only an issue has it");
  }
  if (!issue && !comes_back && purpose) {
    cells.Problem("purpose", "want nothing here: only an issue or return has it");
  }
}

// Why stock was set apart or spoilt, and who decided it.
void SetDecision(const Cells& cells, Movement* movement) {
  movement->set_decided_by(cells.Text("decided_by"));
  switch (movement->kind()) {
    case inventory::v1::MOVEMENT_KIND_QUARANTINE:
      movement->set_quarantine_reason(cells.WordIn<inventory::v1::QuarantineReason>("reason"));
      return;
    case inventory::v1::MOVEMENT_KIND_DAMAGE:
      movement->set_damage_reason(cells.WordIn<inventory::v1::DamageReason>("reason"));
      return;
    case inventory::v1::MOVEMENT_KIND_RECEIPT:
      movement->set_quarantine_reason(cells.WordIn<inventory::v1::QuarantineReason>(
          "reason", inventory::v1::QUARANTINE_REASON_UNSPECIFIED));
      return;
    case inventory::v1::MOVEMENT_KIND_RELEASE:
      if (movement->decided_by().empty()) {
        cells.Problem("decided_by", "got nothing, want who released it");
      }
      if (cells.Text("note").empty()) cells.Problem("note", "got nothing, want why it is good");
      break;
    default:
      break;
  }
  if (!cells.Text("reason").empty()) {
    cells.Problem("reason", "want nothing here: only a quarantine, damage or receipt has it");
  }
}

void SetDonation(const Cells& cells, Movement* movement) {
  const std::string& donor = cells.Text("donor");
  if (donor.empty()) {
    for (const char* column : {"asked_for", "label_languages", "donation_note"}) {
      if (!cells.Text(column).empty()) cells.Problem(column, "want a donor beside it");
    }
    return;
  }
  if (movement->kind() != inventory::v1::MOVEMENT_KIND_RECEIPT) {
    cells.Problem("donor", "want nothing here: only a receipt is a donation");
  }
  inventory::v1::Donation* donation = movement->mutable_donation();
  donation->set_donor(donor);
  donation->set_note(cells.Text("donation_note"));
  donation->set_asked_for(
      cells.WordIn<inventory::v1::AskedFor>("asked_for", inventory::v1::ASKED_FOR_UNSPECIFIED));
  for (absl::string_view language :
       absl::StrSplit(cells.Text("label_languages"), ';', absl::SkipWhitespace())) {
    donation->add_label_languages(std::string(absl::StripAsciiWhitespace(language)));
  }
}

// What a receipt answers.
void SetReferences(const Cells& cells, const std::string& facility, Movement* movement) {
  const auto name_in = [&](const char* column, const char* collection) -> std::string {
    const std::string& number = cells.Text(column);
    if (number.empty()) return "";
    if (movement->kind() != inventory::v1::MOVEMENT_KIND_RECEIPT) {
      cells.Problem(column, "want nothing here: only a receipt has it");
    }
    return absl::StrCat(facility, "/", collection, "/", absl::AsciiStrToLower(number));
  };
  movement->set_requisition(name_in("requisition", "requisitions"));
  movement->set_expected_delivery(name_in("delivery", "expectedDeliveries"));
}

// What all rows of a movement say alike.
void SetHead(const Cells& cells, const ImportFacts& facts, absl::TimeZone zone,
             Movement* movement) {
  movement->set_kind(KindOf(cells));
  movement->set_intent(inventory::v1::INTENT_HAPPENED);
  movement->set_source(cells.Text("source"));
  if (movement->kind() == inventory::v1::MOVEMENT_KIND_WASTE) {
    movement->set_waste_reason(ReasonOf(cells));
    if (!cells.Text("to_place").empty()) {
      cells.Problem("to_place", "want nothing here: only an issue has it");
    }
  } else {
    SetPurpose(cells, movement);
  }
  SetDecision(cells, movement);
  SetDonation(cells, movement);
  bool receipt = movement->kind() == inventory::v1::MOVEMENT_KIND_RECEIPT;
  if (receipt && movement->source().empty()) {
    cells.Problem("source", "got nothing, want who it came from");
  }
  if (!receipt && !movement->source().empty()) {
    cells.Problem("source", "want nothing here: only a receipt has it");
  }
  *movement->mutable_happened_time() = ToProto(TimeOf(cells, zone, facts));
  movement->set_document_number(cells.Text("document_number"));
  if (movement->document_number().empty()) {
    cells.Problem("document_number", "got nothing, want a number: by it a second import is known");
  }
  movement->set_recorded_by(cells.Text("recorded_by"));
}

MovementLine LineOf(const Cells& cells, const ImportFacts& facts, absl::TimeZone zone) {
  MovementLine line;
  SetItem(cells, facts, &line);
  line.set_lot(cells.Text("lot"));
  if (!cells.Text("expiry_day").empty()) {
    absl::CivilDay zero = DayZero(zone, facts);
    *line.mutable_expiry_date() =
        ToProto(cells.Need("expiry_day", ParseRelativeDay(cells.Text("expiry_day"), zero), zero));
  }
  line.set_date_kind(
      cells.WordIn<inventory::v1::DateKind>("date_kind", inventory::v1::DATE_KIND_UNSPECIFIED));
  SetQuantity(cells, facts, &line);
  line.set_place(cells.Text("place"));
  line.set_condition(
      cells.WordIn<inventory::v1::Condition>("condition", inventory::v1::CONDITION_UNSPECIFIED));
  line.set_owner(cells.Text("owner"));
  return line;
}

class MovementImport : public GroupedKind {
 public:
  explicit MovementImport(const ImportFacts* facts) : facts_(*facts) {}

  std::string name() const override { return "movements"; }

  const std::vector<std::string>& columns() const override {
    static const auto* const kColumns = new std::vector<std::string>{
        "facility", "document_number", "kind",      "day",   "time",     "source",  "item",
        "lot",      "expiry_day",      "date_kind", "place", "to_place", "purpose", "quantity",
        "packs",    "recorded_by",     "note"};
    return *kColumns;
  }

  const std::vector<std::string>& optional_columns() const override {
    static const auto* const kColumns = new std::vector<std::string>{
        "condition", "reason",          "decided_by",    "owner",       "donor",
        "asked_for", "label_languages", "donation_note", "requisition", "delivery"};
    return *kColumns;
  }

 protected:
  std::optional<std::string> GroupKey(const CsvRow& row) const override {
    // Without a number a row is no part of another.
    if (row.Text("document_number").empty()) return std::nullopt;
    return absl::StrCat(row.Text("facility"), "\n", row.Text("document_number"));
  }

  std::vector<ImportCommand> Convert(const std::vector<CsvRow>& group,
                                     std::vector<RowProblem>* problems,
                                     std::vector<RowRemark>*) override {
    size_t before = problems->size();
    auto request = std::make_unique<CreateMovementRequest>();
    Movement* movement = request->mutable_movement();
    Cells first(&group[0], problems);
    request->set_parent(absl::StrCat("facilities/", first.Text("facility")));
    absl::TimeZone zone = ZoneOf(first, request->parent(), facts_);
    SetHead(first, facts_, zone, movement);
    SetReferences(first, request->parent(), movement);
    std::vector<std::string> notes;
    for (const CsvRow& row : group) {
      Cells cells(&row, problems);
      cells.SameAs(group[0], {"kind", "day", "time", "source", "to_place", "purpose", "recorded_by",
                              "reason", "decided_by", "donor", "asked_for", "label_languages",
                              "donation_note", "requisition", "delivery"});
      *movement->add_lines() = LineOf(cells, facts_, zone);
      if (movement->has_donation() && movement->decided_by().empty() &&
          cells.Text("condition") == "usable") {
        cells.Problem(
            "decided_by",
            "got nothing, want who decided that the donation need not wait in quarantine");
      }
      const std::string& note = cells.Text("note");
      if (!note.empty() && std::find(notes.begin(), notes.end(), note) == notes.end()) {
        notes.push_back(note);
      }
    }
    movement->set_note(absl::StrJoin(notes, "; "));
    std::vector<ImportCommand> commands;
    if (problems->size() > before) return commands;
    std::string lane = request->parent();
    std::vector<std::string> key = {first.Text("facility"), movement->document_number()};
    commands.push_back(ImportCommand{.request = std::move(request),
                                     .response = std::make_unique<CreateMovementResponse>(),
                                     .id_kind = name(),
                                     .natural_key = std::move(key),
                                     .lane = lane,
                                     .rows = group});
    return commands;
  }

 private:
  const ImportFacts& facts_;
};

}  // namespace

std::unique_ptr<ImportKind> MakeMovementImport(const ImportFacts* facts) {
  return std::make_unique<MovementImport>(facts);
}

}  // namespace waystation::cli
