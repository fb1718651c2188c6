// SPDX-License-Identifier: Apache-2.0
// The coder's desk through the front door: from the discharge that lacks a document to the final codes, on both databases.
#include "app/tests/door_fixture.hpp"
#include "base/digest.hpp"
#include "store/durable_file.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

namespace charta::app {
namespace {

using testing::Answer;
using testing::Visitor;

class Coding : public testing::DoorTest {
 protected:
  void SetUp() override {
    DoorTest::SetUp();
    if (IsSkipped()) return;
    import_starter();
    ada_ = patient("Marsh");
    stay_ = encounter("finished");
    cora_ = person("cora", {"coder"});
    otto_ = person("otto", {"coder"});
    hale_ = person("hale", {"physician"});
    tina_ = person("tina", {"technician"});
  }

  /// The starter set, as its release of February 2026.
  void import_starter() {
    const std::string from = CHARTA_SOURCE_FOLDER "/data/codes/starter", to = folder_.path() + "/starter";
    std::filesystem::create_directories(to);
    for (const auto& file : std::filesystem::directory_iterator(from)) {
      auto name = file.path().filename().string();
      if (name.starts_with("ncci_")) name.insert(name.find(".csv"), "_2026q1");
      if (const auto at = name.find("_order.txt"); at != std::string::npos) name.insert(at + 6, "_2026");
      std::filesystem::copy_file(file.path(), to + "/" + name);
    }
    std::filesystem::remove(to + "/README.md");
    auto library = code_sets::CodeLibrary::open(hospital_->configuration.data + "/codes", hospital_->rules).value();
    const auto sets = code_sets::read_published({to}, "43.0", library.logic());
    ASSERT_TRUE(sets) << sets.error().message;
    ASSERT_TRUE(library.keep(*sets));
  }
  /// The same release with another weight of DRG 193.
  void reweigh(const std::string& from, const std::string& to) {
    const std::string file = folder_.path() + "/starter/table5_starter.csv";
    std::ifstream in(file);
    std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    in.close();
    const auto line = text.find("\n193,");
    ASSERT_NE(line, std::string::npos);
    const auto at = text.find(from.substr(0, 3), line + 5);
    ASSERT_LT(at, text.find('\n', line + 1));
    text.replace(at, 3, to.substr(0, 3));
    std::ofstream(file) << text;
    auto library = code_sets::CodeLibrary::open(hospital_->configuration.data + "/codes", hospital_->rules).value();
    const auto sets = code_sets::read_published({folder_.path() + "/starter"}, "43.0", library.logic());
    ASSERT_TRUE(sets) << sets.error().message;
    ASSERT_TRUE(library.keep(*sets));
  }
  /// `id`: of one that is there, with a comma.
  std::string stay_json(const std::string& status, const std::string& class_code, const std::string& last,
                        const std::string& id = {}) {
    const std::string end = status == "finished" ? R"(,"end":")" + last + R"(T09:00:00Z")" : "";
    return R"({"resourceType":"Encounter",)" + id + R"("status":")" + status +
           R"(","class":{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":")" + class_code +
           R"("},"subject":{"reference":"Patient/)" + ada_.text() +
           R"("},"participant":[{"type":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ParticipationType","code":"ATND"}]}],)" +
           R"("individual":{"identifier":{"system":"urn:staff","value":"D7"},"display":"Dr. Ruiz"}}],)" +
           R"("hospitalization":{"dischargeDisposition":{"coding":[{"code":"01"}]}},"period":{"start":"2026-02-20T10:00:00Z")" +
           end + "}}";
  }
  std::string encounter(const std::string& status, const std::string& class_code = "IMP",
                        const std::string& last = "2026-02-25") {
    return create("Encounter", stay_json(status, class_code, last)).text();
  }
  std::string document(const std::string& stay, const std::string& type, const std::string& title, const std::string& words) {
    return create(
               "DocumentReference",
               R"({"resourceType":"DocumentReference","status":"current","docStatus":"final","date":"2026-02-24T10:00:00Z","type":{"coding":[{"system":"http://loinc.org","code":")" +
                   type + R"(","display":")" + title + R"("}]},"subject":{"reference":"Patient/)" + ada_.text() +
                   R"("},"context":{"encounter":[{"reference":"Encounter/)" + stay +
                   R"("}]},"content":[{"attachment":{"contentType":"text/plain","data":")" + to_base64(words) + R"("}}]})")
        .text();
  }
  void read_words() {
    for (;;) {
      const auto read = hospital_->document_search->read_due();
      ASSERT_TRUE(read) << read.error().message;
      if (*read == 0) return;
    }
  }
  /// The file is whole: history, and a summary that says what the stay was.
  void make_whole() {
    document(stay_, "34117-2", "History and physical", "Came with cough and fever.");
    summary_ = document(stay_, "18842-5", "Discharge summary",
                        "Discharge summary\nFINAL DIAGNOSES:\n1. Pneumonia\n2. Acute hypoxic respiratory failure\n3. "
                        "Hypertension\nNo heart failure.");
    read_words();
  }
  Answer of_case(const Visitor& who) { return ask(who, "GET", "/api/coding/cases/" + stay_); }
  std::string version() { return of_case(cora_).at("version"); }
  /// By a screen that shows the case as it stands, or as it stood at `version`.
  Answer write(const Visitor& who, const std::string& what, const std::string& members, const std::string& version = {}) {
    return ask(who, "POST", "/api/coding/cases/" + stay_ + "/" + what,
               R"({"version":)" + (version.empty() ? this->version() : version) + "," + members + "}");
  }
  Answer step(const Visitor& who, const std::string& event, const std::string& reason = {}, const std::string& version = {}) {
    return write(who, "steps", R"("event":")" + event + R"(","reason":")" + reason + R"(")", version);
  }
  Answer enter(const Visitor& who, const std::string& element, const std::string& value, const std::string& version = {}) {
    return write(who, "abstract", R"("element":")" + element + R"(","value":")" + value + R"(")", version);
  }
  std::string line(const std::string& code, const std::string& poa, const std::string& quote) {
    return R"({"code":")" + code + R"(","poa":")" + poa + R"(","evidence":[{"document":{"type":"DocumentReference","id":")" +
           summary_ + R"("},"page":1,"quote":")" + quote + R"("}]})";
  }
  Answer keep(const Visitor& who, const std::string& diagnoses, const std::string& procedures = {}) {
    return ask(who, "POST", "/api/coding/cases/" + stay_ + "/codes",
               R"({"version":)" + of_case(who).at("version") + R"(,"diagnoses":[)" + diagnoses + R"(],"procedures":[)" +
                   procedures + "]}");
  }
  std::string good() {
    return line("J18.9", "Y", "Pneumonia") + "," + line("J96.01", "Y", "Acute hypoxic respiratory failure") + "," +
           line("I10", "Y", "Hypertension");
  }
  Answer coded() {
    EXPECT_EQ(step(cora_, "begin").at("state"), "in-progress");
    EXPECT_EQ(enter(cora_, "sex", "F").status, 200);
    const auto kept = keep(cora_, good());
    EXPECT_EQ(kept.status, 200) << kept.body;
    return kept;
  }

  /// A question to hale, sent: its id.
  std::string asked(const Visitor& who) {
    const auto terms = ask(who, "GET", "/api/query-terms");
    std::string hale;
    for (std::size_t at = 0; at < terms.count("physicians"); ++at)
      if (terms.at("physicians." + std::to_string(at) + ".name") == "Display hale")
        hale = terms.at("physicians." + std::to_string(at) + ".id");
    const auto written = ask(
        who, "POST", "/api/queries",
        R"({"patient":")" + ada_.text() + R"(","encounter":")" + stay_ +
            R"(","purpose":"specificity","format":"open","title":"Kind of infection","question":"Please say more of the infection that was treated.","findings":[{"document":{"type":"DocumentReference","id":")" +
            summary_ + R"("},"page":1,"quote":"Pneumonia","says_earlier":false}],"to":")" + hale + R"("})");
    EXPECT_EQ(written.status, 200) << written.body;
    EXPECT_EQ(ask(who, "POST", "/api/queries/" + written.at("id") + "/send", "{}").status, 200);
    return written.at("id");
  }
  Answer answered(const std::string& question) {
    return ask(hale_, "POST", "/api/queries/" + question + "/answer", R"({"words":"Bacterial, organism unknown"})");
  }
  /// Coded to the end, whether the lot fell on it or not.
  void made_final() {
    make_whole();
    coded();
    const auto done = step(cora_, "finish");
    ASSERT_EQ(done.status, 200) << done.body;
    if (done.at("state") != "second-review") return;
    EXPECT_EQ(keep(otto_, good()).status, 200);
    EXPECT_EQ(step(otto_, "compare").status, 200);
    EXPECT_EQ(step(otto_, "agree").at("state"), "final");
  }
  void withhold(const std::string& document, bool is_withheld) {
    const auto done = hospital_->store->write([&](store::UnitOfWork& work) -> Result<void> {
      CHARTA_TRY(const auto stored, hospital_->resources->load(work, "DocumentReference", document));
      if (!is_withheld) return hospital_->quarantine->release(work, system_, stored->key);
      CHARTA_TRY_DO(hospital_->quarantine->withhold(work, system_, stored->key, "of-another-person", ""));
      return {};
    });
    ASSERT_TRUE(done) << done.error().message;
  }
  void put_stay(const std::string& status) {
    const auto done = hospital_->resources->update(system_, "Encounter", stay_,
                                                   stay_json(status, "IMP", "2026-02-25", R"("id":")" + stay_ + R"(",)"), "");
    ASSERT_TRUE(done) << done.error().message;
  }

  /// An event of a stay of somebody else, as registration sends it.
  void visit(const std::string& trigger, const std::string& at, const std::string& service) {
    EXPECT_EQ(
        send("ADT^" + trigger, "v" + at,
             "EVN|" + trigger + "|" + at + "\rPID|1||4711^^^HOSP^MR||Quill^Bert||19700101|M\rPV1|1|I|3W^1^A||||501^Hale^Ruth|||" +
                 service + "|||||||||V1^^^HOSP|||||||||||||||||01\r"),
        "filed");
  }

  /// From here on the case is that of visit().
  void hold_stay_of_registration() {
    const auto list = ask(tina_, "GET", "/api/worklists/coding");
    for (std::size_t at = 0; at < list.count("items"); ++at) {
      const auto item = "items." + std::to_string(at);
      if (list.at(item + ".detail.encounter") == stay_) continue;
      const auto named = ask(tina_, "GET", "/fhir/Encounter/" + list.at(item + ".detail.encounter"));
      stay_ = named.at("id");
      ada_ = *PatientId::parse(named.at("subject.reference").substr(8));
      return;
    }
    FAIL() << list.body;
  }

  PatientId ada_;
  std::string stay_, summary_;
  Visitor cora_, otto_, hale_, tina_;
};

