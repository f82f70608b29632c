// What all report commands share: what can be asked, and how an answer is printed.
#ifndef CLIENTS_CLI_REPORT_REPORT_QUESTION_H_
#define CLIENTS_CLI_REPORT_REPORT_QUESTION_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clients/cli/context.h"
#include "clients/cli/report/report_sheet.h"
#include "clients/cli/text/times.h"
#include "waystation/inventory/v1/report_line.pb.h"

namespace CLI {
class App;
}

namespace waystation::cli {

struct ReportQuestion {
  std::string at;
  std::string item;
  std::string as_of;
  std::string from;
  std::string place;
  std::string lot;
  std::string condition;
  std::string vital_class;
  std::string by = "whole";
  std::string owner;
  bool all = false;
  int days = 0;
  int look_back_days = 0;
  int lead_time_days = -1;
  int safety_days = -1;
  int review_days = -1;
  int limit = 0;
};

// --at, and --as-of.
void AddReportOptions(CLI::App* report, ReportQuestion* question);
void AddItemOption(CLI::App* report, ReportQuestion* question);

// Which facility and which day: "2027-06-30" is a day there, anything else a time.
template <typename Request>
absl::Status AskOf(const ReportQuestion& question, Context* context, Request* request) {
  request->set_facility(FacilityName(question.at));
  if (absl::StatusOr<absl::CivilDay> day = ParseDay(question.as_of); day.ok()) {
    *request->mutable_as_of_date() = ToProto(*day);
    return absl::OkStatus();
  }
  const absl::Time now = context->Now();
  absl::StatusOr<absl::Time> time = now;
  if (!question.as_of.empty()) time = ParseTime(question.as_of, now, absl::LocalTimeZone());
  if (!time.ok()) return WrongOption("--as-of", time.status());
  *request->mutable_as_of_time() = ToProto(*time);
  return absl::OkStatus();
}

// The columns that every line about an item has: its id, name and unit.
ReportColumn ItemColumn();
ReportColumn NameColumn();
ReportColumn UnitColumn();
ReportCell ItemCell(const std::string& item);
ReportCell NameCell(const std::string& item, Context* context);
ReportCell UnitCell(const std::string& item, Context* context);

// A heading with the facility and the day; the sheet; and on what it rests. In CSV the sheet alone.
void PrintReport(const std::string& title, const ReportQuestion& question,
                 const inventory::v1::ReportBasis& basis, const ReportSheet& sheet,
                 const std::string& when_empty, Context* context);
// The last line of every report for people.
std::string ShowReportBasis(const inventory::v1::ReportBasis& basis);

// "12.5 kg/day", and how far to trust it where that is not far: "12.5 kg/day (5 days)".
std::string ShowDailyUse(const inventory::v1::DailyUse& use, const std::string& item,
                         Context* context);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_REPORT_REPORT_QUESTION_H_
