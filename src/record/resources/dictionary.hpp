// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>

namespace charta::resources {

/// Stored in each row; a dictionary that was ever shipped is never changed or dropped.
constexpr int shipped_dictionary_number = 1;

/// The bytes of data/compression/resources-1.dictionary, linked into the program; empty when it was built without the file.
std::string_view shipped_dictionary();

}  // namespace charta::resources
