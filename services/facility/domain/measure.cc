#include "services/facility/domain/measure.h"

#include <iterator>

#include "absl/strings/str_cat.h"
#include "services/facility/domain/names.h"
#include "services/facility/domain/text_search.h"
#include "services/facility/domain/times.h"
#include "services/facility/limits.h"

namespace waystation::facility {
namespace {

using Value = v1::StatusValue;

constexpr MeasureRule kRules[] = {
    {v1::MEASURE_BEDS_OCCUPIED, Value::kAmount, "bed type"},
    {v1::MEASURE_BEDS_FREE, Value::kAmount, "bed type"},
    {v1::MEASURE_PATIENTS_SEEN, Value::kAmount, ""},
    {v1::MEASURE_MEALS_SERVED, Value::kAmount, ""},
    {v1::MEASURE_STAFF_PRESENT, Value::kAmount, ""},
    {v1::MEASURE_POWER_SOURCE, Value::kPowerSource, ""},
    {v1::MEASURE_GRID_HOURS_LAST_DAY, Value::kAmount, "", 0, kMaxGridHours},
    {v1::MEASURE_LOAD_W, Value::kAmount, "circuit or generator", 0, INT64_MAX, true},
    {v1::MEASURE_TANK_LEVEL_ML, Value::kAmount, "tank"},
    {v1::MEASURE_FRIDGE_TEMPERATURE_MILLICELSIUS, Value::kAmount, "fridge",
     -kMaxTemperatureMillicelsius, kMaxTemperatureMillicelsius},
    {v1::MEASURE_WATER_LEVEL_ML, Value::kAmount, ""},
    {v1::MEASURE_WATER_RECEIVED_ML, Value::kAmount, ""},
    {v1::MEASURE_OXYGEN_CYLINDERS_FULL, Value::kAmount, ""},
    {v1::MEASURE_ACCESS, Value::kAccess, ""},
    {v1::MEASURE_NOTE, Value::kNote, ""},
    {v1::MEASURE_SOURCE_STATE, Value::kSourceState, "generator or grid feeder"},
    {v1::MEASURE_SOLAR_W, Value::kAmount, "solar array"},
    {v1::MEASURE_BATTERY_WH, Value::kAmount, "solar array"},
    {v1::MEASURE_OPERATIONS_DONE, Value::kAmount, ""},
    {v1::MEASURE_WATER_USED_ML, Value::kAmount, ""},
};

absl::string_view CaseName(Value::ValueCase value_case) {
  switch (value_case) {
    case Value::kAmount:
      return "amount";
    case Value::kPowerSource:
      return "power_source";
    case Value::kAccess:
      return "access";
    case Value::kNote:
      return "note";
    case Value::kSourceState:
      return "source_state";
    case Value::VALUE_NOT_SET:
      break;
  }
  return "nothing";
}

// Collects what is wrong with one value.
class Checker {
 public:
  Checker(absl::string_view path, std::vector<FieldViolation>& violations)
      : path_(path), violations_(violations) {}

  void Add(absl::string_view field, absl::string_view got, absl::string_view want) {
    violations_.push_back(
        {absl::StrCat(path_, ".", field), absl::StrCat("got ", got, ", want ", want)});
  }

  void CheckSubject(const Value& value, const MeasureRule& rule) {
    if (rule.subject_optional && value.subject().empty()) return;
    if (rule.subject.empty()) {
      if (!value.subject().empty()) Add("subject", QuoteForMessage(value.subject()), "none");
    } else if (!IsId(value.subject())) {
      Add("subject", value.subject().empty() ? "nothing" : QuoteForMessage(value.subject()),
          absl::StrCat("a ", rule.subject,
                       ": 1 to 63 of a-z, 0-9 and -, neither first nor last a -"));
    }
  }

