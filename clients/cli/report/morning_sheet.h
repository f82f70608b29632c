// The morning sheet for people, and the lots that expire, which it shares with their own report.
#ifndef CLIENTS_CLI_REPORT_MORNING_SHEET_H_
#define CLIENTS_CLI_REPORT_MORNING_SHEET_H_

#include "clients/cli/context.h"
#include "clients/cli/report/report_question.h"
#include "clients/cli/report/report_sheet.h"
#include "waystation/inventory/v1/report.pb.h"

namespace waystation::cli {

ReportSheet ExpirySheet();
void AddExpiringLot(const inventory::v1::ExpiringLot& lot, Context* context, ReportSheet& sheet);

// A table for each part that has something in it; in CSV one list, whose lines say of which part
// they are.
void PrintMorningSheet(const inventory::v1::GetMorningSheetResponse& sheet,
                       const ReportQuestion& question, Context* context);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_REPORT_MORNING_SHEET_H_
