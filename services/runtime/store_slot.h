// The place of a store that may be closed and opened again while others use it.
#ifndef SERVICES_RUNTIME_STORE_SLOT_H_
#define SERVICES_RUNTIME_STORE_SLOT_H_

#include <condition_variable>
#include <memory>
#include <mutex>

#include "absl/status/status.h"
#include "storage/rows.h"
#include "storage/store.h"

namespace waystation::runtime {

// Thread-safe. Empty at first.
class StoreSlot {
 public:
  StoreSlot() = default;
  // REQUIRES: nobody uses the store any more.
  ~StoreSlot() = default;
  StoreSlot(const StoreSlot&) = delete;
  StoreSlot& operator=(const StoreSlot&) = delete;

  // The store, which stays open as long as the pointer or a copy lives: keep it for one piece of
  // work and never while waiting for something. Null while the slot is empty.
  std::shared_ptr<storage::Store> Get() const;

  // REQUIRES: the slot is empty.
  void Put(std::unique_ptr<storage::Store> store);

  // Empties the slot: gives the store to nobody new and returns it when all have let go. Null when
  // the slot was empty. REQUIRES: the caller holds none of Get()'s pointers.
  std::unique_ptr<storage::Store> Take();

 private:
  mutable std::mutex mutex_;
  std::condition_variable returned_;
  std::unique_ptr<storage::Store> store_;
  std::shared_ptr<storage::Store> lent_;  // Null while it is being taken.
  bool in_use_ = false;                   // Until the last copy of lent_ is gone.
};

// Rows of `store` as they are now, which keep it open as long as they live. Never null: without a
// store every read of them is LOG_UNAVAILABLE.
std::unique_ptr<storage::RowReader> SnapshotOf(std::shared_ptr<storage::Store> store);

// LOG_UNAVAILABLE: the store is closed for the moment.
absl::Status StoreClosed();

}  // namespace waystation::runtime

#endif  // SERVICES_RUNTIME_STORE_SLOT_H_
