#include "clients/cpp/method.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "google/protobuf/descriptor.h"

namespace waystation::client {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

absl::StatusOr<std::string> MethodPath(const Descriptor* request, const Descriptor* response) {
  const FileDescriptor* file = request->file();
  for (int s = 0; s < file->service_count(); ++s) {
    for (int m = 0; m < file->service(s)->method_count(); ++m) {
      const MethodDescriptor* method = file->service(s)->method(m);
      if (method->input_type() != request) continue;
      if (method->output_type() != response) {
        return absl::InternalError(absl::StrCat(method->full_name(), " answers with ",
                                                method->output_type()->full_name(), ", not ",
                                                response->full_name()));
      }
      return absl::StrCat("/", method->service()->full_name(), "/", method->name());
    }
  }
  return absl::InternalError(absl::StrCat("no method takes ", request->full_name()));
}

bool IsWrite(const Message& request) {
  return request.GetDescriptor()->FindFieldByName("request_id") != nullptr;
}

void SetRequestId(Message* request, absl::string_view request_id) {
  const FieldDescriptor* field = request->GetDescriptor()->FindFieldByName("request_id");
  request->GetReflection()->SetString(request, field, std::string(request_id));
}

std::optional<common::v1::WriteReceipt> ReceiptOf(const Message& response) {
  const FieldDescriptor* field = response.GetDescriptor()->FindFieldByName("receipt");
  if (field == nullptr || field->message_type() != common::v1::WriteReceipt::descriptor() ||
      !response.GetReflection()->HasField(response, field)) {
    return std::nullopt;
  }
  common::v1::WriteReceipt receipt;
  receipt.CopyFrom(response.GetReflection()->GetMessage(response, field));
  return receipt;
}

std::unique_ptr<Message> NewResponseOf(absl::string_view method_path) {
  std::string full_name = absl::StrReplaceAll(absl::StripPrefix(method_path, "/"), {{"/", "."}});
  const MethodDescriptor* method =
      google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(full_name);
  if (method == nullptr) return nullptr;
  const Message* prototype =
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(method->output_type());
  return std::unique_ptr<Message>(prototype->New());
}

}  // namespace waystation::client
