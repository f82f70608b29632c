// Random readings and stays, heard and recorded in any order, against a computation that looks at
// the temperature every six seconds.
#include <algorithm>
#include <cstdlib>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/inventory/support/fridge_desk.h"

namespace waystation::inventory {
namespace {

constexpr int kMinutes = 24 * 60;
constexpr int kIntervalMinutes = 60;
constexpr double kStepMinutes = 0.1;

// What becomes of a lot at the end of its stay.
enum class Then { kStays, kMovesOn };

struct RandomStay {
  std::string item;
  std::string lot;
  int from = 0;
  // Beyond all that the last reading tells.
  int to = kMinutes + kIntervalMinutes + 1;
  Then then = Then::kStays;
};

struct SecondsOut {
  double warm = 0;
  double hot = 0;
  double cold = 0;
  double frozen = 0;
};

class FridgeRandomTest : public FridgeTest {
 protected:
  static double At(int minutes) { return minutes / 60.0; }

  // The temperature then; false where no reading tells, or tells that it was in range.
  bool Known(double minute, double* celsius) const {
    auto next = readings_.upper_bound(static_cast<int>(minute));
    if (next == readings_.begin()) return false;
    const auto last = std::prev(next);
    if (next != readings_.end() && next->first - last->first <= kIntervalMinutes) {
      const double part = (minute - last->first) / (next->first - last->first);
      *celsius = last->second + part * (next->second - last->second);
      return true;
    }
    *celsius = last->second;
    return minute < last->first + kIntervalMinutes;
  }

  SecondsOut LookedAt(const RandomStay& stay) const {
    SecondsOut out;
    const bool cells = stay.item == "cells";
    const bool sera = stay.item == "sera";
    for (double minute = stay.from + kStepMinutes / 2; minute < stay.to; minute += kStepMinutes) {
      double celsius = 0;
      if (!Known(minute, &celsius)) continue;
      const double step = kStepMinutes * 60;
      if (celsius > (cells ? 6 : 8)) out.warm += step;
      if (celsius > (cells ? 6 : 25)) out.hot += step;
      if (celsius < (sera ? -1 : 2)) out.cold += step;
      if (sera && celsius < 0) out.frozen += step;
    }
    return out;
  }

  void CheckLot(const RandomStay& stay) {
    const auto snapshot = desk_.rows().Snapshot();
    const v1::LotExposure lot =
        LoadLotExposure(*snapshot, "f", stay.item, stay.lot)->value_or(v1::LotExposure());
    const v1::FridgeTime time = lot.fridge_times().empty() ? v1::FridgeTime() : lot.fridge_times(0);
    const SecondsOut looked = LookedAt(stay);
    // A step at each end of each time out of the range.
    const double near = 12.0 * static_cast<double>(readings_.size()) + 1;
    EXPECT_NEAR(static_cast<double>(time.warm_seconds()), looked.warm, near) << stay.lot;
    EXPECT_NEAR(static_cast<double>(time.hot_seconds()), looked.hot, near) << stay.lot;
    EXPECT_NEAR(static_cast<double>(time.cold_seconds()), looked.cold, near) << stay.lot;
    EXPECT_NEAR(static_cast<double>(time.frozen_seconds()), looked.frozen, near) << stay.lot;
    const bool blocked = time.proposal() == v1::EXPOSURE_PROPOSAL_QUARANTINE;
    EXPECT_EQ(lot.exposures_size(), blocked ? 1 : 0) << stay.lot;
    if (looked.hot > near || looked.cold > near || looked.frozen > near) {
      EXPECT_TRUE(blocked) << stay.lot;
    }
    if (looked.warm > 480 * 60 + near) {
      EXPECT_TRUE(blocked) << stay.lot;
    }
  }

  std::map<int, double> readings_;
};

int Operations() {
  const char* given = std::getenv("WAYSTATION_OPERATIONS");
  return given == nullptr ? 3'000 : std::atoi(given);
}

TEST_F(FridgeRandomTest, AnyOrderGivesWhatWasOutOfRange) {
  const char* seed = std::getenv("WAYSTATION_SEED");
  std::mt19937 random(seed == nullptr ? 20 : static_cast<unsigned>(std::atoi(seed)));
  const auto pick = [&](int least, int most) {
    return std::uniform_int_distribution<int>(least, most)(random);
  };
  Clock(At(kMinutes) + 10);
  const int count = std::clamp(Operations() / 40, 10, 200);
  std::vector<RandomStay> stays;
  std::vector<std::function<void()>> happenings;
  for (int i = 0; i < count; ++i) {
    const int minute = pick(0, kMinutes - 1);
    if (!readings_.emplace(minute, pick(-60, 300) / 10.0).second) continue;
    happenings.emplace_back([this, minute] { Read(At(minute), readings_.at(minute)); });
  }
  for (int i = 0; i < count / 8; ++i) {
    RandomStay stay;
    stay.item = std::vector<std::string>{"vaccine", "cells", "sera"}[pick(0, 2)];
    stay.lot = absl::StrCat("L", i);
    stay.from = pick(0, kMinutes / 2);
    if (pick(0, 1) == 1) {
      stay.then = Then::kMovesOn;
      stay.to = pick(stay.from + 1, kMinutes);
    }
    stays.push_back(stay);
  }
  for (const RandomStay& stay : stays) {
    happenings.emplace_back([this, stay] {
      Must(FridgeTest::At(At(stay.from), Receipt(10, Line(stay.item, 5, stay.lot, "cold"))));
      if (stay.then == Then::kMovesOn) {
        Must(FridgeTest::At(At(stay.to), Moving(Line(stay.item, 5, stay.lot, "cold"), "fridge")));
      }
    });
  }
  std::shuffle(happenings.begin(), happenings.end(), random);
  for (const auto& happen : happenings) {
    happen();
    if (pick(0, 3) == 0) Weigh();
    if (pick(0, 30) == 0) Restart();
  }
  Weigh();
  Restart();
  EXPECT_EQ(Weigh(), 0);
  for (const RandomStay& stay : stays) CheckLot(stay);
}

}  // namespace
}  // namespace waystation::inventory
