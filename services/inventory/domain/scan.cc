#include "services/inventory/domain/scan.h"

#include "absl/strings/str_cat.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/gs1/encode.h"
#include "services/inventory/gs1/parse.h"
#include "storage/base/errors.h"

namespace waystation::inventory {
namespace {

// As a receipt of the labelled pack would state it.
v1::MovementLine LineOf(const gs1::Label& label) {
  v1::MovementLine line;
  line.set_lot(label.lot);
  line.set_date_kind(label.kind);
  if (label.expiry.has_value()) *line.mutable_expiry_date() = DateOf(*label.expiry);
  return line;
}

}  // namespace

absl::StatusOr<gs1::Label> ReadScans(const v1::ResolveScanRequest& request, int current_year) {
  std::vector<FieldViolation> violations;
  std::vector<gs1::Label> labels;
  for (int i = 0; i < request.scans_size(); ++i) {
    absl::StatusOr<gs1::Label> label = gs1::Parse(request.scans(i), current_year);
    if (label.ok()) {
      labels.push_back(*std::move(label));
    } else {
      violations.push_back({absl::StrCat("scans[", i, "]"), std::string(label.status().message())});
    }
  }
  if (!violations.empty()) return InvalidFields(violations);
  absl::StatusOr<gs1::Label> label = gs1::Combine(labels, current_year);
  if (!label.ok()) return InvalidFields({{"scans", std::string(label.status().message())}});
  if (label->gtin.empty()) {
    return InvalidFields({{"scans", absl::StrCat("got ", gs1::ReadableText(*label),
                                                 ", want one with a GTIN, (01), too: scan the "
                                                 "pack's other barcode as well")}});
  }
  return label;
}

std::string LotOfLabel(const gs1::Label& label) {
  if (label.lot.empty() && !label.expiry.has_value()) return "";
  return LotOfInflow(LineOf(label));
}

std::vector<v1::ScanFinding> FindingsOf(const gs1::Label& label, const LotRecord& record,
                                        int64_t day) {
  if (LotOfLabel(label).empty()) return {v1::SCAN_FINDING_NO_LOT};
  std::vector<v1::ScanFinding> findings;
  if (!record.date.has_value()) {
    findings.push_back(v1::SCAN_FINDING_LOT_NOT_KNOWN);
  } else if (record.quantity == 0) {
    findings.push_back(v1::SCAN_FINDING_NOTHING_HELD);
  }
  const MergedDate merged = MergeDates(record.date.value_or(LotDate{}), EnteredDate(LineOf(label)));
  if (IsPast(merged.kept, day)) {
    findings.push_back(IsExpired(merged.kept, day) ? v1::SCAN_FINDING_EXPIRED
                                                   : v1::SCAN_FINDING_PAST_BEST_BEFORE);
  }
  if (merged.disagrees) findings.push_back(v1::SCAN_FINDING_DATE_DISAGREES);
  if (record.quantity > 0 && record.usable == 0) {
    findings.push_back(v1::SCAN_FINDING_NONE_USABLE);
  }
  return findings;
}

}  // namespace waystation::inventory
