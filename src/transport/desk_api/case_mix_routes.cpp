// SPDX-License-Identifier: Apache-2.0
// What the final codes come to: case mix with the list behind each number, the audit as a file, claims, grouping for programs.
#include "department/coding_desk/claim_resource.hpp"
#include "transport/desk_api/coding_json.hpp"
#include "transport/desk_api/list_export.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace charta::desk_api {
namespace {

using http::Request;
using http::Response;
namespace coder = coding_desk;

/// How many cases are named at once: each is a line of its patient's ledger.
constexpr std::int64_t cases_listed = 500;
constexpr std::size_t changes_asked = 50;
constexpr int oldest_asked = 150, highest_status = 99;

/// Days are those of the hospital, and the last one belongs to the period.
Result<coder::MixPeriod> mix_period(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto from, instant_of(request, "from"));
  CHARTA_TRY(const auto until, instant_of(request, "until"));
  const Instant now = desk.clock.now();
  coder::MixPeriod period{from.value_or(now.plus(-std::chrono::hours(24 * 365))), until.value_or(now)};
  const auto& zone = desk.coding->zone();
  const auto midnight = [&](Date day) { return zone.to_instant(day, std::chrono::milliseconds(0)); };
  if (const auto first = Date::parse(request.parameter("from").value_or(""))) period.from = midnight(*first);
  if (const auto last = Date::parse(request.parameter("until").value_or(""))) period.until = midnight(last->plus_days(1));
  if (period.until < period.from) return fail(ErrorKind::invalid, "the period ends before it begins", "until");
  return period;
}

void write_mix_row(json::Writer& out, const std::string& key, const std::string& title, const coder::MixSums& row) {
  out.begin_object().member("key", key).member("title", title).member("cases", row.cases).member("weighted", row.weighted);
  if (const auto index = row.index()) write_weight(out, "index", *index);
  out.member("splitable", row.splitable).member("with_mcc", row.with_mcc).member("with_cc", row.with_cc).end_object();
}

void write_mix_case(json::Writer& out, const Desk& desk, const coder::CodingCase& one,
                    const std::map<std::int64_t, PatientBrief>& briefs) {
  out.begin_object()
      .member("encounter", one.encounter_id)
      .member("patient", one.patient.text())
      .member("ended_at", one.ended_at.text())
      .member("discharged_on", desk.coding->zone().local_date(one.ended_at).text());
  out.member("service", one.service).member("physician", one.physician_name).member("drg", one.grouped.drg);
  out.member("drg_title", one.grouped.title).member("severity", one.grouped.severity).member("is_split", one.grouped.is_split);
  if (one.grouped.weight > 0) write_weight(out, "weight", one.grouped.weight);
  if (const auto brief = briefs.find(one.patient.key()); brief != briefs.end())
    out.member("name", brief->second.name).member("mrn", brief->second.mrn);
  out.end_object();
}

/// ?group=: the key of a row, "-" for the one of whom nothing is said.
std::optional<std::string> group_asked(const Request& request) {
  auto group = request.parameter("group");
  if (group && *group == "-") group = "";
  return group;
}

std::int64_t cases_in_group(const Request& request, const coder::CaseMix& mix) {
  const auto group = group_asked(request);
  if (!group || *group == "*") return group ? mix.whole.cases : 0;
  const auto row = std::find_if(mix.rows.begin(), mix.rows.end(), [&](const auto& one) { return one.key == *group; });
  return row == mix.rows.end() ? 0 : row->cases;
}

/// Without ?group= none: nobody is named who was not asked for.
Result<std::vector<coder::CodingCase>> cases_asked(const Desk& desk, const Request& request, const coder::MixPeriod& period,
                                                   coder::MixBy by) {
  const auto group = group_asked(request);
  if (!group) return std::vector<coder::CodingCase>();
  return desk.coding->cases_behind(request.actor, period, by, *group == "*" ? std::nullopt : group,
                                   limit_of(request, cases_listed, cases_listed), offset_of(request));
}

