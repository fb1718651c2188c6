// SPDX-License-Identifier: Apache-2.0
// The authors' words as XHTML that a browser and FHIR take safely.
#include "formats/cda/narrative.hpp"

#include "formats/fhir/narrative.hpp"

#include <gtest/gtest.h>

namespace charta::cda::testing {
namespace {

struct Shown {
  std::string_view name, cda, html;
};

TEST(Narrative, KeepsTheFormAndTheWordsAndNothingThatRuns) {
  const Shown rows[] = {
      {"words", "<text>Hello &amp; good &lt;bye&gt;</text>", "Hello &amp; good &lt;bye&gt;"},
      {"a table",
       R"(<text><table border="1"><thead><tr><th colspan="2">A</th></tr></thead><tbody><tr ID="x"><td>1</td><td>2</td></tr></tbody></table></text>)",
       R"(<table><thead><tr><th colspan="2">A</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>)"},
      {"a list", R"(<text><list listType="ordered"><caption>C</caption><item>1</item></list></text>)",
       "<p>C</p><ol><li>1</li></ol>"},
      {"styles", R"(<text><content styleCode="Bold Italics">x</content></text>)", "<b><i>x</i></b>"},
      {"a paragraph and a line", "<text><paragraph>a<br/>b</paragraph></text>", "<p>a<br/>b</p>"},
      {"a script", "<text>a<script>alert(1)</script>b</text>", "ab"},
      {"an event", R"x(<text><paragraph onclick="x()" style="background:url(http://evil)">a</paragraph></text>)x", "<p>a</p>"},
      {"a picture from elsewhere", R"(<text><img src="http://evil/x.png"/>a</text>)", "a"},
      {"a link", R"x(<text><linkHtml href="javascript:x()">a</linkHtml></text>)x", "<span>a</span> (javascript:x())"},
      {"a picture of the document", R"(<text><renderMultiMedia referencedObject="M1"/></text>)", "[picture M1]"},
      {"an unknown element", "<text><marquee><b>a</b></marquee></text>", "<b>a</b>"},
      {"nothing", "<text> <table><tbody><tr><td> </td></tr></tbody></table></text>", ""},
  };
  for (const auto& row : rows) {
    const auto xml = Xml::parse(row.cda);
    ASSERT_TRUE(xml) << row.name;
    const auto html = xhtml_of(xml->root());
    EXPECT_EQ(html, row.html) << row.name;
    EXPECT_EQ(fhir::problem_of_narrative(narrative_div(html)), "") << row.name;
  }
}

TEST(Narrative, DeepFormattingBecomesWords) {
  std::string text = "<text>";
  for (int i = 0; i < 90; ++i) text += "<content>";
  text += "deep";
  for (int i = 0; i < 90; ++i) text += "</content>";
  const auto xml = Xml::parse(text + "</text>");
  ASSERT_TRUE(xml);
  const auto html = xhtml_of(xml->root());
  EXPECT_NE(html.find("deep"), std::string::npos);
  EXPECT_EQ(fhir::problem_of_narrative(narrative_div(html)), "");
}

TEST(Narrative, IsFoundByItsAnchors) {
  const auto xml = Xml::parse(R"(<body><text><td ID="a">Hay <content>fever</content></td></text></body>)");
  ASSERT_TRUE(xml);
  const NarrativeIndex index(xml->root());
  EXPECT_EQ(index.text_at("#a"), "Hay fever");
  EXPECT_EQ(index.text_at("a"), "Hay fever");
  EXPECT_EQ(index.text_at("#b"), "");
}

}  // namespace
}  // namespace charta::cda::testing
