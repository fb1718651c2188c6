// SPDX-License-Identifier: Apache-2.0
// The shipped rules of the desk, asked as their own cases and the tables of cases ask them.
#include "base/text.hpp"
#include "department/coding/code_sets/claim_json.hpp"
#include "department/coding/code_sets/small_files.hpp"
#include "department/coding/code_sets/tests/test_library.hpp"
#include "department/coding_desk/abstract.hpp"
#include "department/coding_desk/case_mix.hpp"
#include "department/coding_desk/claim_resource.hpp"
#include "department/coding_desk/sheet_checks.hpp"
#include "formats/archive/archive.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <set>

namespace charta::coding_desk {
namespace {

const rules::RuleBook& book() {
  static const rules::RuleBook all = rules::RuleBook::load(CHARTA_SOURCE_FOLDER "/data/rules").value();
  return all;
}
const CodingRules& desk_rules() {
  static const CodingRules all = CodingRules::read(book(), *Date::parse("2026-03-01"), "US").value();
  return all;
}

CodedLine coded(const std::string& text, const std::string& poa = "Y") {
  CodedLine line;
  line.code = text;
  line.poa = poa;
  line.evidence.push_back({"DocumentReference", "d1", ResourceId(1), "Note", 1, 1, "words"});
  return line;
}
CodedSheet sheet_with(const std::vector<std::string>& diagnoses, const std::vector<std::string>& procedures = {}) {
  CodedSheet sheet;
  for (const auto& one : diagnoses) {
    const auto slash = one.find('/');
    sheet.diagnoses.push_back(coded(one.substr(0, slash), slash == std::string::npos ? "Y" : one.substr(slash + 1)));
  }
  for (const auto& one : procedures) sheet.procedures.push_back(coded(one, ""));
  return sheet;
}
std::vector<std::string> keys_of(const std::vector<CodingFinding>& findings) {
  std::vector<std::string> keys;
  for (const auto& one : findings) keys.push_back(one.key);
  return keys;
}
bool has_key(const std::vector<CodingFinding>& findings, const std::string& beginning) {
  for (const auto& one : findings)
    if (one.key.starts_with(beginning)) return true;
  return false;
}

const AbstractElement& disposition() {
  const auto& all = desk_rules().abstract;
  return *std::find_if(all.begin(), all.end(), [](const AbstractElement& one) { return one.id == "disposition"; });
}

TEST(DischargeStatus, EveryStatusThatTheCodeEditorTakesCanBeEnteredAndNoOther) {
  const auto editor_files = code_sets::testing::published("mce/mce_v43.1");
  if (editor_files.empty()) GTEST_SKIP() << "the code editor's own list is not here";
  const code_sets::testing::LibraryFolder folder;
  auto library = folder.open();
  ASSERT_TRUE(code_sets::testing::import(library, {editor_files}));
  for (const auto* day : {"2015-10-01", "2026-02-01"}) {
    std::set<std::string> taken, offered;
    const auto number = editor::day_number(*Date::parse(day));
    for (const auto& row : (*library.code_editor(*Date::parse(day)))->tables().statuses)
      if (row.first_day <= number && number <= row.last_day) taken.insert(fmt::format("{:02}", row.status));
    for (const auto& [status, words] : disposition().choices) offered.insert(status);
    EXPECT_EQ(offered, taken) << day;
  }
}

TEST(DischargeStatus, PlannedReadmissionStandsBesideTheSamePlaceWithoutIt) {
  std::map<std::string, std::string> words(disposition().choices.begin(), disposition().choices.end());
  EXPECT_EQ(words["83"], words["03"] + "; inpatient readmission is planned");
  EXPECT_EQ(words["90"], words["62"] + "; inpatient readmission is planned");
  EXPECT_EQ(words.size(), disposition().choices.size()) << "no status twice";
}

TEST(DischargeStatus, ComesFromTheVisitWhereItsWordHasOneMeaning) {
  const std::map<std::string, std::string> said = {
      {"home", "01"}, {"snf", "03"}, {"rehab", "62"},   {"psy", "65"},    {"exp", "20"}, {"aadvice", "07"}, {"hosp", ""},
      {"long", ""},   {"oth", ""},   {"other-hcf", ""}, {"alt-home", ""}, {"83", "83"},  {"hospice", ""}};
  for (const auto& [code, status] : said) {
    const auto encounter =
        json::Document::parse(
            R"({"resourceType":"Encounter","id":"e1","hospitalization":{"dischargeDisposition":{"coding":[{"code":")" + code +
            R"("}]}}})")
            .value();
    const auto patient = json::Document::parse(R"({"resourceType":"Patient"})").value();
    const auto values = abstract_of(patient.root(), encounter.root(), {}, "IMP", {}, desk_rules(), TimeZone::utc());
    EXPECT_EQ(find_value(values, "disposition")->value, status) << code;
  }
}

