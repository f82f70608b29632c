#ifndef SERVICES_RUNTIME_LIMITS_H_
#define SERVICES_RUNTIME_LIMITS_H_

#include <cstddef>

#include "absl/time/time.h"

namespace waystation::runtime {

// What one process takes before it says no. Queues are per service, threads per process.
inline constexpr size_t kMaxQueuedCommands = 4096;   // Single ones; then OVERLOADED.
inline constexpr size_t kMaxQueuedBytes = 32 << 20;  // Their requests; then OVERLOADED.
inline constexpr size_t kMaxSingleLines = 256;       // A command of more is bulk.
inline constexpr size_t kMaxQueuedBulkCommands = 64;
inline constexpr size_t kMaxQueuedBulkBytes = 64 << 20;
inline constexpr size_t kMaxGroupLines = 2048;    // Of single commands in one group.
inline constexpr size_t kMaxQueuedJobs = 64;      // Followed groups and the like.
inline constexpr int kReaderThreads = 4;          // Shared by all services of a process.
inline constexpr size_t kMaxQueuedReads = 4096;   // Then OVERLOADED.
inline constexpr size_t kMaxTimers = 65536;       // Waits, watches and streams; then OVERLOADED.
inline constexpr int kMaxMessageBytes = 8 << 20;  // Received; then RESOURCE_EXHAUSTED.
inline constexpr size_t kMaxReceivingBytes = 128 << 20;  // Of messages on their way in, by gRPC.
inline constexpr size_t kMaxWatchers = 2048;             // Of a service; then OVERLOADED.
inline constexpr size_t kMaxFollowStreams = 64;          // Of a process; then OVERLOADED.
inline constexpr size_t kFollowReadBytes = 1 << 20;      // Groups read from a log at a time.
inline constexpr int kMaxTicksPerPoll = 256;             // Due commands taken at a time.
inline constexpr size_t kMaxAfterPositions = 32;         // `waystation-after` values in one call.
inline constexpr size_t kMaxPrincipalBytes = 128;        // Of an opaque id.
inline constexpr size_t kMaxQuotedBytes = 100;           // Of a wrong value, in its error.
inline constexpr size_t kMaxPageTokenBytes = 4096;       // Encoded.
inline constexpr int kDefaultPageSize = 50;
inline constexpr int kMaxPageSize = 1000;
inline constexpr size_t kBlockCacheBytes = 64 << 20;  // Shared by all stores of a process.

inline constexpr absl::Duration kDefaultWriteDeadline = absl::Seconds(10);
inline constexpr absl::Duration kDefaultReadDeadline = absl::Seconds(10);
inline constexpr absl::Duration kTickInterval = absl::Seconds(1);
inline constexpr absl::Duration kProgressInterval = absl::Seconds(5);  // Of an idle Follow stream.
inline constexpr absl::Duration kFollowSilence = absl::Seconds(15);    // Then the stream is cut.
inline constexpr absl::Duration kMaxFollowSilence =
    absl::Minutes(10);  // On a link that proved slow.
inline constexpr absl::Duration kBackoffMin = absl::Milliseconds(100);  // Of followers, reopening.
inline constexpr absl::Duration kBackoffMax = absl::Seconds(5);
// A connection on a bad link may be silent for some seconds and live.
inline constexpr absl::Duration kKeepalive = absl::Seconds(30);
inline constexpr absl::Duration kKeepaliveTimeout = absl::Seconds(20);
inline constexpr absl::Duration kLeastClientKeepalive = absl::Seconds(5);
inline constexpr absl::Duration kShutdownDeadline = absl::Seconds(5);  // For calls still open.

// What makes a clock suspect. Device clocks differ by minutes, and record times that stand still
// for minutes harm nobody; behind by more, facts told with good times would look like the future's.
inline constexpr absl::Duration kClockFarBehind = absl::Minutes(10);
// Past the last entry: a node may rest for weeks, and after a month a person may look at its clock.
inline constexpr absl::Duration kClockFarAhead = absl::Hours(24 * 30);

}  // namespace waystation::runtime

#endif  // SERVICES_RUNTIME_LIMITS_H_
