// SPDX-License-Identifier: Apache-2.0
// Chart kits on paper: what hangs on a person and what is written about them before anybody knows who they are. Pure.
#pragma once
#include "base/result.hpp"

#include <string>
#include <vector>

namespace charta::disaster_identities {

struct Kit {
  std::string assigner, number, name;
};

/// Three letter pages a kit: a face sheet to be filled in by hand, labels for wristband and tubes, a page for notes and orders.
/// Each carries the number as Code 128 for scanners at the bed; what is written on, also as a sticker's QR code for the scanning
/// desk. Errors: `invalid` (a number that no symbol holds).
Result<std::string> kits_as_pdf(const std::vector<Kit>& kits);

}  // namespace charta::disaster_identities
