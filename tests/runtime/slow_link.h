// A link between a client and a server that is as slow, silent or broken as a test wants it.
#ifndef TESTS_RUNTIME_SLOW_LINK_H_
#define TESTS_RUNTIME_SLOW_LINK_H_

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace waystation::test {

// Listens on a free port of this machine and passes every connection on to a server. Thread-safe.
class SlowLink {
 public:
  // `target` is "127.0.0.1:port".
  explicit SlowLink(const std::string& target);
  ~SlowLink();

  // Where clients connect to.
  const std::string& address() const { return address_; }

  // From now on `bytes` and no more go from the server to clients.
  void Limit(int64_t bytes);
  // So many more do.
  void Allow(int64_t bytes);
  // What was allowed is used up, and more waits.
  bool starved() const;
  // Nothing goes either way any more, and nobody is told: the cable is cut.
  void GoSilent();
  // Ends all connections, as when the client's process is killed.
  void Cut();

 private:
  void Accept();
  // Passes bytes on until either side ends.
  void Pump(int from, int to, bool to_client);
  bool WaitToPass(int64_t bytes, bool to_client);

  int target_port_ = 0;
  int listener_ = -1;
  std::string address_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  int64_t allowed_ = INT64_MAX / 2;
  int waiting_ = 0;
  bool silent_ = false;
  bool stopping_ = false;
  std::vector<int> sockets_;
  std::vector<std::thread> threads_;
};

}  // namespace waystation::test

#endif  // TESTS_RUNTIME_SLOW_LINK_H_
