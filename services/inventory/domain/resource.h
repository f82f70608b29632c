// What items and storage classes share as resources: etags, and updates by mask.
#ifndef SERVICES_INVENTORY_DOMAIN_RESOURCE_H_
#define SERVICES_INVENTORY_DOMAIN_RESOURCE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/message.h"
#include "storage/base/errors.h"

namespace waystation::inventory {

// 16 hex digits over the content; the same content has the same etag.
// REQUIRES: the field `etag` of `content` is empty.
std::string ContentEtag(const google::protobuf::Message& content);

// Appends a violation for each path of the mask that is no field of `type` to change: name, etag
// and what a merge makes are none.
void CheckUpdateMask(std::vector<FieldViolation>& violations,
                     const google::protobuf::FieldMask& mask,
                     const google::protobuf::Descriptor& type);

// Copies the fields that the mask names, set or not; what is no field is left alone.
// REQUIRES: both are of one type.
void CopyFields(const google::protobuf::Message& from, const google::protobuf::FieldMask& mask,
                google::protobuf::Message& to);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_RESOURCE_H_
