// SPDX-License-Identifier: Apache-2.0
// The stays that the demonstration's coders have worked on: their summaries, their codes and how far they have come.
#pragma once
#include <vector>

namespace charta::app {

struct CodingStory {
  enum class Until { ready, begun, aside, reviewed, final, recoded };
  struct Code {
    const char *code, *poa, *quote;
  };
  Until until;
  const char* service;  ///< PV1-10 of the stays that it suits
  const char* words;
  std::vector<Code> diagnoses, procedures;
};

/// In the order in which they take their stays. No condition that needs a sex or an age: stays are taken as they come.
const std::vector<CodingStory>& coding_stories();

}  // namespace charta::app
