// SPDX-License-Identifier: Apache-2.0
// What people write into a case: codes with their evidence, the abstract, why a finding stands.
#include "department/coding_desk/coding_service.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace charta::coding_desk {
namespace {

using access::Actor;
using access::Permission;

/// White space is not what a quote is compared by: lines break where they break.
std::string one_line(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool is_space = c == ' ' || c == '\n' || c == '\r' || c == '\t';
    if (!is_space)
      out += c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
  return stripped(std::move(out));
}

bool is_of_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

/// Whether a word or a number goes on from the byte before `at` over it: "15" and "1.5" are no place of "5".
bool is_within_word(const std::string& text, std::size_t at) {
  const auto is_digit = [&](std::size_t place) { return place < text.size() && text[place] >= '0' && text[place] <= '9'; };
  if (at == 0 || at >= text.size()) return false;
  if (is_of_word(text[at - 1]) && is_of_word(text[at])) return true;
  const auto is_point = [&](std::size_t place) { return text[place] == '.' || text[place] == ','; };
  return (is_point(at - 1) && at >= 2 && is_digit(at - 2) && is_digit(at)) ||
         (is_point(at) && is_digit(at - 1) && is_digit(at + 1));
}

/// Whole words, word for word.
bool stands_on_page(const std::string& words, std::int64_t page, const std::string& quote) {
  const auto pages = split(words, '\f');
  if (page < 1 || page > static_cast<std::int64_t>(pages.size())) return false;
  const auto text = one_line(pages[static_cast<std::size_t>(page - 1)]), wanted = one_line(quote);
  if (wanted.empty()) return false;
  for (auto at = text.find(wanted); at != std::string::npos; at = text.find(wanted, at + 1))
    if (!is_within_word(text, at) && !is_within_word(text, at + wanted.size())) return true;
  return false;
}

/// Who wrote a code, and when, stays with it while it is only moved.
void keep_authors(CodedSheet& sheet, const CodedSheet& before, UserId by, Instant now) {
  for (const auto kind : all_kinds) {
    const auto& old = before.of(kind);
    for (auto& line : sheet.of(kind)) {
      const auto same = std::find_if(old.begin(), old.end(), [&](const CodedLine& one) {
        return one.code == line.code && one.poa == line.poa && one.evidence == line.evidence && one.done_on == line.done_on &&
               one.modifiers == line.modifiers && one.units == line.units;
      });
      line.by = same == old.end() ? by : same->by;
      line.at = same == old.end() ? now : same->at;
    }
  }
}

}  // namespace

/// Evidence that this actor may not read stays with its code: nobody takes away what they do not see.
Result<void> CodingService::carry_over(store::Reader& reader, const Actor& actor, const CodingCase& row, const CodedSheet& before,
                                       CodedSheet& sheet) const {
  for (const auto kind : all_kinds) {
    auto& lines = sheet.of(kind);
    const auto old = lines_before(lines, before.of(kind));
    for (std::size_t at = 0; at < lines.size(); ++at) {
      if (old[at] == nullptr) continue;
      for (const auto& span : old[at]->evidence) {
        CHARTA_TRY(const auto is, readable(reader, actor, row, span));
        if (is == Readable::hidden) lines[at].evidence.push_back(span);
      }
    }
  }
  return {};
}

Result<void> CodingService::complete_evidence(store::Reader& reader, const Actor& actor, const CodingCase& row,
                                              EvidenceSpan& span) const {
  const auto missing = [&] {
    return fail(ErrorKind::not_found, "there is no document " + span.fhir_id + " in this chart that you may read", "evidence");
  };
  if (span.resource_type != "DocumentReference" && span.resource_type != "DiagnosticReport") return missing();
  CHARTA_TRY(const auto stored, resources_.load(reader, span.resource_type, span.fhir_id));
  if (!stored || stored->deleted || !actor.visibility.sees(stored->facility, stored->sensitivity, stored->patient))
    return missing();
  CHARTA_TRY(const auto records, index_.expand(reader, row.patient));
  if (std::find(records.begin(), records.end(), stored->patient) == records.end()) return missing();
  CHARTA_TRY(const auto parsed, json::Document::parse(stored->json));
  span.document = stored->key;
  span.title = chart::entry_of(parsed.root(), clock_.now()).title;
  span.version = stored->version;
  if (span.quote.empty()) return fail(ErrorKind::missing, "mark the words that the code rests on", "evidence");
  CHARTA_TRY(const auto words, questions_.words_of(reader, span.document));
  if (!stands_on_page(words, span.page, span.quote))
    return fail(
        ErrorKind::business_rule,
        "page " + std::to_string(span.page) + " of document " + span.fhir_id + " does not hold these words: mark them there",
        "evidence");
  return {};
}

