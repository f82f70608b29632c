#include "services/inventory/gs1/describe.h"

#include "services/inventory/gs1/encode.h"
#include "services/inventory/gs1/identifier.h"

namespace waystation::inventory::gs1 {

void Describe(const Label& label, v1::ResolveScanResponse* response) {
  response->set_gtin(label.gtin);
  response->set_is_content(label.is_content);
  if (label.is_content) response->set_content_count(label.content_count.value_or(0));
  response->set_lot(label.lot);
  response->set_lot_on_label(!label.lot.empty());
  response->set_date_kind(label.kind);
  if (label.expiry.has_value()) {
    common::v1::CivilDate* date = response->mutable_expiry_date();
    date->set_year(static_cast<int32_t>(label.expiry->year()));
    date->set_month(label.expiry->month());
    date->set_day(label.expiry->day());
  }
  response->set_serial(label.serial);
  for (const Element& element : label.elements) {
    v1::ScanElement* out = response->add_elements();
    out->set_identifier(element.ai);
    out->set_title(std::string(FindIdentifier(element.ai)->title));
    out->set_value(element.value);
  }
  response->set_readable_text(ReadableText(label));
}

}  // namespace waystation::inventory::gs1
