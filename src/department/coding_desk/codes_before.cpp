// SPDX-License-Identifier: Apache-2.0
#include "department/coding_desk/codes_before.hpp"

#include <algorithm>

namespace charta::coding_desk {

Result<CodesBefore> codes_before(CodingService& desk, const access::Actor& actor, std::string_view encounter) {
  CHARTA_TRY(auto view, desk.open(actor, encounter));
  CodesBefore found;
  found.of = std::move(view.row);
  CHARTA_TRY(auto cases, desk.of_patient(actor, found.of.patient));
  // Codes that are not final are no precedent; and who reads a case blind does not see them here either.
  std::erase_if(cases, [&](const CodingCase& one) {
    return one.encounter == found.of.encounter || one.ended_at >= found.of.ended_at || one.state != "final";
  });
  std::sort(cases.begin(), cases.end(), [](const auto& a, const auto& b) { return a.ended_at > b.ended_at; });
  for (auto& one : cases) {
    CHARTA_TRY(auto sheet, desk.sheet_of(actor, one));
    if (sheet.is_empty()) continue;
    found.before = std::move(one);
    found.sheet = std::move(sheet);
    return found;
  }
  return found;
}

}  // namespace charta::coding_desk
