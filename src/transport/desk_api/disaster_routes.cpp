// SPDX-License-Identifier: Apache-2.0
// Disasters: identities for people whom nobody knows, who they turn out to be, and what families asked.
#include "department/disaster_identities/disaster_service.hpp"
#include "transport/desk_api/desk.hpp"

namespace charta::desk_api {
namespace {

using disaster_identities::DisasterId;
using disaster_identities::InquiryId;
using http::Request;
using http::Response;

using Briefs = std::map<std::int64_t, PatientBrief>;

void write_disaster(json::Writer& out, const Desk& desk, const disaster_identities::Disaster& one) {
  out.begin_object().member("id", one.id.text()).member("letter", one.letter).member("what", one.what);
  out.member("reason", one.reason).member("declared_at", one.declared_at.text());
  if (one.declared_by.is_set()) write_user(out, desk, "declared_by", one.declared_by);
  member(out, "ended_at", one.ended_at);
}

void write_identity(json::Writer& out, const disaster_identities::Identity& one, const Briefs& briefs) {
  out.begin_object().member("id", one.patient.text()).member("place", one.place).member("number", one.number);
  out.member("name", one.name).member("state", one.state).member("version", one.version);
  out.member("triage_tag", one.seen.triage_tag).member("sex", one.seen.sex).member("age", one.seen.age);
  out.member("marks", one.seen.marks).member("where", one.seen.whereabouts);
  if (one.item.is_set()) out.member("item", one.item.text());
  if (const auto real = briefs.find(one.real.key()); real != briefs.end()) {
    out.key("real");
    write_brief(out, real->second);
  }
  out.end_object();
}

void write_inquiry(json::Writer& out, const Desk& desk, const disaster_identities::Inquiry& one) {
  out.begin_object().member("id", one.id.text()).member("caller", one.caller).member("relation", one.relation);
  out.member("contact", one.contact).member("looking_for", one.looking_for).member("at", one.at.text());
  if (one.by.is_set()) write_user(out, desk, "by", one.by);
  out.key("disclosures").begin_array();
  for (const auto& told : one.disclosures) {
    out.begin_object().member("patient", told.patient.text()).member("basis", told.basis).member("agreement", told.agreement);
    out.member("told", told.told).member("at", told.at.text()).member("rule", told.rule).end_object();
  }
  out.end_array().end_object();
}

Result<Response> answer_disaster(const Desk& desk, const Request& request, DisasterId id, int status = 200) {
  CHARTA_TRY(const auto view, desk.disasters->view(request.actor, id));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "disaster", id.key()));
  std::vector<PatientId> known;
  for (const auto& one : view.identities)
    if (one.real.is_set()) known.push_back(one.real);
  CHARTA_TRY(const auto briefs, desk.briefs(request.actor, known));
  for (const auto& [key, brief] : briefs)
    CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "Patient", key, PatientId(key)));
  std::string text;
  json::Writer out(text);
  write_disaster(out, desk, view.disaster);
  out.key("identities").begin_array();
  for (const auto& one : view.identities) write_identity(out, one, briefs);
  out.end_array().key("inquiries").begin_array();
  for (const auto& one : view.inquiries) write_inquiry(out, desk, one);
  out.end_array().end_object();
  return http::json_response(std::move(text), status);
}

Result<Response> list_disasters(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto all, desk.disasters->disasters(request.actor));
  const auto& rules = desk.disasters->rules();
  std::string text;
  json::Writer out(text);
  out.begin_object().member("block_most", rules.block_most).member("kits_at_once", rules.kits_at_once).key("bases").begin_array();
  for (const auto& one : rules.bases)
    out.begin_object()
        .member("code", one.code)
        .member("sentence", one.sentence)
        .member("citation", one.citation)
        .member("needs_agreement", one.needs_agreement)
        .end_object();
  out.end_array().key("agreements").begin_array();
  for (const auto& one : rules.agreements) out.string(one);
  out.end_array().member("total", static_cast<std::int64_t>(all.size())).key("items").begin_array();
  for (const auto& one : all) {
    write_disaster(out, desk, one);
    out.end_object();
  }
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

Result<Response> declare_disaster(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  disaster_identities::NewDisaster made;
  CHARTA_TRY(made.what, body.required("what"));
  CHARTA_TRY(made.reason, body.required("reason"));
  made.count = body.integer("count").value_or(0);
  CHARTA_TRY(const auto id, desk.disasters->declare(request.actor, made));
  return answer_disaster(desk, request, id, 201);
}

Result<Response> get_disaster(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<DisasterId>(request, 0));
  return answer_disaster(desk, request, id);
}

Result<Response> reserve_more(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<DisasterId>(request, 0));
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY_DO(desk.disasters->reserve(request.actor, id, body.integer("count").value_or(0)));
  return answer_disaster(desk, request, id);
}

