// How exceptions read.
#ifndef CLIENTS_CLI_STOCK_EXCEPTION_TEXT_H_
#define CLIENTS_CLI_STOCK_EXCEPTION_TEXT_H_

#include <string>

#include "clients/cli/context.h"
#include "waystation/inventory/v1/exception.pb.h"

namespace waystation::cli {

// One line about an exception: what is odd and what ends it.
std::string ShowException(const inventory::v1::Exception& exception, Context* context);

// A line for each exception that a write opened or closed.
void PrintExceptions(const google::protobuf::RepeatedPtrField<inventory::v1::Exception>& exceptions,
                     Context* context);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_STOCK_EXCEPTION_TEXT_H_
