#include "clients/cli/text/xml_writer.h"

#include <gtest/gtest.h>

namespace waystation::cli {
namespace {

TEST(XmlWriterTest, NestsAndIndents) {
  XmlWriter xml;
  xml.Open("a", {{"x", "1"}});
  xml.Leaf("b", "text", {{"y", "\"2\""}});
  xml.Open("c");
  EXPECT_EQ(xml.Finish(),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<a x=\"1\">\n"
            "  <b y=\"&quot;2&quot;\">text</b>\n"
            "  <c>\n"
            "  </c>\n"
            "</a>\n");
}

TEST(XmlWriterTest, EveryTextIsHarmless) {
  EXPECT_EQ(XmlText("a<b>&\"'"), "a&lt;b&gt;&amp;&quot;&#39;");
  EXPECT_EQ(XmlText("]]>"), "]]&gt;");
  EXPECT_EQ(XmlText("\t\n\r"), "&#9;&#10;&#13;") << "a reader would change them";
  EXPECT_EQ(XmlText("Şuşa Գորիս"), "Şuşa Գորիս");
}

// XML 1.0 has no way to write these at all, not even as references.
TEST(XmlWriterTest, WhatIsNoCharacterIsReplaced) {
  const std::string replaced = "\xEF\xBF\xBD";
  EXPECT_EQ(XmlText(std::string("a\0b", 3)), "a" + replaced + "b");
  EXPECT_EQ(XmlText("\x1B[1m"), replaced + "[1m");
  EXPECT_EQ(XmlText("\xFFz"), replaced + "z");
  EXPECT_EQ(XmlText("\xEF\xBF\xBE\xEF\xBF\xBF"), replaced + replaced);
  EXPECT_EQ(XmlText("ab\xC3"), "ab" + replaced);
}

TEST(XmlWriterTest, ACommentCanNotEndItself) {
  XmlWriter xml;
  xml.Comment("a --> <b> --- c");
  const std::string text = xml.Finish();
  EXPECT_EQ(text.find("--", text.find("<!--") + 4), text.rfind("-->")) << text;
}

}  // namespace
}  // namespace waystation::cli
