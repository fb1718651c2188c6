// SPDX-License-Identifier: Apache-2.0
// Across decades and media: what of a person exists where; old numbers of a volume; the plan of the shelves.
#include "base/text.hpp"
#include "department/holdings/holdings_service.hpp"
#include "transport/desk_api/paper_json.hpp"

namespace charta::desk_api {
namespace {

using namespace paper_charts;
using holdings::Candidate;
using holdings::Holding;
using http::Request;
using http::Response;

void write_ways(json::Writer& out, const Holding& one) {
  out.key("ways").begin_array();
  for (const auto& way : one.ways) {
    out.begin_object();
    member_unless_empty(out, "priority", way.priority);
    out.member("minutes", way.minutes).end_object();
  }
  out.end_array();
}

void write_holding(json::Writer& out, const Desk& desk, const Holding& one) {
  out.begin_object().member("where", one.where).member("medium", one.medium).member("patient", one.patient.text());
  member_unless_empty(out, "kind", one.kind);
  if (one.volume.is_set()) {
    out.member("volume", one.volume.text()).member("number", one.number).member("barcode", one.barcode);
    out.member("filed_as", spaced(one.chart_number)).key("colours").begin_array();
    for (const auto& colour : colours_of(desk, one.chart_number)) out.string(colour);
    out.end_array();
  } else {
    out.member("count", one.count);
  }
  member_unless_empty(out, "place", one.place);
  member_unless_empty(out, "position", one.position);
  member_unless_empty(out, "certificate", one.certificate);
  member_unless_empty(out, "from_day", one.from_day);
  member_unless_empty(out, "until_day", one.until_day);
  write_ways(out, one);
  out.end_object();
}

void write_list(json::Writer& out, std::string_view name, const std::vector<std::string>& texts) {
  out.key(name).begin_array();
  for (const auto& one : texts) out.string(one);
  out.end_array();
}

void write_candidate(json::Writer& out, const Desk& desk, const Candidate& one) {
  out.begin_object().key("patient");
  write_brief(out,
              {one.person.patient, one.person.name, one.person.birth_date, one.person.sex, one.person.mrn, one.person.assigner});
  write_list(out, "former_names", one.person.former_names);
  out.member("points", one.points).member("answer", one.answer);
  write_list(out, "because", one.because);
  write_list(out, "against", one.against);
  out.key("holdings").begin_array();
  for (const auto& holding : one.holdings) write_holding(out, desk, holding);
  out.end_array().key("gaps").begin_array();
  for (const auto& gap : one.gaps)
    out.begin_object().member("from", gap.from).member("until", gap.until).member("certain", gap.is_certain).end_object();
  out.end_array();
  write_old_numbers(out.key("old_numbers"), one.old_numbers);
  out.end_object();
}

Result<std::optional<Date>> day_in(const Body& body, std::string_view name) {
  const std::string text = body.text(name);
  if (text.empty()) return std::optional<Date>();
  const auto day = Date::parse(text);
  if (!day) return fail(ErrorKind::invalid, "write the day as 1961-04-02", std::string(name));
  return day;
}

/// The question stands in the body: a name has no place in an address.
Result<Response> ask(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  holdings::Question question;
  question.text = body.text("text");
  question.mothers_name = body.text("mothers_name");
  question.physician = body.text("physician");
  CHARTA_TRY(question.born_from, day_in(body, "born_from"));
  CHARTA_TRY(question.born_until, day_in(body, "born_until"));
  if (const auto year = body.integer("year")) {
    if (*year < 1850 || *year > 2200) return fail(ErrorKind::invalid, "the year of the visit has four digits", "year");
    question.year = static_cast<int>(*year);
  }
  CHARTA_TRY(const auto answer, desk.holdings->ask(request.actor, question));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::searched, "holdings"));
  for (const auto& one : answer.candidates)
    CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "holdings", one.person.patient.key(), one.person.patient));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("answer", answer.answer).member("cut", answer.is_cut).member("rule", answer.rule);
  out.key("candidates").begin_array();
  for (const auto& one : answer.candidates) write_candidate(out, desk, one);
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

Result<Response> holdings_of_patient(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<PatientId>(request, 0));
  CHARTA_TRY(const auto one, desk.holdings->of_patient(request.actor, id));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "holdings", id.key(), id));
  std::string text;
  json::Writer out(text);
  write_candidate(out, desk, one);
  return http::json_response(std::move(text));
}

Result<Response> add_number(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<VolumeId>(request, 0));
  CHARTA_TRY(const auto body, Body::parse(request));
  OldNumber number;
  CHARTA_TRY(number.value, body.required("value"));
  if (const auto scheme = body.text("scheme"); !scheme.empty()) number.scheme = scheme;
  number.hospital = body.text("hospital");
  CHARTA_TRY_DO(desk.paper->add_old_number(request.actor, id, number, body.flag("of_person")));
  CHARTA_TRY(const auto view, desk.paper->view(request.actor, id));
  std::string text;
  json::Writer out(text);
  out.begin_object();
  write_old_numbers(out.key("old_numbers"), view.old_numbers);
  out.end_object();
  return http::json_response(std::move(text));
}

Response answer_plan(const ShelfPlan& plan) {
  std::string text;
  json::Writer out(text);
  out.begin_object().key("room");
  write_paper_place(out, plan.room);
  out.member("volumes", plan.volumes).member("capacity", plan.capacity).member("fill_percent", plan.fill_percent);
  out.member("shelves_short", plan.shelves_short).key("shelves").begin_array();
  for (const auto& line : plan.lines) {
    out.begin_object().key("shelf");
    write_paper_place(out, line.shelf);
    out.member("volumes", line.volumes).member("planned", line.planned.volumes);
    out.member("fill_percent", static_cast<std::int64_t>(line.planned.fill_percent));
    member_unless_empty(out, "begins_with", line.planned.first_key);
    out.end_object();
  }
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

Result<Response> shelf_plan(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<PlaceId>(request, 0));
  const auto said = request.parameter("capacity").value_or("");
  const auto capacity = said.empty() ? std::optional<long long>(0) : parse_integer(said);
  if (!capacity || *capacity < 0 || *capacity > 100'000)
    return fail(ErrorKind::invalid, "'capacity' is how many volumes a shelf takes", "capacity");
  CHARTA_TRY(const auto plan, desk.paper->shelf_plan(request.actor, id, *capacity));
  return answer_plan(plan);
}

Result<Response> replan(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<PlaceId>(request, 0));
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto plan, desk.paper->replan_shelves(request.actor, id, body.integer("capacity").value_or(0)));
  return answer_plan(plan);
}

}  // namespace

void add_archive_routes(Routes& routes) {
  constexpr const char* may = "file-documents";
  routes
      .write("POST", "/api/holdings", "What exists where, of whom a question may mean, across decades and media", "search-record",
             "HoldingsQuestion", "HoldingsAnswer", ask)
      .read("/api/patients/{id}/holdings", "What of a person exists in which medium, and how soon it can be had", "read-record",
            "HoldingsOf", holdings_of_patient)
      .write("POST", "/api/paper/volumes/{id}/numbers", "Write down an old number of a volume or of its person", may,
             "NewOldNumber", "OldNumbers", add_number)
      .read("/api/paper/places/{id}/shelf-plan", "How the shelves of a room stand and how they would be shared out", may,
            "ShelfPlan", shelf_plan)
      .write("POST", "/api/paper/places/{id}/shelf-plan", "Share the shelves of a room out anew", may, "NewShelfPlan",
             "ShelfPlan", replan);
}

}  // namespace charta::desk_api
