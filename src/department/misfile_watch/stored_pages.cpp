// SPDX-License-Identifier: Apache-2.0
#include "department/misfile_watch/stored_pages.hpp"

#include "base/digest.hpp"
#include "base/text.hpp"
#include "department/chart/attachments.hpp"
#include "department/document_imaging/filed_document.hpp"
#include "department/document_search/document_text.hpp"

#include <algorithm>

namespace charta::misfile_watch {
namespace {

bool is_for_the_machine(std::string_view type) {
  return type.starts_with("application/pdf") || type.starts_with("image/");
}

void append(std::vector<ReadPage>& pages, std::vector<ReadPage> more) {
  for (auto& page : more) {
    page.number = static_cast<int>(pages.size()) + 1;
    pages.push_back(std::move(page));
  }
}

}  // namespace

Result<std::vector<ReadPage>> PageSource::of_the_desk(document_imaging::DocumentId document) {
  const document_imaging::ImagingStore rows;
  CHARTA_TRY(auto scanned, store_.read([&](store::Reader& reader) -> Result<std::vector<document_imaging::Page>> {
    CHARTA_TRY(const auto draft, rows.draft(reader, document));
    if (!draft) return std::vector<document_imaging::Page>();
    return rows.pages(reader, draft->batch);
  }));
  std::erase_if(scanned,
                [&](const auto& page) { return page.document != document || page.role != document_imaging::Role::page; });
  std::stable_sort(scanned.begin(), scanned.end(), [](const auto& a, const auto& b) { return a.place < b.place; });
  std::vector<ReadPage> pages;
  for (const auto& page : scanned) {
    ReadPage read{static_cast<int>(pages.size()) + 1, page.id, {}};
    const auto digest = Digest::parse_hex(page.words);
    if (digest && page.turned == 0) {
      CHARTA_TRY(const auto text, store_.blobs().get(*digest));
      CHARTA_TRY(read.words, document_imaging::parse_words(text));
    }
    pages.push_back(std::move(read));
  }
  return pages;
}

Result<std::vector<ReadPage>> PageSource::machine_read(const Bytes& file, const std::string& type) {
  std::vector<ReadPage> pages;
  const auto images = reader_->pages_of(file, type);
  if (!images) return images.error().kind == ErrorKind::unavailable ? Result<std::vector<ReadPage>>(images.error()) : pages;
  for (const auto& image : *images) {
    ReadPage page{static_cast<int>(pages.size()) + 1, {}, {}};
    const auto findings = reader_->look(image);
    if (!findings && findings.error().kind == ErrorKind::unavailable) return findings.error();
    if (findings && !findings->blank) {
      auto words = reader_->words(findings->straightened);
      if (!words && words.error().kind == ErrorKind::unavailable) return words.error();
      if (words) page.words = std::move(*words);
    }
    pages.push_back(std::move(page));
  }
  return pages;
}

/// The text layer, where there is one: a twentieth of the time that reading the pages takes.
Result<void> PageSource::add_layer(const Bytes& file, const std::string& type, StoredPages& all) {
  const auto text = type.starts_with("application/pdf") ? reader_->text_of_pdf(file) : Result<std::string>(std::string());
  if (!text && text.error().kind == ErrorKind::unavailable) return text.error();
  if (!text && text.error().kind == ErrorKind::invalid) return {};  // a broken file says nothing against its chart
  if (!text || text->find_first_not_of(" \t\r\n\f") == std::string::npos) {
    all.is_unread = true;
    return {};
  }
  all.is_of_a_layer = true;
  append(all.pages, pages_of_text(*text));
  return {};
}

Result<StoredPages> PageSource::of(const resources::StoredResource& stored, bool may_read) {
  StoredPages all;
  CHARTA_TRY(const auto document, json::Document::parse(stored.json));
  const auto number = document.root()["masterIdentifier"];
  if (number["system"].text() == document_imaging::document_number_system) {
    const auto id = document_imaging::DocumentId::parse(number["value"].text());
    if (id) {
      CHARTA_TRY(all.pages, of_the_desk(*id));
    }
    if (!all.pages.empty()) return all;
  }
  std::vector<ReadPage> read;
  bool was_read = false;
  CHARTA_TRY(const auto kept,
             store_.read([&](store::Reader& reader) { return MisfileStore().words_of(reader, stored.key, stored.version); }));
  for (const auto attachment : chart::attachments_of(document.root())) {
    const std::string type(attachment["contentType"].text());
    const bool is_text = document_search::is_readable_text(type);
    if (!is_text && (!is_for_the_machine(type) || !kept.empty() || reader_ == nullptr)) continue;
    CHARTA_TRY(const auto bytes, store_.read([&](store::Reader& reader) {
      return chart::bytes_of(reader, resources_, store_.blobs(), attachment);
    }));
    if (!bytes) continue;
    if (is_for_the_machine(type) && !may_read) {
      CHARTA_TRY_DO(add_layer(*bytes, type, all));
      continue;
    }
    if (is_for_the_machine(type)) {
      CHARTA_TRY(auto pages, machine_read(*bytes, type));
      append(read, std::move(pages));
      was_read = true;
      continue;
    }
    const std::string text = document_search::text_of(*bytes, type);
    all.text += (all.text.empty() ? "" : "\f") + text;
    append(all.pages, pages_of_text(text));
  }
  if (was_read) {
    CHARTA_TRY(const auto digest, store_.blobs().put(pages_json(read)));
    all.words_digest = digest.hex();
  } else if (const auto digest = Digest::parse_hex(kept)) {
    CHARTA_TRY(const auto json, store_.blobs().get(*digest));
    CHARTA_TRY(read, parse_pages(json));
  }
  append(all.pages, std::move(read));
  return all;
}

}  // namespace charta::misfile_watch
