// SPDX-License-Identifier: Apache-2.0
// The commit: every document of a batch becomes a searchable PDF in its chart, in one unit, once.
#include "department/chart/blob_url.hpp"
#include "department/document_imaging/filed_document.hpp"
#include "department/document_imaging/imaging_service.hpp"

#include <algorithm>

namespace charta::document_imaging {
namespace {

using access::Actor;

/// As everything is attached in this house: small inside, larger in a Binary, still larger as a blob.
struct Attached {
  json::Value attachment;
  std::string binary;  ///< JSON of the Binary, empty: none
};

Attached attach(json::Document& make, const Bytes& pdf, const std::string& patient_id, const std::string& digest) {
  Attached attached{make.object(), {}};
  make.set(attached.attachment, "contentType", "application/pdf");
  if (pdf.size() <= chart::inline_limit) {
    make.set(attached.attachment, "data", to_base64(pdf));
  } else if (pdf.size() <= chart::binary_limit) {
    json::Writer(attached.binary)
        .begin_object()
        .member("resourceType", "Binary")
        .member("contentType", "application/pdf")
        .key("securityContext")
        .begin_object()
        .member("reference", "Patient/" + patient_id)
        .end_object()
        .member("data", to_base64(pdf))
        .end_object();
  } else {
    make.set(attached.attachment, "url", std::string(chart::blob_url) + digest);
  }
  make.set(attached.attachment, "size", make.integer(static_cast<std::int64_t>(pdf.size())));
  return attached;
}

std::vector<const Page*> pages_of(const BatchView& view, DocumentId document) {
  std::vector<const Page*> list;
  for (const auto& page : view.pages)
    if (page.role == Role::page && page.document == document) list.push_back(&page);
  std::stable_sort(list.begin(), list.end(), [](const Page* a, const Page* b) { return a->place < b->place; });
  return list;
}

}  // namespace

Result<Bytes> ImagingService::pdf_of(const BatchView& view, const Draft& draft) {
  std::vector<page_reading::PageImage> images;
  std::vector<std::vector<page_reading::Word>> words;
  for (const Page* page : pages_of(view, draft.id)) {
    const bool straight = !page->straightened.empty();
    page_reading::PageImage image{
        {}, straight ? page->straightened_type : page->original_type, page->width, page->height, page->dpi};
    CHARTA_TRY(image.bytes, bytes_of(straight ? page->straightened : page->original));
    CHARTA_TRY(auto read, words_of(*page));
    if (page->turned != 0) {
      CHARTA_TRY(image, reader_.turned(image, page->turned));
      CHARTA_TRY(read, reader_.words(image));  // what was read before stands where the page stood
    }
    images.push_back(std::move(image));
    words.push_back(std::move(read));
  }
  return reader_.searchable_pdf(images, words);
}

Result<void> ImagingService::prepare_filing(const Actor& actor, const BatchView& view, std::vector<Filing>& filings) {
  for (const auto& draft : view.drafts) {
    CHARTA_TRY_DO(index_.banner(actor, draft.patient));
    Filing filing;
    filing.draft = draft;
    CHARTA_TRY(const auto person,
               store_.read([&](store::Reader& reader) { return index_.rows().person(reader, draft.patient); }));
    if (!person || person->deleted)
      return fail(ErrorKind::not_found, "the patient record of document " + draft.id.text() + " is not there any more");
    if (person->record.overlay_flag)
      return fail(ErrorKind::business_rule,
                  "the patient record of document " + draft.id.text() + " is frozen: two persons are suspected in its number");
    FiledDocument filed{draft, person->fhir_id, {}, {}, {}, clock_.now(), pages_of(view, draft.id).size()};
    if (draft.expected.is_set() && questions_.promises) {
      CHARTA_TRY(const auto promises,
                 store_.read([&](store::Reader& reader) { return questions_.promises(reader, draft.patient); }));
      for (const auto& promise : promises) {
        if (promise.item != draft.expected) continue;
        filed.order_id = promise.order;
        filed.placer_assigner = promise.placer_assigner;
        filed.placer = promise.placer;
      }
    }
    CHARTA_TRY(const auto pdf, pdf_of(view, draft));
    std::string digest;
    if (pdf.size() > chart::binary_limit) {
      CHARTA_TRY(digest, keep(pdf));
      filing.blobs.push_back(*Digest::parse_hex(digest));
    }
    json::Document make;
    auto attached = attach(make, pdf, person->fhir_id, digest);
    resources::PutOptions options;
    options.source = "scan";
    options.facility = person->record.facility;
    options.sensitivity = person->record.sensitivity;
    if (!attached.binary.empty()) {
      CHARTA_TRY(auto binary, resources_.prepare(attached.binary, options));
      make.set(attached.attachment, "url", "Binary/" + binary.id());
      filing.resources.push_back(std::move(binary));
    }
    CHARTA_TRY(auto document, resources_.prepare(document_reference(make, filed, attached.attachment), options));
    filing.resources.push_back(std::move(document));
    filings.push_back(std::move(filing));
  }
  return {};
}

Result<void> ImagingService::file(store::UnitOfWork& work, const Actor& actor, Batch& batch, std::vector<Filing>& filings) {
  for (auto& filing : filings) {
    resources::Written written;
    for (auto& resource : filing.resources) {
      CHARTA_TRY(written, resources_.put(work, actor, resource));
    }
    for (const auto& digest : filing.blobs)
      CHARTA_TRY_DO(store_.blobs().add_reference(work, digest, "resource", written.key.key()));
    Draft draft = filing.draft;
    draft.resource = written.key;
    draft.resource_id = written.id;
    CHARTA_TRY_DO(rows_.save_draft(work, draft));
    CHARTA_TRY_DO(note(work, actor, ledger::Act::filed, "DocumentReference", written.key.key(), written.version, draft.patient,
                       "scanned", rules_.index.rule));
    if (!draft.expected.is_set()) continue;
    // Its number or its visit and type fulfilled it in this unit already, unless neither says so: then the clerk's word does.
    CHARTA_TRY(const auto item, worklists_.find(work, draft.expected));
    if (!item || item->closed_at) continue;
    worklists::Act act;
    act.event = "file";
    act.second_subject = written.key.key();
    act.second_subject_type = "DocumentReference";
    CHARTA_TRY_DO(worklists_.apply(work, system_, draft.expected, act));
  }
  return step(work, actor, batch, "commit");
}

Result<void> ImagingService::commit(const Actor& actor, BatchId id, std::int64_t version) {
  CHARTA_TRY(const auto view, this->view(actor, id));
  const Batch& seen = view.row.batch;
  if (version != 0 && version != seen.version)
    return fail(ErrorKind::version_conflict, "scan batch " + id.text() + " was changed meanwhile; look at it again", "version");
  if (!view.balance.holds) return fail(ErrorKind::business_rule, view.balance.says, "balance");
  if (seen.state != "qa2")
    return fail(ErrorKind::business_rule,
                "this batch is " + seen.state + "; it is committed when both quality controls are passed", "state");
  std::vector<Filing> filings;
  CHARTA_TRY_DO(prepare_filing(actor, view, filings));
  // The version that was looked at: a second commit, or a change since, finds another one.
  return change(actor, id, seen.version, {},
                [&](store::UnitOfWork& work, Batch& batch) { return file(work, actor, batch, filings); });
}

}  // namespace charta::document_imaging
