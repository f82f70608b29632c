// A small service for tests: words with a count, and an index of words by count.
#ifndef TESTS_STORAGE_SUPPORT_WORD_FOLD_H_
#define TESTS_STORAGE_SUPPORT_WORD_FOLD_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "storage/committer.h"
#include "storage/projector.h"

namespace waystation::storage::testing {

// Events are "<word>=<count>"; a count of 0 deletes the word. Table `first_table` holds
// word -> count, the next one (count, word) -> nothing. The event "broken" puts a row, then fails.
class WordFold : public EventFold {
 public:
  explicit WordFold(uint8_t first_table = 1) : table_(first_table) {}

  absl::Status Fold(RowWriter& rows, const EntryContext& context,
                    absl::string_view event) const override;
  std::vector<uint8_t> Tables() const override;

  std::string WordKey(absl::string_view word) const;
  // 0 when the word is not there. The error of a read that fails; Count aborts then.
  absl::StatusOr<int64_t> TryCount(const RowReader& rows, absl::string_view word) const;
  int64_t Count(const RowReader& rows, absl::string_view word) const;

 private:
  const uint8_t table_;
};

// A request id of 16 bytes made from a number.
std::string RequestId(int64_t number);

// A command that records the one event "<word>=<count>".
Command SetWord(int64_t request, const std::string& word, int64_t count);

// A command that reads the word's count and records one more.
Command AddOne(int64_t request, const std::string& word, const WordFold& fold);

// A group of "<word>=1" entries after `head`.
Group MakeGroup(const LogPosition& head, const std::vector<std::string>& words,
                int64_t record_seconds = 1'000'000);

// Appends MakeGroup(log.Head(), words) and returns the new head. Aborts unless it went well.
LogPosition AppendWords(Log& log, const std::vector<std::string>& words);

}  // namespace waystation::storage::testing

#endif  // TESTS_STORAGE_SUPPORT_WORD_FOLD_H_
