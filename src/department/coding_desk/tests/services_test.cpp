// SPDX-License-Identifier: Apache-2.0
// Services of outpatients: what is tidied or refused, compared, found against them (tests/cases/services.case), said as a claim.
#include "department/coding/code_sets/tests/book_fixture.hpp"
#include "department/coding_desk/claim_resource.hpp"
#include "department/coding_desk/coding_books.hpp"
#include "tests/support/case_table.hpp"

namespace charta::coding_desk {
namespace {

const CodingRules& rules_of_services() {
  static const CodingRules all = CodingRules::read(code_sets::testing::rule_book(), *Date::parse("2026-03-01"), "US").value();
  return all;
}

Date on(const std::string& day) {
  return *Date::parse(day);
}

CodedLine service(const std::string& code, int units = 1, const std::vector<std::string>& modifiers = {},
                  const std::string& day = {}) {
  CodedLine line;
  line.code = code;
  line.units = units;
  line.modifiers = modifiers;
  if (!day.empty()) line.done_on = on(day);
  line.evidence.push_back({"DocumentReference", "d1", ResourceId(1), "Note", 1, 1, "words"});
  return line;
}
CodedSheet with_services(std::vector<CodedLine> lines) {
  CodedSheet sheet;
  sheet.services = std::move(lines);
  return sheet;
}
const StayDays two_days{on("2026-01-14"), on("2026-01-15")};

TEST(Services, AreTidiedLikeOtherCodes) {
  auto sheet = with_services({service("j1885", 2, {"xe", "Lt"})});
  ASSERT_TRUE(tidy(sheet));
  EXPECT_EQ(sheet.services.front().code, "J1885");
  EXPECT_EQ(sheet.services.front().modifiers, (std::vector<std::string>{"XE", "LT"})) << "in the order in which they were said";
  auto other = CodedSheet();
  other.diagnoses = {service("E1010", 5, {"XE"})};
  ASSERT_TRUE(tidy(other));
  EXPECT_TRUE(other.diagnoses.front().modifiers.empty()) << "a diagnosis has no modifiers";
  EXPECT_EQ(other.diagnoses.front().units, 0);
}

TEST(Services, ThatCannotBeAreRefusedWithTheReason) {
  const struct {
    CodedLine line;
    const char *says, *where;
  } cases[] = {{service("J188"), "five letters and digits", "code"},
               {service("J18855"), "five letters and digits", "code"},
               {service("J1885", 0), "0 units", "units"},
               {service("J1885", -2), "-2 units", "units"},
               {service("J1885", 100'000), "100000 units", "units"},
               {service("J1885", 1, {"X"}), "'X' cannot be a modifier", "modifiers"},
               {service("J1885", 1, {"XEE"}), "'XEE' cannot be a modifier", "modifiers"},
               {service("J1885", 1, {""}), "cannot be a modifier", "modifiers"},
               {service("J1885", 1, {"X-"}), "'X-' cannot be a modifier", "modifiers"},
               {service("J1885", 1, {"XE", "xe"}), "XE stands twice", "modifiers"},
               {service("J1885", 1, {"XE", "XS", "XP", "XU", "LT"}), "5 modifiers and takes four", "modifiers"}};
  for (const auto& one : cases) {
    auto sheet = with_services({one.line});
    const auto refused = tidy(sheet);
    ASSERT_FALSE(refused) << one.says;
    EXPECT_EQ(refused.error().kind, ErrorKind::invalid);
    EXPECT_EQ(refused.error().location, one.where);
    EXPECT_NE(refused.error().message.find(one.says), std::string::npos) << refused.error().message;
  }
  auto many = with_services(std::vector<CodedLine>(most_codes + 1, service("J1885")));
  EXPECT_EQ(tidy(many).error().kind, ErrorKind::too_large);
}

TEST(Services, AreOfADayOfTheStay) {
  auto sheet = with_services({service("J1885")});
  ASSERT_TRUE(tidy_days(sheet, two_days, {}));
  EXPECT_EQ(sheet.services.front().done_on, on("2026-01-14")) << "its first day, where none is said";
  for (const auto* day : {"2026-01-13", "2026-01-16"}) {
    auto wrong = with_services({service("J1885", 1, {}, day)});
    const auto refused = tidy_days(wrong, two_days, {});
    ASSERT_FALSE(refused) << day;
    EXPECT_EQ(refused.error().kind, ErrorKind::invalid);
    EXPECT_NE(refused.error().message.find("2026-01-14 to 2026-01-15"), std::string::npos) << refused.error().message;
    EXPECT_TRUE(tidy_days(wrong, two_days, wrong)) << "it stood so before the stay got other days: a finding asks to mend it";
  }
  auto unknown = with_services({service("J1885"), service("G0008", 1, {}, "2025-12-01")});
  ASSERT_TRUE(tidy_days(unknown, {{}, on("2026-01-15")}, {})) << "nobody knows when the visit began";
  EXPECT_EQ(unknown.services.front().done_on, on("2026-01-15"));
}

TEST(Services, AreTheLineThatTheyWereAsFarAsItCanBeTold) {
  const auto before = with_services(
      {service("J1885", 1, {}, "2026-01-14"), service("J1885", 2, {"XE"}, "2026-01-14"), service("J1885", 1, {}, "2026-01-15")});
  const auto now = with_services(
      {service("J1885", 4, {"XE"}, "2026-01-14"), service("G0008", 1, {}, "2026-01-14"), service("J1885", 1, {}, "2026-01-15")});
  const auto found = lines_before(now.services, before.services);
  EXPECT_EQ(found[0], &before.services[1]) << "other units, the same modifier";
  EXPECT_EQ(found[1], nullptr);
  EXPECT_EQ(found[2], &before.services[2]);
}

TEST(Services, AreComparedCodeOverCode) {
  const auto coder = with_services({service("G0383", 1, {}, "2026-01-14"), service("J1885", 2, {}, "2026-01-14"),
                                    service("J1885", 1, {}, "2026-01-15"), service("J2405", 4, {"XE", "LT"}, "2026-01-14")});
  const auto reviewer = with_services({service("G0384", 1, {}, "2026-01-14"), service("J1885", 1, {}, "2026-01-15"),
                                       service("J1885", 3, {}, "2026-01-14"), service("J2405", 4, {"LT", "XE"}, "2026-01-14")});
  const auto compared = compare(coder, reviewer);
  std::string said;
  for (const auto& one : compared.codes) {
    EXPECT_EQ(one.kind, LineKind::service);
    said += one.code + " " + std::string(verdict_code(one.verdict)) + "; ";
  }
  EXPECT_EQ(said, "G0383 added; J1885 service-differs; J1885 same; J2405 same; G0384 left-out; ");
  EXPECT_EQ(compared.reviewed, 5);
  EXPECT_EQ(compared.agreed, 2);
}

TEST(Services, AreInTheDigestOfTheirSheetWithAllThatWasSaidOfThem) {
  CodedSheet before;
  before.diagnoses = {service("J189", 0)};
  before.diagnoses.front().poa = "Y";
  EXPECT_EQ(digest_of(before), sha256("J189|Y|\n\n\n")) << "a sheet without services is the one that it was";
  std::set<std::string> seen;
  for (const auto& line : {service("J1885"), service("J1885", 2), service("J1885", 2, {"XE"}), service("J1885", 2, {"XS"}),
                           service("J1885", 2, {"XE"}, "2026-01-14"), service("J1885", 2, {"XE"}, "2026-01-15")}) {
    auto sheet = before;
    sheet.services = {line};
    EXPECT_TRUE(seen.insert(digest_of(sheet).hex()).second) << line.code << line.units;
  }
}

TEST(Services, MakeASheetThatIsNotEmpty) {
  EXPECT_FALSE(with_services({service("G0383")}).is_empty());
  EXPECT_EQ(system_of(LineKind::service, "99998"), "cpt");
  EXPECT_EQ(system_of(LineKind::service, "G0383"), "hcpcs");
  EXPECT_EQ(system_of(LineKind::diagnosis, "E1010"), "icd10cm") << "the same letters are another code elsewhere";
}

class ServiceFindings : public code_sets::testing::SmallShelf {
 protected:
  void SetUp() override {
    SmallShelf::SetUp();
    books_ = std::make_unique<CodingBooks>(*shelf_);
  }
  Judged judged(const CodedSheet& services, const StayDays& stay = two_days, const std::string& visit = "EMER") {
    auto sheet = services;
    sheet.diagnoses = {service("A419", 0)};
    sheet.diagnoses.front().poa = "Y";
    auto all = books_->judge(sheet, {}, stay, rules_of_services(), rules_of_services().is_inpatient(visit));
    std::erase_if(all.edits, [](const CodingFinding& one) { return one.key.starts_with("mce:"); });
    return all;
  }
  std::unique_ptr<CodingBooks> books_;
};

TEST_F(ServiceFindings, AreWhatTheTableOfCasesSays) {
  const auto cases = charta::testing::read_cases(std::string(CHARTA_MODULE_FOLDER) + "/tests/cases/services.case");
  ASSERT_GE(cases.size(), 24U);
  for (const auto& one : cases) {
    SCOPED_TRACE(one.title + ", line " + std::to_string(one.line));
    CodedSheet sheet;
    StayDays stay = two_days;
    std::string visit = "EMER";
    std::vector<std::pair<std::string, std::string>> expected;
    for (const auto& line : one.lines) {
      if (line.verb == "visit") {
        visit = line.words.front();
        if (line.has("from")) stay = {on(line.value("from")), on(line.value("until"))};
      } else if (line.verb == "service") {
        auto made = service(line.words.front(), line.has("units") ? std::stoi(line.value("units")) : 1, line.all("modifiers"),
                            line.value("day"));
        if (line.words.back() == "no-words") made.evidence.clear();
        sheet.services.push_back(std::move(made));
      } else if (line.words.front() != "nothing") {
        expected.emplace_back(line.words.front(), line.value("says"));
      }
    }
    ASSERT_TRUE(tidy(sheet));
    ASSERT_TRUE(tidy_days(sheet, stay, {}));
    const auto all = judged(sheet, stay, visit);
    std::vector<std::pair<std::string, std::string>> found;
    for (const auto& finding : all.edits) found.emplace_back(finding.blocks ? "mend" : "answer", finding.says);
    for (const auto& what : all.not_checked) found.emplace_back("unchecked", what);
    for (std::size_t at = 0; at < std::max(found.size(), expected.size()); ++at) {
      ASSERT_LT(at, found.size()) << "nothing says: " << expected[at].second;
      ASSERT_LT(at, expected.size()) << found[at].first << ": " << found[at].second;
      EXPECT_EQ(found[at].first, expected[at].first) << found[at].second;
      EXPECT_NE(found[at].second.find(expected[at].second), std::string::npos) << found[at].second;
    }
  }
}

TEST_F(ServiceFindings, OfMoreUnitsAreNotThoseThatWereAnswered) {
  const auto key = [&](int units) { return judged(with_services({service("G0008", units, {}, "2026-01-14")})).edits.at(0).key; };
  EXPECT_EQ(key(2), "claim:service-units-likely:G0008:2026-01-14:2");
  EXPECT_NE(key(2), key(90)) << "an answer for two is none for ninety";
}

TEST_F(ServiceFindings, OfTwoLinesAreAnsweredApart) {
  auto lines = with_services({service("A0428", 3, {}, "2026-01-14"), service("A0428", 3, {"XE"}, "2026-01-14")});
  const auto found = judged(lines).edits;
  ASSERT_EQ(found.size(), 2U);
  EXPECT_NE(found[0].key, found[1].key);
}

TEST_F(ServiceFindings, OfAServiceAreNotThoseOfADiagnosisWithTheSameLetters) {
  CodedSheet sheet = with_services({service("E1010", 1, {}, "2026-01-14")});
  sheet.services.front().evidence.clear();
  const auto findings = check_services(sheet, two_days, false, rules_of_services());
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings.front().key, "evidence:service:E1010:2026-01-14");
}

TEST_F(ServiceFindings, AskToMendADayThatTheStayHasNoMore) {
  const auto findings =
      check_services(with_services({service("A0428", 1, {}, "2026-01-13")}), two_days, false, rules_of_services());
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_TRUE(findings.front().blocks);
  EXPECT_NE(findings.front().says.find("2026-01-14 to 2026-01-15"), std::string::npos) << findings.front().says;
}

TEST_F(ServiceFindings, HaveTheRuleThatTheyComeFrom) {
  const auto found = judged(with_services({service("G0008", 2, {}, "2026-01-14")})).edits.at(0);
  EXPECT_NE(found.rule.find("adjudication indicator 3"), std::string::npos) << found.rule;
  EXPECT_NE(found.says.find("Check units and day"), std::string::npos) << "and what would resolve it: " << found.says;
}

TEST_F(ServiceFindings, TitlesAreThoseOfTheDayOfService) {
  EXPECT_EQ(books_->title_in("hcpcs", "G0008", on("2026-01-14")), "Giving a vaccine against influenza");
  EXPECT_EQ(books_->title_in("hcpcs", "G0008", on("2025-01-14")), "") << "no list of that day";
}

std::string claim_json(const CodedSheet& sheet) {
  CodingCase row;
  row.encounter_id = "e1";
  row.state = "final";
  row.ended_at = *Instant::parse("2026-01-15T09:00:00Z");
  return claim_of_case(row, sheet, {}, "p1", TimeZone::utc(), Instant(0));
}

TEST(ServiceClaim, IsReadBackAsItWasSaid) {
  auto sheet = with_services({service("J1885", 2, {"XE", "59"}, "2026-01-14"), service("99998", 1, {}, "2026-01-15")});
  sheet.diagnoses = {service("S93401A", 0)};
  const auto claim = json::Document::parse(claim_json(sheet)).value();
  const auto item = claim.root()["item"].at(0);
  EXPECT_EQ(item["productOrService"]["coding"].at(0)["system"].text(), "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets");
  EXPECT_EQ(item["modifier"].at(0)["coding"].at(0)["code"].text(), "XE");
  EXPECT_EQ(item["modifier"].at(1)["coding"].at(0)["system"].text(), "http://www.ama-assn.org/go/cpt");
  EXPECT_EQ(item["servicedDate"].text(), "2026-01-14");
  EXPECT_EQ(item["quantity"]["value"].integer(), 2);
  EXPECT_EQ(claim.root()["item"].at(1)["productOrService"]["coding"].at(0)["system"].text(), "http://www.ama-assn.org/go/cpt");
  EXPECT_EQ(claim.root()["item"].at(1)["sequence"].integer(), 2);
  const auto line = grouper_line(claim.root()).value();
  const auto back = service_lines(line.root()["services"], on("2026-01-15"));
  ASSERT_TRUE(back) << back.error().message;
  ASSERT_EQ(back->size(), sheet.services.size());
  for (std::size_t at = 0; at < back->size(); ++at) {
    EXPECT_EQ((*back)[at].code, sheet.services[at].code);
    EXPECT_EQ((*back)[at].units, sheet.services[at].units);
    EXPECT_EQ((*back)[at].modifiers, sheet.services[at].modifiers);
    EXPECT_EQ((*back)[at].done_on, sheet.services[at].done_on);
  }
}

TEST(ServiceClaim, WithoutServicesIsAsItWas) {
  const auto claim = json::Document::parse(claim_json({})).value();
  ASSERT_EQ(claim.root()["item"].size(), 1U);
  EXPECT_EQ(claim.root()["item"].at(0)["productOrService"]["coding"].at(0)["code"].text(), "not-applicable");
  EXPECT_EQ(grouper_line(claim.root()).value().root()["services"].size(), 0U);
}

TEST(ServiceClaim, UnitsAreWholeAndAnItemOfAnotherSystemIsNoService) {
  const auto read = [](const std::string& item) {
    const auto claim = json::Document::parse(R"({"billablePeriod":{"end":"2026-01-15"},"item":[)" + item + "]}").value();
    const auto line = grouper_line(claim.root()).value();
    return service_lines(line.root()["services"], on("2026-01-15"));
  };
  const auto item = [](const std::string& units) {
    return R"({"productOrService":{"coding":[{"system":"http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets","code":"J1885"}]},"quantity":{"value":)" +
           units + "}}";
  };
  EXPECT_EQ(read(item("2.0")).value().at(0).units, 2);
  EXPECT_EQ(read(item("2")).value().at(0).done_on, on("2026-01-15")) << "the day of the claim where the item says none";
  for (const auto* wrong : {"0", "1.5", "-1", "1e9", "100000"}) EXPECT_FALSE(read(item(wrong))) << wrong;
  EXPECT_TRUE(read(R"({"productOrService":{"coding":[{"system":"urn:house","code":"ROOM1"}]}})").value().empty());
}

}  // namespace
}  // namespace charta::coding_desk