  void CheckContent(const Value& value, const MeasureRule& rule) {
    if (value.value_case() != rule.value_case) {
      Add("value", CaseName(value.value_case()), CaseName(rule.value_case));
      return;
    }
    if (value.has_amount() && (value.amount() < rule.min || value.amount() > rule.max)) {
      Add("amount", absl::StrCat(value.amount()),
          rule.max == INT64_MAX ? absl::StrCat(rule.min, " or more")
                                : absl::StrCat(rule.min, " to ", rule.max));
    }
    if (value.has_power_source() && (value.power_source() == v1::POWER_SOURCE_UNSPECIFIED ||
                                     !v1::PowerSource_IsValid(value.power_source()))) {
      Add("power_source", absl::StrCat(value.power_source()), "a power source");
    }
    if (value.has_access() &&
        (value.access() == v1::ACCESS_UNSPECIFIED || !v1::Access_IsValid(value.access()))) {
      Add("access", absl::StrCat(value.access()), "a kind of access");
    }
    if (value.has_source_state() && (value.source_state() == v1::SOURCE_STATE_UNSPECIFIED ||
                                     !v1::SourceState_IsValid(value.source_state()))) {
      Add("source_state", absl::StrCat(value.source_state()), "on or off");
    }
    const int length = value.has_note() ? CharacterCount(value.note()) : 1;
    if (length < 1 || length > kMaxNoteCharacters) {
      Add("note", absl::StrCat(length, " characters"), absl::StrCat("1 to ", kMaxNoteCharacters));
    }
  }

  void CheckWho(const Value& value) {
    if (value.reported_by().size() > kMaxPersonBytes) {
      Add("reported_by", absl::StrCat(value.reported_by().size(), " bytes"),
          absl::StrCat("at most ", kMaxPersonBytes));
    }
    if (value.has_observed_time() && !IsTime(value.observed_time())) {
      Add("observed_time",
          absl::StrCat(value.observed_time().seconds(), " s and ", value.observed_time().nanos(),
                       " ns"),
          "a time from year 1 to 9999");
    }
  }

  void CheckSince(const Value& value) {
    if (!value.has_since_time()) return;
    if (!IsTime(value.since_time())) {
      Add("since_time",
          absl::StrCat(value.since_time().seconds(), " s and ", value.since_time().nanos(), " ns"),
          "a time from year 1 to 9999");
    } else if (!value.has_source_state()) {
      Add("since_time", "a time", "none: only a source's state has one");
    } else if (value.has_observed_time() && IsTime(value.observed_time()) &&
               ToMicros(value.since_time()) > ToMicros(value.observed_time())) {
      Add("since_time", "a time after observed_time", "a time no later than it");
    }
  }

  void CheckAttachments(const Value& value) {
    if (value.attachments_size() > kMaxAttachments) {
      Add("attachments", absl::StrCat(value.attachments_size(), " of them"),
          absl::StrCat("at most ", kMaxAttachments));
    }
    for (int i = 0; i < value.attachments_size() && i < kMaxAttachments; ++i) {
      const v1::Attachment& attachment = value.attachments(i);
      const int length = CharacterCount(attachment.name());
      if (length < 1 || length > kMaxAttachmentNameCharacters) {
        Add(absl::StrCat("attachments[", i, "].name"), absl::StrCat(length, " characters"),
            absl::StrCat("1 to ", kMaxAttachmentNameCharacters));
      }
      const size_t bytes = attachment.sha256().size();
      if (bytes != 0 && bytes != kSha256Bytes) {
        Add(absl::StrCat("attachments[", i, "].sha256"), absl::StrCat(bytes, " bytes"),
            absl::StrCat(kSha256Bytes, ", or none"));
      }
    }
  }

 private:
  const absl::string_view path_;
  std::vector<FieldViolation>& violations_;
};

}  // namespace

const MeasureRule* FindMeasureRule(v1::Measure measure) {
  for (const MeasureRule& rule : kRules) {
    if (rule.measure == measure) return &rule;
  }
  return nullptr;
}

void CheckStatusValue(const v1::StatusValue& value, absl::string_view path,
                      std::vector<FieldViolation>& violations) {
  Checker checker(path, violations);
  checker.CheckWho(value);
  checker.CheckSince(value);
  checker.CheckAttachments(value);
  const MeasureRule* rule = FindMeasureRule(value.measure());
  if (rule == nullptr) {
    checker.Add("measure", absl::StrCat(static_cast<int>(value.measure())), "a measure");
    return;
  }
  checker.CheckSubject(value, *rule);
  checker.CheckContent(value, *rule);
}

}  // namespace waystation::facility
