#include "clients/cli/counts/count_sheet.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "clients/cli/text/times.h"

namespace waystation::cli {
namespace {

using inventory::v1::CountSheetLine;
using inventory::v1::ProposeCountResponse;

constexpr char kBlank[] = "________";

// $0 and on in sentences: as the English ones say.
struct SheetWords {
  const char* full;    // $0 facility, $1 place, $2 day
  const char* cyclic;  // likewise
  const char* item;
  const char* lot;
  const char* expires;
  const char* condition;
  const char* quarantined;
  const char* damaged;
  const char* last_counted;
  const char* never;
  const char* book;
  const char* counted;
  const char* remark;
  const char* what_else;  // That is there and not on the sheet.
  const char* counted_by;
  const char* second;
  const char* time;
  const char* signature;
  const char* left_off;  // $0 lines
  const char* nothing;
};

const SheetWords& WordsIn(absl::string_view language) {
  static const auto* const words = new std::map<absl::string_view, SheetWords>{
      {"az",
       {"Tam sayım vərəqi: $0, yer: $1, $2",
        "Dövri sayım vərəqi: $0, yer: $1, $2",
        "mal",
        "partiya",
        "son tarix",
        "vəziyyət",
        "karantində",
        "zədələnmiş",
        "son sayım",
        "heç vaxt",
        "uçotda",
        "sayılıb",
        "qeyd",
        "Vərəqdə olmayan, amma yerdə olanlar:",
        "Sayan:",
        "İkinci şəxs:",
        "Sayım vaxtı:",
        "İmza:",
        "daha $0 sətir sığmadı: bu malları ayrıca sayın",
        "burada sayılası heç nə yoxdur"}},
      {"hy",
       {"Լրիվ հաշվման թերթ. $0, տեղը՝ $1, $2",
        "Պարբերական հաշվման թերթ. $0, տեղը՝ $1, $2",
        "ապրանք",
        "խմբաքանակ",
        "պիտանի է մինչև",
        "վիճակ",
        "կարանտինում",
        "վնասված",
        "վերջին հաշվումը",
        "երբեք",
        "ըստ գրքի",
        "հաշված",
        "նշում",
        "Ինչ կա, բայց թերթում չկա.",
        "Հաշվեց.",
        "Երկրորդ անձը.",
        "Հաշվման ժամը.",
        "Ստորագրություն.",
        "ևս $0 տող չտեղավորվեց. այդ ապրանքները հաշվեք առանձին",
        "այստեղ հաշվելու բան չկա"}},
      {"ru",
       {"Лист полной инвентаризации: $0, место: $1, $2",
        "Лист выборочной инвентаризации: $0, место: $1, $2",
        "наименование",
        "партия",
        "годен до",
        "состояние",
        "карантин",
        "повреждено",
        "последний подсчёт",
        "никогда",
        "по учёту",
        "по факту",
        "примечание",
        "Что есть, но чего нет в листе:",
        "Считал(а):",
        "Второй человек:",
        "Время подсчёта:",
        "Подпись:",
        "ещё $0 строк не поместилось: посчитайте эти позиции отдельно",
        "здесь нечего считать"}},
      {"en",
       {"Sheet for a full count: $0, place $1, $2",
        "Sheet for a cyclic count: $0, place $1, $2",
        "item",
        "lot",
        "expires",
        "condition",
        "quarantined",
        "damaged",
        "last counted",
        "never",
        "book",
        "counted",
        "remark",
        "There, and not on the sheet:",
        "Counted by:",
        "Second person:",
        "Time of the count:",
        "Signature:",
        "no room for $0 more lines: count these items apart",
        "nothing to count here"}}};
  const auto found = words->find(language);
  return found == words->end() ? words->at("en") : found->second;
}

std::string ConditionIn(const SheetWords& words, inventory::v1::Condition condition) {
  if (condition == inventory::v1::CONDITION_QUARANTINED) return words.quarantined;
  return condition == inventory::v1::CONDITION_DAMAGED ? words.damaged : "";
}

}  // namespace

std::string SheetHeading(const ProposeCountResponse& proposal, absl::string_view facility,
                         absl::string_view language) {
  const SheetWords& words = WordsIn(language);
  const bool full = proposal.kind() == inventory::v1::COUNT_KIND_FULL;
  return absl::Substitute(full ? words.full : words.cyclic, facility, proposal.place(),
                          FormatDay(proposal.date()));
}

Table SheetTable(const ProposeCountResponse& proposal, const SheetNames& names,
                 absl::string_view language) {
  const SheetWords& words = WordsIn(language);
  Table table({{words.item},
               {words.lot},
               {words.expires},
               {words.condition},
               {words.last_counted},
               {words.book, Align::kRight},
               {words.counted, Align::kRight},
               {words.remark}});
  for (const CountSheetLine& line : proposal.lines()) {
    table.Add({names.item(line.item()), line.lot(), FormatDay(line.expiry_date()),
               ConditionIn(words, line.condition()),
               line.has_last_counted_date() ? FormatDay(line.last_counted_date()) : words.never,
               proposal.blind() ? "" : names.quantity(line.book_quantity(), line.item()),
               absl::StrCat(kBlank, " ", names.unit(line.item())), kBlank});
  }
  return table;
}

std::string SheetFoot(const ProposeCountResponse& proposal, absl::string_view language) {
  const SheetWords& words = WordsIn(language);
  std::string text;
  if (proposal.left_off_lines() > 0) {
    absl::StrAppend(&text, absl::Substitute(words.left_off, proposal.left_off_lines()), "\n");
  }
  absl::StrAppend(&text, words.what_else, " ", kBlank, kBlank, kBlank, kBlank, "\n");
  for (const char* who : {words.counted_by, words.second}) {
    absl::StrAppend(&text, who, " ", kBlank, kBlank, "  ", words.signature, " ", kBlank, kBlank,
                    "\n");
  }
  absl::StrAppend(&text, words.time, " ", kBlank, kBlank);
  return text;
}

std::string NothingToCount(absl::string_view language) { return WordsIn(language).nothing; }

}  // namespace waystation::cli
