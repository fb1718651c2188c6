// SPDX-License-Identifier: Apache-2.0
#include "department/chart_completion/delinquency_service.hpp"

#include "formats/pdf/text_flow.hpp"

#include <algorithm>
#include <set>

namespace charta::chart_completion {
namespace {

using access::Actor;
using access::Permission;

constexpr std::int64_t of_one_person = 500;
constexpr std::int64_t letters_shown = 200;

std::int64_t longest_days(const std::vector<DeficiencyView>& owed) {
  std::int64_t days = 0;
  for (const auto& one : owed)
    if (!one.clock.is_stopped) days = std::max(days, one.clock.days_owed());
  return days;
}

OwedFilter of_person(std::string_view responsible) {
  OwedFilter filter;
  filter.responsible = std::string(responsible);
  filter.limit = of_one_person;
  return filter;
}

std::string item_line(const DeficiencyView& one, const std::string& mrn) {
  std::string line = "- " + sentence_of(one.row.lack, one.row.title) + "; record " + mrn + ", stay " + one.row.encounter_id;
  line += ", owed " + std::to_string(one.clock.days_owed()) + " days";
  if (one.clock.is_stopped) line += " (not counted at present)";
  return line + "\n";
}

}  // namespace

Result<DelinquencyFigures> DelinquencyService::figures(const Actor& actor) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  const auto now = clock_.now();
  const std::chrono::hours day(24);
  DelinquencyFigures figures;
  CHARTA_TRY(figures.counts, store_.read([&](store::Reader& reader) {
    return rows_.counts(reader, now.plus(-day * rules_.delinquent_after_days), now.plus(-day * 365 * rules_.months / 12), now,
                        actor.visibility);
  }));
  figures.average_monthly_discharges = static_cast<double>(figures.counts.discharges) / rules_.months;
  figures.rate = delinquency_rate(figures.counts.delinquent, figures.counts.discharges, rules_.months);
  return figures;
}

Result<std::vector<DeficiencyView>> DelinquencyService::records_behind(const Actor& actor, bool delinquent_only) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  const auto before = delinquent_only ? clock_.now().plus(-std::chrono::hours(24) * rules_.delinquent_after_days) : clock_.now();
  CHARTA_TRY(const auto ids, store_.read([&](store::Reader& reader) {
    return rows_.of_ended_before(reader, before, actor.visibility, letters_shown);
  }));
  std::vector<DeficiencyView> views;
  for (const auto id : ids) {
    CHARTA_TRY(auto view, completion_.get(actor, id));
    views.push_back(std::move(view));
  }
  return views;
}

Result<std::optional<LetterDue>> DelinquencyService::due_for(store::Reader& reader, const StaffMember& who,
                                                             const std::vector<DeficiencyView>& owed) const {
  LetterDue due;
  due.to = who;
  due.items = static_cast<std::int64_t>(owed.size());
  due.longest_days = longest_days(owed);
  due.level = level_reached(rules_, due.longest_days);
  CHARTA_TRY(due.last, rows_.last_letter(reader, who.key));
  CHARTA_TRY(const auto suspended, rows_.suspension_of(reader, who.key));
  due.is_suspended = suspended.has_value();
  return due.level == nullptr ? std::optional<LetterDue>() : std::optional(due);
}

Result<std::vector<LetterDue>> DelinquencyService::letters_due(const Actor& actor) {
  CHARTA_TRY(const auto staff, completion_.owed_by_staff(actor));
  std::vector<LetterDue> all;
  for (const auto& one : staff) {
    if (!one.who.is_known()) continue;
    CHARTA_TRY(const auto owed, completion_.owed(actor, of_person(one.who.key)));
    CHARTA_TRY(const auto due, store_.read([&](store::Reader& reader) { return due_for(reader, one.who, owed); }));
    if (due) all.push_back(*due);
  }
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.longest_days > b.longest_days; });
  return all;
}

Result<DelinquencyService::Drawn> DelinquencyService::drawn(const Actor& actor, std::string_view responsible) {
  CHARTA_TRY(const auto owed, completion_.owed(actor, of_person(responsible)));
  if (responsible.empty() || owed.empty())
    return fail(ErrorKind::not_found, "nobody of that key owes anything that you may see", "responsible");
  CHARTA_TRY(const auto due,
             store_.read([&](store::Reader& reader) { return due_for(reader, owed.front().row.responsible, owed); }));
  if (!due) return fail(ErrorKind::business_rule, "nothing is owed long enough for a letter", "responsible");
  Drawn drawn{*due, "", {}};
  std::set<PatientId> patients;
  for (const auto& one : owed) patients.insert(one.row.patient);
  drawn.patients.assign(patients.begin(), patients.end());
  CHARTA_TRY(const auto banners, index_.banners(actor, drawn.patients));
  std::string items;
  for (const auto& one : owed) {
    const auto banner =
        std::find_if(banners.begin(), banners.end(), [&](const auto& hit) { return hit.patient == one.row.patient; });
    items += item_line(one, banner == banners.end() ? std::string("(see the department)") : banner->mrn);
  }
  drawn.text = filled_in(due->level->text, {{"name", due->to.name.empty() ? due->to.key : due->to.name},
                                            {"date", completion_.zone().local_date(clock_.now()).text()},
                                            {"days", std::to_string(due->longest_days)},
                                            {"items", items}});
  return drawn;
}

