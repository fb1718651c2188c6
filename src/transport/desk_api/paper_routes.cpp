// SPDX-License-Identifier: Apache-2.0
// The file room: scans, volumes, places, requests, pull lists, loans, hunts, and what it prints.
#include "base/text.hpp"
#include "department/paper_charts/prints.hpp"
#include "transport/desk_api/paper_json.hpp"

#include <algorithm>

namespace charta::desk_api {
namespace {

using namespace paper_charts;
using http::Request;
using http::Response;

PaperService& paper_of(const Desk& desk) {
  return *desk.paper;
}

Result<PaperBriefs> briefs_of(const Desk& desk, const Request& request, const std::vector<const Volume*>& volumes) {
  std::vector<PatientId> patients;
  for (const auto* one : volumes)
    if (std::find(patients.begin(), patients.end(), one->patient) == patients.end()) patients.push_back(one->patient);
  if (patients.empty()) return PaperBriefs();
  return desk.briefs(request.actor, patients);
}

Result<PaperBriefs> briefs_of(const Desk& desk, const Request& request, const std::vector<VolumeRow>& rows) {
  std::vector<const Volume*> volumes;
  for (const auto& row : rows) volumes.push_back(&row.volume);
  return briefs_of(desk, request, volumes);
}

template <class IdType>
Result<IdType> id_of(const Body& body, std::string_view name) {
  const std::string text = body.text(name);
  if (text.empty()) return IdType();
  const auto id = IdType::parse(text);
  if (!id) return fail(ErrorKind::invalid, "'" + text + "' is not an id", std::string(name));
  return *id;
}

void write_events(json::Writer& out, std::string_view state) {
  out.key("events").begin_array();
  for (const auto event : worklists::events_from(volume_machine(), state))
    if (event != "declare-lost") out.begin_object().member("event", event).member("title", title_of(event)).end_object();
  out.end_array();
}

Result<void> write_requisitions(json::Writer& out, const Desk& desk, const Request& request,
                                const std::vector<Requisition>& requisitions) {
  out.key("requisitions").begin_array();
  for (const auto& one : requisitions) {
    const auto to = paper_of(desk).place(request.actor, one.deliver_to);
    write_paper_requisition(out, desk, one, to ? to->path : std::string());
  }
  out.end_array();
  return {};
}

Result<Response> scan(const Desk& desk, const Request& request) {
  const std::string code = request.parameter("code").value_or("");
  CHARTA_TRY(const auto answer, paper_of(desk).scan(request.actor, code));
  std::vector<VolumeRow> rows = answer.volumes;
  if (answer.volume) rows.push_back(*answer.volume);
  CHARTA_TRY(const auto briefs, briefs_of(desk, request, rows));
  const auto* first = rows.empty() ? nullptr : &rows.front().volume;
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::searched, "paper_volume", first == nullptr ? 0 : first->id.key(),
                          first == nullptr ? PatientId() : first->patient));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("kind", answer.kind);
  member_unless_empty(out, "says", answer.says);
  if (answer.volume) {
    out.key("volume");
    write_paper_volume(out, desk, *answer.volume, briefs);
    out.key("history");
    write_paper_history(out, desk, answer.history);
    write_events(out, answer.volume->volume.state);
  }
  CHARTA_TRY_DO(write_requisitions(out, desk, request, answer.requisitions));
  if (!answer.volumes.empty()) write_paper_volumes(out.key("volumes"), desk, answer.volumes, briefs);
  if (answer.place) write_paper_place(out.key("place"), *answer.place);
  out.end_object();
  return http::json_response(std::move(text));
}

