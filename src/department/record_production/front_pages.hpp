// SPDX-License-Identifier: Apache-2.0
// What stands before the documents of a set: the custodian's certification, and the list of contents. Pure.
#pragma once
#include "department/record_production/production.hpp"
#include "department/record_production/production_rules.hpp"

#include <string>
#include <vector>

namespace charta::record_production {

/// The person of the record, as the certification names them. Stands on paper only.
struct RecordOf {
  std::string name, birth_date, mrn;
};

/// The certification's words, filled in. `front`: how many pages stand before the documents.
std::string certification_text(const Production& production, const RecordDefinition& definition, const ProductionRules& rules,
                               const RecordOf& record, std::size_t front, const std::string& day);
/// Documents with their pages, then those that could not be copied, with the reason. What the definition leaves out is not named:
/// whoever gets the set need not know of it.
std::string contents_text(const std::vector<SetDocument>& documents);
/// "Production … · MRN … · page 7 of 512 · 2026-11-23"
std::string stamp_of(const Production& production, const std::string& mrn, std::size_t page, std::size_t pages,
                     const std::string& day);

}  // namespace charta::record_production
