#include "storage/base/digest.h"

#include <openssl/evp.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

namespace waystation::storage {
namespace {

// Fetched once: an implicit fetch per digest costs more than hashing a short entry.
const EVP_MD* Sha256Algorithm() {
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return algorithm;
}

}  // namespace

Digest Sha256(std::initializer_list<absl::string_view> parts) {
  Digest digest = {};
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                        &EVP_MD_CTX_free);
  bool ok = context != nullptr && EVP_DigestInit_ex(context.get(), Sha256Algorithm(), nullptr) == 1;
  for (absl::string_view part : parts) {
    ok = ok && EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1;
  }
  ok = ok && EVP_DigestFinal_ex(context.get(), digest.data(), nullptr) == 1;
  // Fails only without memory or without SHA-256 in the library; going on would forge history.
  if (!ok) std::abort();
  return digest;
}

std::string DigestBytes(const Digest& digest) { return std::string(digest.begin(), digest.end()); }

Digest DigestFromBytes(absl::string_view bytes) {
  Digest digest = {};
  if (bytes.size() == digest.size()) std::copy(bytes.begin(), bytes.end(), digest.begin());
  return digest;
}

}  // namespace waystation::storage
