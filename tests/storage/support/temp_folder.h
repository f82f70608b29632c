#ifndef TESTS_STORAGE_SUPPORT_TEMP_FOLDER_H_
#define TESTS_STORAGE_SUPPORT_TEMP_FOLDER_H_

#include <cstdint>
#include <string>

namespace waystation::storage::testing {

// A new folder under the system's temporary one, removed with all in it at the end.
class TempFolder {
 public:
  enum class Where {
    kDisk,
    kMemory,  // Where the machine has such a folder: for what makes and deletes many files.
  };
  explicit TempFolder(Where where = Where::kDisk);
  ~TempFolder();
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// The seed of a random test: WAYSTATION_SEED, else a fixed one. Printed, so that a failure can be
// run again.
unsigned TestSeed();

// How many operations a random test does: WAYSTATION_OPERATIONS, else `otherwise`. Printed.
int64_t TestOperations(int64_t otherwise);

}  // namespace waystation::storage::testing

#endif  // TESTS_STORAGE_SUPPORT_TEMP_FOLDER_H_
