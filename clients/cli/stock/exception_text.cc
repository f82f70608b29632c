#include "clients/cli/stock/exception_text.h"

#include "absl/strings/str_cat.h"
#include "clients/cli/stock/movement_text.h"
#include "clients/cli/text/quantity.h"
#include "clients/cli/text/times.h"
#include "clients/cli/text/words.h"

namespace waystation::cli {

using inventory::v1::Exception;

namespace {

std::string ShowLargeDifference(const Exception& exception, const std::string& item,
                                Context* context) {
  return absl::StrCat("counted ",
                      ShowQuantity(exception.counted_quantity(), exception.item(), context), " ",
                      item, " in ", exception.place(), ", the book had ",
                      ShowQuantity(exception.book_quantity(), exception.item(), context),
                      ": count again, or look for what was not entered");
}

std::string ShowRecalled(const Exception& exception, const std::string& what, Context* context) {
  const bool used = exception.kind() == inventory::v1::EXCEPTION_KIND_RECALLED_LOT_USED;
  return absl::StrCat(
      "recalled stock ",
      used ? "used: " : "came: ", ShowQuantity(exception.quantity(), exception.item(), context),
      " ", what, ", ", exception.recall(),
      exception.last_resort().empty() ? "" : "; last resort: ", exception.last_resort());
}

// What is odd about controlled items; of others the kind alone.
std::string ShowControlled(const Exception& exception, const std::string& item, Context* context) {
  switch (exception.kind()) {
    case inventory::v1::EXCEPTION_KIND_SIGNATURE_OUTSTANDING:
      if (!exception.signed_by().empty()) {
        return absl::StrCat("second signature given: ", item, ", given by ", exception.given_by(),
                            ", signed by ", exception.signed_by());
      }
      return absl::StrCat("second signature outstanding: ", item, ", given by ",
                          exception.given_by(),
                          exception.state() == inventory::v1::EXCEPTION_STATE_OPEN
                              ? absl::StrCat("; someone else signs: waystation movement sign ",
                                             exception.movement(), " --by PERSON")
                              : "");
    case inventory::v1::EXCEPTION_KIND_CONTROLLED_DISCREPANCY:
      return absl::StrCat(
          "controlled item counted otherwise than the register: ", item, " in ", exception.place(),
          ", counted ", ShowQuantity(exception.counted_quantity(), exception.item(), context),
          ", register ", ShowQuantity(exception.register_quantity(), exception.item(), context));
    case inventory::v1::EXCEPTION_KIND_HANDOVER_NOT_WITNESSED:
      return absl::StrCat("handover of ", exception.place(), " by ", exception.given_by(),
                          " alone: count again with a second person");
    default:
      return PlainWord(exception.kind());
  }
}

// About where it lies or lay.
std::string ShowOutOfRange(const Exception& exception, const std::string& what, Context* context) {
  const std::string quantity = ShowQuantity(exception.quantity(), exception.item(), context);
  const std::string until = exception.has_usable_until()
                                ? absl::StrCat("usable until ", FormatTime(exception.usable_until(),
                                                                           absl::LocalTimeZone()))
                                : "no time is allowed";
  const std::string by = exception.installation().empty()
                             ? ""
                             : absl::StrCat(" by the readings of ", exception.installation());
  const std::string way = exception.frozen()     ? "FROZEN"
                          : exception.too_cold() ? "too cold"
                                                 : "too warm";
  switch (exception.kind()) {
    case inventory::v1::EXCEPTION_KIND_STORED_OUT_OF_RANGE:
      return absl::StrCat(way, " in ", exception.place(), by,
                          exception.place_storage_class().empty()
                              ? ""
                              : absl::StrCat(" (", exception.place_storage_class(), ")"),
                          ": ", quantity, " ", what, ", to be kept ", exception.storage_class(),
                          "; ", until,
                          exception.decided_by().empty()
                              ? ""
                              : absl::StrCat("; may be used, decided by ", exception.decided_by()));
    case inventory::v1::EXCEPTION_KIND_BLOCKED_STOCK_USED:
      return absl::StrCat("used although out of its range for too long: ", quantity, " ", what,
                          "; ", until);
    default:
      return absl::StrCat("brought into the closed place ", exception.place(), ": ", quantity, " ",
                          what);
  }
}

// Of what reaches beyond the one movement.
std::string ShowOfOthers(const Exception& exception, const std::string& item,
                         const std::string& lot, Context* context) {
  switch (exception.kind()) {
    case inventory::v1::EXCEPTION_KIND_TRANSFER_NOT_IN_TRANSIT:
      return absl::StrCat("came of ", exception.transfer(),
                          ", which was not on its way by the books: its dispatch, once recorded, "
                          "settles it");
    case inventory::v1::EXCEPTION_KIND_COUNT_NUMBER_REPEATED:
      return absl::StrCat("count sheet ", exception.document_number(), " was recorded before, by ",
                          ShortName(exception.first_movement()),
                          "; take this one back if it is the same sheet");
    case inventory::v1::EXCEPTION_KIND_RESERVATION_SHRUNK:
      return absl::StrCat(
          exception.reservation_number(), " lost ",
          ShowQuantity(exception.quantity(), exception.item(), context), " ", item, lot, " to ",
          ShortName(exception.movement()), "; ",
          ShowQuantity(exception.still_promised_quantity(), exception.item(), context),
          " is still promised");
    case inventory::v1::EXCEPTION_KIND_STORED_OUT_OF_RANGE:
    case inventory::v1::EXCEPTION_KIND_BLOCKED_STOCK_USED:
    case inventory::v1::EXCEPTION_KIND_PLACE_NOT_OPEN:
      return ShowOutOfRange(exception, absl::StrCat(item, lot), context);
    default:
      return ShowControlled(exception, item, context);
  }
}

}  // namespace

std::string ShowException(const Exception& exception, Context* context) {
  std::string item = exception.item().empty() ? "" : ShowItem(exception.item(), context);
  std::string lot = exception.lot().empty() ? "" : absl::StrCat(", lot ", exception.lot());
  switch (exception.kind()) {
    case inventory::v1::EXCEPTION_KIND_SHORTFALL:
      return absl::StrCat(
          "more used than the book had: ",
          ShowQuantity(exception.quantity(), exception.item(), context), " ", item, lot,
          exception.outstanding_quantity() == exception.quantity()
              ? ""
              : absl::StrCat(", still open ", ShowQuantity(exception.outstanding_quantity(),
                                                           exception.item(), context)));
    case inventory::v1::EXCEPTION_KIND_FUTURE_TIME:
      return absl::StrCat("time lies in the future: ",
                          FormatTime(exception.entered_time(), absl::LocalTimeZone()));
    case inventory::v1::EXCEPTION_KIND_TIME_TOO_OLD:
      return absl::StrCat("time is very old: ",
                          FormatTime(exception.entered_time(), absl::LocalTimeZone()));
    case inventory::v1::EXCEPTION_KIND_REPEATED_DOCUMENT_NUMBER:
      return absl::StrCat("document ", exception.document_number(), " is there already as ",
                          ShortName(exception.first_movement()), "; this one is held");
    case inventory::v1::EXCEPTION_KIND_EXPIRED_LOT_USED:
      return absl::StrCat(
          "expired stock used: ", ShowQuantity(exception.quantity(), exception.item(), context),
          " ", item, lot, ", expired ", FormatDay(exception.recorded_expiry_date()));
    case inventory::v1::EXCEPTION_KIND_LOT_DATE_DISAGREES:
      return absl::StrCat(item, lot, ": recorded ", FormatDay(exception.recorded_expiry_date()),
                          ", entered ", FormatDay(exception.entered_expiry_date()),
                          "; the earlier is kept");
    case inventory::v1::EXCEPTION_KIND_FACILITY_NOT_OPEN:
      return "recorded for a facility that is not open";
    case inventory::v1::EXCEPTION_KIND_UNUSABLE_STOCK_USED:
      return absl::StrCat(ShowCondition(exception.condition()), " stock used: ",
                          ShowQuantity(exception.quantity(), exception.item(), context), " ", item,
                          lot);
    case inventory::v1::EXCEPTION_KIND_RELEASE_EXCEEDS_QUARANTINE:
      return absl::StrCat("not in quarantine, so not released: ",
                          ShowQuantity(exception.quantity(), exception.item(), context), " ", item,
                          lot);
    case inventory::v1::EXCEPTION_KIND_KIT_CONTENT_DIFFERS:
      return absl::StrCat(
          "in the kit: ", ShowQuantity(exception.quantity(), exception.item(), context), " ", item,
          ", the packing list says ",
          ShowQuantity(exception.expected_quantity(), exception.item(), context));
    case inventory::v1::EXCEPTION_KIND_SHORT_SHELF_LIFE:
      return absl::StrCat("donated with little time left: ",
                          ShowQuantity(exception.quantity(), exception.item(), context), " ", item,
                          lot, ", good until ", FormatDay(exception.recorded_expiry_date()), ", ",
                          exception.days_left(), " days from the day it came");
    case inventory::v1::EXCEPTION_KIND_CLOCK_SUSPECT:
      return exception.has_entered_time()
                 ? absl::StrCat("the server's clock was suspect, and ",
                                FormatTime(exception.entered_time(), absl::LocalTimeZone()),
                                " not believed: posted on the day of recording")
                 : "recorded while the server's clock was suspect: look at the days again";
    case inventory::v1::EXCEPTION_KIND_RECALLED_LOT_USED:
    case inventory::v1::EXCEPTION_KIND_RECALLED_LOT_RECEIVED:
      return ShowRecalled(exception, absl::StrCat(item, lot), context);
    case inventory::v1::EXCEPTION_KIND_COUNT_DIFFERENCE_LARGE:
      return ShowLargeDifference(exception, item, context);
    case inventory::v1::EXCEPTION_KIND_REFERENCE_NOT_KNOWN:
      return absl::StrCat("named ", exception.reference(),
                          ", which is not known: what came counts for none");
    default:
      return ShowOfOthers(exception, item, lot, context);
  }
}

void PrintExceptions(const google::protobuf::RepeatedPtrField<inventory::v1::Exception>& exceptions,
                     Context* context) {
  for (const inventory::v1::Exception& exception : exceptions) {
    context->PrintLine(absl::StrCat(
        exception.state() == inventory::v1::EXCEPTION_STATE_CLOSED ? "exception closed: "
                                                                   : "exception: ",
        ShowException(exception, context), "  (", exception.name(), ")"));
  }
}

}  // namespace waystation::cli
