// SPDX-License-Identifier: Apache-2.0
// JSON Patch. Source: https://www.rfc-editor.org/rfc/rfc6902; JSON Pointer: https://www.rfc-editor.org/rfc/rfc6901
#pragma once
#include "formats/json/json.hpp"

namespace charta::json {

/// Carries out every operation of `patch` (an array) on the root of `document`, in order. Errors: `invalid` (not a patch, a path
/// that names nothing), `business_rule` (a `test` that does not hold); location: "[2].path". After an error the document is
/// spoilt.
Result<void> apply_patch(Document& document, Value patch);

/// Whether two values are the same: members in any order, numbers by value, as RFC 6902, 4.6 compares.
bool same_value(Value a, Value b);

}  // namespace charta::json
