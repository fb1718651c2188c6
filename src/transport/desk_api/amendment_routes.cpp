// SPDX-License-Identifier: Apache-2.0
// Patients' requests to amend the record: received, answered, linked with the entry.
#include "department/amendment_requests/amendment_service.hpp"
#include "transport/desk_api/amendment_json.hpp"
#include "transport/desk_api/chart_json.hpp"
#include "transport/desk_api/desk.hpp"

namespace charta::desk_api {
namespace {

using amendment_requests::Amendment;
using amendment_requests::AmendmentId;
using http::Request;
using http::Response;
namespace amendment = amendment_requests;

Result<Response> amendment_list(const Desk& desk, const Request& request, const std::vector<Amendment>& list) {
  std::vector<PatientId> patients;
  for (const auto& one : list) patients.push_back(one.patient);
  CHARTA_TRY(const auto briefs, desk.briefs(request.actor, patients));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("total", static_cast<std::int64_t>(list.size())).key("items").begin_array();
  for (const auto& one : list) {
    out.begin_object();
    write_amendment_members(out, desk, request, one);
    if (const auto brief = briefs.find(one.patient.key()); brief != briefs.end()) write_brief(out.key("patient"), brief->second);
    out.end_object();
  }
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

Result<Response> amendment_answer(const Desk& desk, const Request& request, const amendment::AmendmentView& view) {
  CHARTA_TRY(const auto briefs, desk.briefs(request.actor, {view.request.patient}));
  std::string text;
  json::Writer out(text);
  out.begin_object();
  write_amendment_members(out, desk, request, view.request);
  if (const auto brief = briefs.find(view.request.patient.key()); brief != briefs.end())
    write_brief(out.key("patient"), brief->second);
  out.key("letters").begin_array();
  for (const auto& one : view.letters) {
    out.begin_object().member("id", one.id.text()).member("kind", one.kind).member("title", one.title);
    out.member("made_at", one.made_at.text());
    write_user(out, desk, "made_by", one.made_by);
    out.end_object();
  }
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

Result<Response> shown_again(const Desk& desk, const Request& request, const Amendment& changed) {
  CHARTA_TRY(const auto view, desk.amendments->view(request.actor, changed.id));
  return amendment_answer(desk, request, view);
}

Result<Date> day_of_body(const Body& body, std::string_view name) {
  const auto day = Date::parse(body.text(name));
  if (!day) return fail(ErrorKind::invalid, "'" + std::string(name) + "' is a day such as 2026-01-31", std::string(name));
  return *day;
}

amendment::DocumentName name_in(json::Value one) {
  return {std::string(one["document"]["type"].text()), std::string(one["document"]["id"].text()),
          std::string(one["quote"].text())};
}

Result<Response> receive_amendment(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  amendment::NewAmendment asked;
  const auto patient = PatientId::parse(body.text("patient"));
  if (!patient) return fail(ErrorKind::invalid, "this is not the id of a patient; ids have 13 characters", "patient");
  asked.patient = *patient;
  CHARTA_TRY(asked.received_on, day_of_body(body, "received_on"));
  asked.channel = body.text("channel");
  asked.asked_by = body.text("asked_by");
  asked.wanted = body.text("wanted");
  asked.because = body.text("because");
  asked.wants_disclosed = body.flag("wants_disclosed");
  std::vector<amendment::DocumentName> documents;
  for (const auto one : body.value("documents")) documents.push_back(name_in(one));
  CHARTA_TRY(const auto made, desk.amendments->receive(request.actor, asked, documents));
  CHARTA_TRY(auto answer, shown_again(desk, request, made));
  answer.status = 201;
  return answer;
}

Result<Response> get_amendment(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<AmendmentId>(request, 0));
  CHARTA_TRY(const auto view, desk.amendments->view(request.actor, id));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "amendment_request", id.key(), view.request.patient));
  return amendment_answer(desk, request, view);
}

Result<Response> amendment_of_item(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<WorkItemId>(request, 0));
  CHARTA_TRY(const auto view, desk.amendments->of_item(request.actor, id));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "amendment_request", view.request.id.key(), view.request.patient));
  return amendment_answer(desk, request, view);
}

