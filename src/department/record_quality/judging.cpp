// SPDX-License-Identifier: Apache-2.0
// A document judged on a snapshot, once its words were read.
#include "department/record_quality/quality_service.hpp"

#include <algorithm>

namespace charta::record_quality {
namespace {

constexpr std::int64_t lines_of_a_stay = 10'000;
constexpr std::size_t compared_word_by_word = 3;
constexpr auto words_may_take = std::chrono::seconds(30);
/// Of what changed; then the others are judged without it.
constexpr auto longest_wait = std::chrono::hours(1);

std::optional<Date> birth_date_of(const patient_index::PatientHit& hit) {
  return Date::parse(hit.birth_date);
}

bool is_current(const chart::ChartEntry& line) {
  return (line.kind == "document" || line.kind == "report") && line.status != "entered-in-error" && line.status != "superseded" &&
         line.status != "cancelled";
}

}  // namespace

/// Nothing where it does not count, or its words are not read. Of a new one they come, and its own judgement notes what stands
/// behind it; of one that changed lately they are waited for, so that what it is warned about does not settle meanwhile.
Result<std::optional<JudgedNote>> QualityService::note_of(store::Reader& reader, ResourceId document, PatientId patient,
                                                          bool& is_waiting) {
  CHARTA_TRY(const auto known, words_.find(reader, document));
  CHARTA_TRY(const auto line, chart_.rows().find(reader, document));
  if (!line || line->patient != patient || !is_current(*line)) return std::optional<JudgedNote>();
  CHARTA_TRY(const auto stored, resources_.load(reader, document));
  if (!stored || stored->deleted) return std::optional<JudgedNote>();
  if (!known || known->version != stored->version) {
    is_waiting = is_waiting || (known && clock_.now() < stored->last_updated.plus(longest_wait));
    return std::optional<JudgedNote>();
  }
  std::string pages;
  for (std::int64_t page = 1; page <= known->pages; ++page) {
    CHARTA_TRY(const auto text, words_.page(reader, document, page));
    pages += (page > 1 ? "\f" : "") + text;
  }
  return std::optional(JudgedNote{document, line->resource_type, line->fhir_id, line->title, line->title_code, line->author,
                                  line->at, NoteText(std::move(pages))});
}

/// The documents and reports of a stay, the newest first; whatever else stands in it is none of theirs.
Result<std::vector<chart::ChartEntry>> QualityService::documents_beside(store::Reader& reader, const std::string& encounter) {
  std::vector<chart::ChartEntry> documents;
  if (encounter.empty()) return documents;
  CHARTA_TRY(documents, chart_.rows().of_encounter(reader, encounter, system_.visibility, lines_of_a_stay));
  std::erase_if(documents, [](const auto& line) { return !is_current(line); });
  if (documents.size() > rules_.laterality.most_of_a_stay) documents.resize(rules_.laterality.most_of_a_stay);
  return documents;
}

Result<void> QualityService::compare_with_stay(store::Reader& reader, const JudgedNote& note, PatientId patient,
                                               const std::string& encounter, Judged& judged) {
  std::vector<JudgedNote> others;
  CHARTA_TRY(const auto lines, documents_beside(reader, encounter));
  for (const auto& line : lines) {
    if (line.resource.key() > note.document.key()) judged.later.push_back(line.resource);
    // Of two the later one is warned about, once.
    if (line.resource.key() >= note.document.key()) continue;
    CHARTA_TRY(auto other, note_of(reader, line.resource, patient, judged.is_waiting));
    if (!other) continue;
    judged.labels.emplace_back(line.resource, line.sensitivity);
    others.push_back(std::move(*other));
  }
  std::vector<const JudgedNote*> pointers;
  for (const auto& one : others) pointers.push_back(&one);
  auto sides = look_at_sides(note, pointers, rules_.laterality);
  std::move(sides.begin(), sides.end(), std::back_inserter(judged.findings));
  return {};
}

Result<void> QualityService::compare_with_earlier(store::Reader& reader, const JudgedNote& note, PatientId patient,
                                                  Judged& judged) {
  const auto& rule = rules_.copied;
  if (note.text.words().size() < rule.least_words || rule.not_types.contains(note.type_code)) return {};
  const auto sample = sample_of(shingles_of(note.text, rule.shingle_words));
  judged.sketch = Sketch{note.document, patient, note.at, judged.stored.version, sample};
  CHARTA_TRY(auto earlier,
             rows_.sketches(reader, patient, note.at.plus(-std::chrono::days(rule.look_back_days)),
                            note.at.plus(std::chrono::milliseconds(1)), static_cast<std::int64_t>(rule.most_sources)));
  std::erase_if(earlier, [&](const Sketch& one) {
    const bool is_earlier = one.at < note.at || one.document.key() < note.document.key();
    return one.document == note.document || !is_earlier ||
           share_of(sample, one.sample) + rule.sample_may_miss < rule.least_percent;
  });
  std::stable_sort(earlier.begin(), earlier.end(), [&](const Sketch& one, const Sketch& other) {
    return share_of(sample, one.sample) > share_of(sample, other.sample);
  });
  std::optional<Finding> best;
  for (std::size_t at = 0; at < std::min(earlier.size(), compared_word_by_word); ++at) {
    CHARTA_TRY(const auto source, note_of(reader, earlier[at].document, patient, judged.is_waiting));
    if (!source) continue;
    auto finding = look_at_copy(note, *source, rule);
    if (finding && (!best || finding->percent > best->percent)) best = std::move(finding);
  }
  if (!best) return {};
  CHARTA_TRY(const auto line, chart_.rows().find(reader, best->other));
  if (line) judged.labels.emplace_back(best->other, line->sensitivity);
  judged.findings.push_back(std::move(*best));
  return {};
}

Result<QualityService::Judged> QualityService::judge(store::Reader& reader, ResourceId document) {
  Judged judged;
  CHARTA_TRY(auto stored, resources_.load(reader, document));
  judged.is_gone = !stored || stored->deleted || !stored->patient.is_set();
  if (judged.is_gone) return judged;
  judged.stored = std::move(*stored);
  const auto patient = judged.stored.patient;
  CHARTA_TRY(const auto line, chart_.rows().find(reader, document));
  const bool is_withheld =
      (judged.stored.sensitivity & static_cast<access::SensitivityMask>(access::Sensitivity::quarantined)) != 0;
  judged.is_gone = !line || !is_current(*line) || is_withheld;
  if (judged.is_gone) return judged;
  CHARTA_TRY(const auto known, words_.find(reader, document));
  judged.is_waiting = !known || known->version != judged.stored.version;
  if (judged.is_waiting) return judged;
  CHARTA_TRY(const auto note, note_of(reader, document, patient, judged.is_waiting));
  CHARTA_TRY(const auto hit, index_.hit(reader, patient));
  if (!note || note->text.words().empty()) return judged;
  RecordedPerson person;
  if (hit) person = {hit->sex, birth_date_of(*hit)};
  CHARTA_TRY_DO(compare_with_stay(reader, *note, patient, line->encounter, judged));
  for (auto& one : look_at_sex(*note, person, rules_.sex)) judged.findings.push_back(std::move(one));
  for (auto& one : look_at_age(*note, person, rules_.sex, rules_.age)) judged.findings.push_back(std::move(one));
  if (auto missing = look_at_elements(*note, rules_)) judged.findings.push_back(std::move(*missing));
  CHARTA_TRY_DO(compare_with_earlier(reader, *note, patient, judged));
  return judged;
}

Result<std::int64_t> QualityService::look_on(std::int64_t limit) {
  const auto now = clock_.now();
  CHARTA_TRY(const auto due, store_.read([&](store::Reader& reader) { return rows_.due(reader, now, limit); }));
  for (const auto& one : due) {
    CHARTA_TRY(const auto judged, store_.read([&](store::Reader& reader) { return judge(reader, one.document); }));
    CHARTA_TRY_DO(store_.write([&](store::UnitOfWork& work) -> Result<void> {
      if (judged.is_waiting) return rows_.later(work, one, now.plus(words_may_take));
      if (judged.is_gone) return remember(work, one, judged);
      CHARTA_TRY(const auto current, resources_.load(work, one.document));
      const bool is_same = current && current->version == judged.stored.version && current->patient == judged.stored.patient;
      // Changed or moved since it was read: it was noted again, and is looked at once more.
      return is_same ? remember(work, one, judged) : rows_.later(work, one, now);
    }));
  }
  return static_cast<std::int64_t>(due.size());
}

}  // namespace charta::record_quality
