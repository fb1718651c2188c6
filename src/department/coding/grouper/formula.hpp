// SPDX-License-Identifier: Apache-2.0
// The hierarchy's conditions: boolean text such as "MCC & (cran | brainlitt) & ~PDX:mouthlip", compiled once, evaluated per
// claim.
#pragma once
#include "base/function_ref.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace charta::grouper {

enum class Operand : std::uint8_t {
  never,  ///< a name that nothing carries
  all_of,
  any_of,
  negated,
  principal,      ///< PDX:x
  secondary,      ///< SDX:x
  any_diagnosis,  ///< ANY:x
  only,           ///< ONLY:x: the principal and every secondary diagnosis
  procedure,      ///< a bare name
  mcc,
  cc,
  alive,
  died,
  always,          ///< ANYDX: there is a claim
  operating_room,  ///< ORPROC: any procedure that counts here needs an operating room
  principal_mdc,   ///< the principal diagnosis lies in MDC `first`
  transferred,
  left_against_advice,
  counted,  ///< an operand of SpecialLogic::counted, by its place
  invalid_principal,
  external_cause_principal,
  invalid_discharge_status,
  invalid_sex
};

/// `first` and `second`: nodes of all_of and any_of (negated: `first`); otherwise `first` is the attribute or place.
struct Node {
  Operand operand = Operand::never;
  std::uint16_t first = 0, second = 0;
};

/// What a word of a condition means; the tables decide (which attributes they have, which operands count).
using Meaning = FunctionRef<Node(std::string_view word)>;

/// Adds the nodes of `text` to `nodes` and answers the root's place. '&' binds closer than '|', '~' closest.
/// Errors: `invalid`, with the position.
Result<std::uint16_t> compile(std::string_view text, Meaning meaning, std::vector<Node>& nodes);

}  // namespace charta::grouper
