// SPDX-License-Identifier: Apache-2.0
// MSH-18: HL7 table 0211 and the spellings that are met in the field, by ICU's converter names.
#include "base/text.hpp"
#include "formats/hl7v2/message.hpp"

#include <algorithm>

namespace charta::hl7v2 {
namespace {

struct Charset {
  std::string_view name;  ///< upper case, without blanks, '-', '_' and '/'
  const char* converter;
};

// "ISO IR14", "ISO IR87" and "ISO IR159" are switched between by ISO 2022 escape sequences, which one converter reads together.
constexpr Charset table_0211[] = {
    {"ASCII", "US-ASCII"},
    {"USASCII", "US-ASCII"},
    {"ISOIR6", "US-ASCII"},
    {"88591", "ISO-8859-1"},
    {"88592", "ISO-8859-2"},
    {"88593", "ISO-8859-3"},
    {"88594", "ISO-8859-4"},
    {"88595", "ISO-8859-5"},
    {"88596", "ISO-8859-6"},
    {"88597", "ISO-8859-7"},
    {"88598", "ISO-8859-8"},
    {"88599", "ISO-8859-9"},
    {"885910", "ISO-8859-10"},
    {"885911", "ISO-8859-11"},
    {"885913", "ISO-8859-13"},
    {"885914", "ISO-8859-14"},
    {"885915", "ISO-8859-15"},
    {"ISOIR14", "ISO-2022-JP-2"},
    {"ISOIR13", "ISO-2022-JP-2"},
    {"ISOIR87", "ISO-2022-JP-2"},
    {"ISOIR159", "ISO-2022-JP-2"},
    {"ISOIR100", "ISO-8859-1"},
    {"ISOIR101", "ISO-8859-2"},
    {"ISOIR109", "ISO-8859-3"},
    {"ISOIR110", "ISO-8859-4"},
    {"ISOIR144", "ISO-8859-5"},
    {"ISOIR127", "ISO-8859-6"},
    {"ISOIR126", "ISO-8859-7"},
    {"ISOIR138", "ISO-8859-8"},
    {"ISOIR148", "ISO-8859-9"},
    {"ISOIR192", "UTF-8"},
    {"GB180302000", "GB18030"},
    {"GB18030", "GB18030"},
    {"GB2312", "GB2312"},
    {"GBK", "GBK"},
    {"KSX1001", "EUC-KR"},
    {"CNS116431992", "EUC-TW"},
    {"BIG5", "Big5"},
    {"SHIFTJIS", "Shift_JIS"},
    {"SJIS", "Shift_JIS"},
    {"EUCJP", "EUC-JP"},
    {"UNICODE", "UTF-8"},
    {"UNICODEUTF8", "UTF-8"},
    {"UTF8", "UTF-8"},
    {"UNICODEUTF16", "UTF-16"},
    {"UTF16", "UTF-16"},
    {"UNICODEUTF32", "UTF-32"},
    {"UTF32", "UTF-32"},
    {"WINDOWS1250", "windows-1250"},
    {"WINDOWS1251", "windows-1251"},
    {"WINDOWS1252", "windows-1252"},
    {"CP1252", "windows-1252"},
    {"ANSI", "windows-1252"},
    {"LATIN1", "ISO-8859-1"},
};

std::string plain_name(std::string_view name) {
  std::string out;
  for (const char c : upper_ascii(name))
    if (c != ' ' && c != '-' && c != '_' && c != '/') out += c;
  if (out.starts_with("ISO8859")) out.erase(0, 3);
  return out;
}

const char* known(std::string_view name) {
  const std::string plain = plain_name(name);
  const auto* found =
      std::find_if(std::begin(table_0211), std::end(table_0211), [&](const Charset& row) { return row.name == plain; });
  return found == std::end(table_0211) ? nullptr : found->converter;
}

}  // namespace

std::optional<std::string> converter_of(std::string_view charset, const std::vector<std::string>& alternates) {
  const char* first = charset.empty() ? "US-ASCII" : known(charset);
  if (first == nullptr) return std::nullopt;
  if (std::string_view(first) == "US-ASCII")
    for (const std::string& alternate : alternates)
      if (const char* other = known(alternate); other != nullptr && std::string_view(other) == "ISO-2022-JP-2") return other;
  return first;
}

}  // namespace charta::hl7v2
