#include "clients/cli/text/warning_text.h"

#include "absl/strings/str_cat.h"
#include "clients/cli/text/facility_text.h"
#include "clients/cli/text/words.h"

namespace waystation::cli {
namespace {

using facility::v1::Warning;
using facility::v1::WarningCause;

std::string Of(const std::string& what, const std::string& subject) {
  return subject.empty() ? what : absl::StrCat(what, " of ", subject);
}

// A value of the measure as status shows it, with its unit.
std::string ShowAmount(const WarningCause& cause, int64_t amount) {
  facility::v1::StatusValue value;
  value.set_measure(cause.measure());
  value.set_amount(amount);
  return FormatStatusValue(value);
}

}  // namespace

std::string DescribeWarning(const Warning& warning) {
  const WarningCause& cause = warning.cause();
  switch (warning.kind()) {
    case facility::v1::WARNING_KIND_UNKNOWN:
      return absl::StrCat("unknown: ", Of(PlainWord(cause.limit()), warning.subject()), ", ",
                          PlainWord(cause.unknown()));
    case facility::v1::WARNING_KIND_EXCURSION:
    case facility::v1::WARNING_KIND_FREEZING:
    case facility::v1::WARNING_KIND_BEDS:
      return absl::StrCat(Of(PlainWord(warning.kind()), warning.subject()), ": ",
                          ShowAmount(cause, cause.amount()), ", beyond ",
                          ShowAmount(cause, cause.bound()));
    case facility::v1::WARNING_KIND_OXYGEN:
      return "no full oxygen cylinder";
    case facility::v1::WARNING_KIND_ACCESS:
      return "cut off";
    default:
      return Of(PlainWord(warning.kind()), warning.subject());
  }
}

std::string DescribeWarningState(const Warning& warning) {
  std::string text = PlainWord(warning.state());
  switch (warning.state()) {
    case facility::v1::WARNING_STATE_SEEN:
      absl::StrAppend(&text, " by ", warning.seen_by());
      break;
    case facility::v1::WARNING_STATE_DOING:
      absl::StrAppend(&text, " by ", warning.doing_by(), ": ", warning.doing());
      break;
    case facility::v1::WARNING_STATE_CLOSED:
      if (warning.end() == facility::v1::WARNING_END_BY_ITSELF) {
        absl::StrAppend(&text, " by itself");
      } else {
        absl::StrAppend(&text, " by ", warning.closed_by(), ": ", warning.closed_reason());
      }
      break;
    default:
      break;
  }
  if (warning.has_escalated_time()) absl::StrAppend(&text, ", ESCALATED");
  return text;
}

}  // namespace waystation::cli
