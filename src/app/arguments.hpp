// SPDX-License-Identifier: Apache-2.0
// The command line: one table of commands, one way to read options.
#pragma once
#include "base/result.hpp"

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace charta::app {

/// An option a command takes: "--data DIR" has a value name, "--json" has none.
struct OptionSpec {
  std::string_view name, value_name, summary;
};

class Arguments {
 public:
  /// Errors: `invalid`: an unknown option (with the nearest known one), or a missing value.
  static Result<Arguments> parse(std::span<const OptionSpec> known, std::span<const std::string> words);

  const std::vector<std::string>& words() const { return words_; }
  bool has(std::string_view option) const { return options_.contains(option); }
  std::string value(std::string_view option, std::string_view standard = {}) const;  ///< the last one given
  std::vector<std::string> values(std::string_view option) const;
  const std::map<std::string, std::vector<std::string>, std::less<>>& options() const { return options_; }
  /// Errors: `invalid` (not a whole number of at least `least`).
  Result<long long> number(std::string_view option, long long standard, long long least) const;

 private:
  std::vector<std::string> words_;
  std::map<std::string, std::vector<std::string>, std::less<>> options_;
};

/// 0 done; 1 refused or failed, said in one line on stderr; 2 wrong usage.
struct Command {
  std::string_view name;     ///< "user add"
  std::string_view usage;    ///< "NAME --role ROLE…"
  std::string_view summary;  ///< one sentence
  std::span<const OptionSpec> options;
  Result<void> (*run)(const Arguments&);
  std::string_view examples = {};  ///< a line each, shown before everything else
};

/// Every command, in the order in which --help lists them.
std::span<const Command> commands();

/// The entry point behind main(): finds the command, prints help or the error, answers the exit code.
int run_command_line(std::span<const std::string> words);

/// The known word nearest to `word` (at most two edits away), or empty.
std::string_view nearest(std::string_view word, std::span<const std::string_view> known);

}  // namespace charta::app
