// SPDX-License-Identifier: Apache-2.0
#include "department/matching/person_list.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace charta::matching {
namespace {

std::vector<ListedPerson> read(const std::string& text, const std::string& mapping) {
  std::istringstream in(text);
  std::vector<ListedPerson> people;
  const auto done =
      read_people(in, ColumnMapping::parse(mapping).value(), [&](ListedPerson&& one) { people.push_back(std::move(one)); });
  EXPECT_TRUE(done) << done.error().message;
  return people;
}

TEST(PersonList, ReadsQuotesBlanksAndLineEnds) {
  const auto people = read("\xEF\xBB\xBFid, last , first\r\n7, \"Marsh, \"\"Ada\"\"\nline\" , Ada\r\n\r\n8,Quill,Tom",
                           R"({"id":"id","columns":{"last":"surname","first":"given_name"}})");
  ASSERT_EQ(people.size(), 2U);
  EXPECT_EQ(people[0].id, "7");
  EXPECT_EQ(people[0].person[Field::surname], "Marsh, \"Ada\"\nline");
  EXPECT_EQ(people[0].person[Field::given_name], "Ada");
  EXPECT_EQ(people[1].person[Field::given_name], "Tom");
}

TEST(PersonList, TakesTheMappingEitherWayRound) {
  for (const auto* mapping : {R"({"columns":{"last":"surname"}})", R"({"columns":{"surname":"last"}})"}) {
    const auto people = read("last\nMarsh\n", mapping);
    ASSERT_EQ(people.size(), 1U);
    EXPECT_EQ(people[0].id, "1") << "rows without an id are named by their number";
    EXPECT_EQ(people[0].person[Field::surname], "Marsh");
  }
}

TEST(PersonList, SplitsWholeNamesAndKeepsFormerOnes) {
  const auto people = read("name;old;src\nMarsh, Ada;Quill;north\nTom Quill;;south\n",
                           R"({"separator":";","list":"src","columns":{"name":"full_name","old":"former_surname"}})");
  ASSERT_EQ(people.size(), 2U);
  EXPECT_EQ(people[0].person[Field::given_name], "Ada");
  EXPECT_EQ(people[0].person.other_surnames, std::vector<std::string>{"Quill"});
  EXPECT_EQ(people[0].list, "north");
  EXPECT_EQ(people[1].person[Field::surname], "Quill");
  EXPECT_TRUE(people[1].person.other_surnames.empty());
}

TEST(PersonList, SaysWhatIsWrongWithAMapping) {
  EXPECT_EQ(ColumnMapping::parse(R"({"columns":{}})").error().location, "columns");
  EXPECT_EQ(ColumnMapping::parse(R"({"columns":{"a":"shoe_size"}})").error().kind, ErrorKind::unknown_code);
  EXPECT_EQ(ColumnMapping::parse(R"({"separator":"ab","columns":{"a":"surname"}})").error().location, "separator");
}

TEST(PersonList, SaysWhatIsWrongWithAList) {
  const auto error_of = [](const std::string& text) {
    std::istringstream in(text);
    const auto done = read_people(in, ColumnMapping::parse(R"({"columns":{"last":"surname"}})").value(), [](ListedPerson&&) {});
    return done ? ErrorKind::internal : done.error().kind;
  };
  EXPECT_EQ(error_of(""), ErrorKind::missing);
  EXPECT_EQ(error_of("first\nAda\n"), ErrorKind::missing);
  EXPECT_EQ(error_of("last\nMarsh,7\n"), ErrorKind::invalid);
  EXPECT_EQ(error_of("last\n\"Marsh\n"), ErrorKind::invalid);
}

TEST(PersonList, QuotesOnlyWhatMustBe) {
  EXPECT_EQ(csv_value("Marsh"), "Marsh");
  EXPECT_EQ(csv_value("a,\"b\""), "\"a,\"\"b\"\"\"");
}

}  // namespace
}  // namespace charta::matching
