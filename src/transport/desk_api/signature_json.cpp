// SPDX-License-Identifier: Apache-2.0
#include "transport/desk_api/signature_json.hpp"

namespace charta::desk_api {

void write_named_staff(json::Writer& out, std::string_view name, const signatures::StaffMember& who) {
  if (!who.is_known() && who.name.empty()) return;
  out.key(name).begin_object().member("key", who.key).member("name", who.name).end_object();
}

void write_signature(json::Writer& out, const Desk& desk, const signatures::Signature& one) {
  out.begin_object().member("id", one.id.text());
  out.key("document").begin_object().member("type", one.document_type).member("id", one.document_id).end_object();
  out.member("title", one.title).member("version", one.version).member("meaning", one.meaning);
  const auto* meaning = desk.signatures->rules().meaning(one.meaning);
  out.member("meaning_title", meaning == nullptr ? one.meaning : meaning->title).member("statement", one.statement);
  out.member("signer", one.signer_name).member("standing", one.standing);
  write_user(out, desk, "by", one.signer);
  out.member("at", one.at.text()).member("digest", one.digest.hex()).member("rule", one.rule);
}

void write_amendment(json::Writer& out, const signatures::Amendment& one) {
  out.begin_object().member("id", one.id.text()).member("kind", amendment_code(one.kind));
  if (!one.original_id.empty())
    out.key("original").begin_object().member("type", one.original_type).member("id", one.original_id).end_object();
  if (!one.document_id.empty())
    out.key("document").begin_object().member("type", "DocumentReference").member("id", one.document_id).end_object();
  out.member("writer", one.writer_name).member("written_at", one.written_at.text());
  member(out, "happened_at", one.happened_at);
  member_unless_empty(out, "reason", one.reason);
  out.end_object();
}

void write_correction(json::Writer& out, const Desk& desk, const signatures::Correction& one) {
  out.begin_object().member("id", one.id.text()).member("item", one.item.text());
  out.key("document").begin_object().member("type", one.document_type).member("id", one.document_id).end_object();
  out.member("patient", one.patient.text()).member("words", one.words).member("state", one.state);
  out.member("state_title", title_of(signatures::correction_machine(), one.state)).member("asked_at", one.asked_at.text());
  write_user(out, desk, "asked_by", one.asked_by);
  out.member("version", one.version).member("returned_version", one.returned_version);
  member(out, "closed_at", one.closed_at);
  out.end_object();
}

Result<void> confirm_signer(const Desk& desk, const http::Request& request, const Body& body) {
  CHARTA_TRY(const auto password, body.required("password"));
  if (request.session_token.empty()) return fail(ErrorKind::forbidden, "only a signed-in person signs");
  return desk.access.confirm_person(request.session_token, password);
}

Result<NamedDocument> document_named(json::Value value, std::string_view name) {
  NamedDocument named{std::string(value["type"].text()), std::string(value["id"].text())};
  if (named.type.empty()) named.type = "DocumentReference";
  if (named.id.empty()) return fail(ErrorKind::missing, "name the document by its type and id", std::string(name));
  return named;
}

}  // namespace charta::desk_api
