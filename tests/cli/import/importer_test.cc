#include "clients/cli/import/send/importer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "clients/cli/import/send/import_tally.h"
#include "clients/cli/import/send/side_file.h"
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

absl::StatusOr<ImportResult> Import(const std::string& path, FakeCatalogue* server,
                                    ImportOptions options = {}) {
  if (options.source.empty()) options.source = "items.csv";
  ImportFacts none;
  return ImportFile(path, MakeItemImport(&none).get(), options, server->Sender());
}

ImportResult MustImport(const std::string& path, FakeCatalogue* server,
                        ImportOptions options = {}) {
  auto result = Import(path, server, std::move(options));
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

// Answers come late and out of order, as from a server.
TEST(ImporterTest, ARowThatNamesOthersIsSentOnceTheyAreThere) {
  TempFolder folder;
  std::string header = kHeader;
  header.pop_back();
  auto with = [](const std::string& id, const std::string& substitute) {
    std::string row = Row(id);
    row.pop_back();
    return row + "," + substitute + "\n";
  };
  std::string path = folder.Write("items.csv", header + ",substitutes\n" + with("a", "") +
                                                   with("b", "a") + with("c", "b") + with("d", ""));
  std::mutex mutex;
  std::vector<std::string> sent;
  std::set<std::string> answered;
  std::vector<std::thread> threads;
  auto send = [&](const ImportCommand& command, std::function<void(absl::Status)> done) {
    const auto& request = static_cast<const CreateItemRequest&>(*command.request);
    std::lock_guard<std::mutex> lock(mutex);
    sent.push_back(request.item_id());
    for (const auto& substitute : request.item().substitutes()) {
      EXPECT_TRUE(answered.contains(substitute.item())) << request.item_id();
    }
    threads.emplace_back([&, done, name = "items/" + request.item_id()] {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      std::lock_guard<std::mutex> answer_lock(mutex);
      answered.insert(name);
      done(absl::OkStatus());
    });
  };
  ImportFacts none;
  ImportOptions options;
  options.source = "items.csv";
  auto result = ImportFile(path, MakeItemImport(&none).get(), options, send);
  for (std::thread& thread : threads) thread.join();
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->recorded, 4);
  EXPECT_THAT(sent, testing::ElementsAre("a", "b", "c", "d"));
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

TEST(ImporterTest, ARejectedRowSaysAllThatIsWrongWithIt) {
  TempFolder folder;
  FakeCatalogue server;
  std::string path = folder.Write("items.csv", kHeader + Row("Rice", "pound") + Row("bulgur"));
  ImportResult result = MustImport(path, &server);
  EXPECT_EQ(result.rejected, 1);
  const std::string text = *client::ReadWhole(result.rejects_file);
  EXPECT_THAT(text, HasSubstr("got \"\"Rice\"\", want 1 to 63 of a-z"));
  EXPECT_THAT(text, HasSubstr("; column base_unit: got \"\"pound\"\""));
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
  ImportOptions options;
  options.dry_run = true;
  ImportResult result = MustImport(path, &server, options);
  EXPECT_EQ(DescribeResult(result, true), "2 rows: 1 can be sent, 1 rejected");
  EXPECT_EQ(server.size(), 0u);
}

TEST(ImporterTest, NoFileAndWrongHeaderAreErrors) {
  TempFolder folder;
  FakeCatalogue server;
  EXPECT_THAT(std::string(Import(folder / "none.csv", &server).status().message()),
              HasSubstr("none.csv"));
  auto result = Import(folder.Write("a.csv", "item,name\n"), &server);
  EXPECT_THAT(std::string(result.status().message()), HasSubstr("column category is missing"));
}

// A mistyped --rejects once would have deleted whatever file it named.
TEST(ImporterTest, NoOtherFileIsEverWrittenOver) {
  TempFolder folder;
  FakeCatalogue server;
  std::string path = folder.Write("items.csv", kHeader + Row("Oats"));
  std::string letter = folder.Write("letter.txt", "Dear all,\n");
  ImportOptions options;
  options.rejects_path = letter;
  EXPECT_THAT(std::string(Import(path, &server, options).status().message()),
              HasSubstr("which is another file"));
  options.rejects_path = path;
  EXPECT_THAT(std::string(Import(path, &server, options).status().message()),
              HasSubstr("another than the input"));
  options.rejects_path = folder / "no/such/folder.csv";
  EXPECT_THAT(std::string(Import(path, &server, options).status().message()),
              HasSubstr("a folder that can be written"));
  EXPECT_EQ(*client::ReadWhole(letter), "Dear all,\n");
  EXPECT_EQ(*client::ReadWhole(path), kHeader + Row("Oats"));
  options.rejects_path = folder / "wrong.csv";
  EXPECT_EQ(MustImport(path, &server, options).rejects_file, folder / "wrong.csv");
  // An earlier run's is.
  EXPECT_EQ(MustImport(path, &server, options).rejects_file, folder / "wrong.csv");
}

// What a killed import left once made the same import be refused: "which is another file".
TEST(ImporterTest, AnUnfinishedSideFileIsAnEarlierRunsOwn) {
  TempFolder folder;
  FakeCatalogue server;
  std::string path = folder.Write("items.csv", kHeader + Row("Oats"));
  const std::string rejects = *client::ReadWhole(MustImport(path, &server).rejects_file);
  const size_t header = rejects.find('\n') + 1;
  for (size_t left = 0; left <= header; ++left) {
    folder.Write("items.csv.rejects.csv", rejects.substr(0, left));
    EXPECT_EQ(*client::ReadWhole(MustImport(path, &server).rejects_file), rejects) << left;
  }
  folder.Write("items.csv.remarks.csv", "");
  EXPECT_EQ(MustImport(path, &server).remarks_file, "");
  EXPECT_FALSE(std::filesystem::exists(path + ".remarks.csv"));
  // Neither another header's beginning, nor a line of ours that is whole but too short, nor what
  // only looks empty.
  ImportOptions options;
  options.rejects_path = folder / "other";
  for (const std::string& other : {std::string("item"), rejects.substr(0, 7) + "\n"}) {
    folder.Write("other", other);
    EXPECT_THAT(std::string(Import(path, &server, options).status().message()),
                HasSubstr("which is another file"));
    EXPECT_EQ(*client::ReadWhole(options.rejects_path), other);
  }
  options.rejects_path = folder / "folder";
  std::filesystem::create_directory(options.rejects_path);
  EXPECT_FALSE(Import(path, &server, options).ok());
  EXPECT_TRUE(std::filesystem::exists(options.rejects_path));
}

// The header of a rejects file is there as soon as the file is.
TEST(ImporterTest, ASideFileSaysWhatItIsAtOnce) {
  TempFolder folder;
  absl::StatusOr<SideFile> file = SideFile::At(folder / "a.csv", {"row", "remark_text"}, ';');
  ASSERT_TRUE(file.ok()) << file.status();
  file->Add({"2", "x"});
  EXPECT_THAT(*client::ReadWhole(folder / "a.csv"), HasSubstr("row;remark_text\r\n"));
}

// Ten lines are shown: rows that were only held back once left no place for the one to be mended.
TEST(ImporterTest, WhatHasToBeMendedIsToldBeforeWhatIsHeldBack) {
  TempFolder folder;
  ImportTally tally("f.csv", {"month"}, *SideFile::At(folder / "a", RejectsHeader({"month"}), ','),
                    *SideFile::At(folder / "b", RemarksHeader(), ','));
  for (int64_t line = 2; line < 20; ++line) {
    tally.Reject({}, {{line, "", "", "held back: row 20", true}});
  }
  tally.Reject({}, {{20, "month", "13", "got \"13\""}});
  absl::StatusOr<ImportResult> result = tally.Finish();
  ASSERT_TRUE(result.ok()) << result.status();
  ASSERT_EQ(result->problems.size(), 10u);
  EXPECT_EQ(result->problems[0], "f.csv: row 20, column month: got \"13\"");
  EXPECT_EQ(result->problems[1], "f.csv: row 2: held back: row 20");
}

// Rejects are UTF-8; the option that said what the input is must not be applied to them.
TEST(ImporterTest, RejectsOfAnotherEncodingComeBackUnmangled) {
  TempFolder folder;
  FakeCatalogue server;
  std::string row = Row("Oats");
  row.replace(row.find(",Oats,"), 6, ",\xCE\xE2\xB8\xF1,");
  ImportOptions options;
  options.decoder = *Decoder::Named("windows-1251");
  ImportResult result = MustImport(folder.Write("items.csv", kHeader + row), &server, options);
  std::string rejects = *client::ReadWhole(result.rejects_file);
  EXPECT_THAT(rejects, HasSubstr("Овёс"));
  rejects.replace(rejects.find("Oats"), 4, "oats");
  result = MustImport(folder.Write("mended.csv", rejects), &server, options);
  EXPECT_EQ(result.recorded, 1);
}

}  // namespace
}  // namespace waystation::cli
