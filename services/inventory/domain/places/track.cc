#include "services/inventory/domain/places/track.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/ledger/condition.h"
#include "services/inventory/domain/places/exposure.h"
#include "services/inventory/domain/places/fit.h"

namespace waystation::inventory {
namespace {

bool IsPlaced(const v1::Account& account) { return account.kind() == v1::ACCOUNT_KIND_POSITION; }

absl::Time TimeOfLeg(const v1::Movement& movement, const v1::Leg& leg) {
  return TimeOf(leg.has_effective_time() ? leg.effective_time() : movement.effective_time());
}

// A lot in a place.
struct Stay {
  std::string item;
  std::string lot;
  std::string place;

  friend bool operator<(const Stay& a, const Stay& b) {
    return std::tie(a.item, a.lot, a.place) < std::tie(b.item, b.lot, b.place);
  }
};

// What became of stock that left, the last one of these that any of it met.
enum class Parting { kGone, kBackInTime, kStillCounts };

// What stock brings with it from where it was out of its range.
struct Carried {
  Stay from;
  v1::Exposure exposure;
  bool blocked = false;
};

class Tracker {
 public:
  explicit Tracker(Posting& posting)
      : posting_(posting),
        before_(posting.storage().exposures),
        undoes_(posting.movement().kind() == v1::MOVEMENT_KIND_REVERSAL) {}

  void Follow(const v1::Leg& leg) {
    const bool moves = IsPlaced(leg.from()) && IsPlaced(leg.to());
    if (moves && leg.from().place() == leg.to().place()) return;
    const absl::Time time = TimeOfLeg(posting_.movement(), leg);
    if (leg.to().kind() == v1::ACCOUNT_KIND_MERGED) {
      merged_ = Stay{leg.item(), leg.lot(), leg.from().place()};
      carried_by_merge_ = Leave(*merged_, time);
      return;
    }
    if (leg.from().kind() == v1::ACCOUNT_KIND_MERGED && merged_.has_value()) {
      TakeOver(leg, time);
      return;
    }
    std::optional<Carried> carried;
    if (IsPlaced(leg.from())) {
      carried = Leave({leg.item(), leg.lot(), leg.from().place()}, time);
    }
    if (IsPlaced(leg.to())) Arrive(leg, carried, time);
  }

  // Ends what nothing is left of.
  void EndEmptied() {
    for (const auto& [stay, parting] : left_) {
      if (Total(stay) > 0) continue;
      const v1::Exposure* there = ExposureIn(before_, stay.item, stay.lot, stay.place);
      Remove(stay);
      if (parting == Parting::kStillCounts) continue;
      const bool back = parting == Parting::kBackInTime;
      End(there->exception(), undoes_ ? v1::EXCEPTION_END_REVERSED
                              : back  ? v1::EXCEPTION_END_BACK_IN_RANGE
                                      : v1::EXCEPTION_END_STOCK_GONE);
    }
  }

  // Of stock that lies in a place whose temperatures have changed.
  void Review(const Stay& stay, absl::Time now) {
    const PlaceFit fit = FitOf(posting_.storage(), stay.item, stay.place);
    if (fit.fit == Fit::kTooWarm || fit.fit == Fit::kTooCold) {
      if (ExposureIn(before_, stay.item, stay.lot, stay.place) == nullptr) {
        Begin(Subject{.item = stay.item,
                      .place = stay.place,
                      .lot = stay.lot,
                      .moment = MomentOf(posting_.movement())},
              Total(stay), fit, now);
      }
      return;
    }
    if (fit.fit != Fit::kFits) return;
    const std::optional<Carried> carried = Leave(stay, now);
    left_.clear();
    if (!carried.has_value() || carried->exposure.stopped()) return;
    if (carried->blocked) {
      Stop(stay.place, *carried);
      return;
    }
    Remove(stay);
    End(carried->exposure.exception(), v1::EXCEPTION_END_BACK_IN_RANGE);
  }

  std::vector<v1::LotExposure> TakeChanged() {
    std::vector<v1::LotExposure> lots;
    for (const auto& key : changed_) lots.push_back(posting_.storage().exposures.at(key));
    return lots;
  }

