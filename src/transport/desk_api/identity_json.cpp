// SPDX-License-Identifier: Apache-2.0
#include "transport/desk_api/identity_json.hpp"

#include "base/key_time.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace charta::desk_api {
namespace {

using matching::Contribution;
using patient_index::Demographics;
using patient_index::PatientHit;

void write_guards(json::Writer& out, const std::vector<matching::Guard>& guards) {
  out.key("guards").begin_array();
  for (const auto guard : guards)
    out.begin_object().member("code", code_of(guard)).member("sentence", sentence_of(guard)).end_object();
  out.end_array();
}

void write_contribution(json::Writer& out, const Contribution& part) {
  out.begin_object()
      .member("field", name_of(part.field))
      .member("title", title_of(words_of(part.field)))
      .member("level", name_of(part.level))
      .member("text", words_of(part.field, part.level));
  decimal(out, "bits", part.bits, 2);
  decimal(out, "usual_bits", part.usual_bits, 2);
  out.member("beside", part.beside).end_object();
}

/// What was written with a step: by the same person, in the same moment (both are written in one unit, a breath apart).
std::vector<worklists::Note>::iterator note_of(std::vector<worklists::Note>& notes, const ledger::StoredEntry& entry) {
  return std::find_if(notes.begin(), notes.end(), [&](const worklists::Note& one) {
    const auto apart = one.at.milliseconds() - entry.at.milliseconds();
    return one.author == entry.author.user && apart > -2000 && apart < 2000;
  });
}

/// "defer:awaiting-source" of the ledger as a step and its reason.
void write_step(json::Writer& out, const Desk& desk, const ledger::StoredEntry& entry, std::string_view note) {
  const std::string_view told = entry.reason;
  const auto colon = told.find(':');
  const std::string_view event = entry.act == "opened" ? "opened" : told.substr(0, colon);
  std::string_view reason = colon == std::string_view::npos ? std::string_view() : told.substr(colon + 1);
  if (entry.act == "opened") reason = told;
  out.begin_object().member("at", entry.at.text()).member("event", event).member("title", title_of(event));
  write_user(out, desk, "by", entry.author.user);
  if (!reason.empty())
    out.key("reason").begin_object().member("code", reason).member("sentence", desk.reason_sentence(reason)).end_object();
  member_unless_empty(out, "note", note);
  out.end_object();
}

}  // namespace

void decimal(json::Writer& out, std::string_view name, double value, int places) {
  out.key(name).raw(fmt::format("{:.{}f}", value, places));
}

void write_person(json::Writer& out, const PatientHit& hit) {
  out.begin_object().member("id", hit.patient.text()).member("name", hit.name);
  member_unless_empty(out, "birth_date", hit.birth_date);
  member_unless_empty(out, "sex", hit.sex);
  member_unless_empty(out, "mrn", hit.mrn);
  member_unless_empty(out, "assigner", hit.assigner);
  if (hit.merged_into.is_set()) out.member("merged_into", hit.merged_into.text());
  out.member("registered_at", instant_of_key(hit.patient.key()).text());
  if (hit.deceased) out.member("deceased", true);
  if (hit.restricted) out.member("restricted", true);
  out.end_object();
}

void write_score(json::Writer& out, const patient_index::Match& match, double prior_bits) {
  decimal(out, "probability", match.decision.probability, 6);
  decimal(out, "bits", match.bits, 2);
  decimal(out, "prior_bits", prior_bits, 2);
  out.member("band", name_of(match.decision.band));
  write_guards(out, match.decision.guards);
}

void write_candidate(json::Writer& out, const patient_index::IndexCandidate& one, double prior_bits) {
  write_person(out.begin_object().key("patient"), one.hit);
  write_score(out, one.match, prior_bits);
  out.key("contributions").begin_array();
  for (const auto& part : one.explanation.contributions) write_contribution(out, part);
  out.end_array().end_object();
}

void write_candidates(json::Writer& out, const patient_index::CandidateAnswer& answer) {
  out.member("total", static_cast<std::int64_t>(answer.candidates.size())).key("items").begin_array();
  for (const auto& one : answer.candidates) write_candidate(out, one, answer.prior_bits);
  out.end_array().key("bounded").begin_array();
  for (const auto& key : answer.bounded) out.string(key);
  out.end_array();
}

Result<void> write_steps(json::Writer& out, const Desk& desk, const http::Request& request, WorkItemId item) {
  ledger::Filter filter;
  filter.subject_kind = "work_item";
  filter.subject = item.key();
  filter.sort = "id";
  filter.limit = 500;
  CHARTA_TRY(const auto entries, desk.store.read([&](store::Reader& reader) { return desk.ledger.list(reader, filter); }));
  CHARTA_TRY(auto notes, desk.worklists.notes(request.actor, item));
  out.key("steps").begin_array();
  for (const auto& entry : entries) {
    if (entry.act == "viewed") continue;
    // "Deferred" is also noted as "waits": the one says it.
    if (entry.reason.starts_with("wait:") && &entry != entries.data() && (&entry)[-1].reason.starts_with("defer:")) continue;
    const auto note = note_of(notes, entry);
    write_step(out, desk, entry, note == notes.end() ? std::string_view() : std::string_view(note->text));
    if (note != notes.end()) notes.erase(note);  // each once
  }
  out.end_array();
  return {};
}

Result<WorkItemId> comparison_of(const Desk& desk, const http::Request& request, PatientId one, PatientId other) {
  if (!request.actor.may(access::Permission::read_worklists)) return WorkItemId();
  worklists::Filter filter;
  filter.kind = patient_index::identity_machine().kind;
  filter.include_closed = true;
  filter.subject = std::min(one, other).key();
  filter.sort = "-created_at";
  filter.limit = 50;
  CHARTA_TRY(const auto page, desk.worklists.list(request.actor, filter));
  for (const auto& item : page.items)
    if (item.second_subject == std::max(one, other).key()) return item.id;
  return WorkItemId();
}

Result<PatientId> patient_named(std::string_view text, std::string_view location) {
  const auto id = PatientId::parse(text);
  if (!id) return fail(ErrorKind::invalid, "name a patient record by its id", std::string(location));
  return *id;
}

Demographics described(const Body& body) {
  Demographics who;
  who.names.push_back({body.text("family"), body.text("given"), body.text("middle"), body.text("suffix")});
  for (const auto& former : body.texts("former_names")) who.names.push_back({former, {}, {}, {}, patient_index::NameUse::former});
  who.birth_text = body.text("birth_date");
  who.birth_date = Date::parse(who.birth_text);
  who.sex = body.text("sex");
  who.ssn = body.text("ssn");
  who.phone = body.text("phone");
  who.email = body.text("email");
  who.street = body.text("street");
  who.city = body.text("city");
  who.region = body.text("region");
  who.postal_code = body.text("postal_code");
  who.mothers_maiden_name = body.text("mothers_maiden_name");
  if (const auto order = body.integer("birth_order")) who.birth_order = static_cast<int>(*order);
  return who;
}

}  // namespace charta::desk_api
