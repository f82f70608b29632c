#ifndef CLIENTS_CLI_IMPORT_SEND_PROGRESS_H_
#define CLIENTS_CLI_IMPORT_SEND_PROGRESS_H_

#include <cstdint>
#include <string>

#include "absl/time/time.h"
#include "clients/cpp/steady.h"

namespace waystation::cli {

// A bar on standard error that says how far a file is, redrawn at most ten times a second.
class Progress {
 public:
  // Draws nothing unless `shown`.
  Progress(std::string title, int64_t total_bytes, bool shown)
      : title_(std::move(title)), total_bytes_(total_bytes), shown_(shown) {}

  // So many bytes of the file are read.
  void Show(int64_t bytes, int64_t rows) { ShowPart(bytes, total_bytes_, rows); }

  // `done` of `total`, when the file is read and its commands go out.
  void ShowPart(int64_t done, int64_t total, int64_t rows);

  // Takes the bar away.
  void Done();

 private:
  std::string title_;
  int64_t total_bytes_;
  bool shown_;
  absl::Time begin_ = client::SteadyNow();
  absl::Time drawn_ = absl::InfinitePast();
};

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_IMPORT_SEND_PROGRESS_H_
