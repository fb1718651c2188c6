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

TEST(JsonPatch, ComparesNumbersByTheirValueToTheLastDigit) {
  const auto same = [](std::string_view a, std::string_view b) {
    return same_value(Document::parse(a)->root(), Document::parse(b)->root());
  };
  const std::pair<const char*, const char*> equal[] = {{"1", "1.0"},        {"1", "1.00e0"},    {"100", "1e2"}, {"100", "1E+2"},
                                                       {"0.05", "5e-2"},    {"0", "-0"},        {"0", "0.000"}, {"0e99", "0"},
                                                       {"-1.50", "-15e-1"}, {"1e400", "10e399"}};
  for (const auto& [a, b] : equal) {
    EXPECT_TRUE(same(a, b)) << a << " and " << b;
    EXPECT_TRUE(same(b, a)) << b << " and " << a;
  }
  const std::pair<const char*, const char*> different[] = {{"9007199254740992", "9007199254740993"},
                                                           {"0.1", "0.10000000000000000001"},
                                                           {"1", "-1"},
                                                           {"1e400", "1e401"},
                                                           {"10", "1"},
                                                           {"1e-400", "0"}};
  for (const auto& [a, b] : different) {
    EXPECT_FALSE(same(a, b)) << a << " and " << b;
    EXPECT_FALSE(same(b, a)) << b << " and " << a;
  }
}

// What one operation makes of a tree, told by a reader of the standard for every kind of place.
TEST(JsonPatch, EachOperationAtEachKindOfPlace) {
  constexpr std::string_view tree = R"({"o":{"x":1},"l":[10,20],"t":"text","":5,"a/b":6,"m~n":7})";
  const struct {
    const char* operation;
    const char* result;  ///< "-": refused
  } rows[] = {
      {R"({"op":"add","path":"/o/y","value":2})", R"({"o":{"x":1,"y":2},"l":[10,20],"t":"text","":5,"a/b":6,"m~n":7})"},
      {R"({"op":"add","path":"/o/x","value":2})", R"({"o":{"x":2},"l":[10,20],"t":"text","":5,"a/b":6,"m~n":7})"},
      {R"({"op":"add","path":"/l/0","value":5})", R"({"o":{"x":1},"l":[5,10,20],"t":"text","":5,"a/b":6,"m~n":7})"},
      {R"({"op":"add","path":"/l/2","value":5})", R"({"o":{"x":1},"l":[10,20,5],"t":"text","":5,"a/b":6,"m~n":7})"},
      {R"({"op":"add","path":"/l/3","value":5})", "-"},
      {R"({"op":"add","path":"/l/-1","value":5})", "-"},
      {R"({"op":"add","path":"/l/1e0","value":5})", "-"},
      {R"({"op":"add","path":"/l/ 1","value":5})", "-"},
      {R"({"op":"add","path":"/l/99999999999999999999","value":5})", "-"},
      {R"({"op":"add","path":"/t/0","value":5})", "-"},
      {R"({"op":"add","path":"/t/x","value":5})", "-"},
      {R"({"op":"add","path":"/","value":8})", R"({"o":{"x":1},"l":[10,20],"t":"text","":8,"a/b":6,"m~n":7})"},
      {R"({"op":"replace","path":"/a~1b","value":8})", R"({"o":{"x":1},"l":[10,20],"t":"text","":5,"a/b":8,"m~n":7})"},
      {R"({"op":"replace","path":"/m~0n","value":8})", R"({"o":{"x":1},"l":[10,20],"t":"text","":5,"a/b":6,"m~n":8})"},
      {R"({"op":"replace","path":"/m~n","value":8})", "-"},
      {R"({"op":"replace","path":"/l/-","value":8})", "-"},
      {R"({"op":"replace","path":"/l/1","value":8})", R"({"o":{"x":1},"l":[10,8],"t":"text","":5,"a/b":6,"m~n":7})"},
      {R"({"op":"replace","path":"/o","value":null})", R"({"o":null,"l":[10,20],"t":"text","":5,"a/b":6,"m~n":7})"},
      {R"({"op":"remove","path":"/l/0"})", R"({"o":{"x":1},"l":[20],"t":"text","":5,"a/b":6,"m~n":7})"},
      {R"({"op":"remove","path":"/l/2"})", "-"},
      {R"({"op":"remove","path":"/l/-"})", "-"},
      {R"({"op":"remove","path":"/o/x"})", R"({"o":{},"l":[10,20],"t":"text","":5,"a/b":6,"m~n":7})"},
      {R"({"op":"copy","from":"/l/0","path":"/l/-"})", R"({"o":{"x":1},"l":[10,20,10],"t":"text","":5,"a/b":6,"m~n":7})"},
      {R"({"op":"copy","from":"/o","path":"/o/o"})", R"({"o":{"x":1,"o":{"x":1}},"l":[10,20],"t":"text","":5,"a/b":6,"m~n":7})"},
      {R"({"op":"move","from":"/l/0","path":"/l/1"})", R"({"o":{"x":1},"l":[20,10],"t":"text","":5,"a/b":6,"m~n":7})"},
      {R"({"op":"move","from":"/l/0","path":"/l/2"})", "-"},
      {R"({"op":"move","from":"/l","path":"/l/0"})", "-"},
      {R"({"op":"move","from":"/t","path":"/o/x"})", R"({"o":{"x":"text"},"l":[10,20],"":5,"a/b":6,"m~n":7})"},
      {R"({"op":"move","from":"/t","path":"/t"})", R"({"o":{"x":1},"l":[10,20],"":5,"a/b":6,"m~n":7,"t":"text"})"},
      {R"({"op":"test","path":"/o","value":{"x":1.0}})", R"({"o":{"x":1},"l":[10,20],"t":"text","":5,"a/b":6,"m~n":7})"},
      {R"({"op":"test","path":"/l","value":[20,10]})", "-"},
      {R"({"op":"test","path":"/none","value":null})", "-"},
      {R"({"op":"test","path":"/t","value":"Text"})", "-"},
      {R"({"op":"TEST","path":"/t","value":"text"})", "-"},
      {R"({"path":"/t","value":"text"})", "-"},
      {R"({"op":"add","value":"text"})", "-"},
      {R"({"op":"add","path":7,"value":"text"})", "-"},
      {R"({"op":"copy","path":"/t"})", "-"},
      {R"("remove")", "-"},
  };
  for (const auto& row : rows) {
    const std::string result = patched(tree, "[" + std::string(row.operation) + "]");
    if (row.result == std::string_view("-")) {
      EXPECT_TRUE(result.starts_with("error [0].")) << row.operation << ": " << result;
    } else {
      EXPECT_EQ(result, row.result) << row.operation;
    }
  }
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
