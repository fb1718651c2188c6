// SPDX-License-Identifier: Apache-2.0
#include "store/text_index.hpp"

#include "store/compression.hpp"

#include <algorithm>
#include <array>

namespace charta::store {
namespace {

constexpr std::int64_t numbering = 0x74657874706167;  // whoever numbers pages waits for the one before

// How many pages PostgreSQL is asked for at once, the newest first; then all the others.
constexpr std::int64_t spans[] = {2 * small_block, large_block, 8 * large_block, std::numeric_limits<std::int64_t>::max()};

#define CHARTA_MAY_BE_SEEN                                                                                      \
  " (facility_bit & :facilities) <> 0 AND (sensitivity & :hidden) = 0 AND (:patient = 0 OR patient = :patient)" \
  " AND at >= :from_at AND at < :until_at "

constexpr Statement select_last{"text_index.select_last", "SELECT coalesce(max(page), 0) FROM text_page"};
constexpr Statement count_pages{"text_index.count_pages", "SELECT count(*) FROM text_page"};
constexpr Statement select_document{"text_index.select_document",
                                    "SELECT page, words FROM text_page WHERE document = :document ORDER BY number"};
constexpr Statement delete_document{"text_index.delete_document", "DELETE FROM text_page WHERE document = :document"};
constexpr Statement hide_document{"text_index.hide_document", "UPDATE text_page SET facility_bit = 0 WHERE document = :document"};
constexpr Statement update_document{"text_index.update_document", R"sql(
  UPDATE text_page SET patient = :patient, facility_bit = :facility_bit, sensitivity = :sensitivity WHERE document = :document)sql"};
constexpr Statement update_labels{"text_index.update_labels",
                                  "UPDATE text_page SET sensitivity = sensitivity | :labels WHERE patient = :patient"};
constexpr Statement select_labelled{
    "text_index.select_labelled",
    "SELECT DISTINCT document FROM text_page WHERE patient = :patient AND (sensitivity & :labels) <> 0"};
constexpr Statement delete_pages{"text_index.delete_pages", "DELETE FROM text_page"};

// SQLite
constexpr Statement insert_page{"text_index.insert_page", R"sql(
  INSERT INTO text_page (page, document, number, patient, at, facility_bit, sensitivity, words)
  VALUES (:page, :document, :number, :patient, :at, :facility_bit, :sensitivity, :words))sql"};
constexpr Statement insert_words{"text_index.insert_words", "INSERT INTO text_word (rowid, words) VALUES (:page, :words)"};
constexpr Statement delete_words{"text_index.delete_words",
                                 "INSERT INTO text_word (text_word, rowid, words) VALUES ('delete', :page, :words)"};
constexpr Statement delete_all_words{"text_index.delete_all_words", "INSERT INTO text_word (text_word) VALUES ('delete-all')"};
constexpr Statement match_words{
    "text_index.match_words",
    "SELECT page, document, number, patient, at, text_page.words FROM text_word CROSS JOIN text_page ON page = "
    "text_word.rowid WHERE text_word MATCH :query AND" CHARTA_MAY_BE_SEEN "ORDER BY text_word.rowid DESC LIMIT :limit"};

// PostgreSQL
constexpr Statement insert_page_and_vector{"text_index.insert_page_and_vector", R"sql(
  INSERT INTO text_page (page, document, number, patient, at, facility_bit, sensitivity, words, vector)
  VALUES (:page, :document, :number, :patient, :at, :facility_bit, :sensitivity, :words, CAST(:vector AS TSVECTOR)))sql"};
// The words are looked for first, whatever the planner thinks of the order: walking the pages backwards may read all of them.
constexpr Statement match_vector{
    "text_index.match_vector",
    "WITH found AS MATERIALIZED (SELECT page FROM text_page WHERE vector @@ CAST(:query AS TSQUERY) "
    "AND page >= :lowest AND page < :below AND" CHARTA_MAY_BE_SEEN
    "), newest AS MATERIALIZED (SELECT page FROM found ORDER BY page DESC LIMIT :limit) "
    "SELECT p.page, p.document, p.number, p.patient, p.at, p.words FROM newest JOIN text_page p ON p.page = "
    "newest.page ORDER BY newest.page DESC"};
#undef CHARTA_MAY_BE_SEEN

/// As FTS5 is given it: the words, then the marks.
std::string all_words(const TextPage& page) {
  std::string out = page.words;
  for (const auto& mark : page.marks) out += " =" + mark;
  return out;
}

TextFound found_from(const Row& row) {
  TextFound found{row.integer(0), row.integer(1), row.integer(2), row.integer(3), row.integer(4), {}};
  found.words = unpacked(row.bytes(5)).value_or("");
  if (const auto marks = found.words.find(" ="); marks != std::string::npos) found.words.resize(marks);
  return found;
}

std::vector<Binding> bindings_of(const TextQuery& query) {
  return {{"facilities", query.facilities},
          {"hidden", query.hidden},
          {"patient", query.patient},
          {"from_at", query.from},
          {"until_at", query.until}};
}

Result<void> read_found(Reader& reader, const Statement& statement, const std::vector<Binding>& bindings,
                        std::vector<TextFound>& found) {
  return reader.read(statement, Bindings(bindings), [&](const Row& row) {
    found.push_back(found_from(row));
    return true;
  });
}

Result<std::vector<TextFound>> find_in_fts5(Reader& reader, const TextQuery& query) {
  std::vector<TextFound> found;
  const std::string text = fts5_query(query);
  auto bindings = bindings_of(query);
  bindings.push_back({"query", text});
  bindings.push_back({"limit", query.limit});
  CHARTA_TRY_DO(read_found(reader, match_words, bindings, found));
  return found;
}

/// GIN gives everything that it finds: what is common is looked for in the newest pages first, then in more, then everywhere.
Result<std::vector<TextFound>> find_in_gin(Reader& reader, const TextQuery& query) {
  std::vector<TextFound> found;
  CHARTA_TRY(const auto last, reader.read_one(select_last, {}, [](const Row& row) { return row.integer(0); }));
  std::int64_t below = last.value_or(0) + 1;
  for (const std::int64_t span : spans) {
    const bool everywhere = query.patient != 0 || span >= below;
    const std::int64_t lowest = everywhere ? 0 : below - span;
    const std::string text = everywhere ? ts_query(query) : ts_query(query, block_marks(lowest, below - 1));
    auto bindings = bindings_of(query);
    bindings.push_back({"query", text});
    bindings.push_back({"lowest", lowest});
    bindings.push_back({"below", below});
    bindings.push_back({"limit", query.limit - static_cast<std::int64_t>(found.size())});
    CHARTA_TRY_DO(read_found(reader, match_vector, bindings, found));
    if (everywhere || static_cast<std::int64_t>(found.size()) >= query.limit) break;
    below = lowest;
  }
  return found;
}

}  // namespace

Result<std::vector<std::int64_t>> TextIndex::add(UnitOfWork& work, const std::vector<TextPage>& pages) const {
  std::vector<std::int64_t> numbers;
  if (pages.empty()) return numbers;
  CHARTA_TRY_DO(work.lock(numbering));
  CHARTA_TRY(const auto last, work.read_one(select_last, {}, [](const Row& row) { return row.integer(0); }));
  std::int64_t number = last.value_or(0);
  for (const auto& page : pages) {
    ++number;
    const std::string words = all_words(page);
    const Bytes kept = packed(words);
    std::vector<Binding> bindings{
        {"page", number}, {"document", page.document},         {"number", page.number},           {"patient", page.patient},
        {"at", page.at},  {"facility_bit", page.facility_bit}, {"sensitivity", page.sensitivity}, {"words", Value::bytes(kept)}};
    if (work.engine() == Engine::sqlite) {
      CHARTA_TRY_DO(work.write(insert_page, Bindings(bindings)));
      CHARTA_TRY_DO(work.write(insert_words, {{"page", number}, {"words", words}}));
    } else {
      auto marks = page.marks;
      marks.push_back("b" + std::to_string(number / small_block));
      marks.push_back("c" + std::to_string(number / large_block));
      const std::string vector = ts_vector(page.words, marks);
      bindings.push_back({"vector", vector});
      CHARTA_TRY_DO(work.write(insert_page_and_vector, Bindings(bindings)));
    }
    numbers.push_back(number);
  }
  return numbers;
}

Result<void> TextIndex::remove(UnitOfWork& work, std::int64_t document) const {
  if (work.engine() == Engine::sqlite) {
    struct Said {
      std::int64_t page;
      std::optional<Bytes> words;
    };
    CHARTA_TRY(const auto pages, work.read_all(select_document, {{"document", document}}, [](const Row& row) {
      return Said{row.integer(0), unpacked(row.bytes(1))};
    }));
    for (const auto& page : pages) {
      if (!page.words)
        return fail(ErrorKind::unavailable, "page " + std::to_string(page.page) + " of the text index is damaged: build it anew");
      CHARTA_TRY_DO(work.write(delete_words, {{"page", page.page}, {"words", *page.words}}));
    }
  }
  return work.write(delete_document, {{"document", document}});
}

Result<void> TextIndex::hide(UnitOfWork& work, std::int64_t document) const {
  return work.write(hide_document, {{"document", document}});
}

Result<void> TextIndex::relabel(UnitOfWork& work, std::int64_t document, std::int64_t patient, std::int64_t facility_bit,
                                std::int64_t sensitivity) const {
  return work.write(update_document,
                    {{"document", document}, {"patient", patient}, {"facility_bit", facility_bit}, {"sensitivity", sensitivity}});
}

Result<void> TextIndex::add_label(UnitOfWork& work, std::int64_t patient, std::int64_t labels) const {
  return work.write(update_labels, {{"patient", patient}, {"labels", labels}});
}

Result<std::vector<std::int64_t>> TextIndex::labelled(Reader& reader, std::int64_t patient, std::int64_t labels) const {
  return reader.read_all(select_labelled, {{"patient", patient}, {"labels", labels}},
                         [](const Row& row) { return row.integer(0); });
}

Result<void> TextIndex::clear(UnitOfWork& work) const {
  if (work.engine() == Engine::sqlite) CHARTA_TRY_DO(work.write(delete_all_words, {}));
  return work.write(delete_pages, {});
}

Result<std::vector<TextFound>> TextIndex::find(Reader& reader, const TextQuery& query) const {
  const bool asks =
      std::any_of(query.clauses.begin(), query.clauses.end(), [](const TextClause& one) { return !one.is_excluded; });
  if (!asks) return fail(ErrorKind::missing, "say at least one word that shall stand on the page");
  return reader.engine() == Engine::sqlite ? find_in_fts5(reader, query) : find_in_gin(reader, query);
}

Result<std::int64_t> TextIndex::count(Reader& reader) const {
  CHARTA_TRY(const auto pages, reader.read_one(count_pages, {}, [](const Row& row) { return row.integer(0); }));
  return pages.value_or(0);
}

}  // namespace charta::store
