// SPDX-License-Identifier: Apache-2.0
// Signatures and the physician's list, made and told of what happens.
#pragma once
#include "department/signatures/my_list.hpp"

#include <memory>

namespace charta::app {

class Hospital;

Result<std::unique_ptr<signatures::SignatureService>> open_signatures(Hospital& hospital);
std::unique_ptr<signatures::MyList> open_my_list(Hospital& hospital);

}  // namespace charta::app
