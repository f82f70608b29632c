#include "services/headquarters/domain/limit.h"

#include <algorithm>

namespace waystation::headquarters {
namespace {

static_assert(static_cast<int>(v1::ENDING_KIND_GENERATOR_FUEL) ==
              static_cast<int>(facility::v1::LIMIT_KIND_GENERATOR_FUEL));
static_assert(static_cast<int>(v1::ENDING_KIND_FUEL) ==
              static_cast<int>(facility::v1::LIMIT_KIND_FUEL));
static_assert(static_cast<int>(v1::ENDING_KIND_POWER) ==
              static_cast<int>(facility::v1::LIMIT_KIND_POWER));
static_assert(static_cast<int>(v1::ENDING_KIND_COLD_CHAIN) ==
              static_cast<int>(facility::v1::LIMIT_KIND_COLD_CHAIN));
static_assert(static_cast<int>(v1::ENDING_KIND_WATER) ==
              static_cast<int>(facility::v1::LIMIT_KIND_WATER));

bool SilentAt(const Contact& contact, int64_t now_us) {
  return contact.said_silent || (contact.report_time_us != 0 &&
                                 now_us > contact.report_time_us + contact.report_interval_us);
}

v1::EndingUnknown WhyUnknown(const Limit& limit, const Contact& contact, int64_t now_us) {
  if (contact.closed) return v1::ENDING_UNKNOWN_CLOSED;
  if (SilentAt(contact, now_us)) return v1::ENDING_UNKNOWN_SILENT;
  if (limit.unknown_reason != 0) return v1::ENDING_UNKNOWN_NOT_DERIVED;
  return v1::ENDING_UNKNOWN_READING_TOO_OLD;
}

v1::EndingState KnownState(const Limit& limit, int64_t now_us) {
  if (limit.act_by_us == kNoTime) return v1::ENDING_STATE_NO_END;
  if (limit.ends_us <= now_us) return v1::ENDING_STATE_ENDED;
  return limit.act_by_us <= now_us ? v1::ENDING_STATE_DUE : v1::ENDING_STATE_LASTS;
}

}  // namespace

int64_t MicrosOf(const google::protobuf::Timestamp& time) {
  return time.seconds() * 1'000'000 + time.nanos() / 1'000;
}

Limit ToldAgain(const std::optional<Limit>& before, const facility::v1::AutonomyLimit& told,
                const Contact& contact, int64_t record_time_us) {
  Limit limit = before.value_or(Limit());
  limit.unknown_reason = told.unknown();
  if (told.unknown() == facility::v1::UNKNOWN_REASON_UNSPECIFIED) {
    // A value without a reading of its own counts as long as the facility's last report.
    limit.known_until_us = told.has_known_until_time()
                               ? MicrosOf(told.known_until_time())
                               : contact.report_time_us + contact.report_interval_us;
    limit.observed_us = limit.known_until_us - contact.report_interval_us;
    limit.ends_us = told.has_ends_time() ? MicrosOf(told.ends_time()) : kNoTime;
    limit.act_by_us = told.has_act_by_time() ? MicrosOf(told.act_by_time()) : limit.ends_us;
    limit.supply_end = told.supply_end();
    limit.safe_because = told.safe_because();
  }
  return InContact(limit, contact, record_time_us);
}

Limit InContact(Limit limit, const Contact& contact, int64_t record_time_us) {
  const bool unknown = limit.unknown_reason != 0 || contact.closed || contact.said_silent;
  if (!unknown) {
    limit.unknown_since_us = kNoTime;
  } else if (limit.unknown_since_us == kNoTime) {
    limit.unknown_since_us = std::min(limit.known_until_us, record_time_us);
  }
  return limit;
}

LimitReading ReadLimit(const Limit& limit, const Contact& contact, int64_t now_us) {
  LimitReading reading;
  if (limit.unknown_since_us == kNoTime && now_us <= limit.known_until_us) {
    reading.state = KnownState(limit, now_us);
    return reading;
  }
  reading.state = v1::ENDING_STATE_UNKNOWN;
  reading.unknown = WhyUnknown(limit, contact, now_us);
  reading.unknown_since_us = std::min(limit.unknown_since_us, limit.known_until_us);
  return reading;
}

}  // namespace waystation::headquarters
