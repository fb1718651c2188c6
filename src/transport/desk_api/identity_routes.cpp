// SPDX-License-Identifier: Apache-2.0
// Whom the index knows already, two records beside each other, and what a person decides of them.
#include "department/patient_index/identity_service.hpp"
#include "transport/desk_api/desk.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace charta::desk_api {
namespace {

using http::Request;
using http::Response;
using matching::Contribution;
using patient_index::Demographics;
using patient_index::IndexCandidate;
using patient_index::PairDetail;
using patient_index::PatientHit;

void decimal(json::Writer& out, std::string_view name, double value, int places) {
  out.key(name).raw(fmt::format("{:.{}f}", value, places));
}

void write_person(json::Writer& out, const PatientHit& hit) {
  out.begin_object().member("id", hit.patient.text()).member("name", hit.name);
  member_unless_empty(out, "birth_date", hit.birth_date);
  member_unless_empty(out, "sex", hit.sex);
  member_unless_empty(out, "mrn", hit.mrn);
  member_unless_empty(out, "assigner", hit.assigner);
  if (hit.merged_into.is_set()) out.member("merged_into", hit.merged_into.text());
  out.end_object();
}

void write_guards(json::Writer& out, const std::vector<matching::Guard>& guards) {
  out.key("guards").begin_array();
  for (const auto guard : guards)
    out.begin_object().member("code", code_of(guard)).member("sentence", sentence_of(guard)).end_object();
  out.end_array();
}

void write_score(json::Writer& out, const patient_index::Match& match, double prior_bits) {
  decimal(out, "probability", match.decision.probability, 6);
  decimal(out, "bits", match.bits, 2);
  decimal(out, "prior_bits", prior_bits, 2);
  out.member("band", name_of(match.decision.band));
  write_guards(out, match.decision.guards);
}

void write_contribution(json::Writer& out, const Contribution& part) {
  out.begin_object()
      .member("field", name_of(part.field))
      .member("level", name_of(part.level))
      .member("text", words_of(part.field, part.level));
  decimal(out, "bits", part.bits, 2);
  decimal(out, "usual_bits", part.usual_bits, 2);
  out.member("beside", part.beside).end_object();
}

patient_index::IdentityService& identity_of(const Desk& desk) {
  return *desk.identity;
}

/// What a registrar has typed so far; nothing is stored of it.
Demographics described(const Body& body) {
  Demographics who;
  who.names.push_back({body.text("family"), body.text("given"), body.text("middle"), body.text("suffix")});
  for (const auto& former : body.texts("former_names")) who.names.push_back({former, {}, {}, {}, patient_index::NameUse::former});
  who.birth_text = body.text("birth_date");
  who.birth_date = Date::parse(who.birth_text);
  who.sex = body.text("sex");
  who.ssn = body.text("ssn");
  who.phone = body.text("phone");
  who.email = body.text("email");
  who.street = body.text("street");
  who.city = body.text("city");
  who.region = body.text("region");
  who.postal_code = body.text("postal_code");
  who.mothers_maiden_name = body.text("mothers_maiden_name");
  if (const auto order = body.integer("birth_order")) who.birth_order = static_cast<int>(*order);
  return who;
}

Result<Response> candidates(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  const auto limit = static_cast<std::size_t>(std::clamp<std::int64_t>(body.integer("limit").value_or(10), 1, 50));
  CHARTA_TRY(const auto answer, identity_of(desk).candidates(request.actor, described(body), limit));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::searched, "Patient"));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("total", static_cast<std::int64_t>(answer.candidates.size())).key("items").begin_array();
  for (const IndexCandidate& one : answer.candidates) {
    write_person(out.begin_object().key("patient"), one.hit);
    write_score(out, one.match, answer.prior_bits);
    out.key("contributions").begin_array();
    for (const auto& part : one.explanation.contributions) write_contribution(out, part);
    out.end_array().end_object();
  }
  out.end_array().key("bounded").begin_array();
  for (const auto& key : answer.bounded) out.string(key);
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

void write_field(json::Writer& out, const PairDetail::FieldRow& row) {
  out.begin_object().member("field", name_of(row.field)).member("title", title_of(words_of(row.field)));
  out.member("left", row.left).member("right", row.right).member("level", name_of(row.level));
  out.member("text", row.level == matching::Level::missing ? std::string("one side says nothing")
                                                           : std::string(words_of(row.field, row.level)));
  decimal(out, "bits", row.bits, 2);
  decimal(out, "usual_bits", row.usual_bits, 2);
  out.member("beside", row.beside).end_object();
}

