// SPDX-License-Identifier: Apache-2.0
#include "page_reader_program/ocr.hpp"

#include <cmath>
#include <tesseract/capi.h>

namespace charta::page_reader_program {

namespace {

constexpr int usual_dpi = 300;

struct EngineDeleter {
  void operator()(TessBaseAPI* engine) const { TessBaseAPIDelete(engine); }
};
using Engine = std::unique_ptr<TessBaseAPI, EngineDeleter>;

Engine loaded(const char* language, TessOcrEngineMode mode) {
  Engine engine(TessBaseAPICreate());
  if (TessBaseAPIInit2(engine.get(), nullptr, language, mode) != 0) engine.reset();
  return engine;
}

TessBaseAPI* english() {
  static const Engine engine = loaded("eng", tesseract::OEM_LSTM_ONLY);
  return engine.get();
}

TessBaseAPI* orientation() {
  static const Engine engine = loaded("osd", tesseract::OEM_TESSERACT_ONLY);
  return engine.get();
}

void show(TessBaseAPI* engine, const Image& page, TessPageSegMode mode) {
  TessBaseAPISetPageSegMode(engine, mode);
  TessBaseAPISetImage2(engine, page.get());
  const auto dpi = pixGetXRes(page.get());
  TessBaseAPISetSourceResolution(engine, dpi > 0 ? dpi : usual_dpi);
}

std::string owned_text(char* text) {
  std::string copy = text == nullptr ? "" : text;
  TessDeleteText(text);
  return copy;
}

page_reading::Word word_at(TessResultIterator* at, int line) {
  page_reading::Word word;
  word.text = owned_text(TessResultIteratorGetUTF8Text(at, tesseract::RIL_WORD));
  int left = 0, top = 0, right = 0, bottom = 0;
  TessPageIteratorBoundingBox(TessResultIteratorGetPageIterator(at), tesseract::RIL_WORD, &left, &top, &right, &bottom);
  word.box = {left, top, right - left, bottom - top};
  word.confidence = static_cast<int>(std::lround(TessResultIteratorConfidence(at, tesseract::RIL_WORD)));
  word.line = line;
  return word;
}

std::vector<page_reading::Word> words_in(TessResultIterator* at) {
  std::vector<page_reading::Word> words;
  auto* place = TessResultIteratorGetPageIterator(at);
  int line = -1;
  do {
    if (TessPageIteratorIsAtBeginningOf(place, tesseract::RIL_TEXTLINE)) ++line;
    auto word = word_at(at, std::max(line, 0));
    if (word.text.find_first_not_of(" \t\n") != std::string::npos) words.push_back(std::move(word));
  } while (TessResultIteratorNext(at, tesseract::RIL_WORD));
  return words;
}

}  // namespace

Result<std::vector<page_reading::Word>> words_of(const Image& page) {
  auto* engine = english();
  if (engine == nullptr)
    return fail(ErrorKind::unavailable, "The data for reading English text are not installed (tesseract-ocr-eng).");
  show(engine, page, tesseract::PSM_AUTO);
  std::vector<page_reading::Word> words;
  if (TessBaseAPIRecognize(engine, nullptr) == 0) {
    if (auto* at = TessBaseAPIGetIterator(engine)) {
      words = words_in(at);
      TessResultIteratorDelete(at);
    }
  }
  TessBaseAPIClear(engine);
  return words;
}

std::string text_in(const Image& part) {
  auto* engine = english();
  if (engine == nullptr) return {};
  show(engine, part, tesseract::PSM_SPARSE_TEXT);
  auto text = owned_text(TessBaseAPIGetUTF8Text(engine));
  TessBaseAPIClear(engine);
  return text;
}

std::optional<int> turn_by_letters(const Image& page) {
  auto* engine = orientation();
  if (engine == nullptr) return std::nullopt;
  show(engine, page, tesseract::PSM_OSD_ONLY);
  int degrees = 0;
  float sure = 0, sure_of_script = 0;
  const char* script = nullptr;
  const bool found = TessBaseAPIDetectOrientationScript(engine, &degrees, &sure, &script, &sure_of_script);
  TessBaseAPIClear(engine);
  if (!found || sure < 2) return std::nullopt;
  return (360 - degrees) % 360;
}

}  // namespace charta::page_reader_program
