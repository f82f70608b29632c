// How recalls are shown.
#ifndef CLIENTS_CLI_RECALLS_RECALL_TEXT_H_
#define CLIENTS_CLI_RECALLS_RECALL_TEXT_H_

#include <string>

#include "clients/cli/context.h"
#include "waystation/inventory/v1/recall.pb.h"

namespace waystation::cli {

// "class i" of a recall, "" where none was said.
std::string ShowClass(const inventory::v1::Recall& recall);

// Whether and what the site has acknowledged: "NOT YET", "missing 3 kg", "all found".
std::string ShowAcknowledged(const inventory::v1::RecallSite& site, const std::string& item,
                             Context* context);

// Whole, for people. `heading` says what happened to it.
void PrintRecall(const inventory::v1::Recall& recall, const std::string& heading, Context* context);

// The recall and a line for each site.
void PrintProgress(const inventory::v1::GetRecallProgressResponse& progress, Context* context);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_RECALLS_RECALL_TEXT_H_
