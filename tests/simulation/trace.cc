#include "tests/simulation/trace.h"

#include <cstdio>
#include <utility>

#include "absl/strings/escaping.h"

namespace waystation::simulation {
namespace {

constexpr size_t kLastLines = 40;

}  // namespace

void Trace::Note(std::string line) {
  if (print_) std::printf("%s\n", line.c_str());
  digest_ = storage::Sha256({storage::DigestBytes(digest_), line});
  last_lines_.push_back(std::move(line));
  if (last_lines_.size() > kLastLines) last_lines_.pop_front();
}

std::string Trace::digest() const { return absl::BytesToHexString(storage::DigestBytes(digest_)); }

}  // namespace waystation::simulation
