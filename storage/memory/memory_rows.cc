#include "storage/memory/memory_rows.h"

#include <map>
#include <mutex>
#include <utility>

namespace waystation::storage {
namespace {

using Rows = std::map<std::string, std::string, std::less<>>;

class MapCursor : public RowCursor {
 public:
  MapCursor(Rows::const_iterator row, Rows::const_iterator end) : row_(row), end_(end) {}

  bool Valid() const override { return row_ != end_; }
  void Next() override { ++row_; }
  absl::string_view key() const override { return row_->first; }
  absl::string_view value() const override { return row_->second; }
  absl::Status status() const override { return absl::OkStatus(); }

 private:
  Rows::const_iterator row_;
  const Rows::const_iterator end_;
};

}  // namespace

struct MemoryRowStore::State {
  std::mutex mutex;
  std::shared_ptr<Rows> rows = std::make_shared<Rows>();

  // The rows to change, apart from every snapshot. REQUIRES: mutex held.
  Rows& Own() {
    if (rows.use_count() > 1) rows = std::make_shared<Rows>(*rows);
    return *rows;
  }
};

namespace {

// Lets go of its rows under the store's mutex, so that their use count read there is exact.
template <typename State>
class MapReader : public RowReader {
 public:
  explicit MapReader(std::shared_ptr<State> state) : state_(std::move(state)) {
    std::lock_guard<std::mutex> lock(state_->mutex);
    rows_ = state_->rows;
  }
  ~MapReader() override {
    std::lock_guard<std::mutex> lock(state_->mutex);
    rows_.reset();
  }

  absl::StatusOr<std::optional<std::string>> Get(absl::string_view key) const override {
    const auto row = rows_->find(key);
    if (row == rows_->end()) return std::optional<std::string>();
    return std::optional<std::string>(row->second);
  }

  std::unique_ptr<RowCursor> Scan(absl::string_view begin, absl::string_view end) const override {
    const auto first = rows_->lower_bound(begin);
    auto last = end.empty() ? rows_->end() : rows_->lower_bound(end);
    if (!end.empty() && end <= begin) last = first;
    return std::make_unique<MapCursor>(first, last);
  }

 private:
  const std::shared_ptr<State> state_;
  std::shared_ptr<const Rows> rows_;
};

}  // namespace

MemoryRowStore::MemoryRowStore() : state_(std::make_shared<State>()) {}

std::unique_ptr<RowReader> MemoryRowStore::Snapshot() const {
  return std::make_unique<MapReader<State>>(state_);
}

absl::Status MemoryRowStore::Write(const RowChanges& changes) {
  std::lock_guard<std::mutex> lock(state_->mutex);
  Rows& rows = state_->Own();
  for (const auto& [key, value] : changes) {
    if (value.has_value()) {
      rows.insert_or_assign(key, *value);
    } else {
      rows.erase(key);
    }
  }
  return absl::OkStatus();
}

absl::Status MemoryRowStore::DeleteRange(absl::string_view begin, absl::string_view end) {
  if (!end.empty() && end <= begin) return absl::OkStatus();
  std::lock_guard<std::mutex> lock(state_->mutex);
  Rows& rows = state_->Own();
  rows.erase(rows.lower_bound(begin), end.empty() ? rows.end() : rows.lower_bound(end));
  return absl::OkStatus();
}

}  // namespace waystation::storage
