#ifndef TESTS_STORAGE_SUPPORT_COMMAND_BOOK_H_
#define TESTS_STORAGE_SUPPORT_COMMAND_BOOK_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "storage/store.h"
#include "tests/storage/support/word_fold.h"

namespace waystation::storage::testing {

// The commands sent to a store and what it answered: whatever then happens to the store, the log is
// held against it. Copyable, so that one history can go on in many ways.
class CommandBook {
 public:
  // `fold` must outlive the book.
  explicit CommandBook(const WordFold* fold) : fold_(fold) {}

  // Sends a group of that many new commands, each recording about `bytes`. False when one was not
  // accepted.
  bool Send(Store& store, int commands, size_t bytes = 4);

  // Sends again, under the same request ids, all that was sent: what was acknowledged must be
  // answered the same, the rest be accepted.
  void SendAllAgain(Store& store);

  // Fails the test unless: every acknowledged command is in the log once, at the revision it was
  // told; each group is there whole or not at all; nothing else is there; the digests are unbroken;
  // every word has the count of the commands in the log.
  void Check(Store& store) const;

  size_t acknowledged() const;

 private:
  struct Sent {
    Command command;
    std::string word;
    int64_t revision = 0;  // 0: not acknowledged.
  };

  bool Run(Store& store, std::vector<Sent>& group);
  void CheckWords(Store& store, const std::map<std::string, int64_t>& at) const;

  const WordFold* fold_;
  int64_t next_request_ = 1;
  std::vector<std::vector<Sent>> groups_;
};

// The entries of a log by revision, each digest and link checked. Fails the test if one is wrong.
std::map<int64_t, common::v1::LogEntry> ReadWholeLog(const Log& log);

}  // namespace waystation::storage::testing

#endif  // TESTS_STORAGE_SUPPORT_COMMAND_BOOK_H_
