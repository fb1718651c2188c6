// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "department/coding/code_books/service_codes.hpp"

namespace charta::code_sets {

/// Whether a five character code is the American Medical Association's (CPT), which only a site's own licence lets it use.
bool is_cpt(grouper::CodeKey code);
/// Whether it is the American Dental Association's (CDT).
bool is_cdt(grouper::CodeKey code);

/// What a site says of its licences; empty: it has none.
struct Licences {
  std::string cpt;
};
/// Why a code may not be imported; empty where it may.
std::string refused_without_licence(grouper::CodeKey code, const Licences& licences);

/// HCPCS Level II in the publisher's 320 columns. Errors: `invalid`, naming the line; `forbidden` (a CPT or CDT code).
Result<code_books::ServiceCodes> read_hcpcs_record(std::string_view text, const Licences& licences);
/// The same as CSV. Errors: as above.
Result<code_books::ServiceCodes> read_hcpcs_table(std::string_view text, const Licences& licences);
/// The American Medical Association's own list, "code<TAB>description" a line. Errors: `forbidden` without a licence; `invalid`.
Result<code_books::ServiceCodes> read_cpt_list(std::string_view text, const Licences& licences);
bool is_hcpcs_record(std::string_view text);
bool is_hcpcs_table(std::string_view text);
bool is_cpt_list(std::string_view text);

/// NCCI medically unlikely edits, as CMS's CSV or a table of such columns. Errors: `invalid`, naming the line; `forbidden`.
Result<code_books::UnitLimits> read_unit_limits(std::string_view text, const Licences& licences);
/// NCCI procedure to procedure edits. Errors: as above.
Result<code_books::ServicePairs> read_service_pairs(std::string_view text, const Licences& licences);
bool is_unit_limits(std::string_view text);
bool is_service_pairs(std::string_view text);

}  // namespace charta::code_sets
