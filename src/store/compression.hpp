// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/digest.hpp"

#include <optional>

namespace charta::store {

/// A letter (Z: zstd, R: as they are, where zstd would not make them smaller) and the bytes.
Bytes packed(BytesView bytes);
/// The bytes again, or nothing when they were damaged.
std::optional<Bytes> unpacked(BytesView file);

}  // namespace charta::store
