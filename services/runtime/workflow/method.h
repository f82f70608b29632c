// What can be known of a gRPC method from its messages alone.
#ifndef SERVICES_RUNTIME_WORKFLOW_METHOD_H_
#define SERVICES_RUNTIME_WORKFLOW_METHOD_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "waystation/common/v1/log.pb.h"

namespace waystation::runtime {

// The full gRPC method whose request `descriptor` is, such as
// "/waystation.inventory.v1.ItemService/CreateItem": the one with this request in the same file.
std::string MethodOf(const google::protobuf::Descriptor* descriptor);

// The serialized request with its field `request_id` set, the same bytes each time. REQUIRES: it
// has such a field, of type bytes, as the request of every write has.
std::string WithRequestId(const google::protobuf::Message& request, absl::string_view request_id);

// The receipt in `response`, the serialized answer of `method`; nullopt when it has none, can't be
// parsed, or this program does not know the method.
std::optional<common::v1::WriteReceipt> ReceiptOf(absl::string_view method,
                                                  absl::string_view response);

}  // namespace waystation::runtime

#endif  // SERVICES_RUNTIME_WORKFLOW_METHOD_H_
