#include "clients/cli/transfers/papers.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/cli/stock/movement_text.h"
#include "clients/cli/text/phrases.h"
#include "clients/cli/text/times.h"

namespace waystation::cli {
namespace {

using inventory::v1::Transfer;

// So many packs as the quantity comes to, where it comes to whole ones: "4 x box of 100".
std::string PacksOfPaper(const Transfer& transfer, int number, int64_t quantity) {
  const auto& line = transfer.lines(number - 1);
  if (line.pack_factor() <= 0 || quantity % line.pack_factor() != 0) return "-";
  return absl::StrCat(
      quantity / line.pack_factor(), " x ",
      line.pack_name().empty() ? absl::StrCat(line.pack_factor()) : line.pack_name());
}

std::string NumberOf(const std::string& name) { return name.empty() ? "-" : ShortName(name); }

std::vector<std::string> Columns(const std::vector<Phrase>& phrases, absl::string_view language) {
  std::vector<std::string> columns;
  for (const Phrase phrase : phrases) columns.push_back(PhraseIn(phrase, language));
  return columns;
}

void AddFacts(const std::vector<Phrase>& phrases, Paper* paper) {
  for (const Phrase phrase : phrases) {
    paper->facts.emplace_back(PhraseIn(phrase, paper->language), "");
  }
}

void AddSignatures(const std::vector<Phrase>& phrases, Paper* paper) {
  for (const Phrase phrase : phrases) {
    paper->signatures.push_back(PhraseIn(phrase, paper->language));
  }
  paper->signature_hint = PhraseIn(Phrase::kSignature, paper->language);
}

const std::vector<Phrase>& WaybillColumns() {
  static const auto* const columns = new std::vector<Phrase>{
      Phrase::kLine,  Phrase::kItem,     Phrase::kLot,      Phrase::kExpires,
      Phrase::kPacks, Phrase::kQuantity, Phrase::kReceived, Phrase::kDifference};
  return *columns;
}

void AddWaybillRows(const Transfer& transfer, Context* context, Paper* paper) {
  int number = 0;
  for (const auto& line : transfer.waybill_lines()) {
    paper->rows.push_back({absl::StrCat(++number), ShowItem(line.item(), context), line.lot(),
                           line.has_expiry_date() ? FormatDay(line.expiry_date()) : "-",
                           PacksOfPaper(transfer, line.line(), line.quantity()),
                           ShowQuantity(line.quantity(), line.item(), context), "", ""});
  }
  if (number > 0) return;
  for (const auto& line : transfer.lines()) {
    ++number;
    paper->rows.push_back({absl::StrCat(number), ShowItem(line.item(), context), line.lot(), "",
                           PacksOfPaper(transfer, number, line.quantity()),
                           ShowQuantity(line.quantity(), line.item(), context), "", ""});
  }
}

}  // namespace

std::string DifferenceCodes(absl::string_view language) {
  std::string codes = PhraseIn(Phrase::kCodes, language) + ":";
  for (int code = 1; code <= 9; ++code) {
    const auto phrase = static_cast<Phrase>(static_cast<int>(Phrase::kShort) + code - 1);
    absl::StrAppend(&codes, code == 1 ? " " : ", ", code, " ", PhraseIn(phrase, language));
  }
  return codes;
}

Paper WaybillOf(const Transfer& transfer, Context* context) {
  Paper paper;
  paper.language = context->options.language;
  const auto say = [&](Phrase phrase) { return PhraseIn(phrase, paper.language); };
  paper.title = absl::StrCat(say(Phrase::kWaybill), " ", transfer.number());
  if (context->exercise()) paper.stamp = "EXERCISE";
  const bool sent = transfer.has_dispatch();
  const std::string name = transfer.name();
  const std::string from = name.substr(0, name.find("/transfers/"));
  paper.facts = {{say(Phrase::kFrom), ShortName(from)},
                 {say(Phrase::kTo), ShortName(transfer.to_facility())},
                 {say(Phrase::kDispatched),
                  sent ? FormatTime(transfer.dispatch().dispatched_time(), absl::LocalTimeZone())
                       : say(Phrase::kNotDispatched)},
                 {say(Phrase::kExpectedArrival), FormatDay(transfer.planned_arrival_date())},
                 {say(Phrase::kVehicle), transfer.dispatch().vehicle()},
                 {say(Phrase::kCarrier), transfer.dispatch().carrier()},
                 {say(Phrase::kRequisition), NumberOf(transfer.requisition())},
                 {say(Phrase::kNote), transfer.note().empty() ? "-" : transfer.note()}};
  paper.columns = Columns(WaybillColumns(), paper.language);
  AddWaybillRows(transfer, context, &paper);
  paper.remarks = {DifferenceCodes(paper.language)};
  AddSignatures({Phrase::kLoadedBy, Phrase::kDriver, Phrase::kReceivedBy}, &paper);
  return paper;
}

const std::vector<std::string>& FormKinds() {
  static const auto* const kinds =
      new std::vector<std::string>{"waybill", "receipt", "issue", "count"};
  return *kinds;
}

Paper BlankForm(absl::string_view kind, absl::string_view language, int rows) {
  Paper paper;
  paper.language = std::string(language);
  std::vector<Phrase> columns;
  Phrase title = Phrase::kWaybill;
  if (kind == "waybill") {
    AddFacts({Phrase::kNumber, Phrase::kDate, Phrase::kFrom, Phrase::kTo, Phrase::kVehicle,
              Phrase::kCarrier, Phrase::kRequisition, Phrase::kNote},
             &paper);
    columns = WaybillColumns();
    AddSignatures({Phrase::kLoadedBy, Phrase::kDriver, Phrase::kReceivedBy}, &paper);
  } else if (kind == "receipt") {
    title = Phrase::kGoodsReceipt;
    AddFacts({Phrase::kFacility, Phrase::kDate, Phrase::kSource, Phrase::kDocument,
              Phrase::kRequisition, Phrase::kNote},
             &paper);
    columns = {Phrase::kLine,    Phrase::kItem,      Phrase::kLot,
               Phrase::kExpires, Phrase::kQuantity,  Phrase::kUnit,
               Phrase::kPlace,   Phrase::kCondition, Phrase::kDifference};
    AddSignatures({Phrase::kReceivedBy, Phrase::kCheckedBy}, &paper);
  } else if (kind == "issue") {
    title = Phrase::kIssueRecord;
    AddFacts({Phrase::kFacility, Phrase::kPlace}, &paper);
    columns = {Phrase::kDate,     Phrase::kItem, Phrase::kLot,     Phrase::kExpires,
               Phrase::kQuantity, Phrase::kUnit, Phrase::kPurpose, Phrase::kIssuedBy};
    AddSignatures({Phrase::kIssuedBy, Phrase::kCheckedBy}, &paper);
  } else {
    title = Phrase::kStockCount;
    AddFacts({Phrase::kFacility, Phrase::kPlace, Phrase::kDate, Phrase::kNote}, &paper);
    columns = {Phrase::kLine, Phrase::kItem,    Phrase::kLot,    Phrase::kExpires,
               Phrase::kUnit, Phrase::kCounted, Phrase::kByBook, Phrase::kNote};
    AddSignatures({Phrase::kCountedBy, Phrase::kCheckedBy}, &paper);
  }
  paper.title = PhraseIn(title, language);
  paper.columns = Columns(columns, language);
  const bool numbered = columns.front() == Phrase::kLine;
  for (int row = 1; row <= rows; ++row) {
    std::vector<std::string>& cells = paper.rows.emplace_back(columns.size());
    if (numbered) cells[0] = absl::StrCat(row);
  }
  if (kind == "waybill" || kind == "receipt") paper.remarks = {DifferenceCodes(language)};
  paper.remarks.push_back(PhraseIn(Phrase::kEnterLater, language));
  return paper;
}

}  // namespace waystation::cli
