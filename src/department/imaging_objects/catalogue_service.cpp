// SPDX-License-Identifier: Apache-2.0
#include "department/imaging_objects/catalogue_service.hpp"

#include "department/imaging_objects/incoming.hpp"

#include <algorithm>
#include <map>

namespace charta::imaging_objects {
namespace {

using access::Actor;
using access::Permission;
using worklists::WorkItem;
using Outcome = Receipt::Outcome;

constexpr int filing_attempts = 5;

bool is_new_try(const Error& error) {
  return error.kind == ErrorKind::version_conflict;
}

}  // namespace

void CatalogueService::declare() {
  // Nobody marks objects filed by hand: the catalogue must say so.
  const auto guard = [this](store::UnitOfWork& work, std::string_view name, const WorkItem& item,
                            const worklists::Act&) -> Result<void> {
    if (name != "objects-filed") return {};
    CHARTA_TRY(const auto objects, rows_.of_item(work, item.id));
    const bool waits = std::any_of(objects.begin(), objects.end(), [](const auto& one) { return one.state == "held"; });
    if (!waits) return {};
    return fail(ErrorKind::business_rule, "the objects of this item have no patient yet; assign one", "event");
  };
  const auto entered = [this](store::UnitOfWork& work, const Actor& actor, const WorkItem& item,
                              const worklists::Act& act) -> Result<void> {
    if (item.state != "refused") return {};
    CHARTA_TRY(auto objects, rows_.of_item(work, item.id));
    for (auto& one : objects) {
      if (one.state != "held") continue;
      one.state = "refused";
      CHARTA_TRY_DO(rows_.settle(work, one));
      CHARTA_TRY_DO(ledger_.record(
          work, actor.author,
          {ledger::Act::refused, "imaging_object", one.id.key(), 0, {}, act.reason_code, {}, Digest::parse_hex(one.file)}));
    }
    return {};
  };
  worklists_.declare(held_object_machine(), guard, entered);
}

Result<std::string> CatalogueService::keep(std::string_view bytes) {
  if (bytes.empty()) return std::string();
  CHARTA_TRY(const auto digest, store_.blobs().put(bytes));
  return digest.hex();
}

Result<Bytes> CatalogueService::blob(std::string_view digest) {
  const auto parsed = Digest::parse_hex(digest);
  if (!parsed) return Bytes();
  return store_.blobs().get(*parsed);
}

/// The file as it is, what it says, and how it looks: all durable before the unit that names them.
Result<CatalogueService::Incoming> CatalogueService::read(const Actor& actor, std::string_view file, std::string_view door) {
  CHARTA_TRY(const auto found, reader_.dicom(file, 1));
  CHARTA_TRY(const auto attributes, json::Document::parse(found.attributes));
  Incoming incoming;
  CHARTA_TRY(incoming.said, dicom::object_of(attributes.root()));
  auto& row = incoming.row;
  const auto& said = incoming.said;
  row.id = keys_.next<ObjectId>();
  row.instance = said.instance, row.series = said.series, row.study = said.study;
  row.sop_class = said.sop_class, row.modality = said.modality;
  row.identity = identity_digest(said);
  CHARTA_TRY(row.file, keep(file));
  CHARTA_TRY(row.attributes, keep(found.attributes));
  CHARTA_TRY(row.preview, keep(found.preview.bytes));
  CHARTA_TRY(row.report, keep(found.text));
  CHARTA_TRY(row.document_file, keep(found.document));
  row.document_type = found.document_type;
  row.preview_type = found.preview.media_type;
  row.note = found.note;
  row.size = static_cast<std::int64_t>(file.size());
  row.frames = found.frames;
  row.series_number = said.series_number.value_or(0), row.number = said.number.value_or(0);
  row.door = door;
  row.received_by = actor.author.user;
  row.received_at = clock_.now();
  return incoming;
}

Result<std::vector<Receipt>> CatalogueService::receive(const Actor& actor, const std::vector<std::string_view>& files,
                                                       std::string_view door) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  std::vector<Receipt> receipts(files.size());
  std::vector<std::unique_ptr<Incoming>> all(files.size());
  std::map<std::string, std::vector<Incoming*>> groups;
  for (std::size_t at = 0; at < files.size(); ++at) {
    auto incoming = read(actor, files[at], door);
    if (!incoming && incoming.error().kind == ErrorKind::unavailable) return incoming.error();
    if (!incoming) {
      receipts[at].problem = incoming.error();
      continue;
    }
    all[at] = std::make_unique<Incoming>(std::move(*incoming));
    groups[all[at]->row.study + "|" + all[at]->row.identity].push_back(all[at].get());
  }
  for (auto& [study, group] : groups) CHARTA_TRY_DO(file_group(actor, group, {}, {}, {}));
  for (std::size_t at = 0; at < files.size(); ++at)
    if (all[at]) receipts[at] = all[at]->receipt;
  return receipts;
}

Result<bool> CatalogueService::holds_anything() {
  return store_.read([&](store::Reader& reader) { return rows_.holds_anything(reader); });
}