TEST_P(Coding, AStayIsNotReadyUntilItsFileHoldsWhatCodingRestsOn) {
  const auto opened = of_case(tina_);
  ASSERT_EQ(opened.status, 200) << opened.body;
  EXPECT_EQ(opened.at("state"), "not-ready") << "the discharge opened it by itself";
  EXPECT_TRUE(opened.says("Discharge summary is missing"));
  EXPECT_EQ(step(cora_, "begin").status, 422);
  EXPECT_EQ(step(tina_, "begin").status, 403) << "coding is a permission of its own";
  make_whole();
  EXPECT_EQ(of_case(cora_).at("state"), "ready") << "in the unit that filed the document";
  EXPECT_EQ(of_case(cora_).count("missing"), 0u);
  const auto list = ask(cora_, "GET", "/api/worklists/coding");
  EXPECT_EQ(list.count("items"), 1u);
  EXPECT_EQ(list.at("items.0.detail.encounter"), stay_);
  EXPECT_EQ(ask(cora_, "GET", "/fhir/Task?code=coding").status, 200);
}

TEST_P(Coding, TheServiceIsTheOneThatTheRegistrationNamed) {
  visit("A01", "20260220100000", "MED");
  visit("A02", "20260221100000", "SUR^Surgery");
  visit("A03", "20260225090000", "");
  const auto service_of = [&] {
    const auto list = ask(tina_, "GET", "/api/worklists/coding");
    for (std::size_t at = 0; at < list.count("items"); ++at)
      if (const auto item = "items." + std::to_string(at); list.at(item + ".detail.encounter") != stay_)
        return list.at(item + ".detail.service");
    return std::string("no case");
  };
  EXPECT_EQ(service_of(), "SUR");
  visit("A08", "20260225100000", "HOSP7");
  EXPECT_EQ(service_of(), "HOSP7") << "what is mended afterwards counts";
}

