#ifndef SERVICES_RUNTIME_TOKEN_H_
#define SERVICES_RUNTIME_TOKEN_H_

#include <condition_variable>
#include <mutex>

namespace waystation::runtime {

// One thing under way, counted as long as it lives: everything asynchronous of an owner holds one,
// so that the owner can wait until `*count` is 0 and nothing refers to it any more. What the
// pointers point to must outlive it.
class Token {
 public:
  // REQUIRES: the caller holds `*mutex`.
  Token(std::mutex* mutex, std::condition_variable* idle, int* count)
      : mutex_(mutex), idle_(idle), count_(count) {
    ++*count_;
  }
  // REQUIRES: the caller does not hold it.
  ~Token() {
    std::lock_guard<std::mutex> lock(*mutex_);
    --*count_;
    idle_->notify_all();
  }
  Token(const Token&) = delete;
  Token& operator=(const Token&) = delete;

 private:
  std::mutex* const mutex_;
  std::condition_variable* const idle_;
  int* const count_;
};

}  // namespace waystation::runtime

#endif  // SERVICES_RUNTIME_TOKEN_H_
