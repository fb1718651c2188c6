// SPDX-License-Identifier: Apache-2.0
// The cases of RFC 6902, appendix A, and what must be refused.
#include "formats/json/patch.hpp"

#include <gtest/gtest.h>

namespace charta::json {
namespace {

std::string patched(std::string_view document, std::string_view patch) {
  auto parsed = Document::parse(document).value();
  const auto operations = Document::parse(patch).value();
  const auto done = apply_patch(parsed, operations.root());
  return done ? write(parsed.root()) : std::string("error ") + done.error().location;
}

TEST(JsonPatch, DoesWhatRfc6902Shows) {
  const struct {
    std::string_view document, patch, result;
  } rows[] = {
      {R"({"foo":"bar"})", R"([{"op":"add","path":"/baz","value":"qux"}])", R"({"foo":"bar","baz":"qux"})"},
      {R"({"foo":["bar","baz"]})", R"([{"op":"add","path":"/foo/1","value":"qux"}])", R"({"foo":["bar","qux","baz"]})"},
      {R"({"foo":["bar"]})", R"([{"op":"add","path":"/foo/-","value":["abc"]}])", R"({"foo":["bar",["abc"]]})"},
      {R"({"baz":"qux","foo":"bar"})", R"([{"op":"remove","path":"/baz"}])", R"({"foo":"bar"})"},
      {R"({"foo":["bar","qux","baz"]})", R"([{"op":"remove","path":"/foo/1"}])", R"({"foo":["bar","baz"]})"},
      {R"({"foo":["bar","qux"]})", R"([{"op":"remove","path":"/foo/1"},{"op":"add","path":"/foo/-","value":1}])",
       R"({"foo":["bar",1]})"},
      {R"({"baz":"qux","foo":"bar"})", R"([{"op":"replace","path":"/baz","value":"boo"}])", R"({"baz":"boo","foo":"bar"})"},
      {R"({"a":[1,2,3]})", R"([{"op":"replace","path":"/a/0","value":9}])", R"({"a":[9,2,3]})"},
      {R"({"foo":{"bar":"baz","waldo":"fred"},"qux":{"corge":"grault"}})",
       R"([{"op":"move","from":"/foo/waldo","path":"/qux/thud"}])",
       R"({"foo":{"bar":"baz"},"qux":{"corge":"grault","thud":"fred"}})"},
      {R"({"foo":["all","grass","cows","eat"]})", R"([{"op":"move","from":"/foo/1","path":"/foo/3"}])",
       R"({"foo":["all","cows","eat","grass"]})"},
      {R"({"a":{"b":1}})", R"([{"op":"copy","from":"/a","path":"/c"}])", R"({"a":{"b":1},"c":{"b":1}})"},
      {R"({"baz":"qux","foo":["a",2,"c"]})",
       R"([{"op":"test","path":"/baz","value":"qux"},{"op":"test","path":"/foo/1","value":2.0}])",
       R"({"baz":"qux","foo":["a",2,"c"]})"},
      {R"({"/":9,"~1":10})", R"([{"op":"test","path":"/~01","value":10}])", R"({"/":9,"~1":10})"},
      {R"({"a/b":1})", R"([{"op":"remove","path":"/a~1b"}])", R"({})"},
      {R"({"x":1})", R"([{"op":"replace","path":"","value":{"y":2}}])", R"({"y":2})"},
  };
  for (const auto& row : rows) EXPECT_EQ(patched(row.document, row.patch), row.result) << row.patch;
}

TEST(JsonPatch, NamesTheOperationThatCannotBeDone) {
  const struct {
    std::string_view patch, where;
  } rows[] = {
      {R"([{"op":"add","path":"/a/b/c","value":1}])", "error [0].path"},
      {R"([{"op":"remove","path":"/nothing"}])", "error [0].path"},
      {R"([{"op":"replace","path":"/nothing","value":1}])", "error [0].path"},
      {R"([{"op":"add","path":"/list/9","value":1}])", "error [0].path"},
      {R"([{"op":"add","path":"/list/01","value":1}])", "error [0].path"},
      {R"([{"op":"add","path":"a","value":1}])", "error [0].path"},
      {R"([{"op":"add","path":"/x"}])", "error [0].value"},
      {R"([{"op":"grow","path":"/x","value":1}])", "error [0].op"},
      {R"([{"op":"add","path":"/x","value":1},{"op":"test","path":"/x","value":2}])", "error [1].value"},
      {R"([{"op":"move","from":"/none","path":"/x"}])", "error [0].from"},
      {R"([{"op":"move","from":"/o","path":"/o/p"}])", "error [0].path"},
      {R"([{"op":"remove","path":""}])", "error [0].path"},
      {R"([{"op":"remove","path":"/~2"}])", "error [0].path"},
  };
  for (const auto& row : rows) EXPECT_EQ(patched(R"({"list":[1],"o":{}})", row.patch), row.where) << row.patch;
  auto document = Document::parse("{}").value();
  EXPECT_EQ(apply_patch(document, Document::parse("{}").value().root()).error().kind, ErrorKind::invalid);
}

TEST(JsonPatch, AFailedTestIsARuleNotASyntaxError) {
  auto document = Document::parse(R"({"a":1})").value();
  EXPECT_EQ(apply_patch(document, Document::parse(R"([{"op":"test","path":"/a","value":2}])")->root()).error().kind,
            ErrorKind::business_rule);
}

TEST(JsonPatch, ComparesValuesNotTexts) {
  const auto same = [](std::string_view a, std::string_view b) {
    return same_value(Document::parse(a)->root(), Document::parse(b)->root());
  };
  EXPECT_TRUE(same(R"({"a":1,"b":[1,2]})", R"({"b":[1.0,2],"a":1})"));
  EXPECT_FALSE(same(R"({"a":1})", R"({"a":1,"b":2})"));
  EXPECT_FALSE(same(R"([1,2])", R"([2,1])"));
  EXPECT_FALSE(same(R"("1")", "1"));
  EXPECT_TRUE(same("null", "null"));
}

TEST(JsonDocument, InsertsAndErasesItems) {
  Document document;
  const Value list = document.array();
  document.insert(list, 5, document.integer(3));
  document.insert(list, 0, document.integer(1));
  document.insert(list, 1, document.integer(2));
  EXPECT_EQ(write(list), "[1,2,3]");
  document.erase(list, 2);
  document.erase(list, 7);
  document.append(list, document.integer(4));
  EXPECT_EQ(write(list), "[1,2,4]");
  document.erase(list, 0);
  EXPECT_EQ(write(list), "[2,4]");
  EXPECT_EQ(list.size(), 2U);
}

}  // namespace
}  // namespace charta::json
