// SPDX-License-Identifier: Apache-2.0
#include "department/document_imaging/arrangement.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace charta::document_imaging {
namespace {

constexpr std::array<std::pair<EditKind, std::string_view>, 7> edit_kinds{{{EditKind::split, "split"},
                                                                           {EditKind::join, "join"},
                                                                           {EditKind::move, "move"},
                                                                           {EditKind::rotate, "rotate"},
                                                                           {EditKind::reject, "reject"},
                                                                           {EditKind::blank, "blank"},
                                                                           {EditKind::separator, "separator"}}};

bool name_two_patients(const Draft& one, const Draft& other) {
  if (!one.sheet || !other.sheet) return one.patient.is_set() && other.patient.is_set() && one.patient != other.patient;
  return one.sheet->mrn != other.sheet->mrn || one.sheet->assigner != other.sheet->assigner;
}

}  // namespace

std::optional<EditKind> parse_edit_kind(std::string_view code) {
  for (const auto& [kind, name] : edit_kinds)
    if (name == code) return kind;
  return std::nullopt;
}

Result<Page*> Arrangement::page(PageId id) {
  if (!id.is_set()) return fail(ErrorKind::missing, "say which page", "page");
  const auto found = std::find_if(pages_.begin(), pages_.end(), [&](const Page& one) { return one.id == id; });
  if (found == pages_.end()) return fail(ErrorKind::not_found, "this batch has no page " + id.text(), "page");
  return &*found;
}

Result<Draft*> Arrangement::draft(DocumentId id) {
  if (!id.is_set()) return fail(ErrorKind::missing, "say which document", "document");
  const auto found = std::find_if(drafts_.begin(), drafts_.end(), [&](const Draft& one) { return one.id == id; });
  if (found == drafts_.end()) return fail(ErrorKind::not_found, "this batch has no document " + id.text(), "document");
  return &*found;
}

std::vector<Page*> Arrangement::ordered(DocumentId document) {
  std::vector<Page*> list;
  for (auto& one : pages_)
    if (one.role == Role::page && one.document == document) list.push_back(&one);
  std::stable_sort(list.begin(), list.end(), [](const Page* a, const Page* b) { return a->place < b->place; });
  return list;
}

std::vector<PageId> Arrangement::pages_of(DocumentId document) const {
  std::vector<PageId> list;
  for (const Page* one : const_cast<Arrangement*>(this)->ordered(document)) list.push_back(one->id);
  return list;
}

void Arrangement::touch(DocumentId document) {
  for (auto& one : drafts_)
    if (one.id == document) one.take_back_index();
}

/// Documents without pages are gone; the others and their pages count from 1.
void Arrangement::renumber() {
  std::erase_if(drafts_, [&](const Draft& one) { return ordered(one.id).empty(); });
  std::stable_sort(drafts_.begin(), drafts_.end(), [](const Draft& a, const Draft& b) { return a.place < b.place; });
  std::int64_t place = 0;
  for (auto& one : drafts_) {
    one.place = ++place;
    std::int64_t number = 0;
    for (Page* page : ordered(one.id)) page->place = ++number;
  }
}

Draft& Arrangement::begin_before(std::int64_t place, DocumentId id, BatchId batch) {
  for (auto& one : drafts_)
    if (one.place >= place) ++one.place;
  Draft draft;
  draft.id = id;
  draft.batch = batch;
  draft.place = place;
  drafts_.push_back(std::move(draft));
  return drafts_.back();
}

/// Behind the last document that has an earlier page of the stack.
std::int64_t Arrangement::place_for(const Page& page) const {
  std::int64_t place = 1;
  for (const auto& other : pages_) {
    if (other.role != Role::page || other.number >= page.number) continue;
    for (const auto& one : drafts_)
      if (one.id == other.document) place = std::max(place, one.place + 1);
  }
  return place;
}

Result<void> Arrangement::split(Page& first, const std::function<DocumentId()>& next) {
  if (first.role != Role::page) {
    const DocumentId id = next();
    begin_before(place_for(first), id, first.batch);
    first.role = Role::page;
    first.document = id;
    first.place = 1;
    first.reason.clear();
    return {};
  }
  const DocumentId old = first.document;
  CHARTA_TRY(Draft * before, draft(old));
  if (first.place <= 1) return fail(ErrorKind::business_rule, "this page begins its document already", "page");
  const std::int64_t place = before->place + 1, from = first.place;
  touch(old);
  const DocumentId id = next();
  begin_before(place, id, first.batch);  // without attributes: whose it is must be said anew
  for (Page* one : ordered(old))
    if (one->place >= from) one->document = id;
  return {};
}

