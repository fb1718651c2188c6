// SPDX-License-Identifier: Apache-2.0
#include "app/arguments.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

namespace charta::app {
namespace {

std::size_t edits_between(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

const OptionSpec* find_option(std::span<const OptionSpec> known, std::string_view name) {
  for (const OptionSpec& option : known)
    if (option.name == name) return &option;
  return nullptr;
}

Error unknown_option(std::span<const OptionSpec> known, std::string_view name) {
  std::vector<std::string_view> names;
  for (const OptionSpec& option : known) names.push_back(option.name);
  const std::string_view near = nearest(name, names);
  return fail(ErrorKind::invalid,
              fmt::format("unknown option '{}'{}", name, near.empty() ? "" : fmt::format("; did you mean '{}'?", near)), "usage");
}

void print_help(const Command& command) {
  if (!command.examples.empty()) {
    fmt::print("Examples\n");
    for (const auto line : split(command.examples, '\n')) fmt::print("  charta {}\n", line);
    fmt::print("\n");
  }
  fmt::print("charta {} {}\n\n{}\n", command.name, command.usage, command.summary);
  if (command.options.empty()) return;
  fmt::print("\nOptions\n");
  for (const OptionSpec& option : command.options)
    fmt::print("  {:<26} {}\n", fmt::format("{} {}", option.name, option.value_name), option.summary);
}

void print_overview() {
  fmt::print(
      "charta {}: the medical records department in one program\n\n  charta serve --data DIR       serve an embedded hospital in "
      "DIR\n"
      "  charta demo --data DIR --serve   fill and serve the simulated hospital\n\nCommands (each has --help)\n",
      CHARTA_VERSION);
  for (const Command& command : commands()) fmt::print("  {:<18} {}\n", command.name, command.summary);
  fmt::print("\nExit codes: 0 done, 1 refused or failed (one line on stderr says why), 2 wrong usage.\n");
}

/// The command whose name the words start with; the longest name wins ("user add" before "user").
const Command* find_command(std::span<const std::string> words, std::size_t& used) {
  const Command* best = nullptr;
  for (const Command& command : commands()) {
    const auto parts = split(command.name, ' ');
    if (parts.size() > words.size() || !std::equal(parts.begin(), parts.end(), words.begin())) continue;
    if (best != nullptr && parts.size() <= used) continue;
    best = &command;
    used = parts.size();
  }
  return best;
}

int refuse_usage(std::string_view message) {
  fmt::print(stderr, "charta: {}\n", message);
  return 2;
}

/// "user" alone: its commands, as the usage they want.
bool print_group(std::string_view word) {
  bool any = false;
  for (const Command& command : commands()) {
    if (split(command.name, ' ').front() != word) continue;
    fmt::print(stderr, "  charta {} {}\n", command.name, command.usage);
    any = true;
  }
  return any;
}

int unknown_command(std::string_view word) {
  if (print_group(word)) return refuse_usage(fmt::format("'{}' needs one of these words after it", word));
  std::vector<std::string_view> names;
  for (const Command& command : commands()) names.push_back(split(command.name, ' ').front());
  const std::string_view near = nearest(word, names);
  return refuse_usage(fmt::format("unknown command '{}'{}; charta --help lists them", word,
                                  near.empty() ? "" : fmt::format(" (did you mean '{}'?)", near)));
}

}  // namespace

std::string_view nearest(std::string_view word, std::span<const std::string_view> known) {
  std::string_view best;
  std::size_t distance = 3;
  for (const std::string_view name : known) {
    const std::size_t edits = edits_between(word, name);
    if (edits >= distance) continue;
    distance = edits;
    best = name;
  }
  return best;
}

Result<Arguments> Arguments::parse(std::span<const OptionSpec> known, std::span<const std::string> words) {
  Arguments arguments;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (!word.starts_with("--") || word.size() == 2) {
      arguments.words_.push_back(word);
      continue;
    }
    const std::size_t equals = word.find('=');
    const std::string name = word.substr(0, equals);
    const OptionSpec* option = find_option(known, name);
    if (option == nullptr) return unknown_option(known, name);
    std::string value;
    if (equals != std::string::npos)
      value = word.substr(equals + 1);
    else if (!option->value_name.empty()) {
      if (++i == words.size())
        return fail(ErrorKind::invalid, fmt::format("'{}' needs a value: {}", name, option->value_name), "usage");
      value = words[i];
    }
    arguments.options_[name].push_back(std::move(value));
  }
  return arguments;
}

std::string Arguments::value(std::string_view option, std::string_view standard) const {
  const auto found = options_.find(option);
  return found == options_.end() ? std::string(standard) : found->second.back();
}

std::vector<std::string> Arguments::values(std::string_view option) const {
  const auto found = options_.find(option);
  return found == options_.end() ? std::vector<std::string>() : found->second;
}

Result<long long> Arguments::number(std::string_view option, long long standard, long long least) const {
  if (!has(option)) return standard;
  const auto number = parse_integer(value(option));
  if (!number || *number < least)
    return fail(ErrorKind::invalid, fmt::format("'{}' takes a whole number of at least {}", option, least), "usage");
  return *number;
}

int run_command_line(std::span<const std::string> words) {
  if (words.empty() || words[0] == "--help" || words[0] == "-h" || words[0] == "help") {
    print_overview();
    return words.empty() ? 2 : 0;
  }
  std::size_t used = 0;
  const Command* command = find_command(words, used);
  if (command == nullptr) return unknown_command(words[0]);
  const auto rest = words.subspan(used);
  if (std::find(rest.begin(), rest.end(), "--help") != rest.end()) {
    print_help(*command);
    return 0;
  }
  const auto arguments = Arguments::parse(command->options, rest);
  if (!arguments) return refuse_usage(arguments.error().message + "; see charta " + std::string(command->name) + " --help");
  const auto done = command->run(*arguments);
  if (done) return 0;
  fmt::print(stderr, "charta: {}\n", done.error().message);
  return done.error().location == "usage" ? 2 : 1;
}

}  // namespace charta::app
