// SPDX-License-Identifier: Apache-2.0
#include "department/disaster_identities/disaster_service.hpp"

#include "base/text.hpp"
#include "formats/json/json.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace charta::disaster_identities {
namespace {

using access::Permission;
using worklists::WorkItem;

constexpr std::int64_t lock_of_letters = 5'072'021;

bool is_borne(const Identity& one) {
  return one.state == "in-use" || one.state == "discharged-unknown";
}

}  // namespace

void DisasterService::declare_queue() {
  worklists_.declare(
      disaster_machine(),
      [this](store::UnitOfWork& work, std::string_view, const WorkItem& item, const worklists::Act&) -> Result<void> {
        CHARTA_TRY(const auto survivor, index_.survivor_of(work, PatientId(item.subject)));
        if (survivor.key() != item.subject) return {};
        return fail(ErrorKind::business_rule,
                    "link the record with the real one first; the item closes when the index has linked them");
      },
      [this](store::UnitOfWork& work, const access::Actor& actor, const WorkItem& item, const worklists::Act&) {
        return entered(work, actor, item);
      });
}

void DisasterService::subscribe(happenings::Bus& bus) {
  using namespace happenings;
  bus.on("patients_linked", "disaster_identities", [this](store::UnitOfWork& work, const Happening& it) {
    const auto& one = std::get<PatientsLinked>(it);
    return linked(work, one.survivor, one.absorbed);
  });
  bus.on("patients_unlinked", "disaster_identities", [this](store::UnitOfWork& work, const Happening& it) {
    const auto& one = std::get<PatientsUnlinked>(it);
    return unlinked(work, one.survivor, one.absorbed);
  });
}

Result<void> DisasterService::note(store::UnitOfWork& work, const access::Actor& actor, ledger::Act act, std::string_view kind,
                                   std::int64_t subject, PatientId patient, std::string_view reason, std::string_view rule) {
  ledger::Entry entry;
  entry.act = act;
  entry.subject_kind = kind;
  entry.subject = subject;
  entry.patient = patient;
  entry.reason = reason;
  entry.rule = rule;
  return ledger_.record(work, actor.author, entry);
}

Result<Disaster> DisasterService::found(store::Reader& reader, DisasterId id) const {
  CHARTA_TRY(auto one, rows_.disaster(reader, id));
  if (!one) return fail(ErrorKind::not_found, "there is no disaster " + id.text());
  return std::move(*one);
}

Result<Identity> DisasterService::found(store::Reader& reader, PatientId patient) const {
  CHARTA_TRY(auto one, rows_.identity(reader, patient));
  if (!one) return fail(ErrorKind::not_found, "this record is no identity of a disaster");
  return std::move(*one);
}

Result<DisasterId> DisasterService::declare(const access::Actor& actor, const NewDisaster& said_of) {
  CHARTA_TRY_DO(access::require(actor, Permission::register_patient));
  CHARTA_TRY_DO(require_said(said_of.what, "what happened", "what"));
  CHARTA_TRY_DO(require_said(said_of.reason, "why identities are needed, or who orders it", "reason"));
  Disaster one;
  one.id = keys_.next<DisasterId>();
  one.what = said_of.what;
  one.reason = said_of.reason;
  one.declared_by = actor.author.user;
  one.declared_at = clock_.now();
  one.rule = rules_.names_rule;
  const auto written = store_.write([&](store::UnitOfWork& work) -> Result<void> {
    CHARTA_TRY_DO(work.lock(lock_of_letters));  // two at once would take one letter
    CHARTA_TRY(const auto before, rows_.disasters(work));
    one.letter = letter_of(static_cast<std::int64_t>(before.size()) + 1);
    CHARTA_TRY_DO(rows_.add(work, one));
    CHARTA_TRY_DO(note(work, actor, ledger::Act::created, "disaster", one.id.key(), {}, "declared", one.rule));
    return reserve(work, actor, one, said_of.count);
  });
  if (!written) return written.error();
  return one.id;
}

Result<void> DisasterService::reserve(const access::Actor& actor, DisasterId disaster, std::int64_t count) {
  CHARTA_TRY_DO(access::require(actor, Permission::register_patient));
  return store_.write([&](store::UnitOfWork& work) -> Result<void> {
    CHARTA_TRY(const auto one, found(work, disaster));
    if (one.ended_at) return fail(ErrorKind::business_rule, "this event has ended; declare another");
    return reserve(work, actor, one, count);
  });
}

