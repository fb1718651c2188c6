// SPDX-License-Identifier: Apache-2.0
// A ledger entry as a FHIR R4 AuditEvent, in the manner of IHE BALP. Pure: the ledger stays the truth, this is a view of it.
// Source: https://hl7.org/fhir/R4/auditevent.html; IHE ITI Basic Audit Log Patterns 1.1.
#pragma once
#include "record/ledger/ledger.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace charta::ledger {

/// The AuditEvent's logical id: the entry's printed key, and for a read that was packed with others its number among them.
std::string audit_event_id(const StoredEntry& entry);

/// The whole resource as JSON. `type` and `subtype` name what happened, `agent` who, `entity` what it was done to and whose
/// record.
std::string audit_event(const StoredEntry& entry);

/// The search parameters of AuditEvent that the ledger answers from its indexes.
struct AuditSearch {
  Filter filter;
  std::vector<std::string> ignored;  ///< parameters that are not known; the caller warns or refuses (Prefer: handling)
};

/// Reads `name=value` pairs, decoded: patient, entity (Type/id), agent, date (eq, ge, gt, le, lt), action, subtype, _sort (date
/// or -date), _count, _offset. Errors: `invalid`, naming the parameter.
Result<AuditSearch> audit_search(const std::vector<std::pair<std::string, std::string>>& parameters);

/// A searchset Bundle of these entries.
std::string audit_bundle(const std::vector<StoredEntry>& entries, std::int64_t total, std::string_view base_url);

}  // namespace charta::ledger
