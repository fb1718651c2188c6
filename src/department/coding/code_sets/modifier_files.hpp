// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "department/coding/code_sets/service_files.hpp"

namespace charta::code_sets {

/// Modifiers of services as a table of code, description and, where the file has them, type and dates. Errors: `invalid`, naming
/// the line; `forbidden` (a modifier of CPT without a licence).
Result<code_books::ServiceCodes> read_modifier_table(std::string_view text, const Licences& licences);
bool is_modifier_table(std::string_view text);
/// Two digits: the American Medical Association's own.
bool is_cpt_modifier(grouper::CodeKey modifier);
bool has_modifiers(const code_books::ServiceCodes& codes);
/// Both in one list; a modifier that stands in both is the services' own.
code_books::ServiceCodes with_modifiers(const code_books::ServiceCodes& services, const code_books::ServiceCodes& modifiers);

}  // namespace charta::code_sets
