// SPDX-License-Identifier: Apache-2.0
// Who did what: the whole ledger, one patient's part of it, and its proof.
#include "base/text.hpp"
#include "transport/desk_api/list_export.hpp"

#include <array>

namespace charta::desk_api {
namespace {

using http::Request;
using http::Response;

Result<ledger::Filter> to_filter(const Request& request) {
  ledger::Filter filter;
  filter.act = request.parameter("act").value_or("");
  filter.subject_kind = request.parameter("subject_kind").value_or("");
  CHARTA_TRY(filter.user, id_filter<UserId>(request, "user"));
  CHARTA_TRY(filter.patient, id_filter<PatientId>(request, "patient"));
  CHARTA_TRY(const auto subject, id_filter<ResourceId>(request, "subject"));
  filter.subject = subject.key();
  CHARTA_TRY(filter.from, instant_of(request, "from"));
  CHARTA_TRY(filter.until, instant_of(request, "until"));
  filter.sort = request.parameter("sort").value_or("-at");
  filter.limit = limit_of(request, 100, 1000);
  filter.offset = offset_of(request);
  return filter;
}

void write_entry(json::Writer& out, const Desk& desk, const ledger::StoredEntry& entry) {
  out.begin_object().member("id", entry.id.text()).member("at", entry.at.text()).member("workstation", entry.author.workstation);
  write_user(out, desk, "user", entry.author.user);
  out.member("act", entry.act).key("subject").begin_object().member("kind", entry.subject_kind);
  out.member("id", entry.subject == 0 ? std::string() : print_key(entry.subject)).end_object();
  if (entry.patient.is_set()) out.member("patient", entry.patient.text());
  member_unless_empty(out, "reason", entry.reason);
  member_unless_empty(out, "rule", entry.rule);
  member_unless_empty(out, "digest", entry.digest_hex);
  out.member("position", entry.position).member("version", entry.subject_version).end_object();
}

Result<Response> answer(const Desk& desk, const Request& request, const ledger::Filter& filter) {
  CHARTA_TRY(const auto total, desk.store.read([&](store::Reader& reader) { return desk.ledger.count(reader, filter); }));
  CHARTA_TRY(const auto entries, desk.store.read([&](store::Reader& reader) { return desk.ledger.list(reader, filter); }));
  ledger::Entry read;
  read.act = ledger::Act::viewed;
  read.subject_kind = "ledger";
  read.patient = filter.patient;
  CHARTA_TRY_DO(desk.ledger.record_read(request.actor.author, read));
  std::string body;
  json::Writer out(body);
  out.begin_object().member("total", total).key("items").begin_array();
  for (const auto& entry : entries) write_entry(out, desk, entry);
  out.end_array().end_object();
  return http::json_response(std::move(body));
}

struct ExportedEntry {
  const Desk* desk;
  const ledger::StoredEntry* entry;
};

std::string subject_of(const ExportedEntry& row) {
  const std::string kind = title_of(row.entry->subject_kind);
  return row.entry->subject == 0 ? kind : kind + " " + print_key(row.entry->subject);
}

/// In the order of the screen, and under its ids; what the screen has no room for stands behind.
constexpr std::array entry_columns = {
    ExportColumn<ExportedEntry>{
        "position", "No.",
        [](const ExportedEntry& row) { return row.entry->position > 0 ? std::to_string(row.entry->position) : std::string(); }},
    ExportColumn<ExportedEntry>{"at", "When", [](const ExportedEntry& row) { return row.entry->at.text(); }},
    ExportColumn<ExportedEntry>{"user", "Who",
                                [](const ExportedEntry& row) {
                                  return row.entry->author.user.is_set() ? row.desk->user_name(row.entry->author.user)
                                                                         : std::string("the system");
                                }},
    ExportColumn<ExportedEntry>{"act", "Act", [](const ExportedEntry& row) { return title_of(row.entry->act); }},
    ExportColumn<ExportedEntry>{"subject", "Of", subject_of},
    ExportColumn<ExportedEntry>{"reason", "Reason", [](const ExportedEntry& row) { return row.entry->reason; }},
    ExportColumn<ExportedEntry>{"workstation", "Where", [](const ExportedEntry& row) { return row.entry->author.workstation; }},
    ExportColumn<ExportedEntry>{
        "patient", "Patient",
        [](const ExportedEntry& row) { return row.entry->patient.is_set() ? row.entry->patient.text() : std::string(); }},
    ExportColumn<ExportedEntry>{"rule", "Rule", [](const ExportedEntry& row) { return row.entry->rule; }},
    ExportColumn<ExportedEntry>{"digest", "Digest", [](const ExportedEntry& row) { return row.entry->digest_hex; }},
    ExportColumn<ExportedEntry>{"id", "Id", [](const ExportedEntry& row) { return row.entry->id.text(); }},
};

Result<Response> answer_list(const Desk& desk, const Request& request, ledger::Filter filter) {
  CHARTA_TRY_DO(access::require(request.actor, access::Permission::read_ledger));
  CHARTA_TRY(const auto chosen, chosen_columns<ExportedEntry>(request, entry_columns));
  filter.limit = most_exported_rows;
  filter.offset = 0;
  CHARTA_TRY(const auto total, desk.store.read([&](store::Reader& reader) { return desk.ledger.count(reader, filter); }));
  CHARTA_TRY_DO(require_exportable(total));
  CHARTA_TRY(const auto entries, desk.store.read([&](store::Reader& reader) { return desk.ledger.list(reader, filter); }));
  std::vector<ExportedEntry> rows;
  for (const auto& entry : entries) rows.push_back({&desk, &entry});
  return answer_export(desk, request, {"ledger", "ledger", filter.patient}, sheet_of(chosen, rows));
}

Result<Response> export_entries(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto filter, to_filter(request));
  return answer_list(desk, request, filter);
}

Result<Response> export_of_patient(const Desk& desk, const Request& request) {
  CHARTA_TRY(auto filter, to_filter(request));
  CHARTA_TRY(filter.patient, captured_id<PatientId>(request, 0));
  return answer_list(desk, request, filter);
}

Result<Response> list_entries(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto filter, to_filter(request));
  return answer(desk, request, filter);
}

