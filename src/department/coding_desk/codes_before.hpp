// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "department/coding_desk/coding_service.hpp"

namespace charta::coding_desk {

/// How the patient's stay before this one was coded.
struct CodesBefore {
  CodingCase of;  ///< the case at the desk
  std::optional<CodingCase> before;
  CodedSheet sheet;
};
/// The last stay that ended before this one began to be coded and has codes, of those that this actor sees. Errors: those of
/// open().
Result<CodesBefore> codes_before(CodingService& desk, const access::Actor& actor, std::string_view encounter);

}  // namespace charta::coding_desk
