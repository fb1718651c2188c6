// SPDX-License-Identifier: Apache-2.0
#include "department/chart_completion/tests/simulated_encounter.hpp"

#include <algorithm>

namespace charta::chart_completion::testing {
namespace {

constexpr std::chrono::milliseconds moment(1);

chart::ChartEntry* line_in(EncounterFacts& facts, ResourceId document) {
  for (auto& line : facts.lines)
    if (line.resource == document) return &line;
  return nullptr;
}

}  // namespace

Instant Storyteller::between(Instant from, Instant until) {
  return from.plus(std::chrono::milliseconds(
      std::uniform_int_distribution<std::int64_t>(0, std::max<std::int64_t>((until - from).count(), 0))(random_)));
}

void Storyteller::owed(const std::string& what, Instant from, std::optional<Instant> until) {
  if (cancelled_ && (!until || *until > *cancelled_)) until = cancelled_;
  if (until && *until <= from) return;
  story_.truth.push_back({what, from, until});
}

void Storyteller::file(ResourceId document, const std::string& type, const std::string& status, const std::string& stage,
                       Instant dated, Instant at) {
  happens(at, [=](EncounterFacts& facts) {
    chart::ChartEntry line;
    line.resource = document;
    line.kind = type == "58410-2" ? "report" : "document";
    line.title = line.title_code = type;
    line.status = status;
    line.at = dated;
    facts.lines.push_back(line);
    facts.details[document].completion = stage;
    facts.details[document].author = {"urn:npi|7", "Dr 7"};
  });
}

void Storyteller::status(ResourceId document, const std::string& status, const std::string& stage, Instant at) {
  happens(at, [=](EncounterFacts& facts) {
    auto* line = line_in(facts, document);
    line->status = status;
    facts.details[document].completion = stage;
  });
}

/// Who signs is asked 72 hours behind the document, or at discharge if that is sooner.
void Storyteller::signing(ResourceId document, Instant dated, Instant filed, Instant signed_at, bool second) {
  Instant asked = dated.plus(hours(72));
  if (end_ && *end_ < asked) asked = std::max(*end_, dated);
  owed((second ? "cosign:" : "sign:") + document.text(), std::max(asked, filed), signed_at);
  status(document, "final", "", signed_at);
}

/// A document that somebody must file: most come in time, some late, some never; some are dictated first, unsigned, or withdrawn.
void Storyteller::required(const std::string& what, const std::string& type, Instant opens, Instant basis, Instant latest) {
  const ResourceId document = next();
  if (once_in(20)) {  // never; half of them the committee waives
    const Instant waived = std::max(opens, basis).plus(hours(24 * 45));
    const bool is_waived = once_in(2) && waived < story_.ends_at && !cancelled_ && !reversed_;
    if (is_waived) story_.waivers.push_back({what, waived});
    owed(what, opens, is_waived ? std::optional(waived) : std::nullopt);
    return;
  }
  const Instant filed = between(basis.plus(moment), once_in(8) ? latest : basis.plus(hours(20)));
  Instant dated = filed;
  const bool at_once = reversed_ || once_in(3);  // it is signed when it comes
  const std::string comes_as = at_once ? "final" : "preliminary", stage = at_once ? "" : "DO";
  if (once_in(4)) {
    dated = between(basis, filed.plus(-moment));
    file(document, type, "preliminary", "DI", dated, dated);
    owed("transcript:" + document.text(), dated.plus(hours(24)), filed);
    status(document, comes_as, stage, filed);
  } else {
    file(document, type, comes_as, stage, filed, filed);
  }
  owed(what, opens, filed);
  if (at_once) return;
  const Instant is_signed = between(filed.plus(moment), filed.plus(hours(24 * 9)));
  if (!once_in(25)) return signing(document, dated, filed, is_signed, false);
  // Withdrawn before anybody signed it, and written anew a day later.
  const Instant withdrawn = between(filed.plus(moment), filed.plus(hours(30)));
  Instant asked = dated.plus(hours(72));
  if (end_ && *end_ < asked) asked = std::max(*end_, dated);
  owed("sign:" + document.text(), std::max(asked, filed), withdrawn);
  status(document, "entered-in-error", "", withdrawn);
  const Instant again = withdrawn.plus(hours(24));
  owed(what, std::max(opens, withdrawn), again);
  file(next(), type, "final", "", again, again);
}

void Storyteller::operations() {
  Instant at = start_.plus(hours(2));
  const Instant last = end_.value_or(start_.plus(hours(24 * 20)));
  for (int n = 0; n < 3 && once_in(3); ++n) {
    at = at.plus(hours(6)).plus(std::chrono::minutes(std::uniform_int_distribution<int>(0, 2000)(random_)));
    if (at >= last || (cancelled_ && at >= *cancelled_)) return;
    const ResourceId operation = next();
    const bool anesthesia = once_in(2);
    const Instant next_from = at.plus(hours(110));
    happens(at, [=](EncounterFacts& facts) {
      Operation one;
      one.resource = operation;
      one.at = at;
      one.performer = {"urn:npi|9", "Dr 9"};
      one.has_anesthesia = anesthesia;
      facts.operations.push_back(one);
    });
    const std::string number = operation.text();
    required("op:" + number, "11504-8", at, at, at.plus(hours(50)));
    if (anesthesia) {
      required("anesthesia:" + number, "59774-0", at, at, at.plus(hours(50)));
      required("evaluation:" + number, "34750-0", at.plus(hours(48)), at, at.plus(hours(55)));
    }
    at = next_from.plus(hours(24));  // what is withdrawn is written anew before the next operation
  }
}

void Storyteller::notes() {
  const Instant last = end_.value_or(start_.plus(hours(24 * 10)));
  for (int n = std::uniform_int_distribution<int>(0, 8)(random_); n > 0; --n) {
    const ResourceId note = next();
    const Instant at = between(start_, last);
    if (reversed_ || once_in(2)) {
      file(note, "11506-3", "final", "", at, at);
      continue;
    }
    const bool second = once_in(4);
    file(note, "11506-3", "preliminary", second ? "PA" : "DO", at, at);
    signing(note, at, at, between(at.plus(moment), at.plus(hours(24 * 12))), second);
  }
}

void Storyteller::results() {
  for (int n = std::uniform_int_distribution<int>(0, 3)(random_); n > 0; --n) {
    const ResourceId result = next();
    const Instant at = between(start_, end_.value_or(start_.plus(hours(24 * 10))));
    file(result, "58410-2", "preliminary", "P", at, at);
    const bool never = once_in(15);
    const Instant made_final = between(at.plus(moment), at.plus(hours(100)));
    owed("result:" + result.text(), at.plus(hours(72)), never ? std::nullopt : std::optional(made_final));
    if (!never) status(result, "final", "", made_final);
  }
}

SimulatedEncounter Storyteller::tell() {
  start_ =
      Instant::parse("2026-01-01T00:00:00Z")->plus(std::chrono::minutes(std::uniform_int_distribution<int>(0, 80'000)(random_)));
  story_.started_at = start_;
  story_.ends_at = start_.plus(hours(24 * 90));
  const int kind = std::uniform_int_distribution<int>(1, 10)(random_);
  const std::string code = kind <= 7 ? "IMP" : kind == 8 ? "OBSENC" : kind == 9 ? "EMER" : "AMB";
  const bool is_stay = kind <= 8;
  if (!once_in(20)) end_ = start_.plus(hours(std::uniform_int_distribution<int>(is_stay ? 20 : 1, is_stay ? 240 : 20)(random_)));
  std::optional<Instant> first_end = end_;
  if (once_in(33)) cancelled_ = between(start_.plus(moment), start_.plus(hours(30)));
  if (end_ && !cancelled_ && is_stay && once_in(40)) {
    reversed_ = end_->plus(hours(2));
    end_ = end_->plus(hours(26));
  }
  happens(start_, [code, at = start_](EncounterFacts& facts) {
    facts.class_code = code;
    facts.started_at = at;
    facts.participants = {{"ATND", {"urn:npi|1", "Dr 1"}}};
  });
  if (first_end) happens(*first_end, [=](EncounterFacts& facts) { facts.ended_at = first_end; });
  if (reversed_) {
    happens(*reversed_, [](EncounterFacts& facts) { facts.ended_at.reset(); });
    happens(*end_, [last = end_](EncounterFacts& facts) { facts.ended_at = last; });
    owed("ds", *first_end, *reversed_);
  }
  if (cancelled_) happens(*cancelled_, [](EncounterFacts& facts) { facts.is_void = true; });
  if (is_stay) {
    const int earlier = std::uniform_int_distribution<int>(1, 12)(random_);
    if (earlier <= 2) {  // a history from before the admission: of ten days ago it will do, of forty it will not
      const Instant dated = start_.plus(-hours(24 * (earlier == 1 ? 10 : 40)));
      file(next(), "34117-2", "final", "", dated, start_);
      if (earlier == 2) owed("hp", start_.plus(hours(24)), std::nullopt);
    } else {
      required("hp", "34117-2", start_.plus(hours(24)), start_, start_.plus(hours(40)));
    }
    if (end_) required("ds", "18842-5", *end_, *end_, end_->plus(hours(24 * 35)));
    operations();
  }
  if (code == "EMER" && end_) required("er", "34111-5", *end_, *end_, end_->plus(hours(60)));
  notes();
  results();
  std::stable_sort(story_.events.begin(), story_.events.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
  return std::move(story_);
}

}  // namespace charta::chart_completion::testing