Result<Response> of_patient(const Desk& desk, const Request& request) {
  CHARTA_TRY(auto filter, to_filter(request));
  CHARTA_TRY(filter.patient, captured_id<PatientId>(request, 0));
  return answer(desk, request, filter);
}

Result<Response> verify(const Desk& desk, const Request&) {
  CHARTA_TRY(const auto verified, desk.ledger.verify());
  std::string body;
  json::Writer out(body);
  out.begin_object().member("holds", verified.holds).member("entries", verified.entries).member("sealed", verified.sealed);
  out.member("unsealed", verified.unsealed).member("checkpoints", verified.checkpoints);
  member_unless_empty(out, "first_broken", verified.first_broken);
  out.end_object();
  return http::json_response(std::move(body));
}

}  // namespace

void add_ledger_routes(Routes& routes) {
  routes.read("/api/ledger", "Every act, sortable on each element", "read-ledger", "LedgerEntries", list_entries)
      .read("/api/ledger/export", "The rows of the ledger as CSV or XLSX", "export-lists read-ledger", "", export_entries)
      .read("/api/patients/{id}/ledger/export", "The rows of a patient's ledger as CSV or XLSX", "export-lists read-ledger", "", export_of_patient)
      .read("/api/patients/{id}/ledger", "Who looked, who changed, who received", "read-ledger", "LedgerEntries", of_patient)
      .read("/api/ledger/verify", "Re-compute the ledger and say whether it holds", "verify-ledger", "Verified", verify);
}

}  // namespace charta::desk_api
