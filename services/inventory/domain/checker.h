#ifndef SERVICES_INVENTORY_DOMAIN_CHECKER_H_
#define SERVICES_INVENTORY_DOMAIN_CHECKER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "storage/base/errors.h"
#include "waystation/common/v1/localized_text.pb.h"

namespace waystation::inventory {

// Collects what is wrong with the fields under one prefix, worded "got X, want Y".
class Checker {
 public:
  // REQUIRES: `violations` outlives this.
  Checker(std::vector<FieldViolation>& violations, absl::string_view prefix)
      : violations_(violations), prefix_(prefix) {}

  void Add(absl::string_view field, absl::string_view got, absl::string_view want);
  // `got` is text that someone typed: quoted, and cut.
  void AddQuoted(absl::string_view field, absl::string_view got, absl::string_view want);

  // Each adds a violation of `field` when the value is not as the name says.
  void Text(absl::string_view field, absl::string_view text, int min, int max);
  void Id(absl::string_view field, absl::string_view id);
  void InRange(absl::string_view field, int64_t value, int64_t min, int64_t max);
  void AtLeast(absl::string_view field, int64_t value, int64_t min);
  void Count(absl::string_view field, int count, int max);
  // At least one text, at most one a language.
  void DisplayNames(
      const google::protobuf::RepeatedPtrField<common::v1::LocalizedText>& display_names);

 private:
  std::vector<FieldViolation>& violations_;
  const std::string prefix_;
};

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_CHECKER_H_
