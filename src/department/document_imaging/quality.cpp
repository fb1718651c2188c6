// SPDX-License-Identifier: Apache-2.0
#include "department/document_imaging/quality.hpp"

#include "base/digest.hpp"

#include <algorithm>

namespace charta::document_imaging {

Sample sample_for(const std::vector<Checked>& history, const SamplingRules& rules) {
  std::size_t since_error = 0, since_wrong_patient = 0;
  bool wrong_patient = false;
  for (const auto& one : history) {
    since_error = one.right ? since_error + 1 : 0;
    since_wrong_patient = one.wrong_patient ? 0 : since_wrong_patient + 1;
    wrong_patient = wrong_patient || one.wrong_patient;
  }
  const auto is_below = [](std::size_t count, int limit) { return count < static_cast<std::size_t>(limit); };
  if (wrong_patient && is_below(since_wrong_patient, rules.wrong_patient_documents))
    return {rules.wrong_patient_percent,
            "a document of this operator went to a wrong patient " + std::to_string(since_wrong_patient) + " checks ago"};
  if (is_below(history.size(), rules.beginner_documents))
    return {rules.beginner_percent, std::to_string(history.size()) + " documents of this operator were checked so far"};
  if (!is_below(since_error, rules.proven_documents))
    return {rules.proven_percent, std::to_string(since_error) + " documents in a row were right"};
  return {rules.standard_percent, "the usual sample"};
}

std::vector<DocumentId> drawn(const std::vector<DocumentId>& documents, int percent) {
  std::vector<std::pair<std::string, DocumentId>> order;
  for (const auto id : documents) order.emplace_back(sha256("sample " + id.text()).hex(), id);
  std::sort(order.begin(), order.end());
  const std::size_t count = (documents.size() * static_cast<std::size_t>(percent) + 99) / 100;
  std::vector<DocumentId> chosen;
  for (std::size_t i = 0; i < std::min(count, order.size()); ++i) chosen.push_back(order[i].second);
  std::sort(chosen.begin(), chosen.end());
  return chosen;
}

}  // namespace charta::document_imaging
