#include "clients/cli/stock/movement_text.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "clients/cli/text/quantity.h"
#include "clients/cli/text/text.h"
#include "clients/cli/text/times.h"
#include "clients/cli/text/words.h"

namespace waystation::cli {

using inventory::v1::Exception;
using inventory::v1::Movement;
using inventory::v1::MovementLine;

absl::StatusOr<LineText> ParseLine(absl::string_view text) {
  LineText line;
  const std::map<std::string, std::string*> keys = {
      {"item", &line.item},           {"quantity", &line.quantity},   {"lot", &line.lot},
      {"expires", &line.expires},     {"date-kind", &line.date_kind}, {"place", &line.place},
      {"condition", &line.condition}, {"owner", &line.owner},
  };
  for (absl::string_view part : absl::StrSplit(text, ',')) {
    std::pair<std::string, std::string> pair = absl::StrSplit(part, absl::MaxSplits('=', 1));
    auto key = keys.find(pair.first);
    if (key == keys.end() || pair.second.empty() || !key->second->empty()) {
      return WrongOption("--line",
                         absl::StrCat("got \"", Quotable(part),
                                      "\", want item=ID,quantity=Q and, if needed, lot=, expires=, "
                                      "date-kind=, place=, condition=, owner=, each once"));
    }
    *key->second = pair.second;
  }
  if (line.item.empty() || line.quantity.empty()) {
    return WrongOption(
        "--line", absl::StrCat("got \"", Quotable(text), "\", want at least item=ID,quantity=Q"));
  }
  return line;
}

absl::Status SetCondition(const std::string& text, MovementLine* line) {
  if (text.empty()) return absl::OkStatus();
  auto condition = ParseWord<inventory::v1::Condition>(text);
  if (!condition.ok()) return WrongOption("--condition", condition.status());
  line->set_condition(*condition);
  return absl::OkStatus();
}

absl::StatusOr<MovementLine> ToLine(const LineText& text, Context* context) {
  MovementLine line;
  line.set_item(ItemName(text.item));
  absl::StatusOr<Quantity> quantity;
  if (IsBaseUnits(text.quantity)) {
    quantity = ParseBaseUnits(text.quantity);
  } else {
    absl::StatusOr<inventory::v1::Item> item = context->FindItem(line.item());
    if (!item.ok()) return item.status();
    quantity = ParseQuantity(text.quantity, *item);
  }
  if (!quantity.ok()) return WrongOption("--quantity", quantity.status());
  line.set_quantity(quantity->base);
  line.set_pack_name(quantity->pack_name);
  line.set_pack_count(quantity->pack_count);
  line.set_pack_factor(quantity->pack_factor);
  line.set_lot(text.lot);
  line.set_place(text.place);
  if (!text.expires.empty()) {
    absl::StatusOr<absl::CivilDay> day = ParseDay(text.expires);
    if (!day.ok()) return WrongOption("--expires", day.status());
    *line.mutable_expiry_date() = ToProto(*day);
  }
  if (!text.date_kind.empty()) {
    auto kind = ParseWord<inventory::v1::DateKind>(text.date_kind);
    if (!kind.ok()) return WrongOption("--date-kind", kind.status());
    line.set_date_kind(*kind);
  }
  if (absl::Status status = SetCondition(text.condition, &line); !status.ok()) return status;
  line.set_owner(text.owner);
  return line;
}

namespace {

using KnownItems = std::map<std::string, inventory::v1::Item>;

// The item that `name` is an alias of, and what the alias was called.
struct KnownAlias {
  const inventory::v1::Item* kept = nullptr;
  const inventory::v1::ItemAlias* alias = nullptr;
};
KnownAlias AliasAmong(const KnownItems& items, const std::string& name) {
  for (const auto& entry : items) {
    for (const auto& alias : entry.second.aliases()) {
      if (alias.item() == name) return {&entry.second, &alias};
    }
  }
  return {};
}

}  // namespace

std::string ShowQuantity(int64_t base, const std::string& item, Context* context) {
  auto items = context->Items();
  if (items.ok()) {
    const auto found = (*items)->find(item);
    const inventory::v1::Item* known =
        found != (*items)->end() ? &found->second : AliasAmong(**items, item).kept;
    if (known != nullptr) return FormatQuantity(base, known->base_unit());
  }
  return WithThousands(base) + " base units";
}

std::string ShowItem(const std::string& item, Context* context) {
  auto items = context->Items();
  if (!items.ok()) return ShortName(item);
  if (auto found = (*items)->find(item); found != (*items)->end()) {
    return context->NameIn(found->second.display_names(), ShortName(item));
  }
  const KnownAlias known = AliasAmong(**items, item);
  return known.alias == nullptr ? ShortName(item)
                                : context->NameIn(known.alias->display_names(), ShortName(item));
}

namespace {

// As it was posted: the line may leave open what it was taken from.
std::string PlaceOfLine(const Movement& movement, int index) {
  for (const auto& leg : movement.legs()) {
    if (leg.line_index() != index || !leg.difference_of().empty()) continue;
    const bool goes_out = leg.from().kind() == inventory::v1::ACCOUNT_KIND_POSITION;
    return goes_out ? leg.from().place() : leg.to().place();
  }
  return movement.lines(index).place();
}

}  // namespace

std::string ShowAccounts(const Movement& movement, int index) {
  const std::string place = PlaceOfLine(movement, index);
  switch (movement.kind()) {
    case inventory::v1::MOVEMENT_KIND_RECEIPT:
      return absl::StrCat(movement.source().empty() ? "?" : movement.source(), " -> ", place);
    case inventory::v1::MOVEMENT_KIND_ISSUE:
      return movement.to_place().empty()
                 ? absl::StrCat(place, " -> used for ", PlainWord(movement.purpose()))
                 : absl::StrCat(place, " -> ", movement.to_place());
    case inventory::v1::MOVEMENT_KIND_WASTE:
      return absl::StrCat(place, " -> wasted, ", PlainWord(movement.waste_reason()));
    case inventory::v1::MOVEMENT_KIND_ADJUSTMENT_GAIN:
      return absl::StrCat("counted more in ", place);
    case inventory::v1::MOVEMENT_KIND_ADJUSTMENT_LOSS:
      return absl::StrCat("counted less in ", place);
    case inventory::v1::MOVEMENT_KIND_QUARANTINE:
      return absl::StrCat(place, ": set apart, ", PlainWord(movement.quarantine_reason()));
    case inventory::v1::MOVEMENT_KIND_RELEASE:
      return absl::StrCat(place, ": released by ", movement.decided_by());
    case inventory::v1::MOVEMENT_KIND_DAMAGE:
      return absl::StrCat(place, ": damaged, ", PlainWord(movement.damage_reason()));
    case inventory::v1::MOVEMENT_KIND_RETURN:
      return absl::StrCat("back from ", PlainWord(movement.purpose()), " -> ", place);
    case inventory::v1::MOVEMENT_KIND_UNPACK:
      return index == 0 ? absl::StrCat(place, ": opened") : absl::StrCat("out of it -> ", place);
    case inventory::v1::MOVEMENT_KIND_PACK:
      return index == 0 ? absl::StrCat("put together -> ", place)
                        : absl::StrCat(place, " -> into it");
    case inventory::v1::MOVEMENT_KIND_TRANSFER_OUT:
      return absl::StrCat(place, " -> in transit");
    case inventory::v1::MOVEMENT_KIND_TRANSFER_IN:
      return absl::StrCat(
          movement.lines(index).waybill_line() > 0 ? "in transit -> " : "beside the waybill -> ",
          place);
    case inventory::v1::MOVEMENT_KIND_TRANSFER_LOSS:
      return "lost in transit";
    case inventory::v1::MOVEMENT_KIND_MERGE:
      return absl::StrCat(place, ": was ", ShortName(movement.lines(index).entered_item()));
    default:
      return "";
  }
}

void PrintReferences(const Movement& movement, Context* context) {
  for (const auto& line : movement.lines()) {
    if (line.entered_item().empty()) continue;
    context->PrintLine(absl::StrCat(ShortName(line.entered_item()), " is an alias: taken as ",
                                    ShortName(line.item())));
  }
  if (!movement.expected_delivery().empty()) {
    context->PrintLine("of expected delivery " + movement.expected_delivery());
  }
  if (!movement.requisition().empty()) {
    context->PrintLine("for requisition " + movement.requisition());
  }
  if (!movement.transfer().empty()) {
    context->PrintLine(
        absl::StrCat("of transfer ", movement.transfer(),
                     movement.goods_receipt_number().empty() ? "" : ", goods receipt ",
                     movement.goods_receipt_number()));
  } else if (!movement.goods_receipt_number().empty()) {
    context->PrintLine("goods receipt " + movement.goods_receipt_number());
  }
  if (!movement.reservation().empty()) {
    context->PrintLine("for reservation " + movement.reservation());
  }
  if (movement.emergency()) context->PrintLine("in an emergency");
}

std::string ShowCondition(inventory::v1::Condition condition) {
  return condition == inventory::v1::CONDITION_USABLE ? "" : PlainWord(condition);
}

std::string ShowCondition(const inventory::v1::Leg& leg) {
  const bool from_position = leg.from().kind() == inventory::v1::ACCOUNT_KIND_POSITION;
  const bool to_position = leg.to().kind() == inventory::v1::ACCOUNT_KIND_POSITION;
  if (!from_position) return ShowCondition(leg.to().condition());
  if (!to_position || leg.from().condition() == leg.to().condition()) {
    return ShowCondition(leg.from().condition());
  }
  return absl::StrCat(PlainWord(leg.from().condition()), " -> ", PlainWord(leg.to().condition()));
}

namespace {

// Of a donation, and who decided what.
void PrintDecisions(const Movement& movement, Context* context) {
  if (movement.has_donation()) {
    const inventory::v1::Donation& donation = movement.donation();
    context->PrintLine(
        absl::StrCat("a donation of ", donation.donor(),
                     donation.asked_for() == inventory::v1::ASKED_FOR_YES  ? ", asked for"
                     : donation.asked_for() == inventory::v1::ASKED_FOR_NO ? ", not asked for"
                                                                           : "",
                     donation.label_languages().empty() ? "" : ", labelled in ",
                     absl::StrJoin(donation.label_languages(), ", "),
                     donation.note().empty() ? "" : ": ", donation.note()));
  }
  const std::string reason =
      absl::StrCat(PlainWord(movement.quarantine_reason()), PlainWord(movement.damage_reason()));
  if (!reason.empty()) context->PrintLine("reason: " + reason);
  if (!movement.last_resort().empty()) {
    context->PrintLine("last resort: " + movement.last_resort());
  }
  if (!movement.decided_by().empty()) context->PrintLine("decided by " + movement.decided_by());
}

void PrintSecondSignature(const Movement& movement, Context* context) {
  const bool signed_since = movement.has_signature();
  const std::string second =
      ShowSecondSignature(movement.second_signature(),
                          signed_since ? movement.signature().signed_by() : movement.witnessed_by(),
                          movement.signature().signed_time());
  if (second.empty()) return;
  const std::string late =
      signed_since
          ? absl::StrCat(", ", FormatAge(absl::Seconds(movement.signature().late_seconds())),
                         " after it was recorded")
          : "";
  context->PrintLine(absl::StrCat("second signature: ", second, late));
}

}  // namespace

void PrintPassedOver(const Movement& movement, Context* context) {
  for (const inventory::v1::PassedOverLot& lot : movement.passed_over_lots()) {
    const std::string& item = movement.lines(lot.line_index()).item();
    context->PrintLine(absl::StrCat("expires sooner and is still there: ", ShowItem(item, context),
                                    ", lot ", lot.lot(), ", ", FormatDay(lot.expiry_date()), ", ",
                                    ShowQuantity(lot.quantity(), item, context)));
  }
}

void PrintMovement(const Movement& movement, Context* context) {
  context->PrintHeading(absl::StrCat(movement.name(), "  ", PlainWord(movement.kind()), ", ",
                                     PlainWord(movement.state())));
  Table facts({{"happened"}, {"recorded"}, {"by"}, {"document"}, {"intent"}, {"note"}});
  absl::TimeZone zone = absl::LocalTimeZone();
  facts.Add({FormatTime(movement.happened_time(), zone), FormatTime(movement.record_time(), zone),
             movement.recorded_by(), movement.document_number(), PlainWord(movement.intent()),
             movement.note()});
  context->Print(facts, "");
  Table legs({{"day"},
              {"item"},
              {"lot"},
              {"expires"},
              {"quantity", Align::kRight},
              {"from"},
              {"to"},
              {"difference of"}});
  auto account = [](const inventory::v1::Account& end) {
    if (end.kind() != inventory::v1::ACCOUNT_KIND_POSITION) return PlainWord(end.kind());
    std::string condition = ShowCondition(end.condition());
    return condition.empty() ? end.place() : absl::StrCat(end.place(), " (", condition, ")");
  };
  for (const auto& leg : movement.legs()) {
    legs.Add({FormatDay(leg.day()), ShowItem(leg.item(), context), leg.lot(),
              FormatDay(leg.expiry_date()), ShowQuantity(leg.quantity(), leg.item(), context),
              account(leg.from()), account(leg.to()),
              ShortName(leg.count().empty() ? leg.difference_of() : leg.count())});
  }
  context->Print(legs, "no stock moved");
  PrintPassedOver(movement, context);
  PrintReferences(movement, context);
  PrintDecisions(movement, context);
  PrintSecondSignature(movement, context);
  if (movement.clock_suspect()) {
    context->PrintLine("recorded while the server's clock was suspect: its day may be wrong");
  }
  if (!movement.reversed_by().empty()) {
    context->PrintLine("taken back by " + movement.reversed_by());
  }
  if (!movement.count().empty()) context->PrintLine("count " + movement.count());
  if (!movement.reverses().empty()) context->PrintLine("takes back " + movement.reverses());
  for (const std::string& name : movement.exceptions()) context->PrintLine("exception " + name);
}

std::string ShowSecondSignature(inventory::v1::SecondSignature state,
                                const std::string& witnessed_by,
                                const google::protobuf::Timestamp& signed_time) {
  switch (state) {
    case inventory::v1::SECOND_SIGNATURE_GIVEN:
      return witnessed_by;
    case inventory::v1::SECOND_SIGNATURE_OUTSTANDING:
      return "OUTSTANDING";
    case inventory::v1::SECOND_SIGNATURE_SIGNED:
      return absl::StrCat(witnessed_by, ", signed ",
                          FormatTime(signed_time, absl::LocalTimeZone()));
    default:
      return "";
  }
}

}  // namespace waystation::cli
