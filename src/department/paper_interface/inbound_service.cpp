// SPDX-License-Identifier: Apache-2.0
#include "department/paper_interface/inbound_service.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace charta::paper_interface {
namespace {

using namespace paper_charts;
using access::Actor;
using enum ErrorKind;

Error not_known(std::string sentence, std::string_view element) {
  return fail(business_rule, std::move(sentence), "Task." + std::string(element));
}

Result<std::int64_t> version_asked(std::string_view if_match) {
  if (if_match.empty()) return std::int64_t{0};
  const auto version = parse_integer(if_match);
  if (!version || *version < 1) return fail(invalid, "If-Match is the ETag of the Task as it was read", "If-Match");
  return *version;
}

/// The file room names its own words; whoever sends a Task reads where they stand there.
Error as_of_task(Error error) {
  if (error.location == "volumes") error.location = "Task.focus";
  if (error.location == "purpose") error.location = "Task.reasonCode";
  if (error.location == "deliver_to") error.location = "Task.location";
  return error;
}

}  // namespace

/// A patient whom nobody here has is no reason to guess.
Result<PatientId> InboundService::patient_of(const SentRequest& sent) {
  CHARTA_TRY(const auto key, references_.read("Patient", sent.patient));
  if (!key) return not_known("no patient here has this id", "for");
  return PatientId(*key);
}

Result<NewRequest> InboundService::looked_up(store::Reader& reader, const SentRequest& sent) {
  NewRequest request;
  if (!sent.volume.empty()) {
    const auto id = id_behind<VolumeId>(volume_prefix, sent.volume);
    CHARTA_TRY(const auto volume, sent.volume_by_barcode ? rows_.volume_by_barcode(reader, upper_ascii(sent.volume))
                                                         : rows_.volume(reader, id.value_or(VolumeId())));
    if (!volume) return not_known("no volume here has this id or barcode", "focus");
    request.volumes.push_back(volume->volume.id);
  }
  const auto id = id_behind<PlaceId>(place_prefix, sent.place);
  CHARTA_TRY(const auto place, sent.place_system.empty() ? rows_.place(reader, id.value_or(PlaceId()))
                               : sent.place_system == place_code_system
                                   ? rows_.place_by_code(reader, sent.place)
                                   : rows_.place_by_barcode(reader, upper_ascii(sent.place)));
  if (!place || !place->is_open || !is_borrower(place->kind))
    return not_known("a chart is delivered to an open borrower, ward or clinic; this is none", "location");
  request.deliver_to = place->id;
  request.requester = sent.requester;
  request.purpose = sent.purpose;
  request.priority = sent.priority;
  request.needed_at = sent.needed_at;
  request.origin = "interface";
  request.most = 1;
  return request;
}

Result<RequisitionId> InboundService::ask(store::UnitOfWork& work, const Actor& actor, const NewRequest& request,
                                          const SentRequest& sent, bool& is_new) {
  CHARTA_TRY_DO(work.lock(request.patient.key()));
  CHARTA_TRY(const auto known, sent_.find(work, actor.author.user, sent.system, sent.value));
  if (known) {
    is_new = false;
    if (known->digest == sent.digest()) return known->requisition;
    return not_known(
        "this identifier is of a request with another content; send a new one under a new identifier, or cancel that one",
        "identifier");
  }
  const auto made = paper_.request(work, actor, request);
  if (!made) return as_of_task(made.error());
  CHARTA_TRY(const auto one, rows_.requisition(work, made->front()));
  const auto now = clock_.now();
  CHARTA_TRY(const auto others, sent_.of_requisition(work, made->front()));
  is_new = others.empty() && one && one->origin == "interface" && one->requested_by == actor.author.user;
  CHARTA_TRY_DO(sent_.add(work, {actor.author.user, sent.system, sent.value, sent.digest(), made->front(), is_new, now}));
  return made->front();
}

