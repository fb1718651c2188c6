// SPDX-License-Identifier: Apache-2.0
// Whom a page speaks of. 42 CFR 482.24(b): records accurately written, properly filed.
#include "department/misfile_watch/page_identity.hpp"

#include "base/text.hpp"
#include "department/document_imaging/imaging_rules.hpp"
#include "department/misfile_watch/misreading.hpp"
#include "formats/json/json.hpp"
#include "record/rules/rule_pack.hpp"
#include "tests/support/case_table.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace charta::misfile_watch {
namespace {

using charta::testing::CaseLine;

const Date rules_day = *Date::parse("2026-03-01");

struct Shipped {
  document_imaging::PageLabels labels;
  MisfileRules rules;
};
const Shipped& shipped() {
  static const Shipped both = [] {
    const auto book = rules::RuleBook::load(CHARTA_SOURCE_FOLDER "/data/rules");
    EXPECT_TRUE(book) << book.error().message;
    auto imaging = document_imaging::ImagingRules::read(*book, rules_day, "US");
    auto misfiles = MisfileRules::read(*book, rules_day, "US");
    EXPECT_TRUE(misfiles) << misfiles.error().message;
    return Shipped{imaging->labels, *misfiles};
  }();
  return both;
}

Known known_by(const CaseLine& line) {
  Known known;
  known.patient = PatientId(line.has("patient") ? std::stoll(line.value("patient")) : 1);
  for (const auto& name : line.all("name")) {
    const auto parts = split(name, '^');
    known.who.names.push_back({std::string(parts.at(0)), std::string(parts.at(1)), "", ""});
  }
  for (const auto& number : line.all("mrn")) known.who.identifiers.push_back({"urn:oid:1.2.3", number, "MR"});
  known.who.birth_date = Date::parse(line.value("born"));
  known.accounts = line.all("account");
  return known;
}

Known known(std::int64_t patient, const std::string& number, const std::string& family, const std::string& given,
            const std::string& born) {
  Known one;
  one.patient = PatientId(patient);
  one.who.identifiers.push_back({"a", number, "MR"});
  one.who.names.push_back({family, given, "", ""});
  one.who.birth_date = Date::parse(born);
  return one;
}
const Known ada = known(1, "100042", "Marsh", "Ada", "1961-04-02");

ReadPage page_by(const CaseLine& line) {
  std::string text = line.rest;
  const int confidence = line.has("confidence") ? std::stoi(line.value("confidence")) : 100;
  for (auto at = text.find(" / "); at != std::string::npos; at = text.find(" / ")) text.replace(at, 3, "\n");
  auto page = pages_of_text(text).front();
  for (auto& word : page.words) word.confidence = confidence;
  return page;
}

void run(const charta::testing::Case& one) {
  Known own;
  std::vector<Known> others;
  PageVerdict verdict;
  for (const auto& line : one.lines) {
    if (line.verb == "own") own = known_by(line);
    if (line.verb == "other") others.push_back(known_by(line));
    if (line.verb == "page") {
      const PageSays says(page_by(line), shipped().labels, shipped().rules);
      verdict = judge(says, own, others, shipped().rules);
    }
    if (line.verb != "expect") continue;
    const bool wrong = line.has("wrong");
    EXPECT_EQ(verdict.is_wrong, wrong) << "theirs " << verdict.points << ", own " << verdict.own_points;
    if (wrong) {
      EXPECT_EQ(verdict.other, PatientId(std::stoll(line.value("wrong"))));
    }
    for (const auto& sign : line.all("sign"))
      EXPECT_TRUE(std::any_of(verdict.signs.begin(), verdict.signs.end(), [&](const Sign& shown) { return shown.what == sign; }))
          << sign;
  }
}

TEST(PageIdentity, HoldsForEveryCase) {
  const auto cases =
      charta::testing::read_cases(CHARTA_SOURCE_FOLDER "/src/department/misfile_watch/tests/cases/page_identity.case");
  ASSERT_GE(cases.size(), 30U);
  for (const auto& one : cases) {
    SCOPED_TRACE(one.title);
    run(one);
  }
}

/// A page that says these kinds of each person.
std::string page_of(json::Value kinds_of_other, json::Value kinds_of_own) {
  std::string text;
  const auto say = [&](json::Value kinds, const char* number, const char* name, const char* born) {
    for (const auto kind : kinds) {
      if (kind.text() == "number") text += std::string("MRN: ") + number + "\n";
      if (kind.text() == "name") text += std::string("Patient: ") + name + "\n";
      if (kind.text() == "birth_date") text += std::string("DOB: ") + born + "\n";
    }
  };
  const auto says_name = [](json::Value kinds) {
    bool says = false;
    for (const auto kind : kinds) says = says || kind.text() == "name";
    return says;
  };
  const bool namesakes = says_name(kinds_of_other) && says_name(kinds_of_own);
  say(kinds_of_other, "200977", namesakes ? "Marsh, Ada" : "Ferreira, Tomas", "1975-11-30");
  say(kinds_of_own, "100042", "Marsh, Ada", "1961-04-02");
  return text;
}

TEST(PageIdentity, TheShippedRulePassesItsOwnCases) {
  const auto book = rules::RuleBook::load(CHARTA_SOURCE_FOLDER "/data/rules");
  const auto rule = book->in_force("document-imaging/misfiles", rules_day, "US");
  ASSERT_TRUE(rule);
  const auto tests = json::Document::parse((*rule)->tests);
  ASSERT_TRUE(tests);
  ASSERT_GE(tests->root().size(), 5U);
  for (const auto test : tests->root()) {
    const auto given = test["given"];
    const auto text = page_of(given["other"], given["own"]);
    const bool namesakes = text.find("Ferreira") == std::string::npos && text.find("200977") != std::string::npos &&
                           text.find("Marsh") != std::string::npos && given["other"].size() == 3;
    const auto other =
        namesakes ? known(2, "200977", "Marsh", "Ada", "1975-11-30") : known(2, "200977", "Ferreira", "Tomas", "1975-11-30");
    const PageSays says(pages_of_text(text).front(), shipped().labels, shipped().rules);
    EXPECT_EQ(judge(says, ada, {other}, shipped().rules).is_wrong, test["expect"]["wrong"].boolean()) << test["name"].text();
  }
}

TEST(PageIdentity, SignsCarryTheBoxOfWhatTheySay) {
  const auto page = pages_of_text("Progress note\nMRN: 200977").front();
  const PageSays says(page, shipped().labels, shipped().rules);
  const auto verdict = judge(says, ada, {known(2, "200977", "Ferreira", "Tomas", "1975-11-30")}, shipped().rules);
  ASSERT_TRUE(verdict.is_wrong);
  ASSERT_EQ(verdict.signs.size(), 1U);
  EXPECT_EQ(verdict.signs[0].box.top, 1);
  EXPECT_EQ(verdict.signs[0].box.left, 5);
  EXPECT_EQ(verdict.signs[0].box.width, 6);
}

TEST(PageIdentity, TheIndexNeedNotBeAskedWhereThePageNamesItsOwnChart) {
  const auto beyond = [&](std::string_view text) {
    const auto page = pages_of_text(text).front();
    return is_beyond_doubt(PageSays(page, shipped().labels, shipped().rules), ada, shipped().rules);
  };
  EXPECT_TRUE(beyond("Patient: Marsh, Ada MRN: 100042 DOB: 04/02/1961"));
  EXPECT_FALSE(beyond("Patient: Marsh, Ada DOB: 04/02/1961"));
  EXPECT_FALSE(beyond("Progress note"));
}

TEST(PageIdentity, AsksTheIndexForWhatSpeaksForThePatientOnly) {
  const auto page =
      pages_of_text("Patient: Quill, Tom  MRN: 10-0077  DOB: 1/2/1970\nMother's DOB: 3/4/1940  Account No: 8800123").front();
  const PageSays says(page, shipped().labels, shipped().rules);
  EXPECT_TRUE(says.numbers().contains("100077"));
  EXPECT_TRUE(says.accounts().empty()) << "it stands behind the mother's birth date";
  ASSERT_EQ(says.days().size(), 1U);
  EXPECT_EQ(says.days()[0].text(), "1970-01-02");
  ASSERT_EQ(says.names().size(), 1U);
  EXPECT_EQ(says.names()[0].family, "Quill");
}

TEST(PageIdentity, AFormFeedBeginsAnotherPage) {
  const auto pages = pages_of_text("one\ftwo words\nthree");
  ASSERT_EQ(pages.size(), 2U);
  EXPECT_EQ(pages[1].number, 2);
  ASSERT_EQ(pages[1].words.size(), 3U);
  EXPECT_EQ(pages[1].words[2].line, 1);
}

struct NearCase {
  const char *a, *b;
  Nearness expected;
};

TEST(Misreading, NumbersAreNearByOneLossOrTranspositionAndTheSameByTwins) {
  for (const auto& [a, b, expected] : std::initializer_list<NearCase>{{"100042", "100042", Nearness::same},
                                                                      {"100042", "1ooo42", Nearness::same},
                                                                      {"100042", "100024", Nearness::near},
                                                                      {"100042", "10042", Nearness::near},
                                                                      {"100042", "100043", Nearness::near},
                                                                      {"100042", "100077", Nearness::apart},
                                                                      {"1042", "1043", Nearness::apart}})
    EXPECT_EQ(number_nearness(a, b), expected) << a << " " << b;
}

TEST(Misreading, WordsAreNearByOneLetterInSoMany) {
  for (const auto& [a, b, expected] : std::initializer_list<NearCase>{{"ferreira", "ferreira", Nearness::same},
                                                                      {"ferreira", "fcrreira", Nearness::near},
                                                                      {"marsh", "mar5h", Nearness::near},
                                                                      {"ada", "ida", Nearness::apart},
                                                                      {"marsh", "quill", Nearness::apart}})
    EXPECT_EQ(word_nearness(a, b, 5), expected) << a << " " << b;
}

TEST(Misreading, DaysAreNearByOneDigitOrTheOtherOrder) {
  for (const auto& [a, b, expected] : std::initializer_list<NearCase>{{"1961-04-02", "1961-04-02", Nearness::same},
                                                                      {"1961-04-02", "1961-02-04", Nearness::near},
                                                                      {"1961-04-02", "1981-04-02", Nearness::near},
                                                                      {"1961-04-02", "1975-11-30", Nearness::apart}})
    EXPECT_EQ(day_nearness(a, b), expected) << a << " " << b;
}

}  // namespace
}  // namespace charta::misfile_watch
