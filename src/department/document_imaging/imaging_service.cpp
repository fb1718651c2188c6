// SPDX-License-Identifier: Apache-2.0
#include "department/document_imaging/imaging_service.hpp"

#include "base/log.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <set>

namespace charta::document_imaging {
namespace {

using access::Actor;
using access::Permission;

Error no_batch(BatchId id) {
  return fail(ErrorKind::not_found, "no scan batch " + id.text());
}

std::string arrangement_text(const Arrangement& arrangement) {
  std::string text;
  for (const auto& page : arrangement.pages())
    text += page.id.text() + ":" + std::string(role_code(page.role)) + ":" + page.document.text() + ":" +
            std::to_string(page.place) + ":" + std::to_string(page.turned) + ";";
  return text;
}

bool is_same(const Page& a, const Page& b) {
  return a.role == b.role && a.document == b.document && a.place == b.place && a.turned == b.turned && a.reason == b.reason &&
         sheet_json(a.sheet) == sheet_json(b.sheet);
}

}  // namespace

void ImagingService::declare() {
  worklists_.declare(
      scan_batch_machine(),
      [this](store::UnitOfWork& work, std::string_view name, const worklists::WorkItem& item, const worklists::Act&) {
        return guard(work, name, item);
      },
      [this](store::UnitOfWork& work, const Actor& actor, const worklists::WorkItem& item, const worklists::Act& act) {
        return entered(work, actor, item, act);
      });
  jobs_.handle(std::string(reading_job), [this](jobs::Lease& lease) { return read_scans(lease); });
}

Result<void> ImagingService::note(store::UnitOfWork& work, const Actor& actor, ledger::Act act, std::string_view kind,
                                  std::int64_t subject, std::int64_t version, PatientId patient, std::string_view reason,
                                  std::string_view rule) {
  return ledger_.record(work, actor.author, {act, kind, subject, version, patient, reason, rule, {}});
}

Result<std::string> ImagingService::keep(const Bytes& bytes) {
  CHARTA_TRY(const auto digest, store_.blobs().put(bytes));
  return digest.hex();
}

Result<Bytes> ImagingService::bytes_of(std::string_view hex) {
  const auto digest = Digest::parse_hex(hex);
  if (!digest) return fail(ErrorKind::not_found, "there is no such image of this page");
  return store_.blobs().get(*digest);
}

Result<void> ImagingService::change(const Actor& actor, BatchId id, std::int64_t version, std::string_view what,
                                    const Change& make) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  return store_.write([&](store::UnitOfWork& work) -> Result<void> {
    CHARTA_TRY_DO(work.lock(id.key()));
    CHARTA_TRY(auto batch, rows_.batch(work, id));
    if (!batch) return no_batch(id);
    CHARTA_TRY(const bool fresh, rows_.raise_version(work, id, version));
    if (!fresh)
      return fail(ErrorKind::version_conflict, "scan batch " + id.text() + " was changed meanwhile; look at it again", "version");
    ++batch->version;
    CHARTA_TRY_DO(make(work, *batch));
    if (what.empty()) return {};
    return note(work, actor, ledger::Act::amended, "scan_batch", id.key(), batch->version, {}, what);
  });
}

Result<void> ImagingService::step(store::UnitOfWork& work, const Actor& actor, const Batch& batch, std::string event,
                                  std::string reason) {
  worklists::Act act;
  act.event = std::move(event);
  act.reason_code = std::move(reason);
  CHARTA_TRY_DO(worklists_.apply(work, actor, batch.item, act));
  return {};
}

Result<ImagingService::Listed> ImagingService::list(const Actor& actor, const std::vector<std::string>& states,
                                                    std::int64_t limit, std::int64_t offset) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  const auto known = worklists::states_of(scan_batch_machine());
  for (const auto& state : states)
    if (std::find(known.begin(), known.end(), state) == known.end())
      return fail(ErrorKind::invalid, "'" + state + "' is no state of a scan batch", "state");
  const std::set<std::string> once(states.begin(), states.end());
  return store_.read([&](store::Reader& reader) -> Result<Listed> {
    const std::vector<std::string> asked(once.begin(), once.end());
    Listed listed;
    CHARTA_TRY(listed.rows, rows_.list(reader, asked, limit, offset));
    CHARTA_TRY(listed.total, rows_.count(reader, asked));
    return listed;
  });
}

Result<BatchView> ImagingService::view(const Actor& actor, BatchId id) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  return store_.read([&](store::Reader& reader) -> Result<BatchView> {
    BatchView view;
    CHARTA_TRY(auto row, rows_.row(reader, id));
    if (!row) return no_batch(id);
    view.row = std::move(*row);
    CHARTA_TRY(view.feeds, rows_.feeds(reader, id));
    CHARTA_TRY(view.pages, rows_.pages(reader, id));
    CHARTA_TRY(view.drafts, rows_.drafts(reader, id));
    CHARTA_TRY(view.questions, rows_.questions(reader, id));
    view.balance = balance_of(view.row.batch, view.pages, view.drafts);
    CHARTA_TRY(const auto item, worklists_.find(reader, view.row.batch.item));
    if (!item) return fail(ErrorKind::internal, "scan batch " + id.text() + " has lost its work item");
    view.offers = worklists_.offers(actor, *item);
    view.due_at = item->due_at;
    return view;
  });
}

