#include "tests/simulation/facility_clients.h"

#include <memory>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "services/facility/domain/times.h"
#include "services/facility/store/command.h"
#include "storage/base/errors.h"

namespace waystation::simulation {

FacilityClients::FacilityClients(testing::Random* random, Trace* trace,
                                 std::vector<std::string> zones)
    : Clients("facility", random, trace), requests_(random, std::move(zones)) {}

std::string FacilityClients::Ticked(int64_t count, absl::Time record_time) {
  const size_t silent = model_.Tick(facility::ToMicros(record_time)).size();
  if (silent == static_cast<size_t>(count)) return "";
  return absl::StrCat(count, " went silent, the model says ", silent);
}

Clients::Made FacilityClients::Make(const std::string& request_id, absl::Time device_time) {
  facility::Request any = requests_.Next(device_time);
  const auto decided_at = std::make_shared<facility::FacilityModel::Moment>(0);
  return std::visit(
      [&](auto& request) {
        request.set_request_id(request_id);
        Made made;
        made.command.method = request.GetDescriptor()->full_name();
        made.command.fingerprint =
            storage::Sha256({made.command.method, request.SerializeAsString()});
        made.command.decide = [request, decided_at](const storage::RowReader& rows,
                                                    const storage::DecideContext& context) {
          *decided_at = facility::ToMicros(context.now);
          decided_at->clock = facility::ToMicros(context.ClockNow());
          decided_at->suspect = context.clock_suspect;
          return facility::Decide(request, rows, context);
        };
        made.judge = [this, request, decided_at](const storage::Outcome& outcome) -> std::string {
          if (outcome.entry != nullptr &&
              facility::ToMicros(outcome.record_time) != decided_at->now) {
            return "decided by another time than it is recorded by";
          }
          const Reason expected = model_.Apply(request, *decided_at);
          if (ReasonOf(outcome.status) == expected) return "";
          return absl::StrCat("the model says ", ReasonName(expected), ", the service ",
                              outcome.status.ToString(), " to ", request.ShortDebugString());
        };
        return made;
      },
      any);
}

}  // namespace waystation::simulation
