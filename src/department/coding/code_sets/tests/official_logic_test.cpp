// SPDX-License-Identifier: Apache-2.0
// Logic mode over the publishers' own books, where they are: coders who answer by chance end at a whole code, or are told why
// not.
#include "department/coding/code_sets/tests/book_fixture.hpp"

#include <algorithm>
#include <chrono>
#include <random>

namespace charta::code_sets {
namespace {

using code_books::Shape;
using grouper::text_of;
using logic_path::Ask;
using logic_path::Way;

/// A year's index, tables and tabular list; the tables of ICD-10-PCS are of another year.
class OfficialLogic : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    const auto year = testing::published("icd10/ICD10CM_FY2017_Full_XML.zip"),
               tables = testing::published("icd10/pcs-2024/pcs_tables_2024.csv"),
               definitions = testing::published("icd10/pcs-2024/pcs_definitions_2024.csv"),
               later = testing::published("icd10/icd10cm_tabular_2021.xml.zip"),
               list = testing::published("icd10/cms_2025_dx.zip");
    if (year.empty() || tables.empty() || definitions.empty() || later.empty() || list.empty()) return;
    static const testing::LibraryFolder folder;
    auto library = folder.open();
    const auto done = testing::import(library, {year, tables, definitions, later, list});
    ASSERT_TRUE(done) << done.error().message;
    shelf_ = BookShelf::open(folder.path(), testing::rule_book(), testing::rules_day, "US").value();
    books_ = shelf_->logic_books(testing::day("2017-01-15")).value();
    const auto day = testing::day("2024-01-15");
    const auto tables_then = shelf_->procedure_tables(day).value();
    const auto definitions_then = shelf_->procedure_definitions(day).value();
    books_.books.tables = tables_then.get(), books_.books.definitions = definitions_then.get();
    books_.held.insert(books_.held.end(), {tables_then, definitions_then});
  }
  static void TearDownTestSuite() {
    books_ = {};
    shelf_.reset();
  }
  void SetUp() override {
    if (shelf_ == nullptr) GTEST_SKIP() << "the publishers' files are not here";
  }
  static Way follow(const logic_path::Books& books, const std::vector<std::string>& answers) {
    auto way = logic_path::follow(books, shelf_->logic_words(), answers);
    EXPECT_TRUE(way) << way.error().message;
    return way ? std::move(*way) : Way();
  }
  /// A main term of the index, as its answer.
  std::string main_term(const code_books::IndexBook& book) {
    std::uint32_t entry = static_cast<std::uint32_t>(random_() % book.entries.size());
    while (book.entries[entry].parent != code_books::IndexBook::none) entry = book.entries[entry].parent;
    return logic_path::token_of(book, entry);
  }
  /// Answers by chance until the way ends; notes are mostly answered with no, as at a desk.
  Way by_chance(const logic_path::Books& books, std::vector<std::string>& answers) {
    for (;;) {
      auto way = follow(books, answers);
      if (!way.question || way.question->choices.empty()) return way;
      const auto& choices = way.question->choices;
      const bool is_note = way.question->ask == Ask::excluded || way.question->ask == Ask::companion;
      answers.push_back(is_note && random_() % 4 != 0 ? choices.back().token : choices[random_() % choices.size()].token);
    }
  }

  static std::unique_ptr<BookShelf> shelf_;
  static LogicBooks books_;
  std::mt19937 random_{20260115};
};
std::unique_ptr<BookShelf> OfficialLogic::shelf_;
LogicBooks OfficialLogic::books_;

std::size_t at_percent(std::vector<std::size_t> sorted, std::size_t percent) {
  std::sort(sorted.begin(), sorted.end());
  return sorted.empty() ? 0 : sorted[std::min(sorted.size() - 1, sorted.size() * percent / 100)];
}

TEST_F(OfficialLogic, DiagnosesOfCodersByChanceEndWholeOrAreTold) {
  const std::pair<const char*, const code_books::IndexBook*> indexes[] = {{"d", books_.books.indexes.diseases},
                                                                          {"e", books_.books.indexes.external_causes},
                                                                          {"n", books_.books.indexes.neoplasms},
                                                                          {"c", books_.books.indexes.drugs}};
  std::map<std::string, int> ends;
  int walks = 0;
  for (const auto& [letter, book] : indexes)
    for (int n = 0; n < (letter[0] == 'd' ? 1200 : 200); ++n, ++walks) {
      std::vector<std::string> answers{letter};
      if (book->entries.front().end != book->entries.size()) answers.push_back(main_term(*book));
      const auto way = by_chance(books_.books, answers);
      ASSERT_TRUE(way.code != 0 || way.stop != logic_path::Stop::none) << "a dead end that nobody told";
      ++ends[way.code != 0 ? "whole" : std::string(name_of(way.stop))];
      if (way.code != 0) {
        EXPECT_EQ(books_.books.tabular->shape_of(way.code), Shape::whole) << text_of(way.code);
      }
    }
  for (const auto& [end, count] : ends) std::printf("%-20s %5d of %d\n", end.c_str(), count, walks);
  EXPECT_GT(ends["whole"], walks * 9 / 10);
}

