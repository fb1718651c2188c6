// SPDX-License-Identifier: Apache-2.0
// What is shown of a person with several records, as a technician would check it.
#include "department/patient_index/survivorship.hpp"

#include <gtest/gtest.h>

namespace charta::patient_index {
namespace {

Demographics surviving_ada() {
  Demographics who;
  who.identifiers = {{"urn:oid:1.2.3", "1001", "MR"}};
  who.names.push_back({"Marsh", "Ada", "Jane", "", NameUse::current});
  who.birth_date = Date::parse("1961-04-02");
  who.sex = "female";
  who.address = "1 Mill Lane, Dorset";
  who.street = "1 Mill Lane";
  return who;
}

Demographics married() {
  Demographics who;
  who.identifiers = {{"urn:oid:1.2.3", "2001", "MR"}};
  who.names.push_back({"Quill", "Ada", "", "", NameUse::current});
  who.names.push_back({"Marsh", "Ada", "Jane", "", NameUse::former});
  who.birth_date = Date::parse("1961-04-02");
  who.address = "7 Harbour Road, Dorset";
  who.street = "7 Harbour Road";
  who.phone = "555-201-7788";
  return who;
}

SurvivorChoices choices(std::string_view text) {
  const auto document = json::Document::parse(text);
  return parse_choices(document->root()).value();
}

TEST(Survivorship, TakesTheSurvivorsValueElseTheAbsorbeds) {
  const auto shown = survivor_shown(surviving_ada(), married(), {});
  EXPECT_EQ(shown.current_name()->family, "Marsh");
  EXPECT_EQ(shown.address, "1 Mill Lane, Dorset");
  EXPECT_EQ(shown.sex, "female");
  EXPECT_EQ(shown.phone, "555-201-7788") << "only the other record has one";
}

TEST(Survivorship, FollowsAPersonsChoiceFieldByField) {
  const auto shown = survivor_shown(surviving_ada(), married(), choices(R"({"name":"absorbed","address":"absorbed"})"));
  EXPECT_EQ(shown.current_name()->family, "Quill");
  EXPECT_EQ(shown.address, "7 Harbour Road, Dorset");
  EXPECT_EQ(shown.street, "7 Harbour Road");
  EXPECT_EQ(shown.sex, "female");
  ASSERT_EQ(shown.names.size(), 2U);
  EXPECT_EQ(shown.names[1].family, "Marsh") << "the name that is not shown first is still one of hers";
}

TEST(Survivorship, NeverChoosesNothingOverSomething) {
  const auto shown = survivor_shown(surviving_ada(), married(), choices(R"({"sex":"absorbed","phone":"survivor"})"));
  EXPECT_EQ(shown.sex, "female");
  EXPECT_EQ(shown.phone, "555-201-7788");
}

TEST(Survivorship, KeepsTheSurvivorsNumbers) {
  const auto shown = survivor_shown(surviving_ada(), married(), choices(R"({"name":"absorbed"})"));
  EXPECT_EQ(shown.identifiers, surviving_ada().identifiers) << "the other number finds its own record";
}

TEST(Survivorship, ShowsARowForEachFieldThatIsFilled) {
  const auto rows = survivor_rows(surviving_ada(), married(), choices(R"({"address":"absorbed"})"));
  ASSERT_EQ(rows.size(), 5U) << "name, birth date, sex, address, phone";
  EXPECT_EQ(rows[3].field, SurvivorField::address);
  EXPECT_TRUE(rows[3].is_chosen);
  EXPECT_TRUE(rows[3].takes_absorbed);
  EXPECT_FALSE(rows[0].takes_absorbed);
  EXPECT_TRUE(rows[4].takes_absorbed);
  EXPECT_FALSE(rows[4].is_chosen);
}

TEST(Survivorship, ChoicesReadBackAsTheyWerePrinted) {
  const auto made = choices(R"({"name":"absorbed","sex":"survivor"})");
  EXPECT_EQ(choices(print_choices(made)), made);
  EXPECT_EQ(print_choices({}), "");
}

TEST(Survivorship, RefusesFieldsAndSidesThatThereAreNot) {
  for (const auto* text : {R"({"shoe_size":"absorbed"})", R"({"name":"both"})", R"({"name":1})"}) {
    const auto document = json::Document::parse(text);
    const auto refused = parse_choices(document->root());
    ASSERT_FALSE(refused) << text;
    EXPECT_EQ(refused.error().kind, ErrorKind::unknown_code);
  }
}

}  // namespace
}  // namespace charta::patient_index
