// SPDX-License-Identifier: Apache-2.0
// One connection, from its first byte to its last: one request at a time, each step under its deadline and limit.
#pragma once

#include "asio.hpp"
#include "body_budget.hpp"
#include "body_reader.hpp"
#include "connection_limit.hpp"
#include "input_buffer.hpp"
#include "net/service.hpp"
#include "request_head.hpp"
#include "stream.hpp"

#include <chrono>
#include <expected>
#include <functional>
#include <memory>
#include <optional>

namespace signet::net {

class Worker;

/// Lives on its worker's thread.
class Session : public std::enable_shared_from_this<Session> {
 public:
  /// A client that is not welcome is told that there is no room, and nothing else.
  Session(Worker& worker, std::unique_ptr<Stream> stream, const Address& peer, ConnectionLimit::Ticket ticket,
          bool welcome);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// Starts what ends by itself.
  void start();
  /// Gives up what has taken too long.
  void sweep(std::chrono::milliseconds now);
  /// The server stops: closes an idle connection, lets a request be answered.
  void stop();

 private:
  /// Why no request came of it. Null: there is nobody to tell.
  using Ending = std::optional<Refusal>;

  static Awaitable<> run(std::shared_ptr<Session> self);
  /// True: another may follow.
  Awaitable<bool> serve_one();
  Awaitable<std::expected<CheckedHead, Ending>> read_head();
  Awaitable<std::expected<SecretBytes, Ending>> read_body(const CheckedHead& head, std::size_t limit,
                                                          BodyBudget::Share& share);
  /// More bytes into input_. False: no more come, or the deadline is over.
  Awaitable<bool> receive();
  /// Where the service is to put its answer, and waiting for it there.
  [[nodiscard]] Answer to_me();
  /// The room for the body, if there is one, is given back as soon as the request only waits.
  Awaitable<api::Response> answer(BodyBudget::Share* share = nullptr);
  /// Reads while an answer is awaited for long: the client may hang up. What it sends instead is kept.
  void listen();
  static Awaitable<> hear(std::shared_ptr<Session> self);
  Awaitable<bool> refuse(Ending ending);
  Awaitable<bool> respond(api::Response response, bool keep_alive, bool with_body);
  /// An answer in pieces, one at a time: the next one is asked for when the client has taken the last.
  Awaitable<bool> respond_in_pieces(api::Response response, bool keep_alive);
  Awaitable<Piece> next_piece(api::Pieces pieces);
  /// Counted; and whoever gets an answer for which the log has a reason is told what to look for there.
  void note(api::Response& response) const;
  [[nodiscard]] std::optional<std::chrono::seconds> idle_time(bool keep_alive) const;
  Awaitable<> close();

  void allow(std::chrono::milliseconds time);
  [[nodiscard]] Ending ending(Refusal if_late) const;

  Worker& worker_;
  std::unique_ptr<Stream> stream_;
  const Address peer_;
  const ConnectionLimit::Ticket ticket_;
  const bool welcome_;
  InputBuffer input_;
  Timer answered_;  // never expires; cancelled when response_ or piece_ is there
  std::string request_id_;
  std::optional<api::Response> response_;
  std::optional<Piece> piece_;
  std::function<void()> hurry_;  // of the request that waits
  Timer heard_;                  // as answered_, for the end of hear()
  bool listening_ = false;       // a read is under way in hear()
  bool ended_ = false;           // hear() met the end of the stream, which is not met twice
  std::chrono::milliseconds deadline_;
  bool late_ = false;
  bool idle_ = true;  // nothing of a request has come yet
  bool served_before_ = false;
  bool http_1_1_ = true;  // the request that is being answered
  bool owes_goodbye_ = false;  // an answer was written that the client must get to read
};

}  // namespace signet::net