TEST_P(Coding, AskWhatOtherCodesWouldMakeAndKeepNothing) {
  make_whole();
  const auto kept = coded();
  const auto what_if = [&](const Visitor& who, const std::string& body) {
    return ask(who, "POST", "/api/coding/cases/" + stay_ + "/what-if", body);
  };
  const auto without = what_if(cora_, R"({"remove":["J96.01"],"add":[{"code":"N17.9","poa":"Y"}]})");
  ASSERT_EQ(without.status, 200) << without.body;
  EXPECT_EQ(without.at("before.drg"), "193");
  EXPECT_EQ(without.at("before.severity"), "MCC");
  EXPECT_EQ(without.at("after.drg"), "194");
  EXPECT_EQ(without.at("after.severity"), "CC");
  EXPECT_TRUE(without.says("N17.9 counts as a CC and carries the severity.")) << without.body;
  EXPECT_FALSE(without.says("J96.01 counts")) << "only what is otherwise: " << without.body;
  EXPECT_EQ(what_if(cora_, R"({"status":2})").at("after.drg"), "193");
  EXPECT_EQ(what_if(cora_, R"({"principal":"J96.01"})").at("after.mdc"), "4");
  EXPECT_EQ(what_if(cora_, R"({"poa":[{"code":"J96.01","poa":"N"}]})").at("after.drg"), "193");
  const struct {
    const char *body, *at;
    int status;
  } wrong[] = {{"{}", "add", 400},
               {R"({"remove":["E11.9"]})", "change", 400},
               {R"({"add":["J96.01"]})", "change", 400},
               {R"({"add":[{"code":"N17.9","poa":"Q"}]})", "add", 400},
               {R"({"add":"N17.9"})", "add", 400},
               {R"({"age":-1})", "age", 400},
               {R"({"status":100})", "status", 400},
               {R"({"sex":"X"})", "sex", 400}};
  for (const auto& one : wrong) {
    const auto refused = what_if(cora_, one.body);
    EXPECT_EQ(refused.status, one.status) << one.body << " " << refused.body;
    EXPECT_TRUE(refused.says(one.at)) << one.body << " " << refused.body;
  }
  const auto after = of_case(cora_);
  EXPECT_EQ(after.at("version"), kept.at("version")) << "nothing was written";
  EXPECT_EQ(after.at("grouping.drg"), "193");
  EXPECT_EQ(what_if(tina_, R"({"status":2})").status, of_case(tina_).status) << "who may open it may ask";
  EXPECT_EQ(ask(cora_, "POST", "/api/coding/cases/no-such-stay/what-if", R"({"status":2})").status, 404);
}

TEST_P(Coding, EveryChangeShowsItsDrgItsEditsAndWhoCarriesIt) {
  make_whole();
  const auto kept = coded();
  EXPECT_EQ(kept.at("grouping.drg"), "193");
  EXPECT_EQ(kept.at("grouping.severity"), "mcc");
  EXPECT_EQ(kept.at("diagnoses.1.carries"), "true");
  EXPECT_EQ(kept.at("diagnoses.0.by.name"), "Display cora");
  EXPECT_EQ(kept.at("grouping.sensitivity.0.without"), "J9601");
  EXPECT_EQ(kept.at("grouping.sensitivity.0.drg"), "195");
  EXPECT_EQ(kept.at("grouping.sensitivity.0.procedure"), "false");
  EXPECT_TRUE(kept.at("grouping.formula").starts_with("MDC 04, rank")) << kept.at("grouping.formula");
  EXPECT_TRUE(kept.says("Simple pneumonia"));
  EXPECT_EQ(kept.count("unfinished"), 0u) << kept.body;
  EXPECT_EQ(keep(cora_, line("J18.9", "", "Pneumonia")).at("findings.0.key"), "poa:J189");
  EXPECT_EQ(keep(cora_, line("J18.9", "Q", "Pneumonia")).status, 400);
  EXPECT_EQ(keep(cora_, line("J18.9", "Y", "Lobar pneumonia of the left")).status, 422) << "these words stand on no page";
  const auto stale =
      ask(cora_, "POST", "/api/coding/cases/" + stay_ + "/codes", R"({"version":1,"diagnoses":[],"procedures":[]})");
  EXPECT_EQ(stale.status, 412);
  EXPECT_EQ(keep(otto_, good()).status, 422) << "cora holds the case";
}

TEST_P(Coding, TheTabularListSpeaksAgainstCodesThatAreNotCodedTogether) {
  make_whole();
  auto library = code_sets::CodeLibrary::open(hospital_->configuration.data + "/codes", hospital_->rules).value();
  const auto notes = code_sets::read_published(
      {CHARTA_SOURCE_FOLDER "/src/department/coding/code_sets/tests/books/tabular_2026.xml"}, {}, library.logic());
  ASSERT_TRUE(notes) << notes.error().message;
  ASSERT_TRUE(library.keep(*notes, code_sets::Fewer::taken));
  ASSERT_EQ(step(cora_, "begin").at("state"), "in-progress");
  const auto kept = keep(cora_, line("E10.9", "Y", "Pneumonia") + "," + line("E11.9", "Y", "Hypertension"));
  ASSERT_EQ(kept.status, 200) << kept.body;
  const auto keys = kept.all("findings", "key");
  EXPECT_EQ(std::count(keys.begin(), keys.end(), "claim:excludes1:E119:E109"), 1) << kept.body;
}