TEST_F(OfficialLogic, NearlyEverySeeOfTheIndexLeadsToATerm) {
  const auto& index = *books_.books.indexes.diseases;
  int all = 0, found = 0, doubtful = 0;
  std::vector<std::string> lost;
  for (std::uint32_t entry = 0; entry < index.entries.size(); entry += 7) {
    if (index.entries[entry].see == 0) continue;
    const std::string see(index.texts[index.entries[entry].see]);
    const auto places = logic_path::places_named(books_.books.indexes, see, shelf_->logic_words());
    ++all, found += places.empty() ? 0 : 1, doubtful += places.size() > 1 ? 1 : 0;
    if (places.empty() && see != "condition") lost.push_back(see);
  }
  std::printf("of %d that say see %d lead on, %d of them with several readings; %zu are lost\n", all, found, doubtful,
              lost.size());
  EXPECT_LT(lost.size() * 50, static_cast<std::size_t>(all));
}

TEST_F(OfficialLogic, EveryCodeOfTheListOfALaterYearIsReachedFromItsCategory) {
  auto books = books_.books;
  const auto tabular = shelf_->tabular(testing::day("2021-01-15")).value();
  const auto list = shelf_->texts("icd10cm", testing::day("2025-01-15")).value();
  books.tabular = tabular.get(), books.diagnoses = list.get();
  int whole = 0, walks = 0;
  for (; walks < 1500; ++walks) {
    const auto code = list->codes[random_() % list->size()];
    std::vector<std::string> answers{"k" + text_of(code_books::prefix_of(code, 3))};
    const auto way = by_chance(books, answers);
    if (way.code == 0) continue;
    const auto at = std::lower_bound(list->codes.begin(), list->codes.end(), way.code) - list->codes.begin();
    ASSERT_EQ(list->codes[static_cast<std::size_t>(at)], way.code);
    EXPECT_EQ(list->billable[static_cast<std::size_t>(at)], 1) << text_of(way.code);
    ++whole;
  }
  std::printf("%d of %d end at a code of the list of FY2025, by the tabular list of FY2021\n", whole, walks);
  EXPECT_GT(whole, walks * 95 / 100) << "the others follow a note to a code that the list does not have";
}

TEST_F(OfficialLogic, ProceduresOfCodersByChanceEndAtCodesThatTheTablesBuild) {
  std::vector<std::size_t> asked;
  for (int n = 0; n < 300; ++n) {
    std::vector<std::string> answers{"p"};
    const auto way = by_chance(books_.books, answers);
    ASSERT_NE(way.code, 0U) << ::testing::PrintToString(answers);
    EXPECT_TRUE(books_.books.tables->builds(way.code)) << text_of(way.code);
    asked.push_back(answers.size() - 1);
  }
  std::printf("questions to a procedure: median %zu, of a hundred ninety at most %zu\n", at_percent(asked, 50),
              at_percent(asked, 90));
  EXPECT_LE(at_percent(asked, 50), 7U);
}

TEST_F(OfficialLogic, EntriesOfTheIndexAreAFewQuestionsAway) {
  const auto& index = *books_.books.indexes.diseases;
  std::vector<std::size_t> asked, to_code;
  std::size_t steps_given = 0, replays = 0;
  const auto started = std::chrono::steady_clock::now();
  for (std::uint32_t entry = 0; entry < index.entries.size(); entry += 60) {
    if (index.entries[entry].code == 0) continue;
    std::vector<std::uint32_t> path{entry};
    while (index.entries[path.back()].parent != code_books::IndexBook::none) path.push_back(index.entries[path.back()].parent);
    std::vector<std::string> answers{"d", logic_path::token_of(index, path.back())};
    std::size_t before_notes = 0;
    for (;;) {
      const auto way = follow(books_.books, answers);
      ++replays;
      if (!way.question) {
        if (way.code == 0) break;
        asked.push_back(answers.size()), to_code.push_back(before_notes == 0 ? answers.size() : before_notes);
        steps_given += way.steps.size() - answers.size();
        break;
      }
      const auto& question = *way.question;
      const bool is_note = question.ask == Ask::excluded || question.ask == Ask::companion;
      if (is_note && before_notes == 0) before_notes = answers.size();
      auto chosen = question.choices[question.ask == Ask::sub_term ? 0 : random_() % question.choices.size()].token;
      if (is_note) chosen = "no";
      if (question.ask == Ask::sub_term)
        for (const auto& one : question.choices) {
          const auto term = logic_path::entry_of(index, one.token);
          if (one.token == "own" || (term && std::find(path.begin(), path.end(), *term) != path.end())) chosen = one.token;
          if (term && std::find(path.begin(), path.end(), *term) != path.end()) break;
        }
      answers.push_back(chosen);
    }
  }
  const auto spent = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - started).count();
  std::printf(
      "%zu entries: to the code median %zu, ninety of a hundred %zu; with its notes median %zu, ninety of a hundred %zu; "
      "taken without asking %.1f each; %.2f ms an answer\n",
      asked.size(), at_percent(to_code, 50), at_percent(to_code, 90), at_percent(asked, 50), at_percent(asked, 90),
      static_cast<double>(steps_given) / static_cast<double>(asked.size()), spent / static_cast<double>(replays));
  EXPECT_GT(asked.size(), 800U);
  EXPECT_LE(at_percent(to_code, 50), 6U);
}

}  // namespace
}  // namespace charta::code_sets
