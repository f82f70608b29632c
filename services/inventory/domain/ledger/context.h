// What the rules are told beside a request: time, ids, and what the rows say. Loaded by store/, so
// that the rules touch neither rows nor clock.
#ifndef SERVICES_INVENTORY_DOMAIN_LEDGER_CONTEXT_H_
#define SERVICES_INVENTORY_DOMAIN_LEDGER_CONTEXT_H_

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/inventory/domain/ledger/book.h"
#include "services/inventory/domain/ledger/lot.h"
#include "services/inventory/domain/ledger/moments.h"
#include "services/inventory/domain/places/storage_state.h"
#include "waystation/facility/v1/facility.pb.h"
#include "waystation/inventory/v1/catalogue.pb.h"
#include "waystation/inventory/v1/exception.pb.h"
#include "waystation/inventory/v1/movement.pb.h"
#include "waystation/inventory/v1/reservation.pb.h"

namespace waystation::inventory {

struct DecideContext {
  absl::Time now;          // The record time that the entry will get.
  std::string request_id;  // 16 bytes.
  std::string principal;
  // The server's clock is not believed: `now` may be behind the true time, so a time told with a
  // fact proves nothing, and a promise must hold by latest_now too.
  bool clock_suspect = false;
  absl::Time latest_now = absl::InfinitePast();

  absl::Time LatestNow() const { return std::max(now, latest_now); }
};

// What this service has heard of a facility.
struct FacilityFacts {
  std::string name;  // "facilities/{facility}"
  bool open = false;
  std::string state;  // "OPEN", "PLANNED", "CLOSED"
  std::string zone_name;
  absl::TimeZone zone;
  facility::v1::FacilityKind kind = facility::v1::FACILITY_KIND_UNSPECIFIED;
  // How often it reports; readings no further apart are on one line.
  absl::Duration report_interval;
};

// What posting needs to know, whatever the command.
struct LedgerState {
  // nullopt: never heard of.
  std::optional<FacilityFacts> facility;
  // Of the items, places, lots and conditions that the command takes from, of all places where a
  // line names none; with the changes of every day after the earliest that it posts on.
  Book book = {};
  // Of every lot in `book` and every lot that a line names, where known at the facility.
  LotDates lot_dates = {};
  // Of every item that the command is about.
  RecalledLots recalled = {};
  // By item: the quantity that has ever come into positions of the facility, less what was taken
  // back. Every balance on every day is at most this.
  std::map<std::string, int64_t> gross_inflow = {};
  // Those that hold any of the items that the command moves, and the one that it names, as they are
  // kept (SortAsKept). With one of an item `book` has all usable stock of that item.
  std::vector<v1::Reservation> reservations = {};
  // Of the items that the command moves, the counts at or after the first thing that it posts; the
  // earliest first.
  std::vector<CountAhead> counts = {};
  // Of the places that the command takes from or brings into.
  StorageState storage = {};
};

// What a movement names, each with its id; empty: not named or not known.
struct References {
  std::string requisition;
  std::string expected_delivery;
  // Of that delivery, where it is for one.
  std::string requisition_of_delivery;
  std::string reservation;
};

// For a new movement.
struct MovementState {
  LedgerState ledger;
  std::set<std::string> known_items;            // Of those that the lines name.
  std::set<std::string> controlled_items = {};  // Of those, at the time of recording.
  // Of all movements at the facility; nullopt before the first.
  std::optional<absl::Time> latest_effective_time;
  // The posted movement that has the document number.
  std::optional<v1::Movement> first_with_document;
  // Open shortfalls of the items and places that the lines bring in, by day, then as opened.
  std::vector<v1::Exception> open_shortfalls;
  // The facility has an open CLOCK_SUSPECT of a time in question. Looked for only while the clock
  // is suspect.
  bool clock_exception_open = false;
  References references = {};
  // Of the facility's goods received notes; 0: none yet.
  int64_t last_goods_receipt = 0;
  // The item of the first line, of a movement that changes kits.
  std::optional<v1::Item> kit = {};
};

// For a reversal.
struct ReversalState {
  LedgerState ledger;
  v1::Movement original;
  // The SHORTFALL exceptions that the original opened, and those that it covered.
  std::vector<v1::Exception> opened_shortfalls;
  std::vector<v1::Exception> covered_shortfalls;
  // The SIGNATURE_OUTSTANDING that the original opened, ended or not.
  std::optional<v1::Exception> outstanding_signature = {};
  // Of a count, which is then no more one of ledger.counts: what it says now, the shortfalls that
  // it ended, and its own open exceptions, which end with it.
  std::optional<CountAhead> count = {};
  std::vector<v1::Exception> counted_shortfalls = {};
  std::vector<v1::Exception> count_exceptions = {};
};

// For ending an exception.
struct ResolveState {
  v1::Exception exception;
  // For a repeated document number: the held movement and what posting it needs.
  std::optional<v1::Movement> held;
  MovementState movement;
};

// Tells every position of the book its counts.
void MarkBook(LedgerState& ledger);

// What document numbers are unique within: the source, or the kind where there is none. A source
// can't be mistaken for a kind.
std::string DocumentSeries(const v1::Movement& movement);

// The place into which a line brings, "main" where it names none. What goes out: source_place.h.
std::string PlaceOf(const v1::MovementLine& line);

// A promise, which is refused when it can't be kept.
bool IsOrder(const v1::Movement& movement);

// Whether the kind turns kits and their contents into each other: its first line is the kit.
bool ChangesKits(v1::MovementKind kind);

// Whether line `index` brings stock into a position from elsewhere: such stock covers shortfalls.
bool BringsIn(const v1::Movement& movement, int index);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_LEDGER_CONTEXT_H_