Result<Response> answer_volume(const Desk& desk, const Request& request, VolumeId id, std::string_view says = {},
                               int status = 200) {
  CHARTA_TRY(const auto view, paper_of(desk).view(request.actor, id));
  CHARTA_TRY(const auto briefs, briefs_of(desk, request, {view.row}));
  std::string text;
  json::Writer out(text);
  out.begin_object().key("volume");
  write_paper_volume(out, desk, view.row, briefs);
  member_unless_empty(out, "says", says);
  out.key("history");
  write_paper_history(out, desk, view.history);
  CHARTA_TRY_DO(write_requisitions(out, desk, request, view.requisitions));
  write_old_numbers(out.key("old_numbers"), view.old_numbers);
  write_events(out, view.row.volume.state);
  out.end_object();
  return http::json_response(std::move(text), status);
}

Result<Response> get_volume(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<VolumeId>(request, 0));
  CHARTA_TRY(const auto view, paper_of(desk).view(request.actor, id));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "paper_volume", id.key(), view.row.volume.patient));
  return answer_volume(desk, request, id);
}

Result<Response> new_volume(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  NewVolume volume;
  CHARTA_TRY(volume.patient, id_of<PatientId>(body, "patient"));
  CHARTA_TRY(volume.home, id_of<PlaceId>(body, "home"));
  if (const auto kind = body.text("kind"); !kind.empty()) volume.kind = kind;
  if (const auto medium = body.text("medium"); !medium.empty()) volume.medium = medium;
  volume.chart_number = body.text("chart_number");
  volume.barcode = body.text("barcode");
  volume.position = body.text("position");
  volume.from_day = body.text("from_day");
  volume.until_day = body.text("until_day");
  volume.number = body.integer("number").value_or(0);
  volume.is_temporary = body.flag("temporary");
  volume.is_received = body.flag("received");
  volume.cut_off = body.text("cut_off");
  for (const auto one : body.value("old_numbers")) volume.old_numbers.push_back(old_number_of(one));
  CHARTA_TRY(const auto id, paper_of(desk).add_volume(request.actor, volume));
  return answer_volume(desk, request, id);
}

Result<MovementCommand> command_of(const Body& body) {
  MovementCommand command;
  CHARTA_TRY(command.kind, body.required("kind"));
  CHARTA_TRY(command.to, id_of<PlaceId>(body, "to"));
  CHARTA_TRY(command.at, id_of<PlaceId>(body, "at"));
  CHARTA_TRY(command.into, id_of<VolumeId>(body, "into"));
  command.purpose = body.text("purpose");
  command.reason = body.text("reason");
  command.note = body.text("note");
  command.certificate = body.text("certificate");
  CHARTA_TRY(command.confirmed, body.list_of_texts("confirmed"));
  command.version = body.integer("version").value_or(0);
  command.batch = body.integer("batch").value_or(0);
  return command;
}

Result<Response> move_volume(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<VolumeId>(request, 0));
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto command, command_of(body));
  CHARTA_TRY(const auto moved, paper_of(desk).move(request.actor, id, command));
  return answer_volume(desk, request, id, moved.says);
}

Result<Response> volumes_of_patient(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<PatientId>(request, 0));
  CHARTA_TRY(const auto rows, paper_of(desk).of_patient(request.actor, id));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "paper_volume", 0, id));
  CHARTA_TRY(const auto briefs, briefs_of(desk, request, rows));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("total", static_cast<std::int64_t>(rows.size()));
  write_paper_volumes(out.key("items"), desk, rows, briefs);
  out.end_object();
  return http::json_response(std::move(text));
}

