// SPDX-License-Identifier: Apache-2.0
// Text that was copied forward, by runs of words that stand in an earlier note too; and parts that a document lacks.
#include "department/record_quality/checks.hpp"

#include <algorithm>
#include <array>

namespace charta::record_quality {
namespace {

constexpr std::array<std::string_view, 5> checks = {"laterality", "sex", "age", "copied-text", "missing-elements"};

std::uint64_t hash_of(const NoteText& text, std::size_t first, std::size_t count) {
  std::uint64_t hash = 1469598103934665603ULL;  // FNV-1a, 64 bits
  for (std::size_t at = first; at < first + count; ++at) {
    for (const char c : text.folded(at)) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    hash = (hash ^ 0x20U) * 1099511628211ULL;
  }
  hash ^= hash >> 31U;
  return hash * 0x9E3779B97F4A7C15ULL;
}

bool holds(const std::vector<std::uint64_t>& sorted, std::uint64_t hash) {
  return std::binary_search(sorted.begin(), sorted.end(), hash);
}

struct Run {
  std::size_t first = 0, count = 0;
};

/// The longest run of words that stands in the source too.
Run longest_run(const NoteText& text, const std::vector<std::uint64_t>& source, std::size_t words) {
  Run best, now;
  for (std::size_t at = 0; at + words <= text.words().size(); ++at) {
    if (!holds(source, hash_of(text, at, words))) {
      now = {};
      continue;
    }
    if (now.count == 0) now.first = at;
    now.count = at + words - now.first;
    if (now.count > best.count) best = now;
  }
  return best;
}

/// Where the same words stand in the other text.
std::size_t place_in(const NoteText& text, const NoteText& other, const Run& run, std::size_t words) {
  const auto wanted = hash_of(text, run.first, words);
  for (std::size_t at = 0; at + words <= other.words().size(); ++at)
    if (hash_of(other, at, words) == wanted) return at;
  return 0;
}

}  // namespace

std::string_view check_code(Check check) {
  return checks[static_cast<std::size_t>(check)];
}
std::optional<Check> parse_check(std::string_view code) {
  const auto found = std::find(checks.begin(), checks.end(), code);
  if (found == checks.end()) return std::nullopt;
  return static_cast<Check>(found - checks.begin());
}

std::vector<std::uint64_t> shingles_of(const NoteText& text, std::size_t words) {
  std::vector<std::uint64_t> all;
  for (std::size_t at = 0; at + words <= text.words().size(); ++at) all.push_back(hash_of(text, at, words));
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

std::vector<std::uint64_t> sample_of(const std::vector<std::uint64_t>& shingles) {
  std::vector<std::uint64_t> sample;
  std::copy_if(shingles.begin(), shingles.end(), std::back_inserter(sample), [](std::uint64_t one) { return one >> 60U == 0; });
  return sample;
}

int share_of(const std::vector<std::uint64_t>& of, const std::vector<std::uint64_t>& in) {
  if (of.empty()) return 0;
  const auto found = std::count_if(of.begin(), of.end(), [&](std::uint64_t one) { return holds(in, one); });
  return static_cast<int>(found * 100 / static_cast<std::ptrdiff_t>(of.size()));
}

std::optional<Finding> look_at_copy(const JudgedNote& note, const JudgedNote& source, const CopyRule& rule) {
  const auto here = shingles_of(note.text, rule.shingle_words), there = shingles_of(source.text, rule.shingle_words);
  const int percent = share_of(here, there);
  if (percent < rule.least_percent || note.text.words().size() < rule.least_words) return std::nullopt;
  const auto run = longest_run(note.text, there, rule.shingle_words);
  const std::size_t shown = std::min<std::size_t>(run.count, 25),
                    from = place_in(note.text, source.text, run, rule.shingle_words);
  Finding finding;
  finding.check = Check::copied_text;
  finding.percent = percent;
  finding.says = std::to_string(percent) + " % of its words stand as they are in " + source.title + " of " +
                 source.at.text().substr(0, 10) +
                 (source.author.empty() || source.author != note.author ? "" : ", by the same author");
  finding.evidence = source.document.text() + ":" + std::to_string(percent / 10);
  finding.quotes = {
      {note.document, note.resource_type, note.fhir_id, note.title, note.text.place_of(run.first, run.first + shown)},
      {source.document, source.resource_type, source.fhir_id, source.title,
       source.text.place_of(from, std::min(from + shown, source.text.words().size()))}};
  finding.other = source.document;
  finding.rule = rule.rule;
  return finding;
}

std::optional<Finding> look_at_elements(const JudgedNote& note, const QualityRules& rules) {
  const auto* kind = rules.elements_of(note.type_code);
  if (kind == nullptr || note.text.words().size() < kind->least_words) return std::nullopt;
  std::string missing;
  for (const auto& element : kind->elements) {
    const bool is_said = note.text.has_heading(element.headings) || (element.author_says && !note.author.empty()) ||
                         std::any_of(element.words.begin(), element.words.end(),
                                     [&](const Folded& one) { return note.text.has(one, 0, note.text.words().size()); });
    if (!is_said) missing += (missing.empty() ? "" : "; ") + element.title;
  }
  if (missing.empty()) return std::nullopt;
  Finding finding;
  finding.check = Check::missing_elements;
  finding.says = kind->title + ": nothing is found of " + missing;
  finding.evidence = missing;
  finding.quotes = {{note.document, note.resource_type, note.fhir_id, note.title, note.text.place_of(0, 1)}};
  finding.rule = rules.elements_rule;
  return finding;
}

}  // namespace charta::record_quality
