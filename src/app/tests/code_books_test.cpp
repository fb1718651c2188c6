// SPDX-License-Identifier: Apache-2.0
// The code books through the front door: a code with its notes, a procedure built, services, an index, edits in plain words.
#include "app/arguments.hpp"
#include "app/tests/door_fixture.hpp"
#include "department/coding/code_sets/code_library.hpp"

namespace charta::app {
namespace {

class CodeBooks : public testing::DoorTest {
 protected:
  void SetUp() override {
    DoorTest::SetUp();
    if (IsSkipped()) return;
    cora_ = person("cora", {"coder"});
  }
  void import_books() {
    auto library = code_sets::CodeLibrary::open(hospital_->configuration.data + "/codes", hospital_->rules).value();
    const auto sets =
        code_sets::read_published({CHARTA_SOURCE_FOLDER "/src/department/coding/code_sets/tests/books"}, {}, library.logic());
    ASSERT_TRUE(sets) << sets.error().message;
    ASSERT_TRUE(library.keep(*sets));
  }
  testing::Visitor cora_;
};

TEST_P(CodeBooks, SayWhatToImportUntilTheyAreThere) {
  const auto none = ask(cora_, "GET", "/api/coding/tabular?code=S72&on=2026-01-15");
  EXPECT_EQ(none.status, 404);
  EXPECT_NE(none.body.find("charta codes import"), std::string::npos) << none.body;
  import_books();
  EXPECT_EQ(ask(cora_, "GET", "/api/coding/tabular?code=S72&on=2026-01-15").status, 200);
}

TEST_P(CodeBooks, NameThePublishersFilesTheyCameFrom) {
  import_books();
  const auto books = ask(cora_, "GET", "/api/coding/books");
  ASSERT_EQ(books.status, 200) << books.body;
  EXPECT_EQ(books.at("items.0.kind"), "hcpcs");
  EXPECT_EQ(books.at("items.0.sources.0.name"), "hcpcs_level2_2026.csv");
  EXPECT_EQ(books.at("items.0.sources.0.sha256").size(), 64u);
}

TEST_P(CodeBooks, AnswerFromTheBooksOfTheDay) {
  import_books();
  const auto code = ask(cora_, "GET", "/api/coding/tabular?code=S72.011A&on=2026-01-15");
  EXPECT_EQ(code.at("shape"), "whole");
  EXPECT_EQ(code.at("levels.2.code"), "S72");
  EXPECT_EQ(code.at("levels.1.notes.0.kind"), "use-additional");
  EXPECT_EQ(code.at("seventh_characters.1.meaning"), "first time, open");
  EXPECT_EQ(code.at("poa_exempt"), "false");
  const auto built = ask(cora_, "GET", "/api/coding/procedures?pattern=0DB%3F8&on=2026-01-15");
  EXPECT_EQ(built.at("codes"), "1");
  EXPECT_EQ(built.at("axes.3.choices.0.label"), "Appendix");
  EXPECT_EQ(ask(cora_, "GET", "/api/coding/services?words=influenza&on=2026-01-15").at("items.0.code"), "G0008");
  EXPECT_EQ(ask(cora_, "GET", "/api/coding/index?book=nothing").status, 400);
  EXPECT_EQ(ask(cora_, "GET", "/api/coding/tabular?code=S72&on=yesterday").status, 400);
}

TEST_P(CodeBooks, AreReadFromTheChaptersDown) {
  import_books();
  const auto chapters = ask(cora_, "GET", "/api/coding/tabular?on=2026-01-15");
  ASSERT_EQ(chapters.status, 200) << chapters.body;
  EXPECT_EQ(chapters.count("below"), 4u);
  EXPECT_EQ(chapters.at("below.1.title"), "Metabolism and blood (D50-E89)");
  const auto chapter = ask(cora_, "GET", "/api/coding/tabular?on=2026-01-15&level=" + chapters.at("below.1.level"));
  EXPECT_EQ(chapter.at("below.1.title"), "Diabetes (E08-E13)");
  EXPECT_EQ(chapter.at("code"), "");
  const auto code = ask(cora_, "GET", "/api/coding/tabular?code=S72.91&on=2026-01-15");
  EXPECT_EQ(code.at("shape"), "needs-seventh");
  EXPECT_EQ(code.at("seventh_characters.0.code"), "S72.91XA") << "with its placeholder";
  EXPECT_EQ(code.at("guidelines.1.section"), "I.C.19.c");
  EXPECT_EQ(ask(cora_, "GET", "/api/coding/tabular?on=2026-01-15&level=99999").status, 404);
}

TEST_P(CodeBooks, AreReadFromTheIndexAtAnyDepthAndItsPathOpensAgain) {
  import_books();
  const std::string index = "/api/coding/index?on=2026-01-15";
  const auto found = ask(cora_, "GET", index + "&path=Break&words=joint+neck");
  ASSERT_EQ(found.status, 200) << found.body;
  EXPECT_EQ(found.at("items.0.path"), "Break, thigh, neck, within the joint");
  EXPECT_EQ(found.at("items.0.above"), "thigh, neck");
  EXPECT_EQ(found.at("items.0.code"), "S72.01");
  EXPECT_EQ(found.at("way.0.title"), "Break");
  EXPECT_EQ(ask(cora_, "GET", index + "&words=break+joint").at("items.0.path"), "Break, thigh, neck, within the joint");
  const auto leaf = ask(cora_, "GET", index + "&path=Break,%20thigh,%20neck,%20within%20the%20joint");
  EXPECT_EQ(leaf.at("way.2.path"), "Break, thigh, neck") << "a leaf is seen among what stands beside it";
  EXPECT_EQ(leaf.at("here"), leaf.at("items.0.number"));
  EXPECT_EQ(ask(cora_, "GET", index + "&path=Blood%20poisoning").at("items.0.see"), "Sepsis");
  const auto gone = ask(cora_, "GET", index + "&path=Break,%20moon");
  EXPECT_EQ(gone.at("rest"), "moon") << "what the book has not is said";
  EXPECT_EQ(gone.count("items"), 2u);
  EXPECT_EQ(ask(cora_, "GET", index + "&below=99999").status, 404);
}

TEST_P(CodeBooks, SayOfACodeThatIsNoneOfThatDayWhenItWasOneOrWillBe) {
  import_books();
  const auto gone = ask(cora_, "GET", "/api/coding/tabular?code=E85.7&on=2026-01-15");
  ASSERT_EQ(gone.status, 200) << gone.body;
  EXPECT_EQ(gone.at("life.until"), "2025-09-30");
  EXPECT_EQ(gone.at("life.title"), "Amyloid, as it was called before");
  const auto comes = ask(cora_, "GET", "/api/coding/tabular?code=J45.9&on=2026-01-15");
  ASSERT_EQ(comes.status, 200) << comes.body;
  EXPECT_EQ(comes.at("life.since"), "2026-10-01");
  EXPECT_EQ(comes.count("levels"), 0u) << "the book of that day has not even its category";
  EXPECT_EQ(ask(cora_, "GET", "/api/coding/tabular?code=X99&on=2026-01-15").status, 404);
  EXPECT_EQ(ask(cora_, "GET", "/api/coding/tabular?code=A41.9&on=2026-01-15").count("life"), 0u);
}

TEST_P(CodeBooks, AreComparedReleaseByReleaseFromAShell) {
  import_books();
  const auto run = [&](std::vector<std::string> more) {
    std::vector<std::string> words{"codes", "diff", "--data", folder_.path()};
    words.insert(words.end(), more.begin(), more.end());
    ::testing::internal::CaptureStdout();
    const int done = run_command_line(words);
    std::fflush(stdout);
    return std::pair(done, ::testing::internal::GetCapturedStdout());
  };
  const auto [done, text] = run({"2025", "FY2026"});
  EXPECT_EQ(done, 0);
  EXPECT_NE(text.find("icd10cm FY2025 to FY2026: 1 added 0 billable 1 deleted"), std::string::npos) << text;
  EXPECT_NE(text.find("deleted      E85.7    * Amyloid, as it was called before"), std::string::npos) << text;
  const auto [also, as_json] = run({"FY2026", "FY2027", "--json"});
  EXPECT_EQ(also, 0);
  const auto parsed = json::Document::parse(as_json).value();
  EXPECT_EQ(parsed.root()["counts"]["added"].integer(), 3);
  EXPECT_NE(as_json.find(R"({"code":"J45.9","what":"added","billable":true)"), std::string::npos) << as_json;
  EXPECT_EQ(run({"FY2026"}).first, 2);
  EXPECT_EQ(run({"FY2026", "FY1999"}).first, 1);
  EXPECT_EQ(run({"FY2025", "FY2026", "--set", "cvx"}).first, 2);
}

TEST_P(CodeBooks, NameTheCodesThatANoteLeadsTo) {
  import_books();
  const auto code = ask(cora_, "GET", "/api/coding/tabular?code=A40&on=2026-01-15");
  EXPECT_EQ(code.at("levels.2.notes.0.text"), "sepsis after an operation (T81.4-)");
  EXPECT_EQ(code.at("levels.2.notes.0.codes.0"), "T81.4");
  EXPECT_EQ(code.count("levels.2.notes.1.codes"), 0u) << "no way where the book has no such code";
}

TEST_P(CodeBooks, AskQuestionsThatEndAtACode) {
  import_books();
  const auto ask_logic = [&](const std::string& answers, const std::string& more = {}) {
    return ask(cora_, "GET", "/api/coding/questions?on=2026-01-15&answers=" + answers + more);
  };
  const auto first = ask_logic("kS72");
  ASSERT_EQ(first.status, 200) << first.body;
  EXPECT_EQ(first.at("question.asks"), "character");
  EXPECT_EQ(first.at("question.choices.0.answer"), "S720");
  EXPECT_EQ(first.at("steps.0.answer"), "0");
  const auto seventh = ask_logic("kS72.S729");
  EXPECT_EQ(seventh.at("question.asks"), "companion") << "of S72.91 the list of the day has one code alone";
  const auto end = ask_logic("kS72.S729.no");
  EXPECT_EQ(end.at("result.code"), "S72.91XA") << "with its placeholder";
  EXPECT_EQ(end.at("result.title"), "Broken thigh, right, first time, closed");
  EXPECT_EQ(end.at("result.guidelines.1.section"), "I.C.19.c");
  EXPECT_EQ(end.at("steps.3.why"), "only-one");
  const auto built = ask_logic("p.B.J");
  EXPECT_EQ(built.at("result.code"), "0DBJ8ZZ") << built.body;
  EXPECT_EQ(built.at("result.system"), "icd10pcs");
  const auto other = ask_logic("kS72.J44");
  EXPECT_EQ(other.status, 400);
  EXPECT_TRUE(other.says("answer 2")) << other.body;
  EXPECT_EQ(ask_logic("").at("question.asks"), "book");
}

TEST_P(CodeBooks, FindServicesByTheirWords) {
  import_books();
  const auto found = ask(cora_, "GET", "/api/coding/search?system=services&words=infuenza&on=2026-01-15");
  ASSERT_EQ(found.status, 200) << found.body;
  EXPECT_EQ(found.at("items.0.code"), "G0008");
  EXPECT_EQ(found.at("items.0.system"), "hcpcs");
  EXPECT_EQ(ask(cora_, "GET", "/api/coding/search?system=stars&words=flu&on=2026-01-15").status, 400);
  EXPECT_FALSE(ask(cora_, "GET", "/api/coding/search?words=influenza&on=2026-01-15").says("G0008"))
      << "no service among diagnoses";
}

TEST_P(CodeBooks, AreKeptAtHandByAccount) {
  import_books();
  EXPECT_EQ(ask(cora_, "GET", "/api/coding/kept").count("recents"), 0u);
  const auto marked =
      ask(cora_, "POST", "/api/coding/kept?on=2026-01-15", R"({"system":"icd10cm","code":"i10","favourite":true})");
  ASSERT_EQ(marked.status, 200) << marked.body;
  EXPECT_EQ(marked.at("favourites.0.code"), "I10");
  EXPECT_EQ(marked.at("favourites.0.title"), "High blood pressure");
  for (const auto* code : {"A41.9", "N17.9", "A41.9"})
    ASSERT_EQ(ask(cora_, "POST", "/api/coding/kept", std::string(R"({"system":"icd10cm","code":")") + code + R"("})").status,
              200);
  ASSERT_EQ(ask(cora_, "POST", "/api/coding/kept", R"({"system":"hcpcs","code":"G0008"})").status, 200);
  const auto kept = ask(cora_, "GET", "/api/coding/kept?on=2026-01-15");
  EXPECT_EQ(kept.count("recents"), 3u) << kept.body;
  EXPECT_TRUE(kept.says(R"("times":2)"));
  EXPECT_TRUE(kept.says("Giving a vaccine against influenza"));
  const auto otto = person("otto", {"coder"});
  EXPECT_EQ(ask(otto, "GET", "/api/coding/kept").count("favourites"), 0u) << "of nobody else";
  EXPECT_EQ(ask(cora_, "POST", "/api/coding/kept", R"({"system":"icd10cm","code":"I10","favourite":false})").count("favourites"),
            0u);
  EXPECT_EQ(ask(cora_, "POST", "/api/coding/kept", R"({"system":"icd9","code":"I10"})").status, 400);
  EXPECT_EQ(ask(person("tina", {"technician"}), "GET", "/api/coding/kept").status, 403);
}

TEST_P(CodeBooks, TellWhatSpeaksAgainstCodesAndWriteNothing) {
  import_books();
  const auto found = ask(cora_, "POST", "/api/coding/edits",
                         R"({"discharge":"2026-01-15","diagnoses":[{"code":"E10.9","poa":"Y"},{"code":"E11.9","poa":"Y"}],)"
                         R"("services":[{"code":"G0008"},{"code":"G0009"}]})");
  EXPECT_EQ(found.at("total"), "2") << found.body;
  EXPECT_EQ(found.at("items.0.edit"), "excludes1");
  EXPECT_EQ(found.at("items.1.edit"), "service-pair-modifier");
  EXPECT_TRUE(found.says(R"(["E11.9","E10.9"])") || found.says(R"(["E10.9","E11.9"])"))
      << "a diagnosis has its dot: " << found.body;
  EXPECT_TRUE(found.says(R"(["G0009","G0008"])") || found.says(R"(["G0008","G0009"])")) << "a service has none: " << found.body;
  const auto unknown = ask(cora_, "POST", "/api/coding/edits",
                           R"({"discharge":"2026-01-15","diagnoses":[],"procedures":["0ZZ9999"],"services":[{"code":"A9512"}]})");
  EXPECT_TRUE(unknown.says(R"("codes":["A9512"])")) << unknown.body;
  EXPECT_FALSE(unknown.says("A95.12")) << unknown.body;
  EXPECT_FALSE(unknown.says("0ZZ.9999")) << unknown.body;
  EXPECT_EQ(ask(cora_, "POST", "/api/coding/edits", R"({"discharge":"soon"})").status, 400);
}

TEST_P(CodeBooks, AreDownloadedFromAddressesThatNameTheirYear) {
  for (const auto& rule : hospital_->rules.rules()) {
    if (rule.id != "coding/code-downloads") continue;
    const auto pack = json::Document::parse(rule.parameters).value();
    EXPECT_GE(pack.root()["downloads"].size(), 5U);
    for (const auto one : pack.root()["downloads"]) {
      EXPECT_TRUE(one["url"].text().starts_with("https://")) << one["what"].text();
      EXPECT_FALSE(one["release"].text().empty() && one["url"].text().find("{year}") != std::string_view::npos);
      if (one["url"].text().find("{year}") == std::string_view::npos) {
        EXPECT_EQ(one["what"].text(), "units (UCUM)") << "the others are another file every year";
      }
    }
    return;
  }
  FAIL() << "the rule packs have no coding/code-downloads";
}

CHARTA_ON_BOTH_ENGINES(CodeBooks);

}  // namespace
}  // namespace charta::app