Result<void> DisasterService::reserve(store::UnitOfWork& work, const access::Actor& actor, const Disaster& disaster,
                                      std::int64_t count) {
  if (count < 1 || count > rules_.block_most)
    return fail(ErrorKind::invalid, fmt::format("a block has 1 to {} identities", rules_.block_most), "count");
  CHARTA_TRY(const auto before, rows_.identities(work, disaster.id));
  std::int64_t place = before.empty() ? 0 : before.back().place;
  std::vector<patient_index::Name> names;
  for (std::int64_t i = 1; i <= count; ++i) {
    const auto name = name_of(rules_, disaster.letter, place + i);
    if (!name)
      return fail(ErrorKind::business_rule,
                  fmt::format("the names of this event are used up at {}; declare another event", place + i - 1), "count");
    names.push_back(*name);
  }
  CHARTA_TRY(const auto reserved, registration_.reserve(work, actor, names));
  for (const auto& one : reserved) {
    Identity identity;
    identity.patient = one.patient;
    identity.disaster = disaster.id;
    identity.place = ++place;
    identity.number = one.number;
    identity.name = patient_index::display_name(one.name);
    identity.changed_by = actor.author.user;
    identity.changed_at = clock_.now();
    CHARTA_TRY_DO(rows_.add(work, identity));
  }
  return note(work, actor, ledger::Act::created, "disaster", disaster.id.key(), {}, fmt::format("reserved:{}", count),
              rules_.names_rule);
}

Result<void> DisasterService::end(const access::Actor& actor, DisasterId id) {
  CHARTA_TRY_DO(access::require(actor, Permission::link_patients));
  return store_.write([&](store::UnitOfWork& work) -> Result<void> {
    CHARTA_TRY(auto one, found(work, id));
    if (one.ended_at) return fail(ErrorKind::business_rule, "this event has ended already");
    one.ended_at = clock_.now();
    one.ended_by = actor.author.user;
    CHARTA_TRY_DO(rows_.end(work, one));
    CHARTA_TRY(const auto all, rows_.identities(work, id));
    for (auto identity : all) {
      if (identity.state != "reserved") continue;
      CHARTA_TRY(const auto* step, worklists::step(disaster_machine(), identity.state, "retire"));
      identity.state = std::string(step->to);
      CHARTA_TRY_DO(save(work, actor, identity, "retired"));
    }
    return note(work, actor, ledger::Act::transitioned, "disaster", id.key(), {}, "ended");
  });
}

Result<void> DisasterService::save(store::UnitOfWork& work, const access::Actor& actor, Identity identity, std::string_view act) {
  const auto expected = identity.version;
  identity.changed_by = actor.author.user;
  identity.changed_at = clock_.now();
  CHARTA_TRY(const bool saved, rows_.save(work, identity, expected));
  if (!saved) return fail(ErrorKind::version_conflict, "somebody changed this identity meanwhile; look again");
  return note(work, actor, ledger::Act::amended, "disaster_identity", identity.patient.key(), identity.patient, act,
              rules_.names_rule);
}

Result<std::vector<Disaster>> DisasterService::disasters(const access::Actor& actor) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  return store_.read([&](store::Reader& reader) { return rows_.disasters(reader); });
}

Result<DisasterView> DisasterService::view(const access::Actor& actor, DisasterId id) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  return store_.read([&](store::Reader& reader) -> Result<DisasterView> {
    DisasterView view;
    CHARTA_TRY(view.disaster, found(reader, id));
    CHARTA_TRY(view.identities, rows_.identities(reader, id));
    CHARTA_TRY(view.inquiries, rows_.inquiries(reader, id));
    return view;
  });
}

Result<void> DisasterService::open_item(store::UnitOfWork& work, const access::Actor& actor, Identity& identity) {
  worklists::NewWorkItem item;
  item.kind = disaster_machine().kind;
  item.subject_type = "Patient";
  item.subject = identity.patient.key();
  item.patient = identity.patient;
  item.priority = worklists::Priority::urgent;
  item.reason_code = "identity-unknown";
  item.rule = rules_.names_rule;
  item.state = "in-use";
  CHARTA_TRY(const auto record, index_.rows().person(work, identity.patient));
  if (record) item.facility = record->record.facility;
  json::Writer(item.detail)
      .begin_object()
      .member("number", identity.number)
      .member("triage_tag", identity.seen.triage_tag)
      .end_object();
  CHARTA_TRY(const auto opened, worklists_.open(work, actor, item));
  identity.item = opened.id;
  identity.state = "in-use";
  return {};
}

Result<Identity> DisasterService::describe(const access::Actor& actor, PatientId patient, const Description& seen,
                                           std::int64_t version) {
  CHARTA_TRY_DO(access::require(actor, Permission::register_patient));
  return store_.write([&](store::UnitOfWork& work) -> Result<Identity> {
    CHARTA_TRY(auto one, found(work, patient));
    if (version != 0 && version != one.version)
      return fail(ErrorKind::version_conflict, "somebody changed this identity meanwhile; look again");
    if (one.state == "unused" || one.state == "identified")
      return fail(ErrorKind::business_rule, "this identity is " + one.state + "; nothing more is written to it");
    CHARTA_TRY(const auto all, rows_.identities(work, one.disaster));
    const auto twin = std::find_if(all.begin(), all.end(), [&](const Identity& other) {
      return other.patient != patient && !seen.triage_tag.empty() && other.seen.triage_tag == seen.triage_tag;
    });
    if (twin != all.end())
      return fail(ErrorKind::business_rule, "the triage tag hangs on " + twin->name + " already; look at both people",
                  "triage_tag");
    one.seen = seen;
    const bool first = one.state == "reserved";
    if (first) CHARTA_TRY_DO(worklists::step(disaster_machine(), one.state, "use"));
    if (first) CHARTA_TRY_DO(open_item(work, actor, one));
    CHARTA_TRY_DO(save(work, actor, one, first ? "in-use" : "described"));
    return found(work, patient);
  });
}

