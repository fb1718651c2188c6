// SPDX-License-Identifier: Apache-2.0
// Questions at the MLLP door: who may this be (PDQ), and under which other numbers is this person known (PIX).
#include "app/patient_queries.hpp"

#include "app/hospital.hpp"
#include "app/tests/hospital_fixture.hpp"

namespace charta::app {
namespace {

class PatientQueries : public testing::HospitalTest {
 protected:
  PatientId add(const std::string& number, const std::string& family, const std::string& given = "Ada",
                const std::string& meta = "", const std::string& assigner = "urn:charta:assigner:NORTH") {
    return PatientId(
        create("Patient",
               R"({"resourceType":"Patient",)" + (meta.empty() ? "" : "\"meta\":" + meta + ",") + R"("name":[{"family":")" +
                   family + R"(","given":[")" + given +
                   R"("]}],"gender":"female","birthDate":"1961-04-02","telecom":[{"system":"phone","value":"555-201-7788"}],)" +
                   R"("identifier":[{"system":")" + assigner + R"(","value":")" + number +
                   R"(","type":{"coding":[{"code":"MR"}]}}]})")
            .key());
  }
  /// Somebody else, so that the name and the number asked for are as rare as in a small town.
  void add_other(const std::string& family) {
    create("Patient", R"({"resourceType":"Patient","name":[{"family":")" + family +
                          R"(","given":["Oskar"]}],"gender":"male","birthDate":"19)" +
                          std::to_string(30 + family.size() * 3 + static_cast<std::size_t>(family[0] - 'A')) +
                          R"(-11-23","telecom":[{"system":"phone","value":"555-300-10)" + std::to_string(10 + family.size()) +
                          R"("}]})");
  }
  void SetUp() override {
    HospitalTest::SetUp();
    register_partner("REG", true);
  }
  void register_partner(const std::string& application, bool enabled) {
    partners::Partner partner;
    partner.name = application;
    partner.application = application;
    partner.facility_name = "NORTH";
    partner.enabled = enabled;
    ASSERT_TRUE(hospital_->partners->save(system_, partner));
  }
  hl7v2::Message ask(const std::string& trigger, const std::string& rest, const std::string& application = "REG") {
    const auto answer = answer_patient_query(*hospital_, "MSH|^~\\&|" + application + "|NORTH|CHARTA|HIM|20260301080000||QBP^" +
                                                             trigger + "^QBP_Q21|Q-1|P|2.5\r" + rest);
    EXPECT_TRUE(answer);
    return std::move(hl7v2::Message::parse(answer.value_or("")).value());
  }
  void catch_up() { ASSERT_TRUE(hospital_->identity->catch_up()); }
};
CHARTA_ON_BOTH_ENGINES(PatientQueries);

TEST_P(PatientQueries, APersonIsFoundByNameAndBirthDateWithAScore) {
  add("1001", "Marsh");
  for (const std::string family : {"Abbott", "Brennan", "Castillo", "Dvorak", "Eriksen", "Fontaine", "Gupta", "Hashimoto"})
    add_other(family);
  catch_up();
  const auto answer =
      ask("Q22", "QPD|IHE PDQ Query|T1|@PID.5.1.1^MARSH~@PID.5.2^ADA~@PID.7^19610402~@PID.13.1^5552017788\rRCP|I|5^RD\r");
  EXPECT_EQ(answer.text("MSA-1"), "AA");
  EXPECT_EQ(answer.text("QAK-2"), "OK");
  EXPECT_EQ(answer.text("PID-3[1].1"), "1001");
  EXPECT_EQ(answer.text("PID-5.1"), "Marsh");
  ASSERT_NE(answer.first("QRI"), nullptr);
  EXPECT_GT(std::stod(answer.text("QRI-1")), 0.9);
}

TEST_P(PatientQueries, ANameAloneAnswersWithEverybodyOfThatName) {
  add("1001", "Marsh");
  add("2002", "Marsh", "Berta");
  add("3003", "Quill", "Carla");
  catch_up();
  const auto answer = ask("Q22", "QPD|IHE PDQ Query|T1|@PID.5.1.1^MARSH\r");
  EXPECT_EQ(answer.text("QAK-4"), "2");
}

