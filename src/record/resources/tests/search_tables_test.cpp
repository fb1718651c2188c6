// SPDX-License-Identifier: Apache-2.0
// The search tables of tests/cases: a small record, and what each search finds in it. Every search is asked three ways: whole,
// page by page and counted. Source: https://hl7.org/fhir/R4/search.html
#include "record/resources/tests/repository_fixture.hpp"
#include "record/resources/tests/table_words.hpp"
#include "tests/support/case_table.hpp"

namespace charta::resources {
namespace {

using testing::CaseLine;

class SearchTables : public RepositoryTest {
 protected:
  void run(const std::string& table) {
    for (const testing::Case& one : testing::read_cases(CHARTA_MODULE_FOLDER "/tests/cases/" + table))
      for (const CaseLine& line : one.lines) {
        SCOPED_TRACE(table + ": " + one.title + ": " + line.verb + " " + joined(line.words));
        follow(line);
        ++lines_;
      }
    EXPECT_GT(lines_, 10) << table << " is not there or empty";
  }

 private:
  void follow(const CaseLine& line) {
    if (line.verb == "record") return keep(line);
    if (line.verb == "delete") return remove(line.words.at(0));
    if (line.verb == "ask") return ask(line);
    if (line.verb == "refuse") return refuse(line);
    FAIL() << "a table says record, delete, ask or refuse";
  }

  /// record Patient/ada "{'gender':'female'}"
  void keep(const CaseLine& line) {
    const std::string& address = line.words.at(0);
    const std::size_t slash = address.find('/');
    clock.advance(std::chrono::milliseconds(1));
    put(address.substr(0, slash), address.substr(slash + 1), resource_json(address, line.words.at(1)));
  }

  void remove(const std::string& address) {
    const std::size_t slash = address.find('/');
    EXPECT_TRUE(repository->remove(actor, address.substr(0, slash), address.substr(slash + 1)));
  }

  /// ask "Patient?gender=female" finds="ada cleo", or finds-in-order=…; an include stands as +ada.
  void ask(const CaseLine& line) {
    const std::string& query = line.words.at(0);
    const bool ordered = line.has("finds-in-order");
    const auto expected = sorted(words(ordered ? line.value("finds-in-order") : line.value("finds")), ordered);
    EXPECT_TRUE(ordered || line.has("finds")) << "the line does not say what it finds";
    const auto whole = ids(query);
    EXPECT_EQ(joined(sorted(whole, ordered)), joined(expected));
    if (query.find("include") != std::string::npos || query.find("_count") != std::string::npos) return;
    EXPECT_EQ(joined(paged(query)), joined(whole)) << "page by page";
    EXPECT_EQ(search(with(query, "_summary=count")).root()["total"].integer(), static_cast<std::int64_t>(expected.size()))
        << "counted";
  }

  /// refuse "Patient?birthdate=soon" kind=invalid at=birthdate
  void refuse(const CaseLine& line) {
    const auto answer = try_search(line.words.at(0));
    ASSERT_FALSE(answer);
    EXPECT_EQ(kind_name(answer.error().kind), line.value("kind")) << answer.error().message;
    EXPECT_EQ(answer.error().location, line.value("at"));
  }

  static std::vector<std::string> sorted(std::vector<std::string> list, bool ordered) {
    if (!ordered) std::sort(list.begin(), list.end());
    return list;
  }
  static std::string with(const std::string& query, const std::string& more) {
    return query + (query.find('?') == std::string::npos ? "?" : "&") + more;
  }
  std::vector<std::string> ids(const std::string& query) {
    std::vector<std::string> bare;
    for (const std::string& address : found(query))
      bare.push_back((address[0] == '+' ? "+" : "") + address.substr(address.find('/') + 1));
    return bare;
  }
  std::vector<std::string> paged(const std::string& query) {
    std::vector<std::string> found_ids;
    std::string next = with(query, "_count=2");
    for (int page = 0; !next.empty() && page < 20; ++page) {
      const auto bundle = search(next);
      EXPECT_LE(bundle.root()["entry"].size(), 2U);
      for (const json::Value entry : bundle.root()["entry"]) found_ids.emplace_back(entry["resource"]["id"].text());
      next.clear();
      for (const json::Value link : bundle.root()["link"])
        if (link["relation"].text() == "next") next = std::string(link["url"].text()).substr(sizeof "http://charta.test/fhir");
    }
    return found_ids;
  }

  int lines_ = 0;
};
CHARTA_ON_BOTH_ENGINES(SearchTables);

TEST_P(SearchTables, DatesOfEveryPrecisionWithEveryPrefix) {
  run("search_dates.case");
}
TEST_P(SearchTables, NumbersAndQuantitiesByTheirPrecisionAndUnit) {
  run("search_numbers.case");
}
TEST_P(SearchTables, CodesAndIdentifiersWithAndWithoutTheirSystem) {
  run("search_tokens.case");
}
TEST_P(SearchTables, NamesAndOtherTextsAsPeopleTypeThem) {
  run("search_texts.case");
}
TEST_P(SearchTables, ReferencesInEverySpellingAndWhatIsChainedToThem) {
  run("search_references.case");
}

}  // namespace
}  // namespace charta::resources
