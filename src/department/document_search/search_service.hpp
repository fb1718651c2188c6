// SPDX-License-Identifier: Apache-2.0
// Words looked for in every document of the hospital, as far as who asks may read them.
#pragma once
#include "base/clock.hpp"
#include "department/document_search/search_query.hpp"
#include "department/document_search/search_store.hpp"
#include "department/page_reader/page_reader.hpp"
#include "department/patient_index/patient_index_service.hpp"
#include "record/access/actor.hpp"
#include "record/happenings/happening.hpp"
#include "record/ledger/ledger.hpp"
#include "record/resources/resource_service.hpp"
#include "store/text_index.hpp"

#include <optional>
#include <string>
#include <vector>

namespace charta::document_search {

struct SearchCommand {
  std::string text;
  PatientId patient;                   ///< unset: everybody's documents
  std::string type;                    ///< LOINC code of the document
  std::string author;                  ///< beginnings of names
  std::optional<Instant> from, until;  ///< when the document was written
  std::int64_t limit = 20, offset = 0;
};

struct DocumentHit {
  SearchDocument document;
  PatientId patient;
  Instant at;
  std::int64_t page = 1;                  ///< where it answers best
  std::vector<std::int64_t> other_pages;  ///< where it answers too
  std::vector<SnippetPiece> snippet;
  double score = 0;
};

struct SearchAnswer {
  std::vector<DocumentHit> hits;  ///< best first
  std::int64_t total = 0;         ///< documents
  bool is_more = false;           ///< the words stand on more pages than are weighed: those filed last were
  std::vector<store::TextClause> clauses;
};
/// Pages that are weighed at most.
constexpr std::int64_t most_weighed = 1000;

class SearchService {
 public:
  SearchService(store::Store& store, resources::ResourceService& resources, patient_index::PatientIndexService& index,
                ledger::Ledger& ledger, page_reader::PageReader& reader, const Clock& clock, KeySource& keys)
      : store_(store), resources_(resources), index_(index), ledger_(ledger), reader_(reader), clock_(clock), keys_(keys) {}

  /// A document that this person may not read is neither shown nor counted; what was asked stands beside the ledger.
  /// Errors: `forbidden`, `missing` and `invalid` (the text), `not_found` (the patient, or not for this person).
  Result<SearchAnswer> search(const access::Actor& actor, const SearchCommand& command);

  /// The words of a document as they are searched, a form feed between two pages: for what a browser cannot show. The read is in
  /// the ledger. Errors: `not_found` (or not for this person; location "text": its words are not read yet, or it has none).
  Result<std::string> text(const access::Actor& actor, std::string_view type, std::string_view id);

  /// Reaction: a new document is asked to be read; one that was withdrawn or deleted is found by nobody from this unit on.
  Result<void> on_resource_changed(store::UnitOfWork& work, const happenings::ResourceChanged& changed);
  /// Reaction: pages follow the labels of the record.
  Result<void> on_relabelled(store::UnitOfWork& work, const happenings::RecordRelabelled& changed);

  /// Reads what is asked for and takes its words in; `slow`: what has to be read off images. Answers how many documents were
  /// settled.
  Result<std::int64_t> read_due(bool slow = false, std::int64_t limit = 32);
  /// Asks for everything of the record once, and again when words are folded otherwise than before. True: it did.
  Result<bool> list_record();
  /// Takes everything out and asks for all of it.
  Result<void> rebuild();
  Result<Figures> figures();

 private:
  /// What a document says.
  struct Reading {
    Due due;
    std::int64_t version = 0;
    bool is_gone = false, needs_images = false;
    std::optional<Error> problem;
    SearchDocument document;
    Instant at;
    std::vector<std::string> pages;
    std::vector<ResourceId> parts;
  };
  /// What of the record its words come from.
  struct Material {
    struct Attached {
      std::string content_type;
      Bytes bytes;
    };
    std::vector<Attached> attachments;
    std::string results;  ///< of a report
  };
  Result<Reading> read_one(const Due& due, bool slow);
  Result<Reading> collect(store::Reader& reader, const Due& due, Material& material);
  Result<void> add_attachments(store::Reader& reader, json::Value resource, Material& material);
  Result<void> add_results(store::Reader& reader, json::Value report, Material& material, Reading& reading);
  Result<std::vector<std::string>> pages_of(const Material::Attached& attached, bool slow, Reading& reading);
  Result<std::vector<std::string>> pages_of_images(const Material::Attached& attached);
  Result<void> settle(store::UnitOfWork& work, const Reading& reading);
  Result<void> settle(std::vector<Reading>& readings);
  Result<bool> is_left(const Reading& reading);
  Result<void> try_later(Due due);
  Result<void> take_in(store::UnitOfWork& work, const Reading& reading, const resources::StoredResource& stored);
  Result<void> list_type(std::string_view type);
  Result<void> note(const access::Actor& actor, const SearchCommand& command, const std::vector<DocumentHit>& shown);
  Result<std::vector<store::TextFound>> candidates(store::Reader& reader, const access::Actor& actor,
                                                   const SearchCommand& command, const std::vector<store::TextClause>& clauses,
                                                   bool& is_more) const;
  Result<void> fill(store::Reader& reader, DocumentHit& hit, const std::vector<store::TextClause>& clauses) const;

  store::Store& store_;
  resources::ResourceService& resources_;
  patient_index::PatientIndexService& index_;
  ledger::Ledger& ledger_;
  page_reader::PageReader& reader_;
  const Clock& clock_;
  KeySource& keys_;
  store::TextIndex words_;
  SearchStore rows_;
  access::Actor system_ = access::Actor::system("document-search");
};

}  // namespace charta::document_search
