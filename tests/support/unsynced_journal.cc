#include "tests/support/unsynced_journal.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <system_error>
#include <utility>

#include "tests/support/fault_file_system.h"

namespace waystation::faults {
namespace {

constexpr uint64_t kPageBytes = 4096;

std::string Normal(const std::string& path) {
  std::string normal = std::filesystem::path(path).lexically_normal().string();
  while (normal.size() > 1 && normal.back() == '/') normal.pop_back();
  return normal;
}

std::string FolderOf(const std::string& path) {
  return std::filesystem::path(path).parent_path().string();
}

bool IsWithin(const std::string& path, const std::string& folder) {
  return path.size() > folder.size() && path.compare(0, folder.size(), folder) == 0 &&
         path[folder.size()] == '/';
}

uint64_t Below(uint64_t bound, std::mt19937_64& random) {
  return std::uniform_int_distribution<uint64_t>(0, bound - 1)(random);
}

void WriteAt(int file, const std::string& bytes, uint64_t at) {
  if (pwrite(file, bytes.data(), bytes.size(), static_cast<off_t>(at)) !=
      static_cast<ssize_t>(bytes.size())) {
    abort();
  }
}

std::string ReadAll(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
}

// Leaves any of the pages written over since `durable` as they were.
void TearOverwritten(const std::string& path, const std::string& durable, std::mt19937_64& random) {
  std::string content = ReadAll(path);
  for (size_t at = 0; at < std::min(content.size(), durable.size()); at += kPageBytes) {
    if (Below(2, random) == 0) content.replace(at, kPageBytes, durable, at, kPageBytes);
  }
  std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
}

// Cuts the file somewhere at or after `durable` and leaves some of its pages unwritten.
void Tear(const std::string& path, uint64_t durable, uint64_t size, std::mt19937_64& random) {
  const uint64_t end = durable + Below(size - durable + 1, random);
  std::filesystem::resize_file(path, end);
  const int file = open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (file < 0) abort();
  for (uint64_t at = durable; at < end;) {
    const uint64_t next = std::min(end, (at / kPageBytes + 1) * kPageBytes);
    if (Below(4, random) == 0) WriteAt(file, std::string(next - at, '\0'), at);
    at = next;
  }
  close(file);
}

}  // namespace

SavedFile::SavedFile(const std::string& path) : file_(open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}

SavedFile::~SavedFile() {
  if (file_ >= 0) close(file_);
}

void SavedFile::Restore(const std::string& path) const {
  const int to = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (to < 0) return;  // Its folder is gone too.
  std::string buffer(1 << 16, '\0');
  uint64_t at = 0;
  while (true) {
    const ssize_t got = pread(file_, buffer.data(), buffer.size(), static_cast<off_t>(at));
    if (got <= 0) break;
    WriteAt(to, buffer.substr(0, static_cast<size_t>(got)), at);
    at += static_cast<uint64_t>(got);
  }
  close(to);
}

void UnsyncedJournal::Note(const std::string& folder_of, Change change) {
  changes_[FolderOf(folder_of)].push_back(std::move(change));
}

UnsyncedJournal::FilePtr UnsyncedJournal::Forget(const std::string& path) {
  const auto found = files_.find(path);
  if (found == files_.end()) return nullptr;
  FilePtr state = std::move(found->second);
  files_.erase(found);
  return state;
}

UnsyncedJournal::FilePtr UnsyncedJournal::StateOf(const std::string& path) {
  FilePtr& state = files_[path];
  if (state == nullptr) {
    state = std::make_shared<File>();
    std::error_code absent;
    const uintmax_t size = std::filesystem::file_size(path, absent);
    if (!absent) state->durable_bytes = size;
  }
  return state;
}

UnsyncedJournal::FilePtr UnsyncedJournal::Created(const std::string& path, SavedFile replaced) {
  std::lock_guard<std::mutex> lock(mutex_);
  const std::string normal = Normal(path);
  FilePtr before = Forget(normal);
  if (replaced.held()) {
    Note(normal, {Kind::kDeleted, normal, "", std::move(replaced), std::move(before)});
  }
  Note(normal, {Kind::kCreated, normal, "", SavedFile(), nullptr});
  return files_[normal] = std::make_shared<File>();
}

UnsyncedJournal::FilePtr UnsyncedJournal::Opened(const std::string& path) {
  std::lock_guard<std::mutex> lock(mutex_);
  return StateOf(Normal(path));
}

UnsyncedJournal::FilePtr UnsyncedJournal::OpenedToOverwrite(const std::string& path) {
  std::lock_guard<std::mutex> lock(mutex_);
  const FilePtr state = StateOf(Normal(path));
  if (!state->durable_content.has_value()) {
    state->durable_content = ReadAll(path).substr(0, state->durable_bytes);
  }
  return state;
}

void UnsyncedJournal::CreatedFolder(const std::string& path) {
  std::lock_guard<std::mutex> lock(mutex_);
  const std::string normal = Normal(path);
  Note(normal, {Kind::kCreatedFolder, normal, "", SavedFile(), nullptr});
}

void UnsyncedJournal::Deleted(const std::string& path, SavedFile saved) {
  std::lock_guard<std::mutex> lock(mutex_);
  const std::string normal = Normal(path);
  FilePtr state = Forget(normal);
  Note(normal, {Kind::kDeleted, normal, "", std::move(saved), std::move(state)});
}

void UnsyncedJournal::MoveStates(const std::string& from, const std::string& to) {
  std::map<std::string, FilePtr> files;
  for (auto& [path, state] : files_) {
    const bool moves = path == from || IsWithin(path, from);
    files[moves ? to + path.substr(from.size()) : path] = std::move(state);
  }
  files_ = std::move(files);
  std::map<std::string, std::vector<Change>> changes;
  for (auto& [folder, list] : changes_) {
    const bool moves = folder == from || IsWithin(folder, from);
    for (Change& change : list) {
      if (moves) {
        change.path = to + change.path.substr(from.size());
        if (IsWithin(change.renamed_to, from)) {
          change.renamed_to = to + change.renamed_to.substr(from.size());
        }
      }
      changes[moves ? to + folder.substr(from.size()) : folder].push_back(std::move(change));
    }
  }
  changes_ = std::move(changes);
}

void UnsyncedJournal::Renamed(const std::string& from, const std::string& to, SavedFile replaced) {
  std::lock_guard<std::mutex> lock(mutex_);
  const std::string source = Normal(from);
  const std::string target = Normal(to);
  FilePtr before = Forget(target);
  MoveStates(source, target);
  Note(target, {Kind::kRenamed, source, target, std::move(replaced), std::move(before)});
}

void UnsyncedJournal::Linked(const std::string& from, const std::string& to) {
  std::lock_guard<std::mutex> lock(mutex_);
  const std::string target = Normal(to);
  files_[target] = StateOf(Normal(from));
  Note(target, {Kind::kCreated, target, "", SavedFile(), nullptr});
}

void UnsyncedJournal::Synced(const FilePtr& file, uint64_t bytes) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (!file->forgotten) file->durable_bytes = std::max(file->durable_bytes, bytes);
}

