// SPDX-License-Identifier: Apache-2.0
// Whom the index knows already, two records beside each other, and what a person decides of them.
#include "transport/desk_api/identity_json.hpp"

#include <algorithm>

namespace charta::desk_api {
namespace {

using http::Request;
using http::Response;
using patient_index::PairDetail;

patient_index::IdentityService& identity_of(const Desk& desk) {
  return *desk.identity;
}

Result<Response> index_candidates(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  const auto limit = static_cast<std::size_t>(std::clamp<std::int64_t>(body.integer("limit").value_or(10), 1, 50));
  CHARTA_TRY(const auto answer, identity_of(desk).candidates(request.actor, described(body), limit));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::searched, "Patient"));
  std::string text;
  json::Writer out(text);
  write_candidates(out.begin_object(), answer);
  out.end_object();
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
  out.end_array();
  CHARTA_TRY_DO(write_steps(out, desk, request, id));
  out.end_object();
  return http::json_response(std::move(text));
}

/// Open work that names a record: a merge moves none of it, and all of it is seen from the surviving record.
Result<std::int64_t> open_work(const Desk& desk, const Request& request, PatientId patient) {
  if (!request.actor.may(access::Permission::read_worklists)) return 0;
  worklists::Filter filter;
  filter.patient = patient;
  filter.limit = 1;
  CHARTA_TRY(const auto page, desk.worklists.list(request.actor, filter));
  return page.total;
}

void write_count(json::Writer& out, const patient_index::MergePreview::Count& count) {
  out.begin_object()
      .member("what", count.what)
      .member("survivor", count.survivor)
      .member("absorbed", count.absorbed)
      .end_object();
}

/// What is shown of the person from then on. Nothing is copied: what the other says stays with its own number.
void write_shown_fields(json::Writer& out, const std::vector<patient_index::SurvivorRow>& rows) {
  out.key("fields").begin_array();
  for (const auto& row : rows)
    out.begin_object()
        .member("field", survivor_field_code(row.field))
        .member("title", survivor_field_title(row.field))
        .member("survivor", row.survivor)
        .member("absorbed", row.absorbed)
        .member("takes", row.takes_absorbed ? "absorbed" : "survivor")
        .member("differs", row.survivor != row.absorbed)
        .end_object();
  out.end_array();
}

Result<Response> preview(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<WorkItemId>(request, 0));
  CHARTA_TRY(const auto survivor, patient_named(request.parameter("survivor").value_or(""), "survivor"));
  CHARTA_TRY(const auto shown, identity_of(desk).preview(request.actor, id, survivor));
  for (const PatientId patient : {shown.survivor.patient, shown.absorbed.patient})
    CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "Patient", patient.key(), patient));
  CHARTA_TRY(const auto work_of_survivor, open_work(desk, request, shown.survivor.patient));
  CHARTA_TRY(const auto work_of_absorbed, open_work(desk, request, shown.absorbed.patient));
  std::string text;
  json::Writer out(text);
  write_person(out.begin_object().key("survivor"), shown.survivor);
  write_person(out.key("absorbed"), shown.absorbed);
  out.key("counts").begin_array();
  for (const auto& count : shown.counts) write_count(out, count);
  write_count(out, {"Open work", work_of_survivor, work_of_absorbed});
  out.end_array();
  write_shown_fields(out, shown.fields);
  out.end_object();
  return http::json_response(std::move(text));
}

Result<Response> merge(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<WorkItemId>(request, 0));
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto survivor, patient_named(body.text("survivor"), "survivor"));
  CHARTA_TRY(const auto choices, patient_index::parse_choices(body.value("choices")));
  CHARTA_TRY(const auto item, identity_of(desk).merge(request.actor, id, survivor, body.integer("version").value_or(0),
                                                      body.text("note"), choices));
  return answer_item(desk, request, item);
}

}  // namespace

void add_identity_routes(Routes& routes) {
  routes
      .write("POST", "/api/index/candidates", "Who may be this person already, before a number is issued", "search-record",
             "IndexQuestion", "IndexCandidates", index_candidates)
      .read("/api/identity/{id}", "Two records beside each other, field by field, with what each tells", "read-record",
            "IdentityPair", pair)
      .read("/api/identity/{id}/preview", "What a merge would bring together", "read-record", "MergePreview", preview)
      .write("POST", "/api/identity/{id}/merge", "Merge the two: one survives, both numbers stay findable", "link-patients",
             "MergeRequest", "WorkItem", merge);
}

}  // namespace charta::desk_api
