// SPDX-License-Identifier: Apache-2.0
#include "department/data_entry/entry.hpp"

#include <algorithm>

namespace charta::data_entry {
namespace {

using access::Permission;

constexpr auto type_in = Permission::enter_data;
constexpr auto confirm = Permission::verify_data;
constexpr worklists::Transition entry_steps[] = {
    {"to-enter", "capture", "captured", "is-captured", type_in},
    {"captured", "validate", "validated", "is-validated", type_in},
    {"returned", "validate", "validated", "is-validated", type_in},
    {"validated", "ask-second", "second-entry", "is-second-entry", type_in},
    {"second-entry", "enter-second", "validated", "is-validated", type_in},
    {"validated", "verify", "verified", "is-verified", confirm},
    {"verified", "post", "posted", "is-posted", confirm},
    {"validated", "return", "returned", "is-returned", confirm, true},
    {"to-enter", "not-needed", "not-needed", "is-not-needed", type_in, true},
    {"captured", "not-needed", "not-needed", "is-not-needed", type_in, true},
    {"returned", "not-needed", "not-needed", "is-not-needed", type_in, true},
    {"to-enter", "source-gone", "void", "is-void", type_in},
    {"captured", "source-gone", "void", "is-void", type_in},
    {"returned", "source-gone", "void", "is-void", type_in},
    {"validated", "source-gone", "void", "is-void", type_in},
    {"second-entry", "source-gone", "void", "is-void", type_in},
    {"captured", "source-moved", "returned", "is-returned", type_in},
    {"validated", "source-moved", "returned", "is-returned", type_in},
    {"second-entry", "source-moved", "returned", "is-returned", type_in},
};
constexpr std::string_view entry_ends[] = {"posted", "not-needed", "void"};
constexpr std::string_view entry_cancelled[] = {"not-needed", "void"};
constexpr worklists::Title entry_titles[] = {{"to-enter", "To be typed"},
                                             {"captured", "Being typed"},
                                             {"returned", "Returned to whoever typed it"},
                                             {"validated", "To be verified"},
                                             {"second-entry", "To be typed a second time"},
                                             {"void", "Its note left the chart"},
                                             {"not-needed", "Not needed"}};

constexpr worklists::Transition source_steps[] = {
    {"to-look-at", "keep", "kept", "", confirm, true},
    {"to-look-at", "retract", "retracted", "is-retracted", confirm, true},
};
constexpr std::string_view source_ends[] = {"kept", "retracted"};
constexpr worklists::Title source_titles[] = {
    {"to-look-at", "To be looked at"}, {"keep", "The values stand"}, {"retract", "Retract the values"}};

}  // namespace

const worklists::StateMachine& entry_machine() {
  static constexpr worklists::StateMachine machine{
      "data-entry", "Data entry", "to-enter", entry_steps, entry_ends, entry_cancelled, Permission::read_record,
      false,        entry_titles};
  return machine;
}

const worklists::StateMachine& source_machine() {
  static constexpr worklists::StateMachine machine{"data-entry-source",
                                                   "Typed values whose note left",
                                                   "to-look-at",
                                                   source_steps,
                                                   source_ends,
                                                   {},
                                                   Permission::read_record,
                                                   false,
                                                   source_titles};
  return machine;
}

EntryFigures figures_of(const std::vector<Entry>& posted, int lag_goal_hours) {
  EntryFigures figures;
  std::vector<double> hours;
  for (const auto& one : posted) {
    if (!one.posted_at) continue;
    ++figures.posted;
    figures.returned += one.times_returned > 0 ? 1 : 0;
    figures.typed_twice += one.second_at ? 1 : 0;
    figures.compared += one.compared;
    figures.agreed += one.agreed;
    if (!one.visit_at) continue;
    hours.push_back(static_cast<double>((*one.posted_at - *one.visit_at).count()) / 3'600'000.0);
    figures.within_goal += hours.back() < lag_goal_hours ? 1 : 0;
  }
  std::sort(hours.begin(), hours.end());
  const auto half = hours.size() / 2;
  if (!hours.empty()) figures.median_hours = hours.size() % 2 == 1 ? hours[half] : (hours[half - 1] + hours[half]) / 2;
  if (figures.compared > 0) figures.accuracy = static_cast<double>(figures.agreed) / static_cast<double>(figures.compared);
  return figures;
}

}  // namespace charta::data_entry