Result<Response> pair(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<WorkItemId>(request, 0));
  CHARTA_TRY(const auto detail, identity_of(desk).pair(request.actor, id));
  for (const PatientId patient : {detail.pair.low, detail.pair.high})
    CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "Patient", patient.key(), patient));
  CHARTA_TRY(const auto briefs, desk.briefs(request.actor, {detail.item.patient}));
  std::string text;
  json::Writer out(text);
  out.begin_object();
  write_item(out.key("item"), desk, request.actor, detail.item, briefs);
  write_person(out.key("left"), detail.left);
  write_person(out.key("right"), detail.right);
  write_score(out, detail.match, detail.prior_bits);
  out.member("rule", detail.pair.rule).member("model", identity_of(desk).rules().model.id).member("linked", detail.linked);
  out.key("fields").begin_array();
  for (const auto& row : detail.fields) write_field(out, row);
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

Result<PatientId> patient_named(std::string_view text, std::string_view location) {
  const auto id = PatientId::parse(text);
  if (!id) return fail(ErrorKind::invalid, "name a patient record by its id", std::string(location));
  return *id;
}

Result<Response> preview(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<WorkItemId>(request, 0));
  CHARTA_TRY(const auto survivor, patient_named(request.parameter("survivor").value_or(""), "survivor"));
  CHARTA_TRY(const auto shown, identity_of(desk).preview(request.actor, id, survivor));
  for (const PatientId patient : {shown.survivor.patient, shown.absorbed.patient})
    CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "Patient", patient.key(), patient));
  std::string text;
  json::Writer out(text);
  write_person(out.begin_object().key("survivor"), shown.survivor);
  write_person(out.key("absorbed"), shown.absorbed);
  out.key("counts").begin_array();
  for (const auto& count : shown.counts)
    out.begin_object()
        .member("what", count.what)
        .member("survivor", count.survivor)
        .member("absorbed", count.absorbed)
        .end_object();
  out.end_array().key("fields").begin_array();
  for (const auto& row : shown.fields)
    out.begin_object()
        .member("field", survivor_field_code(row.field))
        .member("title", survivor_field_title(row.field))
        .member("survivor", row.survivor)
        .member("absorbed", row.absorbed)
        .member("takes", row.takes_absorbed ? "absorbed" : "survivor")
        .end_object();
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

Result<Response> merge(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<WorkItemId>(request, 0));
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto survivor, patient_named(body.text("survivor"), "survivor"));
  CHARTA_TRY(const auto choices, patient_index::parse_choices(body.value("choices")));
  CHARTA_TRY(const auto item,
             identity_of(desk).merge(request.actor, id, survivor, body.integer("version").value_or(0), body.text("note"), choices));
  CHARTA_TRY(const auto briefs, desk.briefs(request.actor, {item.patient}));
  std::string text;
  json::Writer out(text);
  write_item(out, desk, request.actor, item, briefs);
  return http::json_response(std::move(text));
}

Result<Response> unmerge(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto survivor, patient_named(body.text("survivor"), "survivor"));
  CHARTA_TRY(const auto absorbed, patient_named(body.text("absorbed"), "absorbed"));
  CHARTA_TRY(const auto reason, body.required("reason"));
  CHARTA_TRY_DO(identity_of(desk).unmerge(request.actor, survivor, absorbed, reason));
  return http::no_content();
}

Result<Response> figures(const Desk& desk, const Request& request) {
  CHARTA_TRY_DO(access::require(request.actor, access::Permission::read_worklists));
  CHARTA_TRY(const auto now, desk.store.read([&](store::Reader& reader) { return identity_of(desk).figures(reader); }));
  std::string text;
  json::Writer out(text);
  out.begin_object()
      .member("ready", identity_of(desk).is_ready())
      .member("records", now.records)
      .member("in_sets", now.in_sets)
      .member("sets", now.sets)
      .member("largest_set", now.largest_set)
      .member("open_pairs", now.pairs);
  decimal(out, "duplicate_error_rate", now.rate(), 6);
  out.end_object();
  return http::json_response(std::move(text));
}

}  // namespace

void add_identity_routes(Routes& routes) {
  routes
      .write("POST", "/api/index/candidates", "Who may be this person already, before a number is issued", "search-record",
             "IndexQuestion", "IndexCandidates", candidates)
      .read("/api/index/figures", "The duplicate error rate as it stands", "read-worklists", "IndexFigures", figures)
      .read("/api/identity/{id}", "Two records beside each other, field by field, with what each tells", "read-record",
            "IdentityPair", pair)
      .read("/api/identity/{id}/preview", "What a merge would bring together", "read-record", "MergePreview", preview)
      .write("POST", "/api/identity/{id}/merge", "Merge the two: one survives, both numbers stay findable", "link-patients",
             "MergeRequest", "WorkItem", merge)
      .write("POST", "/api/identity/unmerge", "Take a merge back", "link-patients", "UnmergeRequest", "", unmerge);
}

}  // namespace charta::desk_api
