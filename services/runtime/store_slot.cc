#include "services/runtime/store_slot.h"

#include <optional>
#include <string>
#include <utility>

#include "storage/base/errors.h"

namespace waystation::runtime {
namespace {

class NoCursor : public storage::RowCursor {
 public:
  bool Valid() const override { return false; }
  void Next() override {}
  absl::string_view key() const override { return ""; }
  absl::string_view value() const override { return ""; }
  absl::Status status() const override { return StoreClosed(); }
};

class ClosedRows : public storage::RowReader {
 public:
  absl::StatusOr<std::optional<std::string>> Get(absl::string_view) const override {
    return StoreClosed();
  }
  std::unique_ptr<storage::RowCursor> Scan(absl::string_view, absl::string_view) const override {
    return std::make_unique<NoCursor>();
  }
};

class HeldRows : public storage::RowReader {
 public:
  explicit HeldRows(std::shared_ptr<storage::Store> store)
      : store_(std::move(store)), rows_(store_->rows().Snapshot()) {}

  absl::StatusOr<std::optional<std::string>> Get(absl::string_view key) const override {
    return rows_->Get(key);
  }
  std::unique_ptr<storage::RowCursor> Scan(absl::string_view begin,
                                           absl::string_view end) const override {
    return rows_->Scan(begin, end);
  }

 private:
  const std::shared_ptr<storage::Store> store_;  // Outlives the rows.
  const std::unique_ptr<storage::RowReader> rows_;
};

}  // namespace

std::shared_ptr<storage::Store> StoreSlot::Get() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return lent_;
}

void StoreSlot::Put(std::unique_ptr<storage::Store> store) {
  std::lock_guard<std::mutex> lock(mutex_);
  store_ = std::move(store);
  in_use_ = true;
  lent_ = std::shared_ptr<storage::Store>(store_.get(), [this](storage::Store*) {
    std::lock_guard<std::mutex> returning(mutex_);
    in_use_ = false;
    returned_.notify_all();
  });
}

std::unique_ptr<storage::Store> StoreSlot::Take() {
  std::shared_ptr<storage::Store> ours;  // Let go without the lock.
  {
    std::lock_guard<std::mutex> lock(mutex_);
    ours = std::move(lent_);
    lent_ = nullptr;
  }
  ours = nullptr;
  std::unique_lock<std::mutex> lock(mutex_);
  returned_.wait(lock, [this] { return !in_use_; });
  return std::move(store_);
}

std::unique_ptr<storage::RowReader> SnapshotOf(std::shared_ptr<storage::Store> store) {
  if (store == nullptr) return std::make_unique<ClosedRows>();
  return std::make_unique<HeldRows>(std::move(store));
}

absl::Status StoreClosed() {
  return Error(common::v1::ERROR_REASON_LOG_UNAVAILABLE,
               "The service is opening its data folder again after a failure; send the same "
               "request again in a moment.");
}

}  // namespace waystation::runtime
