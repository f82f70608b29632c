// Bytes that claim to be an import file: reader, encodings, rows to commands. The first byte says
// which kind, the second which encoding, the third which separator; the rest is the file.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "clients/cli/import/catalogue.h"
#include "clients/cli/import/gazetteer.h"
#include "clients/cli/import/hospitals.h"
#include "clients/cli/import/import_kind.h"
#include "clients/cli/import/ledger.h"
#include "clients/cli/text/text.h"

namespace waystation::cli {
namespace {

void Require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", what);
  std::abort();
}

// Counts where rows go: each must be told of once.
class CountingSink : public ImportSink {
 public:
  void Send(ImportCommand command) override {
    Require(!command.rows.empty(), "a command carries rows");
    Require(!command.natural_key.empty(), "a command has a natural key");
    for (const std::string& part : command.natural_key) {
      Require(part.find('\0') == std::string::npos, "no zero byte in a key");
    }
    std::unique_ptr<google::protobuf::Message> read(command.request->New());
    // Parsing refuses text that is not UTF-8, as a server does.
    Require(read->ParseFromString(command.request->SerializeAsString()), "a request can be sent");
    // A row's commands, when there are several, come one after another.
    if (command.rows[0].line != last_sent_) told_ += static_cast<int64_t>(command.rows.size());
    last_sent_ = command.rows[0].line;
  }
  void Expect(int64_t) override {}
  void Nothing(int64_t rows) override { told_ += rows; }
  void Reject(const std::vector<CsvRow>& rows, const std::vector<RowProblem>& problems) override {
    Require(!rows.empty() && !problems.empty(), "rejected rows have a reason");
    for (const RowProblem& problem : problems) {
      Require(!FirstInvalidUtf8(problem.text).has_value(), "a reason is text");
      Require(!problem.text.empty(), "a reason says something");
    }
    told_ += static_cast<int64_t>(rows.size());
  }
  void Remark(RowRemark) override {}

  int64_t told() const { return told_; }

 private:
  int64_t told_ = 0;
  int64_t last_sent_ = 0;
};

const ImportFacts& Facts() {
  static const ImportFacts* const kFacts = [] {
    auto* facts = new ImportFacts;
    facts->zones["facilities/a"] = absl::UTCTimeZone();
    inventory::v1::Item item;
    item.set_name("items/rice");
    auto* pack = item.add_packs();
    pack->set_name("sack");
    pack->set_quantity(25);
    facts->items["items/rice"] = item;
    return facts;
  }();
  return *kFacts;
}

// Of a ledger that has held something before.
class Balances : public LedgerBalances {
 public:
  absl::StatusOr<std::map<std::string, int64_t>> At(const std::string&, absl::CivilDay) override {
    return std::map<std::string, int64_t>{{"items/rice", 7}};
  }
};

std::unique_ptr<ImportKind> KindOf(uint8_t byte) {
  static auto* const balances = new Balances;
  switch (byte % 16) {
    case 0:
      return MakeItemImport(&Facts());
    case 1:
      return MakeFacilityImport(&Facts());
    case 2:
      return MakeMovementImport(&Facts());
    case 3:
      return MakeReportImport(&Facts());
    case 4:
      return MakeCatalogueImport({});
    case 5:
      return MakeLedgerSiteImport({});
    case 6:
      return MakeLedgerItemImport({});
    case 8:
      return MakeStorageClassImport(&Facts());
    case 9: {
      HospitalOptions options;
      options.zones[""] = "UTC";
      return MakeHospitalImport(std::move(options));
    }
    case 10: {
      GazetteerOptions options;
      options.within = Circle{40'000'000, 45'000'000, 300};
      return MakeGazetteerImport(std::move(options));
    }
    case 11:
      return MakeInstallationImport(&Facts());
    case 12:
      return MakeCountImport(&Facts());
    case 13:
      return MakeStoragePlaceImport(&Facts());
    case 14:
      return MakeRequisitionImport(&Facts());
    case 15:
      return MakeDeliveryImport(&Facts());
    default:
      return MakeLedgerImport({}, &Facts(), balances);
  }
}

void Run(const uint8_t* data, size_t size) {
  if (size < 3) return;
  std::unique_ptr<ImportKind> kind = KindOf(data[0]);
  std::vector<std::string> encodings = EncodingNames();
  CsvOptions options;
  options.decoder = *Decoder::Named(encodings[data[1] % encodings.size()]);
  options.separator = ",;\t|"[data[2] % 4];
  options.others = kind->other_columns();
  options.text_column = kind->text_column();
  std::istringstream input(std::string(reinterpret_cast<const char*>(data) + 3, size - 3));
  CsvReader reader(&input, "fuzz.csv", options);
  if (!reader.ReadHeader(kind->columns(), kind->optional_columns()).ok()) return;
  CountingSink sink;
  int64_t rows = 0;
  while (true) {
    CsvReader::Step step = reader.Next();
    for (const std::string& field : step.row.fields) {
      Require(step.outcome == CsvReader::Outcome::kBroken || !FirstInvalidUtf8(field).has_value(),
              "a field is UTF-8");
    }
    if (step.outcome == CsvReader::Outcome::kEnd) break;
    if (step.outcome == CsvReader::Outcome::kRow) {
      ++rows;
      kind->Add(std::move(step.row), &sink);
      continue;
    }
    Require(!step.error.empty(), "a bad row has a reason");
    kind->AddUnreadable(step.row, &sink);
    if (step.outcome == CsvReader::Outcome::kBroken) break;
  }
  Require(kind->Finish(&sink).ok(), "nothing else is wanting");
  Require(sink.told() == rows, "each row is told of once");
}

}  // namespace
}  // namespace waystation::cli

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  waystation::cli::Run(data, size);
  return 0;
}
