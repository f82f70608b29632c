#include "clients/cli/text/phrases.h"

#include <cstddef>
#include <iterator>

namespace waystation::cli {
namespace {

struct Texts {
  const char* az;
  const char* hy;
  const char* ru;
  const char* en;
};

// In the order of the phrases.
constexpr Texts kTexts[] = {
    {"Yük qaiməsi", "Բեռնագիր", "Накладная", "Waybill"},
    {"Mal qəbulu", "Ապրանքի ընդունում", "Приёмка товара", "Goods receipt"},
    {"Buraxılış vərəqi", "Բացթողման թերթիկ", "Лист выдачи", "Issue record"},
    {"Sayım vərəqi", "Հաշվառման թերթիկ", "Лист пересчёта", "Stock count"},
    {"hələ göndərilməyib", "դեռ ուղարկված չէ", "ещё не отправлено", "not dispatched yet"},
    {"Nömrə", "Համար", "Номер", "Number"},
    {"Göndərən", "Ուղարկող", "Отправитель", "From"},
    {"Alan", "Ստացող", "Получатель", "To"},
    {"Müəssisə", "Հաստատություն", "Учреждение", "Facility"},
    {"Tarix və saat", "Ամսաթիվ և ժամ", "Дата и время", "Date and time"},
    {"Göndərilib", "Ուղարկված է", "Отправлено", "Dispatched"},
    {"Gözlənilən çatma günü", "Սպասվող ժամանում", "Ожидаемое прибытие", "Expected arrival"},
    {"Nəqliyyat vasitəsi", "Փոխադրամիջոց", "Транспорт", "Vehicle"},
    {"Daşıyıcı", "Փոխադրող", "Перевозчик", "Carrier"},
    {"Sorğu", "Հայտ", "Заявка", "Requisition"},
    {"Mənbə", "Աղբյուր", "Источник", "Source"},
    {"Sənəd №", "Փաստաթուղթ №", "Документ №", "Document No."},
    {"№", "№", "№", "No."},
    {"Mal", "Ապրանք", "Товар", "Item"},
    {"Seriya", "Սերիա", "Серия", "Lot"},
    {"Son istifadə tarixi", "Պիտանի է մինչև", "Годен до", "Expires"},
    {"Qablaşdırma", "Փաթեթ", "Упаковки", "Packs"},
    {"Miqdar", "Քանակ", "Количество", "Quantity"},
    {"Ölçü vahidi", "Չափի միավոր", "Ед. изм.", "Unit"},
    {"Qəbul edilib", "Ստացված է", "Принято", "Received"},
    {"Fərq", "Տարբերություն", "Расхождение", "Difference"},
    {"Yer", "Տեղ", "Место", "Place"},
    {"Təyinat", "Նպատակ", "Назначение", "Purpose"},
    {"Halı", "Վիճակ", "Состояние", "Condition"},
    {"Uçot üzrə", "Ըստ հաշվառման", "По учёту", "By the book"},
    {"Sayılıb", "Հաշվված է", "Подсчитано", "Counted"},
    {"Qeyd", "Նշում", "Примечание", "Note"},
    {"Yükləyən", "Բեռնող", "Погрузил", "Loaded by"},
    {"Sürücü", "Վարորդ", "Водитель", "Driver"},
    {"Qəbul edən", "Ընդունող", "Принял", "Received by"},
    {"Buraxan", "Բաց թողնող", "Выдал", "Issued by"},
    {"Sayan", "Հաշվող", "Считал", "Counted by"},
    {"Yoxlayan", "Ստուգող", "Проверил", "Checked by"},
    {"imza, tarix", "ստորագրություն, ամսաթիվ", "подпись, дата", "signature, date"},
    {"Fərqlərin kodları", "Տարբերությունների կոդերը", "Коды расхождений", "Differences"},
    {"İşıq gələndə sistemə daxil edin, vaxtı yuxarıda yazıldığı kimi.",
     "Մուտքագրեք համակարգ, երբ հոսանքը վերականգնվի՝ վերը գրված ժամով։",
     "Внесите в систему, когда появится электричество, со временем, указанным выше.",
     "Enter it into the system once power is back, with the time written above."},
    {"çatışmır", "պակաս է", "недостача", "short"},
    {"artıqdır", "ավել է", "излишек", "over"},
    {"zədələnib", "վնասված է", "повреждено", "damaged"},
    {"başqa mal", "այլ ապրանք", "другой товар", "wrong item"},
    {"başqa seriya", "այլ սերիա", "другая серия", "wrong lot"},
    {"başqa qablaşdırma", "այլ փաթեթ", "другая упаковка", "wrong pack"},
    {"vaxtı keçib", "ժամկետանց է", "просрочено", "expired"},
    {"temperatur pozulub", "ջերմաստիճանը խախտված է", "нарушена температура", "warm or frozen"},
    {"qaimədə yoxdur", "բեռնագրում չկա", "нет в накладной", "not on the waybill"},
};
static_assert(std::size(kTexts) == static_cast<size_t>(Phrase::kNotOnWaybill) + 1);

}  // namespace

std::string PhraseIn(Phrase phrase, absl::string_view language) {
  const Texts& texts = kTexts[static_cast<size_t>(phrase)];
  if (language == "az") return texts.az;
  if (language == "hy") return texts.hy;
  if (language == "ru") return texts.ru;
  return texts.en;
}

}  // namespace waystation::cli
