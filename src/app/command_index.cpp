// SPDX-License-Identifier: Apache-2.0
// Lists linked and weighed from the console, without a hospital: nothing of them is stored.
#include "app/commands.hpp"
#include "app/configuration.hpp"
#include "app/identity_wiring.hpp"
#include "base/clock.hpp"
#include "department/matching/list_linker.hpp"
#include "department/matching/policy.hpp"
#include "record/rules/rule_pack.hpp"
#include "store/durable_file.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <thread>

namespace charta::app {
namespace {

Result<std::string> needed(const Arguments& arguments, std::string_view option, std::string_view what) {
  if (!arguments.has(option)) return fail(ErrorKind::invalid, fmt::format("name {} with {}", what, option), "usage");
  return arguments.value(option);
}

using patient_index::MatchingRules;

Result<MatchingRules> matching_rules(const Arguments& arguments, Date today) {
  CHARTA_TRY(const auto configuration, read_configuration(arguments));
  CHARTA_TRY(const auto book, rules::RuleBook::load(configuration.rules));
  return read_matching_rules(book, today, configuration.jurisdiction);
}

Result<std::vector<matching::ColumnMapping>> mappings_of(const Arguments& arguments) {
  std::vector<matching::ColumnMapping> mappings;
  for (const auto& path : arguments.values("--columns")) {
    CHARTA_TRY(const auto text, store::read_file(path));
    CHARTA_TRY(mappings.emplace_back(), matching::ColumnMapping::parse(text));
  }
  if (mappings.empty())
    return fail(ErrorKind::invalid, "say which column is which field with --columns MAP.json (docs/formats/column-mapping.md)",
                "usage");
  if (mappings.size() != 1 && mappings.size() != arguments.words().size())
    return fail(ErrorKind::invalid, "give --columns once, or once for every list", "usage");
  return mappings;
}

Result<void> read_lists(const Arguments& arguments, matching::ListLinker& linker) {
  if (arguments.words().empty()) return fail(ErrorKind::invalid, "name at least one list", "usage");
  CHARTA_TRY(const auto mappings, mappings_of(arguments));
  for (std::size_t i = 0; i < arguments.words().size(); ++i) {
    const auto& path = arguments.words()[i];
    std::ifstream in(path, std::ios::binary);
    if (!in) return fail(ErrorKind::not_found, path + " cannot be read");
    if (auto read = linker.read(in, mappings[std::min(i, mappings.size() - 1)]); !read)
      return fail(read.error().kind, path + ": " + read.error().message, read.error().location);
  }
  if (arguments.has("--without-duplicates")) linker.set_each_list_without_duplicates(true);
  return {};
}

void tell_progress(std::string_view what, std::size_t done, std::size_t of) {
  if (of >= 50'000) fmt::print(stderr, "\r{}: {} of {} records ({} %)", what, done, of, done * 100 / of);
  if (of >= 50'000 && done == of) fmt::print(stderr, "\n");
}

std::string reasons_of(const matching::Explanation& explanation) {
  std::string text;
  for (const auto& part : explanation.contributions)
    text += fmt::format("{}{} {} {:+.1f}{}", text.empty() ? "" : "; ", name_of(part.field), name_of(part.level), part.bits,
                        part.beside ? " (brought along)" : "");
  return text;
}

Result<void> write_pairs(const matching::ListLinker& linker, const MatchingRules& rules, Date today, const std::string& path) {
  std::ofstream out(path, std::ios::binary);
  out << "left,right,probability,bits,band,guards,reasons\n";
  for (const auto& pair : linker.linked()) {
    const auto decision = matching::decide(pair.bits, linker.guards(pair.a, pair.b, {today}, rules.policy), rules.policy);
    std::string guards = pair.through_others ? "through-others" : "";
    for (const auto guard : decision.guards) guards += (guards.empty() ? "" : " ") + std::string(code_of(guard));
    out << fmt::format("{},{},{:.6f},{:.2f},{},{},{}\n", matching::csv_value(linker.id(pair.a)),
                       matching::csv_value(linker.id(pair.b)), pair.probability, pair.bits, name_of(decision.band), guards,
                       matching::csv_value(reasons_of(linker.explain(pair.a, pair.b))));
  }
  out.flush();
  if (!out) return fail(ErrorKind::unavailable, path + " could not be written");
  return {};
}

void tell_bounds(const matching::Bounded& bounded) {
  for (std::size_t key = 0; key < matching::key_count; ++key)
    if (bounded.searches[key] > 0)
      fmt::print(
          stderr,
          "bounded: {} records share their {} with more records than are compared under one key; the latest of those were\n",
          bounded.searches[key], matching::blocking_key_words(key));
}

Result<void> write_model(matching::Model model, Date today, const std::string& path) {
  model.trained_on = today.text();
  std::ofstream out(path, std::ios::binary);
  out << model.print();
  out.flush();
  if (!out) return fail(ErrorKind::unavailable, path + " could not be written");
  return {};
}

}  // namespace

Result<void> index_link(const Arguments& arguments) {
  const Date today = SystemClock().now().utc_date();
  CHARTA_TRY(const auto pairs, needed(arguments, "--pairs", "the file for the pairs found"));
  CHARTA_TRY(const auto threads, arguments.number("--threads", std::max(1U, std::thread::hardware_concurrency()), 1));
  CHARTA_TRY(const auto rules, matching_rules(arguments, today));
  matching::ListLinker linker(rules.vocabulary);
  CHARTA_TRY_DO(read_lists(arguments, linker));
  if (arguments.has("--model")) {
    CHARTA_TRY(const auto text, store::read_file(arguments.value("--model")));
    CHARTA_TRY(const auto model, matching::Model::parse(text));
    linker.use(model);
  } else {
    linker.train(rules.model);
  }
  linker.hold_from(rules.policy.review_from);
  matching::LinkOptions options;
  options.threads = static_cast<unsigned>(threads);
  options.progress = [](std::size_t done, std::size_t of) { tell_progress("compared", done, of); };
  linker.link(options);
  CHARTA_TRY_DO(write_pairs(linker, rules, today, pairs));
  tell_bounds(linker.scored().bounded);
  fmt::print("{} records, {} pairs compared, {} pairs are held to be one person: {}\n", linker.size(), linker.scored().compared,
             linker.linked().size(), pairs);
  return {};
}

Result<void> index_train(const Arguments& arguments) {
  const Date today = SystemClock().now().utc_date();
  CHARTA_TRY(const auto path, needed(arguments, "--model", "the file for the model"));
  CHARTA_TRY(const auto rules, matching_rules(arguments, today));
  matching::ListLinker linker(rules.vocabulary);
  CHARTA_TRY_DO(read_lists(arguments, linker));
  const auto& model = linker.train(rules.model);
  CHARTA_TRY_DO(write_model(model, today, path));
  fmt::print("{} records; about {:.0f} pairs of one person; model: {}\n", linker.size(),
             model.matches_per_record * static_cast<double>(linker.size()), path);
  return {};
}

}  // namespace charta::app
