// SPDX-License-Identifier: Apache-2.0
#include "page_reader_program/sheets.hpp"

#include "base/text.hpp"
#include "formats/pdf/writer.hpp"
#include "page_reader_program/pages.hpp"
#include "page_reader_program/pix.hpp"
#include "page_reader_program/searchable.hpp"
#include "page_reader_program/sheet_digest.hpp"

#include <algorithm>
#include <memory>
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFExc.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFWriter.hh>

namespace charta::page_reader_program {

namespace {

using Rectangle = QPDFObjectHandle::Rectangle;

bool is_pdf(std::string_view bytes) {
  return bytes.substr(0, 1024).find("%PDF-") != std::string_view::npos;
}

/// What may be said of a file that cannot be opened as it stands.
Error not_opened(const QPDFExc& error) {
  return fail(ErrorKind::invalid, error.getErrorCode() == qpdf_e_password
                                      ? "The PDF is encrypted."
                                      : "The PDF is damaged: what can be read of it might not be all of it.");
}

std::shared_ptr<QPDF> opened(std::string_view bytes) {
  auto pdf = std::make_shared<QPDF>();
  pdf->setSuppressWarnings(true);
  pdf->setAttemptRecovery(false);
  pdf->processMemoryFile("the file", bytes.data(), bytes.size());
  return pdf;
}

Result<std::vector<QPDFPageObjectHelper>> pages_in(QPDF& pdf, const Bounds& bounds) {
  auto count = pdf.getRoot().getKey("/Pages").getKey("/Count");
  if (count.isInteger() && count.getIntValue() > bounds.most_pages)
    return too_many_pages(static_cast<long>(count.getIntValue()), bounds);
  auto pages = QPDFPageDocumentHelper(pdf).getAllPages();
  if (static_cast<long>(pages.size()) > bounds.most_pages) return too_many_pages(static_cast<long>(pages.size()), bounds);
  if (pages.empty()) return fail(ErrorKind::invalid, "The PDF has no pages.");
  if (count.isInteger() && count.getIntValue() != static_cast<long long>(pages.size()))
    return fail(ErrorKind::invalid, "The PDF says that it has other pages than are found in it.");
  return pages;
}

Result<std::string> pdf_of_picture(std::string_view bytes, const Bounds& bounds) {
  CHARTA_TRY(const auto images, pages_of(bytes, bounds));
  return searchable_pdf_of(images, std::vector<std::vector<page_reading::Word>>(images.size()), bounds);
}

/// How many more "q" than "Q" stand on a page at its end, and how far below nothing it goes meanwhile.
class Depth : public QPDFObjectHandle::ParserCallbacks {
 public:
  void handleObject(QPDFObjectHandle object) override {
    if (!object.isOperator()) return;
    const auto name = object.getOperatorValue();
    if (name == "q") ++now_;
    if (name == "Q") lowest_ = std::min(lowest_, --now_);
  }
  void handleEOF() override {}
  int before() const { return 1 - lowest_; }
  int after() const { return before() + now_; }

 private:
  int now_ = 0, lowest_ = 0;
};

std::string repeated(const char* word, int times) {
  std::string text;
  for (int at = 0; at < times; ++at) text += word;
  return text;
}

/// A page as it is looked at: which edge is the lower one depends on how it is turned.
class Strip {
 public:
  Strip(Rectangle crop, int turned, std::string_view stamp) : box_(crop), whole_(crop), turned_((turned % 360 + 360) % 360) {
    const auto wide = turned_ % 180 == 0 ? crop.urx - crop.llx : crop.ury - crop.lly;
    const auto letters = std::max(40.0, static_cast<double>(stamp.size()));
    size_ = std::min(wide / 76, wide * 0.94 / (letters * 0.56));
    const auto high = 3 * size_;
    if (turned_ == 0) whole_.lly -= high, box_.ury = box_.lly, box_.lly -= high;
    if (turned_ == 90) whole_.urx += high, box_.llx = box_.urx, box_.urx += high;
    if (turned_ == 180) whole_.ury += high, box_.lly = box_.ury, box_.ury += high;
    if (turned_ == 270) whole_.llx -= high, box_.urx = box_.llx, box_.llx -= high;
  }
  Rectangle whole() const { return whole_; }
  std::string drawn(std::string_view stamp, const std::string& font) const {
    using pdf::number;
    return "q 1 g " + number(box_.llx) + ' ' + number(box_.lly) + ' ' + number(box_.urx - box_.llx) + ' ' +
           number(box_.ury - box_.lly) + " re f 0 g BT " + font + ' ' + number(size_) + " Tf " + matrix() + " Tm " +
           pdf::literal(from_utf8(stamp, "windows-1252").value_or("?")) + " Tj ET Q\n";
  }

 private:
  /// To the lower left of the page as it is looked at, along its lower edge.
  std::string matrix() const {
    using pdf::number;
    const auto in = 2 * size_, up = size_;
    if (turned_ == 90) return "0 1 -1 0 " + number(box_.urx - up) + ' ' + number(box_.lly + in);
    if (turned_ == 180) return "-1 0 0 -1 " + number(box_.urx - in) + ' ' + number(box_.ury - up);
    if (turned_ == 270) return "0 -1 1 0 " + number(box_.llx + up) + ' ' + number(box_.ury - in);
    return "1 0 0 1 " + number(box_.llx + in) + ' ' + number(box_.lly + up);
  }