/// Both as they stand on the real record: what was typed beside it, not what was clicked.
Result<void> DisasterService::check_two_identifiers(store::Reader& reader, const access::Actor& actor,
                                                    const Identified& typed) const {
  CHARTA_TRY(const auto record, index_.rows().person(reader, typed.real));
  const bool visible =
      record && !record->deleted && actor.visibility.sees(record->record.facility, record->record.sensitivity, typed.real);
  if (!visible) return fail(ErrorKind::not_found, "there is no such record, or it is not yours to see", "real");
  const auto& who = record->record.who;
  const bool number = std::any_of(who.identifiers.begin(), who.identifiers.end(), [&](const auto& one) {
    return patient_index::is_record_number(one.type) && one.value == trimmed(typed.number);
  });
  if (!number) return fail(ErrorKind::business_rule, "the record number that was typed is not this record's", "number");
  if (who.birth_text.empty() || who.birth_text != trimmed(typed.birth_date))
    return fail(ErrorKind::business_rule, "the birth date that was typed is not this record's", "birth_date");
  return {};
}

Result<DisasterId> DisasterService::identify(const access::Actor& actor, PatientId patient, const Identified& typed) {
  CHARTA_TRY_DO(access::require(actor, Permission::link_patients));
  return store_.write([&](store::UnitOfWork& work) -> Result<DisasterId> {
    CHARTA_TRY(const auto one, found(work, patient));
    if (!is_borne(one))
      return fail(ErrorKind::business_rule, "this identity is " + one.state + "; only who bears one is identified");
    CHARTA_TRY(const auto other, rows_.identity(work, typed.real));
    if (other) return fail(ErrorKind::business_rule, "the other record is an identity of a disaster too", "real");
    CHARTA_TRY_DO(check_two_identifiers(work, actor, typed));
    patient_index::LinkAct act;
    act.reason = "disaster-identified";
    CHARTA_TRY_DO(index_.link(work, actor, typed.real, patient, act));  // linked() does the rest, as for a merge from elsewhere
    return one.disaster;
  });
}

Result<DisasterId> DisasterService::take_back(const access::Actor& actor, PatientId patient, const std::string& reason) {
  CHARTA_TRY_DO(access::require(actor, Permission::link_patients));
  CHARTA_TRY_DO(require_said(reason, "why it is not this person", "reason"));
  return store_.write([&](store::UnitOfWork& work) -> Result<DisasterId> {
    CHARTA_TRY(const auto one, found(work, patient));
    if (one.state != "identified") return fail(ErrorKind::business_rule, "this identity is not linked with anybody");
    patient_index::LinkAct act;
    act.reason = reason;
    CHARTA_TRY_DO(index_.unlink(work, actor, one.real, patient, act));
    return one.disaster;
  });
}

Result<void> DisasterService::linked(store::UnitOfWork& work, PatientId survivor, PatientId absorbed) {
  CHARTA_TRY(auto one, rows_.identity(work, absorbed));
  if (!one || !is_borne(*one)) return {};
  worklists::Act act;
  act.event = "identify";
  CHARTA_TRY_DO(worklists_.apply(work, system_, one->item, act));
  CHARTA_TRY(*one, found(work, absorbed));
  one->real = survivor;
  return save(work, system_, *one, "identified");
}

Result<void> DisasterService::unlinked(store::UnitOfWork& work, PatientId survivor, PatientId absorbed) {
  for (const auto patient : {absorbed, survivor}) {
    CHARTA_TRY(auto one, rows_.identity(work, patient));
    if (!one || one->state != "identified") continue;
    one->real = {};
    CHARTA_TRY_DO(open_item(work, system_, *one));
    CHARTA_TRY_DO(save(work, system_, *one, "unknown-again"));
  }
  return {};
}

/// A step of the queue stands in the row too.
Result<void> DisasterService::entered(store::UnitOfWork& work, const access::Actor& actor, const WorkItem& item) {
  CHARTA_TRY(auto one, found(work, PatientId(item.subject)));
  if (one.state == item.state || one.item != item.id) return {};
  one.state = item.state;
  return save(work, actor, one, item.state);
}

}  // namespace charta::disaster_identities
