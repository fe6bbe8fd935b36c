// SPDX-License-Identifier: Apache-2.0
// The only way to include Asio. Its coroutine header of the oldest Boost we support needs <utility> before it. Each
// io_context is run by one thread, so everything names its executor and nothing is type-erased.
#pragma once

#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>

namespace signet::net {

namespace asio = boost::asio;
using Tcp = asio::ip::tcp;
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<Tcp, Executor>;
using Acceptor = asio::basic_socket_acceptor<Tcp, Executor>;
using Timer =
    asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, Executor>;
template <class T = void>
using Awaitable = asio::awaitable<T, Executor>;

/// Errors come back as values.
///
/// What g++ 12 compiles wrongly, crashing at any optimisation level, and what is therefore not written here:
///   if (co_await ...), while (co_await ...)      await into a named variable first
///   co_await f(Aggregate{...}), co_await f([x]{...})   only names, calls and types with constructors inside
inline constexpr auto kAwait = asio::as_tuple(asio::use_awaitable_t<Executor>());

}  // namespace signet::net
