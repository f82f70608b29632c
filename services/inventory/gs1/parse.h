// Reads barcodes of packs and logistic labels, as scanners type them or people copy them.
#ifndef SERVICES_INVENTORY_GS1_PARSE_H_
#define SERVICES_INVENTORY_GS1_PARSE_H_

#include <cstddef>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/inventory/gs1/label.h"

namespace waystation::inventory::gs1 {

inline constexpr size_t kMaxScanBytes = 500;

// Understands
//   "]d20109506000134352..."   a symbology identifier before it: ]C1 ]d2 ]e0 ]J1 ]Q3 are GS1 data,
//                              ]E0 ]E4 ]I0 ]I1 (EAN, UPC, ITF-14) a GTIN alone; no others
//   "0109506000134352..."      the same without one
//   "(01)09506000134352(10)A1" as printed below the bars, spaces around values allowed; in a value
//                              "(12)" would begin an element: write "\(12)"
//   "4006381333931"            8, 12, 13 or 14 digits: a GTIN with its check digit
// FNC1, which ends a value of variable length, is ASCII 29, or what stands for it where that can't
// be typed: "^" (as in the GS1 Barcode Syntax Engine), "^]" (how terminals show ASCII 29) or
// U+241D, the picture of it. None of them can be part of a value.
//
// A number of 8, 12, 13 or 14 digits that is no GTIN is read as elements only when it begins with a
// date (11, 13, 15, 17), and one of 8 digits that begins with a date of 15 or 17 always, since no
// GTIN-8 begins so. A lot of digits alone, in a barcode of its own, needs its "(10)" or a scanner
// that sends symbology identifiers.
//
// Two-digit years are taken as in `current_year`. Errors: INVALID_ARGUMENT, "at character N: " and
// what LabelOf says.
absl::StatusOr<Label> Parse(absl::string_view scan, int current_year);

}  // namespace waystation::inventory::gs1

#endif  // SERVICES_INVENTORY_GS1_PARSE_H_
