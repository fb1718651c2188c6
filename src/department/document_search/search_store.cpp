// SPDX-License-Identifier: Apache-2.0
#include "department/document_search/search_store.hpp"

#include "store/compression.hpp"

namespace charta::document_search {
namespace {

using store::Row;
using store::Statement;

constexpr Statement upsert_due{"document_search.ask_for", R"sql(
  INSERT INTO search_due (document, change, is_slow, since, attempts, not_before) VALUES (:document, 1, 0, :since, 0, 0)
  ON CONFLICT (document) DO UPDATE SET change = search_due.change + 1, is_slow = 0, attempts = 0, not_before = 0)sql"};
constexpr Statement select_due{"document_search.due", R"sql(
  SELECT document, change, attempts, since FROM search_due WHERE is_slow = :is_slow AND not_before <= :now
   ORDER BY since DESC LIMIT :limit)sql"};
constexpr Statement delete_due{"document_search.settle",
                               "DELETE FROM search_due WHERE document = :document AND change = :change"};
constexpr Statement update_due{"document_search.postpone", R"sql(
  UPDATE search_due SET attempts = :attempts, not_before = :not_before, is_slow = :is_slow
   WHERE document = :document AND change = :change)sql"};
constexpr Statement insert_document{"document_search.insert_document", R"sql(
  INSERT INTO search_document (document, resource_type, fhir_id, version, title, title_code, author, content_type, pages, read_at, problem)
  VALUES (:document, :resource_type, :fhir_id, :version, :title, :title_code, :author, :content_type, :pages, :read_at, :problem))sql"};
constexpr Statement insert_text{"document_search.insert_text",
                                "INSERT INTO search_text (document, number, body) VALUES (:document, :number, :body)"};
constexpr Statement insert_part{"document_search.insert_part",
                                "INSERT INTO search_part (part, document) VALUES (:part, :document) ON CONFLICT DO NOTHING"};
constexpr Statement delete_document{"document_search.delete_document", "DELETE FROM search_document WHERE document = :document"};
constexpr Statement delete_text{"document_search.delete_text", "DELETE FROM search_text WHERE document = :document"};
constexpr Statement delete_parts{"document_search.delete_parts", "DELETE FROM search_part WHERE document = :document"};
constexpr Statement clear_documents{"document_search.clear_documents", "DELETE FROM search_document"};
constexpr Statement clear_text{"document_search.clear_text", "DELETE FROM search_text"};
constexpr Statement clear_parts{"document_search.clear_parts", "DELETE FROM search_part"};
constexpr Statement clear_state{"document_search.clear_state", "DELETE FROM search_state"};
constexpr Statement select_document{"document_search.find", R"sql(
  SELECT document, resource_type, fhir_id, version, title, title_code, author, content_type, pages, read_at, problem
    FROM search_document WHERE document = :document)sql"};
constexpr Statement select_page{"document_search.page",
                                "SELECT body FROM search_text WHERE document = :document AND number = :number"};
constexpr Statement select_with_part{"document_search.documents_with", "SELECT document FROM search_part WHERE part = :part"};
constexpr Statement insert_asked{
    "document_search.add_asked",
    "INSERT INTO search_asked (search, asked_by, at, asked) VALUES (:search, :asked_by, :at, :asked)"};
constexpr Statement select_state{"document_search.folding", "SELECT folding FROM search_state WHERE id = 1"};
constexpr Statement insert_state{"document_search.set_folding", R"sql(
  INSERT INTO search_state (id, folding) VALUES (1, :folding) ON CONFLICT (id) DO UPDATE SET folding = excluded.folding)sql"};
constexpr Statement count_documents{
    "document_search.count_documents",
    "SELECT count(*), coalesce(sum(pages), 0), sum(CASE WHEN problem <> '' THEN 1 ELSE 0 END) FROM search_document"};
constexpr Statement count_due{"document_search.count_due", "SELECT count(*), min(since) FROM search_due"};

SearchDocument document_from(const Row& row) {
  SearchDocument one;
  one.document = row.id<ResourceId>(0);
  one.resource_type = row.string(1);
  one.fhir_id = row.string(2);
  one.version = row.integer(3);
  one.title = row.string(4);
  one.title_code = row.string(5);
  one.author = row.string(6);
  one.content_type = row.string(7);
  one.pages = row.integer(8);
  one.read_at = row.instant(9);
  one.problem = row.string(10);
  return one;
}

}  // namespace

Result<void> SearchStore::ask_for(store::UnitOfWork& work, ResourceId document, Instant now) const {
  return work.write(upsert_due, {{"document", document}, {"since", now}});
}

Result<std::vector<Due>> SearchStore::due(store::Reader& reader, Instant now, bool is_slow, std::int64_t limit) const {
  return reader.read_all(select_due, {{"now", now}, {"is_slow", is_slow ? 1 : 0}, {"limit", limit}}, [](const Row& row) {
    return Due{row.id<ResourceId>(0), row.integer(1), row.integer(2), row.instant(3)};
  });
}

Result<bool> SearchStore::settle(store::UnitOfWork& work, const Due& due) const {
  CHARTA_TRY(const auto gone, work.write_counted(delete_due, {{"document", due.document}, {"change", due.change}}));
  return gone == 1;
}

Result<void> SearchStore::postpone(store::UnitOfWork& work, const Due& due, Instant until, bool is_slow) const {
  return work.write(update_due, {{"document", due.document},
                                 {"change", due.change},
                                 {"attempts", due.attempts},
                                 {"not_before", until},
                                 {"is_slow", is_slow ? 1 : 0}});
}

Result<void> SearchStore::save(store::UnitOfWork& work, const SearchDocument& document, const std::vector<std::string>& pages,
                               const std::vector<ResourceId>& parts) const {
  CHARTA_TRY_DO(work.write(insert_document, {{"document", document.document},
                                             {"resource_type", document.resource_type},
                                             {"fhir_id", document.fhir_id},
                                             {"version", document.version},
                                             {"title", document.title},
                                             {"title_code", document.title_code},
                                             {"author", document.author},
                                             {"content_type", document.content_type},
                                             {"pages", document.pages},
                                             {"read_at", document.read_at},
                                             {"problem", document.problem}}));
  std::int64_t number = 0;
  for (const auto& page : pages) {
    const Bytes body = store::packed(page);
    CHARTA_TRY_DO(
        work.write(insert_text, {{"document", document.document}, {"number", ++number}, {"body", store::Value::bytes(body)}}));
  }
  for (const ResourceId part : parts) CHARTA_TRY_DO(work.write(insert_part, {{"part", part}, {"document", document.document}}));
  return {};
}

Result<void> SearchStore::remove(store::UnitOfWork& work, ResourceId document) const {
  CHARTA_TRY_DO(work.write(delete_document, {{"document", document}}));
  CHARTA_TRY_DO(work.write(delete_text, {{"document", document}}));
  return work.write(delete_parts, {{"document", document}});
}

Result<void> SearchStore::clear(store::UnitOfWork& work) const {
  for (const auto& statement : {clear_documents, clear_text, clear_parts, clear_state}) CHARTA_TRY_DO(work.write(statement, {}));
  return {};
}

Result<std::optional<SearchDocument>> SearchStore::find(store::Reader& reader, ResourceId document) const {
  return reader.read_one(select_document, {{"document", document}}, document_from);
}

Result<std::string> SearchStore::page(store::Reader& reader, ResourceId document, std::int64_t number) const {
  CHARTA_TRY(auto body, reader.read_one(select_page, {{"document", document}, {"number", number}},
                                        [](const Row& row) { return store::unpacked(row.bytes(0)).value_or(""); }));
  return body ? std::move(*body) : std::string();
}

Result<std::string> SearchStore::pages(store::Reader& reader, ResourceId document) const {
  CHARTA_TRY(const auto known, find(reader, document));
  std::string words;
  for (std::int64_t number = 1; known && number <= known->pages; ++number) {
    CHARTA_TRY(const auto text, page(reader, document, number));
    words += (number > 1 ? "\f" : "") + text;
  }
  return words;
}

Result<std::vector<ResourceId>> SearchStore::documents_with(store::Reader& reader, ResourceId part) const {
  return reader.read_all(select_with_part, {{"part", part}}, [](const Row& row) { return row.id<ResourceId>(0); });
}

Result<void> SearchStore::add_asked(store::UnitOfWork& work, std::int64_t search, UserId by, Instant at,
                                    std::string_view asked) const {
  return work.write(insert_asked, {{"search", search}, {"asked_by", by}, {"at", at}, {"asked", asked}});
}

Result<std::int64_t> SearchStore::folding(store::Reader& reader) const {
  CHARTA_TRY(const auto found, reader.read_one(select_state, {}, [](const Row& row) { return row.integer(0); }));
  return found.value_or(0);
}

Result<void> SearchStore::set_folding(store::UnitOfWork& work, std::int64_t folding) const {
  return work.write(insert_state, {{"folding", folding}});
}

Result<Figures> SearchStore::figures(store::Reader& reader) const {
  Figures figures;
  CHARTA_TRY_DO(reader.read(count_documents, {}, [&](const Row& row) {
    figures.documents = row.integer(0);
    figures.pages = row.integer(1);
    figures.problems = row.integer(2);
    return false;
  }));
  CHARTA_TRY_DO(reader.read(count_due, {}, [&](const Row& row) {
    figures.due = row.integer(0);
    if (!row.is_null(1)) figures.oldest_due = row.instant(1);
    return false;
  }));
  return figures;
}

}  // namespace charta::document_search
