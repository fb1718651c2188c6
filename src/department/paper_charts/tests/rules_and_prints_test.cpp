// SPDX-License-Identifier: Apache-2.0
#include "department/paper_charts/barcode.hpp"
#include "department/paper_charts/paper_rules.hpp"
#include "department/paper_charts/prints.hpp"
#include "formats/json/json.hpp"

#include <gtest/gtest.h>

namespace charta::paper_charts {
namespace {

const Date rules_day = *Date::parse("2026-03-01");

const rules::RuleBook& shipped_book() {
  static const auto book = rules::RuleBook::load(CHARTA_SOURCE_FOLDER "/data/rules/paper-charts");
  EXPECT_TRUE(book) << book.error().message;
  return *book;
}

/// Every pack's own cases, by what they give and expect.
void for_each_case(const std::string& id, const std::function<void(json::Value given, json::Value expect)>& check) {
  const auto* rule = *shipped_book().in_force(id, rules_day);
  const auto tests = json::Document::parse(rule->tests);
  ASSERT_TRUE(tests);
  ASSERT_GT(tests->root().size(), 1U);
  for (const auto one : tests->root()) {
    SCOPED_TRACE(std::string(one["name"].text()));
    check(one["given"], one["expect"]);
  }
}

TEST(PaperRules, LoansAnswerTheirOwnCases) {
  const auto rules = PaperRules::read(shipped_book(), rules_day, "US");
  ASSERT_TRUE(rules) << rules.error().message;
  for_each_case("paper-charts/loans", [&](json::Value given, json::Value expect) {
    if (given["class"]) {
      EXPECT_EQ(rules->loans.hours_for(given["class"].text()), expect["hours"].integer());
    }
    if (!given["kind"]) return;
    Volume volume;
    volume.kind = std::string(given["kind"].text());
    EXPECT_EQ(rules->loans.needs_purpose(volume), expect["purpose"].boolean());
  });
}

TEST(PaperRules, RequisitionsAnswerTheirOwnCases) {
  const auto rules = PaperRules::read(shipped_book(), rules_day, "US");
  ASSERT_TRUE(rules);
  for_each_case("paper-charts/requisitions", [&](json::Value given, json::Value expect) {
    if (given["priority"]) {
      EXPECT_EQ(rules->requisitions.promised_minutes.at(*worklists::parse_priority(given["priority"].text())),
                expect["minutes"].integer());
    }
    if (!given["class"]) return;
    const auto found = rules->requisitions.arrivals.find(given["class"].text());
    EXPECT_EQ(found == rules->requisitions.arrivals.end() ? std::string_view() : worklists::priority_code(found->second),
              expect["priority"].text());
  });
}

TEST(PaperRules, FilingAndTheHuntAnswerTheirOwnCases) {
  const auto rules = PaperRules::read(shipped_book(), rules_day, "US");
  ASSERT_TRUE(rules);
  for_each_case("paper-charts/filing", [&](json::Value given, json::Value expect) {
    EXPECT_EQ(rules->filing.colours[static_cast<std::size_t>(*given["digit"].integer())], expect.text());
  });
  for_each_case("paper-charts/hunt", [&](json::Value given, json::Value expect) {
    HuntFacts facts;
    facts.was_lent = given["lent"].boolean();
    if (facts.was_lent) facts.borrower = Spot{"place:1", "", {}, {}};
    facts.own_slot = Spot{"slot:1", "", {}, {}};
    facts.carts = {Spot{"place:2", "", {}, {}}};
    EXPECT_EQ(plan_hunt(facts, rules->hunt, {}).suggestions.front().because.front(), expect["first"].text());
  });
}

TEST(PaperRules, AWrongPackNamesItsElement) {
  const auto refused = [](const std::string& parameters) {
    const auto pack = rules::RuleBook::from_text(
        R"({"id":"paper-charts/loans","version":1,"title":"t","jurisdiction":"","setting":"","effective_from":"2020-01-01",
            "citation":"c","url":"","verified":false,"review_by":"2030-01-01","message_to_clerk":"m","tests":[{"name":"one","given":{"class":"ward"},"expect":{"hours":1}}],"parameters":)" +
        parameters + "}");
    EXPECT_TRUE(pack) << pack.error().message;
    const auto read = PaperRules::read(*pack, rules_day, "US");
    EXPECT_FALSE(read);
    return read ? std::string() : read.error().location;
  };
  EXPECT_EQ(refused(R"({"standard_hours": 0})"), "standard_hours");
  EXPECT_EQ(refused(R"({"standard_hours": 72, "hours": {"ward": "long"}})"), "ward");
  EXPECT_EQ(refused(R"({"standard_hours": 72, "hours": {}, "purpose_for_kinds": ["novel"]})"), "purpose_for_kinds");
  EXPECT_EQ(refused(R"({"standard_hours": 72, "hours": {}, "purpose_for_kinds": [], "purposes": []})"), "purposes");
}

Label some_label(std::int64_t key = 4242) {
  return {barcode_of(Scanned::volume, key), "12-34-56", {"medical, volume 1"}, {"black", "purple"}};
}

TEST(PaperPrints, LabelsFillAPageOfThirty) {
  const auto one = labels_as_pdf({some_label()}), many = labels_as_pdf(std::vector<Label>(31, some_label()));
  ASSERT_TRUE(one);
  ASSERT_TRUE(many);
  EXPECT_TRUE(one->starts_with("%PDF-"));
  const auto pages_in = [](const std::string& pdf) {
    std::size_t count = 0;
    for (auto at = pdf.find("/Type /Page "); at != std::string::npos; at = pdf.find("/Type /Page ", at + 1)) ++count;
    for (auto at = pdf.find("/Type /Page\n"); at != std::string::npos; at = pdf.find("/Type /Page\n", at + 1)) ++count;
    return count;
  };
  EXPECT_NE(pages_in(*one), pages_in(*many));
}

TEST(PaperPrints, ALabelPrinterGetsTheBarcodeAsItStands) {
  const auto zpl = labels_as_zpl({some_label()});
  ASSERT_TRUE(zpl);
  EXPECT_NE(zpl->find("^BCN,70,Y,N,N,A^FH^FD" + some_label().barcode + "^FS"), std::string::npos);
  EXPECT_TRUE(zpl->starts_with("^XA"));
  EXPECT_TRUE(zpl->ends_with("^XZ\n"));
}

TEST(PaperPrints, ThePrintersOwnSignsInATextAreOnlyText) {
  auto label = some_label();
  label.heading = "^XZ~JA";
  const auto zpl = labels_as_zpl({label});
  ASSERT_TRUE(zpl);
  EXPECT_EQ(zpl->find("~JA"), std::string::npos);
  EXPECT_NE(zpl->find("_5EXZ_7EJA"), std::string::npos);
}

TEST(PaperPrints, AnOutguideSaysForWhomSinceWhenAndUntilWhen) {
  const Slip slip{
      "OUT", some_label(), "Nurse Ito", "Ward 3", "2026-03-01 08:00", "2026-03-08 08:00", barcode_of(Scanned::requisition, 9)};
  const auto zpl = slips_as_zpl({slip});
  ASSERT_TRUE(zpl);
  for (const auto& text : {slip.title, slip.deliver_to, slip.requester, slip.due_at, slip.request_barcode})
    EXPECT_NE(zpl->find(text), std::string::npos) << text;
  ASSERT_TRUE(slips_as_pdf({slip, slip, slip, slip}));
}

TEST(PaperPrints, ABarcodeThatNoSymbolHoldsIsRefused) {
  auto label = some_label();
  label.barcode = std::string(200, 'X');
  EXPECT_FALSE(labels_as_pdf({label}));
  EXPECT_FALSE(labels_as_zpl({label}));
  label.barcode.clear();
  EXPECT_FALSE(labels_as_pdf({label}));
}

TEST(PaperPrints, APullListOfNothingIsStillAPage) {
  const auto pdf = pull_list_as_pdf({}, "Pull list");
  ASSERT_TRUE(pdf);
  EXPECT_TRUE(pdf->starts_with("%PDF-"));
}

}  // namespace
}  // namespace charta::paper_charts