code_books::TabularList small_tabular_list() {
  code_books::TabularWriter writer;
  for (const auto* code : {"I50.9", "J44.1"}) {
    const auto key = grouper::key_of(code);
    writer.open(code_books::LevelKind::code, key, code_books::last_below(key), "A code");
    writer.close();
  }
  auto list = writer.take();
  EXPECT_TRUE(list.prepare());
  return list;
}

TEST(TabularLookUp, IsAskedForWhereTheHouseAsksAndNamesWhatNobodyOpened) {
  const auto list = small_tabular_list();
  auto rules = desk_rules();
  EXPECT_FALSE(rules.asks_tabular) << "a site default";
  auto sheet = sheet_with({"I509", "J441"});
  EXPECT_TRUE(check_verified(sheet, rules, &list).empty());
  rules.asks_tabular = true;
  const auto both = check_verified(sheet, rules, &list);
  ASSERT_EQ(both.size(), 1U);
  EXPECT_TRUE(both[0].blocks);
  EXPECT_EQ(both[0].says,
            "not looked up in the tabular list: I50.9, J44.1. Stand on each code and press o, which opens it there");
  sheet.diagnoses[0].verified_at = *Instant::parse("2026-03-01T10:00:00Z");
  EXPECT_EQ(check_verified(sheet, rules, &list).at(0).code, "J441");
  sheet.diagnoses[1].verified_at = sheet.diagnoses[0].verified_at;
  EXPECT_TRUE(check_verified(sheet, rules, &list).empty());
  EXPECT_TRUE(check_verified({}, rules, &list).empty());
}

TEST(TabularLookUp, OfWhatTheListHasNotIsAnsweredAndHoldsNothingUpForEver) {
  const auto list = small_tabular_list();
  auto rules = desk_rules();
  rules.asks_tabular = true;
  const auto found = check_verified(sheet_with({"I509", "K7030"}), rules, &list);
  EXPECT_EQ(keys_of(found), (std::vector<std::string>{"tabular", "tabular-absent:K70.30"}));
  EXPECT_FALSE(found[1].blocks);
  const auto without = check_verified(sheet_with({"I509"}), rules, nullptr);
  EXPECT_EQ(keys_of(without), (std::vector<std::string>{"tabular-absent:I50.9"}));
  EXPECT_FALSE(without[0].blocks) << "no list of that day is loaded";
}

TEST(CodeRanges, HoldBothEndsAndWhatIsBelowThem) {
  const auto ranges = read_ranges("R00-R99, O80, V00-Y99").value();
  for (const auto* inside : {"R0789", "R99", "O80", "W19XXXA", "Y92009"}) EXPECT_TRUE(any_has(ranges, inside)) << inside;
  for (const auto* outside : {"S72011A", "O8", "Z370", "Q999", ""}) EXPECT_FALSE(any_has(ranges, outside)) << outside;
  EXPECT_FALSE(read_ranges("R99-R00"));
  EXPECT_FALSE(read_ranges("?"));
}

