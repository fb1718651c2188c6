// SPDX-License-Identifier: Apache-2.0
#include "department/downtime/pack_page.hpp"

#include "formats/json/json.hpp"

#include <map>

namespace charta::downtime {
namespace {

std::string seal_words(const Sealed& sealed) {
  std::string text;
  json::Writer(text)
      .begin_object()
      .member("salt", to_base64(sealed.salt))
      .member("nonce", to_base64(sealed.nonce))
      .member("iterations", sealed.iterations)
      .end_object();
  return text;
}

/// What stands between the opening tag with this id and the next closing one.
std::string_view element_of(std::string_view page, std::string_view id) {
  const auto tag = page.find("id=\"" + std::string(id) + "\">");
  if (tag == std::string_view::npos) return {};
  const auto from = page.find('>', tag) + 1;
  return page.substr(from, page.find("</script>", from) - from);
}

}  // namespace

std::string open_words(Instant made_at, std::int64_t warn_minutes) {
  std::string text;
  json::Writer(text)
      .begin_object()
      .member("form", "charta-downtime-pack-1")
      .member("made_at", made_at.text())
      .member("warn_minutes", warn_minutes)
      .end_object();
  return text;
}

std::string page_of(const Sealed& sealed, std::string_view open_words) {
  const std::map<std::string_view, std::string> parts = {{"style", std::string(page_style())},
                                                         {"script", std::string(page_script())},
                                                         {"style-digest", to_base64(sha256(page_style()).raw())},
                                                         {"script-digest", to_base64(sha256(page_script()).raw())},
                                                         {"open-words", std::string(open_words)},
                                                         {"seal", seal_words(sealed)},
                                                         {"sealed", to_base64(sealed.bytes)}};
  std::string page;
  std::string_view rest = page_html();
  while (true) {
    const auto at = rest.find("{{");
    page += rest.substr(0, at);
    if (at == std::string_view::npos) return page;
    const auto end = rest.find("}}", at);
    page += parts.at(rest.substr(at + 2, end - at - 2));
    rest = rest.substr(end + 2);
  }
}

Result<PageParts> parts_of(std::string_view page) {
  PageParts parts;
  parts.open_words = std::string(element_of(page, "open-words"));
  const auto words = json::Document::parse(element_of(page, "seal"));
  const auto bytes = from_base64(element_of(page, "sealed"));
  if (!words || !bytes || parts.open_words.empty()) return fail(ErrorKind::invalid, "this file is no downtime pack");
  parts.sealed.bytes = *bytes;
  parts.sealed.salt = from_base64(words->root()["salt"].text()).value_or("");
  parts.sealed.nonce = from_base64(words->root()["nonce"].text()).value_or("");
  parts.sealed.iterations = static_cast<int>(words->root()["iterations"].integer().value_or(0));
  return parts;
}

}  // namespace charta::downtime
