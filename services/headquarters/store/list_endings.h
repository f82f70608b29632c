#ifndef SERVICES_HEADQUARTERS_STORE_LIST_ENDINGS_H_
#define SERVICES_HEADQUARTERS_STORE_LIST_ENDINGS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/headquarters/store/facts.h"
#include "waystation/headquarters/v1/ending.pb.h"
#include "waystation/headquarters/v1/supply.pb.h"

namespace waystation::headquarters {

struct EndingPage {
  std::vector<v1::Ending> endings;
  // Where the next page goes on; empty when this is the last. Opaque.
  std::string next_key;
};

// One page, merged from the indexes by time of limits and of vital supplies; at most
// kRowsScannedPerPage of their rows are looked at. REQUIRES: `request` is validated. Its page token
// is not looked at: `after_key` is next_key of the page before. PAGE_TOKEN_MISMATCH when it is not.
absl::StatusOr<EndingPage> LoadEndings(Facts& facts, const v1::ListEndingsRequest& request,
                                       int page_size, const std::string& after_key);

}  // namespace waystation::headquarters

#endif  // SERVICES_HEADQUARTERS_STORE_LIST_ENDINGS_H_
