// SPDX-License-Identifier: Apache-2.0
#include "department/patient_index/patient_index_service.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "department/patient_index/name_agreement.hpp"
#include "department/patient_index/survivorship.hpp"

namespace charta::patient_index {
namespace {

constexpr std::int64_t links_lock = 0x6c696e6b73;  // of the patient index
constexpr int longest_chain = 64;                  // merges of merged records; links never make a circle

bool same_identifier(const Identifier& a, const Identifier& b) { return a.assigner == b.assigner && a.value == b.value; }
bool same_name(const Name& a, const Name& b) { return a.family == b.family && a.given == b.given && a.middle == b.middle && a.suffix == b.suffix; }

/// What a record no longer says stays findable: old numbers and names become former ones.
void keep_what_was(Person& person, const Person& before) {
  auto& who = person.record.who;
  for (std::size_t i = 0; i < before.record.who.identifiers.size(); ++i) {
    const auto& old = before.record.who.identifiers[i];
    const bool still = std::any_of(who.identifiers.begin(), who.identifiers.end(), [&](const Identifier& id) { return same_identifier(id, old); });
    if (still) continue;
    who.identifiers.push_back(old);
    person.identifier_status.emplace_back("former");
  }
  for (auto old : before.record.who.names) {
    const bool still = std::any_of(who.names.begin(), who.names.end(), [&](const Name& name) { return same_name(name, old); });
    if (still) continue;
    if (old.use == NameUse::current) old.use = NameUse::former;
    who.names.push_back(std::move(old));
  }
}

std::vector<std::string> statuses_of(json::Value patient, const Demographics& who) {
  std::vector<std::string> statuses(who.identifiers.size(), "current");
  for (const auto identifier : patient["identifier"]) {
    if (identifier["use"].text() != "old") continue;
    for (std::size_t i = 0; i < who.identifiers.size(); ++i) {
      if (who.identifiers[i].assigner == identifier["system"].text() && who.identifiers[i].value == trimmed(identifier["value"].text())) statuses[i] = "former";
    }
  }
  return statuses;
}

PatientHit hit_of(const Person& person) {
  const auto& who = person.record.who;
  PatientHit hit;
  hit.patient = person.record.patient;
  hit.fhir_id = person.fhir_id;
  hit.name = person.display_name;
  hit.birth_date = who.birth_date ? who.birth_date->text() : who.birth_text;
  hit.sex = who.sex;
  hit.address = who.address;
  hit.phone = who.phone;
  hit.deceased = who.deceased;
  hit.overlay_flag = person.record.overlay_flag;
  hit.review_flag = person.record.review_flag;
  for (const auto& name : who.names) {
    if (name.use != NameUse::current) hit.former_names.push_back(display_name(name));
  }
  for (std::size_t i = 0; i < who.identifiers.size(); ++i) {
    const auto& id = who.identifiers[i];
    const std::string& status = person.identifier_status[i];
    if (id.type == "SS") continue;  // shown nowhere by default
    hit.numbers.push_back({id.value, id.assigner, id.type, status});
    if (hit.mrn.empty() && is_record_number(id.type) && status == "current") {
      hit.mrn = id.value;
      hit.assigner = id.assigner;
    }
  }
  return hit;
}

}  // namespace

PatientIndexService::PatientIndexService(store::Store& store, resources::ResourceService& resources, ledger::Ledger& ledger,
                                         const happenings::Bus& bus, const Clock& clock, KeySource& keys, Weights weights)
    : store_(store), resources_(resources), ledger_(ledger), bus_(bus), clock_(clock), keys_(keys), weights_(std::move(weights)) {}

Result<void> PatientIndexService::on_resource_changed(store::UnitOfWork& work, const happenings::ResourceChanged& changed) {
  if (changed.type != "Patient") return {};
  const PatientId patient(changed.resource.key());
  CHARTA_TRY(const auto resource, resources_.load(work, changed.resource));
  if (!resource) return fail(ErrorKind::internal, "patient " + patient.text() + " was written and cannot be read in its own unit");
  std::optional<Person> before;
  if (changed.version > 1) {
    CHARTA_TRY(before, store_of_index_.person(work, patient));
  }
  Person person;
  if (changed.deleted || resource->deleted) {
    if (!before) return {};
    person = *before;
    person.deleted = true;
  } else {
    CHARTA_TRY(const auto document, json::Document::parse(resource->json));
    person.record.who = demographics_of(document.root());
    person.identifier_status = statuses_of(document.root(), person.record.who);
    if (before) keep_what_was(person, *before);
  }
  person.record.patient = patient;
  person.record.version = before ? before->record.version + 1 : 1;
  person.record.facility = resource->facility;
  person.record.sensitivity = resource->sensitivity;
  person.fhir_id = resource->id;
  if (before) {
    person.record.overlay_flag = before->record.overlay_flag;
    person.record.review_flag = before->record.review_flag;
    person.link_epoch = before->link_epoch;
  }
  const Name* name = person.record.who.current_name();
  person.display_name = name != nullptr ? display_name(*name) : "";
  CHARTA_TRY_DO(store_of_index_.save(work, person, before, clock_.now()));
  if (!before) return bus_.post(work, happenings::PatientRegistered{patient});
  return bus_.post(work, happenings::PatientChanged{patient});
}

Result<Identification> PatientIndexService::identify(store::Reader& reader, const Demographics& received, Date today, Purpose purpose) const {
  Identification answer;
  std::vector<Person> persons;
  for (const auto& identifier : received.identifiers) {
    if (!is_record_number(identifier.type) || identifier.assigner.empty()) continue;
    CHARTA_TRY(auto holders, store_of_index_.holders(reader, identifier));
    for (auto& holder : holders) {
      const bool known = std::any_of(persons.begin(), persons.end(), [&](const Person& one) { return one.record.patient == holder.record.patient; });
      if (!known) persons.push_back(std::move(holder));
    }
  }
  for (const auto& person : persons) answer.candidates.push_back(person.record);
  answer.verdict = patient_index::identify(received, answer.candidates, today, purpose);
  for (const auto& person : persons) {
    if (person.record.patient == answer.verdict.patient) answer.fhir_id = person.fhir_id;
  }
  return answer;
}

Result<bool> PatientIndexService::still_holds(store::Reader& reader, const Demographics& received, const Identification& identification) const {
  if (identification.candidates.size() == 1 && identification.verdict.kind != Verdict::Kind::none) {
    // The common case in one look: the one holder has not changed. A number newly given to a second record changes that record, not
    // this one, so the holders are read again only when several numbers were received.
    const auto numbers = std::count_if(received.identifiers.begin(), received.identifiers.end(), [](const Identifier& id) { return is_record_number(id.type); });
    if (numbers == 1) {
      CHARTA_TRY(const auto holders, store_of_index_.holders(reader, *std::find_if(received.identifiers.begin(), received.identifiers.end(), [](const Identifier& id) {
                   return is_record_number(id.type);
                 })));
      return holders.size() == 1 && holders.front().record.patient == identification.candidates.front().patient &&
             holders.front().record.version == identification.candidates.front().version;
    }
  }
  CHARTA_TRY(const auto now, identify(reader, received, Date(), Purpose::file));
  if (now.candidates.size() != identification.candidates.size()) return false;
  return std::equal(now.candidates.begin(), now.candidates.end(), identification.candidates.begin(),
                    [](const CandidateRecord& a, const CandidateRecord& b) { return a.patient == b.patient && a.version == b.version; });
}

Result<bool> PatientIndexService::is_news(store::Reader& reader, PatientId patient, std::string_view source, Instant at) const {
  CHARTA_TRY(const auto last, store_of_index_.last_event(reader, patient, source));
  return !last || at >= *last;
}

Result<void> PatientIndexService::remember_event(store::UnitOfWork& work, PatientId patient, std::string_view source, Instant at) const {
  return store_of_index_.save_event(work, patient, source, at);
}

Result<void> PatientIndexService::add_survivor(store::Reader& reader, PatientHit& hit) const {
  CHARTA_TRY(const auto survivor, survivor_of(reader, hit.patient));
  if (survivor != hit.patient) hit.merged_into = survivor;
  return {};
}

Result<Person> PatientIndexService::as_shown(store::Reader& reader, const access::Actor& actor, Person person) const {
  if (person.link_epoch == 0) return person;  // never linked
  CHARTA_TRY(const auto links, store_of_index_.open_links(reader, person.record.patient));
  for (const Link& link : links) {
    if (link.survivor != person.record.patient || link.kind == LinkKind::link) continue;
    CHARTA_TRY(auto absorbed, store_of_index_.person(reader, link.absorbed));
    if (!absorbed || absorbed->deleted) continue;
    const auto& record = absorbed->record;
    if (!actor.visibility.sees(record.facility, record.sensitivity, record.patient)) continue;
    CHARTA_TRY(const auto below, as_shown(reader, actor, std::move(*absorbed)));
    CHARTA_TRY(const auto document, json::Document::parse(link.choices.empty() ? "{}" : link.choices));
    CHARTA_TRY(const auto choices, parse_choices(document.root()));
    person.record.who = survivor_shown(person.record.who, below.record.who, choices);
  }
  const Name* name = person.record.who.current_name();
  person.display_name = name != nullptr ? display_name(*name) : "";
  return person;
}

Result<std::optional<PatientHit>> PatientIndexService::hit(store::Reader& reader, PatientId patient) const {
  CHARTA_TRY(const auto person, store_of_index_.person(reader, patient));
  if (!person || person->deleted) return std::optional<PatientHit>();
  PatientHit hit = hit_of(*person);
  hit.restricted = (person->record.sensitivity & resources_.security_labels().of_the_whole_record()) != 0;
  CHARTA_TRY_DO(add_survivor(reader, hit));
  return std::optional<PatientHit>(std::move(hit));
}

std::optional<PatientHit> PatientIndexService::shown(const access::Actor& actor, const Person& person) const {
  if (person.deleted) return std::nullopt;
  const auto& labels = resources_.security_labels();
  const auto& record = person.record;
  PatientHit hit = hit_of(person);
  hit.restricted = (record.sensitivity & labels.of_the_whole_record()) != 0;
  if (actor.visibility.sees(record.facility, record.sensitivity, record.patient)) return hit;
  const bool may_open = actor.may(access::Permission::break_glass);
  if (!may_open || !actor.visibility.sees(record.facility, record.sensitivity & ~labels.announced(), record.patient)) return std::nullopt;
  PatientHit closed;
  closed.patient = hit.patient;
  closed.name = std::move(hit.name);
  closed.birth_date = std::move(hit.birth_date);
  closed.sex = std::move(hit.sex);
  closed.mrn = std::move(hit.mrn);
  closed.assigner = std::move(hit.assigner);
  closed.restricted = closed.closed = true;
  return closed;
}

Result<PatientHit> PatientIndexService::banner(const access::Actor& actor, PatientId patient) const {
  CHARTA_TRY_DO(access::require(actor, access::Permission::read_record));
  return store_.read([&](store::Reader& reader) -> Result<PatientHit> {
    CHARTA_TRY(auto person, store_of_index_.person(reader, patient));
    if (person) {
      CHARTA_TRY(*person, as_shown(reader, actor, std::move(*person)));
    }
    auto seen = person ? shown(actor, *person) : std::nullopt;
    if (!seen) return fail(ErrorKind::not_found, "no patient record " + patient.text());
    if (seen->closed) return fail(ErrorKind::forbidden, "record " + patient.text() + " is restricted; break the glass when you need it now");
    CHARTA_TRY_DO(add_survivor(reader, *seen));
    return std::move(*seen);
  });
}

Result<std::vector<PatientHit>> PatientIndexService::banners(const access::Actor& actor, const std::vector<PatientId>& patients) const {
  CHARTA_TRY_DO(access::require(actor, access::Permission::read_record));
  std::vector<PatientId> wanted;
  for (const PatientId patient : patients)
    if (patient.is_set()) wanted.push_back(patient);
  std::sort(wanted.begin(), wanted.end());
  wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
  if (wanted.empty()) return std::vector<PatientHit>();
  CHARTA_TRY(const auto persons, store_.read([&](store::Reader& reader) -> Result<std::vector<Person>> {
    CHARTA_TRY(auto found, store_of_index_.persons(reader, wanted));
    for (Person& person : found) {
      CHARTA_TRY(person, as_shown(reader, actor, std::move(person)));
    }
    return found;
  }));
  std::vector<PatientHit> hits;
  for (const Person& person : persons) {
    auto seen = shown(actor, person);
    if (seen && !seen->closed) hits.push_back(std::move(*seen));
  }
  return hits;
}

Result<void> PatientIndexService::guard_write(const access::Actor&, json::Value before, json::Value after) const {
  if (!after) return {};  // a deletion is no change of a link
  const auto text_of = [](json::Value patient) { return patient["link"] ? json::write(patient["link"]) : std::string(); };
  if (text_of(before) == text_of(after)) return {};
  return fail(ErrorKind::business_rule, "Patient.link is kept by the patient index; link the records there (a merge message, or the desk)",
              "Patient.link");
}

Result<void> PatientIndexService::link(const access::Actor& actor, PatientId survivor, PatientId absorbed, std::string_view reason) {
  CHARTA_TRY_DO(access::require(actor, access::Permission::link_patients));
  const LinkAct act{std::string(reason), LinkKind::merge, {}, {}, {}};
  return store_.write([&](store::UnitOfWork& work) { return link(work, actor, survivor, absorbed, act); });
}

Result<void> PatientIndexService::unlink(const access::Actor& actor, PatientId survivor, PatientId absorbed, std::string_view reason) {
  CHARTA_TRY_DO(access::require(actor, access::Permission::link_patients));
  const LinkAct act{std::string(reason), LinkKind::merge, {}, {}, {}};
  return store_.write([&](store::UnitOfWork& work) { return unlink(work, actor, survivor, absorbed, act); });
}

Result<void> PatientIndexService::link(store::UnitOfWork& work, const access::Actor& actor, PatientId survivor, PatientId absorbed,
                                       const LinkAct& act) {
  CHARTA_TRY_DO(begin_link(work, survivor, absorbed, act));
  CHARTA_TRY_DO(note_link(work, actor, survivor, absorbed, act, true));
  return bus_.post(work, happenings::PatientsLinked{survivor, absorbed, std::string(link_kind_code(act.kind)), act.reason, act.told_by});
}

Result<void> PatientIndexService::unlink(store::UnitOfWork& work, const access::Actor& actor, PatientId survivor, PatientId absorbed,
                                         const LinkAct& act) {
  CHARTA_TRY(const auto ended, end_link(work, survivor, absorbed, act));
  CHARTA_TRY_DO(note_link(work, actor, ended.survivor, ended.absorbed, act, false));
  return bus_.post(work, happenings::PatientsUnlinked{ended.survivor, ended.absorbed, std::string(link_kind_code(ended.kind)), act.reason,
                                                      act.told_by});
}

Result<void> PatientIndexService::begin_link(store::UnitOfWork& work, PatientId survivor, PatientId absorbed, const LinkAct& act) {
  CHARTA_TRY_DO(check_both(work, survivor, absorbed));
  // Links are few and a circle of them is made by two at once: they wait for each other.
  CHARTA_TRY_DO(work.lock(links_lock));
  CHARTA_TRY(const auto group, expand(work, survivor));
  if (std::find(group.begin(), group.end(), absorbed) != group.end()) {
    return fail(ErrorKind::business_rule, "patient records " + survivor.text() + " and " + absorbed.text() + " are linked already");
  }
  return store_of_index_.add_link(work, {keys_.next_key(), survivor, absorbed, clock_.now(), {}, act.reason, {}, act.kind, act.choices});
}

Result<Link> PatientIndexService::end_link(store::UnitOfWork& work, PatientId one, PatientId other, const LinkAct& act) {
  CHARTA_TRY_DO(check_both(work, one, other));
  CHARTA_TRY_DO(work.lock(links_lock));
  CHARTA_TRY(const auto open, store_of_index_.open_links(work, one));
  const auto found = std::find_if(open.begin(), open.end(), [&](const Link& link) { return link.survivor == other || link.absorbed == other; });
  if (found == open.end())
    return fail(ErrorKind::business_rule, "patient records " + one.text() + " and " + other.text() + " are not linked with each other");
  CHARTA_TRY_DO(store_of_index_.end_link(work, found->survivor, found->absorbed, act.at.value_or(clock_.now()), act.reason));
  return *found;
}

Result<void> PatientIndexService::note_link(store::UnitOfWork& work, const access::Actor& actor, PatientId survivor, PatientId absorbed,
                                            const LinkAct& act, bool begins) {
  for (const auto patient : {survivor, absorbed}) {
    CHARTA_TRY_DO(store_of_index_.raise_link_epoch(work, patient));
    ledger::Entry entry{begins ? ledger::Act::linked : ledger::Act::unlinked, "Patient", patient.key(), 0, patient, act.reason, {}, {}};
    CHARTA_TRY_DO(ledger_.record(work, actor.author, entry));
  }
  return {};
}

Result<void> PatientIndexService::check_both(store::Reader& reader, PatientId one, PatientId other) const {
  if (one == other) return fail(ErrorKind::invalid, "a patient record cannot be linked to itself: " + one.text());
  for (const auto patient : {one, other}) {
    CHARTA_TRY(const auto version, store_of_index_.version(reader, patient));
    if (version == 0) return fail(ErrorKind::not_found, "no patient record " + patient.text());
  }
  return {};
}

Result<PatientId> PatientIndexService::survivor_of(store::Reader& reader, PatientId patient) const {
  for (int step = 0; step < longest_chain; ++step) {
    CHARTA_TRY(const auto links, store_of_index_.open_links(reader, patient));
    const auto up = std::find_if(links.begin(), links.end(), [&](const Link& link) { return link.absorbed == patient && link.kind != LinkKind::link; });
    if (up == links.end()) return patient;
    patient = up->survivor;
  }
  return patient;
}

Result<std::vector<PatientId>> PatientIndexService::expand(store::Reader& reader, PatientId patient) const {
  std::vector<PatientId> group{patient};
  for (std::size_t i = 0; i < group.size(); ++i) {
    CHARTA_TRY(const auto links, store_of_index_.open_links(reader, group[i]));
    for (const auto& link : links) {
      for (const auto other : {link.survivor, link.absorbed}) {
        if (std::find(group.begin(), group.end(), other) == group.end()) group.push_back(other);
      }
    }
  }
  return group;
}

Result<bool> PatientIndexService::has_number_of(store::Reader& reader, PatientId patient, std::string_view assigner) const {
  CHARTA_TRY(const auto records, expand(reader, patient));
  CHARTA_TRY(const auto persons, store_of_index_.persons(reader, records));
  for (const Person& person : persons)
    for (const Identifier& id : person.record.who.identifiers)
      if (id.assigner == assigner) return true;
  return false;
}

Result<std::int64_t> PatientIndexService::link_epoch(store::Reader& reader, PatientId patient) const {
  CHARTA_TRY(const auto person, store_of_index_.person(reader, patient));
  return person ? person->link_epoch : 0;
}

Result<void> PatientIndexService::set_flags(store::UnitOfWork& work, const access::Actor& actor, PatientId patient, bool overlay, bool review) {
  CHARTA_TRY_DO(store_of_index_.set_flags(work, patient, overlay, review));
  const std::string_view reason = overlay ? "overlay-suspected" : review ? "identity-review-open" : "identity-flags-cleared";
  return ledger_.record(work, actor.author, {ledger::Act::amended, "Patient", patient.key(), 0, patient, reason, {}, {}});
}

}  // namespace charta::patient_index
