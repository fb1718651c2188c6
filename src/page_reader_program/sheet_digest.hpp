// SPDX-License-Identifier: Apache-2.0
// The digest of a PDF page: of everything that is drawn on it, wherever in the file its pieces stand.
#pragma once
#include <map>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <set>
#include <string>

namespace charta::page_reader_program {

/// Where stamped_set() notes on a page what it added: ISO 32000-1, 14.5 (page-piece dictionaries).
constexpr const char* stamp_note = "/Charta";
constexpr const char* stamp_font = "/ChartaStamp";

/// SHA-256 over values in the order of their keys, streams by their packed bytes; the numbers of objects, their lengths and what
/// leads back to the document are left out. So a page has the same digest in its own file and in a set.
class SheetDigest {
 public:
  explicit SheetDigest(bool is_stamped) : is_stamped_(is_stamped) {}
  std::string of(QPDFPageObjectHelper& page);  ///< hexadecimal

 private:
  std::string drawn(QPDFPageObjectHelper& page, QPDFObjectHandle stamp);
  std::string notes(QPDFPageObjectHelper& page);
  std::string of_value(QPDFObjectHandle value);
  std::string of_container(QPDFObjectHandle value);
  std::string of_dictionary(QPDFObjectHandle dictionary);

  bool is_stamped_;
  std::map<QPDFObjGen, std::string> known_{};
  std::set<QPDFObjGen> open_{};  // to end where an object leads back to itself
};

}  // namespace charta::page_reader_program
