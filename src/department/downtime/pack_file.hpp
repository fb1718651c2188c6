// SPDX-License-Identifier: Apache-2.0
// The pack on the disk: the old one stands until the new one is whole.
#pragma once
#include "base/digest.hpp"
#include "base/result.hpp"

#include <functional>
#include <string>

namespace charta::downtime {

inline constexpr std::string_view pack_name = "downtime-pack.html";

/// Writes beside it, makes that durable, then puts it in its place. `between` is called before it takes the place: a fault on
/// purpose. Errors: `unavailable` (full disk, no permission): the old pack stands.
Result<void> write_pack(const std::string& path, BytesView bytes, const std::function<Result<void>()>& between = {});

}  // namespace charta::downtime