Result<Response> list_places(const Desk& desk, const Request& request) {
  PlaceFilter filter;
  CHARTA_TRY(const auto parent, id_filter<PlaceId>(request, "parent"));
  if (parent.is_set()) filter.parent = parent;
  filter.text = request.parameter("text").value_or("");
  filter.kind = request.parameter("kind").value_or("");
  if (!filter.kind.empty() && !parse_place_kind(filter.kind))
    return fail(ErrorKind::invalid, "'" + filter.kind + "' is no kind of place", "kind");
  filter.limit = limit_of(request, 50, 500);
  CHARTA_TRY(const auto places, paper_of(desk).places(request.actor, filter));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("total", static_cast<std::int64_t>(places.size())).key("items").begin_array();
  for (const auto& one : places) write_paper_place(out, one);
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

Result<Response> answer_place(const Desk& desk, const Request& request, PlaceId id) {
  CHARTA_TRY(const auto place, paper_of(desk).place(request.actor, id));
  std::string text;
  json::Writer out(text);
  write_paper_place(out, place);
  return http::json_response(std::move(text));
}

Result<Response> new_place(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  NewPlace place;
  CHARTA_TRY(place.parent, id_of<PlaceId>(body, "parent"));
  CHARTA_TRY(place.kind, body.required("kind"));
  CHARTA_TRY(place.name, body.required("name"));
  CHARTA_TRY(place.holder, id_of<UserId>(body, "holder"));
  place.code = body.text("code");
  place.barcode = body.text("barcode");
  place.loan_class = body.text("loan_class");
  place.order = body.text("order");
  place.first_number = body.text("first_number");
  place.capacity = body.integer("capacity").value_or(0);
  place.walk = body.integer("walk").value_or(0);
  CHARTA_TRY(const auto id, paper_of(desk).add_place(request.actor, place));
  return answer_place(desk, request, id);
}

Result<Response> close_place(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<PlaceId>(request, 0));
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY_DO(paper_of(desk).close_place(request.actor, id, body.integer("version").value_or(0)));
  return answer_place(desk, request, id);
}

Result<Response> volumes_in_place(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<PlaceId>(request, 0));
  CHARTA_TRY(const auto rows, paper_of(desk).volumes_in(request.actor, id, limit_of(request, 100, 500), offset_of(request)));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "paper_place", id.key()));
  CHARTA_TRY(const auto briefs, briefs_of(desk, request, rows));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("total", static_cast<std::int64_t>(rows.size()));
  write_paper_volumes(out.key("items"), desk, rows, briefs);
  out.end_object();
  return http::json_response(std::move(text));
}

Result<Response> ask_for(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  NewRequest asked;
  CHARTA_TRY(asked.patient, id_of<PatientId>(body, "patient"));
  if (!asked.patient.is_set()) return fail(ErrorKind::missing, "say whose chart is asked for", "patient");
  CHARTA_TRY(asked.deliver_to, id_of<PlaceId>(body, "deliver_to"));
  CHARTA_TRY(const auto volumes, body.list_of_texts("volumes"));
  for (const auto& one : volumes) {
    const auto id = VolumeId::parse(one);
    if (!id) return fail(ErrorKind::invalid, "'" + one + "' is not an id", "volumes");
    asked.volumes.push_back(*id);
  }
  asked.requester = body.text("requester");
  asked.purpose = body.text("purpose");
  const std::string priority = body.text("priority");
  const auto parsed = worklists::parse_priority(priority.empty() ? "routine" : priority);
  if (!parsed) return fail(ErrorKind::invalid, "'" + priority + "' is no priority; say stat, urgent or routine", "priority");
  asked.priority = *parsed;
  if (const auto needed = body.text("needed_at"); !needed.empty()) {
    asked.needed_at = Instant::parse(needed);
    if (!asked.needed_at) return fail(ErrorKind::invalid, "'needed_at' is an instant", "needed_at");
  }
  CHARTA_TRY(const auto ids, paper_of(desk).request(request.actor, asked));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("total", static_cast<std::int64_t>(ids.size()));
  std::vector<Requisition> all;
  for (const auto id : ids) {
    CHARTA_TRY(auto one, paper_of(desk).requisition(request.actor, id));
    all.push_back(std::move(one));
  }
  CHARTA_TRY_DO(write_requisitions(out, desk, request, all));
  out.end_object();
  return http::json_response(std::move(text));
}

