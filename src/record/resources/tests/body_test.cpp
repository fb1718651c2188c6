// SPDX-License-Identifier: Apache-2.0
#include "record/resources/body.hpp"

#include "base/id.hpp"
#include "record/resources/dictionary.hpp"
#include "record/resources/index_rows.hpp"
#include "record/resources/tests/synthetic_bundle.hpp"

#include <gtest/gtest.h>

namespace charta::resources {
namespace {

std::string whole_body(const std::string& text) {
  const auto document = json::Document::parse(text).value();
  return join_body(keep_body(document.root()));
}

TEST(Body, KeepsEverythingButWhatTheServerGives) {
  const std::string kept = whole_body(
      R"( { "id":"x", "status" : "final", "resourceType":"Observation", "meta":{"versionId":"3","lastUpdated":"2020-01-01T00:00:00Z","tag":[{"code":"a"}]}, "n": 1.50 } )");
  EXPECT_EQ(kept, "\"tag\":[{\"code\":\"a\"}]\n\"status\":\"final\",\"n\":1.50");
  EXPECT_EQ(
      splice_body(kept, "Observation", "y", 2, Instant(0)),
      R"({"resourceType":"Observation","id":"y","meta":{"versionId":"2","lastUpdated":"1970-01-01T00:00:00.000Z","tag":[{"code":"a"}]},"status":"final","n":1.50})");
}

TEST(Body, AnEmptyResourceIsStillOne) {
  EXPECT_EQ(whole_body(R"({"resourceType":"Basic"})"), "\n");
  EXPECT_TRUE(json::Document::parse(splice_body("\n", "Basic", "1", 1, Instant(0))));
}

TEST(Body, SplicingWhatWasKeptAndKeepingItAgainChangesNothing) {
  for (std::uint64_t number = 0; number < 20; ++number) {
    const std::string kept = whole_body(SyntheticBundle(number).patient());
    EXPECT_EQ(whole_body(splice_body(kept, "Patient", "a", 7, Instant(5))), kept);
  }
}

TEST(Body, ExpandsToWhatWasCompressedWithAndWithoutTheDictionary) {
  const std::string kept = whole_body(SyntheticBundle(7).patient());
  for (const int dictionary : {0, current_dictionary()})
    EXPECT_EQ(expand_body(compress_body(kept, dictionary), dictionary).value(), kept);
  EXPECT_EQ(expand_body(compress_body("", 0), 0).value(), "");
}

TEST(Body, TheShippedDictionaryMakesBodiesMuchSmaller) {
  if (shipped_dictionary().empty()) GTEST_SKIP() << "built without data/compression";
  const std::string kept = whole_body(SyntheticBundle(999).patient());
  EXPECT_LT(compress_body(kept, current_dictionary()).size() * 2, compress_body(kept, 0).size());
}

TEST(Body, DamagedBytesAndUnknownDictionariesAreSaid) {
  Bytes bytes = compress_body("something", 0);
  EXPECT_FALSE(expand_body(bytes.substr(0, bytes.size() - 2), 0));
  EXPECT_FALSE(expand_body("nonsense", 0));
  EXPECT_EQ(expand_body(bytes, 99).error().kind, ErrorKind::unavailable);
}

TEST(Body, TheDigestCoversTypeIdVersionAndBytes) {
  const Digest body = body_digest("x");
  EXPECT_NE(version_digest(body, "Patient", "1", 1), version_digest(body, "Patient", "1", 2));
  EXPECT_NE(version_digest(body, "Patient", "1", 1), version_digest(body, "Patient", "2", 1));
  EXPECT_NE(version_digest(body, "Patient", "1", 1), version_digest(body_digest("y"), "Patient", "1", 1));
}

TEST(References, AreReadAsWrittenAndPrintedKeysAreKnown) {
  EXPECT_EQ(read_reference("Patient/ada/_history/3").id, "ada");
  EXPECT_EQ(read_reference("Patient/ada").key, 0);
  EXPECT_EQ(read_reference("Patient/" + print_key(77)).key, 77);
  EXPECT_EQ(read_reference("#contained").kind, ReferenceText::Kind::none);
  EXPECT_EQ(read_reference("http://x.test/Patient/1").kind, ReferenceText::Kind::outside);
  EXPECT_EQ(read_reference("Nonsense/1").kind, ReferenceText::Kind::none);
  EXPECT_EQ(key_of_id("000000000002d"), 0) << "another spelling of a key is a client's id";
}

TEST(IndexRows, OfAnObservationAreFew) {
  SyntheticBundle bundle(3);
  const auto document = json::Document::parse(bundle.observation("Patient/" + print_key(5), "Encounter/" + print_key(6))).value();
  const IndexRows rows = index_rows(document.root());
  EXPECT_EQ(rows.patient.key, 5);
  EXPECT_EQ(rows.references.size(), 1U) << "the encounter; the patient stands in the row";
  EXPECT_EQ(rows.dates.size(), 1U);
  EXPECT_EQ(rows.numbers.size(), 1U);
  EXPECT_LE(rows.tokens.size(), 3U) << "code, category, status";
  EXPECT_TRUE(rows.strings.empty());
}

TEST(IndexRows, LongTextsAreKeptByTheirBeginningCutAtACharacter) {
  std::string text(199, 'a');
  text += "\xC3\xBC tail";
  EXPECT_EQ(folded_key(text), std::string(199, 'a'));
}

}  // namespace
}  // namespace charta::resources
