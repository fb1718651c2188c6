// SPDX-License-Identifier: Apache-2.0
// The tesseract library alone: reads every Nth of the files FOLDER/0, 1, 2, … for `page_reading_benchmark words`.
//
//   tesseract_alone_benchmark FOLDER PAGES FIRST EVERY
#include <cstdio>
#include <cstdlib>
#include <leptonica/allheaders.h>
#include <string>
#include <tesseract/capi.h>

int main(int count, char** arguments) {
  if (count != 5) return 2;
  auto* engine = TessBaseAPICreate();
  if (TessBaseAPIInit2(engine, nullptr, "eng", tesseract::OEM_LSTM_ONLY) != 0) return 1;
  TessBaseAPISetPageSegMode(engine, tesseract::PSM_AUTO);
  for (int at = std::atoi(arguments[3]); at < std::atoi(arguments[2]); at += std::atoi(arguments[4])) {
    auto* image = pixRead((std::string(arguments[1]) + '/' + std::to_string(at)).c_str());
    TessBaseAPISetImage2(engine, image);
    TessDeleteText(TessBaseAPIGetUTF8Text(engine));
    TessBaseAPIClear(engine);
    pixDestroy(&image);
  }
  TessBaseAPIDelete(engine);
  return 0;
}
