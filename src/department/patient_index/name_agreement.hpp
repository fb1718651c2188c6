// SPDX-License-Identifier: Apache-2.0
// Whether two names are one person's, as a registrar would read them. Pure.
#pragma once
#include <string>
#include <string_view>

#include "department/patient_index/demographics.hpp"

namespace charta::patient_index {

enum class Agreement {
  agrees,
  unknown,   ///< one side says nothing
  partly,    ///< an initial for a name, one half of a double surname: a person decides
  differs
};

/// Folded, without punctuation, the parts sorted: "Marsh-Quill", "QUILL MARSH" and "Quill, Marsh" are one; so are "O'Brien" and "OBRIEN".
std::string surname_key(std::string_view family);
/// Folded first given name without punctuation.
std::string given_key(std::string_view given);

Agreement compare_surnames(std::string_view a, std::string_view b);
Agreement compare_given_names(std::string_view a, std::string_view b);
/// A missing middle name says nothing; an initial agrees with a name that begins with it; two others differ.
Agreement compare_middle_names(std::string_view a, std::string_view b);
/// Jr and Sr are two people; a missing suffix says nothing.
Agreement compare_suffixes(std::string_view a, std::string_view b);
/// The worst of the four, where an unknown middle name or suffix does not count.
Agreement compare_names(const Name& a, const Name& b);

}  // namespace charta::patient_index
