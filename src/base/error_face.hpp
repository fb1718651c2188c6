// SPDX-License-Identifier: Apache-2.0
// The one table of what each kind of error is called where it leaves the house: over HTTP, in an OperationOutcome, in HL7 v2.
#pragma once
#include "base/result.hpp"

#include <string_view>

namespace charta {

struct ErrorFace {
  int status;
  std::string_view issue;  ///< OperationOutcome issue type
  std::string_view msa;    ///< AE or AR
  std::string_view err3;   ///< HL7 table 0357
};
ErrorFace face_of(ErrorKind kind);
/// RFC 9110's words for an HTTP status.
std::string_view reason_phrase(int status);

}  // namespace charta
