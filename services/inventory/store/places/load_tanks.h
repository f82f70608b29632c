// Tanks that are storage places, their dips and what the book has in them.
#ifndef SERVICES_INVENTORY_STORE_PLACES_LOAD_TANKS_H_
#define SERVICES_INVENTORY_STORE_PLACES_LOAD_TANKS_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/inventory/domain/places/tank.h"
#include "services/inventory/store/list.h"
#include "storage/rows.h"
#include "waystation/facility/v1/installation.pb.h"
#include "waystation/facility/v1/status.pb.h"
#include "waystation/inventory/v1/tank.pb.h"

namespace waystation::inventory {

// A tank of a facility, by the storage places that name it.
struct Tank {
  std::vector<std::string> places;
  // As the facility registered it; nullopt: it has not.
  std::optional<facility::v1::Installation> installation;
};

// The tanks of one facility. What is asked of one is read once.
class TankReader {
 public:
  // `rows` must outlive this. NOT_KNOWN of the facility ("facilities/{facility}").
  static absl::StatusOr<TankReader> Load(const storage::RowReader& rows, const std::string& name);

  // By {installation}.
  const std::map<std::string, Tank>& tanks() const { return tanks_; }
  const std::string& facility() const { return facility_; }

  absl::StatusOr<const TankBook*> BookOf(const std::string& installation);
  // A reading of the tank beside the book.
  absl::StatusOr<v1::TankDip> DipOf(const std::string& installation,
                                    const facility::v1::StatusRecord& record);

 private:
  TankReader(const storage::RowReader& rows, std::string facility, absl::TimeZone zone)
      : rows_(&rows), facility_(std::move(facility)), zone_(zone) {}

  absl::Status LoadTanks();

  const storage::RowReader* rows_;
  std::string facility_;
  absl::TimeZone zone_;
  std::map<std::string, Tank> tanks_;
  std::map<std::string, TankBook> books_;
};

// As of ListItems (store/list.h).
absl::StatusOr<std::string> ListTanks(const storage::RowReader& rows,
                                      const v1::ListTanksRequest& request, const Page& page,
                                      absl::Time now, v1::ListTanksResponse* response);
absl::StatusOr<std::string> ListTankDips(const storage::RowReader& rows,
                                         const v1::ListTankDipsRequest& request, const Page& page,
                                         v1::ListTankDipsResponse* response);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_PLACES_LOAD_TANKS_H_
