// Text as a terminal shows it.
#ifndef CLIENTS_CLI_TEXT_TEXT_H_
#define CLIENTS_CLI_TEXT_TEXT_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace waystation::cli {

// Columns that the UTF-8 text takes on a terminal: combining marks none, wide characters two. A
// byte that is not UTF-8 counts one.
size_t DisplayWidth(absl::string_view text);

// Offset of the first byte that is not part of well-formed UTF-8 (overlong forms, surrogates and
// code points above U+10FFFF are not); nullopt when all of it is.
std::optional<size_t> FirstInvalidUtf8(absl::string_view text);

// The text with bytes that are not UTF-8 and control characters shown as \xNN, cut to about
// `max_bytes` with "..." at a character's border: to be quoted in a message.
std::string Quotable(absl::string_view text, size_t max_bytes = 60);

// INVALID_ARGUMENT: got "TEXT", want WANT.
absl::Status WrongValue(absl::string_view text, absl::string_view want);

// The text, or its first `width` - 1 columns and "…" when it takes more than `width`. REQUIRES:
// width > 0.
std::string Elide(absl::string_view text, size_t width);

// "1,250,000"; "-1,250".
std::string WithThousands(int64_t number);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_TEXT_TEXT_H_
