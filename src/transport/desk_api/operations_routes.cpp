// SPDX-License-Identifier: Apache-2.0
// The task centre, partners and their outbox, rule packs, and the stream that says when a count moved.
#include "base/text.hpp"
#include "transport/desk_api/desk.hpp"

namespace charta::desk_api {
namespace {

using http::Request;
using http::Response;

/// Seconds left by the pace so far; nothing before there is a pace.
std::optional<std::int64_t> seconds_left(const jobs::Job& job, Instant now) {
  if (job.state != jobs::JobState::running || !job.started_at || job.done <= 0 || job.total <= job.done) return std::nullopt;
  const auto spent = (now - *job.started_at).count();
  return spent * (job.total - job.done) / job.done / 1000;
}

void write_job(json::Writer& out, const Desk& desk, const access::Actor& actor, const jobs::Job& job) {
  const bool live = job.state == jobs::JobState::waiting || job.state == jobs::JobState::running;
  const bool may = actor.may(access::Permission::manage_jobs);
  out.begin_object().member("id", job.id.text()).member("kind", job.kind).member("title", title_of(job.kind));
  out.member("state", jobs::state_code(job.state))
      .member("done", job.done)
      .member("total", job.total)
      .member("message", job.message);
  out.member("attempts", job.attempts).member("created_at", job.created_at.text());
  member(out, "started_at", job.started_at);
  member(out, "ended_at", job.ended_at);
  if (const auto left = seconds_left(job, desk.clock.now())) out.member("eta_seconds", *left);
  out.member("may_cancel", may && live).member("may_retry", may && job.state == jobs::JobState::failed).end_object();
}

Result<Response> list_jobs(const Desk& desk, const Request& request) {
  const std::string kind = request.parameter("kind").value_or("");
  CHARTA_TRY(const auto list,
             desk.store.read([&](store::Reader& reader) { return desk.jobs.list(reader, kind, limit_of(request, 100, 500)); }));
  std::string body;
  json::Writer out(body);
  out.begin_object().member("total", static_cast<std::int64_t>(list.size())).key("items").begin_array();
  for (const auto& job : list) write_job(out, desk, request.actor, job);
  out.end_array().end_object();
  return http::json_response(std::move(body));
}

Result<Response> cancel_job(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<JobId>(request, 0));
  CHARTA_TRY_DO(desk.jobs.cancel(id));
  return http::no_content();
}

Result<Response> retry_job(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<JobId>(request, 0));
  CHARTA_TRY_DO(desk.jobs.retry(id));
  return http::no_content();
}

/// Jobs that a person may start by hand; the others are started by what they follow.
bool is_startable(std::string_view kind) {
  return kind == "reconcile" || kind == "scrub" || kind == "chase";
}

Result<Response> start_job(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  jobs::NewJob job;
  CHARTA_TRY(job.kind, body.required("kind"));
  if (!is_startable(job.kind)) return fail(ErrorKind::business_rule, "'" + job.kind + "' cannot be started by hand", "kind");
  job.subject = 1;  // one waiting run of a kind is enough
  CHARTA_TRY(const auto id, desk.store.write([&](store::UnitOfWork& work) { return desk.jobs.add(work, job); }));
  desk.jobs.wake();
  std::string answer;
  json::Writer(answer).begin_object().member("id", id.text()).end_object();
  return http::json_response(std::move(answer), 201);
}

void write_partner(json::Writer& out, const partners::Partner& partner) {
  out.begin_object().member("id", partner.id.text()).member("name", partner.name).member("application", partner.application);
  out.member("facility_name", partner.facility_name)
      .member("default_assigner", partner.default_assigner)
      .member("zone", partner.zone);
  out.member("charset", partner.charset)
      .member("endpoint", partner.endpoint)
      .member("tls", partner.tls)
      .member("enabled", partner.enabled);
  out.key("wants").begin_array();
  for (const auto& what : partner.wants) out.string(what);
  out.end_array().member("version", partner.version).end_object();
}

Result<Response> list_partners(const Desk& desk, const Request&) {
  CHARTA_TRY(const auto list, desk.partners.list());
  std::string body;
  json::Writer out(body);
  out.begin_object().member("total", static_cast<std::int64_t>(list.size())).key("items").begin_array();
  for (const auto& partner : list) write_partner(out, partner);
  out.end_array().end_object();
  return http::json_response(std::move(body));
}

Result<Response> save_partner(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  partners::Partner partner;
  partner.id = PartnerId::parse(body.text("id")).value_or(PartnerId());
  CHARTA_TRY(partner.name, body.required("name"));
  partner.application = body.text("application");
  partner.facility_name = body.text("facility_name");
  partner.default_assigner = body.text("default_assigner");
  if (const auto zone = body.text("zone"); !zone.empty()) {
    CHARTA_TRY(const auto known, TimeZone::open(zone));
    partner.zone = known.name();
  }
  partner.charset = body.text("charset");
  partner.endpoint = body.text("endpoint");
  partner.tls = body.flag("tls");
  partner.enabled = !body.value("enabled") || body.flag("enabled");
  partner.wants = body.texts("wants");
  partner.version = body.integer("version").value_or(0);
  CHARTA_TRY(const auto saved, desk.partners.save(request.actor, partner));
  std::string answer;
  json::Writer out(answer);
  write_partner(out, saved);
  return http::json_response(std::move(answer));
}