Result<Response> end_disaster(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<DisasterId>(request, 0));
  CHARTA_TRY_DO(desk.disasters->end(request.actor, id));
  return answer_disaster(desk, request, id);
}

Result<Response> print_kits(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<DisasterId>(request, 0));
  CHARTA_TRY(const auto body, Body::parse(request));
  Response response;
  CHARTA_TRY(response.body,
             desk.disasters->kits(request.actor, id, body.integer("from").value_or(0), body.integer("until").value_or(0)));
  response.content_type = "application/pdf";
  response.headers.emplace_back("Content-Disposition", "inline");
  return response;
}

Result<Response> describe_identity(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto patient, captured_id<PatientId>(request, 0));
  CHARTA_TRY(const auto body, Body::parse(request));
  const disaster_identities::Description seen{body.text("triage_tag"), body.text("sex"), body.text("age"), body.text("marks"),
                                              body.text("where")};
  CHARTA_TRY(const auto one, desk.disasters->describe(request.actor, patient, seen, body.integer("version").value_or(0)));
  return answer_disaster(desk, request, one.disaster);
}

Result<Response> identify_person(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto patient, captured_id<PatientId>(request, 0));
  CHARTA_TRY(const auto body, Body::parse(request));
  disaster_identities::Identified typed;
  CHARTA_TRY(const auto real, body.required("real"));
  const auto key = PatientId::parse(real);
  if (!key) return fail(ErrorKind::invalid, "name the real record by its id", "real");
  typed.real = *key;
  CHARTA_TRY(typed.number, body.required("number"));
  CHARTA_TRY(typed.birth_date, body.required("birth_date"));
  CHARTA_TRY(const auto disaster, desk.disasters->identify(request.actor, patient, typed));
  return answer_disaster(desk, request, disaster);
}

Result<Response> take_identification_back(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto patient, captured_id<PatientId>(request, 0));
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto reason, body.required("reason"));
  CHARTA_TRY(const auto disaster, desk.disasters->take_back(request.actor, patient, reason));
  return answer_disaster(desk, request, disaster);
}

Result<Response> note_inquiry(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<DisasterId>(request, 0));
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY_DO(desk.disasters->ask(
      request.actor, id, {body.text("caller"), body.text("relation"), body.text("contact"), body.text("looking_for")}));
  return answer_disaster(desk, request, id, 201);
}

Result<Response> note_disclosure(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto inquiry, captured_id<InquiryId>(request, 0));
  CHARTA_TRY(const auto body, Body::parse(request));
  disaster_identities::NewDisclosure told;
  CHARTA_TRY(told.basis, body.required("basis"));
  told.agreement = body.text("agreement");
  CHARTA_TRY(told.told, body.required("told"));
  if (const auto patient = body.text("patient"); !patient.empty()) {
    const auto key = PatientId::parse(patient);
    if (!key) return fail(ErrorKind::invalid, "name the identity by its id", "patient");
    told.patient = *key;
  }
  CHARTA_TRY(const auto disaster, desk.disasters->tell(request.actor, inquiry, told));
  return answer_disaster(desk, request, disaster);
}

}  // namespace

void add_disaster_routes(Routes& routes) {
  constexpr const char* registers = "register-patient";
  constexpr const char* links = "link-patients";
  constexpr const char* reads = "read-record";
  routes
      .read("/api/disasters", "Disasters that were declared, and on what basis families are told", reads, "Disasters",
            list_disasters)
      .write("POST", "/api/disasters", "Declare a disaster and reserve identities", registers, "NewDisaster", "Disaster",
             declare_disaster)
      .read("/api/disasters/{id}", "Who is who: each identity with what is known, and what families asked", reads, "Disaster",
            get_disaster)
      .write("POST", "/api/disasters/{id}/identities", "Reserve more identities", registers, "MoreIdentities", "Disaster",
             reserve_more)
      .write("POST", "/api/disasters/{id}/end", "End it: what nobody used is retired", links, "", "Disaster", end_disaster)
      .write("POST", "/api/disasters/{id}/kits", "Print chart kits", registers, "IdentityRun", "", print_kits)
      .write("POST", "/api/disasters/{id}/inquiries", "A family asks", reads, "NewInquiry", "Disaster", note_inquiry)
      .write("POST", "/api/disaster-inquiries/{id}/disclosures", "What they were told, and on what basis", reads, "NewDisclosure",
             "Disaster", note_disclosure)
      .write("POST", "/api/disaster-identities/{id}/description", "Somebody bears it, or more is known of them", registers,
             "IdentityDescription", "Disaster", describe_identity)
      .write("POST", "/api/disaster-identities/{id}/identify", "It is this person, by two identifiers", links, "IdentityFound",
             "Disaster", identify_person)
      .write("POST", "/api/disaster-identities/{id}/take-back", "It is not this person after all", links, "TakenBack", "Disaster",
             take_identification_back);
}

}  // namespace charta::desk_api
