// SPDX-License-Identifier: Apache-2.0
// Task as a searchable FHIR type, answered from the worklists.
#pragma once
#include "record/worklists/work_item_task.hpp"
#include "record/worklists/worklist_service.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace charta::worklists {

/// A Task search as read from a URL's query.
struct TaskQuery {
  Filter filter;
  std::vector<std::string> ignored;  ///< parameters that Task search does not know
  bool nothing = false;              ///< it names somebody who does not exist: an empty answer, not an error
};

/// code, status (both with :not), business-status, priority, patient, subject, owner, focus, _id, _count,
/// _offset, _sort. Errors: `invalid`, naming the parameter.
Result<TaskQuery> read_task_query(std::string_view query, const References& references);

/// The Task face of the worklists. Every answer is seen with the actor's eyes.
class TaskFace {
 public:
  /// What a department says of an item of its own, by kind.
  using Parts = std::map<std::string, std::function<Result<TaskPart>(const WorkItem&)>, std::less<>>;

  TaskFace(WorklistService& worklists, References references, Parts parts = {})
      : worklists_(worklists), references_(std::move(references)), parts_(std::move(parts)) {}

  Result<std::string> read(const access::Actor& actor, std::string_view id);
  /// Of an item that the caller has read with the actor's eyes.
  Result<std::string> json(const WorkItem& item) const;
  /// A searchset Bundle with total and paging links. `strict`: an unknown parameter is an error; else a warning in the Bundle.
  Result<std::string> search(const access::Actor& actor, std::string_view query, std::string_view base_url, bool strict);

 private:
  WorklistService& worklists_;
  References references_;
  Parts parts_;
};

}  // namespace charta::worklists
