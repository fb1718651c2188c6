// SPDX-License-Identifier: Apache-2.0
// The code books of the house: the tabular list with its notes, the tables of procedures, services, indexes; and what speaks
// against a set of codes. Nothing of a patient is read or kept.
#include "base/text.hpp"
#include "department/coding/code_sets/loaded_release.hpp"
#include "transport/desk_api/coding_json.hpp"

namespace charta::desk_api {
namespace {

using http::Request;
using http::Response;

constexpr std::int64_t most_units = 1'000'000;

/// The codes that a note names and the book has, each once, in the note's order: ways to go on.
std::vector<std::string> codes_named(const code_books::TabularList& book, const code_books::TabularNote& note) {
  std::vector<std::string> codes;
  for (const auto& reference : book.references_of(note))
    for (const auto code : {reference.from, code_books::code_of_last(reference.to)}) {
      auto text = claim_edits::dotted(code);
      if (book.find(code) != code_books::TabularList::none && std::find(codes.begin(), codes.end(), text) == codes.end())
        codes.push_back(std::move(text));
    }
  return codes;
}

void write_book_notes(json::Writer& out, const code_books::TabularList& book, std::uint32_t level) {
  out.key("notes").begin_array();
  for (const auto& note : book.notes_of(level)) {
    out.begin_object().member("kind", name_of(note.kind)).member("text", book.texts[note.text]).key("codes").begin_array();
    for (const auto& code : codes_named(book, note)) out.string(code);
    out.end_array().end_object();
  }
  out.end_array();
}

std::string code_of_level(const code_books::TabularLevel& level) {
  return level.kind == code_books::LevelKind::code ? claim_edits::dotted(level.first) : std::string();
}

/// A level as one reads it in the book: a chapter or section has a number and its span of codes, a code its code.
void write_level(json::Writer& out, const code_books::TabularList& book, std::uint32_t level) {
  const auto& one = book.levels[level];
  out.member("code", code_of_level(one)).member("title", book.title(level)).member("level", static_cast<std::int64_t>(level));
  out.member("goes_on", one.end != level + 1 || !book.sevenths_at(level).empty());
}

std::string_view shape_code(code_books::Shape shape) {
  static constexpr std::string_view names[] = {"whole",         "unknown",       "needs-more-characters",
                                               "needs-seventh", "wrong-seventh", "wrong-placeholder"};
  return names[static_cast<std::size_t>(shape)];
}

/// Of a code that is none of that day: when it was one or will be, and what stands in its place.
bool write_life(json::Writer& out, const Desk& desk, grouper::CodeKey code, Date day) {
  const auto life = code_sets::life_of(*desk.code_shelf, "icd10cm", code, day);
  if (!life) return false;
  out.key("life").begin_object().member("title", life->title);
  if (life->since) out.member("since", life->since->text());
  if (life->until) out.member("until", life->until->text());
  out.key("instead").begin_array();
  for (const auto one : life->instead) out.string(claim_edits::dotted(one));
  out.end_array().end_object();
  return true;
}

/// A code that the list of codes of the day has, though the tabular list that is loaded has it not.
bool write_listed(json::Writer& out, const Desk& desk, grouper::CodeKey code, Date day) {
  const auto list = desk.code_shelf->texts("icd10cm", day);
  if (!list) return false;
  const auto found = std::find((*list)->codes.begin(), (*list)->codes.end(), code);
  if (found == (*list)->codes.end()) return false;
  const auto at = static_cast<std::size_t>(found - (*list)->codes.begin());
  out.key("listed").begin_object().member("title", (*list)->text(at)).member("billable", (*list)->billable[at] != 0).end_object();
  return true;
}

/// By ?level= of an answer before, else by ?code=; `none`: the whole book.
Result<std::uint32_t> level_asked(const Request& request, const code_books::TabularList& book) {
  if (const auto level = parse_integer(request.parameter("level").value_or(""))) {
    if (*level >= 0 && static_cast<std::size_t>(*level) < book.levels.size()) return static_cast<std::uint32_t>(*level);
    return fail(ErrorKind::not_found, "the tabular list has no level of that number", "level");
  }
  const auto asked = request.parameter("code").value_or("");
  if (asked.empty()) return code_books::TabularList::none;
  return book.find(grouper::key_of(asked));
}

void write_sevenths(json::Writer& out, const code_books::TabularList& book, std::uint32_t level) {
  out.key("seventh_characters").begin_array();
  for (const auto& one : book.sevenths_at(level)) {
    const char character = static_cast<char>(one.character);
    out.begin_object().member("character", std::string(1, character)).member("meaning", book.texts[one.text]);
    if (const auto whole = book.with_seventh(level, character); whole != 0) out.member("code", claim_edits::dotted(whole));
    out.end_object();
  }
  out.end_array();
}

void write_guidelines(json::Writer& out, const Desk& desk, grouper::CodeKey code) {
  out.key("guidelines").begin_array();
  for (const auto* one : desk.code_shelf->guidelines().of(code))
    out.begin_object().member("section", one->section).member("title", one->title).end_object();
  out.end_array();
}

/// The chapters, or a code of which the book has not even the category. False: nothing else knows it either.
bool write_without_level(json::Writer& out, const Desk& desk, const code_books::TabularList& book, grouper::CodeKey code,
                         Date day) {
  out.begin_object().member("code", claim_edits::dotted(code)).member("shape", "unknown");
  out.key("levels").begin_array().end_array().key("below").begin_array();
  for (std::uint32_t at = 0; code == 0 && at < book.levels.size(); at = book.levels[at].end) {
    out.begin_object();
    write_level(out, book, at);
    out.end_object();
  }
  out.end_array().key("seventh_characters").begin_array().end_array().key("guidelines").begin_array().end_array();
  const bool is_known = code == 0 || write_listed(out, desk, code, day) || write_life(out, desk, code, day);
  out.end_object();
  return is_known;
}

void write_tabular(json::Writer& out, const Desk& desk, const code_books::TabularList& book, std::uint32_t level,
                   grouper::CodeKey code, Date day) {
  out.begin_object().member("code", claim_edits::dotted(code)).member("shape", shape_code(book.shape_of(code)));
  out.key("levels").begin_array();
  for (const auto one : book.chain(level)) {
    out.begin_object();
    write_level(out, book, one);
    write_book_notes(out, book, one);
    out.end_object();
  }
  out.end_array().key("below").begin_array();
  for (const auto one : book.below(level)) {
    out.begin_object();
    write_level(out, book, one);
    out.end_object();
  }
  out.end_array();
  write_sevenths(out, book, level);
  write_guidelines(out, desk, code);
  if (const auto exempt = desk.code_shelf->poa_exempt(day)) out.member("poa_exempt", (*exempt)->has(code));
  const auto shape = book.shape_of(code);
  if (code != 0 && shape == code_books::Shape::unknown) write_listed(out, desk, code, day);
  if (code != 0 && shape != code_books::Shape::whole) write_life(out, desk, code, day);
  out.end_object();
}

Result<Response> tabular_code(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto day, day_asked(desk, request));
  CHARTA_TRY(const auto book, desk.code_shelf->tabular(day));
  CHARTA_TRY(const auto level, level_asked(request, *book));
  const auto asked = grouper::key_of(request.parameter("code").value_or(""));
  std::string text;
  json::Writer out(text);
  if (level == code_books::TabularList::none) {
    if (!write_without_level(out, desk, *book, asked, day))
      return fail(ErrorKind::not_found, "the tabular list of " + day.text() + " has no such category", "code");
  } else {
    const bool is_code = book->levels[level].kind == code_books::LevelKind::code;
    write_tabular(out, desk, *book, level, asked != 0 ? asked : is_code ? book->levels[level].first : 0, day);
  }
  return http::json_response(std::move(text));
}

Result<Response> procedure_choices(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto day, day_asked(desk, request));
  CHARTA_TRY(const auto tables, desk.code_shelf->procedure_tables(day));
  CHARTA_TRY(const auto narrowed, tables->narrow(request.parameter("pattern").value_or("")));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("codes", narrowed.codes).member("definition", narrowed.definition).key("axes").begin_array();
  for (const auto& axis : narrowed.axes) {
    out.begin_object()
        .member("name", axis.name)
        .member("chosen", axis.chosen == '?' ? std::string() : std::string(1, axis.chosen));
    out.key("choices").begin_array();
    for (const auto& choice : axis.choices)
      out.begin_object().member("character", std::string(1, choice.character)).member("label", choice.label).end_object();
    out.end_array().end_object();
  }
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

struct ServiceList {
  std::string_view system;
  std::shared_ptr<const code_books::ServiceCodes> codes;
};
/// HCPCS Level II, then the site's own CPT. Errors: neither is loaded for the day.
Result<std::vector<ServiceList>> service_lists(const Desk& desk, Date day) {
  std::vector<ServiceList> lists;
  const auto level2 = desk.code_shelf->services(day);
  if (level2) lists.push_back({"hcpcs", *level2});
  const auto licensed = desk.code_shelf->licensed_services(day);
  if (licensed) lists.push_back({"cpt", *licensed});
  if (!licensed && licensed.error().kind != ErrorKind::not_found) return licensed.error();
  if (!level2 && (lists.empty() || level2.error().kind != ErrorKind::not_found)) return level2.error();
  return lists;
}

void write_service(json::Writer& out, const ServiceList& list, const code_books::ServiceCode& one, Date day) {
  out.begin_object().member("code", grouper::text_of(one.key)).member("system", list.system);
  out.member("title", list.codes->texts[one.long_title]).member("is_modifier", one.is_modifier != 0);
  out.member("is_valid", list.codes->is_valid(one, day));
  if (const auto ended = code_books::date_of(one.last_day)) out.member("until", ended->text());
  out.end_object();
}

Result<Response> service_codes(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto day, day_asked(desk, request));
  CHARTA_TRY(const auto lists, service_lists(desk, day));
  const auto words = request.parameter("words").value_or("");
  auto left = static_cast<std::size_t>(limit_of(request, 12, 50));
  std::int64_t total = 0;
  std::string text;
  json::Writer out(text);
  out.begin_object().key("items").begin_array();
  for (const auto& list : lists)
    for (const auto* one : list.codes->search(words, left)) {
      write_service(out, list, *one, day);
      --left, ++total;
    }
  out.end_array().member("total", total);
  member_unless_empty(out, "licence", desk.code_shelf->licence_of("cpt", day));
  out.end_object();
  return http::json_response(std::move(text));
}