 private:
  // Over all conditions, as far as the book has them.
  int64_t Total(const Stay& stay) const {
    int64_t total = 0;
    for (const v1::Condition condition : kConditions) {
      const auto found = posting_.book().find({stay.item, stay.place, stay.lot, condition});
      if (found != posting_.book().end()) total += found->second.total();
    }
    return total;
  }

  // To be changed.
  v1::LotExposure& Lot(const Stay& stay) {
    v1::LotExposure& lot = posting_.storage().exposures[{stay.item, stay.lot}];
    lot.set_facility(posting_.facility_name());
    lot.set_item(stay.item);
    lot.set_lot(stay.lot);
    changed_.insert({stay.item, stay.lot});
    return lot;
  }

  std::optional<Carried> Leave(const Stay& stay, absl::Time time) {
    const v1::Exposure* there = ExposureIn(before_, stay.item, stay.lot, stay.place);
    if (there == nullptr) return std::nullopt;
    left_.emplace(stay, Parting::kGone);
    // What never was there has spent no time there.
    if (undoes_) return std::nullopt;
    const int64_t spent = SpentAt(before_.at({stay.item, stay.lot}), *there, time);
    v1::LotExposure& lot = Lot(stay);
    if (spent > lot.spent_seconds()) lot.set_spent_seconds(spent);
    return Carried{stay, *there, IsBlocked(BlockedAt(*there, time))};
  }

  void Arrive(const v1::Leg& leg, const std::optional<Carried>& carried, absl::Time time) {
    const Subject subject = {.item = leg.item(),
                             .place = leg.to().place(),
                             .lot = leg.lot(),
                             .condition = ConditionOf(leg.to()),
                             .moment = MomentOf(posting_.movement(), leg)};
    if (Total({subject.item, subject.lot, subject.place}) <= 0) return;
    FlagClosed(subject, leg.quantity());
    const PlaceFit fit = FitOf(posting_.storage(), subject.item, subject.place);
    if (fit.fit == Fit::kTooWarm || fit.fit == Fit::kTooCold) {
      Begin(subject, leg.quantity(), fit, time);
    } else if (carried.has_value() && fit.fit == Fit::kFits && !carried->blocked) {
      Note(carried->from, Parting::kBackInTime);
    } else if (carried.has_value() && fit.fit == Fit::kFits) {
      Stop(subject.place, *carried);
    } else if (carried.has_value()) {
      Put(subject.place, *carried);
    }
  }

  // The same stock under another name: its clock goes on, with all that it has spent.
  void TakeOver(const v1::Leg& leg, absl::Time time) {
    const Stay stay = {leg.item(), leg.lot(), leg.to().place()};
    const auto alias = posting_.storage().exposures.find({merged_->item, merged_->lot});
    if (alias != posting_.storage().exposures.end() && SpentSeconds(alias->second) > 0) {
      const int64_t spent = SpentSeconds(alias->second);
      v1::LotExposure& lot = Lot(stay);
      lot.set_spent_seconds(std::max(lot.spent_seconds(), spent));
    }
    if (carried_by_merge_.has_value()) {
      Note(carried_by_merge_->from, Parting::kStillCounts);
      Replace(stay, carried_by_merge_->exposure);
      Rename(carried_by_merge_->exposure.exception(), stay.item);
    } else {
      Arrive(leg, std::nullopt, time);
    }
    merged_.reset();
  }

  // What was told of it is about the kept item from now on.
  void Rename(const std::string& name, const std::string& item) {
    const auto found = posting_.storage().exceptions.find(name);
    if (found == posting_.storage().exceptions.end()) return;
    found->second.set_item(item);
    posting_.Change(found->second);
  }

  void Note(const Stay& stay, Parting parting) {
    Parting& met = left_[stay];
    met = std::max(met, parting);
  }

  // Goes on in another place.
  void Put(const std::string& place, const Carried& carried) {
    Note(carried.from, Parting::kStillCounts);
    v1::Exposure exposure = carried.exposure;
    exposure.set_place(place);
    Replace({carried.from.item, carried.from.lot, place}, std::move(exposure));
  }

  void Stop(const std::string& place, const Carried& carried) {
    Carried stopped = carried;
    stopped.exposure.set_stopped(true);
    Put(place, stopped);
  }

