// SPDX-License-Identifier: Apache-2.0
// Services of outpatients through the front door: kept, checked, reviewed, exported, on both databases.
#include "app/tests/door_fixture.hpp"
#include "base/digest.hpp"
#include "department/coding/code_sets/code_library.hpp"

#include <filesystem>
#include <fstream>

namespace charta::app {
namespace {

using testing::Answer;
using testing::Visitor;

class CodedServices : public testing::DoorTest {
 protected:
  void SetUp() override {
    DoorTest::SetUp();
    if (IsSkipped()) return;
    import_set();
    ada_ = patient("Marsh");
    stay_ = visit("SS");
    note_ = note(stay_,
                 "Came for a screening colonoscopy. Ketorolac 30 mg was given. Seen before in the clinic by another physician.");
    cora_ = person("cora", {"coder"});
    otto_ = person("otto", {"coder"});
  }
  /// The starter set, as its release of February 2026.
  void import_set() {
    const std::string from = CHARTA_SOURCE_FOLDER "/data/codes/starter", to = folder_.path() + "/starter";
    std::filesystem::create_directories(to);
    for (const auto& file : std::filesystem::directory_iterator(from)) {
      auto name = file.path().filename().string();
      if (name.starts_with("ncci_")) name.insert(name.find(".csv"), "_2026q1");
      if (const auto at = name.find("_order.txt"); at != std::string::npos) name.insert(at + 6, "_2026");
      if (name != "README.md") std::filesystem::copy_file(file.path(), to + "/" + name);
    }
    auto library = code_sets::CodeLibrary::open(hospital_->configuration.data + "/codes", hospital_->rules).value();
    const auto sets = code_sets::read_published({to}, "43.0", library.logic());
    ASSERT_TRUE(sets) << sets.error().message;
    ASSERT_TRUE(library.keep(*sets));
  }
  std::string visit_json(const std::string& class_code, const std::string& first, const std::string& status = "finished",
                         const std::string& id = {}) {
    return R"({"resourceType":"Encounter",)" + (id.empty() ? "" : R"("id":")" + id + R"(",)") + R"("status":")" + status +
           R"(","class":{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":")" + class_code +
           R"("},"subject":{"reference":"Patient/)" + ada_.text() + R"("},"period":{"start":")" + first + R"(T10:00:00Z")" +
           (status == "finished" ? R"(,"end":"2026-02-21T15:00:00Z")" : "") + "}}";
  }
  std::string visit(const std::string& class_code) { return create("Encounter", visit_json(class_code, "2026-02-20")).text(); }
  /// The discharge is taken back and said again.
  void visit_becomes(const std::string& class_code, const std::string& first) {
    for (const auto* status : {"in-progress", "finished"}) {
      const auto done =
          hospital_->resources->update(system_, "Encounter", stay_, visit_json(class_code, first, status, stay_), "");
      ASSERT_TRUE(done) << done.error().message;
    }
    begin();
  }
  std::string note(const std::string& stay, const std::string& words) {
    const auto made =
        create(
            "DocumentReference",
            R"({"resourceType":"DocumentReference","status":"current","docStatus":"final","date":"2026-02-20T12:00:00Z","type":{"coding":[{"system":"http://loinc.org","code":"18842-5","display":"Summary"}]},"subject":{"reference":"Patient/)" +
                ada_.text() + R"("},"context":{"encounter":[{"reference":"Encounter/)" + stay +
                R"("}]},"content":[{"attachment":{"contentType":"text/plain","data":")" + to_base64(words) + R"("}}]})")
            .text();
    for (;;) {
      const auto read = hospital_->document_search->read_due();
      EXPECT_TRUE(read);
      if (!read || *read == 0) return made;
    }
  }
  std::string path(const std::string& rest = {}) { return "/api/coding/cases/" + stay_ + rest; }
  Answer of_case(const Visitor& who) { return ask(who, "GET", path()); }
  /// With the version of the case as it stands.
  Answer write(const Visitor& who, const std::string& rest, const std::string& members) {
    return ask(who, "POST", path(rest), R"({"version":)" + of_case(who).at("version") + "," + members + "}");
  }
  Answer step(const Visitor& who, const std::string& event) {
    const auto offered = of_case(who);
    for (std::size_t at = 0; at < offered.count("steps"); ++at) {
      const auto one = "steps." + std::to_string(at);
      if (offered.at(one + ".event") == event && offered.at(one + ".needs_reason") == "true")
        return write(who, "/steps", R"("event":")" + event + R"(","reason":")" + offered.at(one + ".reasons.0.code") + R"(")");
    }
    return write(who, "/steps", R"("event":")" + event + R"(")");
  }
  std::string words(const std::string& quote) {
    return R"("evidence":[{"document":{"type":"DocumentReference","id":")" + note_ + R"("},"page":1,"quote":")" + quote +
           R"("}])";
  }
  std::string diagnosis() { return R"({"code":"Z1211",)" + words("screening colonoscopy") + "}"; }
  Answer keep(const Visitor& who, const std::string& services) {
    return ask(who, "POST", path("/codes"),
               R"({"version":)" + of_case(who).at("version") + R"(,"diagnoses":[)" + diagnosis() +
                   R"(],"procedures":[],"services":)" + services + "}");
  }
  void begin() {
    const auto state = of_case(cora_).at("state");
    ASSERT_EQ(step(cora_, state == "ready" ? "begin" : "begin-anyway").at("state"), "in-progress");
  }
  std::string colonoscopy() { return R"({"code":"G0121",)" + words("screening colonoscopy") + "}"; }
  std::string clinic(const std::string& more = {}) { return R"({"code":"g0463")" + more + "}"; }
  void withhold(const std::string& document) {
    const auto done = hospital_->store->write([&](store::UnitOfWork& work) -> Result<void> {
      CHARTA_TRY(const auto stored, hospital_->resources->load(work, "DocumentReference", document));
      CHARTA_TRY_DO(hospital_->quarantine->withhold(work, system_, stored->key, "of-another-person", ""));
      return {};
    });
    ASSERT_TRUE(done) << done.error().message;
  }

  PatientId ada_;
  std::string stay_, note_;
  Visitor cora_, otto_;
};

