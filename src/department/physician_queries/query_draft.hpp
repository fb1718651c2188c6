// SPDX-License-Identifier: Apache-2.0
// What a question to a physician says, before anybody asks it. Pure values.
// Source: AHIMA/ACDIS, Guidelines for Achieving a Compliant Query Practice (2022 update).
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace charta::physician_queries {

/// Why it is asked. Only the last three may be asked as a question of yes or no about what stands in the record already.
enum class Purpose {
  specificity,
  clinical_validation,
  procedure_detail,
  missing_diagnosis,
  conflict,
  present_on_admission,
  cause_and_effect
};
enum class Format { open, choice, yes_no };

std::string_view purpose_code(Purpose purpose);  ///< specificity, clinical-validation, procedure-detail, missing-diagnosis,
                                                 ///< conflict, present-on-admission, cause-and-effect
std::optional<Purpose> parse_purpose(std::string_view code);
std::string_view format_code(Format format);  ///< open, choice, yes-no
std::optional<Format> parse_format(std::string_view code);

/// A fact of the record that is the reason to ask, word for word.
struct Indicator {
  std::string quote;
  bool stands_in_document = true;  ///< the quote is in that document as it is written here
  bool is_of_this_encounter = true;
  bool says_it_is_earlier = false;  ///< the question shows it as taken from an earlier encounter
};

struct Draft {
  Purpose purpose = Purpose::specificity;
  Format format = Format::open;
  std::string title, question;
  std::vector<std::string> choices;
  std::vector<Indicator> indicators;
  std::vector<std::string> documented;  ///< what providers wrote about this encounter: here a diagnosis is affirmed or is not
};

}  // namespace charta::physician_queries
