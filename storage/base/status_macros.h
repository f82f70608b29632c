#ifndef STORAGE_BASE_STATUS_MACROS_H_
#define STORAGE_BASE_STATUS_MACROS_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

// Returns from the enclosing function with the status of `expression` unless it is ok.
#define RETURN_IF_ERROR(expression)                                                             \
  do {                                                                                          \
    if (::absl::Status status_macro_ = (expression); !status_macro_.ok()) return status_macro_; \
  } while (false)

// Assigns the value of the StatusOr `expression` to `target` (which may declare a variable), or
// returns its status.
#define ASSIGN_OR_RETURN(target, expression) \
  ASSIGN_OR_RETURN_IMPL_(STATUS_MACRO_CONCAT_(status_or_, __LINE__), target, expression)

#define STATUS_MACRO_CONCAT_INNER_(a, b) a##b
#define STATUS_MACRO_CONCAT_(a, b) STATUS_MACRO_CONCAT_INNER_(a, b)
#define ASSIGN_OR_RETURN_IMPL_(holder, target, expression) \
  auto holder = (expression);                              \
  if (!holder.ok()) return holder.status();                \
  target = *std::move(holder)

#endif  // STORAGE_BASE_STATUS_MACROS_H_
