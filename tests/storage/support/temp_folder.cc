#include "tests/storage/support/temp_folder.h"

#include <stdlib.h>

#include <cstdio>
#include <filesystem>
#include <system_error>

namespace waystation::storage::testing {

TempFolder::TempFolder() {
  std::string pattern =
      (std::filesystem::temp_directory_path() / "waystation-test-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) abort();
  path_ = pattern;
}

TempFolder::~TempFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

unsigned TestSeed() {
  const char* text = getenv("WAYSTATION_SEED");
  const unsigned seed = text != nullptr ? static_cast<unsigned>(atol(text)) : 20260301u;
  printf("WAYSTATION_SEED=%u\n", seed);
  return seed;
}

}  // namespace waystation::storage::testing
