// SPDX-License-Identifier: Apache-2.0
// What the transport asks of the program behind it. Each I/O thread has a service of its own and all calls come on that
// thread: no locks behind this face.
#pragma once

#include "api/message.hpp"

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace signet::net {

/// Where an answer goes, once.
class Answer {
 public:
  using Give = std::move_only_function<void(api::Response) noexcept>;
  /// Of a request that will take long. `hurry` is called, as turn() is, if its client goes away: there is nobody left
  /// to wait for, and the answer may come at once.
  using Hold = std::move_only_function<void(std::function<void()> hurry) noexcept>;

  template <class F>
    requires(!std::same_as<std::remove_cvref_t<F>, Answer>)
  Answer(F give, Hold hold = {}) : give_(std::move(give)), hold_(std::move(hold)) {}

  void operator()(api::Response response) noexcept { give_(std::move(response)); }
  void hold(std::function<void()> hurry) noexcept {
    if (hold_) hold_(std::move(hurry));
  }

 private:
  Give give_;
  Hold hold_;
};

/// What came of asking for the next piece of an answer.
struct Piece {
  api::Pieces rest;                  // to ask for the one after it
  std::optional<SecretBytes> bytes;  // null: that was the last one
  bool failed = false;               // there is no next one, and the answer is not whole
};
using PieceTaker = std::move_only_function<void(Piece) noexcept>;

class Service {
 public:
  virtual ~Service() = default;
  /// Of requests with a body, after the head and before the first byte of it: how large the body may be. Null: the
  /// request is refused, and `answer` is used as by start(); otherwise it is not.
  [[nodiscard]] virtual std::optional<std::size_t> admit(const api::RequestHead& head,
                                                         std::optional<std::uint64_t> content_length,
                                                         Answer answer) = 0;
  /// `answer` is called once, in here or in a later call of turn() or tick().
  virtual void start(api::Request request, Answer answer) = 0;
  /// `taker` is called once, in a later call of turn().
  virtual void next(api::Pieces pieces, PieceTaker taker) = 0;
  /// An answer with such a wish could not be written.
  virtual void lost(api::Regret) {}
  /// Soon after each wake, when everything that was ready on the thread has been dealt with.
  virtual void turn() = 0;
  /// A few times a second.
  virtual void tick() = 0;
  /// The server stops: requests that wait for something to happen wait no longer.
  virtual void stop() {}
};

/// Asks for a call of turn(). May be called from any thread while the service lives.
using Wake = std::function<void()>;
using ServiceFactory = std::function<std::unique_ptr<Service>(Wake)>;

}  // namespace signet::net
