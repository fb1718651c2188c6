// SPDX-License-Identifier: Apache-2.0
// The registration desk: who may this be already, and only then a number.
#include "department/patient_index/registration_service.hpp"
#include "transport/desk_api/identity_json.hpp"

#include <fmt/format.h>

namespace charta::desk_api {
namespace {

using http::Request;
using http::Response;

constexpr int conflict = 409;

/// Whether numbers are issued here, and the reasons by which somebody found may be told apart.
Result<Response> desk_of(const Desk& desk, const Request& request) {
  CHARTA_TRY_DO(access::require(request.actor, access::Permission::register_patient));
  const auto& series = desk.registration->series();
  std::string text;
  json::Writer out(text);
  out.begin_object().member("issues", series.is_declared());
  member_unless_empty(out, "assigner", series.assigner);
  if (!series.is_declared())
    out.member("why", "This site declares no record numbers of its own; persons are registered in the system that issues them.");
  out.key("reasons").begin_array();
  for (const auto* reason : desk.worklists.reasons().choices("identity", "register"))
    out.begin_object().member("code", reason->code).member("sentence", reason->sentence).end_object();
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

Result<std::optional<patient_index::NoneOfThese>> none_of_these(const Body& body) {
  const json::Value told = body.value("none_of_these");
  if (!told) return std::optional<patient_index::NoneOfThese>();
  patient_index::NoneOfThese none;
  none.reason = std::string(told["reason"].text());
  for (const json::Value one : told["patients"]) {
    CHARTA_TRY(const auto patient, patient_named(one.text(), "none_of_these.patients"));
    none.shown.push_back(patient);
  }
  return std::optional(std::move(none));
}

patient_index::Demographics person_of(const Body& body) {
  auto who = described(body);
  const json::Value other = body.value("other_number");
  if (other && !other["value"].text().empty())
    who.identifiers.push_back(
        {std::string(other["issuer"].text()), std::string(other["value"].text()), std::string(other["type"].text())});
  return who;
}

/// RFC 9457 with the candidates as a member of its own: whoever is refused sees at once whom the index means.
Response somebody_like_that(const patient_index::CandidateAnswer& found) {
  const auto count = found.candidates.size();
  Response response;
  response.status = conflict;
  response.content_type = "application/problem+json";
  json::Writer out(response.body);
  out.begin_object().member("type", "about:blank").member("title", "Conflict").member("status", conflict);
  out.member("detail",
             fmt::format("{} {} here already may be this person; open the record, or say that it is none of them and why", count,
                         count == 1 ? "record" : "records"));
  out.member("location", "none_of_these").member("kind", "business_rule").key("candidates").begin_array();
  for (const auto& one : found.candidates) write_candidate(out, one, found.prior_bits);
  out.end_array().end_object();
  return response;
}

Result<Response> register_patient(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto told_apart, none_of_these(body));
  CHARTA_TRY(const auto outcome, desk.registration->register_patient(request.actor, person_of(body), told_apart));
  if (!outcome.registered) {
    CHARTA_TRY_DO(note_read(desk, request, ledger::Act::searched, "Patient"));
    return somebody_like_that(outcome.candidates);
  }
  std::string text;
  json::Writer out(text);
  write_person(out, *outcome.registered);
  return http::json_response(std::move(text));
}

}  // namespace

void add_registration_routes(Routes& routes) {
  routes
      .read("/api/registration", "Whether record numbers are issued here, and how somebody is told apart", "register-patient",
            "RegistrationDesk", desk_of)
      .write("POST", "/api/patients", "Register a person: refused with the candidates while somebody here may be this person",
             "register-patient", "NewPatient", "IndexPerson", register_patient);
}

}  // namespace charta::desk_api
