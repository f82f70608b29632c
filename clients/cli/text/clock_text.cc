#include "clients/cli/text/clock_text.h"

#include <map>

#include "absl/strings/substitute.h"
#include "clients/cli/text/times.h"

namespace waystation::cli {
namespace {

// $0: what the clock says, $1: the last trusted time that was recorded.
struct Warning {
  const char* behind;
  const char* before_build;
  const char* ahead;
};

const Warning& WarningIn(absl::string_view language) {
  static const auto* const warnings = new std::map<absl::string_view, Warning>{
      {"az",
       {"DİQQƏT: serverin saatına inanmaq olmaz: $0 sonuncu qeyddən ($1) xeyli geridədir. Vaxtlar "
        "və qalan günlər səhv ola bilər: waystation clock show",
        "DİQQƏT: serverin saatına inanmaq olmaz: $0 proqramın yığıldığı gündən əvvəldir. Vaxtlar "
        "və qalan günlər səhv ola bilər: waystation clock show",
        "DİQQƏT: serverin saatına inanmaq olmaz: $0 sonuncu qeyddən ($1) 30 gündən çox irəlidədir. "
        "Vaxtlar və qalan günlər səhv ola bilər: waystation clock show"}},
      {"hy",
       {"ՈՒՇԱԴՐՈՒԹՅՈՒՆ. սերվերի ժամացույցին վստահել չի կարելի. $0-ն վերջին գրառումից ($1) շատ հետ "
        "է մնացել։ Ժամերը և մնացած օրերը կարող են սխալ լինել. waystation clock show",
        "ՈՒՇԱԴՐՈՒԹՅՈՒՆ. սերվերի ժամացույցին վստահել չի կարելի. $0-ն ծրագրի կառուցման օրվանից վաղ "
        "է։ Ժամերը և մնացած օրերը կարող են սխալ լինել. waystation clock show",
        "ՈՒՇԱԴՐՈՒԹՅՈՒՆ. սերվերի ժամացույցին վստահել չի կարելի. $0-ն վերջին գրառումից ($1) ավելի "
        "քան 30 օրով առաջ է ընկել։ Ժամերը և մնացած օրերը կարող են սխալ լինել. "
        "waystation clock show"}},
      {"ru",
       {"ВНИМАНИЕ: часам сервера нельзя верить: $0 намного раньше последней записи ($1). Время и "
        "оставшиеся дни могут быть неверны: waystation clock show",
        "ВНИМАНИЕ: часам сервера нельзя верить: $0 раньше дня сборки программы. Время и "
        "оставшиеся дни могут быть неверны: waystation clock show",
        "ВНИМАНИЕ: часам сервера нельзя верить: $0 более чем на 30 дней позже последней записи "
        "($1). Время и оставшиеся дни могут быть неверны: waystation clock show"}},
      {"en",
       {"WARNING: the server's clock can't be believed: $0 is far behind its last entry ($1). "
        "Times and days left may be wrong: waystation clock show",
        "WARNING: the server's clock can't be believed: $0 is before the program was built. Times "
        "and days left may be wrong: waystation clock show",
        "WARNING: the server's clock can't be believed: $0 is more than 30 days past its last "
        "entry ($1). Times and days left may be wrong: waystation clock show"}}};
  const auto found = warnings->find(language);
  return found == warnings->end() ? warnings->at("en") : found->second;
}

}  // namespace

bool IsSuspect(common::v1::ClockState state) {
  return state != common::v1::CLOCK_STATE_UNSPECIFIED && state != common::v1::CLOCK_STATE_GOOD;
}

std::string ClockWarning(const common::v1::GetClockResponse& clock, absl::string_view language,
                         absl::TimeZone zone) {
  if (!IsSuspect(clock.state())) return "";
  const Warning& warning = WarningIn(language);
  const char* text = warning.ahead;
  if (clock.state() == common::v1::CLOCK_STATE_BEHIND) text = warning.behind;
  if (clock.state() == common::v1::CLOCK_STATE_BEFORE_BUILD) text = warning.before_build;
  return absl::Substitute(text, FormatTime(clock.clock_time(), zone),
                          FormatTime(clock.last_entry_time(), zone));
}

std::string ClockAdvice(const common::v1::GetClockResponse& clock) {
  if (!IsSuspect(clock.state())) return "";
  std::string text;
  if (clock.kind() == common::v1::FOLDER_KIND_EXERCISE &&
      clock.state() == common::v1::CLOCK_STATE_BEHIND) {
    text =
        "This exercise's clock had been set, and a restart forgets that.\n"
        "To go on with the exercise's time, set it again:  waystation clock set TIME\n";
  } else {
    text = "If the clock is wrong, set this machine's right: the server notices by itself.\n";
  }
  return text +
         "If it is right, say what another clock shows:     waystation clock confirm TIME\n"
         "Until then what happened is recorded and marked, by the server's own time; nothing\n"
         "happens by time alone, and orders must hold by either time.";
}

}  // namespace waystation::cli
