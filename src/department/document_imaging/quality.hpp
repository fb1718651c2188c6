// SPDX-License-Identifier: Apache-2.0
// How many of somebody's documents a second person looks at, and which. Pure.
#pragma once
#include "department/document_imaging/imaging_rules.hpp"
#include "department/document_imaging/scan_batch.hpp"

namespace charta::document_imaging {

/// What second looks said of one operator's indexes so far, the newest last.
struct Checked {
  bool right = true, wrong_patient = false;
};

struct Sample {
  int percent = 100;
  std::string why;  ///< in words
};
Sample sample_for(const std::vector<Checked>& history, const SamplingRules& rules);

/// At least one, the same ones whenever it is asked, whatever their order.
std::vector<DocumentId> drawn(const std::vector<DocumentId>& documents, int percent);

}  // namespace charta::document_imaging