Result<std::string> DelinquencyService::letter_text(const Actor& actor, std::string_view responsible) {
  CHARTA_TRY(auto letter, drawn(actor, responsible));
  return std::move(letter.text);
}

Result<void> DelinquencyService::note(store::UnitOfWork& work, const Actor& actor, ledger::Act act, std::string_view kind,
                                      std::int64_t subject, std::string_view reason, PatientId patient) {
  ledger::Entry entry;
  entry.act = act;
  entry.subject_kind = kind;
  entry.subject = subject;
  entry.reason = reason;
  entry.rule = rules_.rule;
  entry.patient = patient;
  return ledger_.record(work, actor.author, entry);
}

Result<Letter> DelinquencyService::write_letter(const Actor& actor, std::string_view responsible) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  CHARTA_TRY(const auto what, drawn(actor, responsible));
  const Letter letter{keys_.next<LetterId>(),
                      what.due.to,
                      what.due.level->level,
                      clock_.now(),
                      actor.author.user,
                      what.due.items,
                      what.text,
                      rules_.rule};
  return store_.write([&](store::UnitOfWork& work) -> Result<Letter> {
    CHARTA_TRY_DO(rows_.add_letter(work, letter));
    for (const auto patient : what.patients)
      CHARTA_TRY_DO(note(work, actor, ledger::Act::printed, "completion_letter", letter.id.key(),
                         "level-" + std::to_string(letter.level), patient));
    return letter;
  });
}

Result<std::vector<Letter>> DelinquencyService::letters(const Actor& actor) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  return store_.read([&](store::Reader& reader) { return rows_.letters(reader, letters_shown); });
}

Result<std::string> DelinquencyService::letter_pdf(const Actor& actor, LetterId id) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  CHARTA_TRY(const auto letter, store_.read([&](store::Reader& reader) { return rows_.letter(reader, id); }));
  if (!letter) return fail(ErrorKind::not_found, "there is no letter " + id.text(), "letter");
  CHARTA_TRY_DO(store_.write([&](store::UnitOfWork& work) {
    return note(work, actor, ledger::Act::printed, "completion_letter", id.key(), "read-again");
  }));
  pdf::FlowStyle style;
  const auto* level = rules_.find(letter->level);
  style.heading = level == nullptr ? "Letter of the records department" : level->title;
  style.detail = completion_.zone().local_date(letter->made_at).text() + "  " + id.text();
  return pdf::printed(pdf::laid_out(letter->body, style), style.paper, "Letter of the records department");
}

Result<std::vector<Suspension>> DelinquencyService::suspensions(const Actor& actor) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  return store_.read([&](store::Reader& reader) { return rows_.suspensions(reader, letters_shown); });
}

Result<Suspension> DelinquencyService::suspend(const Actor& actor, std::string_view responsible) {
  CHARTA_TRY_DO(access::require(actor, Permission::waive_work));
  CHARTA_TRY(const auto owed, completion_.owed(actor, of_person(responsible)));
  const auto* level = level_reached(rules_, longest_days(owed));
  if (owed.empty() || level == nullptr || !level->suspends)
    return fail(ErrorKind::business_rule, "what this person owes is not owed long enough for a suspension", "responsible");
  const Suspension made{
      keys_.next<SuspensionId>(), owed.front().row.responsible, clock_.now(), actor.author.user, {}, rules_.rule};
  return store_.write([&](store::UnitOfWork& work) -> Result<Suspension> {
    CHARTA_TRY(const auto stands, rows_.suspension_of(work, made.who.key));
    if (stands) return fail(ErrorKind::business_rule, "this person is suspended already", "responsible");
    CHARTA_TRY_DO(rows_.suspend(work, made));
    CHARTA_TRY_DO(note(work, actor, ledger::Act::permission_changed, "completion_suspension", made.id.key(), "approved"));
    return made;
  });
}

Result<std::int64_t> DelinquencyService::lift_what_is_done() {
  CHARTA_TRY(const auto all, store_.read([&](store::Reader& reader) { return rows_.suspensions(reader, of_one_person); }));
  std::int64_t lifted = 0;
  for (const auto& one : all) {
    if (one.lifted_at) continue;
    CHARTA_TRY(const auto owed, completion_.owed(system_, of_person(one.who.key)));
    const auto* level = level_reached(rules_, longest_days(owed));
    if (level != nullptr && level->suspends) continue;
    const auto done = store_.write([&](store::UnitOfWork& work) -> Result<void> {
      CHARTA_TRY_DO(rows_.lift(work, one.id, clock_.now()));
      return note(work, system_, ledger::Act::permission_changed, "completion_suspension", one.id.key(), "lifted");
    });
    if (!done) return done.error();
    ++lifted;
  }
  return lifted;
}

}  // namespace charta::chart_completion
