#include "services/inventory/domain/places/storage_place.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/inventory/domain/calendar.h"
#include "services/inventory/domain/places/exposure.h"
#include "services/inventory/domain/places/fit.h"

namespace waystation::inventory {
namespace {

using ::testing::ElementsAre;

constexpr std::optional<int64_t> kUnstated;

v1::StorageClass ClassOf(std::optional<int64_t> min, std::optional<int64_t> max) {
  v1::StorageClass row;
  if (min.has_value()) row.set_min_temperature_millicelsius(*min);
  if (max.has_value()) row.set_max_temperature_millicelsius(*max);
  return row;
}

TEST(StorageFitTest, WhatIsKnownOfAClassInAPlace) {
  struct Case {
    const char* what;
    v1::StorageClass wanted;
    TemperatureRange there;
    Fit fit;
  };
  v1::StorageClass spoilt_by_frost = ClassOf(kUnstated, 25'000);
  spoilt_by_frost.set_freeze_sensitive(true);
  const Case cases[] = {
      {"the same", ClassOf(2'000, 8'000), {2'000, 8'000}, Fit::kFits},
      {"within", ClassOf(2'000, 8'000), {3'000, 6'000}, Fit::kFits},
      {"a little too warm", ClassOf(2'000, 8'000), {2'000, 8'001}, Fit::kTooWarm},
      {"a little too cold", ClassOf(2'000, 8'000), {1'999, 8'000}, Fit::kTooCold},
      {"both is too cold", ClassOf(2'000, 8'000), {-5'000, 40'000}, Fit::kTooCold},
      {"too warm, whatever the least is", ClassOf(2'000, 8'000), {{}, 9'000}, Fit::kTooWarm},
      {"too cold, whatever the most is", ClassOf(2'000, 8'000), {1'000, {}}, Fit::kTooCold},
      {"the most is not stated", ClassOf(2'000, 8'000), {2'000, {}}, Fit::kNotKnown},
      {"the least is not stated", ClassOf(2'000, 8'000), {{}, 8'000}, Fit::kNotKnown},
      {"no least is asked for", ClassOf(kUnstated, 25'000), {{}, 8'000}, Fit::kFits},
      {"no range is asked for", ClassOf(kUnstated, kUnstated), {-40'000, 60'000}, Fit::kFits},
      {"frost spoils it", spoilt_by_frost, {-1, 8'000}, Fit::kTooCold},
      {"no frost", spoilt_by_frost, {0, 8'000}, Fit::kFits},
      {"frost is not ruled out", spoilt_by_frost, {{}, 8'000}, Fit::kNotKnown}};
  for (const Case& c : cases) EXPECT_EQ(FitIn(c.wanted, c.there).fit, c.fit) << c.what;
}

TEST(StorageFitTest, TimeIsAllowedUpToATemperatureAndNeverBelowTheRange) {
  v1::StorageClass row = ClassOf(2'000, 8'000);
  EXPECT_EQ(FitIn(row, {2'000, 9'000}).allowed_minutes, std::nullopt);
  row.mutable_out_of_range()->set_max_minutes(480);
  row.mutable_out_of_range()->set_max_temperature_millicelsius(25'000);
  EXPECT_EQ(FitIn(row, {2'000, 25'000}).allowed_minutes, 480);
  EXPECT_EQ(FitIn(row, {2'000, 25'001}).allowed_minutes, std::nullopt);
  EXPECT_EQ(FitIn(row, {1'000, 25'000}).allowed_minutes, std::nullopt);
  EXPECT_EQ(FitIn(row, {2'000, 8'000}).allowed_minutes, std::nullopt);
}

TEST(StorageFitTest, OfAnItemInAPlace) {
  StorageState state;
  v1::StoragePlace& fridge = state.places["fridge"];
  fridge.set_etag("e");
  fridge.set_storage_class("cold");
  state.class_of_item = {
      {"items/a", "cold"}, {"items/b", "strict"}, {"items/c", ""}, {"items/d", "x"}};
  EXPECT_EQ(FitOf(state, "items/a", "fridge").fit, Fit::kFits) << "its own class, not described";
  EXPECT_EQ(FitOf(state, "items/b", "fridge").fit, Fit::kNotKnown);
  state.classes["strict"] = ClassOf(2'000, 6'000);
  EXPECT_EQ(FitOf(state, "items/b", "fridge").fit, Fit::kNotKnown);
  state.classes["cold"] = ClassOf(2'000, 8'000);
  EXPECT_EQ(FitOf(state, "items/b", "fridge").fit, Fit::kTooWarm);
  EXPECT_EQ(FitOf(state, "items/c", "fridge").fit, Fit::kNotKnown) << "it names no class";
  EXPECT_EQ(FitOf(state, "items/d", "fridge").fit, Fit::kNotKnown) << "not described";
  EXPECT_EQ(FitOf(state, "items/b", "corner").fit, Fit::kNotKnown) << "not registered";
  fridge.clear_storage_class();
  fridge.set_max_temperature_millicelsius(7'000);
  EXPECT_EQ(FitOf(state, "items/b", "fridge").fit, Fit::kTooWarm);
  fridge.clear_etag();
  EXPECT_EQ(FitOf(state, "items/b", "fridge").fit, Fit::kNotKnown) << "only on the clock";
}

absl::Time AtMinute(int minutes) { return absl::UnixEpoch() + absl::Minutes(minutes); }

TEST(ExposureTest, TimeAddsUpOverStays) {
  v1::LotExposure lot;
  const PlaceFit allowed = {.fit = Fit::kTooWarm, .allowed_minutes = 60};
  const v1::Exposure first = NewExposure(lot, "room", allowed, AtMinute(100));
  EXPECT_EQ(TimeOf(first.usable_until()), AtMinute(160));
  EXPECT_EQ(SpentAt(lot, first, AtMinute(90)), 0) << "before it came";
  EXPECT_EQ(SpentAt(lot, first, AtMinute(120)), 20 * 60);
  EXPECT_EQ(BlockedAt(first, AtMinute(160) - absl::Microseconds(1)),
            v1::BLOCKED_REASON_UNSPECIFIED);
  EXPECT_EQ(BlockedAt(first, AtMinute(160)), v1::BLOCKED_REASON_TIME_SPENT);
  lot.set_spent_seconds(20 * 60);
  const v1::Exposure second = NewExposure(lot, "room", allowed, AtMinute(500));
  EXPECT_EQ(TimeOf(second.usable_until()), AtMinute(540));
  EXPECT_EQ(SpentAt(lot, second, AtMinute(510)), 30 * 60);
  EXPECT_TRUE(IsStricter(first, second));
  const v1::Exposure none = NewExposure(lot, "room", {.fit = Fit::kTooCold}, AtMinute(500));
  EXPECT_EQ(BlockedAt(none, AtMinute(0)), v1::BLOCKED_REASON_NO_ALLOWANCE);
  EXPECT_EQ(UntilText(none), "none");
  EXPECT_TRUE(IsStricter(none, first));
  EXPECT_FALSE(IsStricter(first, none));
  v1::Exposure decided = none;
  decided.set_decided_by("pharmacist");
  EXPECT_EQ(BlockedAt(decided, AtMinute(900)), v1::BLOCKED_REASON_UNSPECIFIED);
  EXPECT_TRUE(IsStricter(second, decided));
  v1::Exposure stopped = second;
  stopped.set_stopped(true);
  EXPECT_EQ(SpentAt(lot, stopped, AtMinute(900)), 20 * 60);
  EXPECT_EQ(BlockedAt(stopped, AtMinute(0)), v1::BLOCKED_REASON_TIME_SPENT);
}

v1::StoragePlace Fridge() {
  v1::StoragePlace place;
  place.set_kind(v1::STORAGE_PLACE_KIND_FRIDGE);
  common::v1::LocalizedText* name = place.add_display_names();
  name->set_language("en");
  name->set_text("Fridge");
  place.set_storage_class("cold");
  return place;
}

std::vector<std::string> FieldsAtFault(const absl::Status& status) {
  std::vector<std::string> fields;
  for (const FieldViolation& violation : FieldViolationsOf(status)) {
    fields.push_back(violation.field);
  }
  return fields;
}

TEST(StoragePlaceTest, OneFieldAtATime) {
  struct Case {
    std::vector<std::string> fields;
    std::function<void(v1::StoragePlace&)> change;
  };
  const Case cases[] = {
      {{}, [](auto&) {}},
      {{}, [](auto& p) { p.clear_storage_class(); }},
      {{"p.kind"}, [](auto& p) { p.clear_kind(); }},
      {{"p.kind"}, [](auto& p) { p.set_kind(static_cast<v1::StoragePlaceKind>(99)); }},
      {{"p.display_names"}, [](auto& p) { p.clear_display_names(); }},
      {{"p.storage_class"}, [](auto& p) { p.set_storage_class("Cold"); }},
      {{"p.storage_class"}, [](auto& p) { p.set_max_temperature_millicelsius(8'000); }},
      {{"p.max_temperature_millicelsius"},
       [](auto& p) {
         p.clear_storage_class();
         p.set_min_temperature_millicelsius(8'001);
         p.set_max_temperature_millicelsius(8'000);
       }},
      {{"p.min_temperature_millicelsius"},
       [](auto& p) {
         p.clear_storage_class();
         p.set_min_temperature_millicelsius(-273'151);
       }},
      {{"p.note"}, [](auto& p) { p.set_note(std::string(301, 'x')); }}};
  for (size_t i = 0; i < std::size(cases); ++i) {
    v1::StoragePlace place = Fridge();
    cases[i].change(place);
    std::vector<FieldViolation> violations;
    CheckStoragePlace(violations, "p", place);
    std::vector<std::string> fields;
    for (const FieldViolation& violation : violations) fields.push_back(violation.field);
    EXPECT_EQ(fields, cases[i].fields) << "case " << i;
  }
}

StoragePlaceState Registered() {
  StoragePlaceState state;
  state.ledger.facility.emplace();
  state.ledger.facility->name = "facilities/f";
  state.existing = Fridge();
  state.existing->set_name("facilities/f/storagePlaces/fridge");
  state.existing->set_state(v1::STORAGE_PLACE_STATE_OPEN);
  state.existing->set_etag(StoragePlaceEtag(*state.existing));
  return state;
}

TEST(StoragePlaceTest, UpdatesAndTheirErrors) {
  DecideContext context;
  context.request_id = "1234567890123456";
  v1::UpdateStoragePlaceRequest request;
  request.mutable_storage_place()->set_name("facilities/f/storagePlaces/fridge");
  request.mutable_storage_place()->set_state(v1::STORAGE_PLACE_STATE_CLOSED);
  request.mutable_update_mask()->add_paths("state");
  EXPECT_EQ(ReasonOf(DecideUpdateStoragePlace(request, {}, context).status()),
            Reason::ERROR_REASON_NOT_KNOWN);
  const auto closed = DecideUpdateStoragePlace(request, Registered(), context);
  ASSERT_TRUE(closed.ok()) << closed.status();
  const v1::StoragePlace& place = closed->storage_place_changed().storage_place();
  EXPECT_EQ(place.state(), v1::STORAGE_PLACE_STATE_CLOSED);
  EXPECT_EQ(place.kind(), v1::STORAGE_PLACE_KIND_FRIDGE);
  EXPECT_NE(place.etag(), Registered().existing->etag());

  StoragePlaceState full = Registered();
  full.ledger.book[{"items/a", "fridge", "L"}] = Position(1, {});
  const absl::Status refused = DecideUpdateStoragePlace(request, std::move(full), context).status();
  EXPECT_EQ(ReasonOf(refused), Reason::ERROR_REASON_PLACE_NOT_EMPTY);
  EXPECT_EQ(ErrorVariable(refused, "lot"), "L");
  request.mutable_storage_place()->set_etag("other");
  EXPECT_EQ(ReasonOf(DecideUpdateStoragePlace(request, Registered(), context).status()),
            Reason::ERROR_REASON_ETAG_MISMATCH);
  request.mutable_storage_place()->clear_etag();
  request.mutable_update_mask()->add_paths("etag");
  EXPECT_THAT(FieldsAtFault(DecideUpdateStoragePlace(request, Registered(), context).status()),
              ElementsAre("update_mask.paths[1]"));
  request.mutable_update_mask()->set_paths(1, "kind");
  request.mutable_storage_place()->clear_state();
  EXPECT_THAT(FieldsAtFault(DecideUpdateStoragePlace(request, Registered(), context).status()),
              ElementsAre("storage_place.kind", "storage_place.state"));
}

TEST(StoragePlaceTest, ANewOneIsOpen) {
  DecideContext context;
  context.request_id = "1234567890123456";
  v1::CreateStoragePlaceRequest request;
  request.set_parent("facilities/f");
  request.set_storage_place_id("fridge");
  *request.mutable_storage_place() = Fridge();
  request.mutable_storage_place()->set_state(v1::STORAGE_PLACE_STATE_CLOSED);
  EXPECT_EQ(ReasonOf(DecideCreateStoragePlace(request, {}, context).status()),
            Reason::ERROR_REASON_NOT_KNOWN);
  EXPECT_EQ(ReasonOf(DecideCreateStoragePlace(request, Registered(), context).status()),
            Reason::ERROR_REASON_ALREADY_EXISTS);
  StoragePlaceState state = Registered();
  state.existing.reset();
  const auto created = DecideCreateStoragePlace(request, std::move(state), context);
  ASSERT_TRUE(created.ok()) << created.status();
  const v1::StoragePlace& place = created->storage_place_changed().storage_place();
  EXPECT_EQ(place.name(), "facilities/f/storagePlaces/fridge");
  EXPECT_EQ(place.state(), v1::STORAGE_PLACE_STATE_OPEN);
  EXPECT_FALSE(place.etag().empty());
}

}  // namespace
}  // namespace waystation::inventory
