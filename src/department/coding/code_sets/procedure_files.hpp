// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "department/coding/code_books/code_lists.hpp"
#include "department/coding/code_books/procedure_tables.hpp"

namespace charta::code_sets {

/// The tables of ICD-10-PCS as the publisher's XML (pcsTable, axis, pcsRow), or as CSV with the axes' values as "0=Open|3=…".
/// Errors: `invalid`, naming the line or the table.
Result<code_books::ProcedureTables> read_procedure_tables(std::string_view text);

/// Definitions of the values of ICD-10-PCS, as the publisher's XML (section, axis, terms) or CSV: terms whose code is "0.3"
/// (section and axis), title the value, detail its definition, more what else is said. Errors: `invalid`.
Result<code_books::TermList> read_procedure_definitions(std::string_view text);
/// The keys of body parts and devices as CSV (section, axis or device, label, includes): terms whose code is the value's name in
/// the tables, title what is written in charts. Errors: `invalid`, naming the line.
Result<code_books::TermList> read_procedure_keys(std::string_view text);

}  // namespace charta::code_sets
