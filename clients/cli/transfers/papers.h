// The papers of transfers: a waybill, and blank forms for when there is no power.
#ifndef CLIENTS_CLI_TRANSFERS_PAPERS_H_
#define CLIENTS_CLI_TRANSFERS_PAPERS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "clients/cli/context.h"
#include "clients/cli/text/paper.h"
#include "waystation/inventory/v1/transfer.pb.h"

namespace waystation::cli {

// "1 short, 2 over, …": the numbers by which a paper names differences.
std::string DifferenceCodes(absl::string_view language);

// The waybill of what was picked or sent; of what is planned, the lines as asked for.
Paper WaybillOf(const inventory::v1::Transfer& transfer, Context* context);

// A form to be filled in by hand, `kind` one of FormKinds(), with so many empty rows.
Paper BlankForm(absl::string_view kind, absl::string_view language, int rows);
// "waybill", "receipt", "issue", "count".
const std::vector<std::string>& FormKinds();

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_TRANSFERS_PAPERS_H_
