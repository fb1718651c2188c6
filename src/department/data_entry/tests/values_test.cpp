// SPDX-License-Identifier: Apache-2.0
// Units, places, double entry and what a value becomes in the chart.
#include "department/data_entry/posting.hpp"
#include "department/data_entry/tests/shipped_rules.hpp"
#include "formats/fhir/definitions.hpp"

#include <algorithm>

namespace charta::data_entry {
namespace {

using testing::shipped_rules;

EnteredValue typed(const std::string& field, const std::string& text, int row = 1) {
  EnteredValue value;
  value.field = field;
  value.text = text;
  value.row = row;
  value.source = {2, 1, PageBox{100, 200, 300, 40}, "as it stands"};
  return value;
}

TEST(UnitTable, ReadsQuantitiesAsPeopleWriteThem) {
  const auto& units = shipped_rules().units;
  struct Row {
    std::string text, number, unit;
  };
  for (const auto& [text, number, unit] :
       {Row{"72", "72", ""}, Row{" 72.50 kg ", "72.50", "kg"}, Row{"165lb", "165", "[lb_av]"}, Row{"165 LBS", "165", "[lb_av]"},
        Row{"98.6°F", "98.6", "[degF]"}, Row{"5'11\"", "71", "[in_i]"}, Row{"5' 11", "71", "[in_i]"},
        Row{"5 ft. 11.5 in.", "71.5", "[in_i]"}, Row{"5'", "5", "[ft_i]"}, Row{"120 mmHg", "120", "mm[Hg]"},
        Row{"120 mm Hg", "120", "mm[Hg]"}, Row{"97%", "97", "%"}, Row{"072.5", "72.5", ""}, Row{"-3 C", "-3", "Cel"},
        Row{"0", "0", ""}}) {
    const auto quantity = units.parse(text);
    ASSERT_TRUE(quantity) << text << ": " << quantity.error().message;
    EXPECT_EQ(quantity->number, number) << text;
    EXPECT_EQ(quantity->unit, unit) << text;
  }
  for (const auto* text : {"", "   ", "kg", "7,5 kg", "1,200", "120/80", "120-130", "72.", "-", "7 8", "1e5", "nan", "inf",
                           "12 stone", "5'12\"", "522222222222222222222ft1", "5.5'11\"", "1234567890123", "1.2.3"})
    EXPECT_FALSE(units.parse(text)) << text;
}

TEST(UnitTable, ConvertsWithinAQuantityAndNeverBetweenTwo) {
  const auto own = json::Document::parse(testing::shipped_rule("data-entry/units").tests);
  for (const auto one : own->root()) {
    const auto quantity = shipped_rules().units.parse(one["given"]["value"].text());
    ASSERT_TRUE(quantity) << one["name"].text();
    const auto converted = shipped_rules().units.convert(quantity->value, quantity->unit, one["given"]["to"].text());
    ASSERT_TRUE(converted);
    EXPECT_EQ(print_number(*converted, 1), one["expect"]["number"].text()) << one["name"].text();
  }
  EXPECT_FALSE(shipped_rules().units.convert(1, "kg", "cm"));
  for (const auto& from : shipped_rules().units.units())
    for (const auto& to : shipped_rules().units.units())
      if (const auto there = shipped_rules().units.convert(98.6, from.code, to.code)) {
        const auto back = shipped_rules().units.convert(*there, to.code, from.code);
        ASSERT_TRUE(back);
        EXPECT_NEAR(*back, 98.6, 1e-9) << from.code << " to " << to.code;
      }
}

TEST(PageBoxes, ArePrintedAndReadBackAndNeverLeaveThePage) {
  for (const auto* text : {"0 0 1000 1000", "120 300 400 30"}) EXPECT_EQ(print(parse_box(text)), text);
  for (const auto* text : {"", "1 2 3", "0 0 0 10", "900 0 200 10", "a b c d", "0 0 1001 1", "-1 0 10 10"})
    EXPECT_FALSE(parse_box(text)) << text;
}

TEST(DoubleEntry, AgreesWhereTheMeaningIsTheSame) {
  const auto& rules = shipped_rules();
  const auto& form = *rules.form("office-visit");
  const std::vector<EnteredValue> first = {typed("weight", "165 lb"), typed("pulse", "72"), typed("medications", "Lisinopril"),
                                           typed("medications", "Metformin", 2), typed("plan", "Return in a week")};
  auto second = std::vector<EnteredValue>{typed("weight", "74.84 kg"), typed("pulse", "77"), typed("medications", "metformin"),
                                          typed("medications", "Lisinopril", 2), typed("complaint", "Cough")};
  const auto compared = compare(form, rules.units, first, second);
  std::vector<std::string> agree, differ;
  for (const auto& one : compared) (one.agrees ? agree : differ).push_back(one.field);
  EXPECT_EQ(agree, (std::vector<std::string>{"weight", "medications", "medications"})) << "lines are paired by what they say";
  EXPECT_EQ(differ, (std::vector<std::string>{"complaint", "pulse", "plan"}));
  const auto pulse = std::find_if(compared.begin(), compared.end(), [](const Compared& one) { return one.field == "pulse"; });
  EXPECT_TRUE(pulse->first.is_set() && pulse->second.is_set());
}

TEST(DoubleEntry, WhatTheNoteDoesNotHaveIsAnAnswerToo) {
  const auto& rules = shipped_rules();
  EnteredValue absent;
  absent.field = "weight";
  absent.is_absent = true;
  EXPECT_FALSE(compare(*rules.form("office-visit"), rules.units, {absent}, {typed("weight", "70 kg")}).at(0).agrees);
  EXPECT_TRUE(compare(*rules.form("office-visit"), rules.units, {absent}, {absent}).at(0).agrees);
}

TEST(DoubleEntry, IsDrawnByTheKeyAsOftenAsTheRuleSays) {
  int drawn = 0;
  for (std::int64_t key = 1'000'000; key < 1'010'000; ++key) drawn += is_drawn(key, 50) ? 1 : 0;
  const auto own = json::Document::parse(testing::shipped_rule("data-entry/double-entry").tests);
  const auto expect = own->root().at(0)["expect"];
  EXPECT_GE(drawn, *expect["at_least"].integer());
  EXPECT_LE(drawn, *expect["at_most"].integer());
  EXPECT_FALSE(is_drawn(7, 0));
  EXPECT_TRUE(is_drawn(7, 1000));
}

PostingContext context() {
  return {"0000000000ENT",
          "Patient/p1",
          "Encounter/e1",
          "DocumentReference/d1",
          3,
          "2026-02-24",
          *Instant::parse("2026-03-01T08:00:00Z"),
          UserId(7),
          UserId(8),
          "second-person"};
}

TEST(Posting, EveryKindOfValueIsAValidResource) {
  const auto& rules = shipped_rules();
  std::vector<EnteredValue> values;
  for (const auto& field : rules.form("office-visit")->fields) {
    auto value = typed(field.id, field.kind == FieldKind::quantity ? "40"
                                 : field.kind == FieldKind::date   ? "2026-02-01"
                                                                   : "Words of it");
    if (field.kind == FieldKind::choice) value.code = field.choices.front().code;
    if (field.kind == FieldKind::side) value.text = "left";
    if (field.is_coded()) {
      value.side = field.kind == FieldKind::problem ? "left" : "";
      value.since = "2026-01";
      value.detail = "10 mg daily";
    }
    if (field.kind == FieldKind::problem) value.code = "m25.562";
    values.push_back(value);
  }
  const auto pieces = pieces_of(*rules.form("office-visit"), rules.units, values, {}, context());
  ASSERT_GE(pieces.size(), 15u);
  int panels = 0;
  for (const auto& piece : pieces) {
    const auto document = json::Document::parse(piece.json);
    ASSERT_TRUE(document) << piece.json;
    for (const auto& issue : fhir::validate(document->root()))
      EXPECT_NE(issue.severity, fhir::Issue::Severity::error) << issue.path << ": " << issue.message << "\n" << piece.json;
    panels += document->root()["component"].size() == 2 ? 1 : 0;
    EXPECT_EQ(document->root()["identifier"].at(0)["system"].text(), identifier_system);
    const auto provenance = json::Document::parse(provenance_of({piece.type + "/x"}, piece.values, context(), "CREATE"));
    ASSERT_TRUE(provenance);
    for (const auto& issue : fhir::validate(provenance->root()))
      EXPECT_NE(issue.severity, fhir::Issue::Severity::error) << issue.path << ": " << issue.message;
    const auto entity = provenance->root()["entity"].at(0);
    EXPECT_EQ(entity["what"]["reference"].text(), "DocumentReference/d1/_history/2");
    EXPECT_EQ(entity["extension"].at(0)["valuePositiveInt"].text(), "1");
    EXPECT_EQ(entity["extension"].at(1)["valueString"].text(), "100 200 300 40");
    EXPECT_EQ(json::write(provenance->root()).find("as it stands"), std::string::npos) << "no words of the note";
  }
  EXPECT_EQ(panels, 1) << "both pressures are one observation";
}

TEST(Posting, APoundIsPostedInKilogramsAndSaysHowItWasWritten) {
  const auto& rules = shipped_rules();
  const auto pieces = pieces_of(*rules.form("office-visit"), rules.units, {typed("weight", "165 lb")}, {}, context());
  ASSERT_EQ(pieces.size(), 1u);
  const auto document = json::Document::parse(pieces[0].json);
  const auto quantity = document->root()["valueQuantity"];
  EXPECT_EQ(quantity["value"].text(), "74.84");
  EXPECT_EQ(quantity["code"].text(), "kg");
  EXPECT_EQ(document->root()["note"].at(0)["text"].text(), "As written: 165 lb");
}

TEST(Posting, WhatGoesOnIsNotPostedAgain) {
  const auto& rules = shipped_rules();
  const std::vector<EnteredValue> values = {typed("medications", "Lisinopril"), typed("medications", "Losartan", 2)};
  Reconciliation all;
  all.lines.push_back({{}, PriorSays::goes_on, {"medications", 1}, {}, {}});
  const auto pieces = pieces_of(*rules.form("office-visit"), rules.units, values, all, context());
  ASSERT_EQ(pieces.size(), 1u);
  EXPECT_EQ(pieces[0].values[0]->text, "Losartan");
}

TEST(Posting, WhatEndsAndWhatIsRetractedStaysValid) {
  for (
      const auto& [json, status] :
      {std::pair(
           R"({"resourceType":"MedicationStatement","id":"m","status":"active","subject":{"reference":"Patient/p"},"medicationCodeableConcept":{"text":"L"}})",
           "stopped"),
       std::pair(
           R"({"resourceType":"Condition","id":"c","subject":{"reference":"Patient/p"},"clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}]},"code":{"text":"A"}})",
           "inactive"),
       std::pair(
           R"({"resourceType":"AllergyIntolerance","id":"a","patient":{"reference":"Patient/p"},"clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical","code":"active"}]},"code":{"text":"L"}})",
           "inactive")}) {
    const auto document = json::Document::parse(json);
    const auto end = ended(document->root(), context());
    ASSERT_TRUE(end) << json;
    const auto back = retracted(document->root());
    ASSERT_TRUE(back) << json;
    EXPECT_NE(end->find(status), std::string::npos);
    EXPECT_NE(back->find("entered-in-error"), std::string::npos);
    for (const auto& text : {*end, *back}) {
      const auto after = json::Document::parse(text);
      for (const auto& issue : fhir::validate(after->root()))
        EXPECT_NE(issue.severity, fhir::Issue::Severity::error) << issue.path << ": " << issue.message << "\n" << text;
    }
  }
  EXPECT_FALSE(ended(json::Document::parse(R"({"resourceType":"Patient"})")->root(), context()));
}

