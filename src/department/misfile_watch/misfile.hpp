// SPDX-License-Identifier: Apache-2.0
// A document that seems to lie in the wrong chart: its queue, and what was found of it. Pure.
#pragma once
#include "department/misfile_watch/page_identity.hpp"
#include "record/worklists/work_item.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace charta::misfile_watch {

/// open -> confirmed (withheld at once) -> moved; either -> not-a-misfile, with a reason; settled when the page was corrected or
/// the identities became one.
const worklists::StateMachine& misfile_machine();

/// Of a whole document: the page that speaks loudest, with the signs of every page that names the same person.
struct Finding {
  ResourceId resource;
  WorkItemId item;
  bool is_wrong = false;
  PatientId other;
  int points = 0, own_points = 0;
  std::vector<Sign> signs;
  std::string dismissed;  ///< the evidence that a person called no misfile
  std::string rule;
  Instant looked_at;

  /// What was said of whom, without where: by which it is known again.
  std::string evidence() const;
};
Finding finding_of(const std::vector<PageVerdict>& pages);

worklists::Priority priority_of(const Finding& finding, const MisfileRules& rules);
std::string_view reason_of(const Finding& finding);

// As they are stored.
std::string signs_json(const std::vector<Sign>& signs);
std::vector<Sign> parse_signs(std::string_view json);
std::string pages_json(const std::vector<ReadPage>& pages);
/// Errors: `invalid`.
Result<std::vector<ReadPage>> parse_pages(std::string_view json);

}  // namespace charta::misfile_watch
