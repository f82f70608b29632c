#include "clients/cpp/call_error.h"

#include <grpcpp/support/status.h>

#include <optional>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "google/rpc/error_details.pb.h"

namespace waystation::client {
namespace {

constexpr char kErrorInfoUrl[] = "type.googleapis.com/google.rpc.ErrorInfo";
constexpr char kBadRequestUrl[] = "type.googleapis.com/google.rpc.BadRequest";
constexpr char kOutboxUrl[] = "waystation/outbox";
constexpr char kHintUrl[] = "waystation/hint";

struct Hint {
  const char* reason;
  const char* text;
};

constexpr Hint kHints[] = {
    {"PAGE_TOKEN_MISMATCH", "ask for the list again from its beginning"},
    {"REQUEST_ID_REUSED",
     "this was recorded before with other content, or sent by someone else; what is recorded "
     "stays. The same rows again need --principal with the name of whoever sent them first. "
     "Otherwise reverse it and record the right thing, or import under another --source"},
    {"ETAG_MISMATCH", "someone changed it meanwhile: look at it again, then repeat the change"},
    {"NOT_ENOUGH_STOCK",
     "take less or another lot (`waystation stock show`); if it was used already, leave --order "
     "out: what happened is always recorded"},
    {"PLACE_NOT_NAMED",
     "say with --place where it is taken from (`waystation stock show` tells what is where); for "
     "a held movement close the exception and record it again with --place"},
    {"KIT_CONTENT_DIFFERS",
     "count again, or mend the packing list (`waystation item update KIT --content`); if it was "
     "so, "
     "leave --order out: what happened is always recorded"},
    {"ITEM_IS_ALIAS", "name the item that it was merged into"},
    {"ITEMS_DIFFER",
     "if they are one thing, mend whichever is wrong (`waystation item update`) and merge again"},
    {"LOT_EXPIRED",
     "take another lot (`waystation stock propose`); if it was used already, leave --order out: "
     "what happened is always recorded"},
    {"LOT_RECALLED",
     "take another lot (`waystation stock propose`), and set this one apart (`waystation stock "
     "quarantine`). If nothing else can save a patient, say why with --last-resort; if it was used "
     "already, leave --order out: what happened is always recorded"},
    {"STOCK_BLOCKED",
     "take other stock (`waystation stock show`), or have a named person decide about it "
     "(`waystation place decide`); if it was used already, leave --order out: what happened is "
     "always recorded"},
    {"PLACE_NOT_EMPTY", "move what lies there (`waystation stock issue --to`), then close it"},
    {"LOT_DATE_DISAGREES", "look at the label again; `waystation stock show` has the kept date"},
    {"DOCUMENT_NUMBER_REPEATED", "it is recorded already: `waystation movement show` prints it"},
    {"TIME_OUT_OF_RANGE", "correct --when, or leave --order out: what happened is always recorded"},
    {"SECOND_SIGNATURE_MISSING",
     "name who saw it done with --witnessed-by; if it happened already, leave --order out: it is "
     "recorded, and waits for the second signature"},
    {"SIGNER_NOT_DIFFERENT", "someone else must sign: name them with --by or --witnessed-by"},
    {"REVERSAL_NOT_REVERSIBLE", "record the movement anew"},
    {"TRANSFER_NOT_REVERSIBLE",
     "`waystation transfer receive`, `return` or `answer` say what became of it"},
    {"TRANSFER_NOT_SETTLED",
     "`waystation transfer show` tells what is still in transit and which differences are open"},
    {"NOT_YET_FOLLOWED", "the server's copy is behind; `waystation supply sources` tells how far"},
    {"LOG_UNAVAILABLE", "the server's disk may be full or failing: tell who runs it"},
    {"CLOCK_NOT_SETTABLE", "only an exercise has a clock that can be set"},
};

std::string HintFor(const absl::Status& status, const CallError& error) {
  if (!error.kept_in_outbox.empty()) {
    return absl::StrCat("kept in the outbox as ", error.kept_in_outbox.substr(0, 8),
                        "; `waystation outbox send` sends it again, recorded once at most");
  }
  if (!error.hint.empty()) return error.hint;
  if (error.reason == "NOT_ENOUGH_STOCK" && error.variables.contains("quarantined")) {
    return "some of it is in quarantine: a person may release it (`waystation stock release`); if "
           "it was used already, leave --order out: what happened is always recorded";
  }
  if (error.reason == "NOT_ENOUGH_STOCK" && error.variables.contains("reserved")) {
    return "some of it is reserved (`waystation reservation list`): name the reservation that it "
           "is "
           "for, or have it released; `stock issue --emergency --note TEXT` takes it for a patient "
           "whose life depends on it; if it was used already, leave --order out";
  }
  for (const Hint& hint : kHints) {
    if (error.reason == hint.reason) return hint.text;
  }
  if (error.reason == "NOT_KNOWN") {
    auto resource = error.variables.find("resource");
    absl::string_view name =
        resource == error.variables.end() ? absl::string_view() : resource->second;
    if (name.substr(0, 6) == "items/") return "`waystation item list --text ...` finds items";
    if (name.substr(0, 6) == "gtins/") {
      return "look at the pack; `waystation item update ITEM --gtin \"PACK=GTIN\"` says "
             "whose it is";
    }
    if (name.substr(0, 15) == "storageClasses/") {
      return "`waystation storage-class list` lists them";
    }
    if (name.substr(0, 8) == "backups/") return "`waystation backup list` lists them";
    if (name.find("/lots/") != name.npos) return "`waystation stock show --at ...` lists the lots";
    if (name.find("/movements/") != name.npos) return "`waystation movement list` lists them";
    if (name.find("/exceptions/") != name.npos) return "`waystation exception list` lists them";
    if (name.find("/transfers/") != name.npos) return "`waystation transfer list` lists them";
    if (name.find("/requisitions/") != name.npos) {
      return "`waystation requisition list --all` lists them";
    }
    if (name.find("/reservations/") != name.npos) {
      return "`waystation reservation list --all` lists them";
    }
    if (name.find("/expectedDeliveries/") != name.npos) {
      return "`waystation delivery list --all` lists them";
    }
    return "`waystation facility list` lists the facilities";
  }
  if (status.code() == absl::StatusCode::kUnavailable && error.reason.empty()) {
    return "is the server running there? --server or WAYSTATION_SERVER says where";
  }
  return "";
}

absl::string_view CodeWord(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kUnavailable:
      return "the server can't be reached";
    case absl::StatusCode::kDeadlineExceeded:
      return "no answer within the timeout";
    case absl::StatusCode::kCancelled:
      return "cancelled";
    case absl::StatusCode::kUnimplemented:
      return "this server does not offer that";
    default:
      return "";
  }
}

}  // namespace

