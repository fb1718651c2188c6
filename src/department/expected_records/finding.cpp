// SPDX-License-Identifier: Apache-2.0
#include "department/expected_records/finding.hpp"

namespace charta::expected_records {
namespace {

struct NamedFinding {
  std::string_view code, title;
};
constexpr std::array<NamedFinding, all_finding_classes.size()> finding_names = {
    {{"order-without-document", "Order without document"},
     {"document-without-order", "Document without order"},
     {"document-without-encounter", "Document without visit"},
     {"encounter-without-document", "Visit without required document"},
     {"duplicate-document", "Document filed twice"},
     {"wrong-assigner", "Number of another assigner"},
     {"superseded-copy", "Corrected result, old copy still filed"}}};

// `resolve` is the nightly job's: a person explains.
constexpr worklists::Transition finding_steps[] = {{"open", "explain", "explained", "", access::Permission::work_worklists, true},
                                                   {"open", "resolve", "resolved", "", access::Permission::manage_jobs, false}};
constexpr std::string_view settled_states[] = {"explained", "resolved"};
constexpr worklists::StateMachine finding_machine{"reconciliation", "Reconciliation", "open", finding_steps, settled_states};

}  // namespace

std::string_view finding_code(FindingClass finding) {
  return finding_names[static_cast<std::size_t>(finding)].code;
}
std::string_view finding_title(FindingClass finding) {
  return finding_names[static_cast<std::size_t>(finding)].title;
}
const worklists::StateMachine& reconciliation_machine() {
  return finding_machine;
}

}  // namespace charta::expected_records