TEST_P(CodedServices, AreKeptWithWhatWasSaidOfThem) {
  EXPECT_EQ(of_case(cora_).at("codes_services"), "true");
  begin();
  const auto kept = keep(cora_, R"([{"code":"j1885","units":2,"modifiers":["xe"],"done_on":"2026-02-21",)" +
                                    words("Ketorolac 30 mg") + "}," + colonoscopy() + "]");
  ASSERT_EQ(kept.status, 200) << kept.body;
  EXPECT_EQ(kept.at("services.0.code"), "J1885");
  EXPECT_EQ(kept.at("services.0.title"), "Injection, ketorolac, per 15 mg");
  EXPECT_EQ(kept.at("services.0.system"), "hcpcs");
  EXPECT_EQ(kept.at("services.0.units"), "2");
  EXPECT_EQ(kept.at("services.0.modifiers.0"), "XE");
  EXPECT_EQ(kept.at("services.0.done_on"), "2026-02-21");
  EXPECT_EQ(kept.at("services.0.evidence.0.quote"), "Ketorolac 30 mg");
  EXPECT_EQ(kept.at("services.0.by.name"), "Display cora");
  EXPECT_EQ(kept.at("services.1.units"), "1") << "one, where nothing is said";
  EXPECT_EQ(kept.at("services.1.done_on"), "2026-02-20") << "the first day of the stay";
  EXPECT_EQ(kept.at("began_on"), "2026-02-20");
  EXPECT_EQ(kept.count("not_checked"), 0u) << kept.body;
  EXPECT_EQ(kept.count("findings"), 0u) << kept.body;
}

TEST_P(CodedServices, ThatCannotBeAreRefusedAndNothingIsKept) {
  begin();
  for (const std::string wrong :
       {R"([{"code":"G0121","units":0}])", R"([{"code":"G0121","units":1.5}])", R"([{"code":"G0121","units":"many"}])",
        R"([{"code":"G0121","units":100000}])", R"([{"code":"G0121","modifiers":["X"]}])",
        R"([{"code":"G0121","modifiers":"XE"}])", R"([{"code":"G0121","done_on":"2026-02-19"}])",
        R"([{"code":"G0121","done_on":"2026-02-22"}])", R"([{"code":"G0121","done_on":"soon"}])", R"([{"code":"G012"}])",
        R"("G0121")", R"({"code":"G0121"})", "null"}) {
    const auto refused = keep(cora_, wrong);
    EXPECT_EQ(refused.status, 400) << wrong << refused.body;
  }
  EXPECT_EQ(of_case(cora_).count("diagnoses"), 0u);
}

