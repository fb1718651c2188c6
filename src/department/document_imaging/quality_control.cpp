// SPDX-License-Identifier: Apache-2.0
// The second look: a sample of each operator's documents, its verdicts, and what has to be indexed anew.
#include "department/document_imaging/imaging_service.hpp"

#include <algorithm>
#include <set>

namespace charta::document_imaging {
namespace {

using access::Actor;

constexpr std::int64_t remembered_checks = 2'000;

}  // namespace

/// A new index for what was wrong; for all of them when nobody named one.
Result<void> ImagingService::take_back_indexes(store::UnitOfWork& work, const Batch& batch) {
  CHARTA_TRY(auto drafts, rows_.drafts(work, batch.id));
  const bool some_wrong = std::any_of(drafts.begin(), drafts.end(), [](const Draft& one) { return one.verdict == "wrong"; });
  for (auto& draft : drafts) {
    if (!some_wrong || draft.verdict == "wrong") draft.take_back_index();
    draft.sampled = false;
    CHARTA_TRY_DO(rows_.save_draft(work, draft));
  }
  return {};
}

Result<void> ImagingService::draw_sample(store::UnitOfWork& work, const Actor& actor, Batch batch) {
  CHARTA_TRY(auto drafts, rows_.drafts(work, batch.id));
  std::map<UserId, std::vector<DocumentId>> by_operator;
  for (const auto& draft : drafts)
    if (draft.verdict != "right") by_operator[draft.indexed_by].push_back(draft.id);
  std::set<DocumentId> chosen;
  batch.looked_at_by = actor.author.user;
  batch.sample_percent = 0;
  batch.sample_rule = rules_.sampling.rule;
  for (const auto& [indexer, documents] : by_operator) {
    CHARTA_TRY(const auto history, rows_.checks_of(work, indexer, remembered_checks));
    const auto sample = sample_for(history, rules_.sampling);
    if (sample.percent > batch.sample_percent) {
      batch.sample_percent = sample.percent;
      batch.sample_why = sample.why;
    }
    for (const auto id : drawn(documents, sample.percent)) chosen.insert(id);
  }
  for (auto& draft : drafts) {
    draft.sampled = draft.verdict == "right" || chosen.contains(draft.id);
    CHARTA_TRY_DO(rows_.save_draft(work, draft));
  }
  CHARTA_TRY_DO(rows_.save_header(work, batch));
  const bool nothing_waits =
      std::all_of(drafts.begin(), drafts.end(), [](const Draft& one) { return !one.sampled || one.verdict == "right"; });
  return nothing_waits ? step(work, system_, batch, "pass-qa2") : Result<void>();
}

Result<BatchId> ImagingService::check(const Actor& actor, DocumentId id, const std::string& error, const std::string& words,
                                      std::int64_t version) {
  static constexpr std::string_view errors[] = {"wrong-patient", "wrong-encounter", "wrong-type",   "wrong-date",
                                                "wrong-author",  "bad-image",       "pages-missing"};
  if (!error.empty() && std::find(std::begin(errors), std::end(errors), error) == std::end(errors))
    return fail(ErrorKind::unknown_code, "'" + error + "' is no error of an index", "error");
  CHARTA_TRY(const auto found, store_.read([&](store::Reader& reader) { return draft_of(reader, id); }));
  const auto key = keys_.next_key();
  const auto done = change(actor, found.second.id, version, {}, [&](store::UnitOfWork& work, Batch& batch) -> Result<void> {
    CHARTA_TRY(auto draft, rows_.draft(work, id));
    if (!draft || batch.state != "qa1" || !draft->sampled || !draft->verdict.empty())
      return fail(ErrorKind::business_rule, "this document does not wait for a second look");
    if (draft->indexed_by == actor.author.user)
      return fail(ErrorKind::business_rule, "somebody else than who indexed it looks at a document a second time");
    draft->verdict = error.empty() ? "right" : "wrong";
    draft->checked_by = actor.author.user;
    CHARTA_TRY_DO(rows_.save_draft(work, *draft));
    CHARTA_TRY_DO(rows_.add_check(work, key, *draft, actor.author.user, clock_.now(), error));
    CHARTA_TRY_DO(note(work, actor, ledger::Act::verified, "scan_document", id.key(), batch.version, draft->patient,
                       error.empty() ? "right" : error, rules_.sampling.rule));
    if (!words.empty()) {
      worklists::Act remark;
      remark.event = "note";
      remark.note = words;
      CHARTA_TRY_DO(worklists_.apply(work, system_, batch.item, remark));
    }
    if (!error.empty()) return step(work, system_, batch, "reindex", "index-is-wrong");
    CHARTA_TRY(const auto drafts, rows_.drafts(work, batch.id));
    const bool is_last =
        std::all_of(drafts.begin(), drafts.end(), [](const Draft& one) { return !one.sampled || one.verdict == "right"; });
    return is_last ? step(work, system_, batch, "pass-qa2") : Result<void>();
  });
  if (!done) return done.error();
  return found.second.id;
}

}  // namespace charta::document_imaging
