#ifndef TESTS_SIMULATION_LINK_H_
#define TESTS_SIMULATION_LINK_H_

#include <cstdint>
#include <deque>
#include <string>

#include "absl/status/status.h"
#include "tests/simulation/node.h"
#include "tests/simulation/trace.h"
#include "tests/support/random.h"

namespace waystation::simulation {

enum class Network {
  kPerfect,
  // Loses, repeats, delays, reorders, truncates and changes messages, and ends streams. More than
  // gRPC does: what a follower makes of a message must not rest on how it came.
  kHostile,
};

// One service follows another over a network: decides what the source's log service and the
// follower's runtime decide, with storage's own code for the history check, decoding, folding and
// dropping.
class Link {
 public:
  // All must outlive the link.
  Link(Node* source, Node* follower, testing::Random* random, Trace* trace);

  // Connects if it is time to, sends what there is to send, delivers what has come.
  void Step(Network network);

  // The follower's rows hold all of the source's log. REQUIRES: both are open.
  bool Settled();

  int64_t groups_folded() const { return groups_folded_; }
  int64_t histories_changed() const { return histories_changed_; }

 private:
  struct Message {
    std::string group;
    int64_t due = 0;  // In steps.
  };

  void Connect();
  void Send(Network network);
  void Transmit(std::string group, Network network);
  void Deliver();
  // Why the stream ends; a changed history has its rows dropped, as the follower does.
  void End(const absl::Status& why);
  bool connected() const;

  Node& source_;
  Node& follower_;
  testing::Random& random_;
  Trace& trace_;
  int64_t step_ = 0;
  Network network_ = Network::kHostile;
  bool streaming_ = false;
  int64_t source_opening_ = 0;
  int64_t follower_opening_ = 0;
  int64_t sent_revision_ = 0;
  std::deque<Message> in_flight_;
  int64_t groups_folded_ = 0;
  int64_t histories_changed_ = 0;
};

}  // namespace waystation::simulation

#endif  // TESTS_SIMULATION_LINK_H_
