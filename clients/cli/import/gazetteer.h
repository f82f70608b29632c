// Settlements of a GeoNames table: tab-separated, with a line of column names before it, those of
// GeoNames' own description (geonameid, name, asciiname, alternatenames, latitude, ...).
#ifndef CLIENTS_CLI_IMPORT_GAZETTEER_H_
#define CLIENTS_CLI_IMPORT_GAZETTEER_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clients/cli/import/import_kind.h"

namespace waystation::cli {

// All rows are held until the last was read: ids depend on all of them.
inline constexpr size_t kMostGazetteerRows = 200'000;

// The longest interval there is: nobody reports from a place that is only known.
inline constexpr int32_t kGazetteerReportInterval = 43200;

// A circle on the ground.
struct Circle {
  int64_t latitude_microdegrees = 0;
  int64_t longitude_microdegrees = 0;
  int64_t radius_km = 0;
};

// "LAT,LON,KM", such as "39.82,46.75,150". INVALID_ARGUMENT "got X, want Y".
absl::StatusOr<Circle> ParseCircle(absl::string_view text);

// Whether the point lies within, on a sphere.
bool IsWithin(const Circle& circle, int64_t latitude_microdegrees, int64_t longitude_microdegrees);

struct GazetteerOptions {
  // Rows outside need nothing recorded.
  std::optional<Circle> within;
  // Two letters each, "AZ"; empty: all.
  std::set<std::string> countries;
  int32_t report_interval_minutes = kGazetteerReportInterval;
};

// Every populated place (feature class P) is a settlement, planned: known, not worked at yet.
//   id          asciiname; of those that are alike in the whole file each with its geonameid
//   names       "name" as the English one; of az, hy and ru what its spellings have (spellings.h)
//   known by    its geonameid: once recorded, it is never another facility
//   state       closed, if GeoNames calls it abandoned, destroyed or historical, with a remark
//   population  is a count of some year before; people_served is 0, with a remark
std::unique_ptr<ImportKind> MakeGazetteerImport(GazetteerOptions options);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_IMPORT_GAZETTEER_H_