std::string_view outbox_state(partners::OutboxState state) {
  static constexpr std::string_view names[] = {"waiting", "in_flight", "accepted", "refused", "failed", "cancelled"};
  return names[static_cast<std::size_t>(state)];
}

Result<Response> list_outbox(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto list, desk.partners.outbox(request.actor, std::nullopt, limit_of(request, 100, 500)));
  CHARTA_TRY(const auto names, desk.partners.list());
  const auto name_of = [&](PartnerId id) {
    for (const auto& partner : names)
      if (partner.id == id) return partner.name;
    return std::string();
  };
  std::string body;
  json::Writer out(body);
  out.begin_object().member("total", static_cast<std::int64_t>(list.size())).key("items").begin_array();
  for (const auto& message : list) {
    out.begin_object()
        .member("id", print_key(message.key))
        .member("partner", name_of(message.partner))
        .member("control_id", message.control_id);
    out.member("state", outbox_state(message.state))
        .member("attempts", message.attempts)
        .member("created_at", message.created_at.text());
    out.member("next_attempt_at", message.next_attempt_at.text());
    member_unless_empty(out, "problem", message.problem);
    out.end_object();
  }
  out.end_array().end_object();
  return http::json_response(std::move(body));
}

template <class Act>
Handler on_outbox(Act act) {
  return [act](const Desk& desk, const Request& request) -> Result<Response> {
    const auto key = parse_key(request.captured.at(0));
    if (!key) return fail(ErrorKind::not_found, "there is no such message in the outbox");
    CHARTA_TRY_DO(act(desk, request.actor, *key));
    return http::no_content();
  };
}

Result<Response> list_rules(const Desk& desk, const Request&) {
  const Date today = desk.clock.now().utc_date();
  std::string body;
  json::Writer out(body);
  out.begin_object().member("total", static_cast<std::int64_t>(desk.rules.rules().size())).key("items").begin_array();
  for (const auto& rule : desk.rules.rules()) {
    out.begin_object()
        .member("id", rule.id)
        .member("version", rule.version)
        .member("title", rule.title)
        .member("citation", rule.citation);
    out.member("jurisdiction", rule.jurisdiction).member("url", rule.url).member("effective_from", rule.effective_from.text());
    if (rule.effective_to) out.member("effective_to", rule.effective_to->text());
    out.member("verified", rule.verified);
    if (rule.verified_on) out.member("verified_on", rule.verified_on->text());
    if (rule.review_by) out.member("review_by", rule.review_by->text());
    out.member("amber", rule.review_by && *rule.review_by < today);
    out.member("message_to_clerk", rule.message_to_clerk)
        .key("parameters")
        .raw(rule.parameters.empty() ? "{}" : rule.parameters)
        .end_object();
  }
  out.end_array().end_object();
  return http::json_response(std::move(body));
}

Result<Response> events(const Desk&, const Request&) {
  Response response;
  response.content_type = "text/event-stream";
  return response;
}

}  // namespace

void add_operations_routes(Routes& routes) {
  routes.read("/api/jobs", "The task centre", "read-worklists", "Jobs", list_jobs)
      .write("POST", "/api/jobs", "Start a job", "manage-jobs", "NewJob", "Started", start_job)
      .write("POST", "/api/jobs/{id}/cancel", "Cancel a job", "manage-jobs", "", "", cancel_job)
      .write("POST", "/api/jobs/{id}/retry", "Retry a failed job", "manage-jobs", "", "", retry_job)
      .read("/api/partners", "Senders and receivers", "read-messages", "Partners", list_partners)
      .write("POST", "/api/partners", "Add or change a partner", "manage-partners", "Partner", "Partner", save_partner)
      .read("/api/outbox", "What waits to be sent", "read-messages", "OutboxMessages", list_outbox)
      .write("POST", "/api/outbox/{id}/retry", "Send again now", "send-messages", "", "",
             on_outbox(
                 [](const Desk& desk, const access::Actor& actor, std::int64_t key) { return desk.partners.retry(actor, key); }))
      .write("POST", "/api/outbox/{id}/cancel", "Do not send", "send-messages", "", "",
             on_outbox(
                 [](const Desk& desk, const access::Actor& actor, std::int64_t key) { return desk.partners.cancel(actor, key); }))
      .read("/api/rules", "Rule packs with their citations", "", "Rules", list_rules)
      .stream("/api/events", "Server-sent events: counts moved", events);
}

}  // namespace charta::desk_api
