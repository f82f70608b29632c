#include "services/inventory/domain/catalogue/storage_class.h"

#include <functional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace waystation::inventory {
namespace {

using ::testing::ElementsAre;

v1::StorageClass Insulin() {
  v1::StorageClass storage_class;
  storage_class.set_name("storageClasses/insulin");
  common::v1::LocalizedText* name = storage_class.add_display_names();
  name->set_language("en");
  name->set_text("Insulin");
  storage_class.set_min_temperature_millicelsius(2'000);
  storage_class.set_max_temperature_millicelsius(8'000);
  storage_class.set_freeze_sensitive(true);
  storage_class.mutable_out_of_range()->set_max_minutes(28 * 24 * 60);
  storage_class.mutable_out_of_range()->set_max_temperature_millicelsius(30'000);
  storage_class.set_etag(StorageClassEtag(storage_class));
  return storage_class;
}

std::vector<std::string> FieldsOf(const absl::Status& status) {
  std::vector<std::string> fields;
  for (const FieldViolation& violation : FieldViolationsOf(status)) {
    fields.push_back(violation.field);
  }
  return fields;
}

TEST(StorageClassTest, OneFieldAtATime) {
  struct Case {
    std::vector<std::string> fields;
    std::function<void(v1::StorageClass&)> change;
  };
  const Case cases[] = {
      {{}, [](auto&) {}},
      {{}, [](auto& c) { c.clear_min_temperature_millicelsius(); }},
      {{}, [](auto& c) { c.clear_out_of_range(); }},
      {{}, [](auto& c) { c.set_min_temperature_millicelsius(8'000); }},
      {{"c.display_names"}, [](auto& c) { c.clear_display_names(); }},
      {{"c.min_temperature_millicelsius"},
       [](auto& c) { c.set_min_temperature_millicelsius(-273'151); }},
      {{"c.max_temperature_millicelsius"},
       [](auto& c) { c.set_min_temperature_millicelsius(8'001); }},
      {{"c.out_of_range"}, [](auto& c) { c.clear_max_temperature_millicelsius(); }},
      {{"c.out_of_range.max_temperature_millicelsius"},
       [](auto& c) { c.mutable_out_of_range()->set_max_temperature_millicelsius(8'000); }},
      {{"c.out_of_range.max_temperature_millicelsius"},
       [](auto& c) { c.mutable_out_of_range()->clear_max_temperature_millicelsius(); }},
      {{"c.out_of_range.max_minutes"},
       [](auto& c) { c.mutable_out_of_range()->set_max_minutes(0); }},
      {{"c.source", "c.note"},
       [](auto& c) {
         c.set_source(std::string(301, 'x'));
         c.set_note(std::string(301, 'x'));
       }},
  };
  for (const Case& c : cases) {
    v1::StorageClass storage_class = Insulin();
    c.change(storage_class);
    std::vector<FieldViolation> violations;
    CheckStorageClass(violations, "c", storage_class);
    EXPECT_EQ(FieldsOf(InvalidFields(violations)), c.fields);
  }
}

TEST(StorageClassTest, CreateGivesNameAndEtagAndTakesAnIdOnce) {
  v1::CreateStorageClassRequest request;
  request.set_storage_class_id("insulin");
  *request.mutable_storage_class() = Insulin();
  request.mutable_storage_class()->clear_name();
  const auto event = DecideCreateStorageClass(request, std::nullopt);
  ASSERT_TRUE(event.ok());
  EXPECT_EQ(event->storage_class_created().storage_class().name(), "storageClasses/insulin");
  EXPECT_EQ(event->storage_class_created().storage_class().etag(), Insulin().etag());
  EXPECT_EQ(ReasonOf(DecideCreateStorageClass(request, Insulin()).status()),
            Reason::ERROR_REASON_ALREADY_EXISTS);
}

TEST(StorageClassTest, UpdateTakesAwayWhatTheMaskNamesAndIsNotSet) {
  v1::UpdateStorageClassRequest request;
  request.mutable_storage_class()->set_name("storageClasses/insulin");
  request.mutable_storage_class()->set_note("kept");
  request.mutable_update_mask()->add_paths("out_of_range");
  const auto event = DecideUpdateStorageClass(request, Insulin());
  ASSERT_TRUE(event.ok());
  const v1::StorageClass& updated = event->storage_class_updated().storage_class();
  EXPECT_FALSE(updated.has_out_of_range());
  EXPECT_EQ(updated.note(), "");
  EXPECT_EQ(updated.max_temperature_millicelsius(), 8'000);
  EXPECT_NE(updated.etag(), Insulin().etag());
}

TEST(StorageClassTest, UpdateErrors) {
  v1::UpdateStorageClassRequest request;
  request.mutable_storage_class()->set_name("storageClasses/insulin");
  EXPECT_EQ(ReasonOf(DecideUpdateStorageClass(request, std::nullopt).status()),
            Reason::ERROR_REASON_NOT_KNOWN);
  request.mutable_storage_class()->set_etag("other");
  EXPECT_EQ(ReasonOf(DecideUpdateStorageClass(request, Insulin()).status()),
            Reason::ERROR_REASON_ETAG_MISMATCH);
  request.mutable_storage_class()->clear_etag();
  for (const char* path : {"name", "etag", "colour"})
    request.mutable_update_mask()->add_paths(path);
  EXPECT_THAT(FieldsOf(DecideUpdateStorageClass(request, Insulin()).status()),
              ElementsAre("update_mask.paths[0]", "update_mask.paths[1]", "update_mask.paths[2]"));
  request.mutable_update_mask()->clear_paths();
  request.mutable_update_mask()->add_paths("max_temperature_millicelsius");
  EXPECT_THAT(FieldsOf(DecideUpdateStorageClass(request, Insulin()).status()),
              ElementsAre("storage_class.out_of_range"));
}

}  // namespace
}  // namespace waystation::inventory
