#include "services/runtime/workflow/method.h"

#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"

namespace waystation::runtime {

std::string MethodOf(const google::protobuf::Descriptor* descriptor) {
  const google::protobuf::FileDescriptor* file = descriptor->file();
  for (int s = 0; s < file->service_count(); ++s) {
    const google::protobuf::ServiceDescriptor* service = file->service(s);
    for (int m = 0; m < service->method_count(); ++m) {
      if (service->method(m)->input_type() == descriptor) {
        return absl::StrCat("/", service->full_name(), "/", service->method(m)->name());
      }
    }
  }
  return descriptor->full_name();
}

std::string WithRequestId(const google::protobuf::Message& request, absl::string_view request_id) {
  const std::unique_ptr<google::protobuf::Message> copy(request.New());
  copy->CopyFrom(request);
  const auto* field = copy->GetDescriptor()->FindFieldByName("request_id");
  copy->GetReflection()->SetString(copy.get(), field, std::string(request_id));
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    copy->SerializeToCodedStream(&coded);
  }
  return bytes;
}

std::optional<common::v1::WriteReceipt> ReceiptOf(absl::string_view method,
                                                  absl::string_view response) {
  const std::string name = absl::StrReplaceAll(absl::StripPrefix(method, "/"), {{"/", "."}});
  const google::protobuf::MethodDescriptor* found =
      google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(name);
  if (found == nullptr) return std::nullopt;
  const google::protobuf::FieldDescriptor* field = found->output_type()->FindFieldByName("receipt");
  const google::protobuf::Message* prototype =
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(found->output_type());
  if (field == nullptr || prototype == nullptr ||
      field->message_type() != common::v1::WriteReceipt::descriptor()) {
    return std::nullopt;
  }
  const std::unique_ptr<google::protobuf::Message> message(prototype->New());
  if (!message->ParseFromArray(response.data(), static_cast<int>(response.size()))) {
    return std::nullopt;
  }
  common::v1::WriteReceipt receipt;
  receipt.CopyFrom(message->GetReflection()->GetMessage(*message, field));
  return receipt;
}

}  // namespace waystation::runtime