TEST(CodedSheet, IsTidiedOrRefusedWithTheReason) {
  auto sheet = sheet_with({"s72.011a"});
  sheet.diagnoses.front().poa = "y";
  ASSERT_TRUE(tidy(sheet));
  EXPECT_EQ(sheet.diagnoses.front().code, "S72011A");
  EXPECT_EQ(sheet.diagnoses.front().poa, "Y");
  for (const auto* bad : {"", "?", "TOOLONGCODE", "Z@0001"}) {
    auto wrong = sheet_with({bad});
    EXPECT_FALSE(tidy(wrong)) << bad;
  }
  auto wrong = sheet_with({"J189/X"});
  EXPECT_FALSE(tidy(wrong));
  CodedSheet many;
  many.diagnoses.assign(most_codes + 1, coded("J189"));
  EXPECT_EQ(tidy(many).error().kind, ErrorKind::too_large);
}

TEST(CodedSheet, IsGroupedAsPresentOnAdmissionWhereNobodySaidYet) {
  CodedSheet sheet;
  for (const auto& [code, poa] : {std::pair("J189", "Y"), std::pair("S72011A", ""), std::pair("L89153", "N")}) {
    auto& line = sheet.diagnoses.emplace_back();
    line.code = code, line.poa = poa;
  }
  const auto claim = claim_of(sheet, {});
  EXPECT_EQ(claim.secondary[0].poa, 'Y');
  EXPECT_EQ(claim.secondary[1].poa, 'N') << "what was said stays as it was said";
}

TEST(SheetChecks, AskForAPrincipalAPoaAndEvidence) {
  EXPECT_EQ(keys_of(check_sheet({}, desk_rules(), true)), std::vector<std::string>{"principal"});
  const auto without = check_sheet(sheet_with({"J189/", "I10/Y"}), desk_rules(), true);
  EXPECT_TRUE(has_key(without, "poa:J189"));
  EXPECT_FALSE(has_key(without, "poa:I10"));
  EXPECT_FALSE(has_key(check_sheet(sheet_with({"J189/"}), desk_rules(), false), "poa")) << "no POA is asked of outpatients";
  EXPECT_FALSE(has_key(check_sheet(sheet_with({"J189", "Z8673/"}), desk_rules(), true), "poa")) << "histories are exempt";
  EXPECT_TRUE(has_key(check_sheet(sheet_with({"J189", "I10/1"}), desk_rules(), true), "poa-exempt:I10"));
  EXPECT_TRUE(has_key(check_sheet(sheet_with({"J189/N"}), desk_rules(), true), "poa-principal"));
  EXPECT_TRUE(has_key(check_sheet(sheet_with({"J189", "I10", "I10"}), desk_rules(), true), "repeated:I10"));
  auto bare = sheet_with({"J189"});
  bare.diagnoses.front().evidence.clear();
  EXPECT_TRUE(has_key(check_sheet(bare, desk_rules(), true), "evidence:J189"));
}

TEST(SheetChecks, GoByTheOfficialExemptListWhereItIsLoaded) {
  code_books::CodeSet official;
  official.keys = {grouper::key_of("R03.0"), grouper::key_of("Z79.4")};
  std::sort(official.keys.begin(), official.keys.end());
  const auto with = [&](const char* code) { return check_sheet(sheet_with({"J189/Y", code}), desk_rules(), true, &official); };
  EXPECT_FALSE(has_key(with("R030/"), "poa")) << "on the list, and in no category of ours";
  EXPECT_TRUE(has_key(with("Z8673/"), "poa:Z8673")) << "in a category of ours, and not on the list";
  const auto marked = with("Z8673/1");
  ASSERT_TRUE(has_key(marked, "poa-exempt:Z8673"));
  EXPECT_TRUE(
      std::any_of(marked.begin(), marked.end(), [](const auto& one) { return one.key == "poa-exempt:Z8673" && one.blocks; }));
  EXPECT_FALSE(has_key(with("Z794/1"), "poa"));
}