Result<void> ImagingService::save_arrangement(store::UnitOfWork& work, const Arrangement& before, const Arrangement& after) {
  for (std::size_t i = 0; i < after.pages().size(); ++i)
    if (!is_same(before.pages()[i], after.pages()[i])) CHARTA_TRY_DO(rows_.save_page(work, after.pages()[i]));
  std::set<DocumentId> were, are;
  for (const auto& draft : before.drafts()) were.insert(draft.id);
  for (const auto& draft : after.drafts()) {
    are.insert(draft.id);
    CHARTA_TRY_DO(were.contains(draft.id) ? rows_.save_draft(work, draft) : rows_.add_draft(work, draft));
  }
  for (const auto id : were)
    if (!are.contains(id)) CHARTA_TRY_DO(rows_.remove_draft(work, id));
  return {};
}

Result<void> ImagingService::edit(const Actor& actor, BatchId id, const std::vector<Edit>& edits, std::int64_t version) {
  if (edits.empty()) return fail(ErrorKind::missing, "say what shall be changed", "edits");
  return change(actor, id, version, {}, [&](store::UnitOfWork& work, Batch& batch) -> Result<void> {
    if (!may_be_edited(batch.state))
      return fail(ErrorKind::business_rule,
                  "this batch is " + batch.state + "; pages are arranged while it is stopped or separated", "state");
    CHARTA_TRY(auto pages, rows_.pages(work, id));
    CHARTA_TRY(auto drafts, rows_.drafts(work, id));
    const Arrangement before(std::move(pages), std::move(drafts));
    Arrangement after = before;
    for (const auto& one : edits) CHARTA_TRY_DO(after.apply(one, [&] { return keys_.next<DocumentId>(); }));
    CHARTA_TRY_DO(save_arrangement(work, before, after));
    const Digest digest = sha256(arrangement_text(after));
    return ledger_.record(work, actor.author,
                          {ledger::Act::amended, "scan_batch", id.key(), batch.version, {}, "arranged", {}, digest});
  });
}

Result<BatchId> ImagingService::answer(const Actor& actor, QuestionId id, const std::string& chosen, std::int64_t version) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  CHARTA_TRY(const auto asked, store_.read([&](store::Reader& reader) { return rows_.question(reader, id); }));
  if (!asked) return fail(ErrorKind::not_found, "no question " + id.text());
  const auto choices = answers_to(asked->kind);
  if (std::none_of(choices.begin(), choices.end(), [&](const AnswerChoice& one) { return one.answer == chosen; }))
    return fail(ErrorKind::unknown_code, "'" + chosen + "' is no answer to this question", "answer");
  const auto done = change(actor, asked->batch, version, "answered", [&](store::UnitOfWork& work, Batch& batch) -> Result<void> {
    CHARTA_TRY(auto question, rows_.question(work, id));
    if (!question || !question->is_open()) return fail(ErrorKind::business_rule, "this question was answered already");
    if (!may_be_edited(batch.state))
      return fail(ErrorKind::business_rule, "this batch is " + batch.state + "; nothing is asked of it now");
    CHARTA_TRY(auto pages, rows_.pages(work, batch.id));
    CHARTA_TRY(auto drafts, rows_.drafts(work, batch.id));
    const Arrangement before(std::move(pages), std::move(drafts));
    Arrangement after = before;
    const auto next = [&] { return keys_.next<DocumentId>(); };
    if (chosen == "as-read" && question->sheet) {
      CHARTA_TRY_DO(after.set_sheet(question->page, *question->sheet, next));
    } else if (question->page.is_set() && (chosen == "separator" || chosen == "reject")) {
      Edit edit;
      edit.kind = chosen == "separator" ? EditKind::separator : EditKind::reject;
      edit.page = question->page;
      edit.reason = question->kind == "nearly-same-page" ? "Scanned twice" : "cannot-be-read";
      CHARTA_TRY_DO(after.apply(edit, next));
    }
    CHARTA_TRY_DO(save_arrangement(work, before, after));
    question->answer = chosen;
    question->answered_by = actor.author.user;
    question->answered_at = clock_.now();
    return rows_.save_answer(work, *question);
  });
  if (!done) return done.error();
  return asked->batch;
}

Result<void> ImagingService::act(const Actor& actor, BatchId id, const worklists::Act& act, std::int64_t version) {
  static constexpr std::string_view said[] = {"separate", "index",    "pass-qa1", "reindex",
                                              "rescan",   "withdraw", "retain",   "destroy"};
  if (std::find(std::begin(said), std::end(said), act.event) == std::end(said))
    return fail(ErrorKind::business_rule, "'" + act.event + "' is no step that a person says", "event");
  return change(actor, id, version, {}, [&](store::UnitOfWork& work, Batch& batch) -> Result<void> {
    CHARTA_TRY_DO(worklists_.apply(work, actor, batch.item, act));
    return {};
  });
}