Result<Response> case_mix_of_period(const Desk& desk, const Request& request) {
  const auto by = coder::parse_mix(request.parameter("by").value_or("service"));
  if (!by) return fail(ErrorKind::unknown_code, "'by' is service, physician, month or drg", "by");
  CHARTA_TRY(const auto period, mix_period(desk, request));
  CHARTA_TRY(const auto mix, desk.coding->case_mix(request.actor, period, *by));
  CHARTA_TRY(const auto behind, cases_asked(desk, request, period, *by));
  std::vector<PatientId> patients;
  for (const auto& one : behind) patients.push_back(one.patient);
  CHARTA_TRY(const auto briefs, briefs_of_many(desk, request.actor, patients));
  for (const auto patient : std::set<PatientId>(patients.begin(), patients.end()))
    CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "case_mix", 0, patient));
  if (patients.empty()) CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "case_mix"));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("from", period.from.text()).member("until", period.until.text()).member("by", coder::mix_code(*by));
  out.key("whole");
  write_mix_row(out, {}, {}, mix.whole);
  out.key("rows").begin_array();
  for (const auto& row : mix.rows) write_mix_row(out, row.key, row.title, row);
  out.end_array().member("cases_total", cases_in_group(request, mix)).key("cases").begin_array();
  for (const auto& one : behind) write_mix_case(out, desk, one, briefs);
  out.end_array().key("review").begin_object().member("cases", mix.whole.second_reviews);
  out.member("agreed", mix.whole.agreed).member("reviewed", mix.whole.reviewed).end_object().end_object();
  return http::json_response(std::move(text));
}

/// A code of a final case as the audit's file has it.
struct AuditedCode {
  const Desk* desk;
  const coder::CodingCase* row;
  const PatientBrief* patient;
  coder::CodedLine line;
  coder::LineKind kind;
  std::size_t number;
  bool is_grouped() const { return row->grouped.version != 0; }
};

std::string modifiers_text(const AuditedCode& one) {
  std::string text;
  for (const auto& modifier : one.line.modifiers) text += (text.empty() ? "" : " ") + modifier;
  return text;
}

std::string evidence_text(const AuditedCode& one) {
  std::string text;
  for (const auto& span : one.line.evidence)
    text += (text.empty() ? "" : "; ") + fmt::format("{}, page {}: {}", span.title, span.page, span.quote);
  return text;
}

constexpr std::array audit_columns = {
    ExportColumn<AuditedCode>{"encounter", "Encounter", [](const AuditedCode& one) { return one.row->encounter_id; }},
    ExportColumn<AuditedCode>{"mrn", "MRN",
                              [](const AuditedCode& one) { return one.patient != nullptr ? one.patient->mrn : std::string(); }},
    ExportColumn<AuditedCode>{"discharged", "Discharged", [](const AuditedCode& one) { return one.row->ended_at.text(); }},
    ExportColumn<AuditedCode>{"class", "Class", [](const AuditedCode& one) { return one.row->class_code; }},
    ExportColumn<AuditedCode>{"service", "Service", [](const AuditedCode& one) { return one.row->service; }},
    ExportColumn<AuditedCode>{
        "drg", "MS-DRG",
        [](const AuditedCode& one) { return one.is_grouped() ? fmt::format("{:03}", one.row->grouped.drg) : std::string(); }},
    ExportColumn<AuditedCode>{"weight", "Weight",
                              [](const AuditedCode& one) {
                                return one.is_grouped() ? fmt::format("{}.{:04}", one.row->grouped.weight / 10000,
                                                                      one.row->grouped.weight % 10000)
                                                        : std::string();
                              }},
    ExportColumn<AuditedCode>{"kind", "Kind", [](const AuditedCode& one) { return std::string(coder::kind_code(one.kind)); }},
    ExportColumn<AuditedCode>{"number", "Place", [](const AuditedCode& one) { return std::to_string(one.number); }},
    ExportColumn<AuditedCode>{"code", "Code", [](const AuditedCode& one) { return one.line.code; }},
    ExportColumn<AuditedCode>{"modifiers", "Modifiers", modifiers_text},
    ExportColumn<AuditedCode>{
        "units", "Units",
        [](const AuditedCode& one) { return one.line.units > 0 ? std::to_string(one.line.units) : std::string(); }},
    ExportColumn<AuditedCode>{"done", "Done on",
                              [](const AuditedCode& one) { return one.line.done_on ? one.line.done_on->text() : std::string(); }},
    ExportColumn<AuditedCode>{"poa", "POA", [](const AuditedCode& one) { return one.line.poa; }},
    ExportColumn<AuditedCode>{"origin", "Typed or suggested",
                              [](const AuditedCode& one) { return std::string(coder::origin_code(one.line.origin)); }},
    ExportColumn<AuditedCode>{
        "by", "By",
        [](const AuditedCode& one) { return one.line.by.is_set() ? one.desk->user_name(one.line.by) : std::string(); }},
    ExportColumn<AuditedCode>{"at", "At", [](const AuditedCode& one) { return one.line.at.text(); }},
    ExportColumn<AuditedCode>{"final", "Final", [](const AuditedCode& one) { return text_of(one.row->finalised_at); }},
    ExportColumn<AuditedCode>{"agreed", "Agreed by the second reader",
                              [](const AuditedCode& one) {
                                return one.row->reviewed > 0 ? fmt::format("{} of {}", one.row->agreed, one.row->reviewed)
                                                             : std::string();
                              }},
    ExportColumn<AuditedCode>{"evidence", "Evidence", evidence_text},
};