std::string whole(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

TEST(SheetChecks, AskForAPoaOfEveryStarterCodeThatTheOfficialListDoesNotExempt) {
  const char* data = std::getenv("CHARTA_TEST_DATA");
  const auto file = whole(std::string(data == nullptr ? "" : data) + "/icd10/POAexemptCodesFY26.zip");
  if (file.empty()) GTEST_SKIP() << "skipped: the official list is not here";
  code_books::CodeSet official;
  for (const auto& entry : archive::unzip(file).value())
    if (entry.name.find("POAexemptCodes") != std::string::npos && entry.name.ends_with(".txt"))
      official = code_sets::read_poa_exempt(entry.bytes).value();
  ASSERT_GT(official.keys.size(), 38'000U);
  const std::string order = whole(CHARTA_SOURCE_FOLDER "/data/codes/starter/icd10cm_order.txt");
  int asked = 0, exempt = 0;
  for (const auto line : split(order, '\n')) {
    if (line.size() < 16 || line[14] != '1') continue;
    const auto code = trimmed(line.substr(6, 7));
    EXPECT_EQ(any_has(desk_rules().poa_exempt, code), official.has(grouper::key_of(code))) << code;
    ++(official.has(grouper::key_of(code)) ? exempt : asked);
  }
  EXPECT_GT(asked, 1'500);
  EXPECT_GT(exempt, 150);
}

TEST(SheetChecks, JudgeThePrincipalAsTheirOwnCasesSay) {
  const auto* rule = book().in_force("coding/principal-diagnosis", *Date::parse("2026-03-01")).value();
  const auto cases = json::Document::parse(rule->tests).value();
  ASSERT_GT(cases.root().size(), 0u);
  for (const auto one : cases.root()) {
    const auto sheet = sheet_with({std::string(one["given"]["principal"].text()), std::string(one["given"]["other"].text())});
    const auto findings = check_sheet(sheet, desk_rules(), true);
    const auto expected = one["expect"]["finding"].text();
    if (expected.empty()) {
      EXPECT_TRUE(findings.empty()) << one["name"].text() << ": " << (findings.empty() ? "" : findings.front().says);
    } else {
      EXPECT_TRUE(has_key(findings, std::string(expected) + ":")) << one["name"].text();
    }
  }
}

TEST(DeskRules, SayWhatHoldsCodingUp) {
  const auto* rule = book().in_force("coding/desk", *Date::parse("2026-03-01")).value();
  const auto cases = json::Document::parse(rule->tests).value();
  for (const auto one : cases.root()) {
    if (one["given"]["check"]) {
      EXPECT_EQ(desk_rules().blocking_checks.contains(one["given"]["check"].text()), one["expect"]["blocks"].boolean())
          << one["name"].text();
      continue;
    }
    const bool holds = desk_rules().lacks.contains(one["given"]["lack"].text()) &&
                       desk_rules().documents.contains(one["given"]["document"].text());
    EXPECT_EQ(holds, one["expect"]["holds_up"].boolean()) << one["name"].text();
  }
}

TEST(CodeOverCode, CountsEveryCodeOfEitherOnce) {
  const auto coder = sheet_with({"J189", "I10", "E119/N", "N179"}, {"5A1945Z"});
  const auto reviewer = sheet_with({"J189", "E119", "I509"}, {"5A1945Z"});
  const auto compared = compare(coder, reviewer);
  EXPECT_EQ(compared.reviewed, 6);
  EXPECT_EQ(compared.agreed, 2) << "pneumonia and the ventilation";
  EXPECT_TRUE(compared.has_same_principal);
  std::map<std::string, Verdict> verdicts;
  for (const auto& one : compared.codes) verdicts[one.code] = one.verdict;
  EXPECT_EQ(verdicts["I10"], Verdict::added);
  EXPECT_EQ(verdicts["E119"], Verdict::poa_differs);
  EXPECT_EQ(verdicts["I509"], Verdict::left_out);
  const auto turned = compare(sheet_with({"I10", "J189"}), sheet_with({"J189", "I10"}));
  EXPECT_EQ(turned.agreed, 0);
  EXPECT_FALSE(turned.has_same_principal);
}

TEST(AbstractOfADischarge, SaysWhereEachElementComesFrom) {
  const auto patient =
      json::Document::parse(
          R"({"resourceType":"Patient","id":"p1","gender":"female","birthDate":"1944-02-27","identifier":[{"value":"77","type":{"coding":[{"code":"MR"}]}}],"address":[{"postalCode":"02118"}]})")
          .value();
  const auto encounter =
      json::Document::parse(
          R"({"resourceType":"Encounter","id":"e1","period":{"start":"2026-02-26T23:30:00-05:00","end":"2026-03-03T10:00:00-05:00"},"hospitalization":{"dischargeDisposition":{"coding":[{"code":"03"}]}}})")
          .value();
  const auto zone = TimeZone::open("America/New_York").value();
  auto values = abstract_of(patient.root(), encounter.root(), sheet_with({"J189"}), "IMP", {}, desk_rules(), zone);
  EXPECT_EQ(find_value(values, "admission-date")->value, "2026-02-26") << "the day is the hospital's";
  EXPECT_EQ(find_value(values, "sex")->from, "Patient.gender");
  EXPECT_EQ(find_value(values, "disposition")->words, "Skilled nursing facility with Medicare certification");
  EXPECT_EQ(find_value(values, "attending")->value, "");
  EXPECT_EQ(find_value(values, "birth-weight"), nullptr) << "asked of newborns only";
  const auto basis = basis_of(values);
  EXPECT_EQ(basis.age, 81) << "the day before the birthday";
  EXPECT_EQ(basis.stay, 5);
  EXPECT_EQ(basis.discharge_status, 3);
  EXPECT_EQ(basis.sex, 'F');
  const std::vector<AbstractEntry> entered = {{"disposition", "01", {}, UserId(4), Instant(0)}};
  values = abstract_of(patient.root(), encounter.root(), sheet_with({"Z3800"}), "IMP", entered, desk_rules(), zone);
  EXPECT_EQ(find_value(values, "disposition")->from, "entered");
  EXPECT_EQ(basis_of(values).discharge_status, 1);
  EXPECT_NE(find_value(values, "birth-weight"), nullptr);
}

TEST(CaseMix, IsTheSumOfWeightsByTheCasesThatHaveOne) {
  MixSums medicine, surgery;
  medicine.cases = medicine.weighted = medicine.splitable = 2, medicine.weight = 13335 + 6821, medicine.with_mcc = 1;
  surgery.cases = 2, surgery.weighted = surgery.splitable = surgery.with_cc = 1, surgery.weight = 20000;
  const auto mix = case_mix({named_group(MixBy::service, "SUR", "", surgery), named_group(MixBy::service, "MED", "", medicine)});
  ASSERT_EQ(mix.rows.size(), 2u);
  EXPECT_EQ(mix.rows[0].title, "MED") << "by their titles";
  EXPECT_EQ(mix.whole.cases, 4);
  EXPECT_EQ(mix.whole.weighted, 3);
  EXPECT_EQ(mix.whole.index(), 13385) << "40156 / 3, rounded";
  EXPECT_EQ(mix.rows[0].index(), 10078);
  EXPECT_EQ(mix.rows[0].with_mcc, 1);
  EXPECT_EQ(mix.rows[1].splitable, 1);
  EXPECT_FALSE(MixRow().index());
}

TEST(CaseMix, NamesItsGroups) {
  const auto title = [](MixBy by, const std::string& key, const std::string& said) {
    const auto row = named_group(by, key, said, {});
    return row.key + ": " + row.title;
  };
  EXPECT_EQ(title(MixBy::drg, "193", "Simple pneumonia"), "193: 193 Simple pneumonia");
  EXPECT_EQ(title(MixBy::drg, "1", "Heart transplant"), "001: 001 Heart transplant");
  EXPECT_EQ(title(MixBy::physician, "urn:staff|D7", "Dr. Ruiz"), "urn:staff|D7: Dr. Ruiz");
  EXPECT_EQ(title(MixBy::physician, "urn:staff|D8", ""), "urn:staff|D8: urn:staff|D8");
  EXPECT_EQ(title(MixBy::month, "2026-02", ""), "2026-02: 2026-02");
}

TEST(CaseMix, KnowsTheHospitalsMonths) {
  const auto zone = TimeZone::open("America/New_York").value();
  const auto said = [&](std::string_view from, std::string_view until) {
    std::string text;
    for (const auto& [month, part] : months_of({*Instant::parse(from), *Instant::parse(until)}, zone))
      text += month + " " + part.from.text().substr(5, 11) + " to " + part.until.text().substr(5, 11) + "; ";
    return text;
  };
  EXPECT_EQ(said("2026-03-01T03:00:00Z", "2026-03-01T06:00:00Z"),
            "2026-02 03-01T03:00 to 03-01T05:00; 2026-03 03-01T05:00 to 03-01T06:00; ");
  EXPECT_EQ(said("2025-12-20T00:00:00Z", "2026-02-02T00:00:00Z"),
            "2025-12 12-20T00:00 to 01-01T05:00; 2026-01 01-01T05:00 to 02-01T05:00; 2026-02 02-01T05:00 to 02-02T00:00; ");
  EXPECT_EQ(said("2026-03-31T00:00:00Z", "2026-04-02T00:00:00Z"),
            "2026-03 03-31T00:00 to 04-01T04:00; 2026-04 04-01T04:00 to 04-02T00:00; ")
      << "summer time";
  EXPECT_EQ(said("2026-03-31T00:00:00Z", "2026-03-31T00:00:00Z"), "");
}

TEST(ClaimResource, OfACaseIsReadBackAsTheSameClaim) {
  CodingCase row;
  row.grouped = {430, 193, 4, 13335, "mcc", true, "Simple pneumonia"};
  row.ended_at = *Instant::parse("2026-03-01T03:00:00Z");
  row.encounter_id = "e1";
  row.state = "final";
  const auto sheet = sheet_with({"J189", "J9601/N"}, {"5A1945Z"});
  const auto claim = json::Document::parse(claim_of_case(row, sheet, {}, "p1", TimeZone::utc(), Instant(0))).value();
  EXPECT_EQ(claim.root()["diagnosis"].at(1)["diagnosisCodeableConcept"]["coding"].at(0)["code"].text(), "J96.01");
  EXPECT_EQ(claim.root()["diagnosis"].at(0)["packageCode"]["coding"].at(0)["code"].text(), "193");
  const auto line = grouper_line(claim.root()).value();
  EXPECT_EQ(line.root()["pdx"]["code"].text(), "J18.9");
  EXPECT_EQ(line.root()["sdx"].at(0)["poa"].text(), "N");
  EXPECT_EQ(line.root()["procedures"].at(0).text(), "5A1945Z");
  EXPECT_EQ(line.root()["discharge_date"].text(), "2026-03-01");
  EXPECT_FALSE(grouper_line(json::Document::parse(R"({"resourceType":"Claim"})").value().root()));
}

/// The diagnoses of a claim as the grouper reads them: "principal | secondary secondary".
std::string read_diagnoses(const std::vector<std::string>& diagnoses) {
  const auto claim = R"({"resourceType":"Claim","billablePeriod":{"end":"2026-03-01"},"diagnosis":[)" +
                     fmt::format("{}", fmt::join(diagnoses, ",")) + "]}";
  const auto line = grouper_line(json::Document::parse(claim).value().root()).value();
  std::string text(line.root()["pdx"]["code"].text());
  text += " |";
  for (const auto one : line.root()["sdx"]) text += " " + std::string(one["code"].text());
  return text;
}

std::string claim_diagnosis(int sequence, const std::string& type, const std::string& codings) {
  return fmt::format(R"({{"sequence":{},"diagnosisCodeableConcept":{{"coding":[{}]}}{}}})", sequence, codings,
                     type.empty() ? "" : R"(,"type":[{"coding":[{"code":")" + type + R"("}]}])");
}

TEST(ClaimResource, ThePrincipalDiagnosisIsTheOneThatIsCalledSoWhereverItStands) {
  const std::string failure = R"({"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"I50.23"})",
                    pain = R"({"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"R07.9"})",
                    snomed = R"({"system":"http://snomed.info/sct","code":"22298006"})";
  const auto came = claim_diagnosis(1, "admitting", pain), why = claim_diagnosis(2, "principal", failure);
  EXPECT_EQ(read_diagnoses({came, why}), "I50.23 |") << "why the patient came counts for nothing";
  EXPECT_EQ(read_diagnoses({why, came}), "I50.23 |");
  EXPECT_EQ(read_diagnoses({claim_diagnosis(2, "", pain), claim_diagnosis(1, "", failure)}), "I50.23 | R07.9");
  EXPECT_EQ(read_diagnoses({claim_diagnosis(1, "", pain), why}), "I50.23 | R07.9") << "the word before the number";
  EXPECT_EQ(read_diagnoses({claim_diagnosis(1, "principal", snomed + "," + failure)}), "I50.23 |");
}

