// SPDX-License-Identifier: Apache-2.0
// Lists linked and weighed from the console, without a hospital: nothing of them is stored; and the weights of the index here.
#include "app/commands.hpp"
#include "app/configuration.hpp"
#include "app/hospital.hpp"
#include "app/identity_wiring.hpp"
#include "base/clock.hpp"
#include "department/matching/list_linker.hpp"
#include "department/matching/policy.hpp"
#include "formats/json/json.hpp"
#include "record/rules/rule_pack.hpp"
#include "store/durable_file.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <thread>

namespace charta::app {
namespace {

/// Fewer hold hardly a pair of one person: what they agree in would be chance.
constexpr std::int64_t least_to_train_on = 100;

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

/// The rule that is to stand in the place of the one in force: the same but for its weights, and where they come from.
std::string trained_rule(const rules::Rule& before, const matching::Model& model, Date today) {
  std::string text;
  json::Writer out(text);
  out.begin_object().member("id", before.id).member("version", before.version + 1).member("title", before.title);
  out.member("jurisdiction", before.jurisdiction).member("setting", before.setting).member("effective_from", today.text());
  out.member("citation", fmt::format("Estimated on {} by `charta index train` from the {} records of this site's own index, by "
                                     "expectation-maximisation (Fellegi and Sunter, A Theory for Record Linkage, JASA 64 (1969) "
                                     "1183-1210), beginning with version {}",
                                     today.text(), model.records, before.version));
  out.member("url", "").member("verified", false).member("review_by", today.plus_days(365).text());
  out.member("message_to_clerk",
             "These are the weights by which two records are compared; they were estimated from the records here.");
  out.key("parameters").raw(model.print()).key("tests").begin_array().begin_object();
  out.member("name", "a trained model says when it was trained").key("given").raw("{}");
  out.key("expect").begin_object().member("trained_on", today.text()).end_object().end_object().end_array().end_object();
  return text + "\n";
}

/// The site's own index, read beside a running server and without a change to it.
Result<void> train_on_index(const Arguments& arguments) {
  CHARTA_TRY(const auto path, needed(arguments, "--rule", "the file for the rule with the new weights"));
  CHARTA_TRY(auto configuration, read_configuration(arguments));
  configuration.read_only = true;
  static const SystemClock clock;
  CHARTA_TRY(const auto hospital, Hospital::open(configuration, clock));
  const Date today = clock.now().utc_date();
  CHARTA_TRY(const auto* before, hospital->rules.in_force("patient-index/matching-model", today, configuration.jurisdiction));
  matching::ListLinker linker(hospital->identity->rules().vocabulary);
  CHARTA_TRY(const auto records, hospital->identity->each_person([&](PatientId patient, matching::Person&& person) {
    linker.add({patient.text(), "", std::move(person)});
  }));
  if (records < least_to_train_on)
    return fail(ErrorKind::business_rule,
                fmt::format("{} records are too few to estimate weights from ({} at least); the rule in force stays as it is",
                            records, least_to_train_on));
  matching::Model model = linker.train(hospital->identity->rules().model);
  model.id = before->id;
  model.trained_on = today.text();
  std::ofstream out(path, std::ios::binary);
  out << trained_rule(*before, model, today);
  out.flush();
  if (!out) return fail(ErrorKind::unavailable, path + " could not be written");
  fmt::print(
      "{} records; about {:.0f} pairs of one person; weights: {}\nTo use them, put this file in the place of "
      "patient-index/matching-model.json in the rules folder (--rules) and start the server again.\n",
      records, model.matches_per_record * static_cast<double>(records), path);
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
  if (arguments.words().empty()) return train_on_index(arguments);
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
