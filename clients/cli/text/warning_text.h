// Warnings in words.
#ifndef CLIENTS_CLI_TEXT_WARNING_TEXT_H_
#define CLIENTS_CLI_TEXT_WARNING_TEXT_H_

#include <string>

#include "waystation/facility/v1/warning.pb.h"

namespace waystation::cli {

// "cold chain of fridge-1", "generator fuel of set", "excursion of fridge-1: 9.5 °C, beyond 8 °C",
// "unknown: power of main, reading too old".
std::string DescribeWarning(const facility::v1::Warning& warning);

// "raised, ESCALATED", "doing by p-7: fuel ordered", "closed by itself".
std::string DescribeWarningState(const facility::v1::Warning& warning);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_TEXT_WARNING_TEXT_H_
