// SPDX-License-Identifier: Apache-2.0
// Field by field, how far two people agree. Pure.
#pragma once
#include "department/matching/encoding.hpp"
#include "department/matching/field.hpp"

namespace charta::matching {

/// Both people encoded by `encoder`. The same whichever of the two comes first.
///
/// Names: `close` one slip (two in seven letters and more), `partial` an initial, a beginning, one part of a double name,
/// `equivalent` a nickname, a former name or the parts turned round. Dates: `close` one digit or two neighbours exchanged,
/// `partial` two of three parts, `similar` the year, or all but two digits. Numbers: `close` one slip, `similar` two, `partial`
/// the last four, `equivalent` a telephone without its area code.
Pattern compare(const Encoder& encoder, const EncodedPerson& a, const EncodedPerson& b);

Level compare_names(const Value& a, const Value& b);
Level compare_dates(std::uint32_t a, std::uint32_t b);
Level compare_numbers(const Value& a, const Value& b);
Level compare_places(const Value& a, const Value& b);

}  // namespace charta::matching
