// SPDX-License-Identifier: Apache-2.0
// A copy as the HL7 v2.5.1 message that brings it to another system. Pure.
// Source: HL7 v2.5.1 chapter 9: 9.5 (MDM^T02, T06, T10, T11), 9.6.1 (TXA; TXA-12 number, TXA-13 parent, TXA-17, TXA-19, TXA-23);
// chapter 7: 7.3.1 (ORU^R01), 7.4.1 (OBR-3 filler number, OBR-25 by table 0123, OBR-28), 7.4.2 (OBX-11 by table 0085).
#pragma once
#include "department/distribution/distribution_facts.hpp"
#include "department/identity_notices/identity_notice.hpp"

#include <string>
#include <vector>

namespace charta::distribution {

struct OutgoingDocument {
  std::string number, parent_number;  ///< TXA-12, TXA-13
  std::string report_number;          ///< OBR-3: the same in every version; by it a receiver knows what is corrected
  std::string type_code, title, completion;
  Instant at, changed_at;
  std::string recipient_key, recipient_name;  ///< TXA-23
  std::string words;
  bool is_replacement = false, is_withdrawn = false, is_final = true;
};

/// MDM^T02 (T10 for one that takes the place of another, T11 for one that is taken back), a line of words an OBX.
std::string print_document(const identity_notices::Heading& heading, const patient_index::Person& person,
                           const OutgoingDocument& document);
/// ORU^R01 of a diagnostic report: F when it is final, P before, C when it takes the place of another; one that is taken back is
/// said to be wrong (OBX-11 W), with no word of it.
std::string print_report(const identity_notices::Heading& heading, const patient_index::Person& person,
                         const OutgoingDocument& document);

}  // namespace charta::distribution
