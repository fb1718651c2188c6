// SPDX-License-Identifier: Apache-2.0
// Whether the file of an encounter is whole, and what it lacks. Pure.
// Sources: 42 CFR 482.24(c)(4)(i), (vii), (viii), as the rule pack required-documents cites them.
#pragma once
#include "base/time.hpp"
#include "department/chart_completion/analysis.hpp"
#include "record/worklists/work_item.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace charta::chart_assembly {

/// open -> discharged -> assembled -> analyzed -> incomplete | complete -> locked. A locked file that gets something late is
/// addended: a person looks at it, and it is judged again. A discharge that is taken back leads to open; a cancelled visit ends
/// it.
const worklists::StateMachine& completeness_machine();

// What a file must hold and what is known of it are those of the department's one judgement (chart_completion/analysis.hpp).
using RequiredDocument = chart_completion::Requirement;
using chart_completion::EncounterFacts;
using chart_completion::OpenPromise;

enum class Lack { required, promised, unsigned_document };
std::string_view lack_code(Lack lack);  ///< required, promised, unsigned

struct Missing {
  Lack lack = Lack::required;
  std::string title, type_code, rule;
  std::optional<Instant> due_at;
  std::string resource_type, fhir_id;  ///< of the document that is not signed
  int facility = 0;
  std::uint32_t sensitivity = 0;  ///< of that document
};

/// Whether any rule asks something of this class: only such encounters are followed.
bool is_followed(std::span<const RequiredDocument> required, std::string_view class_code);
/// What the file lacks, in the order of the rules, then promises, then signatures. A promise of a type that is required already
/// is said once.
std::vector<Missing> missing_of(const EncounterFacts& facts, std::span<const RequiredDocument> required, const TimeZone& zone);
/// How many documents and reports count: what was withdrawn, replaced or withheld does not.
std::int64_t documents_in(const EncounterFacts& facts);
/// The earliest time by which something missing is due.
std::optional<Instant> first_due(std::span<const Missing> missing);
/// "Discharge summary is missing", "Consult note is not signed".
std::string sentence_of(const Missing& missing);

}  // namespace charta::chart_assembly
