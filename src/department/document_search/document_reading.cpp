// SPDX-License-Identifier: Apache-2.0
// How the words of the record come into the index and leave it: asked for in the unit of the change, read behind it.
#include "base/log.hpp"
#include "department/chart/attachments.hpp"
#include "department/chart/chart_entry.hpp"
#include "department/document_search/document_marks.hpp"
#include "department/document_search/document_text.hpp"
#include "department/document_search/search_service.hpp"

#include <algorithm>

namespace charta::document_search {
namespace {

using resources::StoredResource;

constexpr std::int64_t most_attempts = 6;
constexpr std::size_t most_pages = 5000, most_results = 2000;
constexpr std::size_t pages_of_a_unit = 16;  ///< more would keep others from writing

bool is_searched(std::string_view type) {
  return type == "DocumentReference" || type == "DiagnosticReport";
}

/// Whether it stands in the record: what was replaced, cancelled or entered in error is not found any more.
bool stands(json::Value resource) {
  const auto status = resource["status"].text();
  return status != "superseded" && status != "entered-in-error" && status != "cancelled";
}

std::int64_t bit_of(int facility) {
  return std::int64_t{1} << static_cast<unsigned>(facility);
}

bool is_blank(const std::string& page) {
  return page.find_first_not_of(" \t\r\n\f") == std::string::npos;
}

std::string_view type_of(std::string_view content_type) {
  return content_type.substr(0, content_type.find(';'));
}

std::string line_up(const std::vector<page_reading::Word>& words) {
  std::string text;
  int line = 0;
  for (const auto& word : words) {
    if (!text.empty()) text += word.line == line ? ' ' : '\n';
    text += word.text;
    line = word.line;
  }
  return text;
}

std::vector<std::string> sheets_of(std::string_view text) {
  std::vector<std::string> sheets;
  for (std::size_t at = 0; at < text.size();) {  // a form feed ends each page of a PDF, the last one too
    const auto end = std::min(text.find('\f', at), text.size());
    sheets.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return sheets;
}

}  // namespace

Result<void> SearchService::on_resource_changed(store::UnitOfWork& work, const happenings::ResourceChanged& changed) {
  const bool is_new = changed.version <= 1 && !changed.deleted;
  if (changed.type == "Observation" && !is_new) {
    CHARTA_TRY(const auto documents, rows_.documents_with(work, changed.resource));
    for (const ResourceId document : documents) CHARTA_TRY_DO(rows_.ask_for(work, document, clock_.now()));
    return {};
  }
  if (!is_searched(changed.type)) return {};
  CHARTA_TRY_DO(rows_.ask_for(work, changed.resource, clock_.now()));
  if (is_new) return {};
  CHARTA_TRY(const auto stored, resources_.load(work, changed.resource));
  if (!stored || stored->deleted || !stored->patient.is_set()) return words_.hide(work, changed.resource.key());
  CHARTA_TRY(const auto parsed, json::Document::parse(stored->json));
  if (!stands(parsed.root())) return words_.hide(work, changed.resource.key());
  return words_.relabel(work, changed.resource.key(), stored->patient.key(), bit_of(stored->facility), stored->sensitivity);
}

Result<void> SearchService::on_relabelled(store::UnitOfWork& work, const happenings::RecordRelabelled& changed) {
  if (changed.added != 0) CHARTA_TRY_DO(words_.add_label(work, changed.patient.key(), changed.added));
  if (changed.removed == 0) return {};
  CHARTA_TRY(const auto documents, words_.labelled(work, changed.patient.key(), changed.removed));
  for (const auto document : documents) {
    CHARTA_TRY(const auto stored, resources_.load(work, ResourceId(document)));
    if (!stored || stored->deleted) continue;
    CHARTA_TRY_DO(words_.relabel(work, document, stored->patient.key(), bit_of(stored->facility), stored->sensitivity));
  }
  return {};
}

Result<void> SearchService::add_attachments(store::Reader& reader, json::Value resource, Material& material) {
  for (const auto attachment : chart::attachments_of(resource)) {
    CHARTA_TRY(auto bytes, chart::bytes_of(reader, resources_, store_.blobs(), attachment));
    if (bytes && !bytes->empty())
      material.attachments.push_back({std::string(attachment["contentType"].text()), std::move(*bytes)});
  }
  return {};
}

Result<void> SearchService::add_results(store::Reader& reader, json::Value report, Material& material, Reading& reading) {
  material.results = text_of_report(report);
  for (const auto result : report["result"]) {
    const auto reference = result["reference"].text();
    if (!reference.starts_with("Observation/") || reading.parts.size() >= most_results) continue;
    CHARTA_TRY(const auto stored, resources_.load(reader, "Observation", reference.substr(12)));
    if (!stored) continue;
    reading.parts.push_back(stored->key);
    if (stored->deleted) continue;
    CHARTA_TRY(const auto parsed, json::Document::parse(stored->json));
    if (stands(parsed.root())) material.results += line_of_observation(parsed.root());
  }
  return {};
}

Result<SearchService::Reading> SearchService::collect(store::Reader& reader, const Due& due, Material& material) {
  Reading reading;
  reading.due = due;
  CHARTA_TRY(const auto stored, resources_.load(reader, due.document));
  reading.is_gone = !stored || stored->deleted || !stored->patient.is_set();
  if (reading.is_gone) return reading;
  CHARTA_TRY(const auto parsed, json::Document::parse(stored->json));
  reading.version = stored->version;
  reading.is_gone = !stands(parsed.root());
  if (reading.is_gone) return reading;
  const auto entry = chart::entry_of(parsed.root(), stored->last_updated);
  reading.at = entry.at;
  reading.document = {due.document, stored->type,       stored->id, stored->version, entry.title, entry.title_code,
                      entry.author, entry.content_type, 0,          clock_.now(),    {}};
  CHARTA_TRY_DO(add_attachments(reader, parsed.root(), material));
  if (stored->type == "DiagnosticReport") CHARTA_TRY_DO(add_results(reader, parsed.root(), material, reading));
  return reading;
}

Result<std::vector<std::string>> SearchService::pages_of_images(const Material::Attached& attached) {
  CHARTA_TRY(const auto images, reader_.pages_of(attached.bytes, attached.content_type));
  std::vector<std::string> pages;
  for (const auto& image : images) {
    CHARTA_TRY(const auto findings, reader_.look(image));
    if (findings.blank) {
      pages.emplace_back();
      continue;
    }
    CHARTA_TRY(const auto words, reader_.words(findings.straightened));
    pages.push_back(line_up(words));
  }
  return pages;
}

Result<std::vector<std::string>> SearchService::pages_of(const Material::Attached& attached, bool slow, Reading& reading) {
  const auto type = type_of(attached.content_type);
  if (is_readable_text(type)) return document_search::pages_of(text_of(attached.bytes, attached.content_type));
  const bool is_image = type == "image/tiff" || type == "image/png" || type == "image/jpeg";
  if (type == "application/pdf") {
    CHARTA_TRY(const auto text, reader_.text_of_pdf(attached.bytes));
    auto sheets = sheets_of(text);
    if (!std::all_of(sheets.begin(), sheets.end(), is_blank)) return sheets;
  } else if (!is_image) {
    return std::vector<std::string>();
  }
  reading.needs_images = !slow;
  return slow ? pages_of_images(attached) : Result<std::vector<std::string>>(std::vector<std::string>());
}

/// The first attachment that has words is the document; a report's results stand behind it.
Result<SearchService::Reading> SearchService::read_one(const Due& due, bool slow) {
  Material material;
  CHARTA_TRY(auto reading, store_.read([&](store::Reader& reader) { return collect(reader, due, material); }));
  for (const auto& attached : material.attachments) {
    auto pages = pages_of(attached, slow, reading);
    if (!pages) {
      reading.problem = pages.error();
      continue;
    }
    reading.pages = std::move(*pages);
    if (reading.needs_images) return reading;
    if (!std::all_of(reading.pages.begin(), reading.pages.end(), is_blank)) {
      reading.problem.reset();
      break;
    }
  }
  if (!is_blank(material.results))
    for (auto& page : document_search::pages_of(material.results)) reading.pages.push_back(std::move(page));
  if (reading.pages.size() > most_pages) reading.pages.resize(most_pages);
  return reading;
}

Result<void> SearchService::take_in(store::UnitOfWork& work, const Reading& reading, const StoredResource& stored) {
  std::vector<store::TextPage> pages;
  std::int64_t number = 0;
  auto marks = time_marks(reading.at);
  marks.push_back(patient_mark(stored.patient));
  marks.push_back(facility_mark(stored.facility));
  if (!reading.document.title_code.empty()) marks.push_back(type_mark(reading.document.title_code));
  for (auto& mark : author_marks(reading.document.author)) marks.push_back(std::move(mark));
  for (const auto& text : reading.pages) {
    ++number;
    if (is_blank(text)) continue;
    store::TextPage page{reading.document.document.key(),
                         number,
                         stored.patient.key(),
                         reading.at.milliseconds(),
                         bit_of(stored.facility),
                         stored.sensitivity,
                         folded_text(text),
                         marks};
    if (!page.words.empty()) pages.push_back(std::move(page));
  }
  CHARTA_TRY_DO(words_.add(work, pages));
  auto row = reading.document;
  row.pages = static_cast<std::int64_t>(reading.pages.size());
  if (reading.problem) row.problem = reading.problem->message;
  return rows_.save(work, row, reading.pages, reading.parts);
}

/// Behind everything else, after a pause that grows to an hour.
Result<void> SearchService::try_later(Due due) {
  ++due.attempts;
  const Instant until(clock_.now().milliseconds() +
                      (std::int64_t{1000} << static_cast<unsigned>(std::min<std::int64_t>(2 * due.attempts, 12))));
  return store_.write([&](store::UnitOfWork& work) { return rows_.postpone(work, due, until, true); });
}

/// What stood of it goes, what it says now comes, and it is asked for no more. What changed since it was looked at stays asked
/// for, and nothing of this reading is kept.
Result<void> SearchService::settle(store::UnitOfWork& work, const Reading& reading) {
  const Due& due = reading.due;
  CHARTA_TRY(const bool is_ours, rows_.settle(work, due));
  if (!is_ours) return {};
  CHARTA_TRY_DO(words_.remove(work, due.document.key()));
  CHARTA_TRY_DO(rows_.remove(work, due.document));
  if (reading.is_gone) return {};
  // Whose it is and who may see it: as it stands in this very unit, not as it stood when its words were read.
  CHARTA_TRY(const auto stored, resources_.load(work, due.document));
  if (!stored || stored->deleted || stored->version != reading.version) return rows_.ask_for(work, due.document, clock_.now());
  return take_in(work, reading, *stored);
}

/// A few documents in one unit: a commit for each would cost more than their words.
Result<void> SearchService::settle(std::vector<Reading>& readings) {
  const auto settled = store_.write([&](store::UnitOfWork& work) -> Result<void> {
    for (const auto& reading : readings) CHARTA_TRY_DO(settle(work, reading));
    return {};
  });
  readings.clear();
  return settled;
}

/// Whether it is left for later: its pages are images, or its reader is away.
Result<bool> SearchService::is_left(const Reading& reading) {
  const bool may_get_better = reading.problem && reading.problem->kind == ErrorKind::unavailable;
  if (reading.needs_images) {
    CHARTA_TRY_DO(store_.write([&](store::UnitOfWork& work) { return rows_.postpone(work, reading.due, clock_.now(), true); }));
    return true;
  }
  if (!may_get_better || reading.due.attempts + 1 >= most_attempts) return false;
  CHARTA_TRY_DO(try_later(reading.due));
  return true;
}

Result<std::int64_t> SearchService::read_due(bool slow, std::int64_t limit) {
  const Instant now = clock_.now();
  CHARTA_TRY(const auto due, store_.read([&](store::Reader& reader) { return rows_.due(reader, now, slow, limit); }));
  std::int64_t settled = 0;
  std::vector<Reading> readings;
  std::size_t pages = 0;
  for (const auto& one : due) {
    auto reading = read_one(one, slow);
    if (!reading) {  // the store itself, or a blob that cannot be read: said, and tried again later
      log::warning("document_search.not_read", {{"document", one.document.text()}, {"why", name_of(reading.error().kind)}});
      CHARTA_TRY_DO(try_later(one));
      continue;
    }
    ++settled;
    CHARTA_TRY(const bool left, is_left(*reading));
    if (left) continue;
    pages += reading->pages.size();
    readings.push_back(std::move(*reading));
    if (pages < pages_of_a_unit) continue;
    CHARTA_TRY_DO(settle(readings));
    pages = 0;
  }
  if (!readings.empty()) CHARTA_TRY_DO(settle(readings));
  return settled;
}

Result<void> SearchService::list_type(std::string_view type) {
  resources::SearchRequest request;
  request.type = std::string(type);
  request.query = "_count=500&_elements=id";
  while (true) {
    CHARTA_TRY(const auto found, resources_.search(system_, request));
    CHARTA_TRY(const auto bundle, json::Document::parse(found));
    std::vector<ResourceId> keys;
    CHARTA_TRY(keys, store_.read([&](store::Reader& reader) -> Result<std::vector<ResourceId>> {
      std::vector<ResourceId> list;
      for (const auto entry : bundle.root()["entry"]) {
        CHARTA_TRY(const auto stored, resources_.load(reader, type, entry["resource"]["id"].text()));
        if (stored) list.push_back(stored->key);
      }
      return list;
    }));
    const Instant now = clock_.now();
    const auto asked = store_.write([&](store::UnitOfWork& work) -> Result<void> {
      for (const ResourceId key : keys) CHARTA_TRY_DO(rows_.ask_for(work, key, now));
      return {};
    });
    if (!asked) return asked.error();
    std::string next;
    for (const auto link : bundle.root()["link"])
      if (link["relation"].text() == "next") next = std::string(link["url"].text());
    const auto query = next.find('?');
    if (query == std::string::npos) return {};
    request.query = next.substr(query + 1);
  }
}

Result<bool> SearchService::list_record() {
  CHARTA_TRY(const auto folding, store_.read([&](store::Reader& reader) { return rows_.folding(reader); }));
  if (folding == folding_version) return false;
  for (const auto* type : {"DocumentReference", "DiagnosticReport"}) CHARTA_TRY_DO(list_type(type));
  CHARTA_TRY_DO(store_.write([&](store::UnitOfWork& work) { return rows_.set_folding(work, folding_version); }));
  return true;
}

Result<void> SearchService::rebuild() {
  const auto cleared = store_.write([&](store::UnitOfWork& work) -> Result<void> {
    CHARTA_TRY_DO(words_.clear(work));
    return rows_.clear(work);
  });
  if (!cleared) return cleared.error();
  CHARTA_TRY_DO(list_record());
  return {};
}

}  // namespace charta::document_search
