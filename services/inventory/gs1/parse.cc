#include "services/inventory/gs1/parse.h"

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/inventory/gs1/check_digit.h"
#include "services/inventory/gs1/identifier.h"
#include "services/inventory/gs1/value.h"
#include "services/inventory/gs1/visible.h"

namespace waystation::inventory::gs1 {
namespace {

constexpr std::array<absl::string_view, 5> kElementSymbols = {"]C1", "]d2", "]e0", "]J1", "]Q3"};
constexpr std::array<absl::string_view, 4> kGtinSymbols = {"]E0", "]E4", "]I0", "]I1"};
// Longer ones first.
constexpr std::array<absl::string_view, 4> kSeparators = {"\x1D", "^]", "^", "\xE2\x90\x9D"};
constexpr size_t kSymbolBytes = 3;

// A scan with one character for each separator, and where each of its characters stood.
struct Scan {
  std::string data;
  std::vector<int> positions;  // From 1; one more than `data` has characters.

  absl::string_view From(size_t begin) const { return absl::string_view(data).substr(begin); }
};

Scan Unmask(absl::string_view text, int position) {
  Scan scan;
  while (!text.empty()) {
    size_t length = 1;
    char c = text[0];
    for (const absl::string_view separator : kSeparators) {
      if (!absl::StartsWith(text, separator)) continue;
      length = separator.size();
      c = kFnc1;
      break;
    }
    scan.data.push_back(c);
    scan.positions.push_back(position);
    for (size_t i = 0; i < length; ++i) {
      const bool continues = (static_cast<unsigned char>(text[i]) & 0xC0) == 0x80;
      if (!continues) ++position;
    }
    text.remove_prefix(length);
  }
  scan.positions.push_back(position);
  return scan;
}

absl::Status At(int position, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("at character ", position, ": ", what));
}

absl::Status UnknownIdentifier(const Scan& scan, size_t begin) {
  return At(scan.positions[begin],
            absl::StrCat("got \"", Visible(scan.From(begin).substr(0, 4)),
                         "\", want a GS1 application identifier such as 01, 10 or 17"));
}

// Adds the element once it is what its identifier wants.
absl::Status AddElement(Element element, int position, int current_year,
                        std::vector<Element>& elements) {
  const absl::Status status = CheckValue(element, current_year);
  if (!status.ok()) {
    const Identifier* identifier = FindIdentifier(element.ai);
    const bool ran_on = identifier != nullptr && !HasPredefinedLength(element.ai) &&
                        static_cast<int>(element.value.size()) > MaxLength(*identifier);
    return At(position, absl::StrCat(status.message(),
                                     ran_on ? "; was the separator behind it lost? Scanners must "
                                              "send FNC1 as ASCII 29, or type ^ for it"
                                            : ""));
  }
  elements.push_back(std::move(element));
  return absl::OkStatus();
}

// The identifier at the beginning of `text`; empty when none is.
absl::string_view IdentifierAt(absl::string_view text) {
  for (size_t length = 2; length <= 4 && length <= text.size(); ++length) {
    if (FindIdentifier(text.substr(0, length)) != nullptr) return text.substr(0, length);
  }
  return absl::string_view();
}

absl::StatusOr<std::vector<Element>> Split(const Scan& scan, int current_year) {
  std::vector<Element> elements;
  size_t at = 0;
  while (at < scan.data.size()) {
    // Behind a value of set length none is needed, but many printers put it there.
    if (scan.data[at] == kFnc1) {
      ++at;
      continue;
    }
    const size_t begin = at;
    const absl::string_view ai = IdentifierAt(scan.From(at));
    if (ai.empty()) return UnknownIdentifier(scan, at);
    at += ai.size();
    absl::string_view value = scan.From(at).substr(0, scan.From(at).find(kFnc1));
    if (HasPredefinedLength(ai)) value = value.substr(0, MaxLength(*FindIdentifier(ai)));
    at += value.size();
    const absl::Status status = AddElement({std::string(ai), std::string(value)},
                                           scan.positions[begin], current_year, elements);
    if (!status.ok()) return status;
  }
  return elements;
}

// The digits between brackets at the beginning of `text`; empty when it does not begin so.
absl::string_view BracketedIdentifierAt(absl::string_view text) {
  const size_t close = text.find(')');
  if (text.empty() || text[0] != '(' || close == text.npos || close < 3 || close > 5) {
    return absl::string_view();
  }
  const absl::string_view digits = text.substr(1, close - 1);
  return IsDigits(digits) ? digits : absl::string_view();
}

// The value up to the next bracketed identifier; moves `at` there.
std::string BracketedValue(const Scan& scan, size_t& at) {
  std::string value;
  while (at < scan.data.size() && BracketedIdentifierAt(scan.From(at)).empty()) {
    if (absl::StartsWith(scan.From(at), "\\(")) ++at;
    value.push_back(scan.data[at++]);
  }
  while (!value.empty() && value.back() == kFnc1) value.pop_back();
  return std::string(absl::StripAsciiWhitespace(value));
}

absl::StatusOr<std::vector<Element>> SplitBracketed(const Scan& scan, int current_year) {
  std::vector<Element> elements;
  size_t at = 0;
  while (at < scan.data.size()) {
    const int position = scan.positions[at];
    const absl::string_view ai = BracketedIdentifierAt(scan.From(at));
    if (ai.empty() || FindIdentifier(ai) == nullptr) return UnknownIdentifier(scan, at);
    at += ai.size() + 2;
    const absl::Status status =
        AddElement({std::string(ai), BracketedValue(scan, at)}, position, current_year, elements);
    if (!status.ok()) return status;
  }
  return elements;
}

absl::StatusOr<Label> ReadElements(const Scan& scan, int current_year) {
  const auto elements = absl::StartsWith(scan.data, "(") ? SplitBracketed(scan, current_year)
                                                         : Split(scan, current_year);
  if (!elements.ok()) return elements.status();
  return LabelOf(*elements, current_year);
}

absl::StatusOr<Label> ReadGtin(const Scan& scan, int current_year) {
  const absl::StatusOr<std::string> gtin = Gtin14(scan.data);
  if (!gtin.ok()) return gtin.status();
  return LabelOf({{std::string(kGtin), *gtin}}, current_year);
}

// Digits alone, as many as a GTIN has.
absl::StatusOr<Label> ReadNumber(const Scan& scan, int current_year) {
  const absl::string_view first = scan.From(0).substr(0, 2);
  const bool dated = first == kUseBy || first == kBestBefore;
  const bool may_be_date = dated || first == kProductionDate || first == "13";
  absl::StatusOr<Label> elements = absl::InvalidArgumentError("");
  if (may_be_date) elements = ReadElements(scan, current_year);
  if (elements.ok() && dated && scan.data.size() == 8) return elements;
  absl::StatusOr<Label> gtin = ReadGtin(scan, current_year);
  if (gtin.ok()) return gtin;
  if (elements.ok()) return elements;
  return absl::InvalidArgumentError(
      absl::StrCat(gtin.status().message(), "; a lot alone is written (10)LOT, a date (17)YYMMDD"));
}

template <size_t kCount>
bool IsOneOf(absl::string_view symbol, const std::array<absl::string_view, kCount>& symbols) {
  for (const absl::string_view known : symbols) {
    if (symbol == known) return true;
  }
  return false;
}

}  // namespace