TEST(ClaimResource, SaysWhatTheDrgRestsOnAndKeepsTheDayOfTheHospital) {
  CodingCase row;
  row.encounter_id = "e1";
  row.state = "final";
  row.started_at = *Instant::parse("2026-09-28T02:00:00Z");
  row.ended_at = *Instant::parse("2026-10-01T01:30:00Z");  // half past nine in the evening of the 30th
  const auto zone = TimeZone::open("America/New_York").value();
  const ClaimBasis died{81, 'F', 20, 3};
  const auto claim = json::Document::parse(claim_of_case(row, sheet_with({"J189"}), died, "p1", zone, row.ended_at)).value();
  EXPECT_EQ(claim.root()["billablePeriod"]["start"].text(), "2026-09-27T22:00:00.000-04:00");
  EXPECT_EQ(claim.root()["billablePeriod"]["end"].text(), "2026-09-30T21:30:00.000-04:00");
  const auto line = grouper_line(claim.root()).value();
  const auto read = code_sets::read_claim(line.root()).value();
  EXPECT_EQ(read.discharge_date.text(), "2026-09-30") << "the tables of that fiscal year";
  EXPECT_EQ(read.claim.discharge_status, 20);
  EXPECT_EQ(read.claim.age, 81);
  EXPECT_EQ(read.claim.sex, 'F');
  EXPECT_EQ(read.length_of_stay, 3);
  const auto bare = json::Document::parse(claim_of_case(row, sheet_with({"J189"}), {}, "p1", zone, row.ended_at)).value();
  EXPECT_FALSE(bare.root()["supportingInfo"]) << "what is not known is not written";
  EXPECT_EQ(code_sets::read_claim(grouper_line(bare.root()).value().root()).value().claim.age, -1);
}

