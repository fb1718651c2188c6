// SPDX-License-Identifier: Apache-2.0
// What belongs to the legal health record, and what to the designated record set: stored definitions over what a document is.
// Pure. Source: 45 CFR 164.501; data/rules/chart/legal-health-record.json, designated-record-set.json.
#pragma once
#include "base/id.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "record/access/actor.hpp"
#include "record/rules/rule_pack.hpp"

#include <string>
#include <vector>

namespace charta::record_production {

/// A document of the chart as a definition sees it: never its words.
struct DocumentLine {
  ResourceId resource;
  PatientId patient;
  std::int64_t version = 0;
  Instant at;
  std::string kind{};           ///< "document", "report"
  std::string type{}, id{};     ///< FHIR
  std::string title{}, code{};  ///< code: of its type, LOINC where it has one
  std::string encounter{};
  std::string status{};              ///< FHIR: current, superseded, entered-in-error; final, amended, …
  std::string completion{};          ///< docStatus: preliminary, final, amended; empty where nobody says
  std::string source{};              ///< "scan", "message", "program"
  std::vector<std::string> types{};  ///< every code of type and category
  access::SensitivityMask labels = 0;
};

/// Holds for a line that each of its lists names; an empty list asks nothing.
struct Clause {
  std::string code{};
  bool is_in = false;
  std::vector<std::string> kinds{}, types{}, statuses{}, completions{}, sources{};
  access::SensitivityMask labels = 0;  ///< any of them
  std::string because{};

  bool holds_for(const DocumentLine& line) const;
};

struct RecordDefinition {
  std::string code{};  ///< "legal-health-record"
  std::string title{}, rule{}, citation{}, note{};
  bool is_verified = false;
  std::vector<Clause> clauses{};  ///< the first that holds decides; the last holds for everything

  /// Errors: `invalid` (a clause without code or reason, an unknown label, no last clause for everything).
  static Result<RecordDefinition> from_rule(const rules::Rule& rule);
};

/// Why a document is in or out: kept with every set.
struct Decision {
  bool is_in = false;
  std::string clause{}, because{};
  std::string rule{};  ///< "chart/legal-health-record@1"
};

Decision decide(const RecordDefinition& definition, const DocumentLine& line);

}  // namespace charta::record_production
