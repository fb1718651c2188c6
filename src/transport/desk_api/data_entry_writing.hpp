// SPDX-License-Identifier: Apache-2.0
// Data entry as JSON.
#pragma once
#include "department/data_entry/entry_service.hpp"
#include "transport/desk_api/desk.hpp"

namespace charta::desk_api {

void write_form(json::Writer& out, const data_entry::EntryRules& rules, const data_entry::Form& form);
void write_entered_value(json::Writer& out, const Desk& desk, const data_entry::EnteredValue& value);
/// A line of a list: no values.
void write_entry_line(json::Writer& out, const Desk& desk, const data_entry::Entry& entry,
                      const std::map<std::int64_t, PatientBrief>& briefs);
void write_entry_view(json::Writer& out, const Desk& desk, const data_entry::EntryView& view,
                      const std::map<std::int64_t, PatientBrief>& briefs);
/// The values that a body holds under "values".
std::vector<data_entry::EnteredValue> entered_values_of(json::Value list);
Result<std::map<std::int64_t, PatientBrief>> briefs_of_entries(const Desk& desk, const http::Request& request,
                                                               const std::vector<const data_entry::Entry*>& entries);

}  // namespace charta::desk_api
