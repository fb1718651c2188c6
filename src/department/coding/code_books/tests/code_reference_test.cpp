// SPDX-License-Identifier: Apache-2.0
#include "department/coding/code_books/code_reference.hpp"

#include <gtest/gtest.h>

namespace charta::code_books {
namespace {

using grouper::key_of;

struct Asked {
  const char *note, *code;
  bool is_meant;
};

TEST(CodeReference, MeansWhatTheNoteSays) {
  const Asked cases[] = {
      {"gout (M10.-)", "M109", true},
      {"gout (M10.-)", "M1A", false},
      {"diseases of the lung (J00-J22)", "J189", true},
      {"diseases of the lung (J00-J22)", "J22", true},
      {"diseases of the lung (J00-J22)", "J229", true},
      {"diseases of the lung (J00-J22)", "J30", false},
      {"after birth (O85, O86.0-)", "O8609", true},
      {"after birth (O85, O86.0-)", "O861", false},
      {"two (S40-, S50-)", "S509", true},
      {"two (S40.- to S42.-)", "S41001A", true},
      {"adverse effect (T36-T50 with fifth or sixth character 5)", "T360X5A", true},
      {"adverse effect (T36-T50 with fifth or sixth character 5)", "T360X1A", false},
      {"adverse effect (T36-T50 with fifth or sixth character 5)", "T3695XA", true},
      {"adverse effect (T36-T50 with fifth or sixth character 5)", "T45515A", true},
      {"poisoning (T36-T65 with fifth or sixth character 1-4 or 6)", "T45515A", false},
      {"poisoning (T36-T65 with fifth or sixth character 1-4 or 6)", "T45514A", true},
      {"poisoning (T36-T65 with fifth or sixth character 1-4 or 6)", "T360X6A", true},
      {"open fracture (S02.- with 7th character B)", "S020XXB", true},
      {"open fracture (S02.- with 7th character B)", "S020XXA", false},
      {"with lung disease (A37 with fifth-character 1)", "A3701", true},
      {"with lung disease (A37 with fifth-character 1)", "A3700", false},
      {"delirium (F10-F19 with 5th character .6)", "F1026", true},
      {"delirium (F10-F19 with 5th character .6)", "F1020", false},
      {"a note without any code", "A000", false},
      {"vitamin B12 (as a word)", "B12", false},
      {"unclosed (E11.-", "E119", true},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(std::string(one.note) + " / " + one.code);
    bool is_meant = false;
    for (const auto& reference : references_in(one.note)) is_meant = is_meant || reference.meets(key_of(one.code));
    EXPECT_EQ(is_meant, one.is_meant);
  }
}

TEST(CodeReference, LeavesToAPersonWhatItDoesNotUnderstand) {
  const auto references = references_in("speech after a stroke (I69. with final characters -23)");
  ASSERT_EQ(references.size(), 1U);
  EXPECT_EQ(references[0].is_in_words, 1U);
  EXPECT_TRUE(references[0].meets(key_of("I69023")));
}

TEST(CodeKey, KnowsLengthPrefixAndWhatIsBelow) {
  const auto code = key_of("S72.011A");
  EXPECT_EQ(length_of(code), 7);
  EXPECT_EQ(prefix_of(code, 3), key_of("S72"));
  EXPECT_EQ(character_of(code, 7), 'A');
  EXPECT_EQ(character_of(key_of("S72"), 4), '\0');
  EXPECT_LE(code, last_below(key_of("S72")));
  EXPECT_GT(key_of("S73"), last_below(key_of("S72")));
}

TEST(CodeReference, KnowsTheCodeOfALastKey) {
  for (const auto* code : {"J22", "E10", "O860", "T360X5A"})
    EXPECT_EQ(code_of_last(last_below(key_of(code))), key_of(code)) << code;
  EXPECT_EQ(code_of_last(0), 0U);
}

}  // namespace
}  // namespace charta::code_books
