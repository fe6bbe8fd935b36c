// SPDX-License-Identifier: Apache-2.0
#include "session.hpp"

#include "api/pipeline.hpp"
#include "client_address.hpp"
#include "response_head.hpp"
#include "worker.hpp"

#include <boost/asio/co_spawn.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <exception>

namespace signet::net {
namespace {

constexpr Refusal kHeadTooSlow{408, "the headers took too long"};
constexpr Refusal kBodyTooSlow{408, "the body took too long"};
constexpr Refusal kNoRoomForBody{503, "too many requests are being received"};
constexpr Refusal kBadForwardedFor{400, "X-Forwarded-For is not a list of addresses"};

/// The client must have read of it a little before we let go.
constexpr auto kIdleMargin = std::chrono::seconds(5);

}  // namespace

Session::Session(Worker& worker, std::unique_ptr<Stream> stream, const Address& peer, ConnectionLimit::Ticket ticket,
                 bool welcome)
    : worker_(worker),
      stream_(std::move(stream)),
      peer_(peer),
      ticket_(std::move(ticket)),
      welcome_(welcome),
      answered_(worker.context().get_executor(), Timer::time_point::max()),
      heard_(worker.context().get_executor(), Timer::time_point::max()),
      deadline_(std::chrono::milliseconds::max()) {
  worker_.enter(*this);
}

Session::~Session() { worker_.leave(*this); }

void Session::start() {
  auto at_end = [&log = worker_.options().log](const std::exception_ptr& failure) {
    if (!failure) return;
    try {
      std::rethrow_exception(failure);
    } catch (const std::exception& error) {
      log(std::string("a connection was given up: ") + error.what());
    }
  };
  asio::co_spawn(worker_.context(), run(shared_from_this()), std::move(at_end));
}

void Session::sweep(std::chrono::milliseconds now) {
  if (now < deadline_) return;
  deadline_ = std::chrono::milliseconds::max();
  late_ = true;
  stream_->cancel();
}

void Session::stop() {
  if (!idle_) return;
  late_ = true;
  stream_->cancel();
}

void Session::allow(std::chrono::milliseconds time) {
  deadline_ = worker_.now() + time;
  late_ = false;
}

Session::Ending Session::ending(Refusal if_late) const { return late_ ? Ending(if_late) : std::nullopt; }

Awaitable<> Session::run(std::shared_ptr<Session> self) {
  self->allow(self->worker_.options().limits.handshake);
  bool another = false;
  if (self->welcome_) {
    another = co_await self->stream_->handshake();
  } else {
    auto busy = api::busy_response();
    co_await self->respond(std::move(busy), false, true);
  }
  while (another) another = co_await self->serve_one();
  co_await self->close();
}

Awaitable<bool> Session::serve_one() {
  request_id_ = worker_.next_request_id();
  auto head = co_await read_head();
  if (!head) co_return co_await refuse(head.error());
  const auto address = client_address(peer_, worker_.options().trusted_proxies, head->request.headers);
  if (!address) co_return co_await refuse(kBadForwardedFor);
  head->request.address = *address;
  head->request.id = request_id_;
  http_1_1_ = head->http_1_1;

  std::size_t limit = 0;
  if (head->has_body()) {
    const auto admitted = worker_.service().admit(head->request, head->content_length, to_me());
    if (!admitted) {
      // What follows a refused head is not worth reading.
      auto refusal = co_await answer();
      co_return co_await respond(std::move(refusal), false, true);
    }
    limit = *admitted;
  }
  BodyBudget::Share share(worker_.shared().bodies, *address);
  auto body = co_await read_body(*head, limit, share);
  if (!body) co_return co_await refuse(body.error());
  api::Request request;
  request.head = std::move(head->request);
  request.body = std::move(*body);
  worker_.service().start(std::move(request), to_me());
  auto response = co_await answer(&share);
  share.give_back();
  if (response.pieces) co_return co_await respond_in_pieces(std::move(response), head->keep_alive);
  co_return co_await respond(std::move(response), head->keep_alive, true);
}

Awaitable<std::expected<CheckedHead, Session::Ending>> Session::read_head() {
  const auto& limits = worker_.options().limits;
  allow(limits.head);
  if (input_.view().empty()) {
    if (served_before_) allow(limits.idle);
    if (worker_.stopping()) co_return std::unexpected(Ending());
    idle_ = true;
    const bool more = co_await receive();
    idle_ = false;
    if (!more) co_return std::unexpected(served_before_ || worker_.stopping() ? Ending() : ending(kHeadTooSlow));
    if (served_before_) allow(limits.head);
  }
  std::size_t seen = 0;
  while (true) {
    const auto end = find_head_end(input_.view(), seen);
    if (!end) co_return std::unexpected(Ending(end.error()));
    if (*end) {
      auto head = check_head(input_.view().substr(0, **end));
      input_.consume(**end);
      served_before_ = true;
      if (!head) co_return std::unexpected(Ending(head.error()));
      co_return std::move(*head);
    }
    seen = input_.view().size();
    const bool more = co_await receive();
    if (!more) co_return std::unexpected(ending(kHeadTooSlow));
  }
}

Awaitable<std::expected<SecretBytes, Session::Ending>> Session::read_body(const CheckedHead& head, std::size_t limit,
                                                                          BodyBudget::Share& share) {
  BodyReader reader(head, limit);
  bool asked_for = !head.expects_continue;
  allow(worker_.options().limits.body);
  while (true) {
    const auto used = reader.feed(input_.view());
    if (!used) co_return std::unexpected(Ending(used.error()));
    input_.consume(*used);
    if (!share.grow_to(reader.size())) co_return std::unexpected(Ending(kNoRoomForBody));
    if (reader.done()) co_return reader.take();
    if (!asked_for) asked_for = co_await stream_->write(kContinue, ByteView());
    const bool more = co_await receive();
    if (!more) co_return std::unexpected(ending(kBodyTooSlow));
  }
}

Awaitable<bool> Session::receive() {
  if (listening_) {
    const auto had = input_.view().size();
    while (listening_) co_await heard_.async_wait(kAwait);
    co_return input_.view().size() > had;
  }
  if (late_ || ended_) co_return false;
  const auto count = co_await stream_->read(input_.space());
  input_.filled(count);
  co_return count > 0;
}

Answer Session::to_me() {
  response_.reset();
  const auto give = [self = shared_from_this()](api::Response response) noexcept {
    self->response_ = std::move(response);
    self->answered_.cancel();
  };
  return {give, [self = shared_from_this()](std::function<void()> hurry) noexcept {
            self->hurry_ = std::move(hurry);
            self->answered_.cancel();
          }};
}

Awaitable<api::Response> Session::answer(BodyBudget::Share* share) {
  deadline_ = std::chrono::milliseconds::max();  // the service keeps the deadline of the commit
  while (!response_) {
    if (hurry_) {
      if (share) share->give_back();
      listen();
    }
    co_await answered_.async_wait(kAwait);
  }
  hurry_ = nullptr;
  co_return std::move(*response_);
}

void Session::listen() {
  if (listening_ || !input_.view().empty()) return;
  listening_ = true;
  asio::co_spawn(worker_.context(), hear(shared_from_this()), [](const std::exception_ptr&) {});
}

Awaitable<> Session::hear(std::shared_ptr<Session> self) {
  const auto count = co_await self->stream_->read(self->input_.space());
  self->input_.filled(count);
  self->listening_ = false;
  self->ended_ = count == 0;
  self->heard_.cancel();
  if (count == 0 && self->hurry_) std::exchange(self->hurry_, nullptr)();
}

Awaitable<bool> Session::refuse(Ending ending) {
  if (!ending) co_return false;
  auto response = api::error_response(ending->status, ending->message);
  if (ending->status == 503) response.headers.emplace_back("Retry-After", "1");
  if (!ending->allow.empty()) response.headers.emplace_back("Allow", std::string(ending->allow));
  co_return co_await respond(std::move(response), false, ending->answer_has_body);
}

Awaitable<bool> Session::respond(api::Response response, bool keep_alive, bool with_body) {
  const auto& limits = worker_.options().limits;
  keep_alive = keep_alive && !worker_.stopping();
  note(response);
  const auto head = response_head(response, worker_.date(), idle_time(keep_alive));
  const auto body = with_body && response.status != 204 ? response.body.expose() : ByteView();
  allow(limits.write);
  owes_goodbye_ = !keep_alive;
  const bool written = co_await stream_->write(head, body);
  if (!written && response.if_lost) worker_.service().lost(std::move(response.if_lost));
  keep_alive = keep_alive && written;
  co_return keep_alive;
}

void Session::note(api::Response& response) const {
  worker_.options().answered({response.route, response.status, request_id_});
  if (response.status == 500) response.headers.emplace_back("X-Request-Id", request_id_);
}

std::optional<std::chrono::seconds> Session::idle_time(bool keep_alive) const {
  if (!keep_alive) return std::nullopt;
  const auto whole = std::chrono::floor<std::chrono::seconds>(worker_.options().limits.idle);
  return std::max(whole - kIdleMargin, std::chrono::seconds(0));
}

// What goes wrong before the first byte is still an answer of its own. After that only a broken connection can say it:
// a chunked answer without its last chunk, or, for HTTP/1.0, a reset instead of an end.
Awaitable<bool> Session::respond_in_pieces(api::Response response, bool keep_alive) {
  keep_alive = keep_alive && http_1_1_ && !worker_.stopping();
  auto piece = co_await next_piece(std::move(response.pieces));
  if (piece.failed) {
    auto failed = api::error_response(500, "Internal error: the server's log says more");
    failed.route = response.route;
    co_return co_await respond(std::move(failed), keep_alive, true);
  }
  const auto framing = http_1_1_ ? Framing::chunked : Framing::until_closed;
  note(response);
  std::string before = response_head(response, worker_.date(), idle_time(keep_alive), framing);
  owes_goodbye_ = !keep_alive;
  std::string_view chunk_end;
  while (!piece.failed) {
    const bool last = !piece.bytes;
    const auto bytes = last ? ByteView() : piece.bytes->expose();
    if (http_1_1_ && (last || !bytes.empty())) before += fmt::format("{}{:x}\r\n", chunk_end, bytes.size());
    if (http_1_1_ && last) before += "\r\n";
    if (!bytes.empty()) chunk_end = "\r\n";
    if (!before.empty() || !bytes.empty()) {
      allow(worker_.options().limits.write);
      const bool written = co_await stream_->write(before, bytes);
      if (!written) co_return false;
    }
    if (last) co_return keep_alive;
    before.clear();
    piece = co_await next_piece(std::move(piece.rest));
  }
  owes_goodbye_ = false;
  stream_->abort();
  co_return false;
}

Awaitable<Piece> Session::next_piece(api::Pieces pieces) {
  deadline_ = std::chrono::milliseconds::max();  // no piece takes long
  piece_.reset();
  auto taker = [self = shared_from_this()](Piece piece) noexcept {
    self->piece_ = std::move(piece);
    self->answered_.cancel();
  };
  worker_.service().next(std::move(pieces), std::move(taker));
  while (!piece_) co_await answered_.async_wait(kAwait);
  co_return std::move(*piece_);
}

// A socket that is closed while bytes wait in it tells the client "reset", and the answer it has not read yet is lost.
// So the last answer is followed by our end of the stream, and what still comes is read and thrown away for a while.
Awaitable<> Session::close() {
  const auto& limits = worker_.options().limits;
  allow(limits.linger);
  if (listening_) stream_->cancel();
  while (listening_) co_await heard_.async_wait(kAwait);
  co_await stream_->finish();
  if (!owes_goodbye_) co_return;
  std::array<char, 4096> rubbish;
  const std::span<char> into(rubbish);
  std::size_t thrown_away = 0;
  while (!late_ && thrown_away <= limits.linger_bytes) {
    const auto count = co_await stream_->discard(into);
    if (count == 0) break;
    thrown_away += count;
  }
}

}  // namespace signet::net