struct AskedList {
  Instant until;
  PlaceId deliver_to;
};
Result<AskedList> asked_list(const Desk& desk, const Request& request) {
  AskedList asked;
  CHARTA_TRY(const auto until, instant_of(request, "until"));
  asked.until = until.value_or(desk.clock.now().plus(std::chrono::hours(24 * 365)));
  CHARTA_TRY(asked.deliver_to, id_filter<PlaceId>(request, "deliver_to"));
  return asked;
}

Result<Response> answer_lines(const Desk& desk, const Request& request, const std::vector<PullLine>& lines) {
  std::vector<const Volume*> volumes;
  for (const auto& line : lines) volumes.push_back(&line.volume);
  CHARTA_TRY(const auto briefs, briefs_of(desk, request, volumes));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "paper_requisition"));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("total", static_cast<std::int64_t>(lines.size())).key("items").begin_array();
  for (const auto& line : lines) write_pull_line(out, desk, line, briefs);
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

Result<Response> pull_list(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto asked, asked_list(desk, request));
  CHARTA_TRY(const auto lines, paper_of(desk).pull_list(request.actor, asked.until, asked.deliver_to));
  return answer_lines(desk, request, lines);
}

Result<Response> take_pull_list(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto deliver_to, id_of<PlaceId>(body, "deliver_to"));
  const std::string said = body.text("until");
  const auto until = said.empty() ? desk.clock.now().plus(std::chrono::hours(24 * 365)) : Instant::parse(said);
  if (!until) return fail(ErrorKind::invalid, "'until' is an instant", "until");
  CHARTA_TRY(const auto lines, paper_of(desk).take_pull_list(request.actor, *until, deliver_to));
  return answer_lines(desk, request, lines);
}

Result<Response> overdue(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto all, paper_of(desk).overdue(request.actor, limit_of(request, 100, 500), offset_of(request)));
  CHARTA_TRY(const auto briefs, briefs_of(desk, request, all.rows));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "paper_loan"));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("total", all.counts.overdue).member("out", all.counts.out);
  write_paper_volumes(out.key("items"), desk, all.rows, briefs);
  out.end_object();
  return http::json_response(std::move(text));
}

Result<Response> file_room_figures(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto from, instant_of(request, "from"));
  CHARTA_TRY(const auto until, instant_of(request, "until"));
  const Instant now = desk.clock.now();
  CHARTA_TRY(const auto all, paper_of(desk).figures(request.actor, from.value_or(now.plus(-std::chrono::hours(24 * 30))),
                                                    until.value_or(now.plus(std::chrono::seconds(1)))));
  std::string text;
  json::Writer out(text);
  const auto& one = all.retrieval;
  out.begin_object().member("asked", one.asked).member("filled", one.filled).member("filled_in_time", one.filled_in_time);
  out.member("not_filled", one.not_filled).member("stat", one.stat).member("stat_minutes_median", one.stat_minutes_median);
  out.member("routine", one.routine).member("routine_minutes_median", one.routine_minutes_median);
  out.member("out", all.out).member("overdue", all.overdue).member("missing", all.missing).end_object();
  return http::json_response(std::move(text));
}

Result<Response> answer_hunt(const Desk& desk, const Request& request, const HuntView& hunt) {
  CHARTA_TRY(const auto briefs, briefs_of(desk, request, {hunt.volume}));
  std::string text;
  json::Writer out(text);
  write_hunt(out, desk, hunt, briefs);
  return http::json_response(std::move(text));
}

Result<Response> get_hunt(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<VolumeId>(request, 0));
  CHARTA_TRY(const auto hunt, paper_of(desk).hunt(request.actor, id));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "paper_volume", id.key(), hunt.volume.volume.patient));
  return answer_hunt(desk, request, hunt);
}

Result<Response> look(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<VolumeId>(request, 0));
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto spot, body.required("spot"));
  CHARTA_TRY(const auto hunt, paper_of(desk).look(request.actor, id, spot, body.flag("found"), body.text("note")));
  return answer_hunt(desk, request, hunt);
}

