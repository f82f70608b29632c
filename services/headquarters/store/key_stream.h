// Keys in their order, from a table's rows or from a list.
#ifndef SERVICES_HEADQUARTERS_STORE_KEY_STREAM_H_
#define SERVICES_HEADQUARTERS_STORE_KEY_STREAM_H_

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "storage/rows.h"

namespace waystation::headquarters {

class KeyStream {
 public:
  // Of the rows with begin <= key < end. `rows` must outlive it.
  KeyStream(const storage::RowReader& rows, absl::string_view begin, absl::string_view end)
      : cursor_(rows.Scan(begin, end)) {}
  // REQUIRES: in order.
  explicit KeyStream(std::vector<std::string> keys) : keys_(std::move(keys)) {}

  bool Valid() const { return cursor_ != nullptr ? cursor_->Valid() : at_ < keys_.size(); }
  // REQUIRES: Valid(); so below.
  absl::string_view key() const { return cursor_ != nullptr ? cursor_->key() : keys_[at_]; }
  void Next() {
    if (cursor_ != nullptr) {
      cursor_->Next();
    } else {
      ++at_;
    }
  }
  absl::Status status() const { return cursor_ != nullptr ? cursor_->status() : absl::OkStatus(); }

 private:
  std::unique_ptr<storage::RowCursor> cursor_;
  std::vector<std::string> keys_;
  size_t at_ = 0;
};

}  // namespace waystation::headquarters

#endif  // SERVICES_HEADQUARTERS_STORE_KEY_STREAM_H_
