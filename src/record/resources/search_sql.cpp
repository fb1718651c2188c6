// SPDX-License-Identifier: Apache-2.0
#include "record/resources/search_sql.hpp"

#include <mutex>
#include <shared_mutex>

namespace charta::resources {
namespace {

/// "b0", "b1", …: views that live as long as the program.
std::string_view parameter_name(std::size_t number) {
  static std::shared_mutex mutex;
  static std::deque<std::string> names;
  {
    const std::shared_lock lock(mutex);
    if (number < names.size()) return names[number];
  }
  const std::unique_lock lock(mutex);
  while (names.size() <= number) names.push_back("b" + std::to_string(names.size()));
  return names[number];
}

std::string joined(const std::vector<std::string>& parts, std::string_view separator) {
  std::string out;
  for (const std::string& part : parts) out.append(out.empty() ? "" : separator).append(part);
  return out;
}

}  // namespace

std::string SqlBinder::add(store::Value value) {
  const std::string_view name = parameter_name(bindings_.size());
  bindings_.push_back({name, value});
  return ":" + std::string(name);
}

std::string SqlBinder::text(std::string value) {
  texts_.push_back(std::move(value));
  return add(store::Value(texts_.back()));
}

std::string SqlBinder::one_of(std::string_view column, const std::vector<std::int64_t>& values) {
  std::vector<std::string> names;
  for (const std::int64_t value : values) names.push_back(integer(value));
  if (names.size() == 1) return std::string(column) + " = " + names[0];
  return std::string(column) + " IN (" + joined(names, ", ") + ")";
}

std::string SqlBinder::one_of(std::string_view column, const std::vector<std::string>& values) {
  std::vector<std::string> names;
  for (const std::string& value : values) names.push_back(text(value));
  if (names.size() == 1) return std::string(column) + " = " + names[0];
  return std::string(column) + " IN (" + joined(names, ", ") + ")";
}

std::string SqlBinder::visible(std::string_view alias) {
  if (visibility_.sees_everything()) return {};
  if (facilities_.empty()) {
    facilities_ = integer(static_cast<std::int64_t>(visibility_.facilities));
    hidden_ = integer(static_cast<std::int64_t>(~visibility_.clearance & access::full_clearance));
    if (!visibility_.opened_by_glass.empty())
      opened_hidden_ =
          integer(static_cast<std::int64_t>(~(visibility_.clearance | visibility_.glass_clearance) & access::full_clearance));
    for (const PatientId patient : visibility_.opened_by_glass) opened_.push_back(integer(patient.key()));
  }
  const std::string table(alias);
  const std::string rule =
      "(" + table + ".facility & " + facilities_ + ") <> 0 AND (" + table + ".sensitivity & " + hidden_ + ") = 0";
  if (opened_.empty()) return " AND " + rule;
  const std::string opened =
      table + ".patient IN (" + joined(opened_, ", ") + ") AND (" + table + ".sensitivity & " + opened_hidden_ + ") = 0";
  return " AND ((" + rule + ") OR (" + opened + "))";
}

}  // namespace charta::resources