TEST_P(CodedServices, StayWhereAClientDoesNotKnowOfThem) {
  begin();
  ASSERT_EQ(keep(cora_, "[" + colonoscopy() + "]").status, 200);
  const auto old = ask(cora_, "POST", path("/codes"),
                       R"({"version":)" + of_case(cora_).at("version") + R"(,"diagnoses":[)" + diagnosis() +
                           R"(,{"code":"I10"}],"procedures":[]})");
  ASSERT_EQ(old.status, 200) << old.body;
  EXPECT_EQ(old.count("diagnoses"), 2u);
  EXPECT_EQ(old.at("services.0.code"), "G0121") << "a body without services takes none away";
  EXPECT_EQ(old.at("services.0.evidence.0.quote"), "screening colonoscopy");
  EXPECT_EQ(keep(cora_, "[]").count("services"), 0u) << "an empty list does";
}

TEST_P(CodedServices, FinishingNeedsWhatTheCorrectCodingInitiativeAsks) {
  begin();
  const auto beside = keep(cora_, "[" + colonoscopy() + "," + clinic("," + words("Seen before in the clinic")) + "]");
  ASSERT_EQ(beside.count("findings"), 1u) << beside.body;
  EXPECT_EQ(beside.at("findings.0.key"), "claim:service-pair-modifier:G0463:G0121:2026-02-20");
  EXPECT_EQ(beside.at("findings.0.blocks"), "false");
  EXPECT_TRUE(beside.says("add a modifier where the record shows a separate session"));
  EXPECT_EQ(step(cora_, "finish").status, 422);
  const auto bare = keep(cora_, "[" + colonoscopy() + "," + clinic(R"(,"modifiers":["XP"])") + "]");
  EXPECT_TRUE(bare.says("claim:pair-evidence:G0463:XP:G0121:2026-02-20")) << bare.body;
  EXPECT_EQ(write(cora_, "/findings", R"("finding":"claim:pair-evidence:G0463:XP:G0121:2026-02-20","words":"believe me")").status,
            422)
      << "it is mended by words of the record, not answered";
  const auto shown = keep(
      cora_, "[" + colonoscopy() + "," + clinic(R"(,"modifiers":["XP"],)" + words("in the clinic by another physician")) + "]");
  EXPECT_EQ(shown.count("findings"), 0u) << shown.body;
  keep(cora_, "[" + colonoscopy() + R"(,{"code":"J1885","units":9,)" + words("Ketorolac 30 mg") + "}]");
  const auto answered =
      write(cora_, "/findings", R"("finding":"claim:service-units-likely:J1885:2026-02-20:9","words":"Four doses, sheet 3")");
  EXPECT_EQ(answered.at("findings.0.answer.by.name"), "Display cora") << answered.body;
  const auto more = keep(cora_, "[" + colonoscopy() + R"(,{"code":"J1885","units":90,)" + words("Ketorolac 30 mg") + "}]");
  EXPECT_EQ(more.at("findings.0.answer"), "absent") << "what was answered of nine is not answered of ninety";
}

TEST_P(CodedServices, AreNotOfInpatients) {
  stay_ = visit("IMP");
  note_ = note(stay_, "Came for a screening colonoscopy.");
  EXPECT_EQ(of_case(cora_).at("codes_services"), "false");
  begin();
  const auto refused = keep(cora_, "[" + colonoscopy() + "]");
  EXPECT_EQ(refused.status, 400);
  EXPECT_TRUE(refused.says("they are of outpatients")) << refused.body;
  EXPECT_EQ(keep(cora_, "[]").status, 200);
}

TEST_P(CodedServices, OfAPatientWhoIsAdmittedAfterAllAreSeenAndTakenAwayByAPerson) {
  begin();
  ASSERT_EQ(keep(cora_, "[" + colonoscopy() + "," + clinic() + "]").status, 200);
  visit_becomes("IMP", "2026-02-20");
  const auto admitted = of_case(cora_);
  EXPECT_EQ(admitted.count("services"), 2u) << "nothing takes them away by itself";
  EXPECT_TRUE(admitted.says("services-of-inpatient")) << admitted.body;
  EXPECT_EQ(keep(cora_, "[" + colonoscopy() + "]").status, 200) << "one after the other";
  EXPECT_EQ(keep(cora_, "[" + colonoscopy() + "," + clinic() + "]").status, 400);
  EXPECT_FALSE(keep(cora_, "[]").says("services-of-inpatient"));
}