TEST(EntryFigures, CountWhatWasPostedAndWhatAgreed) {
  std::vector<Entry> entries(3);
  const auto visit = *Instant::parse("2026-02-24T10:00:00Z");
  for (std::size_t at = 0; at < 3; ++at) {
    entries[at].visit_at = visit;
    entries[at].posted_at = visit.plus(std::chrono::hours(10 * static_cast<int>(at + 1)));
  }
  entries[0].second_at = entries[0].posted_at;
  entries[0].compared = 20;
  entries[0].agreed = 19;
  entries[1].times_returned = 2;
  const auto figures = figures_of(entries, 24);
  EXPECT_EQ(figures.posted, 3);
  EXPECT_EQ(figures.within_goal, 2);
  EXPECT_EQ(figures.returned, 1);
  EXPECT_EQ(figures.typed_twice, 1);
  EXPECT_DOUBLE_EQ(*figures.median_hours, 20);
  EXPECT_DOUBLE_EQ(*figures.accuracy, 0.95);
  EXPECT_FALSE(figures_of({}, 24).accuracy) << "nothing is known where nothing was typed twice";
}

TEST(EntryMachines, AreDeclaredWhole) {
  EXPECT_EQ(worklists::check(entry_machine()), "");
  EXPECT_EQ(worklists::check(source_machine()), "");
}

}  // namespace
}  // namespace charta::data_entry
