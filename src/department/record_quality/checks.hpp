// SPDX-License-Identifier: Apache-2.0
// What a reader of the record finds wrong inside documents: sides, sex, age, copied text, missing parts. Pure: texts and rules
// in, findings with the words they mean out. Each is a warning to a person and nobody's deficiency.
#pragma once
#include "base/id.hpp"
#include "base/time.hpp"
#include "department/record_quality/note_text.hpp"
#include "department/record_quality/quality_rules.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace charta::record_quality {

enum class Check { laterality, sex, age, copied_text, missing_elements };
std::string_view check_code(Check check);  ///< laterality, sex, age, copied-text, missing-elements
std::optional<Check> parse_check(std::string_view code);

/// Words of a document that a finding means.
struct Evidence {
  ResourceId document;
  std::string resource_type, fhir_id, title;
  Place place;
};

struct Finding {
  Check check = Check::laterality;
  std::string says;      ///< one sentence; names no patient
  std::string evidence;  ///< by which it is known again: what was found, without where
  int percent = 0;       ///< of copied text
  std::vector<Evidence> quotes;
  ResourceId other;  ///< the document on the other side
  std::string rule;
};

/// A document with its words.
struct JudgedNote {
  ResourceId document;
  std::string resource_type, fhir_id, title, type_code, author;
  Instant at;
  NoteText text;
};

struct RecordedPerson {
  std::string sex;  ///< FHIR AdministrativeGender; empty or unknown: not compared
  std::optional<Date> birth_date;
};

/// The operated side within the document, and against the other documents of the encounter.
std::vector<Finding> look_at_sides(const JudgedNote& note, const std::vector<const JudgedNote*>& others,
                                   const LateralityRule& rule);
std::vector<Finding> look_at_sex(const JudgedNote& note, const RecordedPerson& person, const SexRule& rule);
std::vector<Finding> look_at_age(const JudgedNote& note, const RecordedPerson& person, const SexRule& words, const AgeRule& rule);
std::optional<Finding> look_at_elements(const JudgedNote& note, const QualityRules& rules);

// Copied text.
/// Hashes of every run of so many words, sorted, each once.
std::vector<std::uint64_t> shingles_of(const NoteText& text, std::size_t words);
/// One in sixteen of them: enough to find a source, small enough to keep.
std::vector<std::uint64_t> sample_of(const std::vector<std::uint64_t>& shingles);
/// How many per cent of `of` stand in `in`.
int share_of(const std::vector<std::uint64_t>& of, const std::vector<std::uint64_t>& in);
std::optional<Finding> look_at_copy(const JudgedNote& note, const JudgedNote& source, const CopyRule& rule);

}  // namespace charta::record_quality
