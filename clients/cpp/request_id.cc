#include "clients/cpp/request_id.h"

#include <openssl/evp.h>
#include <sys/random.h>

#include <cerrno>
#include <cstdlib>

namespace waystation::client {

std::string RandomRequestId() {
  std::string id(kRequestIdBytes, '\0');
  size_t filled = 0;
  while (filled < id.size()) {
    ssize_t got = getrandom(id.data() + filled, id.size() - filled, 0);
    if (got > 0) {
      filled += static_cast<size_t>(got);
    } else if (errno != EINTR) {
      // Without randomness two commands could share an id and one would be lost.
      std::abort();
    }
  }
  return id;
}

std::string DerivedRequestId(absl::string_view source, absl::string_view kind,
                             absl::Span<const absl::string_view> natural_key) {
  std::string input;
  auto add = [&input](absl::string_view part) {
    input.append(part.data(), part.size());
    input.push_back('\0');
  };
  add(source);
  add(kind);
  for (absl::string_view part : natural_key) add(part);
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  EVP_Digest(input.data(), input.size(), digest, &size, EVP_sha256(), nullptr);
  return std::string(reinterpret_cast<const char*>(digest), kRequestIdBytes);
}

}  // namespace waystation::client
