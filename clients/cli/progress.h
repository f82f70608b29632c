#ifndef CLIENTS_CLI_PROGRESS_H_
#define CLIENTS_CLI_PROGRESS_H_

#include <cstdint>
#include <string>

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace waystation::cli {

// A bar on standard error that says how far a file is, redrawn at most ten times a second.
class Progress {
 public:
  // Draws nothing unless `shown`.
  Progress(std::string title, int64_t total_bytes, bool shown)
      : title_(std::move(title)), total_bytes_(total_bytes), shown_(shown) {}

  void Show(int64_t bytes, int64_t rows);

  // Takes the bar away.
  void Done();

 private:
  std::string title_;
  int64_t total_bytes_;
  bool shown_;
  absl::Time begin_ = absl::Now();
  absl::Time drawn_ = absl::InfinitePast();
};

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_PROGRESS_H_
