// What the contracts say about a request, read from its descriptor, so that no method name is typed
// twice and every write is treated alike.
#ifndef CLIENTS_CPP_METHOD_H_
#define CLIENTS_CPP_METHOD_H_

#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "waystation/common/v1/log.pb.h"

namespace waystation::client {

// "/waystation.inventory.v1.ItemService/CreateItem" for a CreateItemRequest. INTERNAL when no
// method takes this request or it does not answer with `response`.
absl::StatusOr<std::string> MethodPath(const google::protobuf::Descriptor* request,
                                       const google::protobuf::Descriptor* response);

// True when the request has a field request_id, so is a write.
bool IsWrite(const google::protobuf::Message& request);

// REQUIRES: IsWrite(*request).
void SetRequestId(google::protobuf::Message* request, absl::string_view request_id);

// The field `receipt` of a write's response; nullopt when it has none.
std::optional<common::v1::WriteReceipt> ReceiptOf(const google::protobuf::Message& response);

// The response message of a method path, empty; nullptr for a path that is not known here.
std::unique_ptr<google::protobuf::Message> NewResponseOf(absl::string_view method_path);

}  // namespace waystation::client

#endif  // CLIENTS_CPP_METHOD_H_
