// Page tokens, before base64:
//   token := version (1 byte, 2) check (8 bytes) filter_hash (16 bytes) log_length (1 byte) log
//            last_key
// `check` is the beginning of the SHA-256 of all that follows it: a mistyped token is told from a
// real one.
#include "services/runtime/page.h"

#include <algorithm>
#include <memory>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "storage/base/digest.h"
#include "storage/base/errors.h"

namespace waystation::runtime {
namespace {

// Raised when keys of rows change, which tokens hold: one of before is then told as none of ours.
constexpr char kVersion = 2;
constexpr size_t kCheckBytes = 8;
constexpr size_t kHashBytes = 16;

std::string CheckOf(absl::string_view rest) {
  return storage::DigestBytes(storage::Sha256({rest})).substr(0, kCheckBytes);
}

absl::Status Mismatch() {
  return Error(common::v1::ERROR_REASON_PAGE_TOKEN_MISMATCH,
               "The page token is not from a list with these parameters.");
}

}  // namespace

std::string FilterHash(const google::protobuf::Message& request) {
  const std::unique_ptr<google::protobuf::Message> filter(request.New());
  filter->CopyFrom(request);
  for (const char* name : {"page_size", "page_token"}) {
    const auto* field = filter->GetDescriptor()->FindFieldByName(name);
    if (field != nullptr) filter->GetReflection()->ClearField(filter.get(), field);
  }
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    filter->SerializeToCodedStream(&coded);
  }
  const storage::Digest digest = storage::Sha256({request.GetDescriptor()->full_name(), bytes});
  return storage::DigestBytes(digest).substr(0, kHashBytes);
}

std::string EncodePageToken(const PageToken& token) {
  std::string hash = token.filter_hash;
  hash.resize(kHashBytes);
  const std::string log = token.log.substr(0, 255);
  const std::string rest =
      absl::StrCat(hash, std::string(1, static_cast<char>(log.size())), log, token.last_key);
  return absl::WebSafeBase64Escape(absl::StrCat(std::string(1, kVersion), CheckOf(rest), rest));
}

absl::StatusOr<std::string> DecodePageToken(absl::string_view token,
                                            absl::string_view expected_filter_hash,
                                            absl::string_view log) {
  if (token.empty()) return std::string();
  std::string bytes;
  if (token.size() > kMaxPageTokenBytes || !absl::WebSafeBase64Unescape(token, &bytes)) {
    return Mismatch();
  }
  absl::string_view rest = bytes;
  if (rest.size() < 1 + kCheckBytes + kHashBytes + 1 || rest[0] != kVersion) return Mismatch();
  const absl::string_view check = rest.substr(1, kCheckBytes);
  rest.remove_prefix(1 + kCheckBytes);
  if (check != absl::string_view(CheckOf(rest))) return Mismatch();
  std::string hash(expected_filter_hash);
  hash.resize(kHashBytes);
  if (rest.substr(0, kHashBytes) != absl::string_view(hash)) return Mismatch();
  const size_t log_length = static_cast<unsigned char>(rest[kHashBytes]);
  rest.remove_prefix(kHashBytes + 1);
  if (rest.size() < log_length || rest.substr(0, log_length) != log) return Mismatch();
  return std::string(rest.substr(log_length));
}

int PageSize(int32_t requested) {
  return requested <= 0 ? kDefaultPageSize : std::min<int32_t>(requested, kMaxPageSize);
}

}  // namespace waystation::runtime
