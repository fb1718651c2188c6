// SPDX-License-Identifier: Apache-2.0
// Texts that are written here, what follows a signature, and what goes back to transcription.
#include "transport/desk_api/signature_json.hpp"

namespace charta::desk_api {
namespace {

using http::Request;
using http::Response;

Result<Response> note_answer(const signatures::WrittenNote& note) {
  std::string text;
  json::Writer(text).begin_object().member("id", note.id).member("version", note.version).end_object();
  return http::json_response(std::move(text));
}

Result<Response> write_note(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  signatures::NewNote note;
  CHARTA_TRY(note.encounter, body.required("encounter"));
  CHARTA_TRY(note.type_code, body.required("type"));
  note.text = body.text("text");
  const auto author = body.value("author");
  note.author = {std::string(author["key"].text()), std::string(author["name"].text())};
  CHARTA_TRY(const auto written, desk.signatures->write(request.actor, note));
  return note_answer(written);
}

Result<Response> rewrite_note(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto written, desk.signatures->rewrite(request.actor, request.captured.at(0),
                                                          body.integer("version").value_or(0), body.text("text")));
  return note_answer(written);
}

Result<signatures::NewAmendment> amendment_in(const Body& body) {
  signatures::NewAmendment asked;
  CHARTA_TRY(const auto kind, body.required("kind"));
  const auto known = signatures::parse_amendment(kind);
  if (!known) return fail(ErrorKind::unknown_code, "'kind' is addendum, correction, late-entry or retraction", "kind");
  asked.kind = *known;
  if (body.value("document")) {
    CHARTA_TRY(const auto named, document_named(body.value("document"), "document"));
    asked.type = named.type;
    asked.id = named.id;
  }
  asked.version = body.integer("version").value_or(0);
  asked.digest = body.text("digest");
  asked.text = body.text("text");
  asked.reason = body.text("reason");
  const auto happened = body.text("happened_at");
  asked.happened_at = Instant::parse(happened);
  if (!happened.empty() && !asked.happened_at)
    return fail(ErrorKind::invalid, "'happened_at' is an instant such as 2026-03-01T12:00:00Z", "happened_at");
  asked.encounter = body.text("encounter");
  asked.type_code = body.text("type");
  return asked;
}

Result<Response> amend_document(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto asked, amendment_in(body));
  CHARTA_TRY_DO(confirm_signer(desk, request, body));
  CHARTA_TRY(const auto done, desk.signatures->amend(request.actor, asked));
  std::string text;
  json::Writer out(text);
  write_amendment(out.begin_object().key("amendment"), done.amendment);
  write_signature(out.key("signature"), desk, done.signature);
  out.end_object().end_object();
  return http::json_response(std::move(text));
}

Result<Response> correction_answer(const Desk& desk, const signatures::Correction& one) {
  std::string text;
  json::Writer out(text);
  write_correction(out, desk, one);
  return http::json_response(std::move(text));
}

Result<Response> ask_correction(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto named, document_named(body.value("document"), "document"));
  CHARTA_TRY(const auto one, desk.signatures->ask_for_correction(request.actor, named.type, named.id, body.text("words")));
  return correction_answer(desk, one);
}

Result<Response> get_correction(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<signatures::CorrectionId>(request, 0));
  CHARTA_TRY(const auto one, desk.signatures->correction(request.actor, id));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "document_correction", id.key(), one.patient));
  return correction_answer(desk, one);
}

Result<Response> correction_of_item(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto item, captured_id<WorkItemId>(request, 0));
  CHARTA_TRY(const auto one, desk.signatures->correction_of_item(request.actor, item));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "document_correction", one.id.key(), one.patient));
  return correction_answer(desk, one);
}

Result<Response> return_correction(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<signatures::CorrectionId>(request, 0));
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto one, desk.signatures->return_corrected(request.actor, id, body.text("text")));
  return correction_answer(desk, one);
}

Result<Response> withdraw_correction(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<signatures::CorrectionId>(request, 0));
  CHARTA_TRY(const auto one, desk.signatures->withdraw_correction(request.actor, id));
  return correction_answer(desk, one);
}

}  // namespace

void add_writing_routes(Routes& routes) {
  constexpr auto sign = "sign-documents";
  routes
      .write("POST", "/api/notes", "Write a text of a type about an encounter; it is signed afterwards", sign, "NewNote",
             "WrittenNote", write_note)
      .write("POST", "/api/notes/{id}", "Write one's own text anew while nobody has signed it", sign, "NoteText", "WrittenNote",
             rewrite_note)
      .write("POST", "/api/signatures/amend",
             "Add to a document, correct it, write late, or say that it was entered in error: signed in the same act", sign,
             "NewAmendment", "SignedAmendment", amend_document)
      .write("POST", "/api/corrections", "Send a document back to transcription with what is wrong in it", sign, "NewCorrection",
             "DocumentCorrection", ask_correction)
      .read("/api/corrections/{id}", "A document that was sent back", "read-record", "DocumentCorrection", get_correction)
      .read("/api/correction-of-item/{id}", "The correction behind a work item", "read-record", "DocumentCorrection",
            correction_of_item)
      .write("POST", "/api/corrections/{id}/return", "The text anew, as transcription has it now", "file-documents",
             "CorrectedText", "DocumentCorrection", return_correction)
      .write("POST", "/api/corrections/{id}/withdraw", "It was not wrong after all", "read-record", "CorrectionStep",
             "DocumentCorrection", withdraw_correction);
}

}  // namespace charta::desk_api
