// SPDX-License-Identifier: Apache-2.0
// The senders and the wires between them and the hospital: MLLP frames that come in pieces, late, twice or not at all,
// acknowledgements that are lost, and senders that send again until they are answered.
#pragma once
#include "formats/hl7v2/mllp.hpp"
#include "tests/simulation/agenda.hpp"
#include "tests/simulation/town.hpp"
#include "transport/mllp/server.hpp"

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace charta::simulation {

/// What a bad wire puts between two frames.
inline constexpr std::string_view wire_noise = "\r\n~noise~";

/// How bad the wires are, in parts of one.
struct NetworkFaults {
  double cut = 0.06;          ///< the connection ends in the middle of a frame
  double lost_answer = 0.06;  ///< the connection ends before the acknowledgement arrives
  double twice = 0.04;        ///< a gateway delivers the frame twice
  double slow = 0.04;         ///< so late that the sender has given up and sent again
  double noise = 0.02;        ///< bytes between the frames
};

struct NetworkFigures {
  std::int64_t frames = 0, resent = 0, cut = 0, lost_answers = 0, twice = 0, late = 0, refused = 0, acknowledged = 0;
};

/// What the hospital's listener does with a frame; absent while there is no hospital.
using Listener = std::function<const mllp::ServerEvents*()>;

class Network {
 public:
  /// `after_call`: asked after every call into the hospital; false when it died in it, and what it answered never left the
  /// machine.
  Network(Agenda& agenda, Random& random, const std::vector<TownMessage>& messages, Listener listener,
          std::function<bool()> after_call);

  NetworkFaults faults;
  NetworkFigures figures;
  /// A positive acknowledgement of message `index` reached its sender.
  std::function<void(std::size_t index)> on_acknowledged;

  /// Every connection ends at once: the process or the cable is gone.
  void hang_up();
  /// Nothing is left to send: every message is acknowledged, or refused as it must be, or can have no answer.
  bool is_quiet() const;
  std::size_t waiting() const;
  /// The messages at the head of their lanes that wait for an answer, with the last one that they got.
  std::string unanswered() const;

 private:
  struct Connection {
    std::uint64_t number = 0;
    std::size_t lane = 0;
    hl7v2::MllpFramer framer;
    bool is_open = true;
  };
  struct Lane {
    std::deque<std::size_t> queue;
    bool is_sending = false;
    std::uint64_t attempt = 0;  ///< of all its transmissions
    int tries = 0;              ///< of the message in hand
    std::string last_answer;
    std::shared_ptr<Connection> connection;
  };

  void take_up(std::size_t index);
  void send_next(std::size_t lane);
  void transmit(std::size_t lane, std::uint64_t attempt);
  void try_again(std::size_t lane, std::uint64_t attempt, std::int64_t in_ms);
  void done(std::size_t lane);
  void deliver(const std::shared_ptr<Connection>& connection, const std::string& bytes);
  void close(const std::shared_ptr<Connection>& connection);
  void answer(const std::shared_ptr<Connection>& connection, const std::string& frame);
  void answered(std::size_t lane, const std::string& acknowledgement);

  Agenda& agenda_;
  Random& random_;
  const std::vector<TownMessage>& messages_;
  Listener listener_;
  std::function<bool()> after_call_;
  std::vector<Lane> lanes_;
  std::map<std::string, std::vector<std::size_t>> lanes_of_;
  std::uint64_t connections_ = 0;
  std::size_t announced_ = 0;
};

}  // namespace charta::simulation
