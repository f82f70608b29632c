#include "services/facility/domain/autonomy/autonomy.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/strip.h"
#include "services/facility/domain/autonomy/autonomy_messages.h"
#include "services/facility/domain/autonomy/plant.h"
#include "services/facility/domain/names.h"
#include "services/facility/domain/times.h"

namespace waystation::facility {
namespace {

// "diesel"
std::string FluidWord(v1::Fluid fluid) {
  const std::string name = v1::Fluid_Name(fluid);
  return absl::AsciiStrToLower(absl::StripPrefix(name, "FLUID_"));
}

// A set feeds it, and nobody knows how long that goes on.
Unknown WhyNotKnownHowLong(const CircuitSupply& supply) {
  if (!supply.powered || supply.cause != SupplyEnd::kFuel) return Unknown::kNone;
  if (supply.ends > supply.working.as_of) return Unknown::kNone;
  for (const Missing& missing : supply.working.missing) {
    if (missing.quantity == Quantity::kLastsMinutes && missing.subject == supply.source) {
      return missing.reason;
    }
  }
  return Unknown::kNone;
}

class Deriver {
 public:
  explicit Deriver(const AutonomyInputs& inputs)
      : inputs_(inputs),
        records_(inputs),
        moment_(MomentOf(inputs)),
        plant_(PlantOf(inputs, records_)) {}

  v1::Autonomy Derive() {
    autonomy_.set_name(AutonomyName(inputs_.facility.name()));
    *autonomy_.mutable_as_of_time() = ToTimestamp(inputs_.as_of);
    for (const Generator& generator : plant_.generators) AddGenerator(generator);
    AddFuels();
    for (const Circuit& circuit : plant_.circuits) AddCircuit(circuit);
    for (const v1::Installation& installation : inputs_.installed) {
      if (installation.has_fridge()) AddFridge(FridgeOf(installation, records_));
      if (installation.has_contact()) *autonomy_.add_contacts() = installation;
    }
    if (HasWater(inputs_, records_)) AddWater();
    SortLimits();
    return std::move(autonomy_);
  }

 private:
  v1::AutonomyLimit& AddLimit(v1::LimitKind kind, const std::string& subject, Unknown unknown,
                              const Working& working) {
    v1::AutonomyLimit& limit = *autonomy_.add_limits();
    limit.set_kind(kind);
    limit.set_subject(subject);
    limit.set_unknown(ToProto(unknown));
    if (unknown != Unknown::kNone || working.readings.empty()) return limit;
    absl::Time oldest = absl::InfiniteFuture();
    for (const UsedReading& used : working.readings) oldest = std::min(oldest, used.observed);
    *limit.mutable_known_until_time() = ToTimestamp(oldest + moment_.interval);
    return limit;
  }

  void SetEnd(v1::AutonomyLimit& limit, absl::Time ends) {
    if (limit.unknown() != v1::UNKNOWN_REASON_UNSPECIFIED) return;
    *limit.mutable_ends_time() = ToTimestamp(ends);
    *limit.mutable_act_by_time() = limit.ends_time();
  }

  void AddGenerator(const Generator& generator) {
    v1::GeneratorAutonomy& added = *autonomy_.add_generators();
    added.set_generator(generator.id);
    added.set_tank(generator.tank);
    added.set_run_state(static_cast<v1::RunState>(RunStateOf(generator, moment_)));
    const FuelHours running = HoursIfRunning(plant_, generator.id, moment_);
    *added.mutable_if_running() = ToProto(running);
    *added.mutable_if_started() = ToProto(HoursIfStarted(plant_, generator.id, moment_));
    if (running.unknown == Unknown::kNotRunning) return;
    SetEnd(AddLimit(v1::LIMIT_KIND_GENERATOR_FUEL, generator.id, running.unknown, running.working),
           running.ends);
  }

  void AddFuels() {
    std::set<v1::Fluid> fluids;
    for (const v1::Installation& installation : inputs_.installed) {
      if (FindById(plant_.tanks, InstallationIdOf(installation.name())) != nullptr) {
        fluids.insert(installation.tank().fluid());
      }
    }
    for (const v1::Fluid fluid : fluids) {
      const FuelDays days = FuelDaysOf(OnlyFuel(plant_, inputs_.installed, fluid), moment_);
      *autonomy_.add_fuels() = ToProto(fluid, days);
      if (days.unknown == Unknown::kNoUse) continue;
      SetEnd(AddLimit(v1::LIMIT_KIND_FUEL, FluidWord(fluid), days.unknown, days.working),
             days.ends);
    }
  }

