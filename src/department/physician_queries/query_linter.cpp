// SPDX-License-Identifier: Apache-2.0
#include "department/physician_queries/query_linter.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace charta::physician_queries {
namespace {

struct FaultWords {
  std::string_view code, says;
  bool blocks = true;
};
constexpr std::array<FaultWords, 19> words_of_faults = {{
    {"no-title", "The question has no title. Name the topic, not the answer: \"Clarification of respiratory status\""},
    {"no-question", "Nothing is asked. Write the question"},
    {"no-indicator", "Nothing from the record is quoted. Quote the findings that are the reason to ask"},
    {"not-word-for-word", "These words do not stand in that document. Quote it as it is written"},
    {"earlier-not-said", "This is from an earlier encounter. Show it as such, or leave it out"},
    {"only-earlier", "Everything quoted is from earlier encounters. What is asked of this one needs a finding of this one"},
    {"money", "A question says nothing of payment. Take these words out"},
    {"quality-figure", "A question says nothing of scores, measures or profiles. Take these words out"},
    {"leading-words", "These words lead to an answer. Ask what the finding means instead"},
    {"names-diagnosis", "Nobody documented this. Ask openly, or offer it as one of several choices"},
    {"no-choices", "The question offers choices and names none"},
    {"choices-not-asked", "An open question has no choices. Take them out, or ask as multiple choice"},
    {"no-other", "One choice must be \"Other\", with room for words"},
    {"no-undetermined", "One choice must be \"Unable to determine\""},
    {"same-choice-twice", "This choice stands there twice"},
    {"sole-choice-unsupported", "This is the only answer offered, and nothing quoted speaks for it"},
    {"choice-unsupported", "Nothing quoted speaks for this choice, as far as the rule knows", false},
    {"sole-choice", "Only one answer is offered. Where another is reasonable, offer it too", false},
    {"yes-no-not-allowed", "Yes or no may be asked only of what is documented already. Ask openly or offer choices"},
}};

const FaultWords& words_of_fault(Fault fault) {
  return words_of_faults[static_cast<std::size_t>(fault)];
}

class Linter {
 public:
  Linter(const Draft& draft, const QueryRules& rules) : draft_(draft), rules_(rules) {
    for (const auto& text : draft.documented)
      for (const auto* diagnosis : affirmed_in(WordedText(text), rules)) documented_.insert(diagnosis);
    for (const auto& indicator : draft.indicators) facts_ += indicator.quote + "\n";
  }

  std::vector<Finding> run() {
    check_text("title", draft_.title, Fault::no_title);
    check_text("question", draft_.question, Fault::no_question);
    if (draft_.format == Format::yes_no) check_yes_no();
    check_choices();
    check_indicators();
    return std::move(findings_);
  }

 private:
  void find(Fault fault, std::string where, std::size_t number = 0, std::string_view text = {}, std::size_t from = 0,
            std::size_t until = 0) {
    const bool is_knowledge = fault == Fault::names_diagnosis || fault == Fault::sole_choice_unsupported ||
                              fault == Fault::choice_unsupported || fault == Fault::yes_no_not_allowed;
    findings_.push_back({fault, std::move(where), number, from, until - from, std::string(text.substr(from, until - from)),
                         std::string(words_of_fault(fault).says), is_knowledge ? rules_.knowledge : rules_.compliance});
  }

  void find_words(Fault fault, const std::string& where, std::size_t number, const WordedText& text,
                  const std::vector<Phrase>& phrases) {
    for (const auto& hit : hits_of(text, phrases)) find(fault, where, number, text.text(), hit.begin, hit.end);
  }

  void check_wording(const std::string& where, std::size_t number, const WordedText& text) {
    find_words(Fault::money, where, number, text, rules_.money);
    find_words(Fault::quality_figure, where, number, text, rules_.quality);
    find_words(Fault::leading_words, where, number, text, rules_.leading);
  }

  void check_text(const std::string& where, const std::string& written, Fault when_empty) {
    const WordedText text(written);
    if (text.empty()) return find(when_empty, where);
    check_wording(where, 0, text);
    // A question of yes or no says so once, of the whole question.
    if (where == "question" && draft_.format == Format::yes_no) return;
    for (const auto& one : diagnoses_in(text, rules_))
      if (!documented_.contains(one.diagnosis)) find(Fault::names_diagnosis, where, 0, text.text(), one.hit.begin, one.hit.end);
  }