TEST_P(CodedServices, WhoseDayTheStayHasLostAreMendedOneByOne) {
  begin();
  ASSERT_EQ(keep(cora_, "[" + colonoscopy() + "," + clinic() + "]").status, 200);
  visit_becomes("SS", "2026-02-21");
  const auto late = of_case(cora_);
  EXPECT_TRUE(late.says("G0121 of 2026-02-20 is on no day of the stay")) << late.body;
  const auto dated = [](const std::string& code, const std::string& day) {
    return R"({"code":")" + code + R"(","done_on":")" + day + R"("})";
  };
  const auto one = keep(cora_, "[" + dated("G0121", "2026-02-21") + "," + dated("G0463", "2026-02-20") + "]");
  ASSERT_EQ(one.status, 200) << one.body;
  EXPECT_FALSE(one.says("G0121 of 2026-02-20"));
  EXPECT_EQ(keep(cora_, "[" + dated("G0121", "2026-02-20") + "," + dated("G0463", "2026-02-21") + "]").status, 400)
      << "what was mended does not go back";
}

TEST_P(CodedServices, WordsThatSomebodyMayNotReadStayWithTheirLine) {
  begin();
  const std::string twice =
      R"([{"code":"J1885","done_on":"2026-02-20",)" + words("Ketorolac 30 mg") + R"(},{"code":"J1885","done_on":"2026-02-21"}])";
  ASSERT_EQ(keep(cora_, twice).status, 200);
  withhold(note_);
  const auto kept = ask(
      cora_, "POST", path("/codes"),
      R"({"version":)" + of_case(cora_).at("version") +
          R"(,"diagnoses":[{"code":"Z1211"}],"procedures":[],"services":[{"code":"J1885","done_on":"2026-02-21"},{"code":"J1885","done_on":"2026-02-20"}]})");
  ASSERT_EQ(kept.status, 200) << kept.body;
  EXPECT_EQ(kept.count("services.0.evidence"), 0u) << "not to the other line of the same code";
  EXPECT_EQ(kept.count("services.1.evidence"), 1u) << "who does not see it does not take it away";
  EXPECT_FALSE(kept.says("Ketorolac 30 mg"));
}

