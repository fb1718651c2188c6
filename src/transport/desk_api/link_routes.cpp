// SPDX-License-Identifier: Apache-2.0
// Which records are one person: the merges of a chart with their history, and taking one back.
#include "department/patient_index/patient_index_service.hpp"
#include "transport/desk_api/identity_json.hpp"

#include <algorithm>
#include <set>

namespace charta::desk_api {
namespace {

using http::Request;
using http::Response;
using patient_index::Link;
using patient_index::PatientHit;

/// Who may name a reason for taking a merge back, and which ones: the queue's, so that both say the same.
std::vector<const worklists::Reason*> unmerge_reasons(const Desk& desk) {
  return desk.worklists.reasons().choices("identity", "unmerge");
}

/// Every link that ever joined this record, or one that is joined to it now, to another: the newest first.
Result<std::vector<Link>> links_of(const Desk& desk, PatientId patient) {
  return desk.store.read([&](store::Reader& reader) -> Result<std::vector<Link>> {
    CHARTA_TRY(const auto group, desk.patient_index->expand(reader, patient));
    std::vector<Link> all;
    std::set<std::int64_t> known;
    for (const PatientId one : group) {
      CHARTA_TRY(const auto links, desk.patient_index->links(reader, one));
      for (const Link& link : links)
        if (known.insert(link.key).second) all.push_back(link);
    }
    std::sort(all.begin(), all.end(), [](const Link& a, const Link& b) { return a.key > b.key; });
    return all;
  });
}

/// Who made or ended a link: the ledger's entry of that moment.
Result<UserId> who_did(const Desk& desk, const Link& link, std::string_view act, Instant at) {
  ledger::Filter filter;
  filter.patient = link.absorbed;
  filter.act = act;
  filter.from = at.plus(std::chrono::seconds(-2));
  filter.until = at.plus(std::chrono::seconds(2));
  filter.limit = 1;
  CHARTA_TRY(const auto entries, desk.store.read([&](store::Reader& reader) { return desk.ledger.list(reader, filter); }));
  return entries.empty() ? UserId() : entries.front().author.user;
}

Result<void> write_link(json::Writer& out, const Desk& desk, const Request& request, const Link& link, const PatientHit& survivor,
                        const PatientHit& absorbed) {
  CHARTA_TRY(const auto by, who_did(desk, link, "linked", link.from));
  CHARTA_TRY(const auto item, comparison_of(desk, request, link.survivor, link.absorbed));
  out.begin_object().member("id", print_key(link.key)).member("kind", link_kind_code(link.kind));
  write_person(out.key("survivor"), survivor);
  write_person(out.key("absorbed"), absorbed);
  out.member("from", link.from.text()).member("reason", link.reason);
  write_user(out, desk, "by", by);
  if (item.is_set()) out.member("item", item.text());
  if (link.until) {
    CHARTA_TRY(const auto ended_by, who_did(desk, link, "unlinked", *link.until));
    out.member("until", link.until->text());
    const std::string& code = link.ended_reason;
    out.key("ended_reason").begin_object().member("code", code).member("sentence", desk.reason_sentence(code)).end_object();
    write_user(out, desk, "ended_by", ended_by);
  }
  out.end_object();
  return {};
}

Result<Response> links(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto patient, captured_id<PatientId>(request, 0));
  CHARTA_TRY_DO(desk.patient_index->banner(request.actor, patient));
  CHARTA_TRY(const auto all, links_of(desk, patient));
  std::vector<PatientId> patients;
  for (const Link& link : all) patients.insert(patients.end(), {link.survivor, link.absorbed});
  CHARTA_TRY(const auto hits, desk.patient_index->banners(request.actor, patients));
  const auto seen = [&](PatientId id) -> const PatientHit* {
    const auto hit = std::find_if(hits.begin(), hits.end(), [&](const PatientHit& one) { return one.patient == id; });
    return hit == hits.end() ? nullptr : &*hit;
  };
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "Patient", patient.key(), patient));
  std::string text;
  json::Writer out(text);
  std::int64_t total = 0;
  out.begin_object().key("items").begin_array();
  for (const Link& link : all) {
    const PatientHit *survivor = seen(link.survivor), *absorbed = seen(link.absorbed);
    if (survivor == nullptr || absorbed == nullptr) continue;  // not for this person's eyes
    CHARTA_TRY_DO(write_link(out, desk, request, link, *survivor, *absorbed));
    ++total;
  }
  out.end_array().member("total", total).key("unmerge_reasons").begin_array();
  for (const auto* reason : unmerge_reasons(desk))
    out.begin_object().member("code", reason->code).member("sentence", reason->sentence).end_object();
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

Result<Response> unmerge(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto survivor, patient_named(body.text("survivor"), "survivor"));
  CHARTA_TRY(const auto absorbed, patient_named(body.text("absorbed"), "absorbed"));
  CHARTA_TRY(const auto reason, body.required("reason"));
  const auto known = unmerge_reasons(desk);
  if (std::none_of(known.begin(), known.end(), [&](const auto* one) { return one->code == reason; }))
    return fail(ErrorKind::unknown_code, "'" + reason + "' is no reason to take a merge back; choose one from the list",
                "reason");
  CHARTA_TRY_DO(desk.identity->unmerge(request.actor, survivor, absorbed, reason));
  return http::no_content();
}

}  // namespace

void add_link_routes(Routes& routes) {
  routes
      .read("/api/patients/{id}/links", "Which records were merged with this one, when, by whom and why", "read-record",
            "PatientLinks", links)
      .write("POST", "/api/identity/unmerge", "Take a merge back", "link-patients", "UnmergeRequest", "", unmerge);
}

}  // namespace charta::desk_api
