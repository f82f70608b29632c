// How the stock of listings is kept where it lies.
#ifndef SERVICES_INVENTORY_STORE_PLACES_STORAGE_VIEW_H_
#define SERVICES_INVENTORY_STORE_PLACES_STORAGE_VIEW_H_

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/inventory/domain/places/storage_state.h"
#include "storage/rows.h"
#include "waystation/inventory/v1/stock.pb.h"

namespace waystation::inventory {

// Fills line after line, of one facility after another, and looks at each item and place once.
class StorageView {
 public:
  // `rows` must outlive this.
  StorageView(const storage::RowReader& rows, absl::Time now) : rows_(rows), now_(now) {}

  // REQUIRES: the line names its item, place and lot.
  absl::Status Fill(absl::string_view facility, v1::StockLine& line);

 private:
  absl::Status LookAt(absl::string_view facility, const v1::StockLine& line);

  const storage::RowReader& rows_;
  const absl::Time now_;
  std::string facility_;
  std::map<std::string, std::string> class_of_item_;
  std::map<std::string, std::optional<v1::StoragePlace>> places_;
  std::set<std::string> exposed_items_;
  LotExposures exposures_;
};

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_STORE_PLACES_STORAGE_VIEW_H_
