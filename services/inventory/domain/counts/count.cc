#include "services/inventory/domain/counts/count.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/controlled/signature.h"
#include "services/inventory/domain/counts/difference.h"
#include "services/inventory/domain/ledger/condition.h"
#include "services/inventory/domain/ledger/line.h"
#include "services/inventory/domain/ledger/posting.h"
#include "services/inventory/domain/ledger/timing.h"
#include "services/inventory/domain/names.h"
#include "services/inventory/domain/requests/number.h"
#include "services/inventory/domain/requests/verb.h"
#include "services/inventory/domain/reservations/promises.h"
#include "services/inventory/limits.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"

namespace waystation::inventory {
namespace {

// What of a line decides its lot and date, as in what comes in.
v1::MovementLine AsInflow(const v1::CountLine& line) {
  v1::MovementLine inflow;
  inflow.set_item(line.item());
  inflow.set_lot(line.lot());
  if (line.has_expiry_date()) *inflow.mutable_expiry_date() = line.expiry_date();
  inflow.set_date_kind(line.date_kind());
  return inflow;
}

absl::Status CheckItems(const v1::Count& count, const CountState& state) {
  for (const v1::CountLine& line : count.lines()) {
    if (!state.known_items.contains(line.item())) return NotKnown(line.item());
  }
  return absl::OkStatus();
}

std::set<PositionKey> NamedBy(const v1::Count& count) {
  std::set<PositionKey> named;
  for (const v1::CountLine& line : count.lines()) named.insert(PositionOf(count, line));
  return named;
}

// Stock without a lot beside lots that were not looked at would be counted twice.
absl::Status CheckLotsAreNamed(const v1::Count& count, const CountState& state) {
  const std::set<PositionKey> named = NamedBy(count);
  std::vector<FieldViolation> violations;
  for (int i = 0; i < count.lines_size(); ++i) {
    const v1::CountLine& line = count.lines(i);
    if (!NamesNoLot(line) || IsWhole(count, line.item())) continue;
    const PositionKey key = PositionOf(count, line);
    std::vector<std::string> lots;
    for (const auto& [other, position] : state.ledger.book) {
      if (other.item != key.item || other.place != key.place || other.condition != key.condition ||
          named.contains(other) || position.total() <= 0 || lots.size() == kMaxLotsTold) {
        continue;
      }
      lots.push_back(other.lot);
    }
    if (lots.empty()) continue;
    violations.push_back(
        {absl::StrCat("count.lines[", i, "].lot"),
         absl::StrCat("got nothing, want the lot counted, or a complete count: the book has ",
                      absl::StrJoin(lots, ", "), " of ", line.item(), " there")});
  }
  return InvalidFields(violations);
}

// Only what was entered, with its names, number and times.
v1::Count Entered(const v1::Count& given, const v1::Movement& movement, int64_t number) {
  v1::Count count = given;
  count.set_name(movement.count());
  count.set_number(NumberText(kCountSeries, number));
  count.set_state(v1::COUNT_STATE_POSTED);
  count.set_place(PlaceOf(given));
  count.set_counted_by(movement.recorded_by());
  count.clear_not_named();
  count.clear_ended_shortfalls();
  count.clear_reversed_by();
  *count.mutable_effective_time() = movement.effective_time();
  *count.mutable_record_time() = movement.record_time();
  *count.mutable_day() = movement.day();
  count.set_movement(movement.name());
  for (v1::CountLine& line : *count.mutable_lines()) {
    line.clear_book_quantity();
    line.clear_difference_quantity();
  }
  return count;
}

// The first controlled item that it says something of; empty: there is none.
std::string ControlledItemIn(const v1::Count& count, const std::set<std::string>& controlled) {
  for (const auto* lines : {&count.lines(), &count.not_named()}) {
    for (const v1::CountLine& line : *lines) {
      if (controlled.contains(line.item())) return line.item();
    }
  }
  return "";
}

// A count in the making.
class Counting {
 public:
  Counting(Posting* posting, v1::Count count, int64_t number,
           std::map<PositionKey, int64_t> later_that_day)
      : posting_(*posting),
        count_(std::move(count)),
        moment_(MomentOf(posting->movement())),
        later_that_day_(std::move(later_that_day)) {
    moment_.count_number = number;
  }

  v1::Count& count() { return count_; }

