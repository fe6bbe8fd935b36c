// SPDX-License-Identifier: Apache-2.0
// The HTTP/1.1 server: listens, reads requests under limits and deadlines, has them answered, writes the answers.
#pragma once

#include "api/pipeline.hpp"
#include "net/bound_ports.hpp"
#include "net/listener_options.hpp"
#include "net/service.hpp"
#include "store/store.hpp"

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <string>

namespace signet::net {

using PipelineFactory = std::function<std::unique_ptr<api::Pipeline>()>;

/// Requests are answered by one service a thread: `make_pipeline` behind the group committer; what may take long is
/// done by two more threads that all services share. Store and committer must outlive the server.
[[nodiscard]] ServiceFactory vault_service(PipelineFactory make_pipeline, store::Store& store,
                                           store::Committer& committer,
                                           const ListenerOptions& options);

/// One page for programs of this machine: GET `path` is answered with what `text` gives, everything else is 404 or 405.
/// `text` is called on the I/O thread.
[[nodiscard]] ServiceFactory page_service(std::string path, std::string content_type,
                                          std::function<std::string()> text);

/// All calls from one thread, which is none of its own.
class Server {
 public:
  /// Listens on `ports` and loads the certificate; throws std::runtime_error with a sentence if it cannot.
  Server(ListenerOptions options, const ServiceFactory& make_service, BoundPorts ports);
  /// On ports that it binds itself.
  Server(const ListenerOptions& options, const ServiceFactory& make_service)
      : Server(options, make_service, BoundPorts(options)) {}
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  [[nodiscard]] std::uint16_t port() const;
  /// Open now. From any thread.
  [[nodiscard]] std::size_t connections() const;
  /// Serves, in threads of its own.
  void start();
  /// Reads the certificate files again. New connections get the new certificate, open ones go on; if the files are
  /// not good the old certificate stays and the text says why.
  [[nodiscard]] std::expected<void, std::string> reload_tls();
  /// Accepts no more, closes idle connections, lets requests in progress be answered within the grace time, and ends
  /// the threads. The committer must still run. Once is enough; the destructor does it too.
  void stop();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace signet::net
