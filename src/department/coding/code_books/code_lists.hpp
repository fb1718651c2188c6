// SPDX-License-Identifier: Apache-2.0
// The small sets: codes that are exempt from something, codes in groups, terms with words, what changed between two years.
#pragma once
#include "base/result.hpp"
#include "department/coding/code_books/code_reference.hpp"
#include "department/coding/code_books/text_pool.hpp"

#include <span>

namespace charta::code_books {

/// Codes alone, such as those that are exempt from present on admission.
struct CodeSet {
  std::vector<CodeKey> keys;  ///< sorted
  template <class Archive>
  void fields(Archive& archive) {
    archive(keys);
  }
  bool has(CodeKey key) const { return std::binary_search(keys.begin(), keys.end(), key); }
  Result<void> prepare() const;
};

/// A code's place in a classification: a CCSR category, an Elixhauser comorbidity, a condition category of a risk model.
struct GroupedCode {
  CodeKey code = 0;
  std::uint32_t model = 0, group = 0;
};
struct CodeGroups {
  TextPool texts;
  std::vector<GroupedCode> rows;  ///< sorted by code, then as the publisher orders them
  template <class Archive>
  void fields(Archive& archive) {
    texts.fields(archive);
    archive(rows);
  }
  Result<void> prepare() const;
  std::span<const GroupedCode> of(CodeKey code) const;
};

/// A term of a list whose codes may be anything: "[in_i]", "02", "Bypass".
struct Term {
  std::uint32_t code = 0, title = 0, detail = 0, more = 0;
};
struct TermList {
  TextPool texts;
  std::vector<Term> terms;  ///< sorted by code
  template <class Archive>
  void fields(Archive& archive) {
    texts.fields(archive);
    archive(terms);
  }
  Result<void> prepare() const;
  /// Every term of that code (a code may stand more than once: a body part has many names).
  std::span<const Term> find(std::string_view code) const;
};

enum class ChangeKind : std::uint32_t { added, deleted, revised };
std::string_view name_of(ChangeKind kind);  ///< "added", "deleted", "revised"
struct CodeChange {
  CodeKey code = 0;
  ChangeKind kind = ChangeKind::added;
  std::uint32_t title = 0, was = 0;  ///< `was`: of a revised title
  std::uint32_t reserved = 0;
};
/// What a year changed of the year before it.
struct CodeChanges {
  TextPool texts;
  std::vector<CodeChange> changes;  ///< sorted by code, deletions first
  template <class Archive>
  void fields(Archive& archive) {
    texts.fields(archive);
    archive(changes);
  }
  Result<void> prepare() const;
};

}  // namespace charta::code_books