Result<Response> coding_audit(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto chosen, chosen_columns<AuditedCode>(request, audit_columns));
  CHARTA_TRY(const auto period, mix_period(desk, request));
  CHARTA_TRY(const auto cases, desk.coding->final_cases(request.actor, period.from, period.until, coder::Cases::all));
  CHARTA_TRY_DO(require_exportable(static_cast<std::int64_t>(cases.size())));
  std::vector<PatientId> patients;
  for (const auto& one : cases) patients.push_back(one.patient);
  CHARTA_TRY(const auto briefs, briefs_of_many(desk, request.actor, patients));
  std::vector<AuditedCode> rows;
  for (const auto& one : cases) {
    const auto brief = briefs.find(one.patient.key());
    CHARTA_TRY(const auto sheet, desk.coding->sheet_of(request.actor, one));
    for (const auto kind : coder::all_kinds)
      for (std::size_t at = 0; at < sheet.of(kind).size(); ++at)
        rows.push_back({&desk, &one, brief == briefs.end() ? nullptr : &brief->second, sheet.of(kind)[at], kind, at + 1});
  }
  CHARTA_TRY_DO(require_exportable(static_cast<std::int64_t>(rows.size())));
  return answer_export(desk, request, {"coding-audit", "coding_audit", {}, patients}, sheet_of(chosen, rows));
}

Result<Response> claim_of_encounter(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto view, desk.coding->open(request.actor, request.captured.at(0)));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "coding_claim", view.row.encounter.key(), view.row.patient));
  if (view.is_reviewer && !view.row.reviewed_at)
    return fail(ErrorKind::business_rule, "the coder's codes stay hidden until your own are compared with them", "state");
  CHARTA_TRY(const auto patient, desk.coding->patient_id(view.row));
  const auto basis = coder::basis_of(view.abstract);
  return http::json_response(coder::claim_of_case(view.row, view.sheet, basis, patient, desk.coding->zone(), desk.clock.now()));
}

/// A code that the question adds or changes, with its POA where one is said.
Result<void> read_edits(json::Value list, std::string_view sign, std::string_view member, grouper::WhatIf& into) {
  if (list && !list.is_array()) return fail(ErrorKind::invalid, fmt::format("'{}' takes a list", member), std::string(member));
  for (const auto one : list) {
    const auto code = one.is_string() ? one.text() : one["code"].text();
    const auto poa = one["poa"].text();
    auto edit = grouper::read_edit(fmt::format("{}{}{}{}", sign, code, poa.empty() ? "" : ":", poa));
    if (!edit) return fail(edit.error().kind, edit.error().message, std::string(member));
    into.edits.push_back(*edit);
  }
  return {};
}

