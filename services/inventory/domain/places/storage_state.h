// What the rules know of storage places and of stock that is or was out of its range there.
#ifndef SERVICES_INVENTORY_DOMAIN_PLACES_STORAGE_STATE_H_
#define SERVICES_INVENTORY_DOMAIN_PLACES_STORAGE_STATE_H_

#include <map>
#include <string>
#include <utility>

#include "waystation/inventory/v1/exception.pb.h"
#include "waystation/inventory/v1/storage_class.pb.h"
#include "waystation/inventory/v1/storage_place.pb.h"

namespace waystation::inventory {

// {item name, lot} -> how it stands, of lots that were out of their range at the facility.
using LotExposures = std::map<std::pair<std::string, std::string>, v1::LotExposure>;

// Of one facility, as far as a command is about it.
struct StorageState {
  // By id: those that are registered, and others that have stock on the clock (without an etag).
  std::map<std::string, v1::StoragePlace> places = {};
  // The class of items that come to lie in a registered place, by item name; empty: it names none.
  std::map<std::string, std::string> class_of_item = {};
  // By id, of these items and places, those that are described.
  std::map<std::string, v1::StorageClass> classes = {};
  LotExposures exposures = {};
  // By name: those of `exposures`.
  std::map<std::string, v1::Exception> exceptions = {};
};

}  // namespace waystation::inventory

#endif  // SERVICES_INVENTORY_DOMAIN_PLACES_STORAGE_STATE_H_
