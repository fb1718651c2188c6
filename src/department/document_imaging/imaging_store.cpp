// SPDX-License-Identifier: Apache-2.0
#include "department/document_imaging/imaging_store.hpp"

namespace charta::document_imaging {
namespace {

using store::Row;
using store::Statement;

#define CHARTA_BATCH_COLUMNS                                                                                                    \
  "SELECT batch, item, state, title, door, device, settings, operator, sheets, again, sides, blanks_dropped, expected_sheets, " \
  "version, created_at, looked_at_by, sample_percent, sample_why, sample_rule "                                                 \
  "FROM scan_batch "
constexpr Statement insert_batch{"document_imaging.insert_batch", R"sql(
  INSERT INTO scan_batch (
    batch, item, state, title, door, device, settings, operator, sheets, again, sides, blanks_dropped,
    expected_sheets, version, created_at, looked_at_by, sample_percent, sample_why, sample_rule)
  VALUES (
    :batch, :item, :state, :title, :door, :device, :settings, :operator, :sheets, :again, :sides, :blanks_dropped,
    :expected_sheets, :version, :created_at, :looked_at_by, :sample_percent, :sample_why, :sample_rule))sql"};
constexpr Statement update_batch{"document_imaging.update_batch", R"sql(
  UPDATE scan_batch SET
    title = :title, device = :device, settings = :settings, sheets = :sheets, again = :again, sides = :sides,
    blanks_dropped = :blanks_dropped, expected_sheets = :expected_sheets, looked_at_by = :looked_at_by,
    sample_percent = :sample_percent, sample_why = :sample_why, sample_rule = :sample_rule
   WHERE batch = :batch)sql"};
#define CHARTA_FEED_COLUMNS                                                                    \
  "SELECT feed, batch, digest, media_type, size, door, again, fed_by, fed_at, pages, problem " \
  "FROM scan_feed "
constexpr Statement insert_feed{"document_imaging.insert_feed", R"sql(
  INSERT INTO scan_feed (
    feed, batch, digest, media_type, size, door, again, fed_by, fed_at, pages, problem)
  VALUES (
    :feed, :batch, :digest, :media_type, :size, :door, :again, :fed_by, :fed_at, :pages, :problem))sql"};
#define CHARTA_PAGE_COLUMNS                                                                                                  \
  "SELECT page, batch, feed, number, original, original_type, straightened, straightened_type, thumbnail, thumbnail_type, "  \
  "words, width, height, dpi, skew, turned, ink, looks_blank, has_marks, symbols, sheet, is_read, problem, role, document, " \
  "place, "                                                                                                                  \
  "reason, likeness "                                                                                                        \
  "FROM scan_page "
constexpr Statement insert_page{"document_imaging.insert_page", R"sql(
  INSERT INTO scan_page (
    page, batch, feed, number, original, original_type, straightened, straightened_type, thumbnail, thumbnail_type,
    words, width, height, dpi, skew, turned, ink, looks_blank, has_marks, symbols, sheet, is_read, problem, role, document,
    place, reason, likeness)
  VALUES (
    :page, :batch, :feed, :number, :original, :original_type, :straightened, :straightened_type, :thumbnail,
    :thumbnail_type, :words, :width, :height, :dpi, :skew, :turned, :ink, :looks_blank, :has_marks, :symbols, :sheet, :is_read,
    :problem, :role, :document, :place, :reason, :likeness))sql"};
constexpr Statement select_pages_of_patient{"document_imaging.select_pages_of_patient", CHARTA_PAGE_COLUMNS
                                            "WHERE document IN (SELECT document FROM scan_document WHERE patient = :patient "
                                            "ORDER BY document DESC LIMIT 200) AND role = 'page'"};
constexpr Statement update_page{"document_imaging.update_page", R"sql(
  UPDATE scan_page SET
    straightened = :straightened, straightened_type = :straightened_type, thumbnail = :thumbnail,
    thumbnail_type = :thumbnail_type, words = :words, width = :width, height = :height, dpi = :dpi, skew = :skew,
    turned = :turned, ink = :ink, looks_blank = :looks_blank, has_marks = :has_marks, symbols = :symbols, sheet = :sheet, is_read = :is_read,
    problem = :problem, role = :role, document = :document, place = :place, reason = :reason, likeness = :likeness
   WHERE page = :page)sql"};
#define CHARTA_DRAFT_COLUMNS                                                                                            \
  "SELECT document, batch, place, sheet, patient, encounter, type_code, type_display, service_date, author, expected, " \
  "confirmed, answered, indexed_by, indexed_at, sampled, verdict, checked_by, resource, resource_id "                   \
  "FROM scan_document "
constexpr Statement insert_draft{"document_imaging.insert_draft", R"sql(
  INSERT INTO scan_document (
    document, batch, place, sheet, patient, encounter, type_code, type_display, service_date, author, expected,
    confirmed, answered, indexed_by, indexed_at, sampled, verdict, checked_by, resource, resource_id)
  VALUES (
    :document, :batch, :place, :sheet, :patient, :encounter, :type_code, :type_display, :service_date, :author,
    :expected, :confirmed, :answered, :indexed_by, :indexed_at, :sampled, :verdict, :checked_by, :resource,
    :resource_id))sql"};
constexpr Statement update_draft{"document_imaging.update_draft", R"sql(
  UPDATE scan_document SET
    place = :place, sheet = :sheet, patient = :patient, encounter = :encounter, type_code = :type_code,
    type_display = :type_display, service_date = :service_date, author = :author, expected = :expected,
    confirmed = :confirmed, answered = :answered, indexed_by = :indexed_by, indexed_at = :indexed_at,
    sampled = :sampled, verdict = :verdict, checked_by = :checked_by, resource = :resource, resource_id = :resource_id
   WHERE document = :document)sql"};
#define CHARTA_QUESTION_COLUMNS                                                        \
  "SELECT question, batch, page, kind, text, sheet, answer, answered_by, answered_at " \
  "FROM scan_question "
constexpr Statement insert_question{"document_imaging.insert_question", R"sql(
  INSERT INTO scan_question (
    question, batch, page, kind, text, sheet, answer, answered_by, answered_at)
  VALUES (
    :question, :batch, :page, :kind, :text, :sheet, :answer, :answered_by, :answered_at))sql"};

constexpr Statement select_batch{"document_imaging.select_batch", CHARTA_BATCH_COLUMNS "WHERE batch = :batch"};
constexpr Statement select_batch_of_item{"document_imaging.select_batch_of_item", CHARTA_BATCH_COLUMNS "WHERE item = :item"};
// As many places as there are states, so that one statement serves every choice of them.
constexpr Statement select_batches{
    "document_imaging.select_batches", CHARTA_BATCH_COLUMNS
    "WHERE state IN (:s0, :s1, :s2, :s3, :s4, :s5, :s6, :s7, :s8, :s9, :s10) ORDER BY batch DESC LIMIT :limit OFFSET :offset"};
constexpr Statement count_batches{
    "document_imaging.count_batches",
    "SELECT COUNT(*) FROM scan_batch WHERE state IN (:s0, :s1, :s2, :s3, :s4, :s5, :s6, :s7, :s8, :s9, :s10)"};
constexpr Statement select_counts{"document_imaging.select_counts", R"sql(
  SELECT (SELECT COUNT(*) FROM scan_page WHERE batch = :batch),
         (SELECT COUNT(*) FROM scan_page WHERE batch = :batch AND is_read = 0),
         (SELECT COUNT(*) FROM scan_document WHERE batch = :batch),
         (SELECT COUNT(*) FROM scan_document WHERE batch = :batch AND indexed_by <> 0),
         (SELECT COUNT(*) FROM scan_question WHERE batch = :batch AND answer = ''),
         (SELECT COUNT(*) FROM scan_feed WHERE batch = :batch AND pages < 0 AND problem = ''))sql"};
constexpr Statement select_problem{"document_imaging.select_problem",
                                   "SELECT problem FROM scan_feed WHERE batch = :batch AND problem <> '' ORDER BY feed LIMIT 1"};
constexpr Statement update_version{
    "document_imaging.update_version",
    "UPDATE scan_batch SET version = version + 1 WHERE batch = :batch AND (version = :expected OR :expected = 0)"};
constexpr Statement update_state{"document_imaging.update_state", "UPDATE scan_batch SET state = :state WHERE batch = :batch"};
constexpr Statement select_feeds{"document_imaging.select_feeds", CHARTA_FEED_COLUMNS "WHERE batch = :batch ORDER BY feed"};
constexpr Statement select_batch_with_file{"document_imaging.select_batch_with_file", R"sql(
  SELECT f.batch FROM scan_feed f JOIN scan_batch b ON b.batch = f.batch
   WHERE f.digest = :digest AND b.state <> 'withdrawn' ORDER BY f.feed LIMIT 1)sql"};
constexpr Statement select_batch_of_feed{"document_imaging.select_batch_of_feed", "SELECT batch FROM scan_feed WHERE feed = :feed"};
constexpr Statement update_feed{"document_imaging.update_feed",
                                "UPDATE scan_feed SET pages = :pages, problem = :problem WHERE feed = :feed"};
constexpr Statement select_pages{"document_imaging.select_pages", CHARTA_PAGE_COLUMNS "WHERE batch = :batch ORDER BY number"};
constexpr Statement select_page{"document_imaging.select_page", CHARTA_PAGE_COLUMNS "WHERE page = :page"};
constexpr Statement select_drafts{"document_imaging.select_drafts", CHARTA_DRAFT_COLUMNS "WHERE batch = :batch ORDER BY place"};
constexpr Statement select_draft{"document_imaging.select_draft", CHARTA_DRAFT_COLUMNS "WHERE document = :document"};
constexpr Statement delete_draft{"document_imaging.delete_draft", "DELETE FROM scan_document WHERE document = :document"};
constexpr Statement select_questions{"document_imaging.select_questions",
                                     CHARTA_QUESTION_COLUMNS "WHERE batch = :batch ORDER BY question"};
constexpr Statement select_question{"document_imaging.select_question", CHARTA_QUESTION_COLUMNS "WHERE question = :question"};
constexpr Statement update_answer{"document_imaging.update_answer", R"sql(
  UPDATE scan_question SET answer = :answer, answered_by = :answered_by, answered_at = :answered_at WHERE question = :question)sql"};
constexpr Statement insert_check{"document_imaging.insert_check", R"sql(
  INSERT INTO scan_check (scan_check, batch, document, operator, checked_by, checked_at, verdict, error)
  VALUES (:scan_check, :batch, :document, :operator, :checked_by, :checked_at, :verdict, :error))sql"};
constexpr Statement select_checks{"document_imaging.select_checks", R"sql(
  SELECT verdict, error FROM scan_check WHERE operator = :operator ORDER BY scan_check DESC LIMIT :limit)sql"};

Batch batch_of(const Row& row) {
  Batch batch;
  batch.id = row.id<BatchId>(0);
  batch.item = row.id<WorkItemId>(1);
  batch.state = row.string(2);
  batch.title = row.string(3);
  batch.door = row.string(4);
  batch.device = row.string(5);
  batch.settings = row.string(6);
  batch.prepped_by = row.id<UserId>(7);
  if (row.integer(8) >= 0) batch.sheets = row.integer(8);
  batch.again = row.integer(9);
  batch.sides = row.integer(10);
  batch.blanks_dropped = row.integer(11);
  batch.expected_sheets = parse_texts(row.text(12));
  batch.version = row.integer(13);
  batch.created_at = row.instant(14);
  batch.looked_at_by = row.id<UserId>(15);
  batch.sample_percent = row.integer(16);
  batch.sample_why = row.string(17);
  batch.sample_rule = row.string(18);
  return batch;
}

Feed feed_of(const Row& row) {
  Feed feed;
  feed.id = row.id<FeedId>(0);
  feed.batch = row.id<BatchId>(1);
  feed.digest = row.string(2);
  feed.media_type = row.string(3);
  feed.size = row.integer(4);
  feed.door = row.string(5);
  feed.again = row.integer(6);
  feed.fed_by = row.id<UserId>(7);
  feed.fed_at = row.instant(8);
  feed.pages = row.integer(9);
  feed.problem = row.string(10);
  return feed;
}

Page page_of(const Row& row) {
  Page page;
  page.id = row.id<PageId>(0);
  page.batch = row.id<BatchId>(1);
  page.feed = row.id<FeedId>(2);
  page.number = row.integer(3);
  page.original = row.string(4);
  page.original_type = row.string(5);
  page.straightened = row.string(6);
  page.straightened_type = row.string(7);
  page.thumbnail = row.string(8);
  page.thumbnail_type = row.string(9);
  page.words = row.string(10);
  page.width = static_cast<int>(row.integer(11));
  page.height = static_cast<int>(row.integer(12));
  page.dpi = static_cast<int>(row.integer(13));
  page.skew = row.real(14);
  page.turned = static_cast<int>(row.integer(15));
  page.ink = row.real(16);
  page.looks_blank = row.integer(17) != 0;
  page.has_marks = row.integer(18) != 0;
  page.symbols = parse_symbols(row.text(19));
  page.sheet = parse_sheet(row.text(20));
  page.is_read = row.integer(21) != 0;
  page.problem = row.string(22);
  page.role = parse_role(row.text(23)).value_or(Role::unplaced);
  page.document = row.id<DocumentId>(24);
  page.place = row.integer(25);
  page.reason = row.string(26);
  page.likeness = row.string(27);
  return page;
}

Draft draft_of(const Row& row) {
  Draft draft;
  draft.id = row.id<DocumentId>(0);
  draft.batch = row.id<BatchId>(1);
  draft.place = row.integer(2);
  draft.sheet = parse_sheet(row.text(3));
  draft.patient = row.id<PatientId>(4);
  draft.encounter = row.string(5);
  draft.type_code = row.string(6);
  draft.type_display = row.string(7);
  draft.service_date = row.string(8);
  draft.author = row.string(9);
  draft.expected = row.id<WorkItemId>(10);
  draft.confirmed = row.string(11);
  draft.answered = parse_texts(row.text(12));
  draft.indexed_by = row.id<UserId>(13);
  draft.indexed_at = row.instant(14);
  draft.sampled = row.integer(15) != 0;
  draft.verdict = row.string(16);
  draft.checked_by = row.id<UserId>(17);
  draft.resource = row.id<ResourceId>(18);
  draft.resource_id = row.string(19);
  return draft;
}

Question question_of(const Row& row) {
  Question question;
  question.id = row.id<QuestionId>(0);
  question.batch = row.id<BatchId>(1);
  question.page = row.id<PageId>(2);
  question.kind = row.string(3);
  question.text = row.string(4);
  question.sheet = parse_sheet(row.text(5));
  question.answer = row.string(6);
  question.answered_by = row.id<UserId>(7);
  question.answered_at = row.instant(8);
  return question;
}

/// Eleven places for the states asked for; all of them when none is.
std::vector<std::string> states_of(const std::vector<std::string>& asked) {
  std::vector<std::string> states = asked;
  if (states.empty())
    for (const auto state : worklists::states_of(scan_batch_machine())) states.emplace_back(state);
  states.resize(11);
  return states;
}

std::vector<store::Binding> bind_states(const std::vector<std::string>& states) {
  static constexpr std::string_view names[] = {"s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10"};
  std::vector<store::Binding> bindings;
  for (std::size_t i = 0; i < std::size(names); ++i) bindings.push_back({names[i], states[i]});
  return bindings;
}

Result<BatchRow> with_counts(store::Reader& reader, Batch batch) {
  BatchRow row;
  row.batch = std::move(batch);
  CHARTA_TRY_DO(reader.read(select_counts, {{"batch", row.batch.id}}, [&](const Row& counts) {
    row.images = counts.integer(0);
    row.unread = counts.integer(1);
    row.documents = counts.integer(2);
    row.indexed = counts.integer(3);
    row.open_questions = counts.integer(4);
    row.unopened_feeds = counts.integer(5);
    return false;
  }));
  CHARTA_TRY(const auto problem,
             reader.read_one(select_problem, {{"batch", row.batch.id}}, [](const Row& one) { return one.string(0); }));
  row.problem = problem.value_or("");
  return row;
}

/// What a page's row says after it was made, borrowed from the page and from here.
struct PageTexts {
  explicit PageTexts(const Page& page) : symbols(symbols_json(page.symbols)), sheet(sheet_json(page.sheet)) {}
  std::vector<store::Binding> values(const Page& page) const {
    return {{"page", page.id.key()},
            {"straightened", page.straightened},
            {"straightened_type", page.straightened_type},
            {"thumbnail", page.thumbnail},
            {"thumbnail_type", page.thumbnail_type},
            {"words", page.words},
            {"width", page.width},
            {"height", page.height},
            {"dpi", page.dpi},
            {"skew", page.skew},
            {"turned", page.turned},
            {"ink", page.ink},
            {"looks_blank", page.looks_blank ? 1 : 0},
            {"has_marks", page.has_marks ? 1 : 0},
            {"symbols", symbols},
            {"sheet", sheet},
            {"is_read", page.is_read ? 1 : 0},
            {"problem", page.problem},
            {"role", role_code(page.role)},
            {"document", page.document.key()},
            {"place", page.place},
            {"reason", page.reason},
            {"likeness", page.likeness}};
  }
  std::string symbols, sheet;
};

struct DraftTexts {
  explicit DraftTexts(const Draft& draft) : sheet(sheet_json(draft.sheet)), answered(texts_json(draft.answered)) {}
  std::vector<store::Binding> values(const Draft& draft) const {
    return {{"document", draft.id.key()},
            {"place", draft.place},
            {"sheet", sheet},
            {"patient", draft.patient.key()},
            {"encounter", draft.encounter},
            {"type_code", draft.type_code},
            {"type_display", draft.type_display},
            {"service_date", draft.service_date},
            {"author", draft.author},
            {"expected", draft.expected.key()},
            {"confirmed", draft.confirmed},
            {"answered", answered},
            {"indexed_by", draft.indexed_by.key()},
            {"indexed_at", draft.indexed_at},
            {"sampled", draft.sampled ? 1 : 0},
            {"verdict", draft.verdict},
            {"checked_by", draft.checked_by.key()},
            {"resource", draft.resource.key()},
            {"resource_id", draft.resource_id}};
  }
  std::string sheet, answered;
};

}  // namespace

Result<void> ImagingStore::add_batch(store::UnitOfWork& work, const Batch& batch) const {
  const std::string expected_sheets = texts_json(batch.expected_sheets);
  return work.write(insert_batch, {{"batch", batch.id.key()},
                                   {"item", batch.item.key()},
                                   {"state", batch.state},
                                   {"title", batch.title},
                                   {"door", batch.door},
                                   {"device", batch.device},
                                   {"settings", batch.settings},
                                   {"operator", batch.prepped_by.key()},
                                   {"sheets", batch.sheets.value_or(-1)},
                                   {"again", batch.again},
                                   {"sides", batch.sides},
                                   {"blanks_dropped", batch.blanks_dropped},
                                   {"expected_sheets", expected_sheets},
                                   {"version", batch.version},
                                   {"created_at", batch.created_at},
                                   {"looked_at_by", batch.looked_at_by.key()},
                                   {"sample_percent", batch.sample_percent},
                                   {"sample_why", batch.sample_why},
                                   {"sample_rule", batch.sample_rule}});
}

Result<void> ImagingStore::save_header(store::UnitOfWork& work, const Batch& batch) const {
  const std::string expected_sheets = texts_json(batch.expected_sheets);
  return work.write(update_batch, {{"batch", batch.id.key()},
                                   {"title", batch.title},
                                   {"device", batch.device},
                                   {"settings", batch.settings},
                                   {"sheets", batch.sheets.value_or(-1)},
                                   {"again", batch.again},
                                   {"sides", batch.sides},
                                   {"blanks_dropped", batch.blanks_dropped},
                                   {"expected_sheets", expected_sheets},
                                   {"looked_at_by", batch.looked_at_by.key()},
                                   {"sample_percent", batch.sample_percent},
                                   {"sample_why", batch.sample_why},
                                   {"sample_rule", batch.sample_rule}});
}

Result<void> ImagingStore::add_feed(store::UnitOfWork& work, const Feed& feed) const {
  return work.write(insert_feed, {{"feed", feed.id.key()},
                                  {"batch", feed.batch.key()},
                                  {"digest", feed.digest},
                                  {"media_type", feed.media_type},
                                  {"size", feed.size},
                                  {"door", feed.door},
                                  {"again", feed.again},
                                  {"fed_by", feed.fed_by.key()},
                                  {"fed_at", feed.fed_at},
                                  {"pages", feed.pages},
                                  {"problem", feed.problem}});
}

Result<void> ImagingStore::add_page(store::UnitOfWork& work, const Page& page) const {
  const PageTexts texts(page);
  auto values = texts.values(page);
  values.insert(values.end(), {{"batch", page.batch.key()},
                               {"feed", page.feed.key()},
                               {"number", page.number},
                               {"original", page.original},
                               {"original_type", page.original_type}});
  return work.write(insert_page, values);
}

Result<void> ImagingStore::save_page(store::UnitOfWork& work, const Page& page) const {
  const PageTexts texts(page);
  return work.write(update_page, texts.values(page));
}

Result<void> ImagingStore::add_draft(store::UnitOfWork& work, const Draft& draft) const {
  const DraftTexts texts(draft);
  auto values = texts.values(draft);
  values.push_back({"batch", draft.batch.key()});
  return work.write(insert_draft, values);
}

Result<void> ImagingStore::save_draft(store::UnitOfWork& work, const Draft& draft) const {
  const DraftTexts texts(draft);
  return work.write(update_draft, texts.values(draft));
}

Result<void> ImagingStore::add_question(store::UnitOfWork& work, const Question& question) const {
  const std::string sheet = sheet_json(question.sheet);
  return work.write(insert_question, {{"question", question.id.key()},
                                      {"batch", question.batch.key()},
                                      {"page", question.page.key()},
                                      {"kind", question.kind},
                                      {"text", question.text},
                                      {"sheet", sheet},
                                      {"answer", question.answer},
                                      {"answered_by", question.answered_by.key()},
                                      {"answered_at", question.answered_at}});
}

Result<std::optional<Batch>> ImagingStore::batch(store::Reader& reader, BatchId batch) const {
  return reader.read_one(select_batch, {{"batch", batch}}, batch_of);
}

Result<std::optional<Batch>> ImagingStore::batch_of_item(store::Reader& reader, WorkItemId item) const {
  return reader.read_one(select_batch_of_item, {{"item", item}}, batch_of);
}

Result<std::vector<BatchRow>> ImagingStore::list(store::Reader& reader, const std::vector<std::string>& asked, std::int64_t limit,
                                                 std::int64_t offset) const {
  const auto states = states_of(asked);
  auto bindings = bind_states(states);
  bindings.push_back({"limit", limit});
  bindings.push_back({"offset", offset});
  std::vector<Batch> batches;
  CHARTA_TRY_DO(reader.read(select_batches, store::Bindings(bindings), [&](const Row& row) {
    batches.push_back(batch_of(row));
    return true;
  }));
  std::vector<BatchRow> rows;
  for (auto& batch : batches) {
    CHARTA_TRY(auto row, with_counts(reader, std::move(batch)));
    rows.push_back(std::move(row));
  }
  return rows;
}

Result<std::int64_t> ImagingStore::count(store::Reader& reader, const std::vector<std::string>& asked) const {
  const auto states = states_of(asked);
  const auto bindings = bind_states(states);
  std::int64_t total = 0;
  CHARTA_TRY_DO(reader.read(count_batches, store::Bindings(bindings), [&](const Row& row) {
    total = row.integer(0);
    return false;
  }));
  return total;
}

Result<std::optional<BatchRow>> ImagingStore::row(store::Reader& reader, BatchId id) const {
  CHARTA_TRY(auto found, batch(reader, id));
  if (!found) return std::optional<BatchRow>();
  CHARTA_TRY(auto row, with_counts(reader, std::move(*found)));
  return std::optional(std::move(row));
}

Result<bool> ImagingStore::raise_version(store::UnitOfWork& work, BatchId batch, std::int64_t expected) const {
  CHARTA_TRY(const auto changed, work.write_counted(update_version, {{"batch", batch}, {"expected", expected}}));
  return changed == 1;
}

Result<void> ImagingStore::set_state(store::UnitOfWork& work, BatchId batch, std::string_view state) const {
  return work.write(update_state, {{"batch", batch}, {"state", state}});
}

Result<std::vector<Feed>> ImagingStore::feeds(store::Reader& reader, BatchId batch) const {
  return reader.read_all(select_feeds, {{"batch", batch}}, feed_of);
}

Result<std::optional<BatchId>> ImagingStore::batch_of_feed(store::Reader& reader, FeedId feed) const {
  return reader.read_one(select_batch_of_feed, {{"feed", feed}}, [](const Row& row) { return row.id<BatchId>(0); });
}

Result<std::optional<BatchId>> ImagingStore::batch_with_file(store::Reader& reader, std::string_view digest) const {
  return reader.read_one(select_batch_with_file, {{"digest", digest}}, [](const Row& row) { return row.id<BatchId>(0); });
}

Result<void> ImagingStore::set_feed_read(store::UnitOfWork& work, FeedId feed, std::int64_t pages,
                                         std::string_view problem) const {
  return work.write(update_feed, {{"feed", feed}, {"pages", pages}, {"problem", problem}});
}

Result<std::vector<Page>> ImagingStore::pages(store::Reader& reader, BatchId batch) const {
  return reader.read_all(select_pages, {{"batch", batch}}, page_of);
}

Result<std::vector<Page>> ImagingStore::pages_of_patient(store::Reader& reader, PatientId patient) const {
  return reader.read_all(select_pages_of_patient, {{"patient", patient}}, page_of);
}

Result<std::optional<Page>> ImagingStore::page(store::Reader& reader, PageId page) const {
  return reader.read_one(select_page, {{"page", page}}, page_of);
}

Result<void> ImagingStore::remove_draft(store::UnitOfWork& work, DocumentId document) const {
  return work.write(delete_draft, {{"document", document}});
}

Result<std::vector<Draft>> ImagingStore::drafts(store::Reader& reader, BatchId batch) const {
  return reader.read_all(select_drafts, {{"batch", batch}}, draft_of);
}

Result<std::optional<Draft>> ImagingStore::draft(store::Reader& reader, DocumentId document) const {
  return reader.read_one(select_draft, {{"document", document}}, draft_of);
}

Result<void> ImagingStore::save_answer(store::UnitOfWork& work, const Question& question) const {
  return work.write(update_answer, {{"question", question.id},
                                    {"answer", question.answer},
                                    {"answered_by", question.answered_by.key()},
                                    {"answered_at", question.answered_at}});
}

Result<std::vector<Question>> ImagingStore::questions(store::Reader& reader, BatchId batch) const {
  return reader.read_all(select_questions, {{"batch", batch}}, question_of);
}

Result<std::optional<Question>> ImagingStore::question(store::Reader& reader, QuestionId question) const {
  return reader.read_one(select_question, {{"question", question}}, question_of);
}

Result<void> ImagingStore::add_check(store::UnitOfWork& work, std::int64_t key, const Draft& draft, UserId by, Instant at,
                                     std::string_view error) const {
  return work.write(insert_check, {{"scan_check", key},
                                   {"batch", draft.batch},
                                   {"document", draft.id},
                                   {"operator", draft.indexed_by.key()},
                                   {"checked_by", by.key()},
                                   {"checked_at", at},
                                   {"verdict", error.empty() ? "right" : "wrong"},
                                   {"error", error}});
}

Result<std::vector<Checked>> ImagingStore::checks_of(store::Reader& reader, UserId operator_, std::int64_t limit) const {
  CHARTA_TRY(auto checks, reader.read_all(select_checks, {{"operator", operator_.key()}, {"limit", limit}}, [](const Row& row) {
    return Checked{row.text(0) == "right", row.text(1) == "wrong-patient"};
  }));
  return std::vector<Checked>(checks.rbegin(), checks.rend());
}

}  // namespace charta::document_imaging
