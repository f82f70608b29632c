#include "clients/cli/importer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>

#include "clients/cpp/durable_file.h"
#include "clients/cpp/method.h"
#include "tests/cli/temp_folder.h"
#include "waystation/inventory/v1/catalogue.pb.h"

namespace waystation::cli {
namespace {

using inventory::v1::CreateItemRequest;
using inventory::v1::CreateItemResponse;
using testing::HasSubstr;

constexpr char kHeader[] =
    "item,name_az,name_hy,name_ru,name_en,category,base_unit,vital_class,storage_class,pack_name,"
    "pack_quantity,pack_weight_g,pack_volume_ml,grams_per_unit,density_mg_per_ml,"
    "energy_kcal_per_100g,protein_mg_per_100g,fat_mg_per_100g,carbohydrate_mg_per_100g,allergens,"
    "controlled,menu_allowed\n";

std::string Row(const std::string& id, const std::string& unit = "gram") {
  return id + ",,,," + id + ",cereals," + unit + ",vital,ambient,,,,,,,,,,,,no,yes\n";
}

// What a server does with request ids and fingerprints, in memory.
class FakeCatalogue {
 public:
  SendCommand Sender() {
    return [this](const ImportCommand& command, std::function<void(absl::Status)> done) {
      const auto& request = static_cast<const CreateItemRequest&>(*command.request);
      auto* receipt = static_cast<CreateItemResponse*>(command.response.get())->mutable_receipt();
      auto [entry, fresh] = log_.emplace(request.request_id(), request.SerializeAsString());
      if (!fresh && entry->second != request.SerializeAsString()) {
        done(absl::AlreadyExistsError("request id reused"));
        return;
      }
      receipt->set_replayed(!fresh);
      done(absl::OkStatus());
    };
  }

  size_t size() const { return log_.size(); }

 private:
  std::map<std::string, std::string> log_;
};

ImportResult MustImport(const std::string& path, FakeCatalogue* server, bool dry_run = false,
                        const std::string& source = "items.csv") {
  ImportFacts facts;
  facts.source = source;
  ImportOptions options;
  options.dry_run = dry_run;
  auto result = ImportFile(path, *MakeItemImport(), facts, options, server->Sender());
  EXPECT_TRUE(result.ok()) << result.status();
  return result.ok() ? *result : ImportResult();
}

TEST(ImporterTest, AgainAddsNothing) {
  TempFolder folder;
  FakeCatalogue server;
  std::string path = folder.Write("items.csv", kHeader + Row("rice") + Row("bulgur"));
  EXPECT_EQ(DescribeResult(MustImport(path, &server), false), "2 rows: 2 recorded");
  EXPECT_EQ(DescribeResult(MustImport(path, &server), false),
            "2 rows: 0 recorded, 2 already there");
  EXPECT_EQ(server.size(), 2u);
}

TEST(ImporterTest, ChangedContentIsAConflictOfItsRow) {
  TempFolder folder;
  FakeCatalogue server;
  std::string path = folder.Write("items.csv", kHeader + Row("rice") + Row("bulgur"));
  MustImport(path, &server);
  folder.Write("items.csv", kHeader + Row("rice", "milligram") + Row("bulgur"));
  ImportResult result = MustImport(path, &server);
  EXPECT_EQ(result.conflicts, 1);
  EXPECT_EQ(result.already_there, 1);
  EXPECT_THAT(*client::ReadWhole(result.rejects_file), HasSubstr("rice,"));
}

TEST(ImporterTest, RejectsNameRowColumnAndValueAndCanBeMended) {
  TempFolder folder;
  FakeCatalogue server;
  std::string path =
      folder.Write("items.csv", kHeader + Row("rice") + Row("bulgur", "stone") + Row("Oats"));
  ImportResult result = MustImport(path, &server);
  EXPECT_EQ(result.recorded, 1);
  EXPECT_EQ(result.rejected, 2);
  ASSERT_EQ(result.problems.size(), 2u);
  EXPECT_THAT(result.problems[0], HasSubstr("items.csv: row 3, column base_unit: got \"stone\""));
  EXPECT_EQ(result.rejects_file, path + ".rejects.csv");
  std::string rejects = *client::ReadWhole(result.rejects_file);
  EXPECT_THAT(rejects, HasSubstr("3,base_unit,stone,"));
  rejects.replace(rejects.find("stone"), 5, "gram");
  folder.Write("mended.csv", rejects);
  EXPECT_EQ(MustImport(folder / "mended.csv", &server).recorded, 1);
  // The mended row is known by the name of its source.
  folder.Write("items.csv", kHeader + Row("rice") + Row("bulgur"));
  EXPECT_EQ(MustImport(path, &server).already_there, 2);
  EXPECT_FALSE(std::filesystem::exists(path + ".rejects.csv"));
}

TEST(ImporterTest, TruncatedFileKeepsWhatIsWhole) {
  TempFolder folder;
  FakeCatalogue server;
  std::string text = kHeader + Row("rice") + Row("bulgur");
  for (size_t cut = text.size() - 20; cut < text.size(); ++cut) {
    ImportResult result = MustImport(folder.Write("items.csv", text.substr(0, cut)), &server);
    EXPECT_EQ(result.recorded + result.already_there, 1) << cut;
    EXPECT_EQ(result.rejected, 1) << cut;
    EXPECT_THAT(result.problems[0], HasSubstr("items.csv: row 3")) << cut;
  }
  ImportResult broken =
      MustImport(folder.Write("items.csv", kHeader + Row("rice") + "\"bulg"), &server);
  EXPECT_TRUE(broken.broken);
}

TEST(ImporterTest, DryRunSendsNothing) {
  TempFolder folder;
  FakeCatalogue server;
  std::string path = folder.Write("items.csv", kHeader + Row("rice") + Row("Oats"));
  ImportResult result = MustImport(path, &server, true);
  EXPECT_EQ(DescribeResult(result, true), "2 rows: 1 can be sent, 1 rejected");
  EXPECT_EQ(server.size(), 0u);
}

TEST(ImporterTest, NoFileAndWrongHeaderAreErrors) {
  TempFolder folder;
  FakeCatalogue server;
  ImportFacts facts;
  auto result =
      ImportFile(folder / "none.csv", *MakeItemImport(), facts, ImportOptions(), server.Sender());
  EXPECT_THAT(std::string(result.status().message()), HasSubstr("none.csv"));
  result = ImportFile(folder.Write("a.csv", "item,name\n"), *MakeItemImport(), facts,
                      ImportOptions(), server.Sender());
  EXPECT_THAT(std::string(result.status().message()), HasSubstr("column category is missing"));
}

}  // namespace
}  // namespace waystation::cli
