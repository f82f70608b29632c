// What a power cut would take: bytes and folder changes that no sync has covered yet.
#ifndef TESTS_SUPPORT_UNSYNCED_JOURNAL_H_
#define TESTS_SUPPORT_UNSYNCED_JOURNAL_H_

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace waystation::faults {

enum class Unsynced;

// Holds on to the bytes of a file that is about to lose its name.
class SavedFile {
 public:
  SavedFile() = default;
  // Holds nothing when there is no such file.
  explicit SavedFile(const std::string& path);
  ~SavedFile();
  SavedFile(SavedFile&& other) noexcept : file_(other.file_) { other.file_ = -1; }
  SavedFile& operator=(SavedFile&&) = delete;

  bool held() const { return file_ >= 0; }
  // Writes the bytes under `path` again.
  void Restore(const std::string& path) const;

 private:
  int file_ = -1;
};

// Thread-safe. Every note is made after the change itself, which the caller makes. Folders are
// durable unless CreatedFolder says otherwise.
class UnsyncedJournal {
 public:
  // One file, whatever its names.
  struct File {
    uint64_t durable_bytes = 0;
    // A sync failed: what lies beyond durable_bytes never becomes durable.
    bool forgotten = false;
    // Set for a file that is written over: all its durable bytes.
    std::optional<std::string> durable_content;
  };
  using FilePtr = std::shared_ptr<File>;

  // `replaced` holds the file that had the name before.
  FilePtr Created(const std::string& path, SavedFile replaced);
  // For appending to a file that is there; one that is not known is durable as it is.
  FilePtr Opened(const std::string& path);
  // For writing over a file that is there, a small one.
  FilePtr OpenedToOverwrite(const std::string& path);
  void CreatedFolder(const std::string& path);
  void Deleted(const std::string& path, SavedFile saved);
  void Renamed(const std::string& from, const std::string& to, SavedFile replaced);
  void Linked(const std::string& from, const std::string& to);

  // The first `bytes` of the file are durable, unless a sync of it failed before.
  void Synced(const FilePtr& file, uint64_t bytes);
  void SyncedOverwritten(const FilePtr& file, const std::string& path);
  void SyncFailed(const FilePtr& file);
  void FolderSynced(const std::string& path);

  // Brings the disk to what a power cut may leave and begins anew from there.
  void Drop(Unsynced kept, uint64_t seed);

 private:
  enum class Kind { kCreated, kCreatedFolder, kDeleted, kRenamed };
  struct Change {
    Kind kind;
    std::string path;
    std::string renamed_to;
    SavedFile saved;  // What was deleted or replaced.
    FilePtr saved_state;
  };

  void Note(const std::string& folder_of, Change change);
  FilePtr Forget(const std::string& path);
  FilePtr StateOf(const std::string& path);
  void MoveStates(const std::string& from, const std::string& to);
  void Undo(Change& change);
  void DropFolderChanges(Unsynced kept, std::mt19937_64& random);
  void DropBytes(Unsynced kept, std::mt19937_64& random);

  std::mutex mutex_;
  // By normalized path.
  std::map<std::string, FilePtr> files_;
  // By folder, in the order they were made.
  std::map<std::string, std::vector<Change>> changes_;
};

}  // namespace waystation::faults

#endif  // TESTS_SUPPORT_UNSYNCED_JOURNAL_H_
