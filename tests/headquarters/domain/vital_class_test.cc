#include "services/headquarters/domain/vital_class.h"

#include "gtest/gtest.h"

namespace waystation::headquarters {
namespace {

using namespace inventory::v1;  // NOLINT: enumerators only

TEST(VitalClassTest, TheKindsOwnClassElseTheDefault) {
  Item item;
  item.set_vital_class(VITAL_CLASS_NORMAL);
  VitalClassOfKind& hospital = *item.add_vital_classes_by_kind();
  hospital.set_facility_kind(facility::v1::FACILITY_KIND_FIELD_HOSPITAL);
  hospital.set_vital_class(VITAL_CLASS_VITAL);
  VitalClassOfKind& post = *item.add_vital_classes_by_kind();
  post.set_facility_kind(facility::v1::FACILITY_KIND_HEALTH_POST);
  post.set_vital_class(VITAL_CLASS_ESSENTIAL);
  EXPECT_EQ(VitalClassAt(item, facility::v1::FACILITY_KIND_FIELD_HOSPITAL), VITAL_CLASS_VITAL);
  EXPECT_EQ(VitalClassAt(item, facility::v1::FACILITY_KIND_HEALTH_POST), VITAL_CLASS_ESSENTIAL);
  EXPECT_EQ(VitalClassAt(item, facility::v1::FACILITY_KIND_WAREHOUSE), VITAL_CLASS_NORMAL);
  EXPECT_EQ(VitalClassAt(item, facility::v1::FACILITY_KIND_UNSPECIFIED), VITAL_CLASS_VITAL);
  EXPECT_TRUE(IsVitalSomewhere(item));
  hospital.set_vital_class(VITAL_CLASS_NORMAL);
  EXPECT_EQ(VitalClassAt(item, facility::v1::FACILITY_KIND_UNSPECIFIED), VITAL_CLASS_ESSENTIAL);
  EXPECT_FALSE(IsVitalSomewhere(item));
}

TEST(VitalClassTest, AVitalItemMayBeLessAtOneKind) {
  Item item;
  item.set_vital_class(VITAL_CLASS_VITAL);
  VitalClassOfKind& kitchen = *item.add_vital_classes_by_kind();
  kitchen.set_facility_kind(facility::v1::FACILITY_KIND_MOBILE_CAFETERIA);
  kitchen.set_vital_class(VITAL_CLASS_NORMAL);
  EXPECT_EQ(VitalClassAt(item, facility::v1::FACILITY_KIND_MOBILE_CAFETERIA), VITAL_CLASS_NORMAL);
  EXPECT_TRUE(IsVitalSomewhere(item));
  // An item that inventory's log has not told of yet.
  EXPECT_FALSE(IsVitalSomewhere({}));
}

}  // namespace
}  // namespace waystation::headquarters