absl::StatusOr<Label> Parse(absl::string_view scan, int current_year) {
  if (scan.size() > kMaxScanBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat("got ", scan.size(), " bytes, want at most ", kMaxScanBytes));
  }
  absl::string_view text = absl::StripLeadingAsciiWhitespace(scan);
  int position = static_cast<int>(scan.size() - text.size()) + 1;
  text = absl::StripTrailingAsciiWhitespace(text);
  if (absl::StartsWithIgnoreCase(text, "http")) {
    return At(position,
              "got a web address (GS1 Digital Link), want GS1 data: scan another barcode of the "
              "pack, or copy what is printed, such as (01)09506000134352(10)A1");
  }
  absl::string_view symbol;
  if (absl::StartsWith(text, "]")) {
    symbol = text.substr(0, kSymbolBytes);
    if (!IsOneOf(symbol, kElementSymbols) && !IsOneOf(symbol, kGtinSymbols)) {
      return At(position, absl::StrCat("got \"", Visible(symbol),
                                       "\", a symbol that holds no GS1 data; want ]C1, ]d2, ]e0, "
                                       "]J1, ]Q3, or ]E0, ]E4, ]I0, ]I1"));
    }
    text.remove_prefix(kSymbolBytes);
    position += static_cast<int>(kSymbolBytes);
  }
  const Scan read = Unmask(text, position);
  const bool empty = read.data.find_first_not_of(kFnc1) == std::string::npos;
  if (empty) return At(position, "got nothing, want a barcode's text");
  if (IsOneOf(symbol, kGtinSymbols)) return ReadGtin(read, current_year);
  if (symbol.empty() && IsDigits(read.data) && IsGtinLength(read.data.size())) {
    return ReadNumber(read, current_year);
  }
  return ReadElements(read, current_year);
}

}  // namespace waystation::inventory::gs1
