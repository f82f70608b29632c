// What a simulated service keeps its store on, and all that can befall it.
#ifndef TESTS_SIMULATION_DISK_H_
#define TESTS_SIMULATION_DISK_H_

#include <cstdint>
#include <memory>
#include <string>

#include "storage/store.h"

namespace waystation::simulation {

// What a disk does until it is healed, or the power is back.
enum class Fault {
  kNone,
  // Syncs fail; what they were for may be there after all.
  kFailedSync,
  // Nothing more fits.
  kFull,
  // Nothing can be read.
  kUnreadable,
  // The power goes as the next sync is reached; its bytes may be there, whole or torn.
  kPowerCut,
};

// How a service ends.
enum class Stop {
  kClosed,
  // Killed: what it wrote outlives it, what it only held in memory does not.
  kKilled,
  // The machine too: what was not synced may be gone, or half of it.
  kPowerLost,
};

// One service's. Not thread-safe.
class Disk {
 public:
  virtual ~Disk() = default;

  // Makes `options` open the store on this disk.
  virtual void Attach(storage::StoreOptions* options) = 0;

  // From now until Heal. All that follows from chance follows from `seed`.
  virtual void Arm(Fault fault, uint64_t seed) = 0;
  // Ends every fault. REQUIRES: after a power cut, the store is closed and Finish was called.
  virtual void Heal() = 0;

  // Sync points reached so far; the power goes as the given one is, counted from 1. Only real disks
  // have such points: elsewhere 0, nothing happens, false.
  virtual int64_t syncs() const { return 0; }
  virtual void CutPowerAt(int64_t sync) { static_cast<void>(sync); }
  virtual bool power_is_cut() const { return false; }

  // To be called before a store is closed that ends otherwise than by kClosed: nothing that the
  // closing does reaches the disk.
  virtual void Cut() = 0;
  // To be called after: leaves what such an end leaves.
  virtual void Finish(Stop how, uint64_t seed) = 0;

  // Waits until nothing works on the disk behind the store's back, so that it is the same thing
  // that a fault hits in every run.
  virtual void Settle() = 0;

  // Keeps a copy of everything, in place of an earlier one. REQUIRES: the store is closed.
  virtual void SaveCopy() = 0;
  virtual bool has_copy() const = 0;
  // Everything is as it was in the copy, which is kept. REQUIRES: likewise; has_copy().
  virtual void RestoreCopy() = 0;
};

// What the program would do wrong, for the tests of the oracle; on a memory disk only.
enum class Sabotage {
  kNone,
  kAnswersBeforeSync,  // What was appended since the last close is lost at the next other end.
  kForgetsRequests,    // Rows never hold which request ids were accepted.
  kForgetsApplied,     // At times rows are written without how far they are.
  kLosesARow,          // At times one changed row is not written.
  kKeepsADeletedRow,   // At times a row stays that should go.
};

// When what is written to a real disk becomes a table. Full memtables make more sync points; but
// when one is full also depends on the processor that a thread is on, so that lives are not quite
// the same again.
enum class Memtables { kOnceClosed, kSmall };

// RocksDB in a folder of its own over a fault file system: slow, and all there is.
std::unique_ptr<Disk> MakeRealDisk(Memtables memtables);
// Log and rows in memory behind the same store: fast, for long histories. Rows that were not
// flushed, which chance decides, are lost as RocksDB's are.
std::unique_ptr<Disk> MakeMemoryDisk(uint64_t seed, Sabotage sabotage);

}  // namespace waystation::simulation

#endif  // TESTS_SIMULATION_DISK_H_