TEST_P(Coding, FinishingNeedsEverythingMendedOrAnswered) {
  make_whole();
  coded();
  const std::string bare = R"({"code":"E11.9","poa":"Y"})";
  const auto open = keep(cora_, good() + "," + bare);
  EXPECT_EQ(step(cora_, "finish").status, 422);
  EXPECT_EQ(open.at("findings.0.key"), "evidence:E119");
  const auto answer = [&](const std::string& words) {
    return write(cora_, "findings", R"("finding":"evidence:E119","words":")" + words + R"(")");
  };
  EXPECT_EQ(answer(" ").status, 400);
  EXPECT_EQ(answer("It stands in the paper chart, volume 2").at("findings.0.answer.by.name"), "Display cora");
  EXPECT_EQ(enter(cora_, "disposition", "").status, 200);
  EXPECT_EQ(enter(cora_, "disposition", "99").status, 422);
  EXPECT_EQ(enter(cora_, "shoe-size", "44").status, 422);
  const auto done = step(cora_, "finish");
  ASSERT_EQ(done.status, 200) << done.body;
  EXPECT_TRUE(done.at("state") == "final" || done.at("state") == "second-review") << done.at("state");
}

TEST_P(Coding, AProcedureIsOfADayAndMayBeOfTwo) {
  make_whole();
  coded();
  const auto procedure = [&](const std::string& day) {
    return R"({"code":"5A1945Z","done_on":")" + day + R"(","evidence":[{"document":{"type":"DocumentReference","id":")" +
           summary_ + R"("},"page":1,"quote":"Acute hypoxic respiratory failure"}]})";
  };
  const auto undated = keep(cora_, good(), procedure(""));
  auto keys = undated.all("findings", "key");
  EXPECT_EQ(std::count(keys.begin(), keys.end(), "procedure-date:5A1945Z"), 1) << undated.body;
  EXPECT_EQ(step(cora_, "finish").status, 422);
  const auto twice = keep(cora_, good(), procedure("2026-02-21") + "," + procedure("2026-02-23"));
  EXPECT_EQ(twice.all("procedures", "done_on"), (std::vector<std::string>{"2026-02-21", "2026-02-23"}));
  EXPECT_FALSE(twice.says("procedure-date:")) << twice.body;
  EXPECT_TRUE(keep(cora_, good(), procedure("2026-03-02")).says("procedure-date:5A1945Z:2026-03-02"));
}

TEST_P(Coding, AQuestionToAPhysicianHoldsTheCaseUntilItIsAnswered) {
  make_whole();
  coded();
  const auto question = asked(cora_);
  EXPECT_EQ(of_case(cora_).at("state"), "pending");
  EXPECT_EQ(of_case(cora_).at("open_questions"), "1");
  ASSERT_EQ(answered(question).status, 200);
  EXPECT_EQ(of_case(cora_).at("state"), "in-progress") << "the answer brings it back";
}

TEST_P(Coding, ASecondReaderCodesInTheBlindAndTheTwoAreCompared) {
  make_whole();
  coded();
  ASSERT_EQ(step(cora_, "finish-for-review").at("state"), "second-review");
  EXPECT_EQ(keep(cora_, good()).status, 422) << "nobody reviews their own codes";
  const auto blind = of_case(otto_);
  EXPECT_EQ(blind.at("reviewing"), "true");
  EXPECT_EQ(blind.count("diagnoses"), 0u) << "the coder's codes are not there";
  EXPECT_EQ(blind.at("grouping.drg"), "absent");
  EXPECT_EQ(step(otto_, "agree").status, 422);
  ASSERT_EQ(keep(otto_, line("J18.9", "Y", "Pneumonia") + "," + line("I10", "Y", "Hypertension")).status, 200);
  const auto compared = step(otto_, "compare");
  EXPECT_EQ(compared.at("comparison.agreed"), "2");
  EXPECT_EQ(compared.at("comparison.reviewed"), "3");
  EXPECT_EQ(step(otto_, "give-back", "codes-to-change").at("state"), "in-progress");
  EXPECT_EQ(step(cora_, "finish").at("state"), "final") << "read twice is enough";
}

TEST_P(Coding, WhoWorkedOnItInAnyWayDoesNotReviewIt) {
  make_whole();
  coded();
  const auto nina = person("nina", {"coder"}), vera = person("vera", {"coder"});
  const auto hand_over = [&](const Visitor& from) {
    EXPECT_EQ(ask(from, "POST", "/api/work-items/" + of_case(from).at("item") + "/acts", R"({"event":"release"})").status, 200);
  };
  ASSERT_EQ(keep(cora_, good() + R"(,{"code":"E11.9","poa":"Y"})").status, 200);
  hand_over(cora_);
  ASSERT_EQ(enter(nina, "disposition", "03").status, 200);
  ASSERT_EQ(enter(nina, "disposition", "").status, 200) << "and taken back";
  ASSERT_EQ(write(nina, "findings", R"("finding":"evidence:E119","words":"It stands in the paper chart")").status, 200);
  ASSERT_EQ(step(vera, "finish-for-review").at("state"), "second-review");
  for (const Visitor* who : {&std::as_const(cora_), &nina, &vera}) {
    EXPECT_EQ(of_case(*who).at("reviewing"), "false");
    EXPECT_EQ(keep(*who, good()).status, 422);
    EXPECT_EQ(step(*who, "compare").status, 422);
  }
  const auto blind = of_case(otto_);
  EXPECT_EQ(blind.at("reviewing"), "true");
  EXPECT_FALSE(blind.says("E119")) << "neither codes nor answers";
  EXPECT_FALSE(blind.says("paper chart"));
  EXPECT_EQ(blind.at("grouping.drg"), "absent");
  const auto own = keep(otto_, good() + R"(,{"code":"E11.9","poa":"Y"})");
  ASSERT_EQ(own.status, 200);
  EXPECT_FALSE(own.says("paper chart")) << "the same finding of their own sheet, without the coder's answer";
  EXPECT_TRUE(step(otto_, "compare").says("paper chart")) << "once the two are compared";
}

