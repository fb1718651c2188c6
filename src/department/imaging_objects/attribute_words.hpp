// SPDX-License-Identifier: Apache-2.0
// The attributes of an object that a person asks for, in words. Pure. Source: DICOM PS3.6.
#pragma once
#include "formats/json/json.hpp"

#include <string>
#include <utility>
#include <vector>

namespace charta::imaging_objects {

/// "Slice thickness" -> "5 mm"; those that the object has, in the order of the list.
std::vector<std::pair<std::string, std::string>> attribute_words(json::Value attributes);

}  // namespace charta::imaging_objects
