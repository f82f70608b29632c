// The floor of a batch: what RocksDB alone takes for the log values and rows of 1,000-line
// receipts. First the product's own commands run in this process, without gRPC, and all that they
// write is kept; then a bare loop writes the same bytes.
#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <iostream>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "clients/load/region.h"
#include "storage/base/status_macros.h"
#include "storage/rocks/rocks_database.h"
#include "tests/bench/bare_database.h"
#include "tests/bench/recorder.h"
#include "tests/inventory/support/desk.h"

namespace waystation::bench {
namespace {

struct Options {
  std::string folder;
  int64_t batches = 200;
  int lines = 1000;
  int64_t facilities = 20;
  int64_t items = 1000;
};

struct Figures {
  double product_seconds = 0;
  double bare_seconds = 0;
  int64_t rows = 0;
  int64_t row_bytes = 0;
  int64_t log_bytes = 0;
};

absl::StatusOr<double> Seconds(const std::function<absl::Status()>& work) {
  const auto begin = std::chrono::steady_clock::now();
  RETURN_IF_ERROR(work());
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

absl::Status Post(const Options& options, inventory::Desk& desk) {
  const absl::Time now = desk.now();
  for (int64_t batch = 0; batch < options.batches; ++batch) {
    inventory::v1::CreateMovementRequest request = load::CreateMovement(
        1, "bare", batch, batch % options.facilities, inventory::v1::MOVEMENT_KIND_RECEIPT, now);
    for (int line = 0; line < options.lines; ++line) {
      load::AddLine(line % options.items, 1 + load::Scattered(batch, line, 1000), now, request);
    }
    RETURN_IF_ERROR(desk.Post(std::move(request)).status());
  }
  return absl::OkStatus();
}

// Fills `written` with all that the batches write.
absl::StatusOr<double> RunProduct(const Options& options, std::vector<Written>& written) {
  storage::RocksOptions rocks;
  rocks.folder = absl::StrCat(options.folder, "/product");
  ASSIGN_OR_RETURN(const auto database, storage::RocksDatabase::Open(rocks));
  RecordingLog log(&database->log(), &written);
  RecordingRows rows(&database->rows(), &written);
  inventory::Desk desk(&log, &rows);
  desk.SetNow(absl::Now());
  for (int64_t n = 0; n < options.items; ++n) desk.AddItem(load::ItemId(n));
  for (int64_t n = 0; n < options.facilities; ++n) {
    desk.SetFacility(load::FacilityId(n), facility::v1::FACILITY_STATE_OPEN);
  }
  written.clear();
  ASSIGN_OR_RETURN(const double seconds, Seconds([&] { return Post(options, desk); }));
  RETURN_IF_ERROR(database->Close());
  return seconds;
}

absl::StatusOr<Figures> Measure(const Options& options) {
  Figures figures;
  std::vector<Written> written;
  ASSIGN_OR_RETURN(figures.product_seconds, RunProduct(options, written));
  for (const Written& group : written) {
    figures.log_bytes += static_cast<int64_t>(group.group.size());
    figures.rows += static_cast<int64_t>(group.rows.size());
    for (const auto& [key, value] : group.rows) {
      figures.row_bytes += static_cast<int64_t>(key.size() + value.value_or("").size());
    }
  }
  ASSIGN_OR_RETURN(const auto bare, BareDatabase::Open(absl::StrCat(options.folder, "/bare")));
  ASSIGN_OR_RETURN(figures.bare_seconds, Seconds([&]() -> absl::Status {
                     for (const Written& group : written) RETURN_IF_ERROR(bare->Write(group));
                     return absl::OkStatus();
                   }));
  return figures;
}

void Print(const Options& options, const Figures& figures) {
  const double lines = static_cast<double>(options.batches) * options.lines;
  printf("bare loop: %.0f lines/s; commands in this process, without gRPC: %.0f lines/s\n",
         lines / figures.bare_seconds, lines / figures.product_seconds);
  printf("a line: %.2f rows of %.0f bytes, %.0f bytes of log\n", figures.rows / lines,
         static_cast<double>(figures.row_bytes) / static_cast<double>(figures.rows),
         figures.log_bytes / lines);
  printf(
      "{\"workload\":\"bare-loop\",\"lines_per_second\":%.1f,\"product_lines_per_second\":%.1f,"
      "\"rows_per_line\":%.3f,\"row_bytes\":%.1f,\"log_bytes_per_line\":%.1f,\"errors\":0}\n",
      lines / figures.bare_seconds, lines / figures.product_seconds, figures.rows / lines,
      static_cast<double>(figures.row_bytes) / static_cast<double>(figures.rows),
      figures.log_bytes / lines);
}

int Run(int argc, char** argv) {
  CLI::App app("The floor of a batch: RocksDB alone writing what a batch writes.",
               "waystation-bare-loop");
  Options options;
  app.add_option("--folder", options.folder, "An empty folder to write in")->required();
  app.add_option("--batches", options.batches, "Batches to write")->capture_default_str();
  app.add_option("--lines", options.lines, "Lines of a batch")->capture_default_str();
  app.add_option("--facilities", options.facilities, "Facilities in turn")->capture_default_str();
  app.add_option("--items", options.items, "Items in turn")->capture_default_str();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    // CLI11 reports by exceptions; they end here.
    return app.exit(error) == 0 ? 0 : 1;
  }
  std::filesystem::create_directories(options.folder);
  const absl::StatusOr<Figures> figures = Measure(options);
  if (!figures.ok()) {
    std::cerr << figures.status() << "\n";
    return 1;
  }
  Print(options, *figures);
  return 0;
}

}  // namespace
}  // namespace waystation::bench

int main(int argc, char** argv) { return waystation::bench::Run(argc, argv); }
