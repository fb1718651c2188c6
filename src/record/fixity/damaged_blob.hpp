// SPDX-License-Identifier: Apache-2.0
// The queue of bytes that no copy has in good order. Pure.
#pragma once
#include "base/id.hpp"
#include "record/worklists/work_item.hpp"
#include "store/blobs.hpp"

#include <string>
#include <vector>

namespace charta::fixity {

/// What needs the bytes, as a person knows it.
struct Touched {
  std::string what;  ///< "document", "scan batch", "message"
  std::string name;  ///< "DocumentReference/1234": ids only
  std::string link;  ///< where the desk shows it; empty: nowhere
  PatientId patient;
  int facility = 0;
  access::SensitivityMask sensitivity = 0;
};

/// open -look-> whole-again, when good bytes stand again (the server says so by itself, too); open -give-up-> lost, with a
/// reason.
const worklists::StateMachine& damaged_blob_machine();

/// How the two copies stand, and what is to be done, in words.
std::string state_in_words(const store::InspectedBlob& seen);
/// What the list shows of the item: JSON.
std::string detail_of(const Digest& digest, const store::InspectedBlob& seen, const std::vector<Touched>& touched);

}  // namespace charta::fixity
