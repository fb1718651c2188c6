// SPDX-License-Identifier: Apache-2.0
#include "formats/json/json.hpp"

#include <gtest/gtest.h>

namespace charta::json {
namespace {

std::string round_trip(std::string_view text) {
  const auto document = Document::parse(text);
  return document ? write(document->root()) : "refused: " + document.error().message;
}

TEST(Json, KeepsDecimalsAsWritten) {
  const std::string_view text = R"({"a":[1.10,1.0,0.00001,123456789012345678901234567890,-0,1e5,true,false,null,"x"],"b":{}})";
  EXPECT_EQ(round_trip(text), text);
}

TEST(Json, KeepsMemberOrderAndUnescapesText) {
  const auto document = Document::parse("{ \"z\" : \"M\\u00fcller\\n\" , \"a\" : [ ] }");
  ASSERT_TRUE(document);
  EXPECT_EQ(document->root()["z"].text(), "Müller\n");
  EXPECT_EQ(write(document->root()), "{\"z\":\"Müller\\n\",\"a\":[]}");
}

TEST(Json, RefusesWhatTheStandardRefuses) {
  for (const std::string_view text : {"", "{", "{\"a\":1,}", "[1,]", "{\"a\":tru}", "01", "-", "1.", ".5", "1e", "{\"a\":1}x",
                                      "[1] [2]", "{\"a\":1,\"a\":2}", "\"\xff\"", "{\"a\" 1}", "[1 2]", "nul", "{\"a\":01}"}) {
    EXPECT_FALSE(Document::parse(text)) << text;
  }
}

TEST(Json, RefusesDeepNesting) {
  EXPECT_TRUE(Document::parse(std::string(99, '[') + std::string(99, ']')));
  EXPECT_FALSE(Document::parse(std::string(200, '[') + std::string(200, ']')));
  EXPECT_FALSE(Document::parse(std::string(100'000, '[')));
}

TEST(Json, AcceptsScalarsAtTheTop) {
  EXPECT_EQ(round_trip("1.50"), "1.50");
  EXPECT_EQ(round_trip("\"a\""), "\"a\"");
  EXPECT_EQ(round_trip("true"), "true");
  EXPECT_EQ(round_trip("null"), "null");
}

TEST(Json, EditsInPlace) {
  auto document = Document::parse(R"({"a":1,"b":2,"c":3})");
  ASSERT_TRUE(document);
  const Value root = document->root();
  document->set(root, "b", "two");
  document->remove(root, "c");
  document->set(root, "d", document->array());
  document->append(root["d"], "x");
  document->set_first(root, "id", document->string("7"));
  EXPECT_EQ(write(root), R"({"id":"7","a":1,"b":"two","d":["x"]})");
  EXPECT_EQ(root.size(), 4U);
}

TEST(Json, CanonicalFormSortsMembersAndTakesIntegersOnly) {
  const auto document = Document::parse(R"({"b":[{"z":1,"y":"ü"}],"a":-3})");
  EXPECT_EQ(canonical(document->root()).value(), R"({"a":-3,"b":[{"y":"ü","z":1}]})");
  EXPECT_FALSE(canonical(Document::parse("[1.5]")->root()));
}

TEST(Json, WriterPlacesCommas) {
  std::string out;
  Writer(out)
      .begin_object()
      .member("a", 1)
      .key("b")
      .begin_array()
      .string("x")
      .boolean(true)
      .null()
      .end_array()
      .member("c", "\"")
      .end_object();
  EXPECT_EQ(out, R"({"a":1,"b":["x",true,null],"c":"\""})");
}

}  // namespace
}  // namespace charta::json
