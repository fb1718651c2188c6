// SPDX-License-Identifier: Apache-2.0
// What is shown before it is signed, the signing of one or many, the physician's list, and who is who of the medical staff.
#include "transport/desk_api/chart_json.hpp"
#include "transport/desk_api/signature_json.hpp"

#include <set>

namespace charta::desk_api {
namespace {

using http::Request;
using http::Response;

void write_meaning(json::Writer& out, const signatures::Meaning& one) {
  out.begin_object().member("code", one.code).member("title", one.title).member("statement", one.statement);
  out.member("citation", one.citation).member("rule", one.rule).end_object();
}

void write_meanings(json::Writer& out, std::string_view name, const std::vector<const signatures::Meaning*>& meanings) {
  out.key(name).begin_array();
  for (const auto* one : meanings) write_meaning(out, *one);
  out.end_array();
}

void write_signing(json::Writer& out, const Desk& desk, const signatures::ShownDocument& shown) {
  out.key("signatures").begin_array();
  for (const auto& one : shown.signatures) {
    write_signature(out, desk, one.signature);
    out.member("is_as_signed", one.is_as_signed).end_object();
  }
  out.end_array().key("awaited").begin_array();
  for (const auto& one : shown.awaited) {
    out.begin_object().member("meaning", one.meaning).member("asked_at", one.asked_at.text());
    write_named_staff(out, "asked", one.asked);
    out.end_object();
  }
  out.end_array().key("amendments").begin_array();
  for (const auto& one : shown.amendments) write_amendment(out, one);
  out.end_array();
  if (shown.correction) write_correction(out.key("correction"), desk, *shown.correction);
}

Result<Response> show_to_sign(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto shown, of_either_type(request, [&](std::string_view type) {
               return desk.signatures->show(request.actor, type, request.captured.at(0));
             }));
  const auto& facts = shown.facts;
  CHARTA_TRY(const auto briefs, desk.briefs(request.actor, {facts.patient}));
  std::string text;
  json::Writer out(text);
  out.begin_object().key("document").begin_object().member("type", facts.type).member("id", facts.id).end_object();
  out.member("title", facts.title).member("type_code", facts.type_code).member("status", facts.status);
  out.member("version", facts.version).member("is_final", facts.is_final).member("is_gone", facts.is_gone);
  member_unless_empty(out, "encounter", facts.encounter);
  write_named_staff(out, "author", facts.author);
  write_named_staff(out, "authenticator", facts.authenticator);
  if (const auto brief = briefs.find(facts.patient.key()); brief != briefs.end()) write_brief(out.key("patient"), brief->second);
  out.member("content_type", shown.content_type).member("size", shown.size).member("digest", shown.digest.hex());
  if (shown.content_type.starts_with("text/plain")) out.member("text", shown.text);
  out.member("is_mine_to_write", shown.is_mine_to_write);
  write_meanings(out, "offered", shown.offered);
  write_signing(out, desk, shown);
  out.end_object();
  return http::json_response(std::move(text));
}

Result<std::vector<signatures::SignRequest>> documents_in(const Body& body) {
  std::vector<signatures::SignRequest> documents;
  for (const auto value : body.value("documents")) {
    signatures::SignRequest one;
    const std::string place = "documents." + std::to_string(documents.size());
    CHARTA_TRY(const auto named, document_named(value["document"], place));
    one.type = named.type;
    one.id = named.id;
    one.version = value["version"].integer().value_or(0);
    one.digest = value["digest"].text();
    one.meaning = value["meaning"].text();
    one.cosigner = {std::string(value["cosigner"]["key"].text()), std::string(value["cosigner"]["name"].text())};
    if (one.meaning.empty()) return fail(ErrorKind::missing, "say what the signature means", place + ".meaning");
    documents.push_back(std::move(one));
  }
  return documents;
}

Result<Response> sign_documents(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto documents, documents_in(body));
  CHARTA_TRY_DO(confirm_signer(desk, request, body));
  CHARTA_TRY(const auto signed_now, desk.signatures->sign(request.actor, documents));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("total", static_cast<std::int64_t>(signed_now.size())).key("items").begin_array();
  for (const auto& one : signed_now) {
    write_signature(out, desk, one);
    out.end_object();
  }
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

Result<Response> one_signature(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<signatures::SignatureId>(request, 0));
  CHARTA_TRY(const auto one, desk.signatures->find(request.actor, id));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "signature", id.key(), one.patient));
  std::string text;
  json::Writer out(text);
  write_signature(out, desk, one);
  out.end_object();
  return http::json_response(std::move(text));
}

void write_standing(json::Writer& out, const signatures::Standing& one) {
  out.begin_object().member("code", one.code).member("title", one.title);
  member_unless_empty(out, "needs", one.needs);
  out.end_object();
}

