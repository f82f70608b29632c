// The table is that of the GS1 Syntax Dictionary, release 2026-01-27 (ref.gs1.org), which agrees
// with section 3.2 of the GS1 General Specifications; data titles are theirs. Left out are
// identifiers of documents, coupons, payments, telephones and persons: no pack and no logistic
// label carries them.
#include "services/inventory/gs1/identifier.h"

#include "absl/strings/ascii.h"

namespace waystation::inventory::gs1 {
namespace {

constexpr Part N(int min, int max) { return {Characters::kDigits, min, max}; }
constexpr Part N(int length) { return N(length, length); }
constexpr Part X(int min, int max) { return {Characters::kText, min, max}; }
constexpr Part X(int length) { return X(length, length); }
constexpr Part Y(int min, int max) { return {Characters::kCode, min, max}; }
constexpr Part Z(int min, int max) { return {Characters::kToken, min, max}; }
// A key with its check digit.
constexpr Part K(int length) { return {Characters::kDigits, length, length, Check::kCheckDigit}; }
constexpr Part Date() { return {Characters::kDigits, 6, 6, Check::kDate}; }
constexpr Part WholeDate() { return {Characters::kDigits, 6, 6, Check::kWholeDate}; }
constexpr Part Time() { return {Characters::kDigits, 4, 4, Check::kTime}; }
constexpr Part Optional(Part part) {
  part.optional = true;
  return part;
}

constexpr Identifier kIdentifiers[] = {
    {"00", "00", "SSCC", {{K(18)}}},
    {"01", "01", "GTIN", {{K(14)}}},
    {"02", "02", "CONTENT", {{K(14)}}},
    {"03", "03", "MTO GTIN", {{K(14)}}},
    {"10", "10", "BATCH/LOT", {{X(1, 20)}}},
    {"11", "11", "PROD DATE", {{Date()}}},
    {"12", "12", "DUE DATE", {{Date()}}},
    {"13", "13", "PACK DATE", {{Date()}}},
    {"15", "15", "BEST BEFORE or BEST BY", {{Date()}}},
    {"16", "16", "SELL BY", {{Date()}}},
    {"17", "17", "USE BY or EXPIRY", {{Date()}}},
    {"20", "20", "VARIANT", {{N(2)}}},
    {"21", "21", "SERIAL", {{X(1, 20)}}},
    {"22", "22", "CPV", {{X(1, 20)}}},
    {"235", "235", "TPX", {{X(1, 28)}}},
    {"240", "240", "ADDITIONAL ID", {{X(1, 30)}}},
    {"241", "241", "CUST. PART No.", {{X(1, 30)}}},
    {"242", "242", "MTO VARIANT", {{N(1, 6)}}},
    {"243", "243", "PCN", {{X(1, 20)}}},
    {"250", "250", "SECONDARY SERIAL", {{X(1, 30)}}},
    {"251", "251", "REF. TO SOURCE", {{X(1, 30)}}},
    {"254", "254", "GLN EXTENSION COMPONENT", {{X(1, 20)}}},
    {"30", "30", "VAR. COUNT", {{N(1, 8)}}},
    {"3100", "3105", "NET WEIGHT (kg)", {{N(6)}}},
    {"3110", "3115", "LENGTH (m)", {{N(6)}}},
    {"3120", "3125", "WIDTH (m)", {{N(6)}}},
    {"3130", "3135", "HEIGHT (m)", {{N(6)}}},
    {"3140", "3145", "AREA (m²)", {{N(6)}}},
    {"3150", "3155", "NET VOLUME (l)", {{N(6)}}},
    {"3160", "3165", "NET VOLUME (m³)", {{N(6)}}},
    {"3200", "3205", "NET WEIGHT (lb)", {{N(6)}}},
    {"3210", "3215", "LENGTH (in)", {{N(6)}}},
    {"3220", "3225", "LENGTH (ft)", {{N(6)}}},
    {"3230", "3235", "LENGTH (yd)", {{N(6)}}},
    {"3240", "3245", "WIDTH (in)", {{N(6)}}},
    {"3250", "3255", "WIDTH (ft)", {{N(6)}}},
    {"3260", "3265", "WIDTH (yd)", {{N(6)}}},
    {"3270", "3275", "HEIGHT (in)", {{N(6)}}},
    {"3280", "3285", "HEIGHT (ft)", {{N(6)}}},
    {"3290", "3295", "HEIGHT (yd)", {{N(6)}}},
    {"3300", "3305", "GROSS WEIGHT (kg)", {{N(6)}}},
    {"3310", "3315", "LENGTH (m), log", {{N(6)}}},
    {"3320", "3325", "WIDTH (m), log", {{N(6)}}},
    {"3330", "3335", "HEIGHT (m), log", {{N(6)}}},
    {"3340", "3345", "AREA (m²), log", {{N(6)}}},
    {"3350", "3355", "VOLUME (l), log", {{N(6)}}},
    {"3360", "3365", "VOLUME (m³), log", {{N(6)}}},
    {"3370", "3375", "KG PER m²", {{N(6)}}},
    {"3400", "3405", "GROSS WEIGHT (lb)", {{N(6)}}},
    {"3410", "3415", "LENGTH (in), log", {{N(6)}}},
    {"3420", "3425", "LENGTH (ft), log", {{N(6)}}},
    {"3430", "3435", "LENGTH (yd), log", {{N(6)}}},
    {"3440", "3445", "WIDTH (in), log", {{N(6)}}},
    {"3450", "3455", "WIDTH (ft), log", {{N(6)}}},
    {"3460", "3465", "WIDTH (yd), log", {{N(6)}}},
    {"3470", "3475", "HEIGHT (in), log", {{N(6)}}},
    {"3480", "3485", "HEIGHT (ft), log", {{N(6)}}},
    {"3490", "3495", "HEIGHT (yd), log", {{N(6)}}},
    {"3500", "3505", "AREA (in²)", {{N(6)}}},
    {"3510", "3515", "AREA (ft²)", {{N(6)}}},
    {"3520", "3525", "AREA (yd²)", {{N(6)}}},
    {"3530", "3535", "AREA (in²), log", {{N(6)}}},
    {"3540", "3545", "AREA (ft²), log", {{N(6)}}},
    {"3550", "3555", "AREA (yd²), log", {{N(6)}}},
    {"3560", "3565", "NET WEIGHT (tr oz)", {{N(6)}}},
    {"3570", "3575", "NET VOLUME (oz)", {{N(6)}}},
    {"3600", "3605", "NET VOLUME (qt (US))", {{N(6)}}},
    {"3610", "3615", "NET VOLUME (gal.)", {{N(6)}}},
    {"3620", "3625", "VOLUME (qt (US)), log", {{N(6)}}},
    {"3630", "3635", "VOLUME (gal (US)), log", {{N(6)}}},
    {"3640", "3645", "NET VOLUME (in³)", {{N(6)}}},
    {"3650", "3655", "NET VOLUME (ft³)", {{N(6)}}},
    {"3660", "3665", "NET VOLUME (yd³)", {{N(6)}}},
    {"3670", "3675", "VOLUME (in³), log", {{N(6)}}},
    {"3680", "3685", "VOLUME (ft³), log", {{N(6)}}},
    {"3690", "3695", "VOLUME (yd³), log", {{N(6)}}},
    {"37", "37", "COUNT", {{N(1, 8)}}},
    {"3900", "3909", "AMOUNT", {{N(1, 15)}}},
    {"3910", "3919", "AMOUNT", {{N(4, 18)}}},
    {"3920", "3929", "PRICE", {{N(1, 15)}}},
    {"3930", "3939", "PRICE", {{N(4, 18)}}},
    {"3940", "3943", "PRCNT OFF", {{N(4)}}},
    {"3950", "3955", "PRICE/UoM", {{N(6)}}},
    {"400", "400", "ORDER NUMBER", {{X(1, 30)}}},
    {"401", "401", "GINC", {{X(1, 30)}}},
    {"402", "402", "GSIN", {{K(17)}}},
    {"403", "403", "ROUTE", {{X(1, 30)}}},
    {"410", "410", "SHIP TO LOC", {{K(13)}}},
    {"411", "411", "BILL TO", {{K(13)}}},
    {"412", "412", "PURCHASE FROM", {{K(13)}}},
    {"413", "413", "SHIP FOR LOC", {{K(13)}}},
    {"414", "414", "LOC No.", {{K(13)}}},
    {"415", "415", "PAY TO", {{K(13)}}},
    {"416", "416", "PROD/SERV LOC", {{K(13)}}},
    {"417", "417", "PARTY", {{K(13)}}},
    {"420", "420", "SHIP TO POST", {{X(1, 20)}}},
    {"421", "421", "SHIP TO POST", {{N(3), X(1, 9)}}},
    {"422", "422", "ORIGIN", {{N(3)}}},
    {"423", "423", "COUNTRY - INITIAL PROCESS", {{N(3, 15)}}},
    {"424", "424", "COUNTRY - PROCESS", {{N(3)}}},
    {"425", "425", "COUNTRY - DISASSEMBLY", {{N(3, 15)}}},
    {"426", "426", "COUNTRY - FULL PROCESS", {{N(3)}}},
    {"427", "427", "ORIGIN SUBDIVISION", {{X(1, 3)}}},
    {"4300", "4300", "SHIP TO COMP", {{X(1, 35)}}},
    {"4301", "4301", "SHIP TO NAME", {{X(1, 35)}}},
    {"4302", "4302", "SHIP TO ADD1", {{X(1, 70)}}},
    {"4303", "4303", "SHIP TO ADD2", {{X(1, 70)}}},
    {"4304", "4304", "SHIP TO SUB", {{X(1, 70)}}},
    {"4305", "4305", "SHIP TO LOC", {{X(1, 70)}}},
    {"4306", "4306", "SHIP TO REG", {{X(1, 70)}}},
    {"4307", "4307", "SHIP TO COUNTRY", {{X(2)}}},
    {"4308", "4308", "SHIP TO PHONE", {{X(1, 30)}}},
    {"4309", "4309", "SHIP TO GEO", {{N(20)}}},
    {"4310", "4310", "RTN TO COMP", {{X(1, 35)}}},
    {"4311", "4311", "RTN TO NAME", {{X(1, 35)}}},
    {"4312", "4312", "RTN TO ADD1", {{X(1, 70)}}},
    {"4313", "4313", "RTN TO ADD2", {{X(1, 70)}}},
    {"4314", "4314", "RTN TO SUB", {{X(1, 70)}}},
    {"4315", "4315", "RTN TO LOC", {{X(1, 70)}}},
    {"4316", "4316", "RTN TO REG", {{X(1, 70)}}},
    {"4317", "4317", "RTN TO COUNTRY", {{X(2)}}},
    {"4318", "4318", "RTN TO POST", {{X(1, 20)}}},
    {"4319", "4319", "RTN TO PHONE", {{X(1, 30)}}},
    {"4320", "4320", "SRV DESCRIPTION", {{X(1, 35)}}},
    {"4321", "4321", "DANGEROUS GOODS", {{N(1)}}},
    {"4322", "4322", "AUTH TO LEAVE", {{N(1)}}},
    {"4323", "4323", "SIG REQUIRED", {{N(1)}}},
    {"4324", "4324", "NOT BEF DEL DT", {{Date(), Time()}}},
    {"4325", "4325", "NOT AFT DEL DT", {{Date(), Time()}}},
    {"4326", "4326", "REL DATE", {{WholeDate()}}},
    {"4330", "4330", "MAX TEMP F.", {{N(6), Optional(X(1))}}},
    {"4331", "4331", "MAX TEMP C.", {{N(6), Optional(X(1))}}},
    {"4332", "4332", "MIN TEMP F.", {{N(6), Optional(X(1))}}},
    {"4333", "4333", "MIN TEMP C.", {{N(6), Optional(X(1))}}},
    {"7001", "7001", "NSN", {{N(13)}}},
    {"7002", "7002", "MEAT CUT", {{X(1, 30)}}},
    {"7003", "7003", "EXPIRY TIME", {{WholeDate(), Time()}}},
    {"7004", "7004", "ACTIVE POTENCY", {{N(1, 4)}}},
    {"7005", "7005", "CATCH AREA", {{X(1, 12)}}},
    {"7006", "7006", "FIRST FREEZE DATE", {{WholeDate()}}},
    {"7007", "7007", "HARVEST DATE", {{WholeDate(), Optional(WholeDate())}}},
    {"7008", "7008", "AQUATIC SPECIES", {{X(1, 3)}}},
    {"7009", "7009", "FISHING GEAR TYPE", {{X(1, 10)}}},
    {"7010", "7010", "PROD METHOD", {{X(1, 2)}}},
    {"7011", "7011", "TEST BY DATE", {{WholeDate(), Optional(Time())}}},
    {"7020", "7020", "REFURB LOT", {{X(1, 20)}}},
    {"7021", "7021", "FUNC STAT", {{X(1, 20)}}},
    {"7022", "7022", "REV STAT", {{X(1, 20)}}},
    {"7023", "7023", "GIAI - ASSEMBLY", {{X(1, 30)}}},
    {"7030", "7039", "PROCESSOR", {{N(3), X(1, 27)}}},
    {"7040", "7040", "UIC+EXT", {{N(1), X(3)}}},
    {"7041", "7041", "UFRGT UNIT TYPE", {{X(1, 4)}}},
    {"710", "710", "NHRN PZN", {{X(1, 20)}}},
    {"711", "711", "NHRN CIP", {{X(1, 20)}}},
    {"712", "712", "NHRN CN", {{X(1, 20)}}},
    {"713", "713", "NHRN DRN", {{X(1, 20)}}},
    {"714", "714", "NHRN AIM", {{X(1, 20)}}},
    {"715", "715", "NHRN NDC", {{X(1, 20)}}},
    {"716", "716", "NHRN AIC", {{X(1, 20)}}},
    {"717", "717", "NHRN SRN", {{X(1, 20)}}},
    {"7230", "7239", "CERTIFICATION", {{X(3, 30)}}},
    {"7240", "7240", "PROTOCOL", {{X(1, 20)}}},
    {"8001", "8001", "DIMENSIONS", {{N(14)}}},
    {"8002", "8002", "CMT No.", {{X(1, 20)}}},
    {"8003", "8003", "GRAI", {{N(1), K(13), Optional(X(1, 16))}}},
    {"8004", "8004", "GIAI", {{X(1, 30)}}},
    {"8005", "8005", "PRICE PER UNIT", {{N(6)}}},
    {"8006", "8006", "ITIP", {{K(14), N(4)}}},
    {"8008", "8008", "PROD TIME", {{WholeDate(), N(2, 6)}}},
    {"8009", "8009", "OPTSEN", {{X(1, 50)}}},
    {"8010", "8010", "CPID", {{Y(1, 30)}}},
    {"8011", "8011", "CPID SERIAL", {{N(1, 12)}}},
    {"8012", "8012", "VERSION", {{X(1, 20)}}},
    {"8013", "8013", "GMN", {{X(1, 25)}}},
    {"8014", "8014", "MUDI", {{X(1, 25)}}},
    {"8026", "8026", "ITIP CONTENT", {{K(14), N(4)}}},
    {"8030", "8030", "DIGSIG", {{Z(1, 90)}}},
    {"8200", "8200", "PRODUCT URL", {{X(1, 70)}}},
    {"90", "90", "INTERNAL", {{X(1, 30)}}},
    {"91", "99", "INTERNAL", {{X(1, 90)}}},
};

}  // namespace

const Identifier* FindIdentifier(absl::string_view ai) {
  for (const Identifier& identifier : kIdentifiers) {
    if (ai.size() == identifier.first.size() && identifier.first <= ai && ai <= identifier.last) {
      return &identifier;
    }
  }
  return nullptr;
}

bool HasPredefinedLength(absl::string_view ai) {
  const absl::string_view two = ai.substr(0, 2);
  return two <= "04" || ("11" <= two && two <= "20") || ("31" <= two && two <= "36") || two == "41";
}

bool IsIn(Characters characters, char c) {
  const auto byte = static_cast<unsigned char>(c);
  switch (characters) {
    case Characters::kDigits:
      return absl::ascii_isdigit(byte);
    case Characters::kText:
      return absl::ascii_isgraph(byte) &&
             absl::string_view("#$@[\\]^`{|}~").find(c) == absl::string_view::npos;
    case Characters::kCode:
      return absl::ascii_isdigit(byte) || absl::ascii_isupper(byte) || c == '#' || c == '-' ||
             c == '/';
    case Characters::kToken:
      return absl::ascii_isalnum(byte) || c == '-' || c == '_' || c == '=';
  }
  return false;
}

int MinLength(const Identifier& identifier) {
  int length = 0;
  for (const Part& part : identifier.parts) length += part.optional ? 0 : part.min;
  return length;
}

int MaxLength(const Identifier& identifier) {
  int length = 0;
  for (const Part& part : identifier.parts) length += part.max;
  return length;
}

}  // namespace waystation::inventory::gs1
