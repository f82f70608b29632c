#include "services/inventory/domain/places/tank.h"

#include <algorithm>
#include <limits>
#include <set>
#include <tuple>

#include "absl/numeric/int128.h"
#include "services/inventory/domain/checker.h"
#include "services/inventory/domain/names.h"
#include "storage/base/errors.h"

namespace waystation::inventory {
namespace {

constexpr int64_t kHundredthsOfAPercent = 10'000;

// Sums of several items may leave 64 bits, though those of one never do.
int64_t Clamped(absl::int128 sum) {
  constexpr absl::int128 kMost = std::numeric_limits<int64_t>::max();
  constexpr absl::int128 kLeast = std::numeric_limits<int64_t>::min();
  return static_cast<int64_t>(std::clamp(sum, kLeast, kMost));
}

int64_t QuantityAt(const TankPosition& position, const Moment& moment) {
  absl::int128 sum = 0;
  for (const BookedChange& change : position.changes) {
    if (change.moment <= moment) sum += change.quantity;
  }
  return Clamped(sum);
}

absl::Status WrongItem(const std::string& got, const std::string& want) {
  std::vector<FieldViolation> violations;
  Checker(violations, "").Add("item", got, want);
  return InvalidFields(violations);
}

// The line that takes what is over: the last usable one, else the last.
size_t LineOfSurplus(const std::vector<v1::CountLine>& lines) {
  size_t last = lines.size() - 1;
  for (size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].condition() == v1::CONDITION_USABLE) last = i;
  }
  return last;
}

}  // namespace

void SortAsLeaving(TankBook& book) {
  const auto order = [](const TankPosition& position) {
    return std::tuple(position.key.condition, !position.date.dated, position.date.expiry_day,
                      position.key.lot, position.key.item, position.key.place);
  };
  std::sort(book.positions.begin(), book.positions.end(),
            [&](const TankPosition& a, const TankPosition& b) { return order(a) < order(b); });
}

int64_t BookNow(const TankBook& book) {
  return BookAt(book, Moment(std::numeric_limits<int64_t>::max()));
}

int64_t BookAt(const TankBook& book, const Moment& moment) {
  absl::int128 sum = 0;
  for (const TankPosition& position : book.positions) sum += QuantityAt(position, moment);
  return Clamped(sum);
}

void CompareWithBook(const TankBook& book, const Moment& moment, v1::TankDip& dip) {
  absl::int128 in = 0;
  absl::int128 out = 0;
  for (const TankPosition& position : book.positions) {
    for (const BookedChange& change : position.changes) {
      if (change.moment <= moment) continue;
      (change.quantity > 0 ? in : out) += change.quantity;
    }
    const int64_t quantity = QuantityAt(position, moment);
    if (quantity == 0) continue;
    v1::TankItem& item = *dip.add_items();
    item.set_item(position.key.item);
    item.set_lot(position.key.lot);
    item.set_condition(position.key.condition);
    item.set_quantity(quantity);
  }
  dip.set_booked_in_since_ml(Clamped(in));
  dip.set_booked_out_since_ml(Clamped(-out));
  const absl::int128 had = BookAt(book, moment);
  const absl::int128 variance = absl::int128(dip.level_ml()) - had;
  dip.set_book_ml(Clamped(had));
  dip.set_variance_ml(Clamped(variance));
  if (had != 0) {
    const absl::int128 of_book = had < 0 ? -had : had;
    dip.set_variance_hundredths_percent(Clamped(variance * kHundredthsOfAPercent / of_book));
  }
}

bool DiffersBy(const v1::TankDip& dip, int64_t variance_above_ml) {
  if (variance_above_ml == 0) return true;
  return dip.variance_ml() > variance_above_ml || dip.variance_ml() < -variance_above_ml;
}

absl::StatusOr<std::string> ItemOfDip(const v1::TankDip& dip, const std::string& wanted) {
  std::set<std::string> there;
  for (const v1::TankItem& item : dip.items()) there.insert(item.item());
  if (there.size() > 1) {
    return WrongItem(wanted.empty() ? "none" : wanted,
                     "one item in the tank; the book has several there: count them by hand");
  }
  if (there.empty()) {
    if (wanted.empty()) return WrongItem("none", "an item, since the book has none in the tank");
    return wanted;
  }
  if (!wanted.empty() && wanted != *there.begin()) {
    return WrongItem(wanted, *there.begin() + ", which the book has in the tank, or none");
  }
  return *there.begin();
}

std::vector<v1::CountLine> SpreadDip(const v1::TankDip& dip, const std::string& item) {
  std::vector<v1::CountLine> lines;
  absl::int128 had = 0;
  for (const v1::TankItem& lot : dip.items()) {
    if (lot.quantity() <= 0) continue;
    v1::CountLine& line = lines.emplace_back();
    line.set_item(item);
    line.set_lot(lot.lot());
    line.set_condition(lot.condition());
    line.set_quantity(lot.quantity());
    had += lot.quantity();
  }
  if (lines.empty()) {
    v1::CountLine& line = lines.emplace_back();
    line.set_item(item);
    line.set_lot(std::string(kNoLot));
    line.set_condition(v1::CONDITION_USABLE);
    line.set_quantity(dip.level_ml());
    return lines;
  }
  absl::int128 missing = had - dip.level_ml();
  for (v1::CountLine& line : lines) {
    if (missing <= 0) break;
    const absl::int128 taken = std::min<absl::int128>(missing, line.quantity());
    line.set_quantity(static_cast<int64_t>(line.quantity() - taken));
    missing -= taken;
  }
  if (missing < 0) {
    v1::CountLine& line = lines[LineOfSurplus(lines)];
    line.set_quantity(Clamped(line.quantity() - missing));
  }
  return lines;
}

}  // namespace waystation::inventory
