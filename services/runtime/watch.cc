#include "services/runtime/watch.h"

#include "absl/strings/str_cat.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "services/runtime/call.h"
#include "services/runtime/limits.h"

namespace waystation::runtime {
namespace {

std::string QuestionOf(const google::protobuf::Message& request) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    request.SerializeToCodedStream(&coded);
  }
  return absl::StrCat(MethodOf(request.GetDescriptor()), "\n", bytes);
}

}  // namespace

bool ParseQuestion(const grpc::ByteBuffer& bytes, google::protobuf::Message* message) {
  std::vector<grpc::Slice> slices;
  if (!bytes.Dump(&slices).ok()) return false;
  std::string whole;
  for (const grpc::Slice& slice : slices) {
    whole.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return message->ParseFromString(whole);
}

std::vector<FieldViolation> NotAMessage() {
  return {{"request", "got bytes that are not of this message, want its protobuf encoding"}};
}

WatchReactor* StartWatch(StoreHost* host, grpc::CallbackServerContext* context,
                         const google::protobuf::Message& question,
                         std::vector<FieldViolation> violations, MakeWatchMessage make,
                         const WatchOptions& options) {
  const auto [stream, reactor] = WatchStream::Make();
  const CallContext call = ReadCallContext(*context, kDefaultReadDeadline, violations);
  if (!violations.empty()) {
    stream->End(InvalidFields(violations));
    return reactor;
  }
  WhenFollowed(host, call.after, call.deadline,
               [host, options, stream = stream, question = QuestionOf(question),
                make = std::move(make)](const absl::Status& ready) {
                 if (!ready.ok()) return stream->End(ready);
                 host->watches().Join(question, options, make, stream);
               });
  return reactor;
}

}  // namespace waystation::runtime
