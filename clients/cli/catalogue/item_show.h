#ifndef CLIENTS_CLI_CATALOGUE_ITEM_SHOW_H_
#define CLIENTS_CLI_CATALOGUE_ITEM_SHOW_H_

#include <string>

#include "absl/status/status.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "waystation/inventory/v1/catalogue.pb.h"

namespace waystation::cli {

class Context;

// All that there is to say of one item, asking the server what its storage class means and how what
// it names is called.
void PrintItem(const inventory::v1::Item& item, Context* context);

// What stands in for the item, with what is usable of it at a facility today ("facilities/x";
// empty: without stock). Nothing for an item without substitutes.
absl::Status PrintSubstitutes(const inventory::v1::Item& item, const std::string& facility,
                              Context* context);

// A line for people when a write told of other items that are the same medicine.
void PrintSameIdentity(const google::protobuf::RepeatedPtrField<std::string>& items,
                       Context* context);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_CATALOGUE_ITEM_SHOW_H_
