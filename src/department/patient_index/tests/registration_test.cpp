// SPDX-License-Identifier: Apache-2.0
// What must be known before a number is issued, and the Patient that it makes.
#include "department/patient_index/registration.hpp"

#include "department/patient_index/number_series.hpp"

#include <gtest/gtest.h>

namespace charta::patient_index {
namespace {

const Date registration_day = *Date::parse("2026-03-01");

Demographics ada() {
  Demographics who;
  who.names.push_back({"Marsh", "Ada", "Jane", "Jr"});
  who.birth_text = "1961-04-02";
  who.birth_date = Date::parse(who.birth_text);
  who.sex = "female";
  return who;
}

struct Refused {
  const char* what;
  void (*change)(Demographics&);
  ErrorKind kind;
  const char* location;
};

class RegistrationIsRefused : public ::testing::TestWithParam<Refused> {};

TEST_P(RegistrationIsRefused, AtTheFieldThatIsWrong) {
  Demographics who = ada();
  GetParam().change(who);
  const auto checked = check_registration(who, registration_day);
  ASSERT_FALSE(checked) << GetParam().what;
  EXPECT_EQ(checked.error().kind, GetParam().kind) << GetParam().what;
  EXPECT_EQ(checked.error().location, GetParam().location) << GetParam().what;
}

void born(Demographics& who, const char* text) {
  who.birth_text = text;
  who.birth_date = Date::parse(text);
}

INSTANTIATE_TEST_SUITE_P(
    Cases, RegistrationIsRefused,
    ::testing::Values(
        Refused{"no name at all", [](Demographics& w) { w.names.clear(); }, ErrorKind::missing, "family"},
        Refused{"no surname", [](Demographics& w) { w.names[0].family = "  "; }, ErrorKind::missing, "family"},
        Refused{"no given name", [](Demographics& w) { w.names[0].given.clear(); }, ErrorKind::missing, "given"},
        Refused{"no birth date", [](Demographics& w) { born(w, ""); }, ErrorKind::missing, "birth_date"},
        Refused{"a day that is none", [](Demographics& w) { born(w, "1961-02-30"); }, ErrorKind::invalid, "birth_date"},
        Refused{"an American date", [](Demographics& w) { born(w, "04/02/1961"); }, ErrorKind::invalid, "birth_date"},
        Refused{"born tomorrow", [](Demographics& w) { born(w, "2026-03-02"); }, ErrorKind::business_rule, "birth_date"},
        Refused{"born next month", [](Demographics& w) { born(w, "2026-04"); }, ErrorKind::business_rule, "birth_date"},
        Refused{"born next year", [](Demographics& w) { born(w, "2027"); }, ErrorKind::business_rule, "birth_date"},
        Refused{"no sex", [](Demographics& w) { w.sex.clear(); }, ErrorKind::missing, "sex"},
        Refused{"a sex that is none", [](Demographics& w) { w.sex = "F"; }, ErrorKind::invalid, "sex"},
        Refused{"eight digits", [](Demographics& w) { w.ssn = "524-11-771"; }, ErrorKind::invalid, "ssn"}));

TEST(Registration, TakesAsMuchOfABirthdayAsIsKnown) {
  for (const char* text : {"1961-04-02", "1961-04", "1961", "2026-03-01", "2026-03", "2026"}) {
    Demographics who = ada();
    born(who, text);
    const auto checked = check_registration(who, registration_day);
    EXPECT_TRUE(checked) << text << ": " << checked.error().message;
  }
}

TEST(Registration, MakesThePatientThatWasDescribed) {
  Demographics who = ada();
  who.names.push_back({"Quill", "", "", "", NameUse::former});
  who.ssn = "524117710";
  who.phone = "555-201-7788";
  who.email = "ada@example.org";
  who.street = "12 Quarry Lane";
  who.city = "Glen Arden";
  who.region = "OH";
  who.postal_code = "44907";
  who.mothers_maiden_name = "Fell";
  who.birth_order = 2;
  who.identifiers.push_back({"", "L-77", "DL"});
  const auto document = json::Document::parse(patient_of(who, {"urn:oid:1.2.3", "0000007", "MR"}));
  ASSERT_TRUE(document) << document.error().message;
  const Demographics back = demographics_of(document->root());
  EXPECT_EQ(back.names, who.names);
  EXPECT_EQ(back.birth_date, who.birth_date);
  EXPECT_EQ(back.sex, who.sex);
  EXPECT_EQ(back.ssn, who.ssn);
  EXPECT_EQ(back.phone, who.phone);
  EXPECT_EQ(back.email, who.email);
  EXPECT_EQ(back.street, who.street);
  EXPECT_EQ(back.city, who.city);
  EXPECT_EQ(back.region, who.region);
  EXPECT_EQ(back.postal_code, who.postal_code);
  EXPECT_EQ(back.mothers_maiden_name, who.mothers_maiden_name);
  EXPECT_EQ(back.birth_order, who.birth_order);
  ASSERT_EQ(back.identifiers.size(), 3U);
  EXPECT_EQ(back.identifiers[0], (Identifier{"urn:oid:1.2.3", "0000007", "MR"}));
  EXPECT_EQ(back.identifiers[2], (Identifier{"", "L-77", "DL"}));
}

TEST(NumberSeries, FillsThePatternFromTheRight) {
  EXPECT_EQ(number_at({"urn:x", "#######", 1}, 42), "0000042");
  EXPECT_EQ(number_at({"urn:x", "R-##/##", 1}, 1234), "R-12/34");
  EXPECT_EQ(number_at({"urn:x", "##", 1}, 99), "99");
  EXPECT_EQ(number_at({"urn:x", "##", 1}, 100), std::nullopt) << "used up, not begun again";
}

TEST(NumberSeries, IsCheckedAtTheStart) {
  EXPECT_TRUE(check({"", "#######", 1}));
  EXPECT_FALSE(check({"urn:x", "MRN", 1})) << "no digits";
  EXPECT_FALSE(check({"urn:x", "################", 1})) << "sixteen digits";
  EXPECT_FALSE(check({"urn:x", "###", 0}));
  EXPECT_FALSE(check({"urn:x", "###", 1000}));
}

}  // namespace
}  // namespace charta::patient_index
