#ifndef TESTS_SUPPORT_RANDOM_H_
#define TESTS_SUPPORT_RANDOM_H_

#include <cstdint>
#include <random>
#include <vector>

namespace waystation::testing {

// All that a random test draws, from one seed: the same numbers on every machine and with every
// standard library, which its distributions do not promise.
class Random {
 public:
  explicit Random(uint64_t seed) : engine_(seed) {}

  uint64_t Next() { return engine_(); }
  // 0 <= result < end. REQUIRES: end > 0.
  int64_t Below(int64_t end) {
    return static_cast<int64_t>(engine_() % static_cast<uint64_t>(end));
  }
  bool OneIn(int64_t chances) { return Below(chances) == 0; }
  // REQUIRES: not empty.
  template <typename T>
  const T& OneOf(const std::vector<T>& all) {
    return all[static_cast<size_t>(Below(static_cast<int64_t>(all.size())))];
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace waystation::testing

#endif  // TESTS_SUPPORT_RANDOM_H_
