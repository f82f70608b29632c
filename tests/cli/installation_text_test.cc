#include "clients/cli/text/installation_text.h"

#include <gtest/gtest.h>

#include <set>

namespace waystation::cli {
namespace {

using facility::v1::Installation;

absl::Status Take(const InstallationKind& kind, absl::string_view word, absl::string_view value,
                  Installation* installation) {
  for (const InstallationField& field : kind.fields) {
    if (field.word == word) {
      return field.take(value, {absl::UnixEpoch(), absl::UTCTimeZone()}, installation);
    }
  }
  return absl::NotFoundError(word);
}

TEST(InstallationTextTest, EveryKindHasItsWords) {
  std::set<std::string> words;
  for (const InstallationKind& kind : InstallationKinds()) {
    Installation installation;
    kind.begin(&installation);
    EXPECT_EQ(installation.kind_case(), kind.kind_case) << kind.word;
    EXPECT_TRUE(words.insert(kind.word).second);
    EXPECT_EQ(FindInstallationKind(kind.word), &kind);
    EXPECT_EQ(FindInstallationKind(kind.kind_case), &kind);
  }
  EXPECT_EQ(words.size(), 9u);
  EXPECT_EQ(FindInstallationKind("boiler"), nullptr);
}

TEST(InstallationTextTest, ReadsAndDescribes) {
  struct Line {
    const char* kind;
    std::vector<std::pair<const char*, const char*>> fields;
    const char* text;
  };
  const Line kLines[] = {
      {"generator",
       {{"power-w", "20000"}, {"fuel", "50=3500"}, {"tank", "tank-1"}, {"circuit", "main"}},
       "20,000 W; 3.5 L/h at 50 %; burns from tank-1; feeds main"},
      {"grid",
       {{"hours", "06:00-24:00"},
        {"cut", "2027-06-30 08:00,2027-06-30 12:00,the company, by telephone"}},
       "06:00-24:00; cut 2027-06-30 08:00 to 2027-06-30 12:00 says the company, by telephone"},
      {"solar", {{"power-w", "3000"}, {"battery-wh", "9600"}}, "3,000 W; battery 9,600 Wh"},
      {"circuit", {{"parent", "main"}}, "fed by main"},
      {"tank",
       {{"fluid", "diesel"}, {"capacity-ml", "500000"}, {"heel-ml", "15000"}},
       "diesel; 500 L; of which unusable 15 L"},
      {"water",
       {{"source", "borehole"}, {"daily-ml", "8000000"}, {"circuit", "main"}},
       "borehole; 8,000 L a day; not drinkable as it comes; on main"},
      {"contact",
       {{"role", "mine-action"}, {"telephone", "112"}, {"speaks", "az"}, {"answers", "always"}},
       "mine action; 112; speaks az; always"},
  };
  for (const Line& line : kLines) {
    const InstallationKind& kind = *FindInstallationKind(line.kind);
    Installation installation;
    kind.begin(&installation);
    for (const auto& field : line.fields) {
      const absl::Status taken = Take(kind, field.first, field.second, &installation);
      EXPECT_TRUE(taken.ok()) << field.first << ": " << taken;
    }
    EXPECT_EQ(DescribeInstallation(installation, absl::UTCTimeZone()), line.text);
  }
  Installation fridge;
  ASSERT_TRUE(Take(*FindInstallationKind("fridge"), "range", "-25..-15.5", &fridge).ok());
  EXPECT_EQ(fridge.fridge().class_minimum_millicelsius(), -25'000);
  EXPECT_EQ(fridge.fridge().class_maximum_millicelsius(), -15'500);
}

TEST(InstallationTextTest, RefusesWhatItCannotRead) {
  const std::tuple<const char*, const char*, const char*> kWrong[] = {
      {"generator", "fuel", "50"},      {"generator", "fuel", "half=3500"},
      {"generator", "power-w", "-1"},   {"generator", "unusual-fuel-use", "true"},
      {"grid", "hours", "06:00"},       {"grid", "hours", "24:00-24:00"},
      {"grid", "cut", "now,3h ago"},    {"tank", "fluid", "oil"},
      {"tank", "capacity-ml", "500 L"}, {"fridge", "range", "2-8"},
      {"fridge", "range", "2..warm"},   {"fridge", "move-minutes", "99999999999"},
      {"contact", "role", "friend"}};
  for (const auto& [kind, word, value] : kWrong) {
    Installation installation;
    EXPECT_EQ(Take(*FindInstallationKind(kind), word, value, &installation).code(),
              absl::StatusCode::kInvalidArgument)
        << word << " " << value;
  }
}

}  // namespace
}  // namespace waystation::cli
