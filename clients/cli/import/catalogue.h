// The IFRC/ICRC Standard Products Catalogue as Sahana writes it, and other catalogues in that form.
//
//   catalogue  := item code,item description,length cm,height cm,width cm,volume litre,weight kg,
//                 in EIC
//   categories := GROUP_CODE,GROUP_DESCRIPTION,FAM,FAMILY_DESCRITPION   (so spelt), others beside
//
// A code begins with its group's letter and its family's three: DINJ... is an injection among the
// drugs. Sizes, volume and weight are those of one piece; 0 means unknown.
#ifndef CLIENTS_CLI_IMPORT_CATALOGUE_H_
#define CLIENTS_CLI_IMPORT_CATALOGUE_H_

#include <istream>
#include <map>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "clients/cli/import/import_kind.h"

namespace waystation::cli {

// Category ids by group and family together, "DINJ" -> "drugs-injections".
using CatalogueCategories = std::map<std::string, std::string>;

// Reads the table of categories; `file` is its name for messages. INVALID_ARGUMENT names the first
// row that can't be used: without it items would silently be put elsewhere.
absl::StatusOr<CatalogueCategories> ReadCategories(std::istream* input, const std::string& file,
                                                   const CsvOptions& options);

struct CatalogueOptions {
  // Empty: an item's category is "catalogue-" and the first letters of its code.
  CatalogueCategories categories;
  // Of the descriptions.
  std::string language = "en";
};

// Every row is an item, counted by the piece, with a pack "piece" that has its weight and volume:
//   id             the code in small letters; '+' is "plus", all else that an id can't have a '-'
//   category       by the table; of a family that is not in it the group's, with a remark
//   vital class    essential when it is in the emergency catalogue (EIC), else normal
//   storage class  ambient: the catalogue does not say
//   weight, volume rounded up to whole grams and millilitres, with a remark when they were finer
// Where volume and sizes differ by more than 2 % of what the sizes make, the larger is kept, with a
// remark: a load planned with it fits whichever of them is right. Where only sizes are given the
// volume is theirs.
std::unique_ptr<ImportKind> MakeCatalogueImport(CatalogueOptions options);

}  // namespace waystation::cli

#endif  // CLIENTS_CLI_IMPORT_CATALOGUE_H_
