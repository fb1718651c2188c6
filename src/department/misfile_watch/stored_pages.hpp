// SPDX-License-Identifier: Apache-2.0
// The words of a stored document, page by page: of the imaging desk's pages, of texts, and of files that a machine must read
// first.
#pragma once
#include "department/document_imaging/imaging_store.hpp"
#include "department/misfile_watch/misfile_store.hpp"
#include "department/misfile_watch/page_identity.hpp"
#include "department/page_reader/page_reader.hpp"
#include "record/resources/resource_service.hpp"
#include "store/blobs.hpp"
#include "store/store.hpp"

#include <optional>
#include <string>
#include <vector>

namespace charta::misfile_watch {

/// A document's pages and, where it is a text, the text itself.
struct StoredPages {
  std::vector<ReadPage> pages;
  std::string text;
  std::string words_digest;    ///< a machine read them just now: to be kept with the version
  bool is_unread = false;      ///< a file has no words, and no machine was asked
  bool is_of_a_layer = false;  ///< words of a PDF's text layer, without their places on the page
};

class PageSource {
 public:
  PageSource(store::Store& store, resources::ResourceService& resources, page_reader::PageReader* reader)
      : store_(store), resources_(resources), reader_(reader) {}

  /// Does I/O of its own: not for units. `may_read`: a file without kept words is read by a machine; else a PDF speaks by its
  /// text layer. What cannot be read has no pages: a broken file says nothing against its chart. Errors: `unavailable` (try
  /// again).
  Result<StoredPages> of(const resources::StoredResource& stored, bool may_read);

 private:
  Result<void> add_layer(const Bytes& file, const std::string& type, StoredPages& all);
  Result<std::vector<ReadPage>> of_the_desk(document_imaging::DocumentId document);
  Result<std::vector<ReadPage>> machine_read(const Bytes& file, const std::string& type);

  store::Store& store_;
  resources::ResourceService& resources_;
  page_reader::PageReader* reader_;
};

}  // namespace charta::misfile_watch