TEST_P(Coding, WhatComesAfterFinalOpensItAgain) {
  make_whole();
  coded();
  auto state = step(cora_, "finish").at("state");
  if (state == "second-review") {
    ASSERT_EQ(keep(otto_, good()).status, 200);
    ASSERT_EQ(step(otto_, "compare").status, 200);
    ASSERT_EQ(step(otto_, "agree").at("state"), "final");
  }
  document(stay_, "11529-5", "Pathology report", "A late report.");
  const auto again = of_case(cora_);
  EXPECT_EQ(again.at("state"), "recode");
  EXPECT_EQ(again.at("news.0.title"), "Pathology report") << "and says what came";
  EXPECT_EQ(again.count("diagnoses"), 3u) << "with its codes";
  EXPECT_EQ(step(cora_, "stands", "changes-no-code").at("state"), "final");
  EXPECT_EQ(ask(tina_, "GET", "/api/patients/" + ada_.text() + "/coding").at("total"), "1");
}

TEST_P(Coding, AQuoteIsWholeWords) {
  make_whole();
  coded();
  EXPECT_EQ(keep(cora_, line("J18.9", "Y", "neumoni")).status, 422);
  EXPECT_EQ(keep(cora_, line("J18.9", "Y", "1. Pneumonia")).status, 200);
  const auto counted = document(stay_, "11506-3", "Progress note", "Creatinine 1.5, 15 units of insulin, 5 days.");
  read_words();
  summary_ = counted;
  EXPECT_EQ(keep(cora_, line("J18.9", "Y", "1")).status, 422) << "no 1 stands there, but 1.5 and 15";
  EXPECT_EQ(keep(cora_, line("J18.9", "Y", "5")).status, 200) << "5 days";
  EXPECT_EQ(keep(cora_, line("J18.9", "Y", "15 units")).status, 200);
}

TEST_P(Coding, WordsThatSomebodyMayNotReadAreHiddenFromThemAndStay) {
  make_whole();
  coded();
  ASSERT_EQ(write(cora_, "abstract",
                  R"("element":"disposition","value":"01","evidence":{"document":{"type":"DocumentReference","id":")" + summary_ +
                      R"("},"page":1,"quote":"Pneumonia"})")
                .status,
            200);
  EXPECT_TRUE(of_case(tina_).says("Pneumonia"));
  withhold(summary_, true);
  const auto hidden = of_case(cora_);
  EXPECT_FALSE(hidden.says("\"quote\":\"Pneumonia")) << hidden.body;
  EXPECT_FALSE(hidden.says(summary_)) << "nor by the abstract";
  const auto kept = keep(cora_, R"({"code":"J18.9","poa":"Y"},{"code":"I10","poa":"Y"})");
  ASSERT_EQ(kept.status, 200) << kept.body;
  EXPECT_EQ(kept.count("diagnoses.0.evidence"), 1u) << "who does not see it does not take it away";
  withhold(summary_, false);
  EXPECT_EQ(of_case(cora_).at("diagnoses.0.evidence.0.quote"), "Pneumonia");
}

TEST_P(Coding, WhatLeavesTheFileOpensFinalCodesAgain) {
  made_final();
  withhold(summary_, true);
  EXPECT_EQ(of_case(cora_).at("state"), "recode") << "the codes rest on words that are withheld";
  withhold(summary_, false);
  EXPECT_EQ(step(cora_, "stands", "changes-no-code").at("state"), "final");
  ASSERT_TRUE(hospital_->resources->remove(system_, "DocumentReference", summary_));
  EXPECT_EQ(of_case(cora_).at("state"), "recode");
}

TEST_P(Coding, WhatIsMovedToAnotherChartOpensFinalCodesAgain) {
  made_final();
  const auto bert = patient("Quill");
  const auto marta = person("marta", {"him_manager"});
  const auto moved =
      ask(marta, "POST", "/api/moves",
          R"({"type":"DocumentReference","id":")" + summary_ + R"(","to":")" + bert.text() + R"(","reason":"wrong-patient"})");
  ASSERT_LT(moved.status, 300) << moved.body;
  EXPECT_EQ(of_case(cora_).at("state"), "recode");
}

TEST_P(Coding, WhatComesDuringTheSecondReviewGivesTheCaseBackAndANewRoundBeginsEmpty) {
  make_whole();
  coded();
  ASSERT_EQ(step(cora_, "finish-for-review").at("state"), "second-review");
  ASSERT_EQ(keep(otto_, good()).status, 200);
  document(stay_, "11529-5", "Pathology report", "A late report.");
  const auto back = of_case(cora_);
  EXPECT_EQ(back.at("state"), "in-progress");
  EXPECT_TRUE(back.says("The file changed after it was coded."));
  const auto item = back.at("item");
  EXPECT_NE(ask(cora_, "POST", "/api/work-items/" + item + "/acts", R"({"event":"came-late"})").status, 200);
  ASSERT_EQ(step(cora_, "looked-at").status, 200);
  ASSERT_EQ(step(cora_, "finish-for-review").at("state"), "second-review");
  EXPECT_EQ(of_case(otto_).count("diagnoses"), 0u) << "nothing of the round before";
}

TEST_P(Coding, WhatComesWhileOneCodesIsSeenBeforeItIsFinal) {
  make_whole();
  coded();
  const auto shown = version();
  const auto late = document(stay_, "11529-5", "Pathology report", "Malignant melanoma.");
  for (const auto* event : {"finish", "finish-for-review", "put-aside"})
    EXPECT_EQ(step(cora_, event, "lead-is-asked", shown).status, 412) << event << " from a screen that does not have it";
  EXPECT_EQ(enter(cora_, "sex", "M", shown).status, 412);
  EXPECT_EQ(write(cora_, "findings", R"("finding":"evidence:I10","words":"So it is")", shown).status, 412);
  const auto told = of_case(cora_);
  EXPECT_EQ(told.at("state"), "in-progress");
  EXPECT_EQ(told.at("news.0.what"), "document-came");
  EXPECT_EQ(told.at("news.0.title"), "Pathology report");
  EXPECT_EQ(told.at("news.0.document"), late);
  EXPECT_EQ(step(cora_, "finish").status, 422) << "what came is not looked at";
  EXPECT_EQ(ask(cora_, "POST", "/api/work-items/" + told.at("item") + "/acts", R"({"event":"finish"})").status, 422)
      << "the list is no way around";
  EXPECT_EQ(step(otto_, "looked-at").status, 422) << "cora holds the case";
  EXPECT_EQ(step(cora_, "looked-at").count("news"), 0u);
  EXPECT_EQ(step(cora_, "put-aside", "lead-is-asked").at("state"), "pending");
  withhold(late, true);
  const auto left = of_case(cora_);
  EXPECT_EQ(left.at("news.0.what"), "document-left");
  EXPECT_EQ(left.at("news.0.title"), "absent") << "who may not read it is told no word of it";
  EXPECT_EQ(step(cora_, "looked-at").status, 200);
  EXPECT_EQ(step(cora_, "go-on").at("state"), "in-progress");
  const auto done = step(cora_, "finish").at("state");
  EXPECT_TRUE(done == "final" || done == "second-review") << done;
}