Result<Response> open_amendments(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto list, desk.amendments->open(request.actor));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "amendment_requests"));
  return amendment_list(desk, request, list);
}

Result<Response> amendments_of_patient(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto patient, captured_id<PatientId>(request, 0));
  CHARTA_TRY(const auto list, desk.amendments->of_patient(request.actor, patient));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "amendment_requests", 0, patient));
  return amendment_list(desk, request, list);
}

Result<Response> amendments_of_document(const Desk& desk, const Request& request) {
  const std::string& id = request.captured.at(0);
  CHARTA_TRY(const auto links, of_either_type(request, [&](std::string_view type) {
               return desk.amendments->linked_amendments(request.actor, type, id);
             }));
  if (!links.empty())
    CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "amendment_requests", 0, links.front().request.patient));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("total", static_cast<std::int64_t>(links.size())).key("items").begin_array();
  for (const auto& one : links) {
    out.begin_object().member("role", role_code(one.role)).member("shown", one.is_shown);
    if (one.is_shown) {
      out.key("request").begin_object();
      write_amendment_members(out, desk, request, one.request);
      out.end_object();
    } else {
      out.member("received_on", one.request.received_on.text()).member("state", one.request.state);
      out.member("state_title", title_of(amendment::amendment_machine(), one.request.state));
    }
    out.end_object();
  }
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

Result<Response> amendment_terms(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto authors, desk.amendments->authors(request.actor));
  const auto& rules = desk.amendments->rules();
  std::string text;
  json::Writer out(text);
  out.begin_object().key("grounds").begin_array();
  for (const auto& one : rules.grounds)
    out.begin_object().member("code", one.code).member("title", one.title).member("paragraph", one.paragraph).end_object();
  out.end_array().key("channels").begin_array();
  for (const auto one : amendment::channels()) out.string(one);
  out.end_array().key("authors").begin_array();
  for (const auto& one : authors) out.begin_object().member("id", one.user.text()).member("name", one.name).end_object();
  out.end_array().member("act_within_days", rules.clock.act_within_days).member("extend_by_days", rules.clock.extend_by_days);
  out.member("rule", rules.clock.rule).end_object();
  return http::json_response(std::move(text));
}

Result<Response> amendment_figures(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto from, instant_of(request, "from"));
  CHARTA_TRY(const auto until, instant_of(request, "until"));
  const auto& zone = desk.amendments->zone();
  const Date last = until ? until->utc_date() : zone.local_date(desk.clock.now()).plus_days(1);
  CHARTA_TRY(const auto period, desk.amendments->period(request.actor, from ? from->utc_date() : last.plus_days(-366), last));
  const auto& figures = period.figures;
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "amendment_figures"));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("received", figures.received).member("open", figures.open).member("overdue", figures.overdue);
  out.member("accepted", figures.accepted).member("in_part", figures.in_part).member("denied", figures.denied);
  out.member("withdrawn", figures.withdrawn).member("extended", figures.extended);
  out.member("decided_in_time", figures.decided_in_time).member("statements", figures.statements);
  if (figures.median_days) out.member("median_days", static_cast<std::int64_t>(*figures.median_days));
  out.key("items").begin_array();
  for (const auto& one : period.requests) {
    out.begin_object().member("id", one.id.text()).member("item", one.item.text());
    out.member("received_on", one.received_on.text()).member("state", one.state);
    out.member("state_title", title_of(amendment::amendment_machine(), one.state));
    member(out, "decided_at", one.decided_at);
    member(out, "closed_at", one.closed_at);
    out.end_object();
  }
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

template <class Step>
Handler step_on_amendment(Step step) {
  return [step](const Desk& desk, const Request& request) -> Result<Response> {
    CHARTA_TRY(const auto id, captured_id<AmendmentId>(request, 0));
    CHARTA_TRY(const auto body, Body::parse(request));
    CHARTA_TRY(const auto changed, step(*desk.amendments, request, id, body));
    return shown_again(desk, request, changed);
  };
}

