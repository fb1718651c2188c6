// SPDX-License-Identifier: Apache-2.0
#include "transport/fhir_api/match_routes.hpp"

#include "department/patient_index/identity_service.hpp"
#include "formats/json/json.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace charta::fhir_api {
namespace {

using http::Request;
using http::Response;
using patient_index::CandidateAnswer;
using patient_index::IndexCandidate;

struct Question {
  patient_index::Demographics who;
  bool only_certain = false;
  std::size_t count = 10;
};

/// A Parameters resource as the operation defines it, or a bare Patient as many clients send it.
Result<Question> read_question(const std::string& body) {
  CHARTA_TRY(const auto document, json::Document::parse(body));
  const auto root = document.root();
  Question question;
  json::Value patient = root;
  if (root["resourceType"].text() == "Parameters") {
    patient = {};
    for (const auto parameter : root["parameter"]) {
      const auto name = parameter["name"].text();
      if (name == "resource") patient = parameter["resource"];
      if (name == "onlyCertainMatches") question.only_certain = parameter["valueBoolean"].boolean();
      if (name == "count")
        question.count =
            static_cast<std::size_t>(std::clamp<std::int64_t>(parameter["valueInteger"].integer().value_or(10), 1, 100));
    }
  }
  if (patient["resourceType"].text() != "Patient")
    return fail(ErrorKind::missing, "the parameter 'resource' holds the Patient to match", "Parameters.parameter");
  question.who = patient_index::demographics_of(patient);
  return question;
}

bool is_certain(const IndexCandidate& candidate) {
  return candidate.match.decision.band == matching::Band::link;
}

/// http://hl7.org/fhir/R4/valueset-match-grade.html
std::string_view grade_of(const IndexCandidate& candidate) {
  if (is_certain(candidate)) return "certain";
  return candidate.match.decision.probability >= 0.9 ? "probable" : "possible";
}

void write_search(json::Writer& out, const IndexCandidate& candidate) {
  out.key("search").begin_object().key("extension").begin_array();
  out.begin_object()
      .member("url", "http://hl7.org/fhir/StructureDefinition/match-grade")
      .member("valueCode", grade_of(candidate))
      .end_object();
  const auto reason = [&](const std::string& text) {
    out.begin_object().member("url", "urn:charta:match-reason").member("valueString", text).end_object();
  };
  for (const auto& part : candidate.explanation.contributions)
    reason(fmt::format("{} ({:+.1f} bits)", words_of(part.field, part.level), part.bits));
  for (const auto guard : candidate.match.decision.guards) reason(std::string(sentence_of(guard)));
  out.end_array()
      .member("mode", "match")
      .key("score")
      .raw(fmt::format("{:.4f}", candidate.match.decision.probability))
      .end_object();
}

Result<Response> match(resources::ResourceService& resources, patient_index::IdentityService& identity, const Request& request) {
  CHARTA_TRY(const auto question, read_question(request.body));
  CHARTA_TRY(auto answer, identity.candidates(request.actor, question.who, question.count));
  if (question.only_certain) std::erase_if(answer.candidates, [](const IndexCandidate& one) { return !is_certain(one); });
  std::string body;
  json::Writer out(body);
  out.begin_object()
      .member("resourceType", "Bundle")
      .member("type", "searchset")
      .member("total", static_cast<std::int64_t>(answer.candidates.size()));
  if (!answer.candidates.empty()) {
    out.key("entry").begin_array();
    for (const IndexCandidate& candidate : answer.candidates) {
      CHARTA_TRY(const auto stored, resources.read(request.actor, "Patient", candidate.hit.fhir_id));
      out.begin_object().member("fullUrl", "Patient/" + candidate.hit.fhir_id).key("resource").raw(stored.json);
      write_search(out, candidate);
      out.end_object();
    }
    out.end_array();
  }
  out.end_object();
  Response response = http::json_response(std::move(body));
  response.content_type = "application/fhir+json";
  return response;
}

}  // namespace

void add_match_routes(http::Router& router, resources::ResourceService& resources, patient_index::IdentityService& identity) {
  http::Route route{"POST",
                    "/fhir/Patient/$match",
                    "Who may this be already: candidates with scores, grades and reasons",
                    http::Door::fhir,
                    http::Cost::write,
                    "search-record",
                    "",
                    "",
                    {}};
  route.handle = [&resources, &identity](const Request& request) { return match(resources, identity, request); };
  router.add(std::move(route));
}

}  // namespace charta::fhir_api
