#include "services/headquarters/store/row_codec.h"

#include <utility>

#include "storage/base/errors.h"
#include "storage/key.h"

namespace waystation::headquarters {
namespace {

constexpr uint8_t kValueFormat = 1;

// The same visit of a struct's fields writes and reads it, so the two can't part.
class FieldWriter {
 public:
  void operator()(const int64_t& field) { bytes_.Int64(field); }
  void operator()(const Quantity& field) {
    bytes_.Int64(static_cast<int64_t>(field >> 64));
    bytes_.Int64(static_cast<int64_t>(static_cast<uint64_t>(field)));
  }
  void operator()(const std::string& field) { bytes_.String(field); }
  std::string Take() { return bytes_.Take(); }

 private:
  storage::KeyBuilder bytes_{kValueFormat};
};

class FieldReader {
 public:
  explicit FieldReader(absl::string_view value) : bytes_(value) {}
  void operator()(int64_t& field) { field = bytes_.Int64(); }
  void operator()(Quantity& field) {
    const int64_t upper = bytes_.Int64();
    const uint64_t lower = static_cast<uint64_t>(bytes_.Int64());
    field = (static_cast<Quantity>(upper) << 64) | static_cast<Quantity>(lower);
  }
  void operator()(std::string& field) { field = bytes_.String(); }
  bool more() const { return bytes_.ok() && !bytes_.AtEnd(); }
  bool Done() const { return bytes_.AtEnd() && bytes_.table() == kValueFormat; }

 private:
  storage::KeyReader bytes_;
};

template <typename Visitor, typename Row>
void Visit(Visitor& visit, Row& row) requires requires {
  row.open_exceptions;
}
{
  visit(row.record_day);
  visit(row.record_time_us);
  visit(row.open_exceptions);
}

template <typename Visitor, typename Row>
void Visit(Visitor& visit, Row& row) requires requires {
  row.quantity;
}
{
  visit(row.lot);
  visit(row.expiry_day);
  visit(row.quantity);
  visit(row.quarantined);
}

template <typename Visitor, typename Row>
void Visit(Visitor& visit, Row& row) requires requires {
  row.flow;
}
{
  visit(row.expiry_day);
  visit(row.flow.inflow);
  visit(row.flow.consumed);
  visit(row.flow.other_out);
  visit(row.flow.quarantined);
  visit(row.flow.dispatched);
}

template <typename Visitor, typename Row>
void Visit(Visitor& visit, Row& row) requires requires {
  row.report_time_us;
}
{
  visit(row.report_time_us);
  visit(row.access);
  visit(row.access_time_us);
  visit(row.power_source);
  visit(row.power_source_time_us);
  visit(row.said_silent);
}

template <typename Visitor, typename Row>
void Visit(Visitor& visit, Row& row) requires requires {
  row.act_by_us;
}
{
  visit(row.unknown_reason);
  visit(row.known_until_us);
  visit(row.observed_us);
  visit(row.ends_us);
  visit(row.act_by_us);
  visit(row.supply_end);
  visit(row.safe_because);
  visit(row.unknown_since_us);
}

template <typename Visitor, typename Row>
void Visit(Visitor& visit, Row& row) requires requires {
  row.occupied;
}
{
  visit(row.occupied);
  visit(row.occupied_time_us);
  visit(row.free);
  visit(row.free_time_us);
}

template <typename Visitor, typename Row>
void Visit(Visitor& visit, Row& row) requires requires {
  row.facilities;
}
{ visit(row.facilities); }

template <typename Visitor, typename LevelRow>
void VisitLevel(Visitor& visit, LevelRow& row, int64_t& standing) {
  visit(row.record_day);
  visit(row.usable);
  visit(row.expired);
  visit(row.consumed);
  visit(row.in_stock_days);
  visit(standing);
  visit(row.run_out_day);
  visit(row.next_expiry_day);
  visit(row.usable_until_day);
  visit(row.expires_unused);
  visit(row.first_day);
  visit(row.quarantined);
  visit(row.recalled);
  visit(row.dispatched);
}

absl::Status Damaged() {
  return Error(Reason::ERROR_REASON_LOG_DAMAGED, "a row is not in this program's row format");
}

template <typename Row>
std::string EncodeFields(const Row& row) {
  FieldWriter writer;
  Visit(writer, row);
  return writer.Take();
}

template <typename Row>
absl::StatusOr<Row> DecodeFields(absl::string_view value) {
  Row row;
  FieldReader reader(value);
  Visit(reader, row);
  if (!reader.Done()) return Damaged();
  return row;
}

}  // namespace

std::string Encode(const Record& row) { return EncodeFields(row); }
std::string Encode(const LotDayRow& row) { return EncodeFields(row); }
std::string Encode(const Status& row) { return EncodeFields(row); }
std::string Encode(const Limit& row) { return EncodeFields(row); }
std::string Encode(const BedRow& row) { return EncodeFields(row); }
std::string Encode(const Zone& row) { return EncodeFields(row); }

std::string Encode(const Level& row) {
  FieldWriter writer;
  int64_t standing = static_cast<int64_t>(row.standing);
  VisitLevel(writer, row, standing);
  return writer.Take();
}

absl::StatusOr<Record> DecodeRecord(absl::string_view value) { return DecodeFields<Record>(value); }
absl::StatusOr<LotDayRow> DecodeLotDayRow(absl::string_view value) {
  return DecodeFields<LotDayRow>(value);
}
absl::StatusOr<Status> DecodeStatus(absl::string_view value) { return DecodeFields<Status>(value); }
absl::StatusOr<Limit> DecodeLimit(absl::string_view value) { return DecodeFields<Limit>(value); }
absl::StatusOr<BedRow> DecodeBedRow(absl::string_view value) { return DecodeFields<BedRow>(value); }
absl::StatusOr<Zone> DecodeZone(absl::string_view value) { return DecodeFields<Zone>(value); }

absl::StatusOr<Level> DecodeLevel(absl::string_view value) {
  Level row;
  int64_t standing = 0;
  FieldReader reader(value);
  VisitLevel(reader, row, standing);
  if (!reader.Done() || standing < 0 || standing > static_cast<int64_t>(Standing::kNoEvidence)) {
    return Damaged();
  }
  row.standing = static_cast<Standing>(standing);
  return row;
}

std::string Encode(const Lots& lots) {
  FieldWriter writer;
  for (const auto& [name, lot] : lots) {
    if (lot.holds_something()) Visit(writer, lot);
  }
  return writer.Take();
}

absl::StatusOr<Lots> DecodeLots(absl::string_view value) {
  Lots lots;
  FieldReader reader(value);
  while (reader.more()) {
    LotStock lot;
    Visit(reader, lot);
    lots.emplace_hint(lots.end(), lot.lot, lot);
  }
  if (!reader.Done()) return Damaged();
  return lots;
}

std::string Encode(const LotRecalls& recalls) {
  FieldWriter writer;
  for (const auto& [of, day] : recalls) {
    writer(of.first);
    writer(of.second);
    writer(day);
  }
  return writer.Take();
}

absl::StatusOr<LotRecalls> DecodeLotRecalls(absl::string_view value) {
  LotRecalls recalls;
  FieldReader reader(value);
  while (reader.more()) {
    LotRecalls::key_type of;
    int64_t day = 0;
    reader(of.first);
    reader(of.second);
    reader(day);
    recalls.emplace(std::move(of), day);
  }
  if (!reader.Done()) return Damaged();
  return recalls;
}

}  // namespace waystation::headquarters
