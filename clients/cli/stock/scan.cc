#include "clients/cli/stock/scan.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/text/quantity.h"
#include "clients/cli/text/text.h"
#include "clients/cli/text/times.h"
#include "clients/cpp/call_error.h"
#include "services/inventory/gs1/describe.h"
#include "services/inventory/gs1/encode.h"
#include "services/inventory/gs1/parse.h"

namespace waystation::cli {

using inventory::gs1::Label;
using inventory::v1::DateKind;
using inventory::v1::Item;
using inventory::v1::MovementKind;
using inventory::v1::MovementLine;
using inventory::v1::Pack;
using inventory::v1::ResolveScanResponse;
using inventory::v1::ScanFinding;

namespace {

absl::StatusOr<Label> LabelOfScans(const std::string& option, const std::vector<std::string>& scans,
                                   Context* context) {
  const int year = static_cast<int>(absl::ToCivilYear(context->Now(), absl::UTCTimeZone()).year());
  std::vector<Label> labels;
  for (size_t i = 0; i < scans.size(); ++i) {
    absl::StatusOr<Label> label = inventory::gs1::Parse(scans[i], year);
    if (!label.ok()) {
      return WrongOption(scans.size() == 1 ? option : absl::StrCat(option, " ", i + 1),
                         label.status());
    }
    labels.push_back(*std::move(label));
  }
  absl::StatusOr<Label> label = inventory::gs1::Combine(labels, year);
  if (!label.ok()) return WrongOption(option, label.status());
  if (label->gtin.empty()) {
    return WrongOption(option, absl::StrCat("got ", inventory::gs1::ReadableText(*label),
                                            ", want a GTIN, (01), too: scan the pack's other "
                                            "barcode as well"));
  }
  return label;
}

// From the items as last seen; false when none of them has the GTIN.
bool FindKept(const Label& label, Context* context, ResolveScanResponse* pack) {
  absl::StatusOr<std::string> kept = context->client().profile().KeptCatalogue();
  inventory::v1::ListItemsResponse catalogue;
  if (!kept.ok() || !catalogue.ParseFromString(*kept)) return false;
  const auto take = [&](const Item& item, const Pack& candidate) {
    if (candidate.gtin() != label.gtin) return false;
    *pack->mutable_item() = item;
    *pack->mutable_pack() = candidate;
    inventory::gs1::Describe(label, pack);
    return true;
  };
  for (const Item& item : catalogue.items()) {
    for (const Pack& candidate : item.packs()) {
      if (take(item, candidate)) return true;
    }
    for (const auto& alias : item.aliases()) {
      for (const Pack& candidate : alias.packs()) {
        if (!take(item, candidate)) continue;
        pack->set_alias(alias.item());
        return true;
      }
    }
  }
  return false;
}

bool Has(const ResolveScanResponse& pack, ScanFinding finding) {
  for (int i = 0; i < pack.findings_size(); ++i) {
    if (pack.findings(i) == finding) return true;
  }
  return false;
}

absl::StatusOr<Quantity> PacksOfScan(const Pack& pack, int64_t count) {
  int64_t base = 0;
  if (__builtin_mul_overflow(count, pack.quantity(), &base)) {
    return absl::InvalidArgumentError(
        absl::StrCat("got ", count, " packs, want fewer: the sum is too large to be kept"));
  }
  return Quantity{base, pack.name(), count, pack.quantity()};
}

absl::StatusOr<Quantity> QuantityOfScan(const ResolveScanResponse& scan, const std::string& text) {
  const Pack& pack = scan.pack();
  if (text.empty()) return PacksOfScan(pack, scan.content_count() > 0 ? scan.content_count() : 1);
  if (IsBaseUnits(text)) {
    int64_t count = 0;
    if (absl::SimpleAtoi(text, &count) && count > 0) return PacksOfScan(pack, count);
    return absl::InvalidArgumentError(
        absl::StrCat("got \"", Quotable(text), "\", want how many packs of \"", pack.name(), "\""));
  }
  absl::StatusOr<Quantity> quantity = ParseQuantity(text, scan.item());
  if (quantity.ok() && !quantity->pack_name.empty() && quantity->pack_name != pack.name()) {
    return absl::InvalidArgumentError(absl::StrCat("got packs of \"", quantity->pack_name,
                                                   "\", want packs of \"", pack.name(),
                                                   "\", which was scanned: a number alone"));
  }
  return quantity;
}

// The lot of the line. An issue takes one that has only a date by that date, if the facility has
// stock under it, else first expiring first.
std::string LotOfLine(const ResolveScanResponse& scan, MovementKind kind) {
  if (scan.lot_on_label()) return scan.lot();
  const bool known = !Has(scan, inventory::v1::SCAN_FINDING_LOT_NOT_KNOWN);
  return kind == inventory::v1::MOVEMENT_KIND_ISSUE && known ? scan.lot() : "";
}

}  // namespace

absl::StatusOr<Scanned> ReadScans(const std::string& option, const std::string& facility,
                                  const std::vector<std::string>& scans, Context* context) {
  absl::StatusOr<Label> label = LabelOfScans(option, scans, context);
  if (!label.ok()) return label.status();
  inventory::v1::ResolveScanRequest request;
  request.set_parent(FacilityName(facility));
  for (const std::string& scan : scans) request.add_scans(scan);
  auto response = context->client().Read<ResolveScanResponse>(request);
  if (response.ok()) return Scanned{*std::move(response), false};
  if (!absl::IsUnavailable(response.status()) && !absl::IsDeadlineExceeded(response.status())) {
    return response.status();
  }
  Scanned scanned{{}, true};
  if (FindKept(*label, context, &scanned.pack)) {
    const absl::CivilDay today = absl::ToCivilDay(context->Now(), absl::LocalTimeZone());
    if (label->expiry.has_value() && *label->expiry < today) {
      scanned.pack.add_findings(label->kind == inventory::v1::DATE_KIND_USE_BY
                                    ? inventory::v1::SCAN_FINDING_EXPIRED
                                    : inventory::v1::SCAN_FINDING_PAST_BEST_BEFORE);
    }
    return scanned;
  }
  absl::Status status(
      response.status().code(),
      absl::StrCat(option, ": got the GTIN ", label->gtin,
                   ", which no item has that this profile has seen; nothing is recorded or kept"));
  client::SetHint(
      &status,
      "note down what happened and scan when there is a link, or say it without a scan: "
      "--item, --quantity, --lot need none");
  return status;
}

absl::StatusOr<MovementLine> LineOfScan(const Scanned& scanned, MovementKind kind,
                                        const std::string& quantity_text) {
  const ResolveScanResponse& scan = scanned.pack;
  absl::StatusOr<Quantity> quantity = QuantityOfScan(scan, quantity_text);
  if (!quantity.ok()) return WrongOption("--quantity", quantity.status());
  MovementLine line;
  line.set_item(scan.item().name());
  line.set_quantity(quantity->base);
  line.set_pack_name(quantity->pack_name);
  line.set_pack_count(quantity->pack_count);
  line.set_pack_factor(quantity->pack_factor);
  line.set_lot(LotOfLine(scan, kind));
  const bool dated = scan.has_expiry_date() &&
                     (kind == inventory::v1::MOVEMENT_KIND_RECEIPT || !line.lot().empty());
  if (dated) {
    *line.mutable_expiry_date() = scan.expiry_date();
    line.set_date_kind(scan.date_kind());
  }
  return line;
}

std::string ShowScanned(const Scanned& scanned, Context* context) {
  const ResolveScanResponse& scan = scanned.pack;
  const Item& item = scan.item();
  std::string text = absl::StrCat(
      "scanned: ", context->NameIn(item.display_names(), ShortName(item.name())), ", ",
      scan.pack().name(), " = ", FormatQuantity(scan.pack().quantity(), item.base_unit()));
  if (scan.lot_on_label()) absl::StrAppend(&text, ", lot ", scan.lot());
  if (scan.has_expiry_date()) {
    const bool best_before = scan.date_kind() == inventory::v1::DATE_KIND_BEST_BEFORE;
    absl::StrAppend(&text, best_before ? ", best before " : ", use by ",
                    FormatDay(scan.expiry_date()));
  }
  if (!scan.serial().empty()) absl::StrAppend(&text, ", serial ", scan.serial());
  if (scan.is_content() && scan.content_count() > 0) {
    absl::StrAppend(&text, ", ", scan.content_count(), " of them inside");
  }
  return text;
}

std::string ShowFinding(ScanFinding finding, const ResolveScanResponse& pack) {
  switch (finding) {
    case inventory::v1::SCAN_FINDING_NO_LOT:
      return "the scan names neither lot nor date";
    case inventory::v1::SCAN_FINDING_LOT_NOT_KNOWN:
      return absl::StrCat("lot ", pack.lot(), " was never recorded here");
    case inventory::v1::SCAN_FINDING_NOTHING_HELD:
      return absl::StrCat("nothing is left here of lot ", pack.lot(), " by what is recorded");
    case inventory::v1::SCAN_FINDING_EXPIRED:
      return "EXPIRED: not to be used";
    case inventory::v1::SCAN_FINDING_PAST_BEST_BEFORE:
      return "past its best-before day";
    case inventory::v1::SCAN_FINDING_DATE_DISAGREES:
      return absl::StrCat("the label says ", FormatDay(pack.expiry_date()), ", recorded is ",
                          FormatDay(pack.recorded_expiry_date()),
                          ": look at the label again; the earlier counts");
    case inventory::v1::SCAN_FINDING_NONE_USABLE:
      return absl::StrCat("all that is held of lot ", pack.lot(),
                          " is in quarantine or damaged: not to be used");
    default:
      return absl::StrCat("finding ", static_cast<int>(finding),
                          ", which this program is too old for");
  }
}

std::vector<std::string> NotesOf(const Scanned& scanned, MovementKind kind) {
  const bool issue = kind == inventory::v1::MOVEMENT_KIND_ISSUE;
  const ResolveScanResponse& scan = scanned.pack;
  std::vector<std::string> notes;
  for (const std::string& recall : scan.recalls()) {
    notes.push_back(absl::StrCat("RECALLED: not to be used (", recall, ")"));
  }
  if (scanned.offline)
    notes.push_back("no link: read with the items as this profile last saw them");
  if (LotOfLine(scan, kind).empty()) {
    notes.push_back(issue                    ? "no lot in the scan: first expiring first"
                    : scan.has_expiry_date() ? "no lot in the scan: the date stands for it"
                                             : "neither lot nor date in the scan: lot none");
  }
  for (int i = 0; i < scan.findings_size(); ++i) {
    const ScanFinding finding = scan.findings(i);
    const bool usual = finding == inventory::v1::SCAN_FINDING_NO_LOT ||
                       (!issue && (finding == inventory::v1::SCAN_FINDING_LOT_NOT_KNOWN ||
                                   finding == inventory::v1::SCAN_FINDING_NOTHING_HELD ||
                                   finding == inventory::v1::SCAN_FINDING_NONE_USABLE));
    if (!usual) notes.push_back(ShowFinding(finding, scan));
  }
  return notes;
}

}  // namespace waystation::cli
