#include "services/inventory/domain/resource.h"

#include <memory>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "services/inventory/domain/checker.h"
#include "storage/base/digest.h"

namespace waystation::inventory {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

std::string ContentEtag(const Message& content) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    content.SerializeToCodedStream(&coded);
  }
  return absl::BytesToHexString(storage::DigestBytes(storage::Sha256({bytes}))).substr(0, 16);
}

namespace {

// Of items and storage classes.
bool IsOutputOnly(absl::string_view path) {
  return path == "name" || path == "etag" || path == "merge" || path == "aliases";
}

}  // namespace

void CheckUpdateMask(std::vector<FieldViolation>& violations,
                     const google::protobuf::FieldMask& mask,
                     const google::protobuf::Descriptor& type) {
  Checker check(violations, "update_mask");
  for (int i = 0; i < mask.paths_size(); ++i) {
    const std::string& path = mask.paths(i);
    if (IsOutputOnly(path) || type.FindFieldByName(path) == nullptr) {
      check.AddQuoted(absl::StrCat("paths[", i, "]"), path,
                      absl::StrCat("a field of ", type.name(), " to change"));
    }
  }
}

void CopyFields(const Message& from, const google::protobuf::FieldMask& mask, Message& to) {
  const google::protobuf::Reflection& reflection = *from.GetReflection();
  std::unique_ptr<Message> only(from.New());
  only->CopyFrom(from);
  std::vector<const FieldDescriptor*> set;
  reflection.ListFields(*only, &set);
  const google::protobuf::Descriptor& type = *from.GetDescriptor();
  for (const FieldDescriptor* field : set) {
    bool named = false;
    for (const std::string& path : mask.paths()) named = named || path == field->name();
    if (!named) reflection.ClearField(only.get(), field);
  }
  for (const std::string& path : mask.paths()) {
    const FieldDescriptor* field = type.FindFieldByName(path);
    if (field != nullptr) reflection.ClearField(&to, field);
  }
  to.MergeFrom(*only);
}

}  // namespace waystation::inventory
