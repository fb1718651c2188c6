// SPDX-License-Identifier: Apache-2.0
// The Loose Filing Report with the list behind its numbers; filing with its proof.
#include "department/loose_reports/loose_service.hpp"
#include "transport/desk_api/desk.hpp"

#include <algorithm>

namespace charta::desk_api {
namespace {

namespace loose_report = loose_reports;
using http::Request;
using http::Response;

Result<std::map<std::int64_t, PatientBrief>> briefs_of_loose(const Desk& desk, const Request& request,
                                                             const std::vector<loose_report::LooseLine>& lines) {
  std::vector<PatientId> patients;
  for (const auto& one : lines)
    if (one.patient.is_set()) patients.push_back(one.patient);
  std::sort(patients.begin(), patients.end());
  patients.erase(std::unique(patients.begin(), patients.end()), patients.end());
  if (patients.empty()) return std::map<std::int64_t, PatientBrief>();
  return desk.briefs(request.actor, patients);
}

void write_tenths(json::Writer& out, std::string_view name, double value) {
  out.member(name, static_cast<std::int64_t>(value * 10 + 0.5));
}

void write_loose_figures(json::Writer& out, const loose_report::LooseFigures& figures, const loose_report::LooseRules& rules) {
  out.member("reports", figures.reports).member("pages", figures.pages).member("of_unknown_length", figures.of_unknown_length);
  write_tenths(out, "daily_intake_tenths", figures.daily_intake);
  if (figures.days) write_tenths(out, "days_tenths", *figures.days);
  out.key("by_age").begin_array();
  for (std::size_t group = 0; group < figures.by_age.size(); ++group)
    out.begin_object().member("words", age_words(group, rules)).member("reports", figures.by_age[group]).end_object();
  out.end_array();
  const std::pair<std::string_view, const std::map<std::string, std::int64_t>*> groups[] = {{"by_kind", &figures.by_kind},
                                                                                            {"by_need", &figures.by_need}};
  for (const auto& [name, group] : groups) {
    out.key(name).begin_array();
    for (const auto& [code, count] : *group) out.begin_object().member("code", code).member("reports", count).end_object();
    out.end_array();
  }
}

Result<Response> get_loose_filing(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto report, desk.loose->report(request.actor));
  CHARTA_TRY(const auto briefs, briefs_of_loose(desk, request, report.lines));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "loose_filing"));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("at", report.at.text()).member("rule", report.rule);
  write_loose_figures(out, report.figures, desk.loose->rules());
  out.key("items").begin_array();
  for (const auto& line : report.lines) {
    out.begin_object().member("item", line.item.text()).member("kind", line.kind).member("title", line.title);
    if (desk.reason_sentence) out.member("why", desk.reason_sentence(line.why));
    member_unless_empty(out, "barcode", line.barcode);
    member_unless_empty(out, "lies_at", line.lies_at);
    out.member("pages", line.pages).member("came_at", line.came_at.text()).member("need", need_code(line.need.need));
    out.member("need_at", line.need.at.text()).member("age", static_cast<std::int64_t>(line.age));
    const auto brief = briefs.find(line.patient.key());
    if (brief != briefs.end()) write_brief(out.key("patient"), brief->second);
    out.end_object();
  }
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

Result<Response> print_loose_filing(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto report, desk.loose->report(request.actor));
  CHARTA_TRY(const auto briefs, briefs_of_loose(desk, request, report.lines));
  const auto name_of = [&](PatientId patient) {
    const auto found = briefs.find(patient.key());
    return found == briefs.end() ? std::string() : found->second.name;
  };
  CHARTA_TRY(auto pdf, loose_report_as_pdf(report, desk.loose->rules(), name_of, report.at.text().substr(0, 16)));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::printed, "loose_filing"));
  Response response;
  response.body = std::move(pdf);
  response.content_type = "application/pdf";
  response.headers.emplace_back("Content-Disposition", "inline");
  return response;
}

Result<Response> file_loose_report(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto barcode, body.required("report"));
  CHARTA_TRY(const auto folder, body.required("folder"));
  CHARTA_TRY(const auto filed, desk.loose->file(request.actor, barcode, folder));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("id", filed.id.text()).member("item", filed.item.text()).member("title", filed.title);
  member(out, "closed_at", filed.closed_at);
  out.end_object();
  return http::json_response(std::move(text));
}

Result<Response> get_filing_proofs(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto document, captured_id<ResourceId>(request, 0));
  CHARTA_TRY(const auto proofs, desk.loose->proofs(request.actor, document));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "filing_proof", document.key(),
                          proofs.empty() ? PatientId() : proofs.front().patient));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("total", static_cast<std::int64_t>(proofs.size())).key("items").begin_array();
  for (const auto& one : proofs) {
    out.begin_object()
        .member("id", one.id.text())
        .member("kind", one.kind)
        .member("version", one.version)
        .member("at", one.at.text());
    if (one.by.is_set()) write_user(out, desk, "by", one.by);
    if (one.volume.is_set()) out.member("volume", one.volume.text());
    out.end_object();
  }
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

}  // namespace

void add_loose_routes(Routes& routes) {
  constexpr const char* may = "file-documents";
  routes
      .read("/api/loose-filing", "The Loose Filing Report: figures, and everything loose in the order of need", may,
            "LooseFiling", get_loose_filing)
      .read("/api/loose-filing/print", "The Loose Filing Report, to print", may, "", print_loose_filing)
      .write("POST", "/api/loose-filing", "A loose report lies in its folder: both barcodes", may, "LooseFiled", "LooseReport",
             file_loose_report)
      .read("/api/documents/{id}/filing-proofs", "What shows that a document was filed", may, "FilingProofs", get_filing_proofs);
}

}  // namespace charta::desk_api
