// SPDX-License-Identifier: Apache-2.0
// The job that makes a set: documents are decided and copied as they stand, stamped, compared with what was read, and kept.
#include "department/record_production/production_service.hpp"

#include <algorithm>

namespace charta::record_production {
namespace {

Result<ProductionId> production_of(const jobs::Job& job) {
  CHARTA_TRY(const auto payload, json::Document::parse(job.payload));
  const auto id = ProductionId::parse(payload.root()["production"].text());
  if (!id) return fail(ErrorKind::internal, "the job names no production set");
  return *id;
}

/// A reader or disk that is away now is tried again; so is a set whose documents changed meanwhile, and one that was stopped.
bool may_be_tried_again(const Error& error, const jobs::Job& job) {
  const bool passes = error.kind == ErrorKind::unavailable || error.kind == ErrorKind::version_conflict;
  return passes && job.attempts < job.attempts_max;
}

std::vector<std::string> digests_of(const std::vector<SetPage>& pages) {
  std::vector<std::string> digests;
  for (const auto& page : pages) digests.push_back(page.page_digest);
  return digests;
}

}  // namespace

void ProductionService::declare() {
  jobs_.handle("produce-records", [this](jobs::Lease& lease) { return run(lease); });
}

Result<void> ProductionService::run(jobs::Lease& lease) {
  CHARTA_TRY(const auto id, production_of(lease.job()));
  CHARTA_TRY(const auto production, store_.read([&](store::Reader& reader) { return rows_.find(reader, id); }));
  if (!production || production->state != "waiting") return {};
  const auto done = make(lease, *production);
  if (done || may_be_tried_again(done.error(), lease.job())) return done;
  const auto noted = store_.write([&](store::UnitOfWork& work) -> Result<bool> {
    CHARTA_TRY_DO(lease.guard(work));
    return rows_.failed(work, id, done.error().message);
  });
  return noted ? done : Result<void>(noted.error());
}

Result<void> ProductionService::make(jobs::Lease& lease, Production production) {
  CHARTA_TRY(auto gathered, gather(lease, production));
  CHARTA_TRY_DO(add_front(gathered, production));
  CHARTA_TRY(const auto pdf, stamped(gathered, production));
  return keep(lease, production, gathered, pdf);
}

Result<ProductionService::Gathered> ProductionService::gather(jobs::Lease& lease, const Production& production) {
  CHARTA_TRY(auto documents,
             store_.read([&](store::Reader& reader) { return decided(reader, production.asked, production.visibility); }));
  Gathered gathered;
  const auto total = static_cast<std::int64_t>(documents.size()) + 1;
  for (auto& document : documents) {
    CHARTA_TRY_DO(copy_into(gathered, std::move(document), production.visibility));
    CHARTA_TRY_DO(lease.progress(static_cast<std::int64_t>(gathered.documents.size()), total));
  }
  if (gathered.pages.empty())
    return fail(ErrorKind::business_rule, "none of the documents could be copied; look at each of them in the chart");
  return gathered;
}

Result<void> ProductionService::copy_into(Gathered& gathered, SetDocument document, const access::Visibility& visibility) {
  auto& line = document.line;
  if (document.decision.is_in) {
    std::vector<std::string> texts;
    CHARTA_TRY(const auto material, store_.read([&](store::Reader& reader) -> Result<Material> {
      CHARTA_TRY(const auto stored, resources_.load(reader, line.resource));
      if (!stored || stored->deleted || stored->version != line.version)
        return fail(ErrorKind::unavailable, line.type + "/" + line.id + " was changed while the set was made: it is made anew");
      CHARTA_TRY(texts, along(reader, line.resource, visibility));
      CHARTA_TRY(const auto parsed, json::Document::parse(stored->json));
      return copying_.material_of(reader, parsed.root());
    }));
    CHARTA_TRY(auto copied, copying_.copied(line, material));
    CHARTA_TRY_DO(add_what_goes_along(copied, document, texts));
    document.problem = std::move(copied.problem), document.first_page = static_cast<int>(gathered.pages.size()) + 1;
    for (auto& part : copied.parts) {
      for (auto& digest : part.page_digests)
        gathered.pages.push_back(
            {line.id, line.type, line.version, part.attachment, ++document.pages, part.source_digest, digest});
      gathered.bytes += static_cast<std::int64_t>(part.pdf.size());
      gathered.parts.push_back({std::move(part.pdf), std::vector<std::string>(part.page_digests.size())});
    }
  }
  gathered.documents.push_back(std::move(document));
  if (gathered.bytes > rules_.most_bytes || static_cast<std::int64_t>(gathered.pages.size()) > rules_.most_pages)
    return fail(ErrorKind::too_large, "the set grows beyond " + std::to_string(rules_.most_pages) + " pages or " +
                                          std::to_string(rules_.most_bytes >> 20) + " MB; choose a shorter period");
  return {};
}

Result<std::vector<std::string>> ProductionService::along(store::Reader& reader, ResourceId document,
                                                          const access::Visibility& visibility) const {
  if (!goes_along_) return std::vector<std::string>();
  return goes_along_(reader, document, visibility);
}

/// Behind the document's own pages; where those could not be copied, what was asked of it goes nowhere either.
Result<void> ProductionService::add_what_goes_along(Copied& copied, SetDocument& document,
                                                    const std::vector<std::string>& texts) {
  document.along = digest_of_texts(texts);
  if (copied.parts.empty()) return {};
  for (const auto& text : texts) {
    CHARTA_TRY(auto part,
               copying_.typed(text, document.line.title, "goes along with " + document.line.type + "/" + document.line.id));
    part.attachment = attachment_along;
    document.along_pages += static_cast<int>(part.page_digests.size());
    copied.parts.push_back(std::move(part));
  }
  return {};
}

/// The certification and the contents are laid out twice: first to learn how many pages they take, for they name the pages
/// behind.
Result<void> ProductionService::add_front(Gathered& gathered, Production& production) {
  CHARTA_TRY(const auto* definition, rules_.definition(production.asked.definition));
  CHARTA_TRY(const auto hit, index_.banner(system_, production.asked.patient));
  const RecordOf record{hit.name, hit.birth_date, hit.mrn};
  production.made_at = clock_.now();
  production.documents =
      std::count_if(gathered.documents.begin(), gathered.documents.end(), [](const auto& d) { return d.pages > 0; });
  production.not_copied =
      std::count_if(gathered.documents.begin(), gathered.documents.end(), [](const auto& d) { return !d.problem.empty(); });
  production.pages_digest = digest_of_pages(gathered.pages, 0);
  const auto day = production.made_at->text().substr(0, 10);
  const auto detail = "Production " + production.id.text();
  std::vector<CopiedPart> front(2);
  std::size_t length = 0;
  for (int round = 0; round < 2; ++round) {
    auto listed = gathered.documents;
    for (auto& one : listed) one.first_page += static_cast<int>(length);
    production.pages = static_cast<std::int64_t>(gathered.pages.size() + length);
    CHARTA_TRY(front[0],
               copying_.typed(certification_text(production, *definition, rules_, record, length, day), "Certification", detail));
    CHARTA_TRY(front[1], copying_.typed(contents_text(listed), "Contents", detail));
    length = front[0].page_digests.size() + front[1].page_digests.size();
  }
  for (auto& one : gathered.documents)
    if (one.pages > 0) one.first_page += static_cast<int>(length);
  std::vector<SetPage> pages;
  std::vector<page_reading::SetPart> parts;
  for (auto& part : front) {
    for (const auto& digest : part.page_digests) pages.push_back({{}, {}, 0, 0, 0, {}, digest});
    parts.push_back({std::move(part.pdf), std::vector<std::string>(part.page_digests.size())});
  }
  gathered.pages.insert(gathered.pages.begin(), pages.begin(), pages.end());
  gathered.parts.insert(gathered.parts.begin(), std::make_move_iterator(parts.begin()), std::make_move_iterator(parts.end()));
  production.pages = static_cast<std::int64_t>(gathered.pages.size());
  std::size_t number = 0;
  for (auto& part : gathered.parts)
    for (auto& stamp : part.stamps) stamp = stamp_of(production, hit.mrn, ++number, gathered.pages.size(), day);
  return {};
}

/// What was made is read once more: page for page, it must be what was read from the chart.
Result<Bytes> ProductionService::stamped(Gathered& gathered, const Production& production) {
  CHARTA_TRY(auto pdf, pages_.stamped(gathered.parts));
  CHARTA_TRY(const auto made, pages_.sheets_of(pdf, true));
  if (made.digests != digests_of(gathered.pages))
    return fail(ErrorKind::internal,
                "the pages of production " + production.id.text() + " are not those of the chart: it is not kept");
  return pdf;
}

Result<void> ProductionService::keep(jobs::Lease& lease, Production& production, const Gathered& gathered, const Bytes& pdf) {
  CHARTA_TRY(const auto file, store_.blobs().put(pdf));
  CHARTA_TRY(const auto list, store_.blobs().put(hash_list_of(gathered.pages, file.hex())));
  production.pdf = file.hex(), production.hash_list = list.hex();
  ledger::Author author{production.by, {}, "record-production"};
  return store_.write([&](store::UnitOfWork& work) -> Result<void> {
    CHARTA_TRY_DO(lease.guard(work));
    CHARTA_TRY_DO(require_unchanged(work, production, gathered.documents));
    CHARTA_TRY(const auto was_waiting, rows_.made(work, production, gathered.documents));
    if (!was_waiting) return {};
    for (const auto& digest : {file, list})
      CHARTA_TRY_DO(store_.blobs().add_reference(work, digest, "production", production.id.key()));
    std::vector<PatientId> patients{production.asked.patient};
    for (const auto& one : gathered.documents)
      if (one.pages > 0 && std::find(patients.begin(), patients.end(), one.line.patient) == patients.end())
        patients.push_back(one.line.patient);
    return note(work, author, ledger::Act::filed, production, patients);
  });
}

}  // namespace charta::record_production