  // Dates that labels say; the stricter is kept where they disagree with what is known.
  void ApplyDates() {
    for (const v1::CountLine& line : count_.lines()) {
      const PositionKey key = PositionOf(count_, line);
      LotDate& known = posting_.lot_dates()[{key.item, key.lot}];
      const MergedDate merged = MergeDates(known, EnteredDate(line));
      if (merged.disagrees) {
        FlagLotDate(posting_, SubjectOf(key, moment_), line.quantity(), known.expiry_day,
                    line.expiry_date());
      }
      known = merged.kept;
    }
  }

  // What a complete count makes of what it does not name.
  void AddNotNamed() {
    if (!count_.complete()) return;
    const std::set<PositionKey> named = NamedBy(count_);
    for (const auto& [key, position] : posting_.book()) {
      if (key.place != count_.place() || named.contains(key) || !IsWhole(count_, key.item) ||
          BookOf(key) == 0) {
        continue;
      }
      v1::CountLine& line = *count_.add_not_named();
      line.set_item(key.item);
      line.set_lot(key.lot);
      line.set_condition(key.condition);
    }
  }

  absl::Status PostDifferences() {
    for (int i = 0; i < count_.lines_size(); ++i) {
      RETURN_IF_ERROR(PostDifference(*count_.mutable_lines(i), i));
    }
    for (v1::CountLine& line : *count_.mutable_not_named()) {
      RETURN_IF_ERROR(PostDifference(line, kNoLine));
    }
    return absl::OkStatus();
  }

  void EndShortfalls(const std::vector<v1::Exception>& open) {
    const std::set<PositionKey> named = NamedBy(count_);
    for (v1::Exception shortfall : open) {
      const PositionKey key = {shortfall.item(), shortfall.place(), shortfall.lot(),
                               KnownCondition(shortfall.condition())};
      if (MomentOf(shortfall) > moment_ || key.place != count_.place()) continue;
      if (!named.contains(key) && !IsWhole(count_, key.item)) continue;
      posting_.Close(shortfall, v1::EXCEPTION_END_COUNTED);
      shortfall.set_count(count_.name());
      posting_.Change(shortfall);
      count_.add_ended_shortfalls(shortfall.name());
    }
  }

  // More may have been taken after the count than was counted: it came from somewhere.
  absl::Status FillBelow() {
    for (int i = 0; i < count_.lines_size(); ++i) {
      RETURN_IF_ERROR(posting_.FillBelow(PositionOf(count_, count_.lines(i)), moment_, i));
    }
    for (const v1::CountLine& line : count_.not_named()) {
      RETURN_IF_ERROR(posting_.FillBelow(PositionOf(count_, line), moment_, kNoLine));
    }
    return absl::OkStatus();
  }

  // It stands all the same: it says what there was, and twice the same changes nothing.
  void FlagRepeatedNumber(const std::optional<v1::Movement>& first) {
    if (!first.has_value()) return;
    v1::Exception* exception = posting_.Open(v1::EXCEPTION_KIND_COUNT_NUMBER_REPEATED);
    exception->set_place(count_.place());
    exception->set_document_number(count_.document_number());
    exception->set_first_movement(first->name());
    exception->set_count(count_.name());
  }

  void FlagLargeDifferences() {
    for (const LargeDifference& large : LargeDifferences(count_)) {
      v1::Exception* exception = posting_.Open(v1::EXCEPTION_KIND_COUNT_DIFFERENCE_LARGE);
      exception->set_item(large.item);
      exception->set_place(count_.place());
      exception->set_quantity(large.quantity);
      exception->set_counted_quantity(large.counted);
      exception->set_book_quantity(large.book);
      exception->set_count(count_.name());
    }
  }

 private:
  // What the book has of a position at the count, as long as nothing of the count is posted there.
  int64_t BookOf(const PositionKey& key) const {
    const auto found = posting_.book().find(key);
    if (found == posting_.book().end()) return 0;
    const auto later = later_that_day_.find(key);
    return found->second.BalanceAt(moment_.day) -
           (later == later_that_day_.end() ? 0 : later->second);
  }

