// Barcodes, whoever printed them: each line of the input is a scan of one pack. Reading ends
// whatever the bytes; what is read holds what a label promises, and is the same again once it was
// written, as a symbol and as text.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/inventory/gs1/check_digit.h"
#include "services/inventory/gs1/encode.h"
#include "services/inventory/gs1/parse.h"

namespace {

using waystation::inventory::gs1::Combine;
using waystation::inventory::gs1::ElementString;
using waystation::inventory::gs1::EndsWithCheckDigit;
using waystation::inventory::gs1::Label;
using waystation::inventory::gs1::Parse;
using waystation::inventory::gs1::ReadableText;

constexpr int kYear = 2026;
constexpr size_t kLongestLot = 20;

void Require(bool holds) {
  if (!holds) abort();
}

void CheckRefused(const absl::Status& status) {
  const std::string message(status.message());
  Require(message.find("want ") != std::string::npos);
  for (const char c : message) Require(static_cast<unsigned char>(c) >= ' ');
}

void CheckLabel(const Label& label) {
  Require(!label.elements.empty());
  Require(label.gtin.empty() || (label.gtin.size() == 14 && EndsWithCheckDigit(label.gtin)));
  Require(label.lot.size() <= kLongestLot && label.serial.size() <= kLongestLot);
  Require(label.expiry.has_value() == (label.kind != waystation::inventory::v1::DATE_KIND_NONE));
  if (label.expiry.has_value()) {
    Require(label.expiry->year() >= kYear - 49 && label.expiry->year() <= kYear + 50);
  }
  const auto symbol = Parse(absl::StrCat("]d2", ElementString(label)), kYear);
  Require(symbol.ok() && ElementString(*symbol) == ElementString(label));
  const auto text = Parse(ReadableText(label), kYear);
  Require(text.ok() && *text == *symbol);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view input(reinterpret_cast<const char*>(data), size);
  std::vector<Label> labels;
  for (const absl::string_view scan : absl::StrSplit(input, '\n')) {
    const auto label = Parse(scan, kYear);
    if (label.ok()) {
      // Written with escapes and brackets it may be longer than what is read.
      if (scan.size() <= waystation::inventory::gs1::kMaxScanBytes / 4) CheckLabel(*label);
      labels.push_back(*label);
    } else {
      CheckRefused(label.status());
    }
  }
  if (labels.empty()) return 0;
  const auto combined = Combine(labels, kYear);
  if (!combined.ok()) CheckRefused(combined.status());
  return 0;
}