Result<Response> signature_terms(const Desk& desk, const Request& request) {
  const auto& rules = desk.signatures->rules();
  CHARTA_TRY(const auto staff, desk.signatures->medical_staff(request.actor));
  const auto own = desk.signatures->signer_of(request.actor);
  if (!own && own.error().kind != ErrorKind::forbidden) return own.error();  // most accounts are nobody of the medical staff
  std::string text;
  json::Writer out(text);
  out.begin_object();
  if (own) out.member("own_standing", own->standing);
  out.key("meanings").begin_array();
  for (const auto& one : rules.meanings) write_meaning(out, one);
  out.end_array().key("standings").begin_array();
  for (const auto& one : rules.standings) write_standing(out, one);
  out.end_array().key("types").begin_array();
  for (const auto& one : desk.signatures->note_types())
    out.begin_object().member("code", one.code).member("title", one.title).end_object();
  out.end_array().key("staff").begin_array();
  for (const auto& one : staff)
    out.begin_object()
        .member("key", one.known_as.key)
        .member("name", one.known_as.name)
        .member("standing", one.standing)
        .end_object();
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

void write_owed(json::Writer& out, const signatures::OwedLine& line) {
  out.begin_object().member("kind", line.kind).member("sentence", line.sentence).member("title", line.title);
  out.member("act", owed_act_code(line.act)).member("since", line.since.text()).member("state", line.state);
  member(out, "due_at", line.due_at);
  if (line.patient.is_set()) out.member("patient", line.patient.text());
  if (line.item.is_set()) out.member("item", line.item.text());
  if (line.deficiency.is_set()) out.member("deficiency", line.deficiency.text());
  if (!line.document_id.empty())
    out.key("document").begin_object().member("type", line.document_type).member("id", line.document_id).end_object();
  member_unless_empty(out, "encounter", line.encounter);
  member_unless_empty(out, "type_code", line.type_code);
  out.member("may_decline", line.may_decline).end_object();
}

/// Whose charts a list names stands in the ledger of each.
Result<void> note_patients_of(const Desk& desk, const Request& request, const std::vector<signatures::OwedLine>& lines) {
  std::set<PatientId> seen;
  for (const auto& line : lines)
    if (line.patient.is_set() && seen.insert(line.patient).second)
      CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "my_list", 0, line.patient));
  return {};
}

Result<Response> my_list(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto list, desk.my_list->of(request.actor));
  std::vector<PatientId> patients;
  for (const auto& line : list.lines)
    if (line.patient.is_set()) patients.push_back(line.patient);
  CHARTA_TRY(const auto briefs, desk.briefs(request.actor, patients));
  CHARTA_TRY_DO(note_patients_of(desk, request, list.lines));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("total", static_cast<std::int64_t>(list.lines.size()));
  out.member("with_transcription", list.with_transcription);
  if (list.signer) {
    out.key("signer").begin_object().member("name", list.signer->first().name).member("standing", list.signer->standing);
    out.member("key", list.signer->first().key).end_object();
  }
  out.key("items").begin_array();
  for (const auto& line : list.lines) write_owed(out, line);
  out.end_array().key("patients").begin_array();
  for (const auto& [key, brief] : briefs) write_brief(out, brief);
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

Result<Response> decline_mine(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto reason, body.required("reason"));
  const auto id = chart_completion::DeficiencyId::parse(body.text("deficiency"));
  if (!id) return fail(ErrorKind::missing, "name what is not yours", "deficiency");
  CHARTA_TRY_DO(desk.my_list->decline(request.actor, *id, reason, body.text("note")));
  return my_list(desk, request);
}

Result<Response> list_signers(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto rows, desk.signatures->signers(request.actor));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("total", static_cast<std::int64_t>(rows.size())).key("items").begin_array();
  for (const auto& row : rows) {
    out.begin_object().member("key", row.known_as.key).member("name", row.known_as.name).member("standing", row.standing);
    write_user(out, desk, "account", row.account);
    out.member("linked_at", row.linked_at.text()).end_object();
  }
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

Result<Response> link_signer(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto login, body.required("account"));
  CHARTA_TRY(const auto users, desk.access.list_users(request.actor));
  UserId account;
  for (const auto& user : users)
    if (user.name == login && !user.is_program) account = user.id;
  if (!account.is_set()) return fail(ErrorKind::not_found, "there is no person's account '" + login + "'", "account");
  CHARTA_TRY_DO(desk.signatures->link(request.actor, account, {body.text("key"), body.text("name")}, body.text("standing")));
  return list_signers(desk, request);
}

Result<Response> unlink_signer(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto key, body.required("key"));
  CHARTA_TRY_DO(desk.signatures->unlink(request.actor, key));
  return list_signers(desk, request);
}

}  // namespace

void add_signature_routes(Routes& routes) {
  constexpr auto sign = "sign-documents";
  routes
      .read("/api/signature-terms", "What a signature may mean, standings, and types of text that are written here",
            "read-worklists", "SignatureTerms", signature_terms)
      .read("/api/signable/{id}", "A document as it is read before it is signed, with its digest, signatures and what follows",
            "read-record", "SignableDocument", show_to_sign)
      .write("POST", "/api/signatures", "Sign documents, all of them or none; the password is asked once", sign, "NewSignatures",
             "Signatures", sign_documents)
      .read("/api/signatures/{id}", "One signature", "read-record", "Signature", one_signature)
      .read("/api/mine", "Everything that the person owes, oldest first", "read-record", "MyList", my_list)
      .write("POST", "/api/mine/decline", "What the person is asked is not theirs, with a reason", sign, "NotMine", "MyList",
             decline_mine)
      .read("/api/signers", "Which account is whom of the medical staff", "manage-people", "Signers", list_signers)
      .write("POST", "/api/signers", "Name an account's number in the record, and its standing", "manage-people", "NewSigner",
             "Signers", link_signer)
      .write("POST", "/api/signers/remove", "The account is not known by that number any more", "manage-people", "SignerKey",
             "Signers", unlink_signer);
}

}  // namespace charta::desk_api