Result<void> CatalogueService::file_group(const Actor& actor, std::vector<Incoming*>& group, PatientId assigned, WorkItemId item,
                                          const std::string& note) {
  for (int attempt = 1;; ++attempt) {
    auto plan = store_.read([&](store::Reader& reader) { return prepare(reader, group, assigned); });
    if (!plan && (!is_new_try(plan.error()) || attempt == filing_attempts)) return plan.error();
    if (!plan) continue;
    const auto done = store_.write([&](store::UnitOfWork& work) -> Result<void> {
      CHARTA_TRY_DO(carry_out(work, actor, *plan, item));
      if (!item.is_set()) return {};
      worklists::Act act;
      act.event = "assign-patient";
      act.note = note;
      CHARTA_TRY_DO(worklists_.apply(work, actor, item, act));
      return {};
    });
    if (done || !is_new_try(done.error()) || attempt == filing_attempts) return done;
  }
}

Result<void> CatalogueService::remember(store::UnitOfWork& work, const Actor& actor, Incoming& one, ledger::Act act,
                                        PatientId patient, std::string_view reason) {
  if (one.is_new) {
    CHARTA_TRY_DO(rows_.add(work, one.row));
    for (const auto* digest : {&one.row.file, &one.row.attributes, &one.row.preview, &one.row.report, &one.row.document_file})
      if (const auto parsed = Digest::parse_hex(*digest))
        CHARTA_TRY_DO(store_.blobs().add_reference(work, *parsed, "imaging_object", one.row.id.key()));
  } else {
    CHARTA_TRY_DO(rows_.settle(work, one.row));
  }
  return ledger_.record(
      work, actor.author,
      {act, "imaging_object", one.row.id.key(), 0, patient, reason, rules_.rule, Digest::parse_hex(one.row.file)});
}

Result<void> CatalogueService::carry_out(store::UnitOfWork& work, const Actor& actor, Plan& plan, WorkItemId item) {
  for (const auto* one : plan.objects) {
    CHARTA_TRY(const auto now, rows_.find_instance(work, one->row.instance));
    if (one->is_new ? now.has_value() : (!now || now->state != "held" || now->item != item))
      return chart::prepare_again("the object was settled meanwhile");
  }
  if (plan.objects.empty()) return {};
  if (!plan.is_assigned) {
    CHARTA_TRY(const bool holds, index_.still_holds(work, plan.who, plan.identification));
    if (!holds) return chart::prepare_again("the patient record changed meanwhile");
  }
  CHARTA_TRY(const auto known, rows_.study_resource(work, plan.study));
  if (known != plan.known_study) return chart::prepare_again("the study was catalogued meanwhile");
  if (!plan.hold.empty()) return hold(work, actor, plan);
  CHARTA_TRY_DO(chart_.file(work, actor, plan.filing));
  if (!plan.known_study.is_set()) CHARTA_TRY_DO(rows_.add_study(work, plan.study, plan.resource));
  for (auto* one : plan.objects) {
    one->row.state = "filed";
    CHARTA_TRY_DO(remember(work, actor, *one, ledger::Act::filed, plan.target.patient,
                           plan.is_assigned ? std::string_view("patient-assigned") : std::string_view()));
    one->receipt.outcome = Outcome::filed;
    one->receipt.object = one->row.id;
    one->receipt.study_id = plan.study_id;
  }
  return {};
}

/// Everything of one study that names one patient in the same words is one question.
Result<void> CatalogueService::hold(store::UnitOfWork& work, const Actor& actor, Plan& plan) {
  auto& first = *plan.objects.front();
  CHARTA_TRY(auto item, rows_.holding(work, plan.study, first.row.identity));
  if (!item.is_set()) {
    worklists::NewWorkItem opened;
    opened.kind = held_object_machine().kind;
    opened.subject_type = "imaging_object";
    opened.subject = first.row.id.key();
    opened.patient = plan.identification.verdict.patient;
    opened.reason_code = plan.hold;
    opened.rule = rules_.rule;
    opened.facility = plan.target.facility;
    opened.sensitivity = plan.target.sensitivity;
    json::Writer(opened.detail)
        .begin_object()
        .member("title",
                first.said.study_title.empty() ? std::string(modality_title(first.row.modality)) : first.said.study_title)
        .member("modality", first.row.modality)
        .member("name", first.said.name.family + (first.said.name.given.empty() ? "" : ", " + first.said.name.given))
        .member("mrn", first.said.patient_id)
        .member("birth_date", plan.who.birth_text)
        .end_object();
    CHARTA_TRY(const auto made, worklists_.open(work, actor, opened));
    item = made.id;
  }
  for (auto* one : plan.objects) {
    one->row.state = "held";
    one->row.item = item;
    CHARTA_TRY_DO(remember(work, actor, *one, ledger::Act::held, {}, plan.hold));
    one->receipt.outcome = Outcome::held;
    one->receipt.object = one->row.id;
    one->receipt.item = item;
    one->receipt.reason = plan.hold;
  }
  return {};
}

}  // namespace charta::imaging_objects
