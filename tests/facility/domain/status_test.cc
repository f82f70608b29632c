#include "services/facility/domain/status.h"

#include <algorithm>
#include <map>
#include <random>
#include <vector>

#include "gtest/gtest.h"
#include "services/facility/domain/report.h"
#include "tests/facility/domain/fixtures.h"

namespace waystation::facility {
namespace {

v1::Facility Open() {
  v1::Facility facility = Hospital();
  facility.set_name("facilities/khojaly");
  facility.set_state(v1::FACILITY_STATE_OPEN);
  return facility;
}

v1::StatusRecord Record(const v1::StatusValue& value) {
  return MakeRecord(value, "facilities/khojaly/statusReports/r", {At(9), "p-1"});
}

TEST(BuildStatus, FlagsBedsAgainstWhatTheFacilityLists) {
  constexpr int kNotReported = -1;
  struct Case {
    const char* name;
    const char* type;
    int occupied;
    int free;
    std::vector<v1::StatusFlag> occupied_flags;
    std::vector<v1::StatusFlag> free_flags;
  };
  const v1::StatusFlag surge = v1::STATUS_FLAG_SURGE;
  const v1::StatusFlag inconsistent = v1::STATUS_FLAG_INCONSISTENT;
  const v1::StatusFlag unknown = v1::STATUS_FLAG_UNKNOWN_BED_TYPE;
  const Case cases[] = {
      {"consistent", "inpatient", 30, 10, {}, {}},
      {"fewer free than could be", "inpatient", 30, 4, {}, {}},
      {"more free than are left", "inpatient", 30, 11, {}, {inconsistent}},
      {"full", "inpatient", 40, 0, {}, {}},
      {"surge", "inpatient", 41, 0, {surge}, {}},
      {"surge and yet free", "inpatient", 41, 1, {surge}, {inconsistent}},
      {"free alone, at capacity", "inpatient", kNotReported, 40, {}, {}},
      {"free alone, above it", "inpatient", kNotReported, 41, {}, {inconsistent}},
      {"unknown type", "burns", 3, 2, {unknown}, {unknown}},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    std::vector<v1::StatusRecord> current;
    if (c.occupied != kNotReported) {
      current.push_back(Record(Amount(v1::MEASURE_BEDS_OCCUPIED, c.occupied, At(8), c.type)));
    }
    // Of another type: no matter.
    current.push_back(Record(Amount(v1::MEASURE_BEDS_OCCUPIED, 4, At(8), "intensive")));
    current.push_back(Record(Amount(v1::MEASURE_BEDS_FREE, c.free, At(8), c.type)));
    const v1::FacilityStatus status = BuildStatus(Open(), {ToMicros(At(8)), false}, current, At(9));
    const auto flags = [&status](int i) {
      std::vector<v1::StatusFlag> list;
      for (const int flag : status.values(i).flags()) {
        list.push_back(static_cast<v1::StatusFlag>(flag));
      }
      return list;
    };
    if (c.occupied != kNotReported) {
      EXPECT_EQ(flags(0), c.occupied_flags);
    }
    EXPECT_EQ(flags(status.values_size() - 1), c.free_flags);
  }
}

TEST(BuildStatus, KeepsTheLastValuesOfASilentFacilityWithTheirAge) {
  const std::vector<v1::StatusRecord> current = {
      Record(Amount(v1::MEASURE_STAFF_PRESENT, 20, At(2))),
      Record(Amount(v1::MEASURE_LOAD_W, 9000, At(8)))};
  const Contact contact = {ToMicros(At(8)), false};
  const v1::FacilityStatus known = BuildStatus(Open(), contact, current, At(20));
  EXPECT_EQ(known.reporting_state(), v1::REPORTING_STATE_IN_TOUCH);
  EXPECT_EQ(known.values(0).freshness(), v1::FRESHNESS_KNOWN);
  EXPECT_EQ(ToMicros(known.silent_after_time()), ToMicros(At(20)));
  const v1::FacilityStatus silent = BuildStatus(Open(), contact, current, At(20, 0, 1));
  EXPECT_EQ(silent.name(), "facilities/khojaly/status");
  EXPECT_EQ(silent.reporting_state(), v1::REPORTING_STATE_SILENT);
  ASSERT_EQ(silent.values_size(), 2);
  for (const v1::CurrentValue& value : silent.values()) {
    EXPECT_EQ(value.freshness(), v1::FRESHNESS_UNKNOWN);
  }
  EXPECT_EQ(silent.values(0).record().value().amount(), 20);
  EXPECT_EQ(silent.values(0).age().seconds(), 18 * 3600 + 1);
  EXPECT_EQ(silent.last_report_age().seconds(), 12 * 3600 + 1);
}

TEST(BuildStatus, NeverReportedHasNoValuesAndNoTimes) {
  const v1::FacilityStatus status = BuildStatus(Open(), {}, {}, At(9));
  EXPECT_EQ(status.reporting_state(), v1::REPORTING_STATE_NEVER_REPORTED);
  EXPECT_FALSE(status.has_last_report_time());
  EXPECT_FALSE(status.has_last_report_age());
  EXPECT_FALSE(status.has_silent_after_time());
  EXPECT_EQ(status.values_size(), 0);
}

TEST(BuildStatus, NothingIsYoungerThanNow) {
  const v1::FacilityStatus status = BuildStatus(
      Open(), {ToMicros(At(9)), false}, {Record(Amount(v1::MEASURE_LOAD_W, 9000, At(9)))}, At(3));
  EXPECT_EQ(status.values(0).age().seconds(), 0);
  EXPECT_EQ(status.last_report_age().seconds(), 0);
}

// Any order of the same partial reports gives the same status.
TEST(PartialReports, OrderOfArrivalDoesNotMatter) {
  std::mt19937 random(20260310);
  for (int round = 0; round < 200; ++round) {
    std::vector<v1::StatusRecord> records;
    for (int i = 0; i < 24; ++i) {
      const auto measure = static_cast<v1::Measure>(1 + random() % 3);
      const char* subject =
          measure <= v1::MEASURE_BEDS_FREE ? (random() % 2 == 0 ? "inpatient" : "burns") : "";
      // Distinct times: of equal ones the later record counts, which is a matter of order.
      records.push_back(Record(Amount(measure, static_cast<int64_t>(random() % 60),
                                      At(0) + absl::Seconds(i * 1000 + random() % 1000), subject)));
    }
    std::string first;
    for (int order = 0; order < 6; ++order) {
      std::shuffle(records.begin(), records.end(), random);
      std::map<std::pair<int, std::string>, v1::StatusRecord> current;
      Contact contact;
      for (const v1::StatusRecord& record : records) {
        const int64_t effective = ToMicros(record.effective_time());
        contact.last_report_us = std::max(contact.last_report_us.value_or(effective), effective);
        const auto key =
            std::pair(static_cast<int>(record.value().measure()), record.value().subject());
        const auto known = current.find(key);
        if (known == current.end() || Supersedes(record, known->second)) current[key] = record;
      }
      std::vector<v1::StatusRecord> list;
      for (const auto& [key, record] : current) list.push_back(record);
      const std::string status = BuildStatus(Open(), contact, list, At(10)).SerializeAsString();
      if (order == 0) first = status;
      ASSERT_EQ(status, first) << "round " << round;
    }
  }
}

}  // namespace
}  // namespace waystation::facility
