// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/network.hpp"

#include "formats/hl7v2/message.hpp"

namespace charta::simulation {
namespace {

constexpr std::int64_t answer_timeout_ms = 10'000;
constexpr int tries_without_header = 3;  // there is no acknowledgement to wait for
constexpr int lanes_per_sender = 2;      // so that what one system sends may overtake itself

}  // namespace

Network::Network(Agenda& agenda, Random& random, const std::vector<TownMessage>& messages, Listener listener,
                 std::function<bool()> after_call)
    : agenda_(agenda), random_(random), messages_(messages), listener_(std::move(listener)), after_call_(std::move(after_call)) {
  for (std::size_t index = 0; index < messages_.size(); ++index) {
    auto& lanes = lanes_of_[messages_[index].application];
    while (lanes.size() < lanes_per_sender) {
      lanes.push_back(lanes_.size());
      lanes_.emplace_back();
    }
    agenda_.in(messages_[index].at_ms, [this, index] { take_up(index); });
  }
}

void Network::take_up(std::size_t index) {
  ++announced_;
  const std::size_t lane = random_.one_of(lanes_of_[messages_[index].application]);
  lanes_[lane].queue.push_back(index);
  if (!lanes_[lane].is_sending) send_next(lane);
}

void Network::send_next(std::size_t lane) {
  Lane& mine = lanes_[lane];
  mine.is_sending = !mine.queue.empty();
  mine.tries = 0;
  mine.last_answer = "none";
  if (mine.is_sending) transmit(lane, ++mine.attempt);
}

void Network::try_again(std::size_t lane, std::uint64_t attempt, std::int64_t in_ms) {
  agenda_.in(in_ms, [this, lane, attempt] {
    if (lanes_[lane].attempt != attempt || !lanes_[lane].is_sending) return;
    const bool gives_up =
        messages_[lanes_[lane].queue.front()].truth == Truth::unreadable && lanes_[lane].tries >= tries_without_header;
    if (gives_up) return done(lane);
    ++figures.resent;
    transmit(lane, ++lanes_[lane].attempt);
  });
}

/// One frame on the wire, in pieces. What is on an old connection still arrives: a sender that gave up is overtaken by itself.
void Network::transmit(std::size_t lane, std::uint64_t attempt) {
  Lane& mine = lanes_[lane];
  if (listener_() == nullptr) return try_again(lane, attempt, random_.between(500, 5'000));  // nobody listens
  if (++mine.tries > 1 || !mine.connection || !mine.connection->is_open) {
    mine.connection = std::make_shared<Connection>();
    mine.connection->number = ++connections_;
    mine.connection->lane = lane;
  }
  const auto connection = mine.connection;
  ++figures.frames;
  std::string wire = hl7v2::mllp_frame(messages_[mine.queue.front()].bytes);
  if (random_.chance(faults.noise)) wire.insert(0, wire_noise);
  if (random_.chance(faults.twice)) {
    wire += wire;
    ++figures.twice;
  }
  std::size_t until = wire.size();
  const bool is_cut = random_.chance(faults.cut);
  if (is_cut) {
    ++figures.cut;
    until = static_cast<std::size_t>(random_.below(static_cast<std::int64_t>(wire.size())));
  }
  std::int64_t at = random_.between(1, 400);
  if (random_.chance(faults.slow)) {
    ++figures.late;
    at += answer_timeout_ms + random_.between(0, 20'000);
  }
  const std::size_t piece =
      random_.chance(0.5) ? wire.size() : std::max<std::size_t>(1, wire.size() / static_cast<std::size_t>(random_.between(1, 5)));
  for (std::size_t from = 0; from < until; from += piece, at += random_.between(0, 50)) {
    agenda_.in(at, [this, connection, bytes = wire.substr(from, std::min(piece, until - from))] { deliver(connection, bytes); });
  }
  if (is_cut) agenda_.in(at + 1, [this, connection] { close(connection); });
  try_again(lane, attempt, answer_timeout_ms + random_.between(0, 2'000));
}

void Network::deliver(const std::shared_ptr<Connection>& connection, const std::string& bytes) {
  if (!connection->is_open) return;
  connection->framer.feed(bytes);
  std::string message;
  for (;;) {
    const auto* hospital = listener_();
    if (hospital == nullptr || !connection->is_open) return;
    const auto event = connection->framer.next(message);
    if (event == hl7v2::MllpFramer::Event::need_more) return;
    const mllp::Connection from{connection->number, "10.0.0." + std::to_string(connection->lane) + ":2575", "mllp", ""};
    std::vector<std::string> answers;
    if (event == hl7v2::MllpFramer::Event::message) answers = hospital->on_message(message, from);
    if (event == hl7v2::MllpFramer::Event::noise) hospital->on_noise(message, from);
    if (event == hl7v2::MllpFramer::Event::too_large) answers = hospital->on_too_large(message, from);
    if (!after_call_()) return;
    for (const auto& one : answers) answer(connection, one);
    if (event == hl7v2::MllpFramer::Event::message && answers.empty()) close(connection);
  }
}

/// The listener journals what a broken connection left in a frame; nobody is there to answer.
void Network::close(const std::shared_ptr<Connection>& connection) {
  if (!connection->is_open) return;
  connection->is_open = false;
  const auto* hospital = listener_();
  if (hospital == nullptr || !connection->framer.in_frame()) return;
  if (const std::string rest = connection->framer.take_rest(); !rest.empty()) {
    hospital->on_truncated(rest, {connection->number, "10.0.0.1:2575", "mllp", ""});
    after_call_();
  }
}

void Network::answer(const std::shared_ptr<Connection>& connection, const std::string& frame) {
  if (random_.chance(faults.lost_answer)) {
    ++figures.lost_answers;
    agenda_.in(1, [this, connection] { close(connection); });
    return;
  }
  // Once sent it is on its way, whatever becomes of the hospital.
  agenda_.in(random_.between(1, 300), [this, lane = connection->lane, current = std::weak_ptr(connection), frame] {
    if (current.lock() == lanes_[lane].connection) answered(lane, frame);
  });
}

void Network::answered(std::size_t lane, const std::string& acknowledgement) {
  Lane& mine = lanes_[lane];
  if (!mine.is_sending) return;
  const std::size_t index = mine.queue.front();
  const TownMessage& sent = messages_[index];
  const auto parsed = hl7v2::Message::parse(acknowledgement);
  if (parsed)
    mine.last_answer =
        parsed->text("MSA-1") + " " + parsed->text("MSA-2") + " " + parsed->text("ERR-3.1") + " " + parsed->text("ERR-8");
  if (!parsed || parsed->text("MSA-2") != sent.control_id) return;  // not the answer to this message: the sender goes on waiting
  const std::string code = parsed->text("MSA-1");
  if (code == "AA" || code == "CA") {
    ++figures.acknowledged;
    if (on_acknowledged) on_acknowledged(index);
    return done(lane);
  }
  ++figures.refused;
  const bool could_not_store = parsed->text("ERR-3.1") == "207";
  if (!could_not_store && (sent.truth == Truth::changed || sent.truth == Truth::unsupported)) return done(lane);
  const std::uint64_t attempt = ++mine.attempt;  // "send it again unchanged"
  try_again(lane, attempt, random_.between(1'000, 8'000));
}

void Network::done(std::size_t lane) {
  lanes_[lane].queue.pop_front();
  lanes_[lane].is_sending = false;
  send_next(lane);
}

void Network::hang_up() {
  for (Lane& lane : lanes_) {
    if (lane.connection) lane.connection->is_open = false;
  }
}

std::size_t Network::waiting() const {
  std::size_t waiting = messages_.size() - announced_;
  for (const Lane& lane : lanes_) waiting += lane.queue.size();
  return waiting;
}

std::string Network::unanswered() const {
  std::string text;
  for (const Lane& lane : lanes_) {
    if (lane.is_sending)
      text += " " + messages_[lane.queue.front()].control_id + " after " + std::to_string(lane.tries) + " tries (" +
              lane.last_answer + ")";
  }
  return text;
}

bool Network::is_quiet() const {
  return waiting() == 0;
}

}  // namespace charta::simulation
