// SPDX-License-Identifier: Apache-2.0
// Whom a stored page speaks of, and whether that is somebody else than the patient in whose chart it lies. Pure.
// A page is never called misfiled for what it does not say, nor for what a machine may have misread: somebody else must be named,
// by more than the chart's own patient is.
#pragma once
#include "department/document_imaging/page_clues.hpp"
#include "department/misfile_watch/misfile_rules.hpp"

#include <array>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace charta::misfile_watch {

/// A page with its words. Boxes are dots of the image; of a text, columns and lines.
struct ReadPage {
  int number = 1;
  document_imaging::PageId image;  ///< of the imaging desk; unset: a text, or a file that came with its pages
  std::vector<page_reading::Word> words;
};

/// A text as a page: a word a word, its box its place in columns and lines. A form feed begins another page.
std::vector<ReadPage> pages_of_text(std::string_view text);

/// Somebody whom a page may speak of: everything known under all linked records.
struct Known {
  PatientId patient;
  patient_index::Demographics who;
  std::vector<std::string> accounts;  ///< account numbers of visits that the page names
};

/// What a page says, sorted out once for every comparison.
class PageSays {
 public:
  PageSays(const ReadPage& page, const document_imaging::PageLabels& labels, const MisfileRules& rules);

  struct Said {
    document_imaging::Clue clue;
    bool of_another = false;  ///< of a relative, a guarantor, a provider: by the words before it or the heading above it
    bool is_sure = true;      ///< read well enough to speak for somebody else
  };
  const std::vector<Said>& said() const { return said_; }
  int number() const { return number_; }
  document_imaging::PageId image() const { return image_; }

  /// What the index is asked for: numbers as the index folds them, days of birth, and names.
  std::set<std::string> numbers() const;
  std::set<std::string> accounts() const;
  std::vector<Date> days() const;
  std::vector<patient_index::Name> names() const;

  /// Where surname and given name stand side by side without a word that says so. `is_own`: also behind a relative or a provider.
  struct Passing {
    page_reading::Box box;
    int line = 0;
    bool is_near = false;  ///< a letter of it may be misread
  };
  std::optional<Passing> named_in_passing(const patient_index::Demographics& who, bool is_own) const;

 private:
  struct Token {
    std::string text;
    page_reading::Box box;
    int line = 0;
    bool of_another = false;  ///< behind a relative or close behind a provider in its line
  };
  bool is_relative(const std::string& word) const;
  void mark_tokens();
  bool is_of_another(const document_imaging::Clue& clue) const;

  int number_;
  document_imaging::PageId image_;
  const MisfileRules& rules_;
  std::vector<Said> said_;
  std::vector<Token> tokens_;
  std::set<int> lines_of_others_;
};

/// One thing on the page that speaks for somebody.
struct Sign {
  std::string what;  ///< number, account, name, birth_date
  std::string says;
  int page = 1;
  document_imaging::PageId image;
  page_reading::Box box;
  int points = 0;
};
struct Speaks {
  int points = 0;
  std::vector<Sign> signs;
};
/// How much the page speaks of this person; each kind counts once, by its best sign. `is_own`: relatives and doubtful readings
/// count as well, so that nothing is held against the chart that may agree with it.
Speaks speaks_of(const PageSays& page, const Known& person, const MisfileRules& rules, bool is_own);

struct PageVerdict {
  bool is_wrong = false;
  PatientId other;  ///< unset: somebody whom the index does not know
  int points = 0, own_points = 0;
  std::vector<Sign> signs;
};
/// `others`: whom the index finds for what the page says, the chart's own patient left out.
PageVerdict judge(const PageSays& page, const Known& own, const std::vector<Known>& others, const MisfileRules& rules);

/// Whether nobody can speak louder than the chart's own patient: the index need not be asked.
bool is_beyond_doubt(const PageSays& page, const Known& own, const MisfileRules& rules);

}  // namespace charta::misfile_watch
