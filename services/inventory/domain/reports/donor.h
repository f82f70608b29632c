// What each owner or donor brought and what became of it.
#ifndef SERVICES_INVENTORY_DOMAIN_REPORTS_DONOR_H_
#define SERVICES_INVENTORY_DOMAIN_REPORTS_DONOR_H_

#include <string>
#include <vector>

#include "services/inventory/domain/reports/item_book.h"
#include "waystation/inventory/v1/report.pb.h"

namespace waystation::inventory {

// Whose lines are wanted.
struct OwnerFilter {
  std::string owner;  // Empty: every one.
  bool with_unowned = false;
};

// A line for each owner, by owner. A lot is its first owner's, whole. REQUIRES: book.flows has
// every line from the report's first day on and none before, and book.lots all lots of them.
std::vector<v1::DonorLine> DonorLines(const ItemBook& book, const OwnerFilter& filter);

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_REPORTS_DONOR_H_
