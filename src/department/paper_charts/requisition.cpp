// SPDX-License-Identifier: Apache-2.0
#include "department/paper_charts/requisition.hpp"

#include <algorithm>
#include <tuple>

namespace charta::paper_charts {
namespace {

using access::Permission;
using worklists::StateMachine;
using worklists::Title;
using worklists::Transition;

constexpr auto filling = Permission::file_documents;
constexpr auto asking = Permission::work_worklists;
constexpr Transition requisition_steps[] = {
    {"requested", "approve", "approved", "", filling},
    {"requested", "not-fillable", "not-fillable", "", filling, true},
    {"requested", "cancel", "cancelled", "", asking, true},
    {"approved", "list", "on-pull-list", "", filling},
    {"approved", "pull", "pulled", "volume-is-charged-out", filling},
    {"approved", "not-fillable", "not-fillable", "", filling, true},
    {"approved", "cancel", "cancelled", "", asking, true},
    {"on-pull-list", "pull", "pulled", "volume-is-charged-out", filling},
    {"on-pull-list", "not-fillable", "not-fillable", "", filling, true},
    {"on-pull-list", "cancel", "cancelled", "", asking, true},
    {"pulled", "send", "in-transit", "", filling},
    {"pulled", "deliver", "delivered", "", filling},
    {"pulled", "return", "returned", "volume-is-back", filling},
    {"pulled", "put-back", "approved", "volume-is-back", filling},
    {"in-transit", "deliver", "delivered", "", filling},
    {"in-transit", "return", "returned", "volume-is-back", filling},
    {"in-transit", "put-back", "approved", "volume-is-back", filling},
    {"delivered", "hand-on", "delivered", "", filling},
    {"delivered", "return", "returned", "volume-is-back", filling},
};
constexpr std::string_view requisition_final[] = {"returned", "not-fillable", "cancelled"};
constexpr std::string_view requisition_cancelled[] = {"not-fillable", "cancelled"};
constexpr Title requisition_titles[] = {{"hand-on", "Handed on"}, {"put-back", "Put back, still wanted"}};

constexpr Transition loan_steps[] = {
    {"overdue", "remind", "reminded", "", filling},
    {"overdue", "recall", "recalled", "", filling},
    {"overdue", "return", "returned", "loan-has-ended", filling},
    {"overdue", "excuse", "excused", "", filling, true},
    {"reminded", "recall", "recalled", "", filling},
    {"reminded", "return", "returned", "loan-has-ended", filling},
    {"reminded", "excuse", "excused", "", filling, true},
    {"recalled", "return", "returned", "loan-has-ended", filling},
    {"recalled", "excuse", "excused", "", filling, true},
};
constexpr std::string_view loan_final[] = {"returned", "excused"};
constexpr std::string_view loan_cancelled[] = {"excused"};

constexpr Transition missing_steps[] = {
    {"reported", "search", "searching", "", filling},
    {"reported", "found", "found", "volume-is-found", filling},
    {"reported", "escalate", "escalated", "", filling},
    {"searching", "found", "found", "volume-is-found", filling},
    {"searching", "escalate", "escalated", "", filling},
    {"searching", "declare-lost", "declared-lost", "", filling, true},
    {"escalated", "found", "found", "volume-is-found", filling},
    {"escalated", "declare-lost", "declared-lost", "", filling, true},
    {"declared-lost", "found-later", "found-later", "volume-is-found", filling},
    {"declared-lost", "reconstruct", "reconstructed", "", filling},
    {"declared-lost", "close", "closed", "", filling, true},
    {"reconstructed", "found-later", "found-later", "volume-is-found", filling},
    {"reconstructed", "close", "closed", "", filling, true},
    {"found-later", "amalgamate", "amalgamated", "", filling},
};
constexpr Transition destination_steps[] = {
    {"open", "place", "placed", "place-is-known", filling},
    {"open", "dismiss", "dismissed", "", filling, true},
    {"open", "cancel", "cancelled", "", filling},
};
constexpr std::string_view destination_final[] = {"placed", "dismissed", "cancelled"};
constexpr std::string_view destination_cancelled[] = {"dismissed", "cancelled"};
constexpr Title destination_titles[] = {{"open", "No place known"}, {"place", "Ask for the chart"}, {"dismiss", "No chart needed"},
                                        {"placed", "Asked for"},    {"dismissed", "Not needed"}};

constexpr std::string_view missing_final[] = {"found", "amalgamated", "closed"};
constexpr std::string_view missing_cancelled[] = {"closed"};

std::int64_t median_minutes(std::vector<std::int64_t>& minutes) {
  if (minutes.empty()) return 0;
  const auto middle = minutes.begin() + static_cast<std::ptrdiff_t>(minutes.size() / 2);
  std::nth_element(minutes.begin(), middle, minutes.end());
  return *middle;
}

}  // namespace

const StateMachine& requisition_machine() {
  static constexpr StateMachine machine{
      "paper-requisition",   "Requests for paper charts", "requested", requisition_steps, requisition_final,
      requisition_cancelled, Permission::read_worklists,  false,       requisition_titles};
  return machine;
}

const StateMachine& loan_machine() {
  static constexpr StateMachine machine{"paper-loan",  "Volumes not returned in time", "overdue", loan_steps, loan_final,
                                        loan_cancelled};
  return machine;
}

const StateMachine& missing_machine() {
  static constexpr StateMachine machine{"missing-volume", "Missing volumes", "reported",
                                        missing_steps,    missing_final,     missing_cancelled};
  return machine;
}

const StateMachine& destination_machine() {
  static constexpr StateMachine machine{
      "chart-destination",   "Charts without a place to go", "open", destination_steps, destination_final,
      destination_cancelled, Permission::read_worklists,     false,  destination_titles};
  return machine;
}

void sort_for_walking(std::vector<PullLine>& lines) {
  const auto rank = [](const PullLine& line) {
    const bool is_urgent = line.requisition.priority == worklists::Priority::stat;
    const bool is_here = line.volume.state == "in-file";
    return std::tuple(!is_urgent, !is_here, is_here ? std::string_view() : std::string_view(line.place), line.walk,
                      std::string_view(line.volume.filing_key), line.requisition.id);
  };
  std::sort(lines.begin(), lines.end(), [&](const PullLine& a, const PullLine& b) { return rank(a) < rank(b); });
}

RetrievalFigures figures_of(const std::vector<Requisition>& requisitions) {
  RetrievalFigures figures;
  std::vector<std::int64_t> stat, routine;
  for (const auto& one : requisitions) {
    if (one.state == "cancelled") continue;
    ++figures.asked;
    const bool is_stat = one.priority == worklists::Priority::stat;
    if (is_stat)
      ++figures.stat;
    else
      ++figures.routine;
    if (one.state == "not-fillable") ++figures.not_filled;
    const auto filled = one.delivered_at ? one.delivered_at : one.pulled_at;
    if (!filled) continue;
    ++figures.filled;
    if (*filled <= one.needed_at) ++figures.filled_in_time;
    (is_stat ? stat : routine).push_back((*filled - one.requested_at).count() / 60'000);
  }
  figures.stat_minutes_median = median_minutes(stat);
  figures.routine_minutes_median = median_minutes(routine);
  return figures;
}

}  // namespace charta::paper_charts