TEST_P(Coding, AnAnswerThatComesWhileOneCodesIsSeenBeforeItIsFinal) {
  make_whole();
  coded();
  ASSERT_EQ(answered(asked(cora_)).status, 200);
  const auto told = of_case(cora_).all("news", "what");
  EXPECT_NE(std::find(told.begin(), told.end(), "answer-came"), told.end());
  EXPECT_EQ(step(cora_, "finish").status, 422);
  EXPECT_EQ(step(cora_, "looked-at").status, 200);
  EXPECT_EQ(step(cora_, "finish").status, 200);
}

TEST_P(Coding, TwoScreensOfOneCaseDoNotOverwriteEachOther) {
  make_whole();
  coded();
  const auto shown = version();
  ASSERT_EQ(enter(cora_, "disposition", "20", shown).status, 200);
  EXPECT_EQ(enter(cora_, "disposition", "01", shown).status, 412) << "the other screen had not seen it";
  EXPECT_EQ(step(cora_, "put-aside", "lead-is-asked", shown).status, 412);
  EXPECT_EQ(ask(cora_, "POST", "/api/coding/cases/" + stay_ + "/steps", R"({"event":"finish"})").status, 400);
  ASSERT_EQ(step(cora_, "put-aside", "lead-is-asked").at("state"), "pending");
  EXPECT_EQ(of_case(cora_).at("state"), "pending");
}

/// Both at once, many times: whatever the order, the entry that was answered for stands and the state that was taken stands.
TEST_P(Coding, AWriteAndAStepAtOnceLoseNeither) {
  make_whole();
  coded();
  for (int round = 0; round < 8; ++round) {
    const auto shown = version();
    const std::string value = round % 2 == 0 ? "03" : "06";
    Answer entered, stepped;
    std::thread other([&] { entered = enter(cora_, "disposition", value, shown); });
    stepped = step(cora_, "put-aside", "lead-is-asked", shown);
    other.join();
    const auto after = of_case(cora_);
    EXPECT_EQ((entered.status == 200) + (stepped.status == 200), 1) << entered.body << stepped.body;
    EXPECT_EQ(after.at("state"), stepped.status == 200 ? "pending" : "in-progress");
    if (after.at("state") != "pending") continue;
    ASSERT_EQ(step(cora_, "go-on").at("state"), "in-progress");
  }
}

TEST_P(Coding, NobodyAgreesWithThemselvesByAnyListNorWhileAPhysicianIsAsked) {
  make_whole();
  coded();
  ASSERT_EQ(step(cora_, "finish-for-review").at("state"), "second-review");
  ASSERT_EQ(keep(otto_, good()).status, 200);
  ASSERT_EQ(step(otto_, "compare").status, 200);
  const auto act_on = "/api/work-items/" + of_case(otto_).at("item") + "/acts";
  ask(otto_, "POST", act_on, R"({"event":"release"})");
  EXPECT_EQ(ask(cora_, "POST", act_on, R"({"event":"agree"})").status, 422) << "the list is no way around";
  EXPECT_EQ(of_case(cora_).at("state"), "second-review");
  const auto question = asked(otto_);
  EXPECT_EQ(step(otto_, "agree").status, 422) << "a physician is asked still";
  ASSERT_EQ(answered(question).status, 200);
  EXPECT_EQ(of_case(cora_).at("state"), "in-progress") << "whoever coded it looks at the answer";
}

TEST_P(Coding, AnAnswerThatComesAfterFinalOpensTheCaseAgain) {
  made_final();
  const auto question = asked(cora_);
  EXPECT_EQ(of_case(cora_).at("state"), "final");
  ASSERT_EQ(answered(question).status, 200);
  EXPECT_EQ(of_case(cora_).at("state"), "recode");
}

TEST_P(Coding, ADischargeThatIsTakenBackWithdrawsTheCaseUntilThePatientLeavesAgain) {
  make_whole();
  ASSERT_EQ(step(cora_, "begin").at("state"), "in-progress");
  ASSERT_EQ(keep(cora_, good()).status, 200);
  put_stay("in-progress");
  EXPECT_EQ(of_case(cora_).at("state"), "withdrawn");
  put_stay("finished");
  const auto again = of_case(cora_);
  EXPECT_EQ(again.at("state"), "ready");
  EXPECT_EQ(again.count("diagnoses"), 3u) << "the codes are there";
}

TEST_P(Coding, FinalCodesOfADischargeThatIsTakenBackWaitUntilThePatientLeavesAgain) {
  const auto cases_in_mix = [&] {
    return ask(cora_, "GET", "/api/coding/case-mix?from=2026-02-01&until=2026-02-28").at("whole.cases");
  };
  made_final();
  EXPECT_EQ(cases_in_mix(), "1");
  put_stay("in-progress");
  const auto waiting = of_case(cora_);
  EXPECT_EQ(waiting.at("state"), "stay-goes-on");
  EXPECT_EQ(waiting.count("diagnoses"), 3u) << "the codes remain";
  EXPECT_TRUE(waiting.says("The discharge was taken back after the codes were final.")) << waiting.body;
  EXPECT_EQ(cases_in_mix(), "0") << "of a stay that is not over";
  EXPECT_EQ(step(cora_, "begin").status, 422) << "there is nothing to code yet";
  EXPECT_EQ(step(cora_, "left-again").status, 422) << "the encounter says otherwise";
  EXPECT_EQ(keep(cora_, good()).status, 422);
  put_stay("finished");
  const auto again = of_case(cora_);
  EXPECT_EQ(again.at("state"), "recode");
  EXPECT_EQ(again.count("diagnoses"), 3u);
  EXPECT_TRUE(again.says("The patient has left again; the codes were final before."));
  EXPECT_EQ(cases_in_mix(), "0");
  EXPECT_EQ(step(cora_, "stands", "changes-no-code").at("state"), "final");
  EXPECT_EQ(cases_in_mix(), "1");
}