/// Absent: as the case has it.
Result<std::optional<int>> number_asked(json::Value body, std::string_view member, int most) {
  if (!body[member]) return std::optional<int>();
  const auto number = body[member].integer();
  if (!number || *number < 0 || *number > most)
    return fail(ErrorKind::invalid, fmt::format("'{}' takes a whole number from 0 to {}", member, most), std::string(member));
  return std::optional<int>(static_cast<int>(*number));
}

Result<grouper::WhatIf> what_if_in(json::Value body) {
  grouper::WhatIf asked;
  CHARTA_TRY_DO(read_edits(body["remove"], "-", "remove", asked));
  CHARTA_TRY_DO(read_edits(body["add"], "+", "add", asked));
  CHARTA_TRY_DO(read_edits(body["poa"], "", "poa", asked));
  if (const auto principal = body["principal"].text(); !principal.empty()) {
    CHARTA_TRY(const auto edit, grouper::read_edit(fmt::format("={}", principal)));
    asked.edits.push_back(edit);
  }
  CHARTA_TRY(asked.age, number_asked(body, "age", oldest_asked));
  CHARTA_TRY(asked.discharge_status, number_asked(body, "status", highest_status));
  if (const auto sex = body["sex"].text(); sex == "M" || sex == "F" || sex == "U")
    asked.sex = sex.front();
  else if (body["sex"])
    return fail(ErrorKind::invalid, "'sex' takes M, F or U", "sex");
  if (asked.edits.size() > changes_asked)
    return fail(ErrorKind::too_large, fmt::format("more than {} changes", changes_asked), "add");
  if (asked.is_empty())
    return fail(ErrorKind::missing, "nothing is asked: add, remove, poa, principal, age, sex or status", "add");
  return asked;
}

/// What the case would be with other codes. It is read as by opening it; nothing is written.
Result<Response> coding_what_if(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, json::Document::parse(request.body));
  CHARTA_TRY(auto asked, what_if_in(body.root()));
  CHARTA_TRY(const auto view, desk.coding->open(request.actor, request.captured.at(0)));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "coding_what_if", view.row.encounter.key(), view.row.patient));
  if (!view.is_inpatient) return fail(ErrorKind::business_rule, "an outpatient stay has no MS-DRG", "class");
  const auto day = desk.coding->zone().local_date(view.row.ended_at);
  CHARTA_TRY(const auto answer, desk.coding->books().what_if(view.sheet, coder::basis_of(view.abstract), day, std::move(asked)));
  std::string text;
  json::Writer out(text);
  out.begin_object();
  code_sets::write_what_if(out, answer);
  out.end_object();
  return http::json_response(std::move(text));
}

/// A FHIR Claim, or a line as `charta group` reads it.
Result<Response> group_claim(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto document, json::Document::parse(request.body));
  const auto root = document.root();
  if (root["resourceType"].text() != "Claim") {
    CHARTA_TRY(auto answer, desk.coding->books().group(root, desk.coding->rules()));
    return http::json_response(std::move(answer));
  }
  CHARTA_TRY(const auto line, coder::grouper_line(root));
  CHARTA_TRY(auto answer, desk.coding->books().group(line.root(), desk.coding->rules()));
  return http::json_response(std::move(answer));
}

}  // namespace

void add_case_mix_routes(Routes& routes) {
  routes
      .read("/api/coding/case-mix",
            "Case mix index and severity capture of a period; ?by=service, physician, month or drg; ?group= one row's key names "
            "the cases "
            "behind it, * all",
            "read-record", "CaseMix", case_mix_of_period)
      .read("/api/coding/audit", "Every code of the final cases of a period with its evidence and author, as CSV or XLSX",
            "export-lists read-record", "", coding_audit)
      .write("POST", "/api/coding/cases/{id}/what-if",
             "The DRG with other codes, POA, age, sex or discharge status: severity, weight and why; nothing is written",
             "read-record", "CodingQuestion", "CodingWhatIf", coding_what_if)
      .read("/api/coding/cases/{id}/claim", "The coded discharge as a FHIR Claim", "read-record", "FhirClaim", claim_of_encounter)
      .write("POST", "/api/coding/group", "Group a FHIR Claim, or a line as charta group reads it; nothing is kept",
             "read-record", "ClaimToGroup", "GroupedClaim", group_claim);
}

}  // namespace charta::desk_api