  bool HangsSomethingOn(const std::string& circuit) const {
    return std::any_of(
        inputs_.installed.begin(), inputs_.installed.end(), [&](const v1::Installation& each) {
          return each.fridge().circuit() == circuit || each.water_source().circuit() == circuit;
        });
  }

  const CircuitSupply& SupplyOfCircuit(const std::string& circuit) {
    auto found = supplies_.find(circuit);
    if (found == supplies_.end()) {
      found = supplies_.emplace(circuit, SupplyOf(plant_, circuit, moment_)).first;
    }
    return found->second;
  }

  void AddCircuit(const Circuit& circuit) {
    const CircuitSupply& supply = SupplyOfCircuit(circuit.id);
    *autonomy_.add_circuits() = ToProto(circuit.id, supply);
    if (!HangsSomethingOn(circuit.id)) return;
    v1::AutonomyLimit& limit =
        AddLimit(v1::LIMIT_KIND_POWER, circuit.id, supply.unknown, supply.working);
    if (supply.unknown != Unknown::kNone) return;
    limit.set_supply_end(ToProto(supply.cause));
    // That nobody has said more, or can, is not an end.
    const Unknown why = WhyNotKnownHowLong(supply);
    if (why != Unknown::kNone) {
      limit.set_unknown(ToProto(why));
      limit.clear_known_until_time();
    } else if (supply.cause != SupplyEnd::kNextReport && supply.cause != SupplyEnd::kSun) {
      SetEnd(limit, supply.ends);
    }
  }

  void AddFridge(const Fridge& fridge) {
    const CircuitSupply& supply = SupplyOfCircuit(fridge.circuit);
    const SafeUntil safe = SafeUntilOf(fridge, supply, moment_);
    *autonomy_.add_fridges() = ToProto(fridge.id, safe);
    v1::AutonomyLimit& limit =
        AddLimit(v1::LIMIT_KIND_COLD_CHAIN, fridge.id, safe.unknown, safe.working);
    if (safe.unknown != Unknown::kNone) return;
    SetEnd(limit, safe.safe_until);
    if (safe.act_by.has_value()) *limit.mutable_act_by_time() = ToTimestamp(*safe.act_by);
    limit.set_safe_because(autonomy_.fridges().rbegin()->because());
    if (safe.because != SafeBecause::kOutOfRange) limit.set_supply_end(ToProto(supply.cause));
  }

  void AddWater() {
    const WaterDays days = WaterDaysOf(WaterStoreOf(inputs_, records_), moment_);
    *autonomy_.mutable_water() = ToProto(days);
    if (days.unknown == Unknown::kNoUse) return;
    SetEnd(AddLimit(v1::LIMIT_KIND_WATER, "", days.unknown, days.working), days.ends);
  }

  void SortLimits() {
    const auto order = [](const v1::AutonomyLimit& limit) {
      return std::pair(limit.unknown() != v1::UNKNOWN_REASON_UNSPECIFIED,
                       limit.has_act_by_time() ? ToMicros(limit.act_by_time()) : INT64_MAX);
    };
    std::stable_sort(autonomy_.mutable_limits()->begin(), autonomy_.mutable_limits()->end(),
                     [&](const v1::AutonomyLimit& a, const v1::AutonomyLimit& b) {
                       return order(a) < order(b);
                     });
  }

  const AutonomyInputs& inputs_;
  const RecordIndex records_;
  const Moment moment_;
  const PowerPlant plant_;
  std::map<std::string, CircuitSupply> supplies_;
  v1::Autonomy autonomy_;
};

}  // namespace

v1::Autonomy DeriveAutonomy(const AutonomyInputs& inputs) { return Deriver(inputs).Derive(); }

std::optional<v1::Event> AutonomyEvent(const AutonomyInputs& inputs,
                                       const v1::AutonomyDerived* last) {
  v1::Autonomy autonomy = DeriveAutonomy(inputs);
  v1::Event event;
  v1::AutonomyDerived& derived = *event.mutable_autonomy_derived();
  derived.set_facility(inputs.facility.name());
  *derived.mutable_limits() = std::move(*autonomy.mutable_limits());
  if (last == nullptr && derived.limits().empty()) return std::nullopt;
  if (last != nullptr && last->SerializeAsString() == derived.SerializeAsString()) {
    return std::nullopt;
  }
  return event;
}

v1::Excursions DeriveExcursions(const AutonomyInputs& inputs, const v1::Installation& fridge,
                                absl::Time from, absl::Time to) {
  const RecordIndex records(inputs);
  const Fridge plain = FridgeOf(fridge, records);
  return ToProto(
      ExcursionsOf(plain.range, plain.readings_millicelsius, from, to, MomentOf(inputs).interval));
}

}  // namespace waystation::facility