  Rectangle box_, whole_;
  int turned_;
  double size_;
};

/// Answers the name under which the page has it now: a set may be stamped that was a set before.
std::string add_font(QPDFPageObjectHelper& page, QPDFObjectHandle font) {
  auto resources = page.getAttribute("/Resources", true);
  if (!resources.isDictionary()) {
    resources = QPDFObjectHandle::newDictionary();
    page.getObjectHandle().replaceKey("/Resources", resources);
  }
  auto fonts = resources.getKey("/Font");
  fonts = fonts.isDictionary() ? fonts.shallowCopy() : QPDFObjectHandle::newDictionary();
  std::string name = stamp_font;
  for (int number = 2; fonts.hasKey(name); ++number) name = stamp_font + std::to_string(number);
  fonts.replaceKey(name, font);
  resources.replaceKey("/Font", fonts);
  return name;
}

Rectangle both(Rectangle a, Rectangle b) {
  return {std::min(a.llx, b.llx), std::min(a.lly, b.lly), std::max(a.urx, b.urx), std::max(a.ury, b.ury)};
}

/// Boxes may be given with any two opposite corners.
Rectangle upright(Rectangle box) {
  return {std::min(box.llx, box.urx), std::min(box.lly, box.ury), std::max(box.llx, box.urx), std::max(box.lly, box.ury)};
}

void note_stamp(QPDFPageObjectHelper& page, const std::string& font) {
  auto before = QPDFObjectHandle::newDictionary();
  before.replaceKey("/MediaBox", page.getMediaBox(false).shallowCopy());
  before.replaceKey("/CropBox", page.getCropBox(false).shallowCopy());
  before.replaceKey("/Font", QPDFObjectHandle::newName(font));
  auto piece = QPDFObjectHandle::parse("<< /LastModified (D:20000101000000Z) >>");
  piece.replaceKey("/Private", before);
  auto object = page.getObjectHandle();
  auto pieces = object.getKey("/PieceInfo");
  pieces = pieces.isDictionary() ? pieces.shallowCopy() : QPDFObjectHandle::newDictionary();
  pieces.replaceKey(stamp_note, piece);
  object.replaceKey("/PieceInfo", pieces);
}

void stamp_page(QPDF& set, QPDFPageObjectHelper page, QPDFObjectHandle font, const std::string& stamp) {
  Depth depth;
  page.parseContents(&depth);
  auto turned = page.getAttribute("/Rotate", false);
  const Strip strip(upright(page.getCropBox(false).getArrayAsRectangle()), turned.isInteger() ? turned.getIntValueAsInt() : 0,
                    stamp);
  const auto media = upright(page.getMediaBox(false).getArrayAsRectangle());
  const auto name = add_font(page, font);
  note_stamp(page, name);
  auto object = page.getObjectHandle();
  object.replaceKey("/MediaBox", QPDFObjectHandle::newFromRectangle(both(media, strip.whole())));
  object.replaceKey("/CropBox", QPDFObjectHandle::newFromRectangle(strip.whole()));
  page.addPageContents(set.newStream(repeated("q\n", depth.before())), true);
  page.addPageContents(set.newStream(repeated("\nQ", depth.after()) + '\n' + strip.drawn(stamp, name)), false);
}

std::string written(QPDF& set) {
  QPDFWriter writer(set);
  writer.setOutputMemory();
  writer.setStreamDataMode(qpdf_s_preserve);
  writer.setObjectStreamMode(qpdf_o_disable);
  writer.setDeterministicID(true);
  writer.write();
  const auto buffer = writer.getBufferSharedPointer();
  return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
}

}  // namespace

Result<Sheets> sheets_of(std::string_view bytes, bool is_stamped, const Bounds& bounds) {
  Sheets sheets;
  if (!is_pdf(bytes)) {
    CHARTA_TRY(sheets.pdf, pdf_of_picture(bytes, bounds));
  }
  try {
    const auto pdf = opened(sheets.pdf.empty() ? bytes : sheets.pdf);
    CHARTA_TRY(auto pages, pages_in(*pdf, bounds));
    SheetDigest digest(is_stamped);
    for (auto& page : pages) sheets.digests.push_back(digest.of(page));
  } catch (const QPDFExc& error) {
    return not_opened(error);
  }
  return sheets;
}

Result<std::string> stamped_set(const std::vector<page_reading::SetPart>& parts, const Bounds& bounds) {
  QPDF set;
  set.emptyPDF();
  const auto font = set.makeIndirectObject(
      QPDFObjectHandle::parse("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"));
  std::vector<std::shared_ptr<QPDF>> files;  // their streams are read when the set is written
  try {
    for (const auto& part : parts) {
      files.push_back(opened(part.bytes));
      CHARTA_TRY(auto pages, pages_in(*files.back(), bounds));
      if (pages.size() != part.stamps.size())
        return fail(ErrorKind::invalid, "Part " + std::to_string(files.size()) + " of the set has other pages than stamps.");
      for (std::size_t at = 0; at < pages.size(); ++at) {
        set.addPage(pages[at].getObjectHandle(), false);
        stamp_page(set, QPDFPageObjectHelper(set.getAllPages().back()), font, part.stamps[at]);
      }
    }
    return written(set);
  } catch (const QPDFExc& error) {
    return not_opened(error);
  }
}

}  // namespace charta::page_reader_program
