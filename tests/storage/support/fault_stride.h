#ifndef TESTS_STORAGE_SUPPORT_FAULT_STRIDE_H_
#define TESTS_STORAGE_SUPPORT_FAULT_STRIDE_H_

#include <cstdint>

namespace waystation::storage::testing {

// At how many of the places where something can fail it does: at every one. Instrumented code takes
// its time: every ninth place will do there.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr int64_t kFaultStride = 9;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
inline constexpr int64_t kFaultStride = 9;
#else
inline constexpr int64_t kFaultStride = 1;
#endif
#else
inline constexpr int64_t kFaultStride = 1;
#endif

}  // namespace waystation::storage::testing

#endif  // TESTS_STORAGE_SUPPORT_FAULT_STRIDE_H_