absl::Status FromGrpc(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  absl::Status result(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
  google::rpc::Status details;
  if (details.ParseFromString(status.error_details())) {
    for (const google::protobuf::Any& detail : details.details()) {
      result.SetPayload(detail.type_url(), absl::Cord(detail.value()));
    }
  }
  return result;
}

CallError CallErrorOf(const absl::Status& status) {
  CallError error;
  if (absl::optional<absl::Cord> bytes = status.GetPayload(kErrorInfoUrl); bytes.has_value()) {
    google::rpc::ErrorInfo info;
    if (info.ParseFromString(std::string(*bytes))) {
      error.reason = info.reason();
      for (const auto& [key, value] : info.metadata()) error.variables[key] = value;
    }
  }
  if (absl::optional<absl::Cord> bytes = status.GetPayload(kBadRequestUrl); bytes.has_value()) {
    google::rpc::BadRequest bad;
    if (bad.ParseFromString(std::string(*bytes))) {
      for (const auto& violation : bad.field_violations()) {
        error.fields.push_back({violation.field(), violation.description()});
      }
    }
  }
  if (absl::optional<absl::Cord> hint = status.GetPayload(kHintUrl); hint.has_value()) {
    error.hint = std::string(*hint);
  }
  if (absl::optional<absl::Cord> id = status.GetPayload(kOutboxUrl); id.has_value()) {
    error.kept_in_outbox = std::string(*id);
  }
  return error;
}

void SetKeptInOutbox(absl::Status* status, absl::string_view request_id_hex) {
  status->SetPayload(kOutboxUrl, absl::Cord(request_id_hex));
}

void SetHint(absl::Status* status, absl::string_view hint) {
  status->SetPayload(kHintUrl, absl::Cord(hint));
}

bool IsFinalRefusal(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kOutOfRange:
    case absl::StatusCode::kResourceExhausted:
      return true;
    default:
      return false;
  }
}

int ExitCodeOf(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kOk:
      return kExitOk;
    case absl::StatusCode::kNotFound:
      return kExitNotFound;
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kAborted:
      return kExitConflict;
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kOutOfRange:
    case absl::StatusCode::kResourceExhausted:
      return kExitRefused;
    default:
      return kExitUnavailable;
  }
}

std::string RenderError(const absl::Status& status) {
  CallError error = CallErrorOf(status);
  std::string text = "error: ";
  if (error.fields.size() == 1) {
    absl::StrAppend(&text, error.fields[0].field, ": ", error.fields[0].description);
  } else {
    absl::string_view word = error.reason.empty() ? CodeWord(status.code()) : "";
    absl::string_view message = absl::StripSuffix(status.message(), ".");
    absl::StrAppend(&text, word, word.empty() || message.empty() ? "" : ": ", message);
  }
  std::string variables;
  for (const auto& [key, value] : error.variables) {
    if (value.empty()) continue;
    absl::StrAppend(&variables, variables.empty() ? "" : ", ", key, " ", value);
  }
  if (!variables.empty()) absl::StrAppend(&text, " (", variables, ")");
  if (!error.reason.empty()) absl::StrAppend(&text, " [", error.reason, "]");
  absl::StrAppend(&text, "\n");
  if (error.fields.size() > 1) {
    for (const FieldAtFault& field : error.fields) {
      absl::StrAppend(&text, "  ", field.field, ": ", field.description, "\n");
    }
  }
  std::string hint = HintFor(status, error);
  if (!hint.empty()) absl::StrAppend(&text, "hint: ", hint, "\n");
  return text;
}

}  // namespace waystation::client
