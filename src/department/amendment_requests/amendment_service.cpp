// SPDX-License-Identifier: Apache-2.0
// How a request is received and shown, and where an entry leads to it.
#include "department/amendment_requests/amendment_service.hpp"

#include "base/digest.hpp"
#include "base/text.hpp"
#include "formats/pdf/text_flow.hpp"

#include <algorithm>

namespace charta::amendment_requests {
namespace {

using access::Actor;
using access::Permission;

constexpr std::int64_t most_listed = 500, most_in_a_period = 20'000;

Error no_such_request(AmendmentId id) {
  return fail(ErrorKind::not_found, "there is no request for amendment " + id.text());
}

bool is_of(const std::vector<PatientId>& records, PatientId patient) {
  return std::find(records.begin(), records.end(), patient) != records.end();
}

/// What a list shows; it names no document, for who sees the list may not see that.
std::string item_detail(const Amendment& request) {
  std::string text;
  json::Writer(text)
      .begin_object()
      .member("title", "Asked on " + request.received_on.text())
      .member("request", request.id.text())
      .end_object();
  return text;
}

}  // namespace

Result<std::vector<AskedAuthor>> AmendmentService::authors(const Actor& actor) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  return questions_.authors();
}

Result<bool> AmendmentService::shows(store::Reader& reader, const access::Visibility& visibility, Amendment& request) {
  if (!visibility.sees(request.facility, request.sensitivity, request.patient)) return false;
  CHARTA_TRY(const auto records, index_.expand(reader, request.patient));
  for (auto& one : request.documents) {
    CHARTA_TRY(const auto stored, resources_.load(reader, one.document));
    one.is_elsewhere = !stored || stored->deleted || !is_of(records, stored->patient);
    if (one.is_elsewhere)
      one.title.clear(), one.quote.clear();
    else if (!visibility.sees(stored->facility, stored->sensitivity, stored->patient))
      return false;
    else
      one.is_withheld = (stored->sensitivity & static_cast<access::SensitivityMask>(access::Sensitivity::quarantined)) != 0;
  }
  return true;
}

Result<std::vector<Amendment>> AmendmentService::shown(store::Reader& reader, const Actor& actor,
                                                       std::vector<Amendment> requests) {
  std::vector<Amendment> seen;
  for (auto& one : requests) {
    CHARTA_TRY(const auto is_seen, shows(reader, actor.visibility, one));
    if (is_seen) seen.push_back(std::move(one));
  }
  return seen;
}

Result<Amendment> AmendmentService::require(store::Reader& reader, const Actor& actor, AmendmentId id) {
  CHARTA_TRY(auto request, rows_.find(reader, id));
  if (!request) return no_such_request(id);
  CHARTA_TRY(const auto is_seen, shows(reader, actor.visibility, *request));
  if (!is_seen) return no_such_request(id);
  return std::move(*request);
}

Result<AmendmentDocument> AmendmentService::document_of(store::Reader& reader, const Actor& actor,
                                                        const std::vector<PatientId>& records, const DocumentName& name,
                                                        Role role) {
  if (name.type != "DocumentReference" && name.type != "DiagnosticReport")
    return fail(ErrorKind::invalid, "a request is about documents and reports", "documents");
  CHARTA_TRY(const auto stored, resources_.load(reader, name.type, name.id));
  const bool is_seen =
      stored && !stored->deleted && actor.visibility.sees(stored->facility, stored->sensitivity, stored->patient);
  if (!is_seen) return fail(ErrorKind::not_found, "there is no document " + name.id + " in this chart", "documents");
  if (!is_of(records, stored->patient))
    return fail(ErrorKind::business_rule, "document " + name.id + " stands in another chart", "documents");
  CHARTA_TRY(const auto parsed, json::Document::parse(stored->json));
  const auto line = chart::entry_of(parsed.root(), clock_.now());
  AmendmentDocument one;
  one.role = role;
  one.resource_type = stored->type;
  one.fhir_id = stored->id;
  one.document = stored->key;
  one.title = line.title;
  one.at = line.at;
  one.version = stored->version;
  one.quote = stripped(name.quote.substr(0, 2000));
  return one;
}