/// Who holds the item writes; an item of nobody is taken by who begins.
Result<void> CodingService::require_holder(store::Reader& reader, const Actor& actor, const CodingCase& row) {
  if (actor.kind != Actor::Kind::person) return fail(ErrorKind::business_rule, "codes are written by people");
  CHARTA_TRY(const auto item, worklists_.find(reader, row.item));
  if (!item || !item->owner.is_set() || item->owner == actor.author.user) return {};
  return fail(ErrorKind::business_rule, "somebody else works on this case: take it over from the worklist first", "owner");
}

/// On days of the stay, and only where stays of this class have services; those that stood there before may be taken away.
Result<void> CodingService::settle_services(store::Reader& reader, const CodingCase& row, CodedSheet& sheet) const {
  const auto whose = row.state == "second-review" ? SheetOf::reviewer : SheetOf::coder;
  CHARTA_TRY(const auto before, rows_.sheet(reader, row.encounter, whose));
  const auto old = lines_before(sheet.services, before.services);
  if (rules_.is_inpatient(row.class_code) && std::find(old.begin(), old.end(), nullptr) != old.end())
    return fail(ErrorKind::invalid, "a stay of class " + row.class_code + " has no services of its own: they are of outpatients",
                "services");
  return tidy_days(sheet, stay_of(row), before);
}

Result<CodingView> CodingService::keep(const Actor& actor, std::string_view encounter, std::int64_t version, CodedSheet sheet,
                                       Services services) {
  CHARTA_TRY_DO(access::require(actor, Permission::code_records));
  CHARTA_TRY_DO(tidy(sheet));
  CHARTA_TRY(const auto grouped, store_.read([&](store::Reader& reader) -> Result<GroupedAs> {
    CHARTA_TRY(const auto row, seen_case(reader, actor, encounter));
    CHARTA_TRY_DO(require_holder(reader, actor, row));
    CHARTA_TRY_DO(settle_services(reader, row, sheet));
    for (const auto kind : all_kinds)
      for (auto& line : sheet.of(kind)) {
        std::erase_if(line.evidence, [](const EvidenceSpan& one) { return one.fhir_id.empty() && one.quote.empty(); });
        for (auto& span : line.evidence) CHARTA_TRY_DO(complete_evidence(reader, actor, row, span));
      }
    CHARTA_TRY(const auto judged, judge(reader, row, sheet));
    return judged.grouped;
  }));
  const auto now = clock_.now();
  const auto done = store_.write([&](store::UnitOfWork& work) -> Result<void> {
    CHARTA_TRY(auto row, shown_case(work, actor, encounter, version));
    const bool reviews = row.state == "second-review";
    if (row.state != "in-progress" && !reviews) return fail(ErrorKind::business_rule, "begin coding first", "state");
    CHARTA_TRY(const bool is_own, is_own_work(work, row, actor.author.user));
    if (reviews && (is_own || row.reviewed_at))
      return fail(ErrorKind::business_rule, "a second review is written by somebody else, until the two are compared", "state");
    const auto whose = reviews ? SheetOf::reviewer : SheetOf::coder;
    CHARTA_TRY(const auto before, rows_.sheet(work, row.encounter, whose));
    auto kept = sheet;
    CHARTA_TRY_DO(carry_over(work, actor, row, before, kept));
    keep_authors(kept, before, actor.author.user, now);
    if (services == Services::as_they_were) kept.services = before.services;
    CHARTA_TRY_DO(rows_.save_sheet(work, row.encounter, whose, kept));
    ++row.version;
    (reviews ? row.reviewer : row.coder) = actor.author.user;
    if (!reviews) {
      row.grouped = grouped;
      CHARTA_TRY_DO(rows_.add_hand(work, row.encounter, actor.author.user));
    }
    CHARTA_TRY_DO(rows_.save(work, row));
    return note(work, actor, row, reviews ? "review-kept" : "codes-kept", digest_of(kept));
  });
  if (!done) return done.error();
  return open(actor, encounter);
}

