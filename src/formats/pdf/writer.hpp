// SPDX-License-Identifier: Apache-2.0
// PDF files written from front to back: objects, streams, cross-reference table. Source: ISO 32000-1:2008, 7.3 and 7.5.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace charta::pdf {

/// The same objects give the same bytes: the file's /ID is the digest of what stands in it.
class Writer {
 public:
  Writer();

  int reserve();                                ///< the number of an object that follows later
  void put(int number, std::string_view body);  ///< a reserved object; every reserved one is put once
  int add(std::string_view body);
  /// `entries`: the dictionary's without /Length, for example "/Filter /FlateDecode".
  void put_stream(int number, std::string_view entries, std::string_view data);
  int add_stream(std::string_view entries, std::string_view data);

  /// The whole file. `catalog` is the number of the /Catalog.
  std::string finish(int catalog) &&;

 private:
  std::string out_;
  std::vector<std::size_t> places_;  // of object 1, 2, …; 0: reserved
};

std::string reference(int number);             ///< "12 0 R"
std::string number(double value);              ///< at most four digits behind the point, without exponent
std::string literal(std::string_view bytes);   ///< "(…)" with what must be escaped
std::string deflated(std::string_view bytes);  ///< for /FlateDecode

}  // namespace charta::pdf
