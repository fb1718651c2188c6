// SPDX-License-Identifier: Apache-2.0
#include "department/holdings/holding.hpp"

#include "department/holdings/delivery_times.hpp"

#include <gtest/gtest.h>

namespace charta::holdings {
namespace {

constexpr int year_now = 2026;

/// "on-shelf 1990-1999", "destroyed 1971-", "missing ?": where, and of which years; ? has no dates.
Holding holding_of(const std::string& where, const std::string& years) {
  Holding one;
  one.where = where;
  one.medium = "paper";
  if (years == "?") return one;
  one.from_day = years.substr(0, 4) + "-01-01";
  if (years.size() > 5) one.until_day = years.substr(5, 4) + "-12-31";
  return one;
}

struct AnswerCase {
  const char* says;
  std::vector<std::pair<std::string, std::string>> holdings;
  std::set<int> visited;
  std::optional<int> year;
  const char* answer;
  const char* gaps;
};

std::string words_of(const std::vector<Gap>& gaps) {
  std::string text;
  for (const auto& gap : gaps)
    text += (text.empty() ? "" : " ") + std::to_string(gap.from) + "-" + std::to_string(gap.until) + (gap.is_certain ? "" : "?");
  return text;
}

TEST(Answer, IsWhatTheTableOfCasesSays) {
  const std::vector<AnswerCase> cases{
      {"a folder on its shelf", {{"on-shelf", "1990-1999"}}, {1995}, {}, "found", ""},
      {"one of two is off site", {{"on-shelf", "1990-1999"}, {"off-site", "1980-1989"}}, {1985}, {}, "found", ""},
      {"one is missing", {{"on-shelf", "1990-1999"}, {"missing", "1980-1989"}}, {}, {}, "found-in-part", ""},
      {"the only one is missing", {{"missing", "1980-1989"}}, {1985}, {}, "missing", ""},
      {"all is destroyed", {{"destroyed", "1971-1979"}}, {1975}, {}, "destroyed", ""},
      {"the older half is destroyed", {{"destroyed", "1971-1979"}, {"on-shelf", "1980-"}}, {}, {}, "found-in-part", ""},
      {"that year was destroyed", {{"destroyed", "1971-1979"}, {"on-shelf", "1980-"}}, {1975}, 1975, "destroyed", ""},
      {"that year stands on the shelf", {{"destroyed", "1971-1979"}, {"on-shelf", "1980-"}}, {1985}, 1985, "found", ""},
      {"years without anything",
       {{"on-shelf", "1990-1997"}, {"on-shelf", "2004-"}},
       {1996, 1998, 1999, 2003, 2005},
       {},
       "found-in-part",
       "1998-1999 2003-2003"},
      {"a volume without dates may hold it", {{"on-shelf", "?"}}, {1998}, {}, "found-in-part", "1998-1998?"},
      {"here, and nothing was ever kept", {}, {1998}, {}, "missing", "1998-1998"},
      {"never here", {}, {}, {}, "never-existed", ""},
      {"its papers went into another", {{"merged", "1990-1999"}}, {}, {}, "never-existed", ""},
      {"what was merged covers nothing itself", {{"merged", "1990-1999"}, {"on-shelf", "1990-"}}, {1995}, {}, "found", ""},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(one.says);
    std::vector<Holding> holdings;
    for (const auto& [where, years] : one.holdings) holdings.push_back(holding_of(where, years));
    const auto gaps = gaps_of(holdings, one.visited, year_now);
    EXPECT_EQ(words_of(gaps), one.gaps);
    EXPECT_EQ(answer_class(holdings, gaps, one.year, year_now), one.answer);
  }
}

TEST(Answer, AnOpenVolumeHoldsNothingOfTheFuture) {
  EXPECT_EQ(covers(holding_of("on-shelf", "1990-"), 2026, year_now), Covers::yes);
  EXPECT_EQ(covers(holding_of("on-shelf", "1990-"), 2027, year_now), Covers::no);
  EXPECT_EQ(covers(holding_of("on-shelf", "1990-"), 1989, year_now), Covers::no);
}

TEST(Answer, DocumentsHoldTheYearsTheyAreOfAndNotThoseBetween) {
  Holding scans = holding_of("electronic", "1990-1999");
  scans.years = {1990, 1999};
  EXPECT_EQ(covers(scans, 1990, year_now), Covers::yes);
  EXPECT_EQ(covers(scans, 1995, year_now), Covers::no);
}

TEST(Answer, EveryStateOfAVolumeHasAWhere) {
  for (const auto state : worklists::states_of(paper_charts::volume_machine())) {
    paper_charts::Volume volume;
    volume.state = std::string(state);
    EXPECT_FALSE(where_of(volume).empty()) << state;
  }
}

TEST(DeliveryTimes, AnswerTheirOwnCases) {
  const auto book = rules::RuleBook::load(CHARTA_SOURCE_FOLDER "/data/rules/paper-charts");
  ASSERT_TRUE(book);
  const auto* rule = *book->in_force("paper-charts/delivery-times", *Date::parse("2026-03-01"));
  const auto times = DeliveryTimes::read(*rule);
  ASSERT_TRUE(times) << times.error().message;
  const auto tests = json::Document::parse(rule->tests);
  for (const auto one : tests->root()) {
    SCOPED_TRACE(std::string(one["name"].text()));
    std::vector<std::int64_t> expected, found;
    for (const auto minutes : one["expect"]["minutes"]) expected.push_back(*minutes.integer());
    for (const auto& way : times->ways(one["given"]["where"].text(), one["given"]["medium"].text())) found.push_back(way.minutes);
    EXPECT_EQ(found, expected);
  }
}

TEST(DeliveryTimes, AWrongPackNamesItsElement) {
  rules::Rule rule;
  const auto refused = [&](const std::string& parameters) {
    rule.parameters = parameters;
    const auto read = DeliveryTimes::read(rule);
    return read ? std::string() : read.error().location;
  };
  EXPECT_EQ(refused(R"({"times": []})"), "times");
  EXPECT_EQ(refused(R"({"times": [{"minutes": 5}]})"), "where");
  EXPECT_EQ(refused(R"({"times": [{"where": "on-shelf", "minutes": -1}]})"), "minutes");
}

}  // namespace
}  // namespace charta::holdings
