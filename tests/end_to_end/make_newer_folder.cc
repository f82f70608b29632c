// make_newer_folder <folder of a service>: makes it look as if a newer program had written it, by
// raising the disk format that storage/rocks/rocks_database.h describes.
#include <rocksdb/db.h>
#include <rocksdb/options.h>

#include <iostream>
#include <memory>
#include <string>
#include <vector>

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: make_newer_folder FOLDER\n";
    return 2;
  }
  rocksdb::Options options;
  std::vector<std::string> names;
  rocksdb::Status status = rocksdb::DB::ListColumnFamilies(options, argv[1], &names);
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  for (const std::string& name : names) families.push_back({name, {}});
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* raw = nullptr;
  if (status.ok()) status = rocksdb::DB::Open(options, argv[1], families, &handles, &raw);
  const std::unique_ptr<rocksdb::DB> db(raw);
  if (status.ok()) {
    rocksdb::WriteOptions write;
    write.sync = true;
    status = db->Put(write, "format", "1000000");
    for (rocksdb::ColumnFamilyHandle* handle : handles) db->DestroyColumnFamilyHandle(handle);
  }
  if (!status.ok()) std::cerr << status.ToString() << "\n";
  return status.ok() ? 0 : 1;
}
