// SPDX-License-Identifier: Apache-2.0
#include "page_reader_program/sheet_digest.hpp"

#include "base/digest.hpp"

#include <qpdf/Buffer.hh>
#include <qpdf/QPDFAnnotationObjectHelper.hh>

namespace charta::page_reader_program {

namespace {

std::string digest_of(std::string_view bytes) {
  return sha256(bytes).hex();
}

std::string digest_of_data(QPDFObjectHandle stream) {
  const auto data = stream.getRawStreamData();
  return digest_of({reinterpret_cast<const char*>(data->getBuffer()), data->getSize()});
}

/// What says where an object stands, and not what is drawn.
bool leads_elsewhere(const std::string& key) {
  return key == "/Parent" || key == "/P" || key == "/StructParent" || key == "/StructParents" || key == "/Length" ||
         key == "/Metadata" || key == "/PieceInfo" || key == "/LastModified";
}

bool is_empty(QPDFObjectHandle value) {
  return value.isNull() || (value.isDictionary() && value.getKeys().empty());
}

QPDFObjectHandle stamp_of(QPDFPageObjectHelper& page) {
  auto pieces = page.getObjectHandle().getKey("/PieceInfo");
  auto piece = pieces.isDictionary() ? pieces.getKey(stamp_note) : QPDFObjectHandle::newNull();
  return piece.isDictionary() ? piece.getKey("/Private") : QPDFObjectHandle::newNull();
}

/// The resources as they were before the stamp's letters were added.
QPDFObjectHandle without_stamp(QPDFObjectHandle resources, QPDFObjectHandle font) {
  if (!resources.isDictionary() || !resources.getKey("/Font").isDictionary() || !font.isName()) return resources;
  auto copy = resources.shallowCopy();
  auto fonts = copy.getKey("/Font").shallowCopy();
  fonts.removeKey(font.getName());
  copy.replaceKey("/Font", fonts);
  return copy;
}

}  // namespace

std::string SheetDigest::of_dictionary(QPDFObjectHandle dictionary) {
  std::string text = "<";
  for (const auto& key : dictionary.getKeys()) {
    auto value = dictionary.getKey(key);
    if (leads_elsewhere(key) || is_empty(value)) continue;
    text += key + ' ' + of_value(value) + ' ';
  }
  return text + '>';
}

std::string SheetDigest::of_container(QPDFObjectHandle value) {
  std::string text;
  if (value.isStream())
    text = of_dictionary(value.getDict()) + digest_of_data(value);
  else if (value.isDictionary())
    text = value.isPageObject() ? std::string("page") : of_dictionary(value);
  else
    for (auto item : value.getArrayAsVector()) text += of_value(item) + ' ';
  return digest_of(text);
}

std::string SheetDigest::of_value(QPDFObjectHandle value) {
  const bool is_container = value.isStream() || value.isDictionary() || value.isArray();
  if (value.isString()) return '(' + to_hex(value.getStringValue()) + ')';
  if (is_empty(value)) return "null";
  if (!is_container) return value.unparseResolved();
  if (!value.isIndirect()) return of_container(value);
  const auto number = value.getObjGen();
  if (const auto found = known_.find(number); found != known_.end()) return found->second;
  if (!open_.insert(number).second) return "itself";
  auto digest = of_container(value);
  open_.erase(number);
  return known_.emplace(number, std::move(digest)).first->second;
}

std::string SheetDigest::drawn(QPDFPageObjectHelper& page, QPDFObjectHandle stamp) {
  auto contents = page.getPageContents();
  const std::size_t added = stamp.isDictionary() && contents.size() >= 2 ? 1 : 0;
  std::string text;
  for (std::size_t at = added; at + added < contents.size(); ++at) text += digest_of_data(contents[at]) + ' ';
  auto resources = page.getAttribute("/Resources", false);
  return text + of_value(stamp.isDictionary() ? without_stamp(resources, stamp.getKey("/Font")) : resources);
}

/// Notes and the fields of forms are drawn, too; where they lead is not.
std::string SheetDigest::notes(QPDFPageObjectHelper& page) {
  std::string text;
  for (auto& note : page.getAnnotations()) {
    auto object = note.getObjectHandle();
    for (const char* key : {"/Subtype", "/Rect", "/Contents", "/F", "/AS", "/AP"}) text += of_value(object.getKey(key)) + ' ';
  }
  return text;
}

std::string SheetDigest::of(QPDFPageObjectHelper& page) {
  auto stamp = is_stamped_ ? stamp_of(page) : QPDFObjectHandle::newNull();
  const auto box = [&](const char* key, QPDFObjectHandle now) { return stamp.isDictionary() ? stamp.getKey(key) : now; };
  const std::string text = of_value(box("/MediaBox", page.getMediaBox(false))) +
                           of_value(box("/CropBox", page.getCropBox(false))) + of_value(page.getAttribute("/Rotate", false)) +
                           of_value(page.getObjectHandle().getKey("/UserUnit")) + drawn(page, stamp) + notes(page);
  return digest_of(text);
}

}  // namespace charta::page_reader_program