TEST_P(Coding, WhatIsRecodedWaitsAsWellWhenTheDischargeIsTakenBack) {
  made_final();
  document(stay_, "11529-5", "Pathology report", "A late report.");
  ASSERT_EQ(step(cora_, "begin").at("state"), "in-progress");
  put_stay("in-progress");
  EXPECT_EQ(of_case(cora_).at("state"), "stay-goes-on");
  EXPECT_EQ(of_case(cora_).at("owner.name"), "absent") << "nobody's work meanwhile";
  put_stay("finished");
  EXPECT_EQ(of_case(cora_).at("state"), "recode");
  EXPECT_EQ(step(otto_, "begin").at("state"), "in-progress") << "whoever is there takes it up";
}

TEST_P(Coding, FinalCodesOfAVisitThatIsCancelledCountNowhereUntilItTakesPlaceAfterAll) {
  made_final();
  put_stay("cancelled");
  EXPECT_EQ(of_case(cora_).at("state"), "cancelled");
  EXPECT_EQ(of_case(cora_).count("diagnoses"), 3u);
  EXPECT_EQ(ask(cora_, "GET", "/api/coding/case-mix?from=2026-02-01&until=2026-02-28").at("whole.cases"), "0");
  put_stay("in-progress");
  put_stay("finished");
  EXPECT_EQ(of_case(cora_).at("state"), "recode");
}

TEST_P(Coding, ACancelledVisitEndsTheWaitingOfItsFinalCodes) {
  made_final();
  put_stay("in-progress");
  put_stay("cancelled");
  EXPECT_EQ(of_case(cora_).at("state"), "cancelled");
}

TEST_P(Coding, AnA13TakesTheDischargeOfFinalCodesBackAndAnA03GivesItAgain) {
  visit("A01", "20260220100000", "MED");
  visit("A03", "20260225090000", "");
  hold_stay_of_registration();
  made_final();
  visit("A13", "20260225100000", "");
  EXPECT_EQ(of_case(cora_).at("state"), "stay-goes-on");
  visit("A08", "20260225110000", "SUR");
  EXPECT_EQ(of_case(cora_).at("state"), "stay-goes-on") << "still in the house";
  visit("A03", "20260226090000", "");
  const auto again = of_case(cora_);
  EXPECT_EQ(again.at("state"), "recode");
  EXPECT_EQ(again.at("service"), "SUR") << "as it is told now";
  EXPECT_TRUE(again.says("2026-02-26")) << again.body;
}

TEST_P(Coding, CaseMixHasTheDrgOfTheDayOnWhichTheCodesBecameFinal) {
  made_final();
  const auto index = [&] { return ask(cora_, "GET", "/api/coding/case-mix?from=2026-02-01&until=2026-03-01").at("whole.index"); };
  const auto before = index();
  ASSERT_EQ(before.substr(0, 3), "1.3");
  reweigh(before, "1.5000");
  document(stay_, "11529-5", "Pathology report", "A late report.");
  ASSERT_EQ(step(cora_, "stands", "changes-no-code").at("state"), "final");
  EXPECT_EQ(index(), "1.5" + before.substr(3)) << "the tables were mended meanwhile";
}

TEST_P(Coding, SuggestsWhatTheNotesSpeakOfAndWritesNothing) {
  make_whole();
  const auto proposed = ask(cora_, "GET", "/api/coding/cases/" + stay_ + "/suggestions");
  ASSERT_EQ(proposed.status, 200) << proposed.body;
  const auto codes = proposed.all("items", "code");
  for (const auto* code : {"J189", "J9601", "I10"}) EXPECT_NE(std::find(codes.begin(), codes.end(), code), codes.end()) << code;
  for (const auto* code : {"I509", "R059", "R509"}) EXPECT_EQ(std::find(codes.begin(), codes.end(), code), codes.end()) << code;
  EXPECT_EQ(of_case(cora_).count("diagnoses"), 0u);
  EXPECT_EQ(ask(tina_, "GET", "/api/coding/cases/" + stay_ + "/suggestions").status, 403);
}

TEST_P(Coding, TheCodesOfTheStayBeforeAreAtHand) {
  const auto later = encounter("finished", "IMP", "2026-02-27");
  make_whole();
  coded();
  ASSERT_EQ(step(cora_, "finish-for-review").at("state"), "second-review");
  EXPECT_EQ(ask(otto_, "GET", "/api/coding/cases/" + later + "/before").count("items"), 0u)
      << "who reads it blind sees it nowhere";
  ASSERT_EQ(keep(otto_, good()).status, 200);
  ASSERT_EQ(step(otto_, "compare").status, 200);
  ASSERT_EQ(step(otto_, "agree").at("state"), "final");
  const auto before = ask(cora_, "GET", "/api/coding/cases/" + later + "/before");
  ASSERT_EQ(before.status, 200) << before.body;
  EXPECT_EQ(before.at("encounter"), stay_);
  EXPECT_EQ(before.count("items"), 3u);
  EXPECT_EQ(before.at("items.0.code"), "J189");
  EXPECT_EQ(before.at("items.0.system"), "icd10cm");
  const auto none = ask(cora_, "GET", "/api/coding/cases/" + stay_ + "/before");
  EXPECT_EQ(none.count("items"), 0u) << "none ended before it";
  EXPECT_EQ(ask(tina_, "GET", "/api/coding/cases/" + later + "/before").status, 403);
}