Result<claim_edits::CodedService> service_in(json::Value row, Date discharge) {
  claim_edits::CodedService service;
  service.code = grouper::key_of(row["code"].text());
  const auto units = row["units"] ? row["units"].integer() : std::optional<std::int64_t>(1);
  if (service.code == 0 || !units || *units < 0 || *units > most_units)
    return fail(ErrorKind::invalid, "a service has a code and a whole number of units", "services");
  service.units = static_cast<int>(*units);
  service.day = discharge;
  if (row["day"]) {
    const auto day = Date::parse(row["day"].text());
    if (!day) return fail(ErrorKind::invalid, "'day' takes a day such as 2026-03-31", "services");
    service.day = *day;
  }
  for (const auto one : row["modifiers"]) service.modifiers.push_back(grouper::key_of(one.text()));
  return service;
}

Result<claim_edits::CodedClaim> claim_in(const Body& body) {
  claim_edits::CodedClaim claim;
  CHARTA_TRY(const auto discharge, body.required("discharge"));
  const auto day = Date::parse(discharge);
  if (!day) return fail(ErrorKind::invalid, "'discharge' takes a day such as 2026-03-31", "discharge");
  claim.discharge = *day;
  claim.is_inpatient = body.text("class") != "outpatient";
  for (const auto one : body.value("diagnoses")) {
    const auto poa = one["poa"].text();
    claim.diagnoses.push_back({grouper::key_of(one["code"].text()), poa.empty() ? ' ' : poa.front()});
  }
  for (const auto one : body.value("procedures")) claim.procedures.push_back(grouper::key_of(one.text()));
  for (const auto one : body.value("services")) {
    CHARTA_TRY(auto service, service_in(one, claim.discharge));
    claim.services.push_back(std::move(service));
  }
  return claim;
}

