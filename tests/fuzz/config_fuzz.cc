// The command line and the --config file, whoever wrote them: the first line of the input is
// arguments, one between spaces; the rest is the text of every file that --config names. What is
// accepted must hold what the options promise.
#include <cstdint>
#include <cstdlib>

#include "absl/strings/str_split.h"
#include "services/runtime/options/options.h"

namespace {

using waystation::runtime::CheckLoopback;
using waystation::runtime::Ending;
using waystation::runtime::Options;

void Require(bool condition) {
  if (!condition) abort();
}

void CheckAccepted(const Options& options) {
  Require(!options.data_dir.empty());
  Require(CheckLoopback("listen", options.listen).ok());
  Require(options.metrics_listen.empty() || CheckLoopback("m", options.metrics_listen).ok());
  Require(options.restore.empty() || !options.verify);
  for (const std::string& service : options.services) {
    Require(service == "inventory" || service == "facility");
  }
  for (const auto& [name, address] : options.peers) {
    Require(!name.empty() && CheckLoopback("peer", address).ok());
  }
}

void CheckRefused(const Ending& ending) {
  Require(ending.code == 0 ? ending.error.empty() : ending.code == 2);
  Require(!ending.text.empty() || !ending.error.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view input(reinterpret_cast<const char*>(data), size);
  const size_t end = input.find('\n');
  const std::vector<std::string> arguments = absl::StrSplit(input.substr(0, end), ' ');
  const std::string config(end == absl::string_view::npos ? "" : input.substr(end + 1));
  const auto read =
      waystation::runtime::ReadOptions("waystation-node", arguments, {"inventory", "facility"},
                                       [&config](const std::string&) { return config; });
  if (const Options* options = std::get_if<Options>(&read)) {
    CheckAccepted(*options);
  } else {
    CheckRefused(std::get<Ending>(read));
  }
  return 0;
}