Result<void> Arrangement::join(Draft& second) {
  const DocumentId going = second.id;
  Draft* first = nullptr;
  for (auto& one : drafts_)
    if (one.place < second.place && (first == nullptr || one.place > first->place)) first = &one;
  if (first == nullptr)
    return fail(ErrorKind::business_rule, "this is the first document of the batch; nothing stands before it", "document");
  if (name_two_patients(*first, second))
    return fail(ErrorKind::business_rule, "these two documents name two patients; pages of one patient are moved one by one",
                "document");
  const auto staying = first->id;
  const auto count = static_cast<std::int64_t>(ordered(staying).size());
  for (Page* one : ordered(going)) {
    one->document = staying;
    one->place += count;
  }
  touch(staying);
  return {};
}

Result<void> Arrangement::move(Page& moved, const Edit& edit) {
  CHARTA_TRY(Draft * to, draft(edit.document));
  const auto there = ordered(to->id);
  const auto count = static_cast<std::int64_t>(there.size());
  if (edit.place < 0 || edit.place > count + 1) return fail(ErrorKind::invalid, "the document has no such place", "place");
  touch(moved.document);
  touch(to->id);
  // Doubled places leave room between two pages.
  std::int64_t number = 0;
  for (Page* one : there) one->place = 2 * ++number;
  moved.role = Role::page;
  moved.document = to->id;
  moved.place = edit.place == 0 ? 2 * count + 1 : 2 * edit.place - 1;
  moved.reason.clear();
  return {};
}

Result<void> Arrangement::set_aside(Page& one, Role role, const std::string& reason) {
  if (role == Role::reject && reason.empty()) return fail(ErrorKind::missing, "say why the page is left out", "reason");
  if (one.role == Role::page) touch(one.document);
  one.role = role;
  one.document = DocumentId();
  one.place = 0;
  one.reason = role == Role::reject ? reason : std::string();
  return {};
}

Result<void> Arrangement::apply(const Edit& edit, const std::function<DocumentId()>& next) {
  if (edit.kind == EditKind::join) {
    CHARTA_TRY(Draft * second, draft(edit.document));
    CHARTA_TRY_DO(join(*second));
    renumber();
    return {};
  }
  CHARTA_TRY(Page * one, page(edit.page));
  switch (edit.kind) {
    case EditKind::split:
      CHARTA_TRY_DO(split(*one, next));
      break;
    case EditKind::move:
      CHARTA_TRY_DO(move(*one, edit));
      break;
    case EditKind::reject:
      CHARTA_TRY_DO(set_aside(*one, Role::reject, edit.reason));
      break;
    case EditKind::blank:
      CHARTA_TRY_DO(set_aside(*one, Role::blank, {}));
      break;
    case EditKind::separator:
      CHARTA_TRY_DO(set_aside(*one, Role::separator, {}));
      break;
    case EditKind::rotate:
      if (edit.degrees != 90 && edit.degrees != 180 && edit.degrees != 270)
        return fail(ErrorKind::invalid, "a page is turned by 90, 180 or 270 degrees", "degrees");
      one->turned = (one->turned + edit.degrees) % 360;
      if (one->role == Role::page) touch(one->document);
      break;
    case EditKind::join:
      break;
  }
  renumber();
  return {};
}

Result<void> Arrangement::set_sheet(PageId separator, const cover_sheet::CoverSheet& sheet,
                                    const std::function<DocumentId()>& next) {
  CHARTA_TRY(Page * one, page(separator));
  const std::int64_t number = one->number;
  const bool is_sticker = sheet.kind == cover_sheet::Kind::sticker;
  if (!is_sticker) CHARTA_TRY_DO(set_aside(*one, Role::separator, {}));
  if (is_sticker && one->role == Role::page && one->place > 1) CHARTA_TRY_DO(split(*one, next));
  one->sheet = sheet;
  renumber();
  // The document whose first page follows the sheet, with nothing but what was set aside between.
  const Page* first = nullptr;
  for (const auto& other : pages_)
    if (other.role == Role::page && other.number >= number && (first == nullptr || other.number < first->number)) first = &other;
  if (first == nullptr || first->place != 1) return {};
  const bool stands_between = std::any_of(pages_.begin(), pages_.end(), [&](const Page& other) {
    return other.role == Role::separator && other.number > number && other.number < first->number;
  });
  if (stands_between) return {};
  for (auto& draft : drafts_) {
    if (draft.id != first->document || draft.is_indexed() || draft.sheet) continue;
    draft.sheet = sheet;
  }
  return {};
}

}  // namespace charta::document_imaging
