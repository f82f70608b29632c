// Facilities: from a table of the program's own form, or from one that others keep.
#include <CLI/CLI.hpp>
#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/context.h"
#include "clients/cli/import/commands/import_run.h"
#include "clients/cli/import/commands/import_table_commands.h"
#include "clients/cli/import/gazetteer.h"
#include "clients/cli/import/hospitals.h"
#include "clients/cli/text/times.h"
#include "clients/cli/text/words.h"

namespace waystation::cli {
namespace {

constexpr char kOwnFormat[] = "waystation";
constexpr char kHospitalFormat[] = "sahana-hospitals";
constexpr char kGazetteerFormat[] = "geonames";

struct FacilityImportOrder {
  ImportOrder shared;
  std::vector<std::string> files;
  std::string format = kOwnFormat;
  std::vector<std::string> zones;
  std::vector<std::string> kinds;
  std::string language = "en";
  std::string within;
  std::vector<std::string> countries;
  int32_t report_interval = 0;
};

absl::StatusOr<std::unique_ptr<ImportKind>> MakeHospitals(const FacilityImportOrder& order) {
  HospitalOptions options;
  options.language = order.language;
  if (order.report_interval > 0) options.report_interval_minutes = order.report_interval;
  for (const std::string& text : order.zones) {
    const size_t equals = text.find('=');
    const bool of_one = equals != std::string::npos;
    const std::string zone = of_one ? text.substr(equals + 1) : text;
    if (auto known = ZoneNamed(zone); !known.ok()) {
      return WrongOption("--time-zone", known.status());
    }
    options.zones[of_one ? text.substr(0, equals) : ""] = zone;
  }
  for (const std::string& text : order.kinds) {
    const size_t equals = text.rfind('=');
    auto kind = ParseWord<facility::v1::FacilityKind>(
        equals == std::string::npos ? "" : text.substr(equals + 1));
    if (!kind.ok()) return WrongOption("--site-kind", kind.status());
    options.kinds[absl::AsciiStrToLower(text.substr(0, equals))] = *kind;
  }
  return MakeHospitalImport(std::move(options));
}

absl::StatusOr<std::unique_ptr<ImportKind>> MakeGazetteer(const FacilityImportOrder& order) {
  GazetteerOptions options;
  if (order.report_interval > 0) options.report_interval_minutes = order.report_interval;
  if (!order.within.empty()) {
    absl::StatusOr<Circle> circle = ParseCircle(order.within);
    if (!circle.ok()) return WrongOption("--within", circle.status());
    options.within = *circle;
  }
  for (const std::string& country : order.countries) {
    const bool fits =
        country.size() == 2 && absl::ascii_isupper(country[0]) && absl::ascii_isupper(country[1]);
    if (!fits) {
      return WrongOption(
          "--country", absl::StrCat("got \"", country, "\", want two capital letters such as AZ"));
    }
    options.countries.insert(country);
  }
  return MakeGazetteerImport(std::move(options));
}

absl::StatusOr<std::unique_ptr<ImportKind>> MakeFacilityKind(const FacilityImportOrder& order) {
  if (order.format == kHospitalFormat) return MakeHospitals(order);
  if (order.format == kGazetteerFormat) return MakeGazetteer(order);
  return MakeFacilityImport(nullptr);
}

absl::Status ImportFacilities(const FacilityImportOrder& order, Context* context) {
  if (order.files.size() > 1 && !(order.shared.rejects.empty() && order.shared.remarks.empty())) {
    return WrongOption("--rejects", "got several files, want one file at a time with this option");
  }
  context->client().CheckHistory();
  for (const std::string& file : order.files) {
    auto kind = MakeFacilityKind(order);
    if (!kind.ok()) return kind.status();
    // A geonameid means the same in every file that GeoNames makes.
    const bool numbered = order.format == kGazetteerFormat;
    absl::Status status = RunImport(file, numbered ? kGazetteerFormat : FileName(file), kind->get(),
                                    order.shared, context);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

// Options that mean nothing for the format are a mistake that would go unseen.
absl::Status CheckFormat(const CLI::App* command, const FacilityImportOrder& order) {
  const std::vector<std::pair<const char*, std::vector<std::string>>> formats = {
      {"--time-zone", {kHospitalFormat}},
      {"--site-kind", {kHospitalFormat}},
      {"--name-language", {kHospitalFormat}},
      {"--within", {kGazetteerFormat}},
      {"--country", {kGazetteerFormat}},
      {"--report-interval", {kHospitalFormat, kGazetteerFormat}}};
  for (const auto& [option, of] : formats) {
    bool fits = false;
    for (const std::string& format : of) fits = fits || order.format == format;
    if (command->count(option) == 0 || fits) continue;
    return WrongOption(option, absl::StrCat("got it with --format ", order.format,
                                            ", want it with ", absl::StrJoin(of, " or "), " only"));
  }
  return absl::OkStatus();
}

void AddFormatOptions(CLI::App* command, FacilityImportOrder* order) {
  command
      ->add_option("--format", order->format,
                   absl::StrCat("Whose table it is: ", kOwnFormat, ", ", kHospitalFormat, ", ",
                                kGazetteerFormat))
      ->check(CLI::IsMember({kOwnFormat, kHospitalFormat, kGazetteerFormat}))
      ->capture_default_str();
  // Each takes one value at a time: the file may come after it.
  command
      ->add_option("--time-zone", order->zones,
                   "sahana-hospitals: ZONE of all, or COUNTRY=ZONE such as LR=Africa/Monrovia")
      ->allow_extra_args(false);
  command
      ->add_option("--site-kind", order->kinds,
                   "sahana-hospitals: TYPE=KIND, such as \"Clinic=health-post\"")
      ->allow_extra_args(false);
  command->add_option("--name-language", order->language, "sahana-hospitals: language of the names")
      ->capture_default_str();
  command->add_option("--within", order->within,
                      "geonames: only within LATITUDE,LONGITUDE,KILOMETRES");
  command->add_option("--country", order->countries, "geonames: only of it, such as AZ; repeat it")
      ->allow_extra_args(false);
  command
      ->add_option("--report-interval", order->report_interval,
                   "Minutes after which a facility is silent "
                   "[sahana-hospitals: 1440; geonames: 43200]")
      ->check(CLI::Range(1, 43200));
}

}  // namespace

void AddFacilityImport(CLI::App* import, Context* context) {
  auto order = std::make_shared<FacilityImportOrder>();
  CLI::App* command = import->add_subcommand(
      "facilities", "Facilities; hospitals as Sahana has them; settlements of GeoNames");
  command->add_option("file", order->files, "CSV files")->required();
  AddFormatOptions(command, order.get());
  AddImportOptions(command, "the file's name; geonames: that word", "utf-8", &order->shared);
  for (const char* of_one_file : {"--rejects", "--remarks"}) {
    CLI::Option* option = command->get_option(of_one_file);
    option->description(absl::StrCat(option->get_description(), "; with one file only"));
  }
  command->footer(absl::StrCat(
      "Columns: ", absl::StrJoin(MakeFacilityImport(nullptr)->columns(), ","),
      "\nIf you have them: ", absl::StrJoin(MakeFacilityImport(nullptr)->optional_columns(), ","),
      "\n", kHospitalFormat, ": ", absl::StrJoin(MakeHospitalImport({})->columns(), ","),
      "; others are left alone\n", kGazetteerFormat, ", separated by tabs: ",
      absl::StrJoin(MakeGazetteerImport({})->columns(), ","), "; others are left alone",
      "\nSuch as: waystation import facilities --format geonames cities500.tsv --country AZ",
      "\nExample:\n  waystation import facilities facilities.csv --dry-run"));
  command->callback([=] {
    context->action = [=]() -> absl::Status {
      if (absl::Status status = CheckFormat(command, *order); !status.ok()) return status;
      FacilityImportOrder typed = *order;
      const bool tabs = order->format == kGazetteerFormat && command->count("--separator") == 0;
      if (tabs) typed.shared.separator = "tab";
      return ImportFacilities(typed, context);
    };
  });
}

}  // namespace waystation::cli