Result<InboundService::Taken> InboundService::take(const Actor& actor, BytesView body, std::string_view if_none_exist) {
  CHARTA_TRY_DO(access::require(actor, access::Permission::write_record));
  CHARTA_TRY(const auto document, json::Document::parse(body));
  if (!is_requisition(document.root()))
    return fail(business_rule,
                "Task is made by the worklists; what may be sent is a request for a paper chart, with the code paper-requisition",
                "Task.code");
  CHARTA_TRY(const auto sent, read_sent_request(document.root()));
  if (!if_none_exist.empty()) {
    CHARTA_TRY(const auto identity, read_identity(if_none_exist));
    if (identity != std::pair(sent.system, sent.value))
      return fail(invalid, "If-None-Exist names the identifier that the requisition has", "If-None-Exist");
  }
  CHARTA_TRY(const auto patient, patient_of(sent));
  CHARTA_TRY(auto request, store_.read([&](store::Reader& reader) { return looked_up(reader, sent); }));
  request.patient = patient;
  if (const auto checked = paper_.check_request(actor, request); !checked) return as_of_task(checked.error());
  Taken taken;
  CHARTA_TRY(const auto id, store_.write([&](store::UnitOfWork& work) { return ask(work, actor, request, sent, taken.is_new); }));
  CHARTA_TRY(const auto one, store_.read([&](store::Reader& reader) { return rows_.requisition(reader, id); }));
  if (!one) return fail(internal, "a requisition was made and is not there");
  taken.item = one->item;
  return taken;
}

/// Another's request, and one that several wait for, are not one sender's to end.
Result<void> InboundService::require_own(store::Reader& reader, const Actor& actor, RequisitionId id) {
  CHARTA_TRY(const auto numbers, sent_.of_requisition(reader, id));
  const bool is_own = std::any_of(numbers.begin(), numbers.end(),
                                  [&](const KnownRequest& one) { return one.sender == actor.author.user && one.opened_it; });
  if (!is_own) return fail(forbidden, "only its own sender takes a requisition back");
  const bool is_shared =
      std::any_of(numbers.begin(), numbers.end(), [&](const KnownRequest& one) { return one.sender != actor.author.user; });
  if (is_shared)
    return fail(business_rule, "somebody else waits for this chart at the same place, too; ask the file room to cancel it",
                "Task.status");
  return {};
}

Result<worklists::WorkItem> InboundService::take_back(const Actor& actor, WorkItemId id, BytesView body,
                                                      std::string_view if_match) {
  CHARTA_TRY_DO(access::require(actor, access::Permission::write_record));
  CHARTA_TRY(const auto document, json::Document::parse(body));
  const auto task = document.root();
  CHARTA_TRY(const auto item, worklists_.get(actor, id));
  if (item.kind != requisition_machine().kind)
    return fail(business_rule, "Task is made by the worklists; it can be read and searched only", "Task");
  if (task["id"].text() != id.text()) return fail(invalid, "the id in the body is not the id in the address", "Task.id");
  if (task["status"].text() != "cancelled")
    return fail(business_rule, "of a requisition its sender changes the status alone, to 'cancelled'", "Task.status");
  worklists::Act act;
  act.event = "cancel";
  act.reason_code = std::string(task["statusReason"]["coding"].at(0)["code"].text());
  if (act.reason_code.empty()) act.reason_code = "no-longer-needed";
  CHARTA_TRY(act.expected_version, version_asked(if_match));
  Actor sender = actor;  // who asked takes it back: the one step of the queue that needs no right to work in it
  sender.permissions.set(static_cast<std::size_t>(access::Permission::work_worklists));
  return store_.write([&](store::UnitOfWork& work) -> Result<worklists::WorkItem> {
    CHARTA_TRY_DO(require_own(work, actor, RequisitionId(item.subject)));
    CHARTA_TRY(const auto now, worklists_.find(work, id));
    if (now && now->state == "cancelled") return *now;
    return worklists_.apply(work, sender, id, act);
  });
}

Result<std::vector<KnownRequest>> InboundService::numbers_of(RequisitionId requisition) {
  return store_.read([&](store::Reader& reader) { return sent_.of_requisition(reader, requisition); });
}

}  // namespace charta::paper_interface
