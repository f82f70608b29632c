#ifndef CLIENTS_LOAD_OPTIONS_H_
#define CLIENTS_LOAD_OPTIONS_H_

#include <cstdint>
#include <string>
#include <variant>

namespace waystation::load {

// What the command line says; the help text of each is in options.cc.
struct Options {
  std::string server = "127.0.0.1:50051";
  std::string workload;
  int in_flight = 16;
  int connections = 1;
  double seconds = 10;
  double warm_up_seconds = 1;
  int64_t operations = 0;  // 0: by time.
  int64_t facilities = 10;
  int64_t items = 100;
  int lines = 1000;
  int lots = 1;
  std::string catalogue;
  std::string texts;
  int page_size = 50;
  int64_t depth = 100'000;  // Rows before a deep page.
  uint64_t seed = 0;        // 0: one is drawn.
  bool write_into_real_data = false;
};

// The options, or the exit code when there is nothing to run (help was asked for, or a mistake was
// told on stderr).
std::variant<Options, int> ParseOptions(int argc, char** argv);

}  // namespace waystation::load

#endif  // CLIENTS_LOAD_OPTIONS_H_
