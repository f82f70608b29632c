#ifndef CLIENTS_CLI_CATALOGUE_PACK_TEXT_H_
#define CLIENTS_CLI_CATALOGUE_PACK_TEXT_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "waystation/inventory/v1/catalogue.pb.h"

namespace waystation::cli {

using Packs = google::protobuf::RepeatedPtrField<inventory::v1::Pack>;

// Gives packs their GTINs, each text "box of 100=09506000134352"; nothing after '=' takes it away.
// Errors name --gtin.
absl::Status SetGtins(const std::vector<std::string>& texts, Packs* packs);

// Packs that were there before with the same name and size keep what an option can't say: GTIN,
// weight and volume.
void KeepPackFacts(const Packs& before, Packs* packs);

// "box of 100 = 100, GTIN 09506000134352".
std::string ShowPack(const inventory::v1::Pack& pack, inventory::v1::BaseUnit unit);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_CATALOGUE_PACK_TEXT_H_
