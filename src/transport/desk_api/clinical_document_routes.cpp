// SPDX-License-Identifier: Apache-2.0
// C-CDA documents in and out.
#include "department/clinical_documents/ccd_service.hpp"
#include "department/intake/intake_service.hpp"
#include "transport/desk_api/desk.hpp"

namespace charta::desk_api {
namespace {

using http::Request;
using http::Response;

/// Filed and held are taken alike: a held one waits for a person in the worklist. What is no document is refused with its reason.
Result<Response> take_document(const Desk& desk, const Request& request) {
  CHARTA_TRY_DO(access::require(request.actor, access::Permission::file_documents));
  const auto received =
      desk.intake->receive_document(request.body, {"api", request.actor.author.user.text(), intake::AckMode::done});
  if (received.outcome == intake::Outcome::unavailable)
    return fail(ErrorKind::unavailable, "the document could not be stored; send it again unchanged");
  if (received.outcome == intake::Outcome::too_large)
    return fail(ErrorKind::too_large, "the document is larger than is taken here");
  CHARTA_TRY(const auto settled, desk.intake->settled(received.message));
  if (received.outcome == intake::Outcome::unreadable) return fail(ErrorKind::invalid, settled.reason_sentence, "body");
  std::string body;
  json::Writer out(body);
  out.begin_object()
      .member("message", received.message.text())
      .member("outcome", intake::outcome_code(received.outcome))
      .member("state", settled.row.state);
  if (!settled.row.reason.empty() && settled.row.state == "held")
    out.key("reason").begin_object().member("code", settled.row.reason).member("sentence", settled.reason_sentence).end_object();
  out.end_object();
  return http::json_response(std::move(body));
}

Result<Response> ccd(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto patient, captured_id<PatientId>(request, 0));
  CHARTA_TRY(auto xml, desk.ccd->of_patient(request.actor, patient));
  Response response;
  response.content_type = "text/xml; charset=utf-8";
  response.body = std::move(xml);
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"ccd.xml\"");
  return response;
}

}  // namespace

void add_clinical_document_routes(Routes& routes) {
  routes
      .write("POST", "/api/intake/cda", "A C-CDA document: filed, or held until a person names its patient", "file-documents", "",
             "DocumentTaken", take_document)
      .read("/api/patients/{id}/ccd", "The chart as a Continuity of Care Document (C-CDA R2.1)", "export-lists read-record", "",
            ccd);
}

}  // namespace charta::desk_api