Result<CodingView> CodingService::enter(const Actor& actor, std::string_view encounter, std::int64_t version,
                                        AbstractEntry entry) {
  CHARTA_TRY_DO(access::require(actor, Permission::code_records));
  const auto element =
      std::find_if(rules_.abstract.begin(), rules_.abstract.end(), [&](const auto& one) { return one.id == entry.element; });
  if (element == rules_.abstract.end())
    return fail(ErrorKind::unknown_code, "the abstract has no element '" + entry.element + "'", "element");
  entry.value = stripped(entry.value);
  if (!entry.value.empty() && !element->choices.empty() &&
      std::none_of(element->choices.begin(), element->choices.end(), [&](const auto& one) { return one.first == entry.value; }))
    return fail(ErrorKind::unknown_code, "'" + entry.value + "' is no value of '" + element->title + "'", "value");
  entry.by = actor.author.user;
  entry.at = clock_.now();
  const auto done = store_.write([&](store::UnitOfWork& work) -> Result<void> {
    CHARTA_TRY(auto row, shown_case(work, actor, encounter, version));
    if (row.state != "in-progress") return fail(ErrorKind::business_rule, "begin coding first", "state");
    CHARTA_TRY_DO(require_holder(work, actor, row));
    if (!entry.source.fhir_id.empty()) CHARTA_TRY_DO(complete_evidence(work, actor, row, entry.source));
    CHARTA_TRY_DO(entry.value.empty() ? rows_.remove_entry(work, row.encounter, entry.element)
                                      : rows_.save_entry(work, row.encounter, entry));
    ++row.version;
    CHARTA_TRY_DO(rows_.add_hand(work, row.encounter, actor.author.user));
    CHARTA_TRY(const auto sheet, rows_.sheet(work, row.encounter, SheetOf::coder));
    CHARTA_TRY(const auto judged, judge(work, row, sheet));
    row.grouped = judged.grouped;
    CHARTA_TRY_DO(rows_.save(work, row));
    return note(work, actor, row, "abstract-entered", sha256(entry.element + "\n" + entry.value));
  });
  if (!done) return done.error();
  return open(actor, encounter);
}

Result<CodingView> CodingService::answer(const Actor& actor, std::string_view encounter, std::int64_t version,
                                         const std::string& finding, const std::string& words) {
  CHARTA_TRY_DO(access::require(actor, Permission::code_records));
  AnsweredFinding answered{finding, stripped(words), actor.author.user, clock_.now()};
  if (answered.words.empty()) return fail(ErrorKind::missing, "say why it stands", "words");
  const auto done = store_.write([&](store::UnitOfWork& work) -> Result<void> {
    CHARTA_TRY(auto row, shown_case(work, actor, encounter, version));
    if (row.state != "in-progress") return fail(ErrorKind::business_rule, "begin coding first", "state");
    CHARTA_TRY_DO(require_holder(work, actor, row));
    CHARTA_TRY(const auto sheet, rows_.sheet(work, row.encounter, SheetOf::coder));
    CHARTA_TRY(const auto judged, judge(work, row, sheet));
    const auto found =
        std::find_if(judged.edits.begin(), judged.edits.end(), [&](const auto& one) { return one.key == finding; });
    if (found == judged.edits.end()) return fail(ErrorKind::not_found, "there is no such finding any more", "finding");
    if (found->blocks) return fail(ErrorKind::business_rule, "this is mended, not answered: " + found->says, "finding");
    CHARTA_TRY_DO(rows_.save_answer(work, row.encounter, answered));
    CHARTA_TRY_DO(rows_.add_hand(work, row.encounter, actor.author.user));
    ++row.version;
    CHARTA_TRY_DO(rows_.save(work, row));
    return note(work, actor, row, "finding-answered", sha256(finding + "\n" + answered.words));
  });
  if (!done) return done.error();
  return open(actor, encounter);
}

Result<void> CodingService::note(store::UnitOfWork& work, const Actor& actor, const CodingCase& row, std::string_view reason,
                                 std::optional<Digest> digest) {
  ledger::Entry entry;
  entry.act = ledger::Act::amended;
  entry.subject_kind = "coding_case";
  entry.subject = row.encounter.key();
  entry.subject_version = row.version;
  entry.patient = row.patient;
  entry.reason = reason;
  entry.rule = rules_.reference;
  entry.digest = digest;
  return ledger_.record(work, actor.author, entry);
}

}  // namespace charta::coding_desk
