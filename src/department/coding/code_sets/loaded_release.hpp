// SPDX-License-Identifier: Apache-2.0
// The releases that a house has loaded, asked as lists of codes: compared with each other, and over the life of one code.
#pragma once
#include "department/coding/code_sets/book_shelf.hpp"
#include "department/coding/code_sets/release_differences.hpp"

namespace charta::code_sets {

/// "FY2026", or its year alone. Errors: `not_found`, naming what is loaded; `unsupported` (a set that is no list of codes).
Result<CodeSetEntry> find_release(const CodeLibrary& library, std::string_view kind, std::string_view release);
/// "icd10cm", "icd10pcs", "hcpcs" or "cpt"; a service is billable where it is valid on the first day of the release.
Result<encoder::CodeTexts> codes_of(const CodeLibrary& library, const CodeSetEntry& entry);

/// What the publisher's own addenda of the later release say that the lists do not, or the other way round: codes with "added" or
/// "deleted". Nothing: no addenda are loaded, or the releases do not follow each other.
std::optional<std::vector<std::string>> against_addenda(const CodeLibrary& library, const CodeSetEntry& before,
                                                        const CodeSetEntry& after,
                                                        const std::vector<CodeDifference>& differences);

/// Of `kind` "icd10cm" or "icd10pcs". Nothing: life_of() has nothing, or a list cannot be read.
std::optional<CodeLife> life_of(BookShelf& shelf, std::string_view kind, grouper::CodeKey code, Date day);

}  // namespace charta::code_sets
