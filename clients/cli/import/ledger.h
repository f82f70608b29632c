// Monthly stock ledgers, as logistics management information systems (LMIS) export them: one line a
// facility, item and month, with opening, received, distributed, adjustment and closing. And the
// two tables that usually come with them, of sites and of products.
#ifndef CLIENTS_CLI_IMPORT_LEDGER_H_
#define CLIENTS_CLI_IMPORT_LEDGER_H_

#include <map>
#include <memory>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "clients/cli/import/import_kind.h"
#include "waystation/facility/v1/facility.pb.h"
#include "waystation/inventory/v1/movement.pb.h"

namespace waystation::cli {

// A file with more lines is to be split by facility: all lines are held at once, about 1 KB each.
inline constexpr size_t kMaxLedgerLines = 1'000'000;

// What the file calls the columns. The names set here are those of Cote d'Ivoire's system.
struct LedgerColumns {
  std::string facility = "site_code";
  std::string item = "product_code";
  // Empty: `month` holds year and month, "2019-01".
  std::string year = "year";
  std::string month = "month";
  std::string opening = "stock_initial";
  std::string received = "stock_received";
  std::string distributed = "stock_distributed";
  // Empty: there are none.
  std::string adjustment = "stock_adjustment";
  std::string closing = "stock_end";

  std::string facility_type = "site_type";
  std::string region = "site_region";
  std::string district = "site_district";
  std::string latitude = "site_latitude";
  std::string longitude = "site_longitude";

  std::string item_type = "product_type";
  std::string item_name = "product_name";
};

// Sets one from "meaning=column", such as "opening=StockOnHand"; the meanings are the names of the
// fields above with '-' for '_'. INVALID_ARGUMENT "got X, want ..." for any other.
absl::Status SetLedgerColumn(absl::string_view text, LedgerColumns* columns);

// What the ledger holds before a file's first line of a series, so that a part of a file (a later
// month, mended rejects) goes on from there.
class LedgerBalances {
 public:
  virtual ~LedgerBalances() = default;
  // Quantities by item, "items/x", at the end of the day at "facilities/x"; none of what is zero.
  virtual absl::StatusOr<std::map<std::string, int64_t>> At(const std::string& facility,
                                                            absl::CivilDay day) = 0;
};

struct LedgerOptions {
  LedgerColumns columns;
  // Who received stock came from; the ledger does not say.
  std::string supplier = "not stated in the ledger";
  inventory::v1::Purpose purpose = inventory::v1::PURPOSE_DISTRIBUTION;
};

// Lines to movements, in the site's own zone, all marked as history of before:
//
//   first day   opening less what was there before, as a count difference; received, as a receipt;
//               a positive adjustment, as a count difference
//   middle day  distributed, as use. Day 15, but 14 in February and 16 in March: so that two
//               months' use lie 30 days or more apart, and no 30 days hold more than one
//   last day    a negative adjustment, as a count difference
//
// What comes in counts before what goes out, within a month as within a day, so no balance is ever
// negative. A line is one chain link: when it is wrong or refused, the later lines of its series
// are held back, since their openings build on it. A line whose month can't be told holds back its
// whole series, and one whose series can't be told holds back all. REQUIRES: `facts` and `balances`
// outlive what is made; `facts` has facilities and items.
std::unique_ptr<ImportKind> MakeLedgerImport(const LedgerOptions& options, const ImportFacts* facts,
                                             LedgerBalances* balances);

struct LedgerSiteOptions {
  LedgerColumns columns;
  // IANA name.
  std::string time_zone;
  std::string language = "en";
  // Beside the usual ones: what the file's types are here, by type in small letters.
  std::map<std::string, facility::v1::FacilityKind> kinds;
  // Gets the id of each row that goes in. May be null.
  std::set<std::string>* made = nullptr;
};

// Sites to open facilities, named "C4001, Hospital, ABENGOUROU". Coordinates finer than a
// millionth of a degree (11 cm) are rounded, with a remark.
std::unique_ptr<ImportKind> MakeLedgerSiteImport(const LedgerSiteOptions& options);

// The kind of a type as other systems word it ("Health Center"), or in our own words.
// INVALID_ARGUMENT "got X, want ..." when it is neither.
absl::StatusOr<facility::v1::FacilityKind> KindOfSite(
    absl::string_view type, const std::map<std::string, facility::v1::FacilityKind>& more);

struct LedgerItemOptions {
  LedgerColumns columns;
  std::string language = "en";
  inventory::v1::VitalClass vital_class = inventory::v1::VITAL_CLASS_ESSENTIAL;
  // As above.
  std::set<std::string>* made = nullptr;
};

// Products to items, counted by the piece; the type is the category.
std::unique_ptr<ImportKind> MakeLedgerItemImport(const LedgerItemOptions& options);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_IMPORT_LEDGER_H_
