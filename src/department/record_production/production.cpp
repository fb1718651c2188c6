// SPDX-License-Identifier: Apache-2.0
#include "department/record_production/production.hpp"

#include "base/digest.hpp"

#include <fmt/format.h>

#include <map>

namespace charta::record_production {
namespace {

std::map<ResourceId, const SetDocument*> those_in(const std::vector<SetDocument>& documents) {
  std::map<ResourceId, const SetDocument*> found;
  for (const auto& one : documents)
    if (one.decision.is_in) found.emplace(one.line.resource, &one);
  return found;
}

}  // namespace

std::string hash_list_of(const std::vector<SetPage>& pages, const std::string& pdf_digest) {
  std::string list = "page,document,type,version,attachment,page_of_document,source_sha256,page_sha256\r\n";
  int number = 0;
  for (const auto& page : pages) {
    ++number;
    if (page.document.empty())
      list += fmt::format("{},,,,,,,{}\r\n", number, page.page_digest);
    else
      list += fmt::format("{},{},{},{},{},{},{},{}\r\n", number, page.document, page.type, page.version, page.attachment,
                          page.page_of_document, page.source_digest, page.page_digest);
  }
  return list + fmt::format("whole,,,,,,,{}\r\n", pdf_digest);
}

std::string digest_of_texts(const std::vector<std::string>& texts) {
  if (texts.empty()) return {};
  std::string all;
  for (const auto& one : texts) all += sha256(one).hex();
  return sha256(all).hex();
}

std::string digest_of_pages(const std::vector<SetPage>& pages, std::size_t first) {
  std::string text;
  for (std::size_t at = first; at < pages.size(); ++at) text += pages[at].page_digest + '\n';
  return sha256(text).hex();
}

std::vector<Change> changes_between(const std::vector<SetDocument>& then, const std::vector<SetDocument>& now) {
  const auto before = those_in(then), after = those_in(now);
  std::vector<Change> changes;
  for (const auto& [resource, one] : before) {
    const auto found = after.find(resource);
    if (found == after.end())
      changes.push_back({"removed", one->line, one->line.version});
    else if (found->second->line.version != one->line.version)
      changes.push_back({"changed", found->second->line, one->line.version});
  }
  for (const auto& [resource, one] : after)
    if (before.find(resource) == before.end()) changes.push_back({"added", one->line, 0});
  return changes;
}

}  // namespace charta::record_production