Result<Response> check_claim(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto claim, claim_in(body));
  const auto setting = body.text("setting");
  CHARTA_TRY(const auto books, desk.code_shelf->claim_books(claim.discharge, setting.empty() ? "outpatient" : setting));
  const auto findings = claim_edits::check(claim, books.books, desk.code_shelf->edit_rules());
  std::string text;
  json::Writer out(text);
  out.begin_object().member("total", static_cast<std::int64_t>(findings.size())).key("items").begin_array();
  for (const auto& one : findings) {
    out.begin_object()
        .member("edit", one.edit->id)
        .member("title", one.edit->title)
        .member("words", one.words)
        .member("certain", one.is_certain);
    out.member("remedy", one.edit->remedy)
        .member("source", one.edit->source)
        .member("from", one.edit->from.text())
        .key("codes")
        .begin_array();
    for (const auto code : one.codes) out.string(claim_edits::written(code, one.kind));
    out.end_array().end_object();
  }
  out.end_array().key("not_checked").begin_array();
  for (const auto& one : claim_edits::not_checked(claim, books.books)) out.string(one);
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

}  // namespace

void add_code_book_routes(Routes& routes) {
  constexpr auto read = "read-worklists";
  routes
      .read("/api/coding/tabular",
            "A code in the tabular list, or its chapters: levels with their notes, what stands below, 7th characters; ?code= or "
            "?level=, ?on=",
            read, "TabularCode", tabular_code)
      .read("/api/coding/procedures", "What an ICD-10-PCS code can go on with, from any axis; ?pattern= such as 0DB?8 ?on=", read,
            "ProcedureChoices", procedure_choices)
      .read("/api/coding/services", "HCPCS and licensed CPT codes and modifiers by code or words; ?words= ?on= ?limit=", read,
            "ServiceCodes", service_codes)
      .write("POST", "/api/coding/edits", "What speaks against these codes on that day; nothing is written", read, "CodesToCheck",
             "CodeFindings", check_claim);
}

}  // namespace charta::desk_api
