#ifndef STORAGE_BASE_DIGEST_H_
#define STORAGE_BASE_DIGEST_H_

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string>

#include "absl/strings/string_view.h"

struct evp_md_ctx_st;

namespace waystation::storage {

// A SHA-256 value. All zero stands for "before the first group".
using Digest = std::array<uint8_t, 32>;

// SHA-256 over the parts, one after another, as if they were one string.
Digest Sha256(std::initializer_list<absl::string_view> parts);

// The same over parts that come one by one. Not thread-safe.
class Sha256Stream {
 public:
  Sha256Stream();
  ~Sha256Stream();
  Sha256Stream(const Sha256Stream&) = delete;
  Sha256Stream& operator=(const Sha256Stream&) = delete;
  void Add(absl::string_view part);
  // Of all parts added. Call it once, last.
  Digest Finish();

 private:
  evp_md_ctx_st* const context_;
};

// The digest's 32 bytes, for messages and rows.
std::string DigestBytes(const Digest& digest);

// The inverse. Empty bytes give the all-zero digest; any other length than 32 does too.
Digest DigestFromBytes(absl::string_view bytes);

}  // namespace waystation::storage

#endif  // STORAGE_BASE_DIGEST_H_
