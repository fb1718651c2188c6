// SPDX-License-Identifier: Apache-2.0
// A queue as CSV: the columns on the screen, every row of the list behind it.
#include "transport/desk_api/item_words.hpp"
#include "transport/desk_api/list_export.hpp"
#include "transport/desk_api/worklist_filter.hpp"

#include <array>

namespace charta::desk_api {
namespace {

using http::Request;
using http::Response;
using worklists::WorkItem;

struct Row {
  const Desk* desk;
  const WorkItem* item;
  const PatientBrief* patient;  ///< null where nobody is known or the person may not see who it is
  ItemWords words;
};

std::string name_of(const Row& row) {
  if (row.patient != nullptr) return row.patient->name;
  const bool is_received_name = !row.item->patient.is_set() && !row.words.named.empty();
  return is_received_name ? row.words.named + " ?" : std::string();
}

std::string reason_of(const Row& row) {
  return row.item->reason_code.empty() ? std::string() : row.desk->reason_sentence(row.item->reason_code);
}

/// In the order in which the screen offers them, and under its ids.
constexpr std::array columns = {
    ExportColumn<Row>{"priority", "Priority",
                      [](const Row& row) { return std::string(worklists::priority_code(row.item->priority)); }},
    ExportColumn<Row>{"title", "What", [](const Row& row) { return row.words.title; }},
    ExportColumn<Row>{"source", "From", [](const Row& row) { return row.words.source; }},
    ExportColumn<Row>{"number", "Number", [](const Row& row) { return row.words.number; }},
    ExportColumn<Row>{"patient", "Patient", name_of},
    ExportColumn<Row>{"mrn", "MRN", [](const Row& row) { return row.patient != nullptr ? row.patient->mrn : std::string(); }},
    ExportColumn<Row>{"birth_date", "Born",
                      [](const Row& row) { return row.patient != nullptr ? row.patient->birth_date : std::string(); }},
    ExportColumn<Row>{"reason", "Why it waits", reason_of},
    ExportColumn<Row>{"due_at", "Due", [](const Row& row) { return text_of(row.item->due_at); }},
    ExportColumn<Row>{"state", "State", [](const Row& row) { return row.desk->worklists.state_title(*row.item); }},
    ExportColumn<Row>{
        "owner", "Owner",
        [](const Row& row) { return row.item->owner.is_set() ? row.desk->user_name(row.item->owner) : std::string(); }},
    ExportColumn<Row>{
        "escalations", "Chased",
        [](const Row& row) { return row.item->escalations > 0 ? std::to_string(row.item->escalations) : std::string(); }},
    ExportColumn<Row>{"created_at", "Came", [](const Row& row) { return row.item->created_at.text(); }},
    ExportColumn<Row>{"pool", "Team", [](const Row& row) { return row.item->pool; }},
    ExportColumn<Row>{"id", "Id", [](const Row& row) { return row.item->id.text(); }},
};

Result<Response> export_worklist(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto chosen, chosen_columns<Row>(request, columns));
  CHARTA_TRY(auto filter, worklist_filter(desk, request));
  filter.offset = 0;
  filter.limit = most_exported_rows;
  filter.is_whole = true;
  CHARTA_TRY(const auto page, desk.worklists.list(request.actor, filter));
  CHARTA_TRY_DO(require_exportable(page.total));
  std::vector<PatientId> patients;
  for (const WorkItem& item : page.items) patients.push_back(item.patient);
  CHARTA_TRY(const auto briefs, briefs_of_many(desk, request.actor, patients));
  std::vector<Row> rows;
  for (const WorkItem& item : page.items) {
    const auto brief = briefs.find(item.patient.key());
    rows.push_back({&desk, &item, brief == briefs.end() ? nullptr : &brief->second, words_of(item)});
  }
  return answer_export(desk, request, {filter.kind, "worklist", filter.patient, patients}, sheet_of(chosen, rows));
}

}  // namespace

void add_worklist_export(Routes& routes) {
  routes.read("/api/worklists/{kind}/export", "The rows of a queue as CSV or XLSX", "export-lists", "", export_worklist);
}

}  // namespace charta::desk_api
