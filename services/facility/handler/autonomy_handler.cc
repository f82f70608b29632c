#include <string>

#include "services/facility/domain/autonomy/autonomy.h"
#include "services/facility/domain/names.h"
#include "services/facility/domain/times.h"
#include "services/facility/handler/answer.h"
#include "services/facility/handler/basis.h"
#include "services/facility/handler/handlers.h"
#include "services/facility/limits.h"
#include "services/facility/store/load.h"
#include "services/facility/store/load_autonomy.h"
#include "waystation/facility/v1/autonomy.grpc.pb.h"

namespace waystation::facility {
namespace {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
using storage::RowReader;

constexpr absl::Duration kUsualExcursionTime = absl::Hours(24);

// The time, or `otherwise` where it was left out; INVALID_FIELD when it is not over.
absl::StatusOr<absl::Time> TimeUntilNow(absl::string_view field, bool has_time,
                                        const google::protobuf::Timestamp& time,
                                        absl::Time otherwise, absl::Time now) {
  if (!has_time) return otherwise;
  const absl::Time asked = FromTimestamp(time);
  if (asked <= now) return asked;
  return InvalidFields(
      {{std::string(field),
        absl::StrCat("got ", absl::FormatTime(asked, absl::UTCTimeZone()),
                     ", want no later than now, ", absl::FormatTime(now, absl::UTCTimeZone()))}});
}

// Now, or when it was last heard of, where the clock was set back since: that makes nothing unsaid.
absl::StatusOr<absl::Time> LatestTime(const RowReader& rows, const std::string& facility,
                                      absl::Time now) {
  ASSIGN_OR_RETURN(const ContactRow row, LoadContactRow(rows, facility));
  const int64_t now_us = ToMicros(now);
  return absl::FromUnixMicros(std::max(now_us, row.contact.last_report_us.value_or(now_us)));
}

absl::Status TellAutonomy(const v1::GetAutonomyRequest& request, const RowReader& rows,
                          absl::Time now, v1::GetAutonomyResponse* answer) {
  ASSIGN_OR_RETURN(const absl::Time as_of,
                   TimeUntilNow("as_of_time", request.has_as_of_time(), request.as_of_time(),
                                absl::FromUnixMicros(ToMicros(now)), now));
  if (as_of < now - absl::Hours(24 * kTooOldDays)) {
    return InvalidFields(
        {{"as_of_time", absl::StrCat("got ", absl::FormatTime(as_of, absl::UTCTimeZone()),
                                     ", want at most ", kTooOldDays, " days ago")}});
  }
  const std::string id = FacilityIdOf(request.name());
  ASSIGN_OR_RETURN(const v1::Facility facility, GetFacility(rows, FacilityName(id)));
  ASSIGN_OR_RETURN(const absl::Time latest, LatestTime(rows, id, now));
  ASSIGN_OR_RETURN(const AutonomyInputs inputs,
                   LoadAutonomyInputs(rows, facility, request.has_as_of_time() ? as_of : latest));
  *answer->mutable_autonomy() = DeriveAutonomy(inputs);
  return FillBasis(rows, now, answer->mutable_basis());
}

absl::Status TellExcursions(const v1::GetExcursionsRequest& request, const RowReader& rows,
                            absl::Time now, v1::GetExcursionsResponse* answer) {
  ASSIGN_OR_RETURN(const absl::Time to,
                   TimeUntilNow("end_time", request.has_end_time(), request.end_time(),
                                absl::FromUnixMicros(ToMicros(now)), now));
  ASSIGN_OR_RETURN(const absl::Time from,
                   TimeUntilNow("start_time", request.has_start_time(), request.start_time(),
                                to - kUsualExcursionTime, now));
  if (from >= to || to - from > absl::Hours(24 * kMaxExcursionDays)) {
    return InvalidFields(
        {{"start_time", absl::StrCat("got ", absl::FormatDuration(to - from),
                                     " before end_time, want more than nothing, at most ",
                                     kMaxExcursionDays, " days")}});
  }
  const std::string name = FacilityName(FacilityIdOf(request.parent()));
  ASSIGN_OR_RETURN(const v1::Facility facility, GetFacility(rows, name));
  ASSIGN_OR_RETURN(const v1::Installation fridge, GetInstallation(rows, request.parent()));
  if (!fridge.has_fridge()) return NotKnown(request.parent());
  ASSIGN_OR_RETURN(
      const AutonomyInputs inputs,
      LoadFridgeReadings(rows, facility, InstallationIdOf(request.parent()), from, to));
  *answer->mutable_start_time() = ToTimestamp(from);
  *answer->mutable_end_time() = ToTimestamp(to);
  *answer->mutable_excursions() = DeriveExcursions(inputs, fridge, from, to);
  return FillBasis(rows, now, answer->mutable_basis());
}

class AutonomyHandler : public v1::AutonomyService::CallbackService {
 public:
  explicit AutonomyHandler(runtime::StoreHost* host) : host_(host) {}

  ServerUnaryReactor* GetAutonomy(CallbackServerContext* context,
                                  const v1::GetAutonomyRequest* request,
                                  v1::GetAutonomyResponse* response) override {
    return Answer(host_, context, request, response, TellAutonomy);
  }

  ServerUnaryReactor* GetExcursions(CallbackServerContext* context,
                                    const v1::GetExcursionsRequest* request,
                                    v1::GetExcursionsResponse* response) override {
    return Answer(host_, context, request, response, TellExcursions);
  }

 private:
  runtime::StoreHost* const host_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeAutonomyHandler(runtime::StoreHost* host) {
  return std::make_unique<AutonomyHandler>(host);
}

}  // namespace waystation::facility