  absl::Status PostDifference(v1::CountLine& line, int32_t index) {
    const PositionKey key = PositionOf(count_, line);
    line.set_lot(key.lot);
    line.set_condition(key.condition);
    line.set_book_quantity(BookOf(key));
    line.set_difference_quantity(line.quantity() - line.book_quantity());
    if (line.difference_quantity() == 0) return absl::OkStatus();
    const bool found_more = line.difference_quantity() > 0;
    const v1::Account there = PositionAccount(key.place, key.condition);
    const v1::Account difference = PlainAccount(v1::ACCOUNT_KIND_COUNT_DIFFERENCE);
    v1::Leg leg;
    leg.set_item(key.item);
    leg.set_lot(key.lot);
    *leg.mutable_from() = found_more ? difference : there;
    *leg.mutable_to() = found_more ? there : difference;
    leg.set_quantity(found_more ? line.difference_quantity() : -line.difference_quantity());
    leg.set_count(count_.name());
    leg.set_line_index(index);
    return posting_.Post(std::move(leg), moment_);
  }

  Posting& posting_;
  v1::Count count_;
  Moment moment_;
  const std::map<PositionKey, int64_t> later_that_day_;
};

}  // namespace

std::string PlaceOf(const v1::Count& count) {
  return count.place().empty() ? std::string(kMainPlace) : count.place();
}

PositionKey PositionOf(const v1::Count& count, const v1::CountLine& line) {
  return {line.item(), PlaceOf(count), LotOfInflow(AsInflow(line)),
          KnownCondition(line.condition())};
}

LotDate EnteredDate(const v1::CountLine& line) { return EnteredDate(AsInflow(line)); }

bool NamesNoLot(const v1::CountLine& line) { return line.lot().empty() && !line.has_expiry_date(); }

bool IsWhole(const v1::Count& count, const std::string& item) {
  if (!count.complete()) return false;
  return count.kind() == v1::COUNT_KIND_FULL ||
         std::any_of(count.lines().begin(), count.lines().end(),
                     [&item](const v1::CountLine& line) { return line.item() == item; });
}

v1::Movement MovementOf(const v1::Count& count) {
  v1::Movement movement;
  movement.set_kind(v1::MOVEMENT_KIND_COUNT);
  movement.set_intent(v1::INTENT_HAPPENED);
  *movement.mutable_happened_time() = count.counted_time();
  movement.set_recorded_by(count.counted_by());
  movement.set_witnessed_by(count.second_counted_by());
  movement.set_document_number(count.document_number());
  movement.set_note(count.note());
  return movement;
}

absl::StatusOr<v1::MovementPosted> DecideCreateCount(const v1::CreateCountRequest& request,
                                                     CountState state,
                                                     const DecideContext& context) {
  if (!state.ledger.facility.has_value()) return NotKnown(request.parent());
  RETURN_IF_ERROR(CheckItems(request.count(), state));
  RETURN_IF_ERROR(CheckLotsAreNamed(request.count(), state));

  const FacilityFacts facility = *state.ledger.facility;
  const std::string facility_id = *FacilityId(facility.name);
  const int64_t number = state.last_number + 1;
  const Timing timing = TimingOf(MovementOf(request.count()), state.latest_effective_time, context);
  v1::Movement movement = MovementOf(request.count());
  movement.set_name(MovementName(facility_id, DerivedId(context.request_id, "movement")));
  movement.set_count(CountName(facility_id, DerivedId(context.request_id, "count")));
  movement.set_recorded_by(DoneBy(movement.recorded_by(), context));
  movement.set_state(v1::MOVEMENT_STATE_POSTED);
  SetTimes(movement, facility, timing, context);
  v1::Count entered = Entered(request.count(), movement, number);

  const std::string owner = movement.recorded_by();
  Posting posting(context, std::move(state.ledger), std::move(movement), owner);
  Counting counting(&posting, std::move(entered), number, std::move(state.later_that_day));
  counting.ApplyDates();
  OpenTimingExceptions(posting, state.clock_exception_open, timing);
  counting.AddNotNamed();
  RETURN_IF_ERROR(counting.PostDifferences());
  counting.EndShortfalls(state.open_shortfalls);
  RETURN_IF_ERROR(counting.FillBelow());
  counting.FlagLargeDifferences();
  counting.FlagRepeatedNumber(state.first_with_document);
  ApplySecondSignatureOf(ControlledItemIn(counting.count(), state.controlled_items), posting);
  ShrinkPromises(posting);
  ASSIGN_OR_RETURN(v1::MovementPosted posted, posting.Finish());
  *posted.mutable_count() = std::move(counting.count());
  return posted;
}

}  // namespace waystation::inventory
