#include "tests/storage/support/word_fold.h"

#include <cstdlib>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "storage/base/status_macros.h"
#include "storage/key.h"

namespace waystation::storage::testing {

absl::Status WordFold::Fold(RowWriter& rows, const EntryContext& context,
                            absl::string_view event) const {
  (void)context;
  if (event == "broken") {
    rows.Put(WordKey("half"), "1");
    return absl::InternalError("broken event");
  }
  const std::vector<std::string> parts = absl::StrSplit(event, '=');
  int64_t count = 0;
  if (parts.size() != 2 || !absl::SimpleAtoi(parts[1], &count)) {
    return absl::InternalError("not an event");
  }
  const std::string& word = parts[0];
  const auto index_key = [&](int64_t value) {
    return KeyBuilder(table_ + 1).Int64(value).String(word).Take();
  };
  ASSIGN_OR_RETURN(const int64_t before, TryCount(rows, word));
  if (before != 0) rows.Delete(index_key(before));
  if (count == 0) {
    rows.Delete(WordKey(word));
  } else {
    rows.Put(WordKey(word), absl::StrCat(count));
    rows.Put(index_key(count), "");
  }
  return absl::OkStatus();
}

std::vector<uint8_t> WordFold::Tables() const { return {table_, static_cast<uint8_t>(table_ + 1)}; }

std::string WordFold::WordKey(absl::string_view word) const {
  return KeyBuilder(table_).String(word).Take();
}

absl::StatusOr<int64_t> WordFold::TryCount(const RowReader& rows, absl::string_view word) const {
  ASSIGN_OR_RETURN(const std::optional<std::string> row, rows.Get(WordKey(word)));
  int64_t count = 0;
  if (row.has_value() && !absl::SimpleAtoi(*row, &count)) abort();
  return count;
}

int64_t WordFold::Count(const RowReader& rows, absl::string_view word) const {
  const auto count = TryCount(rows, word);
  if (!count.ok()) abort();
  return *count;
}

std::string RequestId(int64_t number) {
  std::string id = absl::StrCat(number);
  id.insert(id.begin(), 16 - id.size(), '.');
  return id;
}

Command SetWord(int64_t request, const std::string& word, int64_t count) {
  Command command;
  command.request_id = RequestId(request);
  command.fingerprint = Sha256({word, absl::StrCat(count)});
  command.principal = "tester";
  command.method = "/words/Set";
  command.decide = [word, count](const RowReader&,
                                 const DecideContext&) -> absl::StatusOr<Decision> {
    return Decision{"words", {absl::StrCat(word, "=", count)}};
  };
  return command;
}

Command AddOne(int64_t request, const std::string& word, const WordFold& fold) {
  Command command = SetWord(request, word, -1);
  command.method = "/words/AddOne";
  command.decide = [word, &fold](const RowReader& rows,
                                 const DecideContext&) -> absl::StatusOr<Decision> {
    ASSIGN_OR_RETURN(const int64_t count, fold.TryCount(rows, word));
    return Decision{"words", {absl::StrCat(word, "=", count + 1)}};
  };
  return command;
}

Group MakeGroup(const LogPosition& head, const std::vector<std::string>& words,
                int64_t record_seconds) {
  Group group;
  group.first_revision = head.revision + 1;
  group.record_time = absl::FromUnixSeconds(record_seconds);
  group.previous_digest = head.digest;
  for (const std::string& word : words) {
    common::v1::LogEntry& entry = group.entries.emplace_back();
    entry.set_revision(head.revision + static_cast<int64_t>(group.entries.size()));
    entry.set_request_id(RequestId(entry.revision()));
    entry.set_scope("words");
    entry.add_events(absl::StrCat(word, "=1"));
  }
  return group;
}

LogPosition AppendWords(Log& log, const std::vector<std::string>& words) {
  const LogPosition head = log.Head();
  if (log.Append(head, EncodeGroup(MakeGroup(head, words))) != AppendResult::kOk) abort();
  return log.Head();
}

}  // namespace waystation::storage::testing
