#include "tests/runtime/slow_link.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <utility>

namespace waystation::test {
namespace {

constexpr size_t kPieceBytes = 4096;

sockaddr_in Loopback(int port) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<uint16_t>(port));
  return address;
}

}  // namespace

SlowLink::SlowLink(const std::string& target)
    : target_port_(atoi(target.substr(target.rfind(':') + 1).c_str())) {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = Loopback(0);
  socklen_t length = sizeof(address);
  if (bind(listener_, reinterpret_cast<sockaddr*>(&address), length) != 0 ||
      listen(listener_, 16) != 0 ||
      getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length) != 0) {
    abort();
  }
  address_ = "127.0.0.1:" + std::to_string(ntohs(address.sin_port));
  threads_.emplace_back([this] { Accept(); });
}

SlowLink::~SlowLink() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  Cut();
  shutdown(listener_, SHUT_RDWR);
  threads_[0].join();
  // Nobody adds to these any more.
  for (size_t i = 1; i < threads_.size(); ++i) threads_[i].join();
  for (const int one : sockets_) close(one);
  close(listener_);
}

void SlowLink::Limit(int64_t bytes) {
  std::lock_guard<std::mutex> lock(mutex_);
  allowed_ = bytes;
}

void SlowLink::Allow(int64_t bytes) {
  std::lock_guard<std::mutex> lock(mutex_);
  allowed_ += bytes;
  changed_.notify_all();
}

bool SlowLink::starved() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return waiting_ > 0 && allowed_ < static_cast<int64_t>(kPieceBytes);
}

void SlowLink::GoSilent() {
  std::lock_guard<std::mutex> lock(mutex_);
  silent_ = true;
}

void SlowLink::Cut() {
  std::lock_guard<std::mutex> lock(mutex_);
  for (const int one : sockets_) shutdown(one, SHUT_RDWR);
  changed_.notify_all();
}

void SlowLink::Accept() {
  while (true) {
    const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) return;
    const int server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = Loopback(target_port_);
    const bool connected =
        connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
    std::lock_guard<std::mutex> lock(mutex_);
    sockets_.push_back(client);
    sockets_.push_back(server);
    if (!connected || stopping_) {
      shutdown(client, SHUT_RDWR);
      shutdown(server, SHUT_RDWR);
      continue;
    }
    threads_.emplace_back([=, this] { Pump(server, client, /*to_client=*/true); });
    threads_.emplace_back([=, this] { Pump(client, server, /*to_client=*/false); });
  }
}

bool SlowLink::WaitToPass(int64_t bytes, bool to_client) {
  std::unique_lock<std::mutex> lock(mutex_);
  const auto passes = [&] { return !silent_ && (!to_client || allowed_ >= bytes); };
  if (!passes()) {
    ++waiting_;
    changed_.wait(lock, [&] { return stopping_ || passes(); });
    --waiting_;
  }
  if (to_client) allowed_ -= bytes;
  return !stopping_;
}

void SlowLink::Pump(int from, int to, bool to_client) {
  char piece[kPieceBytes];
  while (true) {
    const ssize_t got = recv(from, piece, sizeof(piece), 0);
    if (got <= 0 || !WaitToPass(got, to_client)) break;
    ssize_t sent = 0;
    while (sent < got) {
      const ssize_t passed = send(to, piece + sent, static_cast<size_t>(got - sent), MSG_NOSIGNAL);
      if (passed <= 0) break;
      sent += passed;
    }
    if (sent < got) break;
  }
  shutdown(from, SHUT_RDWR);
  shutdown(to, SHUT_RDWR);
}

}  // namespace waystation::test