Result<WorkItemId> AmendmentService::open_item(store::UnitOfWork& work, const Actor& actor, const Amendment& request,
                                               const std::string& state) {
  worklists::NewWorkItem item;
  item.kind = amendment_machine().kind;
  item.subject_type = "Patient";
  item.subject = request.patient.key();
  item.patient = request.patient;
  item.due_at = request.due_at;
  item.clock_basis = "received";
  item.rule = rules_.clock.rule;
  item.detail = item_detail(request);
  item.facility = request.facility;
  item.sensitivity = request.sensitivity;
  item.state = state;
  CHARTA_TRY(const auto opened, worklists_.open(work, actor, item));
  return opened.id;
}

Result<Amendment> AmendmentService::receive(const Actor& actor, NewAmendment asked, const std::vector<DocumentName>& disputed) {
  CHARTA_TRY_DO(access::require(actor, Permission::produce_records));
  if (actor.kind != Actor::Kind::person) return fail(ErrorKind::business_rule, "a request is entered by a person");
  asked.wanted = stripped(asked.wanted), asked.because = stripped(asked.because), asked.asked_by = stripped(asked.asked_by);
  CHARTA_TRY_DO(check_new(asked, zone_.local_date(clock_.now())));
  CHARTA_TRY_DO(index_.banner(actor, asked.patient));
  Amendment request;
  static_cast<NewAmendment&>(request) = asked;
  request.id = keys_.next<AmendmentId>();
  request.state = std::string(amendment_machine().initial);
  request.entered_by = actor.author.user;
  request.entered_at = clock_.now();
  request.rule = rules_.clock.rule;
  request.due_at = due_of(request, rules_.clock, zone_);
  return store_.write([&](store::UnitOfWork& work) -> Result<Amendment> {
    auto made = request;
    CHARTA_TRY(const auto patient, resources_.load(work, ResourceId(asked.patient.key())));
    if (!patient || patient->deleted) return fail(ErrorKind::not_found, "there is no such patient", "patient");
    made.facility = patient->facility, made.sensitivity = patient->sensitivity;
    CHARTA_TRY(const auto records, index_.expand(work, made.patient));
    made.documents.clear();
    for (const auto& name : disputed) {
      CHARTA_TRY(auto one, document_of(work, actor, records, name, Role::disputed));
      made.documents.push_back(std::move(one));
    }
    CHARTA_TRY(made.item, open_item(work, actor, made, {}));
    CHARTA_TRY_DO(rows_.add(work, made));
    for (const auto& one : made.documents) {
      CHARTA_TRY_DO(rows_.link(work, made.id, one, made.entered_by, made.entered_at));
    }
    CHARTA_TRY_DO(record(work, actor, made, ledger::Act::created, "received", made.wanted + "\n" + made.because));
    return made;
  });
}

Result<AmendmentView> AmendmentService::view(const Actor& actor, AmendmentId id) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  return store_.read([&](store::Reader& reader) -> Result<AmendmentView> {
    AmendmentView view;
    CHARTA_TRY(view.request, require(reader, actor, id));
    CHARTA_TRY(view.letters, rows_.letters(reader, id));
    view.last_day = last_day_of(view.request, rules_.clock);
    return view;
  });
}

Result<AmendmentView> AmendmentService::of_item(const Actor& actor, WorkItemId item) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  CHARTA_TRY(const auto request, store_.read([&](store::Reader& reader) { return rows_.of_item(reader, item); }));
  if (!request) return fail(ErrorKind::not_found, "there is no request for amendment behind item " + item.text());
  return view(actor, request->id);
}

Result<std::vector<Amendment>> AmendmentService::of_patient(const Actor& actor, PatientId patient) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  CHARTA_TRY_DO(index_.banner(actor, patient));
  return store_.read([&](store::Reader& reader) -> Result<std::vector<Amendment>> {
    CHARTA_TRY(const auto records, index_.expand(reader, patient));
    std::vector<Amendment> all;
    for (const auto record : records) {
      CHARTA_TRY(auto some, rows_.of_patient(reader, record));
      std::move(some.begin(), some.end(), std::back_inserter(all));
    }
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return b.id < a.id; });
    return shown(reader, actor, std::move(all));
  });
}

Result<std::vector<Amendment>> AmendmentService::open(const Actor& actor) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  return store_.read([&](store::Reader& reader) -> Result<std::vector<Amendment>> {
    CHARTA_TRY(auto all, rows_.open(reader, most_listed));
    return shown(reader, actor, std::move(all));
  });
}

