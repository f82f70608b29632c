// From a golden log to a data folder, and from a data folder to a digest of its rows.
//
//   golden_log unpack <file.log> <folder>   makes the folder, with the log and no rows
//   golden_log rows <folder>                prints "<row format> <rows> <sha256>"
//
// The file, as text; every line ends with LF:
//
//   file  := "waystation golden log 1" "log " name group* "end " count
//   group := "group " base64          the bytes of one group (storage/group.h), in order
//
// The rows' digest is SHA-256 over every row in key order: key and value, each after its length as
// 8 bytes, big-endian.
#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "rocksdb/db.h"
#include "storage/base/digest.h"
#include "storage/base/errors.h"
#include "storage/base/status_macros.h"
#include "storage/group.h"
#include "storage/rocks/rocks_database.h"

namespace waystation::storage {
namespace {

absl::Status Wrong(const std::string& what, const std::string& detail) {
  return absl::InvalidArgumentError(absl::StrCat(what, ": ", detail));
}

absl::StatusOr<std::vector<std::string>> ReadGroups(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(stream)), {});
  std::vector<absl::string_view> lines = absl::StrSplit(text, '\n');
  if (lines.size() < 4 || lines[0] != "waystation golden log 1" || !lines.back().empty()) {
    return Wrong(file, "no golden log");
  }
  const size_t count = lines.size() - 4;
  if (lines[lines.size() - 2] != absl::StrCat("end ", count)) return Wrong(file, "cut short");
  std::vector<std::string> groups;
  for (size_t i = 2; i < 2 + count; ++i) {
    absl::string_view line = lines[i];
    std::string group;
    if (!absl::ConsumePrefix(&line, "group ") || !absl::Base64Unescape(line, &group)) {
      return Wrong(file, absl::StrCat("line ", i + 1));
    }
    groups.push_back(std::move(group));
  }
  return groups;
}

absl::Status Unpack(const std::string& file, const std::string& folder) {
  ASSIGN_OR_RETURN(const std::vector<std::string> groups, ReadGroups(file));
  RocksOptions options;
  options.folder = folder;
  ASSIGN_OR_RETURN(const std::unique_ptr<RocksDatabase> database, RocksDatabase::Open(options));
  for (const std::string& group : groups) {
    // Every digest, and that each follows on the one before.
    RETURN_IF_ERROR(DecodeGroup(group).status());
    if (database->log().Append(database->log().Head(), group) != AppendResult::kOk) {
      return Wrong(file, "a group does not follow on the one before");
    }
  }
  return database->Close();
}

void AddSized(const rocksdb::Slice& part, Sha256Stream& digest) {
  std::string size;
  for (int shift = 56; shift >= 0; shift -= 8) {
    size.push_back(static_cast<char>(static_cast<uint64_t>(part.size()) >> shift));
  }
  digest.Add(size);
  digest.Add({part.data(), part.size()});
}

absl::Status PrintRows(const std::string& folder) {
  const auto check = [&](const rocksdb::Status& status) {
    return status.ok() ? absl::OkStatus() : Wrong(folder, status.ToString());
  };
  std::vector<std::string> names;
  RETURN_IF_ERROR(check(rocksdb::DB::ListColumnFamilies({}, folder, &names)));
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  for (const std::string& name : names) families.emplace_back(name, rocksdb::ColumnFamilyOptions());
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* opened = nullptr;
  RETURN_IF_ERROR(check(rocksdb::DB::OpenForReadOnly({}, folder, families, &handles, &opened)));
  const std::unique_ptr<rocksdb::DB> db(opened);
  const std::vector<std::unique_ptr<rocksdb::ColumnFamilyHandle>> held(handles.begin(),
                                                                       handles.end());
  std::string record;
  RETURN_IF_ERROR(check(db->Get({}, "rows", &record)));
  const std::vector<std::string> parts = absl::StrSplit(record, ' ');
  if (parts.size() != 2) return Wrong(folder, "the rows record can't be read");
  for (rocksdb::ColumnFamilyHandle* handle : handles) {
    if (handle->GetName() != absl::StrCat("rows-", parts[0])) continue;
    Sha256Stream digest;
    int64_t count = 0;
    const std::unique_ptr<rocksdb::Iterator> row(db->NewIterator({}, handle));
    for (row->SeekToFirst(); row->Valid(); row->Next(), ++count) {
      AddSized(row->key(), digest);
      AddSized(row->value(), digest);
    }
    RETURN_IF_ERROR(check(row->status()));
    const std::string hex = absl::BytesToHexString(DigestBytes(digest.Finish()));
    printf("%s %lld %s\n", parts[1].c_str(), static_cast<long long>(count), hex.c_str());
    return absl::OkStatus();
  }
  return Wrong(folder, "no rows");
}

absl::Status Run(const std::vector<std::string>& arguments) {
  if (arguments.size() == 3 && arguments[0] == "unpack") return Unpack(arguments[1], arguments[2]);
  if (arguments.size() == 2 && arguments[0] == "rows") return PrintRows(arguments[1]);
  return absl::InvalidArgumentError("golden_log unpack <file> <folder> | rows <folder>");
}

}  // namespace
}  // namespace waystation::storage

int main(int argc, char** argv) {
  const absl::Status status = waystation::storage::Run({argv + 1, argv + argc});
  if (status.ok()) return 0;
  const std::string detail = waystation::ErrorVariable(status, "detail").value_or("");
  fprintf(stderr, "%s %s\n", std::string(status.message()).c_str(), detail.c_str());
  return 1;
}
