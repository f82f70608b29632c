#include "services/inventory/domain/ledger/kit_contents.h"

#include <limits>
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/inventory/domain/calendar.h"
#include "storage/base/errors.h"

namespace waystation::inventory {
namespace {

constexpr int64_t kMost = std::numeric_limits<int64_t>::max();

// What a packing list says of an item, and what the lines do.
struct Content {
  int64_t want = 0;
  int64_t got = 0;
};

int64_t CappedSum(int64_t a, int64_t b) { return b > kMost - a ? kMost : a + b; }

int64_t CappedProduct(int64_t a, int64_t b) { return a > kMost / b ? kMost : a * b; }

std::map<std::string, Content> Compare(const v1::Movement& movement, const v1::Item& kit) {
  std::map<std::string, Content> contents;
  for (const v1::KitContent& content : kit.kit_contents()) {
    contents[content.item()].want = CappedProduct(content.quantity(), movement.lines(0).quantity());
  }
  for (int i = 1; i < movement.lines_size(); ++i) {
    int64_t& got = contents[movement.lines(i).item()].got;
    got = CappedSum(got, movement.lines(i).quantity());
  }
  return contents;
}

}  // namespace

absl::Status CheckKitContents(Posting& posting, const v1::Item& kit) {
  for (const auto& [item, content] : Compare(posting.movement(), kit)) {
    if (content.want == content.got) continue;
    if (IsOrder(posting.movement())) {
      return Error(Reason::ERROR_REASON_KIT_CONTENT_DIFFERS,
                   "the lines are not what the kit's packing list says",
                   {{"kit", kit.name()},
                    {"item", item},
                    {"want", absl::StrCat(content.want)},
                    {"got", absl::StrCat(content.got)}});
    }
    Subject subject;
    subject.item = item;
    subject.moment = MomentOf(posting.movement());
    posting.Open(v1::EXCEPTION_KIND_KIT_CONTENT_DIFFERS, subject, content.got)
        ->set_expected_quantity(content.want);
  }
  return absl::OkStatus();
}

}  // namespace waystation::inventory
