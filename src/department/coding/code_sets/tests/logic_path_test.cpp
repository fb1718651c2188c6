// SPDX-License-Identifier: Apache-2.0
// Logic mode over small books of its own: tests/cases/logic_path.case, and what does not fit.
#include "department/coding/code_sets/tests/book_fixture.hpp"
#include "department/coding/logic_path/title_words.hpp"
#include "tests/support/case_table.hpp"

namespace charta::code_sets {
namespace {

using grouper::text_of;
using logic_path::Choice;
using logic_path::Question;
using logic_path::Way;

class LogicPath : public ::testing::Test {
 protected:
  void SetUp() override {
    auto library = folder_.open();
    const auto done = testing::import(library, {CHARTA_SOURCE_FOLDER "/src/department/coding/code_sets/tests/logic_books"});
    ASSERT_TRUE(done) << done.error().message;
    shelf_ = BookShelf::open(folder_.path(), testing::rule_book(), testing::rules_day, "US").value();
    books_ = shelf_->logic_books(testing::day("2026-01-15")).value();
  }
  Result<Way> follow(std::string_view answers, std::string_view typed = {}) const {
    return logic_path::follow(books_.books, shelf_->logic_words(), logic_path::answers_in(answers), typed);
  }

  testing::LibraryFolder folder_;
  std::unique_ptr<BookShelf> shelf_;
  LogicBooks books_;
};

std::vector<std::string> words_of(const Question& question) {
  std::vector<std::string> words;
  for (const auto& one : question.choices) words.push_back(one.words);
  return words;
}

/// The choice that is meant: by its words before its group ("own", "right", "none").
const Choice* meant(const Question& question, const std::string& said) {
  for (const auto& one : question.choices)
    if (one.words == said) return &one;
  for (const auto& one : question.choices)
    if (one.group == said) return &one;
  return nullptr;
}

/// What a table of cases says of a way, line by line.
class Coder {
 public:
  Coder(const logic_path::Books& books, const logic_path::LogicWords& words) : books_(books), words_(words) {}

  void hears(const charta::testing::CaseLine& line) {
    SCOPED_TRACE("line " + std::to_string(line.number));
    if (line.verb == "type") typed_ = line.words.at(0);
    if (line.verb == "start") answers_ = {line.words.at(0)};
    const auto way = logic_path::follow(books_, words_, answers_, typed_);
    ASSERT_TRUE(way) << way.error().message;
    if (line.verb == "choose") return choose(*way, line.words.at(0));
    if (line.verb == "asks" || line.verb == "offers" || line.verb == "groups" || line.verb == "means") return asked(*way, line);
    if (line.verb == "takes" || line.verb == "unsaid") return took(*way, line);
    ended(*way, line);
  }

 private:
  void choose(const Way& way, const std::string& said) {
    ASSERT_TRUE(way.question) << "nothing is asked: " << text_of(way.code) << name_of(way.stop) << " " << way.stopped_at;
    const auto* choice = meant(*way.question, said);
    ASSERT_NE(choice, nullptr) << said << " is not among " << ::testing::PrintToString(words_of(*way.question));
    answers_.push_back(choice->token);
  }
  static void asked(const Way& way, const charta::testing::CaseLine& line) {
    ASSERT_TRUE(way.question) << "nothing is asked: " << text_of(way.code) << name_of(way.stop) << " " << way.stopped_at;
    const auto& question = *way.question;
    if (line.verb == "offers") {
      EXPECT_EQ(words_of(question), line.words);
    } else if (line.verb == "asks") {
      EXPECT_EQ(name_of(question.ask), line.words.at(0)) << question.about;
      if (line.has("about")) {
        EXPECT_EQ(question.about, line.value("about"));
      }
      if (line.has("kind")) {
        EXPECT_EQ(question.note_kind, line.value("kind"));
      }
    } else {
      std::vector<std::string> said;
      for (const auto& one : question.choices) said.push_back(line.verb == "groups" ? one.group : one.more);
      EXPECT_EQ(said, line.words);
    }
  }
  static void took(const Way& way, const charta::testing::CaseLine& line) {
    std::string all;
    for (const auto& step : way.steps) {
      all += std::string(name_of(step.ask)) + " '" + step.words + "' " + std::string(name_of(step.why)) + "; ";
      if (name_of(step.ask) != line.words.at(0)) continue;
      if (line.verb == "unsaid" && step.says_nothing) return;
      if (line.verb == "takes" && step.words == line.value("words") && name_of(step.why) == line.value("because")) return;
    }
    ADD_FAILURE() << "no such step: " << all;
  }
  static void ended(const Way& way, const charta::testing::CaseLine& line) {
    if (line.verb == "type" || line.verb == "start") return;
    ASSERT_FALSE(way.question) << name_of(way.question->ask) << " " << ::testing::PrintToString(words_of(*way.question));
    if (line.verb == "ends") {
      EXPECT_EQ(text_of(way.code), line.value("code")) << name_of(way.stop) << " " << way.stopped_at;
    } else if (line.verb == "stops") {
      EXPECT_EQ(way.code, 0U);
      EXPECT_EQ(name_of(way.stop), line.value("because"));
      EXPECT_EQ(way.stopped_at, line.value("at"));
    } else if (line.verb == "with") {
      EXPECT_TRUE(std::any_of(way.companions.begin(), way.companions.end(), [&](const auto& one) {
        return one.kind == line.words.at(0) && one.words == line.value("words") && one.start == line.value("start");
      })) << way.companions.size();
    } else if (line.verb == "told") {
      EXPECT_TRUE(std::any_of(way.told.begin(), way.told.end(), [&](const auto& one) {
        return name_of(one.kind) == line.words.at(0) && one.text == line.value("words");
      })) << way.told.size();
    } else {
      ADD_FAILURE() << "the table knows no '" << line.verb << "'";
    }
  }

