#include "services/inventory/domain/ledger/source_place.h"

#include <map>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "storage/base/errors.h"

namespace waystation::inventory {
namespace {

constexpr int64_t kTakingDay = 100;

struct Held {
  const char* place;
  const char* lot;
  int64_t quantity;
  int64_t taken_later = 0;  // On the day after.
};

struct Case {
  const char* what;
  std::vector<Held> held;
  const char* named = "";
  const char* lot = "";
  const char* to_place = "";
  // Where a fact, an order is taken from; "": refused, with `places`.
  const char* fact;
  const char* order;
  const char* places = "";
};

const Case kCases[] = {
    {.what = "nothing anywhere", .held = {}, .fact = "main", .order = "main"},
    {.what = "main alone", .held = {{"main", "A", 5}}, .fact = "main", .order = "main"},
    {.what = "main and others",
     .held = {{"cold", "A", 5}, {"main", "A", 1}, {"ward", "A", 5}},
     .fact = "main",
     .order = "main"},
    {.what = "one other", .held = {{"cold", "A", 5}}, .fact = "cold", .order = "cold"},
    {.what = "one other with two lots",
     .held = {{"cold", "A", 5}, {"cold", "B", 5}},
     .fact = "cold",
     .order = "cold"},
    {.what = "two others",
     .held = {{"cold", "A", 5}, {"ward", "B", 5}},
     .fact = "main",
     .order = "",
     .places = "cold ward"},
    {.what = "the named place, whatever it holds",
     .held = {{"cold", "A", 5}, {"main", "A", 5}},
     .named = "ward",
     .fact = "ward",
     .order = "ward"},
    {.what = "main holds another lot",
     .held = {{"main", "B", 5}, {"cold", "A", 5}},
     .lot = "A",
     .fact = "cold",
     .order = "cold"},
    {.what = "two others, one with the lot",
     .held = {{"ward", "B", 5}, {"cold", "A", 5}},
     .lot = "A",
     .fact = "cold",
     .order = "cold"},
    {.what = "nobody has the lot",
     .held = {{"ward", "B", 5}, {"cold", "A", 5}},
     .lot = "C",
     .fact = "main",
     .order = "main"},
    {.what = "main came to nothing",
     .held = {{"main", "A", 0}, {"cold", "A", 5}},
     .fact = "cold",
     .order = "cold"},
    {.what = "a later day needs all that main has",
     .held = {{"main", "A", 5, 5}, {"cold", "A", 5}},
     .fact = "cold",
     .order = "cold"},
    {.what = "never the place it goes to",
     .held = {{"ward", "A", 5}},
     .to_place = "ward",
     .fact = "main",
     .order = "main"},
    {.what = "the one beside the place it goes to",
     .held = {{"cold", "A", 5}, {"ward", "A", 5}},
     .to_place = "ward",
     .fact = "cold",
     .order = "cold"},
    {.what = "into main from the only other",
     .held = {{"cold", "A", 5}, {"main", "A", 5}},
     .to_place = "main",
     .fact = "cold",
     .order = "cold"},
    {.what = "into main from one of two",
     .held = {{"cold", "A", 5}, {"main", "A", 5}, {"ward", "A", 5}},
     .to_place = "main",
     .fact = "",
     .order = "",
     .places = "cold ward"},
    {.what = "into main from nowhere",
     .held = {{"main", "A", 5}},
     .to_place = "main",
     .fact = "",
     .order = ""},
};

TEST(SourcePlaceTest, OfAFactAndOfAnOrder) {
  for (const Case& c : kCases) {
    Book book;
    for (const Held& held : c.held) {
      Position& position = book[{"items/rice", held.place, held.lot}];
      position.Add(kTakingDay - 10, held.quantity);
      position.Add(kTakingDay + 1, -held.taken_later);
    }
    book[{"items/rice-brown", "shelf", c.lot}].Add(kTakingDay, 5);
    v1::MovementLine line;
    line.set_item("items/rice");
    line.set_lot(c.lot);
    line.set_place(c.named);
    v1::Movement movement;
    movement.set_to_place(c.to_place);
    const std::map<v1::Intent, std::string> wanted = {{v1::INTENT_HAPPENED, c.fact},
                                                      {v1::INTENT_ORDER, c.order}};
    for (const auto& [intent, place] : wanted) {
      movement.set_intent(intent);
      const auto from = SourcePlace(book, movement, line, kTakingDay);
      EXPECT_EQ(from.ok() ? *from : "", place) << c.what << ", " << v1::Intent_Name(intent);
      if (from.ok()) continue;
      EXPECT_EQ(ReasonOf(from.status()), common::v1::ERROR_REASON_PLACE_NOT_NAMED) << c.what;
      EXPECT_EQ(ErrorVariable(from.status(), "places"), c.places) << c.what;
      EXPECT_EQ(ErrorVariable(from.status(), "item"), "items/rice") << c.what;
    }
  }
}

constexpr auto kUnsaid = v1::CONDITION_UNSPECIFIED;
constexpr auto kUsable = v1::CONDITION_USABLE;
constexpr auto kQuarantined = v1::CONDITION_QUARANTINED;
constexpr auto kDamaged = v1::CONDITION_DAMAGED;

struct ConditionCase {
  const char* what;
  v1::MovementKind kind;
  std::map<std::string, v1::Condition> held;  // Of lot A, by place.
  const char* lot;
  v1::Condition said;
  const char* fact;
  const char* order;
};

const ConditionCase kConditionCases[] = {
    {"quarantine is no source of use",
     v1::MOVEMENT_KIND_ISSUE,
     {{"cold", kQuarantined}},
     "",
     kUnsaid,
     "main",
     "main"},
    {"but a fact of the lot may have been taken there",
     v1::MOVEMENT_KIND_ISSUE,
     {{"cold", kQuarantined}},
     "A",
     kUnsaid,
     "cold",
     "main"},
    {"usable stock elsewhere before quarantined stock in main",
     v1::MOVEMENT_KIND_ISSUE,
     {{"cold", kUsable}, {"main", kQuarantined}},
     "A",
     kUnsaid,
     "cold",
     "cold"},
    {"one of two is usable",
     v1::MOVEMENT_KIND_ISSUE,
     {{"cold", kUsable}, {"ward", kDamaged}},
     "",
     kUnsaid,
     "cold",
     "cold"},
    {"damaged stock is no source of use",
     v1::MOVEMENT_KIND_ISSUE,
     {{"cold", kDamaged}},
     "A",
     kUnsaid,
     "main",
     "main"},
    {"but of waste", v1::MOVEMENT_KIND_WASTE, {{"cold", kDamaged}}, "A", kUnsaid, "cold", "main"},
    {"what is said is looked for",
     v1::MOVEMENT_KIND_WASTE,
     {{"cold", kDamaged}, {"main", kUsable}},
     "",
     kDamaged,
     "cold",
     "cold"},
    {"a release is of quarantine",
     v1::MOVEMENT_KIND_RELEASE,
     {{"cold", kQuarantined}, {"main", kUsable}},
     "",
     kUnsaid,
     "cold",
     "cold"},
};

TEST(SourcePlaceTest, OfWhatTheLineMayTakeOnly) {
  for (const ConditionCase& c : kConditionCases) {
    Book book;
    for (const auto& [place, condition] : c.held) {
      book[{"items/rice", place, "A", condition}].Add(kTakingDay, 5);
    }
    v1::Movement movement;
    movement.set_kind(c.kind);
    v1::MovementLine line;
    line.set_item("items/rice");
    line.set_lot(c.lot);
    line.set_condition(c.said);
    movement.set_intent(v1::INTENT_HAPPENED);
    EXPECT_EQ(SourcePlace(book, movement, line, kTakingDay).value_or(""), c.fact) << c.what;
    movement.set_intent(v1::INTENT_ORDER);
    EXPECT_EQ(SourcePlace(book, movement, line, kTakingDay).value_or(""), c.order) << c.what;
  }
}

TEST(SourcePlaceTest, NotMorePlacesAreToldThanAClientCanTake) {
  Book book;
  for (int i = 0; i < 500; ++i) {
    book[{"items/rice", "place-" + std::to_string(i) + std::string(50, 'x'), "A"}].Add(kTakingDay,
                                                                                       1);
  }
  v1::MovementLine line;
  line.set_item("items/rice");
  v1::Movement movement;
  movement.set_intent(v1::INTENT_ORDER);
  const absl::Status refused = SourcePlace(book, movement, line, kTakingDay).status();
  EXPECT_LT(ErrorVariable(refused, "places").value_or("").size(), 2000u);
}

}  // namespace
}  // namespace waystation::inventory