TEST(SheetChecks, AskForTheDayOfEachProcedure) {
  const Date left = *Date::parse("2026-03-05");
  auto sheet = sheet_with({"J189"}, {"0DTJ4ZZ", "0DTJ4ZZ", "5A1945Z"});
  const auto undated = check_procedure_days(sheet, left, 4, desk_rules());
  EXPECT_EQ(keys_of(undated), (std::vector<std::string>{"procedure-date:0DTJ4ZZ", "procedure-date:5A1945Z"}));
  EXPECT_TRUE(undated.front().blocks) << "as the rule says";
  struct {
    const char* day;
    bool is_outside;
  } const days[] = {{"2026-02-28", true}, {"2026-03-01", false}, {"2026-03-05", false}, {"2026-03-06", true}};
  for (const auto& one : days) {
    sheet = sheet_with({"J189"}, {"0DTJ4ZZ"});
    sheet.procedures.front().done_on = Date::parse(one.day);
    const auto found = check_procedure_days(sheet, left, 4, desk_rules());
    ASSERT_EQ(found.size(), one.is_outside ? 1u : 0u) << one.day;
    if (!one.is_outside) continue;
    EXPECT_EQ(found.front().key, std::string("procedure-date:0DTJ4ZZ:") + one.day) << "an answer is for that day";
    EXPECT_FALSE(found.front().blocks) << "somebody may say why it belongs here";
  }
  sheet.procedures.front().done_on = Date::parse("2026-01-01");
  EXPECT_TRUE(check_procedure_days(sheet, left, -1, desk_rules()).empty()) << "the admission is not known";
}

TEST(CodeOverCode, ComparesAProcedureOfTwoDaysTwice) {
  const auto twice = sheet_with({"J189"}, {"0DTJ4ZZ", "0DTJ4ZZ"}), once = sheet_with({"J189"}, {"0DTJ4ZZ"});
  EXPECT_EQ(compare(twice, twice).agreed, 3);
  EXPECT_EQ(compare(twice, once).agreed, 2);
  EXPECT_EQ(compare(twice, once).reviewed, 3);
  EXPECT_EQ(compare(once, twice).reviewed, 3);
}

}  // namespace
}  // namespace charta::coding_desk
