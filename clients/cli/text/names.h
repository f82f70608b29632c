#ifndef CLIENTS_CLI_TEXT_NAMES_H_
#define CLIENTS_CLI_TEXT_NAMES_H_

#include <map>
#include <string>

#include "google/protobuf/repeated_ptr_field.h"
#include "waystation/common/v1/localized_text.pb.h"

namespace waystation::cli {

using Names = google::protobuf::RepeatedPtrField<common::v1::LocalizedText>;

// Names by language as given; empty texts are not given.
Names NamesOf(const std::map<std::string, std::string>& given);

// `before` with the given ones in place of theirs, or at the end.
Names WithNames(const Names& before, const std::map<std::string, std::string>& given);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_TEXT_NAMES_H_