TEST_P(CodedServices, ASecondReaderCodesThemToo) {
  begin();
  for (const auto* element : {"sex", "disposition", "attending"})
    write(cora_, "/abstract", std::string(R"("element":")") + element + R"(","value":"01")");
  ASSERT_EQ(write(cora_, "/abstract", R"("element":"sex","value":"F")").status, 200);
  ASSERT_EQ(keep(cora_, "[" + colonoscopy() + R"(,{"code":"J1885","units":2,)" + words("Ketorolac 30 mg") + "}]").status, 200);
  const auto finished = step(cora_, "finish-for-review");
  ASSERT_EQ(finished.at("state"), "second-review") << of_case(cora_).body;
  EXPECT_EQ(of_case(otto_).count("services"), 0u) << "in the blind";
  ASSERT_EQ(keep(otto_, "[" + colonoscopy() + R"(,{"code":"J1885","units":4,)" + words("Ketorolac 30 mg") + "}]").status, 200);
  const auto compared = step(otto_, "compare");
  EXPECT_EQ(compared.at("comparison.agreed"), "2") << compared.body;
  EXPECT_EQ(compared.at("comparison.reviewed"), "3");
  EXPECT_EQ(compared.at("comparison.codes.2.verdict"), "service-differs");
  EXPECT_EQ(compared.at("comparison.codes.2.kind"), "service");
  ASSERT_EQ(step(otto_, "agree").at("state"), "final");
  const auto audit = ask(cora_, "GET", "/api/coding/audit?from=2026-02-01&until=2026-03-01");
  EXPECT_TRUE(audit.says("service")) << audit.body;
  EXPECT_TRUE(audit.says("J1885")) << "outpatients are audited too";
  EXPECT_EQ(ask(cora_, "GET", "/api/coding/case-mix?from=2026-02-01&until=2026-03-01").at("whole.cases"), "0")
      << "and are in no case mix";
  const auto claim = ask(cora_, "GET", path("/claim"));
  EXPECT_EQ(claim.at("item.1.productOrService.coding.0.code"), "J1885");
  EXPECT_EQ(claim.at("item.1.quantity.value"), "2");
  const auto grouped = ask(cora_, "POST", "/api/coding/group", claim.body);
  ASSERT_EQ(grouped.status, 200) << grouped.body;
  EXPECT_EQ(grouped.count("service_findings"), 0u) << grouped.body;
}

TEST_P(CodedServices, OfAClaimFromElsewhereAreCheckedToo) {
  const auto grouped = ask(
      cora_, "POST", "/api/coding/group",
      R"({"discharge_date":"2026-02-21","pdx":{"code":"Z1211"},"services":[{"code":"G0121","day":"2026-02-20"},{"code":"G0104","day":"2026-02-20"}]})");
  ASSERT_EQ(grouped.status, 200) << grouped.body;
  EXPECT_TRUE(grouped.at("service_findings.0.says").starts_with("G0121 is not paid beside G0104")) << grouped.body;
  const auto early =
      ask(cora_, "POST", "/api/coding/group",
          R"({"discharge_date":"2026-02-21","pdx":{"code":"Z1211"},"services":[{"code":"G0121","day":"2025-12-31"}]})");
  EXPECT_EQ(early.count("not_checked"), 3u) << early.body;
  EXPECT_EQ(ask(cora_, "POST", "/api/coding/group",
                R"({"discharge_date":"2026-02-21","pdx":{"code":"Z1211"},"services":[{"code":"G0121","units":0}]})")
                .status,
            400);
}

TEST_P(CodedServices, OfTheSitesOwnLicensedListAreCodedByItAlone) {
  const auto file = folder_.path() + "/cpt_2026.txt";
  std::ofstream(file) << "99998\tA long visit that there is not\n99999\tAnother visit that there is not\n";
  begin();
  const std::string visit_code = R"([{"code":"99998",)" + words("Came for a screening") + "}]";
  const auto before = keep(cora_, visit_code);
  EXPECT_TRUE(before.says("the site's own licensed list is not loaded")) << before.body;
  EXPECT_EQ(before.count("findings"), 0u) << "what no list is there for is said and not judged";
  auto library = code_sets::CodeLibrary::open(hospital_->configuration.data + "/codes", hospital_->rules).value();
  const auto sets = code_sets::read_published({file}, {}, library.logic(), {"our own"});
  ASSERT_TRUE(sets) << sets.error().message;
  ASSERT_TRUE(library.keep(*sets));
  const auto kept = of_case(cora_);
  EXPECT_EQ(kept.at("services.0.title"), "A long visit that there is not");
  EXPECT_EQ(kept.at("services.0.system"), "cpt");
  EXPECT_EQ(kept.count("not_checked"), 0u) << kept.body;
  EXPECT_EQ(ask(cora_, "GET", "/api/coding/search?words=long+visit&system=services&on=2026-02-21").at("items.0.code"), "99998");
  EXPECT_TRUE(keep(cora_, R"([{"code":"99997",)" + words("Came for a screening") + "}]").says("99997 stands in no list"));
}

TEST_P(CodedServices, OfTheStayBeforeAreAtHand) {
  begin();
  for (const auto& [element, value] : {std::pair("sex", "F"), std::pair("attending", "Dr. Ruiz"), std::pair("disposition", "01")})
    write(cora_, "/abstract", std::string(R"("element":")") + element + R"(","value":")" + value + R"(")");
  ASSERT_EQ(keep(cora_, "[" + colonoscopy() + "]").status, 200);
  const auto done = step(cora_, "finish");
  ASSERT_EQ(done.at("state"), "final") << done.body << of_case(cora_).body;
  const auto later =
      create("Encounter",
             R"({"resourceType":"Encounter","status":"finished","class":{"code":"EMER"},"subject":{"reference":"Patient/)" +
                 ada_.text() + R"("},"period":{"start":"2026-02-24T10:00:00Z","end":"2026-02-24T12:00:00Z"}})")
          .text();
  const auto before = ask(cora_, "GET", "/api/coding/cases/" + later + "/before");
  EXPECT_EQ(before.at("items.1.code"), "G0121") << before.body;
  EXPECT_EQ(before.at("items.1.system"), "hcpcs");
}

CHARTA_ON_BOTH_ENGINES(CodedServices);

}  // namespace
}  // namespace charta::app