Result<void> ImagingService::guard(store::UnitOfWork& work, std::string_view name, const worklists::WorkItem& item) {
  CHARTA_TRY(const auto row, rows_.row(work, BatchId(item.subject)));
  if (!row) return no_batch(BatchId(item.subject));
  const auto refuse = [](std::string sentence) { return fail(ErrorKind::business_rule, std::move(sentence), "event"); };
  CHARTA_TRY(const auto drafts, rows_.drafts(work, row->batch.id));
  const auto all = [&](auto is) { return std::all_of(drafts.begin(), drafts.end(), is); };
  if (name == "a-file-came") {
    if (row->unopened_feeds == 0) return refuse("feeding a file makes this step");
  } else if (name == "something-is-asked") {
    if (row->open_questions == 0) return refuse("nothing stops this batch");
  } else if (name == "every-question-is-answered") {
    if (row->unread > 0 || row->unopened_feeds > 0) return refuse("pages of this batch are still being read");
    if (row->open_questions > 0)
      return refuse(std::to_string(row->open_questions) + " of what the separators leave open is not answered yet");
  } else if (name == "every-document-is-indexed") {
    if (!all([](const Draft& one) { return one.is_indexed(); }))
      return refuse(std::to_string(row->documents - row->indexed) + " of " + std::to_string(row->documents) +
                    " documents are not indexed yet");
  } else if (name == "images-are-all-there") {
    CHARTA_TRY(const auto pages, rows_.pages(work, row->batch.id));
    const auto balance = balance_of(row->batch, pages, drafts);
    if (!balance.holds) return refuse(balance.says);
  } else if (name == "sample-is-right") {
    if (!all([](const Draft& one) { return !one.sampled || one.verdict == "right"; }))
      return refuse("documents of the sample are still to be looked at by a second person");
  } else if (name == "documents-are-filed") {
    if (!all([](const Draft& one) { return one.resource.is_set(); }))
      return refuse("committing the batch files its documents and makes this step");
  } else if (name == "nothing-was-filed") {
    if (!all([](const Draft& one) { return !one.resource.is_set(); })) return refuse("documents of this batch stand in charts");
  } else if (name == "paper-was-kept-long-enough") {
    if (!item.due_at || clock_.now() < *item.due_at)
      return refuse("the paper is kept until " + (item.due_at ? item.due_at->text() : std::string("a day that nobody named")) +
                    " (" + rules_.retention_rule + ")");
  }
  return {};
}

Result<void> ImagingService::entered(store::UnitOfWork& work, const Actor& actor, const worklists::WorkItem& item,
                                     const worklists::Act& act) {
  const BatchId id(item.subject);
  CHARTA_TRY_DO(rows_.set_state(work, id, item.state));
  CHARTA_TRY(const auto batch, rows_.batch(work, id));
  if (!batch) return no_batch(id);
  if (act.event == "reindex") return take_back_indexes(work, *batch);
  if (act.event == "pass-qa1") return draw_sample(work, actor, *batch);
  if (item.state == "committed") {
    const auto until = clock_.now().plus(std::chrono::days(rules_.retention_days));
    return worklists_.set_due(work, item.id, until, rules_.retention_rule);
  }
  return {};
}

Result<ImageBytes> ImagingService::image(const Actor& actor, PageId id, std::string_view which) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  CHARTA_TRY(const auto page, store_.read([&](store::Reader& reader) { return rows_.page(reader, id); }));
  if (!page) return fail(ErrorKind::not_found, "no scanned page " + id.text());
  const bool straight = which != "original" && !page->straightened.empty();
  ImageBytes image;
  if (which == "thumbnail") {
    image.media_type = page->thumbnail_type;
    CHARTA_TRY(image.bytes, bytes_of(page->thumbnail));
    return image;
  }
  image.media_type = straight ? page->straightened_type : page->original_type;
  CHARTA_TRY(image.bytes, bytes_of(straight ? page->straightened : page->original));
  return image;
}

Result<std::vector<page_reading::Word>> ImagingService::words_of(const Page& page) {
  if (page.words.empty()) return std::vector<page_reading::Word>();
  CHARTA_TRY(const auto text, bytes_of(page.words));
  return parse_words(text);
}

Result<ImagingService::PageWords> ImagingService::words(const Actor& actor, PageId id) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  CHARTA_TRY(auto page, store_.read([&](store::Reader& reader) { return rows_.page(reader, id); }));
  if (!page) return fail(ErrorKind::not_found, "no scanned page " + id.text());
  CHARTA_TRY(auto words, words_of(*page));
  return PageWords{std::move(*page), std::move(words)};
}

Result<std::pair<Draft, Batch>> ImagingService::draft_of(store::Reader& reader, DocumentId id) const {
  CHARTA_TRY(auto draft, rows_.draft(reader, id));
  if (!draft) return fail(ErrorKind::not_found, "no document " + id.text() + " in the making");
  CHARTA_TRY(auto batch, rows_.batch(reader, draft->batch));
  if (!batch) return no_batch(draft->batch);
  return std::pair(std::move(*draft), std::move(*batch));
}

}  // namespace charta::document_imaging
