#include "services/inventory/domain/catalogue/medicine.h"

#include <string>
#include <utility>

#include "gtest/gtest.h"

namespace waystation::inventory {
namespace {

v1::MedicineIdentity Medicine(const std::string& inn, const std::string& strength,
                              const std::string& form, const std::string& route = "") {
  v1::MedicineIdentity medicine;
  medicine.set_inn(inn);
  medicine.set_strength(strength);
  medicine.set_form(form);
  medicine.set_route(route);
  return medicine;
}

TEST(MedicineTest, EqualStrengths) {
  const std::pair<const char*, const char*> cases[] = {
      {"500 mg", "500mg"},
      {"500 mg", "0.5 g"},
      {"500 mg", "0,5 g"},
      {"1 g", "1000 mg"},
      {"1 g", "1,000 mg"},
      {"0.125 mg", "0,125 mg"},
      {"200 mcg", "200 micrograms"},
      {"200 µg", "0.2 mg"},
      {"500 мг", "500 mg"},
      {"500 մգ", "500 mq"},
      {"10 mg/mL", "10 mg / 1 ml"},
      {"10 IU/mL", "10 МЕ/мл"},
      {"1 MIU", "1000000 IU"},
      {"400 mg + 80 mg", "400mg+80mg"},
      {"0.9 %", "0.90%"},
  };
  for (const auto& [a, b] : cases) {
    EXPECT_EQ(NormalStrength(a), NormalStrength(b)) << a << " and " << b;
  }
}

TEST(MedicineTest, OtherStrengths) {
  const std::pair<const char*, const char*> cases[] = {
      {"500 mg", "500 mcg"}, {"5 mg", "50 mg"},         {"10 mg/mL", "10 mg/5 mL"},
      {"5 %", "50 %"},       {"1,25 mg", "125 mg"},     {"100 mg", "100 mL"},
      {"0 mg", "1 mg"},      {"40 mg + 8 mg", "48 mg"},
  };
  for (const auto& [a, b] : cases) {
    EXPECT_NE(NormalStrength(a), NormalStrength(b)) << a << " and " << b;
  }
}

TEST(MedicineTest, AllFourPartsMakeTheIdentity) {
  const v1::MedicineIdentity one = Medicine("Paracetamol", "500 mg", "tablet");
  EXPECT_EQ(IdentityKey(one), IdentityKey(Medicine("paracetamol ", "0.5 g", "TABLET")));
  EXPECT_EQ(IdentityKey(Medicine("sulfamethoxazole + trimethoprim", "1", "a")),
            IdentityKey(Medicine("Sulfamethoxazole/Trimethoprim", "1", "a")));
  EXPECT_NE(IdentityKey(one), IdentityKey(Medicine("ibuprofen", "500 mg", "tablet")));
  EXPECT_NE(IdentityKey(one), IdentityKey(Medicine("paracetamol", "1 g", "tablet")));
  EXPECT_NE(IdentityKey(one), IdentityKey(Medicine("paracetamol", "500 mg", "syrup")));
  EXPECT_NE(IdentityKey(one), IdentityKey(Medicine("paracetamol", "500 mg", "tablet", "rectal")));
  EXPECT_EQ(IdentityKey({}), "");
}

TEST(MedicineTest, WhatIsNoStrengthStaysText) {
  const std::pair<const char*, const char*> cases[] = {
      {"", ""},           {"forte", "forte"},     {"...", "..."},     {"5,", "5e0,"},
      {"0000 mg", "0ug"}, {"1.2.3", "12e-1.3e0"}, {"18 G", "18e6ug"}, {"2 x 5 mg", "2e0x5e3ug"},
  };
  for (const auto& [text, normal] : cases) EXPECT_EQ(NormalStrength(text), normal) << text;
}

}  // namespace
}  // namespace waystation::inventory
