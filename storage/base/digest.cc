#include "storage/base/digest.h"

#include <openssl/evp.h>

#include <algorithm>
#include <cstdlib>

namespace waystation::storage {
namespace {

// Fetched once: an implicit fetch per digest costs more than hashing a short entry.
const EVP_MD* Sha256Algorithm() {
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return algorithm;
}

// Fails only without memory or without SHA-256 in the library; going on would forge history.
void Require(bool ok) {
  if (!ok) std::abort();
}

}  // namespace

Sha256Stream::Sha256Stream() : context_(EVP_MD_CTX_new()) {
  Require(context_ != nullptr && EVP_DigestInit_ex(context_, Sha256Algorithm(), nullptr) == 1);
}

Sha256Stream::~Sha256Stream() { EVP_MD_CTX_free(context_); }

void Sha256Stream::Add(absl::string_view part) {
  Require(EVP_DigestUpdate(context_, part.data(), part.size()) == 1);
}

Digest Sha256Stream::Finish() {
  Digest digest = {};
  Require(EVP_DigestFinal_ex(context_, digest.data(), nullptr) == 1);
  return digest;
}

Digest Sha256(std::initializer_list<absl::string_view> parts) {
  Sha256Stream stream;
  for (absl::string_view part : parts) stream.Add(part);
  return stream.Finish();
}

std::string DigestBytes(const Digest& digest) { return std::string(digest.begin(), digest.end()); }

Digest DigestFromBytes(absl::string_view bytes) {
  Digest digest = {};
  if (bytes.size() == digest.size()) std::copy(bytes.begin(), bytes.end(), digest.begin());
  return digest;
}

}  // namespace waystation::storage
