// SPDX-License-Identifier: Apache-2.0
// Who may sign what, what a signature binds, and what may follow it.
#include "department/signatures/amendment.hpp"
#include "department/signatures/my_list.hpp"
#include "tests/support/case_table.hpp"

#include <gtest/gtest.h>

#include <random>

namespace charta::signatures {
namespace {

const rules::RuleBook& signature_book() {
  static const auto book = rules::RuleBook::load(CHARTA_SOURCE_FOLDER "/data/rules").value();
  return book;
}
const SignatureRules& shipped_signatures() {
  static const auto rules = SignatureRules::read(signature_book(), *Date::parse("2026-03-01"), "US").value();
  return rules;
}

StaffMember person_called(const std::string& name) {
  return name.empty() ? StaffMember() : StaffMember{"urn:npi|" + name, name};
}
UserId account_of(const std::string& name) {
  return UserId(static_cast<std::int64_t>(std::hash<std::string>()(name) >> 8U) | 1);
}
Signer signer_called(const std::string& name, const std::string& standing) {
  return {account_of(name), standing, {person_called(name)}};
}

struct SigningCase {
  DocumentFacts document;
  StaffMember asked;
  std::vector<Signature> signatures;

  void take(const charta::testing::CaseLine& line) {
    const auto has = [&](const char* word) { return std::find(line.words.begin(), line.words.end(), word) != line.words.end(); };
    if (line.verb == "document") {
      document.author = person_called(line.value("author"));
      document.authenticator = person_called(line.value("cosigner"));
      document.is_final = has("final");
      document.is_gone = has("gone");
    } else if (line.verb == "asked") {
      asked = person_called(line.words.at(0));
    } else if (line.verb == "signed") {
      Signature one;
      one.signer = account_of(line.words.at(0));
      one.standing = line.words.at(2);
      one.meaning = line.value("meaning");
      if (has("outdated")) one.outdated_at = Instant(1);
      signatures.push_back(one);
    }
  }
  Result<void> check(const Signer& signer, const std::string& meaning) const {
    return check_may_sign(document, signatures, signer, *shipped_signatures().meaning(meaning), shipped_signatures(), asked);
  }
};

void judge_line(const SigningCase& told, const charta::testing::CaseLine& line) {
  SCOPED_TRACE("line " + std::to_string(line.number));
  if (line.verb == "needs") {
    EXPECT_EQ(state_of(told.signatures, shipped_signatures()).needs, line.words.empty() ? "" : line.words[0]);
    return;
  }
  const auto signer = signer_called(line.words.at(0), line.words.at(2));
  if (line.verb == "offered") {
    std::vector<std::string> codes;
    for (const auto* one : offered(told.document, told.signatures, signer, shipped_signatures(), told.asked))
      codes.push_back(one->code);
    EXPECT_EQ(codes, std::vector<std::string>(line.words.begin() + 3, line.words.end()));
    return;
  }
  const auto& meaning = line.words.at(3);
  const auto answer = told.check(signer, meaning);
  if (line.verb == "refused") {
    ASSERT_FALSE(answer);
    EXPECT_EQ(name_of(answer.error().kind), line.words.at(4)) << answer.error().message;
  } else {
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(makes_final(*shipped_signatures().meaning(meaning), signer, shipped_signatures()), line.words.size() > 4);
  }
}

TEST(Signing, IsWhatTheTableOfCasesSays) {
  int judged = 0;
  for (const auto& one : charta::testing::read_cases(CHARTA_MODULE_FOLDER "/tests/cases/signing.case")) {
    SCOPED_TRACE(one.title);
    SigningCase told;
    for (const auto& line : one.lines) {
      if (line.verb == "document" || line.verb == "asked" || line.verb == "signed") {
        told.take(line);
      } else {
        judge_line(told, line);
        ++judged;
      }
    }
  }
  EXPECT_GE(judged, 46);
}

TEST(SignatureRules, PassTheirOwnCases) {
  int cases = 0;
  for (const auto& rule : signature_book().rules()) {
    if (!rule.id.starts_with("signatures/")) continue;
    const auto tests = json::Document::parse(rule.tests);
    ASSERT_TRUE(tests);
    for (const auto test : tests->root()) {
      SCOPED_TRACE(rule.id + ": " + std::string(test["name"].text()));
      const auto given = test["given"], expect = test["expect"];
      const std::string standing(given["standing"].text());
      ++cases;
      if (rule.id == "signatures/standings") {
        EXPECT_EQ(shipped_signatures().standing(standing)->needs, expect["needs"].text());
        continue;
      }
      const auto* meaning = shipped_signatures().meaning(given["meaning"].text());
      ASSERT_NE(meaning, nullptr);
      EXPECT_EQ(meaning->is_for(standing), expect["allowed"].boolean());
      if (expect["final"]) {
        EXPECT_EQ(makes_final(*meaning, signer_called("x", standing), shipped_signatures()), expect["final"].boolean());
      }
    }
  }
  EXPECT_GE(cases, 7);
}

TEST(SignatureRules, EveryMeaningSaysWhatItSaysAndFromWhere) {
  for (const auto& one : shipped_signatures().meanings) {
    SCOPED_TRACE(one.code);
    EXPECT_FALSE(one.citation.empty());
    EXPECT_TRUE(one.e1762.starts_with("1.2.840.10065.1.12.1.")) << one.e1762;
    EXPECT_TRUE(one.statement.ends_with(".")) << one.statement;
  }
}

TEST(SignatureRules, AMeaningForNobodyIsRefusedByName) {
  const auto book = rules::RuleBook::from_text(
      R"({"rules":[{"id":"signatures/meanings","version":1,"title":"t","jurisdiction":"US","setting":"hospital","effective_from":"2020-01-01","citation":"c","url":"","verified":false,"review_by":"2027-06-30","message_to_clerk":"m","parameters":{"meanings":[{"code":"author","title":"A","statement":"S.","e1762":"1","stand":"author","standings":["wizard"]}]},"tests":[{"name":"n","given":{},"expect":{}}]},)"
      R"({"id":"signatures/standings","version":1,"title":"t","jurisdiction":"US","setting":"hospital","effective_from":"2020-01-01","citation":"c","url":"","verified":false,"review_by":"2027-06-30","message_to_clerk":"m","parameters":{"standings":[{"code":"attending","title":"A"}]},"tests":[{"name":"n","given":{},"expect":{}}]}]})");
  ASSERT_TRUE(book) << book.error().message;
  const auto read = SignatureRules::read(*book, *Date::parse("2026-03-01"), "US");
  ASSERT_FALSE(read);
  EXPECT_NE(read.error().message.find("wizard"), std::string::npos);
}

SignedContent plain_content() {
  return {"P1", "DocumentReference", "D1", 3, "Discharge summary", {{"text/plain", "words"}}};
}

TEST(SignedContent, IsTextThatAnybodyCanWriteAgain) {
  EXPECT_EQ(binding_text(plain_content()),
            "charta signed content 1\npatient P1\ndocument DocumentReference/D1 version 3\ntitle Discharge summary\n"
            "part 5 " +
                sha256("words").hex() + " text/plain\n");
}

TEST(SignedContent, ChangesWithEverythingThatItBinds) {
  const auto before = digest_of(plain_content());
  std::vector<SignedContent> others(8, plain_content());
  others[0].patient = "P2";
  others[1].id = "D2";
  others[2].version = 4;
  others[3].title = "Discharge summary ";
  others[4].parts[0].bytes = "Words";
  others[5].parts[0].content_type = "text/html";
  others[6].parts.push_back({"text/plain", ""});
  others[7].type = "DiagnosticReport";
  for (std::size_t at = 0; at < others.size(); ++at) EXPECT_NE(digest_of(others[at]), before) << at;
}

TEST(SignedContent, NoTitleCanPassForAnotherLine) {
  auto one = plain_content(), other = plain_content();
  one.title = "A\npart 5 0 text/plain";
  one.parts.clear();
  other.title = "A";
  EXPECT_EQ(binding_text(one).find("\npart"), std::string::npos);
  EXPECT_NE(digest_of(one), digest_of(other));
  one.title = "A\\n";
  other.title = "A\n";
  other.parts.clear();
  EXPECT_NE(digest_of(one), digest_of(other));
}

TEST(SignedContent, AnyByteOfAnyPartIsBound) {
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    auto content = plain_content();
    content.parts.front().bytes.assign(1 + random() % 2000, 'x');
    for (auto& c : content.parts.front().bytes) c = static_cast<char>(random());
    Signature signature;
    signature.patient_id = content.patient;
    signature.version = content.version;
    signature.title = content.title;
    signature.digest = digest_of(content);
    auto& bytes = content.parts.front().bytes;
    auto later = content;
    later.version = 9;
    later.patient = "P9";
    EXPECT_TRUE(is_as_signed(signature, later)) << "moved and filed anew it says the same";
    bytes[random() % bytes.size()] ^= static_cast<char>(1U << (random() % 8));
    EXPECT_FALSE(is_as_signed(signature, content));
  }
}

DocumentFacts final_note() {
  DocumentFacts facts;
  facts.id = "D1";
  facts.title = "Discharge summary";
  facts.author = person_called("ann");
  facts.is_final = true;
  return facts;
}

NewAmendment amendment_of(AmendmentKind kind) {
  NewAmendment asked;
  asked.kind = kind;
  asked.id = "D1";
  asked.text = "The dose was 5 mg.";
  asked.reason = "typing error";
  asked.happened_at = Instant(1000);
  return asked;
}

TEST(Amendment, OnlyWhoAnswersForADocumentCorrectsOrRetractsIt) {
  const auto note = final_note();
  const auto ann = signer_called("ann", "attending"), bob = signer_called("bob", "attending");
  for (const auto kind : {AmendmentKind::correction, AmendmentKind::retraction}) {
    EXPECT_TRUE(check_amendment(amendment_of(kind), &note, {}, ann, Instant(2000)));
    const auto refused = check_amendment(amendment_of(kind), &note, {}, bob, Instant(2000));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::forbidden);
  }
  EXPECT_TRUE(check_amendment(amendment_of(AmendmentKind::addendum), &note, {}, bob, Instant(2000)));
  Signature cosigned;
  cosigned.signer = bob.account;
  cosigned.meaning = "co-signer";
  EXPECT_TRUE(check_amendment(amendment_of(AmendmentKind::correction), &note, std::span(&cosigned, 1), bob, Instant(2000)));
  cosigned.meaning = "verifier";
  EXPECT_FALSE(check_amendment(amendment_of(AmendmentKind::correction), &note, std::span(&cosigned, 1), bob, Instant(2000)));
}

