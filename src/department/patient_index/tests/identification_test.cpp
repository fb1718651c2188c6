// SPDX-License-Identifier: Apache-2.0
#include "department/patient_index/identification.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "base/text.hpp"
#include "tests/support/case_table.hpp"

namespace charta::patient_index {
namespace {

const Date today = *Date::parse("2026-01-15");

Identifier identifier_of(const std::string& text) {
  const auto parts = split(text, '|');
  return {"urn:charta:assigner:" + std::string(parts[0]), std::string(parts[1]), parts.size() > 2 ? std::string(parts[2]) : "MR"};
}

Name name_of(const std::string& text) {
  auto parts = split(text, '^');
  parts.resize(5);
  Name name{std::string(parts[0]), std::string(parts[1]), std::string(parts[2]), std::string(parts[3])};
  if (parts[4] == "M") name.use = NameUse::former;
  if (parts[4] == "A") name.use = NameUse::alias;
  return name;
}

Demographics who_is_in(const testing::CaseLine& line) {
  Demographics who;
  for (const auto& mrn : line.all("mrn")) who.identifiers.push_back(identifier_of(mrn));
  for (const auto& name : line.all("name")) who.names.push_back(name_of(name));
  who.birth_text = line.value("born");
  who.birth_date = Date::parse(who.birth_text);
  who.sex = line.value("sex");
  who.ssn = line.value("ssn");
  if (line.has("birth_order")) who.birth_order = std::stoi(line.value("birth_order"));
  return who;
}

std::string kind_text(Verdict::Kind kind) {
  switch (kind) {
    case Verdict::Kind::exact: return "exact";
    case Verdict::Kind::none: return "none";
    case Verdict::Kind::conflict: return "conflict";
    case Verdict::Kind::ambiguous: return "ambiguous";
    case Verdict::Kind::insufficient: return "insufficient";
  }
  return "?";
}

TEST(Identification, DecidesEveryCaseOfTheTable) {
  const auto cases = testing::read_cases(CHARTA_MODULE_FOLDER "/tests/cases/identification.case");
  ASSERT_GE(cases.size(), 40U);
  for (const auto& one : cases) {
    SCOPED_TRACE(one.title);
    std::vector<CandidateRecord> candidates;
    Demographics received;
    for (const auto& line : one.lines) {
      if (line.verb == "registered") {
        CandidateRecord record;
        record.patient = PatientId(std::stoll(line.value("patient")));
        record.who = who_is_in(line);
        record.overlay_flag = line.has("overlay");
        record.review_flag = line.has("review");
        candidates.push_back(record);
      } else if (line.verb == "arrives") {
        received = who_is_in(line);
      } else {
        ASSERT_EQ(line.verb, "expect");
        const auto purpose = line.value("purpose") == "update" ? Purpose::update : Purpose::file;
        const Verdict verdict = identify(received, candidates, today, purpose);
        EXPECT_EQ(kind_text(verdict.kind), line.words.at(0));
        if (line.has("patient")) {
          EXPECT_EQ(verdict.patient.key(), std::stoll(line.value("patient")));
        }
        EXPECT_EQ(std::string(verdict.reason()), line.value("because"));
      }
    }
  }
}

TEST(Identification, FilesOnlyWithExactNumberFullBirthDateAndName) {
  // Every subset of what a message may carry: only the whole of it is filed.
  CandidateRecord record;
  record.patient = PatientId(1);
  record.who.identifiers = {{"urn:a", "1", "MR"}};
  record.who.names = {{"Marsh", "Ada", "", ""}};
  record.who.birth_date = *Date::parse("1961-04-02");
  for (int bits = 0; bits < 8; ++bits) {
    Demographics received;
    if ((bits & 1) != 0) received.identifiers = record.who.identifiers;
    if ((bits & 2) != 0) received.names = record.who.names;
    if ((bits & 4) != 0) received.birth_date = record.who.birth_date;
    received.sex = "female";
    EXPECT_EQ(identify(received, {record}, today).kind == Verdict::Kind::exact, bits == 7) << bits;
  }
}

TEST(Identification, ExplainsEveryReasonInWords) {
  for (const auto code : reason_codes()) EXPECT_GT(reason_sentence(code).size(), 20U) << code;
  EXPECT_TRUE(reason_sentence("no-such-reason").empty());
}

TEST(Identification, NamesEveryFindingNotOnlyTheFirst) {
  CandidateRecord record;
  record.patient = PatientId(1);
  record.who.identifiers = {{"urn:a", "1", "MR"}};
  record.who.names = {{"Marsh", "Ada", "", ""}};
  record.who.birth_date = *Date::parse("1961-04-02");
  Demographics received = record.who;
  received.names = {{"Quill", "Tom", "", ""}};
  received.birth_date = *Date::parse("1999-01-01");
  const auto verdict = identify(received, {record}, today);
  EXPECT_EQ(verdict.reasons, (std::vector<std::string>{"birth-date-differs", "name-differs"}));
}

}  // namespace
}  // namespace charta::patient_index
