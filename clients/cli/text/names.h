#ifndef CLIENTS_CLI_TEXT_NAMES_H_
#define CLIENTS_CLI_TEXT_NAMES_H_

#include <map>
#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "waystation/common/v1/localized_text.pb.h"

namespace waystation::cli {

using Names = google::protobuf::RepeatedPtrField<common::v1::LocalizedText>;

// Names by language as given; empty texts are not given.
Names NamesOf(const std::map<std::string, std::string>& given);

// `before` with the given ones in place of theirs, or at the end.
Names WithNames(const Names& before, const std::map<std::string, std::string>& given);

// The text in the language, else English, else the first, else `fallback`.
std::string NameIn(const Names& names, const std::string& language, absl::string_view fallback);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_TEXT_NAMES_H_
