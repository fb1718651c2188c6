// SPDX-License-Identifier: Apache-2.0
// What the comparison of orders, documents and visits brings to light, and what became of it.
#pragma once
#include "base/id.hpp"
#include "record/worklists/work_item.hpp"

#include <array>
#include <string>
#include <string_view>

namespace charta::expected_records {

using FindingId = Id<struct FindingTag>;

enum class FindingClass {
  order_without_document,      ///< overdue beyond the grace
  document_without_order,      ///< filed unsolicited
  document_without_encounter,  ///< of a type that belongs to a visit
  encounter_without_document,  ///< a visit lacks what its class requires
  duplicate_document,          ///< the same TXA-12 number or the same content twice in one chart
  wrong_assigner,              ///< the MRN came with an assigner that the patient has no number of
  superseded_copy              ///< a result was corrected and its old copy is still filed
};
inline constexpr std::array all_finding_classes = {FindingClass::order_without_document,
                                                   FindingClass::document_without_order,
                                                   FindingClass::document_without_encounter,
                                                   FindingClass::encounter_without_document,
                                                   FindingClass::duplicate_document,
                                                   FindingClass::wrong_assigner,
                                                   FindingClass::superseded_copy};
std::string_view finding_code(FindingClass finding);   ///< "order-without-document": also the item's reason code
std::string_view finding_title(FindingClass finding);  ///< "Order without document"

/// open -> explained (a person, with a reason) or resolved (the cause is gone).
const worklists::StateMachine& reconciliation_machine();

}  // namespace charta::expected_records
