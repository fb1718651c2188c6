// SPDX-License-Identifier: Apache-2.0
// A searchset Bundle as it is written, and the members of a requisition's Task. Pure.
#pragma once
#include "department/paper_charts/requisition.hpp"
#include "formats/json/json.hpp"
#include "record/resources/resource_service.hpp"

#include <string>
#include <utility>
#include <vector>

namespace charta::paper_interface {

class SearchsetText {
 public:
  explicit SearchsetText(const resources::SearchRequest& request) : request_(request) {}
  void total(std::int64_t count) { total_ = count; }
  void next(std::string cursor) { next_ = std::move(cursor); }
  void add(std::string id, std::string json) { entries_.emplace_back(std::move(id), std::move(json)); }
  /// `ignored`: parameters that were left out are told in an entry of their own.
  std::string finish(const std::vector<std::string>& ignored) const;

 private:
  std::string address(const std::string& cursor) const;

  const resources::SearchRequest& request_;
  std::int64_t total_ = -1;
  std::string next_;
  std::vector<std::pair<std::string, std::string>> entries_;
};

/// What a requisition says beyond its work item: where to, for what, asked for together with what.
void write_requisition_members(json::Writer& out, const paper_charts::Requisition& requisition);

}  // namespace charta::paper_interface
