// SPDX-License-Identifier: Apache-2.0
#include "tls_peer.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <array>
#include <csignal>
#include <stdexcept>

namespace signet::net {
namespace {

template <class T, auto Free>
struct Freed {
  void operator()(T* pointer) const { Free(pointer); }
};
template <class T, auto Free>
using Owned = std::unique_ptr<T, Freed<T, Free>>;

void must(bool done) {
  if (!done) throw std::runtime_error("OpenSSL refused in a test");
}

std::string text_of(BIO* bio) {
  char* data = nullptr;
  const auto size = BIO_get_mem_data(bio, &data);
  return {data, static_cast<std::size_t>(size)};
}

std::string common_name(X509* certificate) {
  std::array<char, 256> text{};
  X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, text.data(), text.size());
  return text.data();
}

}  // namespace

Certificate make_certificate(const std::string& name) {
  const Owned<EVP_PKEY, EVP_PKEY_free> key(EVP_EC_gen("P-256"));
  const Owned<X509, X509_free> certificate(X509_new());
  must(key && certificate);
  auto* const subject = X509_get_subject_name(certificate.get());
  const auto* const text = reinterpret_cast<const unsigned char*>(name.c_str());
  must(X509_set_version(certificate.get(), X509_VERSION_3) == 1);
  must(ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1) == 1);
  must(X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -60) != nullptr);
  must(X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600) != nullptr);
  must(X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, text, -1, -1, 0) == 1);
  must(X509_set_issuer_name(certificate.get(), subject) == 1);
  must(X509_set_pubkey(certificate.get(), key.get()) == 1);
  must(X509_sign(certificate.get(), key.get(), EVP_sha256()) > 0);

  const Owned<BIO, BIO_free_all> certificate_pem(BIO_new(BIO_s_mem()));
  const Owned<BIO, BIO_free_all> key_pem(BIO_new(BIO_s_mem()));
  must(PEM_write_bio_X509(certificate_pem.get(), certificate.get()) == 1);
  must(PEM_write_bio_PrivateKey(key_pem.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1);
  return {text_of(certificate_pem.get()), text_of(key_pem.get())};
}

TlsClient::TlsClient(std::uint16_t port, const TlsOffer& offer)
    : plain_(port), context_(SSL_CTX_new(TLS_client_method()), SSL_CTX_free), ssl_(nullptr, SSL_free) {
  std::signal(SIGPIPE, SIG_IGN);                  // OpenSSL writes to sockets that the server has closed
  SSL_CTX_set_security_level(context_.get(), 0);  // so that old versions can be offered at all
  if (offer.version != 0) {
    must(SSL_CTX_set_min_proto_version(context_.get(), offer.version) == 1);
    must(SSL_CTX_set_max_proto_version(context_.get(), offer.version) == 1);
  }
  if (!offer.groups.empty()) must(SSL_CTX_set1_groups_list(context_.get(), offer.groups.c_str()) == 1);
  ssl_.reset(SSL_new(context_.get()));
  must(ssl_ != nullptr);
  const auto* const protocols = reinterpret_cast<const unsigned char*>(offer.protocols.data());
  if (!offer.protocols.empty())
    must(SSL_set_alpn_protos(ssl_.get(), protocols, static_cast<unsigned>(offer.protocols.size())) == 0);
  const timeval patience{5, 0};
  must(setsockopt(plain_.handle(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) == 0);
  must(SSL_set_fd(ssl_.get(), plain_.handle()) == 1);
  connected_ = SSL_connect(ssl_.get()) == 1;
}

std::string TlsClient::group() const { return SSL_get0_group_name(ssl_.get()); }

std::string TlsClient::protocol() const {
  const unsigned char* name = nullptr;
  unsigned size = 0;
  SSL_get0_alpn_selected(ssl_.get(), &name, &size);
  return {reinterpret_cast<const char*>(name), size};
}

std::string TlsClient::server_name() const {
  auto* const certificate = SSL_get0_peer_certificate(ssl_.get());
  return certificate == nullptr ? std::string() : common_name(certificate);
}

bool TlsClient::send(std::string_view bytes) {
  return SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size())) == static_cast<int>(bytes.size());
}

std::string TlsClient::ask(std::string_view bytes, std::string_view end) {
  std::string received;
  if (!send(bytes)) return received;
  while (received.find(end) == std::string::npos) {
    std::array<char, 65536> more{};
    const int count = SSL_read(ssl_.get(), more.data(), static_cast<int>(more.size()));
    if (count <= 0) return received;
    received.append(more.data(), static_cast<std::size_t>(count));
  }
  return received;
}

bool TlsClient::ended() {
  char more = 0;
  return SSL_read(ssl_.get(), &more, 1) == 0 && SSL_get_error(ssl_.get(), 0) == SSL_ERROR_ZERO_RETURN;
}

}  // namespace signet::net
