#include "tests/storage/support/temp_folder.h"

#include <stdlib.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <system_error>

namespace waystation::storage::testing {

TempFolder::TempFolder(Where where) {
  constexpr char kMemory[] = "/dev/shm";
  const bool memory = where == Where::kMemory && access(kMemory, W_OK) == 0;
  const std::filesystem::path parent = memory ? kMemory : std::filesystem::temp_directory_path();
  std::string pattern = (parent / "waystation-test-XXXXXX").string();
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

int64_t TestOperations(int64_t otherwise) {
  const char* text = getenv("WAYSTATION_OPERATIONS");
  const int64_t operations = text != nullptr ? atol(text) : otherwise;
  printf("WAYSTATION_OPERATIONS=%ld\n", static_cast<long>(operations));
  return operations;
}

}  // namespace waystation::storage::testing
