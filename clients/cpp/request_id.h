#ifndef CLIENTS_CPP_REQUEST_ID_H_
#define CLIENTS_CPP_REQUEST_ID_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace waystation::client {

// Bytes of every request id.
inline constexpr size_t kRequestIdBytes = 16;

// A new id from the system's random source: for a command that a person gives once.
std::string RandomRequestId();

// An id that is the same whenever the same thing is sent again: the first 16 bytes of SHA-256 over
// the source name, the kind and the parts of the natural key, each ended by a zero byte. None of
// them holds a zero byte, so two different keys never give the same input.
std::string DerivedRequestId(absl::string_view source, absl::string_view kind,
                             absl::Span<const absl::string_view> natural_key);

}  // namespace waystation::client

#endif  // CLIENTS_CPP_REQUEST_ID_H_
