#ifndef SERVICES_RUNTIME_STATUS_H_
#define SERVICES_RUNTIME_STATUS_H_

#include "absl/status/status.h"
#include "grpcpp/support/status.h"

namespace waystation::runtime {

// The one place where errors turn into what goes over the wire: the same code and message, and as
// details the serialized google.rpc.Status with ErrorInfo (reason, domain "waystation", metadata)
// and, for INVALID_FIELD, BadRequest. A status without a reason is a fault of this program:
// INTERNAL and no inner text.
grpc::Status ToGrpc(const absl::Status& status);

// OVERLOADED: what was asked can't be taken on now; the same may be asked again.
absl::Status Overloaded();

// The inverse, for followers and clients: reason, metadata and violations come back.
absl::Status FromGrpc(const grpc::Status& status);

}  // namespace waystation::runtime

#endif  // SERVICES_RUNTIME_STATUS_H_
