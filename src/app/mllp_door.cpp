// SPDX-License-Identifier: Apache-2.0
#include "app/mllp_door.hpp"

#include "app/patient_queries.hpp"
#include "base/log.hpp"

namespace charta::app {
namespace {

intake::Connection to_connection(const mllp::Connection& connection, intake::AckMode mode) {
  return {connection.listener, connection.remote, mode};
}

}  // namespace

mllp::ServerEvents mllp_events(intake::IntakeService& intake, intake::AckMode mode) {
  mllp::ServerEvents events;
  events.on_message = [&intake, mode](std::string message, const mllp::Connection& from) {
    return intake.receive(message, to_connection(from, mode)).acknowledgements;
  };
  events.on_truncated = [&intake, mode](std::string rest, const mllp::Connection& from) {
    intake.receive_truncated(rest, to_connection(from, mode));
  };
  events.on_noise = [&intake, mode](std::string bytes, const mllp::Connection& from) {
    log::warning("mllp.noise", {{"connection", from.number}, {"bytes", bytes.size()}});
    intake.receive_noise(bytes, to_connection(from, mode));
  };
  events.on_too_large = [&intake, mode](std::string start, const mllp::Connection& from) {
    return intake.refuse_too_large(start, to_connection(from, mode)).acknowledgements;
  };
  return events;
}

Result<std::unique_ptr<mllp::MllpServer>> open_mllp(Hospital& hospital) {
  const Configuration& configuration = hospital.configuration;
  mllp::ListenerOptions listener;
  listener.host = configuration.mllp.host;
  listener.port = configuration.mllp.port;
  listener.tls = !configuration.mllp_certificate.empty();
  listener.files.certificate = configuration.mllp_certificate;
  listener.files.key = configuration.mllp_key;
  mllp::ServerOptions options;
  options.workers = configuration.workers;
  options.message_limit = hospital.limits.intake.size_limit;
  options.connection_limit = hospital.limits.connections_max;
  options.idle_timeout_ms = std::chrono::milliseconds(hospital.limits.idle).count();
  options.listeners.push_back(std::move(listener));
  const auto mode = configuration.ack == "stored" ? intake::AckMode::stored : intake::AckMode::done;
  return mllp::MllpServer::open(std::move(options), with_patient_queries(mllp_events(*hospital.intake, mode), hospital));
}

}  // namespace charta::app
