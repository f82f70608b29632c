#ifndef SERVICES_RUNTIME_PAGE_H_
#define SERVICES_RUNTIME_PAGE_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "services/runtime/limits.h"

namespace waystation::runtime {

// Where a list goes on. The last key is a row key (or whatever orders the list), never an offset:
// rows that come and go between pages neither repeat nor hide others.
struct PageToken {
  std::string filter_hash;  // FilterHash of the request.
  std::string log;          // Such as "inventory/main".
  std::string last_key;     // Of the last row on the page before.
};

// Of all fields that choose what is listed: the whole request without page_size and page_token.
std::string FilterHash(const google::protobuf::Message& request);

// Opaque text for a `next_page_token`.
std::string EncodePageToken(const PageToken& token);

// The last key; empty for an empty token (the first page). PAGE_TOKEN_MISMATCH when the token was
// made for other parameters or another log, or is not one.
absl::StatusOr<std::string> DecodePageToken(absl::string_view token,
                                            absl::string_view expected_filter_hash,
                                            absl::string_view log);

// What was asked for, at most kMaxPageSize; kDefaultPageSize when nothing (zero or less) was.
// Validation refuses negative sizes before (validate.h, CheckPageSize).
int PageSize(int32_t requested);

}  // namespace waystation::runtime

#endif  // SERVICES_RUNTIME_PAGE_H_
