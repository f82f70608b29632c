#include "clients/cli/import/gazetteer.h"

#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "clients/cli/import/spellings.h"
#include "tests/cli/import/recording_sink.h"
#include "waystation/facility/v1/facility.pb.h"

namespace waystation::cli {
namespace {

using facility::v1::CreateFacilityRequest;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

RecordingSink TakePlaces(const std::string& rows, GazetteerOptions options = {}) {
  auto kind = MakeGazetteerImport(std::move(options));
  return TakeFile(kind.get(), HeaderOf(*kind) + rows);
}

const CreateFacilityRequest& Place(const RecordingSink& sink, size_t i) {
  return static_cast<const CreateFacilityRequest&>(*sink.commands[i].request);
}

std::string Row(int number, const std::string& ascii, const std::string& rest) {
  return absl::StrCat(number, ",", ascii, ",", ascii, ",", rest, "\n");
}

TEST(GazetteerTest, ARowIsAPlannedSettlement) {
  RecordingSink sink = TakePlaces(
      "585221,Quba,Quba,\"Guba,Qübə,Куба,Կուբա\",41.36108,48.51341,P,PPLA,AZ,20791,Asia/Baku\n");
  ASSERT_EQ(sink.commands.size(), 1u);
  EXPECT_EQ(Place(sink, 0).facility_id(), "quba");
  EXPECT_EQ(Place(sink, 0).initial_state(), facility::v1::FACILITY_STATE_PLANNED);
  const auto& place = Place(sink, 0).facility();
  EXPECT_EQ(place.kind(), facility::v1::FACILITY_KIND_SETTLEMENT);
  EXPECT_EQ(place.people_served(), 0) << "a count of some year before is no demand";
  EXPECT_EQ(place.time_zone(), "Asia/Baku");
  EXPECT_EQ(place.latitude_microdegrees(), 41361080);
  std::map<std::string, std::string> names;
  for (const auto& name : place.display_names()) names[name.language()] = name.text();
  EXPECT_THAT(names, ElementsAre(Pair("az", "Qübə"), Pair("en", "Quba"), Pair("hy", "Կուբա"),
                                 Pair("ru", "Куба")));
  EXPECT_THAT(sink.commands[0].natural_key, ElementsAre("585221"));
  ASSERT_EQ(place.aliases_size(), 1);
  EXPECT_EQ(place.aliases(0).text(), "Guba");
  ASSERT_EQ(sink.remarks.size(), 1u);
  EXPECT_EQ(sink.remarks[0].sort, "population-left-out");
}

TEST(GazetteerTest, SpellingsBeyondWhatAFacilityHasAreTold) {
  std::string spellings = "Baku 0";
  for (int i = 1; i < 66; ++i) absl::StrAppend(&spellings, ",Baku ", i);
  RecordingSink sink =
      TakePlaces("1,Baku,Baku,\"" + spellings + "\",40,49,P,PPLC,AZ,0,Asia/Baku\n");
  ASSERT_EQ(sink.commands.size(), 1u);
  EXPECT_EQ(Place(sink, 0).facility().aliases_size(), 64);
  ASSERT_EQ(sink.remarks.size(), 2u);
  EXPECT_EQ(sink.remarks[0].sort, "spelling-left-out");
  EXPECT_EQ(sink.remarks[0].value, "Baku 64");
}

TEST(GazetteerTest, IdsThatAreAlikeAllHaveTheirNumber) {
  const std::string rest = ",40,45,P,PPL,AM,0,Asia/Yerevan";
  GazetteerOptions some;
  some.within = Circle{40'000'000, 45'000'000, 10};
  RecordingSink sink =
      TakePlaces(Row(1, "Agarak", rest) + Row(2, "Agarak'", rest) + Row(3, "Gosh", rest) +
                     Row(4, "'", rest) + Row(5, "gosh", ",41,45,P,PPL,AM,0,Asia/Yerevan"),
                 some);
  ASSERT_EQ(sink.commands.size(), 4u);
  EXPECT_EQ(Place(sink, 0).facility_id(), "agarak-1");
  EXPECT_EQ(Place(sink, 1).facility_id(), "agarak-2");
  EXPECT_EQ(Place(sink, 2).facility_id(), "gosh-3") << "also when only one of them is wanted";
  EXPECT_EQ(Place(sink, 3).facility_id(), "place-4");
}

TEST(GazetteerTest, OnlyWhatIsWanted) {
  GazetteerOptions options;
  options.countries = {"AM"};
  options.within = Circle{40'000'000, 45'000'000, 100};
  RecordingSink sink = TakePlaces(Row(1, "Near", ",40.5,45,P,PPL,AM,0,Asia/Yerevan") +
                                      Row(2, "Far", ",41,45,P,PPL,AM,0,Asia/Yerevan") +
                                      Row(3, "Abroad", ",40,45,P,PPL,AZ,0,Asia/Baku") +
                                      Row(4, "Nowhere", ",,45,P,PPL,AM,0,Asia/Yerevan"),
                                  options);
  EXPECT_EQ(sink.commands.size(), 1u);
  EXPECT_EQ(sink.nothing, 2);
  EXPECT_THAT(sink.rejected, ElementsAre(5)) << "nobody can tell whether it is wanted";
}

TEST(GazetteerTest, WhatIsWrongIsNamed) {
  RecordingSink sink = TakePlaces(
      Row(1, "A", ",40,45,P,PPL,AM,0,Asia/Yerevan") +
      Row(1, "B", ",40,45,P,PPL,AM,0,Asia/Yerevan") + Row(2, "C", ",40,45,H,LK,AM,0,Asia/Yerevan") +
      Row(3, "D", ",40,45,P,PPL,AM,0,Mars/Base") + Row(4, "E", ",40,45,P,PPL,AM,-1,Asia/Yerevan") +
      "x,F,F,,40,45,P,PPL,AM,0,Asia/Yerevan\n");
  EXPECT_EQ(sink.commands.size(), 1u);
  std::vector<std::string> columns;
  for (const RowProblem& problem : sink.problems) columns.push_back(problem.column);
  EXPECT_THAT(columns,
              ElementsAre("geonameid", "feature_class", "timezone", "population", "geonameid"));
}

TEST(GazetteerTest, WhereNobodyLivesAnyMoreIsClosed) {
  RecordingSink sink = TakePlaces(Row(1, "A", ",40,45,P,PPLQ,AM,0,Asia/Yerevan"));
  ASSERT_EQ(sink.commands.size(), 2u);
  EXPECT_EQ(sink.commands[1].request->GetTypeName(), "waystation.facility.v1.CloseFacilityRequest");
  EXPECT_EQ(sink.remarks[0].sort, "place-left");
}

TEST(GazetteerTest, ACircle) {
  absl::StatusOr<Circle> circle = ParseCircle("39.82,46.75,150");
  ASSERT_TRUE(circle.ok()) << circle.status();
  EXPECT_EQ(circle->latitude_microdegrees, 39820000);
  EXPECT_EQ(circle->radius_km, 150);
  for (const char* wrong :
       {"", "39.82,46.75", "39.82,46.75,0", "91,46.75,5", "39,46,5,5", "a,b,c", "39,46,99999"}) {
    EXPECT_FALSE(ParseCircle(wrong).ok()) << wrong;
  }
  // One degree of latitude is 111.2 km; of longitude at 60 degrees half of that.
  EXPECT_TRUE(IsWithin({0, 0, 112}, 1'000'000, 0));
  EXPECT_FALSE(IsWithin({0, 0, 111}, 1'000'000, 0));
  EXPECT_TRUE(IsWithin({60'000'000, 0, 56}, 60'000'000, 1'000'000));
  EXPECT_TRUE(IsWithin({0, 179'900'000, 30}, 0, -179'900'000)) << "across the date line";
  EXPECT_TRUE(IsWithin({90'000'000, 0, 20'037}, -90'000'000, 180'000'000));
}

TEST(SpellingsTest, LettersTellTheLanguage) {
  const Spellings quba = SpellingsOf("Quba", "Губа,Куба,Къуба,Ґуба,Quba,Guba,quba", "AZ");
  EXPECT_THAT(quba.names, ElementsAre(Pair("ru", "Губа")));
  EXPECT_TRUE(quba.several_russian);
  EXPECT_THAT(quba.others, ElementsAre("Куба", "Къуба", "Ґуба", "Guba", "quba"));
  const Spellings abroad = SpellingsOf("Yeghegnadzor", "Keşişkənd,Yeğegnadzor,Єхегнадзор", "AM");
  EXPECT_THAT(abroad.names, ElementsAre(Pair("az", "Keşişkənd")));
  EXPECT_THAT(SpellingsOf("Etchmiadzin", "Üçkilise", "AM").names, IsEmpty()) << "or Turkish";
  EXPECT_THAT(SpellingsOf("Pirallahı", "", "AZ").names, ElementsAre(Pair("az", "Pirallahı")));
  EXPECT_THAT(SpellingsOf("Gosh", "Գոշ", "AM").names, ElementsAre(Pair("hy", "Գոշ")));
  EXPECT_FALSE(SpellingsOf("Gosh", "Гош", "AM").several_russian);
  EXPECT_THAT(SpellingsOf("", ",,", "").others, IsEmpty());
}

}  // namespace
}  // namespace waystation::cli