using Amendments = amendment::AmendmentService;

amendment::Contact contact_in(const Body& body) {
  return {body.text("contact"), body.text("telephone")};
}

Result<Amendment> link_amendment(Amendments& service, const Request& request, AmendmentId id, const Body& body) {
  const auto role = amendment::parse_role(body.text("role"));
  if (!role) return fail(ErrorKind::invalid, "'role' is disputed or amendment", "role");
  return service.link(
      request.actor, id, *role,
      {std::string(body.value("document")["type"].text()), std::string(body.value("document")["id"].text()), body.text("quote")});
}
Result<Amendment> acknowledge_amendment(Amendments& service, const Request& request, AmendmentId id, const Body& body) {
  return service.acknowledge(request.actor, id, contact_in(body));
}
Result<Amendment> extend_amendment(Amendments& service, const Request& request, AmendmentId id, const Body& body) {
  CHARTA_TRY(const auto until, day_of_body(body, "until"));
  return service.extend(request.actor, id, until, body.text("reason"), contact_in(body));
}
Result<Amendment> ask_amendment_author(Amendments& service, const Request& request, AmendmentId id, const Body& body) {
  return service.ask_author(request.actor, id, UserId::parse(body.text("to")).value_or(UserId()));
}
Result<Amendment> advise_amendment(Amendments& service, const Request& request, AmendmentId id, const Body& body) {
  return service.advise(request.actor, id, {body.text("opinion"), body.text("words")});
}
Result<Amendment> decide_amendment(Amendments& service, const Request& request, AmendmentId id, const Body& body) {
  CHARTA_TRY(const auto grounds, body.list_of_texts("grounds"));
  return service.decide(request.actor, id, {body.text("decision"), body.text("accepted"), body.text("denied"), grounds},
                        contact_in(body));
}
Result<Amendment> want_amendment_disclosed(Amendments& service, const Request& request, AmendmentId id, const Body& body) {
  return service.want_disclosed(request.actor, id, body.flag("wanted"));
}
Result<Amendment> add_amendment_person(Amendments& service, const Request& request, AmendmentId id, const Body& body) {
  amendment::PersonToInform person;
  person.name = body.text("name");
  person.reached = body.text("reached");
  person.why = body.text("why");
  return service.add_person(request.actor, id, person);
}
Result<Amendment> person_is_informed(Amendments& service, const Request& request, AmendmentId id, const Body& body) {
  return service.informed(request.actor, id, amendment::PersonId::parse(body.text("person")).value_or(amendment::PersonId()),
                          body.text("how"));
}
Result<Amendment> amendment_is_made(Amendments& service, const Request& request, AmendmentId id, const Body&) {
  return service.amended(request.actor, id);
}
Result<Amendment> disagree_with_denial(Amendments& service, const Request& request, AmendmentId id, const Body& body) {
  CHARTA_TRY(const auto day, day_of_body(body, "received_on"));
  return service.disagree(request.actor, id, body.text("words"), day);
}
Result<Amendment> rebut_statement(Amendments& service, const Request& request, AmendmentId id, const Body& body) {
  return service.rebut(request.actor, id, body.text("words"), contact_in(body));
}
Result<Amendment> close_amendment(Amendments& service, const Request& request, AmendmentId id, const Body&) {
  return service.close(request.actor, id);
}
Result<Amendment> withdraw_amendment(Amendments& service, const Request& request, AmendmentId id, const Body& body) {
  CHARTA_TRY(const auto reason, body.required("reason"));
  return service.withdraw(request.actor, id, reason);
}

Result<Response> amendment_letter_as_pdf(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<amendment::AmendmentLetterId>(request, 0));
  Response response;
  CHARTA_TRY(response.body, desk.amendments->letter_pdf(request.actor, id));
  response.content_type = "application/pdf";
  response.headers.emplace_back("Content-Disposition", "inline");
  return response;
}

