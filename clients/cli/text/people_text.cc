#include "clients/cli/text/people_text.h"

#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/text/text.h"

namespace waystation::cli {
namespace {

constexpr size_t kLongestTag = 20;

bool IsTag(absl::string_view text) {
  if (text.size() < 2 || text.size() > kLongestTag) return false;
  for (const char c : text) {
    if (!absl::ascii_isalnum(static_cast<unsigned char>(c)) && c != '-') return false;
  }
  return true;
}

}  // namespace

absl::StatusOr<facility::v1::FacilityAlias> ParseAlias(absl::string_view text) {
  facility::v1::FacilityAlias alias;
  const size_t equals = text.find('=');
  if (equals != absl::string_view::npos) {
    if (!IsTag(text.substr(0, equals)) || equals + 1 == text.size()) {
      return WrongValue(text, "LANGUAGE=TEXT such as az=Xocalı, or a text without '='");
    }
    alias.set_language(std::string(text.substr(0, equals)));
    text.remove_prefix(equals + 1);
  }
  if (text.empty()) return WrongValue(text, "LANGUAGE=TEXT such as az=Xocalı, or a text");
  alias.set_text(std::string(text));
  return alias;
}

absl::StatusOr<facility::v1::PeopleGroup> ParsePeopleGroup(absl::string_view text) {
  const size_t equals = text.find('=');
  int64_t people = 0;
  if (equals == absl::string_view::npos || equals == 0 ||
      text.substr(equals + 1).find_first_not_of("0123456789") != absl::string_view::npos ||
      !absl::SimpleAtoi(text.substr(equals + 1), &people)) {
    return WrongValue(text, "GROUP=PEOPLE such as displaced=1200");
  }
  facility::v1::PeopleGroup group;
  group.set_group(std::string(text.substr(0, equals)));
  group.set_people(people);
  return group;
}

std::vector<std::pair<std::string, std::string>> DescribePeople(
    const facility::v1::Facility& facility) {
  std::vector<std::pair<std::string, std::string>> lines;
  for (const auto& alias : facility.aliases()) {
    const std::string language =
        alias.language().empty() ? "" : absl::StrCat("  (", alias.language(), ")");
    lines.push_back({"also called", absl::StrCat(alias.text(), language)});
  }
  for (const auto& group : facility.people_groups()) {
    lines.push_back(
        {"of the people", absl::StrCat(group.group(), " ", WithThousands(group.people()))});
  }
  if (facility.operating_theatres() > 0) {
    lines.push_back({"operating theatres", WithThousands(facility.operating_theatres())});
  }
  const facility::v1::DailyLoad& load = facility.daily_load();
  const auto add = [&](const char* what, bool known, int64_t number) {
    if (known) lines.push_back({what, WithThousands(number)});
  };
  add("outpatients a day", load.has_outpatients_per_day(), load.outpatients_per_day());
  add("operations a day", load.has_operations_per_day(), load.operations_per_day());
  add("staff a day", load.has_staff(), load.staff());
  add("residents", load.has_residents(), load.residents());
  return lines;
}

}  // namespace waystation::cli