  const logic_path::Books& books_;
  const logic_path::LogicWords& words_;
  std::vector<std::string> answers_;
  std::string typed_;
};

TEST_F(LogicPath, GoesAsTheTableOfCasesSays) {
  const auto cases = charta::testing::read_cases(std::string(CHARTA_MODULE_FOLDER) + "/tests/cases/logic_path.case");
  ASSERT_GE(cases.size(), 20U);
  for (const auto& one : cases) {
    SCOPED_TRACE(one.title);
    Coder coder(books_.books, shelf_->logic_words());
    for (const auto& line : one.lines) coder.hears(line);
  }
}

TEST_F(LogicPath, AnAnswerThatDoesNotFitIsSaidWithItsNumber) {
  const auto refused = [&](std::string_view answers, std::string_view word) {
    const auto way = follow(answers);
    ASSERT_FALSE(way) << answers;
    EXPECT_EQ(way.error().kind, ErrorKind::invalid);
    EXPECT_EQ(way.error().location, "answers");
    EXPECT_NE(way.error().message.find(word), std::string::npos) << way.error().message;
  };
  refused("q", "answer 1 ('q')");
  refused("d.zz", "answer 2 ('zz')");
  refused("d.0-aaa", "answer 2 ('0-aaa')");
  refused("kZ794.no", "answer 2 ('no') has no question any more");
  refused("k", "answer 1");
  refused("kX08-W00", "answer 1");
  refused("p.B.9.Q", "answer 4 ('Q')");
  refused("d..x", "empty");
  std::string many = "d";
  for (int n = 0; n < 300; ++n) many += ".no";
  refused(many, "begin again");
}

TEST_F(LogicPath, AnAnswerHoldsForTheWordsThatWereAnsweredAlone) {
  const auto terms = follow("d", "fract").value();
  ASSERT_EQ(terms.question->choices.size(), 1U);
  auto token = terms.question->choices[0].token;
  EXPECT_TRUE(follow("d." + token));
  token.back() = token.back() == 'a' ? 'b' : 'a';
  EXPECT_FALSE(follow("d." + token)) << "another book has something else at that place";
}

TEST_F(LogicPath, MainTermsAreFoundByTheirBeginningThenElsewhere) {
  const auto words = [&](const char* typed) { return words_of(*follow("d", typed).value().question); };
  EXPECT_EQ(words("di"), (std::vector<std::string>{"Diabetes, diabetic", "Lung disease"}));
  EXPECT_EQ(words("mellitus"), (std::vector<std::string>{"Diabetes, diabetic"}));
  EXPECT_TRUE(words("").empty());
  EXPECT_TRUE(words("zebra").empty());
}

TEST_F(LogicPath, WithoutAnyBookSaysWhatToImport) {
  const auto none = logic_path::follow({}, shelf_->logic_words(), {});
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().kind, ErrorKind::not_found);
  EXPECT_NE(none.error().message.find("charta codes import"), std::string::npos);
}

TEST_F(LogicPath, WithoutTheTabularListEndsAtACodeOfTheListAndSaysThatNoNoteWasAsked) {
  encoder::CodeTexts list;
  list.add(grouper::key_of("J44"), false, "Lung obstructed");
  list.add(grouper::key_of("J441"), true, "Lung obstructed, worse");
  list.add(grouper::key_of("J449"), true, "Lung obstructed, unspecified");
  auto books = books_.books;
  books.tabular = nullptr, books.diagnoses = &list;
  const auto open = logic_path::follow(books, shelf_->logic_words(), {"kJ44"}).value();
  ASSERT_TRUE(open.question);
  EXPECT_EQ(words_of(*open.question), (std::vector<std::string>{"worse", "unspecified"}));
  const auto way = logic_path::follow(books, shelf_->logic_words(), {"kJ44", "J441"}).value();
  EXPECT_EQ(text_of(way.code), "J441");
  EXPECT_FALSE(way.notes_known);
}

TEST_F(LogicPath, AListOfTheDayTakesAwayWhatItDoesNotHave) {
  encoder::CodeTexts list;
  list.add(grouper::key_of("J449"), true, "Lung obstructed for long, unspecified");
  auto books = books_.books;
  books.diagnoses = &list;
  const auto way = logic_path::follow(books, shelf_->logic_words(), {"kJ44"}).value();
  ASSERT_TRUE(way.question);
  EXPECT_EQ(way.question->ask, logic_path::Ask::excluded) << "one code is left: it was taken";
  EXPECT_EQ(logic_path::follow(books, shelf_->logic_words(), {"kJ45"}).value().stop, logic_path::Stop::no_code_that_day);
}

TEST_F(LogicPath, TitlesThatDifferInTheirSideAlone) {
  using logic_path::Side;
  const auto sides = [&](std::vector<std::string> titles) { return logic_path::sides_of(titles, shelf_->logic_words()).size(); };
  EXPECT_EQ(sides({"Cataract, right eye", "Cataract, left eye", "Cataract, bilateral", "Cataract, unspecified eye"}), 4U);
  EXPECT_EQ(sides({"Unspecified injury of right hip", "Unspecified injury of left hip", "Unspecified injury of unspecified hip"}),
            3U);
  EXPECT_EQ(sides({"Injury of right hip", "Injury of left knee"}), 0U) << "more than the side differs";
  EXPECT_EQ(sides({"Injury of right hip", "Injury of left hip", "Injury of hip, other"}), 0U);
  EXPECT_EQ(sides({"Right heart failure", "Heart failure, unspecified"}), 0U) << "no left: no question of sides";
}

TEST_F(LogicPath, TheRulePackMeansWhatItsOwnCasesSay) {
  const auto& words = shelf_->logic_words();
  int cases = 0;
  for (const auto& rule : testing::rule_book().rules()) {
    if (rule.id != "coding/logic-path") continue;
    const auto tests = json::Document::parse(rule.tests).value();
    for (const auto one : tests.root()) {
      SCOPED_TRACE(one["name"].text());
      const auto given = one["given"], expected = one["expect"];
      std::size_t length = 0;
      const auto* group = words.group_of(given["term"].text(), length);
      if (expected["group"]) {
        EXPECT_EQ(group == nullptr ? "" : group->name, expected["group"].text());
      } else {
        EXPECT_EQ(logic_path::says_nothing(std::string(given["above"].text()), std::string(given["title"].text()), words),
                  expected["says_nothing"].boolean());
      }
      ++cases;
    }
  }
  EXPECT_GE(cases, 7);
}

TEST_F(LogicPath, TheWordsOfTheRulePackAreAllNeeded) {
  for (const auto* missing :
       {R"({})", R"({"groups":[{"group":"with","words":[]}]})", R"({"groups":[{"group":"with","words":["with"]}]})"}) {
    const auto pack = json::Document::parse(missing).value();
    const auto read = logic_path::LogicWords::read(pack.root());
    ASSERT_FALSE(read) << missing;
    EXPECT_NE(read.error().message.find("lack"), std::string::npos);
  }
}

}  // namespace
}  // namespace charta::code_sets