  void check_yes_no() {
    const WordedText text(draft_.question);
    const bool is_about_documented = draft_.purpose == Purpose::conflict || draft_.purpose == Purpose::present_on_admission ||
                                     draft_.purpose == Purpose::cause_and_effect ||
                                     draft_.purpose == Purpose::clinical_validation;
    const auto named = diagnoses_in(text, rules_);
    for (const auto& one : named)
      if (!documented_.contains(one.diagnosis))
        return find(Fault::yes_no_not_allowed, "question", 0, text.text(), one.hit.begin, one.hit.end);
    if (!is_about_documented && !text.empty()) find(Fault::yes_no_not_allowed, "question");
  }

  bool is_one_of(const WordedText& text, const std::vector<Phrase>& phrases) const {
    return std::any_of(phrases.begin(), phrases.end(), [&](const Phrase& phrase) { return text.has(phrase); });
  }

  void check_choices() {
    if (draft_.format == Format::open) {
      if (!draft_.choices.empty()) find(Fault::choices_not_asked, "choice");
      return;
    }
    if (draft_.choices.empty()) return find(Fault::no_choices, "choice");
    bool has_other = false, has_undetermined = false;
    std::vector<std::pair<std::size_t, WordedText>> real;
    std::set<std::string> seen;
    for (std::size_t at = 0; at < draft_.choices.size(); ++at) {
      WordedText choice(draft_.choices[at]);
      check_wording("choice", at + 1, choice);
      if (!seen.insert(document_search::folded_text(choice.text())).second)
        find(Fault::same_choice_twice, "choice", at + 1, choice.text(), 0, choice.text().size());
      const bool is_undetermined = is_one_of(choice, rules_.undetermined),
                 is_other = !is_undetermined && is_one_of(choice, rules_.others);
      has_other |= is_other;
      has_undetermined |= is_undetermined;
      if (!is_other && !is_undetermined) real.emplace_back(at + 1, std::move(choice));
    }
    if (!has_other) find(Fault::no_other, "choice");
    if (!has_undetermined) find(Fault::no_undetermined, "choice");
    if (draft_.format == Format::choice) check_support(real);
  }

  enum class Support { there, missing, unknown };
  Support support_of(const WordedText& choice) const {
    Support support = Support::unknown;
    const WordedText facts(facts_);
    for (const auto& one : diagnoses_in(choice, rules_)) {
      if (documented_.contains(one.diagnosis) || facts.has(*one.hit.phrase)) return Support::there;
      if (one.diagnosis->signs.empty()) continue;
      if (is_one_of(facts, one.diagnosis->signs)) return Support::there;
      support = Support::missing;
    }
    return support;
  }

  void check_support(const std::vector<std::pair<std::size_t, WordedText>>& real) {
    if (real.empty()) return find(Fault::no_choices, "choice");
    for (const auto& [number, choice] : real) {
      const auto support = support_of(choice);
      if (support == Support::missing)
        find(real.size() == 1 ? Fault::sole_choice_unsupported : Fault::choice_unsupported, "choice", number, choice.text(), 0,
             choice.text().size());
      else if (real.size() == 1)
        find(Fault::sole_choice, "choice", number, choice.text(), 0, choice.text().size());
    }
  }

  void check_indicators() {
    if (draft_.indicators.empty()) return find(Fault::no_indicator, "indicator");
    bool any_of_now = false;
    for (std::size_t at = 0; at < draft_.indicators.size(); ++at) {
      const auto& one = draft_.indicators[at];
      any_of_now |= one.is_of_this_encounter;
      if (!one.stands_in_document) find(Fault::not_word_for_word, "indicator", at + 1, one.quote, 0, one.quote.size());
      if (!one.is_of_this_encounter && !one.says_it_is_earlier)
        find(Fault::earlier_not_said, "indicator", at + 1, one.quote, 0, one.quote.size());
    }
    if (!any_of_now) find(Fault::only_earlier, "indicator");
  }

  const Draft& draft_;
  const QueryRules& rules_;
  std::set<const Diagnosis*> documented_;
  std::string facts_;
  std::vector<Finding> findings_;
};

}  // namespace

std::string_view fault_code(Fault fault) {
  return words_of_fault(fault).code;
}
bool blocks(Fault fault) {
  return words_of_fault(fault).blocks;
}

std::vector<Finding> lint(const Draft& draft, const QueryRules& rules) {
  return Linter(draft, rules).run();
}

bool may_be_asked(const std::vector<Finding>& findings) {
  return std::none_of(findings.begin(), findings.end(), [](const Finding& one) { return blocks(one.fault); });
}

}  // namespace charta::physician_queries
