// SPDX-License-Identifier: Apache-2.0
#include "record/resources/write_session.hpp"

#include "formats/fhir/definitions.hpp"
#include "record/resources/body.hpp"

#include <algorithm>
#include <bit>
#include <iterator>

namespace charta::resources {

/// The version that is being replaced: its tree, and its index rows made again from it.
struct WriteSession::Old {
  json::Document document;
  IndexRows rows;
};

namespace {

IndexOwner owner_of(const ResourceRow& row) {
  return {row.key.key(), row.patient.key(), row.facility, row.sensitivity};
}

/// `rows` without those that `others` has too; both sorted.
template <class Row>
std::vector<Row> without(std::vector<Row> rows, std::vector<Row> others) {
  std::sort(rows.begin(), rows.end());
  std::sort(others.begin(), others.end());
  std::vector<Row> rest;
  std::set_difference(rows.begin(), rows.end(), others.begin(), others.end(), std::back_inserter(rest));
  return rest;
}

bool same_ranges(const IndexRows& a, const IndexRows& b) {
  return a.strings == b.strings && a.dates == b.dates && a.numbers == b.numbers;
}

Error wrong_version(const std::string& id, std::int64_t asked, std::int64_t found) {
  return fail(ErrorKind::version_conflict, "resource " + id + " is at version " + std::to_string(found) + ", not " +
                                               std::to_string(asked) + "; read it again");
}

}  // namespace

Result<std::optional<ResourceRow>> WriteSession::find_target(const Prepared::Parts& parts) {
  if (parts.options.key.is_set()) {
    CHARTA_TRY(auto row, needs_.resources.find(work_, parts.options.key));
    if (!row || row->version == 0 || row->type != parts.type_number)
      return fail(ErrorKind::not_found, parts.type + " " + parts.options.key.text() + " is not there to be updated");
    return row;
  }
  if (parts.options.client_id.empty()) return std::optional<ResourceRow>();
  CHARTA_TRY(auto row, needs_.resources.find(work_, parts.type_number, parts.options.client_id));
  if (!row && key_of_id(parts.options.client_id) != 0) {
    CHARTA_TRY(const auto other, needs_.resources.find(work_, parts.key));
    if (other) return fail(ErrorKind::business_rule, "id " + parts.options.client_id + " belongs to a resource of another type");
  }
  return row;
}

Result<WriteSession::Old*> WriteSession::expand(const ResourceRow& row) {
  CHARTA_TRY(const std::string joined, expand_body(row.body, row.dictionary));
  CHARTA_TRY(auto document, json::Document::parse(splice_body(joined, fhir::resource_type_name(row.type), row.id(), row.version,
                                                              row.last_updated)));
  kept_.emplace_back(
      new Old{std::move(document), {}}, +[](Old* old) { delete old; });
  Old* old = kept_.back().get();
  old->rows = index_rows(old->document.root());
  return old;
}

Result<void> WriteSession::check_visible(const ResourceRow& row) const {
  const access::Visibility& visibility = actor_.visibility;
  if (!visible_only_ || row.version == 0 || visibility.sees_everything()) return {};
  const int facility = std::countr_zero(static_cast<std::uint64_t>(row.facility));
  if (visibility.sees(facility, static_cast<access::SensitivityMask>(row.sensitivity), row.patient)) return {};
  return fail(ErrorKind::not_found, std::string(fhir::resource_type_name(row.type)) + "/" + row.id() + " does not exist");
}

Result<void> WriteSession::ask_guards(std::string_view type, json::Value before, json::Value after) {
  const auto [from, until] = needs_.guards.equal_range(type);
  for (auto guard = from; guard != until; ++guard) CHARTA_TRY_DO(guard->second(work_, actor_, type, before, after));
  return {};
}

Result<ResolvedRows> WriteSession::resolve(const IndexRows& rows) {
  ResolvedRows resolved;
  for (const auto& token : rows.tokens) {
    CHARTA_TRY(const std::int64_t system, needs_.systems.number_of(work_, token.system));
    resolved.tokens.push_back({token.param, token.code, system});
  }
  for (const auto& number : rows.numbers) {
    CHARTA_TRY(const std::int64_t system, needs_.systems.number_of(work_, number.system));
    resolved.numbers.push_back({number.param, number.value, system, number.unit});
  }
  for (const auto& reference : rows.references) {
    std::int64_t target = reference.key;
    if (target == 0) {
      CHARTA_TRY(const ResourceId key,
                 needs_.resources.refer(work_, fhir::resource_type_number(reference.type), reference.id, needs_.keys));
      target = key.key();
    }
    resolved.references.push_back({reference.param, target});
  }
  return resolved;
}

Result<ResourceRow> WriteSession::next_row(const Prepared::Parts& parts, const std::optional<ResourceRow>& old) {
  ResourceRow row;
  row.key = old ? old->key : parts.key;
  row.type = parts.type_number;
  row.fhir_id = old ? old->fhir_id : (key_of_id(parts.id) != 0 ? std::string() : parts.id);
  row.version = old ? old->version + 1 : 1;
  row.last_updated = old ? std::max(parts.at, old->last_updated) : parts.at;
  // What the writer does not say about the facility stays as it was.
  row.facility = parts.options.facility ? std::int64_t{1} << *parts.options.facility : (old ? old->facility : 1);
  row.present = static_cast<std::int64_t>(parts.rows.present);
  row.dictionary = parts.dictionary;
  row.body = parts.body;
  row.digest = Bytes(version_digest(parts.digest, parts.type, row.id(), row.version).raw());
  if (parts.type == "Patient") {
    row.patient = PatientId(row.key.key());
  } else if (parts.rows.patient.kind == ReferenceText::Kind::local) {
    std::int64_t patient = parts.rows.patient.key;
    if (patient == 0) {
      static const std::uint16_t patient_type = fhir::resource_type_number("Patient");
      CHARTA_TRY(const ResourceId key, needs_.resources.refer(work_, patient_type, parts.rows.patient.id, needs_.keys));
      patient = key.key();
    }
    row.patient = PatientId(patient);
  }
  return row;
}

Result<void> WriteSession::learn_words(const IndexRows& rows) {
  if (rows.words.empty()) return {};
  std::vector<CodeText> texts;
  for (const auto& words : rows.words) {
    CHARTA_TRY(const std::int64_t system, needs_.systems.number_of(work_, words.system));
    texts.push_back({words.param, words.text, words.code, system});
  }
  return needs_.texts.learn(work_, texts);
}

Result<std::int64_t> WriteSession::record_labels(PatientId patient) {
  if (const auto known = record_labels_.find(patient); known != record_labels_.end()) return known->second;
  CHARTA_TRY(const std::int64_t labels, needs_.resources.sensitivity_of(work_, ResourceId(patient.key())));
  const std::int64_t whole = labels & needs_.labels.of_the_whole_record();
  record_labels_.emplace(patient, whole);
  return whole;
}

Result<std::int64_t> WriteSession::labels_of(const Prepared::Parts& parts, const std::optional<ResourceRow>& old,
                                             const Old* before, const ResourceRow& row) {
  std::int64_t labels = old ? old->sensitivity : 0;
  if (parts.options.sensitivity) labels = *parts.options.sensitivity;
  // What the version before said of itself, this one says anew or takes back.
  if (before != nullptr) labels &= ~std::int64_t{needs_.labels.of(before->document.root())};
  labels |= needs_.labels.of(parts.resource);
  if (row.patient.is_set() && row.patient.key() != row.key.key()) {
    CHARTA_TRY(const std::int64_t inherited, record_labels(row.patient));
    labels |= inherited;
  }
  return labels;
}

/// Also for a patient that is new: a bundle may write what refers to it first.
void WriteSession::note_relabelled(std::int64_t before, const ResourceRow& patient) {
  const PatientId id(patient.key.key());
  const std::int64_t whole = needs_.labels.of_the_whole_record();
  const std::int64_t removed = before & ~patient.sensitivity & whole, added = patient.sensitivity & ~before & whole;
  record_labels_[id] = patient.sensitivity & whole;
  if (removed != 0 || added != 0) relabelled_.push_back({id, removed, added});
}

Result<void> WriteSession::relabel_one(ResourceId key, const Relabelled& change) {
  CHARTA_TRY(const auto row, needs_.resources.find(work_, key));
  if (!row || row->deleted) return {};
  CHARTA_TRY(const Old* old, expand(*row));
  ResourceRow labelled = *row;
  labelled.sensitivity = (row->sensitivity & ~change.removed) | change.added | needs_.labels.of(old->document.root());
  if (labelled.sensitivity == row->sensitivity) return {};
  CHARTA_TRY_DO(needs_.resources.relabel(work_, key, labelled.sensitivity));
  CHARTA_TRY(const ResolvedRows rows, resolve(old->rows));
  batch_.drop(owner_of(*row), rows);
  batch_.add(owner_of(labelled), old->rows, rows);
  return {};
}

/// A few at a time, so that a long record is never held whole in memory.
Result<void> WriteSession::relabel(const Relabelled& change) {
  constexpr std::int64_t at_once = 64;
  ResourceId last;
  while (true) {
    CHARTA_TRY(const auto keys, needs_.resources.in_record_of(work_, change.patient, last, at_once));
    if (keys.empty()) break;
    for (const ResourceId key : keys) CHARTA_TRY_DO(relabel_one(key, change));
    CHARTA_TRY_DO(batch_.flush(work_));
    kept_.clear();
    last = keys.back();
  }
  return needs_.bus.post(work_, happenings::RecordRelabelled{change.patient, static_cast<std::uint32_t>(change.removed),
                                                             static_cast<std::uint32_t>(change.added)});
}

Result<void> WriteSession::write_index(const ResourceRow* old_row, const Old* old, const ResourceRow& row,
                                       const IndexRows& rows) {
  CHARTA_TRY(ResolvedRows fresh, resolve(rows));
  CHARTA_TRY_DO(learn_words(rows));
  if (old == nullptr) {
    batch_.add(owner_of(row), rows, fresh);
    return {};
  }
  CHARTA_TRY(ResolvedRows stale, resolve(old->rows));
  if (owner_of(*old_row) != owner_of(row) || !same_ranges(old->rows, rows)) {
    batch_.drop(owner_of(*old_row), stale);
    batch_.add(owner_of(row), rows, fresh);
    return {};
  }
  const ResolvedRows gone{without(stale.tokens, fresh.tokens), without(stale.references, fresh.references), {}};
  const ResolvedRows come{without(fresh.tokens, stale.tokens), without(fresh.references, stale.references), {}};
  batch_.drop_exact(owner_of(row), gone);
  static const IndexRows no_ranges;
  batch_.add(owner_of(row), no_ranges, come);
  return {};
}

Result<void> WriteSession::record(const ResourceRow& row, std::string_view type, const std::string& source, bool created) {
  ledger::Entry entry;
  entry.act = row.deleted ? ledger::Act::deleted : (created ? ledger::Act::created : ledger::Act::amended);
  entry.subject_kind = type;
  entry.subject = row.key.key();
  entry.subject_version = row.version;
  entry.patient = row.patient;
  entry.digest = Digest::from_raw(row.digest);
  CHARTA_TRY_DO(needs_.ledger.record(work_, actor_.author, entry));
  changes_.push_back({std::string(type), row.key, row.version, row.deleted, row.patient, source});
  return {};
}

Result<Written> WriteSession::put(Prepared& prepared) {
  const Prepared::Parts& parts = prepared.parts();
  CHARTA_TRY(const auto old_row, find_target(parts));
  const bool lives = old_row && old_row->version > 0 && !old_row->deleted;
  if (old_row) CHARTA_TRY_DO(check_visible(*old_row));
  if (parts.options.if_version != 0 && (!old_row || old_row->version != parts.options.if_version))
    return wrong_version(parts.id, parts.options.if_version, old_row ? old_row->version : 0);
  Old* old = nullptr;
  if (lives) {
    CHARTA_TRY(old, expand(*old_row));
  }
  CHARTA_TRY_DO(ask_guards(parts.type, old != nullptr ? old->document.root() : json::Value(), parts.resource));
  CHARTA_TRY(ResourceRow row, next_row(parts, old_row));
  CHARTA_TRY(row.sensitivity, labels_of(parts, old_row, old, row));
  if (parts.type == "Patient") note_relabelled(old_row ? old_row->sensitivity : 0, row);
  if (old_row) {
    CHARTA_TRY_DO(needs_.resources.supersede(work_, *old_row, row));
  } else {
    CHARTA_TRY_DO(needs_.resources.insert(work_, row));
  }
  CHARTA_TRY_DO(write_index(lives ? &*old_row : nullptr, old, row, parts.rows));
  CHARTA_TRY_DO(record(row, parts.type, parts.options.source, !lives));
  return Written{row.key, parts.type, row.id(), row.version, row.last_updated, !lives};
}

Result<void> WriteSession::remove(std::uint16_t type, std::string_view id, std::int64_t if_version, Instant at,
                                  const std::string& source) {
  const std::string type_name(fhir::resource_type_name(type));
  CHARTA_TRY(const auto old_row, needs_.resources.find(work_, type, id));
  if (!old_row || old_row->version == 0) return fail(ErrorKind::not_found, type_name + "/" + std::string(id) + " does not exist");
  CHARTA_TRY_DO(check_visible(*old_row));
  if (old_row->deleted) return {};
  if (if_version != 0 && old_row->version != if_version) return wrong_version(old_row->id(), if_version, old_row->version);
  CHARTA_TRY(const Old* old, expand(*old_row));
  CHARTA_TRY_DO(ask_guards(type_name, old->document.root(), json::Value()));
  ResourceRow row = *old_row;
  row.version = old_row->version + 1;
  row.last_updated = std::max(at, old_row->last_updated);
  row.deleted = true;
  row.present = 0;
  row.dictionary = 0;
  row.body.clear();
  row.digest = Bytes(version_digest(body_digest(""), type_name, row.id(), row.version).raw());
  CHARTA_TRY_DO(needs_.resources.supersede(work_, *old_row, row));
  CHARTA_TRY(const ResolvedRows stale, resolve(old->rows));
  batch_.drop(owner_of(*old_row), stale);
  return record(row, type_name, source, false);
}

Result<void> WriteSession::finish() {
  CHARTA_TRY_DO(batch_.flush(work_));
  kept_.clear();
  std::vector<Relabelled> relabelled;
  relabelled.swap(relabelled_);
  for (const Relabelled& change : relabelled) CHARTA_TRY_DO(relabel(change));
  // Reactions may write resources themselves, in sessions of their own: what is posted here is complete.
  std::vector<happenings::ResourceChanged> changes;
  changes.swap(changes_);
  for (auto& change : changes) CHARTA_TRY_DO(needs_.bus.post(work_, std::move(change)));
  return {};
}

}  // namespace charta::resources