TEST_P(PatientQueries, NobodyIsFoundAndThatIsNoError) {
  catch_up();
  const auto answer = ask("Q22", "QPD|IHE PDQ Query|T1|@PID.5.1.1^NOBODY\r");
  EXPECT_EQ(answer.text("MSA-1"), "AA");
  EXPECT_EQ(answer.text("QAK-2"), "NF");
  EXPECT_EQ(answer.first("PID"), nullptr);
}

TEST_P(PatientQueries, ARestrictedPersonIsNotThereForAnUnnamedAsker) {
  add("1001", "Marsh", "Ada",
      R"({"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"R"}]})");
  catch_up();
  EXPECT_EQ(ask("Q22", "QPD|IHE PDQ Query|T1|@PID.5.1.1^MARSH~@PID.7^19610402\r").text("QAK-2"), "NF");
  EXPECT_EQ(ask("Q23", "QPD|IHE PIX Query|T2|1001^^^NORTH\r").text("QAK-2"), "AE");
}

TEST_P(PatientQueries, ASenderThatNobodyRegisteredOrThatIsDisabledLearnsNothing) {
  add("1001", "Marsh");
  catch_up();
  register_partner("GONE", false);
  for (const char* sender : {"STRANGER", "GONE"})
    for (const auto& [trigger, question] :
         {std::pair("Q22", "QPD|IHE PDQ Query|T1|@PID.5.1.1^MARSH\r"), std::pair("Q23", "QPD|IHE PIX Query|T2|1001^^^NORTH\r")}) {
      const auto answer = ask(trigger, question, sender);
      EXPECT_EQ(answer.text("MSA-1"), "AE") << sender << " " << trigger;
      EXPECT_EQ(answer.text("ERR-3"), "207");
      EXPECT_EQ(answer.first("PID"), nullptr);
    }
  EXPECT_EQ(ask("Q22", "QPD|IHE PDQ Query|T1|@PID.5.1.1^MARSH\r").text("QAK-4"), "1") << "the registered one does";
}

TEST_P(PatientQueries, LinkedRecordsGiveEachOthersNumbers) {
  const auto first = add("1001", "Marsh");
  const auto second = add("77", "Marsh", "Ada", "", "urn:oid:1.2.3");
  catch_up();
  EXPECT_EQ(ask("Q23", "QPD|IHE PIX Query|T2|1001^^^NORTH\r").text("QAK-2"), "NF");
  ASSERT_TRUE(hospital_->patient_index->link(system_, first, second, "test"));
  const auto answer = ask("Q23", "QPD|IHE PIX Query|T2|1001^^^NORTH\r");
  EXPECT_EQ(answer.text("QAK-2"), "OK");
  EXPECT_EQ(answer.first("PID")->field(3).raw(), "77^^^&1.2.3&ISO^MR");
  EXPECT_EQ(ask("Q23", "QPD|IHE PIX Query|T2|1001^^^NORTH|^^^SOUTH\r").text("QAK-2"), "NF") << "only the domains asked for";
}

TEST_P(PatientQueries, ANumberThatNobodyHasIsAnErrorWithItsPlace) {
  catch_up();
  const auto answer = ask("Q23", "QPD|IHE PIX Query|T2|9999^^^NORTH\r");
  EXPECT_EQ(answer.text("MSA-1"), "AE");
  EXPECT_EQ(answer.text("ERR-3"), "204");
}

TEST_P(PatientQueries, BeforeTheIndexIsReadTheAnswerIsToAskAgain) {
  const auto answer = ask("Q22", "QPD|IHE PDQ Query|T1|@PID.5.1.1^MARSH\r");
  EXPECT_EQ(answer.text("MSA-1"), "AR");
  EXPECT_EQ(answer.text("QAK-2"), "AE");
}

TEST_P(PatientQueries, OtherMessagesAreIntakesBusiness) {
  EXPECT_FALSE(answer_patient_query(*hospital_, "MSH|^~\\&|REG|NORTH|CHARTA|HIM|20260301080000||ADT^A01|Q-1|P|2.5\r"));
  EXPECT_FALSE(answer_patient_query(*hospital_, "no message at all"));
}

}  // namespace
}  // namespace charta::app
