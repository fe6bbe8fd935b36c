// SPDX-License-Identifier: Apache-2.0
#include "canned_server.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>

#include <atomic>
#include <stdexcept>
#include <thread>

namespace signet::client {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using tcp = asio::ip::tcp;

/// Up to the end of the body; empty when the client has gone.
std::string read_request(auto& stream) {
  std::string text;
  error_code error;
  auto end = asio::read_until(stream, asio::dynamic_buffer(text), "\r\n\r\n", error);
  if (error) return {};
  std::size_t length = 0;
  if (const auto at = text.find("Content-Length: "); at != std::string::npos && at < end) {
    length = std::stoul(text.substr(at + 16));
  }
  while (text.size() < end + length) {
    const auto before = text.size();
    text.resize(end + length);
    const auto got = stream.read_some(asio::buffer(text.data() + before, text.size() - before), error);
    text.resize(before + got);
    if (error) return {};
  }
  return text;
}

}  // namespace

struct CannedServer::Running {
  ServerWish wish;
  asio::io_context io{1};
  asio::ssl::context tls{asio::ssl::context::tls_server};
  tcp::acceptor acceptor{io, {asio::ip::address_v4::loopback(), 0}};
  std::vector<std::string> requests = {};
  std::vector<std::string> names = {};
  std::thread thread = {};

  explicit Running(ServerWish wanted) : wish(std::move(wanted)) {
    if (wish.certificate.empty()) return;
    tls.use_certificate_chain_file(wish.certificate.string());
    tls.use_private_key_file(wish.certificate.string(), asio::ssl::context::pem);
    if (!wish.old_tls) return;
    SSL_CTX_set_security_level(tls.native_handle(), 0);
    SSL_CTX_set_min_proto_version(tls.native_handle(), TLS1_VERSION);
    SSL_CTX_set_max_proto_version(tls.native_handle(), TLS1_1_VERSION);
  }

  void talk(auto& stream, const std::vector<std::string>& answers) {
    error_code error;
    for (const auto& text : answers) {
      auto request = read_request(stream);
      if (request.empty()) return;
      requests.push_back(std::move(request));
      if (text.empty()) {
        char byte = 0;
        stream.read_some(asio::buffer(&byte, 1), error);
        return;
      }
      asio::write(stream, asio::buffer(text), error);
    }
  }

  void run() {
    for (const auto& answers : wish.connections) {
      error_code error;
      tcp::socket socket(io);
      acceptor.accept(socket, error);
      if (error) return;
      if (wish.certificate.empty()) {
        talk(socket, answers);
        continue;
      }
      asio::ssl::stream<tcp::socket&> stream(socket, tls);
      stream.handshake(asio::ssl::stream_base::server, error);
      if (const char* name = SSL_get_servername(stream.native_handle(), TLSEXT_NAMETYPE_host_name))
        names.emplace_back(name);
      if (!error) talk(stream, answers);
    }
  }

  void finish() {
    if (thread.joinable()) thread.join();
  }
};

CannedServer::CannedServer(ServerWish wish) : running_(std::make_unique<Running>(std::move(wish))) {
  running_->thread = std::thread([running = running_.get()] { running->run(); });
}

CannedServer::~CannedServer() {
  // A connection that nobody made would be waited for.
  ::shutdown(running_->acceptor.native_handle(), SHUT_RDWR);
  running_->finish();
}

unsigned short CannedServer::port() const { return running_->acceptor.local_endpoint().port(); }

std::vector<std::string> CannedServer::requests() {
  running_->finish();
  return running_->requests;
}

std::vector<std::string> CannedServer::names_asked_for() {
  running_->finish();
  return running_->names;
}

unsigned short closed_port() {
  asio::io_context io;
  return tcp::acceptor(io, {asio::ip::address_v4::loopback(), 0}).local_endpoint().port();
}

std::string answer(std::string_view body, std::string_view headers, std::string_view status) {
  return "HTTP/1.1 " + std::string(status) + "\r\n" + std::string(headers) +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

void write_certificate(const std::filesystem::path& file, const CertificateWish& wish) {
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), X509_free);
  X509_set_version(certificate.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), wish.valid_from);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), wish.valid_to);
  X509_set_pubkey(certificate.get(), key.get());
  X509_NAME* name = X509_get_subject_name(certificate.get());
  const std::string common = "signet test";
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(common.data()), -1, -1,
                             0);
  X509_set_issuer_name(certificate.get(), name);
  const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> names(
      X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, wish.subject_names.c_str()), X509_EXTENSION_free);
  X509_add_ext(certificate.get(), names.get(), -1);
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> out(std::fopen(file.c_str(), "w"), std::fclose);
  if (X509_sign(certificate.get(), key.get(), EVP_sha256()) == 0 || !out ||
      PEM_write_X509(out.get(), certificate.get()) != 1 ||
      PEM_write_PrivateKey(out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1) {
    throw std::runtime_error("cannot make a certificate for the test");
  }
}

}  // namespace signet::client
