// SPDX-License-Identifier: Apache-2.0
#include "department/expected_records/finding.hpp"

namespace charta::expected_records {
namespace {

struct Row {
  std::string_view code, title;
};
constexpr std::array<Row, all_finding_classes.size()> rows = {{{"order-without-document", "Order without document"},
                                                               {"document-without-order", "Document without order"},
                                                               {"document-without-encounter", "Document without visit"},
                                                               {"encounter-without-document", "Visit without required document"},
                                                               {"duplicate-document", "Document filed twice"},
                                                               {"wrong-assigner", "Number of another assigner"},
                                                               {"superseded-copy", "Corrected result, old copy still filed"}}};

// `resolve` is the nightly job's: a person explains.
constexpr worklists::Transition steps[] = {{"open", "explain", "explained", "", access::Permission::work_worklists, true},
                                           {"open", "resolve", "resolved", "", access::Permission::manage_jobs, false}};
constexpr std::string_view final_states[] = {"explained", "resolved"};
constexpr worklists::StateMachine machine{"reconciliation", "Reconciliation", "open", steps, final_states};

}  // namespace

std::string_view finding_code(FindingClass finding) {
  return rows[static_cast<std::size_t>(finding)].code;
}
std::string_view finding_title(FindingClass finding) {
  return rows[static_cast<std::size_t>(finding)].title;
}
const worklists::StateMachine& reconciliation_machine() {
  return machine;
}

}  // namespace charta::expected_records