void add_steps_on_amendments(Routes& routes) {
  constexpr auto handle = "produce-records", decide = "decide-amendments", step = "AmendmentStep", answer = "AmendmentRequest";
  const auto at = [](std::string_view what) { return "/api/amendment-requests/{id}/" + std::string(what); };
  routes
      .write("POST", at("documents"), "Link the disputed entry, or the document that amends it", handle, "AmendmentLinkOrder",
             answer, step_on_amendment(link_amendment))
      .write("POST", at("acknowledge"), "Tell the patient that the request is here", handle, step, answer,
             step_on_amendment(acknowledge_amendment))
      .write("POST", at("extend"), "Take more time, once, with a letter", decide, "AmendmentExtension", answer,
             step_on_amendment(extend_amendment))
      .write("POST", at("ask"), "Ask whoever wrote the entry what they think", handle, step, answer,
             step_on_amendment(ask_amendment_author))
      .write("POST", at("advise"), "Say what the author thinks of it", "write-record", "AmendmentOpinion", answer,
             step_on_amendment(advise_amendment))
      .write("POST", at("decide"), "Accept, accept in part or deny it, with the letters", decide, "AmendmentDecision", answer,
             step_on_amendment(decide_amendment))
      .write("POST", at("goes-along"), "Whether request and denial go with later disclosures", handle, step, answer,
             step_on_amendment(want_amendment_disclosed))
      .write("POST", at("persons"), "Somebody who is to be told of the amendment", handle, "AmendmentPersonOrder", answer,
             step_on_amendment(add_amendment_person))
      .write("POST", at("informed"), "They were told", handle, step, answer, step_on_amendment(person_is_informed))
      .write("POST", at("amended"), "The record is amended and everybody told", handle, step, answer,
             step_on_amendment(amendment_is_made))
      .write("POST", at("disagree"), "A statement of disagreement came", handle, "AmendmentStatement", answer,
             step_on_amendment(disagree_with_denial))
      .write("POST", at("rebut"), "Answer the statement", decide, step, answer, step_on_amendment(rebut_statement))
      .write("POST", at("close"), "Nothing more is to be done", handle, step, answer, step_on_amendment(close_amendment))
      .write("POST", at("withdraw"), "The patient takes the request back", handle, step, answer,
             step_on_amendment(withdraw_amendment));
}

}  // namespace

Result<std::set<ResourceId>> amendments_asked(const Desk& desk, const std::vector<PatientId>& patients) {
  return desk.store.read([&](store::Reader& reader) -> Result<std::set<ResourceId>> {
    std::set<ResourceId> all;
    for (const auto patient : std::set<PatientId>(patients.begin(), patients.end())) {
      CHARTA_TRY(auto some, desk.amendments->linked_documents(reader, patient));
      all.merge(some);
    }
    return all;
  });
}

void add_amendment_routes(Routes& routes) {
  routes
      .read("/api/amendment-requests", "Requests that are open, what is due first", "read-record", "AmendmentRequests",
            open_amendments)
      .write("POST", "/api/amendment-requests", "A patient asks to amend the record", "produce-records", "NewAmendmentRequest",
             "AmendmentRequest", receive_amendment)
      .read("/api/amendment-terms", "Grounds, ways of asking, days, and whom one may ask", "read-record", "AmendmentTerms",
            amendment_terms)
      .read("/api/amendment-figures", "Received, decided in time, denied, and the list behind the numbers", "read-record",
            "AmendmentFigures", amendment_figures)
      .read("/api/amendment-requests/{id}", "A request with its letters", "read-record", "AmendmentRequest", get_amendment)
      .read("/api/amendment-of-item/{id}", "The request behind a work item", "read-record", "AmendmentRequest", amendment_of_item)
      .read("/api/amendment-letters/{id}/pdf", "A letter to print", "produce-records", "", amendment_letter_as_pdf)
      .read("/api/patients/{id}/amendment-requests", "What a patient asked to amend", "read-record", "AmendmentRequests",
            amendments_of_patient)
      .read("/api/documents/{id}/amendments", "The requests that an entry leads to", "read-record", "AmendmentLinks",
            amendments_of_document);
  add_steps_on_amendments(routes);
}

}  // namespace charta::desk_api