  void Begin(const Subject& subject, int64_t quantity, const PlaceFit& fit, absl::Time time) {
    const Stay stay = {subject.item, subject.lot, subject.place};
    const v1::LotExposure& lot = Lot(stay);
    v1::Exposure exposure = NewExposure(lot, subject.place, fit, time);
    const v1::Exposure* there = ExposureIn(lot, subject.place);
    if (there != nullptr && there->decided_by().empty()) {
      exposure.set_exception(there->exception());
    } else {
      exposure.set_exception(Tell(subject, quantity, fit, lot, exposure));
    }
    Replace(stay, std::move(exposure));
  }

  // Unless what there is of the lot leaves less time.
  void Replace(const Stay& stay, v1::Exposure exposure) {
    v1::LotExposure& lot = Lot(stay);
    for (v1::Exposure& there : *lot.mutable_exposures()) {
      if (there.place() != stay.place) continue;
      const bool same_but_stopped =
          there.exception() == exposure.exception() && exposure.stopped() && !there.stopped();
      if (same_but_stopped || IsStricter(exposure, there)) there = std::move(exposure);
      return;
    }
    *lot.add_exposures() = std::move(exposure);
  }

  void Remove(const Stay& stay) {
    auto& exposures = *Lot(stay).mutable_exposures();
    exposures.erase(std::remove_if(exposures.begin(), exposures.end(),
                                   [&](const v1::Exposure& e) { return e.place() == stay.place; }),
                    exposures.end());
  }

  std::string Tell(const Subject& subject, int64_t quantity, const PlaceFit& fit,
                   const v1::LotExposure& lot, const v1::Exposure& exposure) {
    const StorageState& storage = posting_.storage();
    v1::Exception& told = *posting_.Open(v1::EXCEPTION_KIND_STORED_OUT_OF_RANGE, subject, quantity);
    if (exposure.has_usable_until()) *told.mutable_usable_until() = exposure.usable_until();
    told.set_storage_class(storage.class_of_item.at(subject.item));
    told.set_place_storage_class(storage.places.at(subject.place).storage_class());
    told.set_too_cold(fit.fit == Fit::kTooCold);
    told.set_spent_seconds(SpentSeconds(lot));
    return told.name();
  }

  void FlagClosed(const Subject& subject, int64_t quantity) {
    const auto place = posting_.storage().places.find(subject.place);
    if (undoes_ || place == posting_.storage().places.end() ||
        place->second.state() != v1::STORAGE_PLACE_STATE_CLOSED ||
        !closed_.insert(subject.place).second) {
      return;
    }
    posting_.Open(v1::EXCEPTION_KIND_PLACE_NOT_OPEN, subject, quantity);
  }

  void End(const std::string& name, v1::ExceptionEnd end) {
    const auto found = posting_.storage().exceptions.find(name);
    if (found == posting_.storage().exceptions.end() ||
        found->second.state() != v1::EXCEPTION_STATE_OPEN) {
      return;
    }
    posting_.Close(found->second, end);
    posting_.Change(found->second);
  }

  Posting& posting_;
  const LotExposures before_;
  const bool undoes_;
  std::map<Stay, Parting> left_;
  // Of the leg before, out of the book of an alias.
  std::optional<Stay> merged_;
  std::optional<Carried> carried_by_merge_;
  std::set<std::pair<std::string, std::string>> changed_;
  std::set<std::string> closed_;
};

}  // namespace

std::vector<v1::LotExposure> TrackExposures(Posting& posting) {
  if (posting.storage().places.empty() && posting.storage().exposures.empty()) return {};
  Tracker tracker(posting);
  for (int i = 0; i < posting.movement().legs_size(); ++i) {
    tracker.Follow(posting.movement().legs(i));
  }
  tracker.EndEmptied();
  return tracker.TakeChanged();
}

std::vector<v1::LotExposure> ReviewPlace(Posting& posting, const std::string& place,
                                         absl::Time now) {
  Tracker tracker(posting);
  std::set<std::pair<std::string, std::string>> lots;
  for (const auto& [key, position] : posting.book()) {
    if (key.place == place && position.total() > 0) lots.insert({key.item, key.lot});
  }
  for (const auto& [item, lot] : lots) tracker.Review({item, lot, place}, now);
  return tracker.TakeChanged();
}

}  // namespace waystation::inventory
