// Which of several things ends first.
#ifndef SERVICES_HEADQUARTERS_DOMAIN_ENDING_TALLY_H_
#define SERVICES_HEADQUARTERS_DOMAIN_ENDING_TALLY_H_

#include <cstdint>
#include <optional>
#include <string>

#include "services/headquarters/domain/level.h"
#include "services/headquarters/domain/limit.h"
#include "services/headquarters/domain/reading.h"
#include "waystation/headquarters/v1/ending.pb.h"

namespace waystation::headquarters {

// One thing at one facility, as far as comparing goes.
struct EndingMark {
  v1::EndingKind kind = v1::ENDING_KIND_UNSPECIFIED;
  std::string subject;
  v1::EndingState state = v1::ENDING_STATE_UNSPECIFIED;
  // By when something must be done; of what is unknown since when; kNoTime where no end is told.
  int64_t time_us = kNoTime;
};

EndingMark MarkOf(v1::EndingKind kind, const std::string& subject, const Limit& limit,
                  const LimitReading& reading);

// Told one by one.
class EndingTally {
 public:
  void Add(const EndingMark& mark);

  // As v1::EndingGroup.first says; of equals by kind and subject. nullopt: none was told of.
  const std::optional<EndingMark>& first() const { return first_; }
  int32_t count() const { return count_; }
  int32_t unknown_count() const { return unknown_count_; }

 private:
  std::optional<EndingMark> first_;
  int32_t count_ = 0;
  int32_t unknown_count_ = 0;
};

// The day at whose beginning a supply counts as ended: see v1/ending.proto. nullopt: it has no
// run-out, so it is no ending.
std::optional<int64_t> EndOfSupplyDay(const Level& level);

v1::EndingState EndingStateOf(v1::SupplyState state);

}  // namespace waystation::headquarters

#endif  // SERVICES_HEADQUARTERS_DOMAIN_ENDING_TALLY_H_
