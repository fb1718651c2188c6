// SPDX-License-Identifier: Apache-2.0
#include "department/document_imaging/imaging_rules.hpp"

#include "formats/json/json.hpp"

#include <algorithm>

namespace charta::document_imaging {
namespace {

std::vector<std::string> texts(json::Value list) {
  std::vector<std::string> all;
  for (const auto one : list) all.emplace_back(one.text());
  return all;
}

Result<int> whole(json::Value parameters, std::string_view name, int least, int most) {
  const auto value = parameters[name].integer();
  if (!value || *value < least || *value > most)
    return fail(ErrorKind::invalid,
                "'" + std::string(name) + "' is a whole number from " + std::to_string(least) + " to " + std::to_string(most),
                std::string(name));
  return static_cast<int>(*value);
}

Result<PageLabels> read_labels(const rules::Rule& rule) {
  CHARTA_TRY(const auto document, json::Document::parse(rule.parameters));
  const auto root = document.root();
  PageLabels labels{texts(root["mrn"]),    texts(root["name"]),      texts(root["birth_date"]),   texts(root["service_date"]),
                    texts(root["author"]), texts(root["separator"]), root["day_first"].boolean(), texts(root["account"])};
  if (labels.mrn.empty() || labels.name.empty() || labels.birth_date.empty())
    return fail(ErrorKind::invalid,
                "a page is compared with its chart by number, name and birth date: name the words before each", "mrn");
  return labels;
}

Result<IndexRules> read_index(const rules::Rule& rule) {
  CHARTA_TRY(const auto document, json::Document::parse(rule.parameters));
  const auto root = document.root();
  IndexRules index;
  index.rule = rule.reference();
  index.verified = rule.verified;
  for (const auto one : root["types"]) {
    DocumentType type{std::string(one["code"].text()), std::string(one["display"].text()), texts(one["required"]),
                      texts(one["titles"])};
    if (type.code.empty() || type.display.empty())
      return fail(ErrorKind::invalid, "a document type has a code and a display", "types");
    index.types.push_back(std::move(type));
  }
  if (index.types.empty()) return fail(ErrorKind::invalid, "there is no document type", "types");
  for (auto& one : texts(root["key_twice"])) index.key_twice.insert(std::move(one));
  CHARTA_TRY(index.key_twice_below, whole(root, "key_twice_below", 0, 100));
  CHARTA_TRY(index.sure_word, whole(root, "sure_word", 0, 100));
  const auto weights = root["confidence"];
  CHARTA_TRY(index.sheet, whole(weights, "sheet", 0, 100));
  CHARTA_TRY(index.mrn, whole(weights, "mrn", 0, 100));
  CHARTA_TRY(index.name, whole(weights, "name", 0, 100));
  CHARTA_TRY(index.birth_date, whole(weights, "birth_date", 0, 100));
  const auto suggested = root["suggested"];
  auto& how = index.suggested;
  for (const auto& [name, percent] :
       {std::pair("sheet_type", &how.sheet_type), std::pair("page_title", &how.page_title),
        std::pair("other_title", &how.other_title), std::pair("sheet_visit", &how.sheet_visit),
        std::pair("day_of_visit", &how.day_of_visit), std::pair("any_visit", &how.any_visit),
        std::pair("labelled_day", &how.labelled_day), std::pair("other_day", &how.other_day), std::pair("author", &how.author),
        std::pair("expected_type", &how.expected_type), std::pair("other_expected", &how.other_expected),
        std::pair("said_again", &how.said_again)}) {
    CHARTA_TRY(*percent, whole(suggested, name, 0, 100));
  }
  return index;
}

Result<SamplingRules> read_sampling(const rules::Rule& rule) {
  CHARTA_TRY(const auto document, json::Document::parse(rule.parameters));
  const auto root = document.root();
  SamplingRules sampling;
  sampling.rule = rule.reference();
  CHARTA_TRY(sampling.standard_percent, whole(root, "standard_percent", 1, 100));
  CHARTA_TRY(sampling.proven_percent, whole(root, "proven_percent", 1, 100));
  CHARTA_TRY(sampling.beginner_percent, whole(root, "beginner_percent", 1, 100));
  CHARTA_TRY(sampling.wrong_patient_percent, whole(root, "wrong_patient_percent", 1, 100));
  CHARTA_TRY(sampling.beginner_documents, whole(root, "beginner_documents", 0, 100'000));
  CHARTA_TRY(sampling.proven_documents, whole(root, "proven_documents", 0, 100'000));
  CHARTA_TRY(sampling.wrong_patient_documents, whole(root, "wrong_patient_documents", 0, 100'000));
  return sampling;
}

Result<LikenessRules> read_likeness(const rules::Rule& rule) {
  CHARTA_TRY(const auto document, json::Document::parse(rule.parameters));
  const auto root = document.root();
  LikenessRules likeness;
  CHARTA_TRY(likeness.bits, whole(root, "bits", 0, 256));
  CHARTA_TRY(likeness.bits_without_words, whole(root, "bits_without_words", 0, 256));
  CHARTA_TRY(likeness.words_percent, whole(root, "words_percent", 1, 100));
  CHARTA_TRY(likeness.least_words, whole(root, "least_words", 1, 1000));
  return likeness;
}

}  // namespace

const DocumentType* IndexRules::find(std::string_view code) const {
  const auto found = std::find_if(types.begin(), types.end(), [&](const DocumentType& one) { return one.code == code; });
  return found == types.end() ? nullptr : &*found;
}

Result<ImagingRules> ImagingRules::read(const rules::RuleBook& book, Date today, std::string_view jurisdiction) {
  ImagingRules all;
  CHARTA_TRY(const auto* labels, book.in_force("document-imaging/page-labels", today, jurisdiction));
  CHARTA_TRY(all.labels, read_labels(*labels));
  CHARTA_TRY(const auto* index, book.in_force("document-imaging/index-fields", today, jurisdiction));
  CHARTA_TRY(all.index, read_index(*index));
  CHARTA_TRY(const auto* sampling, book.in_force("document-imaging/sampling", today, jurisdiction));
  CHARTA_TRY(all.sampling, read_sampling(*sampling));
  CHARTA_TRY(const auto* same, book.in_force("document-imaging/same-pages", today, jurisdiction));
  CHARTA_TRY(all.likeness, read_likeness(*same));
  CHARTA_TRY(const auto* retention, book.in_force("document-imaging/paper-retention", today, jurisdiction));
  CHARTA_TRY(const auto document, json::Document::parse(retention->parameters));
  CHARTA_TRY(all.retention_days, whole(document.root(), "days", 0, 36'500));
  all.retention_rule = retention->reference();
  return all;
}

}  // namespace charta::document_imaging