Result<Response> terms(const Desk& desk, const Request&) {
  std::string text;
  json::Writer out(text);
  const auto& rules = paper_of(desk).rules();
  out.begin_object().key("kinds").begin_array();
  for (const auto one : volume_kinds()) out.string(one);
  out.end_array().key("media").begin_array();
  for (const auto one : media()) out.string(one);
  out.end_array().key("purposes").begin_array();
  for (const auto& one : rules.loans.purposes) out.string(one);
  out.end_array().key("schemes").begin_array();
  for (const auto one : number_schemes()) out.string(one);
  out.end_array().member("numbering", rules.numbering.scheme).member("rule", rules.loans.rule).end_object();
  return http::json_response(std::move(text));
}

Label label_of(const Desk& desk, const Volume& volume) {
  Label label;
  label.barcode = volume.barcode;
  label.heading = spaced(volume.chart_number);
  label.lines = {volume.kind + ", volume " + std::to_string(volume.number) +
                 (volume.is_temporary ? "  TEMPORARY, original missing" : "")};
  if (!volume.from_day.empty()) label.lines.push_back(volume.from_day + " to " + volume.until_day);
  label.colours = colours_of(desk, volume.chart_number);
  return label;
}

Response printed(std::string bytes, bool is_zpl) {
  Response response;
  response.body = std::move(bytes);
  response.content_type = is_zpl ? "application/zpl" : "application/pdf";
  response.headers.emplace_back("Content-Disposition", is_zpl ? "attachment; filename=\"labels.zpl\"" : "inline");
  return response;
}

Slip slip_of(const Desk& desk, const PaperService::VolumeView& view, std::string title) {
  Slip slip;
  slip.title = std::move(title);
  slip.volume = label_of(desk, view.row.volume);
  slip.deliver_to = view.row.place;
  if (!view.requisitions.empty()) {
    slip.requester = view.requisitions.front().requester;
    slip.request_barcode = barcode_of(Scanned::requisition, view.requisitions.front().id.key());
  }
  slip.given_at = view.row.volume.since.text().substr(0, 16);
  if (view.row.volume.due_at) slip.due_at = view.row.volume.due_at->text().substr(0, 16);
  return slip;
}

Result<Response> print(const Desk& desk, const Request& request) {
  constexpr std::size_t printed_at_once = 600;
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto what, body.required("what"));
  const bool is_zpl = body.text("format") == "zpl";
  if (what == "pull-list") {
    CHARTA_TRY(const auto deliver_to, id_of<PlaceId>(body, "deliver_to"));
    CHARTA_TRY(const auto lines,
               paper_of(desk).take_pull_list(request.actor, desk.clock.now().plus(std::chrono::hours(24 * 365)), deliver_to));
    std::vector<PrintedLine> rows;
    for (const auto& line : lines)
      rows.push_back({spaced(line.volume.chart_number), "vol. " + std::to_string(line.volume.number), line.place, line.deliver_to,
                      line.requisition.needed_at.text().substr(0, 16),
                      std::string(worklists::priority_code(line.requisition.priority)), line.volume.barcode});
    CHARTA_TRY(auto bytes, pull_list_as_pdf(rows, "Pull list, " + desk.clock.now().text().substr(0, 16)));
    return printed(std::move(bytes), false);
  }
  CHARTA_TRY(const auto ids, body.list_of_texts("volumes"));
  CHARTA_TRY(const auto places, body.list_of_texts("places"));
  if (ids.size() + places.size() > printed_at_once || ids.size() + places.size() == 0)
    return fail(ErrorKind::invalid, "name 1 to " + std::to_string(printed_at_once) + " volumes or places", "volumes");
  std::vector<PaperService::VolumeView> views;
  for (const auto& text : ids) {
    const auto id = VolumeId::parse(text);
    if (!id) return fail(ErrorKind::invalid, "'" + text + "' is not an id", "volumes");
    CHARTA_TRY(auto view, paper_of(desk).view(request.actor, *id));
    CHARTA_TRY_DO(note_read(desk, request, ledger::Act::printed, "paper_volume", id->key(), view.row.volume.patient));
    views.push_back(std::move(view));
  }
  if (what == "labels") {
    std::vector<Label> labels;
    for (const auto& view : views) labels.push_back(label_of(desk, view.row.volume));
    for (const auto& text : places) {
      const auto id = PlaceId::parse(text);
      if (!id) return fail(ErrorKind::invalid, "'" + text + "' is not an id", "places");
      CHARTA_TRY(const auto place, paper_of(desk).place(request.actor, *id));
      labels.push_back({place.barcode, place.name, {place.path}, {}});
    }
    CHARTA_TRY(auto bytes, is_zpl ? labels_as_zpl(labels) : labels_as_pdf(labels));
    return printed(std::move(bytes), is_zpl);
  }
  if (what != "outguides" && what != "transfer-slips")
    return fail(ErrorKind::invalid, "print labels, outguides, transfer-slips or a pull-list", "what");
  std::vector<Slip> slips;
  for (const auto& view : views) slips.push_back(slip_of(desk, view, what == "outguides" ? "OUT" : "TRANSFER"));
  CHARTA_TRY(auto bytes, is_zpl ? slips_as_zpl(slips) : slips_as_pdf(slips));
  return printed(std::move(bytes), is_zpl);
}

}  // namespace