void UnsyncedJournal::SyncedOverwritten(const FilePtr& file, const std::string& path) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (!file->forgotten) file->durable_content = ReadAll(path);
}

void UnsyncedJournal::SyncFailed(const FilePtr& file) {
  std::lock_guard<std::mutex> lock(mutex_);
  file->forgotten = true;
}

void UnsyncedJournal::FolderSynced(const std::string& path) {
  std::lock_guard<std::mutex> lock(mutex_);
  changes_.erase(Normal(path));
}

void UnsyncedJournal::Undo(Change& change) {
  std::error_code ignored;
  switch (change.kind) {
    case Kind::kCreated:
      std::filesystem::remove(change.path, ignored);
      Forget(change.path);
      return;
    case Kind::kCreatedFolder: {
      std::filesystem::remove_all(change.path, ignored);
      const auto inside = [&](const auto& file) { return IsWithin(file.first, change.path); };
      std::erase_if(files_, inside);
      return;
    }
    case Kind::kRenamed: {
      std::filesystem::rename(change.renamed_to, change.path, ignored);
      if (FilePtr state = Forget(change.renamed_to)) files_[change.path] = std::move(state);
      change.path = change.renamed_to;
      break;
    }
    case Kind::kDeleted:
      break;
  }
  if (change.saved.held()) change.saved.Restore(change.path);
  if (change.saved_state != nullptr) files_[change.path] = std::move(change.saved_state);
}

void UnsyncedJournal::DropFolderChanges(Unsynced kept, std::mt19937_64& random) {
  for (auto& [folder, changes] : changes_) {
    size_t keep = kept == Unsynced::kEverything ? changes.size() : 0;
    if (kept == Unsynced::kTorn) keep = Below(changes.size() + 1, random);
    while (changes.size() > keep) {
      Undo(changes.back());
      changes.pop_back();
    }
  }
  changes_.clear();
}

void UnsyncedJournal::DropBytes(Unsynced kept, std::mt19937_64& random) {
  std::set<File*> done;  // A file has as many names as links.
  for (const auto& [path, state] : files_) {
    std::error_code absent;
    const uintmax_t size = std::filesystem::file_size(path, absent);
    if (absent || !done.insert(state.get()).second || kept == Unsynced::kEverything) continue;
    const uint64_t fate = Below(4, random);
    if (state->durable_content.has_value()) {
      if (kept == Unsynced::kTorn) {
        TearOverwritten(path, *state->durable_content, random);
      } else {
        std::ofstream(path, std::ios::binary | std::ios::trunc) << *state->durable_content;
      }
      continue;
    }
    if (size <= state->durable_bytes) continue;
    if (kept == Unsynced::kNothing || fate == 0) {
      std::filesystem::resize_file(path, state->durable_bytes);
    } else if (fate != 1) {
      Tear(path, state->durable_bytes, size, random);
    }
  }
  // What is left is durable as it is, like any file not known.
  files_.clear();
}

void UnsyncedJournal::Drop(Unsynced kept, uint64_t seed) {
  std::lock_guard<std::mutex> lock(mutex_);
  std::mt19937_64 random(seed);
  DropFolderChanges(kept, random);
  DropBytes(kept, random);
}

}  // namespace waystation::faults
