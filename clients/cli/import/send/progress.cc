#include "clients/cli/import/send/progress.h"

#include <algorithm>
#include <iostream>

#include "absl/strings/str_cat.h"
#include "clients/cli/text/text.h"
#include "clients/cli/text/times.h"

namespace waystation::cli {
namespace {

constexpr int64_t kBarCells = 30;
constexpr absl::Duration kRedraw = absl::Milliseconds(100);
// Back to the first column, and clear the line.
constexpr char kClear[] = "\r\x1b[K";

}  // namespace

void Progress::ShowPart(int64_t done, int64_t total, int64_t rows) {
  absl::Time now = client::SteadyNow();
  if (!shown_ || now - drawn_ < kRedraw) return;
  drawn_ = now;
  int64_t part = total == 0 ? 0 : std::min(done, total) * 100 / total;
  auto full = static_cast<size_t>(part * kBarCells / 100);
  std::cerr << kClear << title_ << " [" << std::string(full, '#')
            << std::string(static_cast<size_t>(kBarCells) - full, '.') << "] " << part << " %  "
            << WithThousands(rows) << " rows  " << FormatAge(now - begin_) << std::flush;
}

void Progress::Done() {
  if (shown_ && drawn_ != absl::InfinitePast()) std::cerr << kClear << std::flush;
}

}  // namespace waystation::cli
