// SPDX-License-Identifier: Apache-2.0
// How good the index is: how many records look like duplicates now, how many registration makes, and the lists behind both.
#include "department/patient_index/duplicate_creation_store.hpp"
#include "department/patient_index/patient_index_service.hpp"
#include "transport/desk_api/identity_json.hpp"

#include <algorithm>

namespace charta::desk_api {
namespace {

using http::Request;
using http::Response;
using patient_index::PairVerdict;

constexpr int usual_days = 30;

struct Period {
  Instant from, until;
};

/// The days that were asked for, the last of them whole; without any the last thirty days up to now.
Result<Period> period_of(const Desk& desk, const Request& request) {
  const Instant now = desk.clock.now();
  CHARTA_TRY(const auto from, instant_of(request, "from"));
  CHARTA_TRY(const auto until, instant_of(request, "until"));
  const std::string last = request.parameter("until").value_or("");
  Period period{from.value_or(now.plus(std::chrono::hours(-24 * usual_days))),
                until.value_or(now.plus(std::chrono::milliseconds(1)))};
  if (Date::parse(last)) period.until = period.until.plus(std::chrono::hours(24));
  if (period.until < period.from) return fail(ErrorKind::invalid, "the period ends before it begins", "until");
  return period;
}

Result<void> write_decided(json::Writer& out, const Desk& desk, Instant since) {
  const patient_index::IdentityStore pairs;
  out.key("decided").begin_object();
  for (const auto& [name, verdict] :
       {std::pair("merged", PairVerdict::merged), std::pair("not_a_match", PairVerdict::not_a_match),
        std::pair("withdrawn", PairVerdict::withdrawn)}) {
    CHARTA_TRY(const auto count,
               desk.store.read([&](store::Reader& reader) { return pairs.decided_since(reader, verdict, since); }));
    out.member(name, count);
  }
  out.end_object();
  return {};
}

Result<Response> figures(const Desk& desk, const Request& request) {
  CHARTA_TRY_DO(access::require(request.actor, access::Permission::read_worklists));
  CHARTA_TRY(const auto period, period_of(desk, request));
  CHARTA_TRY(const auto now, desk.store.read([&](store::Reader& reader) { return desk.identity->figures(reader); }));
  const patient_index::DuplicateCreationStore made;
  CHARTA_TRY(const auto creation,
             desk.store.read([&](store::Reader& reader) { return made.creation(reader, period.from, period.until); }));
  std::string text;
  json::Writer out(text);
  out.begin_object()
      .member("ready", desk.identity->is_ready())
      .member("records", now.records)
      .member("in_sets", now.in_sets)
      .member("sets", now.sets)
      .member("largest_set", now.largest_set)
      .member("open_pairs", now.pairs);
  decimal(out, "duplicate_error_rate", now.rate(), 6);
  out.member("from", period.from.text()).member("until", period.until.text());
  out.member("registrations", creation.registrations).member("new_duplicates", creation.confirmed);
  decimal(out, "creation_rate", creation.rate(), 6);
  CHARTA_TRY_DO(write_decided(out, desk, period.from));
  if (const auto goals = desk.rules.in_force("patient-index/goals", desk.clock.now().utc_date()))
    out.member("goals_rule", (*goals)->reference()).key("goals").raw((*goals)->parameters);
  out.end_object();
  return http::json_response(std::move(text));
}

Result<Response> new_duplicates(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto period, period_of(desk, request));
  const patient_index::DuplicateCreationStore made;
  CHARTA_TRY(const auto all, desk.store.read([&](store::Reader& reader) {
    return made.list(reader, period.from, period.until, limit_of(request, 200, 1000));
  }));
  std::vector<PatientId> patients;
  for (const auto& one : all) patients.insert(patients.end(), {one.newer, one.older});
  CHARTA_TRY(const auto hits, desk.patient_index->banners(request.actor, patients));
  const auto seen = [&](PatientId id) {
    return std::find_if(hits.begin(), hits.end(), [&](const auto& one) { return one.patient == id; });
  };
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::searched, "Patient"));
  std::string text;
  json::Writer out(text);
  std::int64_t total = 0;
  out.begin_object().key("items").begin_array();
  for (const auto& one : all) {
    const auto newer = seen(one.newer), older = seen(one.older);
    if (newer == hits.end() || older == hits.end()) continue;  // not for this person's eyes
    write_person(out.begin_object().key("newer"), *newer);
    write_person(out.key("older"), *older);
    out.member("merged_at", one.merged_at.text()).member("reason", one.reason);
    CHARTA_TRY(const auto item, comparison_of(desk, request, one.newer, one.older));
    if (item.is_set()) out.member("item", item.text());
    out.end_object();
    ++total;
  }
  out.end_array().member("total", total).end_object();
  return http::json_response(std::move(text));
}

}  // namespace

void add_index_figures_routes(Routes& routes) {
  routes
      .read("/api/index/figures", "The duplicate error rate now, and the creation rate of a period", "read-worklists",
            "IndexFigures", figures)
      .read("/api/index/new-duplicates", "The records of a period that were registered though the person had one", "read-record",
            "NewDuplicates", new_duplicates);
}

}  // namespace charta::desk_api
