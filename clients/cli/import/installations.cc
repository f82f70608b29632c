#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "clients/cli/import/cells.h"
#include "clients/cli/import/grouped_kind.h"
#include "clients/cli/text/installation_text.h"
#include "clients/cli/text/text.h"

namespace waystation::cli {
namespace {

using facility::v1::Installation;
using facility::v1::SetInstallationRequest;
using facility::v1::SetInstallationResponse;

const InstallationField* FieldNamed(const InstallationKind& kind, absl::string_view word) {
  for (const InstallationField& field : kind.fields) {
    if (field.word == word) return &field;
  }
  return nullptr;
}

// "capacity-ml=500000;heel-ml=15000": the words are the options of the command line. Days that are
// told there must be dates: a file has no day of its own.
void TakeDetails(const Cells& cells, const InstallationKind& kind, Installation* installation) {
  const TimeReading reading = {absl::UnixEpoch(), absl::UTCTimeZone()};
  for (absl::string_view part :
       absl::StrSplit(cells.Text("details"), ';', absl::SkipWhitespace())) {
    const std::pair<absl::string_view, absl::string_view> sides =
        absl::StrSplit(absl::StripAsciiWhitespace(part), absl::MaxSplits('=', 1));
    const InstallationField* field = FieldNamed(kind, sides.first);
    if (field == nullptr) {
      cells.Problem("details", absl::StrCat("got \"", Quotable(sides.first), "\", want a word of ",
                                            kind.word, "=VALUE"));
      continue;
    }
    const absl::Status taken = field->take(sides.second, reading, installation);
    if (!taken.ok()) cells.Problem("details", std::string(taken.message()));
  }
}

class InstallationImport : public GroupedKind {
 public:
  std::string name() const override { return "installations"; }

  const std::vector<std::string>& columns() const override {
    static const auto* const kColumns =
        new std::vector<std::string>{"facility", "installation", "kind",    "name_az", "name_hy",
                                     "name_ru",  "name_en",      "details", "note"};
    return *kColumns;
  }

 protected:
  std::optional<std::string> GroupKey(const CsvRow&) const override { return std::nullopt; }

  std::vector<ImportCommand> Convert(const std::vector<CsvRow>& group,
                                     std::vector<RowProblem>* problems,
                                     std::vector<RowRemark>*) override {
    const size_t before = problems->size();
    const Cells cells(&group[0], problems);
    const std::string facility = cells.Id("facility");
    const std::string id = cells.Id("installation");
    auto request = std::make_unique<SetInstallationRequest>();
    Installation* installation = request->mutable_installation();
    installation->set_name(absl::StrCat("facilities/", facility, "/installations/", id));
    bool named = false;
    for (const char* column : {"name_az", "name_hy", "name_ru", "name_en"}) {
      named = named || !cells.Text(column).empty();
    }
    if (named) AddNames(cells, installation->mutable_display_names());
    installation->set_note(cells.Text("note"));
    const InstallationKind* kind = FindInstallationKind(cells.Text("kind"));
    if (kind == nullptr) {
      cells.Problem("kind", absl::StrCat("got \"", Quotable(cells.Text("kind")),
                                         "\", want circuit, tank, generator, grid, solar, fridge, "
                                         "water, fuel-use or contact"));
    } else {
      kind->begin(installation);
      TakeDetails(cells, *kind, installation);
    }
    std::vector<ImportCommand> commands;
    if (problems->size() > before) return commands;
    commands.push_back(ImportCommand{.request = std::move(request),
                                     .response = std::make_unique<SetInstallationResponse>(),
                                     .id_kind = name(),
                                     .natural_key = {facility, id},
                                     .lane = facility,
                                     .rows = group});
    return commands;
  }
};

}  // namespace

std::unique_ptr<ImportKind> MakeInstallationImport(const ImportFacts*) {
  return std::make_unique<InstallationImport>();
}

}  // namespace waystation::cli