Result<AmendmentService::Period> AmendmentService::period(const Actor& actor, Date from, Date until) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  Period period;
  CHARTA_TRY(period.requests, store_.read([&](store::Reader& reader) -> Result<std::vector<Amendment>> {
    CHARTA_TRY(auto all, rows_.received_between(reader, from, until, most_in_a_period));
    return shown(reader, actor, std::move(all));
  }));
  period.figures = figures_of(period.requests, rules_.clock, zone_, clock_.now());
  return period;
}

Result<std::string> AmendmentService::letter_pdf(const Actor& actor, AmendmentLetterId id) {
  CHARTA_TRY_DO(access::require(actor, Permission::produce_records));
  CHARTA_TRY(const auto letter, store_.read([&](store::Reader& reader) { return rows_.letter(reader, id); }));
  if (!letter) return fail(ErrorKind::not_found, "there is no letter " + id.text());
  CHARTA_TRY(const auto found, view(actor, letter->request));
  CHARTA_TRY_DO(store_.write([&](store::UnitOfWork& work) {
    return record(work, actor, found.request, ledger::Act::printed, letter->kind, letter->body);
  }));
  pdf::FlowStyle style;
  style.heading = letter->title;
  style.detail = zone_.local_date(letter->made_at).text() + "  " + id.text();
  return pdf::printed(pdf::laid_out(letter->body, style), style.paper, "Letter of the records department");
}

Result<std::vector<AmendmentLink>> AmendmentService::linked_amendments(const Actor& actor, std::string_view type,
                                                                       std::string_view id) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  CHARTA_TRY(const auto stored, resources_.read(actor, type, id));
  return store_.read([&](store::Reader& reader) -> Result<std::vector<AmendmentLink>> {
    CHARTA_TRY(auto requests, rows_.of_document(reader, stored.key));
    std::vector<AmendmentLink> links;
    for (auto& request : requests) {
      CHARTA_TRY(const auto records, index_.expand(reader, request.patient));
      if (request.state == "withdrawn" || !is_of(records, stored.patient)) continue;
      AmendmentLink link;
      for (const auto& one : request.documents)
        if (one.document == stored.key) link.role = one.role;
      CHARTA_TRY(link.is_shown, shows(reader, actor.visibility, request));
      link.request = std::move(request);
      links.push_back(std::move(link));
    }
    return links;
  });
}

Result<std::set<ResourceId>> AmendmentService::linked_documents(store::Reader& reader, PatientId patient) {
  std::set<ResourceId> all;
  CHARTA_TRY(const auto records, index_.expand(reader, patient));
  for (const auto record : records) {
    CHARTA_TRY(auto some, rows_.linked_documents(reader, record));
    all.merge(some);
  }
  return all;
}

/// The requests that go along with a document, as its patient's.
Result<std::vector<Amendment>> AmendmentService::along(store::Reader& reader, ResourceId document) {
  std::vector<Amendment> going;
  CHARTA_TRY(auto requests, rows_.of_document(reader, document));
  if (requests.empty()) return going;
  CHARTA_TRY(const auto stored, resources_.load(reader, document));
  for (auto& request : requests) {
    CHARTA_TRY(const auto records, index_.expand(reader, request.patient));
    const bool is_theirs = stored && !stored->deleted && is_of(records, stored->patient);
    if (is_theirs && goes_with_disclosures(request, rules_.disclosures)) going.push_back(std::move(request));
  }
  return going;
}

Result<bool> AmendmentService::has_what_goes_along(store::Reader& reader, ResourceId document) {
  CHARTA_TRY(const auto going, along(reader, document));
  return std::any_of(going.begin(), going.end(), [&](const Amendment& request) {
    return std::any_of(request.documents.begin(), request.documents.end(),
                       [&](const auto& one) { return one.document == document && one.role == Role::disputed; });
  });
}

Result<std::vector<std::string>> AmendmentService::goes_along(store::Reader& reader, ResourceId document,
                                                              const access::Visibility& visibility) {
  std::vector<std::string> texts;
  CHARTA_TRY(auto going, along(reader, document));
  for (auto& request : going) {
    CHARTA_TRY(const auto is_seen, shows(reader, visibility, request));
    if (!is_seen)
      return fail(ErrorKind::forbidden,
                  "a request to amend goes along with a document of this set, and is about more than you may see: somebody who "
                  "may see all of the request makes this set",
                  "documents");
    texts.push_back(appended_text(request, rules_.grounds, document));
  }
  return texts;
}

}  // namespace charta::amendment_requests