TEST_P(Coding, CaseMixClaimAuditAndGroupingSayTheSame) {
  make_whole();
  coded();
  if (step(cora_, "finish").at("state") == "second-review") {
    ASSERT_EQ(keep(otto_, good()).status, 200);
    ASSERT_EQ(step(otto_, "compare").status, 200);
    ASSERT_EQ(step(otto_, "agree").at("state"), "final");
  }
  const auto mix = ask(cora_, "GET", "/api/coding/case-mix?from=2026-02-01&until=2026-03-01&by=drg&group=193");
  ASSERT_EQ(mix.status, 200) << mix.body;
  EXPECT_EQ(mix.at("whole.cases"), "1");
  EXPECT_EQ(mix.at("whole.index"), "1.3107");
  EXPECT_EQ(mix.at("whole.with_mcc"), "1");
  EXPECT_EQ(mix.at("cases.0.encounter"), stay_);
  EXPECT_EQ(mix.at("cases_total"), "1");
  EXPECT_EQ(ask(cora_, "GET", "/api/coding/case-mix?by=moon").status, 422);
  const auto claim = ask(cora_, "GET", "/api/coding/cases/" + stay_ + "/claim");
  EXPECT_EQ(claim.at("resourceType"), "Claim");
  EXPECT_EQ(claim.at("diagnosis.0.packageCode.coding.0.code"), "193");
  const auto grouped = ask(cora_, "POST", "/api/coding/group", claim.body);
  ASSERT_EQ(grouped.status, 200) << grouped.body;
  EXPECT_EQ(grouped.at("drg"), "193");
  const auto queue = ask(cora_, "GET", "/api/worklists/coding/export?closed=1");
  ASSERT_EQ(queue.status, 200) << queue.body;
  const auto audit = ask(cora_, "GET", "/api/coding/audit?from=2026-02-01&until=2026-03-01");
  EXPECT_EQ(audit.status, 200);
  EXPECT_TRUE(audit.says("J9601"));
  ledger::Filter taken;
  taken.act = "exported";
  taken.patient = ada_;
  const auto entries =
      hospital_->store->read([&](store::Reader& reader) { return hospital_->ledger->list(reader, taken); }).value();
  ASSERT_EQ(entries.size(), 2u) << "each person in each file, once";
  for (const auto* file : {&queue, &audit})
    EXPECT_TRUE(
        std::any_of(entries.begin(), entries.end(), [&](const auto& one) { return one.digest_hex == sha256(file->body).hex(); }));
  EXPECT_EQ(ask(tina_, "GET", "/api/coding/search?words=pneumonia").status, 403);
  EXPECT_EQ(ask(cora_, "GET", "/api/coding/search?words=pneumonia&on=2026-02-25").at("items.0.code"), "J189");
  const auto early = ask(cora_, "GET", "/api/coding/search?words=pneumonia&on=2019-02-25");
  EXPECT_EQ(early.status, 404);
  EXPECT_TRUE(early.says("import")) << early.body;
}

/// A house whose rule asks that each diagnosis was opened in the tabular list.
class CodingByTheBook : public Coding {
 protected:
  void SetUp() override {
    if (IsSkipped()) return;
    const std::string rules = folder_.path() + "/rules", file = rules + "/coding/desk.json";
    std::filesystem::copy(CHARTA_SOURCE_FOLDER "/data/rules", rules, std::filesystem::copy_options::recursive);
    auto text = store::read_file(file).value();
    const std::string off = R"("tabular_verified": false)";
    ASSERT_NE(text.find(off), std::string::npos);
    text.replace(text.find(off), off.size(), R"("tabular_verified": true)");
    std::ofstream(file) << text;
    more_words_ = {"--rules", rules};
    Coding::SetUp();
  }
  Answer opened_in_list(const Visitor& who, const std::string& code) {
    return ask(who, "POST", "/api/coding/cases/" + stay_ + "/verified", R"({"code":")" + code + R"("})");
  }
};

TEST_P(CodingByTheBook, FinishingWaitsUntilEachDiagnosisWasOpenedInTheTabularList) {
  make_whole();
  const auto kept = coded();
  EXPECT_EQ(kept.at("unfinished.0"),
            "not looked up in the tabular list: J18.9, J96.01, I10. Stand on each code and press o, which opens it there");
  EXPECT_EQ(step(cora_, "finish").status, 422);
  EXPECT_EQ(opened_in_list(otto_, "J18.9").status, 422) << "cora holds the case";
  EXPECT_EQ(opened_in_list(tina_, "J18.9").status, 403);
  EXPECT_EQ(opened_in_list(cora_, "A41.9").status, 404) << "it does not stand on the sheet";
  const auto first = opened_in_list(cora_, "J18.9");
  EXPECT_EQ(first.at("diagnoses.0.verified.by.name"), "Display cora");
  EXPECT_EQ(opened_in_list(cora_, "J96.01").status, 200);
  EXPECT_EQ(opened_in_list(cora_, "i10").count("unfinished"), 0u);
  EXPECT_EQ(opened_in_list(cora_, "J18.9").at("diagnoses.0.verified.at"), first.at("diagnoses.0.verified.at"))
      << "once is enough";

  const auto moved =
      keep(cora_, line("J96.01", "Y", "Acute hypoxic respiratory failure") + "," + line("J18.9", "Y", "Pneumonia"));
  EXPECT_EQ(moved.at("diagnoses.1.verified.by.name"), "Display cora") << "it stays with its code";
  EXPECT_EQ(moved.count("unfinished"), 0u) << moved.body;
  EXPECT_NE(keep(cora_, good()).at("unfinished.0").find("tabular list: I10."), std::string::npos)
      << "a code that was taken away is looked up again";
  EXPECT_EQ(opened_in_list(cora_, "I10").count("unfinished"), 0u);
  EXPECT_EQ(step(cora_, "finish").status, 200);
}

TEST_P(CodingByTheBook, ACodeThatTheListDoesNotHaveWholeIsNotLookedUpThere) {
  make_whole();
  coded();
  keep(cora_, line("J18", "Y", "Pneumonia"));
  EXPECT_EQ(opened_in_list(cora_, "J18").status, 422);
  const auto listed = ask(cora_, "GET", "/api/coding/tabular?code=D64.9&on=2026-02-25");
  EXPECT_EQ(listed.at("listed.billable"), "true")
      << "the list of codes of the day has it, the tabular list has not: " << listed.body;
  EXPECT_TRUE(keep(cora_, line("D64.9", "Y", "Pneumonia")).says(R"("key":"tabular-absent:D64.9","code":"D649","blocks":false)"));
}

CHARTA_ON_BOTH_ENGINES(CodingByTheBook);
CHARTA_ON_BOTH_ENGINES(Coding);

}  // namespace
}  // namespace charta::app