void add_paper_routes(Routes& routes) {
  constexpr const char* may = "file-documents";
  routes.read("/api/paper/scan", "What a barcode or a number is, where it is and whose", may, "PaperScan", scan)
      .read("/api/paper/terms", "Kinds of volumes, media, purposes of a loan", may, "PaperTerms", terms)
      .write("POST", "/api/paper/volumes", "Make a volume", may, "NewPaperVolume", "PaperVolumeView", new_volume)
      .read("/api/paper/volumes/{id}", "A volume with its history", may, "PaperVolumeView", get_volume)
      .write("POST", "/api/paper/volumes/{id}/movements", "Move a volume: charge out, check in, miss, find, …", may,
             "PaperMovementOrder", "PaperVolumeView", move_volume)
      .read("/api/paper/volumes/{id}/hunt", "Where a missing volume is looked for, the likeliest first", may, "PaperHunt",
            get_hunt)
      .write("POST", "/api/paper/volumes/{id}/looks", "Say where it was looked for", may, "NewPaperLook", "PaperHunt", look)
      .read("/api/patients/{id}/paper", "What of a patient is on paper, and where", "read-record", "PaperVolumes",
            volumes_of_patient)
      .read("/api/paper/places", "Places, below one or by name", "read-worklists", "PaperPlaces", list_places)
      .write("POST", "/api/paper/places", "Make a place", may, "NewPaperPlace", "PaperPlace", new_place)
      .write("POST", "/api/paper/places/{id}/close", "Close a place that is empty", may, "PaperClose", "PaperPlace", close_place)
      .read("/api/paper/places/{id}/volumes", "The volumes in a place, in filing order", may, "PaperVolumes", volumes_in_place)
      .write("POST", "/api/paper/requisitions", "Ask for a patient's volumes", "read-record", "NewPaperRequisition",
             "PaperRequisitions", ask_for)
      .read("/api/paper/pull-list", "What is asked for, in the order of the walk", may, "PullLines", pull_list)
      .write("POST", "/api/paper/pull-list", "Take what is asked for on a pull list", may, "PullListOrder", "PullLines",
             take_pull_list)
      .read("/api/paper/overdue", "Volumes that are not back in time", may, "PaperOverdue", overdue)
      .read("/api/paper/figures", "The figures of the file room", "read-worklists", "PaperFigures", file_room_figures)
      .write("POST", "/api/paper/print", "Print labels, outguides, transfer slips or the pull list", may, "PaperPrint", "",
             print);
}

}  // namespace charta::desk_api
