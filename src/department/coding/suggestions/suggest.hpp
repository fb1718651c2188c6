// SPDX-License-Identifier: Apache-2.0
// Codes that the notes of a stay speak of, each with the words that say so: proposed to a person, never taken by itself. Pure.
// Sources: ICD-10-CM Official Guidelines, Sections II.H, III.C and IV.H (uncertain diagnoses), III (other diagnoses), I.B.4 to
// I.B.6 (symptoms).
#pragma once
#include "department/coding/suggestions/dictionary.hpp"
#include "department/coding/suggestions/note_reading.hpp"

#include <memory>

namespace charta::suggestions {

struct Note {
  std::string words;  ///< a form feed between two pages
  std::string type_code;
  bool is_of_discharge = false;  ///< where an uncertain diagnosis of an inpatient counts as if it existed
};

struct Suggestion {
  std::string code, path, section, quote, source;  ///< source: of a combination
  std::size_t note = 0, page = 1;
  Assertion assertion = Assertion::affirmed;
  SectionUse use = SectionUse::narrative;
  std::size_t words = 0, times = 1;
};

class Suggester {
 public:
  explicit Suggester(SuggestionRules rules) : rules_(std::make_unique<SuggestionRules>(std::move(rules))) {}
  const SuggestionRules& rules() const { return *rules_; }

  /// Lists of diagnoses first, then what is said most exactly.
  std::vector<Suggestion> suggest(std::span<const Note> notes, const Dictionary& dictionary, bool is_inpatient) const;

 private:
  void read_clause(const Clause& clause, const Note& note, std::size_t number, const Dictionary& dictionary, bool is_inpatient,
                   std::vector<Suggestion>& into) const;
  void combine(std::vector<Suggestion>& all) const;
  void drop_what_is_said_better(std::vector<Suggestion>& all) const;

  std::unique_ptr<SuggestionRules> rules_;  ///< where dictionaries keep pointing when this is moved
};

}  // namespace charta::suggestions
