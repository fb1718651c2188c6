// SPDX-License-Identifier: Apache-2.0
// The SQL of the document search: the only file that names its tables. Words stand in the store's text index.
#pragma once
#include "base/id.hpp"
#include "base/time.hpp"
#include "store/store.hpp"

#include <optional>
#include <string>
#include <vector>

namespace charta::document_search {

/// A document as a list of hits shows it.
struct SearchDocument {
  ResourceId document;
  std::string resource_type, fhir_id;
  std::int64_t version = 0;
  std::string title, title_code, author, content_type;
  std::int64_t pages = 0;
  Instant read_at;
  std::string problem;  ///< why there are no words of it; empty: there are, or it has none
};

struct Due {
  ResourceId document;
  std::int64_t change = 0, attempts = 0;
  Instant since;
};

struct Figures {
  std::int64_t documents = 0, pages = 0, due = 0, problems = 0;
  std::optional<Instant> oldest_due;
};

class SearchStore {
 public:
  /// Asks for a document to be read; one that is being read is read once more.
  Result<void> ask_for(store::UnitOfWork& work, ResourceId document, Instant now) const;
  Result<std::vector<Due>> due(store::Reader& reader, Instant now, bool is_slow, std::int64_t limit) const;
  /// False: it changed since; it stays asked for.
  Result<bool> settle(store::UnitOfWork& work, const Due& due) const;
  Result<void> postpone(store::UnitOfWork& work, const Due& due, Instant until, bool is_slow) const;

  Result<void> save(store::UnitOfWork& work, const SearchDocument& document, const std::vector<std::string>& pages,
                    const std::vector<ResourceId>& parts) const;
  Result<void> remove(store::UnitOfWork& work, ResourceId document) const;
  Result<void> clear(store::UnitOfWork& work) const;
  Result<std::optional<SearchDocument>> find(store::Reader& reader, ResourceId document) const;
  Result<std::string> page(store::Reader& reader, ResourceId document, std::int64_t number) const;
  /// Every page, a form feed between two. Empty: nobody has read it yet, or it has no words.
  Result<std::string> pages(store::Reader& reader, ResourceId document) const;
  /// Documents whose words come from this resource, too.
  Result<std::vector<ResourceId>> documents_with(store::Reader& reader, ResourceId part) const;

  Result<void> add_asked(store::UnitOfWork& work, std::int64_t search, UserId by, Instant at, std::string_view asked) const;
  Result<std::int64_t> folding(store::Reader& reader) const;  ///< 0: nothing was listed yet
  Result<void> set_folding(store::UnitOfWork& work, std::int64_t folding) const;
  Result<Figures> figures(store::Reader& reader) const;
};

}  // namespace charta::document_search