TEST(Amendment, WhatIsNotSignedYetIsWrittenAnewInstead) {
  auto note = final_note();
  note.is_final = false;
  const auto ann = signer_called("ann", "attending");
  EXPECT_FALSE(check_amendment(amendment_of(AmendmentKind::addendum), &note, {}, ann, Instant(2000)));
  EXPECT_FALSE(check_amendment(amendment_of(AmendmentKind::correction), &note, {}, ann, Instant(2000)));
  EXPECT_TRUE(check_amendment(amendment_of(AmendmentKind::retraction), &note, {}, ann, Instant(2000)))
      << "in the wrong chart it is wrong before anybody signs it";
  note.is_gone = true;
  EXPECT_FALSE(check_amendment(amendment_of(AmendmentKind::retraction), &note, {}, ann, Instant(2000)));
}

TEST(Amendment, ALateEntrySaysWhenItHappenedAndThatWasBefore) {
  const auto ann = signer_called("ann", "attending");
  auto late = amendment_of(AmendmentKind::late_entry);
  EXPECT_TRUE(check_amendment(late, nullptr, {}, ann, Instant(2000)));
  EXPECT_FALSE(check_amendment(late, nullptr, {}, ann, Instant(999)));
  late.happened_at.reset();
  EXPECT_FALSE(check_amendment(late, nullptr, {}, ann, Instant(2000)));
}

