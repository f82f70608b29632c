// A sheet on which people write down what they count.
#ifndef CLIENTS_CLI_COUNTS_COUNT_SHEET_H_
#define CLIENTS_CLI_COUNTS_COUNT_SHEET_H_

#include <functional>
#include <string>

#include "absl/strings/string_view.h"
#include "clients/cli/text/table.h"
#include "waystation/inventory/v1/count.pb.h"

namespace waystation::cli {

// How the sheet names things that only the catalogue knows.
struct SheetNames {
  // Of an item, in the language of the sheet.
  std::function<std::string(const std::string& item)> item;
  // A quantity of it with its unit.
  std::function<std::string(int64_t base, const std::string& item)> quantity;
  // The unit alone, to stand behind a blank.
  std::function<std::string(const std::string& item)> unit;
};

// What stands above the table: what is counted, where, when.
std::string SheetHeading(const inventory::v1::ProposeCountResponse& proposal,
                         absl::string_view facility, absl::string_view language);
// A line for each lot, with a blank to write in, and without quantities where it is blind.
Table SheetTable(const inventory::v1::ProposeCountResponse& proposal, const SheetNames& names,
                 absl::string_view language);
// What stands below it: who counted, when, and signatures; several lines.
std::string SheetFoot(const inventory::v1::ProposeCountResponse& proposal,
                      absl::string_view language);
// What is said of a sheet without lines.
std::string NothingToCount(absl::string_view language);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_COUNTS_COUNT_SHEET_H_
