// SPDX-License-Identifier: Apache-2.0
// The department's work as any FHIR client sees it: a work item is a Task. Source: https://hl7.org/fhir/R4/task.html
#pragma once
#include "formats/json/json.hpp"
#include "record/worklists/work_item.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace charta::worklists {

inline constexpr std::string_view kind_system = "urn:charta:work-item-kind";
inline constexpr std::string_view state_system = "urn:charta:work-item-state";
inline constexpr std::string_view reason_system = "urn:charta:work-item-reason";

/// Row keys as FHIR references and back: the repository knows the ids that clients gave. Unset members print and read the key
/// itself. A store that cannot be read is an error, never an unknown id.
struct References {
  std::function<Result<std::string>(std::string_view type, std::int64_t key)> id_of;
  std::function<Result<std::optional<std::int64_t>>(std::string_view type, std::string_view id)> key_of;
  /// Every subject whose item is about this: a volume's own, and the requests for it. Unset, or none: the key alone.
  std::function<Result<std::vector<std::int64_t>>(std::string_view type, std::int64_t key)> about{};

  Result<std::string> print(std::string_view type, std::int64_t key) const;  ///< "Patient/0000000000042"
  Result<std::optional<std::int64_t>> read(std::string_view type, std::string_view id) const;
};

/// A subject that is no FHIR resource is shown as the one that stands for it: a journalled message as a DocumentReference of its
/// bytes.
std::string_view resource_type_of(std::string_view subject_type);

/// What a department says of its items beyond their columns.
struct TaskPart {
  std::string profile, focus;                         ///< focus: a reference, instead of the subject's
  std::function<void(json::Writer&)> write_members{};  ///< whole members, of those that no item has by itself
};

/// `sentence`: of the item's reason, for people. Errors: `unavailable` (a reference could not be looked up).
Result<std::string> task_json(const StateMachine& machine, const WorkItem& item, const References& references,
                              std::string_view sentence, const TaskPart& part = {});

}  // namespace charta::worklists