TEST(Amendment, IsLabelledInItsOwnWordsWhateverProgramShowsIt) {
  const auto now = *Instant::parse("2026-03-01T08:00:00Z");
  for (const auto& [kind, label] :
       {std::pair(AmendmentKind::addendum, "ADDENDUM to: Note. Written 2026-03-01T08:00:00.000Z by Ann"),
        std::pair(AmendmentKind::correction, "CORRECTION of: Note. Written 2026-03-01T08:00:00.000Z by Ann. Why: typing error"),
        std::pair(AmendmentKind::late_entry,
                  "LATE ENTRY: Note. Written 2026-03-01T08:00:00.000Z by Ann about what happened "
                  "1970-01-01T00:00:01.000Z")}) {
    const auto text = text_of_amendment(amendment_of(kind), "Note", "Ann", now);
    EXPECT_TRUE(text.starts_with(label)) << text;
    EXPECT_TRUE(text.ends_with("\n\nThe dose was 5 mg."));
    EXPECT_NE(title_of_amendment(kind, "Note"), "Note");
  }
}

TEST(Amendment, WithoutWordsOrReasonIsNone) {
  const auto note = final_note();
  const auto ann = signer_called("ann", "attending");
  auto asked = amendment_of(AmendmentKind::addendum);
  asked.text.clear();
  EXPECT_FALSE(check_amendment(asked, &note, {}, ann, Instant(2000)));
  asked = amendment_of(AmendmentKind::correction);
  asked.reason.clear();
  EXPECT_FALSE(check_amendment(asked, &note, {}, ann, Instant(2000)));
  EXPECT_FALSE(check_amendment(amendment_of(AmendmentKind::addendum), nullptr, {}, ann, Instant(2000)));
}

TEST(MyList, IsOldestFirstAndKeepsTheOrderOfWhatIsEquallyOld) {
  std::vector<OwedLine> lines(4);
  const std::int64_t since[] = {30, 10, 20, 10};
  for (std::size_t at = 0; at < lines.size(); ++at) {
    lines[at].since = Instant(since[at]);
    lines[at].title = std::to_string(at);
  }
  oldest_first(lines);
  std::string order;
  for (const auto& one : lines) order += one.title;
  EXPECT_EQ(order, "1320");
}

TEST(CorrectionQueue, IsDeclaredWhole) {
  EXPECT_EQ(worklists::check(correction_machine()), "");
  EXPECT_TRUE(is_with_transcription("requested"));
  EXPECT_TRUE(is_with_transcription("in-transcription"));
  EXPECT_FALSE(is_with_transcription("to-review"));
}

}  // namespace
}  // namespace charta::signatures
